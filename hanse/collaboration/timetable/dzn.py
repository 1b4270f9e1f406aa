"""Meeting-scheduling instances in MiniZinc's data format, as Bofill et al. publish them.

Source: Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy, Villaret: Constraint Solving Approaches to
the Business-to-Business Meeting Scheduling Problem, JAIR 74 (2022).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hanse.collaboration.timetable.model import (
    FAIRNESS,
    Half,
    Meeting,
    Participant,
    Problem,
    Slot,
    Table,
)
from hanse.foundation.problems import HanseError

_TOKEN: Final = re.compile(
    r"(?P<blank>\s+|%[^\n]*)|(?P<number>-?\d+)|(?P<name>[A-Za-z_]\w*)|(?P<sign>\[\||\|\]|[\[\]{}|,;=])"
)
_REDUNDANT: Final = ("meetingsxBusiness", "nMeetingsBusiness")
_NEEDED: Final = ("nBusiness", "nMeetings", "nTables", "nTotalSlots", "nMorningSlots", "requested")
_HALVES: Final = {1: Half.MORNING, 2: Half.AFTERNOON, 3: Half.ANY}
_WIDTH: Final = 3
"""Columns of `requested`: two participants and the wished half."""

Value = int | list[list[int]] | list[frozenset[int]] | list[int]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    line: int


def read_dzn(path: Path, *, fairness: int = FAIRNESS) -> Problem:
    """The problem in the file `path`.

    nBusiness participants, nMeetings rows `requested` (two participants from 1; 1: morning,
    2: afternoon, 3: either), nTables, nTotalSlots of which the first nMorningSlots are the
    morning; optional: `forbidden`, slots of each participant (0 is a filler), `fixed`, the slot of
    each meeting or 0, `precedences`, for each meeting those before it. Raises `HanseError` with
    file and line.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise HanseError(
            "The file cannot be opened.", where=str(path), why=error.strerror or str(error)
        ) from error
    except UnicodeDecodeError as error:
        raise HanseError(
            "The file is not text in UTF-8.", where=f"{path}, byte {error.start}"
        ) from error
    return _Reader(path, text).problem(fairness)


