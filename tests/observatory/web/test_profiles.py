"""Pages of regions, categories, clusters and industries: what they show, and what they refuse."""

import csv
import io
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client

from hanse.foundation.cartography import boundaries
from hanse.foundation.web.figures import shaped
from hanse.foundation.web.tables import Table
from hanse.observatory.completeness import MOST_LEFT_OUT, left_out
from hanse.observatory.questions import category as category_questions
from hanse.observatory.questions import industry as industry_questions
from hanse.observatory.questions import region as region_questions
from hanse.observatory.questions.lists import lists
from hanse.observatory.questions.region import category_years
from hanse.observatory.warehouse import Edition, Reader
from tests.foundation.cartography.made_up_boundaries import written

pytestmark = pytest.mark.django_db

SCHEME, CATEGORY, REGION, INDUSTRY, YEAR = "traded_local", "automotive", "AT13", "C2910", 2024
MEASURE = "employment_persons"

REGION_PAGE = f"/regions/{REGION}/"
CATEGORY_PAGE = f"/categories/{SCHEME}/{CATEGORY}/"
CLUSTER_PAGE = f"/clusters/{SCHEME}/{CATEGORY}/{REGION}/"
INDUSTRY_PAGE = f"/industries/{INDUSTRY}/"
LISTS = ("/regions/", "/categories/")
PAGES = (*LISTS, REGION_PAGE, CATEGORY_PAGE, CLUSTER_PAGE, INDUSTRY_PAGE)

TABLES = {
    REGION_PAGE: ("categories", "years", "totals", "structure", "peers"),
    CATEGORY_PAGE: ("regions", "years", "concentration", "industries", "related"),
    CLUSTER_PAGE: ("years", "industries", "related"),
    INDUSTRY_PAGE: ("regions", "years", "categories", "related"),
}
FILES = [f"{page}{table}.csv" for page, tables in TABLES.items() for table in tables]

Get = Callable[..., Any]


@pytest.fixture
def get(client: Client, demo_edition: Edition) -> Get:
    """`get(address)` gives the answer, whose page is in `context["page"]`."""

    def ask(address: str, status: int = 200) -> Any:
        answer = client.get(address)
        assert answer.status_code == status, answer.content[:300]
        return answer

    return ask


