"""What every reader takes and returns: the layout of a file, the tidy table, the report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

KEPT_ISSUES: Final = 10_000
"""Repairs and rejections kept one by one; beyond that they are only counted."""


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """How a code of the file becomes a measure of ours: value x `multiply_by`."""

    measure: str
    multiply_by: float = 1.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column or dimension of a file holds what. Names are matched in any case.

    measures: code found in `measure` -> rule. Codes not listed are left out. When `measure` is
    "", every row is the one measure that `measures[""]` names.
    select: other column -> the values wanted; rows with others are left out. A column that is
    neither named here nor in the layout must hold one value only, otherwise rows would
    collide: the reader reports that as an error and says which values there are.
    flag, confidentiality: columns with flag letters in formats that have them; "" for none.
    nuts: NUTS vintage of the region codes (2003 .. 2024), or None for the user's own regions.
    classification: name for `sectors.classification`, or "" to accept any industry code.
    """

    region: str = "geo"
    industry: str = "nace_r2"
    year: str = "time_period"
    value: str = "obs_value"
    flag: str = "obs_flag"
    confidentiality: str = "conf_status"
    measure: str = ""
    measures: Mapping[str, MeasureRule] = field(
        default_factory=lambda: {"": MeasureRule("employment_persons")}
    )
    select: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nuts: int | None = None
    classification: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One repaired or rejected observation: line (1-based, header is 1), column, text, reason."""

    line: int
    column: str
    text: str
    reason: str


@dataclass(slots=True)
class ReadReport:
    """Counts of observations in one file; `read == accepted + repaired + rejected + left_out`.

    An observation is one figure or one empty cell: a wide line of n years holds n of them.
    Accepted includes `missing` (no value given). `flagged` counts accepted and repaired
    observations by flag letter. `left_out` is what the layout did not ask for.
    """

    source: str
    format: str
    read: int = 0
    accepted: int = 0
    repaired: int = 0
    rejected: int = 0
    left_out: int = 0
    missing: int = 0
    flagged: dict[str, int] = field(default_factory=dict)
    repairs: list[Issue] = field(default_factory=list)
    rejections: list[Issue] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def adds_up(self) -> bool:
        """Whether every observation read is accounted for exactly once."""
        return self.read == self.accepted + self.repaired + self.rejected + self.left_out


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read: the tidy table (contract `tables.OBSERVATIONS`) and its report."""

    table: pl.DataFrame
    report: ReadReport
