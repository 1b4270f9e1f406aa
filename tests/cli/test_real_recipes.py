"""The ready recipes, from a service like Eurostat's to a finished edition, figure by figure."""

import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from hanse.observatory.recipe import ready_recipes
from hanse.observatory.sources.dissemination import pull as pulling
from hanse.observatory.sources.dissemination.transfer import Patience
from hanse.observatory.warehouse import Edition, Shelf
from tests.cli.statistics_office import StatisticsOffice, Table
from tests.cli.test_commands import Run, hanse, well

OLD, NEW = "SBS_R_NUTS06_R2", "SBS_R_NUTS2021"
MEASURES = {
    OLD: {"employment": "V16110", "units": "V11210", "wages": "V13320"},
    NEW: {"employment": "EMP_LOC_NR", "units": "LOC_NR", "wages": "WAGE_LOC_MEUR"},
}
BEYOND = ("EU27_2020", "EU28", "US", "BA")
REGIONS = {
    2013: ("AT", "AT1", "AT11", "AT12", "AT13", "ATZZ", "FR", "FR10", "FR24", "HR", "HR03", "HR04"),
    2016: ("AT", "AT1", "AT11", "AT12", "AT13", "ATZZ", "FR", "FR10", "FRB0", "HR", "HR03", "HR04"),
    2021: ("AT", "AT11", "AT12", "AT13", "ATZZ", "FR10", "FRB0", "HR02", "HR03", "HR05", "HR06"),
}
"""Regions that the tables hold, as in each vintage; ATZZ is extra-regio."""


INDUSTRIES = (
    *("C", "C10", "C20", "C21", "C26", "C29", "G", "G46", "G461", "G47", "H", "H50", "H51"),
    *("M", "M69", "M70", "M71", "M73", "M74", "N", "N78", "N80", "B-N_S95_X_K"),
)
"""Sections, divisions, one group, and the total of the business economy."""


def vintage_of(year: int) -> int:
    """The vintage in which Eurostat has the structural statistics of a year, as the recipe says."""
    return 2013 if year <= 2015 else 2016 if year <= 2018 else 2021


def persons(region: str, industry: str, year: int) -> int:
    """A figure like any other: it grows by one person a year, and tells places apart."""
    return 100 * (1 + sum(map(ord, region + industry)) % 37) + (year - 2010)


