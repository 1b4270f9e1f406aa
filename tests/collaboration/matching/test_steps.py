"""The tables of states and steps: who takes which, and that every state is reached and left."""

from enum import StrEnum
from itertools import product
from typing import Any

import pytest

from hanse.collaboration.matching.states import (
    INTERESTS,
    OFFERS,
    OPEN_INTEREST,
    InterestFacts,
    InterestState,
    OfferState,
    interest_steps,
)
from hanse.collaboration.matching.steps import Part, Workflow

S, R = Part.SENDER, Part.RECEIVER


@pytest.mark.parametrize(("workflow", "states"), [(OFFERS, OfferState), (INTERESTS, InterestState)])
def test_every_state_is_reached_from_nothing(
    workflow: Workflow[Any], states: type[StrEnum]
) -> None:
    reached: set[StrEnum | None] = {None}
    while True:
        more = {each.target for each in workflow.steps if each.source in reached} - reached
        if not more:
            break
        reached |= more
    assert reached - {None} == set(states)


@pytest.mark.parametrize(
    ("step", "source", "target", "takers"),
    [
        ("offer_submit", OfferState.DRAFT, OfferState.IN_REVIEW, {Part.EDITOR}),
        ("offer_submit", OfferState.ON_HOLD, OfferState.IN_REVIEW, {Part.EDITOR}),
        ("offer_review", OfferState.IN_REVIEW, OfferState.PUBLISHED, {Part.OFFICER}),
        ("offer_review", OfferState.IN_REVIEW, OfferState.REJECTED, {Part.OFFICER}),
        ("offer_expire", OfferState.PUBLISHED, OfferState.EXPIRED, {Part.SYSTEM}),
        ("offer_revise", OfferState.EXPIRED, OfferState.DRAFT, {Part.EDITOR}),
    ],
)
def test_steps_of_offers(
    step: str, source: OfferState, target: OfferState, takers: set[Part]
) -> None:
    row = OFFERS.step(step, source, target)
    assert row is not None
    assert row.by == takers


def test_what_is_rejected_or_closed_stays_so() -> None:
    everybody = set(Part)
    assert OFFERS.allowed(OfferState.REJECTED, everybody) == ()
    assert OFFERS.allowed(OfferState.CLOSED, everybody) == ()


def test_a_published_offer_cannot_be_changed_without_a_new_review() -> None:
    assert OFFERS.step("offer_change", OfferState.PUBLISHED) is None
    assert OFFERS.step("offer_submit", OfferState.PUBLISHED) is None


def test_no_step_of_that_name() -> None:
    with pytest.raises(KeyError):
        OFFERS.step("offer_eat", OfferState.DRAFT)
    assert OFFERS.takers("offer_review") == {Part.OFFICER}


@pytest.mark.parametrize(
    ("facts", "sender", "receiver"),
    [
        (
            InterestFacts(InterestState.SENT),
            {"interest_withdraw"},
            {"interest_see", "interest_accept", "interest_decline", "message_send"},
        ),
        (
            InterestFacts(InterestState.SEEN, receiver_wrote=True),
            {"interest_withdraw", "message_send"},
            {"interest_accept", "interest_decline", "message_send"},
        ),
        (
            InterestFacts(InterestState.IN_TALKS),
            {"cooperation_propose", "interest_end", "message_send"},
            {"cooperation_propose", "interest_end", "message_send"},
        ),
        (
            InterestFacts(InterestState.IN_TALKS, said_by=S),
            {"cooperation_take_back", "interest_end", "message_send"},
            {"cooperation_confirm", "interest_end", "message_send"},
        ),
        (InterestFacts(InterestState.AGREED, blocked=True), {"interest_end"}, {"interest_end"}),
        (
            InterestFacts(InterestState.SENT, blocked=True),
            {"interest_withdraw"},
            {"interest_see", "interest_decline"},
        ),
        (InterestFacts(InterestState.DECLINED), set(), set()),
    ],
)
def test_steps_of_interest(facts: InterestFacts, sender: set[str], receiver: set[str]) -> None:
    assert interest_steps(facts, S) == sender
    assert interest_steps(facts, R) == receiver
    assert interest_steps(facts, None) == frozenset()


def test_nobody_agrees_alone_and_nothing_happens_after_the_end() -> None:
    """Whatever the facts: whoever said it waits for the other; the ended stays ended."""
    for state, said_by, wrote, blocked, side in product(
        InterestState, (None, S, R), (False, True), (False, True), (S, R)
    ):
        steps = interest_steps(InterestFacts(state, said_by, wrote, blocked), side)
        assert not ("cooperation_confirm" in steps and said_by in (None, side))
        if state not in OPEN_INTEREST:
            assert steps == frozenset()
        if blocked:
            assert steps <= {
                "interest_see",
                "interest_decline",
                "interest_withdraw",
                "interest_end",
            }
