"""Rows of imported tables: accepted, repaired with a note, or rejected with the reason."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from hanse.collaboration.directory.duplicates import Duplicates, Known, name_key
from hanse.collaboration.directory.tables import RawTable
from hanse.foundation.problems import HanseError
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _

ORGANISATION_COLUMNS: Final = MappingProxyType(
    {
        "name": ("name", "organisation", "organization"),
        "native_name": ("native_name", "name in its own language"),
        "kind": ("kind", "type"),
        "country": ("country",),
        "region": ("region", "nuts", "nuts region"),
        "website": ("website", "web", "url"),
        "description": ("description", "text"),
        "industries": ("industries", "industry", "nace"),
    }
)
MEMBER_COLUMNS: Final = MappingProxyType(
    {
        "name": ("name", "member"),
        "kind": ("kind", "type"),
        "size": ("size", "employees", "persons"),
        "since": ("since", "member since"),
        "objects_to_naming": ("objects_to_naming", "objects", "not named"),
    }
)
"""Field -> headings it is found under, without case."""

KIND_WORDS: Final = MappingProxyType(
    {
        "cluster": "cluster", "cluster organisation": "cluster", "cluster organization": "cluster",
        "network": "cluster", "firm": "firm", "company": "firm", "sme": "firm",
        "enterprise": "firm", "research": "research", "research organisation": "research",
        "university": "research", "public": "public", "public body": "public",
        "authority": "public", "partner": "partner", "international partner": "partner",
        "other": "other",
    }
)  # fmt: skip
_SIZES: Final = ((10, "micro"), (50, "small"), (250, "medium"))
_SIZE_WORDS: Final = frozenset({"micro", "small", "medium", "large"})
_YES: Final = frozenset({"yes", "true", "1", "x", "ja", "oui"})
_NO: Final = frozenset({"no", "false", "0", "", "nein", "non"})
_LONGEST: Final = 200


@dataclass(slots=True)
class Row:
    """A row of a file. values: as the database keeps them. repairs, faults: what was done to it,
    and why it is rejected.
    """

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    repairs: list[Sentence] = field(default_factory=list)
    faults: list[Sentence] = field(default_factory=list)

    @property
    def state(self) -> str:
        """accepted, repaired or rejected."""
        if self.faults:
            return "rejected"
        return "repaired" if self.repairs else "accepted"


@dataclass(frozen=True, slots=True)
class Codes:
    """How words become codes, each "" where they name none; why_not_region: of code and country."""

    country: Callable[[str], str]
    industry: Callable[[str], str]
    why_not_region: Callable[[str, str], str]


def organisation_rows(table: RawTable, codes: Codes) -> list[Row]:
    """The rows of a table of organisations, judged one by one and against each other.

    Raises `HanseError` where a column that is needed is missing.
    """
    rows = []
    seen = Duplicates(())
    for line, cells in _fields(table, ORGANISATION_COLUMNS, ("name", "kind", "country")):
        row = Row(line)
        _check_width(row, table, cells.pop("", ""))
        _name(row, cells["name"])
        row.values["native_name"] = cells["native_name"][:_LONGEST]
        _kind(row, cells["kind"], but="other")
        _place(row, cells["country"], cells["region"], codes)
        _website(row, cells["website"])
        row.values["description"] = cells["description"]
        _industries(row, cells["industries"], codes)
        if not row.faults:
            _not_twice(row, seen)
        rows.append(row)
    return rows


def member_rows(table: RawTable, known: Sequence[str], on: date) -> list[Row]:
    """The rows of a table of members, judged. known: names of members there are already.

    Raises `HanseError` where a column that is needed is missing.
    """
    rows = []
    seen = {name_key(name): 0 for name in known}
    for line, cells in _fields(table, MEMBER_COLUMNS, ("name", "kind")):
        row = Row(line)
        _check_width(row, table, cells.pop("", ""))
        _name(row, cells["name"])
        _kind(row, cells["kind"], but="cluster partner")
        _size(row, cells["size"])
        _since(row, cells["since"], on)
        _objects(row, cells["objects_to_naming"])
        key = name_key(cells["name"])
        if not row.faults and key in seen:
            before = seen[key]
            row.faults.append(
                Sentence(_("The same name stands in line {line}."), {"line": before})
                if before
                else Sentence(_("A member of this name is in the list already."))
            )
        if not row.faults:
            seen[key] = line
        rows.append(row)
    return rows


def counted(rows: Sequence[Row]) -> Mapping[str, int]:
    """How many rows are in each state; they add up to the rows of the file."""
    states = [row.state for row in rows]
    return {state: states.count(state) for state in ("accepted", "repaired", "rejected")}


def unread_columns(table: RawTable, columns: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The headings of a table that name none of `columns`, as they stand."""
    known = {word for words in columns.values() for word in words}
    return [each for each in table.columns if each and each.casefold().strip() not in known]


def _fields(
    table: RawTable, columns: Mapping[str, tuple[str, ...]], needed: Sequence[str]
) -> list[tuple[int, dict[str, str]]]:
    """Line and field -> cell of each row; "" -> how many cells are beyond the heading."""
    headings = {each.casefold().strip(): at for at, each in enumerate(table.columns)}
    places = {
        name: next((headings[word] for word in words if word in headings), None)
        for name, words in columns.items()
    }
    absent = [name for name in needed if places[name] is None]
    if absent:
        raise HanseError(
            f"The file has no column {', '.join(absent)}.",
            where="line 1",
            remedy=f"Columns that are read: {', '.join(columns)}.",
        )
    found = []
    for line, cells in table.rows:
        row = {
            name: cells[at] if at is not None and at < len(cells) else ""
            for name, at in places.items()
        }
        row[""] = "more" if any(cells[len(table.columns) :]) else ""
        found.append((line, row))
    return found


