"""Who sees which part of a file: points hidden until all are in, votes from those outside."""

from itertools import product

import pytest

from hanse.excellence.label.actors import Actor
from hanse.excellence.label.sight import Part, Progress, parts
from hanse.excellence.label.states import State

SCORING = Progress(State.INDIVIDUAL_SCORING, scored=True, accepted=True)
ALL_IN = Progress(State.CONSENSUS, scored=True, all_in=True, accepted=True)
POINTS = {Part.ALL_POINTS, Part.SETTLED_POINTS}


@pytest.mark.parametrize("actor", [Actor.READER, Actor.TRAINER, Actor.SYSTEM])
@pytest.mark.parametrize("state", State)
def test_who_is_nothing_to_a_file_sees_nothing(actor: Actor, state: State) -> None:
    progress = Progress(state, True, all_in=True, report_sent=True, accepted=True, voted=True)
    assert parts({actor}, progress, own=False) == frozenset()


def test_points_of_others_are_hidden_until_all_are_in() -> None:
    for actor in (Actor.EXPERT, Actor.OBSERVER, Actor.SECRETARIAT, Actor.MANAGER):
        assert not parts({actor}, SCORING, own=False) & POINTS
    assert Part.OWN_POINTS in parts({Actor.EXPERT}, SCORING, own=False)
    for actor in (Actor.EXPERT, Actor.OBSERVER, Actor.SECRETARIAT):
        assert parts({actor}, ALL_IN, own=False) >= POINTS


def test_the_organisation_never_sees_points_of_single_experts_or_votes() -> None:
    flags = product([True, False], repeat=5)
    for state, (scored, all_in, sent, accepted, voted) in product(State, flags):
        progress = Progress(state, scored, all_in, sent, accepted, voted)
        seen = parts({Actor.MANAGER}, progress, own=True)
        hidden = {Part.OWN_POINTS, Part.ALL_POINTS, Part.BALLOT, Part.PANEL_BALLOT, Part.REPORT}
        assert not seen & {*hidden, Part.CHOOSING}
        assert (Part.REPORT_SENT in seen) is sent


def test_an_expert_sees_the_file_once_it_is_accepted() -> None:
    proposed = Progress(State.EXPERTS_PROPOSED, scored=True)
    assert parts({Actor.EXPERT}, proposed, own=False) == {Part.EXPERTS}
    assert Part.ASSESSMENT in parts({Actor.EXPERT}, SCORING, own=False)


def test_a_member_sees_the_votes_of_others_after_voting() -> None:
    before = Progress(State.BOARD_DECISION, scored=True, all_in=True, report_sent=True)
    after = Progress(State.BOARD_DECISION, scored=True, all_in=True, report_sent=True, voted=True)
    assert Part.BALLOT not in parts({Actor.BOARD_MEMBER}, before, own=False)
    assert Part.BALLOT in parts({Actor.BOARD_MEMBER}, after, own=False)


def test_a_level_without_points_has_no_parts_about_them() -> None:
    progress = Progress(
        State.FACTUAL_CHECK, scored=False, all_in=True, report_sent=True, accepted=True, voted=True
    )
    for actor in Actor:
        assert not parts({actor}, progress, own=True) & {*POINTS, Part.ASSESSMENT, Part.OWN_POINTS}
