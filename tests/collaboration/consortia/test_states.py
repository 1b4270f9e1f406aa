"""The tables of states and steps: whole, and every step not in them is refused."""

from itertools import product

import pytest

from hanse.collaboration.consortia.states import (
    CONDITIONS,
    STATE_WORDS,
    STEPS,
    VERSION_WORDS,
    Facts,
    Part,
    State,
    Version,
    approved_by_all,
    may_step,
    state_after,
    unmet,
)

READY = Facts(members=3, call=True, starts=True, complete=True, approved=True)


def test_every_state_has_words_and_can_be_reached_and_left() -> None:
    assert set(STATE_WORDS) == set(State)
    assert set(VERSION_WORDS) == set(Version)
    reached = {STEPS[step].to for step in STEPS} - {""}
    assert reached >= set(State) - {State.IDEA}
    assert reached >= {Version.DRAFT, Version.IN_APPROVAL}
    left = {state for step in STEPS.values() if step.to for state in step.states}
    assert left >= set(State) - {State.ENDED}


ALLOWED: dict[tuple[str, str], str] = {
    ("consortium_form", "idea"): "forming",
    ("consortium_found", "forming"): "formed",
    ("consortium_apply", "formed"): "applied",
    ("consortium_refused", "applied"): "formed",
    ("consortium_start", "formed"): "running",
    ("consortium_start", "applied"): "running",
    **{("consortium_end", str(state)): "ended" for state in State if state is not State.ENDED},
    ("strategy_begin", ""): "draft",
    ("strategy_begin", "approved"): "draft",
    ("strategy_submit", "draft"): "in_approval",
    ("strategy_take_back", "in_approval"): "draft",
    ("strategy_send_back", "in_approval"): "draft",
}
"""Steps that lead on, worked out by hand from the life of a consortium."""


@pytest.mark.parametrize("step", [code for code, step in STEPS.items() if step.to])
def test_steps_that_lead_on_are_these_and_no_others(step: str) -> None:
    states = [*State] if STEPS[step].of == "consortium" else ["", *Version]
    for state in states:
        may = may_step(step, state, set(Part))
        assert may == ((step, state) in ALLOWED)
        if may:
            assert state_after(step, state) == ALLOWED[step, state]


@pytest.mark.parametrize(
    ("step", "part"), [each for each in product(STEPS, Part) if STEPS[each[0]].by is not each[1]]
)
def test_nobody_takes_a_step_of_others(step: str, part: Part) -> None:
    for state in (*State, *Version, ""):
        assert not may_step(step, state, {part})


def test_an_ended_consortium_is_only_shown_or_hidden_and_counted() -> None:
    may = {
        step
        for step, each in STEPS.items()
        if each.of == "consortium" and State.ENDED in each.states
    }
    assert may == {"consortium_publish", "consortium_reach_save"}


@pytest.mark.parametrize(
    ("step", "facts", "words"),
    [
        ("consortium_form", Facts(members=1), ("someone_else",)),
        ("consortium_form", Facts(members=1, invitations=1), ()),
        ("consortium_found", Facts(members=1, invitations=1), ("two_members", "answered")),
        ("consortium_found", Facts(members=2), ()),
        ("consortium_apply", Facts(members=3), ("call_chosen", "strategy_approved")),
        ("consortium_apply", Facts(call=True, approved=True, unmet=1), ("call_met",)),
        ("consortium_apply", READY, ()),
        ("consortium_start", Facts(approved=True), ("start_known",)),
        ("consortium_start", READY, ()),
        ("strategy_begin", Facts(draft=True), ("no_draft",)),
        ("strategy_submit", Facts(members=1), ("complete", "two_members")),
        ("strategy_approve", Facts(own_approval=True), ("not_approved",)),
        ("consortium_end", Facts(), ()),
    ],
)
def test_what_has_to_hold_first(step: str, facts: Facts, words: tuple[str, ...]) -> None:
    assert [str(each) for each in unmet(step, facts)] == [CONDITIONS[each] for each in words]


@pytest.mark.parametrize(
    ("members", "approvals", "all_of_them"),
    [([1, 2], [1, 2], True), ([1, 2], [1], False), ([1, 2], [1, 3], False), ([], [], False),
     ([1], [1, 2], True)],
)  # fmt: skip
def test_approved_by_all(members: list[int], approvals: list[int], all_of_them: bool) -> None:
    assert approved_by_all(members, approvals) is all_of_them
