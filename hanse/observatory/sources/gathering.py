"""From the cells of one file to the tidy table and the report; every reader ends here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.codes import (
    CodeBook,
    CodeChecks,
    check_vintage,
    confidentiality_check,
    flag_check,
    year_check,
)
from hanse.observatory.sources.figures import BLANKS, FigureStyle, parse_figures
from hanse.observatory.sources.ledger import Ledger
from hanse.observatory.sources.reading import (
    Layout,
    MeasureRule,
    NothingWantedError,
    Reading,
    ReadReport,
)
from hanse.observatory.sources.settling import CELLS, added_up, settle, tidy_table
from hanse.observatory.tables import MEASURES

SHOWN_VALUES: Final = 20
"""Values of a column that an error lists."""

_COUNTS: Final = ("employment_persons", "establishments_count")
"""Measures that cannot lie below zero."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of figures: its name in the file, and the year or measure it stands for."""

    name: str
    year: str = ""
    rule: MeasureRule | None = None


class Gathering:
    """Takes the rows of one file block by block and gives the `Reading` at the end.

    A block of rows is a frame of texts with the columns `line`, `region`, `industry`, `year`
    (unless the figures carry it), `measure` (when the layout names one), `flag`,
    `confidentiality` and `unit` (where the layout has them), `select:NAME` for each selected
    column, `other:NAME` for each column that must hold one value only, and `value:N`, text or
    number, for the Nth of `figures`. `names` gives the file's name of each of these roles.
    """

    def __init__(
        self,
        path: Path,
        wire_format: str,
        layout: Layout,
        checks: CodeChecks,
        style: FigureStyle,
        figures: Sequence[Figure],
        names: Mapping[str, str],
    ) -> None:
        self._path = path
        self._layout = layout
        self._checks = checks
        self._style = style
        self._figures = list(figures)
        self._rules = [figure.rule for figure in figures if figure.rule is not None]
        if not self._rules:
            self._rules = list(layout.measures.values())
        _check_rules(self._rules)
        self.report = ReadReport(str(path), wire_format)
        self._books = {
            "region": CodeBook(checks.region, names["region"]),
            "industry": CodeBook(checks.industry, names["industry"]),
            "year": CodeBook(year_check, names.get("year", "year")),
            "flag": CodeBook(flag_check, names.get("flag", "flag")),
            "confidentiality": CodeBook(confidentiality_check, names.get("confidentiality", "")),
        }
        self._ledger = Ledger(self.report, [figure.name for figure in figures], names, self._books)
        self._selected: dict[str, set[str]] = {}
        self._others: dict[str, set[str]] = {}
        self._apart: dict[int, int] = {}
        self._parts: list[pl.DataFrame] = []

    def add(self, rows: pl.DataFrame) -> None:
        """Take a block of rows."""
        self.report.read += rows.height * len(self._figures)
        rows = self._wanted(rows)
        if rows.height:
            rows = self._regions_alone(self._coded(rows))
        if rows.height:
            self._add_cells(rows)

    def add_ragged(self, lines: pl.DataFrame, expected: int) -> None:
        """Reject lines with a wrong number of fields; columns `line`, `fields`, `text`."""
        self.report.read += lines.height * len(self._figures)
        self._ledger.reject_lines(lines, expected)

    def finish(self, explain: Callable[[Collection[int]], None] | None = None) -> Reading:
        """The tidy table, sorted by key, and the report.

        `explain` gets lines whose figures contradict each other; it may raise an error that says
        more than the rejections would.
        Raises `NothingWantedError` when the file has no observations or none that the layout asks
        for, and `HanseError` for more than one value in a column that must hold one and for codes
        of another NUTS vintage.
        """
        report = self.report
        if report.read == 0:
            raise NothingWantedError(
                report,
                "The file has a header but no data.",
                remedy="Fetch it again: the download or the query may have failed.",
            )
        self._note_apart()
        self._check_selected()
        self._check_others()
        check_vintage(self._path, self._checks, self._layout, self._books["region"])
        cells = pl.concat(self._parts) if self._parts else pl.DataFrame(schema=CELLS)
        self._parts.clear()
        books = (self._books["region"], self._books["industry"], self._books["year"])
        settled = settle(cells, books, self._rules, register=self._layout.register)
        if explain is not None and settled.contradicting.height:
            explain(settled.contradicting["line"].unique().sort().head(1000).to_list())
        self._ledger.reject_doubles(settled.repeats, "repeats another line", "repeats line")
        self._ledger.reject_doubles(
            settled.contradicting, "contradicts another line", "contradicts line"
        )
        self._ledger.accept(settled.kept)
        if not self._layout.register:
            return Reading(tidy_table(settled.kept, books, self._rules), report)
        table, without = added_up(settled.kept, books)
        if without:
            report.notes.append(
                f"{without:,} cells have a firm without employees: their employment is missing."
            )
        return Reading(table, report)

    def _wanted(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows that the layout asks for, with `rule` numbers; the others are left out."""
        before = rows.height
        for name, values in self._layout.select.items():
            column = f"select:{name}"
            _remember(self._selected, name, rows[column])
            wanted = [value.strip(BLANKS) for value in values]
            rows = rows.filter(pl.col(column).str.strip_chars(BLANKS).is_in(wanted))
        rule: pl.Expr = pl.lit(0, pl.UInt8)
        if "measure" in rows.columns:
            _remember(self._selected, self._layout.measure, rows["measure"])
            numbers = {code: number for number, code in enumerate(self._layout.measures)}
            rule = (
                pl.col("measure")
                .str.strip_chars(BLANKS)
                .replace_strict(numbers, default=None, return_dtype=pl.UInt8)
            )
        rows = rows.with_columns(rule=rule).filter(pl.col("rule").is_not_null())
        self.report.left_out += (before - rows.height) * len(self._figures)
        for column in rows.columns:
            if column.startswith("other:"):
                _remember(self._others, column.removeprefix("other:"), rows[column])
        return rows

    def _coded(self, rows: pl.DataFrame) -> pl.DataFrame:
        """`rows` with entry numbers for codes, and the flag bits of the flag columns."""
        roles = [role for role in self._books if role in rows.columns]
        coded = rows.select(
            pl.col("line").cast(pl.UInt32), "rule", "^(unit|value:.*)$"
        ).with_columns(
            self._books[role].numbers(rows[role].fill_null("")).alias(role) for role in roles
        )
        mark = pl.repeat(0, rows.height, dtype=pl.UInt16, eager=True)
        for role in ("flag", "confidentiality"):
            if role in roles:
                bits = [int(verdict.code or "0") for verdict in self._books[role].verdicts]
                mark = mark | pl.Series(bits, dtype=pl.UInt16).gather(coded[role])
        return coded.with_columns(mark=mark)

    def _regions_alone(self, rows: pl.DataFrame) -> pl.DataFrame:
        """`rows` without those of aggregates and of regions not asked for, which are left out."""
        verdicts = self._books["region"].verdicts
        out = pl.Series([bool(each.apart) or not each.wanted for each in verdicts])
        if not out.any():
            return rows
        left_out = out.gather(rows["region"])
        for number, count in rows["region"].filter(left_out).value_counts().iter_rows():
            figures = count * len(self._figures)
            self._apart[number] = self._apart.get(number, 0) + figures
            self.report.left_out += figures
        return rows.filter(~left_out)

    def _note_apart(self) -> None:
        verdicts = self._books["region"].verdicts
        reasons = {n: verdicts[n].apart or "of another NUTS level" for n in self._apart}
        for reason in sorted(set(reasons.values())):
            of_reason = [number for number in self._apart if reasons[number] == reason]
            count = sum(self._apart[number] for number in of_reason)
            codes = {verdicts[number].code for number in of_reason}
            self.report.notes.append(f"{count:,} left out, {reason}: {_listed(codes)}.")

    def _add_cells(self, rows: pl.DataFrame) -> None:
        shared = [column for column in rows.columns if not column.startswith("value:")]
        columns = []
        for place, figure in enumerate(self._figures):
            extra = [pl.lit(place, pl.UInt16).alias("figure")]
            if figure.year:
                number = self._books["year"].number(figure.year)
                extra.append(pl.lit(number, pl.UInt32).alias("year"))
            if figure.rule:
                extra.append(pl.lit(place, pl.UInt8).alias("rule"))
            text = pl.col(f"value:{place}").alias("text")
            columns.append(rows.select(*shared, text).with_columns(extra))
        cells = pl.concat(columns)
        parsed = parse_figures(cells["text"], self._style, self._ledger.problems)
        cells = self._judged(
            cells.with_columns(
                value=parsed["value"],
                flags=parsed["flags"] | cells["mark"],
                wrong=parsed["problem"],
            )
        )
        self._ledger.count_flags(self.report.flagged_read, cells["flags"])
        bad = cells.filter(pl.col("problem") > 0)
        if bad.height:
            self._ledger.reject_cells(bad)
            cells = cells.filter(pl.col("problem") == 0)
        roles = [role for role in (*self._books, "unit") if role in cells.columns]
        self._parts.append(cells.select("line", "figure", "rule", *roles, "value", "flags"))

    def _judged(self, cells: pl.DataFrame) -> pl.DataFrame:
        """`cells` in final units, with the first `problem` of each and the `place` it is at."""
        factors = [rule.multiply_by for rule in self._rules]
        if any(factor != 1 for factor in factors):
            by = pl.Series(factors, dtype=pl.Float64).gather(cells["rule"])
            cells = cells.with_columns(value=cells["value"] * by)
        problems = self._ledger.problems
        below = problems.number("figure below zero", "persons and units cannot be below zero")
        overflow = problems.number("figure is too large")
        counts = [place for place, rule in enumerate(self._rules) if rule.measure in _COUNTS]
        # A damaged figure comes first, so that the count of damage does not depend on codes.
        found: list[tuple[str, pl.Expr]] = [("figure", pl.when(pl.col("wrong") > 0).then("wrong"))]
        for role, book in self._books.items():
            numbers = book.problem_numbers(problems)
            if role in cells.columns and (numbers > 0).any():
                number = numbers.gather(cells[role]).alias(f"{role}:problem")
                cells = cells.with_columns(number)
                found.append((role, pl.when(pl.col(number.name) > 0).then(number.name)))
        unlikely = (
            pl.when(pl.col("rule").is_in(counts) & (pl.col("value") < 0))
            .then(pl.lit(below, pl.UInt32))
            .when(pl.col("value").is_infinite())
            .then(pl.lit(overflow, pl.UInt32))
        )
        found.append(("figure", unlikely))
        return cells.with_columns(
            problem=pl.coalesce(problem for _, problem in found).fill_null(0),
            place=pl.coalesce(
                pl.when(problem.is_not_null()).then(pl.lit(place)) for place, problem in found
            ),
        )

    def _check_selected(self) -> None:
        if self.report.left_out < self.report.read:
            return
        raise NothingWantedError(
            self.report,
            "The file has nothing of what the layout asks for.",
            why="; ".join(
                [
                    *(f"{name} holds {_listed(here)}" for name, here in self._selected.items()),
                    *self.report.notes,
                ]
            ),
            remedy="Select values that the file has.",
        )

    def _check_others(self) -> None:
        """A column that nobody asked about must hold one value: otherwise rows would collide."""
        for name, values in self._others.items():
            if len(values) > 1:
                raise HanseError(
                    f"Column {name} holds more than one value, so rows would collide.",
                    where=self.report.source,
                    why=f"{name} holds {_listed(values)}.",
                    remedy=f"Say which one is wanted: add {name} to `select` of the layout.",
                )
            if any(values):
                self.report.notes.append(f"{name} is {max(values)} throughout.")


def _check_rules(rules: Sequence[MeasureRule]) -> None:
    for rule in rules:
        if rule.measure not in MEASURES:
            raise HanseError(
                f"There is no measure {rule.measure or '(empty)'}.",
                where="measures of the layout",
                remedy=f"Use one of {', '.join(MEASURES)}.",
            )
    if not 0 < len(rules) < 256:
        raise HanseError("The layout names no measure.", remedy="Fill in `measures`.")


def _remember(store: dict[str, set[str]], name: str, texts: pl.Series) -> None:
    """Add the different texts to those known of `name`, up to one more than is ever shown."""
    values = store.setdefault(name, set())
    if len(values) <= SHOWN_VALUES:
        different = texts.str.strip_chars(BLANKS).unique().drop_nulls().sort()
        values.update(different.head(SHOWN_VALUES + 1).to_list())


def _listed(values: Collection[str]) -> str:
    shown = [value or "(empty)" for value in sorted(values)[:SHOWN_VALUES]]
    return ", ".join(shown) + (", ..." if len(values) > SHOWN_VALUES else "")
