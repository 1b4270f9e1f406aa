"""Who meets whom: by hand, and against trying every set of pairs."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.collaboration.timetable.selection import Pair, mutual_interest, select
from hanse.foundation.problems import HanseError

NAMES = ("A", "B", "C", "D", "E")


def test_the_most_interest_within_what_each_can_attend() -> None:
    pairs = [Pair(0, 1, 5), Pair(0, 2, 4), Pair(1, 2, 3), Pair(2, 3, 1)]
    found = select(NAMES[:4], [1, 1, 1, 1], pairs, floor=0)
    # A-B and C-D (6) rather than A-C alone or A-B alone.
    assert found.chosen == (0, 3)
    assert (found.weight, found.proved, found.shortfalls) == (6, True, ())


def test_everybody_gets_a_meeting_before_weight_counts() -> None:
    # B wants only A, who is worth more to C and D.
    pairs = [Pair(0, 1, 1), Pair(0, 2, 9), Pair(0, 3, 9), Pair(2, 3, 1)]
    assert select(NAMES[:4], [2, 2, 2, 2], pairs, floor=0).chosen == (1, 2, 3)
    assert 0 in select(NAMES[:4], [2, 2, 2, 2], pairs, floor=1).chosen


def test_it_is_said_why_somebody_has_fewer_than_the_floor() -> None:
    pairs = [Pair(0, 1, 1), Pair(0, 2, 1), Pair(1, 2, 1), Pair(3, 0, 1)]
    found = select(NAMES, [3, 3, 1, 2, 4], pairs, floor=2, not_together=[(0, 3)])
    reasons = {NAMES[short.participant]: short.reason for short in found.shortfalls}
    assert reasons == {
        "B": "2 participants could meet B; 1 of them have as many meetings as they can attend, and "
        "to free one would leave another short.",
        "C": "C can attend only 1 meeting.",
        "D": "Only 0 participants could meet D, 1 more must not meet it.",
        "E": "Only 0 participants could meet E.",
    }


def test_those_who_must_not_meet_do_not() -> None:
    pairs = [Pair(0, 1, 9), Pair(0, 2, 1)]
    assert select(NAMES[:3], [1, 1, 1], pairs, floor=0, not_together=[(1, 0)]).chosen == (1,)
    both = select(NAMES[:3], [1, 1, 1], pairs, floor=0, not_together=[(1, 0), (2, 0)])
    assert (both.chosen, both.weight, both.proved) == ((), 0.0, True)


def test_interest_of_both_counts_more() -> None:
    assert mutual_interest(1, 1) > mutual_interest(3, 0) == mutual_interest(0, 3)
    assert mutual_interest(0, 0) == 0


@pytest.mark.parametrize(
    ("pairs", "capacities", "words"),
    [
        ([Pair(0, 0, 1)], [1] * 5, "not of two participants"),
        ([Pair(0, 9, 1)], [1] * 5, "not of two participants"),
        ([Pair(0, 1, 1), Pair(1, 0, 1)], [1] * 5, "B and A are given twice"),
        ([Pair(0, 1, 0)], [1] * 5, "no interest"),
        ([Pair(0, 1, 1)], [-1] * 5, "A can attend -1 meetings"),
        ([Pair(0, 1, 1)], [1], "5 names and 1 capacities"),
    ],
)
def test_what_cannot_be_used_is_refused(
    pairs: list[Pair], capacities: list[int], words: str
) -> None:
    with pytest.raises(HanseError, match=words):
        select(NAMES, capacities, pairs)


@st.composite
def wishes(draw: st.DrawFn) -> tuple[list[int], list[Pair], int]:
    """Capacities, pairs with weight, and a floor."""
    people = draw(st.integers(2, 5))
    every = list(combinations(range(people), 2))
    chosen = draw(st.lists(st.sampled_from(every), unique=True, min_size=1, max_size=8))
    pairs = [Pair(one, other, draw(st.integers(1, 9))) for one, other in chosen]
    return [draw(st.integers(0, 3)) for _ in range(people)], pairs, draw(st.integers(0, 2))


def by_trying(capacities: list[int], pairs: list[Pair], floor: int) -> tuple[int, int, float]:
    """The fewest left without, the fewest missing to the floor, and the most weight."""
    best = (99, 99, 0.0)
    for size in range(len(pairs) + 1):
        for chosen in combinations(pairs, size):
            degree = [0] * len(capacities)
            for pair in chosen:
                degree[pair.one] += 1
                degree[pair.other] += 1
            if any(d > c for d, c in zip(degree, capacities, strict=True)):
                continue
            owed = [min(floor, capacity) for capacity in capacities]
            without = sum(d == 0 < o for d, o in zip(degree, owed, strict=True))
            missing = sum(max(0, o - d) for d, o in zip(degree, owed, strict=True))
            best = min(best, (without, missing, -sum(pair.weight for pair in chosen)))
    return best


@settings(max_examples=80)
@given(wishes())
def test_it_agrees_with_trying_every_set_of_pairs(
    asked: tuple[list[int], list[Pair], int],
) -> None:
    capacities, pairs, floor = asked
    found = select(NAMES[: len(capacities)], capacities, pairs, floor=floor)
    without, missing, weight = by_trying(capacities, pairs, floor)
    assert found.weight == pytest.approx(-weight)
    assert found.proved
    degree = [0] * len(capacities)
    for at in found.chosen:
        degree[pairs[at].one] += 1
        degree[pairs[at].other] += 1
    owed = [min(floor, capacity) for capacity in capacities]
    assert sum(d == 0 < o for d, o in zip(degree, owed, strict=True)) == without
    assert sum(max(0, o - d) for d, o in zip(degree, owed, strict=True)) == missing
    assert {short.participant for short in found.shortfalls} == {
        who for who, count in enumerate(degree) if count < floor
    }
