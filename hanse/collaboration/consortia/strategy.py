"""The joint strategy as a structured document: sections, completeness, differences in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Literal

from hanse.foundation.beyond_nuts import other_countries
from hanse.foundation.geography import countries
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _

LONGEST: Final = 4000
"""Letters in a text."""
SHORT: Final = 300
"""Letters in a line."""
ROWS: Final = 40
"""Rows in a section."""
MOST_EUR: Final = 1_000_000_000

FieldKind = Literal["line", "text", "country", "date", "amount", "figure", "degree"]
DEGREES: Final = ("low", "medium", "high")

Content = Mapping[str, Any]
"""What a section says: {"text": ...}, or {"rows": [{field: text}, ...]}; every value a text."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a row. needed: a row without it is not complete."""

    code: str
    label: str
    kind: FieldKind
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A section: a text, or rows told apart by their first field.

    least: rows from which it is complete.
    """

    code: str
    title: str
    help: str
    fields: tuple[Field, ...] = ()
    least: int = 1


SECTIONS: Final[Mapping[str, Section]] = MappingProxyType(
    {
        each.code: each
        for each in (
            Section(
                "vision", _("Vision"),
                _("Where the members want to be together in some years, and why together."),
            ),
            Section(
                "markets", _("Target markets"),
                _("The countries the members want to go to, each with the reason."),
                (
                    Field("country", _("Country"), "country"),
                    Field("reason", _("Reason"), "text"),
                ),
            ),
            Section(
                "offer", _("Joint offer"),
                _("What the members offer together that none could offer alone."),
            ),
            Section(
                "needs", _("Needs of SMEs"),
                _("What small and medium-sized firms need to go abroad, and how you know."),
            ),
            Section(
                "activities", _("Activities"), _("What is done, where and when."),
                (
                    Field("title", _("Activity"), "line"),
                    Field("country", _("Country"), "country", needed=False),
                    Field("lead", _("Lead"), "line"),
                    Field("begins", _("Begins"), "date"),
                    Field("ends", _("Ends"), "date"),
                ),
            ),
            Section(
                "budget", _("Budget"), _("What it costs and who pays."),
                (
                    Field("item", _("Item"), "line"),
                    Field("amount", _("Amount in euros"), "amount"),
                    Field("paid_by", _("Paid by"), "line"),
                ),
            ),
            Section(
                "milestones", _("Milestones"), _("What will be reached by which day."),
                (
                    Field("title", _("Milestone"), "line"),
                    Field("due", _("Due"), "date"),
                ),
            ),
            Section(
                "indicators", _("Indicators"),
                _("How you will know that it works: where you start and what you aim at."),
                (
                    Field("name", _("Indicator"), "line"),
                    Field("unit", _("Unit"), "line", needed=False),
                    Field("start", _("Today"), "figure"),
                    Field("target", _("Target"), "figure"),
                ),
            ),
            Section(
                "risks", _("Risks"), _("What may go wrong, and what is then done."),
                (
                    Field("risk", _("Risk"), "line"),
                    Field("likelihood", _("Likelihood"), "degree"),
                    Field("effect", _("Effect"), "degree"),
                    Field("answer", _("What is done"), "text"),
                ),
            ),
        )
    }
)  # fmt: skip
"""Code -> section, in the order of the document."""

DEGREE_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {"low": _("low"), "medium": _("medium"), "high": _("high")}
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with what was entered. row: from 0, None for the section. field: "" for all."""

    row: int | None
    field: str
    sentence: Sentence


def read(section: Section, entered: Content) -> tuple[dict[str, Any], list[Fault]]:
    """What was entered for `section`, cleaned, and what is wrong with it.

    Empty rows are dropped. Blank fields are no fault: a draft may be saved half written.
    """
    if not section.fields:
        text = _text(entered.get("text"))
        faults = []
        if len(text) > LONGEST:
            faults.append(
                Fault(None, "text", Sentence(_("Longer than {most} letters."), {"most": LONGEST}))
            )
        return {"text": text}, faults
    rows: list[dict[str, str]] = []
    faults = []
    given = entered.get("rows")
    for at, row in enumerate(given if isinstance(given, list) else []):
        cleaned = {each.code: _text(row.get(each.code)) for each in section.fields}
        if not any(cleaned.values()):
            continue
        for each in section.fields:
            wrong = _WRONG[each.kind](cleaned[each.code]) if cleaned[each.code] else None
            if wrong is not None:
                faults.append(Fault(at, each.code, wrong))
        begins, ends = cleaned.get("begins", ""), cleaned.get("ends", "")
        if begins and ends and _is_day(begins) and _is_day(ends) and ends < begins:
            faults.append(Fault(at, "ends", Sentence(_("It ends before it begins."))))
        rows.append(cleaned)
    if len(rows) > ROWS:
        faults.append(Fault(None, "", Sentence(_("More than {most} rows."), {"most": ROWS})))
    keys = [_key(section, row) for row in rows]
    for key in sorted({key for key in keys if key and keys.count(key) > 1}):
        faults.append(Fault(None, "", Sentence(_("Twice in the list: {what}."), {"what": key})))
    return {"rows": rows}, faults


