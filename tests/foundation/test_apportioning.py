"""Kinds of change and weighted sums on small tables worked by hand."""

import polars as pl
import pytest

from hanse.foundation.apportioning import WEIGHTS, checked_shares, moved, summed, with_kinds
from hanse.foundation.problems import HanseError


def shares(*rows: tuple[str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["source", "target", "weight"], orient="row")


def cells(*rows: tuple[str, float | None, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [(region, "C10", 2015, "employment_persons", value, flag) for region, value, flag in rows],
        schema={
            "region": pl.String,
            "industry": pl.String,
            "year": pl.Int32,
            "measure": pl.String,
            "value": pl.Float64,
            "flag": pl.String,
        },
        orient="row",
    )


CHANGES = shares(
    ("A", "A", 1.0),
    ("B", "B2", 1.0),
    ("C1", "C", 1.0),
    ("C2", "C", 1.0),
    ("D", "D1", 0.25),
    ("D", "D2", 0.75),
    ("E", "E1", 0.5),
    ("E", "F1", 0.5),
    ("F", "F1", 1.0),
)


def test_kinds() -> None:
    table = with_kinds(CHANGES)
    assert table.schema == WEIGHTS
    kinds = {(source, target): kind for source, target, _, kind in table.iter_rows()}
    assert kinds == {
        ("A", "A"): "unchanged",
        ("B", "B2"): "recoded",
        ("C1", "C"): "merged",
        ("C2", "C"): "merged",
        ("D", "D1"): "split",
        ("D", "D2"): "split",
        ("E", "E1"): "redrawn",
        ("E", "F1"): "redrawn",
        ("F", "F1"): "redrawn",
    }


def test_regions_partly_in_one_list_are_not_exact() -> None:
    table = with_kinds(CHANGES, leaving=frozenset({"A"}), joining=frozenset({"B2", "C"}))
    kinds = dict(table.select("source", "kind").iter_rows())
    assert [kinds[code] for code in ("A", "B", "C1", "C2")] == ["redrawn"] * 4


def test_one_to_one_changes_keep_value_and_flag() -> None:
    table = cells(("A", 1.5, "p"), ("B", None, "c"), ("C1", 3.0, ""))
    assert moved(table, with_kinds(CHANGES)).equals(cells(("A", 1.5, "p"), ("B2", None, "c")))


def test_sums_by_hand() -> None:
    table = cells(
        ("C2", 2.0, "p"),
        ("C1", 1.0, "bu"),
        ("D", 8.0, "p"),
        ("E", 10.0, ""),
        ("F", 3.0, "e"),
    )
    result = summed(table, with_kinds(CHANGES)).sort("region")
    assert result.equals(
        cells(
            ("C", 3.0, "bpu"),
            ("D1", 2.0, "ep"),
            ("D2", 6.0, "ep"),
            ("E1", 5.0, "e"),
            ("F1", 8.0, "e"),
        )
    )


@pytest.mark.parametrize("gap", [[("C1", None, "c")], []], ids=["withheld", "absent"])
def test_a_partial_sum_never_passes_for_the_whole(gap: list[tuple[str, float | None, str]]) -> None:
    result = summed(cells(("C2", 2.0, "p"), *gap), with_kinds(CHANGES))
    assert result.equals(cells(("C", None, "cp" if gap else "p")))


def test_an_empty_estimate_is_not_flagged_as_estimated() -> None:
    assert summed(cells(("D", None, "c")), with_kinds(CHANGES))["flag"].to_list() == ["c", "c"]


def test_duplicates_are_refused() -> None:
    twice = cells(("C1", 1.0, ""), ("C1", 2.0, ""), ("C2", 3.0, ""))
    with pytest.raises(HanseError, match="occurs twice"):
        summed(twice, with_kinds(CHANGES))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (shares(("A", "A", 1.0)).drop("weight"), "need the columns"),
        (shares(("A", "A", 1.0)).cast({"weight": pl.String}), "need the columns"),
        (shares(("A", "A", 0.5), ("A", "A", 0.5)), "cannot be used"),
        (shares(("A", "A", 1.2), ("A", "B", -0.2)), "cannot be used"),
        (shares(("A", "A", float("nan"))), "cannot be used"),
        (shares(("A", "A", 0.4), ("A", "B", 0.5)), "add up to 1"),
        (pl.DataFrame({"source": ["A"], "target": [None], "weight": [1.0]}), "cannot be used"),
    ],
)
def test_bad_weights_are_refused(table: pl.DataFrame, words: str) -> None:
    with pytest.raises(HanseError, match=words):
        checked_shares(table)
