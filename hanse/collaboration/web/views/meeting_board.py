"""The organisers' live board: who is here, where meetings are, moving them, and repairs."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.collaboration.meetings.mending import Happened
from hanse.collaboration.meetings.moves import Fault, names, touched
from hanse.collaboration.web.actions import meeting_board as acting
from hanse.collaboration.web.attempts import tried
from hanse.collaboration.web.forms.meetings import LateForm, MoveForm, slot_label
from hanse.collaboration.web.meeting_board_rows import Card, board_of, card_of, where
from hanse.collaboration.web.meeting_facts import in_force, plan_of
from hanse.collaboration.web.meeting_words import said, slot_words
from hanse.collaboration.web.mission_pages import mission_frame, run_mission
from hanse.collaboration.web.models.meetings import (
    MeetingSlot,
    MeetingState,
    MeetingTable,
    MissionMeeting,
)
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.problems import HanseError
from hanse.foundation.web.access import person_of

NO_CONTENT = 204


@dataclass(frozen=True, slots=True)
class MovePage:
    """Moving one meeting. broken: what the move would break, and whether that can give way.

    meanwhile: what others changed since the page was made.
    """

    card: Card
    words: str
    broken: list[tuple[str, bool]]
    shifted: list[str]
    meanwhile: list[str]
    may: bool
    weighed: bool


@login_required
@require_GET
def mission_board(request: HttpRequest, slug: str) -> HttpResponse:
    """The board; asked by htmx, what changes on it, or nothing where nothing did."""
    person = person_of(request)
    found = run_mission(person, slug)
    if getattr(request, "htmx", False):
        if request.GET.get("seen") == str(plan_of(found).revision):
            return HttpResponse(status=NO_CONTENT)
        return render(request, "collaboration/meeting_board_part.html", {"board": board_of(found)})
    context = {
        "frame": mission_frame(person, found, "mission_board"),
        "board": board_of(found),
    }
    return render(request, "collaboration/meeting_board.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def meeting_move(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Move a meeting: what that would break is shown before it is saved.

    Where somebody else changed the timetable meanwhile, that is said, and what was chosen stays.
    """
    person = person_of(request)
    found = run_mission(person, slug)
    meeting = get_object_or_404(
        found.meetings.select_related("slot", "table").prefetch_related(
            "participants__organisation"
        ),
        pk=number,
    )
    standing = in_force(found)
    if standing is None:
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    initial = {
        "slot": meeting.slot_id or "",
        "table": meeting.table_id or "",
        "seen": standing.number,
    }
    chosen = "slot" in asked
    form = MoveForm(found, {**asked.dict(), "seen": asked.get("seen") or standing.number}
                    if chosen else None, initial=initial)  # fmt: skip
    page = _weighed(found, meeting, form) if chosen and form.is_valid() else None
    if request.method == "POST" and page and "save" in request.POST and form.is_valid():
        slot, table = _place(found, form.cleaned_data)
        try:
            acting.meeting_move(
                by=person,
                meeting=meeting,
                slot=slot,
                table=table,
                seen=form.cleaned_data["seen"],
                anyway=form.cleaned_data["anyway"],
                why=form.cleaned_data["why"],
            )
        except acting.ChangedMeanwhileError:
            # What was chosen stays in the form, held now against the timetable of now.
            form = MoveForm(found, {**request.POST.dict(), "seen": standing.number})
            form.is_valid()
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            messages.success(request, _("Moved. All those concerned are told."))
            return redirect("mission_board", found.slug)
    empty = MovePage(card_of(meeting), where(meeting, found), [], [], [], True, weighed=False)
    context = {"page": page or empty, "form": form, "mission": found}
    if getattr(request, "htmx", False):
        return render(request, "collaboration/meeting_move_part.html", context)
    context["frame"] = mission_frame(person, found, "mission_board")
    return render(request, "collaboration/meeting_move.html", context)


