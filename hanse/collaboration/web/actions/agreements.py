"""Drafting, signing, bringing into force and ending agreements, as the table of states allows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hanse.collaboration.agreements.partial_dates import PartialDate, in_order
from hanse.collaboration.agreements.states import STEPS
from hanse.collaboration.web.agreement_desk import AgreementDesk
from hanse.collaboration.web.agreement_moves import editors_of, moved, tell
from hanse.collaboration.web.agreement_words import STEP_WORDS
from hanse.collaboration.web.models.agreements import (
    Agreement,
    AgreementParty,
    AgreementSignature,
)
from hanse.foundation.roles import Role
from hanse.foundation.web.audit import action, differences
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User

DETAILS: Final = (
    "kind", "title", "scope", "public", "in_force_on", "ends_on", "notice_days", "place",
)  # fmt: skip
_SLUG: Final = 70
_TAKEN: Final = frozenset({"new", "mine", "missions"})


@action
def agreement_create(
    *, by: User, details: Mapping[str, Any], parties: Sequence[Organisation], on: date
) -> Agreement:
    """Draft an agreement between `parties`, of which `by` edits one unless they are an officer.

    Raises `PermissionDenied` for anybody else, `ValidationError` without a title, without a party,
    or for dates out of order.
    """
    officer = by.has_role(Role.OFFICER)
    own = Organisation.objects.filter(
        pk__in=[each.pk for each in parties],
        memberships__in=by.memberships.editors(),
        withdrawn__isnull=True,
    )
    if not officer and not own.exists():
        raise PermissionDenied(_("You draft agreements for an organisation that you edit."))
    if not parties:
        raise ValidationError(_("An agreement has parties."))
    _check(details)
    agreement = Agreement(
        slug=free_slug(details["title"]), fictitious=all(each.fictitious for each in parties)
    )
    _fill(agreement, details)
    agreement.save()
    for each in dict.fromkeys(parties):
        AgreementParty.objects.create(agreement=agreement, organisation=each)
    step = next(each for each in STEPS if each.code == "agreement_create")
    moved(AgreementDesk(agreement, by, on), step, changes={"title": agreement.title})
    return agreement


@action
def agreement_change(
    *, by: User, agreement: Agreement, details: Mapping[str, Any], on: date
) -> None:
    """Change the words of a draft; signatures given so far are undone."""
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("agreement_change", details)
    _check(details)
    before = _said(desk.agreement)
    _fill(desk.agreement, details)
    moved(desk, step, changes=differences(before, _said(desk.agreement)))


@action
def party_add(*, by: User, agreement: Agreement, party: Organisation, on: date) -> None:
    """Add a party to a draft; its editors are told."""
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("party_add", {"party": party})
    AgreementParty.objects.create(agreement=desk.agreement, organisation=party)
    if not party.fictitious:
        desk.agreement.fictitious = False
    moved(desk, step, about=party.name)


@action
def party_remove(*, by: User, agreement: Agreement, party: Organisation, on: date) -> None:
    """Take a party out of a draft; its editors are told, too."""
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("party_remove", {"party": party})
    going = desk.party(party.pk)
    assert going is not None  # the step asks for a party
    words = {"what": STEP_WORDS[step.code].done, "about": party.name, "agreement": desk.agreement}
    tell(editors_of(desk.agreement, [party.pk]), "agreement_step", words, desk.agreement, but=by)
    going.delete()
    moved(desk, step, about=party.name)


@action
def negotiation_open(*, by: User, agreement: Agreement, on: date) -> None:
    """Open the negotiation: from now on parties can sign."""
    desk = AgreementDesk.locked(agreement, by, on)
    moved(desk, desk.step("negotiation_open"))


@action
def agreement_sign(*, by: User, agreement: Agreement, party: Organisation, on: date) -> None:
    """Sign for a party that `by` edits; with the last signature the agreement is signed."""
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("agreement_sign", {"party": party})
    _signed(desk, party, PartialDate.of(on))
    moved(desk, step, about=party.name)


@action
def signature_record(
    *, by: User, agreement: Agreement, party: Organisation, signed_on: PartialDate, on: date
) -> None:
    """Enter the signature of a party nobody acts for here; the signed document must be there.

    Raises `ValidationError` for a day to come.
    """
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("signature_record", {"party": party, "signed_on": signed_on})
    if signed_on.first > on:
        raise ValidationError(_("A signature is not recorded before it is given."))
    _signed(desk, party, signed_on)
    moved(desk, step, about=party.name)


def _signed(desk: AgreementDesk, party: Organisation, signed_on: PartialDate) -> None:
    """Keep a signature; the agreement is signed on the latest day of all of them."""
    own = desk.party(party.pk)
    assert own is not None  # the step asks for a party
    AgreementSignature.objects.create(party=own, signed_on=signed_on, by=desk.person)
    others = [each.signed_on for each in desk.signatures if each.extension_id is None]
    days = [each for each in others if each is not None]
    if desk.facts({"party": party}).is_last_to_sign:
        desk.agreement.signed_on = max([*days, signed_on], key=lambda each: each.last)


@action
def signature_withdraw(*, by: User, agreement: Agreement, party: Organisation, on: date) -> None:
    """Withdraw the signature of one's organisation while others have not signed."""
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("signature_withdraw", {"party": party})
    for each in desk.signatures:
        if each.extension_id is None and each.party.organisation_id == party.pk:
            each.undone = timezone.now()
            each.save(update_fields=["undone"])
    moved(desk, step, about=party.name)


