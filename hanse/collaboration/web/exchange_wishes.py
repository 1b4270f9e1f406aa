"""Registrations as the rules of matching read them, and suggestions for organisations."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from hanse.collaboration.journey.exchange_matching import (
    Suggestion,
    Wish,
    suggestions,
    theme_words,
)
from hanse.collaboration.journey.relations import Pair
from hanse.collaboration.web.models.exchanges import Exchange, ExchangeWish, WishRole
from hanse.collaboration.web.models.profiles import CodeKind, ProfileCode
from hanse.excellence.web.label_words import said

_COMPARED = (CodeKind.INDUSTRY, CodeKind.CATEGORY, CodeKind.EMERGING, CodeKind.TECHNOLOGY)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion with its registrations and its reasons in words.

    theirs: the registration of the other side, to be answered; None where both are one's own.
    """

    offer: ExchangeWish
    wish: ExchangeWish
    theirs: ExchangeWish | None
    begins: date
    ends: date
    reasons: list[str]


def suggested(
    organisations: Collection[int] | None,
    related: Collection[Pair],
    on: date,
    *,
    most: int = 5,
    only: int | None = None,
) -> list[Suggested]:
    """The best open pairs with one of `organisations`, or of all where None. Three queries.

    only: the registration that each of them is to be with.
    """
    if organisations is not None and not organisations:
        return []
    wishes = {
        each.pk: each
        for each in ExchangeWish.objects.filter(
            open=True, latest__gte=on, organisation__withdrawn__isnull=True
        ).select_related("organisation")
    }
    keys = {each.organisation_id for each in wishes.values()}
    codes: dict[int, set[str]] = {}
    for key, kind, code in ProfileCode.objects.filter(
        profile__organisation__in=keys, profile__published=True, kind__in=_COMPARED
    ).values_list("profile__organisation", "kind", "code"):
        codes.setdefault(key, set()).add(f"{kind}:{code}")
    tried = Exchange.objects.filter(offer__in=wishes, wish__in=wishes)
    found = suggestions(
        [_wish(each, codes.get(each.organisation_id, set()), on) for each in wishes.values()],
        related=related,
        of=organisations,
        apart=set(tried.values_list("offer", "wish")),
        most=len(wishes) ** 2 if only else most,
    )
    if only:
        found = [each for each in found if only in (each.host.key, each.visitor.key)][:most]
    return [_shown(each, wishes, organisations or ()) for each in found]


def _wish(wish: ExchangeWish, codes: Collection[str], on: date) -> Wish:
    return Wish(
        wish.pk,
        wish.organisation_id,
        wish.organisation.country,
        wish.role == WishRole.HOST,
        theme_words(wish.themes),
        frozenset(codes),
        frozenset(wish.countries),
        max(wish.earliest, on),
        wish.latest,
        wish.days_least,
        wish.days_most,
    )


def _shown(
    suggestion: Suggestion, wishes: dict[int, ExchangeWish], own: Collection[int]
) -> Suggested:
    both = (wishes[suggestion.host.key], wishes[suggestion.visitor.key])
    return Suggested(
        *both,
        next((each for each in both if each.organisation_id not in own), None),
        suggestion.begins,
        suggestion.ends,
        [said(each) for each in suggestion.reasons],
    )
