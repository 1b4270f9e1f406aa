"""Applications for missions: written, handed in, scored, decided, taken up from the reserve."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.missions.selection import checked_scores, ranked
from hanse.collaboration.missions.states import ApplicationState
from hanse.collaboration.web.actions.mission_places import make_place
from hanse.collaboration.web.mission_letters import tell_organisers, tell_place
from hanse.collaboration.web.mission_permits import (
    APPLYING,
    CHANGED_MEANWHILE,
    locked_mission,
    require_mission_step,
    require_revision,
)
from hanse.collaboration.web.models.consortia import edited_by
from hanse.collaboration.web.models.mission_applications import (
    MissionApplication,
    MissionAssessment,
)
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.audit import action, differences, record
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User

APPLICATION_DETAILS: Final = (
    "reason",
    "offers",
    "needs",
    "wishes",
    "sectors",
    "people",
    "shown",
)
OUTCOMES: Final = (
    ApplicationState.SELECTED,
    ApplicationState.RESERVE,
    ApplicationState.NOT_SELECTED,
)
"""What can be decided of an application."""


@action
def application_begin(
    *, by: User, mission: Mission, organisation: Organisation, details: Mapping[str, Any]
) -> MissionApplication:
    """Begin an application of `organisation`: a draft that only its own people see.

    One that was withdrawn is begun anew. Raises `PermissionDenied` for who does not edit the
    organisation, `ValidationError` when the call is closed or it has applied already.
    """
    found = locked_mission(mission)
    if not edited_by(by).filter(pk=organisation.pk).exists():
        raise PermissionDenied(_("You do not act for this organisation."))
    if organisation.kind not in APPLYING or organisation.pk == found.organiser_id:
        raise ValidationError(_("This organisation does not travel with the delegation."))
    application = MissionApplication.objects.filter(
        mission=found, organisation=organisation
    ).first() or MissionApplication(mission=found, organisation=organisation)
    if application.pk and application.state != ApplicationState.WITHDRAWN:
        raise ValidationError(_("This organisation has an application already."))
    _require_begin(by, found)
    application.state = ApplicationState.DRAFT
    application.submitted = application.decided = application.told = None
    _fill(application, details)
    application.full_clean()
    application.save()
    record(application, {"state": application.state}, organisation=organisation)
    return application


@action
def application_change(
    *, by: User, application: MissionApplication, details: Mapping[str, Any], seen: int
) -> MissionApplication:
    """Change a draft. seen: the revision that was on the page, as in `mission_change`."""
    mission, found = _locked(application)
    require_mission_step(by, "application_change", mission, found)
    require_revision(found.revision, seen)
    before = _said(found)
    _fill(found, details)
    found.revision += 1
    found.full_clean()
    found.save()
    record(found, differences(before, _said(found)), organisation=found.organisation)
    return found


@action
def application_submit(*, by: User, application: MissionApplication) -> MissionApplication:
    """Hand an application in; the organiser is told."""
    mission, found = _locked(application)
    require_mission_step(by, "application_submit", mission, found)
    found.state = ApplicationState.SUBMITTED
    found.submitted, found.submitted_by = timezone.now(), by
    found.save()
    tell_organisers(found, "applied")
    record(found, {"state": found.state}, organisation=found.organisation)
    return found


@action
def application_take_back(*, by: User, application: MissionApplication) -> MissionApplication:
    """Take an application back to change it, while the call is open."""
    mission, found = _locked(application)
    require_mission_step(by, "application_take_back", mission, found)
    found.state, found.submitted, found.submitted_by = ApplicationState.DRAFT, None, None
    found.save()
    record(found, {"state": found.state}, organisation=found.organisation)
    return found


@action
def application_withdraw(*, by: User, application: MissionApplication) -> MissionApplication:
    """Withdraw an application, or a place on the reserve list."""
    mission, found = _locked(application)
    require_mission_step(by, "application_withdraw", mission, found)
    handed_in = found.state != ApplicationState.DRAFT
    found.state = ApplicationState.WITHDRAWN
    found.save()
    if handed_in:
        tell_organisers(found, "application_withdrawn")
    record(found, {"state": found.state}, organisation=found.organisation)
    return found


@action
def application_assess(
    *, by: User, application: MissionApplication, scores: Mapping[str, int], remark: str = ""
) -> MissionAssessment:
    """Score an application as one of its assessors; again: the points of before are replaced.

    Raises `PermissionDenied` for who is not named, or edits the organisation that applies;
    `ValidationError` for points out of range.
    """
    mission, found = _locked(application)
    require_mission_step(by, "application_assess", mission, found)
    try:
        points = checked_scores(scores)
    except ValueError as problem:
        raise ValidationError(_("Give each criterion 0 to 5 points.")) from problem
    assessment, _made = MissionAssessment.objects.update_or_create(
        application=found, assessor=by, defaults={"scores": points, "remark": remark}
    )
    record(found, {"points": assessment.points}, organisation=mission.organiser)
    return assessment


@action
def application_decide(
    *,
    by: User,
    mission: Mission,
    decisions: Mapping[int, tuple[str, str]],
    seen: Mapping[int, tuple[str, str]] | None = None,
) -> None:
    """Decide on applications that are due; nobody is told yet.

    decisions: key of an application -> outcome and remark. They get their place in the order of
    points of all, which is that of the reserve list. seen: the states and remarks that were on the
    page; where another organiser said otherwise meanwhile, `ValidationError` is raised and nothing
    is written. It is raised for another outcome, too.
    """
    found = locked_mission(mission)
    applications = list(
        found.applications.in_review()
        .select_for_update(of=("self",))
        .select_related("organisation")
        .prefetch_related("assessments")
    )
    order = {
        each.key: rank for rank, each in enumerate(ranked(each.scored for each in applications), 1)
    }
    due = found.applications.due(found, timezone.localdate()).filter(told__isnull=True)
    keys = set(due.values_list("pk", flat=True))
    if not keys:
        raise ValidationError(_("No application waits for a decision."))
    changes = {}
    for each in applications:
        if each.pk not in keys:
            continue
        each.mission = found
        require_mission_step(by, "application_decide", found, each)
        outcome, remark = decisions.get(each.pk, (each.state, each.remark))
        if seen is not None and each.pk in seen:
            state, words = seen[each.pk]
            if outcome != each.state != state or remark != each.remark != words:
                raise ValidationError(CHANGED_MEANWHILE)
        if outcome not in {*OUTCOMES, ApplicationState.SUBMITTED}:
            raise ValidationError(_("An application is selected, on reserve, or not selected."))
        if (each.state, each.remark, each.rank) != (outcome, remark, order[each.pk]):
            changes[str(each.pk)] = [each.state, outcome]
            each.state, each.remark, each.rank = outcome, remark[:500], order[each.pk]
            each.decided = timezone.now() if outcome != ApplicationState.SUBMITTED else None
            each.save()
    record(found, {"decided": changes}, organisation=found.organiser)


@action
def application_take_up(*, by: User, application: MissionApplication) -> MissionApplication:
    """Give somebody on the reserve list a place that has become free, and tell them."""
    mission, found = _locked(application)
    require_mission_step(by, "application_take_up", mission, found)
    found.state, found.decided = ApplicationState.SELECTED, timezone.now()
    found.told = found.decided
    found.save()
    tell_place(make_place(mission, found), "taken_up")
    record(found, {"state": found.state}, organisation=mission.organiser)
    return found


def _require_begin(by: User, mission: Mission) -> None:
    require_mission_step(by, "application_begin", mission, MissionApplication(state=""))


def _locked(application: MissionApplication) -> tuple[Mission, MissionApplication]:
    """The mission and the application as they are now, held until the action is over."""
    mission = locked_mission(application.mission)
    found = (
        MissionApplication.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=application.pk)
    )
    found.mission = mission
    return mission, found


def _fill(application: MissionApplication, details: Mapping[str, Any]) -> None:
    unknown = details.keys() - set(APPLICATION_DETAILS)
    if unknown:
        raise TypeError(f"An application has no {', '.join(sorted(unknown))}.")
    for name, value in details.items():
        setattr(application, name, value)


def _said(application: MissionApplication) -> dict[str, Any]:
    return {name: getattr(application, name) for name in APPLICATION_DETAILS}
