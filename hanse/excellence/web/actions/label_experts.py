"""Steps that bring experts to a file: proposed, accepting or not, agreed, replaced."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanse.excellence.label.clock import limit
from hanse.excellence.web.label_desk import Desk
from hanse.excellence.web.label_moves import moved
from hanse.excellence.web.models.label_assessments import AssignmentEnd, ExpertAssignment
from hanse.excellence.web.models.labels import Application
from hanse.foundation.web.audit import action
from hanse.foundation.web.models.people import User


@action
def experts_propose(
    *,
    by: User,
    application: Application,
    experts: Sequence[User],
    observers: Sequence[User] = (),
    reasons: Mapping[int, Sequence[Mapping[str, Any]]] | None = None,
    on: date,
) -> None:
    """Propose experts, the lead first; they and the cluster organisation are told.

    reasons: expert -> why they were chosen, as `label_words.kept` keeps sentences. Raises
    `ValidationError` for an expert without a valid certificate or in conflict, or a mix the level
    does not ask for; observers are held to the same, but for their number.
    """
    desk = Desk.locked(application, by, on)
    step = desk.step("experts_propose", {"experts": list(experts)})
    _check_observers(desk, experts, observers)
    current = desk.application
    for at, person in enumerate([*experts, *observers]):
        ExpertAssignment.objects.create(
            application=current,
            person=person,
            round=current.round,
            is_lead=at == 0,
            is_observer=person in observers,
            reasons=list((reasons or {}).get(person.pk, ())),
            proposed=on,
        )
    current.object_by = limit(on, current.procedure.limits.objection_days)
    moved(Desk(current, by, on), step, changes={"experts": [each.pk for each in experts]})


@action
def expert_accept(*, by: User, application: Application, independence: bool, on: date) -> None:
    """Accept a file as one of its experts, declaring that there is no conflict of interest."""
    desk = Desk.locked(application, by, on)
    step = desk.step("expert_accept", {"independence": independence})
    own = next(each for each in desk.team if each.person_id == by.pk)
    own.accepted = on
    own.save(update_fields=["accepted"])
    moved(desk, step)


@action
def expert_decline(*, by: User, application: Application, reason: str, on: date) -> None:
    """Decline a file that was proposed; the secretariat proposes others."""
    desk = Desk.locked(application, by, on)
    step = desk.step("expert_decline", {"reason": reason})
    own = next(each for each in desk.team if each.person_id == by.pk)
    _end([own], AssignmentEnd.DECLINED, on)
    _end(
        [each for each in [*desk.team, *desk.observers] if each.pk != own.pk],
        AssignmentEnd.RECALLED,
        on,
    )
    moved(desk, step, reason=reason)


@action
def experts_recall(*, by: User, application: Application, reason: str, on: date) -> None:
    """Take the proposal back, as when an expert does not answer."""
    desk = Desk.locked(application, by, on)
    step = desk.step("experts_recall", {"reason": reason})
    told = Desk(desk.application, by, on)
    told.team  # noqa: B018 - those who are told are read before they go
    _end([*desk.team, *desk.observers], AssignmentEnd.RECALLED, on)
    moved(told, step, reason=reason)


@action
def experts_object(
    *, by: User, application: Application, experts: Sequence[User], reason: str, on: date
) -> None:
    """Object to some of the experts, with reasons; they are not proposed for this file again.

    Raises `ValidationError` for who is no expert of the file, or nobody.
    """
    desk = Desk.locked(application, by, on)
    step = desk.step("experts_object", {"reason": reason})
    numbers = {each.pk for each in experts}
    objected = [each for each in desk.team if each.person_id in numbers]
    if not objected or len(objected) != len(numbers):
        raise ValidationError(_("Say to which of the proposed experts you object."))
    others = [each for each in [*desk.team, *desk.observers] if each not in objected]
    _end(objected, AssignmentEnd.OBJECTED, on)
    _end(others, AssignmentEnd.RECALLED, on)
    moved(desk, step, reason=reason, changes={"experts": sorted(numbers)})


@action
def experts_agree(*, by: User, application: Application, on: date) -> None:
    """Agree to the experts, as the cluster organisation."""
    desk = Desk.locked(application, by, on)
    moved(desk, desk.step("experts_agree"))


@action
def experts_settle(*, by: User, application: Application, on: date) -> None:
    """Go on with the experts when no objection came in time."""
    desk = Desk.locked(application, by, on)
    moved(desk, desk.step("experts_settle"))


@action
def expert_replace(
    *, by: User, application: Application, leaving: User, coming: User, reason: str, on: date
) -> None:
    """Put another expert in the place of one; who leads keeps leading, unless they leave.

    Raises `ValidationError` for who is no expert of the file, or a team the level does not ask for.
    """
    desk = Desk.locked(application, by, on)
    team = [coming if each.person_id == leaving.pk else each.person for each in desk.team]
    step = desk.step("expert_replace", {"experts": team, "reason": reason})
    old = next((each for each in desk.team if each.person_id == leaving.pk), None)
    if old is None or coming.pk == leaving.pk:
        raise ValidationError(_("Say which expert of the file is replaced, and by whom."))
    _end([old], AssignmentEnd.REPLACED, on)
    ExpertAssignment.objects.create(
        application=desk.application,
        person=coming,
        round=desk.application.round,
        is_lead=old.is_lead,
        proposed=on,
    )
    fresh = Desk(desk.application, by, on)
    moved(fresh, step, reason=reason, changes={"experts": [leaving.pk, coming.pk]})


@action
def assessment_void(*, by: User, application: Application, reason: str, on: date) -> None:
    """Declare an assessment void: all of it is kept, and other experts begin anew."""
    desk = Desk.locked(application, by, on)
    step = desk.step("assessment_void", {"reason": reason})
    told = Desk(desk.application, by, on)
    told.team  # noqa: B018 - those who are told are read before they go
    begin_round(desk)
    moved(told, step, reason=reason, changes={"round": desk.application.round})


def begin_round(desk: Desk) -> None:
    """End the experts of a round and begin the next, with the self-assessment to start from.

    Frozen evidence stays where it is; the new round has rows of its own for the same files.
    """
    current, on = desk.application, desk.on
    _end([*desk.team, *desk.observers], AssignmentEnd.VOID, on)
    scores, files = list(desk.self_scores.values()), list(desk.evidence)
    current.round += 1
    for score in scores:
        score.pk, score.round, score._state.adding = None, current.round, True
        score.save()
    for file in files:
        file.pk, file.round, file.frozen, file._state.adding = None, current.round, None, True
        file.save()
    current.object_by = current.due_on = current.visit_on = current.visit_ended = None
    current.check_by, current.check_closed, current.visit_hours = None, False, 0.0
    current.recommendation = ""


def _check_observers(desk: Desk, experts: Sequence[User], observers: Sequence[User]) -> None:
    for person in observers:
        if person in experts:
            raise ValidationError(_("Nobody assesses a file and observes it."))
        if desk.tied_of(person.pk):
            raise ValidationError(_("%(person)s has a conflict of interest.") % {"person": person})


def _end(assignments: Sequence[ExpertAssignment], why: AssignmentEnd, on: date) -> None:
    for each in assignments:
        each.ended, each.end_reason = on, why
        each.save(update_fields=["ended", "end_reason"])
