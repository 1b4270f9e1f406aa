"""Expressions of interest: one's list, the thread of each, its steps, and messages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.collaboration.matching.states import IN_CONTACT, InterestState
from hanse.collaboration.matching.steps import Part
from hanse.collaboration.web.actions import interests as way
from hanse.collaboration.web.forms.interests import InterestForm, MessageForm, ReasonForm
from hanse.collaboration.web.journey_onward import agreement_with
from hanse.collaboration.web.models.interests import Interest, InterestMessage
from hanse.collaboration.web.models.offers import Offer
from hanse.collaboration.web.models.partner_conduct import Block
from hanse.collaboration.web.offer_words import INTEREST_TONES
from hanse.collaboration.web.partner_permits import (
    edited_by,
    interest_facts,
    interest_sides,
    steps_by_side,
)
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.views.organisations import visible_organisation

_PER_PAGE: Final = 25

_DONE: Final[Mapping[str, str | Promise]] = MappingProxyType(
    {
        "interest_accept": gettext_lazy("Accepted: you are in contact. Write to each other here."),
        "interest_decline": gettext_lazy("Declined."),
        "interest_withdraw": gettext_lazy("Withdrawn."),
        "talks_begin": gettext_lazy("You are in talks."),
        "cooperation_propose": gettext_lazy(
            "Stated. It counts as cooperation when the other organisation confirms it."
        ),
        "cooperation_take_back": gettext_lazy("Taken back."),
        "cooperation_confirm": gettext_lazy("Both organisations state that they cooperate."),
        "interest_end": gettext_lazy("Ended."),
    }
)
"""Steps that the page offers -> what is said afterwards."""


@dataclass(frozen=True, slots=True)
class Line:
    """One interest of the list: with whom, who it waits for ("you", "them", "")."""

    interest: Interest
    own: Organisation
    other: Organisation
    sent_by_us: bool
    tone: str
    waits_for_us: bool


@dataclass(frozen=True, slots=True)
class Interests:
    """The page of the interests of the reader's organisations."""

    page: Page[Interest]
    lines: list[Line]
    show: str
    words: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A step of the way and when it was taken."""

    label: str
    at: object


@dataclass(frozen=True, slots=True)
class Thread:
    """The page of one interest.

    own, other: the reader's organisation and the other. steps: what the reader may do now.
    stated: whether the other side stated cooperation and waits. blocks: whether the reader's
    organisation blocks the other. journey: of the two, once they are in contact. agreement: where
    the reader drafts one, once they cooperate. Both "" before.
    """

    interest: Interest
    own: Organisation
    other: Organisation
    tone: str
    steps: frozenset[str]
    moments: list[Moment]
    messages: list[InterestMessage]
    form: MessageForm | None
    reason_form: ReasonForm
    stated_by_other: bool
    stated_by_us: bool
    acts: bool
    block: Block | None
    journey: str
    agreement: str


@login_required
@require_GET
def interests(request: HttpRequest) -> HttpResponse:
    """Interests between the reader's organisations and others, what moved last first."""
    person = person_of(request)
    own = {each.pk for each in Organisation.objects.of(person)}
    show = request.GET.get("show", "")
    show = show if show in ("waiting", "ended") else "open"
    found = Interest.objects.visible_to(person).select_related("sender", "receiver", "offer")
    waiting = set(Interest.objects.waiting_for(edited_by(person)).values_list("pk", flat=True))
    match show:
        case "waiting":
            found = found.filter(pk__in=waiting)
        case "ended":
            found = found.exclude(pk__in=Interest.objects.open().values("pk"))
        case _:
            found = found.open()
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    lines = [_line(each, own, waiting) for each in page]
    return render(
        request,
        "collaboration/interests.html",
        {"page": Interests(page, lines, show, f"show={show}")},
    )


@login_required
@require_GET
def interest(request: HttpRequest, number: int) -> HttpResponse:
    """The thread of one interest; opening it as an editor of the receiver marks it as seen."""
    return _thread(request, _visible_interest(request, number), None)


