"""The page of an agreement, as one person sees it on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hanse.collaboration.agreements.obligations import STANDING_WORDS, Standing, standing
from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.agreements.sight import Part
from hanse.collaboration.agreements.states import ACTOR_WORDS, Actor, Kind
from hanse.collaboration.web.agreement_desk import AgreementDesk
from hanse.collaboration.web.agreement_lines import TONES, kind_words, state_words
from hanse.collaboration.web.agreement_words import GRAVE, MAIN, STEP_WORDS
from hanse.collaboration.web.forms.agreement_steps import FIELDS
from hanse.collaboration.web.mission_words import figures_in_words, span_in_words
from hanse.collaboration.web.models.agreement_files import (
    AgreementActivity,
    AgreementDocument,
    AgreementStep,
    Obligation,
    RecordedMission,
)
from hanse.collaboration.web.models.agreements import (
    Agreement,
    AgreementExtension,
    AgreementParty,
)
from hanse.collaboration.web.partial_date_field import in_words
from hanse.excellence.web.label_words import said
from hanse.foundation.web.countries import country_names

OBLIGATION_TONES: Final = {
    Standing.OPEN: "neutral",
    Standing.SOON: "warn",
    Standing.OVERDUE: "bad",
    Standing.MET: "good",
}
_TWO: Final = 2
_MERGED: Final = frozenset(
    {"agreement_change", "obligation_meet", "obligation_reopen", "obligation_remove",
     "document_change", "document_remove", "activity_remove"}
)  # fmt: skip
"""Steps offered beside what they are about, and not in the list of steps."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step the reader may take: what to do, where, why not yet. plain: by one click."""

    code: str
    do: str | Promise
    help: str | Promise
    address: str
    grave: bool
    plain: bool
    why_not: list[str]


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party: whether it is a member of the site, what it signed.

    contact: where the reader may name its contact; "" elsewhere.
    """

    party: AgreementParty
    country: str
    is_member: bool
    has_signed: bool
    signed_on: str
    agreed: bool
    contact: str


@dataclass(frozen=True, slots=True)
class OwedLine:
    """An obligation as it stands today. steps: what the reader may do with it, and where."""

    obligation: Obligation
    due: str
    met_on: str
    standing: str
    tone: str
    steps: list[tuple[str | Promise, str]]


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document the reader may read, and what they may do with it."""

    document: AgreementDocument
    steps: list[tuple[str | Promise, str]]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A step taken. who: a name where the reader may know it."""

    done: str | Promise
    about: str
    on: date
    role: str
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """Something done under the agreement, or a mission on record that names it."""

    title: str
    kind: str
    when: str
    place: str
    outcome: str = ""
    who: Sequence[str] = ()
    source: str = ""
    source_address: str = ""
    steps: Sequence[tuple[str | Promise, str]] = ()


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """The page of an agreement. journey: of its two parties, once they signed; "" otherwise."""

    agreement: Agreement
    kind: str
    state: str
    tone: str
    dates: list[tuple[str, str]]
    countries: list[str]
    parties: list[PartyLine]
    obligations: list[OwedLine]
    documents: list[DocumentLine]
    activities: list[ActivityLine]
    elsewhere: list[ActivityLine]
    extensions: list[tuple[AgreementExtension, str, str]]
    history: list[HistoryLine]
    main: list[Offer]
    beside: list[Offer]
    waiting: list[Offer]
    change: str
    sees_contacts: bool
    involved: bool
    proposal: AgreementExtension | None
    journey: str


def page_of(desk: AgreementDesk) -> AgreementPage:
    """The page as the person of `desk` sees it."""
    agreement = desk.agreement
    offers = offers_of(desk) if desk.is_involved else []
    may = frozenset(desk.offered()) if desk.is_involved else frozenset()
    return AgreementPage(
        agreement=agreement,
        kind=kind_words(Kind(agreement.kind)),
        state=state_words(agreement.where),
        tone=TONES[agreement.where] if agreement.where else "neutral",
        dates=_dates(agreement),
        countries=_countries(desk),
        parties=_parties(desk, may),
        obligations=_obligations(desk, may) if Part.OBLIGATIONS in desk.parts else [],
        documents=[
            DocumentLine(each, _steps(desk, may, "document", each.pk, _DOCUMENT_STEPS))
            for each in desk.documents
            if may_read(desk, each)
        ],
        activities=_activities(desk, may),
        elsewhere=_elsewhere(desk),
        extensions=[
            (each, in_words(each.until), in_words(each.agreed_on))
            for each in desk.extensions
            if each.standing == AgreementExtension.Standing.AGREED or desk.is_involved
        ],
        history=_history(desk),
        main=[each for each in offers if each.code in MAIN and not each.why_not],
        beside=[each for each in offers if each.code not in MAIN and not each.why_not],
        waiting=[
            each
            for each in offers
            if each.code in MAIN
            and each.why_not
            and (desk.proposal is not None or not each.code.startswith("extension_"))
        ],
        change=reverse("agreement_change", args=[agreement.slug])
        if "agreement_change" in may
        else "",
        sees_contacts=Part.CONTACTS in desk.parts,
        involved=desk.is_involved,
        proposal=desk.proposal if desk.is_involved else None,
        journey=_journey(desk),
    )


def _journey(desk: AgreementDesk) -> str:
    words = [each.organisation.slug for each in desk.parties]
    return reverse("relation", args=words) if desk.agreement.signed and len(words) == _TWO else ""


_DOCUMENT_STEPS: Final = ("document_change", "document_remove")


def may_read(desk: AgreementDesk, document: AgreementDocument) -> bool:
    """Whether the person of `desk` may read a document of the agreement."""
    wanted = Part.PUBLIC_DOCUMENTS if document.public else Part.DOCUMENTS
    return wanted in desk.parts


def offers_of(desk: AgreementDesk) -> list[Offer]:
    """Steps that the person's role allows now, those that lead on first; grave ones last."""
    found = [
        Offer(
            code=code,
            do=STEP_WORDS[code].do,
            help=STEP_WORDS[code].help,
            address=_address(desk, code),
            grave=code in GRAVE,
            plain=code not in FIELDS,
            why_not=_why_not(desk, code),
        )
        for code in desk.offered()
        if code not in _MERGED
    ]
    return sorted(found, key=lambda each: (each.code not in MAIN, each.grave))


