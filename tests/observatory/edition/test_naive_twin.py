"""An edition agrees with its naive twin, cell by cell, under each rating rule."""

import math
import random
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from hanse.observatory.edition.build import build
from hanse.observatory.recipe import recipe_from
from hanse.observatory.warehouse import Edition, Shelf
from tests.observatory.edition.naive_twin import (
    EMPLOYMENT,
    GROWTH_YEARS,
    MEASURES,
    PARENT,
    SCHEMES,
    YEARS,
    Row,
    Statistics,
    Twin,
    statistics,
)


def write_inputs(folder: Path, cells: Statistics, seed: int) -> None:
    lines = ["code,label,parent", *(f"{code},{code},{parent}" for code, parent in PARENT.items())]
    (folder / "tree.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name, categories in SCHEMES.items():
        rows = [
            f"{leaf},{category},{weight}"
            for category, (_, weights) in categories.items()
            for leaf, weight in weights.items()
        ]
        text = "industry,category,weight\n" + "\n".join(rows) + "\n"
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        described = "\n".join(
            f'[categories.{category}]\nlabel = "{category}"\nkind = "{kind}"'
            for category, (kind, _) in categories.items()
        )
        (folder / f"{name}.toml").write_text(
            f'title = "{name}"\nclassification = "tree.csv"\n'
            f"overlapping = {str(name == 'overlaps').lower()}\n"
            f'source = "ours"\nlicence = "ours"\ndecided_by = "us"\n{described}\n',
            encoding="utf-8",
        )
    data = [
        f"{region},{industry},{year},{'' if value is None else value},"
        f"{''.join(sorted(flags))},{measure}"
        for (measure, year, region, industry), (value, flags) in cells.items()
    ]
    random.Random(seed).shuffle(data)
    (folder / "data.csv").write_text("r,i,y,v,f,m\n" + "\n".join(data) + "\n", encoding="utf-8")


def built(folder: Path, rating: str, minimum: float, fill_from: str) -> Edition:
    recipe = recipe_from(
        {
            "name": "twin",
            "title": "Twin",
            "years": [YEARS[0], YEARS[-1]],
            "classification": "tree.csv",
            "schemes": ["parts.toml", "overlaps.toml"],
            "rating": rating,
            "growth_years": GROWTH_YEARS,
            "minimum_coverage": minimum,
            "fill_from": fill_from,
            "sources": [
                {
                    "path": "data.csv",
                    "format": "long_csv",
                    "region": "r",
                    "industry": "i",
                    "year": "y",
                    "value": "v",
                    "flag": "f",
                    "measure": "m",
                    "confidentiality": "",
                    "measures": {measure: {"measure": measure} for measure in MEASURES},
                    "licence": "ours",
                    "attribution": "ours",
                }
            ],
        },
        where="test",
    )
    return build(
        recipe, folder=folder, pulled=folder, shelf=Shelf(folder / "shelf"), today=date(2026, 1, 2)
    ).edition


def differences(row: Row, found: Mapping[str, object]) -> list[str]:
    faults = []
    for column, expected in row.items():
        value = found[column]
        if isinstance(expected, float) and isinstance(value, float):
            same = math.isclose(value, expected, rel_tol=1e-9, abs_tol=1e-9)
        else:
            same = value == expected and (value is None) == (expected is None)
        if not same:
            faults.append(f"{column}: {value}, by hand {expected}")
    return faults


@pytest.mark.parametrize(
    ("rating", "seed", "minimum", "lowest"),
    [
        ("european_cluster_observatory", 1, 1.0, 0),
        ("european_cluster_observatory", 2, 1.0, 1),
        ("european_cluster_observatory", 3, 0.6, 0),
        ("cluster_panorama", 4, 0.85, 1),
        ("cluster_panorama", 5, 1.0, 0),
        ("us_cluster_mapping", 6, 0.6, 1),
        ("us_cluster_mapping", 7, 1.0, 0),
    ],
)
def test_an_edition_agrees_with_its_naive_twin(
    tmp_path: Path, rating: str, seed: int, minimum: float, lowest: int
) -> None:
    cells = statistics(seed)
    write_inputs(tmp_path, cells, seed)
    edition = built(tmp_path, rating, minimum, "level 2" if lowest else "")
    clusters = pl.read_parquet(edition.parquet("clusters"))
    coverage = pl.read_parquet(edition.parquet("category_coverage"))
    seen: set[object] = set()
    for scheme in SCHEMES:
        twin = Twin(cells, scheme, rating, minimum, lowest)
        rows = clusters.filter(scheme=scheme)
        assert rows.height == len(twin.rows)
        for found in rows.iter_rows(named=True):
            place = found["category"], found["year"], found["region"]
            assert differences(twin.rows[place], found) == [], place
            seen |= {found[f"{EMPLOYMENT}_status"], found["stars"], found["stars_reason"]}
        shares = coverage.filter(scheme=scheme)
        assert shares.height == len(twin.coverage)
        for found in shares.iter_rows(named=True):
            expected = twin.coverage[found["measure"], found["year"], found["category"]]
            assert found["coverage"] == pytest.approx(expected), found
    # The data are worth comparing only while they hold what is hard to get right.
    assert {"observed", "estimated", "withheld", 0, 1, 2, None} <= seen
