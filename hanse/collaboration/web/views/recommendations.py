"""Partners for an organisation: who, why, and how the parts are weighed."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hanse.collaboration.matching.parties import Party
from hanse.collaboration.matching.parts import (
    MOST_WEIGHT,
    PART_WORDS,
    WEIGHTS,
    PartOf,
    weights_from,
)
from hanse.collaboration.matching.recommend import Part, Recommendation, recommend
from hanse.collaboration.web.models.interests import Interest
from hanse.collaboration.web.models.offers import Offer
from hanse.collaboration.web.models.partner_conduct import Block
from hanse.collaboration.web.partner_matching import (
    Related,
    index_and_reader,
    name_of,
    related_now,
    ties_of,
)
from hanse.collaboration.web.partner_permits import edits
from hanse.excellence.web.label_words import said
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Membership, Organisation
from hanse.foundation.web.views.organisations import visible_organisation

MOST: Final = 12
"""Partners on a page: more are not looked at."""


@dataclass(frozen=True, slots=True)
class Weight:
    """A part as the reader weighs it: its word in the address, what it is, the weight chosen."""

    name: str
    label: str
    help: str
    chosen: int


@dataclass(frozen=True, slots=True)
class Line:
    """A part of one recommendation. adds: what it adds to the score, from 0 to 1."""

    label: str
    value: float
    weight: int
    adds: float
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One recommended partner.

    reasons: those that add most, in words. lines: all parts. offer: what meets a posting of the
    reader's. may_answer: whether somebody there could answer an expression of interest.
    """

    organisation: Organisation
    score: float
    reasons: list[str]
    lines: list[Line]
    offer: Offer | None
    may_answer: bool


@dataclass(frozen=True, slots=True)
class Recommendations:
    """The page. own: what the organisation is compared by. acts: whether the reader edits it.

    changed: whether weights are other than usual.
    """

    organisation: Organisation
    own: Party
    about: list[str]
    suggestions: list[Suggestion]
    weights: list[Weight]
    choices: range
    changed: bool
    related: Related
    acts: bool


@login_required
@require_GET
def recommendations(request: HttpRequest, slug: str) -> HttpResponse:
    """Possible partners of an organisation, for its own people."""
    person = person_of(request)
    organisation = visible_organisation(request, slug)
    if not Organisation.objects.of(person).filter(pk=organisation.pk).exists():
        raise Http404
    on = timezone.localdate()
    weights = weights_from(request.GET.dict())
    index, own = index_and_reader(organisation, on)
    related = related_now(request)
    found = recommend(
        index,
        own,
        on=on,
        relatedness=related.relatedness,
        ties=ties_of(organisation),
        weights=weights,
        without=_left_out(organisation),
        most=MOST,
        name=name_of,
    )
    page = Recommendations(
        organisation,
        own,
        sorted(name_of("category", code) for code in own.of_kind("category")),
        _suggestions(found, on),
        [
            Weight(part.value, _(PART_WORDS[part][0]), _(PART_WORDS[part][1]), weights[part])
            for part in PartOf
        ],
        range(MOST_WEIGHT + 1),
        weights != dict(WEIGHTS),
        related,
        edits(person, organisation),
    )
    return render(request, "collaboration/recommendations.html", {"page": page})


def _left_out(organisation: Organisation) -> set[int]:
    """Those blocked either way, and those the organisation is in contact with already."""
    talking = Interest.objects.open().of(organisation).values_list("sender_id", "receiver_id")
    return {each for pair in talking for each in pair} | Block.objects.around([organisation])


def _suggestions(found: list[Recommendation], on: date) -> list[Suggestion]:
    keys = [each.party.key for each in found]
    organisations = Organisation.objects.in_bulk(keys)
    edited = set(
        Membership.objects.editors()
        .filter(organisation__in=keys)
        .values_list("organisation_id", flat=True)
    )
    offers = (
        Offer.objects.published()
        .filter(begins__lte=on, ends__gte=on)
        .in_bulk([each.posting for each in found if each.posting is not None])
    )
    return [
        Suggestion(
            organisations[each.party.key],
            each.score,
            [said(part.reason) for part in each.reasons[:3] if part.reason],
            _lines(each.parts),
            offers.get(each.posting) if each.posting is not None else None,
            each.party.key in edited,
        )
        for each in found
        if each.party.key in organisations
    ]


def _lines(parts: tuple[Part, ...]) -> list[Line]:
    total = sum(each.weight for each in parts)
    return [
        Line(
            _(PART_WORDS[each.code][0]),
            each.value,
            each.weight,
            each.value * each.weight / total,
            said(each.reason) if each.reason else _("Nothing known."),
        )
        for each in parts
    ]
