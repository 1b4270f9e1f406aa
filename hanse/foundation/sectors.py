"""Industry classifications: NACE, NAICS and the user's own, their hierarchy and aggregates."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Final

from hanse.foundation.csv_rows import CsvRows, read_csv_rows
from hanse.foundation.problems import HanseError
from hanse.foundation.reference import reference_path

TOTAL: Final = "TOTAL"
"""Eurostat's code for all industries together."""

_LONGEST: Final = 200
"""Characters of an aggregate; Eurostat's longest has fewer than 30."""

_NACE_LEVELS: Final = ("section", "division", "group", "class")
_NAICS_LEVELS: Final = (
    "sector",
    "subsector",
    "industry group",
    "NAICS industry",
    "national industry",
)
_BUILT_IN: Final = {
    "nace_rev2": ("NACE Rev. 2", "nace/rev2.csv", _NACE_LEVELS),
    "nace_rev2_1": ("NACE Rev. 2.1", "nace/rev2_1.csv", _NACE_LEVELS),
    "naics_2012": ("NAICS 2012", "naics/2012.csv", _NAICS_LEVELS),
    "naics_2017": ("NAICS 2017", "naics/2017.csv", _NAICS_LEVELS),
    "naics_2022": ("NAICS 2022", "naics/2022.csv", _NAICS_LEVELS),
}


@dataclass(frozen=True, slots=True)
class Industry:
    """One heading of a classification; `parent` is "" and `level` 1 at the top."""

    code: str
    label: str
    level: int
    parent: str


