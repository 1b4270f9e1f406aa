"""What participants say came of a mission, and the questions that remind them."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.missions.follow_up import due_by
from hanse.collaboration.missions.states import State
from hanse.collaboration.web.mission_letters import tell_follow_up, tell_outcome
from hanse.collaboration.web.mission_permits import require_mission_step
from hanse.collaboration.web.models.mission_outcomes import MissionFollowUp, MissionOutcome
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User


@action
def outcome_state(
    *,
    by: User,
    place: MissionParticipant,
    other: MissionParticipant,
    kind: str,
    since: date,
    words: str = "",
    amount: Decimal | None = None,
) -> MissionOutcome:
    """Say what came of a mission with another participant, who is asked to confirm it.

    Where the other one has said the same, theirs is confirmed. amount: in euro, None where it is
    not told. Raises `ValidationError` for oneself, somebody of another mission, or a day to come.
    """
    require_mission_step(by, "outcome_state", place.mission, place)
    if other.pk == place.pk or other.mission_id != place.mission_id or not other.confirmed:
        raise ValidationError(_("Choose another participant of this mission."))
    if since > timezone.localdate():
        raise ValidationError(_("This day is still to come."))
    theirs = MissionOutcome.objects.filter(stated_by=other, other=place, kind=kind).first()
    if theirs is not None and theirs.denied is None:
        if theirs.confirmed is None:
            _answer(by, theirs, yes=True)
        record(theirs.stated_by, {"outcome": kind}, organisation=place.organisation)
        return theirs
    asked = place.follow_ups.order_by("-months").values_list("months", flat=True).first()
    outcome, _made = MissionOutcome.objects.update_or_create(
        stated_by=place,
        other=other,
        kind=kind,
        defaults={
            "since": since,
            "words": words,
            "amount": amount,
            "months": asked or 0,
            "stated": timezone.now(),
            "confirmed": None,
            "denied": None,
            "answered_by": None,
        },
    )
    tell_outcome(outcome)
    record(place, {"outcome": kind}, organisation=place.organisation)
    return outcome


@action
def outcome_take_back(*, by: User, outcome: MissionOutcome) -> None:
    """Take back what one's own organisation said."""
    place = outcome.stated_by
    require_mission_step(by, "outcome_take_back", place.mission, place)
    outcome.delete()
    record(place, {"outcome": [outcome.kind, ""]}, organisation=place.organisation)


@action
def outcome_confirm(*, by: User, outcome: MissionOutcome) -> MissionOutcome:
    """Say that it is so: only then it counts."""
    return _answered(by, outcome, yes=True)


@action
def outcome_deny(*, by: User, outcome: MissionOutcome) -> MissionOutcome:
    """Say that it is not so."""
    return _answered(by, outcome, yes=False)


@action
def follow_up_answer(
    *, by: User, place: MissionParticipant, months: int, remark: str
) -> MissionFollowUp:
    """Answer the question what came of a mission; that nothing did is an answer, too.

    Raises `ValidationError` for a question that was not asked.
    """
    require_mission_step(by, "follow_up_answer", place.mission, place)
    try:
        question = place.follow_ups.get(months=months)
    except ObjectDoesNotExist as problem:
        raise ValidationError(_("You have not been asked this yet.")) from problem
    question.answered, question.remark = timezone.now(), remark
    question.full_clean()
    question.save()
    record(place, {"follow_up": months}, organisation=place.organisation)
    return question


@action
def missions_follow_up(*, by: User | None = None, on: date) -> int:
    """Ask participants of missions that ended 3, 6 or 12 months ago; how many were asked."""
    asked = 0
    for mission in Mission.objects.filter(state=State.FOLLOW_UP, ends__isnull=False):
        places = mission.participants.taking_part().filter(no_show=False)
        for place in places.select_related("organisation").prefetch_related("follow_ups"):
            known = {each.months for each in place.follow_ups.all()}
            assert mission.ends is not None
            for months in due_by(mission.ends, on, known):
                place.mission = mission
                question = MissionFollowUp.objects.create(participant=place, months=months)
                tell_follow_up(question)
                asked += 1
    record(None, {"asked": asked})
    return asked


def _answered(by: User, outcome: MissionOutcome, *, yes: bool) -> MissionOutcome:
    found = (
        MissionOutcome.objects.select_for_update(of=("self",))
        .select_related("other__mission", "other__organisation", "stated_by__organisation")
        .get(pk=outcome.pk)
    )
    step = "outcome_confirm" if yes else "outcome_deny"
    require_mission_step(by, step, found.other.mission, found.other)
    if found.confirmed or found.denied:
        raise ValidationError(_("This has been answered already."))
    _answer(by, found, yes=yes)
    record(found.other, {"outcome": found.kind, "so": yes}, organisation=found.other.organisation)
    return found


def _answer(by: User, outcome: MissionOutcome, *, yes: bool) -> None:
    now = timezone.now()
    outcome.confirmed, outcome.denied = (now, None) if yes else (None, now)
    outcome.answered_by = by
    outcome.save()