@pytest.fixture
def clusters(demo_edition: Edition) -> pl.DataFrame:
    return pl.read_parquet(demo_edition.parquet("clusters"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements asked of the edition, from now on."""
    statements: list[str] = []
    query = Reader.query

    def counted(self: Reader, statement: str, parameters: Any = None) -> pl.DataFrame:
        statements.append(statement)
        return query(self, statement, parameters)

    monkeypatch.setattr(Reader, "query", counted)
    return statements


def words(answer: Any) -> str:
    """What the page says, without its markup."""
    text = re.sub(r"<(style|script|title)[^>]*>.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def column(table: Table, key: str) -> list[Any]:
    return [row[key].value for row in table.rows]


def one(frame: pl.DataFrame, **keys: object) -> dict[str, Any]:
    return frame.row(
        by_predicate=pl.all_horizontal(pl.col(k) == v for k, v in keys.items()), named=True
    )


# --- Every page -------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_one_heading_a_trail_and_says_where_it_is_from(
    get: Get, demo_edition: Edition, address: str
) -> None:
    text = get(address).content.decode()
    assert text.count("<h1") == 1
    assert 'class="crumbs"' in text
    assert demo_edition.id in text
    assert "Synthetic" in text
    assert re.search(r'<meta name="description" content="[^"]{40,}"', text)
    assert " style=" not in text
    assert "<script>" not in text


@pytest.mark.parametrize("address", PAGES)
def test_no_identifier_is_used_twice(get: Get, address: str) -> None:
    found = re.findall(r'\sid="([^"]+)"', get(address).content.decode())
    assert sorted(found) == sorted(set(found))


@pytest.mark.parametrize("address", [*PAGES, *FILES, "/categories.csv"])
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("edition=nowhere", "There is no edition nowhere"),
        ("year=1900", "2008 to 2024"),
        ("year=٢٠٢٤", "2008 to 2024"),
        ("year=%00%22<script>", "2008 to 2024"),
    ],
)
def test_what_an_edition_does_not_have_is_not_found(
    get: Get, address: str, query: str, said: str
) -> None:
    assert said in words(get(f"{address}?{query}", 404))


@pytest.mark.parametrize("address", [*LISTS, REGION_PAGE])
def test_an_unknown_scheme_is_not_found(get: Get, address: str) -> None:
    assert "traded_local, emerging" in words(get(f"{address}?scheme=nace", 404))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/regions/AT99/", "AT34 Vorarlberg"),
        ("/regions/wien/", "AT13 Wien"),
        ("/regions/%22%3E%3Cscript%3E/", "There is no region"),
        ("/regions/AT13%00/", "There is no region"),
        ("/regions/?country=XX", "There is no country XX"),
        (f"/categories/{SCHEME}/automotiv/", "automotive Automotive"),
        ("/categories/nace/automotive/", "traded_local, emerging"),
        (f"/clusters/{SCHEME}/{CATEGORY}/AT99/", "AT34 Vorarlberg"),
        (f"/clusters/{SCHEME}/no/{REGION}/", "There is no category no"),
        (f"/clusters/no/{CATEGORY}/{REGION}/", "There is no scheme no"),
        ("/industries/C2911/", "C2910"),
        ("/industries/%25%27/", "There is no industry"),
        (f"{REGION_PAGE}nothing.csv", "categories, years, totals"),
        (f"{CATEGORY_PAGE}nothing.csv", "regions, years, concentration"),
        (f"{CLUSTER_PAGE}nothing.csv", "years, industries"),
        (f"{INDUSTRY_PAGE}nothing.csv", "regions, years, categories"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(get: Get, address: str, said: str) -> None:
    assert said in words(get(address, 404))


@pytest.mark.parametrize(
    ("address", "at_first", "again"),
    [
        ("/regions/", 6, 0),
        ("/categories/", 7, 0),
        (REGION_PAGE, 8, 0),
        (CATEGORY_PAGE, 11, 0),
        (CLUSTER_PAGE, 9, 0),
        (INDUSTRY_PAGE, 8, 2),
    ],
)
def test_a_page_asks_few_questions(
    get: Get,
    asked: list[str],
    django_assert_num_queries: Callable[[int], Any],
    address: str,
    at_first: int,
    again: int,
) -> None:
    for question in (
        lists,
        region_questions.region_structures,
        region_questions.employment,
        region_questions.peers,
        category_questions.concentrations,
        category_questions.coverages,
        category_questions.scheme_totals,
        category_questions.scheme_years,
        category_questions.industry_totals,
        category_questions.proximities,
        category_questions.all_members,
        region_questions.all_region_totals,
        industry_questions.industry_years,
    ):
        question.forget()  # type: ignore[union-attr]
    with django_assert_num_queries(0):
        get(address)
    assert len(asked) == at_first
    del asked[:]
    get(address)
    assert len(asked) == again
    assert not any("SELECT *" in statement for statement in asked if address == CATEGORY_PAGE)


@pytest.mark.parametrize("address", [*FILES, "/categories.csv"])
def test_a_file_tells_its_edition_and_that_it_is_synthetic(
    get: Get, demo_edition: Edition, address: str
) -> None:
    answer = get(address)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert demo_edition.id in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert rows
    assert {row["edition"] for row in rows} == {demo_edition.id}
    assert {row["notice"] for row in rows} == {"synthetic data"}


@pytest.mark.parametrize("address", PAGES)
def test_every_file_a_page_offers_is_there(get: Get, address: str) -> None:
    text = get(f"{address}?year=2020").content.decode()
    offered = {unescape(each) for each in re.findall(r'href="([^"]+\.csv[^"]*)"', text)}
    assert offered or address == "/regions/"
    for each in offered:
        assert "year=2020" in each
        get(each)


@pytest.mark.parametrize("address", [REGION_PAGE, CATEGORY_PAGE, CLUSTER_PAGE, INDUSTRY_PAGE])
def test_a_chosen_year_is_kept_by_the_links(get: Get, address: str) -> None:
    text = get(f"{address}?year=2015").content.decode()
    inside = re.findall(r'href="(/(?:regions|clusters|categories|industries)/[^"]+)"', text)
    mains = {"/regions/", "/categories/"}
    assert [each for each in inside if "year=2015" not in each and each not in mains] == []


# --- Regions ----------------------------------------------------------------------------------


def test_regions_stand_by_country(get: Get, demo_edition: Edition) -> None:
    page = get("/regions/").context["page"]
    assert [each.name for each in page.countries] == ["Austria", "Portugal", "Slovenia"]
    assert page.count == page.total == len(lists(demo_edition).regions)
    austria = page.countries[0]
    assert [group.name for group in austria.groups] == [
        "Ostösterreich",
        "Südösterreich",
        "Westösterreich",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=wien", ["AT13"]), ("q=at3", ["AT31", "AT32", "AT33", "AT34"]), ("q=KARNTEN", ["AT21"]),
     ("country=SI", ["SI03", "SI04"]), ("q=zzz", []), ("q=%27%25_", [])],
)  # fmt: skip
def test_regions_are_filtered(get: Get, query: str, found: list[str]) -> None:
    answer = get(f"/regions/?{query}")
    page = answer.context["page"]
    codes = [place.code for c in page.countries for group in c.groups for place, _ in group.regions]
    assert codes == found
    assert ("No region has this name" in words(answer)) == (not found)


def test_the_figures_of_a_region_are_those_of_the_edition(
    get: Get, clusters: pl.DataFrame, demo_edition: Edition
) -> None:
    page = get(f"{REGION_PAGE}?sort=label").context["page"]
    own = clusters.filter(
        (pl.col("region") == REGION) & (pl.col("year") == YEAR) & (pl.col("scheme") == SCHEME)
    )
    labels = {each.label: each.code for each in lists(demo_edition).of_scheme(SCHEME).values()}
    assert page.table.total == own.height == 54
    for row in page.table.rows:
        expected = one(own, category=labels[row["label"].value])
        for code in ("stars", MEASURE, "location_quotient", "focus", "relatedness_density"):
            assert row[code].value == expected[code]
        assert row[MEASURE].status == expected[f"{MEASURE}_status"]
        worst = {expected[f"{each}_status"] for each in (MEASURE, "value_added_eur")}
        if "withheld" in worst:
            assert row["productivity_eur"].status == "withheld"
    totals = pl.read_parquet(demo_edition.parquet("region_totals"))
    assert page.employment == one(totals, region=REGION, year=YEAR)[MEASURE]
    fields = {
        "leading": (pl.col("location_quotient") >= 1, pl.col("employment_growth_cagr") > 0),
        "receding": (pl.col("location_quotient") >= 1, pl.col("employment_growth_cagr") <= 0),
        "emerging": (pl.col("location_quotient") < 1, pl.col("employment_growth_cagr") > 0),
        "trailing": (pl.col("location_quotient") < 1, pl.col("employment_growth_cagr") <= 0),
    }
    for each in page.fields:
        assert each.count == own.filter(pl.col(MEASURE) > 0, *fields[each.field]).height
    traded = own.filter((pl.col("kind") == "traded") & pl.col("stars").is_not_null())
    assert page.starred[0].rated == traded.height
    assert dict(page.starred[0].counts) == {
        count: height
        for count in (1, 2, 3, 4)
        if (height := traded.filter(pl.col("stars") == count).height)
    }


def test_a_table_is_sorted_and_turned(get: Get, clusters: pl.DataFrame) -> None:
    table = get(f"{REGION_PAGE}?sort=-location_quotient&page=2").context["page"].table
    own = clusters.filter(
        (pl.col("region") == REGION) & (pl.col("year") == YEAR) & (pl.col("scheme") == SCHEME)
    )
    order = own["location_quotient"].sort(descending=True, nulls_last=True).to_list()
    assert column(table, "location_quotient") == order[25:50]
    assert (table.page, table.pages) == (2, 3)
    again = get(f"{REGION_PAGE}?sort=nonsense&page=-5").context["page"].table
    assert (again.sort, again.page) == ("-employment_persons", 1)


def test_withheld_estimated_and_missing_are_told_apart(
    get: Get, clusters: pl.DataFrame, demo_edition: Edition
) -> None:
    own = clusters.filter((pl.col("year") == YEAR) & (pl.col("scheme") == SCHEME))
    labels = {each.code: each.label for each in lists(demo_edition).of_scheme(SCHEME).values()}
    for status in ("withheld", "estimated"):
        some = own.filter(pl.col(f"{MEASURE}_status") == status).row(0, named=True)
        answer = get(f"/clusters/{SCHEME}/{some['category']}/{some['region']}/")
        figure = next(e for e in answer.context["page"].figures if e.code == MEASURE)
        assert figure.status == status
        assert (figure.value is None) == (status == "withheld")
        assert status in words(answer)
        page = get(f"/categories/{SCHEME}/{some['category']}/?sort=name").context["page"]
        assert labels[some["category"]] == page.category.label
    early = get(f"{CLUSTER_PAGE}?year=2008").context["page"]
    growth = next(each for each in early.figures if each.code == "employment_growth_cagr")
    assert (growth.value, growth.status) == (None, "missing")


def test_other_schemes_and_early_years_of_a_region(get: Get) -> None:
    page = get(f"{REGION_PAGE}?scheme=emerging").context["page"]
    assert page.table.total == 10
    early = get(f"{REGION_PAGE}?year=2008")
    assert early.context["page"].shift is None
    assert "It cannot be told for this year" in words(early)


def test_without_boundaries_the_regions_of_the_same_parent_are_shown(
    get: Get, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANSE_HOME", str(tmp_path))
    answer = get(REGION_PAGE)
    page = answer.context["page"]
    assert page.neighbours_of == "Ostösterreich"
    assert [each.name for each in page.neighbours] == ["Burgenland", "Niederösterreich"]
    assert "Other regions of Ostösterreich" in words(answer)


def test_with_boundaries_neighbours_are_those_across_a_border_too(
    get: Get, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANSE_HOME", str(tmp_path))
    boundaries.prepare(2021, 2, written(tmp_path))
    drawn = boundaries.sheet(2021, 2)
    assert drawn is not None
    held = {code for code in drawn.neighbours["SI04"] if code[:2] in {"AT", "SI", "PT"}}
    page = get("/regions/SI04/").context["page"]
    assert page.neighbours_of == ""
    assert [each.address for each in page.neighbours] == [
        f"/regions/{code}/" for code in sorted(held, key=lambda code: (code[:2] != "SI", code))
    ]
    assert {each.country for each in page.neighbours if "/SI" in each.address} <= {""}


def test_concentration_is_estimated_where_regions_are_left_out(get: Get) -> None:
    page = get(CATEGORY_PAGE).context["page"]
    for chart in page.concentration:
        for row, total in zip(chart.table.rows, page.trend.table.rows, strict=True):
            assert row["year"].value == total["year"].value
            assert row["0"].status == total["0"].status


def test_a_year_in_which_much_is_withheld_is_no_fall(get: Get, demo_edition: Edition) -> None:
    rows = category_years(demo_edition, REGION, SCHEME)
    gaps = set(left_out(rows).filter(pl.col("left_out") > MOST_LEFT_OUT)["year"].to_list())
    assert gaps
    answer = get(REGION_PAGE)
    trend = answer.context["page"].trend
    unknown = {int(row["year"].value) for row in trend.table.rows if row["0"].value is None}
    assert unknown == gaps
    assert f"Left out because much is withheld: {min(gaps)}" in words(answer)
    after = get(f"{REGION_PAGE}?year={min(gaps) + 5}").context["page"]
    assert after.growth is None


# --- Categories -------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["traded_local", "emerging", "technology_3digit"])
def test_categories_stand_by_kind(get: Get, demo_edition: Edition, scheme: str) -> None:
    page = get(f"/categories/?scheme={scheme}").context["page"]
    own = lists(demo_edition).of_scheme(scheme)
    assert sorted(label for _, table in page.tables for label in column(table, "label")) == sorted(
        each.label for each in own.values()
    )
    for _, table in page.tables:
        sizes = [each for each in column(table, MEASURE) if each is not None]
        assert sizes == sorted(sizes, reverse=True)


def test_the_figures_of_a_category_are_those_of_the_edition(
    get: Get, clusters: pl.DataFrame, demo_edition: Edition
) -> None:
    page = get(CATEGORY_PAGE).context["page"]
    own = clusters.filter(
        (pl.col("scheme") == SCHEME) & (pl.col("category") == CATEGORY) & (pl.col("year") == YEAR)
    )
    names = {each.name: code for code, each in lists(demo_edition).regions.items()}
    assert page.employment == pytest.approx(own[MEASURE].sum())
    assert (page.known, page.regions) == (own[MEASURE].count(), own.height)
    assert page.withheld == (own[f"{MEASURE}_status"] == "withheld").sum()
    assert page.starred == (own["stars"] == 4).sum()
    for row in page.table.rows:
        expected = one(own, region=names[row["name"].value])
        assert row[MEASURE].value == expected[MEASURE]
        assert row["location_quotient"].value == expected["location_quotient"]
    gained = own.filter(pl.col("employment_growth_persons") > 0)
    best = gained.sort("employment_growth_persons", descending=True)["employment_growth_persons"]
    assert [each.persons for each in page.rising] == best.to_list()[:6]
    countries = dict(
        zip(column(page.countries, "country"), column(page.countries, MEASURE), strict=True)
    )
    for code, name in (("AT", "Austria"), ("PT", "Portugal"), ("SI", "Slovenia")):
        assert countries[name] == pytest.approx(
            own.filter(pl.col("region").str.starts_with(code))[MEASURE].sum()
        )
    assert {each.code for each in page.map.areas} == set(own["region"])


@pytest.mark.parametrize(
    "measure", ["stars", "location_quotient", "employment_persons", "employment_growth_cagr", "x"]
)
def test_the_map_shows_the_measure_asked_for(
    get: Get, clusters: pl.DataFrame, measure: str
) -> None:
    shown = get(f"{CATEGORY_PAGE}?indicator={measure}").context["page"].map
    code = "stars" if measure == "x" else measure
    own = clusters.filter(
        (pl.col("scheme") == SCHEME) & (pl.col("category") == CATEGORY) & (pl.col("year") == YEAR)
    )
    assert {each.code: each.figure for each in shown.areas} == dict(
        own.select("region", code).iter_rows()
    )


# --- Clusters ---------------------------------------------------------------------------------


def test_every_indicator_of_a_cluster_is_shown_with_its_place(
    get: Get, clusters: pl.DataFrame
) -> None:
    answer = get(CLUSTER_PAGE)
    page = answer.context["page"]
    own = clusters.filter((pl.col("scheme") == SCHEME) & (pl.col("category") == CATEGORY))
    of_year = own.filter(pl.col("year") == YEAR)
    expected = one(of_year, region=REGION)
    text = words(answer)
    for each in page.figures:
        assert each.value == expected[each.code]
        if each.place is not None:
            assert each.place == expected[f"{each.code}_rank"]
            assert each.of == of_year[each.code].count()
            assert f"{each.place} of {each.of}" in text
        assert shaped(each.value, each.kind, decimals=each.decimals) in text
        years = own.filter(pl.col("region") == REGION).sort("year")
        assert [value for _, value, _ in each.points] == years[each.code].to_list()
    shown = {each.code for each in page.figures}
    ranks = {name for name in expected if name.endswith("_rank")}
    assert {"location_quotient", "focus", "productivity_eur", "relatedness_density"} <= shown
    assert not ranks & shown


def test_the_stars_of_every_cluster_are_explained(get: Get, clusters: pl.DataFrame) -> None:
    own = clusters.filter((pl.col("scheme") == SCHEME) & (pl.col("year") == YEAR))
    for reason in own["stars_reason"].unique():
        some = own.filter(pl.col("stars_reason").eq_missing(reason)).row(0, named=True)
        answer = get(f"/clusters/{SCHEME}/{some['category']}/{some['region']}/")
        page = answer.context["page"]
        assert page.stars == some["stars"]
        assert bool(page.reason) == (reason is not None)
        codes = ("star_specialisation", "star_size", "star_productivity", "star_dynamism")
        assert [each.met for each in page.criteria] == [some[code] for code in codes]
        assert all("is needed" in line for each in page.criteria for line in each.conditions)
        assert page.reason in words(answer)


def test_a_cluster_of_another_scheme_links_to_its_own(get: Get) -> None:
    page = get(f"/clusters/emerging/mobility_technologies/{REGION}/").context["page"]
    assert page.scheme_title.startswith("Ten emerging industries")
    assert page.related.rows
    assert all(row["label"].address.startswith("/clusters/emerging/") for row in page.related.rows)


# --- Industries -------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["C2910", "C29", "C"])
def test_an_industry_and_its_parts(get: Get, demo_edition: Edition, code: str) -> None:
    page = get(f"/industries/{code}/").context["page"]
    rows = pl.read_parquet(demo_edition.parquet("industries")).filter(
        pl.col("industry").str.starts_with(code) & (pl.col("year") == YEAR)
    )
    assert page.employment == pytest.approx(rows[MEASURE].sum())
    by_region = rows.group_by("region").agg(pl.col(MEASURE).sum())
    best = by_region.sort(MEASURE, descending=True).row(0, named=True)
    assert page.table.rows[0]["name"].address == f"/regions/{best['region']}/"
    assert page.table.rows[0][MEASURE].value == pytest.approx(best[MEASURE])
    assert bool(page.below) == (code != "C2910")
    assert (page.related is None) == (code != "C2910")
    assert column(page.categories, "label")
