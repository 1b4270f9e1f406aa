"""What every step leaves behind: the new state, a line of the file, one of the log, and mails."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.conf import settings
from django.db.models import Model

from hanse.excellence.label.actors import Actor
from hanse.excellence.label.states import State
from hanse.excellence.label.workflow import Step
from hanse.excellence.web.label_desk import Desk
from hanse.excellence.web.label_step_words import STEP_WORDS
from hanse.excellence.web.models.label_files import StepTaken
from hanse.foundation.roles import Role
from hanse.foundation.web.audit import record
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import RoleGrant, User

QUIET: Final = frozenset(
    {
        "application_change",
        "assessment_change",
        "consensus_save",
        "eligibility_mark",
        "report_save",
        "scores_save",
    }
)
"""Work that is saved often: it goes into the log, and makes no line in the file's timeline."""


def moved(
    desk: Desk,
    step: Step[State],
    *,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
    about: Model | None = None,
) -> None:
    """Bring the application to where `step` leads, and leave all that a step leaves.

    reason: for the file; all who may read it there see it. changes: for the log. about: what the
    log's line is about; without a place in the organisation's log where that would tell it what
    it must not know, such as who voted how.
    """
    application = desk.application
    before, application.state = application.state, step.target
    application.save()
    if step.code not in QUIET:
        StepTaken.objects.create(
            application=application,
            step=step.code,
            source=step.source.value if step.source else "",
            target=step.target.value,
            round=application.round,
            on=desk.on,
            actor=step.who.value,
            by=desk.person,
            reason=reason.strip(),
        )
    said = dict(changes or {})
    if before != application.state:
        said["state"] = [before, application.state]
    record(about or application, said)
    tell(
        recipients(desk, step.notice),
        code=step.code,
        organisation=application.organisation,
        level=str(application.get_level_display()),
        reason=reason if step.code not in _CONFIDENTIAL else "",
        path=application.get_absolute_url(),
        but=desk.person,
    )


_CONFIDENTIAL: Final = frozenset({"board_recuse", "revocation_recuse"})


def recipients(desk: Desk, actors: Iterable[Actor]) -> list[User]:
    """Everybody who is one of `actors` to the file, each once."""
    found: dict[int, User] = {}
    for actor in actors:
        for person in _people(desk, actor):
            found[person.pk] = person
    return list(found.values())


def _people(desk: Desk, actor: Actor) -> list[User]:
    match actor:
        case Actor.MANAGER:
            return managers_of(desk.application.organisation)
        case Actor.SECRETARIAT:
            return [each for each in officers() if not desk.tied_of(each.pk)]
        case Actor.EXPERT:
            return [each.person for each in desk.team]
        case Actor.LEAD_EXPERT:
            return [each.person for each in desk.team if each.is_lead]
        case Actor.BOARD_MEMBER:
            members = desk.matter.meeting.members.all() if desk.matter else ()
            return [each for each in members if not desk.tied_of(each.pk)]
        case Actor.APPEAL_MEMBER:
            seats = desk.appeal.seats.select_related("person") if desk.appeal else ()
            return [each.person for each in seats]
    return []


def managers_of(organisation: Organisation) -> list[User]:
    """Editors of an organisation."""
    editors = organisation.memberships.editors().select_related("person")
    return [each.person for each in editors]


def officers() -> list[User]:
    """Everybody in the secretariat."""
    grants = RoleGrant.objects.running().filter(role=Role.OFFICER, person__is_active=True)
    return [each.person for each in grants.select_related("person")]


def tell(
    people: Iterable[User],
    *,
    code: str,
    organisation: Organisation,
    level: str,
    reason: str,
    path: str,
    but: User | None,
) -> None:
    """Mail each of `people` that a step was taken, but not whoever took it."""
    words = {
        "what": STEP_WORDS[code].done,
        "organisation": organisation,
        "level": level,
        "reason": reason.strip(),
        "link": f"{settings.ORIGIN}{path}",
    }
    for person in people:
        if (but is None or person.pk != but.pk) and person.is_active:
            notify(person.email, "label_step", words, language=person.language, pillar="excellence")
