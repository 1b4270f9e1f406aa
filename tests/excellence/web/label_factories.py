"""Labels for tests: a cast with every office, and a file that goes to any state by its actions."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from hanse.excellence.criteria.answers import as_json
from hanse.excellence.criteria.scheme import scheme
from hanse.excellence.label.states import State
from hanse.excellence.register.chain import Event
from hanse.excellence.web.actions import label_appeals as appeals
from hanse.excellence.web.actions import label_applications as applying
from hanse.excellence.web.actions import label_assessments as assessing
from hanse.excellence.web.actions import label_board as board
from hanse.excellence.web.actions import label_experts as staffing
from hanse.excellence.web.actions import label_reports as reporting
from hanse.excellence.web.actions import label_scores as scoring
from hanse.excellence.web.label_publication import publish
from hanse.excellence.web.models.benchmarking import Benchmarking, BenchmarkingState
from hanse.excellence.web.models.label_board import BoardMeeting
from hanse.excellence.web.models.label_experts import ExpertProfile
from hanse.excellence.web.models.label_files import SelfScore
from hanse.excellence.web.models.labels import Application, Label
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import Membership, MembershipKind, Organisation
from hanse.foundation.web.models.people import RoleGrant, User
from tests.excellence.criteria.model_answers import MODEL
from tests.excellence.factories import make_benchmarking, make_certificate
from tests.foundation.web.factories import make_member, make_organisation, make_person

SCHEME = scheme("hanse_label", "2026")
DAY = date(2026, 6, 15)
PDF = b"%PDF-1.7\n% a file of evidence\n"
WORDS = "Because the facts say so."
PEOPLE = (
    "visitor",
    "stranger",
    "member",
    "manager",
    "officer",
    "tied_officer",
    "lead",
    "second",
    "other_expert",
    "observer",
    "chair",
    "board",
    "tied_board",
    "panel",
    "administrator",
)
"""Everybody of the cast, by the names of its fields."""


@dataclass
class LabelCast:
    """Everybody a file has to do with, and some who must not have."""

    organisation: Organisation
    stranger: User
    member: User
    manager: User
    officer: User
    tied_officer: User
    lead: User
    second: User
    other_expert: User
    other_foreign: User
    observer: User
    chair: User
    board: User
    third: User
    tied_board: User
    panel: User
    panel_second: User
    panel_third: User
    administrator: User

    def person(self, name: str) -> User | None:
        """The one called `name`; None for the visitor."""
        found: User | None = getattr(self, name, None)
        return found

    @property
    def panel_members(self) -> list[User]:
        """The three of the panel."""
        return [self.panel, self.panel_second, self.panel_third]


def make_expert(
    name: str,
    country: str = "AT",
    *,
    languages: tuple[str, ...] = ("en",),
    issued: date = date(2025, 1, 15),
    **more: Any,
) -> User:
    """A person with a valid certificate, who works in a country."""
    person = make_person(name, Role.EXPERT)
    make_certificate(person, issued=issued, **more)
    ExpertProfile.objects.create(person=person, country=country, languages=list(languages))
    return person


def make_label_cast(name: str = "Timber Cluster", *, on: date = DAY) -> LabelCast:
    """One of each; the organisation is in Austria, and can apply for any level on the day."""
    organisation = make_organisation(name)
    long_before = on - timedelta(days=516)
    manager, member = make_person("Manager"), make_person("Member")
    make_member(organisation, manager, MembershipKind.EDITOR)
    make_member(organisation, member)
    tied_officer = make_person("Tied Officer", Role.OFFICER)
    tied_board = make_person("Tied Board", Role.BOARD)
    make_member(organisation, tied_officer)
    make_member(organisation, tied_board)
    cast = LabelCast(
        organisation=organisation,
        stranger=make_person("Stranger"),
        member=member,
        manager=manager,
        officer=make_person("Officer", Role.OFFICER),
        tied_officer=tied_officer,
        lead=make_expert("Lead", issued=long_before),
        second=make_expert("Second", "DE", issued=long_before),
        other_expert=make_expert("Other Expert", issued=long_before),
        other_foreign=make_expert("Other Foreign", "PL", issued=long_before),
        observer=make_person("Observer"),
        chair=make_person("Chair", Role.BOARD),
        board=make_person("Board", Role.BOARD),
        third=make_person("Third", Role.BOARD),
        tied_board=tied_board,
        panel=make_person("Panel", Role.BOARD),
        panel_second=make_person("Panel Second", Role.BOARD),
        panel_third=make_person("Panel Third", Role.BOARD),
        administrator=make_person("Administrator", Role.ADMINISTRATOR),
    )
    # Everybody was there long before the days these files play on.
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    RoleGrant.objects.update(begins=long_ago)
    Membership.objects.update(since=long_ago)
    make_interview(organisation, cast.lead, on - timedelta(days=622))
    make_interview(organisation, cast.lead, on - timedelta(days=20))
    return cast


def make_interview(organisation: Organisation, expert: User, on: date) -> Benchmarking:
    """A benchmarking that `expert` confirmed in an interview."""
    return make_benchmarking(
        organisation,
        questionnaire="2026",
        reference_year=on.year - 1,
        state=BenchmarkingState.CONFIRMED,
        expert=expert,
        interviewed=on,
        confirmed_answers={code: as_json(answer) for code, answer in MODEL.items()},
    )


def make_meeting(cast: LabelCast, held_on: date, *more: User) -> BoardMeeting:
    """A meeting of the cast's board."""
    meeting = BoardMeeting.objects.create(held_on=held_on, chair=cast.chair)
    meeting.members.set([cast.chair, cast.board, cast.third, cast.tied_board, *more])
    return meeting


