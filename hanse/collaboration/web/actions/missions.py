"""Planning missions: what is said of them, their steps from draft to end, who helps to run them."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hanse.collaboration.missions.states import STEPS, ApplicationState
from hanse.collaboration.web.actions.mission_places import make_place, move_up
from hanse.collaboration.web.mission_letters import tell_decided, tell_followers, tell_mission_news
from hanse.collaboration.web.mission_permits import (
    locked_mission,
    require_mission_step,
    require_revision,
)
from hanse.collaboration.web.models.consortia import edited_by
from hanse.collaboration.web.models.mission_participants import Side
from hanse.collaboration.web.models.missions import Mission, MissionAssessor, MissionPartner
from hanse.foundation.web.audit import action, differences, record
from hanse.foundation.web.models.organisations import Membership, Organisation
from hanse.foundation.web.models.people import User

DETAILS: Final = (
    "title",
    "theme",
    "about",
    "wanted",
    "costs",
    "sectors",
    "agreement",
    "host_country",
    "city",
    "mode",
    "time_zone",
    "begins",
    "ends",
    "opens",
    "closes",
    "cut_offs",
    "decides",
    "confirms",
    "places",
    "host_places",
    "country_places",
    "meetings_each",
)
_FOLLOWED: Final = (
    "host_country",
    "city",
    "mode",
    "begins",
    "ends",
    "opens",
    "closes",
    "cut_offs",
)
"""Details whose change followers are told of: where and when it is, and until when one applies."""
_TAKEN: Final = frozenset({"new"})
"""Words that are addresses of their own under /collaboration/missions/."""
_LENGTH: Final = 70
_REASON: Final = 500


@action
def mission_create(*, by: User, organiser: Organisation, details: Mapping[str, Any]) -> Mission:
    """Make a mission that `organiser` runs: a draft.

    Raises `PermissionDenied` for who does not edit it, `ValidationError` for days out of order.
    """
    if not edited_by(by).filter(pk=organiser.pk).exists():
        raise PermissionDenied(_("You do not act for this organisation."))
    mission = Mission(
        slug=free_mission_slug(details["title"]),
        organiser=organiser,
        fictitious=organiser.fictitious,
    )
    _fill(mission, details)
    mission.full_clean(exclude=["slug"])
    mission.save()
    record(mission, {"title": mission.title}, organisation=organiser)
    return mission


@action
def mission_change(*, by: User, mission: Mission, details: Mapping[str, Any], seen: int) -> Mission:
    """Change what is said of a mission; where there are more places, who waits moves up.

    Followers hear of other days and another place.
    seen: the revision that was on the page; another one now raises `ValidationError`, and nothing
    is written, so that no change of others is lost.
    """
    found = locked_mission(mission)
    require_mission_step(by, "mission_change", found)
    require_revision(found.revision, seen)
    before = _said(found)
    _fill(found, details)
    found.revision += 1
    found.full_clean(exclude=["slug"])
    found.save()
    for side in Side.values:
        move_up(found, side)
    changed = differences(before, _said(found))
    if any(name in changed for name in _FOLLOWED):
        tell_followers(found, "changed", found.follows.all())
    record(found, changed, organisation=found.organiser)
    return found


@action
def mission_step(*, by: User, mission: Mission, step: str, reason: str = "") -> Mission:
    """Take a step from one state to the next, as the table says.

    reason: why it is called off. Opening the call shows the mission to everybody; selecting gives
    those selected their places and tells all who applied. Raises `PermissionDenied` for who may
    never take it, `ValidationError` with what is missing.
    """
    found = locked_mission(mission)
    require_mission_step(by, step, found)
    before, found.state = found.state, STEPS[step].to
    if step == "mission_open":
        found.opened = found.opened or timezone.now()
    if step == "mission_call_off":
        if not reason.strip():
            raise ValidationError(_("Say why it is called off."))
        found.told_off = reason.strip()[:_REASON]
    found.save()
    if step == "mission_select":
        _settle(found)
    if step in {"mission_publish", "mission_issue", "mission_call_off"}:
        tell_mission_news(found, step.removeprefix("mission_"))
    if step == "mission_end":
        tell_followers(found, "end", found.follows.all())
    record(found, {"state": [before, found.state]}, organisation=found.organiser)
    return found


@action
def mission_tell(*, by: User, mission: Mission) -> int:
    """Tell those who applied by a cut-off date what was decided, while the call goes on; how many.

    Those selected get their places. Raises as `mission_step` does.
    """
    found = locked_mission(mission)
    require_mission_step(by, "mission_tell", found)
    told = _settle(found)
    record(found, {"told": told}, organisation=found.organiser)
    return told


@action
def mission_partner_add(
    *, by: User, mission: Mission, organisation: Organisation, role: str
) -> MissionPartner:
    """Name an organisation that helps to run it; its editors see all of it. Again: a new role."""
    found = locked_mission(mission)
    require_mission_step(by, "mission_partner_add", found)
    partner, _made = MissionPartner.objects.update_or_create(
        mission=found, organisation=organisation, defaults={"role": role}
    )
    record(found, {"partner": organisation.name, "role": role}, organisation=found.organiser)
    return partner


@action
def mission_partner_remove(*, by: User, mission: Mission, number: int) -> None:
    """Take an organisation off those that help to run it."""
    found = locked_mission(mission)
    require_mission_step(by, "mission_partner_remove", found)
    partner = found.partners.select_related("organisation").get(pk=number)
    partner.delete()
    record(found, {"partner": [partner.organisation.name, ""]}, organisation=found.organiser)


@action
def mission_assessor_add(*, by: User, mission: Mission, person: User) -> MissionAssessor:
    """Name somebody of the organiser or a partner who scores applications.

    Raises `ValidationError` for somebody of neither.
    """
    found = locked_mission(mission)
    require_mission_step(by, "mission_assessor_add", found)
    if not could_assess(found).filter(pk=person.pk).exists():
        raise ValidationError(_("Assessors belong to the organiser or to a partner."))
    assessor, _made = MissionAssessor.objects.get_or_create(mission=found, person=person)
    record(found, {"assessors": found.assessors.count()}, organisation=found.organiser)
    return assessor


@action
def mission_assessor_remove(*, by: User, mission: Mission, number: int) -> None:
    """Let somebody score no more; the points they gave stay."""
    found = locked_mission(mission)
    require_mission_step(by, "mission_assessor_remove", found)
    found.assessors.get(pk=number).delete()
    record(found, {"assessors": found.assessors.count()}, organisation=found.organiser)


def could_assess(mission: Mission) -> "models.QuerySet[User]":
    """People who may be named to score: they belong to the organiser or to a partner."""
    belonging = Membership.objects.current().filter(
        models.Q(organisation=mission.organiser)
        | models.Q(organisation__in=mission.partners.values("organisation"))
    )
    return User.objects.filter(pk__in=belonging.values("person"), is_active=True)


def free_mission_slug(title: str) -> str:
    """A word for the address of a mission called `title` that no other one has."""
    stem = slugify(title)[:_LENGTH].strip("-") or "mission"
    candidate, number = stem, 1
    while candidate in _TAKEN or Mission.objects.filter(slug=candidate).exists():
        number += 1
        candidate = f"{stem}-{number}"
    return candidate


def _settle(mission: Mission) -> int:
    """Give places to those selected, and tell all who are due and do not know yet; how many."""
    due = mission.applications.due(mission, timezone.localdate()).filter(told__isnull=True)
    applications = list(due.select_related("organisation"))
    for each in applications:
        if each.state == ApplicationState.SELECTED:
            make_place(mission, each)
        each.told = timezone.now()
        each.save()
        tell_decided(each)
    return len(applications)


def _fill(mission: Mission, details: Mapping[str, Any]) -> None:
    unknown = details.keys() - set(DETAILS)
    if unknown:
        raise TypeError(f"A mission has no {', '.join(sorted(unknown))}.")
    for name, value in details.items():
        setattr(mission, name, value)


def _said(mission: Mission) -> dict[str, Any]:
    """What is said of it, as JSON takes it."""
    said = {name: getattr(mission, name) for name in DETAILS if name != "agreement"}
    return {
        **{
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in said.items()
        },
        "agreement": mission.agreement_id,
    }
