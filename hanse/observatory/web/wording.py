"""Figures in words and columns: what each is called, how it is written, what defines it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hanse.foundation.web.figures import Kind
from hanse.foundation.web.tables import Cell, Column
from hanse.observatory.catalogue import CATALOGUE
from hanse.observatory.statuses import status_of
from hanse.observatory.structure import STRUCTURE
from hanse.observatory.web.addresses import Addresses

NAMES: Final[Mapping[str, str | Promise]] = {
    "employment_persons": _("Employment"),
    "establishments_count": _("Establishments"),
    "wages_eur": _("Wages and salaries"),
    "value_added_eur": _("Value added"),
    "share": _("Share of the category"),
    "location_quotient": _("Location quotient"),
    "symmetric_location_quotient": _("Symmetric location quotient"),
    "focus": _("Share of the region"),
    "size": _("Relative size"),
    "establishment_size_persons": _("Persons per establishment"),
    "average_wage_eur": _("Average wage"),
    "productivity_eur": _("Value added per person"),
    "employment_growth_cagr": _("Growth a year"),
    "employment_growth_persons": _("Growth in persons"),
    "proximity": _("Proximity"),
    "relatedness_density": _("Relatedness density"),
    "structural_similarity": _("Similarity"),
    "krugman_index": _("Krugman index"),
    "locational_gini": _("Locational Gini coefficient"),
    "herfindahl_index": _("Herfindahl index"),
    "hoover_index": _("Hoover index"),
    "top_ten_share": _("Share of the ten largest regions"),
    "national_share_persons": _("Growth of all regions"),
    "industry_mix_persons": _("Mix of categories"),
    "regional_shift_persons": _("The region's own part"),
}

_KINDS: Final[Mapping[str, Kind]] = {
    "persons": "count",
    "local units": "count",
    "EUR": "money",
    "EUR per person": "money",
    "share of 1": "percent",
    "share of 1 a year": "percent",
    "place": "rank",
}
_CATEGORY_KINDS: Final[Mapping[str, str | Promise]] = {
    "traded": _("Traded"),
    "local": _("Local"),
    "emerging": _("Emerging"),
    "natural": _("Resource-based"),
    "other": _("Other"),
}
_REASONS: Final[Mapping[str, str | Promise]] = {
    "not_rated": _("The rating rule does not rate categories of this kind."),
    "below_floor": _("The cluster is below the floor of the rule, so it has no star."),
    "withheld": _("Employment is withheld by the statistical office."),
    "missing": _("There is no figure for employment."),
    "unknown": _("What the rule asks for is not known."),
    "partly": _("Some criteria cannot be judged; the stars count the others."),
}


def name_of(code: str) -> str:
    """What a figure is called on pages."""
    return _name(code, get_language())


@lru_cache(maxsize=1024)
def _name(code: str, _language: str | None) -> str:
    """The name in the active language, looked up once: a page says it a hundred times."""
    known = NAMES.get(code)
    if known is not None:
        return str(known)
    entry = CATALOGUE.get(code) or STRUCTURE.get(code)
    return code if entry is None else gettext(entry.label)


def kind_of(code: str) -> Kind:
    """How a figure is written."""
    entry = CATALOGUE.get(code) or STRUCTURE.get(code)
    return "decimal" if entry is None else _KINDS.get(entry.unit, "decimal")


def decimals_of(code: str) -> int | None:
    """How many decimals a figure is written with; None for as many as is usual."""
    entry = CATALOGUE.get(code)
    if entry is None or kind_of(code) == "percent":
        return 3 if code.endswith("_index") else None
    return entry.decimals


def definition_of(code: str, addresses: Addresses) -> str:
    """The page that defines a figure."""
    return addresses.method(code)


def column_of(code: str, addresses: Addresses, *, sortable: bool = True, label: str = "") -> Column:
    """The column of a figure, which leads to its definition."""
    return Column(
        code,
        label or name_of(code),
        kind_of(code),
        decimals_of(code),
        definition_of(code, addresses),
        sortable,
    )


def cell_of(code: str, row: Mapping[str, Any], address: str = "") -> Cell:
    """The cell of a figure of `row`, with its status."""
    return Cell(row.get(code), address, status_of(code, row))


def category_kind(kind: str) -> str:
    """What a kind of category is called."""
    known = _CATEGORY_KINDS.get(kind)
    return kind.replace("_", " ").capitalize() if known is None else str(known)


def reason_words(reason: str | None) -> str:
    """Why a cluster has no stars, or fewer than it might: `ratings.stars.REASONS`, for people."""
    return str(_REASONS.get(reason or "", ""))
