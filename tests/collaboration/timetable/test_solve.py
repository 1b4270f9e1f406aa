"""Timetables with the fewest breaks: by hand, against trying all, and on published instances."""

import threading

import pytest
from hypothesis import given, settings

from hanse.collaboration.timetable import proof
from hanse.collaboration.timetable.checker import check
from hanse.collaboration.timetable.dzn import read_dzn
from hanse.collaboration.timetable.local import construct
from hanse.collaboration.timetable.model import Problem, Timetable
from hanse.collaboration.timetable.solve import Progress, Status, solve
from hanse.collaboration.timetable.synthetic import made_up
from tests.collaboration.timetable.small_problems import fewest_breaks, problem, problems
from tests.shared_data import shared_file

FAST = {
    "tic-12.original": 0,
    "tic-12.forb0003": None,
    "tic-12.prec15": 0,
    "tic-13.forb0003": None,
    "tic-13crafc.original": 4,
    "tic-14crafa.original": 0,
    "forumt-14.original": 5,
    "forumt-14.forb0003": 0,
}
"""Published instances that take a second or a few, and their optima; None: impossible."""


def test_a_break_that_nobody_can_avoid() -> None:
    # A meets B and C; B cannot in 2 and 3, C cannot in 1 to 3: so A waits from 1 to 4.
    asked = problem(["AB", "AC"], forbidden={"B": {1, 2, 3}, "C": {0, 1, 2}})
    found = solve(asked, seconds=20)
    assert found.status is Status.OPTIMAL
    assert found.timetable == Timetable((0, 3))
    assert (found.breaks, found.bound) == (1, 1)


def test_fairness_can_make_a_timetable_impossible() -> None:
    asked = problem(["AB", "AC"], forbidden={"B": {1, 2, 3}, "C": {0, 1, 2}}, fairness=0)
    assert solve(asked, seconds=20).status is Status.INFEASIBLE


def test_everybody_may_have_a_break_when_that_is_fair() -> None:
    # Both meet twice, in slots 1 and 3 alone: one break each, none more than the other.
    asked = problem(["AB", "BA"], forbidden={"A": {1, 3}}, fairness=0)
    found = solve(asked, seconds=20)
    assert (found.status, found.breaks, found.bound) == (Status.OPTIMAL, 2, 2)


def test_delegates_meet_at_the_same_time() -> None:
    asked = problem(["AB", "AC", "AD"], slots=2, delegates={"A": 2})
    assert solve(asked, seconds=20).status is Status.OPTIMAL
    alone = problem(["AB", "AC", "AD"], slots=2)
    assert solve(alone, seconds=20).status is Status.INFEASIBLE


def test_there_are_no_more_meetings_in_a_slot_than_tables() -> None:
    assert solve(problem(["AB", "CD"], slots=1, tables=1), seconds=20).status is Status.INFEASIBLE
    assert solve(problem(["AB", "CD"], slots=1, tables=2), seconds=20).status is Status.OPTIMAL


def test_nothing_to_place_is_placed() -> None:
    found = solve(Problem((), (), (), ()), seconds=5)
    assert (found.status, found.breaks, found.timetable) == (Status.OPTIMAL, 0, Timetable(()))


@settings(max_examples=60)
@given(problems())
def test_it_agrees_with_trying_every_timetable(asked: Problem) -> None:
    found = solve(asked, seconds=30)
    wanted = fewest_breaks(asked)
    assert found.breaks == wanted
    if wanted is None:
        assert found.status is Status.INFEASIBLE
        assert found.timetable is None
    else:
        assert found.status is Status.OPTIMAL
        assert found.timetable is not None
        report = check(asked, found.timetable)
        assert report.valid
        assert report.total_breaks == found.breaks == found.bound


@settings(max_examples=60)
@given(problems())
def test_construction_breaks_no_rule_but_that_meetings_are_held(asked: Problem) -> None:
    state = construct(asked, seed=1, stop=lambda: False)
    slots = tuple(slot if slot >= 0 else None for slot in state.slot)
    broken = {violation.rule for violation in check(asked, Timetable(slots)).violations}
    assert broken <= {"meeting held", "fairness"}
    assert state.total_breaks() == check(asked, Timetable(slots)).total_breaks


