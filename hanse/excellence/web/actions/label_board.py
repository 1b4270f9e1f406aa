"""Steps of the board: meetings, votes, who stands aside, and decisions with their reasons."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanse.excellence.label.clock import limit, months_later
from hanse.excellence.label.states import State
from hanse.excellence.label.workflow import Step
from hanse.excellence.web.actions.label_reports import send
from hanse.excellence.web.actions.labels import label_enter
from hanse.excellence.web.label_desk import Desk
from hanse.excellence.web.label_moves import moved
from hanse.excellence.web.label_permits import require_officer
from hanse.excellence.web.models.label_board import (
    BoardMatter,
    BoardMeeting,
    BoardRecusal,
    BoardVote,
    Choice,
)
from hanse.excellence.web.models.labels import Application
from hanse.foundation.roles import Role
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User


@action
def board_meeting_call(
    *, by: User, held_on: date, place: str, chair: User, members: Sequence[User], on: date
) -> BoardMeeting:
    """Call a meeting of the board. Raises `ValidationError` for who is no board member."""
    require_officer(by)
    if held_on < on:
        raise ValidationError(_("This day is past."))
    everybody = {each.pk: each for each in [chair, *members]}
    if any(not each.has_role(Role.BOARD) for each in everybody.values()):
        raise ValidationError(_("Everybody who decides must be a board member."))
    meeting = BoardMeeting.objects.create(held_on=held_on, place=place.strip(), chair=chair)
    meeting.members.set(everybody.values())
    record(meeting, {"held_on": held_on.isoformat(), "members": sorted(everybody)})
    return meeting


@action
def board_put(*, by: User, application: Application, meeting: BoardMeeting, on: date) -> None:
    """Put a file before a meeting of the board."""
    _put(by, application, meeting, "board_put", "", on)


@action
def board_resume(
    *, by: User, application: Application, meeting: BoardMeeting, reason: str, on: date
) -> None:
    """Put a deferred file before the board again, saying what has come of what was asked."""
    _put(by, application, meeting, "board_resume", reason, on)


def _put(
    by: User, application: Application, meeting: BoardMeeting, code: str, reason: str, on: date
) -> None:
    desk = Desk.locked(application, by, on)
    step = desk.step(code, {"meeting": meeting, "reason": reason})
    current = desk.application
    _check_to_come(meeting, on)
    BoardMatter.objects.create(meeting=meeting, application=current, put=on)
    current.deferred_until = None
    moved(Desk(current, by, on), step, reason=reason, changes={"meeting": str(meeting)})


@action
def board_move(
    *, by: User, application: Application, meeting: BoardMeeting, reason: str, on: date
) -> None:
    """Move a file to another meeting, as when there was no quorum; votes do not go with it."""
    desk = Desk.locked(application, by, on)
    step = desk.step("board_move", {"meeting": meeting, "reason": reason})
    _check_to_come(meeting, on)
    _close(desk, "", reason)
    BoardMatter.objects.create(meeting=meeting, application=desk.application, put=on)
    moved(Desk(desk.application, by, on), step, reason=reason, changes={"meeting": str(meeting)})


@action
def board_recuse(*, by: User, application: Application, reason: str, on: date) -> None:
    """Stand aside in a matter, with the reason, before voting."""
    desk = Desk.locked(application, by, on)
    step = desk.step("board_recuse", {"reason": reason})
    assert desk.matter is not None  # before the board, as the table asks
    made, _new = BoardRecusal.objects.get_or_create(
        matter=desk.matter, person=by, defaults={"reason": reason.strip()}
    )
    moved(desk, step, reason=reason, about=made)


@action
def board_vote(*, by: User, application: Application, choice: str, on: date) -> None:
    """Vote on a file. Raises `ValidationError` for a choice there is not."""
    desk = Desk.locked(application, by, on)
    step = desk.step("board_vote", {"choice": choice})
    if choice not in Choice.values:
        raise ValidationError(_("There is no such choice."))
    assert desk.matter is not None  # before the board, as the table asks
    made = BoardVote.objects.create(matter=desk.matter, person=by, choice=choice)
    moved(desk, step, about=made)


# --- Decisions: the chair records what the votes carry ------------------------------------------


@action
def board_award(*, by: User, application: Application, reason: str, on: date) -> None:
    """Award the label: it is entered into the register, and its badge is issued."""
    desk, step = _decided("board_award", by, application, reason, on)
    desk.application.closed = on
    moved(desk, step, reason=reason)
    label_enter(by=by, application=desk.application, on=on)


@action
def board_refuse(*, by: User, application: Application, reason: str, on: date) -> None:
    """Refuse the label; the organisation may appeal."""
    desk, step = _decided("board_refuse", by, application, reason, on)
    current = desk.application
    current.closed = on
    current.appeal_by = limit(on, current.procedure.limits.appeal_days)
    moved(desk, step, reason=reason)


@action
def board_defer(
    *, by: User, application: Application, reason: str, asked: str, until: date, on: date
) -> None:
    """Defer the decision until the organisation brings what is asked.

    Raises `ValidationError` for a day that is past, or further away than the procedure allows.
    """
    desk = Desk.locked(application, by, on)
    step = desk.step("board_defer", {"reason": reason, "asked": asked, "until": until})
    latest = months_later(on, desk.application.procedure.limits.deferral_months)
    if not on < until <= latest:
        raise ValidationError(_("Choose a day to come, no later than %(day)s.") % {"day": latest})
    _close(desk, Choice.DEFER, reason, asked)
    desk.application.deferred_until = until
    moved(desk, step, reason=f"{reason.strip()}\n\n{asked.strip()}")


@action
def board_return(*, by: User, application: Application, reason: str, on: date) -> None:
    """Return the report to the experts, who mend it; the facts are checked again."""
    desk, step = _decided("board_return", by, application, reason, on)
    send(desk)
    desk.application.recommendation = ""
    moved(desk, step, reason=reason)


def _decided(
    code: str, by: User, application: Application, reason: str, on: date
) -> tuple[Desk, Step[State]]:
    """The desk and the row of a decision that the votes carry; the matter is closed."""
    desk = Desk.locked(application, by, on)
    step = desk.step(code, {"reason": reason})
    _close(desk, code.removeprefix("board_"), reason)
    return desk, step


def _close(desk: Desk, outcome: str, reason: str, asked: str = "") -> None:
    matter = desk.matter
    assert matter is not None  # before the board, as the table asks
    matter.closed, matter.outcome = desk.on, outcome
    matter.reason, matter.asked = reason.strip(), asked.strip()
    matter.save(update_fields=["closed", "outcome", "reason", "asked"])


def _check_to_come(meeting: BoardMeeting, on: date) -> None:
    if meeting.held_on < on:
        raise ValidationError(_("This meeting is past."))
