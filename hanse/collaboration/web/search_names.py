"""Facets of the directory and their codes in words."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from babel import Locale
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, to_locale

from hanse.collaboration.directory.code_lists import SERVICES, TECHNOLOGIES, code_list
from hanse.collaboration.directory.freshness import State
from hanse.collaboration.web.models.profiles import TierChoice
from hanse.excellence.web.models.labels import Level
from hanse.foundation.geography import countries, regions
from hanse.foundation.sectors import Classification, classification
from hanse.foundation.web.countries import VINTAGE, country_names
from hanse.foundation.web.models.organisations import OrganisationKind
from hanse.observatory.schemes.loader import scheme

TRADED: Final = "traded_local"
EMERGING: Final = "emerging"

FACETS: Final[Mapping[str, str | Promise]] = {
    "kind": gettext_lazy("Kind"),
    "country": gettext_lazy("Country"),
    "region": gettext_lazy("Region"),
    "category": gettext_lazy("Cluster category"),
    "emerging": gettext_lazy("Emerging industry"),
    "industry": gettext_lazy("Industry"),
    "technology": gettext_lazy("Technology field"),
    "service": gettext_lazy("Service"),
    "target": gettext_lazy("Target country"),
    "label": gettext_lazy("Label held"),
    "tier": gettext_lazy("Tier"),
    "freshness": gettext_lazy("Last confirmed"),
}
"""Facet -> its heading, in the order of the page."""

FRESHNESS_WORDS: Final[Mapping[str, str | Promise]] = {
    State.FRESH.value: gettext_lazy("In the last half year"),
    State.AGEING.value: gettext_lazy("In the last year, or seen active"),
    State.STALE.value: gettext_lazy("Longer ago, or never"),
}
ON_RECORD: Final = "on_record"
"""The tier of an organisation that a public source names and nobody here acts for."""

IN_ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": tuple(OrganisationKind.values),
    "label": tuple(reversed(Level.values)),
    "tier": (*reversed(TierChoice.values), ON_RECORD),
    "freshness": tuple(State),
}
"""Facets whose codes have an order of their own."""


def code_name(facet: str, code: str) -> str:
    """A code in the reader's language as far as there are words for it; the code itself if not."""
    match facet:
        case "kind":
            return _choice(OrganisationKind.choices, code)
        case "country" | "target":
            return country_names().get(code, code)
        case "label":
            return _choice(Level.choices, code)
        case "tier":
            return _("On record") if code == ON_RECORD else _choice(TierChoice.choices, code)
        case "freshness":
            return str(FRESHNESS_WORDS.get(code, code))
        case _:
            return _names(facet).get(code, code)


def codes_above(facet: str, code: str) -> tuple[str, ...]:
    """A code with those it is part of: regions and industries lie in larger ones."""
    if facet == "region":
        return tuple(code[:end] for end in range(3, len(code) + 1))
    if facet == "industry" and code in nace().items:
        return (code, *nace().ancestors(code))
    return (code,)


def is_part(facet: str, code: str, of: str) -> bool:
    """Whether a code lies one level below another."""
    if facet == "region":
        return len(code) == len(of) + 1 and code.startswith(of)
    if facet == "industry":
        item = nace().items.get(code)
        return item is not None and item.parent == of
    return False


@cache
def nace() -> Classification:
    """The classification of the industries in profiles: that of the categories.

    Read when it is first asked for: reading a scheme starts threads, which a server that is about
    to divide into processes must not have.
    """
    return classification(scheme(TRADED).classification)


@cache
def offered_codes(facet: str) -> Mapping[str, None]:
    """Codes that a facet offers before one is chosen, in order: neither fine nor coarse ones."""
    if facet in IN_ORDER:
        return dict.fromkeys(IN_ORDER[facet])
    if facet in {"country", "target"}:
        return dict.fromkeys(country_names())
    if facet == "region":
        return dict.fromkeys(code for code in _names(facet) if len(code) == len("AT13"))
    if facet == "industry":
        divisions = 2
        items = nace().items.values()
        return dict.fromkeys(each.code for each in items if each.level == divisions)
    return dict.fromkeys(_names(facet))


@cache
def _names(facet: str) -> Mapping[str, str]:
    """Code -> name where names are as their publishers or lists give them."""
    match facet:
        case "region":
            return {code: each.name for code, each in regions(VINTAGE).items()}
        case "category" | "emerging":
            of = scheme(TRADED if facet == "category" else EMERGING)
            return {code: each.label for code, each in of.categories.items()}
        case "industry":
            return {code: each.label for code, each in nace().items.items()}
        case "technology":
            return code_list(TECHNOLOGIES).names
        case "service":
            return code_list(SERVICES).names
        case _:
            return {}


def _choice(choices: Iterable[tuple[str, str | Promise]], code: str) -> str:
    return next((str(label) for value, label in choices if value == code), code)


@cache
def country_in_all_languages(code: str) -> str:
    """The name of a country in each language of the site, as it is looked for."""
    known = countries().get(code)
    iso = known.iso if known else code
    names = [country_names().get(code, code)]
    for language, _own in settings.LANGUAGES:
        names.append(str(Locale.parse(to_locale(language)).territories.get(iso, "")))
    return " ".join(dict.fromkeys(filter(None, names)))
