"""What belongs to an agreement: contacts, obligations, documents, activities."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.agreements.partial_dates import PartialDate, in_order
from hanse.collaboration.web.agreement_desk import AgreementDesk
from hanse.collaboration.web.agreement_moves import moved
from hanse.collaboration.web.models.agreement_files import (
    AgreementActivity,
    AgreementDocument,
    Obligation,
)
from hanse.collaboration.web.models.agreements import Agreement
from hanse.excellence.label.evidence import EvidenceRefusedError, inspected
from hanse.excellence.web.label_words import said
from hanse.foundation.web.audit import action
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User

MOST_DOCUMENTS: Final = 60
"""How many documents an agreement takes."""


@action
def contact_set(
    *,
    by: User,
    agreement: Agreement,
    party: Organisation,
    contact_name: str = "",
    contact_email: str = "",
    contact_phone: str = "",
    on: date,
) -> None:
    """Say who is the contact of a party; the log does not keep the name."""
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("contact_set", {"party": party})
    own = desk.party(party.pk)
    assert own is not None  # the step asks for a party
    own.contact_name, own.contact_email, own.contact_phone = (
        contact_name.strip(),
        contact_email.strip(),
        contact_phone.strip(),
    )
    own.save()
    moved(desk, step, about=party.name)


# --- Obligations ----------------------------------------------------------------------------------


@action
def obligation_add(
    *,
    by: User,
    agreement: Agreement,
    words: str,
    due: PartialDate | None = None,
    party: Organisation | None = None,
    on: date,
) -> Obligation:
    """Add what a party owes, or all together; part of the words while they are drafted.

    Raises `ValidationError` for an organisation that is no party.
    """
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("obligation_add", {"party": party, "words": words})
    owing = desk.party(party.pk) if party else None
    if party is not None and owing is None:
        raise ValidationError(_("This organisation is not a party."))
    made = Obligation.objects.create(
        agreement=desk.agreement, party=owing, words=words.strip(), due=due, by=by
    )
    moved(desk, step, about=made.words, changes={"due": str(due or "")})
    return made


@action
def obligation_remove(*, by: User, agreement: Agreement, obligation: Obligation, on: date) -> None:
    """Take an obligation out of a draft."""
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("obligation_remove", {"obligation": _of(desk, obligation)})
    words = obligation.words
    Obligation.objects.filter(pk=obligation.pk).delete()
    moved(desk, step, about=words)


@action
def obligation_meet(
    *,
    by: User,
    agreement: Agreement,
    obligation: Obligation,
    met_on: PartialDate,
    met_words: str = "",
    on: date,
) -> None:
    """Say that an obligation is met, and how. Raises `ValidationError` for a day to come."""
    desk = AgreementDesk.locked(agreement, by, on)
    current = _of(desk, obligation)
    step = desk.step("obligation_meet", {"obligation": current, "met_on": met_on})
    if met_on.first > on:
        raise ValidationError(_("This day is still to come."))
    current.met_on, current.met_words, current.by = met_on, met_words.strip(), by
    current.save()
    moved(desk, step, about=current.words, changes={"met_on": str(met_on)})


@action
def obligation_reopen(
    *, by: User, agreement: Agreement, obligation: Obligation, reason: str, on: date
) -> None:
    """Say that an obligation is not met after all, and why."""
    desk = AgreementDesk.locked(agreement, by, on)
    current = _of(desk, obligation)
    step = desk.step("obligation_reopen", {"obligation": current, "reason": reason})
    current.met_on, current.met_words, current.by = None, "", by
    current.save()
    moved(desk, step, about=current.words, reason=reason)


def _of(desk: AgreementDesk, obligation: Obligation) -> Obligation:
    found = next((each for each in desk.obligations if each.pk == obligation.pk), None)
    if found is None:
        raise ValidationError(_("This obligation is not part of the agreement."))
    return found


# --- Documents ------------------------------------------------------------------------------------


@action
def document_add(
    *,
    by: User,
    agreement: Agreement,
    file: UploadedFile[Any],
    public: bool = False,
    signed: bool = False,
    on: date,
) -> AgreementDocument:
    """Keep a document, checked by its content.

    Raises `ValidationError` for a file that is not taken, one that is there already, and too many.
    """
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("document_add", {"file": file})
    if len(desk.documents) >= MOST_DOCUMENTS:
        raise ValidationError(_("There are %(most)s documents already.") % {"most": MOST_DOCUMENTS})
    assert file.file is not None  # an upload has content
    try:
        found = inspected(file.name or "", file.file)
    except EvidenceRefusedError as refused:
        raise ValidationError(said(refused.sentence)) from None
    same = next((each for each in desk.documents if each.sha256 == found.sha256), None)
    if same is not None:
        raise ValidationError(_("This file is there already, as %(name)s.") % {"name": same.name})
    made = AgreementDocument(
        agreement=desk.agreement,
        name=found.name,
        kind=found.kind,
        size=found.size,
        sha256=found.sha256,
        public=public,
        signed=signed,
        by=by,
    )
    made.file.save(found.name, file, save=False)
    made.save()
    moved(desk, step, changes={"sha256": found.sha256, "bytes": found.size, "public": public})
    return made


@action
def document_change(
    *, by: User, agreement: Agreement, document: AgreementDocument, public: bool, on: date
) -> None:
    """Say anew whether everybody may see a document."""
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("document_change")
    current = _document(desk, document)
    before, current.public = current.public, public
    current.save(update_fields=["public"])
    moved(desk, step, changes={"sha256": current.sha256, "public": [before, public]})


@action
def document_remove(
    *, by: User, agreement: Agreement, document: AgreementDocument, on: date
) -> None:
    """Take a document out; its row stays, its content goes."""
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("document_remove")
    current = _document(desk, document)
    place, storage = current.file.name, current.file.storage
    current.removed, current.file = timezone.now(), ""
    current.save()
    if place:
        storage.delete(place)
    moved(desk, step, changes={"sha256": current.sha256})


def _document(desk: AgreementDesk, document: AgreementDocument) -> AgreementDocument:
    found = next((each for each in desk.documents if each.pk == document.pk), None)
    if found is None:
        raise ValidationError(_("This document is not there any more."))
    return found


# --- Activities -----------------------------------------------------------------------------------


@action
def activity_add(
    *,
    by: User,
    agreement: Agreement,
    details: Mapping[str, Any],
    parties: Sequence[Organisation] = (),
    on: date,
) -> AgreementActivity:
    """Add what was done under the agreement. parties: who of them took part; none for all.

    details: kind, title, place, begins, ends, outcome. Raises `ValidationError` where it would end
    before it begins.
    """
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("activity_add", details)
    if not in_order((details.get("begins"), details.get("ends"))):
        raise ValidationError(_("It would end before it begins."))
    made = AgreementActivity.objects.create(agreement=desk.agreement, **details)
    made.organisations.set([each for each in parties if desk.party(each.pk)])
    moved(desk, step, about=made.title)
    return made


@action
def activity_remove(
    *, by: User, agreement: Agreement, activity: AgreementActivity, on: date
) -> None:
    """Take an activity out that was not one."""
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("activity_remove")
    found = desk.agreement.activities.filter(pk=activity.pk).first()
    if found is None:
        raise ValidationError(_("This activity is not there any more."))
    title = found.title
    found.delete()
    moved(desk, step, about=title)