def missing(section: Section, content: Content) -> list[Sentence]:
    """What a section lacks to be complete, in words; [] where nothing."""
    if not section.fields:
        return [] if _text(content.get("text")) else [Sentence(_("Nothing is written yet."))]
    rows = content.get("rows") or []
    found = []
    if len(rows) < section.least:
        found.append(Sentence(_("Nothing is listed yet.")))
    for row in rows:
        for each in section.fields:
            if each.needed and not row.get(each.code):
                values = {"what": _key(section, row), "field": Sentence(each.label)}
                found.append(Sentence(_("{what}: {field} is missing."), values))
    return found


def complete(document: Mapping[str, Content]) -> float:
    """The part of the sections that are complete, 0 to 1."""
    whole = sum(not missing(each, document.get(code, {})) for code, each in SECTIONS.items())
    return whole / len(SECTIONS)


def is_complete(document: Mapping[str, Content]) -> bool:
    """Whether every section is complete."""
    return not any(missing(each, document.get(code, {})) for code, each in SECTIONS.items())


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two versions. before, after: texts of a section or of a field."""

    section: str
    sentence: Sentence
    before: str = ""
    after: str = ""


def differences(old: Mapping[str, Content], new: Mapping[str, Content]) -> list[Difference]:
    """How `new` differs from `old`, section by section, in words; [] for the same document."""
    found: list[Difference] = []
    for code, section in SECTIONS.items():
        before, after = old.get(code, {}), new.get(code, {})
        if section.fields:
            found += _row_differences(section, before.get("rows") or [], after.get("rows") or [])
            continue
        one, other = _text(before.get("text")), _text(after.get("text"))
        if one != other:
            words = (
                _("Text added.")
                if not one
                else _("Text removed.")
                if not other
                else _("Text changed.")
            )
            found.append(Difference(code, Sentence(words), one, other))
    return found


def _row_differences(
    section: Section, old: Sequence[Mapping[str, str]], new: Sequence[Mapping[str, str]]
) -> list[Difference]:
    before = {_key(section, row): row for row in old}
    after = {_key(section, row): row for row in new}
    found = [
        Difference(section.code, Sentence(_("Added: {what}."), {"what": key}))
        for key in after
        if key not in before
    ]
    found += [
        Difference(section.code, Sentence(_("Removed: {what}."), {"what": key}))
        for key in before
        if key not in after
    ]
    for key, row in after.items():
        for each in section.fields[1:]:
            one, other = before.get(key, row).get(each.code, ""), row.get(each.code, "")
            if one != other:
                values = {"what": key, "field": Sentence(each.label)}
                sentence = Sentence(_("{what}: {field} changed."), values)
                found.append(Difference(section.code, sentence, one, other))
    return found


def _key(section: Section, row: Mapping[str, str]) -> str:
    """What tells a row from the others: its first field; a country by its name."""
    first = section.fields[0]
    value = row.get(first.code, "")
    return country_name(value) if first.kind == "country" else value


def country_name(code: str) -> str:
    """The English name of a country; its code where there is none."""
    known = countries().get(code)
    return known.name if known else other_countries().get(code, code)


def _text(value: Any) -> str:
    return value.strip().replace("\r\n", "\n") if isinstance(value, str) else ""


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _figure(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) <= MOST_EUR else None


def _wrong_line(text: str) -> Sentence | None:
    return (
        Sentence(_("Longer than {most} letters."), {"most": SHORT}) if len(text) > SHORT else None
    )


def _wrong_text(text: str) -> Sentence | None:
    if len(text) <= LONGEST:
        return None
    return Sentence(_("Longer than {most} letters."), {"most": LONGEST})


def _wrong_country(text: str) -> Sentence | None:
    if text in countries() or text in other_countries():
        return None
    return Sentence(_("There is no such country."))


def _wrong_day(text: str) -> Sentence | None:
    return None if _is_day(text) else Sentence(_("This is no day."))


def _wrong_amount(text: str) -> Sentence | None:
    value = _figure(text)
    return Sentence(_("This is no amount.")) if value is None or value < 0 else None


def _wrong_figure(text: str) -> Sentence | None:
    return Sentence(_("This is no figure.")) if _figure(text) is None else None


def _wrong_degree(text: str) -> Sentence | None:
    return None if text in DEGREES else Sentence(_("Choose one of the list."))


_WRONG: Final[Mapping[str, Callable[[str], Sentence | None]]] = {
    "line": _wrong_line,
    "text": _wrong_text,
    "country": _wrong_country,
    "date": _wrong_day,
    "amount": _wrong_amount,
    "figure": _wrong_figure,
    "degree": _wrong_degree,
}
