"""Labels and entries of the register as rows: for its pages, its files and its API."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hanse.excellence.register.chain import Entry
from hanse.excellence.register.records import Record, Standing
from hanse.excellence.web.register_now import field_name, level_name, scheme_title
from hanse.foundation.web.countries import country_names

LABEL_COLUMNS: Final = (
    "label",
    "holder",
    "country",
    "country_name",
    "field",
    "field_name",
    "website",
    "scheme",
    "scheme_version",
    "level",
    "level_name",
    "awarded",
    "valid_from",
    "valid_until",
    "standing",
    "as_of",
    "renews",
    "fictitious",
)
"""Columns of a table of labels; names are in English there."""
ENTRY_COLUMNS: Final = ("sequence", "label", "event", "on", "entered", "reason", "previous", "hash")
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the beginning of a cell."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which labels. words: in name or number; "" for all, as in the other texts.

    valid: only those valid on the day `on`.
    """

    on: date
    words: str = ""
    country: str = ""
    field: str = ""
    level: str = ""
    valid: bool = True

    def holds(self, record: Record) -> bool:
        """Whether a label is wanted."""
        folded = self.words.casefold()
        return (
            self.country in ("", record.country)
            and self.field in ("", record.field)
            and self.level in ("", record.level)
            and (folded in record.holder.casefold() or folded in record.label.casefold())
            and (not self.valid or record.standing(self.on) is Standing.VALID)
        )


def chosen(labels: Iterable[Record], wanted: Wanted) -> list[Record]:
    """The labels wanted, by name of the holder."""
    return in_order(each for each in labels if wanted.holds(each))


def in_order(labels: Iterable[Record]) -> list[Record]:
    """Labels by the name of their holder, then by number."""
    return sorted(labels, key=lambda each: (each.holder.casefold(), each.label))


def label_row(record: Record, on: date, language: str = "en") -> dict[str, Any]:
    """A label with the columns `LABEL_COLUMNS`; days as ISO 8601."""
    return {
        "label": record.label,
        "holder": record.holder,
        "country": record.country,
        "country_name": country_names().get(record.country, record.country),
        "field": record.field,
        "field_name": field_name(record.field, language),
        "website": record.website,
        "scheme": record.scheme,
        "scheme_version": record.version,
        "level": record.level,
        "level_name": level_name(record.scheme, record.version, record.level, language),
        "awarded": record.awarded.isoformat(),
        "valid_from": record.valid_from.isoformat(),
        "valid_until": record.valid_until.isoformat(),
        "standing": record.standing(on).value,
        "as_of": on.isoformat(),
        "renews": record.renews,
        "fictitious": record.fictitious,
    }


def entry_row(entry: Entry) -> dict[str, Any]:
    """An entry with the columns `ENTRY_COLUMNS`."""
    content = entry.content()
    return {
        **{name: content[name] for name in ENTRY_COLUMNS if name in content},
        "reason": str(entry.facts.get("reason", "")),
        "hash": entry.hash,
    }


def as_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """Rows as CSV in UTF-8; what a spreadsheet would compute gets an apostrophe before it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_harmless(row[name]) for name in columns] for row in rows)
    return text.getvalue().encode()


def title_of(record: Record, language: str) -> str:
    """Scheme and level in words."""
    level = level_name(record.scheme, record.version, record.level, language)
    return f"{scheme_title(record.scheme, record.version, language)}: {level}"


def _harmless(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value
