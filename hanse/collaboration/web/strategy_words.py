"""Sections of a strategy as pages show and ask for them, and differences in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hanse.collaboration.consortia.strategy import (
    DEGREE_WORDS,
    LONGEST,
    ROWS,
    SECTIONS,
    SHORT,
    Content,
    Difference,
    Fault,
    Field,
    Section,
    missing,
)
from hanse.collaboration.web.consortium_words import said
from hanse.collaboration.web.models.strategies import StrategySection, StrategyVersion
from hanse.foundation.sentences import Sentence
from hanse.foundation.web.countries import country_choices, country_names
from hanse.foundation.web.figures import shaped

SPARE: Final = 2
"""Empty rows at the end of a section, to be filled in."""


@dataclass(frozen=True, slots=True)
class SectionBox:
    """A section as it is read. heads: of the columns. rows: cells in words. missing: in words."""

    section: Section
    title: str
    text: str
    heads: list[str]
    rows: list[list[str]]
    missing: list[str]
    changed_by: str
    changed: Any
    editable: bool

    @property
    def cells(self) -> list[list[tuple[str, str]]]:
        """Rows of column and cell, for phones that show both."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Control:
    """A control of the form of a section."""

    name: str
    anchor: str
    label: str
    kind: str
    value: str
    longest: int
    problem: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class SectionForm:
    """The form of a section. entered: as it was typed. seen: revision that the page shows.

    rival: what somebody else wrote meanwhile, as it is read; None without a conflict.
    """

    section: Section
    entered: dict[str, Any]
    seen: int
    rows: list[list[Control]]
    problems: list[tuple[str, str]] = field(default_factory=list)
    rival: SectionBox | None = None

    @classmethod
    def sent(cls, section: Section, words: QueryDict) -> tuple["SectionForm", int]:
        """The form as it was sent, and the revision that the page had shown."""
        seen = words.get("seen", "")
        number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
        if not section.fields:
            entered: dict[str, Any] = {"text": words.get("text", "")}
        else:
            count = words.get("rows", "")
            size = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 0
            entered = {
                "rows": [
                    {each.code: words.get(f"{each.code}-{at}", "") for each in section.fields}
                    for at in range(min(size, 2 * ROWS))
                ]
            }
        return cls(section, entered, number, _controls(section, entered)), number

    def with_faults(self, faults: Sequence[Fault]) -> "SectionForm":
        """The same with what is wrong, at its top and at each control."""
        wrong = {(each.row, each.field): said(each.sentence) for each in faults}
        rows = [
            [
                replace(control, problem=wrong.get((at, control.name.rpartition("-")[0]), ""))
                if self.section.fields
                else replace(control, problem=wrong.get((None, "text"), ""))
                for control in row
            ]
            for at, row in enumerate(self.rows)
        ]
        told = []
        for each in faults:
            anchor = f"#id_{each.field}-{each.row}" if each.row is not None else ""
            told.append((anchor if self.section.fields else "#id_text", said(each.sentence)))
        return replace(self, rows=rows, problems=told)

    def with_rival(self, section: StrategySection, rule: Section) -> "SectionForm":
        """The same beside what somebody else wrote; saving again puts this text in its place."""
        return replace(self, seen=section.revision, rival=_box(rule, section, editable=False))


def section_form(section: Section, content: Content, *, seen: int) -> SectionForm:
    """The form of a section as it is kept, with empty rows at its end."""
    if not section.fields:
        entered: dict[str, Any] = {"text": content.get("text", "")}
    else:
        rows = [dict(row) for row in content.get("rows") or []]
        entered = {"rows": rows + [{}] * max(SPARE, 3 - len(rows))}
    return SectionForm(section, entered, seen, _controls(section, entered))


def section_boxes(version: StrategyVersion, *, editable: bool) -> list[SectionBox]:
    """The sections of a version as they are read, in the order of the document."""
    kept = {each.code: each for each in version.sections.select_related("changed_by")}
    return [
        _box(rule, kept.get(code) or StrategySection(code=code, content={}), editable=editable)
        for code, rule in SECTIONS.items()
    ]


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A difference between two versions. before, after: in words."""

    section: str
    sentence: str
    before: str
    after: str


def difference_lines(found: Sequence[Difference]) -> list[DifferenceLine]:
    """Differences in the reader's language."""
    return [
        DifferenceLine(
            _(SECTIONS[each.section].title), said(each.sentence), each.before, each.after
        )
        for each in found
    ]


def cell_words(kind: str, value: str) -> str:
    """A field of a row as people read it."""
    if not value:
        return ""
    match kind:
        case "country":
            return country_names().get(value, value)
        case "date":
            day = parse_date(value)
            return date_format(day) if day else value
        case "amount":
            return shaped(float(value), "money")
        case "figure":
            number = float(value)
            return shaped(number, "count" if number.is_integer() else "decimal")
        case "degree":
            return _(DEGREE_WORDS[value])
        case _:
            return value


def _box(rule: Section, kept: StrategySection, *, editable: bool) -> SectionBox:
    rows = kept.content.get("rows") or []
    return SectionBox(
        rule,
        _(rule.title),
        kept.content.get("text", ""),
        [_(each.label) for each in rule.fields],
        [[cell_words(each.kind, row.get(each.code, "")) for each in rule.fields] for row in rows],
        [said(each) for each in missing(rule, kept.content)],
        str(kept.changed_by.name) if kept.changed_by else "",
        kept.changed if kept.revision else None,
        editable,
    )


def _controls(section: Section, entered: Mapping[str, Any]) -> list[list[Control]]:
    if not section.fields:
        text = Control("text", "id_text", _(section.title), "text", entered["text"], LONGEST)
        return [[text]]
    return [
        [_control(each, at, row.get(each.code, "")) for each in section.fields]
        for at, row in enumerate(entered["rows"])
    ]


def _control(rule: Field, at: int, value: str) -> Control:
    choices: tuple[tuple[str, str], ...] = ()
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    if rule.kind == "degree":
        choices = tuple((code, said(Sentence(words))) for code, words in DEGREE_WORDS.items())
    elif rule.kind == "country":
        groups = tuple((str(label), tuple(listed)) for label, listed in country_choices())
    name = f"{rule.code}-{at}"
    longest = LONGEST if rule.kind == "text" else SHORT
    return Control(
        name, f"id_{name}", _(rule.label), rule.kind, value, longest, "", choices, groups
    )
