"""What a participant of a mission asks for: whom to meet, whom not, when it cannot."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.collaboration.missions.states import PUBLISHED
from hanse.collaboration.web.actions import meeting_requests as asking
from hanse.collaboration.web.attempts import tried
from hanse.collaboration.web.forms.meetings import AskForm
from hanse.collaboration.web.meeting_choice import suggestions
from hanse.collaboration.web.meeting_facts import plan_of
from hanse.collaboration.web.meeting_permits import ASKED, PLANNED, READ
from hanse.collaboration.web.meeting_words import INTEREST_CHOICES, said
from hanse.collaboration.web.mission_pages import MissionFrame, mission_frame, visible_mission
from hanse.collaboration.web.mission_permits import MissionStandpoint, mission_standpoint
from hanse.collaboration.web.models.meetings import (
    MeetingBar,
    MeetingRequest,
    MissionMeeting,
    RequestState,
    SlotBar,
)
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.people import User

SUGGESTED: Final = 6
_GOOD: Final = {"accepted": "good", "declined": "bad", "open": "info", "withdrawn": "neutral"}


@dataclass(frozen=True, slots=True)
class OtherLine:
    """Another participant, and how the two stand. reasons: why they suit, in words.

    sent, received: the requests there are; None for none, or taken back. meets: whether a meeting
    of the two is agreed, once agendas are out.
    """

    participant: MissionParticipant
    sent: MeetingRequest | None
    received: MeetingRequest | None
    barred: bool
    meets: bool
    reasons: list[str]
    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class AskingPage:
    """The page of what one participant asks for. acts: whether the reader may ask for it now.

    waiting: requests that it has not answered. floor: how many meetings everybody should have.
    """

    frame: MissionFrame
    place: MissionParticipant
    own: list[MissionParticipant]
    acts: bool
    organises: bool
    waiting: list[OtherLine]
    suggested: list[OtherLine]
    others: list[OtherLine]
    asked_for: int
    floor: int
    barred_times: int
    out: bool


@dataclass(frozen=True, slots=True)
class ParticipantLine:
    """A participant as organisers see it, with how often it asked and was asked."""

    participant: MissionParticipant
    asked: int
    was_asked: int
    mutual: int
    few: bool


@login_required
@require_GET
def mission_meetings(request: HttpRequest, slug: str) -> HttpResponse:
    """To what one's organisation asks for; for organisers, what all do."""
    person = person_of(request)
    found, at = published_mission(person, slug)
    places = at.taking_part
    if not at.organises:
        if not places:
            raise Http404
        return redirect("meeting_requests", found.slug, places[0].pk)
    frame = mission_frame(person, found, "mission_meetings", at)
    rows = MeetingRequest.objects.filter(asker__mission=found).exclude(state=RequestState.WITHDRAWN)
    pairs = list(rows.values_list("asker_id", "asked_id", "state", "answer"))
    floor = plan_of(found).floor
    lines = []
    for each in found.participants.taking_part().in_order():
        asked = {to for by, to, _state, _answer in pairs if by == each.pk}
        was_asked = {by for by, to, _state, _answer in pairs if to == each.pk}
        mutual = {
            by if to == each.pk else to
            for by, to, _state, answer in pairs
            if answer and each.pk in {by, to}
        }
        few = len(asked | was_asked) < floor
        lines.append(ParticipantLine(each, len(asked), len(was_asked), len(mutual), few))
    context = {
        "frame": frame,
        "lines": lines,
        "places": places,
        "requests": len(pairs),
        "mutual": sum(1 for _by, _to, _state, answer in pairs if answer),
        "few": sum(each.few for each in lines),
        "floor": floor,
    }
    return render(request, "collaboration/meeting_overview.html", context)


