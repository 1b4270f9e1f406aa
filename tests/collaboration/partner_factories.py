"""Offers, interest and the two sides of it, for tests of the partner search."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from hanse.collaboration.matching.states import InterestState, OfferState
from hanse.collaboration.matching.templates import TEMPLATES, OfferKind
from hanse.collaboration.web.models.interests import Interest, InterestMessage
from hanse.collaboration.web.models.offers import Offer, OfferCode
from hanse.collaboration.web.partner_matching import relatedness_of
from hanse.foundation.web.models.organisations import MembershipKind, Organisation
from hanse.foundation.web.models.people import User
from hanse.observatory.questions.lists import lists
from hanse.observatory.warehouse import Edition
from hanse.observatory.web.reading import held_open
from tests.foundation.web.factories import Cast, make_member, make_organisation, make_person

REQUEST = OfferKind.TECHNOLOGY_REQUEST


def filled(kind: str = REQUEST) -> dict[str, str]:
    """Answers to every section of a type's template."""
    return {
        each.code: "prototype" if each.choices else f"What we say of {each.code}."
        for each in TEMPLATES[OfferKind(kind)]
    }


def details(kind: str = REQUEST, **more: Any) -> dict[str, Any]:
    """Words and dates as the actions take them, standing for ninety days from today."""
    on = timezone.localdate()
    return {
        "title": "Grading of timber",
        "summary": "Sawmills seek a scanner.",
        "answers": filled(kind),
        "begins": on,
        "ends": on + timedelta(days=90),
        **more,
    }


def make_offer(
    organisation: Organisation,
    kind: str = REQUEST,
    state: str = OfferState.PUBLISHED,
    codes: dict[str, list[str]] | None = None,
    **more: Any,
) -> Offer:
    """An offer in some state that names a cluster category unless said otherwise."""
    offer = Offer(organisation=organisation, kind=kind, state=state, **details(kind, **more))
    if state != OfferState.DRAFT:
        offer.submitted = timezone.now()
    if state == OfferState.PUBLISHED:
        offer.published = timezone.now()
    offer.fold()
    offer.save()
    for each, named in (codes or {"category": ["forestry_and_wood"]}).items():
        for code in named:
            OfferCode.objects.create(offer=offer, kind=each, code=code)
    return offer


@dataclass(frozen=True)
class Sides:
    """The cast's organisation receives; another, with an editor and a member, sends."""

    cast: Cast
    sender: Organisation
    editor: User
    member: User

    @property
    def receiver(self) -> Organisation:
        """The cast's organisation, whose editor is the owner."""
        return self.cast.organisation


def make_sides(cast: Cast) -> Sides:
    """A second organisation beside the cast's."""
    sender = make_organisation("Boats Cluster", country="PT")
    editor, member = make_person("Sending Editor"), make_person("Sending Member")
    make_member(sender, editor, MembershipKind.EDITOR)
    make_member(sender, member)
    return Sides(cast, sender, editor, member)


def make_interest(
    sides: Sides, state: str = InterestState.SENT, offer: Offer | None = None, **more: Any
) -> Interest:
    """Interest of one side in the other, with its first message."""
    interest = Interest.objects.create(
        sender=sides.sender,
        receiver=sides.receiver,
        offer=offer,
        state=state,
        sent_by=sides.editor,
        **more,
    )
    InterestMessage.objects.create(
        interest=interest, organisation=sides.sender, author=sides.editor, text="A private word."
    )
    return interest


def closest(edition: Edition, category: str) -> str:
    """The category that an edition finds most often beside `category`."""
    reader = held_open(edition)
    near = relatedness_of(reader, lists(reader).latest)
    at = near.categories.index(category)
    row = near.matrix[at].copy()
    row[at] = 0
    return near.categories[int(row.argmax())]


def posted(**more: Any) -> dict[str, Any]:
    """What the form of a technology request sends, all filled in."""
    on: date = timezone.localdate()
    return {
        "title": "Grading of timber",
        "summary": "Sawmills seek a scanner.",
        **{f"section_{code}": text for code, text in filled().items()},
        "begins": on.isoformat(),
        "ends": (on + timedelta(days=90)).isoformat(),
        "industry": "16.10",
        "category": ["forestry_and_wood"],
        "target": ["DE", "FI"],
        "partner": ["research"],
        **more,
    }
