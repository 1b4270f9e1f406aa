"""The timetable of a mission for its organisers: searches, versions, putting one in force."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from hanse.collaboration.meetings.agendas import changes
from hanse.collaboration.meetings.conflict_words import sentences, summary
from hanse.collaboration.web.actions import meeting_timetables as acting
from hanse.collaboration.web.meeting_facts import before, in_force, plan_of, version_of
from hanse.collaboration.web.meeting_permits import ASKED, PLANNED
from hanse.collaboration.web.meeting_solving import finish
from hanse.collaboration.web.meeting_words import (
    VERSION_TONES,
    change_words,
    said,
    slot_words,
)
from hanse.collaboration.web.mission_pages import MissionFrame, mission_frame, run_mission
from hanse.collaboration.web.models.meeting_plans import MeetingPlan
from hanse.collaboration.web.models.meeting_timetables import MeetingTimetable, VersionState
from hanse.collaboration.web.models.meetings import (
    MeetingRequest,
    RequestState,
)
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.sentences import Sentence
from hanse.foundation.web.access import person_of

SHOWN: Final = 30
_STEPS: Final[dict[str, tuple[Callable[..., object], str]]] = {
    "stop": (acting.timetable_stop, gettext_noop("The search ends with the best so far.")),
    "drop": (acting.timetable_drop, gettext_noop("This version is dropped.")),
    "in_force": (
        acting.timetable_in_force,
        gettext_noop("This timetable is in force. All those concerned are told."),
    ),
}


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in a list."""

    version: MeetingTimetable
    tone: str


@dataclass(frozen=True, slots=True)
class TimetablePage:
    """The page of organisers. running: the search that goes on; None for none."""

    frame: MissionFrame
    plan: MeetingPlan
    slots: int
    tables: int
    meetings: int
    without: int
    requests: int
    standing: MeetingTimetable | None
    running: "Shown | None"
    versions: list[VersionLine]
    acts: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A version as a page shows it. silent: whether its search seems interrupted.

    conflict: how the conflict is to be read, and its requests. notes: who has few meetings.
    changes: participant -> what would change for it. gap: in percent of the breaks. leaving_helps:
    whether leaving meetings out is the way on.
    """

    version: MeetingTimetable
    tone: str
    silent: bool
    share: float | None
    gap: float | None
    conflict: tuple[list[str], list[str]]
    notes: list[str]
    changes: list[tuple[str, list[str]]]
    lost: list[str]
    rows: list[dict[str, Any]]
    may_force: bool
    leaving_helps: bool


@login_required
@require_GET
def mission_timetable(request: HttpRequest, slug: str) -> HttpResponse:
    """What a timetable needs, the search that runs, and all versions."""
    person = person_of(request)
    found = run_mission(person, slug)
    running = found.timetables.running().select_related("made_by").first()
    versions = found.timetables.select_related("made_by").defer("problem", "answer", "conflict")
    meetings = found.meetings.standing().aggregate(
        all=Count("pk"), without=Count("pk", filter=Q(slot__isnull=True))
    )
    page = TimetablePage(
        mission_frame(person, found, "mission_timetable"),
        plan_of(found),
        found.meeting_slots.count(),
        found.meeting_tables.count(),
        meetings["all"],
        meetings["without"],
        MeetingRequest.objects.filter(asker__mission=found)
        .exclude(state=RequestState.WITHDRAWN)
        .count(),
        in_force(found),
        shown(running, found) if running else None,
        [VersionLine(each, VERSION_TONES[each.state]) for each in versions[:SHOWN]],
        found.state in PLANNED,
    )
    return render(
        request, "collaboration/meeting_timetable.html", {"page": page, "frame": page.frame}
    )


@login_required
@require_POST
def timetable_search(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a search."""
    person = person_of(request)
    found = run_mission(person, slug)
    try:
        version = acting.timetable_search(
            by=person,
            mission=found,
            choose=request.POST.get("choose") == "1",
            leave_out=request.POST.get("leave_out") == "1",
        )
    except ValidationError as problem:
        for each in problem.messages:
            messages.error(request, each)
        return redirect("mission_timetable", found.slug)
    return redirect("meeting_version", found.slug, version.number)


