"""Who could meet whom, as CSV files: participants and what they can attend, pairs and interest."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hanse.collaboration.timetable.folders import SEPARATOR
from hanse.collaboration.timetable.selection import Pair, Selection, mutual_interest
from hanse.foundation.csv_rows import CsvRows, read_csv_rows
from hanse.foundation.disk import write_whole
from hanse.foundation.problems import HanseError

_CAPACITY: Final = 8
"""Meetings that a participant can attend, where not said."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a selection is made from: codes, capacities, pairs that could meet and that must not."""

    codes: tuple[str, ...]
    capacities: tuple[int, ...]
    pairs: tuple[Pair, ...]
    not_together: frozenset[tuple[int, int]]


def read_wishes(participants: Path, pairs: Path) -> Wishes:
    """The wishes in two CSV files.

    participants: code and, if wanted, capacity. pairs: one, other, and the interest of each side
    in columns interest_one and interest_other (0 or more; 1 and 0 where absent); rows whose column
    `apart` is not empty are pairs that must not meet. Raises `HanseError` with file and line.
    """
    people = read_csv_rows(participants)
    codes: dict[str, int] = {}
    capacities = []
    for line, row in _rows(people, "code"):
        if row["code"] in codes:
            raise HanseError(f"{row['code']} is given twice.", where=people.where(line))
        codes[row["code"]] = len(codes)
        capacities.append(_whole(row.get("capacity", ""), people.where(line)))
    table = read_csv_rows(pairs)
    found, apart = [], set()
    for line, row in _rows(table, "one", "other"):
        ends = []
        for code in (row["one"], row["other"]):
            if code not in codes:
                raise HanseError(
                    f"There is no participant “{code}”.",
                    where=table.where(line),
                    remedy=f"Add a row to {participants.name}, or mend the code.",
                )
            ends.append(codes[code])
        if row.get("apart"):
            apart.add((ends[0], ends[1]))
            continue
        interest = [
            _number(row.get(column) or absent, table.where(line), column)
            for column, absent in (("interest_one", "1"), ("interest_other", "0"))
        ]
        found.append(Pair(ends[0], ends[1], mutual_interest(*interest)))
    return Wishes(tuple(codes), tuple(capacities), tuple(found), frozenset(apart))


def write_meetings(path: Path, wishes: Wishes, selection: Selection) -> None:
    """Write the selected pairs as meetings.csv of a problem, whole or not at all."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["code", "participants"])
    for number, at in enumerate(selection.chosen, 1):
        pair = wishes.pairs[at]
        both = SEPARATOR.join(wishes.codes[who] for who in (pair.one, pair.other))
        writer.writerow([number, both])
    write_whole(path, text.getvalue().encode())


def _rows(table: CsvRows, *needed: str) -> list[tuple[int, Mapping[str, str]]]:
    list(table.select(needed))  # says which column is absent
    return [(line, dict(zip(table.columns, cells, strict=True))) for line, cells in table.rows]


def _whole(text: str, where: str) -> int:
    if not text:
        return _CAPACITY
    if not text.isdecimal():
        raise HanseError(
            f"“{text}” is no number of meetings.", where=where, remedy="Give 0 or more."
        )
    return int(text)


def _number(text: str, where: str, column: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise HanseError(f"“{text}” is no {column}.", where=where, remedy="Give 0 or more.")
    return value
