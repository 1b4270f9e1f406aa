"""Who could host whom: pairs of registered wishes, each with the reasons for it."""

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hanse.collaboration.journey.exchanges import MOST_DAYS
from hanse.collaboration.journey.relations import Pair, pair_of
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _

MOST: Final = 5
_MOST_COUNTED: Final = 3
_THEME: Final = 2.0
_CODE: Final = 1.0
_COUNTRY: Final = 1.0
_NEW: Final = 1.0


@dataclass(frozen=True, slots=True)
class Wish:
    """An offer to host or a wish to visit.

    themes: words, folded by `theme_words`. codes: what the organisation's profile names by code.
    countries: those wanted; empty for any. earliest, latest: of all days. days_least, days_most:
    how long.
    """

    key: int
    organisation: int
    country: str
    hosts: bool
    themes: frozenset[str]
    codes: frozenset[str]
    countries: frozenset[str]
    earliest: date
    latest: date
    days_least: int
    days_most: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A host and a visitor that fit. begins, ends: when both can. reasons: why, in words."""

    host: Wish
    visitor: Wish
    score: float
    begins: date
    ends: date
    reasons: tuple[Sentence, ...]


def theme_words(text: str) -> frozenset[str]:
    """Themes of a text with commas or semicolons between; accents, case and blanks do not count."""
    parts = text.replace(";", ",").split(",")
    return frozenset(filter(None, (_folded(each) for each in parts)))


def suggestion(host: Wish, visitor: Wish, related: Collection[Pair] = ()) -> Suggestion | None:
    """The pair as a suggestion; None where they do not fit or nothing speaks for it.

    They fit when they are of two countries that each accepts, and have enough days in common.
    Something speaks for them when they share a theme or a code of their profiles. related: pairs
    with a relation already; others get a point, as an exchange is to bring new ties.
    """
    if not host.hosts or visitor.hosts or host.organisation == visitor.organisation:
        return None
    if host.country == visitor.country or not (_accepts(host, visitor) and _accepts(visitor, host)):
        return None
    window = _window(host, visitor)
    themes, codes = host.themes & visitor.themes, host.codes & visitor.codes
    if window is None or not (themes or codes):
        return None
    reasons = []
    score = _THEME * min(len(themes), _MOST_COUNTED) + _CODE * min(len(codes), _MOST_COUNTED)
    if themes:
        listed = ", ".join(sorted(themes))
        reasons.append(Sentence(_("Both name: {themes}."), {"themes": listed}))
    if codes:
        text = _("Their profiles have {count} in common.")
        reasons.append(Sentence(text, {"count": len(codes)}))
    for one, other, text in (
        (visitor, host, _("The visitor wants to go to this country.")),
        (host, visitor, _("The host wants visitors from this country.")),
    ):
        if other.country in one.countries:
            score += _COUNTRY
            reasons.append(Sentence(text))
    if pair_of(host.organisation, visitor.organisation) not in related:
        score += _NEW
        reasons.append(Sentence(_("They have had nothing to do with each other yet.")))
    return Suggestion(host, visitor, score, *window, tuple(reasons))


def suggestions(
    wishes: Iterable[Wish],
    *,
    related: Collection[Pair] = (),
    of: Collection[int] | None = None,
    apart: Collection[Pair] = (),
    most: int = MOST,
) -> list[Suggestion]:
    """The best pairs, highest score first, then by the keys of the wishes.

    of: only pairs with an organisation among these. apart: pairs of wishes, host first, that are
    not suggested again.
    """
    listed = list(wishes)
    hosts = [each for each in listed if each.hosts]
    visitors = [each for each in listed if not each.hosts]
    found = [
        pair
        for host in hosts
        for visitor in visitors
        if (of is None or host.organisation in of or visitor.organisation in of)
        and (host.key, visitor.key) not in apart
        and (pair := suggestion(host, visitor, related)) is not None
    ]
    return sorted(found, key=lambda each: (-each.score, each.host.key, each.visitor.key))[:most]


def _accepts(one: Wish, other: Wish) -> bool:
    return not one.countries or other.country in one.countries


def _window(one: Wish, other: Wish) -> tuple[date, date] | None:
    begins, ends = max(one.earliest, other.earliest), min(one.latest, other.latest)
    least = max(one.days_least, other.days_least)
    most = min(one.days_most, other.days_most, MOST_DAYS)
    if least > most or begins + timedelta(days=least - 1) > ends:
        return None
    return begins, ends


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(each for each in plain if not unicodedata.combining(each)).split())
