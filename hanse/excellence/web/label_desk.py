"""One application as one person has it before them on a day: what they are to it, what holds."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Self

from django.core.exceptions import PermissionDenied, ValidationError

from hanse.excellence.criteria.scheme import Criterion
from hanse.excellence.label.actors import Actor, acting
from hanse.excellence.label.board import (
    Barred,
    Count,
    barred_from_board,
    barred_from_panel,
    counted,
)
from hanse.excellence.label.clock import months_later
from hanse.excellence.label.facts import FileFacts
from hanse.excellence.label.states import APPLICATIONS, State
from hanse.excellence.label.workflow import Refusal, Step, StepRefusedError
from hanse.excellence.web.label_case import Eligibility
from hanse.excellence.web.label_facts import file_facts
from hanse.excellence.web.label_ties import conflicts_with
from hanse.excellence.web.label_words import said
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.label_assessments import (
    AssignmentEnd,
    ExpertAssignment,
    FactualRemark,
    Report,
    ScoreSheet,
    points_of,
)
from hanse.excellence.web.models.label_board import Appeal, BoardMatter
from hanse.excellence.web.models.label_files import EvidenceFile, SelfScore
from hanse.excellence.web.models.labels import Application
from hanse.foundation.roles import Role
from hanse.foundation.web.models.people import User


class Desk:
    """An application and a person on a day. Everything is asked of the database once, when needed.

    person: None for the site itself.
    """

    def __init__(self, application: Application, person: User | None, on: date) -> None:
        self.application = application
        self.person = person
        self.on = on

    @classmethod
    def locked(cls, application: Application, person: User | None, on: date) -> Self:
        """The desk with the row of now, held until the running action is over."""
        row = (
            Application.objects.select_for_update(of=("self",))
            .select_related("organisation", "renews", "benchmarking")
            .get(pk=application.pk)
        )
        return cls(row, person, on)

    @property
    def number(self) -> int:
        """The number of the person's account; 0 for the site itself."""
        return self.person.pk if self.person else 0

    @property
    def home(self) -> str:
        """The address of the file."""
        return self.application.get_absolute_url()

    # --- Who is who ---------------------------------------------------------------------------

    @cached_property
    def actors(self) -> frozenset[Actor]:
        """What the person is to the file."""
        person = self.person
        if person is None:
            return frozenset({Actor.SYSTEM})
        if not person.is_active:
            return frozenset({Actor.READER})
        found = set()
        if self.application.organisation.memberships.editors().filter(person=person).exists():
            found.add(Actor.MANAGER)
        if person.has_role(Role.OFFICER):
            found.add(Actor.SECRETARIAT)
        own = next((each for each in self.team if each.person_id == person.pk), None)
        if own is not None:
            found |= {Actor.EXPERT, Actor.LEAD_EXPERT} if own.is_lead else {Actor.EXPERT}
        elif any(each.person_id == person.pk for each in self.observers):
            found.add(Actor.OBSERVER)
        if person.has_role(Role.BOARD) and person.pk in self.board_members:
            found.add(Actor.BOARD_MEMBER)
            if self.matter is not None and self.matter.meeting.chair_id == person.pk:
                found.add(Actor.CHAIR)
        if person.pk in self.panel:
            found.add(Actor.APPEAL_MEMBER)
        return acting(found, tied=bool(found - {Actor.MANAGER}) and self.is_tied(person.pk))

    @cached_property
    def _assignments(self) -> list[ExpertAssignment]:
        return list(
            self.application.assignments.select_related("person").order_by("-is_lead", "pk")
        )

    @property
    def everybody(self) -> list[ExpertAssignment]:
        """Everybody who is or was an expert or observer of the file."""
        return self._assignments

    @property
    def team(self) -> list[ExpertAssignment]:
        """The experts of now, the lead first."""
        return [each for each in self._assignments if each.ended is None and not each.is_observer]

    @property
    def observers(self) -> list[ExpertAssignment]:
        """Those who look on."""
        return [each for each in self._assignments if each.ended is None and each.is_observer]

    @property
    def assessors(self) -> set[int]:
        """Everybody who is or was an expert of the file and had accepted."""
        return {
            each.person_id
            for each in self._assignments
            if not each.is_observer and (each.ended is None or each.accepted is not None)
        }

    @property
    def former(self) -> set[int]:
        """Experts not to be asked again: who declined, was objected to, replaced, or void."""
        return {
            each.person_id
            for each in self._assignments
            if each.end_reason and each.end_reason != AssignmentEnd.RECALLED
        }

    def is_tied(self, person: int) -> bool:
        """Whether somebody is in conflict with the organisation."""
        return bool(self._conflicts.get(person))

    def tied_of(self, person: int) -> bool:
        """Whether anybody is in conflict with the organisation, known to the file or not."""
        if person not in self._conflicts:
            return bool(conflicts_with(self.application, [person], self.on)[person])
        return self.is_tied(person)

    @cached_property
    def _conflicts(self) -> Mapping[int, tuple[Any, ...]]:
        people = {*self.board_members, *self.panel, *(each.person_id for each in self.team)}
        if self.person is not None:
            people.add(self.person.pk)
        return conflicts_with(self.application, people, self.on)

    # --- What is in the file ------------------------------------------------------------------

    @cached_property
    def eligibility(self) -> Eligibility:
        """The rules, judged and checked."""
        return Eligibility(self.application, self.on)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria that the level is scored on."""
        return self.application.rules.scored(self.application.level)

    @cached_property
    def self_scores(self) -> dict[str, SelfScore]:
        """Criterion -> the self-assessment of this round."""
        rows = self.application.self_scores.filter(round=self.application.round)
        return {each.criterion: each for each in rows}

    @cached_property
    def evidence(self) -> list[EvidenceFile]:
        """Files of evidence of this round that were not taken out."""
        return list(self.application.evidence.standing().filter(round=self.application.round))

    @cached_property
    def sheets(self) -> dict[int, ScoreSheet]:
        """Expert -> their own sheet of this round."""
        rows = (
            self.application.score_sheets.individual()
            .filter(round=self.application.round)
            .prefetch_related("scores")
        )
        return {each.person_id: each for each in rows if each.person_id is not None}

    @cached_property
    def settled(self) -> ScoreSheet | None:
        """The latest version of the points settled in this round."""
        return (
            self.application.score_sheets.settled()
            .filter(round=self.application.round, is_settled=True)
            .prefetch_related("scores", "agreements")
            .first()
        )

    @property
    def settled_points(self) -> dict[str, int]:
        """Criterion -> the points settled."""
        return points_of(self.settled)

    @cached_property
    def report(self) -> Report | None:
        """The latest version of the report of this round."""
        return self.application.reports.filter(round=self.application.round).first()

    @cached_property
    def remarks(self) -> list[FactualRemark]:
        """Remarks on facts in any version of this round's report."""
        reports = self.application.reports.filter(round=self.application.round)
        return list(FactualRemark.objects.filter(report__in=reports).select_related("report"))

    @cached_property
    def matter(self) -> BoardMatter | None:
        """The latest matter before the board."""
        return (
            self.application.board_matters.select_related("meeting", "meeting__chair")
            .prefetch_related("votes", "recusals", "meeting__members")
            .order_by("-pk")
            .first()
        )

    @property
    def board_members(self) -> set[int]:
        """Members of the meeting that has, or had, the file before it."""
        if self.matter is None:
            return set()
        return {each.pk for each in self.matter.meeting.members.all()}

    @cached_property
    def appeal(self) -> Appeal | None:
        """The latest appeal."""
        return self.application.appeals.prefetch_related("seats").order_by("-pk").first()

    @property
    def panel(self) -> set[int]:
        """Members of the panel of the latest appeal."""
        return {each.person_id for each in self.appeal.seats.all()} if self.appeal else set()

    @cached_property
    def deciders(self) -> set[int]:
        """Whoever took part in the file by an office of the secretariat or the board."""
        return deciders_among(self.application.steps, self.application.board_matters)

    @cached_property
    def interview(self) -> Benchmarking | None:
        """The confirmed benchmarking by an expert of the file that it can rest on, if any."""
        earliest = months_later(self.on, -self.application.procedure.limits.benchmarking_months)
        return (
            Benchmarking.objects.confirmed()
            .of(self.application.organisation)
            .filter(
                expert__in=[each.person_id for each in self.team],
                interviewed__range=(earliest, self.on),
            )
            .first()
        )

    # --- Votes --------------------------------------------------------------------------------

    def board_barred(self, person: int) -> Barred[int] | None:
        """Why a member must not vote on the file; None where they may."""
        assert self.matter is not None  # asked for matters alone
        return barred_from_board(
            person,
            tied={each for each in self.board_members if self.is_tied(each)},
            assessors=self.assessors,
            recused={each.person_id for each in self.matter.recusals.all()},
        )

    def board_count(self) -> Count:
        """The votes of the board on the file."""
        assert self.matter is not None  # asked for matters alone
        aside = [each for each in self.board_members if self.board_barred(each)]
        votes = {each.person_id: each.choice for each in self.matter.votes.all()}
        return counted(
            sorted(self.board_members), aside, votes, self.application.procedure.board.rule
        )

    def panel_count(self) -> Count:
        """The votes of the panel on the appeal."""
        assert self.appeal is not None  # asked for appeals alone
        votes = {each.person_id: each.choice for each in self.appeal.seats.all() if each.choice}
        return counted(sorted(self.panel), (), votes, self.application.procedure.panel.rule)

    def panel_barred(self, person: int) -> Barred[int] | None:
        """Why somebody must not hear the appeal; None where they may."""
        tied = {person} if self.tied_of(person) else set()
        return barred_from_panel(
            person, tied=tied, assessors=self.assessors, deciders=self.deciders
        )

    @property
    def outstanding(self) -> list[ExpertAssignment]:
        """Experts who have not handed in their points."""
        return [
            each
            for each in self.team
            if (sheet := self.sheets.get(each.person_id)) is None or sheet.handed_in is None
        ]

    @property
    def unexplained(self) -> list[str]:
        """Criteria whose settled points are not those of every expert, without a word on why."""
        if self.settled is None:
            return []
        own = [points_of(each) for each in self.sheets.values()]
        return [
            each.criterion
            for each in self.settled.scores.all()
            if not each.words.strip()
            and any(points.get(each.criterion) != each.points for points in own)
        ]

    # --- Steps --------------------------------------------------------------------------------

    def offered(self) -> tuple[str, ...]:
        """Codes of the steps that the person may take now, conditions apart."""
        return APPLICATIONS.offered(self.application.where, self.application.route, self.actors)

    @cached_property
    def _facts_now(self) -> FileFacts:
        return file_facts(self)

    def refusals(self, code: str) -> tuple[Refusal, ...]:
        """Why a step is refused now, whatever would be said with it."""
        return APPLICATIONS.refusals(
            code,
            source=self.application.where,
            route=self.application.route,
            actors=self.actors,
            facts=self._facts_now,
        )

    def step(self, code: str, given: Mapping[str, Any] | None = None) -> Step[State]:
        """The row of the table that applies.

        Raises `PermissionDenied` for who may never take it, `ValidationError` with every reason
        for who may not now.
        """
        said_with_it = given or {}
        try:
            return APPLICATIONS.take(
                code,
                source=self.application.where,
                route=self.application.route,
                actors=self.actors,
                facts=file_facts(self, said_with_it),
                given=said_with_it,
            )
        except StepRefusedError as refused:
            raise refusal_of(refused) from None


def deciders_among(steps: Any, matters: Any) -> set[int]:
    """Everybody who took one of `steps` for the secretariat or the board, voted, or presided."""
    offices = [Actor.SECRETARIAT, Actor.CHAIR, Actor.BOARD_MEMBER]
    taken = steps.filter(actor__in=offices, by__isnull=False).values_list("by", flat=True)
    voted = matters.filter(votes__isnull=False).values_list("votes__person", flat=True)
    return {*taken, *voted, *matters.values_list("meeting__chair", flat=True)}


def refusal_of(refused: StepRefusedError) -> PermissionDenied | ValidationError:
    """The refusal as views know it, in the reader's language."""
    sentences = [said(each.sentence) for each in refused.refusals]
    return PermissionDenied(sentences[0]) if refused.by_role else ValidationError(sentences)
