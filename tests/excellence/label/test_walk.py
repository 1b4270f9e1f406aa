"""Random paths through the table of applications: no forbidden state, and what must always hold."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hanse.excellence.label.states import APPLICATIONS, CLOSED, State
from hanse.excellence.label.workflow import Route
from tests.excellence.label.file_model import BOARD, CRITERIA, EXPERTS, PEOPLE, File

BEGUN = date(2026, 1, 12)
LEVELS = {"bronze": Route.INTERVIEW, "silver": Route.AUDIT, "gold": Route.JOINT}
CHOICES = ("award", "refuse", "defer", "return", "abstain")
REMEDIES = ("dismiss", "decide_again", "assess_again", "check_again")
PANEL = ["judge", "juror", "jurist"]
RARE = {
    "application_withdraw",
    "application_send_back",
    "assessment_void",
    "board_move",
    "board_recuse",
    "expert_decline",
    "experts_object",
    "experts_recall",
}
"""Steps that lead back or give up; taken as often as others, no walk would come far."""


class Walk:
    """One file on its way, with what must hold after every step.

    favourite: what most members vote for, so that votes carry something now and then.
    """

    def __init__(self, level: str, favourite: int = 0) -> None:
        self.file = File(LEVELS[level], level, BEGUN)
        self.favourite = favourite
        self.frozen: dict[int, tuple[str, ...]] = {}
        self.handed_in: dict[tuple[int, str], tuple[int, ...]] = {}
        assert self.file.attempt("application_start", "manager", {"level": level})

    def said(self, dice: Random) -> dict[str, Any]:
        """Whatever a person might say with a step, sensible more often than not."""
        wait, on = dice.choice([0, 7, 20, 31]), self.file.on
        team = {"bronze": 1, "silver": 1, "gold": 2}[self.file.level]
        sensible = ["national", "foreign"][:team]
        fresh = ["second national", "second foreign"][:team]
        any_team = dice.sample(EXPERTS, dice.randrange(4))
        any_panel = dice.sample(sorted(PEOPLE), dice.randrange(5))
        board, panel = self.favourite % len(CHOICES), self.favourite // len(CHOICES)
        in_appeal = self.file.state is State.APPEAL
        choices = REMEDIES if in_appeal else CHOICES
        liked = REMEDIES[panel % len(REMEDIES)] if in_appeal else CHOICES[board]
        return {
            "level": self.file.level,
            "reason": dice.choice(["Because of the facts."] * 5 + [""]),
            "ground": "deadline",
            "independence": True,
            "unmet": dice.choice([0, 0, 0, 1]),
            "signed_on": BEGUN,
            "criterion": dice.choice(CRITERIA),
            "content": dice.choice(["a", "b"]),
            "points": dice.randint(1, 3),
            "text": "What was seen.",
            "answer": "So it is.",
            "recommendation": "award",
            "hours": dice.choice([2.0, 16.0]),
            "ended_on": BEGUN,
            "asked": "More facts.",
            "until": on + timedelta(days=100),
            "experts": dice.choice([sensible, sensible, fresh, any_team]),
            "panel": dice.choice([PANEL, PANEL, any_panel]),
            "visit_on": on + timedelta(days=wait),
            "due_on": on + timedelta(days=max(wait - 17, 0)),
            "meeting": on + timedelta(days=wait // 7),
            "choice": dice.choice([liked] * 9 + list(choices)),
        }

    def open_steps(self, dice: Random, given: dict[str, Any]) -> list[tuple[str, str]]:
        """Steps that somebody may take now, as (code, person); rarely those that give up."""
        file = self.file
        rare = set() if dice.random() < 0.08 else RARE
        found = []
        for name in sorted(PEOPLE):
            actors = file.actors(name)
            offered = set(APPLICATIONS.offered(file.state, file.route, actors)) - rare
            if offered:
                facts = file.facts(name, given)
                found += [
                    (code, name)
                    for code in sorted(offered)
                    if not file.refusals(code, name, given, facts)
                ]
        return found

    def leads_on(self, code: str) -> bool:
        """Whether a step leads out of the state."""
        rows = APPLICATIONS.rows(code, self.file.state, self.file.route)
        return any(not row.stays for row in rows)

    def orderly(self, dice: Random, given: dict[str, Any]) -> None:
        """Take one of the steps that are allowed, more often one that leads on; or wait."""
        if dice.random() < 0.05:
            self.file.wait(11)
        steps = self.open_steps(dice, given)
        onward = [(code, name) for code, name in steps if self.leads_on(code)]
        steps = onward if onward and dice.random() < 0.5 else steps
        if steps:
            self.take(*dice.choice(steps), given)
        else:
            self.file.wait(dice.choice([1, 10, 30]))

    def anything(self, dice: Random, given: dict[str, Any]) -> None:
        """Let anybody try any step."""
        self.take(dice.choice(APPLICATIONS.codes()), dice.choice(sorted(PEOPLE)), given)

    def take(self, code: str, name: str, given: dict[str, Any]) -> None:
        """Try a step, and check that the table had its way."""
        file = self.file
        before, source = len(file.log), file.state
        refused = bool(file.refusals(code, name, given))
        experts, assessors = list(file.experts), file.assessors()
        tally = file.count(panel=source is State.APPEAL)
        step = file.attempt(code, name, given)
        assert (step is None) == refused
        if step is None:
            assert (len(file.log), file.state) == (before, source)
            return
        assert step in APPLICATIONS.steps
        assert (step.source, step.target) == (source, file.state)
        assert step.who in file.actors(name) or name in experts
        if code in {"experts_propose", "expert_replace"}:
            for each in file.experts:
                assert PEOPLE[each].certified
                assert not PEOPLE[each].ties
        if code == "report_send" and file.route is not Route.INTERVIEW:
            assert all((file.round, each) in file.handed_in for each in file.experts)
        if code in {"board_award", "board_refuse", "board_defer", "board_return"}:
            assert tally.quorum
            assert tally.carried == code.removeprefix("board_")
            assert given["reason"].strip()
            assert not assessors & set(file.votes)
        if code == "board_award" and file.route is not Route.INTERVIEW:
            assert sum(file.settled.values()) >= 4
        if code == "appeal_lodge":
            assert file.appeal_by is not None
            assert file.on <= file.appeal_by
        if code == "appeal_assess_again":
            assert file.former >= set(experts)

    def the_log_is_a_path_of_the_table(self) -> None:
        state: State | None = None
        for code, _name, source, target in self.file.log:
            assert source == state
            assert any(
                (row.code, row.source, row.target) == (code, source, target)
                for row in APPLICATIONS.steps
            )
            state = target
        assert self.file.state == state

    def frozen_evidence_never_changes(self) -> None:
        for number, files in self.frozen.items():
            assert self.file.frozen[number] == files
        self.frozen = dict(self.file.frozen)

    def points_handed_in_never_change(self) -> None:
        for key, points in self.handed_in.items():
            assert self.file.handed_in[key] == points
        self.handed_in = dict(self.file.handed_in)

    def nobody_saw_a_consensus_before_all_points_were_in(self) -> None:
        file = self.file
        if file.state is State.INDIVIDUAL_SCORING:
            assert not file.settled

    def panels_are_of_people_who_neither_decided_nor_assessed(self) -> None:
        file = self.file
        if file.panel and file.state is State.APPEAL:
            assert not set(file.panel) & file.deciders
            assert not set(file.panel) & file.assessors()
            assert not any(file.tied(each) for each in file.panel)

    def who_is_tied_holds_no_office(self) -> None:
        for name in ("tied officer", "tied member", "manager"):
            taken = {code for code, who, _s, _t in self.file.log if who == name}
            whose = {row.who.value for row in APPLICATIONS.steps if row.code in taken}
            assert whose <= {"manager"}

    def what_is_closed_stays_so_without_an_appeal(self) -> None:
        for (_c, _n, _s, reached), (code, *_rest) in zip(
            self.file.log, self.file.log[1:], strict=False
        ):
            if reached in CLOSED:
                assert code == "appeal_lodge"

    def hold(self) -> None:
        """Everything that must hold at any time."""
        self.the_log_is_a_path_of_the_table()
        self.frozen_evidence_never_changes()
        self.points_handed_in_never_change()
        self.nobody_saw_a_consensus_before_all_points_were_in()
        self.panels_are_of_people_who_neither_decided_nor_assessed()
        self.who_is_tied_holds_no_office()
        self.what_is_closed_stays_so_without_an_appeal()


class Machine(RuleBasedStateMachine):
    """The walk led by Hypothesis, which looks for a shortest path to whatever breaks."""

    @initialize(level=st.sampled_from(sorted(LEVELS)), favourite=st.integers(0, 19))
    def begin(self, level: str, favourite: int) -> None:
        self.walk = Walk(level, favourite)

    @rule(dice=st.randoms(use_true_random=False))
    def anybody_tries_anything(self, dice: Random) -> None:
        self.walk.anything(dice, self.walk.said(dice))

    @rule(dice=st.randoms(use_true_random=False))
    def somebody_takes_a_step_that_is_allowed(self, dice: Random) -> None:
        self.walk.orderly(dice, self.walk.said(dice))

    @rule(days=st.integers(1, 40))
    def days_pass(self, days: int) -> None:
        self.walk.file.wait(days)

    @invariant()
    def everything_holds(self) -> None:
        self.walk.hold()


Machine.TestCase.settings = settings(max_examples=25, stateful_step_count=50)
TestMachine = Machine.TestCase


def test_long_walks_come_to_every_state() -> None:
    """Seeded walks that go deeper; each state must be seen, or the walks would prove little."""
    seen: Counter[tuple[str, str]] = Counter()
    for seed in range(90):
        dice = Random(seed)
        walk = Walk(sorted(LEVELS)[seed % 3], favourite=seed // 3)
        for _ in range(160):
            (walk.anything if dice.random() < 0.2 else walk.orderly)(dice, walk.said(dice))
        walk.hold()
        seen.update((code, str(target)) for code, _n, _s, target in walk.file.log)
    assert {state for _code, state in seen} == {state.value for state in State}
    untaken = set(APPLICATIONS.codes()) - {code for code, _state in seen}
    assert not untaken


def test_the_cast_can_vote() -> None:
    file = File(Route.JOINT, "gold", BEGUN)
    assert [name for name in BOARD if file.barred(name)] == ["tied member"]
    with pytest.raises(KeyError):
        file.tied("nobody")
