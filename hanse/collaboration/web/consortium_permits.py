"""What somebody is to a consortium, which steps they may take, and what keeps them from it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from hanse.collaboration.consortia.calls import call_of
from hanse.collaboration.consortia.eligibility import Standing, check
from hanse.collaboration.consortia.states import (
    STEPS,
    Facts,
    Part,
    Place,
    Version,
    may_ever,
    may_step,
    unmet,
)
from hanse.collaboration.consortia.strategy import is_complete
from hanse.collaboration.web.consortium_facts import consortium_facts
from hanse.collaboration.web.consortium_words import said
from hanse.collaboration.web.models.consortia import (
    Consortium,
    ConsortiumMember,
    ConsortiumRole,
    edited_by,
)
from hanse.collaboration.web.models.strategies import StrategyVersion
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What somebody is to a consortium, and for which organisations they act there."""

    parts: frozenset[Part]
    members: tuple[ConsortiumMember, ...] = ()

    @property
    def inside(self) -> bool:
        """Whether what is not public is shown to them."""
        return Part.MEMBER in self.parts


def standpoint(person: Somebody, consortium: Consortium) -> Standpoint:
    """What `person` is to `consortium`: one query."""
    if not isinstance(person, User) or not person.is_active:
        return Standpoint(frozenset())
    mine = tuple(
        consortium.members.open()
        .filter(organisation__in=edited_by(person))
        .select_related("organisation")
    )
    parts: set[Part] = set()
    for each in mine:
        if each.place == Place.INVITED:
            parts.add(Part.INVITED)
        else:
            parts.add(Part.MEMBER)
            if each.role == ConsortiumRole.COORDINATOR:
                parts.add(Part.COORDINATOR)
    return Standpoint(frozenset(parts), mine)


def written_version(consortium: Consortium) -> StrategyVersion | None:
    """The version that is a draft or in approval; None where there is none."""
    return consortium.strategies.filter(state__in=[Version.DRAFT, Version.IN_APPROVAL]).first()


def facts_of(
    consortium: Consortium,
    version: StrategyVersion | None = None,
    organisation: Organisation | None = None,
) -> Facts:
    """What conditions of steps look at. version: of which a step is asked.

    organisation: for whom somebody would approve.
    """
    places = [each.place for each in consortium.members.open()]
    call = call_of(consortium.call) if consortium.call else None
    findings = check(call, consortium_facts(consortium)) if call else []
    written = version or written_version(consortium)
    return Facts(
        members=places.count(Place.ACCEPTED),
        invitations=places.count(Place.INVITED),
        call=call is not None,
        unmet=sum(each.rule.required and each.standing is not Standing.MET for each in findings),
        starts=consortium.begins is not None,
        draft=written_version(consortium) is not None,
        complete=written is not None and is_complete(written.document),
        approved=consortium.strategies.filter(state=Version.APPROVED).exists(),
        own_approval=version is not None
        and organisation is not None
        and version.approvals.filter(organisation=organisation).exists(),
    )


def state_for(step: str, consortium: Consortium, version: StrategyVersion | None) -> str:
    """The state that `step` is taken in: the consortium's, or that of the version."""
    if STEPS[step].of == "consortium":
        return consortium.state
    return version.state if version else ""


def offered(
    person: Somebody, consortium: Consortium, version: StrategyVersion | None = None
) -> frozenset[str]:
    """Codes of the steps that the table lets `person` take now, conditions apart."""
    parts = standpoint(person, consortium).parts
    return frozenset(
        step for step in STEPS if may_step(step, state_for(step, consortium, version), parts)
    )


def require_step(
    person: User,
    step: str,
    consortium: Consortium,
    *,
    version: StrategyVersion | None = None,
    organisation: Organisation | None = None,
) -> None:
    """Raise `PermissionDenied` for who may never take `step`, `ValidationError` when not now."""
    parts = standpoint(person, consortium).parts
    if not may_ever(step, parts):
        raise PermissionDenied(_("Your account does not have the right to do this."))
    if consortium.source:
        raise ValidationError(_("This consortium is on record; nobody of it keeps it here."))
    if not may_step(step, state_for(step, consortium, version), parts):
        shown = version if STEPS[step].of == "strategy" and version else consortium
        raise ValidationError(
            _("This cannot be done now: the state is “%(state)s”.")
            % {"state": shown.get_state_display()}
        )
    if STEPS[step].conditions:
        missing = unmet(step, facts_of(consortium, version, organisation))
        if missing:
            raise ValidationError([said(each) for each in missing])


def locked(consortium: Consortium) -> Consortium:
    """The row of now, held until the running action is over."""
    return Consortium.objects.select_for_update().get(pk=consortium.pk)


def locked_version(version: StrategyVersion) -> StrategyVersion:
    """The row of now with its consortium, held until the running action is over."""
    return (
        StrategyVersion.objects.select_for_update(of=("self",))
        .select_related("consortium")
        .get(pk=version.pk)
    )
