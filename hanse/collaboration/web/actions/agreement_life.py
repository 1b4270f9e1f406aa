"""Extending agreements, and what the days bring: coming into force, expiry, reminders."""

from datetime import date

from django.db import IntegrityError, transaction

from hanse.collaboration.agreements.obligations import Owed, Reminder, reminders
from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.agreements.states import CONCLUDED, RUNNING, State
from hanse.collaboration.web.actions.agreements import force_enter
from hanse.collaboration.web.agreement_desk import AgreementDesk
from hanse.collaboration.web.agreement_moves import editors_of, moved, tell
from hanse.collaboration.web.models.agreement_files import AgreementReminder
from hanse.collaboration.web.models.agreements import (
    Agreement,
    AgreementExtension,
    AgreementSignature,
)
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User


@action
def extension_propose(
    *,
    by: User,
    agreement: Agreement,
    party: Organisation,
    until: PartialDate,
    words: str = "",
    on: date,
) -> AgreementExtension:
    """Propose a later end for one's organisation, which agrees to it by that."""
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("extension_propose", {"party": party, "until": until})
    made = AgreementExtension.objects.create(
        agreement=desk.agreement, before=desk.agreement.ends_on, until=until, words=words.strip()
    )
    own = desk.party(party.pk)
    assert own is not None  # the step asks for a party
    AgreementSignature.objects.create(
        party=own, extension=made, signed_on=PartialDate.of(on), by=by
    )
    moved(desk, step, about=str(until), changes={"until": str(until)})
    return made


@action
def extension_agree(*, by: User, agreement: Agreement, party: Organisation, on: date) -> None:
    """Agree to the extension for one's organisation; with the last party it holds."""
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("extension_agree", {"party": party})
    _agreed(desk, party, on)
    moved(desk, step, about=party.name)


@action
def extension_record(*, by: User, agreement: Agreement, party: Organisation, on: date) -> None:
    """Enter that a party nobody acts for here agrees to the extension."""
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("extension_record", {"party": party})
    _agreed(desk, party, on)
    moved(desk, step, about=party.name)


def _agreed(desk: AgreementDesk, party: Organisation, on: date) -> None:
    proposal, own = desk.proposal, desk.party(party.pk)
    assert proposal is not None  # the step asks for both
    assert own is not None
    today = PartialDate.of(on)
    AgreementSignature.objects.create(
        party=own, extension=proposal, signed_on=today, by=desk.person
    )
    if desk.facts({"party": party}).is_last_to_agree:
        proposal.standing, proposal.agreed_on = AgreementExtension.Standing.AGREED, today
        proposal.save()
        desk.agreement.ends_on = proposal.until


@action
def extension_withdraw(*, by: User, agreement: Agreement, on: date) -> None:
    """Take back the extension that is proposed."""
    desk = AgreementDesk.locked(agreement, by, on)
    step = desk.step("extension_withdraw")
    proposal = desk.proposal
    assert proposal is not None  # the step asks for one
    proposal.standing = AgreementExtension.Standing.WITHDRAWN
    proposal.save()
    moved(desk, step, about=str(proposal.until))


@action
def agreement_expire(*, by: User | None, agreement: Agreement, on: date) -> None:
    """Let an agreement expire whose end is past."""
    desk = AgreementDesk.locked(agreement, by, on)
    moved(desk, desk.step("agreement_expire"))


@action
def agreements_age(*, by: User | None = None, on: date) -> int:
    """Do what the day brings: come into force, expire, remind; how many reminders were sent.

    Every day, and any number of times on one.
    """
    run_here = Agreement.objects.filter(
        record_key__isnull=True, state__in=[each.value for each in CONCLUDED]
    )
    changed, sent = 0, 0
    for agreement in run_here:
        begin = agreement.in_force_on
        if agreement.where is State.SIGNED and begin is not None and begin.surely_begun(on):
            force_enter(by=None, agreement=agreement, in_force_on=begin, on=on)
            changed += 1
    for agreement in run_here.filter(ends_on__isnull=False):
        end = agreement.ends_on
        if agreement.where in RUNNING and end is not None and end.surely_past(on):
            agreement_expire(by=None, agreement=agreement, on=on)
            changed += 1
    for agreement in run_here.prefetch_related("obligations__party"):
        sent += sum(_remind(agreement, each, on) for each in _due(agreement, on))
    record(None, {"changed": changed, "reminders": sent})
    return sent


def _due(agreement: Agreement, on: date) -> tuple[Reminder, ...]:
    owed = [Owed(each.pk, each.due, each.is_met) for each in agreement.obligations.all()]
    return reminders(
        State(agreement.state), agreement.ends_on, owed, on, notice_days=agreement.notice_days
    )


def _remind(agreement: Agreement, reminder: Reminder, on: date) -> int:
    """Tell whom it concerns, once for good; 1 where it was told now."""
    try:
        with transaction.atomic():
            AgreementReminder.objects.create(agreement=agreement, key=reminder.key, on=on)
    except IntegrityError:
        return 0
    obligation = next((each for each in agreement.obligations.all() if each.pk == reminder.about),
                      None)  # fmt: skip
    party = obligation.party if obligation is not None else None
    people = editors_of(agreement, [party.organisation_id] if party else None)
    tell(
        people,
        "agreement_reminder",
        {
            "alert": reminder.alert.value,
            "about": obligation.words if obligation else "",
            "agreement": agreement,
            "due": reminder.due,
        },
        agreement,
    )
    return 1
