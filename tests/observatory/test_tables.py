"""The contract of the tidy table: what it accepts and how it refuses."""

import polars as pl
import pytest

from hanse.foundation.problems import HanseError
from hanse.observatory.tables import (
    OBSERVATIONS,
    check_observations,
    merge_flags,
    status,
    tidy_flag,
)


def observations(*rows: tuple[str, str, int, str, float | None, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=OBSERVATIONS, orient="row")


GOOD = ("AT11", "C10", 2015, "employment_persons", 5.0, "")


def test_a_good_table_comes_back_sorted_by_key() -> None:
    other = ("AT11", "C10", 2014, "employment_persons", None, "c")
    assert check_observations(observations(GOOD, other), where="t")["year"].to_list() == [
        2014,
        2015,
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ((*GOOD[:3], "people", 5.0, ""), "Unknown measure people"),
        ((*GOOD[:4], float("nan"), ""), "not a finite number"),
        ((*GOOD[:4], 5.0, "q"), "unknown flag q"),
        ((*GOOD[:4], 5.0, "pb"), "write 'bp'"),
        (GOOD, "repeat the region"),
    ],
)
def test_a_table_that_breaks_the_contract_is_refused(
    row: tuple[str, str, int, str, float | None, str], message: str
) -> None:
    with pytest.raises(HanseError, match=message):
        check_observations(observations(GOOD, row), where="t")


def test_a_missing_column_is_named() -> None:
    with pytest.raises(HanseError, match="no column flag"):
        check_observations(observations(GOOD).drop("flag"), where="t")


def test_flags_are_tidied_and_merged() -> None:
    assert tidy_flag("P b,b") == "bp"
    merged = pl.DataFrame({"flag": ["bp", "", "ce"]}).select(merge_flags(pl.col("flag")))
    assert merged.item() == "bcep"


def test_status_says_observed_estimated_withheld_or_missing() -> None:
    table = pl.DataFrame({"value": [1.0, 2.0, None, None, 0.0], "flag": ["p", "bi", "c", "", ""]})
    assert table.select(status()).to_series().to_list() == [
        "observed",
        "estimated",
        "withheld",
        "missing",
        "observed",
    ]