@login_required
@require_GET
def meeting_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version: how its search stands, what came out, what it changes.

    Asked by htmx, only what changes while it is searched for.
    """
    person = person_of(request)
    found = run_mission(person, slug)
    version = get_object_or_404(found.timetables.select_related("made_by"), number=number)
    what = shown(version, found)
    if getattr(request, "htmx", False):
        return render(
            request, "collaboration/meeting_progress.html", {"shown": what, "mission": found}
        )
    context = {
        "frame": mission_frame(person, found, "mission_timetable"),
        "shown": what,
        "mission": found,
    }
    return render(request, "collaboration/meeting_version.html", context)


@login_required
@require_POST
def timetable_step(request: HttpRequest, slug: str, number: int, step: str) -> HttpResponse:
    """Stop a search, drop a version, or put it in force.

    A search that was interrupted is ended here, as nobody else may be there to do it.
    """
    person = person_of(request)
    found = run_mission(person, slug)
    version = get_object_or_404(found.timetables, number=number)
    if step not in _STEPS:
        raise Http404
    act, words = _STEPS[step]
    stuck = version.silent(timezone.now())
    try:
        act(by=person, version=version)
    except ValidationError as problem:
        for each in problem.messages:
            messages.error(request, each)
    else:
        if step == "stop" and stuck:
            finish(version)
        messages.success(request, _(words))
    if step == "in_force" and request.POST.get("back") == "board":
        return redirect("mission_board", found.slug)
    return redirect("meeting_version", found.slug, number)


def shown(version: MeetingTimetable, mission: Mission) -> Shown:
    """A version for a page."""
    conflict: tuple[list[str], list[str]] = ([], [])
    told: list[tuple[str, list[str]]] = []
    lost: list[str] = []
    rows: list[dict[str, Any]] = []
    if version.problem and not version.running:
        kept = version_of(version)
        problem = kept.problem
        if version.conflict:
            conflict = (
                [said(each) for each in summary(version.conflict)],
                [said(each) for each in sentences(version.conflict, problem)],
            )
        if version.answer:
            names = {each.code: str(each) for each in problem.participants}
            old = _compared(version, mission)
            found = changes(version_of(old), kept) if old else {}
            told = [
                (names.get(code, code), [change_words(each) for each in some])
                for code, some in sorted(found.items(), key=lambda row: names.get(row[0], ""))
            ]
            slots = {each.code: each for each in problem.slots}
            for row in version.answer:
                who = " & ".join(names.get(code, code) for code in row["participants"])
                if row["slot"]:
                    when = slot_words(slots[row["slot"]])
                    rows.append({"when": when, "table": row["table"], "who": who})
                else:
                    lost.append(who)
    plan = plan_of(mission)
    gap = version.gap
    return Shown(
        version,
        VERSION_TONES[version.state],
        version.silent(timezone.now()),
        min(1.0, version.seconds / plan.seconds) if version.running else None,
        None if gap is None else 100 * gap,
        conflict,
        [said(Sentence(each["text"], each["values"])) for each in version.notes],
        told,
        lost,
        rows,
        version.state in {VersionState.READY, VersionState.PROPOSED} and mission.state in ASKED,
        version.state in {VersionState.IMPOSSIBLE, VersionState.NONE}
        and mission.state in PLANNED
        and not version.leaves_out,
    )


def _compared(version: MeetingTimetable, mission: Mission) -> MeetingTimetable | None:
    """The version that one is held against: that before it, or the one in force."""
    if version.in_force_from:
        return before(version)
    standing = in_force(mission)
    return standing if version.state in {VersionState.READY, VersionState.PROPOSED} else None
