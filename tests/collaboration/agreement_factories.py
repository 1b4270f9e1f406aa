"""Agreements at each stage, and the people around them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.agreements.states import DRAFT, State
from hanse.collaboration.web.models.agreement_files import AgreementDocument, Obligation
from hanse.collaboration.web.models.agreements import (
    Agreement,
    AgreementExtension,
    AgreementParty,
    AgreementSignature,
)
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import MembershipKind, Organisation
from hanse.foundation.web.models.people import User
from tests.foundation.web.factories import make_member, make_organisation, make_person

DAY = date(2026, 11, 28)
PDF = b"%PDF-1.7\nsigned\n%%EOF\n"
PEOPLE = ("visitor", "stranger", "member", "ours", "theirs", "officer", "administrator")


@dataclass(frozen=True)
class AgreementCast:
    """Two organisations with an editor each, and those who are no party.

    member: belongs to our organisation, and does not edit it. recorded: nobody acts for it.
    """

    our_side: Organisation
    their_side: Organisation
    recorded: Organisation
    ours: User
    theirs: User
    member: User
    stranger: User
    officer: User
    administrator: User

    def person(self, name: str) -> User | None:
        """The one called `name`; None for the visitor."""
        found: User | None = getattr(self, name, None)
        return found


def make_agreement_cast() -> AgreementCast:
    """One of each."""
    ours, theirs = make_organisation("Timber Cluster"), make_organisation("Boats", country="PT")
    cast = AgreementCast(
        our_side=ours,
        their_side=theirs,
        recorded=make_organisation("Chamber of Lima", country="PE", kind="partner"),
        ours=make_person("Ours"),
        theirs=make_person("Theirs"),
        member=make_person("Member"),
        stranger=make_person("Stranger"),
        officer=make_person("Officer", Role.OFFICER),
        administrator=make_person("Administrator", Role.ADMINISTRATOR),
    )
    make_member(ours, cast.ours, MembershipKind.EDITOR)
    make_member(theirs, cast.theirs, MembershipKind.EDITOR)
    make_member(ours, cast.member)
    return cast


def make_agreement(
    *parties: Organisation, state: State = State.ENVISAGED, title: str = "", **more: Any
) -> Agreement:
    """An agreement of `parties` in `state`, with what it must have to be there."""
    number = Agreement.objects.count() + 1
    title = title or f"Agreement {number}"
    signed = state not in DRAFT
    details = {
        "slug": f"agreement-{number}",
        "scope": "Firms of both sides meet every year.",
        "signed": signed,
        "signed_on": PartialDate(2026, 1, 10) if signed else None,
        "in_force_on": PartialDate(2026, 2, 1) if signed and state is not State.SIGNED else None,
        "ends_on": PartialDate(2027, 6, 30),
        **more,
    }
    agreement = Agreement.objects.create(title=title, state=state.value, **details)
    for each in parties:
        party = AgreementParty.objects.create(agreement=agreement, organisation=each)
        if signed:
            AgreementSignature.objects.create(party=party, signed_on=PartialDate(2026, 1, 10))
    return agreement


def make_obligation(
    agreement: Agreement, party: Organisation | None = None, **more: Any
) -> Obligation:
    """Something owed by a party, or by all."""
    owing = agreement.parties.get(organisation=party) if party else None
    return Obligation.objects.create(
        agreement=agreement, party=owing, **{"words": "Report on the meetings", **more}
    )


def make_document(agreement: Agreement, **more: Any) -> AgreementDocument:
    """A document for the parties alone, unless said otherwise."""
    number = AgreementDocument.objects.count()
    made = AgreementDocument(
        agreement=agreement,
        name="memorandum.pdf",
        kind="pdf",
        size=len(PDF),
        sha256=f"{number:064d}",
        **more,
    )
    made.file.save("memorandum.pdf", upload(), save=False)
    made.save()
    return made


def make_extension(agreement: Agreement, until: str = "2029-06-30") -> AgreementExtension:
    """An extension that is proposed, and that nobody has agreed to."""
    return AgreementExtension.objects.create(
        agreement=agreement, before=agreement.ends_on, until=PartialDate.parse(until)
    )


def upload(name: str = "memorandum.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")
