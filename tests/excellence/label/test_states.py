"""The tables of states and steps: whole, reachable, and refusing whatever they do not name."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from hanse.excellence.label import workflow_page
from hanse.excellence.label.actors import ACTOR_WORDS, Actor, acting
from hanse.excellence.label.facts import FileFacts, LabelFacts
from hanse.excellence.label.states import (
    APPLICATIONS,
    CLOSED,
    HELD,
    LABELS,
    LabelState,
    State,
)
from hanse.excellence.label.workflow import (
    Condition,
    Route,
    Step,
    StepRefusedError,
    Workflow,
)

ON = date(2026, 6, 15)
ROOT = Path(__file__).resolve().parents[3]
FACTS: dict[str, Any] = {
    "application": FileFacts(on=ON),
    "label": LabelFacts(on=ON, valid_until=ON, grace_until=ON),
}
WORKFLOWS: list[Workflow[Any, Any]] = [APPLICATIONS, LABELS]
CASES = [
    pytest.param(workflow, code, id=f"{workflow.name}-{code}")
    for workflow in WORKFLOWS
    for code in workflow.codes()
]


# --- Role x step x state ------------------------------------------------------------------------


@pytest.mark.parametrize(("workflow", "code"), CASES)
def test_every_role_in_every_state_is_refused_unless_a_row_allows(
    workflow: Workflow[Any, Any], code: str
) -> None:
    """Each step by each actor from each state on each route, held against the bare rows."""
    rows = [step for step in workflow.steps if step.code == code]
    for source in (None, *workflow.states):
        for route in Route:
            for actor in Actor:
                kinds = {
                    refusal.kind
                    for refusal in workflow.refusals(
                        code,
                        source=source,
                        route=route,
                        actors={actor, Actor.READER},
                        facts=FACTS[workflow.name],
                    )
                }
                named = any(
                    row.source == source and route in row.routes and row.who is actor
                    for row in rows
                )
                if named:
                    assert kinds <= {"condition"}, (source, route, actor)
                else:
                    assert kinds & {"role", "state", "route"}, (source, route, actor)
                if actor is not rows[0].who:
                    # Who may never take the step learns nothing of the file's state.
                    assert kinds == {"role"}


def test_actors_who_take_no_step() -> None:
    idle = {Actor.OBSERVER, Actor.TRAINER, Actor.READER}
    assert {s.who for w in WORKFLOWS for s in w.steps} == set(Actor) - idle


def test_steps_offered_are_those_of_the_rows() -> None:
    assert APPLICATIONS.offered(State.EXPERTS_PROPOSED, Route.JOINT, {Actor.MANAGER}) == (
        "application_withdraw",
        "experts_object",
        "experts_agree",
    )
    assert APPLICATIONS.offered(State.VISIT, Route.INTERVIEW, {Actor.LEAD_EXPERT}) == (
        "report_save",
        "report_send",
    )
    assert APPLICATIONS.offered(State.AWARDED, Route.JOINT, set(Actor)) == ()


# --- The tables are whole -----------------------------------------------------------------------


def reached(workflow: Workflow[Any, Any], route: Route) -> set[Any]:
    """States that can be reached from the beginning on a route, conditions apart."""
    found: set[Any] = set()
    fresh: set[Any] = {None}
    while fresh:
        fresh = {
            step.target for step in workflow.steps if step.source in fresh and route in step.routes
        } - found
        found |= fresh
    return found


@pytest.mark.parametrize("route", Route)
def test_every_state_is_reached_on_its_routes(route: Route) -> None:
    without_points = {
        State.SELF_ASSESSMENT,
        State.EVIDENCE_FROZEN,
        State.INDIVIDUAL_SCORING,
        State.CONSENSUS,
    }
    expected = set(State) - (without_points if route is Route.INTERVIEW else set())
    assert reached(APPLICATIONS, route) == expected
    assert reached(LABELS, route) == set(LabelState)


@pytest.mark.parametrize("route", Route)
def test_every_file_can_come_to_an_end(route: Route) -> None:
    for state in reached(APPLICATIONS, route) - CLOSED:
        assert ends_from(APPLICATIONS, route, state) & CLOSED, state
    for state in set(LabelState) & HELD:
        assert ends_from(LABELS, route, state) - HELD, state


def ends_from(workflow: Workflow[Any, Any], route: Route, state: StrEnum) -> set[Any]:
    found, fresh = {state}, {state}
    while fresh:
        fresh = {
            step.target for step in workflow.steps if step.source in fresh and route in step.routes
        } - found
        found |= fresh
    return found


def test_what_is_final_stays_final() -> None:
    assert not [step for step in APPLICATIONS.steps if step.source in {"awarded", "withdrawn"}]
    assert not [step for step in LABELS.steps if step.source is LabelState.RENEWED]
    out_of_lapsed = {step.code for step in LABELS.steps if step.source is LabelState.LAPSED}
    assert out_of_lapsed == {"label_renew"}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda each: each.name)
def test_rows_name_what_there_is(workflow: Workflow[Any, Any]) -> None:
    used = {name for step in workflow.steps for name in step.conditions}
    assert used == set(workflow.conditions), "a condition no row asks for"
    for condition in workflow.conditions.values():
        assert condition.text.endswith(".")
        assert isinstance(condition.holds(FACTS[workflow.name]), bool)
    for step in workflow.steps:
        assert set(step.notice) <= set(ACTOR_WORDS)
        assert step.routes
    assert set(ACTOR_WORDS) == set(Actor)


def test_rows_from_one_state_exclude_each_other() -> None:
    """Several rows of a step may leave a state on a route only where no facts suit two."""
    apart = [
        {"against_refusal", "against_eligibility"},
        {"still_valid", "grace_runs"},
        {"still_valid", "grace_over"},
        {"grace_runs", "grace_over"},
    ]
    for workflow in WORKFLOWS:
        for code in workflow.codes():
            for source in (None, *workflow.states):
                for route in Route:
                    rows = list(workflow.rows(code, source, route))
                    for at, row in enumerate(rows):
                        for other in rows[at + 1 :]:
                            both = set(row.conditions) ^ set(other.conditions)
                            assert any(pair <= both for pair in apart), (code, source)


def test_a_grave_step_asks_for_reasons() -> None:
    grave = {
        "eligibility_refuse",
        "board_award",
        "board_refuse",
        "board_defer",
        "board_return",
        "appeal_dismiss",
        "label_suspend",
        "label_revoke",
        "label_restore",
        "label_reinstate",
        "assessment_void",
        "expert_decline",
        "experts_object",
    }
    steps = [step for workflow in WORKFLOWS for step in workflow.steps]
    assert grave <= {step.code for step in steps}
    assert [step.code for step in steps if step.code in grave and "reason" not in step.needs] == []


# --- Taking steps -------------------------------------------------------------------------------


def test_a_step_is_taken_or_refused_with_every_reason() -> None:
    facts = FileFacts(on=ON, rules_unchecked=0, rules_unmet=0)
    step = APPLICATIONS.take(
        "contract_record",
        source=State.ELIGIBILITY_CHECK,
        route=Route.JOINT,
        actors={Actor.SECRETARIAT},
        facts=facts,
        given={"signed_on": ON},
    )
    assert step.target is State.CONTRACTED
    with pytest.raises(StepRefusedError) as caught:
        APPLICATIONS.take(
            "contract_record",
            source=State.ELIGIBILITY_CHECK,
            route=Route.JOINT,
            actors={Actor.SECRETARIAT},
            facts=FileFacts(on=ON, rules_unchecked=2, rules_unmet=1),
            given={"signed_on": None},
        )
    assert [each.code for each in caught.value.refusals] == ["all_checked", "eligible", "signed_on"]
    assert not caught.value.by_role
    assert str(caught.value) == (
        "The step contract_record is refused.\n"
        "  Why: Check every rule of eligibility first. Some rules of eligibility are not met. "
        "Say this, too: the day the contract was signed."
    )


def test_who_may_not_is_told_so_first() -> None:
    with pytest.raises(StepRefusedError) as caught:
        APPLICATIONS.take(
            "board_award",
            source=State.DRAFT,
            route=Route.JOINT,
            actors={Actor.SECRETARIAT},
            facts=FileFacts(on=ON),
            given={},
        )
    assert caught.value.by_role
    assert [str(each.sentence) for each in caught.value.refusals] == [
        "This step is for the chair of the meeting."
    ]


@pytest.mark.parametrize("blank", ["", "   ", None, (), [], False])
def test_what_is_said_must_say_something(blank: object) -> None:
    refusals = APPLICATIONS.refusals(
        "experts_recall",
        source=State.EXPERTS_PROPOSED,
        route=Route.JOINT,
        actors={Actor.SECRETARIAT},
        facts=FileFacts(on=ON),
        given={"reason": blank},
    )
    assert [each.code for each in refusals] == ["reason"]


@pytest.mark.parametrize(
    ("on", "target"),
    [
        (date(2026, 3, 31), LabelState.ACTIVE),
        (date(2026, 4, 1), LabelState.GRACE),
        (date(2027, 3, 31), LabelState.GRACE),
    ],
)
def test_of_several_rows_the_one_that_holds_is_taken(on: date, target: LabelState) -> None:
    facts = LabelFacts(on=on, valid_until=date(2026, 3, 31), grace_until=date(2027, 3, 31))
    step = LABELS.take(
        "label_restore",
        source=LabelState.SUSPENDED,
        route=Route.JOINT,
        actors={Actor.SECRETARIAT},
        facts=facts,
        given={"reason": "The cause is gone."},
    )
    assert step.target is target


def test_an_unknown_step_is_a_fault_of_the_caller() -> None:
    with pytest.raises(KeyError):
        APPLICATIONS.refusals(
            "label_buy",
            source=None,
            route=Route.JOINT,
            actors=set(Actor),
            facts=FileFacts(on=ON),
        )


def test_a_table_that_does_not_hang_together_is_refused() -> None:
    class Light(StrEnum):
        ON = "on"
        OFF = "off"

    def table(steps: tuple[Step[Light], ...]) -> Workflow[Light, object]:
        shining: Condition[object] = Condition("shining", "It is dark.", bool)
        return Workflow("light", {Light.ON: "on", Light.OFF: "off"}, steps, (shining,), {})

    on = Step("switch", None, Light.ON, Actor.READER)
    table((on,))
    with pytest.raises(ValueError, match="no words for dark"):
        table((Step("switch", None, Light.ON, Actor.READER, conditions=("dark",)),))
    with pytest.raises(ValueError, match="no words for key"):
        table((Step("switch", None, Light.ON, Actor.READER, needs=("key",)),))
    with pytest.raises(ValueError, match="one and the same"):
        table((on, Step("switch", Light.ON, Light.OFF, Actor.CHAIR)))


# --- Who acts -----------------------------------------------------------------------------------


def test_who_is_tied_holds_no_office_in_the_file() -> None:
    everything = frozenset(Actor) - {Actor.SYSTEM}
    assert acting(everything, tied=False) == everything
    assert acting(everything, tied=True) == {Actor.MANAGER, Actor.TRAINER, Actor.READER}
    assert acting((), tied=False) == {Actor.READER}


# --- The page -----------------------------------------------------------------------------------


def test_the_reference_page_is_current() -> None:
    there = (ROOT / "docs/reference" / workflow_page.NAME).read_text("utf-8")
    assert there == workflow_page.page(), workflow_page.__doc__


def test_the_page_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    workflow_page.main(tmp_path / "reference")
    text = (tmp_path / "reference" / workflow_page.NAME).read_text("utf-8")
    for workflow in WORKFLOWS:
        for code in workflow.codes():
            assert f"| `{code}` |" in text
