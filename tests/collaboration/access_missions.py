"""Missions in the access table: the door to each action, and the page of each thing seen."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone

from hanse.collaboration.access import Entry
from hanse.collaboration.missions.selection import MissionCriterion
from hanse.collaboration.missions.states import STEPS, ApplicationState, Part, PlaceState, State
from hanse.collaboration.web.models.meeting_timetables import MeetingTimetable
from hanse.collaboration.web.models.mission_applications import MissionApplication
from hanse.collaboration.web.models.mission_outcomes import MissionFollowUp, MissionOutcome
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.mission_programme import (
    MissionBudgetLine,
    MissionItem,
    MissionNote,
)
from hanse.collaboration.web.models.missions import Mission, MissionAssessor, MissionPartner
from tests.collaboration.access_world import AccessWorld, Door
from tests.collaboration.mission_factories import (
    make_application,
    make_assessment,
    make_mission,
    make_participant,
)

View = tuple[str, str]
_WORDS: Final = "Heartwood"
_SOON: Final = {"begins": "2026-05-04T09:00", "ends": "2026-05-04T10:00"}
_APPLICATION: Final = {"reason": "R", "offers": "O", "needs": "N", "people": "1", "shown": "on"}
_ROWS: Final[dict[str, dict[str, Any]]] = {
    "item": {"title": _WORDS, **_SOON},
    "note": {"title": _WORDS, "words": "None."},
    "budget": {"heading": "venue", "words": _WORDS, "planned": "10"},
}


def _days(code: str) -> dict[str, Any]:
    """Days of a mission on which a step can be taken."""
    today = timezone.localdate()
    days: dict[str, dict[str, Any]] = {
        "mission_review": {"closes": today - timedelta(days=1), "opens": None},
        "mission_tell": {"cut_offs": [(today - timedelta(days=1)).isoformat()]},
        "mission_begin": {"begins": today, "ends": today + timedelta(days=1)},
        "mission_end": {
            "begins": today - timedelta(days=3),
            "ends": today - timedelta(days=2),
        },
    }
    return days.get(code, {})


def mission_door(world: AccessWorld, entry: Entry, _name: str) -> Door:
    """The door to an action on a mission, an application or a place."""
    code = entry.action
    if code == "mission_create":
        return Door(reverse("mission_new"), {"organiser": world.ours.pk, **_said()})
    if code == "mission_follow":
        made = make_mission(world.ours, State(entry.states[0]))
        return Door(reverse("mission_follow", args=[made.slug]), {"follow": "on"})
    row = STEPS[code]
    at = entry.states[0] if entry.states else ""
    reviewed = code in {"application_assess", "application_decide"}
    state = at if row.of == "mission" else State.REVIEW if reviewed else sorted(row.missions)[0]
    made = make_mission(world.ours, State(state), **_days(code))
    if row.of == "application":
        return _application(world, made, code, at)
    if row.of == "place":
        return _place(world, made, code, at)
    return _mission(world, made, code)


def _said() -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "title": _WORDS,
        "theme": "Wood",
        "host_country": "JP",
        "time_zone": "Asia/Tokyo",
        "mode": "in_person",
        "begins": (today + timedelta(days=90)).isoformat(),
        "ends": (today + timedelta(days=91)).isoformat(),
        "closes": (today + timedelta(days=10)).isoformat(),
        "places": "5",
        "meetings_each": "8",
    }


def _mission(world: AccessWorld, made: Mission, code: str) -> Door:
    if code in {"mission_review", "mission_select"}:
        state = ApplicationState.SELECTED if code == "mission_select" else None
        application = make_application(
            made, world.recorded, state or ApplicationState.SUBMITTED, decided=timezone.now()
        )
        make_assessment(application, world.person("member"))
    if code == "mission_tell":
        before = timezone.now() - timedelta(days=3)
        application = make_application(
            made, world.recorded, ApplicationState.SELECTED, submitted=before, decided=before
        )
        make_assessment(application, world.person("member"))
    if code == "mission_issue":
        MeetingTimetable.objects.create(
            mission=made, number=1, kind="search", state="in_force", in_force_from=timezone.now()
        )
    if code == "mission_publish":
        make_participant(made, world.recorded)
        make_participant(made, world.elsewhere)
    partner = MissionPartner.objects.create(mission=made, organisation=world.recorded)
    assessor = MissionAssessor.objects.filter(mission=made).first()
    if assessor is None and code == "mission_assessor_remove":
        assessor = MissionAssessor.objects.create(mission=made, person=world.person("editor"))
    part, _, verb = code.removeprefix("mission_").partition("_")
    if part in _ROWS:
        data = _ROWS[part]
        if verb == "save":
            return Door(reverse("mission_row_new", args=[made.slug, part]), data)
        return Door(reverse("mission_row_delete", args=[made.slug, part, _row(made, part)]), {})
    pages: dict[str, tuple[str, list[Any], dict[str, Any]]] = {
        "mission_change": ("mission_edit", [], {**_said(), "seen": made.revision}),
        "mission_tell": ("mission_tell", [], {}),
        "mission_call_off": ("mission_call_off", [], {"reason": "A storm."}),
        "mission_partner_add": (
            "mission_partners",
            [],
            {"organisation": world.elsewhere.pk, "role": "host"},
        ),
        "mission_partner_remove": ("mission_partner_delete", [partner.pk], {}),
        "mission_assessor_add": (
            "mission_assessors",
            [],
            {"person": world.person("editor").pk},
        ),
        "mission_assessor_remove": (
            "mission_assessors",
            [],
            {"remove": assessor.pk if assessor else ""},
        ),
        "mission_invite": (
            "mission_participants",
            [],
            {"organisation": world.elsewhere.pk, "side": "host"},
        ),
    }
    page, parts, data = pages.get(code, ("mission_take", [code], {}))
    return Door(reverse(page, args=[made.slug, *parts]), data)


def _row(made: Mission, part: str) -> int:
    now = timezone.now()
    if part == "item":
        end = now + timedelta(hours=1)
        return MissionItem.objects.create(mission=made, title="I", begins=now, ends=end).pk
    if part == "note":
        return MissionNote.objects.create(mission=made, title="N", words="W").pk
    line = MissionBudgetLine.objects.create(mission=made, heading="venue", words="W", planned=1)
    return line.pk


def _application(world: AccessWorld, made: Mission, code: str, state: str) -> Door:
    if code == "application_begin":
        data = {"organisation": world.theirs.pk, **_APPLICATION}
        return Door(reverse("mission_apply", args=[made.slug]), data)
    told = timezone.now() if code == "application_take_up" else None
    application = make_application(made, world.theirs, ApplicationState(state), told=told)
    at = [made.slug, application.pk]
    if code == "application_change":
        data = {**_APPLICATION, "seen": application.revision}
        return Door(reverse("mission_application_edit", args=at), data)
    if code == "application_assess":
        MissionAssessor.objects.create(mission=made, person=world.person("member"))
        points = dict.fromkeys([each.value for each in MissionCriterion], "3")
        return Door(reverse("mission_assess", args=at), points)
    if code == "application_decide":
        data = {f"outcome_{application.pk}": "reserve", f"remark_{application.pk}": ""}
        return Door(reverse("mission_review", args=[made.slug]), data)
    step = code.removeprefix("application_")
    return Door(reverse("mission_application_take", args=[*at, step]), {})


def _place(world: AccessWorld, made: Mission, code: str, state: str) -> Door:
    of = world.guests if STEPS[code].by == Part.INVITED else world.theirs
    waiting = timezone.now() if state == PlaceState.WAITING else None
    place = make_participant(
        made, of, confirmed=state == PlaceState.CONFIRMED, delegates=1, waiting=waiting
    )
    at = [made.slug, place.pk]
    if code == "place_change":
        return Door(reverse("mission_place", args=at), {"offers": _WORDS})
    if code == "delegate_save":
        return Door(reverse("mission_delegate_new", args=at), {"name": "Del Egate"})
    if code == "delegate_remove":
        delegate = place.delegates.get()
        return Door(reverse("mission_delegate_delete", args=[*at, delegate.pk]), {})
    if code == "follow_up_answer":
        MissionFollowUp.objects.create(participant=place, months=3)
        return Door(reverse("mission_follow_up", args=[*at, 3]), {"remark": _WORDS})
    if code.startswith("outcome_"):
        return _outcome(made, code, place, make_participant(made, world.recorded))
    answer = code.removeprefix("place_")
    return Door(reverse("mission_place_answer", args=[*at, answer]), {})


def _outcome(
    made: Mission, code: str, place: MissionParticipant, other: MissionParticipant
) -> Door:
    today = timezone.localdate()
    if code == "outcome_state":
        data = {"other": other.pk, "kind": "contact", "since": today.isoformat()}
        return Door(reverse("mission_outcome_new", args=[made.slug, place.pk]), data)
    own = code == "outcome_take_back"
    told = MissionOutcome.objects.create(
        stated_by=place if own else other,
        other=other if own else place,
        kind="contact",
        since=today,
    )
    answer = code.removeprefix("outcome_")
    return Door(reverse("mission_outcome_answer", args=[made.slug, told.pk, answer]), {})


# --- What is seen -----------------------------------------------------------------------------


def _shown(page: str, state: State, words: str = "") -> Callable[[AccessWorld], View]:
    """A page of a mission in which theirs takes part and guests are asked."""

    def view(world: AccessWorld) -> View:
        made = make_mission(world.ours, state, title=_WORDS)
        make_participant(made, world.theirs, offers="Offer of theirs")
        make_participant(made, world.guests, confirmed=False)
        now = timezone.now()
        for title, public in (("Public item", True), ("Private item", False)):
            made.items.create(title=title, begins=now, ends=now + timedelta(hours=1), public=public)
        return reverse(page, args=[made.slug]), words

    return view


def _draft(world: AccessWorld) -> View:
    made = make_mission(world.ours, State.DRAFT, title=_WORDS)
    MissionAssessor.objects.create(mission=made, person=world.person("member"))
    return made.get_absolute_url(), _WORDS


def _one_application(state: ApplicationState, words: str = "") -> Callable[[AccessWorld], View]:
    def view(world: AccessWorld) -> View:
        made = make_mission(world.ours, State.REVIEW)
        application: MissionApplication = make_application(made, world.theirs, state)
        if state == ApplicationState.DRAFT:
            MissionAssessor.objects.create(mission=made, person=world.person("member"))
        else:
            make_assessment(application, world.person("member"), remark="A remark on points")
        return application.get_absolute_url(), words

    return view


def _one_place(world: AccessWorld) -> View:
    made = make_mission(world.ours, State.PROGRAMME)
    place = make_participant(made, world.theirs)
    return reverse("mission_place", args=[made.slug, place.pk]), ""


MISSION_VIEWS: Final[dict[tuple[str, str], Callable[[AccessWorld], View]]] = {
    ("mission", "call opened"): _shown("mission", State.CALL, _WORDS),
    ("mission", "draft"): _draft,
    ("mission", "public items of the programme"): _shown(
        "mission_programme", State.PROGRAMME, "Public item"
    ),
    ("mission", "items for participants, travel notes"): _shown(
        "mission_programme", State.PROGRAMME, "Private item"
    ),
    ("mission", "participants, before they are published"): _shown(
        "mission_participants", State.SELECTED, "Offer of theirs"
    ),
    ("mission", "participants, once they are published"): _shown(
        "mission_participants", State.PROGRAMME, "Offer of theirs"
    ),
    ("mission", "budget"): _shown("mission_budget", State.PROGRAMME),
    ("mission", "outcomes"): _shown("mission_outcomes", State.FOLLOW_UP),
    ("mission", "report, before it is over"): _shown("mission_report", State.UNDER_WAY),
    ("mission", "report, once it is over"): _shown("mission_report", State.FOLLOW_UP),
    ("application for a mission", "draft"): _one_application(ApplicationState.DRAFT),
    ("application for a mission", "handed in"): _one_application(ApplicationState.SUBMITTED),
    ("application for a mission", "points and remarks"): _one_application(
        ApplicationState.SUBMITTED, "A remark on points"
    ),
    ("place in a mission", "what its people say of themselves"): _one_place,
}
"""What is seen of missions -> the page, and words on it."""