class _Reader:
    """One file: its assignments, each with the line on which it begins."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.tokens = list(self._tokens(text))
        self.at = 0
        self.values: dict[str, Value] = {}
        self.lines: dict[str, int] = {}
        while self.at < len(self.tokens):
            self._assignment()

    def problem(self, fairness: int) -> Problem:
        """The model of what was read."""
        absent = [name for name in _NEEDED if name not in self.values]
        if absent:
            raise HanseError(
                f"The file does not say {', '.join(absent)}.",
                where=str(self.path),
                remedy="Give the six values nBusiness, nMeetings, nTables, nTotalSlots, "
                "nMorningSlots and requested; or use JSON or CSV.",
            )
        businesses, meetings, tables, slots, morning = map(self._count, _NEEDED[:5])
        if morning > slots:
            raise self._wrong("nMorningSlots", f"{morning} of {slots} slots are in the morning.")
        forbidden = self._sets("forbidden", businesses, slots)
        before = self._sets("precedences", meetings, meetings)
        fixed = self._fixed(meetings, slots)
        return Problem(
            slots=tuple(
                Slot(str(at + 1), Half.MORNING if at < morning else Half.AFTERNOON)
                for at in range(slots)
            ),
            participants=tuple(
                Participant(str(at + 1), forbidden=forbidden[at]) for at in range(businesses)
            ),
            tables=tuple(Table(str(at + 1)) for at in range(tables)),
            meetings=tuple(
                Meeting(str(at + 1), (one, other), half, fixed[at], before[at])
                for at, (one, other, half) in enumerate(self._requested(meetings, businesses))
            ),
            fairness=fairness,
        )

    def _requested(self, meetings: int, businesses: int) -> Iterator[tuple[int, int, Half]]:
        rows = self.values["requested"]
        if not isinstance(rows, list) or len(rows) != meetings:
            raise self._wrong("requested", f"It should be a matrix of {meetings} rows.")
        for number, row in enumerate(rows, 1):
            if not isinstance(row, list) or len(row) != _WIDTH:
                raise self._wrong("requested", f"Row {number} has not three numbers.")
            one, other, half = row
            if half not in _HALVES or not all(1 <= who <= businesses for who in (one, other)):
                raise self._wrong(
                    "requested",
                    f"Row {number} is {one}, {other}, {half}: two participants of {businesses} "
                    "and 1, 2 or 3 were expected.",
                )
            if one == other:
                raise self._wrong("requested", f"In row {number} participant {one} meets itself.")
            yield one - 1, other - 1, _HALVES[half]

    def _sets(self, name: str, count: int, largest: int) -> list[frozenset[int]]:
        if name not in self.values:
            return [frozenset()] * count
        sets = self.values[name]
        if not isinstance(sets, list) or len(sets) != count:
            raise self._wrong(name, f"It should be a list of {count} sets.")
        found = []
        for number, members in enumerate(sets, 1):
            if not isinstance(members, frozenset) or not all(0 <= m <= largest for m in members):
                raise self._wrong(name, f"Set {number} is not of numbers from 1 to {largest}.")
            found.append(frozenset(member - 1 for member in members if member))
        return found

    def _fixed(self, count: int, largest: int) -> list[int | None]:
        values = self.values.get("fixed", [0] * count)
        if not isinstance(values, list) or len(values) != count:
            raise self._wrong("fixed", f"It should be a list of {count} slots.")
        found: list[int | None] = []
        for number, value in enumerate(values, 1):
            if not isinstance(value, int) or not 0 <= value <= largest:
                raise self._wrong("fixed", f"Number {number} is not a slot from 1 to {largest}.")
            found.append(value - 1 if value else None)
        return found

    def _count(self, name: str) -> int:
        value = self.values[name]
        if not isinstance(value, int) or value < 0:
            raise self._wrong(name, "It should be a number, 0 or more.")
        return value

    def _wrong(self, name: str, why: str) -> HanseError:
        return HanseError(
            f"{name} cannot be used.",
            where=f"{self.path}, line {self.lines.get(name, 1)}",
            why=why,
            remedy="Mend the value in the file.",
        )

    # --- Reading ------------------------------------------------------------------------------

    def _tokens(self, text: str) -> Iterator[_Token]:
        at, line = 0, 1
        while at < len(text):
            found = _TOKEN.match(text, at)
            if not found:
                raise HanseError(
                    f"The sign {text[at]} means nothing here.",
                    where=f"{self.path}, line {line}",
                    remedy="Only whole numbers, sets and lists of them can be read.",
                )
            if found.lastgroup != "blank":
                yield _Token(found[0], line)
            line += found[0].count("\n")
            at = found.end()

    def _next(self, wanted: str = "") -> _Token:
        if self.at >= len(self.tokens):
            last = self.tokens[-1].line
            raise HanseError(
                "The file ends in the middle of a value.",
                where=f"{self.path}, line {last}",
                remedy="Check that the file is whole and each value ends with a semicolon.",
            )
        token = self.tokens[self.at]
        if wanted and token.text != wanted:
            raise HanseError(
                f"“{token.text}” stands where “{wanted}” was expected.",
                where=f"{self.path}, line {token.line}",
                remedy="Write values as name = value; and check the brackets.",
            )
        self.at += 1
        return token

    def _peek(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def _assignment(self) -> None:
        name = self._next()
        if not re.fullmatch(r"[A-Za-z_]\w*", name.text):
            raise HanseError(
                f"“{name.text}” stands where a name was expected.",
                where=f"{self.path}, line {name.line}",
                remedy="Write values as name = value; and check the semicolons.",
            )
        self._next("=")
        if name.text in self.values:
            raise HanseError(f"{name.text} is given twice.", where=f"{self.path}, line {name.line}")
        value = self._value()
        self._next(";")
        if name.text not in _REDUNDANT:
            self.values[name.text] = value
            self.lines[name.text] = name.line

    def _value(self) -> Value:
        match self._peek():
            case "[|":
                return self._matrix()
            case "[":
                return self._list()
            case _:
                return self._number()

    def _number(self) -> int:
        token = self._next()
        try:
            return int(token.text)
        except ValueError:
            raise HanseError(
                f"“{token.text}” stands where a number was expected.",
                where=f"{self.path}, line {token.line}",
            ) from None

    def _matrix(self) -> list[list[int]]:
        self._next("[|")
        rows: list[list[int]] = []
        row: list[int] = []
        while True:
            match self._peek():
                case "|]" | "|":
                    if row:
                        rows.append(row)
                    row = []
                    if self._next().text == "|]":
                        return rows
                case ",":
                    self._next()
                case _:
                    row.append(self._number())

    def _list(self) -> list[int] | list[frozenset[int]]:
        self._next("[")
        numbers: list[int] = []
        sets: list[frozenset[int]] = []
        while self._peek() != "]":
            if self._peek() == "{":
                sets.append(self._set())
            else:
                numbers.append(self._number())
            if self._peek() != "]":
                self._next(",")
        self._next("]")
        return sets if sets else numbers

    def _set(self) -> frozenset[int]:
        self._next("{")
        members = []
        while self._peek() != "}":
            members.append(self._number())
            if self._peek() != "}":
                self._next(",")
        self._next("}")
        return frozenset(members)
