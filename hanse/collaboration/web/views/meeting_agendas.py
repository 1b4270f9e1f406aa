"""Agendas: a page that works on a phone offline, a calendar, PDF; and feedback in two taps."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from hanse.collaboration.web.actions.meeting_feedback import MOST_STARS, feedback_give
from hanse.collaboration.web.meeting_agenda import (
    AgendaChange,
    AgendaDay,
    OldEntry,
    agenda_changes,
    agenda_days,
    agenda_place,
    agenda_places,
    old_agenda,
)
from hanse.collaboration.web.meeting_calendar import (
    calendar_address,
    calendar_reader,
    meetings_calendar,
)
from hanse.collaboration.web.meeting_document import agendas_pdf, cards_pdf
from hanse.collaboration.web.meeting_facts import zone_of
from hanse.collaboration.web.meeting_permits import READ
from hanse.collaboration.web.mission_pages import (
    MissionFrame,
    mission_frame,
    run_mission,
    visible_mission,
)
from hanse.collaboration.web.mission_permits import mission_standpoint
from hanse.collaboration.web.models.meeting_feedback import FollowUp
from hanse.collaboration.web.models.meeting_timetables import MeetingTimetable
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.access import person_of
from hanse.foundation.web.numbers import number_sent


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """The agenda of one participant. old: by an older version; None for that of now.

    zone: whose clocks, where other than the mission's; "" otherwise.
    """

    frame: MissionFrame
    place: MissionParticipant
    places: list[MissionParticipant]
    days: list[AgendaDay]
    changes: list[AgendaChange]
    versions: list[MeetingTimetable]
    version: MeetingTimetable | None
    old: list[OldEntry] | None
    zone: str
    calendar: str
    acts: bool


@login_required
@require_GET
def mission_agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """To one's own agenda; for organisers, to choose from all."""
    person = person_of(request)
    found = visible_mission(person, slug)
    if found.state not in READ:
        raise Http404
    at = mission_standpoint(person, found)
    if not at.organises:
        own = agenda_places(person, found, at)
        if not own:
            raise Http404
        return redirect("meeting_agenda", found.slug, own[0].pk)
    context = {
        "frame": mission_frame(person, found, "mission_agenda", at),
        "places": list(found.participants.taking_part().in_order()),
    }
    return render(request, "collaboration/meeting_agendas.html", context)


@login_required
@require_GET
def meeting_agenda(request: HttpRequest, slug: str, place: int) -> HttpResponse:
    """The agenda of a participant, now or by an older version (`?version=`)."""
    person = person_of(request)
    found = visible_mission(person, slug)
    at = mission_standpoint(person, found)
    participant, acts = agenda_place(person, found, place, at)
    versions = list(found.timetables.published().defer("problem", "answer", "conflict"))
    asked = request.GET.get("version", "")
    version = None
    if asked:
        number = number_sent(asked)
        if number is None:
            raise Http404
        version = get_object_or_404(found.timetables.published(), number=number)
    zone = zone_of(participant, found)
    page = AgendaPage(
        mission_frame(person, found, "mission_agenda", at),
        participant,
        agenda_places(person, found, at),
        agenda_days(found, participant, acts=acts),
        agenda_changes(found, participant) if version is None else [],
        versions,
        version,
        old_agenda(version, participant, found) if version else None,
        zone if zone != found.time_zone else "",
        calendar_address(person, found, participant),
        acts,
    )
    context = {
        "page": page,
        "frame": page.frame,
        "stars": range(1, MOST_STARS + 1),
        "follow_ups": FollowUp.choices,
        "now": timezone.now(),
    }
    answer = render(request, "collaboration/meeting_agenda.html", context)
    # It is kept for reading offline by the page's own worker, and nowhere else.
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_POST
def meeting_feedback(request: HttpRequest, slug: str, place: int, number: int) -> HttpResponse:
    """Stars for a meeting, or what comes next."""
    person = person_of(request)
    found = visible_mission(person, slug)
    participant, _acts = agenda_place(person, found, place)
    meeting = get_object_or_404(found.meetings.filter(participants=participant), pk=number)
    stars, follow_up = request.POST.get("stars", ""), request.POST.get("follow_up")
    try:
        feedback_give(
            by=person,
            meeting=meeting,
            participant=participant,
            stars=number_sent(stars),
            follow_up=follow_up,
        )
    except ValidationError as problem:
        for each in problem.messages:
            messages.error(request, each)
    address = reverse("meeting_agenda", args=[found.slug, participant.pk])
    return redirect(f"{address}#meeting-{meeting.pk}")


@require_safe
def agenda_worker(request: HttpRequest, slug: str, place: int) -> HttpResponse:
    """The script that shows an agenda offline; its folder is all it can act on."""
    address = reverse("meeting_agenda", args=[slug, place])
    return render(
        request,
        "collaboration/agenda_worker.js",
        {"address": address, "static": settings.STATIC_URL},
        content_type="text/javascript; charset=utf-8",
    )


@require_safe
def meeting_calendar(
    request: HttpRequest,  # noqa: ARG001 - as every view
    slug: str,
    place: int,
    number: int,
    code: str,
) -> HttpResponse:
    """The calendar behind an address that one person was given."""
    found = get_object_or_404(Mission, slug=slug, state__in=READ)
    participant = calendar_reader(found, place, number, code)
    answer = HttpResponse(
        meetings_calendar(found, participant), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{found.slug}.ics"'
    return answer


@login_required
@require_safe
def agenda_pdf(request: HttpRequest, slug: str, place: int) -> HttpResponse:
    """The agenda of a participant as PDF."""
    person = person_of(request)
    found = visible_mission(person, slug)
    participant, _acts = agenda_place(person, found, place)
    content = agendas_pdf(found, [participant], timezone.localdate())
    return _file(content, f"{found.slug}-{participant.organisation.slug}.pdf")


@login_required
@require_safe
def meeting_agendas_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """All agendas as PDF, a page for each participant."""
    found = run_mission(request.user, slug)
    participants = found.participants.taking_part().in_order()
    return _file(
        agendas_pdf(found, participants, timezone.localdate()), f"{found.slug}-agendas.pdf"
    )


@login_required
@require_safe
def meeting_cards_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """A card for each table as PDF."""
    found = run_mission(request.user, slug)
    return _file(cards_pdf(found, timezone.localdate()), f"{found.slug}-tables.pdf")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