@dataclass(frozen=True, eq=False)
class Classification:
    """A tree of industries. `items` is in the order of the list, `levels` names level 1, 2, ...

    NACE codes are written as in Eurostat's data: section letter and digits without points,
    for example C, C10, C101, C1011.

    Besides its items a classification knows aggregates, written in Eurostat's manner. Codes
    joined by `_` are added, `-` runs from one code to another of the same level in the order of
    the list, what follows `X` is taken away, and TOTAL is everything. So `B-N_S95_X_K` is
    sections B to N and division S95 without section K.
    """

    code: str
    title: str
    items: Mapping[str, Industry]
    levels: tuple[str, ...]
    _children: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _spellings: dict[str, str] = field(init=False, repr=False, compare=False)
    _sorted: list[str] = field(init=False, repr=False, compare=False)
    _spans: dict[str, str] = field(init=False, repr=False, compare=False)
    _aggregates: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        children: dict[str, list[str]] = {"": []}
        for item in self.items.values():
            children.setdefault(item.parent, []).append(item.code)
        object.__setattr__(self, "_children", {c: tuple(below) for c, below in children.items()})
        spellings = _spellings(self.items)
        object.__setattr__(self, "_spellings", spellings)
        object.__setattr__(self, "_sorted", sorted(spellings))
        object.__setattr__(self, "_spans", _spans(spellings))
        object.__setattr__(self, "_aggregates", {})

    def canonical(self, text: str) -> str:
        """The code that `text` spells: "10.11", "C10.11", "1011" and "c1011" are C1011.

        Aggregates are brought to Eurostat's spelling too. Raises `HanseError`, with the closest
        codes, when `text` spells none or more than one.
        """
        code = self._item(text) or self._aggregate(text)
        if code:
            return code
        raise HanseError(
            f"{_named(text)} is not a code of {self.title}.",
            remedy=self._suggestion(text),
        )

    def explain_code(self, code: str) -> str:
        """ "" when `code` is an item or an aggregate in canonical spelling, else a sentence."""
        if code in self.items:
            return ""
        known = self._item(code) or self._aggregate(code)
        if known and known == code:
            return ""
        if known:
            return f"{code} is not how {self.title} writes it: write {known}."
        return f"{_named(code)} is not a code of {self.title}. {self._suggestion(code)}".rstrip()

    def children(self, code: str) -> tuple[str, ...]:
        """Codes one level below `code`; () for a leaf. An aggregate's are its members."""
        self._require(code)
        if code in self.items:
            return self._children.get(code, ())
        return self.aggregate_members(code)

    def leaves(self) -> tuple[str, ...]:
        """Every code without children, in the order of the tree."""
        return tuple(code for top in self._children[""] for code in self.leaves_under(top))

    def leaves_under(self, code: str) -> tuple[str, ...]:
        """The leaves of `code`, an item or an aggregate, in tree order; a leaf is its own."""
        self._require(code)
        found: list[str] = []
        waiting = [code] if code in self.items else list(reversed(self.aggregate_members(code)))
        while waiting:
            this = waiting.pop()
            below = self._children.get(this, ())
            if below:
                waiting.extend(reversed(below))
            else:
                found.append(this)
        return tuple(found)

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Codes above `code`, nearest first; () at the top and for an aggregate."""
        self._require(code)
        found: list[str] = []
        item = self.items.get(code)
        while item and item.parent:
            found.append(item.parent)
            item = self.items[item.parent]
        return tuple(found)

    def aggregate_members(self, code: str) -> tuple[str, ...]:
        """The fewest items that make up the aggregate `code`; () when it is not an aggregate."""
        known = self._aggregate(code)
        return self._aggregates[known] if known == code else ()

    def _require(self, code: str) -> None:
        if code not in self.items and self._aggregate(code) != code:
            raise HanseError(
                f"{_named(code)} is not a code of {self.title}.",
                remedy=self._suggestion(code),
            )

    def _item(self, text: str) -> str:
        if text in self.items:
            return text
        return self._spellings.get(_key(text), "")

    def _suggestion(self, text: str) -> str:
        key = _key(text)
        # A span such as 31-33 for one of its parts; the right digits under a wrong letter.
        digits = key[1:] if key[:1].isalpha() and key[1:] in self._spellings else ""
        close = [self._spans.get(key, ""), digits]
        # A wrong last digit is likelier than a wrong beginning: look at the neighbours.
        place = bisect_left(self._sorted, key)
        near = self._sorted[max(0, place - 8) : place + 8]
        near = [other for other in near if _shared(key, other) >= 2]
        close += sorted(near, key=lambda other: (-_shared(key, other), len(key) != len(other)))
        codes = dict.fromkeys(self._spellings[other] for other in close if other)
        named = [f"{code} ({self.items[code].label})" for code in codes if code][:3]
        return f"The closest codes are {', '.join(named)}." if named else ""

    def _aggregate(self, text: str) -> str:
        """Canonical spelling of an aggregate, its members remembered; "" when it is none."""
        if text in self._aggregates:
            return text
        written = text.strip().upper().replace("\N{EN DASH}", "-")
        if written == TOTAL:
            self._aggregates[TOTAL] = self._children[""]
            return TOTAL
        if not re.search("[-_]", written) or len(written) > _LONGEST:
            return ""
        spelled: list[str] = []
        sets: tuple[list[str], list[str]] = ([], [])
        leaving_out = False
        for part in written.split("_"):
            if part == "X" and not leaving_out and spelled:
                leaving_out = True
                spelled.append(part)
                continue
            ends = [self._item(end) for end in part.split("-")]
            if len(ends) == 2 and not ends[1]:
                # Older files write C10-12 where newer ones write C10-C12.
                ends[1] = self._item(part[:1] + part.split("-")[1])
            run = self._run(ends)
            if not run:
                return ""
            spelled.append("-".join(ends))
            sets[leaving_out].extend(run)
        members = self._without(*sets)
        if not members:
            return ""
        code = "_".join(spelled)
        self._aggregates[code] = members
        return code

    def _run(self, ends: list[str]) -> list[str]:
        """Codes from the first end to the last at the same level; [] when they make no run."""
        if not all(ends) or len(ends) > 2:
            return []
        if len(ends) == 1:
            return ends
        level = self.items[ends[0]].level
        same = [item.code for item in self.items.values() if item.level == level]
        if self.items[ends[1]].level != level:
            return []
        return same[same.index(ends[0]) : same.index(ends[1]) + 1]

    def _without(self, included: list[str], excluded: list[str]) -> tuple[str, ...]:
        """Fewest items under `included` but not under `excluded`; () when that is ill formed."""
        above = {parent for code in included for parent in self.ancestors(code)}
        once = len(set(included)) == len(included) and not above.intersection(included)
        inside = all({code, *self.ancestors(code)}.intersection(included) for code in excluded)
        if not (once and inside):
            return ()
        broken = {parent for code in excluded for parent in self.ancestors(code)}
        members: list[str] = []
        waiting = list(reversed(included))
        while waiting:
            code = waiting.pop()
            if code in excluded:
                continue
            if code in broken:
                waiting.extend(reversed(self._children[code]))
            else:
                members.append(code)
        return tuple(members)


@cache
def classification(name: str) -> Classification:
    """A classification that comes with Hanse, by name; read once.

    `nace_rev2` and `nace_rev2_1` (Eurostat), `naics_2012`, `naics_2017` and `naics_2022` (U.S.
    Census Bureau). Raises `HanseError` for another name.
    """
    if name not in _BUILT_IN:
        raise HanseError(
            f"There is no classification {name}.",
            remedy=f"Use one of {', '.join(_BUILT_IN)}, or load your own from a CSV file.",
        )
    title, path, levels = _BUILT_IN[name]
    return _from_rows(name, title, read_csv_rows(reference_path(path)), levels)


def classification_names() -> tuple[str, ...]:
    """Names that `classification` takes."""
    return tuple(_BUILT_IN)


def classification_from_csv(path: Path) -> Classification:
    """The user's classification from a CSV with the columns code, label and parent.

    An empty parent puts an item at the top; rows may come in any order. Its code and title are
    the file's name. Raises `HanseError` with file and line for an empty or repeated code, a
    parent that the file does not have, and a circle of parents.
    """
    return _from_rows(path.stem, path.stem, read_csv_rows(path), ())


def _from_rows(code: str, title: str, table: CsvRows, levels: tuple[str, ...]) -> Classification:
    lines: dict[str, int] = {}
    rows: dict[str, tuple[str, str]] = {}
    for line, (item, label, parent) in table.select(("code", "label", "parent")):
        if not item:
            raise HanseError("The row has no code.", where=table.where(line))
        if item in rows:
            raise HanseError(
                f"Code {item} occurs twice.",
                where=table.where(line),
                why=f"It is already on line {lines[item]}.",
            )
        lines[item] = line
        rows[item] = (label or item, parent)
    if not rows:
        raise HanseError("The classification has no codes.", where=str(table.path))
    for item, (_, parent) in rows.items():
        if parent and parent not in rows:
            raise HanseError(
                f"{item} has the parent {parent}, which is not in the file.",
                where=table.where(lines[item]),
                remedy=f"Add a row for {parent}, or leave the parent empty.",
            )
    depth = _depths({item: parent for item, (_, parent) in rows.items()})
    circle = [item for item in rows if item not in depth]
    if circle:
        raise HanseError(
            f"{circle[0]} is above itself.",
            where=table.where(lines[circle[0]]),
            why=f"The parents go round in a circle through {', '.join(circle[:5])}.",
        )
    items = {
        item: Industry(item, label, depth[item], parent) for item, (label, parent) in rows.items()
    }
    deepest = max(depth.values())
    return Classification(
        code, title, items, levels or tuple(f"level {n}" for n in range(1, deepest + 1))
    )


def _depths(parents: Mapping[str, str]) -> dict[str, int]:
    """Level of every code that hangs from the top; codes in or under a circle are absent."""
    below: dict[str, list[str]] = {}
    for code, parent in parents.items():
        below.setdefault(parent, []).append(code)
    depth: dict[str, int] = {}
    level, these = 1, below.get("", [])
    while these:
        depth.update(dict.fromkeys(these, level))
        level, these = level + 1, [code for this in these for code in below.get(this, ())]
    return depth


def _named(text: str) -> str:
    """`text` as a sentence can bear it."""
    text = text.strip()
    return (text if len(text) <= 40 else f"{text[:40]}...") or "An empty text"


def _key(text: str) -> str:
    return re.sub(r"[\s.]", "", text).upper()


def _spans(spellings: Mapping[str, str]) -> dict[str, str]:
    """Each number inside a code such as 31-33 -> that code."""
    ends = {key: re.fullmatch(r"(\d{1,4})-(\d{1,4})", key) for key in spellings}
    return {
        str(number): key
        for key, found in ends.items()
        if found
        for number in range(int(found[1]), int(found[2]) + 1)
    }


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _spellings(items: Mapping[str, Industry]) -> dict[str, str]:
    """Key of each accepted spelling -> code; "" where one key would mean two codes."""
    keys = [(_key(code), code) for code in items]
    # Digits alone name a NACE code: they are unique without the section letter.
    bare = [(key[1:], code) for key, code in keys if re.fullmatch(r"[A-Z]\d+", key)]
    taken = dict(keys)
    spellings: dict[str, str] = {}
    for pairs in (keys, [pair for pair in bare if pair[0] not in taken]):
        for key, code in pairs:
            spellings[key] = code if spellings.get(key, code) == code else ""
    return spellings
