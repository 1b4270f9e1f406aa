"""Steps of an appeal: lodged, heard by people who neither decided nor assessed, decided."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.excellence.label import conditions
from hanse.excellence.label.board import ABSTAIN
from hanse.excellence.label.clock import limit
from hanse.excellence.label.states import State
from hanse.excellence.label.workflow import Step
from hanse.excellence.web.actions.label_experts import begin_round
from hanse.excellence.web.label_desk import Desk
from hanse.excellence.web.label_moves import moved
from hanse.excellence.web.models.label_board import Appeal, AppealSeat, Ground
from hanse.excellence.web.models.labels import Application
from hanse.foundation.web.audit import action
from hanse.foundation.web.models.people import User

CHOICES = {
    State.REFUSED.value: (
        conditions.DISMISS,
        conditions.DECIDE_AGAIN,
        conditions.ASSESS_AGAIN,
        ABSTAIN,
    ),
    State.INELIGIBLE.value: (conditions.DISMISS, conditions.CHECK_AGAIN, ABSTAIN),
}
"""What a panel can decide, by what the appeal is against."""


@action
def appeal_lodge(
    *, by: User, application: Application, ground: str, reason: str, on: date
) -> Appeal:
    """Appeal against a refusal, or against being found not eligible, on a rule of procedure.

    A decision takes one appeal. Raises `ValidationError` for a ground there is not.
    """
    desk = Desk.locked(application, by, on)
    step = desk.step("appeal_lodge", {"ground": ground, "reason": reason})
    if ground not in Ground.values:
        raise ValidationError(_("There is no such ground."))
    current = desk.application
    appeal = Appeal.objects.create(
        application=current,
        against=current.state,
        ground=ground,
        reason=reason.strip(),
        by=by,
        lodged=on,
        decide_by=limit(on, current.procedure.limits.appeal_decision_days),
    )
    current.appeal_by = current.closed = None
    moved(desk, step, reason=reason, changes={"ground": ground})
    return appeal


@action
def appeal_seat(*, by: User, application: Application, panel: Sequence[User], on: date) -> None:
    """Seat the panel, or seat it anew before anybody has voted.

    Raises `ValidationError` for somebody who decided, assessed the file, or is tied to the
    organisation, for too few members, and once somebody has voted.
    """
    desk = Desk.locked(application, by, on)
    step = desk.step("appeal_seat", {"panel": list(panel)})
    appeal = desk.appeal
    assert appeal is not None  # lodged, as the table asks
    if appeal.seats.exclude(choice="").exists():
        raise ValidationError(_("The panel has begun to vote."))
    appeal.seats.all().delete()
    for person in panel:
        AppealSeat.objects.create(appeal=appeal, person=person)
    moved(
        Desk(desk.application, by, on), step, changes={"panel": sorted(each.pk for each in panel)}
    )


@action
def appeal_vote(*, by: User, application: Application, choice: str, on: date) -> None:
    """Vote on an appeal as a member of its panel."""
    desk = Desk.locked(application, by, on)
    step = desk.step("appeal_vote", {"choice": choice})
    appeal = desk.appeal
    assert appeal is not None  # lodged, as the table asks
    if choice not in CHOICES[appeal.against]:
        raise ValidationError(_("There is no such choice."))
    seat = appeal.seats.get(person=by)
    seat.choice, seat.at = choice, timezone.now()
    seat.save(update_fields=["choice", "at"])
    moved(desk, step, about=seat)


@action
def appeal_dismiss(*, by: User, application: Application, reason: str, on: date) -> None:
    """Record that the panel dismisses the appeal; the decision stands for good."""
    desk, step = _decided("appeal_dismiss", by, application, reason, on)
    desk.application.closed = on
    moved(desk, step, reason=reason)


@action
def appeal_decide_again(*, by: User, application: Application, reason: str, on: date) -> None:
    """Record that the panel upholds the appeal: the board decides again on the report."""
    desk, step = _decided("appeal_decide_again", by, application, reason, on)
    moved(desk, step, reason=reason)


@action
def appeal_assess_again(*, by: User, application: Application, reason: str, on: date) -> None:
    """Record that the panel upholds the appeal: other experts assess the file again."""
    desk, step = _decided("appeal_assess_again", by, application, reason, on)
    begin_round(desk)
    moved(desk, step, reason=reason, changes={"round": desk.application.round})


@action
def appeal_check_again(*, by: User, application: Application, reason: str, on: date) -> None:
    """Record that the panel upholds the appeal: eligibility is checked again."""
    desk, step = _decided("appeal_check_again", by, application, reason, on)
    desk.application.rule_marks.all().delete()
    moved(desk, step, reason=reason)


def _decided(
    code: str, by: User, application: Application, reason: str, on: date
) -> tuple[Desk, Step[State]]:
    desk = Desk.locked(application, by, on)
    step = desk.step(code, {"reason": reason})
    appeal = desk.appeal
    assert appeal is not None  # lodged, as the table asks
    appeal.outcome, appeal.outcome_reason = code.removeprefix("appeal_"), reason.strip()
    appeal.decided = on
    appeal.save(update_fields=["outcome", "outcome_reason", "decided"])
    return desk, step
