"""Fictitious files of labels in every state, and a register with a history, made by the actions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from hanse.excellence.benchmark.synthetic import VERSION, synthetic_participants
from hanse.excellence.criteria.answers import as_json
from hanse.excellence.criteria.scheme import LabelScheme, scheme
from hanse.excellence.label.clock import months_later
from hanse.excellence.label.states import State
from hanse.excellence.web.actions import label_applications as applying
from hanse.excellence.web.actions import label_assessments as assessing
from hanse.excellence.web.actions import label_board as deciding
from hanse.excellence.web.actions import label_experts as staffing
from hanse.excellence.web.actions import label_reports as reporting
from hanse.excellence.web.actions import label_scores as scoring
from hanse.excellence.web.demo.cast import (
    BOARD,
    EXPERTS,
    ClusterFigure,
    Figure,
    make_cluster,
    make_figure,
)
from hanse.excellence.web.models.benchmarking import Benchmarking, BenchmarkingState
from hanse.excellence.web.models.certificates import Certificate
from hanse.excellence.web.models.label_board import BoardMeeting
from hanse.excellence.web.models.label_experts import ExpertProfile
from hanse.excellence.web.models.label_files import SelfScore
from hanse.excellence.web.models.labels import Application
from hanse.excellence.web.models.programme import Project
from hanse.foundation.demo_cast import PEOPLE
from hanse.foundation.web.models.organisations import Membership, Organisation
from hanse.foundation.web.models.people import RoleGrant, User

SCHEME: Final = ("hanse_label", "2026")
WORDS: Final = "Invented for the demo: seen in the interview and in the files."
EVIDENCE: Final = b"%PDF-1.7\n% An invented file of evidence.\n"

ELIGIBLE: Final = {
    "staff_posts": 3.0,
    "staff_people": 4.0,
    "members_all": 60.0,
    "members_committed": 42.0,
    "members_firms": 45.0,
    "members_small": 30.0,
    "members_research": 9.0,
    "members_public": 4.0,
    "members_other": 2.0,
    "public_website": True,
}
"""Answers that make a cluster organisation eligible."""
HELD: Final = (
    ("Fictitious Amber Coast Textiles Cluster", "PL", "PL63", "materials_chemistry", "bronze", 17),
    ("Fictitious Styrian Clockwork Cluster", "AT", "AT22", "production", "gold", 5),
    ("Fictitious Brittany Algae Cluster", "FR", "FRH0", "food", "bronze", 14),
    ("Fictitious Carpathian Timber Cluster", "RO", "RO12", "construction", "bronze", 11),
    ("Fictitious Ljubljana Games Cluster", "SI", "SI04", "creative", "bronze", 8),
    ("Fictitious Turin Med Cluster", "IT", "ITC1", "health", "gold", 4),
    ("Fictitious Tampere Machines Cluster", "FI", "FI19", "production", "bronze", 5),
    ("Fictitious Varna Shipping Cluster", "BG", "BG33", "transport", "bronze", 3),
)
"""Cluster organisations that hold a label: name, country, region, field, level, months ago."""
UNDER_WAY: Final = (
    ("Fictitious Attica Software Cluster", "EL", "EL30", State.DRAFT, "bronze"),
    ("Fictitious Bohemia Glass Cluster", "CZ", "CZ05", State.SUBMITTED, "bronze"),
    ("Fictitious Campania Food Cluster", "IT", "ITF3", State.ELIGIBILITY_CHECK, "bronze"),
    ("Fictitious Dalmatia Boats Cluster", "HR", "HR03", State.INELIGIBLE, "bronze"),
    ("Fictitious Tyrolean Wood Cluster", "AT", "AT33", State.CONTRACTED, "gold"),
    ("Fictitious Jena Photonics Cluster", "DE", "DEG0", State.EXPERTS_PROPOSED, "gold"),
    ("Fictitious Galicia Fish Cluster", "ES", "ES11", State.EXPERTS_AGREED, "bronze"),
    ("Fictitious Halland Bikes Cluster", "SE", "SE23", State.SELF_ASSESSMENT, "gold"),
    ("Fictitious Jutland Wind Cluster", "DK", "DK04", State.EVIDENCE_FROZEN, "gold"),
    ("Fictitious Lyon Lasers Cluster", "FR", "FRK2", State.INDIVIDUAL_SCORING, "gold"),
    ("Fictitious Emilia Ceramics Cluster", "IT", "ITH5", State.CONSENSUS, "gold"),
    ("Fictitious Algarve Diving Cluster", "PT", "PT15", State.FACTUAL_CHECK, "gold"),
    ("Fictitious Norte Shoes Cluster", "PT", "PT11", State.BOARD_DECISION, "gold"),
    ("Fictitious Opole Steel Cluster", "PL", "PL52", State.DEFERRED, "gold"),
    ("Fictitious Vienna Music Cluster", "AT", "AT13", State.REFUSED, "gold"),
)
"""Files under way: name, country, region, the state each has come to, level."""


@dataclass
class Office:
    """Those who act on the files of the demo."""

    officer: User
    experts: Sequence[User]
    board: Sequence[User]
    scheme: LabelScheme


@dataclass
class Way:
    """One file on its way: `to` brings it to a state by the actions that lead there."""

    office: Office
    organisation: Organisation
    manager: User
    level: str
    on: date
    technology: str
    project: Project | None = None
    experts: list[User] = field(init=False)
    application: Application = field(init=False)

    def __post_init__(self) -> None:
        wanted = self.office.scheme.level(self.level).experts
        valid = Certificate.objects.valid(self.on).of_kind("benchmarking_expert")
        certified = set(valid.values_list("person", flat=True))
        able = [each for each in self.office.experts if each.pk in certified]
        own = [each for each in able if self._is_national(each)]
        foreign = [each for each in able if not self._is_national(each)]
        start = self.organisation.pk % len(foreign)
        chosen = [*own[:1], *foreign[start:], *foreign[:start]] if wanted > 1 else foreign[start:]
        self.experts = [*chosen, *foreign][:wanted]
        self._benchmark()
        self.application = applying.application_start(
            by=self.manager,
            organisation=self.organisation,
            scheme=self.office.scheme,
            level=self.level,
            on=self.on,
        )

    def _benchmark(self) -> None:
        """Two interviews with the file's expert, twenty months apart, before the application."""
        synthetic = synthetic_participants(1, seed=self.organisation.pk, year=self.on.year)[0]
        answers = {**synthetic.answers, **ELIGIBLE, "field": self.technology}
        for day, paid_by in (
            (months_later(self.on, -20), None),
            (self.on - timedelta(days=15), self.project),
        ):
            Benchmarking.objects.create(
                organisation=self.organisation,
                questionnaire=VERSION,
                reference_year=day.year - 1,
                state=BenchmarkingState.CONFIRMED,
                expert=self.experts[0],
                interviewed=day,
                confirmed=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
                project=paid_by,
                confirmed_answers={code: as_json(value) for code, value in answers.items()},
            )

    def _is_national(self, expert: User) -> bool:
        profile = ExpertProfile.objects.get(person=expert)
        return profile.country == self.organisation.country

    def to(self, state: State) -> Application:
        """Go on to `state`."""
        while self.application.where is not state:
            before = self.application.where
            self._forward(state)
            self.application.refresh_from_db()
            if self.application.where is before:
                raise RuntimeError(f"The demo's file stands still at {before}.")
        return self.application

    def _forward(self, towards: State) -> None:
        steps: dict[State, Callable[[], None]] = {
            State.DRAFT: self._submit,
            State.SUBMITTED: partial(self._do, applying.eligibility_begin, self.office.officer),
            State.ELIGIBILITY_CHECK: partial(self._check, met=towards is not State.INELIGIBLE),
            State.CONTRACTED: partial(
                self._do,
                staffing.experts_propose,
                self.office.officer,
                experts=self.experts,
                observers=[],
            ),
            State.EXPERTS_PROPOSED: self._agree,
            State.EXPERTS_AGREED: self._fix,
            State.SELF_ASSESSMENT: self._assess,
            State.EVIDENCE_FROZEN: self._visit,
            State.VISIT: self._end_visit,
            State.INDIVIDUAL_SCORING: self._score,
            State.CONSENSUS: self._settle,
            State.FACTUAL_CHECK: self._finish,
            State.REPORT_FINAL: self._put,
            State.BOARD_DECISION: partial(self._decide, towards),
        }
        steps[self.application.where]()

    def _do(self, act: Callable[..., Any], by: User, **more: Any) -> Any:
        return act(by=by, application=self.application, on=self.on, **more)

    def _submit(self) -> None:
        self._do(
            applying.application_change,
            self.manager,
            language="en",
            improvements=["More members.", "A new strategy.", "A survey each year."],
        )
        self._do(applying.application_submit, self.manager)

    def _check(self, *, met: bool) -> None:
        codes = [each.code for each in self.office.scheme.eligibility]
        more = ["recent_benchmarking", "second_benchmarking", "improvements", "no_red"]
        marks = dict.fromkeys([*codes, *more], (met, WORDS))
        self._do(applying.eligibility_mark, self.office.officer, marks=marks)
        if met:
            self._do(applying.contract_record, self.office.officer, signed_on=self.on)
        else:
            self._do(applying.eligibility_refuse, self.office.officer, reason=WORDS)

    def _agree(self) -> None:
        for expert in self.experts:
            self._do(staffing.expert_accept, expert, independence=True)
        self._do(staffing.experts_agree, self.manager)

    def _fix(self) -> None:
        visit_on = self.on + timedelta(days=30)
        due_on = None if self.level == "bronze" else visit_on - timedelta(days=18)
        self._do(assessing.visit_fix, self.office.officer, visit_on=visit_on, due_on=due_on)

    def _assess(self) -> None:
        SelfScore.objects.bulk_create(
            SelfScore(
                application=self.application,
                round=self.application.round,
                criterion=each.code,
                points=each.max_points,
                words=WORDS,
                by=self.manager,
            )
            for each in self.office.scheme.scored(self.level)
        )
        self._do(
            assessing.evidence_add,
            self.manager,
            file=SimpleUploadedFile("strategy.pdf", EVIDENCE),
            criteria=[each.code for each in self.office.scheme.scored(self.level)],
        )
        self._do(assessing.evidence_freeze, self.manager)

    def _visit(self) -> None:
        assert self.application.visit_on is not None
        self.on = max(self.on, self.application.visit_on)
        self._do(assessing.visit_open, self.experts[0])

    def _end_visit(self) -> None:
        if self.level == "bronze":
            self._write()
            self._do(reporting.report_send, self.experts[0])
            return
        self._do(assessing.visit_end, self.experts[0], ended_on=self.on, hours=16.0)

    def _score(self) -> None:
        for number, expert in enumerate(self.experts):
            points = {
                each.code: (max(each.max_points - (at + number) % 2, each.gold_threshold), "")
                for at, each in enumerate(self.office.scheme.scored(self.level))
            }
            self._do(scoring.scores_save, expert, points=points)
            self._do(scoring.scores_hand_in, expert)
        self._do(scoring.consensus_open, self.experts[0])

    def _write(self) -> None:
        self._do(
            reporting.report_save,
            self.experts[0],
            summary="An invented report: what was seen.",
            strengths="Members meet often, and it is written down.",
            recommendations="Measure what the services lead to.",
        )

    def _settle(self) -> None:
        settled = {
            each.code: (each.max_points, WORDS) for each in self.office.scheme.scored(self.level)
        }
        self._do(scoring.consensus_save, self.experts[0], points=settled)
        for expert in self.experts[1:]:
            self._do(scoring.consensus_agree, expert)
        self._write()
        self._do(reporting.report_send, self.experts[0])

    def _finish(self) -> None:
        self._do(reporting.factual_close, self.manager)
        self._do(reporting.report_finish, self.experts[0], recommendation="award")

    def _put(self) -> None:
        meeting = BoardMeeting.objects.create(held_on=self.on, chair=self.office.board[0])
        meeting.members.set(self.office.board)
        self._do(deciding.board_put, self.office.officer, meeting=meeting)

    def _decide(self, towards: State) -> None:
        choice = {State.REFUSED: "refuse", State.DEFERRED: "defer"}.get(towards, "award")
        for member in self.office.board[:4]:
            self._do(deciding.board_vote, member, choice=choice)
        more: dict[str, Any] = {"reason": WORDS}
        if choice == "defer":
            more |= {"asked": "A signed strategy.", "until": self.on + timedelta(days=90)}
        self._do(getattr(deciding, f"board_{choice}"), self.office.board[0], **more)


