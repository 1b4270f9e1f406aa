"""The ways of a mission, an application and a place: which step, from where, by whom."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _


class State(StrEnum):
    """Where a mission stands."""

    DRAFT = "draft"
    CALL = "call"
    """Organisations apply until the call closes."""
    REVIEW = "review"
    SELECTED = "selected"
    """It is decided who goes; those selected confirm."""
    PROGRAMME = "programme"
    """Participants are published to each other, and ask for meetings."""
    TIMETABLE = "timetable"
    """Agendas are out."""
    UNDER_WAY = "under_way"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


class ApplicationState(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"
    WITHDRAWN = "withdrawn"


class PlaceState(StrEnum):
    """Where an organisation's place in a mission stands."""

    INVITED = "invited"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    """It wants to come, and there is no room yet."""
    WITHDRAWN = "withdrawn"


class Part(StrEnum):
    """What somebody is to a mission."""

    ORGANISER = "organiser"
    """Edits the organisation that runs it, or is an administrator."""
    ASSESSOR = "assessor"
    """Is named to score applications."""
    PARTNER = "partner"
    """Edits an organisation that the organiser works with: sees all, decides nothing."""
    EDITOR = "editor"
    """Edits an organisation that could apply."""
    APPLICANT = "applicant"
    """Edits the organisation that an application is of."""
    INVITED = "invited"
    """Edits an organisation that has a place and has not confirmed it."""
    PARTICIPANT = "participant"
    """Edits an organisation that takes part or waits for a place."""


