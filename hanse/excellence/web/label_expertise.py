"""Experts who can be proposed for files: certified ones, with their loads, countries, languages."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Max, Q

from hanse.excellence.label.procedure import places_of
from hanse.excellence.label.proposing import Candidate, Proposal, Vacancy, propose
from hanse.excellence.label.states import CLOSED, State
from hanse.excellence.label.workflow import Route
from hanse.excellence.web.label_ties import conflicts_with
from hanse.excellence.web.models.benchmarking import Benchmarking, BenchmarkingState
from hanse.excellence.web.models.certificates import Certificate, CertificateKind
from hanse.excellence.web.models.label_assessments import AssignmentEnd
from hanse.excellence.web.models.labels import Application
from hanse.foundation.roles import Role
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _
from hanse.foundation.web.models.people import RoleGrant, User

_ENDED: Final = {
    AssignmentEnd.DECLINED: _("Declined this file."),
    AssignmentEnd.OBJECTED: _("The cluster organisation objected."),
    AssignmentEnd.REPLACED: _("Was replaced in this file."),
    AssignmentEnd.VOID: _("Took part in an assessment of this file that was void."),
}
"""Why somebody is not asked again; who was recalled may be."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with the people it speaks of."""

    proposal: Proposal
    people: Mapping[int, User]


def certified_people(people: Collection[int], on: date) -> set[int]:
    """Those of `people` who hold a valid certificate as benchmarking expert on a day."""
    return set(
        Certificate.objects.valid(on)
        .of_kind(CertificateKind.BENCHMARKING_EXPERT)
        .filter(person__in=people)
        .values_list("person", flat=True)
    )


def country_of(person: User) -> str:
    """The country an expert works in; "" where it is not known."""
    profile = getattr(person, "expert_profile", None)
    return profile.country if profile else ""


def proposal_for(application: Application, on: date) -> Proposed:
    """Experts for a file, found together with all files that wait for experts."""
    waiting = list(
        Application.objects.filter(state=State.CONTRACTED)
        .select_related("organisation")
        .order_by("pk")
    )
    if application.pk not in {each.pk for each in waiting}:
        waiting.append(application)
    people = certified_experts(on)
    candidates = [
        Candidate(
            expert=each.pk,
            country=country_of(each),
            certified=True,
            languages=frozenset(each.expert_profile.languages if country_of(each) else ()),
            load=each.files_open,  # type: ignore[attr-defined]
        )
        for each in people
    ]
    vacancies = [_vacancy(each, people, on) for each in waiting]
    proposals = propose(vacancies, candidates)
    own = next(each for each in proposals if each.file == application.pk)
    return Proposed(own, {each.pk: each for each in people})


def certified_experts(on: date) -> list[User]:
    """Everybody with a valid certificate, those longest without a file first."""
    certified = Certificate.objects.valid(on).of_kind(CertificateKind.BENCHMARKING_EXPERT)
    under_way = Q(label_assignments__ended__isnull=True, label_assignments__is_observer=False) & ~Q(
        label_assignments__application__state__in=CLOSED
    )
    return list(
        User.objects.filter(pk__in=certified.values("person"), is_active=True)
        .select_related("expert_profile")
        .annotate(
            files_open=Count("label_assignments", filter=under_way, distinct=True),
            last_file=Max("label_assignments__accepted"),
        )
        .order_by("last_file", "pk")
    )


def possible_panel() -> list[User]:
    """Everybody who might hear an appeal: board members and experts; some are barred from one."""
    grants = RoleGrant.objects.running().filter(role__in=[Role.BOARD, Role.EXPERT])
    return list(
        User.objects.filter(pk__in=grants.values("person"), is_active=True).order_by("name", "pk")
    )


def _vacancy(application: Application, people: Collection[User], on: date) -> Vacancy:
    passed = {
        each.person_id: Sentence(_ENDED[AssignmentEnd(each.end_reason)])
        for each in application.assignments.filter(end_reason__in=_ENDED)
    }
    if application.route is Route.INTERVIEW:
        passed |= _not_the_interviewer(application, people)
    return Vacancy(
        file=application.pk,
        country=application.organisation.country,
        places=places_of(application.aim),
        languages=frozenset({application.language} if application.language else ()),
        conflicts=conflicts_with(application, [each.pk for each in people], on),
        passed=passed,
    )


def _not_the_interviewer(application: Application, people: Collection[User]) -> dict[int, Sentence]:
    """Where the interview has an expert already, the others are out: it is the assessment."""
    held = (
        Benchmarking.objects.of(application.organisation)
        .filter(
            state__in=[BenchmarkingState.INTERVIEW, BenchmarkingState.CONFIRMED],
            expert__isnull=False,
        )
        .order_by("-reference_year", "-pk")
        .first()
    )
    if held is None or (held.interviewed and application.renews and _before(held, application)):
        return {}
    other = Sentence(_("Another expert holds the interview of the benchmarking."))
    return {each.pk: other for each in people if each.pk != held.expert_id}


def _before(held: Benchmarking, application: Application) -> bool:
    """Whether a benchmarking is the one the label to be renewed came from."""
    assert application.renews is not None  # asked for renewals alone
    assert held.interviewed is not None
    return held.interviewed <= application.renews.awarded
