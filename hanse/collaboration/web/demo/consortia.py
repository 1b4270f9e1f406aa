"""The fictitious consortia of a demo: one at each stage, one with a strategy approved by all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from hanse.collaboration.consortia.states import Place, State, Version
from hanse.collaboration.consortia.strategy import SECTIONS
from hanse.collaboration.web.actions.consortium_records import load_consortium_records
from hanse.collaboration.web.models.consortia import (
    Consortium,
    ConsortiumCode,
    ConsortiumCodeKind,
    ConsortiumMember,
    ConsortiumMilestone,
    ConsortiumReach,
    ConsortiumRole,
    ConsortiumTask,
)
from hanse.collaboration.web.models.strategies import (
    StrategyApproval,
    StrategySection,
    StrategyVersion,
)
from hanse.foundation.demo_cast import ORGANISATIONS
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind


@dataclass(frozen=True, slots=True)
class _Plan:
    """One consortium. begins, ends: months from today. invited: how many have not answered.

    versions: states of its strategy's versions, oldest first.
    """

    name: str
    title: str
    state: State
    members: int
    invited: int
    begins: int | None
    ends: int | None
    targets: tuple[str, ...]
    sectors: tuple[str, ...]
    call: str = ""
    versions: tuple[Version, ...] = ()
    published: bool = True
    emerging: tuple[str, ...] = field(default=())


_PLANS: Final = (
    _Plan(
        "Fictitious Northern Light Alliance", "Photonics for farms and forests", State.RUNNING,
        5, 0, -20, 16, ("JP", "KR", "US"), ("information_technology",), "escp_4i_2020",
        (Version.SUPERSEDED, Version.APPROVED),
    ),
    _Plan(
        "Fictitious Blue Harbour Partnership", "Clean technology for ports", State.APPLIED,
        4, 0, 5, 41, ("BR", "CL"), ("water_transportation",), "escp_s3", (Version.APPROVED,),
    ),
    _Plan(
        "Fictitious Fibre Road", "Advanced textiles for building", State.FORMED,
        3, 0, 4, 40, ("IN", "MA"), ("textiles",), "escp_4i_2020",
        (Version.IN_APPROVAL,),
    ),
    _Plan(
        "Fictitious Good Food Route", "Food clusters that go abroad together", State.FORMING,
        2, 3, None, None, ("CA",), ("food_processing",), "escp_4i_2020",
        (Version.DRAFT,), published=False,
    ),
    _Plan(
        "Fictitious Timber Circle", "Wood in new uses", State.IDEA,
        1, 0, None, None, (), ("forestry_and_wood",), published=False,
    ),
    _Plan(
        "Fictitious Amber Way", "Medical devices around the Baltic Sea", State.ENDED,
        6, 0, -58, -22, ("US", "TN"), ("medical_devices",), "", (Version.APPROVED,),
    ),
)  # fmt: skip


def make_consortia(on: date) -> None:
    """Consortia of fictitious cluster organisations at each stage; dates lie around `on`.

    Every text says that it is made up. Beside them stand the real ones on record.
    """
    load_consortium_records(by=None)
    clusters = list(
        Organisation.objects.filter(
            fictitious=True, kind=OrganisationKind.CLUSTER, withdrawn__isnull=True
        ).order_by("slug")
    )
    # Clusters that people of the demo act for come first, so that they find something to do.
    cast = [each.name for each in ORGANISATIONS]
    clusters.sort(key=lambda each: cast.index(each.name) if each.name in cast else len(cast))
    if len(clusters) < 8:
        return
    for number, plan in enumerate(_PLANS):
        start = (number * 5) % max(len(clusters) - 8, 1)
        listed = [*clusters[start : start + plan.members + plan.invited]]
        if clusters[0] not in listed and number < 4:
            # The demo's own cluster leads the first, is a member of two, and is asked by one.
            listed[plan.members if plan.state is State.FORMING else -1] = clusters[0]
        _make(plan, listed, on)


def _make(plan: _Plan, listed: Sequence[Organisation], on: date) -> None:
    begins = _month(on, plan.begins)
    consortium = Consortium.objects.create(
        slug=plan.name.lower().replace(" ", "-"),
        name=plan.name,
        title=plan.title,
        state=plan.state,
        published=plan.published,
        strategy_public=plan.state is State.RUNNING,
        objectives="Made up: to go to new markets together, to learn from each other, and to open "
        "doors for small and medium-sized firms.",
        previous="Made up: a joint visit to a fair two years before."
        if plan.state is State.RUNNING
        else "",
        call=plan.call,
        begins=begins,
        ends=_month(on, plan.ends),
        formed=_month(on, (plan.begins or 0) - 6)
        if plan.state in {State.FORMED, State.APPLIED, State.RUNNING, State.ENDED}
        else None,
        agreement_signed=begins if plan.state in {State.RUNNING, State.ENDED} else None,
        fictitious=True,
    )
    ConsortiumCode.objects.bulk_create(
        ConsortiumCode(consortium=consortium, kind=kind, code=code)
        for kind, codes in (
            (ConsortiumCodeKind.TARGET, plan.targets),
            (ConsortiumCodeKind.SECTOR, plan.sectors),
        )
        for code in codes
    )
    asked = _noon(on - timedelta(days=30 * (8 - min(plan.begins or 0, 0))))
    ConsortiumMember.objects.bulk_create(
        ConsortiumMember(
            consortium=consortium,
            organisation=each,
            role=ConsortiumRole.COORDINATOR if at == 0 else ConsortiumRole.PARTNER,
            function=("Leads", "Markets", "Training", "Technology", "Firms", "Results")[at % 6],
            place=Place.ACCEPTED if at < plan.members else Place.INVITED,
            why="" if at < plan.members else "Made up: brings what the others lack.",
            asked=asked,
            answered=asked + timedelta(days=9) if at < plan.members else None,
        )
        for at, each in enumerate(listed)
    )
    members = listed[: plan.members]
    if begins is not None:
        _plan_work(plan, consortium, members, begins, on)
    for number, state in enumerate(plan.versions, 1):
        _write(plan, consortium, members, number, state, on)


def _plan_work(
    plan: _Plan,
    consortium: Consortium,
    members: Sequence[Organisation],
    begins: date,
    on: date,
) -> None:
    ConsortiumTask.objects.bulk_create(
        ConsortiumTask(
            consortium=consortium,
            title=title,
            lead=members[at % len(members)],
            begins=begins + timedelta(days=120 * at),
            ends=begins + timedelta(days=120 * at + 240),
            country=plan.targets[at % len(plan.targets)] if abroad else "",
        )
        for at, (title, abroad) in enumerate(
            (
                ("Study of the target markets", False),
                ("Joint visit with firms", True),
                ("Training of firms for trade abroad", False),
                ("Second visit and meetings", True),
            )
        )
    )
    milestones = []
    for at, title in enumerate(("Markets chosen", "First visit held", "Ten firms abroad")):
        due = begins + timedelta(days=200 * (at + 1))
        over = due < on
        milestones.append(
            ConsortiumMilestone(
                consortium=consortium,
                title=title,
                due=due,
                progress=100 if over else max(0, 60 - 20 * at) if begins < on else 0,
                reached=due if over else None,
            )
        )
    ConsortiumMilestone.objects.bulk_create(milestones)
    if plan.state in {State.RUNNING, State.ENDED}:
        last = min(on, consortium.ends or on)
        ConsortiumReach.objects.bulk_create(
            ConsortiumReach(consortium=consortium, year=year, smes=18 + 13 * (year - begins.year))
            for year in range(begins.year, last.year + 1)
        )


def _write(
    plan: _Plan,
    consortium: Consortium,
    members: Sequence[Organisation],
    number: int,
    state: Version,
    on: date,
) -> None:
    begun = _noon(on - timedelta(days=400 - 150 * number))
    approved = state in {Version.APPROVED, Version.SUPERSEDED}
    version = StrategyVersion.objects.create(
        consortium=consortium,
        number=number,
        state=state,
        begun=begun,
        submitted=begun + timedelta(days=60) if state is not Version.DRAFT else None,
        approved=begun + timedelta(days=80) if approved else None,
    )
    document = _document(plan, members, number, on)
    if state is Version.DRAFT:
        document = {code: document[code] for code in ("vision", "markets", "offer")}
    StrategySection.objects.bulk_create(
        StrategySection(
            version=version,
            code=code,
            content=document.get(code, {}),
            revision=1 if code in document else 0,
            changed=begun,
        )
        for code in SECTIONS
    )
    agreeing = members if approved else members[1:2] if state is Version.IN_APPROVAL else ()
    StrategyApproval.objects.bulk_create(
        StrategyApproval(version=version, organisation=each, given=begun + timedelta(days=70 + at))
        for at, each in enumerate(agreeing)
    )


def _document(
    plan: _Plan, members: Sequence[Organisation], number: int, on: date
) -> Mapping[str, Mapping[str, Any]]:
    """A whole strategy, made up; later versions have one market and one risk more."""
    targets = plan.targets or ("US",)
    markets = targets if number > 1 else targets[:2]
    year = on.year
    risks = [
        {
            "risk": "Firms have no time to travel",
            "likelihood": "medium",
            "effect": "high",
            "answer": "Meetings by video before each visit; visits in the quiet season.",
        },
        {
            "risk": "A partner in a target country withdraws",
            "likelihood": "low",
            "effect": "medium",
            "answer": "Two partners in every country.",
        },
    ]
    return {
        "vision": {
            "text": "Made up: in five years the members are known together as the first address "
            "for their field, and a hundred of their firms trade in the target markets."
        },
        "markets": {
            "rows": [
                {
                    "country": code,
                    "reason": "Made up: demand grows, and a member has partners there.",
                }
                for code in markets
            ]
        },
        "offer": {"text": "Made up: one catalogue of what all firms offer, from part to system."},
        "needs": {"text": "Made up: 80 firms were asked; they need contacts, rules and time."},
        "activities": {
            "rows": [
                {
                    "title": f"Joint visit, {code}",
                    "country": code,
                    "lead": members[at % len(members)].name,
                    "begins": f"{year}-03-01",
                    "ends": f"{year}-11-30",
                }
                for at, code in enumerate(markets)
            ]
        },
        "budget": {
            "rows": [
                {"item": "Travel", "amount": "60000", "paid_by": "Members"},
                {"item": "Coordination", "amount": "90000", "paid_by": "Programme"},
            ]
        },
        "milestones": {
            "rows": [
                {"title": "Markets chosen", "due": f"{year}-02-01"},
                {"title": "First visit held", "due": f"{year}-06-30"},
            ]
        },
        "indicators": {
            "rows": [
                {"name": "Firms abroad", "unit": "firms", "start": "12", "target": "40"},
                {"name": "Agreements signed", "unit": "", "start": "0", "target": "6"},
            ]
        },
        "risks": {"rows": risks[:number]},
    }


def _month(on: date, months: int | None) -> date | None:
    """The first day of a month so many months from `on`."""
    if months is None:
        return None
    at = on.year * 12 + on.month - 1 + months
    return date(at // 12, at % 12 + 1, 1)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