def structural_statistics() -> dict[str, Table]:
    """Two data sets, each with the order of its dimensions, in the vintages of their years."""
    old = Table(("freq", "nace_r2", "indic_sb", "geo"))
    new = Table(("freq", "indic_sbs", "nace_r2", "geo"))

    def put(region: str, industry: str, year: int, what: str, **figure: str) -> None:
        if year <= 2020:
            old.put("A", industry, MEASURES[OLD][what], region, str(year), **figure)
        else:
            new.put("A", MEASURES[NEW][what], industry, region, str(year), **figure)

    for year in range(2012, 2025):
        for region in (*REGIONS[vintage_of(year)], *BEYOND):
            for industry in INDUSTRIES:
                count = persons(region, industry, year)
                put(region, industry, year, "employment", value=str(count))
                if region in BEYOND:
                    continue
                put(region, industry, year, "units", value=str(count // 10))
                put(region, industry, year, "wages", value=f"{count * 0.03:.2f}")
    put("AT13", "C21", 2021, "employment", value="5000", flag="b")
    put("AT13", "C26", 2021, "employment", value="7000", flag="p")
    put("AT13", "C21", 2021, "wages", value="312.5", flag="p")
    put("AT11", "C21", 2021, "employment", secret="C")
    put("AT12", "C21", 2021, "employment", flag="c")
    put("FR24", "C10", 2014, "employment", value="777")
    put("HR04", "C10", 2014, "employment", value="1000")
    put("HR04", "C10", 2018, "employment", value="2000")
    put("XX9", "C10", 2018, "employment", value="1")
    put("EU27_2020", "B-N_S95_X_K", 2022, "employment", value="1")
    return {OLD: old, NEW: new}


@dataclass(frozen=True)
class Build:
    """A build that has ended well: its home, what it printed, and its edition."""

    home: Path
    office: StatisticsOffice
    out: str
    edition: Edition

    def table(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self.edition.parquet(name))

    def value(self, region: str, industry: str, year: int, measure: str) -> tuple[object, object]:
        rows = self.table("observations").filter(
            pl.col("region") == region,
            pl.col("industry") == industry,
            pl.col("year") == year,
            pl.col("measure") == measure,
        )
        assert rows.height == 1
        return rows["value"][0], rows["flag"][0]


def build_from(office: StatisticsOffice, home: Path, recipe: str) -> Build:
    run = hanse(home, "observatory", "build", recipe, "--pull", "--root", office.root)
    out = well(run)
    return Build(home, office, out, Shelf(home / "editions").current())


@pytest.fixture(scope="module")
def sbs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    # The whole of the old data set is refused as too large, as at Eurostat.
    with StatisticsOffice.publishing(structural_statistics(), most_cells=1500) as office:
        yield build_from(office, tmp_path_factory.mktemp("sbs"), "sbs_nuts2")


def test_figures_arrive_in_persons_and_euro_with_their_flags(sbs: Build) -> None:
    assert sbs.value("AT13", "C21", 2021, "employment_persons") == (5000.0, "b")
    assert sbs.value("AT13", "C21", 2021, "wages_eur") == (312_500_000.0, "p")
    plain = persons("AT13", "G47", 2013)
    assert sbs.value("AT13", "G47", 2013, "employment_persons") == (float(plain), "")
    assert sbs.value("AT13", "G47", 2013, "establishments_count") == (float(plain // 10), "")
    for region in ("AT11", "AT12"):
        assert sbs.value(region, "C21", 2021, "employment_persons") == (None, "c")


def test_years_are_those_of_the_recipe_and_each_comes_once(sbs: Build) -> None:
    observations = sbs.table("observations")
    assert sorted(observations["year"].unique()) == list(range(2013, 2024))
    assert sbs.edition.manifest["superseded_cells"] == 0
    levels = observations["region"].cast(pl.String).str.len_chars().unique().to_list()
    assert levels == [4]


def test_older_vintages_are_brought_to_the_recipes(sbs: Build) -> None:
    observations = sbs.table("observations")
    assert set(observations["region"].cast(pl.String)) == {
        code for code in REGIONS[2021] if len(code) == 4 and code != "ATZZ"
    }
    assert sbs.value("FRB0", "C10", 2014, "employment_persons") == (777.0, "")
    # HR04 became three regions: their estimates add up to what it had, and are flagged.
    for year, whole in ((2014, 1000.0), (2018, 2000.0)):
        parts = [
            sbs.value(region, "C10", year, "employment_persons")
            for region in ("HR02", "HR05", "HR06")
        ]
        assert sum(float(str(value)) for value, _ in parts) == pytest.approx(whole)
        assert {flag for _, flag in parts} == {"e"}
    unchanged = float(persons("HR03", "C10", 2018))
    assert sbs.value("HR03", "C10", 2018, "employment_persons") == (unchanged, "")
    conversions = " ".join(sbs.edition.manifest["conversions"])
    assert "converted from NUTS 2013 to NUTS 2021" in conversions
    assert "converted from NUTS 2016 to NUTS 2021" in conversions


def test_extra_regio_is_kept_apart(sbs: Build) -> None:
    apart = sbs.table("extra_regio")
    assert set(apart["region"].cast(pl.String)) == {"ATZZ"}
    assert sorted(apart["year"].unique()) == list(range(2013, 2024))


def test_sums_to_categories_are_those_of_the_figures(sbs: Build) -> None:
    clusters = sbs.table("clusters").filter(
        pl.col("scheme") == "technology_2digit", pl.col("region") == "AT13", pl.col("year") == 2021
    )
    sums = dict(clusters.select("category", "employment_persons").iter_rows())
    assert sums["high_technology"] == 12_000
    market = ("H50", "H51", "M69", "M70", "M71", "M73", "M74", "N78", "N80")
    assert sums["market_kis"] == pytest.approx(sum(persons("AT13", code, 2021) for code in market))


def test_the_report_accounts_for_every_figure(sbs: Build) -> None:
    reading = sbs.edition.manifest["reading"]
    for report in reading:
        counts = (report[name] for name in ("accepted", "repaired", "rejected", "left_out"))
        assert report["read"] == sum(counts)
    assert sum(report["rejected"] for report in reading) == 1
    assert {reason for report in reading for reason in report["reasons"]} == {"unknown region code"}
    notes = {note for report in reading for note in report["notes"]}
    assert any("an aggregate, not a region: EU27_2020, EU28" in note for note in notes)
    assert any("a country without regions in NUTS 2021: BA, US" in note for note in notes)
    assert "1 rejected" in sbs.out
    assert "1: unknown region code" in sbs.out
    assert f"{len(INDUSTRIES)} files" in sbs.out


def test_stars_do_without_what_no_source_has(sbs: Build) -> None:
    assert sbs.edition.manifest["rating"]["not_judged"] == ["Productivity"]
    assert "Stars do without Productivity" in sbs.out
    clusters = sbs.table("clusters")
    assert "productivity_eur" not in clusters.columns
    assert "star_productivity" not in clusters.columns
    assert clusters["stars"].max() == 3


def test_a_page_with_nothing_for_the_edition_does_not_stop_the_build(tmp_path: Path) -> None:
    tables = structural_statistics()
    # Education is published for aggregates alone: its page holds nothing for the regions.
    for year in ("2021", "2022"):
        for what in MEASURES[NEW].values():
            tables[NEW].put("A", what, "P85", "EU27_2020", year, value="5")
    with StatisticsOffice.publishing(tables) as office:
        build = build_from(office, tmp_path, "sbs_nuts2")
    empty = [
        report
        for report in build.edition.manifest["reading"]
        if "The file has nothing of what the layout asks for." in report["notes"]
    ]
    assert [(report["read"], report["left_out"]) for report in empty] == [(6, 6)]


def test_a_second_run_fetches_no_figures_and_finds_its_edition(sbs: Build) -> None:
    before = len(sbs.office.asked("/data/"))
    assert before > 90
    again = build_from(sbs.office, sbs.home, "sbs_nuts2")
    assert len(sbs.office.asked("/data/")) == before
    assert again.edition.id == sbs.edition.id
    assert "was built before" in again.out
    assert again.out.count("was here already") == 4


def test_the_edition_can_be_shown(sbs: Build) -> None:
    words = ("--scheme", "technology_2digit", "--year", "2021")
    shown = well(hanse(sbs.home, "observatory", "show", "region", "AT13", *words))
    assert "High-technology manufacturing" in shown
    assert "12,000" in shown
    assert "Source: Eurostat" in shown
    top = well(hanse(sbs.home, "observatory", "show", "top", "--country", "HR"))
    assert "Top clusters, 2023" in top
    assert "every table is as it was published" in well(hanse(sbs.home, "observatory", "verify"))


def test_where_two_data_sets_have_a_cell_the_newer_wins(tmp_path: Path) -> None:
    recipes = tmp_path / "recipes"
    shutil.copytree(ready_recipes()["sbs_nuts2"].parent, recipes)
    path = recipes / "sbs_nuts2.toml"
    text = path.read_text(encoding="utf-8")
    for before, after in (
        ("years = [2021, 2023]", "years = [2020, 2023]"),
        ('time = ["2021", "2022", "2023"]', 'time = ["2020", "2021", "2022", "2023"]'),
    ):
        assert text.count(before) == 1
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")
    tables = structural_statistics()
    tables[NEW].put("A", "EMP_LOC_NR", "C10", "AT11", "2020", value="4321", flag="r")
    tables[NEW].put("A", "EMP_LOC_NR", "C10", "AT12", "2020")
    with StatisticsOffice.publishing(tables) as office:
        build = build_from(office, tmp_path, str(path))
    assert build.value("AT11", "C10", 2020, "employment_persons") == (4321.0, "r")
    # Where the newer one is silent, the older one speaks.
    older = float(persons("AT12", "C10", 2020))
    assert build.value("AT12", "C10", 2020, "employment_persons") == (older, "")
    assert build.edition.manifest["superseded_cells"] == 2


# -- regional accounts and labour force survey ------------------------------------------------

SIX = ("A", "B-E", "F", "G-J", "K-N", "O-U")
TEN = ("A", "B-E", "F", "G-I", "J", "K", "L", "M_N", "O-Q", "R-U")


def regional_accounts() -> dict[str, Table]:
    table = Table(("freq", "unit", "wstatus", "nace_r2", "geo"))
    regions = ("AT", "AT1", "AT11", "AT111", "AT112", "AT130", "ATZZZ", "SI", "SI031", "SI041")
    for region in (*regions, "EU27_2020", "EA20", "UK", "UKC11"):
        for place, industry in enumerate(("TOTAL", "C", *SIX)):
            for year in range(1995, 2025):
                for status in ("EMP", "SAL"):
                    size = f"{len(region) + place + (year - 1995) / 100:.2f}"
                    flag = "p" if year == 2024 else ""
                    key = ("A", "THS", status, industry, region, str(year))
                    table.put(*key, value=size, flag=flag)
    table.put("A", "THS", "EMP", "B-E", "AT130", "2020", value="57.31", flag="b")
    table.put("A", "THS", "EMP", "A", "AT130", "2020", secret="C")
    return {"NAMA_10R_3EMPERS": table}


def labour_force() -> dict[str, Table]:
    table = Table(("freq", "nace_r2", "age", "sex", "unit", "geo"))
    for region in ("AT", "AT1", "AT11", "AT12", "AT13", "PT", "PT11", "PT1A", "EU27_2020", "EFTA"):
        for place, industry in enumerate(("TOTAL", *TEN, "NRP")):
            for year in range(1999, 2026):
                for age, sex in (("Y_GE15", "T"), ("Y_GE15", "F"), ("Y15-64", "T")):
                    size = f"{10 * len(region) + place + (year - 1999) / 10:.1f}"
                    key = ("A", industry, age, sex, "THS_PER", region, str(year))
                    table.put(*key, value=size, flag="b" if year == 2021 else "")
    table.put("A", "K", "Y_GE15", "T", "THS_PER", "AT11", "2020", flag="u")
    table.put("A", "L", "Y_GE15", "T", "THS_PER", "AT11", "2020", value="1.2", flag="bu")
    # A code of an older vintage among the newer ones.
    table.put("A", "A", "Y_GE15", "T", "THS_PER", "PT17", "2010", value="9.9")
    return {"LFST_R_LFE2EN2": table}


def test_regional_accounts_make_an_edition(tmp_path: Path) -> None:
    # Too large a request is divided by industry, then by year.
    with StatisticsOffice.publishing(regional_accounts(), most_cells=1000) as office:
        build = build_from(office, tmp_path, "accounts_nuts3")
    assert build.value("AT130", "B-E", 2020, "employment_persons") == (57_310.0, "b")
    assert build.value("AT130", "A", 2020, "employment_persons") == (None, "c")
    assert build.value("SI041", "O-U", 2000, "employment_persons") == (12_050.0, "")
    assert sorted(build.table("observations")["industry"].cast(pl.String).unique()) == sorted(SIX)
    assert set(build.table("extra_regio")["region"].cast(pl.String)) == {"ATZZZ"}
    sums = build.table("clusters").filter(
        pl.col("region") == "AT130", pl.col("year") == 2020, pl.col("category") == "industry"
    )
    assert sums["employment_persons"].to_list() == [57_310.0]
    reading = build.edition.manifest["reading"]
    # UKC11 was a region until 2021, and the recipe's vintage is 2024.
    assert {reason for report in reading for reason in report["reasons"]} == {
        "region code of another vintage"
    }
    assert any("EA20, EU27_2020" in note for report in reading for note in report["notes"])
    assert any("NUTS 2024: UK" in note for report in reading for note in report["notes"])
    shown = well(hanse(tmp_path, "observatory", "show", "region", "AT130", "--year", "2020"))
    assert "57,310" in shown


def test_labour_force_survey_makes_an_edition(tmp_path: Path) -> None:
    with StatisticsOffice.publishing(labour_force()) as office:
        build = build_from(office, tmp_path, "lfs_nuts2")
        assert len(office.asked("/data/")) == 1
    assert build.value("AT13", "B-E", 2021, "employment_persons") == (44_200.0, "b")
    assert build.value("AT11", "K", 2020, "employment_persons") == (None, "u")
    assert build.value("AT11", "L", 2020, "employment_persons") == (1_200.0, "bu")
    observations = build.table("observations")
    assert sorted(observations["year"].unique()) == list(range(2008, 2026))
    assert set(observations["region"].cast(pl.String)) == {"AT11", "AT12", "AT13", "PT11", "PT1A"}
    (report,) = build.edition.manifest["reading"]
    assert report["reasons"] == {"region code of another vintage": 1}
    assert "PT17 belongs to NUTS" in report["rejections"][0]["reason"]


# -- when the service is not there --------------------------------------------------------------


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def refused(home: Path, root: str) -> Run:
    run = hanse(home, "observatory", "build", "lfs_nuts2", "--pull", "--root", root)
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    return run


def test_a_service_that_cannot_be_reached_is_said_plainly(
    tmp_path: Path, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(pulling, "Patience", lambda: Patience(sleep=waits.append))
    run = refused(tmp_path, f"http://127.0.0.1:{closed_port}")
    assert "lfst_r_lfe2en2 could not be fetched: no connection to the server" in run.stderr
    assert "goes on where this one stopped" in run.stderr
    assert f"where: http://127.0.0.1:{closed_port}" in run.stderr.lower()
    assert len(waits) == 5
    assert run.stdout.count("no connection to the server; trying again in") == 5
    assert not (tmp_path / "editions").exists()


def test_an_address_that_is_not_secure_is_refused(tmp_path: Path) -> None:
    run = refused(tmp_path, "http://example.org/eurostat")
    assert "https only" in run.stderr
