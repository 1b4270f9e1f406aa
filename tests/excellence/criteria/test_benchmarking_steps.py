"""The way of a benchmarking: the table, and that it leads somewhere and not back from the end."""

import pytest

from hanse.excellence.criteria.benchmarking_steps import (
    CONFIRMED,
    STATES,
    STEPS,
    WITHDRAWN,
    Part,
    may_step,
    state_after,
)

ALLOWED = {
    ("answers_save", "answering"): {"member", "editor"},
    ("answers_import", "answering"): {"member", "editor"},
    ("finding_note", "answering"): {"member", "editor"},
    ("benchmarking_submit", "answering"): {"editor"},
    ("benchmarking_take_back", "submitted"): {"editor"},
    ("expert_assign", "submitted"): {"officer"},
    ("expert_assign", "interview"): {"officer"},
    ("answers_review", "interview"): {"expert"},
    ("benchmarking_return", "interview"): {"expert"},
    ("benchmarking_confirm", "interview"): {"expert"},
    ("benchmarking_withdraw", "answering"): {"editor", "officer"},
    ("benchmarking_withdraw", "submitted"): {"editor", "officer"},
    ("benchmarking_withdraw", "interview"): {"editor", "officer"},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("part", Part)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_by_each_part_in_each_state(step: str, part: Part, state: str) -> None:
    assert may_step(step, state, {part}) is (part.value in ALLOWED.get((step, state), set()))


def test_nobody_may_do_anything_and_nothing_leaves_the_end() -> None:
    for step, rule in STEPS.items():
        assert not any(may_step(step, state, ()) for state in STATES)
        assert rule.states.isdisjoint({CONFIRMED, WITHDRAWN})
        assert rule.states <= set(STATES)
        assert rule.to in {"", *STATES}


def test_every_state_is_reached_from_the_first() -> None:
    reached = {STATES[0]}
    for _ in STATES:
        reached |= {
            state_after(step, state)
            for step, rule in STEPS.items()
            for state in reached & rule.states
        }
    assert reached == set(STATES)


def test_a_step_there_is_not_is_an_error() -> None:
    with pytest.raises(KeyError):
        may_step("benchmarking_explode", "answering", {Part.EDITOR})
