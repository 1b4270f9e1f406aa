"""Fictitious files of labels, one in every state, each brought there by its actions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from hanse.excellence.benchmark.synthetic import VERSION, synthetic_participants
from hanse.excellence.criteria.answers import as_json
from hanse.excellence.criteria.scheme import LabelScheme
from hanse.excellence.label.clock import months_later
from hanse.excellence.label.states import State
from hanse.excellence.web.actions import label_appeals as appeals
from hanse.excellence.web.actions import label_applications as applying
from hanse.excellence.web.actions import label_assessments as assessing
from hanse.excellence.web.actions import label_board as board
from hanse.excellence.web.actions import label_experts as staffing
from hanse.excellence.web.actions import label_reports as reporting
from hanse.excellence.web.actions import label_scores as scoring
from hanse.excellence.web.demo.cast import ClusterFigure, Figure, make_cluster, make_figure
from hanse.excellence.web.label_expertise import proposal_for
from hanse.excellence.web.label_words import kept
from hanse.excellence.web.models.benchmarking import Benchmarking, BenchmarkingState
from hanse.excellence.web.models.label_board import BoardMeeting
from hanse.excellence.web.models.label_files import SelfScore
from hanse.excellence.web.models.labels import Application
from hanse.excellence.web.models.programme import Project
from hanse.excellence.web.schemes import label_scheme
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User

REASON: Final = "The report shows it, criterion by criterion; the remarks on facts were answered."
_PAGE: Final = b"%PDF-1.4\n% a fictitious file of evidence\n"


@dataclass(frozen=True, slots=True)
class Offices:
    """Who holds which office in the demo's files. panel: who can hear appeals.

    projects: programme projects, which pay for the benchmarkings that lead to bronze.
    """

    officer: User
    board: Sequence[User]
    panel: Sequence[User]
    projects: Sequence[Project]


@dataclass
class DemoFile:
    """A fictitious file on its way. weak: whether it gets too few points."""

    organisation: Organisation
    manager: User
    level: str
    on: date
    offices: Offices
    weak: bool = False
    scheme: LabelScheme | None = None

    def __post_init__(self) -> None:
        self.rules = self.scheme or label_scheme(self.on)
        self.application: Application = applying.application_start(
            by=self.manager,
            organisation=self.organisation,
            scheme=self.rules,
            level=self.level,
            on=self.on,
        )

    def to(self, state: State, *, choice: str = "award", appeal: str = "") -> "DemoFile":
        """Take the usual steps to `state`. choice: what the board votes for, once it does."""
        steps: dict[State, Callable[[], None]] = {
            State.DRAFT: self.submit,
            State.SUBMITTED: self.begin_check,
            State.ELIGIBILITY_CHECK: (
                self.refuse_eligibility if state is State.INELIGIBLE else self.contract
            ),
            State.CONTRACTED: self.propose,
            State.EXPERTS_PROPOSED: self.agree,
            State.EXPERTS_AGREED: self.fix,
            State.SELF_ASSESSMENT: self.assess,
            State.EVIDENCE_FROZEN: self.open_visit,
            State.VISIT: self.end_visit,
            State.INDIVIDUAL_SCORING: self.score,
            State.CONSENSUS: self.settle,
            State.FACTUAL_CHECK: self.finish,
            State.REPORT_FINAL: self.put,
            State.BOARD_DECISION: lambda: self.decide(choice),
            State.REFUSED: lambda: self.lodge(appeal),
        }
        while self.application.where is not state:
            steps[self.application.where]()
            self.application.refresh_from_db()
        return self

    def do(self, act: Callable[..., Any], by: User, **more: Any) -> Any:
        """Take one action on the file, on its day."""
        return act(by=by, application=self.application, on=self.on, **more)

    def wait(self, days: int) -> None:
        """Let days pass."""
        self.on += timedelta(days=days)

    @property
    def team(self) -> list[User]:
        """The experts of now, the lead first."""
        found = self.application.assignments.standing().assessing()
        return [each.person for each in found.select_related("person").order_by("-is_lead", "pk")]

    def submit(self) -> None:
        texts = (
            "A strategy with dates and figures, agreed by the assembly.",
            "Visits to every member once a year, written down.",
            "A survey of members each autumn, and its results on the web.",
        )
        self.do(applying.application_change, self.manager, language="en", improvements=texts)
        self.do(applying.application_submit, self.manager)

    def begin_check(self) -> None:
        self.wait(3)
        self.do(applying.eligibility_begin, self.offices.officer)

    def mark(self, *, met: bool) -> None:
        self.wait(4)
        rules = [each.code for each in self.rules.eligibility]
        more = ("recent_benchmarking", "second_benchmarking", "improvements", "no_red")
        note = "Papers seen." if met else "Eleven letters of intent were sent, not fifteen."
        marks = {code: (met or code != "members", note) for code in (*rules, *more)}
        self.do(applying.eligibility_mark, self.offices.officer, marks=marks)

    def contract(self) -> None:
        self.mark(met=True)
        self.do(applying.contract_record, self.offices.officer, signed_on=self.on)

    def refuse_eligibility(self) -> None:
        self.mark(met=False)
        self.do(
            applying.eligibility_refuse,
            self.offices.officer,
            reason="Fifteen committed members are needed, and eleven have signed.",
        )

    def propose(self) -> None:
        self.wait(2)
        proposed = proposal_for(self.application, self.on)
        reasons = {
            each.expert: [kept(reason) for reason in each.reasons]
            for each in proposed.proposal.verdicts
        }
        self.do(
            staffing.experts_propose,
            self.offices.officer,
            experts=[proposed.people[number] for number in proposed.proposal.experts],
            reasons=reasons,
        )

    def agree(self) -> None:
        for expert in self.team:
            self.do(staffing.expert_accept, expert, independence=True)
        self.do(staffing.experts_agree, self.manager)

    def fix(self) -> None:
        self.wait(2)
        visit_on = self.on + timedelta(days=30)
        due_on = visit_on - timedelta(days=18) if self.rules.scored(self.level) else None
        self.do(assessing.visit_fix, self.offices.officer, visit_on=visit_on, due_on=due_on)

    def assess(self) -> None:
        criteria = self.rules.scored(self.level)
        SelfScore.objects.bulk_create(
            SelfScore(
                application=self.application,
                criterion=each.code,
                points=each.max_points - (at % 3 == 0),
                words="See the file of evidence.",
                by=self.manager,
            )
            for at, each in enumerate(criteria)
        )
        for at, name in enumerate(("Strategy.pdf", "Members.pdf", "Minutes.pdf")):
            self.do(
                assessing.evidence_add,
                self.manager,
                file=SimpleUploadedFile(name, _PAGE + name.encode()),
                criteria=[each.code for each in criteria[at::3]],
            )
        self.wait(10)
        self.do(assessing.evidence_freeze, self.manager)

    def open_visit(self) -> None:
        assert self.application.visit_on is not None  # fixed before
        self.on = max(self.on, self.application.visit_on)
        self.do(assessing.visit_open, self.team[0])

    def end_visit(self) -> None:
        lead = self.team[0]
        if not self.rules.scored(self.level):
            self.wait(20)
            self.write(lead)
            self.do(reporting.report_send, lead)
            return
        hours = self.rules.level(self.level).audit_hours
        self.do(assessing.visit_end, lead, ended_on=self.on, hours=hours)

    def points(self, *, strict: bool) -> dict[str, tuple[int, str]]:
        """Points an expert gives: most of them, here and there one fewer."""

        def off(at: int) -> int:
            return (2 if self.weak else int(at % 5 == 2)) + int(strict and at % 7 == 3)

        return {
            each.code: (
                max(each.max_points - off(at), 0),
                "As the evidence shows." if at % 4 else "",
            )
            for at, each in enumerate(self.rules.scored(self.level))
        }

    def score(self) -> None:
        for at, expert in enumerate(self.team):
            self.do(scoring.scores_save, expert, points=self.points(strict=at > 0))
            self.do(scoring.scores_hand_in, expert)
        self.do(scoring.consensus_open, self.team[0])

    def settle(self) -> None:
        lead, *others = self.team
        settled = {c: (p, "Settled after talk.") for c, (p, _w) in self.points(strict=True).items()}
        self.do(scoring.consensus_save, lead, points=settled)
        for expert in others:
            self.do(scoring.consensus_agree, expert)
        self.write(lead)
        self.wait(9)
        self.do(reporting.report_send, lead)

    def write(self, lead: User) -> None:
        self.do(
            reporting.report_save,
            lead,
            summary="An invented report: the organisation is managed with care, and shows it.",
            strengths="Members are met often; what they need is written down.",
            recommendations="Measure what services lead to, not only how often they are used.",
        )

    def finish(self) -> None:
        self.wait(5)
        remark = self.do(
            reporting.factual_remark, self.manager, text="The strategy is of this year, not last."
        )
        reporting.factual_answer(
            by=self.team[0], remark=remark, answer="That is so; the report says it now.", on=self.on
        )
        self.do(reporting.factual_close, self.manager)
        advice = "refuse" if self.weak else "award"
        self.do(reporting.report_finish, self.team[0], recommendation=advice)

    def put(self, days: int = 7) -> None:
        self.wait(2)
        held_on = self.on + timedelta(days=days)
        meeting, is_new = BoardMeeting.objects.get_or_create(
            held_on=held_on,
            defaults={"chair": self.offices.board[0], "place": "By video"},
        )
        if is_new:
            meeting.members.set(self.offices.board)
        self.do(board.board_put, self.offices.officer, meeting=meeting)

    def decide(self, choice: str) -> None:
        matter = self.application.board_matters.latest("pk")
        self.on = max(self.on, matter.meeting.held_on)
        for member in self.offices.board:
            self.do(board.board_vote, member, choice=choice)
        more: dict[str, Any] = {"reason": REASON}
        if choice == "defer":
            more |= {
                "asked": "The accounts of last year, as the auditor signed them.",
                "until": self.on + timedelta(days=90),
            }
        self.do(getattr(board, f"board_{choice}"), self.offices.board[0], **more)

    def lodge(self, ground: str) -> None:
        self.wait(12)
        self.do(
            appeals.appeal_lodge,
            self.manager,
            ground=ground or "evidence",
            reason="The minutes we handed in in time are not mentioned in the report.",
        )
        self.do(appeals.appeal_seat, self.offices.officer, panel=self.offices.panel)


def make_interviewed(
    figure: ClusterFigure,
    manager: Figure,
    days: Sequence[date],
    expert: User,
    project: Project | None,
    seed: int,
) -> tuple[Organisation, User]:
    """A fictitious cluster organisation with confirmed benchmarkings on `days`, and its manager.

    project: that paid for the first one; None for none.
    """
    editor = make_figure(manager)
    organisation = make_cluster(figure, editor)
    for day in days:
        (each,) = synthetic_participants(1, seed=seed, year=day.year)
        answers = {
            **each.answers,
            "field": figure.field,
            "staff_posts": 2.5,
            "members_committed": 48.0,
            "members_firms": 36.0,
            "members_research": 8.0,
            "members_public": 4.0,
            "public_website": True,
        }
        Benchmarking.objects.create(
            organisation=organisation,
            questionnaire=VERSION,
            reference_year=day.year - 1,
            state=BenchmarkingState.CONFIRMED,
            expert=expert,
            interviewed=day,
            confirmed=datetime.combine(day, time(15), tzinfo=UTC),
            project=project if day == days[0] else None,
            confirmed_answers={code: as_json(answer) for code, answer in answers.items()},
        )
    return organisation, editor


def months_before(on: date, months: int) -> date:
    """The day `months` before `on`."""
    return months_later(on, -months)
