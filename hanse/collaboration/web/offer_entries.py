"""Offers as lists show them, with the names of what they name by code."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hanse.collaboration.web.models.offers import Offer, OfferCodeKind
from hanse.collaboration.web.offer_words import OFFER_TONES, code_name, listed


@dataclass(frozen=True, slots=True)
class Entry:
    """One offer of a list. fields: what it is about, in names. targets: countries, in names."""

    offer: Offer
    tone: str
    fields: str
    targets: str


def entries(offers: Iterable[Offer]) -> list[Entry]:
    """Offers with their codes prefetched, in the order given."""
    return [_entry(each) for each in offers]


def codes_in_words(offer: Offer) -> list[tuple[str, list[str]]]:
    """What an offer names, by kind of code: the kind's label and the names."""
    found = []
    for kind in OfferCodeKind:
        names = _names(offer, kind)
        if names:
            found.append((str(kind.label), names))
    return found


def _entry(offer: Offer) -> Entry:
    about = [
        *_names(offer, OfferCodeKind.CATEGORY),
        *_names(offer, OfferCodeKind.EMERGING),
        *_names(offer, OfferCodeKind.INDUSTRY),
        *_names(offer, OfferCodeKind.TECHNOLOGY),
    ]
    targets = _names(offer, OfferCodeKind.TARGET)
    return Entry(
        offer,
        OFFER_TONES[offer.state],
        listed(about) if about else "",
        listed(targets) if targets else _("any country"),
    )


def _names(offer: Offer, kind: OfferCodeKind) -> list[str]:
    return sorted(code_name(kind, each.code) for each in offer.codes.all() if each.kind == kind)
