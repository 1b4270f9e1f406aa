"""What an edition promises of small data of one's own: nothing hidden, nothing mistaken."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from hanse.foundation.problems import HanseError
from hanse.observatory.edition import clusters
from hanse.observatory.edition.build import build
from hanse.observatory.questions import naming
from hanse.observatory.recipe import Recipe, load_recipe, ready_recipes, recipe_from
from hanse.observatory.warehouse import Edition, Shelf

TREE = "code,label,parent\nA,A,\nA1,a,A\nA2,b,A\nB,B,\nB1,c,B\nB2,d,B\n"
FIELDS = "industry,category,weight\nA,x,1\nB1,x,1\nB2,y,1\n"
PLAIN = ("R,A,2020,100,,e", "R,B,2020,10,,e")


def edition_of(folder: Path, *rows: str, **changes: object) -> Edition:
    """An edition of `rows` (region, industry, year, value, flag, measure) over two divisions."""
    for name, text in (("tree.csv", TREE), ("fields.csv", FIELDS)):
        if not (folder / name).exists():
            (folder / name).write_text(text, encoding="utf-8")
    (folder / "data.csv").write_text("r,i,y,v,f,m\n" + "\n".join(rows) + "\n", encoding="utf-8")
    source = {
        "path": "data.csv",
        "format": "long_csv",
        "region": "r",
        "industry": "i",
        "year": "y",
        "value": "v",
        "flag": "f",
        "measure": "m",
        "confidentiality": "",
        "measures": {
            "e": {"measure": "employment_persons"},
            "n": {"measure": "establishments_count"},
        },
        "licence": "ours",
        "attribution": "ours",
    }
    content = {
        "name": "small",
        "title": "Small",
        "years": [2015, 2022],
        "classification": "tree.csv",
        "schemes": ["fields.csv"],
        "sources": [source],
        **changes,
    }
    return build(
        recipe_from(content, where="test"),
        folder=folder,
        pulled=folder,
        shelf=Shelf(folder / "shelf"),
        today=date(2026, 1, 2),
    ).edition


def test_asking_for_few_indicators_still_gives_stars_and_relatedness(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, *PLAIN, indicators=["share"])
    columns = set(pl.read_parquet(edition.parquet("clusters")).columns)
    assert {"share", "stars", "location_quotient", "relatedness_density"} <= columns
    assert "employment_growth_cagr" not in columns


def test_an_unknown_indicator_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(HanseError, match="no indicator charm"):
        edition_of(tmp_path, "no figures", indicators=["charm"])


def test_a_criterion_without_data_is_left_out_and_said_to_be(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, *PLAIN, rating="cluster_panorama")
    rating = edition.manifest["rating"]
    assert rating["criteria"] == ["Specialisation", "Size", "Dynamism"]
    assert rating["not_judged"] == ["Productivity"]
    assert pl.read_parquet(edition.parquet("clusters"))["stars"].null_count() == 0


def test_a_rule_whose_floors_the_data_cannot_tell_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HanseError, match="cannot be used with these sources") as caught:
        edition_of(tmp_path, *PLAIN, rating="us_cluster_mapping")
    assert "establishments_count" in caught.value.why


@pytest.mark.parametrize("name", sorted(ready_recipes()))
def test_the_rule_of_each_ready_recipe_fits_its_measures(name: str) -> None:
    recipe: Recipe = load_recipe(ready_recipes()[name])
    measures = {rule.measure for source in recipe.sources for rule in source.measures.values()}
    assert clusters.rule_for(recipe, measures).criteria


def test_one_scheme_is_not_counted_twice(tmp_path: Path) -> None:
    with pytest.raises(HanseError, match="Two schemes are called fields"):
        edition_of(tmp_path, *PLAIN, schemes=["fields.csv", "fields.csv"])


def test_a_code_outside_the_users_classification_is_rejected_with_its_line(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, *PLAIN, "R,Bx,2020,7,,e")
    (report,) = edition.manifest["reading"]
    assert (report["accepted"], report["rejected"]) == (2, 1)
    assert [(issue["line"], issue["text"]) for issue in report["rejections"]] == [(4, "Bx")]


def test_a_year_of_empty_cells_is_no_year_of_the_edition(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, *PLAIN, "R,A,2021,,,e")
    assert naming.years(edition) == [2020]
    assert edition.manifest["years"] == [2020]


def test_the_year_shown_is_the_last_with_employment(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, *PLAIN, "R,A,2021,5,,n")
    assert naming.the_year(edition, None) == 2020
    assert naming.the_year(edition, 2021) == 2021


def test_a_region_whose_figures_are_all_withheld_is_listed_as_withheld(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, *PLAIN, "S,A,2020,,c,e", "T,A,2020,,,e")
    table = pl.read_parquet(edition.parquet("clusters")).filter(category="x")
    found = dict(table.select("region", "employment_persons_status").iter_rows())
    assert found == {"R": "estimated", "S": "withheld"}
    assert table.filter(region="S")["stars_reason"].to_list() == ["withheld"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tree.csv", TREE.replace("A,A,", "A,Another,")),
        (
            "fields.csv",
            "industry,category,weight,kind\nA,x,1,traded\nB1,x,1,traded\nB2,y,1,local\n",
        ),
        ("places.csv", "code,name\nR,Renamed\n"),
    ],
)
def test_an_edition_of_changed_lists_is_another_edition(
    tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / "places.csv").write_text("code,name\nR,First\n", encoding="utf-8")
    first = edition_of(tmp_path, *PLAIN, regions="places.csv")
    assert edition_of(tmp_path, *PLAIN, regions="places.csv") == first
    (tmp_path / name).write_text(text, encoding="utf-8")
    second = edition_of(tmp_path, *PLAIN, regions="places.csv")
    assert second.id != first.id
    assert second.verify() == []


def test_sources_of_equal_priority_that_agree_keep_the_flag_of_the_first(tmp_path: Path) -> None:
    edition_of(tmp_path, *PLAIN)
    source = {
        "format": "long_csv",
        "region": "r",
        "industry": "i",
        "year": "y",
        "value": "v",
        "flag": "f",
        "confidentiality": "",
        "measures": {"": {"measure": "employment_persons"}},
        "licence": "ours",
        "attribution": "ours",
    }
    cells = [f"R{number},A,2020,100" for number in range(300)]
    for name, flag in (("first.csv", "e"), ("second.csv", "")):
        rows = "\n".join(f"{cell},{flag}" for cell in cells)
        (tmp_path / name).write_text(f"r,i,y,v,f\n{rows}\n", encoding="utf-8")
    edition = edition_of(
        tmp_path, sources=[{**source, "path": name} for name in ("first.csv", "second.csv")]
    )
    flags = pl.read_parquet(edition.parquet("observations"))["flag"]
    assert set(flags.cast(pl.String)) == {"e"}