@login_required
@require_POST
def meeting_outcome(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say what became of a meeting."""
    person = person_of(request)
    found = run_mission(person, slug)
    meeting = get_object_or_404(found.meetings, pk=number)
    tried(
        request,
        lambda: acting.meeting_outcome(
            by=person,
            meeting=meeting,
            state=request.POST.get("state", ""),
            reason=request.POST.get("reason", ""),
        ),
        _("Saved."),
    )
    return redirect("mission_board", found.slug)


@login_required
@require_http_methods(["GET", "POST"])
def board_participant(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Check somebody in; or, on a page of its own, say that they do not come, or come late."""
    person = person_of(request)
    found = run_mission(person, slug)
    who = get_object_or_404(found.participants.taking_part().in_order(), pk=number)
    what = request.POST.get("what", "")
    if request.method == "POST" and what in {"here", "not_here"}:
        here = what == "here"
        tried(
            request,
            lambda: acting.participant_check_in(by=person, participant=who, here=here),
            _("%(name)s is here.") % {"name": who.organisation.name}
            if here
            else _("%(name)s is not here.") % {"name": who.organisation.name},
        )
        return redirect("mission_board", found.slug)
    form = LateForm(found, request.POST if what == "late" else None)
    if request.method == "POST" and what == "no_show":
        happened = [Happened("no_show", who.pk)]
        why = _("%(name)s does not come") % {"name": who.organisation.name}
        return _proposed(request, found, happened, why)
    if request.method == "POST" and what == "late" and form.is_valid():
        slot = get_object_or_404(found.meeting_slots, pk=form.cleaned_data["arrives"])
        happened = [Happened("late", who.pk, slot.begins)]
        why = _("%(name)s is there from %(time)s only") % {
            "name": who.organisation.name,
            "time": slot_label(slot.begins, found),
        }
        return _proposed(request, found, happened, why)
    context = {
        "frame": mission_frame(person, found, "mission_board"),
        "who": who,
        "form": form,
        "meetings": [
            (card_of(each), where(each, found))
            for each in found.meetings.standing()
            .filter(participants=who)
            .select_related("slot", "table")
            .prefetch_related("participants__organisation")
            .order_by("slot__begins")
        ],
    }
    return render(request, "collaboration/meeting_participant.html", context)


@login_required
@require_POST
def board_fill(request: HttpRequest, slug: str) -> HttpResponse:
    """Find times for meetings that have none, with the fewest changes for others."""
    person = person_of(request)
    found = run_mission(person, slug)
    waiting = found.meetings.filter(state=MeetingState.AGREED, slot__isnull=True)
    happened = [Happened("new", each) for each in waiting.values_list("pk", flat=True)]
    if not happened:
        messages.info(request, _("Every meeting has a time."))
        return redirect("mission_board", found.slug)
    return _proposed(request, found, happened, _("times for new meetings"))


@login_required
@require_POST
def board_close(request: HttpRequest, slug: str) -> HttpResponse:
    """Say of all meetings that are over that they were held."""
    person = person_of(request)
    found = run_mission(person, slug)
    tried(
        request,
        lambda: acting.meetings_over(by=person, mission=found, now=timezone.now()),
        _("Saved: these meetings were held."),
    )
    return redirect("mission_board", found.slug)


def _place(
    mission: Mission, chosen: dict[str, Any]
) -> tuple[MeetingSlot | None, MeetingTable | None]:
    """The time and the table that were chosen; any that is free, where none was."""
    if not chosen["slot"]:
        return None, None
    slot = get_object_or_404(mission.meeting_slots, pk=chosen["slot"])
    if chosen["table"]:
        return slot, get_object_or_404(mission.meeting_tables, pk=chosen["table"])
    taken = mission.meetings.standing().filter(slot=slot).values("table")
    return slot, mission.meeting_tables.exclude(pk__in=taken).first()


def _weighed(mission: Mission, meeting: MissionMeeting, form: MoveForm) -> MovePage | None:
    """What the move in the form would do."""
    slot, table = _place(mission, form.cleaned_data)
    try:
        facts, before, after, broken = acting.weigh_move(mission, meeting, slot, table)
    except ValidationError as problem:
        form.add_error(None, problem.messages)
        return None
    seen = form.cleaned_data["seen"]
    others = [
        at
        for at in touched(before.timetable, after.timetable)
        if facts.meetings[at].key != meeting.pk
    ]

    def gives(fault: Fault) -> bool:
        return acting.give_way(fault, facts, after)

    return MovePage(
        card_of(meeting),
        where(meeting, mission),
        [(said(each.words), gives(each)) for each in broken],
        [
            _("%(meeting)s moves to %(time)s.")
            % {
                "meeting": names(before.problem, at),
                "time": slot_words(
                    before.problem.slots[place]
                    if (place := after.timetable.slots[at]) is not None
                    else None
                ),
            }
            for at in others
        ],
        [
            _("Version %(number)d, %(who)s: %(why)s")
            % {
                "number": each.number,
                "who": each.made_by or _("somebody"),
                "why": each.why or each.get_kind_display(),
            }
            for each in mission.timetables.published()
            .filter(number__gt=seen)
            .select_related("made_by")
            .order_by("number")
        ],
        all(gives(each) for each in broken),
        weighed=True,
    )


def _proposed(
    request: HttpRequest, mission: Mission, happened: list[Happened], why: str
) -> HttpResponse:
    """To the repair that is proposed, or back with what keeps it from being made."""
    try:
        version = acting.repair_propose(
            by=person_of(request), mission=mission, happened=happened, why=why
        )
    except ValidationError as problem:
        for each in problem.messages:
            messages.error(request, each)
    except HanseError as problem:
        messages.error(request, str(problem))
    else:
        return redirect("meeting_version", mission.slug, version.number)
    return redirect("mission_board", mission.slug)
