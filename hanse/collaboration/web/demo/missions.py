"""The fictitious missions of a demo: one in each state, from a draft to one that is closed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from hanse.collaboration.missions.follow_up import due_by
from hanse.collaboration.missions.selection import MissionCriterion
from hanse.collaboration.missions.states import ApplicationState, State
from hanse.collaboration.web.demo.mission_plans import PLANS, MissionPlan
from hanse.collaboration.web.models.mission_applications import (
    MissionApplication,
    MissionAssessment,
)
from hanse.collaboration.web.models.mission_outcomes import (
    MissionFollowUp,
    MissionOutcome,
    OutcomeKind,
)
from hanse.collaboration.web.models.mission_participants import (
    MissionDelegate,
    MissionParticipant,
    Side,
)
from hanse.collaboration.web.models.mission_programme import (
    BudgetHeading,
    MissionBudgetLine,
    MissionItem,
    MissionNote,
)
from hanse.collaboration.web.models.missions import (
    Mission,
    MissionAssessor,
    MissionMode,
    MissionPartner,
    MissionRole,
)
from hanse.foundation.demo_cast import ORGANISATIONS
from hanse.foundation.web.models.organisations import (
    Membership,
    Organisation,
    OrganisationKind,
)

_LEAST: Final = 12
"""So many cluster organisations there have to be."""


_NAMES: Final = ("Alex Example", "Robin Sample", "Kim Pattern", "Noa Specimen", "Luca Model")
_OFFERS: Final = ("sensors", "membranes", "coatings", "trials with firms", "training", "tests")
_NEEDS: Final = ("a partner for trials", "a first buyer", "a distributor", "research on wear")


def make_missions(on: date) -> None:
    """Missions of fictitious organisations, one in each state; dates lie around `on`.

    Every text says that it is made up.
    """
    clusters = list(
        Organisation.objects.filter(
            fictitious=True, kind=OrganisationKind.CLUSTER, withdrawn__isnull=True
        ).order_by("slug")
    )
    # Clusters that people of the demo act for come first, so that they find something to do.
    cast = [each.name for each in ORGANISATIONS]
    clusters.sort(key=lambda each: cast.index(each.name) if each.name in cast else len(cast))
    if len(clusters) < _LEAST:
        return
    abroad = list(
        Organisation.objects.filter(
            fictitious=True, kind=OrganisationKind.PARTNER, withdrawn__isnull=True
        ).order_by("slug")
    )
    known = [each for each in clusters if each.name in cast]
    made = []
    for number, plan in enumerate(PLANS):
        # The demo's own cluster runs every second one, and applies for or takes part in the others.
        own = number % 2 == 1 or not known[1:]
        organiser = clusters[0] if own else (known[1] if known[1:] else clusters[1])
        others = [each for each in clusters if each != organiser]
        start = len(known) + number * 3
        turned = [*others[:1], *others[start:], *others[1:start]]
        hosts = [each for each in abroad if each.country == plan.country] + [
            each for each in abroad if each.country != plan.country
        ]
        hosts += [each for each in reversed(others) if each not in turned[: plan.applied]]
        made.append((plan, organiser, turned, hosts))
    missions = Mission.objects.bulk_create(
        _mission(plan, organiser, on) for plan, organiser, _turned, _hosts in made
    )
    for mission, (plan, _organiser, turned, hosts) in zip(missions, made, strict=True):
        _fill(mission, plan, turned, hosts, on)


def _mission(plan: MissionPlan, organiser: Organisation, on: date) -> Mission:
    begins = on + timedelta(days=plan.begins)
    closes = begins - timedelta(days=plan.closes)
    return Mission(
        slug=plan.title.lower().replace(" ", "-"),
        title=plan.title,
        theme=plan.theme,
        about="Made up: a delegation visits firms, research and public bodies, and meets partners "
        "who were chosen for it in advance.",
        wanted="Made up: cluster organisations with firms that have something to offer abroad.",
        costs="Made up: the programme pays rooms and interpreters; participants pay their travel.",
        sectors=list(plan.sectors),
        organiser=organiser,
        host_country=plan.country,
        city=plan.city,
        mode=plan.mode,
        time_zone=plan.zone,
        begins=begins,
        ends=begins + timedelta(days=1),
        opens=closes - timedelta(days=40),
        closes=closes,
        cut_offs=[(closes - timedelta(days=each)).isoformat() for each in plan.cut_offs],
        decides=closes + timedelta(days=14),
        confirms=closes + timedelta(days=28),
        places=plan.places,
        state=plan.state,
        opened=None if plan.state is State.DRAFT else _noon(closes - timedelta(days=40)),
        told_off="Made up: the fair that it was tied to is moved by a year."
        if plan.state is State.CALLED_OFF
        else "",
        fictitious=True,
    )


def _fill(
    mission: Mission,
    plan: MissionPlan,
    applying: Sequence[Organisation],
    hosts: Sequence[Organisation],
    on: date,
) -> None:
    assert mission.begins is not None
    assert mission.closes is not None
    if hosts:
        MissionPartner.objects.create(mission=mission, organisation=hosts[0], role=MissionRole.HOST)
    _programme(mission)
    applications = MissionApplication.objects.bulk_create(
        _application(mission, plan, each, at, on)
        for at, each in enumerate(applying[: plan.applied])
    )
    if plan.state not in {State.DRAFT, State.CALL, State.CALLED_OFF}:
        _assess(mission, applications)
    places = _places(mission, plan, applications, hosts)
    if plan.state in {State.FOLLOW_UP, State.CLOSED}:
        _afterwards(mission, places, on)


def _application(
    mission: Mission, plan: MissionPlan, of: Organisation, at: int, on: date
) -> MissionApplication:
    assert mission.closes is not None
    decided = plan.state not in {State.CALL, State.REVIEW, State.CALLED_OFF}
    state = ApplicationState.SUBMITTED
    if decided:
        state = (
            ApplicationState.SELECTED
            if at < plan.going
            else ApplicationState.RESERVE
            if at < plan.going + 2
            else ApplicationState.NOT_SELECTED
        )
    return MissionApplication(
        mission=mission,
        organisation=of,
        state=state,
        reason="Made up: our firms have been asked for this market, and two of them export there.",
        offers=f"Made up: {_OFFERS[at % 6]} and {_OFFERS[(at + 2) % 6]}.",
        needs=f"Made up: {_NEEDS[at % 4]}.",
        wishes="Made up: clusters of the same trade, and a university.",
        sectors=list(plan.sectors),
        people=1 + at % 2,
        shown=True,
        submitted=_noon(min(mission.closes, on) - timedelta(days=1 + at)),
        decided=_noon(mission.closes + timedelta(days=12)) if decided else None,
        rank=at + 1 if decided else None,
        remark="Made up: thank you; please apply again."
        if state is ApplicationState.NOT_SELECTED
        else "",
    )


def _assess(mission: Mission, applications: Sequence[MissionApplication]) -> None:
    """Points of the people of the organiser; in review the last two are still without any."""
    people = [
        each.person
        for each in Membership.objects.current()
        .filter(organisation=mission.organiser)
        .select_related("person")
        .order_by("kind", "pk")[:2]
    ]
    MissionAssessor.objects.bulk_create(
        MissionAssessor(mission=mission, person=each) for each in people
    )
    scored = applications[:-2] if mission.state == State.REVIEW else applications
    MissionAssessment.objects.bulk_create(
        MissionAssessment(
            application=application,
            assessor=person,
            scores={
                criterion.value: max(1, 5 - (at + which + turn) % 3 - at // 4)
                for turn, criterion in enumerate(MissionCriterion)
            },
            remark="Made up: a clear application." if at % 3 == 0 else "",
        )
        for at, application in enumerate(scored)
        for which, person in enumerate(people)
    )


def _places(
    mission: Mission,
    plan: MissionPlan,
    applications: Sequence[MissionApplication],
    hosts: Sequence[Organisation],
) -> list[MissionParticipant]:
    assert mission.closes is not None
    asked = _noon(mission.closes + timedelta(days=14))
    said = asked + timedelta(days=5)
    # Of those selected some have not answered yet; later all have.
    waiting = 2 if plan.state is State.SELECTED else 0
    delegation = [
        MissionParticipant(
            mission=mission,
            organisation=each.organisation,
            side=Side.DELEGATION,
            application=each,
            sectors=each.sectors,
            offers=each.offers,
            needs=each.needs,
            wishes=each.wishes,
            remote=plan.mode is MissionMode.REMOTE,
            time_zone="Europe/Brussels" if plan.mode is MissionMode.REMOTE else "",
            invited=asked,
            confirmed=said if at < plan.going - waiting else None,
        )
        for at, each in enumerate(applications[: plan.going])
    ]
    there = {each.organisation_id for each in delegation} | {mission.organiser_id}
    free = [each for each in dict.fromkeys(hosts) if each.pk not in there]
    hosting = [
        MissionParticipant(
            mission=mission,
            organisation=each,
            side=Side.HOST,
            sectors=list(plan.sectors),
            offers=f"Made up: {_OFFERS[(at + 3) % 6]}.",
            needs=f"Made up: {_NEEDS[(at + 1) % 4]}.",
            remote=plan.mode is MissionMode.REMOTE,
            invited=asked,
            confirmed=said,
        )
        for at, each in enumerate(free[: plan.hosts])
    ]
    places = MissionParticipant.objects.bulk_create([*delegation, *hosting])
    MissionDelegate.objects.bulk_create(
        MissionDelegate(
            participant=place, name=_NAMES[(at + turn) % 5], function=("Director", "Expert")[turn]
        )
        for at, place in enumerate(places)
        for turn in range(2 if at % 5 == 0 else 1)
    )
    return places


def _programme(mission: Mission) -> None:
    """A day of visits and a day of meetings, with what is for participants alone."""
    assert mission.begins is not None
    zone = ZoneInfo(mission.time_zone)
    rows = (
        (0, 9, 10, "Opening", "Made up: welcome by the host.", True),
        (0, 10, 13, "Visits to firms", "Made up: two groups, three firms each.", True),
        (0, 14, 17, "Visit to a university", "Made up: laboratories and questions.", True),
        (0, 19, 22, "Dinner of the delegation", "Made up: for participants alone.", False),
        (1, 9, 12, "Meetings", "Made up: by the timetable.", True),
        (1, 13, 16, "Meetings", "Made up: by the timetable.", True),
        (1, 16, 17, "Closing", "Made up: what comes next.", False),
    )  # fmt: skip
    MissionItem.objects.bulk_create(
        MissionItem(
            mission=mission,
            title=title,
            begins=_at(mission.begins + timedelta(days=day), first, zone),
            ends=_at(mission.begins + timedelta(days=day), last, zone),
            place="" if mission.mode == MissionMode.REMOTE else "Made up: Hall of the host",
            words=words,
            public=public,
        )
        for day, first, last, title, words, public in rows
    )
    MissionNote.objects.bulk_create(
        MissionNote(mission=mission, title=title, words=words)
        for title, words in (
            ("Entry", "Made up: a passport that is valid for six more months."),
            ("Hotel", "Made up: rooms are kept under the name of the mission."),
        )
    )
    spent = mission.state in {State.FOLLOW_UP, State.CLOSED}
    MissionBudgetLine.objects.bulk_create(
        MissionBudgetLine(
            mission=mission,
            heading=heading,
            words=words,
            paid_by="Made up: the programme",
            planned=Decimal(planned),
            spent=Decimal(planned) * Decimal("0.94") if spent else None,
        )
        for heading, words, planned in (
            (BudgetHeading.VENUE, "Hall and tables", 4200),
            (BudgetHeading.INTERPRETING, "Two interpreters, two days", 3600),
            (BudgetHeading.CATERING, "Coffee and lunch", 2500),
        )
    )


def _afterwards(mission: Mission, places: Sequence[MissionParticipant], on: date) -> None:
    """Questions that were due, most of them answered, and outcomes, most of them confirmed."""
    assert mission.ends is not None
    ends = mission.ends
    due = due_by(ends, on, ())
    MissionFollowUp.objects.bulk_create(
        MissionFollowUp(
            participant=place,
            months=months,
            asked=_noon(ends + timedelta(days=30 * months)),
            answered=None
            if (at + months) % 4 == 0
            else _noon(ends + timedelta(days=30 * months + 3)),
            remark="" if (at + months) % 4 == 0 else "Made up: two visits, and an order.",
        )
        for at, place in enumerate(places)
        for months in due
    )
    delegation = [each for each in places if each.side == Side.DELEGATION]
    hosts = [each for each in places if each.side == Side.HOST]
    kinds = (OutcomeKind.CONTACT, OutcomeKind.COOPERATION, OutcomeKind.CONTACT,
             OutcomeKind.AGREEMENT)  # fmt: skip
    MissionOutcome.objects.bulk_create(
        MissionOutcome(
            stated_by=place,
            other=hosts[(at * 3 + turn) % len(hosts)],
            kind=kinds[(at + turn) % 4],
            words="Made up: talks go on.",
            since=ends + timedelta(days=20 + 5 * at),
            amount=Decimal(12000 + 1500 * at) if kinds[(at + turn) % 4] != "contact" else None,
            months=3,
            stated=_noon(ends + timedelta(days=95)),
            confirmed=None if at % 5 == 4 else _noon(ends + timedelta(days=100)),
        )
        for at, place in enumerate(delegation)
        for turn in range(2)
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=zone)