STATE_WORDS: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.DRAFT: _("draft"),
        State.CALL: _("call open"),
        State.REVIEW: _("applications in review"),
        State.SELECTED: _("participants selected"),
        State.PROGRAMME: _("programme and requests"),
        State.TIMETABLE: _("timetable out"),
        State.UNDER_WAY: _("under way"),
        State.FOLLOW_UP: _("follow-up"),
        State.CLOSED: _("closed"),
        State.CALLED_OFF: _("called off"),
    }
)
APPLICATION_WORDS: Final[Mapping[ApplicationState, str]] = MappingProxyType(
    {
        ApplicationState.DRAFT: _("draft"),
        ApplicationState.SUBMITTED: _("handed in"),
        ApplicationState.SELECTED: _("selected"),
        ApplicationState.RESERVE: _("on the reserve list"),
        ApplicationState.NOT_SELECTED: _("not selected"),
        ApplicationState.WITHDRAWN: _("withdrawn"),
    }
)
PLACE_WORDS: Final[Mapping[PlaceState, str]] = MappingProxyType(
    {
        PlaceState.INVITED: _("invited"),
        PlaceState.CONFIRMED: _("takes part"),
        PlaceState.WAITING: _("on the waiting list"),
        PlaceState.WITHDRAWN: _("does not take part"),
    }
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions look at.

    dated: whether the first and last day of the mission and the last day of the call are known, the
    call before the mission. closes_later: the last day of the call is not past. call_over: it is.
    handed_in, undecided, unassessed, selected: applications; unassessed have no points of anybody;
    selected have not given up their place.
    waiting: those in review whose applicants are not told yet, also in undecided and unassessed.
    due, told: whether the application is in review, whether its applicant knows the decision.
    taking_part: participants who have confirmed. begun, over: whether its first day has come, its
    last day has passed. complete: whether the application says what it has to. room: whether a
    place is free. timetabled: whether a timetable of meetings is in force.
    """

    dated: bool = False
    closes_later: bool = False
    call_over: bool = False
    handed_in: int = 0
    undecided: int = 0
    unassessed: int = 0
    selected: int = 0
    places: int = 0
    taking_part: int = 0
    begun: bool = False
    over: bool = False
    complete: bool = False
    room: bool = False
    timetabled: bool = False
    waiting: int = 0
    due: bool = False
    told: bool = False


CONDITIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dated": _("Say when it takes place and until when organisations may apply, before that."),
        "closes_later": _("The last day of the call has passed: move it first."),
        "call_over": _("The call is open until the end of its last day; close it after that."),
        "handed_in": _("Nobody has applied yet."),
        "decided": _("Some applications are not decided."),
        "assessed": _("Some applications have not been scored by anybody."),
        "somebody_selected": _("Nobody is selected yet."),
        "within_places": _("More organisations are selected than there are places."),
        "two_taking_part": _("At least two organisations have to confirm first."),
        "begun": _("Its first day has not come yet."),
        "over": _("Its last day has not passed yet."),
        "call_runs": _("The call is closed."),
        "complete": _("Say why you want to take part, what you offer and what you need."),
        "room": _("No place is free."),
        "waiting": _("No application that was handed in by a cut-off date waits for a decision."),
        "due": _("The cut-off date of this application has not passed yet."),
        "not_due": _("The cut-off date of this application has passed: it is in review."),
        "untold": _("The applicant has been told the decision already."),
        "told": _("The applicant has not been told the decision yet."),
        "timetabled": _(
            "There is no timetable yet. Search for one and put it in force: agendas are out then."
        ),
    }
)
"""Condition -> what to say where it does not hold."""


def _holds(condition: str, facts: Facts) -> bool:
    return {
        "dated": facts.dated,
        "closes_later": facts.closes_later,
        "call_over": facts.call_over,
        "handed_in": facts.handed_in > 0,
        "decided": facts.undecided == 0,
        "assessed": facts.unassessed == 0,
        "somebody_selected": facts.selected > 0,
        "within_places": facts.selected <= facts.places,
        "two_taking_part": facts.taking_part >= 2,
        "begun": facts.begun,
        "over": facts.over,
        "call_runs": not facts.call_over,
        "complete": facts.complete,
        "room": facts.room,
        "timetabled": facts.timetabled,
        "waiting": facts.waiting > 0,
        "due": facts.due,
        "not_due": not facts.due,
        "untold": not facts.told,
        "told": facts.told,
    }[condition]


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    of: what it is a step of. states: of that thing, in which it can be taken; "" before there is
    one. to: where it leads; "" stays, or the action says. missions: states of the mission in which
    it can be taken. by: who takes it.
    """

    of: str
    states: frozenset[str]
    to: str
    missions: frozenset[str]
    by: Part
    conditions: tuple[str, ...] = ()


BEFORE: Final = frozenset(
    {State.DRAFT, State.CALL, State.REVIEW, State.SELECTED, State.PROGRAMME, State.TIMETABLE}
)
"""States of a mission that has not begun."""
LIVE: Final = BEFORE | {State.UNDER_WAY, State.FOLLOW_UP}
INVITING: Final = frozenset(
    {State.CALL, State.REVIEW, State.SELECTED, State.PROGRAMME, State.TIMETABLE, State.UNDER_WAY}
)
FOLLOWED: Final = INVITING
"""States in which a mission can be followed by people who are no part of it."""
PUBLISHED: Final = frozenset(
    {State.PROGRAMME, State.TIMETABLE, State.UNDER_WAY, State.FOLLOW_UP, State.CLOSED}
)
"""States in which participants see each other."""
BEGUN: Final = frozenset({State.UNDER_WAY, State.FOLLOW_UP, State.CLOSED})
"""States in which outcomes are spoken of."""
REPORTED: Final = frozenset({State.FOLLOW_UP, State.CLOSED})
"""States in which everybody reads the report."""
_REVIEWED: Final = (State.CALL, State.REVIEW)
"""States in which applications are reviewed: in the call those that are due by a cut-off date."""
_TOLD: Final = frozenset({State.UNDER_WAY, State.FOLLOW_UP})


def _mission(states: Collection[State], to: str, *conditions: str) -> Step:
    return Step("mission", frozenset(states), to, frozenset(states), Part.ORGANISER, conditions)


def _application(
    states: Collection[str], to: str, missions: Collection[State], by: Part, *conditions: str
) -> Step:
    return Step("application", frozenset(states), to, frozenset(missions), by, conditions)


def _place(
    states: Collection[str], to: str, missions: Collection[State], by: Part, *conditions: str
) -> Step:
    return Step("place", frozenset(states), to, frozenset(missions), by, conditions)


_A, _P = ApplicationState, PlaceState
STEPS: Final[Mapping[str, Step]] = MappingProxyType(
    {
        # The mission
        "mission_change": _mission(LIVE, ""),
        "mission_open": _mission([State.DRAFT], State.CALL, "dated", "closes_later"),
        "mission_review": _mission([State.CALL], State.REVIEW, "call_over", "handed_in"),
        "mission_tell": _mission(
            [State.CALL], "", "waiting", "assessed", "decided", "within_places"
        ),
        "mission_select": _mission(
            [State.REVIEW], State.SELECTED,
            "assessed", "decided", "somebody_selected", "within_places",
        ),
        "mission_publish": _mission([State.SELECTED], State.PROGRAMME, "two_taking_part"),
        "mission_issue": _mission([State.PROGRAMME], State.TIMETABLE, "timetabled"),
        "mission_begin": _mission([State.PROGRAMME, State.TIMETABLE], State.UNDER_WAY, "begun"),
        "mission_end": _mission([State.UNDER_WAY], State.FOLLOW_UP, "over"),
        "mission_close": _mission([State.FOLLOW_UP], State.CLOSED),
        "mission_call_off": _mission(BEFORE, State.CALLED_OFF),
        # What belongs to it
        "mission_partner_add": _mission(BEFORE, ""),
        "mission_partner_remove": _mission(BEFORE, ""),
        "mission_assessor_add": _mission([State.DRAFT, State.CALL, State.REVIEW], ""),
        "mission_assessor_remove": _mission([State.DRAFT, State.CALL, State.REVIEW], ""),
        "mission_item_save": _mission(LIVE, ""),
        "mission_item_remove": _mission(LIVE, ""),
        "mission_note_save": _mission(LIVE, ""),
        "mission_note_remove": _mission(LIVE, ""),
        "mission_budget_save": _mission(LIVE, ""),
        "mission_budget_remove": _mission(LIVE, ""),
        "mission_invite": _mission(INVITING, ""),
        # Applications
        "application_begin": _application([""], _A.DRAFT, [State.CALL], Part.EDITOR, "call_runs"),
        "application_change": _application(
            [_A.DRAFT], "", [State.CALL], Part.APPLICANT, "call_runs"
        ),
        "application_submit": _application(
            [_A.DRAFT], _A.SUBMITTED, [State.CALL], Part.APPLICANT, "call_runs", "complete"
        ),
        "application_take_back": _application(
            [_A.SUBMITTED], _A.DRAFT, [State.CALL], Part.APPLICANT, "call_runs", "not_due"
        ),
        "application_withdraw": _application(
            [_A.DRAFT, _A.SUBMITTED, _A.RESERVE], _A.WITHDRAWN, INVITING, Part.APPLICANT
        ),
        "application_assess": _application(
            [_A.SUBMITTED, _A.SELECTED, _A.RESERVE, _A.NOT_SELECTED], "", _REVIEWED,
            Part.ASSESSOR, "due", "untold",
        ),
        "application_decide": _application(
            [_A.SUBMITTED, _A.SELECTED, _A.RESERVE, _A.NOT_SELECTED], "", _REVIEWED,
            Part.ORGANISER, "due", "untold",
        ),
        "application_take_up": _application(
            [_A.RESERVE], _A.SELECTED, INVITING, Part.ORGANISER, "told", "room"
        ),
        # Places
        "place_confirm": _place([_P.INVITED], _P.CONFIRMED, INVITING, Part.INVITED),
        "place_decline": _place([_P.INVITED], _P.WITHDRAWN, INVITING, Part.INVITED),
        "place_withdraw": _place(
            [_P.CONFIRMED, _P.WAITING], _P.WITHDRAWN, INVITING, Part.PARTICIPANT
        ),
        "place_remove": _place(
            [_P.INVITED, _P.CONFIRMED, _P.WAITING], _P.WITHDRAWN, INVITING, Part.ORGANISER
        ),
        "place_change": _place(
            [_P.CONFIRMED, _P.WAITING], "", INVITING, Part.PARTICIPANT
        ),
        "delegate_save": _place([_P.CONFIRMED, _P.WAITING], "", INVITING, Part.PARTICIPANT),
        "delegate_remove": _place([_P.CONFIRMED, _P.WAITING], "", INVITING, Part.PARTICIPANT),
        # Afterwards
        "follow_up_answer": _place([_P.CONFIRMED], "", _TOLD, Part.PARTICIPANT),
        "outcome_state": _place([_P.CONFIRMED], "", _TOLD, Part.PARTICIPANT),
        "outcome_take_back": _place([_P.CONFIRMED], "", _TOLD, Part.PARTICIPANT),
        "outcome_confirm": _place([_P.CONFIRMED], "", _TOLD, Part.PARTICIPANT),
        "outcome_deny": _place([_P.CONFIRMED], "", _TOLD, Part.PARTICIPANT),
    }
)  # fmt: skip
"""Code of a step -> the step. Who confirms where there is no room waits for a place."""


def may_ever(step: str, parts: Collection[Part]) -> bool:
    """Whether somebody who is `parts` may take `step` at some time. Raises `KeyError`."""
    return STEPS[step].by in parts


def may_step(step: str, mission: str, state: str, parts: Collection[Part]) -> bool:
    """Whether the table lets somebody who is `parts` take `step`, conditions apart.

    mission: its state. state: that of the application or place; of the mission once more for its
    own steps.
    """
    row = STEPS[step]
    return mission in row.missions and state in row.states and may_ever(step, parts)


def unmet(step: str, facts: Facts) -> tuple[Sentence, ...]:
    """What has to hold before `step` can be taken, in words; () where nothing is missing."""
    return tuple(
        Sentence(CONDITIONS[each]) for each in STEPS[step].conditions if not _holds(each, facts)
    )
