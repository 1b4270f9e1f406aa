"""What somebody is to a benchmarking, which steps they may take, and who may interview."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hanse.excellence.criteria.benchmarking_steps import STEPS, Part, may_step
from hanse.excellence.label.conflicts import Conflict
from hanse.excellence.label.procedure import procedure
from hanse.excellence.web.label_ties import conflicts_with_organisation
from hanse.excellence.web.label_words import said
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.certificates import Certificate, CertificateKind
from hanse.excellence.web.schemes import scheme_in_force
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import Membership, MembershipKind, Organisation
from hanse.foundation.web.models.people import Somebody, User

CLEAR_YEARS: Final = 3
"""Years after which work for an organisation keeps nobody from interviewing it any more, where
no label scheme says so."""


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
    return person.is_active and _holding(on).filter(person=person).exists()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Certified people, by name: those who may interview, and why the others may not."""

    free: QuerySet[User]
    refused: list[tuple[User, list[str]]]


def candidates(organisation: Organisation, on: date) -> Candidates:
    """Everybody who might interview `organisation` on a day, judged by the rules of labels."""
    people = {
        each.pk: each
        for each in User.objects.filter(
            pk__in=_holding(on).values("person"), is_active=True
        ).order_by("name", "pk")
    }
    found = conflicts_with_organisation(organisation, people.keys(), on, years=_years(on))
    refused = [(people[each], _words(why)) for each, why in found.items() if why]
    free = [each for each, why in found.items() if not why]
    return Candidates(User.objects.filter(pk__in=free).order_by("name", "pk"), refused)


def why_not_expert(person: User, organisation: Organisation, on: date) -> str:
    """Why `person` may not interview `organisation` on a day, in words; "" when they may."""
    if not certified(person, on):
        return _("This person has no valid certificate as a benchmarking expert.")
    found = conflicts_with_organisation(organisation, [person.pk], on, years=_years(on))
    return " ".join(_words(found[person.pk]))


def _holding(on: date) -> QuerySet[Certificate]:
    return Certificate.objects.valid(on).of_kind(CertificateKind.BENCHMARKING_EXPERT)


def _words(found: Iterable[Conflict]) -> list[str]:
    return [said(each.said()) for each in found]


def _years(on: date) -> int:
    """How long past work and advice keep somebody from interviewing: as with labels."""
    known = scheme_in_force(on)
    return procedure(known.code, known.version).conflicts.years if known else CLEAR_YEARS
