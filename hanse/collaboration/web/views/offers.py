"""The list of offers and needs, the page of each, and an organisation's own."""

from dataclasses import dataclass
from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from hanse.collaboration.matching.steps import Part
from hanse.collaboration.matching.templates import KIND_HELP, OfferKind, Stage
from hanse.collaboration.web.forms.offers import HoldForm, OfferFilterForm
from hanse.collaboration.web.models.interests import Interest
from hanse.collaboration.web.models.offers import Offer, OfferReview
from hanse.collaboration.web.models.partner_conduct import Report
from hanse.collaboration.web.offer_entries import Entry, codes_in_words, entries
from hanse.collaboration.web.offer_words import KIND_CHOICES, OFFER_TONES, STAGE_CHOICES
from hanse.collaboration.web.partner_permits import edited_by, offer_parts, offer_steps
from hanse.foundation.roles import Role
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from hanse.foundation.web.views.organisations import visible_organisation

_PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Listing:
    """The page of all published offers and needs.

    own: organisations the reader edits. to_review, reports: how many wait, for officers; None for
    others. waiting: expressions of interest that wait for the reader's organisations.
    """

    form: OfferFilterForm
    page: Page[Offer]
    entries: list[Entry]
    words: str
    filtered: bool
    own: list[Organisation]
    waiting: int
    to_review: int | None
    reports: int | None

    @property
    def total(self) -> int:
        """How many there are on all pages."""
        return self.page.paginator.count


@dataclass(frozen=True, slots=True)
class OfferPage:
    """The page of one offer.

    sections: heading and text. steps: what the reader may do. is_own: whether they belong to its
    organisation. reviews: for these and for officers. acting: organisations the reader could
    express interest for. interest: the open one of theirs, if there is.
    """

    offer: Offer
    tone: str
    sections: list[tuple[str, str]]
    codes: list[tuple[str, list[str]]]
    steps: frozenset[str]
    is_own: bool
    reviews: list[OfferReview]
    hold_form: HoldForm | None
    acting: list[Organisation]
    interest: Interest | None


@dataclass(frozen=True, slots=True)
class OwnOffers:
    """The page of an organisation's own offers, in every state. may_write: for its editors."""

    organisation: Organisation
    entries: list[Entry]
    may_write: bool
    kinds: list[tuple[str, str | Promise, str]]


@require_GET
def offers(request: HttpRequest) -> HttpResponse:
    """Published offers and needs, newest first, for everybody."""
    form = OfferFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = Offer.objects.published().select_related("organisation").prefetch_related("codes")
    if wanted.get("q"):
        found = found.with_words(wanted["q"])
    if wanted.get("kind"):
        found = found.filter(kind=wanted["kind"])
    if wanted.get("country"):
        found = found.filter(organisation__country=wanted["country"])
    for kind in ("category", "target"):
        if wanted.get(kind):
            found = found.filter(codes__kind=kind, codes__code=wanted[kind])
    words = request.GET.copy()
    words.pop("page", None)
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    person = request.user
    officer = isinstance(person, User) and person.has_role(Role.OFFICER)
    own = edited_by(person)
    listing = Listing(
        form,
        page,
        entries(page),
        words.urlencode(),
        any(wanted.values()),
        own,
        Interest.objects.waiting_for(own).count() if own else 0,
        Offer.objects.to_review().count() if officer else None,
        Report.objects.open().count() if officer else None,
    )
    return render(request, "collaboration/offers.html", {"listing": listing})


@require_GET
def offer(request: HttpRequest, number: int) -> HttpResponse:
    """One offer or need, and what the reader may do with it."""
    found = visible_offer(request, number)
    person = request.user
    parts = offer_parts(person, found)
    steps = offer_steps(person, found)
    is_own = Part.EDITOR in parts or (
        isinstance(person, User)
        and Organisation.objects.of(person).filter(pk=found.organisation_id).exists()
    )
    own = [each for each in edited_by(person) if each.pk != found.organisation_id]
    page = OfferPage(
        found,
        OFFER_TONES[found.state],
        sections_of(found),
        codes_in_words(found),
        steps,
        is_own,
        list(found.reviews.all()) if is_own or Part.OFFICER in parts else [],
        HoldForm() if "offer_hold" in steps else None,
        own if found.stands_on(timezone.localdate()) else [],
        Interest.objects.open().filter(sender__in=own, offer=found).first() if own else None,
    )
    return render(request, "collaboration/offer.html", {"page": page})


@login_required
@require_GET
def organisation_offers(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation's offers and needs in every state, for its own people."""
    person = person_of(request)
    organisation = visible_organisation(request, slug)
    if not Organisation.objects.of(person).filter(pk=organisation.pk).exists():
        raise Http404
    found = (
        Offer.objects.filter(organisation=organisation)
        .select_related("organisation")
        .prefetch_related("codes")
        .order_by("-changed", "-pk")
    )
    page = OwnOffers(
        organisation,
        entries(found),
        any(each.pk == organisation.pk for each in edited_by(person)),
        [(code, words, _help(code)) for code, words in KIND_CHOICES],
    )
    return render(request, "collaboration/organisation_offers.html", {"page": page})


def visible_offer(request: HttpRequest, number: int) -> Offer:
    """The offer of an address. Raises `Http404` unless the reader may see it."""
    found: Offer = get_object_or_404(
        Offer.objects.visible_to(request.user)
        .select_related("organisation")
        .prefetch_related("codes"),
        pk=number,
    )
    return found


def sections_of(offer: Offer) -> list[tuple[str, str]]:
    """What was written in the sections of the type's template: heading and text."""
    stages = dict(STAGE_CHOICES)
    found = []
    for section in offer.template:
        text = str(offer.answers.get(section.code, ""))
        if section.choices and text in list(Stage):
            text = str(stages[text])
        if text:
            found.append((gettext(section.title), text))
    return found


def _help(kind: str) -> str:
    return gettext(KIND_HELP[OfferKind(kind)])
