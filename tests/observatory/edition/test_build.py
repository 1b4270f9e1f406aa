"""A recipe becomes an edition: whole, reproducible, and true to its sources."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from hanse.foundation.problems import HanseError
from hanse.foundation.sectors import classification
from hanse.observatory.catalogue import worst_status
from hanse.observatory.edition.build import STAGES, build
from hanse.observatory.questions import clusters, naming
from hanse.observatory.recipe import Recipe, recipe_from
from hanse.observatory.schemes.loader import scheme
from hanse.observatory.synthetic.as_source import synthetic_source
from hanse.observatory.warehouse import Edition, Shelf
from tests.shared_data import shared_file

TODAY = date(2026, 1, 2)
YEARS = (2018, 2020)

DEMO = {
    "name": "small",
    "title": "Small synthetic edition",
    "synthetic": True,
    "nuts": 2021,
    "years": YEARS,
    "schemes": ["traded_local", "emerging"],
    "rating": "european_cluster_observatory",
    "growth_years": 2,
    "fill_from": "division",
    "sources": [
        {
            "dataset": "hanse_synthetic_r2",
            "nuts": 2021,
            "classification": "nace_rev2",
            "measure": "indic_sbs",
            "measures": {
                "EMP_LOC_NR": {"measure": "employment_persons"},
                "LOC_NR": {"measure": "establishments_count"},
                "WAGE_LOC_KEUR": {"measure": "wages_eur", "multiply_by": 1000},
                "AV_LOC_KEUR": {"measure": "value_added_eur", "multiply_by": 1000},
            },
            "licence": "CC0-1.0",
            "attribution": "Source: Hanse, synthetic figures",
        }
    ],
}


@pytest.fixture(scope="module")
def pulled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    members = scheme("traded_local").leaf_members(classification("nace_rev2"))
    groups = {
        code: members.filter(pl.col("category") == code)["industry"].to_list()
        for code in ("automotive", "biopharmaceuticals", "footwear", "software_and_it")
    }
    synthetic_source(
        folder,
        seed=7,
        years=YEARS,
        groups=groups,
        made_with="test",
        today=TODAY,
        regions=["AT", "SK", "CZ", "HU"],
    )
    return folder


def built(recipe: Recipe, pulled: Path, home: Path, folder: Path | None = None) -> Edition:
    return build(
        recipe, folder=folder or home, pulled=pulled, shelf=Shelf(home), today=TODAY
    ).edition


@pytest.fixture(scope="module")
def edition(pulled: Path, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return built(recipe_from(DEMO, where="test"), pulled, tmp_path_factory.mktemp("shelf"))


def test_the_edition_is_complete_and_current(edition: Edition) -> None:
    assert Shelf(edition.folder.parent).current() == edition
    assert edition.verify() == []
    manifest = edition.manifest
    assert manifest["synthetic"] is True
    assert manifest["years"] == [2018, 2019, 2020]
    assert {report["rejected"] for report in manifest["reading"]} == {0}
    assert manifest["sources"][0]["licence"] == "CC0-1.0"
    assert all(page["sha256"] for page in manifest["sources"][0]["pages"])


def test_every_region_category_and_year_has_one_row(edition: Edition) -> None:
    clusters = pl.read_parquet(edition.parquet("clusters"))
    regions = pl.read_parquet(edition.parquet("regions")).height
    categories = pl.read_parquet(edition.parquet("categories")).height
    assert clusters.height == regions * categories * len(range(YEARS[0], YEARS[1] + 1))
    assert not clusters.select("scheme", "category", "region", "year").is_duplicated().any()


def test_sums_and_quotients_agree_with_a_plain_calculation(edition: Edition) -> None:
    industries = pl.read_parquet(edition.parquet("industries"))
    members = pl.read_parquet(edition.parquet("scheme_members"))
    clusters = pl.read_parquet(edition.parquet("clusters")).filter(scheme="emerging", year=2020)
    known = industries.filter(year=2020).drop_nulls("employment_persons")
    everything = float(known["employment_persons"].to_numpy().sum())
    of_region = dict(known.group_by("region").agg(pl.sum("employment_persons")).iter_rows())
    weighted = known.join(members.filter(scheme="emerging"), on="industry").with_columns(
        part=pl.col("employment_persons") * pl.col("weight")
    )
    grouped = weighted.group_by("region", "category").agg(pl.sum("part"))
    sums = {(region, category): part for region, category, part in grouped.iter_rows()}
    present = clusters.drop_nulls("employment_persons")
    assert present.height > 100
    of_category: dict[str, float] = {}
    for (_, category), part in sums.items():
        of_category[category] = of_category.get(category, 0.0) + part
    for row in present.iter_rows(named=True):
        expected = sums.get((row["region"], row["category"]), 0.0)
        assert row["employment_persons"] == pytest.approx(expected, rel=1e-9)
    for row in present.iter_rows(named=True):
        expected = (row["employment_persons"] / of_region[row["region"]]) / (
            of_category[row["category"]] / everything
        )
        assert row["location_quotient"] == pytest.approx(expected, rel=1e-9)


def test_planted_clusters_are_found(edition: Edition, pulled: Path) -> None:
    path = pulled / "hanse_synthetic_r2" / "hanse_synthetic_r2.json"
    planted = json.loads(path.read_text("utf-8"))["planted"]
    quotients = []
    for one in planted:
        category = naming.find_category(edition, one["group"], "traded_local")
        rows = clusters.cluster_years(edition, one["region"], category)
        row = rows.filter(year=one["promised_year"]).row(0, named=True)
        if row["location_quotient"] is not None:
            quotients.append(row["location_quotient"])
    assert len(quotients) >= 3
    assert min(quotients) > 2


def test_status_of_every_figure_is_said(edition: Edition) -> None:
    clusters = pl.read_parquet(edition.parquet("clusters"))
    states = set(clusters["employment_persons_status"])
    assert {"observed", "estimated"} <= states <= {"observed", "estimated", "withheld", "missing"}
    absent = clusters.filter(pl.col("employment_persons").is_null())
    assert set(absent["employment_persons_status"]) <= {"withheld", "missing"}
    assert absent["stars"].null_count() == absent.height


def test_growth_is_no_better_than_the_worse_of_its_two_years(edition: Edition) -> None:
    clusters = pl.read_parquet(edition.parquet("clusters"))
    states = {
        (row["scheme"], row["category"], row["region"], row["year"]): row[
            "employment_persons_status"
        ]
        for row in clusters.iter_rows(named=True)
    }
    for row in clusters.iter_rows(named=True):
        key = (row["scheme"], row["category"], row["region"])
        both = [states.get((*key, row["year"] - back), "missing") for back in (0, 2)]
        assert row["employment_growth_cagr_status"] == worst_status(both)
        if worst_status(both) in ("missing", "withheld"):
            assert row["employment_growth_cagr"] is None


def test_relatedness_density_stays_between_nought_and_one(edition: Edition) -> None:
    for table in ("clusters", "industries"):
        density = pl.read_parquet(edition.parquet(table))["relatedness_density"].drop_nulls()
        assert density.len() > 100
        assert density.is_between(0, 1).all()


def test_extra_regio_is_kept_apart(edition: Edition) -> None:
    assert not [code for code in edition.query("SELECT code FROM regions")["code"] if "ZZ" in code]


def test_the_same_recipe_again_is_found_on_the_shelf(edition: Edition, pulled: Path) -> None:
    again = build(
        recipe_from(DEMO, where="test"),
        folder=pulled,
        pulled=pulled,
        shelf=Shelf(edition.folder.parent),
        today=TODAY,
    )
    assert again.already_there
    assert again.edition == edition


def checksums(edition: Edition) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((edition.folder / "tables").iterdir())
    }


_ELSEWHERE = """
import sys
from datetime import date
from pathlib import Path
from hanse.observatory.catalogue import worst_status
from hanse.observatory.edition.build import build
from hanse.observatory.recipe import load_recipe
from hanse.observatory.warehouse import Shelf
recipe, pulled, home = map(Path, sys.argv[1:])
build(load_recipe(recipe), folder=home, pulled=pulled, shelf=Shelf(home), today=date(2026, 1, 2))
"""

_RECIPE = """
name = "small"
title = "Small synthetic edition"
synthetic = true
nuts = 2021
years = [2018, 2020]
schemes = ["traded_local", "emerging"]
rating = "european_cluster_observatory"
growth_years = 2
fill_from = "division"
[[sources]]
dataset = "hanse_synthetic_r2"
nuts = 2021
classification = "nace_rev2"
measure = "indic_sbs"
licence = "CC0-1.0"
attribution = "Source: Hanse, synthetic figures"
[sources.measures]
EMP_LOC_NR = { measure = "employment_persons" }
LOC_NR = { measure = "establishments_count" }
WAGE_LOC_KEUR = { measure = "wages_eur", multiply_by = 1000 }
AV_LOC_KEUR = { measure = "value_added_eur", multiply_by = 1000 }
"""


@pytest.mark.parametrize("threads", ["1", "4"])
def test_parquet_is_the_same_byte_for_byte_in_another_process(
    edition: Edition, pulled: Path, tmp_path: Path, threads: str
) -> None:
    recipe = tmp_path / "small.toml"
    recipe.write_text(_RECIPE, encoding="utf-8")
    home = tmp_path / "shelf"
    subprocess.run(
        [sys.executable, "-c", _ELSEWHERE, str(recipe), str(pulled), str(home)],
        check=True,
        env={**os.environ, "POLARS_MAX_THREADS": threads, "PYTHONHASHSEED": threads},
    )
    other = Shelf(home).current()
    assert other.id == edition.id
    assert checksums(other) == checksums(edition)


def test_progress_names_every_stage_in_order(pulled: Path, tmp_path: Path) -> None:
    stages: list[str] = []
    build(
        recipe_from({**DEMO, "schemes": ["emerging"], "years": (2019, 2020)}, where="test"),
        folder=tmp_path,
        pulled=pulled,
        shelf=Shelf(tmp_path),
        today=TODAY,
        progress=lambda stage, share: stages.append(stage),
    )
    assert tuple(dict.fromkeys(stages)) == STAGES


EXTRACT = """nace_r2;geo;n2015
C10;AT11;100
C10;AT12;300 d
C10;AT13; d
C29;AT11;900
C29;AT12;12:00 AM
C29;AT13;50
C29;DE41;
"""


def extract_recipe(path: Path, **changes: object) -> Recipe:
    source = {
        "path": str(path),
        "format": "sbs_extract",
        "nuts": 2013,
        "classification": "nace_rev2",
        "measures": {"": {"measure": "employment_persons"}},
        "licence": "CC BY 4.0",
        "attribution": "Source: Eurostat",
    }
    return recipe_from(
        {
            "name": "extract",
            "title": "Extract",
            "nuts": 2013,
            "years": [2015, 2015],
            "schemes": ["traded_local"],
            "rating": "european_cluster_observatory",
            "fill_from": "division",
            "sources": [source],
            **changes,
        },
        where="test",
    )


def test_a_dirty_extract_is_accounted_for_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "extract.csv").write_text(EXTRACT, encoding="utf-8")
    edition = built(extract_recipe(tmp_path / "extract.csv"), tmp_path, tmp_path / "shelf")
    (report,) = edition.manifest["reading"]
    assert (report["read"], report["accepted"], report["rejected"]) == (7, 5, 2)
    assert report["flagged_read"] == {"d": 2}
    assert [(issue["line"], issue["text"]) for issue in report["rejections"]] == [
        (6, "12:00 AM"),
        (8, "DE41"),
    ]
    automotive = naming.find_category(edition, "automotive")
    rows = clusters.category_regions(edition, automotive, year=2015)
    assert dict(rows.select("region", "employment_persons").iter_rows()) == {
        "AT11": 900.0,
        "AT13": 50.0,
        "AT12": None,
    }


def test_a_file_of_ones_own_is_accounted_for_at_every_level(tmp_path: Path) -> None:
    text = EXTRACT + "C29;AT;12:00 AM\nC29;AT1;950 d\n"
    (tmp_path / "extract.csv").write_text(text, encoding="utf-8")
    edition = built(extract_recipe(tmp_path / "extract.csv"), tmp_path, tmp_path / "shelf")
    (report,) = edition.manifest["reading"]
    assert report["reasons"]["spreadsheet damage"] == 2
    assert report["flagged_read"] == {"d": 3}
    assert edition.query("SELECT DISTINCT level FROM regions")["level"].to_list() == [2]


def test_the_real_extract_gives_an_edition_a_reader_recognises(tmp_path: Path) -> None:
    path = shared_file("eurostat/sbs_r_nuts06_r2_2015.csv")
    edition = built(extract_recipe(path), tmp_path, tmp_path / "shelf")
    (report,) = edition.manifest["reading"]
    assert report["read"] == 46859
    assert report["flagged_read"] == {"d": 386}
    assert report["reasons"]["spreadsheet damage"] == 30
    leaders = {}
    for code in ("automotive", "food_processing", "tourism"):
        category = naming.find_category(edition, code)
        rows = clusters.category_regions(edition, category, year=2015, limit=10)
        assert rows["stars"].min() is not None
        leaders[code] = set(rows["region"])
    assert {"DE11", "DE21", "PL22", "CZ02"} <= leaders["automotive"]
    assert {"FR51", "ES41"} <= leaders["food_processing"]
    assert {"ES70", "ES53", "AT33"} <= leaders["tourism"]


def two_sources(tmp_path: Path, priorities: tuple[int, int]) -> Recipe:
    header = "nace_r2;geo;n2015\n"
    (tmp_path / "a.csv").write_text(header + "C29;AT11;900\nC29;AT12;\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(
        header + "C29;AT11;800\nC29;AT12;700\nC29;AT13;5\n", encoding="utf-8"
    )
    base = extract_recipe(tmp_path / "a.csv").sources[0].model_dump()
    return extract_recipe(
        tmp_path,
        sources=[
            {**base, "path": str(tmp_path / name), "priority": priority}
            for name, priority in zip(("a.csv", "b.csv"), priorities, strict=True)
        ],
    )


def test_the_lower_priority_number_wins_and_an_empty_cell_gives_way(tmp_path: Path) -> None:
    edition = built(two_sources(tmp_path, (1, 2)), tmp_path, tmp_path / "shelf")
    found = dict(
        pl.read_parquet(edition.parquet("observations")).select("region", "value").iter_rows()
    )
    assert found == {"AT11": 900.0, "AT12": 700.0, "AT13": 5.0}
    assert edition.manifest["superseded_cells"] == 2


def test_sources_of_equal_priority_may_not_contradict_each_other(tmp_path: Path) -> None:
    with pytest.raises(HanseError, match="contradict each other in 1 cells"):
        built(two_sources(tmp_path, (1, 1)), tmp_path, tmp_path / "shelf")
    assert Shelf(tmp_path / "shelf").editions() == []


def test_regions_of_an_older_vintage_are_converted(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text(
        "nace_r2;geo;n2015\nC29;FR21;100\nC29;FR41;50\nC29;AT11;10\n", encoding="utf-8"
    )
    edition = built(extract_recipe(tmp_path / "e.csv", nuts=2021), tmp_path, tmp_path / "shelf")
    rows = pl.read_parquet(edition.parquet("observations"))
    assert dict(rows.select("region", "value").iter_rows()) == {
        "AT11": 10.0,
        "FRF2": 100.0,
        "FRF3": 50.0,
    }
    assert edition.manifest["conversions"]


def test_regions_and_industries_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "industries.csv").write_text(
        "code,label,parent\nmaking,Making,\nselling,Selling,\n", encoding="utf-8"
    )
    (tmp_path / "fields.csv").write_text(
        "industry,category,weight\nmaking,works,1\nselling,shops,1\n", encoding="utf-8"
    )
    (tmp_path / "places.csv").write_text("code,name\nN,North\nS,South\n", encoding="utf-8")
    (tmp_path / "data.csv").write_text(
        "place,branch,year,jobs\nN,making,2020,30\nN,selling,2020,10\nS,making,2020,10\n"
        "S,selling,2020,30\n",
        encoding="utf-8",
    )
    recipe = recipe_from(
        {
            "name": "own",
            "title": "Our own",
            "regions": "places.csv",
            "years": [2020, 2020],
            "classification": "industries.csv",
            "schemes": ["fields.csv"],
            "sources": [
                {
                    "path": "data.csv",
                    "format": "long_csv",
                    "region": "place",
                    "industry": "branch",
                    "year": "year",
                    "value": "jobs",
                    "flag": "",
                    "confidentiality": "",
                    "measures": {"": {"measure": "employment_persons"}},
                    "licence": "ours",
                    "attribution": "ours",
                }
            ],
        },
        where="test",
    )
    edition = built(recipe, tmp_path, tmp_path / "shelf", tmp_path)
    north = naming.find_region(edition, "north")
    rows = clusters.region_clusters(
        edition, north.code, scheme=naming.the_scheme(edition), year=2020
    )
    assert dict(rows.select("category", "location_quotient").iter_rows()) == {
        "works": pytest.approx(1.5),
        "shops": pytest.approx(0.5),
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"years": [1990, 1991]}, "no value for what the recipe asks"),
        ({"rating": "five_stars"}, "no rating rule five_stars"),
        ({"fill_from": "floor"}, "no level floor"),
        ({"schemes": ["nothing.csv"]}, "nothing.csv"),
    ],
)
def test_a_recipe_that_cannot_be_followed_says_why(
    changes: dict[str, object], message: str, tmp_path: Path
) -> None:
    (tmp_path / "extract.csv").write_text(EXTRACT, encoding="utf-8")
    with pytest.raises(HanseError, match=message):
        built(extract_recipe(tmp_path / "extract.csv", **changes), tmp_path, tmp_path / "shelf")
    assert not Shelf(tmp_path / "shelf").editions()
