"""The ready recipes load, name columns their data sets have, and cover years without overlap."""

from itertools import pairwise
from pathlib import Path

import pytest

from hanse.foundation.sectors import classification_from_csv, classification_names
from hanse.observatory.recipe import Recipe, load_recipe
from hanse.observatory.schemes.loader import load_scheme
from hanse.observatory.sources.dissemination.folder import pull_home
from hanse.observatory.sources.formats import read

HOME = Path(__file__).resolve().parents[2] / "recipes"
READY = sorted(path for path in HOME.glob("*.toml") if path.stem != "demo")

DIMENSIONS = {
    "sbs_r_nuts06_r2": {"freq", "nace_r2", "indic_sb", "geo", "time_period"},
    "sbs_r_nuts2021": {"freq", "nace_r2", "indic_sbs", "geo", "time_period"},
    "nama_10r_3empers": {"freq", "unit", "wstatus", "nace_r2", "geo", "time_period"},
    "lfst_r_lfe2en2": {"freq", "nace_r2", "age", "sex", "unit", "geo", "time_period"},
}
"""Dimensions of the data sets, as Eurostat's data browser lists them."""


@pytest.fixture(params=READY, ids=lambda path: path.stem)
def recipe(request: pytest.FixtureRequest) -> Recipe:
    return load_recipe(request.param)


def test_there_are_three_and_each_carries_its_file_name() -> None:
    assert [path.stem for path in READY] == ["accounts_nuts3", "lfs_nuts2", "sbs_nuts2"]
    assert [load_recipe(path).name for path in READY] == [path.stem for path in READY]


def test_columns_are_dimensions_of_the_data_set(recipe: Recipe) -> None:
    for source in recipe.sources:
        known = DIMENSIONS[source.dataset]
        named = {source.region, source.industry, source.year, source.measure}
        assert named <= known
        assert source.select.keys() <= known
        assert source.pull.select.keys() <= known | {"time"}
        # What is neither in the layout nor selected must hold one value only.
        assert known - named <= source.select.keys()
        assert source.pull.page_by in {"", *known}


def test_what_is_pulled_is_what_is_read(recipe: Recipe) -> None:
    for source in recipe.sources:
        wanted = source.pull.select
        assert set(wanted[source.measure]) == source.measures.keys()
        for name, codes in source.select.items():
            assert wanted[name] == codes
        assert source.years
        if "time" in wanted:
            first, last = source.years
            assert wanted["time"] == [str(year) for year in range(first, last + 1)]


def test_years_follow_each_other_without_overlap(recipe: Recipe) -> None:
    spans = sorted(source.years for source in recipe.sources if source.years)
    assert (spans[0][0], spans[-1][1]) == recipe.years
    assert all(earlier[1] + 1 == later[0] for earlier, later in pairwise(spans))


def test_parts_of_one_data_set_lie_in_folders_of_their_own(recipe: Recipe) -> None:
    homes = [pull_home(Path(), source.dataset, source.pull.select) for source in recipe.sources]
    assert len(set(homes)) == len(homes)


def test_units_are_persons_and_euro(recipe: Recipe) -> None:
    for source in recipe.sources:
        for code, rule in source.measures.items():
            thousands = source.dataset in ("nama_10r_3empers", "lfst_r_lfe2en2")
            millions = rule.measure == "wages_eur"
            assert rule.multiply_by == (1e3 if thousands else 1e6 if millions else 1), code


def test_licence_and_attribution_are_eurostats(recipe: Recipe) -> None:
    for source in recipe.sources:
        assert (source.licence, source.attribution) == ("CC BY 4.0", "Source: Eurostat")
        assert source.url.endswith(source.dataset)
        assert source.layout().nuts == source.nuts


def test_lists_of_industries_hold_what_is_pulled(recipe: Recipe) -> None:
    if recipe.classification in classification_names():
        assert recipe.classification == "nace_rev2"
        return
    tree = classification_from_csv(HOME / recipe.classification)
    for source in recipe.sources:
        assert source.pull.select["nace_r2"] == list(tree.leaves())


def test_lists_of_sectors_place_every_industry_once(recipe: Recipe) -> None:
    own = [name for name in recipe.schemes if name.endswith(".toml")]
    assert bool(own) == (recipe.classification not in classification_names())
    for name in own:
        loaded = load_scheme(HOME / name)
        assert loaded.complete and not loaded.overlapping
        assert loaded.classification == Path(recipe.classification).stem
        assert set(loaded.members["industry"]) == set(recipe.sources[0].pull.select["nace_r2"])


def test_each_layout_reads_a_page_of_its_data_set(recipe: Recipe, tmp_path: Path) -> None:
    for source in recipe.sources:
        columns = sorted(DIMENSIONS[source.dataset] - {"time_period"})
        assert source.years
        given = {name: codes[0] for name, codes in source.pull.select.items()}
        industry = given.get("nace_r2", "C10")
        region = "AT111" if recipe.level == 3 else "AT11"
        lines = ["DATAFLOW,LAST UPDATE," + ",".join(columns) + ",TIME_PERIOD,OBS_VALUE,OBS_FLAG"]
        for code in source.measures:
            row = given | {source.measure: code, "geo": region, "nace_r2": industry}
            cell = ",".join(row[name] for name in columns)
            lines.append(f"ESTAT:X(1.0),01/10/26 11:00:00,{cell},{source.years[0]},2.5,p")
        page = tmp_path / "page.csv"
        page.write_text("\n".join(lines) + "\n")
        reading = read(page, source.layout(), source.format)
        assert reading.report.rejections == []
        assert sorted(reading.table.rows()) == sorted(
            (region, industry, source.years[0], rule.measure, 2.5 * rule.multiply_by, "p")
            for rule in source.measures.values()
        )


def test_the_guide_names_every_recipe() -> None:
    guide = (HOME.parent / "docs" / "guide" / "real-data.md").read_text()
    assert all(f"`{path.stem}`" in guide for path in READY)
