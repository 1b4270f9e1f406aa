"""Sums to categories: what is exact, what is estimated, what is withheld."""

from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest

from hanse.foundation.problems import HanseError
from hanse.observatory.imputation.descent import industry_tree
from hanse.observatory.imputation.grid import flag_bits, flag_texts, grid_of
from hanse.observatory.schemes.aggregate import aggregate, weight_matrix
from hanse.observatory.tables import OBSERVATIONS


@dataclass(frozen=True)
class Node:
    parent: str


TREE = industry_tree(
    {code: Node(code[:-1]) for code in ("C", "C1", "C2", "C11", "C12", "C21", "C22", "D")}
)
MEMBERS = pl.DataFrame(
    {
        "industry": ["C11", "C12", "C21", "C22", "D"],
        "category": ["one", "one", "one", "two", "two"],
        "weight": [1.0, 1.0, 1.0, 1.0, 1.0],
    }
)
WEIGHTS = weight_matrix(TREE, MEMBERS, ["one", "two"])

Row = tuple[str, str, float | None, str]


def categories(
    *rows: Row, minimum_coverage: float = 1.0
) -> dict[tuple[str, str], tuple[float | None, str]]:
    table = pl.DataFrame(
        [
            (region, industry, 2020, "employment_persons", value, flag)
            for region, industry, value, flag in rows
        ],
        schema=OBSERVATIONS,
        orient="row",
    )
    regions = sorted(set(table["region"]))
    grid = grid_of(table, TREE, regions=regions, years=[2020], measures=["employment_persons"])
    _, (result,), _ = aggregate(grid, [WEIGHTS], minimum_coverage=minimum_coverage)
    texts = flag_texts(result.flags[0, 0].reshape(-1)).to_list()
    values = result.values[0, 0].reshape(-1).tolist()
    keys = [(region, category) for region in regions for category in ("one", "two")]
    return {
        key: (None if np.isnan(value) else value, flag)
        for key, value, flag in zip(keys, values, texts, strict=True)
    }


def test_given_classes_are_summed_exactly() -> None:
    found = categories(
        ("A", "C11", 1, ""),
        ("A", "C12", 2, "p"),
        ("A", "C21", 3, ""),
        ("A", "C22", 4, ""),
        ("A", "D", 5, ""),
    )
    assert found == {("A", "one"): (6, "p"), ("A", "two"): (9, "")}


def test_a_group_inside_one_category_is_exact_and_a_divided_group_is_estimated() -> None:
    found = categories(("A", "C1", 10, ""), ("A", "C2", 8, ""), ("A", "D", 5, ""))
    assert found == {("A", "one"): (14, "i"), ("A", "two"): (9, "i")}
    only_inside = categories(
        ("A", "C1", 10, ""), ("A", "C21", 1, ""), ("A", "C22", 2, ""), ("A", "D", 5, "")
    )
    assert only_inside == {("A", "one"): (11, ""), ("A", "two"): (7, "")}


def test_a_withheld_class_withholds_the_category_unless_an_ancestor_fills_it() -> None:
    known = [("B", code, 1.0, "") for code in ("C11", "C12", "C21", "C22", "D")]
    blank = [
        ("A", "C11", None, "c"),
        *(("A", code, 1.0, "") for code in ("C12", "C21", "C22", "D")),
    ]
    found = categories(*known, *blank)
    assert found["A", "one"] == (None, "c")
    assert found["A", "two"] == (2, "")
    filled = categories(*known, *blank, ("A", "C1", 4, ""))
    assert filled["A", "one"] == (5, "")


def test_industries_no_source_covers_are_outside_the_sum() -> None:
    found = categories(
        ("A", "C11", 1, ""), ("A", "C12", 2, ""), ("B", "C11", None, ""), ("B", "C12", 2, "")
    )
    assert found["A", "one"] == (3, "")
    assert found["B", "one"] == (None, "")
    assert found["A", "two"] == (None, "")


def test_minimum_coverage_allows_a_partial_sum_and_flags_it() -> None:
    rows: list[Row] = [("A", "C11", 90, ""), ("A", "C12", 10, ""), ("B", "C11", 90, "")]
    assert categories(*rows)["B", "one"] == (None, "")
    assert categories(*rows, minimum_coverage=0.9)["B", "one"] == (90, "i")


def test_weights_divide_an_industry_and_equal_weights_stay_exact() -> None:
    halves = pl.DataFrame(
        {"industry": ["C11", "C12"], "category": ["one", "one"], "weight": [0.5, 0.5]}
    )
    table = pl.DataFrame(
        [("A", "C1", 2020, "employment_persons", 10.0, "")], schema=OBSERVATIONS, orient="row"
    )
    grid = grid_of(table, TREE, regions=["A"], years=[2020], measures=["employment_persons"])
    _, (result,), report = aggregate(grid, [weight_matrix(TREE, halves, ["one"])])
    assert result.values.item() == 5
    assert result.flags.item() == 0
    assert (report.given, report.filled, report.unknown) == (0, 2, 3)


