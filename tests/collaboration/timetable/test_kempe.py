"""Exchanges of whole chains, against networks and sums computed anew."""

from datetime import date

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanse.collaboration.timetable.checker import check
from hanse.collaboration.timetable.kempe import Exchanges, anneal, groups
from hanse.collaboration.timetable.local import construct
from hanse.collaboration.timetable.model import (
    Meeting,
    Participant,
    Problem,
    Slot,
    Table,
    Timetable,
)
from hanse.collaboration.timetable.state import State
from hanse.collaboration.timetable.synthetic import made_up
from tests.collaboration.timetable.small_problems import problem, problems


@given(st.integers(1, 40).flatmap(lambda n: st.tuples(*[st.permutations(range(n))] * 2)))
def test_groups_are_the_connected_parts(rings: tuple[list[int], list[int]]) -> None:
    one, other = rings
    network = nx.Graph([*enumerate(one), *enumerate(other)])
    found = groups(np.array(one), np.array(other))
    for part in nx.connected_components(network):
        assert {int(found[at]) for at in part} == {min(part)}


@settings(max_examples=200)
@given(problems(), st.integers(0, 9))
def test_exchanges_keep_every_rule_and_count_right(asked: Problem, seed: int) -> None:
    state = construct(asked, seed=seed, stop=lambda: False)
    if state.unplaced():
        return
    exchanges = Exchanges(state)
    rng = np.random.default_rng(seed)
    slots = range(len(asked.slots))
    for one in slots:
        for other in slots[one + 1 :]:
            exchanges.exchange(one, other, 2.0, rng)
            report = check(asked, Timetable(tuple(exchanges.slot.tolist())))
            assert {fault.rule for fault in report.violations} <= {"fairness"}
            assert report.breaks == tuple(exchanges.gaps.tolist())
            assert exchanges.valid() == report.valid
    for slot in slots:
        assert sorted(exchanges.here[slot]) == np.flatnonzero(exchanges.slot == slot).tolist()


@pytest.mark.parametrize("people", [30, 120])
def test_many_exchanges_keep_every_rule(people: int) -> None:
    asked = made_up(people, seed=3)
    state = construct(asked, seed=1, stop=lambda: False)
    exchanges = Exchanges(state)
    rng = np.random.default_rng(1)
    before = exchanges.slot.copy()
    for _ in range(400):
        one, other = sorted(rng.choice(len(asked.slots), 2, replace=False).tolist())
        exchanges.exchange(one, other, 0.3, rng)
    report = check(asked, Timetable(tuple(exchanges.slot.tolist())))
    assert {fault.rule for fault in report.violations} <= {"fairness"}
    assert report.breaks == tuple(exchanges.gaps.tolist())
    assert (before != exchanges.slot).sum() > people
    assert report.total_breaks < state.total_breaks()


def test_a_chain_changes_places_as_one() -> None:
    # AB and BC share B, so A and C go along when it changes; D and E are a chain of their own.
    asked = problem(["AB", "BC", "DE"], slots=2)
    state = State(asked)
    state.take([0, 1, 0])
    exchanges = Exchanges(state)
    seen = set()
    rng = np.random.default_rng(0)
    for _ in range(40):
        exchanges.exchange(0, 1, 1.0, rng)
        seen.add(tuple(exchanges.slot.tolist()))
    assert seen == {(a, 1 - a, b) for a in (0, 1) for b in (0, 1)}


def test_scarce_tables_are_never_overbooked() -> None:
    asked = problem(["AB", "CD", "EF"], slots=3, tables=1)
    state = State(asked)
    state.take([0, 1, 2])
    exchanges = Exchanges(state)
    rng = np.random.default_rng(0)
    seen = set()
    for _ in range(60):
        for one, other in ((0, 1), (0, 2), (1, 2)):
            exchanges.exchange(one, other, 1.0, rng)
            seen.add(tuple(exchanges.slot.tolist()))
    assert all(sorted(slots) == [0, 1, 2] for slots in seen)
    assert len(seen) > 1


def test_long_days_and_several_days_are_counted() -> None:
    slots = [Slot(str(at), day=date(2026, 5, 4 + at // 20)) for at in range(60)]
    asked = Problem(
        tuple(slots),
        tuple(Participant(code) for code in "ABCDEF"),
        (Table("1"), Table("2")),
        tuple(Meeting(f"{a}{b}", (a, b)) for a in range(6) for b in range(a + 1, 6)),
    )
    state = State(asked)
    state.take([4 * at for at in range(15)])
    found: list[tuple[int, list[int]]] = []
    anneal(
        state,
        seconds=20,
        seed=1,
        stop=lambda: False,
        found=lambda slots, breaks: found.append((breaks, slots)),
    )
    assert found[-1][0] == 0
    for breaks, placed in found:
        report = check(asked, Timetable(tuple(placed)))
        assert report.valid
        assert report.total_breaks == breaks


def test_a_day_too_long_for_bits_is_left_as_it_is() -> None:
    asked = problem(["AB", "AC"], slots=70)
    state = State(asked)
    state.take([0, 69])
    told: list[int] = []
    anneal(state, seconds=1, seed=1, stop=lambda: False, found=lambda _, b: told.append(b))
    assert told == [1]
    assert not Exchanges.possible(state)
