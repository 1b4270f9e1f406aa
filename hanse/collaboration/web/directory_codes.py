"""The codes a profile can name, with their names: for forms, pages and files."""

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _

from hanse.collaboration.directory.code_lists import PRIORITIES, SERVICES, TECHNOLOGIES, code_list
from hanse.collaboration.web.models.profiles import CodeKind
from hanse.foundation.sectors import classification
from hanse.foundation.web.countries import country_names
from hanse.observatory.schemes.loader import scheme

NACE: Final = "nace_rev2"
"""The classification that profiles name industries in: the one the schemes of categories use."""

OWN_LISTS: Final[Mapping[CodeKind, str]] = MappingProxyType(
    {
        CodeKind.TECHNOLOGY: TECHNOLOGIES,
        CodeKind.PRIORITY: PRIORITIES,
        CodeKind.SERVICE: SERVICES,
    }
)
SCHEMES: Final[Mapping[CodeKind, str]] = MappingProxyType(
    {CodeKind.CATEGORY: "traded_local", CodeKind.EMERGING: "emerging"}
)
LONG_KINDS: Final = frozenset({CodeKind.INDUSTRY, CodeKind.TARGET})
"""Kinds with too many codes to be shown at once."""

Choices = list[tuple[str, list[tuple[str, str]]]]


@cache
def code_names(kind: CodeKind) -> Mapping[str, str]:
    """Code -> name of all that a profile can name of a kind."""
    if kind in OWN_LISTS:
        return code_list(OWN_LISTS[kind]).names
    if kind in SCHEMES:
        categories = scheme(SCHEMES[kind]).categories
        return MappingProxyType({code: each.label for code, each in categories.items()})
    if kind is CodeKind.INDUSTRY:
        items = classification(NACE).items
        return MappingProxyType({code: each.label for code, each in items.items()})
    return MappingProxyType(country_names())


def grouped_choices(kind: CodeKind) -> Choices:
    """The codes of a short kind under their headings."""
    if kind in OWN_LISTS:
        return [
            (group.name, [(each.code, each.name) for each in entries])
            for group, entries in code_list(OWN_LISTS[kind]).grouped
        ]
    categories = scheme(SCHEMES[kind]).categories
    if kind is CodeKind.EMERGING:
        return [("", [(code, each.label) for code, each in categories.items()])]
    return [
        (label, [(code, each.label) for code, each in categories.items() if each.kind == part])
        for part, label in (("traded", _("Traded")), ("local", _("Local")))
    ]


def code_label(kind: CodeKind, code: str) -> str:
    """What people call a code: an industry with its code before it; unknown codes as they are."""
    name = code_names(kind).get(code, code)
    return f"{industry_shown(code)} {name}" if kind is CodeKind.INDUSTRY else name


def industry_shown(code: str) -> str:
    """An industry's code as people write it: C16.21 for C1621."""
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 else code


def industry_code(text: str) -> str:
    """The industry that `text` names by code or label, as C1621, C16.21 or 16.21; "" for none."""
    names = code_names(CodeKind.INDUSTRY)
    plain = text.strip()
    word = plain.split(" ")[0].replace(".", "").upper() if plain else ""
    if word in names:
        return word
    if word.isdigit():
        return next((code for code in names if code[1:] == word), "")
    wanted = plain.casefold()
    return next((code for code, name in names.items() if name.casefold() == wanted), "")


def country_code(text: str) -> str:
    """The country that `text` names by code or English name; "" for none."""
    names = country_names()
    plain = text.strip()
    code = {"GR": "EL", "GB": "UK"}.get(plain.upper(), plain.upper())
    if code in names:
        return code
    wanted = plain.casefold()
    return next((each for each, name in names.items() if name.casefold() == wanted), "")


def codes_above(industry: str) -> tuple[str, ...]:
    """The industries that one is part of, nearest first."""
    items = classification(NACE).items
    found = []
    parent = items[industry].parent if industry in items else ""
    while parent:
        found.append(parent)
        parent = items[parent].parent
    return tuple(found)


def categories_of(industry: str) -> list[str]:
    """The traded and local categories that an industry, or a part of it, belongs to."""
    members = scheme(SCHEMES[CodeKind.CATEGORY]).members
    found = {
        category
        for member, category in members.select("industry", "category").iter_rows()
        if member == industry or industry in codes_above(member)
    }
    return sorted(found)


def labels(kind: CodeKind, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Code and label of each, in the order of the labels."""
    return sorted(((code, code_label(kind, code)) for code in codes), key=lambda each: each[1])