def test_a_member_outside_the_tree_is_refused() -> None:
    stranger = pl.DataFrame({"industry": ["X"], "category": ["one"], "weight": [1.0]})
    with pytest.raises(HanseError, match="such as X"):
        weight_matrix(TREE, stranger, ["one"])


def test_flag_bits_and_texts_are_inverse() -> None:
    texts = pl.Series(["", "c", "bp", "ci", "z"])
    assert flag_texts(flag_bits(texts)).to_list() == texts.to_list()


def test_observations_of_aggregates_are_left_aside_and_counted() -> None:
    table = pl.DataFrame(
        [("A", "C-D", 2020, "employment_persons", 10.0, "")], schema=OBSERVATIONS, orient="row"
    )
    grid = grid_of(table, TREE, regions=["A"], years=[2020], measures=["employment_persons"])
    assert grid.outside == 1
    assert np.isnan(grid.values).all()


def test_a_rest_is_taken_no_higher_than_the_recipe_allows() -> None:
    table = pl.DataFrame(
        [
            ("A", "C", 2020, "employment_persons", 10.0, ""),
            ("A", "C1", 2020, "employment_persons", 4.0, ""),
        ],
        schema=OBSERVATIONS,
        orient="row",
    )
    grid = grid_of(table, TREE, regions=["A"], years=[2020], measures=["employment_persons"])
    leaves, _, report = aggregate(grid, [WEIGHTS], fill_from_depth=1)
    found = dict(zip(TREE.leaf_codes, leaves.values[0, 0, 0].tolist(), strict=True))
    assert (found["C11"], found["C12"]) == (2, 2)
    assert np.isnan([found["C21"], found["C22"], found["D"]]).all()
    assert (report.filled, report.unknown) == (2, 3)


def test_a_withheld_class_that_is_known_nowhere_is_a_gap_and_not_nought() -> None:
    rows: list[Row] = [
        *(("A", code, 1.0, "") for code in ("C12", "C21", "C22", "D")),
        *(("B", code, 1.0, "") for code in ("C12", "C21", "C22", "D")),
    ]
    found = categories(*rows, ("A", "C11", None, "c"))
    assert found["A", "one"] == (None, "c")
    assert found["B", "one"] == (2, "")


def test_a_withheld_class_that_is_nought_elsewhere_still_withholds_the_category() -> None:
    rows: list[Row] = [
        *(("A", code, 1.0, "") for code in ("C12", "C21", "C22", "D")),
        *(("B", code, 1.0, "") for code in ("C12", "C21", "C22", "D")),
        ("A", "C11", None, "c"),
        ("B", "C11", 0.0, ""),
    ]
    assert categories(*rows)["A", "one"] == (None, "c")
    assert categories(*rows, minimum_coverage=0.9)["A", "one"] == (2, "i")


def test_a_blank_below_an_ancestor_smaller_than_its_parts_is_an_estimate() -> None:
    found = categories(
        ("A", "C1", 10, ""),
        ("A", "C11", 12, ""),
        ("A", "C12", None, "c"),
        ("A", "C2", 2, ""),
        ("A", "D", 1, ""),
    )
    assert found["A", "one"] == (13, "i")


def test_a_rest_left_after_an_estimate_was_subtracted_is_an_estimate() -> None:
    found = categories(
        ("A", "C1", 3, ""), ("A", "C2", 10, ""), ("A", "C21", 4, "e"), ("A", "D", 1, "")
    )
    assert found["A", "two"] == (7, "e")
    through_a_blank_group = categories(
        ("A", "C", 13, ""), ("A", "C1", 3, ""), ("A", "C21", 4, "e"), ("A", "D", 1, "")
    )
    assert through_a_blank_group["A", "two"] == (7, "e")


@pytest.mark.parametrize(
    ("measure", "value"), [("value_added_eur", -6.0), ("employment_persons", 0.0)]
)
def test_only_measures_that_may_fall_below_zero_share_out_a_negative_rest(
    measure: str, value: float
) -> None:
    table = pl.DataFrame([("A", "C1", 2020, measure, -6.0, "")], schema=OBSERVATIONS, orient="row")
    grid = grid_of(table, TREE, regions=["A"], years=[2020], measures=[measure])
    _, (result,), report = aggregate(grid, [WEIGHTS])
    assert result.values[0, 0, 0, 0] == value
    assert report.overdrawn == (measure == "employment_persons")