def round_robin(size: int) -> Problem:
    """Everybody meets everybody, with two slots to spare."""
    people = "ABCDEFGHIJKLMNOPQRST"[:size]
    pairs = [one + other for at, one in enumerate(people) for other in people[at + 1 :]]
    return problem(pairs, slots=size + 1, morning=size, tables=size // 2, fairness=1)


def test_progress_only_gets_better_and_ends_with_the_answer() -> None:
    told: list[Progress] = []
    found = solve(round_robin(8), seconds=30, progress=told.append)
    assert found.status is Status.OPTIMAL
    breaks = [now.breaks for now in told if now.breaks is not None]
    assert breaks == sorted(breaks, reverse=True)
    assert [now.bound for now in told] == sorted(now.bound for now in told)
    assert (told[-1].breaks, told[-1].bound, told[-1].gap) == (found.breaks, found.bound, 0.0)
    assert told[-1].timetable == found.timetable


def test_it_ends_when_asked_to_and_keeps_what_it_has() -> None:
    asked = round_robin(14)
    stop = threading.Event()
    found = solve(asked, seconds=300, stop=stop.is_set, progress=lambda _: stop.set())
    assert found.timetable is not None
    assert check(asked, found.timetable).valid
    assert found.seconds < 30


def test_it_goes_on_from_an_earlier_timetable() -> None:
    asked = round_robin(8)
    best = solve(asked, seconds=30).timetable
    assert best is not None
    told: list[Progress] = []
    solve(asked, seconds=30, start=best, progress=told.append)
    assert told[0].breaks == check(asked, best).total_breaks


def test_a_timetable_that_breaks_rules_is_no_beginning() -> None:
    asked = problem(["AB", "AC"])
    found = solve(asked, seconds=20, start=Timetable((0, 0)))
    assert found.timetable is not None
    assert check(asked, found.timetable).valid


def test_the_same_seed_gives_the_same_breaks() -> None:
    asked = round_robin(6)
    assert solve(asked, seconds=30, seed=3).breaks == solve(asked, seconds=30, seed=3).breaks


@pytest.mark.parametrize("people", [60, 300])
def test_the_time_is_kept_and_used_at_any_size(people: int) -> None:
    asked = made_up(people, seed=5)
    told: list[Progress] = []
    found = solve(asked, seconds=3, progress=told.append)
    assert found.seconds < 4
    assert found.timetable is not None
    report = check(asked, found.timetable)
    assert report.valid
    assert report.total_breaks == found.breaks
    assert told[0].breaks is not None
    assert found.breaks is not None
    assert 0 < found.bound <= found.breaks < told[0].breaks / 2


def test_days_too_long_to_exchange_go_on_from_an_earlier_timetable() -> None:
    asked = problem(["AB", "AC"], slots=70)
    told: list[Progress] = []
    found = solve(asked, seconds=20, start=Timetable((0, 69)), progress=told.append)
    assert told[0].breaks == 1
    assert (found.status, found.breaks) == (Status.OPTIMAL, 0)


@pytest.mark.parametrize("name", FAST)
def test_published_optima_are_found_and_proved(name: str) -> None:
    asked = read_dzn(shared_file(f"b2b-meetings/{name}.dzn"))
    found = solve(asked, seconds=60)
    wanted = FAST[name]
    assert found.status is (Status.INFEASIBLE if wanted is None else Status.OPTIMAL)
    assert found.breaks == wanted
    if found.timetable is not None:
        report = check(asked, found.timetable)
        assert report.valid
        assert report.total_breaks == wanted


@pytest.mark.parametrize("seed", [0, 2])
def test_provers_that_begin_anew_come_to_the_same(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = made_up(14, seed=seed)
    alone = solve(asked, seconds=60)
    for name, value in {"_ALONE_SECONDS": 0.0, "_FIRST_TRY": 0.0, "_FIRST_BUDGET": 20}.items():
        monkeypatch.setattr(proof, name, value)
    monkeypatch.setattr(proof, "_LARGEST_BUDGET", 60)
    begun: list[int] = []
    make = proof.Provers._make

    def noted(self: proof.Provers, seed: int) -> proof.Prover:
        begun.append(seed)
        return make(self, seed)

    monkeypatch.setattr(proof.Provers, "_make", noted)
    anew = solve(asked, seconds=60)
    assert (anew.status, anew.breaks) == (alone.status, alone.breaks)
    assert alone.status is Status.OPTIMAL
    assert len(set(begun)) > 2
