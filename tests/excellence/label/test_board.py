"""Votes: quorum, majority, standing aside; panels of people who neither decided nor assessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.excellence.label.board import (
    ABSTAIN,
    VotingRule,
    barred_from_board,
    barred_from_panel,
    counted,
)

RULE = VotingRule(least=3, share=0.5)


@pytest.mark.parametrize(
    ("votes", "quorum", "carried"),
    [
        ({}, False, ""),
        ({1: "award", 2: "award"}, False, ""),
        ({1: "award", 2: "award", 3: "refuse"}, True, "award"),
        ({1: "award", 2: "award", 3: ABSTAIN}, True, "award"),
        ({1: "award", 2: "refuse", 3: ABSTAIN}, True, ""),
        ({1: "award", 2: "award", 3: "refuse", 4: "refuse"}, True, ""),
        ({1: "award", 2: "award", 3: "refuse", 4: "defer"}, True, ""),
        ({1: "award", 2: ABSTAIN, 3: ABSTAIN}, True, "award"),
        ({1: ABSTAIN, 2: ABSTAIN, 3: ABSTAIN}, True, ""),
    ],
)
def test_quorum_and_majority(votes: dict[int, str], quorum: bool, carried: str) -> None:
    found = counted(range(1, 7), (), votes, RULE)
    assert (found.quorum, found.carried) == (quorum, carried)


def test_the_quorum_counts_those_entitled() -> None:
    votes = {1: "award", 2: "award", 3: "award"}
    assert not counted(range(1, 8), (), votes, RULE).quorum
    eased = counted(range(1, 8), {7}, votes, RULE)
    assert eased.quorum
    assert str(eased.said()) == "3 of 6 entitled members have voted; there is a majority."


def test_what_the_count_says() -> None:
    assert "no quorum" in str(counted([1, 2, 3], (), {1: "award"}, RULE).said())
    split = counted([1, 2, 3, 4], (), {1: "a", 2: "a", 3: "b", 4: "b"}, RULE)
    assert "nothing has a majority" in str(split.said())


@pytest.mark.parametrize("voter", [4, 9])
def test_a_vote_of_who_must_not_vote_is_never_counted(voter: int) -> None:
    with pytest.raises(ValueError, match="not of members entitled"):
        counted([1, 2, 3, 4], {4}, {1: "award", voter: "award"}, RULE)


CHOICES = st.sampled_from(["award", "refuse", "defer", "return", ABSTAIN])


@given(st.dictionaries(st.integers(0, 8), CHOICES))
def test_what_is_carried_has_more_than_half(votes: dict[int, str]) -> None:
    found = counted(range(9), (), votes, RULE)
    named = [choice for choice in votes.values() if choice != ABSTAIN]
    if found.carried:
        assert found.quorum
        assert 2 * named.count(found.carried) > len(named)
    elif found.quorum:
        assert all(2 * named.count(choice) <= len(named) for choice in named)


def test_who_must_stand_aside() -> None:
    assert barred_from_board(1, tied=(), assessors=(), recused=()) is None
    barred = barred_from_board(1, tied={1}, assessors={1}, recused={2})
    assert barred is not None
    assert [str(each) for each in barred.said()] == [
        "is tied to the organisation",
        "assessed this file",
    ]
    recused = barred_from_board(2, tied={1}, assessors={1}, recused={2})
    assert recused is not None
    assert recused.why == ("recused",)


def test_a_panel_is_of_people_who_did_not_decide() -> None:
    assert barred_from_panel(1, tied=(), assessors={2}, deciders={3}) is None
    for person, why in ((2, "assessed"), (3, "decided"), (4, "tied")):
        barred = barred_from_panel(person, tied={4}, assessors={2}, deciders={3})
        assert barred is not None
        assert barred.why == (why,)