def _why_not(desk: AgreementDesk, code: str) -> list[str]:
    """Why a step is not possible yet: by what holds, and because no party can take it."""
    against = [said(each.sentence) for each in desk.refusals(code)]
    if not against and code in _FOR_A_PARTY and not desk.parties_for(code):
        against = [_("There is no party for which you can do this now.")]
    return against


_FOR_A_PARTY: Final = frozenset(
    {"agreement_sign", "signature_record", "signature_withdraw", "extension_propose",
     "extension_agree", "extension_record", "contact_set", "party_remove"}
)  # fmt: skip


def _address(desk: AgreementDesk, code: str, query: str = "") -> str:
    return f"{reverse('agreement_step', args=[desk.agreement.slug, code])}{query}"


def _steps(
    desk: AgreementDesk, may: frozenset[str], name: str, number: int, codes: Sequence[str]
) -> list[tuple[str | Promise, str]]:
    return [
        (STEP_WORDS[code].do, _address(desk, code, f"?{name}={number}"))
        for code in codes
        if code in may
    ]


def _dates(agreement: Agreement) -> list[tuple[str, str]]:
    """Label and date; those that are not known are left out."""
    fields: tuple[tuple[str, PartialDate | None], ...] = (
        (_("Signed"), agreement.signed_on),
        (_("In force from"), agreement.in_force_on),
        (_("Ends"), agreement.ends_on),
    )
    return [(label, in_words(day)) for label, day in fields if day is not None]


def _countries(desk: AgreementDesk) -> list[str]:
    names = country_names()
    codes = [each.organisation.country for each in desk.parties] + list(desk.agreement.countries)
    return [names.get(code, code) for code in dict.fromkeys(codes)]