def _check_width(row: Row, table: RawTable, beyond: str) -> None:
    if beyond:
        row.faults.append(
            Sentence(_("The row has more than the {count} cells of the heading."),
                     {"count": len(table.columns)})
        )  # fmt: skip


def _name(row: Row, text: str) -> None:
    name = " ".join(text.split())
    if not name:
        row.faults.append(Sentence(_("The name is missing.")))
    elif len(name) > _LONGEST:
        row.faults.append(Sentence(_("The name is longer than 200 characters.")))
    elif name != text:
        row.repairs.append(Sentence(_("Blanks in the name were put right.")))
    row.values["name"] = name


def _kind(row: Row, text: str, *, but: str) -> None:
    """but: kinds that are not meant here, apart by blanks."""
    kind = KIND_WORDS.get(text.casefold().strip(), "")
    if not text:
        row.faults.append(Sentence(_("The kind is missing.")))
    elif not kind or kind in but.split():
        kinds = sorted(set(KIND_WORDS.values()) - set(but.split()))
        row.faults.append(
            Sentence(
                _("There is no kind “{word}”. Write one of: {kinds}."),
                {"word": text[:40], "kinds": ", ".join(kinds)},
            )
        )
    elif kind != text:
        row.repairs.append(
            Sentence(_("The kind “{word}” was read as {kind}."), {"word": text, "kind": kind})
        )
    row.values["kind"] = kind


def _place(row: Row, country: str, region: str, codes: Codes) -> None:
    code = codes.country(country)
    if not country:
        row.faults.append(Sentence(_("The country is missing.")))
    elif not code:
        row.faults.append(Sentence(_("There is no country “{word}”."), {"word": country[:40]}))
    elif code != country:
        row.repairs.append(
            Sentence(_("The country “{word}” was read as {code}."), {"word": country, "code": code})
        )
    row.values["country"] = code
    place = region.upper()
    row.values["region"] = place
    if place and code:
        why = codes.why_not_region(place, code)
        if why:
            row.values["region"] = ""
            row.repairs.append(
                Sentence(_("The region {code} was left out: {why}"), {"code": place, "why": why})
            )
        elif place != region:
            row.repairs.append(Sentence(_("The region was put into capitals.")))


def _website(row: Row, text: str) -> None:
    address = f"https://{text}" if text and "//" not in text else text
    if address and not _is_web_address(address):
        row.repairs.append(Sentence(_("The website was left out: it is no web address.")))
        address = ""
    elif address != text:
        row.repairs.append(Sentence(_("https:// was put before the website.")))
    row.values["website"] = address


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        # Asking for the port raises where there is none to read.
        named = parts.port is None or parts.port > 0
    except ValueError:
        return False
    host = parts.hostname or ""
    return (
        parts.scheme in {"http", "https"}
        and named
        and "." in host.strip(".")
        and " " not in text
        and len(text) <= _LONGEST
    )


def _industries(row: Row, text: str, codes: Codes) -> None:
    found = []
    for word in filter(None, (each.strip() for each in text.replace("|", ";").split(";"))):
        code = codes.industry(word)
        if code:
            found.append(code)
        else:
            row.repairs.append(
                Sentence(_("The industry “{word}” was left out: there is none."),
                         {"word": word[:40]})
            )  # fmt: skip
    row.values["industries"] = list(dict.fromkeys(found))


def _not_twice(row: Row, seen: Duplicates) -> None:
    names = tuple(filter(None, (row.values["name"], row.values["native_name"])))
    found = seen.find(names, row.values["country"], row.values["website"])
    if found and found.sure:
        row.faults.append(
            Sentence(_("The same organisation stands in line {line}."), {"line": found.key})
        )
    else:
        seen.add(Known(row.line, names, row.values["country"], row.values["website"]))


def _size(row: Row, text: str) -> None:
    word = text.casefold()
    if not word or word in _SIZE_WORDS:
        row.values["size"] = word
        return
    if word.isascii() and word.isdigit() and len(word) < 9:
        size = next((name for below, name in _SIZES if int(word) < below), "large")
        row.values["size"] = size
        row.repairs.append(
            Sentence(_("{persons} persons were read as the size {size}."),
                     {"persons": word, "size": size})
        )  # fmt: skip
        return
    row.values["size"] = ""
    row.repairs.append(
        Sentence(_("The size “{word}” was left out: there is none."), {"word": text[:40]})
    )


def _since(row: Row, text: str, on: date) -> None:
    row.values["since"] = None
    if not text:
        return
    plain = f"{text}-01-01" if len(text) == 4 else text
    try:
        day = date.fromisoformat(plain)
    except ValueError:
        row.repairs.append(
            Sentence(_("The day “{word}” was left out: write it as 2025-12-31."),
                     {"word": text[:40]})
        )  # fmt: skip
        return
    if day > on:
        row.faults.append(Sentence(_("The day {day} lies in the future."), {"day": day}))
    elif plain != text:
        row.repairs.append(
            Sentence(_("The year {year} was read as its first day."), {"year": text})
        )
    row.values["since"] = day


def _objects(row: Row, text: str) -> None:
    word = text.casefold()
    row.values["objects_to_naming"] = word in _YES
    if word not in _YES and word not in _NO:
        # In doubt nobody is named.
        row.values["objects_to_naming"] = True
        row.repairs.append(
            Sentence(_("“{word}” was read as an objection to being named."), {"word": text[:40]})
        )