@action
def agreement_drop(*, by: User, agreement: Agreement, reason: str, on: date) -> None:
    """Give up a draft, for good."""
    desk = AgreementDesk.locked(agreement, by, on)
    moved(desk, desk.step("agreement_drop", {"reason": reason}), reason=reason)


@action
def force_enter(
    *, by: User | None, agreement: Agreement, in_force_on: PartialDate, on: date
) -> None:
    """Bring a signed agreement into force; without a person, because its day has come."""
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("force_enter", {"in_force_on": in_force_on})
    if not in_order((in_force_on, desk.agreement.ends_on)):
        raise ValidationError(_("It would end before it comes into force."))
    desk.agreement.in_force_on = in_force_on
    moved(desk, step, about=str(in_force_on))


@action
def agreement_terminate(*, by: User, agreement: Agreement, reason: str, on: date) -> None:
    """End a signed agreement before its time, with the reason."""
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("agreement_terminate", {"reason": reason})
    desk.agreement.ends_on = PartialDate.of(on)
    moved(desk, step, reason=reason)


def free_slug(title: str) -> str:
    """A word for the address of an agreement called `title` that no other one has."""
    stem = slugify(title)[:_SLUG].strip("-") or "agreement"
    candidate, number = stem, 1
    while candidate in _TAKEN or Agreement.objects.filter(slug=candidate).exists():
        number += 1
        candidate = f"{stem}-{number}"
    return candidate


def _check(details: Mapping[str, Any]) -> None:
    unknown = details.keys() - set(DETAILS)
    if unknown:
        raise TypeError(f"An agreement has no {', '.join(sorted(unknown))}.")
    if not str(details.get("title", "")).strip():
        raise ValidationError(_("Give the agreement a title."))
    if not in_order((details.get("in_force_on"), details.get("ends_on"))):
        raise ValidationError(_("It would end before it comes into force."))


def _fill(agreement: Agreement, details: Mapping[str, Any]) -> None:
    for name, value in details.items():
        setattr(agreement, name, value)


def _said(agreement: Agreement) -> dict[str, Any]:
    """What the log keeps of the details; dates as text."""
    values = {name: getattr(agreement, name) for name in DETAILS}
    return {
        name: str(value) if isinstance(value, PartialDate) else value
        for name, value in values.items()
    }
