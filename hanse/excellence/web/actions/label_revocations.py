"""Steps that end a label for good: proposed, the holder heard, the board's vote, and an appeal."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.excellence.label import conditions
from hanse.excellence.label.board import ABSTAIN
from hanse.excellence.label.clock import limit
from hanse.excellence.label.states import LabelState
from hanse.excellence.label.workflow import Step
from hanse.excellence.register.chain import Event
from hanse.excellence.web.label_keeping import LabelDesk
from hanse.excellence.web.models.label_board import (
    Appeal,
    AppealSeat,
    BoardMatter,
    BoardMeeting,
    BoardRecusal,
    BoardVote,
    Ground,
    Revocation,
    RevocationChoice,
)
from hanse.excellence.web.models.labels import Label
from hanse.foundation.web.audit import action
from hanse.foundation.web.models.people import User

CHOICES = (conditions.DISMISS, conditions.REINSTATE, ABSTAIN)
"""What a panel can decide."""


@action
def revocation_propose(
    *, by: User, label: Label, meeting: BoardMeeting, reason: str, on: date
) -> Revocation:
    """Propose to the board to revoke a label; its holder is told, and heard first.

    Raises `ValidationError` for a meeting before the holder's time to answer is over.
    """
    desk = LabelDesk.locked(label, by, on)
    step = desk.step("revocation_propose", {"reason": reason, "meeting": meeting})
    hearing_by = limit(on, desk.label.procedure.limits.hearing_days)
    if meeting.held_on <= hearing_by:
        raise ValidationError(
            _("Choose a meeting after %(day)s: until then the holder may answer.")
            % {"day": hearing_by}
        )
    matter = BoardMatter.objects.create(meeting=meeting, label=desk.label, put=on)
    made = Revocation.objects.create(
        label=desk.label,
        matter=matter,
        reason=reason.strip(),
        proposed=on,
        hearing_by=hearing_by,
    )
    LabelDesk(desk.label, by, on).moved(step, reason=reason, changes={"meeting": str(meeting)})
    return made


@action
def revocation_answer(*, by: User, label: Label, text: str, on: date) -> None:
    """Answer a proposed revocation as the holder."""
    desk = LabelDesk.locked(label, by, on)
    step = desk.step("revocation_answer", {"text": text})
    assert desk.revocation is not None  # proposed, as the table asks
    desk.revocation.answer, desk.revocation.answered = text.strip(), on
    desk.revocation.save(update_fields=["answer", "answered"])
    desk.moved(step, reason=text)


@action
def revocation_recuse(*, by: User, label: Label, reason: str, on: date) -> None:
    """Stand aside in the matter, with the reason, before voting."""
    desk = LabelDesk.locked(label, by, on)
    step = desk.step("revocation_recuse", {"reason": reason})
    assert desk.matter is not None  # proposed, as the table asks
    made, _new = BoardRecusal.objects.get_or_create(
        matter=desk.matter, person=by, defaults={"reason": reason.strip()}
    )
    desk.moved(step, about=made)


@action
def revocation_vote(*, by: User, label: Label, choice: str, on: date) -> None:
    """Vote on a proposed revocation. Raises `ValidationError` for a choice there is not."""
    desk = LabelDesk.locked(label, by, on)
    step = desk.step("revocation_vote", {"choice": choice})
    if choice not in RevocationChoice.values:
        raise ValidationError(_("There is no such choice."))
    assert desk.matter is not None  # proposed, as the table asks
    made = BoardVote.objects.create(matter=desk.matter, person=by, choice=choice)
    desk.moved(step, about=made)


@action
def revocation_drop(*, by: User, label: Label, reason: str, on: date) -> None:
    """Record that the board keeps the label."""
    desk, step = _closed("revocation_drop", "keep", by, label, reason, on)
    desk.moved(step, reason=reason)


@action
def label_revoke(*, by: User, label: Label, reason: str, on: date) -> None:
    """Record that the board revokes the label; the holder may appeal."""
    desk, step = _closed("label_revoke", "revoke", by, label, reason, on)
    desk.label.appeal_by = limit(on, desk.label.procedure.limits.appeal_days)
    desk.label.suspended_until = None
    desk.moved(step, reason=reason, event=Event.REVOKED)


def _closed(
    code: str, outcome: str, by: User, label: Label, reason: str, on: date
) -> tuple[LabelDesk, Step[LabelState]]:
    desk = LabelDesk.locked(label, by, on)
    step = desk.step(code, {"reason": reason})
    matter = desk.matter
    assert matter is not None  # proposed, as the table asks
    matter.closed, matter.outcome, matter.reason = on, outcome, reason.strip()
    matter.save(update_fields=["closed", "outcome", "reason"])
    return desk, step


# --- Appeal ---------------------------------------------------------------------------------------


@action
def revocation_appeal(*, by: User, label: Label, ground: str, reason: str, on: date) -> Appeal:
    """Appeal against a revocation on a rule of procedure; it takes one appeal."""
    desk = LabelDesk.locked(label, by, on)
    step = desk.step("revocation_appeal", {"ground": ground, "reason": reason})
    if ground not in Ground.values:
        raise ValidationError(_("There is no such ground."))
    current = desk.label
    appeal = Appeal.objects.create(
        label=current,
        against=current.state,
        ground=ground,
        reason=reason.strip(),
        by=by,
        lodged=on,
        decide_by=limit(on, current.procedure.limits.appeal_decision_days),
    )
    current.appeal_by = None
    desk.moved(step, reason=reason, changes={"ground": ground})
    return appeal


@action
def revocation_appeal_seat(*, by: User, label: Label, panel: Sequence[User], on: date) -> None:
    """Seat the panel, or seat it anew before anybody has voted."""
    desk = LabelDesk.locked(label, by, on)
    step = desk.step("revocation_appeal_seat", {"panel": list(panel)})
    appeal = desk.appeal
    assert appeal is not None  # lodged, as the table asks
    if appeal.seats.exclude(choice="").exists():
        raise ValidationError(_("The panel has begun to vote."))
    appeal.seats.all().delete()
    for person in panel:
        AppealSeat.objects.create(appeal=appeal, person=person)
    fresh = LabelDesk(desk.label, by, on)
    fresh.moved(step, changes={"panel": sorted(each.pk for each in panel)})


@action
def revocation_appeal_vote(*, by: User, label: Label, choice: str, on: date) -> None:
    """Vote on the appeal as a member of its panel."""
    desk = LabelDesk.locked(label, by, on)
    step = desk.step("revocation_appeal_vote", {"choice": choice})
    if choice not in CHOICES:
        raise ValidationError(_("There is no such choice."))
    assert desk.appeal is not None  # lodged, as the table asks
    seat = desk.appeal.seats.get(person=by)
    seat.choice, seat.at = choice, timezone.now()
    seat.save(update_fields=["choice", "at"])
    desk.moved(step, about=seat)


@action
def revocation_appeal_dismiss(*, by: User, label: Label, reason: str, on: date) -> None:
    """Record that the panel dismisses the appeal; the revocation stands for good."""
    desk, step = _heard("revocation_appeal_dismiss", conditions.DISMISS, by, label, reason, on)
    desk.moved(step, reason=reason)


@action
def label_reinstate(*, by: User, label: Label, reason: str, on: date) -> None:
    """Record that the panel upholds the appeal: the label is reinstated, as far as time allows."""
    desk, step = _heard("label_reinstate", conditions.REINSTATE, by, label, reason, on)
    desk.moved(step, reason=reason, event=Event.REINSTATED)


def _heard(
    code: str, outcome: str, by: User, label: Label, reason: str, on: date
) -> tuple[LabelDesk, Step[LabelState]]:
    desk = LabelDesk.locked(label, by, on)
    step = desk.step(code, {"reason": reason})
    appeal = desk.appeal
    assert appeal is not None  # lodged, as the table asks
    appeal.outcome, appeal.outcome_reason = outcome, reason.strip()
    appeal.decided = on
    appeal.save(update_fields=["outcome", "outcome_reason", "decided"])
    return desk, step