def _parties(desk: AgreementDesk, may: frozenset[str]) -> list[PartyLine]:
    names = country_names()
    days = {each.party_id: each.signed_on for each in desk.signatures if each.extension_id is None}
    return [
        PartyLine(
            party=each,
            country=names.get(each.organisation.country, each.organisation.country),
            is_member=each.organisation_id in desk.members,
            has_signed=each.pk in days,
            signed_on=in_words(days.get(each.pk)),
            agreed=each.organisation_id in desk.agreed,
            contact=_address(desk, "contact_set", f"?party={each.organisation_id}")
            if "contact_set" in may
            and (Actor.OFFICER in desk.actors or each.organisation_id in desk.own)
            else "",
        )
        for each in desk.parties
    ]


def _obligations(desk: AgreementDesk, may: frozenset[str]) -> list[OwedLine]:
    found = []
    for each in desk.obligations:
        how = standing(each.due, each.is_met, desk.on)
        wanted = ("obligation_reopen",) if each.is_met else ("obligation_meet", "obligation_remove")
        own = Actor.OFFICER in desk.actors or each.party is None
        own = own or (each.party is not None and each.party.organisation_id in desk.own)
        codes = [code for code in wanted if own or code != "obligation_meet"]
        found.append(
            OwedLine(
                obligation=each,
                due=in_words(each.due),
                met_on=in_words(each.met_on),
                standing=_(STANDING_WORDS[how]),
                tone=OBLIGATION_TONES[how],
                steps=_steps(desk, may, "obligation", each.pk, codes),
            )
        )
    return found


def _activities(desk: AgreementDesk, may: frozenset[str]) -> list[ActivityLine]:
    rows = AgreementActivity.objects.filter(agreement=desk.agreement)
    missions = RecordedMission.objects.filter(agreement=desk.agreement)
    return [
        *(
            ActivityLine(
                title=each.title,
                kind=str(each.get_kind_display()),
                when=span_in_words(each.begins, each.ends),
                place=each.place,
                outcome=each.outcome,
                who=[part.name for part in each.organisations.all()],
                steps=_steps(desk, may, "activity", each.pk, ("activity_remove",)),
            )
            for each in rows.prefetch_related("organisations")
        ),
        *(_mission(each) for each in missions),
    ]


def _elsewhere(desk: AgreementDesk) -> list[ActivityLine]:
    """Missions on record in the countries of an agreement on record, which do not name it."""
    if not desk.agreement.is_on_record:
        return []
    missions = RecordedMission.objects.filter(
        agreement__isnull=True, country__in=desk.agreement.countries
    )
    return [_mission(each) for each in missions]


def _mission(mission: RecordedMission) -> ActivityLine:
    return ActivityLine(
        title=mission.title,
        kind=_("mission on record") if mission.held else _("mission on record, planned"),
        when=span_in_words(mission.begins, mission.ends),
        place=mission.place,
        outcome=", ".join(filter(None, (mission.theme, figures_in_words(mission.figures)))),
        source=mission.source,
        source_address=mission.source_address,
    )


def _history(desk: AgreementDesk) -> list[HistoryLine]:
    """Steps taken, the latest first: all for those involved, changes of state for others."""
    sees = Part.REASONS in desk.parts
    rows = AgreementStep.objects.filter(agreement=desk.agreement).select_related("by")
    return [
        HistoryLine(
            done=STEP_WORDS[each.step].done if each.step in STEP_WORDS else each.step,
            about=_about(each),
            on=each.on,
            role=capfirst(_(ACTOR_WORDS[Actor(each.actor)])),
            who=str(each.by) if sees and each.by is not None else "",
            reason=each.reason if sees else "",
        )
        for each in reversed(rows)
        if sees or each.source != each.target
    ]


def _about(step: AgreementStep) -> str:
    try:
        return in_words(PartialDate.parse(step.about))
    except ValueError:
        return step.about