@login_required
@require_http_methods(["GET", "POST"])
def interest_send(request: HttpRequest, slug: str) -> HttpResponse:
    """Express interest in an organisation, or in the offer that `?offer=` names."""
    person = person_of(request)
    receiver = visible_organisation(request, slug)
    own = [each for each in edited_by(person) if each.pk != receiver.pk]
    if not own:
        raise PermissionDenied(_("Interest is expressed by the editors of an organisation."))
    about = _offer_of(request, receiver)
    initial = {"organisation": request.GET.get("as", "")}
    form = InterestForm(request.POST or None, own=own, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            sent = way.interest_send(
                by=person,
                sender=form.organisation,
                receiver=receiver,
                text=form.cleaned_data["text"],
                offer=about,
            )
        except ValidationError as problem:
            form.add_error(None, " ".join(problem.messages))
        else:
            messages.success(request, _("Sent. You are told when they answer."))
            return redirect(sent)
    return render(
        request,
        "collaboration/interest_send.html",
        {"form": form, "receiver": receiver, "offer": about},
    )


@login_required
@require_POST
def interest_step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Take a step of the way."""
    person = person_of(request)
    found = _visible_interest(request, number)
    if step not in _DONE:
        raise Http404
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    acts: Mapping[str, Callable[[], None]] = {
        "interest_accept": lambda: way.interest_accept(by=person, interest=found),
        "interest_decline": lambda: way.interest_decline(by=person, interest=found, reason=reason),
        "interest_withdraw": lambda: way.interest_withdraw(by=person, interest=found),
        "talks_begin": lambda: way.talks_begin(by=person, interest=found),
        "cooperation_propose": lambda: way.cooperation_propose(by=person, interest=found),
        "cooperation_take_back": lambda: way.cooperation_take_back(by=person, interest=found),
        "cooperation_confirm": lambda: way.cooperation_confirm(by=person, interest=found),
        "interest_end": lambda: way.interest_end(by=person, interest=found, reason=reason),
    }
    try:
        acts[step]()
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, str(_DONE[step]))
    return redirect(found)


@login_required
@require_POST
def message_send(request: HttpRequest, number: int) -> HttpResponse:
    """Write a message in a thread."""
    found = _visible_interest(request, number)
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            way.message_send(by=person_of(request), interest=found, text=form.cleaned_data["text"])
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        else:
            messages.success(request, _("Sent."))
            return redirect(found)
    return _thread(request, found, form)


# --- Within -----------------------------------------------------------------------------------


def _thread(request: HttpRequest, found: Interest, form: MessageForm | None) -> HttpResponse:
    person = person_of(request)
    sides = interest_sides(person, found)
    if found.state == InterestState.SENT and Part.RECEIVER in sides:
        way.interest_see(by=person, interest=found)
    # A member, who edits neither, reads the thread from the side they belong to.
    belongs = {each.pk for each in Organisation.objects.of(person)}
    ours = Part.RECEIVER if found.receiver_id in belongs else Part.SENDER
    if sides and ours not in sides:
        ours = next(iter(sides))
    own = found.receiver if ours is Part.RECEIVER else found.sender
    other = found.other(own)
    steps = frozenset().union(*steps_by_side(sides, interest_facts(found)).values())
    page = Thread(
        found,
        own,
        other,
        INTEREST_TONES[found.state],
        steps,
        _moments(found),
        list(found.messages.select_related("organisation", "author")),
        (form or MessageForm()) if "message_send" in steps else None,
        ReasonForm(),
        "cooperation_confirm" in steps,
        "cooperation_take_back" in steps,
        bool(sides),
        Block.objects.filter(organisation=own, blocked=other).first(),
        reverse("relation", args=[own.slug, other.slug]) if found.state in IN_CONTACT else "",
        agreement_with(own, other) if sides and found.state == InterestState.AGREED else "",
    )
    return render(request, "collaboration/interest.html", {"page": page})


def _visible_interest(request: HttpRequest, number: int) -> Interest:
    """The interest of an address. Raises `Http404` unless the reader may see it."""
    found: Interest = get_object_or_404(
        Interest.objects.visible_to(request.user).select_related("sender", "receiver", "offer"),
        pk=number,
    )
    return found


def _offer_of(request: HttpRequest, receiver: Organisation) -> Offer | None:
    asked = request.GET.get("offer", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        raise Http404
    found: Offer = get_object_or_404(
        Offer.objects.published().filter(organisation=receiver, ends__gte=timezone.localdate()),
        pk=int(asked),
    )
    return found


def _line(interest: Interest, own: set[int], waiting: set[int]) -> Line:
    sent_by_us = interest.sender_id in own
    ours = interest.sender if sent_by_us else interest.receiver
    return Line(
        interest,
        ours,
        interest.other(ours),
        sent_by_us,
        INTEREST_TONES[interest.state],
        interest.pk in waiting,
    )


def _moments(interest: Interest) -> list[Moment]:
    refused = interest.state == InterestState.DECLINED
    rows = (
        (_("Sent"), interest.sent),
        (_("Seen"), interest.seen),
        (_("Declined") if refused else _("Accepted"), interest.answered),
        (_("In talks"), interest.talks_since),
        (_("Cooperation agreed by both"), interest.agreed),
        (
            _("Withdrawn") if interest.state == InterestState.WITHDRAWN else _("Ended"),
            None if refused else interest.ended,
        ),
    )
    return [Moment(label, at) for label, at in rows if at]
