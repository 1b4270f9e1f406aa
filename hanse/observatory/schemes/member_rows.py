"""Rows that place an industry in a category of a scheme: each checked, with its line."""

from typing import Final

import polars as pl

from hanse.foundation.csv_rows import CsvRows
from hanse.foundation.problems import HanseError
from hanse.foundation.sectors import Classification

MEMBERS: Final = pl.Schema(
    {"industry": pl.String, "category": pl.String, "weight": pl.Float64}  # weight in (0, 1]
)
"""One row an industry placed in a category with this part of its weight."""

_DAMAGED: Final = ("\N{REPLACEMENT CHARACTER}", "\u00ef\u00bf\u00bd")


class MemberRows:
    """Members of a scheme collected row by row, each checked as it comes.

    lines: (industry, category) -> line of `table` that places it.
    """

    def __init__(self, table: CsvRows, tree: Classification | None) -> None:
        self._table = table
        self._tree = tree
        self._rows: list[tuple[str, str, float]] = []
        self.lines: dict[tuple[str, str], int] = {}

    def add(self, line: int, industry: str, category: str, weight: str) -> None:
        """Take in one row; `HanseError` for an unknown or repeated member or a bad weight."""
        code = self._known(line, industry)
        earlier = self.lines.setdefault((code, category), line)
        if earlier != line:
            raise HanseError(
                f"{code} is placed in {category} twice.",
                where=self._table.where(line),
                why=f"It is already on line {earlier}.",
            )
        try:
            share = float(weight)
        except ValueError:
            share = 0.0
        if not 0 < share <= 1:
            raise HanseError(
                f"The weight {weight or '(empty)'} is not above 0 and at most 1.",
                where=self._table.where(line),
            )
        self._rows.append((code, category, share))

    def _known(self, line: int, industry: str) -> str:
        if not industry or any(mark in industry for mark in _DAMAGED):
            raise HanseError(
                "The industry code is empty or damaged.", where=self._table.where(line)
            )
        if self._tree is None:
            return industry
        try:
            code = self._tree.canonical(industry)
        except HanseError as error:
            raise HanseError(
                error.what, where=self._table.where(line), remedy=error.remedy
            ) from error
        if code not in self._tree.items:
            raise HanseError(
                f"{industry} is an aggregate.",
                where=self._table.where(line),
                remedy=f"Write one row for each of {', '.join(self._tree.children(code))}.",
            )
        return code

    def frame(self) -> pl.DataFrame:
        """The members in file order, contract `MEMBERS`."""
        return pl.DataFrame(self._rows, schema=MEMBERS, orient="row")


def reading_notes(table: CsvRows) -> str:
    """What a reader should know of the file's text: its encoding, damaged characters."""
    notes = []
    if table.encoding != "utf-8":
        notes.append(f"{table.path.name} is not UTF-8 and was read as {table.encoding}.")
    damaged = sum(
        any(mark in cell for mark in _DAMAGED for cell in cells) for _, cells in table.rows
    )
    if damaged:
        notes.append(f"{damaged} rows of {table.path.name} hold damaged characters in their texts.")
    return " ".join(notes)
