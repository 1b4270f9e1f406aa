"""Correspondences of industries, and the conversion of tables: exact, estimated, refused."""

from itertools import product
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.foundation.correspondences import (
    WEIGHTS,
    convert_industries,
    correspondence,
    correspondence_from_csv,
)
from hanse.foundation.problems import HanseError
from hanse.foundation.sectors import classification

OBSERVATIONS = pl.Schema(
    {
        "region": pl.String,
        "industry": pl.String,
        "year": pl.Int32,
        "measure": pl.String,
        "value": pl.Float64,
        "flag": pl.String,
    }
)
PAIRS = [
    ("nace_rev2", "nace_rev2_1", set()),
    ("nace_rev2_1", "nace_rev2", {"G4689"}),
    ("naics_2012", "naics_2017", set()),
    ("naics_2017", "naics_2012", set()),
    ("naics_2017", "naics_2022", set()),
    ("naics_2022", "naics_2017", set()),
]


def targets(table: pl.DataFrame, source: str) -> dict[str, float]:
    rows = table.filter(pl.col("source") == source)
    return dict(zip(rows["target"], rows["weight"], strict=True))


@pytest.mark.parametrize(("source", "target", "uncovered"), PAIRS)
def test_every_code_has_targets_that_exist(source: str, target: str, uncovered: set[str]) -> None:
    table = correspondence(source, target)
    assert table.schema == WEIGHTS
    assert set(classification(source).leaves()) - set(table["source"]) == uncovered
    assert set(table["source"]) <= set(classification(source).leaves())
    assert set(table["target"]) <= set(classification(target).leaves())
    assert not table.select("source", "target").is_duplicated().any()
    sums = table.group_by("source").agg(pl.col("weight").sum())
    assert (sums["weight"] - 1).abs().max() < 1e-9  # type: ignore[operator]  # Polars: any literal


def test_known_classes() -> None:
    there = correspondence("nace_rev2", "nace_rev2_1")
    assert targets(there, "A0111") == {"A0111": 1.0}
    assert targets(there, "J6202") == {"K6220": 1.0}
    assert targets(there, "A0164") == {"A0163": 1.0}
    assert targets(there, "A0119") == {"A0113": 0.5, "A0119": 0.5}
    assert len(targets(there, "G4791")) == 32
    one = there.filter(pl.col("weight") == 1).height
    assert (there.height, one, there["source"].n_unique() - one) == (968, 456, 159)
    back = correspondence("nace_rev2_1", "nace_rev2")
    assert targets(back, "A0163") == {"A0163": 0.5, "A0164": 0.5}
    pairs = set(there.select("source", "target").iter_rows())
    assert pairs == {(new, old) for old, new in back.select("source", "target").iter_rows()}


def test_naics_mining_of_oil_and_gas_was_cut_anew() -> None:
    assert set(targets(correspondence("naics_2012", "naics_2017"), "211111")) == {
        "211120",
        "211130",
    }
    assert targets(correspondence("naics_2012", "naics_2017"), "111110") == {"111110": 1.0}


def test_a_coarser_level() -> None:
    divisions = correspondence("nace_rev2", "nace_rev2_1", "division")
    assert targets(divisions, "C29") == {"C29": 1.0}
    assert set(divisions["source"]) == {
        code for code, item in classification("nace_rev2").items.items() if item.level == 2
    }
    sums = divisions.group_by("source").agg(pl.col("weight").sum())
    assert sums["weight"].round(9).unique().to_list() == [1.0]
    with pytest.raises(HanseError, match="no level sector"):
        correspondence("nace_rev2", "nace_rev2_1", "sector")
    with pytest.raises(HanseError, match="no correspondence from nace_rev2 to naics_2012"):
        correspondence("nace_rev2", "naics_2012")


# --- Conversion -------------------------------------------------------------------------------

SMALL = pl.DataFrame(
    {
        "source": ["A", "B", "C", "C", "D", "D"],
        "target": ["X", "X", "Y", "Z", "Y", "W"],
        "weight": [1.0, 1.0, 0.25, 0.75, 0.5, 0.5],
    }
)


def observed(rows: list[tuple[str, float | None, str]]) -> pl.DataFrame:
    table = [("R", industry, 2020, "jobs", value, flag) for industry, value, flag in rows]
    return pl.DataFrame(table, schema=OBSERVATIONS, orient="row")


def converted(rows: list[tuple[str, float | None, str]]) -> dict[str, tuple[float | None, str]]:
    table = convert_industries(observed(rows), SMALL)
    assert table.schema == OBSERVATIONS
    return {row[1]: row[4:] for row in table.iter_rows()}


def test_merges_are_exact_and_splits_estimated() -> None:
    assert converted([("A", 3, "p"), ("B", 4, "bp"), ("C", 8, ""), ("D", 2, "u")]) == {
        "X": (7, "bp"),
        "Y": (3, "eu"),
        "Z": (6, "e"),
        "W": (1, "eu"),
    }


def test_a_missing_part_leaves_the_whole_missing() -> None:
    assert converted([("A", 3, ""), ("B", None, "c"), ("C", None, "c"), ("D", 0, "")]) == {
        "X": (None, "c"),
        "Y": (None, "c"),
        "Z": (None, "c"),
        "W": (0, "e"),
    }
    assert converted([("A", 3, "")]) == {"X": (None, "")}


