"""The fictitious agreements of a demo, one at each stage and more, beside the sourced records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.agreements.states import DRAFT, Actor, Kind, State
from hanse.collaboration.agreements.steps import LEAST_PARTIES
from hanse.collaboration.web.actions.agreement_records import load_records
from hanse.collaboration.web.actions.agreements import free_slug
from hanse.collaboration.web.models.agreement_files import (
    ActivityKind,
    AgreementActivity,
    AgreementStep,
    Obligation,
)
from hanse.collaboration.web.models.agreements import (
    Agreement,
    AgreementExtension,
    AgreementParty,
    AgreementSignature,
)
from hanse.foundation.demo_cast import PEOPLE
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind

_YEAR: Final = 365


@dataclass(frozen=True, slots=True)
class _Plan:
    """One agreement: its state, and days before the demo's day. ends: days after it; None: open.

    extended: days before the demo's day on which its end was put off by two years.
    """

    what: str
    scope: str
    state: State
    drafted: int
    signed: int = 0
    ends: int | None = None
    extended: int = 0
    parties: int = 2
    abroad: bool = True


_PLANS: Final = (
    _Plan("exchange of apprentices", "Apprentices of member firms spend a month with a firm of the "
          "other side each year.", State.ENVISAGED, 20),
    _Plan("testing of machines", "Member firms test prototypes at the laboratories of the other "
          "side at the price for members.", State.IN_NEGOTIATION, 70, parties=3),
    _Plan("joint fair stands", "A joint stand at two trade fairs a year, and meetings arranged "
          "there for member firms.", State.SIGNED, 150, 10, 3 * _YEAR),
    _Plan("entry to each other's markets", "Each side opens a desk for the firms of the other and "
          "finds partners for them.", State.IN_FORCE, 420, 330, 60),
    _Plan("research on materials", "A programme of joint research on materials that can be used "
          "again.", State.IN_FORCE, 900, 760, 400, parties=4, abroad=False),
    _Plan("cluster missions", "A mission of firms in each direction every second year.",
          State.IN_FORCE, 640, 540, None),
    _Plan("training of cluster managers", "Managers visit each other and learn from the other "
          "side's benchmarking.", State.EXTENDED, 5 * _YEAR, 1700, 2 * _YEAR, extended=250),
    _Plan("standards for data", "Common formats for the data of machines, tried by firms of both "
          "sides.", State.EXTENDED, 1500, 1380, 500, extended=120, parties=3, abroad=False),
    _Plan("a joint innovation fund", "Small grants for pairs of firms, one of each side.",
          State.EXPIRED, 5 * _YEAR, 1750, -500),
    _Plan("a shared test field", "A test field for both sides' firms.", State.TERMINATED, 1300,
          1200, -400, abroad=False),
)  # fmt: skip

_OWED: Final = (
    ("Name a contact for firms of the other side", -200, True),
    ("Report on the meetings arranged", 20, False),
    ("Hold the yearly meeting of both sides", 120, False),
)
"""What is owed, the days from now on which it is due, and whether it is met."""

_DONE: Final = (
    (ActivityKind.MEETING, "Opening meeting", "Fifteen firms met; three pairs went on."),
    (ActivityKind.MISSION, "Mission of member firms", "Twelve firms; two orders followed."),
    (ActivityKind.EXCHANGE, "Visit of two managers", ""),
    (ActivityKind.PROJECT, "Joint project", "A proposal was handed in together."),
)


def make_agreements(on: date) -> None:
    """Fictitious agreements of five years before `on`, and the records from public sources."""
    load_records()
    random = Random(11)  # noqa: S311 - a made-up world, the same every time
    fictitious = Organisation.objects.filter(fictitious=True, withdrawn__isnull=True)
    clusters = list(fictitious.filter(kind=OrganisationKind.CLUSTER).order_by("slug"))
    partners = list(fictitious.filter(kind=OrganisationKind.PARTNER).order_by("slug"))
    signing_in = {each.organisation for each in PEOPLE if each.role is Role.EDITOR}
    demo = [each for each in clusters if each.name in signing_in]
    others = [each for each in clusters if each not in demo]
    random.shuffle(others)
    for at, plan in enumerate(_PLANS):
        parties = demo[:2] if at in {1, 3} else []
        parties += [others.pop() for _ in range(plan.parties - len(parties)) if others]
        if len(parties) < LEAST_PARTIES:
            return
        if plan.abroad and partners and at not in {1, 3}:
            parties[-1] = partners[at % len(partners)]
        _make(plan, parties[: plan.parties], on)


def _make(plan: _Plan, parties: Sequence[Organisation], on: date) -> None:
    signed = plan.state not in DRAFT
    begin = _day(on, -plan.signed)
    title = f"Fictitious agreement on {plan.what}"
    agreement = Agreement(
        slug=free_slug(title),
        kind=Kind.MEMORANDUM if plan.parties == 2 else Kind.OTHER,
        title=title,
        scope=f"{plan.scope} This agreement is made up.",
        state=plan.state.value,
        public=True,
        signed=signed,
        signed_on=begin if signed else None,
        in_force_on=begin if signed and plan.state is not State.SIGNED else None,
        ends_on=_day(on, plan.ends) if plan.ends is not None else None,
        fictitious=True,
    )
    agreement.save()
    rows = AgreementParty.objects.bulk_create(
        AgreementParty(agreement=agreement, organisation=each) for each in parties
    )
    if signed:
        AgreementSignature.objects.bulk_create(
            AgreementSignature(party=each, signed_on=begin) for each in rows
        )
    if plan.extended:
        AgreementExtension.objects.create(
            agreement=agreement,
            before=_day(on, (plan.ends or 0) - 2 * _YEAR),
            until=agreement.ends_on,
            standing=AgreementExtension.Standing.AGREED,
            agreed_on=_day(on, -plan.extended),
        )
    _owe(plan, agreement, rows, on)
    _do(plan, agreement, on)
    _tell(plan, agreement, parties, on)


def _owe(plan: _Plan, agreement: Agreement, parties: Sequence[AgreementParty], on: date) -> None:
    Obligation.objects.bulk_create(
        Obligation(
            agreement=agreement,
            party=parties[at % len(parties)] if at < len(parties) else None,
            words=words,
            due=_day(on, days),
            met_on=_day(on, days - 9) if met and plan.state not in DRAFT else None,
            met_words="By letter to all parties." if met and plan.state not in DRAFT else "",
        )
        for at, (words, days, met) in enumerate(_OWED)
    )


def _do(plan: _Plan, agreement: Agreement, on: date) -> None:
    if plan.state in DRAFT or plan.state is State.SIGNED:
        return
    span = plan.signed + min(plan.ends or 0, 0)
    AgreementActivity.objects.bulk_create(
        AgreementActivity(
            agreement=agreement,
            kind=kind,
            title=title,
            begins=_day(on, -plan.signed + span * (at + 1) // (len(_DONE) + 1)),
            outcome=outcome,
        )
        for at, (kind, title, outcome) in enumerate(_DONE)
    )


_LAST: Final = {
    State.EXTENDED: "extension_agree",
    State.EXPIRED: "agreement_expire",
    State.TERMINATED: "agreement_terminate",
}


def _tell(plan: _Plan, agreement: Agreement, parties: Sequence[Organisation], on: date) -> None:
    """The history: drafted, negotiated, signed by each, in force, and what came then."""
    steps: list[tuple[str, State | None, State, int, str]] = [
        ("agreement_create", None, State.ENVISAGED, plan.drafted, "")
    ]
    if plan.state is not State.ENVISAGED:
        steps.append(
            ("negotiation_open", State.ENVISAGED, State.IN_NEGOTIATION, plan.drafted - 14, "")
        )
    if plan.state not in DRAFT:
        for at, each in enumerate(parties, 1):
            target = State.SIGNED if at == len(parties) else State.IN_NEGOTIATION
            steps.append(("agreement_sign", State.IN_NEGOTIATION, target, plan.signed, each.name))
    if plan.state not in {*DRAFT, State.SIGNED}:
        steps.append(("force_enter", State.SIGNED, State.IN_FORCE, plan.signed, ""))
    if plan.state in _LAST:
        days = plan.extended or -(plan.ends or 0)
        steps.append((_LAST[plan.state], State.IN_FORCE, plan.state, days, ""))
    AgreementStep.objects.bulk_create(
        AgreementStep(
            agreement=agreement,
            step=code,
            source=source.value if source else "",
            target=target.value,
            on=on - timedelta(days=days),
            actor=Actor.SYSTEM.value if code == "agreement_expire" else Actor.PARTY.value,
            about=about,
            reason="The land was sold." if code == "agreement_terminate" else "",
        )
        for code, source, target, days, about in steps
    )


def _day(on: date, days: int) -> PartialDate:
    return PartialDate.of(on + timedelta(days=days))