def make_labels(projects: Sequence[Project], on: date) -> None:
    """Labels held for months, and files in every state, all of fictitious organisations."""
    office = _office()
    for number, (name, country, region, technology, level, months) in enumerate(HELD):
        day = months_later(on, -months)
        project = projects[number % 2] if level == "bronze" and months < 17 else None
        organisation, manager = _cluster(name, country, region, technology, number)
        begun = day - timedelta(days=35)
        _first_label(office, organisation, manager, level, begun, technology)
        Way(office, organisation, manager, level, begun, technology, project).to(State.AWARDED)
    for number, (name, country, region, state, level) in enumerate(UNDER_WAY, len(HELD)):
        day = on - timedelta(days=60)
        organisation, manager = _cluster(name, country, region, "production", number)
        _first_label(office, organisation, manager, level, day, "production")
        Way(office, organisation, manager, level, day, "production").to(state)


def _first_label(
    office: Office,
    organisation: Organisation,
    manager: User,
    level: str,
    on: date,
    technology: str,
) -> None:
    """The bronze label that an application for gold follows."""
    if level != "bronze":
        before = months_later(on, -9)
        Way(office, organisation, manager, "bronze", before, technology).to(State.AWARDED)


def _office() -> Office:
    officer = User.objects.get(email=next(p.email for p in PEOPLE if p.role.value == "officer"))
    experts = [make_figure(each) for each in EXPERTS]
    for figure, person in zip(EXPERTS, experts, strict=True):
        ExpertProfile.objects.get_or_create(
            person=person, defaults={"country": figure.country, "languages": ["en"]}
        )
    board = [make_figure(each) for each in BOARD]
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    everybody = [officer, *experts, *board]
    RoleGrant.objects.filter(person__in=everybody).update(begins=long_ago)
    return Office(officer, experts, board, scheme(*SCHEME))


def _cluster(
    name: str,
    country: str,
    region: str,
    technology: str,
    number: int,
) -> tuple[Organisation, User]:
    manager = make_figure(
        Figure(f"label-manager-{number + 1}", f"Mara Manager {number + 1}", country)
    )
    organisation = make_cluster(ClusterFigure(name, country, region, technology), manager)
    Membership.objects.filter(organisation=organisation).update(
        since=datetime(2020, 1, 1, tzinfo=UTC)
    )
    return organisation, manager
