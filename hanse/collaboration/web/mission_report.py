"""The report of a mission: its figures gathered from the records."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from hanse.collaboration.missions.report import Round, most_first, rounds, shown_mean, shown_sum
from hanse.collaboration.missions.states import ApplicationState
from hanse.collaboration.web.models.meeting_feedback import FollowUp, MeetingFeedback
from hanse.collaboration.web.models.meetings import MeetingState
from hanse.collaboration.web.models.mission_applications import MissionApplication
from hanse.collaboration.web.models.mission_outcomes import (
    MissionFollowUp,
    MissionOutcome,
    OutcomeKind,
)
from hanse.collaboration.web.models.mission_participants import MissionDelegate, Side
from hanse.collaboration.web.models.missions import Mission


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many outcomes of a kind: confirmed by both sides, and stated by one so far."""

    label: str
    confirmed: int
    stated: int


@dataclass(frozen=True, slots=True)
class MeetingCounts:
    """Meetings of a mission.

    held, missed, cancelled: how many; missed are those to which somebody did not come. stars: what
    sides thought of theirs, from 1 to 5, None while too few said so. said: how many did. contact,
    cooperation: how many sides want to go on so.
    """

    held: int
    missed: int
    cancelled: int
    stars: float | None
    said: int
    contact: int
    cooperation: int


@dataclass(frozen=True, slots=True)
class MissionReport:
    """What a mission came to.

    applied, selected, reserve: organisations. sides: label and how many took part. countries: name
    and how many. absent: who did not come. people: delegates. amount: the sum that pairs told, in
    euro, None while too few did. planned, spent: of the budget, in euro; None without one.
    """

    mission: Mission
    applied: int
    selected: int
    reserve: int
    taking_part: int
    sides: list[tuple[str, int]]
    countries: list[tuple[str, int]]
    absent: int
    people: int
    meetings: MeetingCounts
    outcomes: list[OutcomeCount]
    amount: Decimal | None
    rounds: list[Round]
    planned: Decimal | None
    spent: Decimal | None


def mission_report(mission: Mission) -> MissionReport:
    """The report of `mission` as the records stand."""
    states = Counter(
        MissionApplication.objects.filter(mission=mission)
        .in_review()
        .values_list("state", flat=True)
    )
    there = list(mission.participants.taking_part().select_related("organisation"))
    sides = Counter(each.side for each in there)
    outcomes = list(MissionOutcome.objects.filter(stated_by__mission=mission))
    confirmed = [each for each in outcomes if each.confirmed]
    lines = list(mission.budget.all())
    spent = [each.spent for each in lines if each.spent is not None]
    questions = MissionFollowUp.objects.filter(participant__mission=mission)
    return MissionReport(
        mission=mission,
        applied=states.total(),
        selected=states[ApplicationState.SELECTED],
        reserve=states[ApplicationState.RESERVE],
        taking_part=len(there),
        sides=[(str(side.label), sides[side.value]) for side in Side if sides[side.value]],
        countries=most_first(Counter(each.organisation.country_name for each in there)),
        absent=sum(each.no_show for each in there),
        people=MissionDelegate.objects.filter(participant__in=there).count(),
        meetings=_meetings(mission),
        outcomes=[
            OutcomeCount(
                str(kind.label),
                sum(each.kind == kind for each in confirmed),
                sum(each.kind == kind and not each.denied for each in outcomes)
                - sum(each.kind == kind for each in confirmed),
            )
            for kind in OutcomeKind
        ],
        amount=shown_sum([each.amount for each in confirmed if each.amount is not None]),
        rounds=rounds(
            (months, answered is not None)
            for months, answered in questions.values_list("months", "answered")
        ),
        planned=sum((each.planned for each in lines), Decimal(0)) if lines else None,
        spent=sum(spent, Decimal(0)) if spent else None,
    )


def _meetings(mission: Mission) -> MeetingCounts:
    states = Counter(mission.meetings.values_list("state", flat=True))
    said = list(
        MeetingFeedback.objects.filter(meeting__mission=mission).values_list("stars", "follow_up")
    )
    wishes = Counter(wish for _stars, wish in said)
    return MeetingCounts(
        held=states[MeetingState.HELD],
        missed=states[MeetingState.NO_SHOW],
        cancelled=states[MeetingState.CANCELLED],
        stars=shown_mean([stars for stars, _wish in said]),
        said=len(said),
        contact=wishes[FollowUp.CONTACT],
        cooperation=wishes[FollowUp.COOPERATION],
    )
