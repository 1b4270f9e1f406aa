"""Rankings, comparisons, overlaps and contents, against the edition's own rows summed in Python."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from hanse.observatory.questions import comparing, contents, overlap, ranking
from hanse.observatory.questions.category import concentrations
from hanse.observatory.questions.lists import lists
from hanse.observatory.questions.region import region_structures
from hanse.observatory.warehouse import Edition

SCHEME, YEAR = "traded_local", 2024


@pytest.fixture
def rows(demo_edition: Edition) -> list[dict[str, Any]]:
    return demo_edition.query(
        "SELECT c.*, r.country, r.name FROM clusters c JOIN regions r ON r.code = c.region "
        f"WHERE c.scheme = '{SCHEME}' AND c.year = {YEAR}"
    ).to_dicts()


@pytest.mark.parametrize("of", ["region", "country"])
def test_stars_are_summed(of: str, demo_edition: Edition, rows: list[dict[str, Any]]) -> None:
    ask = {"region": ranking.region_stars, "country": ranking.country_stars}[of]
    found = ask(demo_edition, scheme=SCHEME, years=(YEAR,), kind="traded", least=2)
    assert found.height == len({row[of] for row in rows})
    for each in found.iter_rows(named=True):
        own = [row for row in rows if row[of] == each[of] and row["kind"] == "traded"]
        stars = [row["stars"] for row in own if row["stars"] is not None]
        assert each["stars"] == sum(stars)
        assert each["rated"] == len(stars)
        assert each["star_clusters"] == sum(star >= 2 for star in stars)
        assert each["estimated"] == any(
            row["employment_persons_status"] != "observed" for row in own if row["stars"]
        )


def test_categories_are_summed(demo_edition: Edition, rows: list[dict[str, Any]]) -> None:
    found = ranking.category_totals(demo_edition, scheme=SCHEME, years=(YEAR,))
    for each in found.iter_rows(named=True):
        own = [row for row in rows if row["category"] == each["category"]]
        people = [row["employment_persons"] for row in own]
        assert each["employment_persons"] == pytest.approx(sum(p for p in people if p is not None))
        assert each["gaps"] == people.count(None)


def test_growth_is_of_regions_known_in_both_years(demo_edition: Edition) -> None:
    found = ranking.category_totals(demo_edition, scheme=SCHEME, years=(2019, YEAR))
    cells = demo_edition.query(
        "SELECT category, region, year, employment_persons FROM clusters "
        f"WHERE scheme = '{SCHEME}' AND year IN (2019, {YEAR})"
    )
    known: dict[tuple[str, str], dict[int, float]] = {}
    for category, region, year, people in cells.iter_rows():
        if people is not None:
            known.setdefault((category, region), {})[year] = people
    assert any(len(years) == 1 for years in known.values())
    for row in found.iter_rows(named=True):
        both = [
            years[row["year"]]
            for (category, _region), years in known.items()
            if category == row["category"] and len(years) == 2
        ]
        assert row["matched_persons"] == pytest.approx(sum(both))
        assert row["matched_persons"] <= row["employment_persons"] + 1e-6


class Before:
    """An edition built before it had tables of whole categories and regions."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self.id = f"{edition.id}, before"
        self.manifest = {**edition.manifest, "tables": dict(edition.manifest["tables"])}
        self.cells = edition.cells
        for table in ("category_concentration", "region_structure"):
            del self.manifest["tables"][table]

    def query(self, statement: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        assert "category_concentration" not in statement
        assert "region_structure" not in statement
        return self._edition.query(statement, parameters)


def test_an_edition_without_tables_of_whole_figures_is_asked_for_its_clusters(
    demo_edition: Edition,
) -> None:
    before = Before(demo_edition)
    for scheme in lists(demo_edition).schemes:
        for question, keys in (
            (concentrations, ["category", "year"]),
            (region_structures, ["region", "year"]),
        ):
            held, made = question(demo_edition, scheme), question(before, scheme)
            assert held.height > 0
            assert_frame_equal(
                held.sort(keys), made.sort(keys), check_dtypes=False, check_column_order=False
            )


def test_regions_are_compared_in_the_order_asked(
    demo_edition: Edition, rows: list[dict[str, Any]]
) -> None:
    asked = ("SI04", "AT13", "PT11")
    found = comparing.regions_compared(demo_edition, asked, scheme=SCHEME, year=YEAR)
    assert found["region"].to_list() == list(asked)
    for each in found.iter_rows(named=True):
        own = [row for row in rows if row["region"] == each["region"]]
        assert each["stars"] == sum(row["stars"] or 0 for row in own)
        assert each["specialised"] == sum((row["location_quotient"] or 0) >= 1 for row in own)
        total = demo_edition.query(
            "SELECT employment_persons FROM region_totals WHERE region = $region AND year = $year",
            {"region": each["region"], "year": YEAR},
        ).item()
        assert each["employment_persons"] == total


def test_trends_and_cells_are_of_those_asked_for(demo_edition: Edition) -> None:
    of_regions = comparing.region_trends(demo_edition, ("AT13", "SI03"), scheme=SCHEME)
    assert set(of_regions["region"]) == {"AT13", "SI03"}
    assert of_regions["left_out"].is_between(0, 1).all()
    observed = demo_edition.query(
        "SELECT region, year FROM clusters WHERE scheme = $scheme AND region IN ('AT13', 'SI03') "
        "GROUP BY ALL HAVING bool_and(employment_persons_status = 'observed')",
        {"scheme": SCHEME},
    )
    assert of_regions.filter(~pl.col("estimated")).height == observed.height
    two = ("automotive", "textiles")
    trends = comparing.category_trends(demo_edition, two, scheme=SCHEME)
    assert set(trends["category"]) == set(two)
    assert trends.group_by("category").agg(pl.col("regions").n_unique())["regions"].to_list() == [
        1,
        1,
    ]
    cells = comparing.category_cells(demo_edition, two, scheme=SCHEME, year=YEAR)
    every = demo_edition.query(
        "SELECT region FROM clusters WHERE scheme = 'traded_local' AND category = 'textiles' "
        "GROUP BY region HAVING count(*) = count(employment_persons)"
    )["region"].to_list()
    assert len(every) > 0
    people = cells.filter(pl.col("region").is_in(every), category="textiles")["employment_persons"]
    last = trends.filter(year=YEAR, category="textiles")["employment_persons"].item()
    assert last == pytest.approx(people.sum())
    near = comparing.proximities(demo_edition, two, scheme=SCHEME, year=YEAR)
    assert near.height == 1
    assert set(near.row(0)[:2]) == set(two)
    folio = comparing.portfolios(demo_edition, ("AT13",), scheme=SCHEME, year=YEAR)
    assert set(folio["region"]) == {"AT13"}


def test_overlaps_multiply_weights_and_people(demo_edition: Edition) -> None:
    people = dict(
        demo_edition.query(
            "SELECT industry, sum(employment_persons) FROM industries "
            f"WHERE year = {YEAR} GROUP BY industry"
        ).iter_rows()
    )
    weights: defaultdict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    for scheme, industry, category, weight in demo_edition.query(
        "SELECT scheme, industry, category, weight FROM scheme_members"
    ).iter_rows():
        weights[scheme][industry, category] = weight
    expected: defaultdict[tuple[str, str], float] = defaultdict(float)
    whole: defaultdict[str, float] = defaultdict(float)
    for (industry, category), weight in weights["emerging"].items():
        known = people.get(industry) or 0.0
        whole[category] += weight * known
        for (other_industry, other), share in weights[SCHEME].items():
            if other_industry == industry:
                expected[category, other] += weight * share * known
    found = overlap.overlaps(demo_edition, scheme="emerging", other=SCHEME, year=YEAR)
    assert {(row["category"], row["other"]) for row in found.to_dicts()} == {
        pair for pair, amount in expected.items() if amount > 0
    }
    for row in found.to_dicts():
        amount = expected[row["category"], row["other"]]
        assert row["employment_persons"] == pytest.approx(amount)
        assert row["share"] == pytest.approx(amount / whole[row["category"]])


def test_members_are_counted(demo_edition: Edition) -> None:
    found = overlap.members(demo_edition, scheme="emerging")
    assert found.height == 10
    assert (found["core"] <= found["industries"]).all()
    assert found.filter(category="advanced_packaging").row(0)[1:] == (23, 6)


def test_contents_count_clusters(demo_edition: Edition, rows: list[dict[str, Any]]) -> None:
    held = contents.contents(demo_edition, scheme=SCHEME, year=YEAR, of=4)
    employing = [row for row in rows if (row["employment_persons"] or 0) > 0]
    observed = sum(row["employment_persons_status"] == "observed" for row in employing)
    assert held.countries == 3
    assert held.clusters == len(employing)
    assert held.rated == sum(row["stars"] is not None for row in rows)
    assert held.top == sum(row["stars"] == 4 for row in rows)
    assert held.observed == observed / len(employing)


@pytest.mark.parametrize("ask", [contents.leading, contents.risers])
def test_highlights_show_no_region_or_category_twice(ask: Any, demo_edition: Edition) -> None:
    found = ask(demo_edition, scheme=SCHEME, year=YEAR)
    assert found.height > 1
    assert found["region"].n_unique() == found["category"].n_unique() == found.height


def test_the_first_of_the_leading_has_the_most_stars(
    demo_edition: Edition, rows: list[dict[str, Any]]
) -> None:
    first = contents.leading(demo_edition, scheme=SCHEME, year=YEAR, limit=1).row(0, named=True)
    assert first["stars"] == max(row["stars"] or 0 for row in rows)


def test_risers_are_large_enough_and_grow(demo_edition: Edition) -> None:
    found = contents.risers(demo_edition, scheme=SCHEME, year=YEAR, least_persons=2000)
    assert found["employment_persons"].min() >= 2000  # type: ignore[operator]
    growth = found["employment_growth_cagr"].to_list()
    assert growth == sorted(growth, reverse=True)
    assert growth[-1] > 0


def test_star_table_is_one_scheme(demo_edition: Edition) -> None:
    table = contents.star_table(demo_edition, scheme="emerging")
    assert table["category"].n_unique() == 10
    assert table.columns == ["region", "category", "year", "stars", "employment_persons"]
