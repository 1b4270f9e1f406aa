"""Types, states and codes of offers and of interest in the reader's language."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from hanse.collaboration.directory.code_lists import TECHNOLOGIES, code_list
from hanse.collaboration.matching.review import VERDICT_WORDS
from hanse.collaboration.matching.states import INTEREST_STATE_WORDS, OFFER_STATE_WORDS
from hanse.collaboration.matching.templates import KIND_WORDS, STAGE_WORDS
from hanse.foundation.sectors import classification
from hanse.foundation.web.countries import country_names
from hanse.foundation.web.models.organisations import OrganisationKind
from hanse.observatory.schemes.loader import scheme

Choices = list[tuple[str, str | Promise]]

# The texts are marked where they stand; here they are only looked up.
KIND_CHOICES: Final[Choices] = [
    (each.value, gettext_lazy(text)) for each, text in KIND_WORDS.items()
]
OFFER_STATE_CHOICES: Final[Choices] = [
    (each.value, gettext_lazy(text)) for each, text in OFFER_STATE_WORDS.items()
]
INTEREST_STATE_CHOICES: Final[Choices] = [
    (each.value, gettext_lazy(text)) for each, text in INTEREST_STATE_WORDS.items()
]
VERDICT_CHOICES: Final[Choices] = [
    (each.value, gettext_lazy(text)) for each, text in VERDICT_WORDS.items()
]
STAGE_CHOICES: Final[Choices] = [
    (each.value, gettext_lazy(text)) for each, text in STAGE_WORDS.items()
]

OFFER_TONES: Final = {
    "draft": "neutral",
    "in_review": "info",
    "published": "good",
    "on_hold": "warn",
    "rejected": "bad",
    "expired": "neutral",
    "closed": "neutral",
}
INTEREST_TONES: Final = {
    "sent": "info",
    "seen": "info",
    "accepted": "good",
    "declined": "neutral",
    "withdrawn": "neutral",
    "in_talks": "good",
    "agreed": "good",
    "ended": "neutral",
}

CATEGORY_SCHEME: Final = "traded_local"
EMERGING_SCHEME: Final = "emerging"


@cache
def category_names() -> dict[str, str]:
    """Code -> name of the cluster categories that profiles and offers name."""
    return {code: each.label for code, each in scheme(CATEGORY_SCHEME).categories.items()}


@cache
def emerging_names() -> dict[str, str]:
    """Code -> name of the emerging industries."""
    return {code: each.label for code, each in scheme(EMERGING_SCHEME).categories.items()}


def industry_name(code: str) -> str:
    """The heading of a NACE code; the code where there is no such heading."""
    found = classification("nace_rev2").items.get(code)
    return found.label if found else code


def code_name(kind: str, code: str) -> str:
    """What a code in an offer or a profile stands for; the code itself where nothing is known."""
    match kind:
        case "industry":
            return industry_name(code)
        case "category":
            return category_names().get(code, code)
        case "emerging":
            return emerging_names().get(code, code)
        case "target":
            return country_names().get(code, code)
        case "technology":
            return code_list(TECHNOLOGIES).names.get(code, code)
        case "partner":
            return str(dict(OrganisationKind.choices).get(code, code))
        case _:
            return code


def listed(names: Iterable[str], most: int = 3) -> str:
    """Names in a row, with how many more there are."""
    every = list(names)
    shown = ", ".join(every[:most])
    if len(every) > most:
        return gettext("%(names)s and %(count)d more") % {
            "names": shown,
            "count": len(every) - most,
        }
    return shown
