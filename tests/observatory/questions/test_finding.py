"""What the finder finds, against the whole table filtered in Python."""

from typing import Any

import pytest

from hanse.observatory.questions.columns import clusters_with
from hanse.observatory.questions.finding import SORTS, Wanted, count_clusters, found_clusters
from hanse.observatory.warehouse import Edition, Manifest

SCHEME, YEAR = "traded_local", 2024


@pytest.fixture
def everything(demo_edition: Edition) -> list[dict[str, Any]]:
    rows = demo_edition.query(
        "SELECT c.*, r.country FROM clusters c JOIN regions r ON r.code = c.region"
    ).to_dicts()
    return [row for row in rows if row["scheme"] == SCHEME and row["year"] == YEAR]


def within(value: float | None, lowest: float, highest: float) -> bool:
    return value is not None and lowest <= value <= highest


CASES: dict[str, tuple[Wanted, Any]] = {
    "all": (Wanted(SCHEME, YEAR), lambda row: True),
    "kind": (Wanted(SCHEME, YEAR, kind="traded"), lambda row: row["kind"] == "traded"),
    "category": (
        Wanted(SCHEME, YEAR, category="automotive"),
        lambda row: row["category"] == "automotive",
    ),
    "country": (Wanted(SCHEME, YEAR, country="SI"), lambda row: row["country"] == "SI"),
    "region": (Wanted(SCHEME, YEAR, region="AT13"), lambda row: row["region"] == "AT13"),
    "stars": (Wanted(SCHEME, YEAR, stars=2), lambda row: (row["stars"] or 0) >= 2),
    "no stars asked": (Wanted(SCHEME, YEAR, stars=0), lambda row: row["stars"] is not None),
    "status": (
        Wanted(SCHEME, YEAR, status="estimated"),
        lambda row: row["employment_persons_status"] == "estimated",
    ),
    "bounds": (
        Wanted(
            SCHEME,
            YEAR,
            bounds=(
                ("location_quotient", 1.0, 3.0),
                ("employment_growth_cagr", None, 0.01),
            ),
        ),
        lambda row: (
            within(row["location_quotient"], 1, 3)
            and within(row["employment_growth_cagr"], -9, 0.01)
        ),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_found_is_what_meets_the_conditions(
    case: str, demo_edition: Edition, everything: list[dict[str, Any]]
) -> None:
    wanted, condition = CASES[case]
    expected = {(row["region"], row["category"]) for row in everything if condition(row)}
    assert expected
    found = found_clusters(demo_edition, wanted)
    assert set(found.select("region", "category").iter_rows()) == expected
    assert count_clusters(demo_edition, wanted) == len(expected) == found.height


def test_figures_are_the_editions(demo_edition: Edition, everything: list[dict[str, Any]]) -> None:
    kept = {(row["region"], row["category"]): row for row in everything}
    for row in found_clusters(demo_edition, Wanted(SCHEME, YEAR)).iter_rows(named=True):
        own = kept[row["region"], row["category"]]
        for figure in ("stars", "employment_persons", "location_quotient", "productivity_eur"):
            assert row[figure] == own[figure]


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{each}" for each in SORTS)])
def test_rows_are_sorted_with_the_unknown_last(sort: str, demo_edition: Edition) -> None:
    column = sort.removeprefix("-")
    values = found_clusters(demo_edition, Wanted(SCHEME, YEAR), sort=sort)[column].to_list()
    known = [value for value in values if value is not None]
    assert values[: len(known)] == known
    assert known == sorted(known, reverse=sort.startswith("-"))


def test_pages_join_to_the_whole(demo_edition: Edition) -> None:
    wanted = Wanted(SCHEME, YEAR, country="AT", stars=1)
    whole = found_clusters(demo_edition, wanted)
    pages = [
        found_clusters(demo_edition, wanted, limit=50, offset=start)
        for start in range(0, whole.height, 50)
    ]
    assert len(pages) > 1
    assert [row for page in pages for row in page.iter_rows()] == list(whole.iter_rows())


def test_other_bounds_and_sorts_are_refused(demo_edition: Edition) -> None:
    with pytest.raises(KeyError):
        count_clusters(demo_edition, Wanted(SCHEME, YEAR, bounds=(("1 = 1 --", 0.0, None),)))
    with pytest.raises(KeyError):
        found_clusters(demo_edition, Wanted(SCHEME, YEAR), sort="1; DROP TABLE clusters")


class WithoutProductivity:
    """The demo edition as if its sources told no value added."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.id = f"{edition.id}-without"
        self.cells = edition.cells

    @property
    def manifest(self) -> Manifest:
        manifest = self.edition.manifest
        columns = manifest["tables"]["clusters"]["columns"]
        manifest["tables"]["clusters"]["columns"] = [
            name for name in columns if name not in {"productivity_eur", "value_added_eur_status"}
        ]
        return manifest

    def query(self, statement: str, parameters: Any = None) -> Any:
        gone = "clusters_without"
        return self.edition.query(
            f"WITH {gone} AS (SELECT * EXCLUDE (productivity_eur, value_added_eur_status) "
            f"FROM clusters) {statement.replace('FROM clusters', f'FROM {gone}')}",
            parameters,
        )


def test_figures_an_edition_lacks_are_null(demo_edition: Edition) -> None:
    edition = WithoutProductivity(demo_edition)
    found = found_clusters(edition, Wanted(SCHEME, YEAR), sort="-productivity_eur", limit=5)
    assert found["productivity_eur"].to_list() == [None] * 5
    assert clusters_with(demo_edition, ["productivity_eur"]) == "clusters"
