"""The book-keeping of one reading: every observation counted once, issues kept to a bound."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from hanse.observatory.sources.codes import CodeBook
from hanse.observatory.sources.figures import Problems, flag_letters
from hanse.observatory.sources.reading import KEPT_ISSUES, Issue, ReadReport

_SHOWN_LETTERS: Final = 200


class Ledger:
    """Fills a `ReadReport`.

    `figures` are the names of the columns of figures, `names` those of the other roles, `books`
    the entries of the roles that have codes.
    """

    def __init__(
        self,
        report: ReadReport,
        figures: Sequence[str],
        names: Mapping[str, str],
        books: Mapping[str, CodeBook],
    ) -> None:
        self.report = report
        self.problems = Problems()
        self._figures = figures
        self._names = names
        self._books = books

    def count_flags(self, counts: dict[str, int], flags: pl.Series) -> None:
        """Add the letters of `flags` (bits) to `counts`."""
        for bits, count in flags.value_counts().iter_rows():
            for letter in flag_letters(bits):
                counts[letter] = counts.get(letter, 0) + count

    def reject_lines(self, lines: pl.DataFrame, expected: int) -> None:
        """Lines with a wrong number of fields: columns `line`, `fields`, `text`."""
        each = len(self._figures)
        self._count_rejected("wrong number of fields", lines.height * each)
        for line, fields, text in (
            lines.select("line", "fields", "text").head(self._room()).iter_rows()
        ):
            reason = f"{fields} fields where the header has {expected}"
            self.report.rejections.append(Issue(line, "line", _short(text), reason, each))

    def reject_cells(self, cells: pl.DataFrame) -> None:
        """Cells with a `problem`, found at `place`: a role, or "figure" for their own text."""
        for problem, count in cells["problem"].value_counts().iter_rows():
            self._count_rejected(self.problems.kinds[problem], count)
        if not self._room():
            return
        roles = [role for role in self._books if role in cells.columns]
        own = cells.select(pl.when(pl.col("place") == "figure").then("figure")).to_series()
        groups = (
            cells.with_columns(own=own)
            .group_by("line", "place", "own", "problem")
            .agg(
                pl.col("text").first().cast(pl.String),
                pl.len().alias("count"),
                *(pl.col(role).first() for role in roles),
            )
            .sort("line", "own", "place", nulls_last=False)
            .head(self._room())
        )
        for row in groups.iter_rows(named=True):
            role = row["place"]
            if row["own"] is not None:
                column, text = self._figures[row["own"]], row["text"] or ""
            else:
                text = self._books[role].texts[row[role]]
                # In a wide table the year is a column's own name.
                column = self._names.get(role, text)
            reason = self.problems.sentences[row["problem"]]
            self.report.rejections.append(
                Issue(row["line"], column, _short(text), _short(reason), row["count"])
            )

    def reject_doubles(self, cells: pl.DataFrame, kind: str, sentence: str) -> None:
        """Cells whose key another line has too: `of` names that line."""
        if cells.height == 0:
            return
        self._count_rejected(kind, cells.height)
        first = cells.sort("line", "figure").head(KEPT_ISSUES)
        issues = self.report.rejections
        for line, figure, value, of in first.select("line", "figure", "value", "of").iter_rows():
            text = "" if value is None else f"{value:.15g}"
            issues.append(Issue(line, self._figures[figure], text, f"{sentence} {of}"))
        issues.sort(key=_line)
        del issues[KEPT_ISSUES:]

    def accept(self, cells: pl.DataFrame) -> None:
        """The cells that are kept, some of them with repaired codes."""
        report = self.report
        report.rejections.sort(key=_line)
        self.count_flags(report.flagged, cells["flags"])
        report.missing = cells["value"].null_count()
        roles = {role: book for role, book in self._books.items() if role in cells.columns}
        mended = cells.select("line", *roles).with_columns(
            pl.Series([bool(verdict.repair) for verdict in book.verdicts], dtype=pl.Boolean)
            .gather(cells[role])
            .alias(f"{role} mended")
            for role, book in roles.items()
        )
        mended = mended.filter(pl.any_horizontal("^.* mended$"))
        report.repaired = mended.height
        report.accepted = cells.height - mended.height
        if mended.height:
            self._list_repairs(mended, list(roles))

    def _list_repairs(self, mended: pl.DataFrame, roles: list[str]) -> None:
        marks = [f"{role} mended" for role in roles]
        for *which, count in mended.group_by(marks).len().iter_rows():
            kind = " and ".join(role for role, yes in zip(roles, which, strict=True) if yes)
            self.report.repair_reasons[f"{kind} mended"] = count
        groups = (
            mended.group_by("line", *marks)
            .agg(*(pl.col(role).first() for role in roles), pl.len().alias("count"))
            .sort("line", *marks)
            .head(KEPT_ISSUES)
        )
        for row in groups.iter_rows(named=True):
            touched = [role for role in roles if row[f"{role} mended"]]
            first = touched[0]
            self.report.repairs.append(
                Issue(
                    row["line"],
                    self._names.get(first, first),
                    _short(self._books[first].texts[row[first]]),
                    "; ".join(self._books[role].verdicts[row[role]].repair for role in touched),
                    row["count"],
                )
            )

    def _room(self) -> int:
        return max(KEPT_ISSUES - len(self.report.rejections), 0)

    def _count_rejected(self, kind: str, count: int) -> None:
        if count:
            self.report.rejected += count
            self.report.reasons[kind] = self.report.reasons.get(kind, 0) + count


def _line(issue: Issue) -> int:
    return issue.line


def _short(text: str) -> str:
    """A text from the file as reports show it: a cell may be megabytes long."""
    return text if len(text) <= _SHOWN_LETTERS else f"{text[:_SHOWN_LETTERS]}..."
