"""What every reader takes and returns: the layout of a file, the tidy table, the report."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Final

import polars as pl

from hanse.foundation.problems import HanseError
from hanse.observatory.tables import OBSERVATIONS

KEPT_ISSUES: Final = 10_000
"""Repairs and rejections kept one by one; beyond that they are only counted."""

SHOWN_ISSUES: Final = 10
"""Repairs and rejections that `ReadReport.summary` prints."""


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
    select: other column -> the values wanted; rows with others are left out. In Eurostat TSV,
    SDMX-CSV and JSON-stat a dimension that is neither named here nor in the layout must hold
    one value only, otherwise rows would collide: the reader reports that as an error and says
    which values there are. Long tables may carry other columns (labels); there it is an error
    only when rows do collide.
    ignore: columns that may differ from row to row without telling rows apart, such as comments.
    flag, confidentiality: columns with flag letters in formats that have them; "" for none.
    nuts: NUTS vintage of the region codes (2003 .. 2024), or None for the user's own regions.
    levels: NUTS levels of the regions wanted; rows of regions of another level are left out. ()
    for all, and where `nuts` is None.
    classification: name for `sectors.classification`, the path of a CSV with a classification of
    the user's own, or "" to accept any industry code.

    Long tables and the SBS extract only:
    missing: what an empty figure looks like.
    delimiter: column separator, "" to find it out from the header.
    decimal_comma, thousands: how figures are written; "" for no thousands separator.

    Long tables only:
    value_columns: figure column -> rule, for tables with a column for each measure; `value`,
    `measure` and `measures` are then not used.
    register: rows are firms or plants and `value` holds employees; they are added up to
    `employment_persons` and `establishments_count` for each region, industry and year.
    unit: register column that identifies the firm or plant, "" when there is none.
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
    ignore: tuple[str, ...] = ()
    nuts: int | None = None
    levels: tuple[int, ...] = ()
    classification: str = ""
    missing: tuple[str, ...] = ("", ":")
    delimiter: str = ""
    decimal_comma: bool = False
    thousands: str = ""
    value_columns: Mapping[str, MeasureRule] = field(default_factory=dict)
    register: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """Repaired or rejected observations of one place: line, column, text found there, reason.

    line: 1-based, the header is 1; a row of a Parquet file counts from 1; in JSON-stat it is
    the position of the cell, counted from 1, last dimension fastest.
    observations: how many the place concerns; a wrong code in a wide line concerns every year.
    """

    line: int
    column: str
    text: str
    reason: str
    observations: int = 1


@dataclass(slots=True)
class ReadReport:
    """Counts of observations in one file; `read == accepted + repaired + rejected + left_out`.

    An observation is one figure or one empty cell: a wide line of n years holds n of them; in
    a firm register it is one row.
    Accepted and repaired include `missing` (no value given). `flagged` counts accepted and
    repaired observations by flag letter; `flagged_read` counts all that the layout asked for,
    also those rejected for their region, industry or year. `left_out` is what the layout did
    not ask for. `reasons` counts rejections and `repair_reasons` repairs by kind; the lists of
    single issues stop at `KEPT_ISSUES`, in line order, the counts do not.
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
    flagged_read: dict[str, int] = field(default_factory=dict)
    repairs: list[Issue] = field(default_factory=list)
    rejections: list[Issue] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)
    repair_reasons: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def adds_up(self) -> bool:
        """Whether every observation read is accounted for exactly once."""
        return self.read == self.accepted + self.repaired + self.rejected + self.left_out

    def summary(self) -> str:
        """The report as lines of plain text, with the first issues of each list."""
        lines = [
            f"{self.source} ({self.format})",
            f"  read      {self.read:>12,}",
            f"  accepted  {self.accepted:>12,}",
            f"  repaired  {self.repaired:>12,}",
            f"  rejected  {self.rejected:>12,}",
            f"  left out  {self.left_out:>12,}",
            f"  without a figure, among accepted and repaired: {self.missing:,}",
        ]
        if self.flagged:
            lines.append(f"  flagged, among accepted and repaired: {_counts(self.flagged)}")
        if self.flagged_read != self.flagged:
            lines.append(f"  flagged, rejected ones included: {_counts(self.flagged_read)}")
        lines.extend(f"  note: {note}" for note in self.notes)
        for title, reasons, issues in (
            ("Rejected", self.reasons, self.rejections),
            ("Repaired", self.repair_reasons, self.repairs),
        ):
            if not reasons:
                continue
            lines.append(f"{title}, by reason")
            ordered = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
            lines.extend(f"  {count:>12,}  {reason}" for reason, count in ordered)
            lines.append(f"{title}, first places")
            lines.extend(f"  {_place(issue)}" for issue in issues[:SHOWN_ISSUES])
            if len(issues) > SHOWN_ISSUES:
                lines.append("  ...")
        return "\n".join(lines)

    def to_dict(self, issues: int = 100) -> dict[str, object]:
        """The report as plain values for a manifest, with at most `issues` of each list."""
        plain = asdict(self)
        plain["repairs"] = plain["repairs"][:issues]
        plain["rejections"] = plain["rejections"][:issues]
        return plain


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read: the tidy table and its report.

    compacted: the table with categories for texts, which takes a third of the memory.
    """

    compacted: pl.DataFrame
    report: ReadReport

    @property
    def table(self) -> pl.DataFrame:
        """The observations, sorted by key: contract `tables.OBSERVATIONS`."""
        return self.compacted.cast(OBSERVATIONS)


class NothingWantedError(HanseError):
    """A file without fault that holds nothing of what the layout asks for; `report` counts it.

    Of a data set in several files, one may well be so while others hold what is wanted.
    """

    def __init__(self, report: ReadReport, what: str, *, why: str = "", remedy: str = "") -> None:
        self.report = report
        super().__init__(what, where=report.source, why=why, remedy=remedy)


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{letter} {counts[letter]:,}" for letter in sorted(counts))


def _place(issue: Issue) -> str:
    times = f" ({issue.observations} observations)" if issue.observations > 1 else ""
    return f"line {issue.line}, {issue.column} '{issue.text}': {issue.reason}{times}"
