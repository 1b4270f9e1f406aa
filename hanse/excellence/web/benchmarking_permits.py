"""What somebody is to a benchmarking, which steps they may take, and who may interview."""

from datetime import date, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from hanse.excellence.criteria.benchmarking_steps import STEPS, Part, may_step
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.certificates import Certificate, CertificateKind
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import Membership, MembershipKind, Organisation
from hanse.foundation.web.models.people import Somebody, User

CLEAR_YEARS: Final = 3
"""Years after which work for an organisation keeps nobody from interviewing it any more."""

_CLEAR: Final = timedelta(days=round(CLEAR_YEARS * 365.25))


def parts_of(person: Somebody, benchmarking: Benchmarking) -> frozenset[Part]:
    """What `person` is to `benchmarking`: one query at most."""
    if not isinstance(person, User) or not person.is_active:
        return frozenset()
    parts = set()
    kinds = set(
        Membership.objects.current()
        .filter(organisation=benchmarking.organisation_id, person=person)
        .values_list("kind", flat=True)
    )
    if kinds:
        parts.add(Part.MEMBER)
    if MembershipKind.EDITOR in kinds:
        parts.add(Part.EDITOR)
    if benchmarking.expert_id == person.pk:
        parts.add(Part.EXPERT)
    if person.has_role(Role.OFFICER):
        parts.add(Part.OFFICER)
    return frozenset(parts)


def steps_of(person: Somebody, benchmarking: Benchmarking) -> frozenset[str]:
    """Codes of the steps that `person` may take now."""
    parts = parts_of(person, benchmarking)
    return frozenset(step for step in STEPS if may_step(step, benchmarking.state, parts))


def require_step(person: User, step: str, benchmarking: Benchmarking) -> None:
    """Raise `PermissionDenied` for who may never take `step`, `ValidationError` when not now."""
    parts = parts_of(person, benchmarking)
    if STEPS[step].by.isdisjoint(parts):
        raise PermissionDenied(_("Your account does not have the right to do this."))
    if not may_step(step, benchmarking.state, parts):
        raise ValidationError(
            _("This is not possible any more: the benchmarking is %(state)s.")
            % {"state": benchmarking.get_state_display()}
        )


def locked(benchmarking: Benchmarking) -> Benchmarking:
    """The row of now, with its organisation, held until the running action is over."""
    return (
        Benchmarking.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=benchmarking.pk)
    )


def certified(person: User, on: date) -> bool:
    """Whether `person` may interview on a day: a valid certificate says so."""
    return (
        Certificate.objects.valid(on)
        .of_kind(CertificateKind.BENCHMARKING_EXPERT)
        .filter(person=person)
        .exists()
    )


def possible_experts(organisation: Organisation, on: date) -> QuerySet[User]:
    """Certified people who have no tie to `organisation`, by name."""
    holding = (
        Certificate.objects.valid(on)
        .of_kind(CertificateKind.BENCHMARKING_EXPERT)
        .filter(person=OuterRef("pk"))
    )
    return (
        User.objects.filter(Exists(holding), is_active=True)
        .exclude(Exists(_ties(organisation, on).filter(person=OuterRef("pk"))))
        .order_by("name", "pk")
    )


def why_not_expert(person: User, organisation: Organisation, on: date) -> str:
    """Why `person` may not interview `organisation` on a day, in words; "" when they may."""
    if not person.is_active or not certified(person, on):
        return _("This person has no valid certificate as a benchmarking expert.")
    if _ties(organisation, on).filter(person=person).exists():
        return _(
            "This person belongs to the organisation, or did within the past %(years)s years."
        ) % {"years": CLEAR_YEARS}
    return ""


def _ties(organisation: Organisation, on: date) -> QuerySet[Membership]:
    return Membership.objects.filter(organisation=organisation).filter(
        Q(until__isnull=True) | Q(until__date__gte=on - _CLEAR)
    )