@login_required
@require_GET
def meeting_requests(request: HttpRequest, slug: str, place: int) -> HttpResponse:
    """Requests for meetings of one participant: to answer, made, and whom else it could meet."""
    person = person_of(request)
    found, at = published_mission(person, slug)
    mine, own = place_of(at, found, place), at.taking_part
    acts = any(each.pk == mine.pk for each in own) and found.state in ASKED
    lines = _lines(found, mine)
    known = {
        line.participant.pk
        for line in lines
        if line.sent or line.received or line.barred or line.meets
    }
    suggested = _suggested(mine, lines, known) if acts else []
    page = AskingPage(
        mission_frame(person, found, "mission_meetings", at),
        mine,
        own,
        acts,
        at.organises,
        [
            line
            for line in lines
            if line.received and line.received.state == RequestState.OPEN and not line.barred
        ],
        suggested,
        lines,
        sum(line.sent is not None or _wanted(line.received) for line in lines),
        plan_of(found).floor,
        SlotBar.objects.filter(participant=mine).count(),
        found.state in READ,
    )
    context = {"page": page, "frame": page.frame, "interests": INTEREST_CHOICES}
    return render(request, "collaboration/meeting_requests.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def meeting_ask(request: HttpRequest, slug: str, place: int, other: int) -> HttpResponse:
    """Ask another participant for a meeting, or change what was asked."""
    person = person_of(request)
    found, at = published_mission(person, slug)
    mine = own_place(at, place)
    asked = get_object_or_404(found.participants.taking_part().in_order(), pk=other)
    before = MeetingRequest.objects.filter(asker=mine, asked=asked).first()
    form = AskForm(request.POST or None, instance=before)
    if request.method == "POST" and form.is_valid():
        try:
            asking.meeting_ask(by=person, asker=mine, asked=asked, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(
                request,
                _("You asked %(name)s for a meeting.") % {"name": asked.organisation.name},
            )
            return redirect("meeting_requests", found.slug, mine.pk)
    context = {
        "form": form,
        "frame": mission_frame(person, found, "mission_meetings", at),
        "place": mine,
        "other": asked,
    }
    return render(request, "collaboration/meeting_ask.html", context)


@login_required
@require_POST
def meeting_answer(request: HttpRequest, slug: str, place: int, number: int) -> HttpResponse:
    """Accept or decline a request. interest: 1 to 3, or 0 to decline."""
    person = person_of(request)
    found, at = published_mission(person, slug)
    mine = own_place(at, place)
    asked = get_object_or_404(MeetingRequest, pk=number, asked=mine)
    interest = request.POST.get("interest", "")
    if interest not in {"0", "1", "2", "3"}:
        raise Http404
    words = _("You accepted.") if interest != "0" else _("You declined.")
    tried(
        request,
        lambda: asking.meeting_answer(by=person, request=asked, interest=int(interest)),
        words,
    )
    return redirect("meeting_requests", found.slug, mine.pk)


@login_required
@require_POST
def meeting_withdraw(request: HttpRequest, slug: str, place: int, number: int) -> HttpResponse:
    """Take a request back."""
    person = person_of(request)
    found, at = published_mission(person, slug)
    mine = own_place(at, place)
    asked = get_object_or_404(MeetingRequest, pk=number, asker=mine)
    tried(
        request,
        lambda: asking.meeting_withdraw(by=person, request=asked),
        _("Your request is taken back."),
    )
    return redirect("meeting_requests", found.slug, mine.pk)


@login_required
@require_POST
def meeting_bar(request: HttpRequest, slug: str, place: int, other: int) -> HttpResponse:
    """Say that a participant does not want to meet another, or that it does after all."""
    person = person_of(request)
    found, at = published_mission(person, slug)
    mine = place_of(at, found, place)
    whom = get_object_or_404(found.participants.taking_part(), pk=other)
    barred = request.POST.get("barred") == "1"
    words = (
        _("You will not be asked to meet. The other side is not told.")
        if barred
        else _("You can be asked to meet again.")
    )
    tried(
        request,
        lambda: asking.meeting_bar(by=person, participant=mine, other=whom, barred=barred),
        words,
    )
    return redirect("meeting_requests", found.slug, mine.pk)


def published_mission(person: User, slug: str) -> tuple[Mission, MissionStandpoint]:
    """A mission whose participants see each other; for its organisers, one they plan.

    And what `person` is to it. Raises `Http404` for others.
    """
    found = visible_mission(person, slug)
    at = mission_standpoint(person, found)
    if found.state in PUBLISHED or (found.state in PLANNED and at.organises):
        return found, at
    raise Http404


def own_place(at: MissionStandpoint, key: int) -> MissionParticipant:
    """A place for who acts for it. Raises `Http404` for others."""
    for each in at.taking_part:
        if each.pk == key:
            return each
    raise Http404


def place_of(at: MissionStandpoint, mission: Mission, key: int) -> MissionParticipant:
    """A place for who acts for it or runs the mission. Raises `Http404` for others."""
    if at.organises:
        return get_object_or_404(mission.participants.taking_part().in_order(), pk=key)
    return own_place(at, key)


def _wanted(received: MeetingRequest | None) -> bool:
    return received is not None and received.state != RequestState.DECLINED


def _lines(mission: Mission, mine: MissionParticipant) -> list[OtherLine]:
    """All others, and how they stand to this one: a handful of queries."""
    sent, received = {}, {}
    rows = MeetingRequest.objects.filter(Q(asker=mine) | Q(asked=mine)).exclude(
        state=RequestState.WITHDRAWN
    )
    for each in rows:
        if each.asker_id == mine.pk:
            sent[each.asked_id] = each
        else:
            received[each.asker_id] = each
    barred = set(MeetingBar.objects.filter(participant=mine).values_list("other_id", flat=True))
    meets = set()
    if mission.state in READ:
        shared = MissionMeeting.objects.standing().filter(participants=mine)
        meets = set(shared.values_list("participants", flat=True))
    found = []
    for other in mission.participants.taking_part().in_order().exclude(pk=mine.pk):
        tone, words = _standing(sent.get(other.pk), received.get(other.pk), other.pk in barred)
        if other.pk in meets:
            tone, words = "good", _("you meet")
        found.append(
            OtherLine(
                other,
                sent.get(other.pk),
                received.get(other.pk),
                other.pk in barred,
                other.pk in meets,
                [],
                tone,
                words,
            )
        )
    return found


def _standing(
    sent: MeetingRequest | None, received: MeetingRequest | None, barred: bool
) -> tuple[str, str]:
    if barred:
        return "neutral", _("you do not want to meet")
    if any(each and each.state == RequestState.ACCEPTED for each in (sent, received)):
        return "good", _("both want to meet")
    if sent:
        return _GOOD[sent.state], {
            "open": _("you asked"),
            "declined": _("declined"),
        }.get(sent.state, "")
    if received:
        return _GOOD[received.state], {
            "open": _("asks you"),
            "declined": _("you declined"),
        }.get(received.state, "")
    return "", ""


def _suggested(
    mine: MissionParticipant, lines: Iterable[OtherLine], known: set[int]
) -> list[OtherLine]:
    by_organisation = {line.participant.organisation_id: line for line in lines}
    found = []
    for each in suggestions(mine.organisation, by_organisation, SUGGESTED + len(known)):
        line = by_organisation.get(each.party.key)
        if line is None or line.participant.pk in known:
            continue
        reasons = [said(part.reason) for part in each.reasons[:2] if part.reason]
        found.append(OtherLine(line.participant, None, None, False, False, reasons, "", ""))
    return found[:SUGGESTED]