def test_what_has_no_target_is_refused() -> None:
    with pytest.raises(HanseError, match="2 industries have no target, such as Q, TOTAL") as caught:
        converted([("A", 3, ""), ("TOTAL", 3, ""), ("Q", 1, "")])
    assert "without totals" in caught.value.remedy
    rows = [("R", "G4689", 2020, "jobs", 1.0, "")]
    table = pl.DataFrame(rows, schema=OBSERVATIONS, orient="row")
    with pytest.raises(HanseError, match="G4689"):
        convert_industries(table, correspondence("nace_rev2_1", "nace_rev2"))


def test_an_empty_table_stays_empty() -> None:
    assert converted([]) == {}


def test_rev_2_there_keeps_every_total() -> None:
    leaves = classification("nace_rev2").leaves()
    rows: list[tuple[str, float | None, str]] = [
        (code, float(place % 97), "") for place, code in enumerate(leaves)
    ]
    total = float(sum(place % 97 for place in range(len(leaves))))
    table = convert_industries(observed(rows), correspondence("nace_rev2", "nace_rev2_1"))
    assert table["value"].null_count() == 0
    assert table["value"].sum() == pytest.approx(total, rel=1e-12)
    exact = table.filter(pl.col("flag") == "")
    assert {"C2120", "A0111"} <= set(exact["industry"])
    assert set(table["flag"]) == {"", "e"}


def naive(table: pl.DataFrame, weights: pl.DataFrame) -> dict[tuple[object, ...], object]:
    found: dict[tuple[object, ...], object] = {}
    values = {row[:4]: row[4:] for row in table.iter_rows()}
    links = list(weights.iter_rows())
    places = {(key[0], key[2], key[3]) for key in values}
    for (region, year, measure), target in product(places, set(weights["target"])):
        parts = [
            (values.get((region, source, year, measure)), weight)
            for source, other, weight in links
            if other == target
        ]
        present = [cell for cell, _ in parts if cell is not None]
        if not present:
            continue
        letters = {letter for _, flag in present for letter in flag}
        if len(present) < len(parts) or any(value is None for value, _ in present):
            total = None
        else:
            total = sum(cell[0] * weight for cell, weight in parts if cell is not None)
            letters |= {"e"} if any(weight < 1 for _, weight in parts) else set()
        found[region, target, year, measure] = (total, "".join(sorted(letters)))
    return found


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from("RS"),
            st.sampled_from("ABCD"),
            st.sampled_from([2019, 2020]),
            st.sampled_from(["jobs", "units"]),
        ),
        st.tuples(
            st.none() | st.integers(0, 50).map(float), st.sampled_from(["", "c", "p", "bp", "e"])
        ),
    )
)
def test_conversion_equals_the_naive_one(
    cells: dict[tuple[str, str, int, str], tuple[float | None, str]],
) -> None:
    rows = [(*key, *cell) for key, cell in cells.items()]
    table = pl.DataFrame(rows, schema=OBSERVATIONS, orient="row")
    fast = convert_industries(table, SMALL)
    assert {row[:4]: row[4:] for row in fast.iter_rows()} == naive(table, SMALL)
    assert fast.equals(convert_industries(table.reverse(), SMALL))


# --- The user's correspondence ----------------------------------------------------------------


def own(folder: Path, text: str) -> pl.DataFrame:
    path = folder / "own.csv"
    path.write_text(text, "utf-8")
    return correspondence_from_csv(path, classification("nace_rev2_1"), classification("nace_rev2"))


def test_a_users_correspondence(tmp_path: Path) -> None:
    table = own(tmp_path, "source,target,weight\n46.89,4690,0.333333\n46.89,46.76,0.666667\n")
    assert targets(table, "G4689") == pytest.approx({"G4690": 1 / 3, "G4676": 2 / 3}, abs=1e-6)
    assert table["weight"].sum() == pytest.approx(1, abs=1e-15)
    table = own(tmp_path, "source,target\n46.89,4690\n46.89,46.76\n01.11,01.11\n")
    assert table.schema == WEIGHTS
    assert targets(table, "G4689") == {"G4690": 0.5, "G4676": 0.5}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("source,weight\n", 1, "no column target"),
        ("source,target\n01.11,99.99\n", 2, r"99\.99 is not a code of NACE Rev\. 2"),
        ("source,target\n01.11,01.11\n0111,A0111\n", 3, "goes to A0111 twice"),
        ("source,target,weight\n01.11,01.11,2\n", 2, "weight 2 is not"),
        ("source,target,weight\n01.11,01.11,\n", 2, r"weight \(empty\) is not"),
        ("source,target,weight\n01.11,01.11,0.5\n01.12,01.12,1\n", 2, "A0111 add up to 0.5"),
    ],
)
def test_errors_of_a_users_correspondence(tmp_path: Path, text: str, line: int, what: str) -> None:
    with pytest.raises(HanseError, match=what) as caught:
        own(tmp_path, text)
    assert caught.value.where.endswith(f"own.csv, line {line}")


def test_an_empty_correspondence(tmp_path: Path) -> None:
    with pytest.raises(HanseError, match="no rows"):
        own(tmp_path, "source,target\n")