def upload(name: str = "minutes.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file as a form sends it."""
    return SimpleUploadedFile(name, io.BytesIO(content).getvalue())


@dataclass
class Journey:
    """A file on its way; `to` brings it to a state by the actions that lead there.

    full: whether every criterion gets all its points; otherwise none does.
    """

    cast: LabelCast
    level: str = "gold"
    on: date = DAY
    full: bool = True
    choice: str = "award"
    application: Application = field(init=False)

    def __post_init__(self) -> None:
        self.application = applying.application_start(
            by=self.cast.manager,
            organisation=self.cast.organisation,
            scheme=SCHEME,
            level=self.level,
            on=self.on,
        )

    def to(self, state: State) -> "Journey":
        """Go on to `state` and return."""
        while self.application.where is not state:
            self.forward(state)
            self.application.refresh_from_db()
        return self

    def forward(self, towards: State) -> None:
        """Take the step, or all work within the state and the step, that leads on."""
        steps: dict[State, Callable[[], None]] = {
            State.DRAFT: self.submit,
            State.SUBMITTED: partial(self.do, applying.eligibility_begin, self.cast.officer),
            State.ELIGIBILITY_CHECK: (
                self.find_ineligible if towards is State.INELIGIBLE else self.contract
            ),
            State.CONTRACTED: self.propose,
            State.EXPERTS_PROPOSED: self.agree,
            State.EXPERTS_AGREED: self.fix,
            State.SELF_ASSESSMENT: self.assess,
            State.EVIDENCE_FROZEN: self.visit,
            State.VISIT: self.end_visit,
            State.INDIVIDUAL_SCORING: self.score,
            State.CONSENSUS: self.settle,
            State.FACTUAL_CHECK: self.finish,
            State.REPORT_FINAL: self.put,
            State.BOARD_DECISION: partial(self.decide, towards),
            State.REFUSED: self.appeal,
            State.INELIGIBLE: self.appeal,
        }
        steps[self.application.where]()

    def do(self, act: Callable[..., Any], by: User, **more: Any) -> Any:
        """Take one action on the file today."""
        return act(by=by, application=self.application, on=self.on, **more)

    @property
    def experts(self) -> list[User]:
        """The experts that the level asks for, the lead first."""
        return [self.cast.lead, self.cast.second][: SCHEME.level(self.level).experts]

    def submit(self) -> None:
        cast = self.cast
        self.do(
            applying.application_change,
            cast.manager,
            language="en",
            improvements=["More members.", "A new strategy.", "A survey each year."],
        )
        self.do(applying.application_submit, cast.manager)

    def mark(self, *, met: bool) -> None:
        codes = [each.code for each in SCHEME.eligibility]
        more = ["recent_benchmarking", "second_benchmarking", "improvements", "no_red"]
        marks = dict.fromkeys([*codes, *more], (met, WORDS))
        self.do(applying.eligibility_mark, self.cast.officer, marks=marks)

    def contract(self) -> None:
        self.mark(met=True)
        self.do(applying.contract_record, self.cast.officer, signed_on=self.on)

    def find_ineligible(self) -> None:
        self.mark(met=False)
        self.do(applying.eligibility_refuse, self.cast.officer, reason=WORDS)

    def propose(self) -> None:
        self.do(
            staffing.experts_propose,
            self.cast.officer,
            experts=self.experts,
            observers=[self.cast.observer],
        )

    def agree(self) -> None:
        for expert in self.experts:
            self.do(staffing.expert_accept, expert, independence=True)
        self.do(staffing.experts_agree, self.cast.manager)

    def fix(self) -> None:
        visit_on = self.on + timedelta(days=30)
        due_on = None if self.level == "bronze" else visit_on - timedelta(days=18)
        self.do(assessing.visit_fix, self.cast.officer, visit_on=visit_on, due_on=due_on)

    def assess(self) -> None:
        manager = self.cast.manager
        criteria = SCHEME.scored(self.level)
        # One by the action, the others at once: there are many, and they are all alike.
        first, *others = criteria
        self.do(
            assessing.assessment_change,
            manager,
            criterion=first.code,
            points=first.max_points,
            words=WORDS,
        )
        SelfScore.objects.bulk_create(
            SelfScore(
                application=self.application,
                round=self.application.round,
                criterion=each.code,
                points=each.max_points,
                words=WORDS,
                by=manager,
            )
            for each in others
        )
        self.do(
            assessing.evidence_add,
            manager,
            file=upload(),
            criteria=[each.code for each in criteria],
        )
        self.do(assessing.evidence_freeze, manager)

    def visit(self) -> None:
        assert self.application.visit_on is not None
        self.on = max(self.on, self.application.visit_on)
        self.do(assessing.visit_open, self.cast.lead)

    def end_visit(self) -> None:
        if self.level == "bronze":
            self.write()
            self.do(reporting.report_send, self.cast.lead)
            return
        self.do(assessing.visit_end, self.cast.lead, ended_on=self.on, hours=16.0)

    def score(self) -> None:
        for expert in self.experts:
            points = {
                each.code: (each.max_points if self.full else 0, "")
                for each in SCHEME.scored(self.level)
            }
            self.do(scoring.scores_save, expert, points=points)
            self.do(scoring.scores_hand_in, expert)
        self.do(scoring.consensus_open, self.cast.lead)

    def write(self) -> None:
        self.do(
            reporting.report_save,
            self.cast.lead,
            summary="What was seen.",
            strengths="Much.",
            recommendations="More.",
        )

    def settle(self) -> None:
        for expert in self.experts[1:]:
            self.do(scoring.consensus_agree, expert)
        self.write()
        self.do(reporting.report_send, self.cast.lead)

    def finish(self) -> None:
        self.do(reporting.factual_close, self.cast.manager)
        self.do(reporting.report_finish, self.cast.lead, recommendation="award")

    def put(self) -> None:
        meeting = make_meeting(self.cast, self.on)
        self.do(board.board_put, self.cast.officer, meeting=meeting)

    def vote(self, choice: str) -> None:
        for member in (self.cast.chair, self.cast.board, self.cast.third):
            self.do(board.board_vote, member, choice=choice)

    def decide(self, towards: State) -> None:
        ways = {State.REFUSED: "refuse", State.DEFERRED: "defer", State.APPEAL: "refuse"}
        choice = ways.get(towards, self.choice)
        self.vote(choice)
        act = getattr(board, f"board_{choice}")
        more: dict[str, Any] = {"reason": WORDS}
        if choice == "defer":
            more |= {"asked": "A signed strategy.", "until": self.on + timedelta(days=90)}
        self.do(act, self.cast.chair, **more)

    def appeal(self) -> None:
        self.do(appeals.appeal_lodge, self.cast.manager, ground="hearing", reason=WORDS)

    def hear(self, choice: str) -> None:
        """Seat the panel, let it vote for `choice`, and record it."""
        self.do(appeals.appeal_seat, self.cast.officer, panel=self.cast.panel_members)
        for member in self.cast.panel_members:
            self.do(appeals.appeal_vote, member, choice=choice)
        self.do(getattr(appeals, f"appeal_{choice}"), self.cast.panel, reason=WORDS)
        self.application.refresh_from_db()


def make_held_label(
    cast: LabelCast, level: str = "bronze", *, on: date = DAY, **more: Any
) -> Label:
    """A label awarded without a file that led to it, for tests about labels themselves."""
    application = Application.objects.create(
        organisation=cast.organisation,
        level=level,
        scheme="hanse_label",
        scheme_version="2026",
        state=State.AWARDED,
        field="production",
        visit_ended=on,
    )
    details = {
        "number": f"HL-TEST-{Label.objects.count() + 1:04d}",
        "awarded": on,
        "valid_from": on,
        "valid_until": on + timedelta(days=730),
        "grace_until": on + timedelta(days=1095),
        **more,
    }
    label = Label.objects.create(
        organisation=cast.organisation,
        application=application,
        level=level,
        scheme="hanse_label",
        scheme_version="2026",
        field="production",
        **details,
    )
    publish(by=None, label=label, event=Event.AWARDED, on=on)
    return label
