"""What is asked of a region, category, cluster or industry, against the edition's own rows."""

import re
from collections import defaultdict
from typing import Any

import polars as pl
import pytest

from hanse.foundation.problems import HanseError
from hanse.observatory.questions import category, cluster, industry, region
from hanse.observatory.questions.kept import kept
from hanse.observatory.questions.lists import lists, nearest, wider_region
from hanse.observatory.ratings.explained import rule_in
from hanse.observatory.warehouse import Askable, Edition

SCHEME, CATEGORY, REGION, YEAR = "traded_local", "automotive", "AT13", 2024
MEASURE = "employment_persons"


@pytest.fixture
def clusters(demo_edition: Edition) -> list[dict[str, Any]]:
    return pl.read_parquet(demo_edition.parquet("clusters")).to_dicts()


@pytest.fixture
def industries(demo_edition: Edition) -> list[dict[str, Any]]:
    return pl.read_parquet(demo_edition.parquet("industries")).to_dicts()


def total(rows: list[dict[str, Any]]) -> float:
    return float(sum(row[MEASURE] for row in rows if row[MEASURE] is not None))


# --- Lists ------------------------------------------------------------------------------------


def test_the_lists_hold_everything_by_its_code(demo_edition: Edition) -> None:
    found = lists(demo_edition)
    assert found.region("AT13").name == "Wien"
    assert found.category(SCHEME, CATEGORY).label == "Automotive"
    assert found.industry("C2910").parent == "C291"
    assert [each.code for each in found.ancestors("C2910")] == ["C", "C29", "C291"]
    assert found.scheme("") == SCHEME
    assert found.scheme("emerging") == "emerging"
    assert found.year("") == found.latest == YEAR
    assert found.year("2010") == 2010
    assert list(found.schemes) == ["traded_local", "emerging", "technology_3digit"]
    assert wider_region(demo_edition, "AT1") == "Ostösterreich"
    assert wider_region(demo_edition, "nowhere") == "nowhere"


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda it: it.region("AT99"), "There is no region AT99 in this edition.*AT34 Vorarlberg"),
        (lambda it: it.region("wien"), "AT13 Wien"),
        (lambda it: it.region("%00'\"<script>" * 9), "There is no region"),
        (lambda it: it.category(SCHEME, "automotiv"), "automotive Automotive"),
        (lambda it: it.category("nace", "automotive"), "no scheme nace.*traded_local, emerging"),
        (lambda it: it.industry("C2911"), "C2910"),
        (lambda it: it.year("1999"), "no figures for 1999.*2008 to 2024"),
        (lambda it: it.year("٢٠٢٤"), "no figures for"),
        (lambda it: it.scheme("x"), "no scheme x"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(
    demo_edition: Edition, ask: Any, words: str
) -> None:
    with pytest.raises(HanseError) as refused:
        ask(lists(demo_edition))
    assert re.search(words, str(refused.value), re.DOTALL)


def test_the_nearest_names() -> None:
    names = {"AT11": "Burgenland", "AT13": "Wien", "SI03": "Vzhodna Slovenija"}
    assert nearest("Wein", names)[0] == "AT13"
    assert nearest("", names, 2) == ["AT11", "AT13"]
    assert nearest("q" * 5000, names) == []


def test_answers_are_kept_by_edition_and_arguments(demo_edition: Edition) -> None:
    asked = []

    @kept(2)
    def question(edition: Askable, number: int) -> int:
        asked.append(number)
        return number * 2

    assert [question(demo_edition, each) for each in (1, 1, 2, 1, 3, 2)] == [2, 2, 4, 2, 6, 4]
    # 3 drove out 2, which was asked for longest ago.
    assert asked == [1, 2, 3, 2]


# --- A region ---------------------------------------------------------------------------------


def test_a_portfolio_has_every_category_of_every_scheme(
    demo_edition: Edition, clusters: list[dict[str, Any]]
) -> None:
    found = region.portfolio(demo_edition, REGION, YEAR)
    own = [row for row in clusters if (row["region"], row["year"]) == (REGION, YEAR)]
    assert found.height == len(own) > 60
    expected = {(row["scheme"], row["category"]): row for row in own}
    for row in found.to_dicts():
        assert row == {key: expected[row["scheme"], row["category"]][key] for key in row}


def test_years_of_a_region(demo_edition: Edition, clusters: list[dict[str, Any]]) -> None:
    assert region.region_years(demo_edition, REGION)["year"].to_list() == list(range(2008, 2025))
    found = region.category_years(demo_edition, REGION, SCHEME)
    own = [row for row in clusters if (row["region"], row["scheme"]) == (REGION, SCHEME)]
    assert sorted(found.rows()) == sorted(
        (REGION, row["category"], row["year"], row[MEASURE], row[f"{MEASURE}_status"])
        for row in own
    )


def shares(rows: list[dict[str, Any]], of: str) -> dict[str, float]:
    return {
        row["category"]: row[MEASURE]
        for row in rows
        if row["region"] == of and row[MEASURE] is not None
    }


def test_the_structure_of_regions(demo_edition: Edition, clusters: list[dict[str, Any]]) -> None:
    own = [row for row in clusters if (row["scheme"], row["year"]) == (SCHEME, YEAR)]
    found = {
        row["region"]: row for row in region.region_structure(demo_edition, SCHEME, YEAR).to_dicts()
    }
    everywhere: dict[str, float] = defaultdict(float)
    for row in own:
        everywhere[row["category"]] += row[MEASURE] or 0.0
    herfindahls = {}
    for code, row in found.items():
        mine = shares(own, code)
        all_mine = sum(mine.values())
        expected = sum(everywhere[each] for each in mine if everywhere[each])
        apart = sum(
            abs(persons / all_mine - everywhere[each] / expected)
            for each, persons in mine.items()
            if everywhere[each]
        )
        assert row["krugman_index"] == pytest.approx(apart)
        herfindahls[code] = sum((persons / all_mine) ** 2 for persons in mine.values())
        assert row["herfindahl_index"] == pytest.approx(herfindahls[code])
    order = sorted(herfindahls, key=lambda code: -herfindahls[code])
    assert [found[code]["herfindahl_index_rank"] for code in order] == list(
        range(1, len(order) + 1)
    )


def test_shift_share_adds_up_to_the_growth_of_what_is_known(
    demo_edition: Edition, clusters: list[dict[str, Any]]
) -> None:
    then, now = (
        shares([r for r in clusters if (r["scheme"], r["year"]) == (SCHEME, year)], REGION)
        for year in (YEAR - 5, YEAR)
    )
    both = set(then) & set(now)
    row = region.region_structure(demo_edition, SCHEME, YEAR).row(
        by_predicate=pl.col("region") == REGION, named=True
    )
    parts = ("national_share_persons", "industry_mix_persons", "regional_shift_persons")
    assert sum(row[part] for part in parts) == pytest.approx(
        sum(now[each] - then[each] for each in both)
    )
    early = region.region_structure(demo_edition, SCHEME, 2009)
    assert early["national_share_persons"].null_count() == early.height


def test_peers_are_the_most_alike(demo_edition: Edition, clusters: list[dict[str, Any]]) -> None:
    own = [row for row in clusters if (row["scheme"], row["year"]) == (SCHEME, YEAR)]
    here = shares(own, REGION)
    alike = {}
    for code in lists(demo_edition).regions:
        there = shares(own, code)
        both = set(here) & set(there)
        ours, theirs = (sum(side[each] for each in both) for side in (here, there))
        alike[code] = 1 - sum(abs(here[e] / ours - there[e] / theirs) for e in both) / 2
    del alike[REGION]
    found = region.peers(demo_edition, REGION, SCHEME, YEAR, 4)
    expected = sorted(alike, key=lambda code: -alike[code])[:4]
    assert found["region"].to_list() == expected
    assert found["structural_similarity"].to_list() == pytest.approx([alike[c] for c in expected])


# --- A category -------------------------------------------------------------------------------


def test_regions_and_totals_of_a_category(
    demo_edition: Edition, clusters: list[dict[str, Any]]
) -> None:
    own = [row for row in clusters if (row["scheme"], row["category"]) == (SCHEME, CATEGORY)]
    found = category.category_regions(demo_edition, SCHEME, CATEGORY, YEAR)
    assert set(found["region"]) == {row["region"] for row in own}
    for row in category.category_totals(demo_edition, SCHEME, CATEGORY).to_dicts():
        of_year = [each for each in own if each["year"] == row["year"]]
        assert row[MEASURE] == pytest.approx(total(of_year))
        assert row["known"] == sum(each[MEASURE] is not None for each in of_year)
        for status in ("estimated", "withheld", "missing"):
            assert row[status] == sum(e[f"{MEASURE}_status"] == status for e in of_year)


def test_concentration_of_a_category(demo_edition: Edition, clusters: list[dict[str, Any]]) -> None:
    found = category.concentration_years(demo_edition, SCHEME, CATEGORY)
    assert found["year"].to_list() == list(range(2008, 2025))
    for row in found.to_dicts():
        cells = sorted(
            (
                each[MEASURE]
                for each in clusters
                if (each["scheme"], each["category"], each["year"])
                == (SCHEME, CATEGORY, row["year"])
                and each[MEASURE] is not None
            ),
            reverse=True,
        )
        assert row["top_ten_share"] == pytest.approx(sum(cells[:10]) / sum(cells))
        assert row["herfindahl_index"] == pytest.approx(
            sum((each / sum(cells)) ** 2 for each in cells)
        )
        assert 0 < row["hoover_index"] < 1
        assert 0 < row["locational_gini"] < 1


def test_a_scheme_in_one_table(demo_edition: Edition, clusters: list[dict[str, Any]]) -> None:
    found = category.scheme_totals(demo_edition, SCHEME, YEAR).to_dicts()
    assert len(found) == len(lists(demo_edition).of_scheme(SCHEME))
    for row in found:
        own = [
            each
            for each in clusters
            if (each["scheme"], each["category"], each["year"]) == (SCHEME, row["category"], YEAR)
        ]
        assert (row[MEASURE] or 0) == pytest.approx(total(own))
        largest = max((e for e in own if e[MEASURE] is not None), key=lambda e: e[MEASURE])
        assert row["leader"] == largest["region"]
        assert row["starred"] == sum(each["stars"] == 4 for each in own)


def test_industries_inside_a_category(
    demo_edition: Edition, industries: list[dict[str, Any]]
) -> None:
    found = category.category_industries(demo_edition, SCHEME, CATEGORY, YEAR)
    assert set(found["industry"]) == {"C2910", "C2920", "C2931", "C2932"}
    assert set(found["weight"]) == {1.0}
    for row in found.to_dicts():
        own = [e for e in industries if (e["industry"], e["year"]) == (row["industry"], YEAR)]
        assert row[MEASURE] == pytest.approx(total(own))


def test_related_categories_come_nearest_first(demo_edition: Edition) -> None:
    found = category.related_categories(demo_edition, SCHEME, CATEGORY, YEAR, 5)
    pairs = pl.read_parquet(demo_edition.parquet("category_proximity")).filter(
        (pl.col("scheme") == SCHEME) & (pl.col("year") == YEAR)
    )
    near = {
        (row["category_b"] if row["category_a"] == CATEGORY else row["category_a"]): row[
            "proximity"
        ]
        for row in pairs.to_dicts()
        if CATEGORY in (row["category_a"], row["category_b"]) and row["proximity"] is not None
    }
    assert found["proximity"].to_list() == sorted(near.values(), reverse=True)[:5]
    assert all(near[row["category"]] == row["proximity"] for row in found.to_dicts())
    assert category.category_coverage(demo_edition, SCHEME, CATEGORY, YEAR)[MEASURE] == 1.0


# --- A cluster --------------------------------------------------------------------------------


def test_the_history_of_a_cluster_and_its_like(
    demo_edition: Edition, clusters: list[dict[str, Any]]
) -> None:
    history = cluster.cluster_history(demo_edition, SCHEME, CATEGORY, REGION)
    own = [
        row
        for row in clusters
        if (row["scheme"], row["category"], row["region"]) == (SCHEME, CATEGORY, REGION)
    ]
    assert history.to_dicts() == sorted(own, key=lambda row: row["year"])
    here = cluster.related_here(demo_edition, SCHEME, CATEGORY, REGION, YEAR, 3)
    expected = category.related_categories(demo_edition, SCHEME, CATEGORY, YEAR, 3)
    assert here["category"].to_list() == expected["category"].to_list()
    like = cluster.clusters_of(demo_edition, SCHEME, CATEGORY, ["AT12", "SI03"], YEAR)
    assert sorted(like["region"]) == ["AT12", "SI03"]


def test_cut_offs_are_those_of_the_rule(
    demo_edition: Edition, clusters: list[dict[str, Any]]
) -> None:
    rule = rule_in(demo_edition.manifest["rating"])
    figures = ["location_quotient", MEASURE, "not_there"]
    counts, cuts = cluster.known_counts(demo_edition, SCHEME, CATEGORY, YEAR, figures, rule)
    own = pl.DataFrame(
        [
            row
            for row in clusters
            if (row["scheme"], row["category"], row["year"]) == (SCHEME, CATEGORY, YEAR)
        ],
        infer_schema_length=None,
    )
    assert counts == {name: own[name].count() for name in figures[:2]}
    some = own.filter(pl.col(MEASURE) > 0)
    assert len(cuts) == 4
    for (column, level), cut in cuts.items():
        assert cut == pytest.approx(some[column].quantile(level, interpolation="linear"))


def test_industries_inside_a_cluster(
    demo_edition: Edition, industries: list[dict[str, Any]]
) -> None:
    found = cluster.cluster_industries(demo_edition, SCHEME, CATEGORY, REGION, YEAR)
    own = {
        row["industry"]: row for row in industries if (row["region"], row["year"]) == (REGION, YEAR)
    }
    assert found.height == 4
    for row in found.to_dicts():
        expected = own.get(row["industry"], {})
        assert row[MEASURE] == expected.get(MEASURE)
        assert row["location_quotient"] == expected.get("location_quotient")


# --- An industry ------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["C2910", "C29", "C"])
def test_an_industry_is_the_sum_of_its_finest_parts(
    demo_edition: Edition, industries: list[dict[str, Any]], code: str
) -> None:
    leaves = industry.leaves_of(demo_edition, code)
    assert leaves == sorted({r["industry"] for r in industries if r["industry"].startswith(code)})
    found = industry.industry_regions(demo_edition, code, YEAR)
    own = [r for r in industries if r["industry"] in set(leaves)]
    for row in found.to_dicts():
        here = [r for r in own if (r["region"], r["year"]) == (row["region"], YEAR)]
        assert (row[MEASURE] or 0.0) == pytest.approx(total(here))
    for row in industry.industry_years(demo_edition, code).to_dicts():
        assert row[MEASURE] == pytest.approx(total([r for r in own if r["year"] == row["year"]]))


def test_an_industry_in_its_categories_and_beside_its_like(demo_edition: Edition) -> None:
    found = industry.industry_categories(demo_edition, "C2910")
    assert (SCHEME, CATEGORY, 1.0, 1) in found.rows()
    whole = industry.industry_categories(demo_edition, "C29")
    assert (SCHEME, CATEGORY, 1.0, 4) in whole.rows()
    near = industry.related_industries(demo_edition, "C2910", 3)
    assert near["proximity"].is_sorted(descending=True)
    assert "C2910" not in near["industry"]
