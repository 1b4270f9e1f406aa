"""When a participant of a mission cannot meet."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hanse.collaboration.meetings.hours import WorkingHours, within_hours
from hanse.collaboration.web.actions import meeting_requests as asking
from hanse.collaboration.web.attempts import tried
from hanse.collaboration.web.forms.meetings import slot_label
from hanse.collaboration.web.meeting_facts import plan_of, zone_of
from hanse.collaboration.web.meeting_words import moment_words
from hanse.collaboration.web.mission_pages import mission_frame
from hanse.collaboration.web.models.meetings import SlotBar
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission
from hanse.collaboration.web.views.meeting_requests import place_of, published_mission
from hanse.foundation.web.access import person_of
from hanse.foundation.web.numbers import number_sent


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A time for meetings as one participant says whether it can. local: by its own clocks."""

    key: int
    words: str
    local: str
    barred: bool
    at_night: bool


@login_required
@require_http_methods(["GET", "POST"])
def meeting_times(request: HttpRequest, slug: str, place: int) -> HttpResponse:
    """When a participant cannot meet."""
    person = person_of(request)
    found, at = published_mission(person, slug)
    mine = place_of(at, found, place)
    if request.method == "POST":
        sent = map(number_sent, request.POST.getlist("barred"))
        barred = [each for each in sent if each is not None]
        done = tried(
            request,
            lambda: asking.meeting_times(by=person, participant=mine, barred=barred),
            _("Saved."),
        )
        if done:
            return redirect("meeting_requests", found.slug, mine.pk)
        return redirect("meeting_times", found.slug, mine.pk)
    context = {
        "frame": mission_frame(person, found, "mission_meetings", at),
        "place": mine,
        "lines": _times(found, mine),
        "zone": zone_of(mine, found),
    }
    return render(request, "collaboration/meeting_times.html", context)


def _times(mission: Mission, mine: MissionParticipant) -> list[TimeLine]:
    barred = set(SlotBar.objects.filter(participant=mine).values_list("slot_id", flat=True))
    zone, plan = zone_of(mine, mission), plan_of(mission)
    hours = WorkingHours(plan.hours_begin, plan.hours_end)
    away = zone != mission.time_zone
    found = []
    for slot in mission.meeting_slots.all():
        at = slot.begins.astimezone(mission.zone)
        found.append(
            TimeLine(
                slot.pk,
                slot_label(slot.begins, mission),
                moment_words(at.date(), at.time(), zone, mission.time_zone) if away else "",
                slot.pk in barred,
                away and not within_hours(slot.begins, slot.ends, zone, hours),
            )
        )
    return found
