"""Several different sets of partners for a core and its wishes, each the best that is left."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hanse.collaboration.consortia.calls import Call, limits
from hanse.collaboration.consortia.composing.bounds import (
    PREFILTERED,
    fewest_needed,
    narrowed,
    prefiltered,
)
from hanse.collaboration.consortia.composing.enumerating import TooManyError, least_cost_of_all
from hanse.collaboration.consortia.composing.exact import Solved, least_cost
from hanse.collaboration.consortia.composing.local_search import good_set
from hanse.collaboration.consortia.composing.problem import (
    Candidate,
    Cut,
    Model,
    Problem,
    Wish,
    modelled,
)
from hanse.collaboration.consortia.composing.reasons import Reason, reasons

SETS: Final = 3
SHARED: Final = 0.5
"""The part of an earlier set's partners that a later one may have, too."""

_STEP: Final = 0.01
"""How far above the set before the search for the next begins, as a part of its cost."""


@dataclass(frozen=True, slots=True)
class PartnerSet:
    """A set of new partners.

    distance: to the core and between each other, as the problem weighs it. covered: wish -> keys of
    those who meet it, the core first; open: wishes nobody meets. countries: of all partners.
    proven: whether no set of the candidates looked at is better that differs from those before it.
    close: it shares more with an earlier one than asked, as nothing else was left.
    """

    partners: tuple[int, ...]
    distance: float
    covered: Mapping[Wish, tuple[int, ...]]
    open: tuple[Wish, ...]
    countries: frozenset[str]
    why: Mapping[int, tuple[Reason, ...]]
    proven: bool
    close: bool = False
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Composition:
    """The answer: sets, best first. looked_at, left_out: candidates searched, and not searched."""

    sets: tuple[PartnerSet, ...]
    looked_at: int
    left_out: int
    seconds: float = field(compare=False, default=0.0)


def compose(
    problem: Problem,
    *,
    sets: int = SETS,
    shared: float = SHARED,
    prefilter: int | None = PREFILTERED,
    seconds: float = 20.0,
    seed: int = 1,
) -> Composition:
    """Up to `sets` sets of new partners, each the best that shares little with those before.

    A set is better the fewer wishes and countries it leaves open, then the less its distance.
    prefilter: how many candidates are searched, None for all. seconds: for each set; one that took
    longer is given as far as it was found, not proven. The same problem gives the same answer.
    Raises `HanseError` for a problem that makes no sense.
    """
    begun = monotonic()
    whole = modelled(problem)
    if not len(whole):
        return Composition((), 0, 0)
    kept = prefiltered(whole, prefilter or len(whole))
    model = whole.of(kept)
    found: list[PartnerSet] = []
    cuts: list[Cut] = []
    floor = 0.0
    for _number in range(sets):
        solved, close = _next(model, cuts, floor, seconds, seed)
        if solved is None or not solved.rows:
            break
        rows = kept[list(solved.rows)]
        found.append(_described(problem, rows, solved, close))
        cuts.append(Cut(frozenset(solved.rows), int(len(solved.rows) * shared)))
        floor = model.cost(solved.rows) if solved.proven and not close else floor
    return Composition(
        tuple(found), len(model), len(whole) - len(model), round(monotonic() - begun, 3)
    )


def for_call(problem: Problem, call: Call | None) -> Problem:
    """`problem` with what `call` asks of the choice: who may take part, and how many from where."""
    asked = limits(call)
    core = len(problem.core)
    may = [
        at
        for at, each in enumerate(problem.candidates)
        if asked.allows(each.country) and (each.cluster or not asked.clusters_only)
    ]
    rows = np.array([*range(core), *(core + at for at in may)], dtype=int)
    most = problem.most
    if asked.most_partners is not None:
        most = max(1, min(most, asked.most_partners - core))
    return replace(
        problem,
        candidates=tuple(problem.candidates[at] for at in may),
        ties=problem.ties[np.ix_(rows, rows)],
        relatedness=problem.relatedness[np.ix_(rows, rows)],
        most=most,
        fewest=min(most, max(problem.fewest, asked.fewest_partners - core)),
        fewest_countries=max(problem.fewest_countries, asked.fewest_countries),
    )


def _next(
    model: Model, cuts: list[Cut], floor: float, seconds: float, seed: int
) -> tuple[Solved | None, bool]:
    """The next set, and whether it is closer to an earlier one than asked."""
    solved = _solved(model, cuts, floor, seconds, seed)
    if solved is not None or not cuts:
        return solved, False
    # Nothing differs as much as asked: then any other set.
    loose = [replace(cut, shared=max(cut.shared, len(cut.rows) - 1)) for cut in cuts]
    return _solved(model, loose, floor, seconds, seed), True


def _solved(
    model: Model, cuts: list[Cut], floor: float, seconds: float, seed: int
) -> Solved | None:
    """The best set that keeps to the cuts; None where there is none. floor: no set costs less."""
    good = good_set(model, cuts, seed=seed)
    for limit in _limits(floor, model.cost(good) if good else None):
        solved = _within(model, cuts, limit, seconds)
        if solved is not None:
            if solved.rows or good is None:
                return solved
            return Solved(good, proven=False, gap=solved.gap)
    return None


def _limits(floor: float, cost: float | None) -> Iterator[float | None]:
    """Costs to search up to, one after the other; the last is that of a set at hand, if any.

    The nearer the limit is to the best cost, the more candidates are left out; so it begins a
    little above the cost of the set before.
    """
    if cost is None:
        yield None
        return
    limit, step = floor, _STEP
    while floor > 0 and (limit := limit + step * floor) < cost:
        yield limit
        step *= 2
    yield cost


def _within(model: Model, cuts: list[Cut], limit: float | None, seconds: float) -> Solved | None:
    """The best set that costs no more than `limit`; None where there is none."""
    rows, left = np.arange(len(model)), model
    if limit is not None:
        # Whatever costs no more leaves so little open that it takes so many partners; and who
        # cannot be in a set as good is left out. The answer stays exact.
        needed = fewest_needed(model, cuts, int(limit / model.penalty))
        rows, left = narrowed(replace(model, fewest=needed), cuts, limit)
        if len(rows) < needed:
            return None
    place = {int(row): at for at, row in enumerate(rows)}
    inside = [
        Cut(frozenset(place[row] for row in cut.rows if row in place), cut.shared) for cut in cuts
    ]
    solved = _exact(left, inside, limit, seconds)
    if solved is None:
        return None
    return replace(solved, rows=tuple(int(rows[at]) for at in solved.rows))


def _exact(model: Model, cuts: list[Cut], limit: float | None, seconds: float) -> Solved | None:
    """The best set of all that are left: by looking at each where they are few."""
    if limit is not None:
        with suppress(TooManyError):
            rows = least_cost_of_all(model, cuts, limit)
            return None if rows is None else Solved(rows, proven=True, gap=0.0)
    return least_cost(model, cuts, at_most=limit, seconds=seconds)


def _described(
    problem: Problem, rows: NDArray[np.int64], solved: Solved, close: bool
) -> PartnerSet:
    chosen = [problem.candidates[int(row)] for row in rows]
    everyone: tuple[Candidate, ...] = (*problem.core, *chosen)
    covered = {
        wish: tuple(each.key for each in everyone if wish.met_by(each))
        for wish in dict.fromkeys(problem.wishes)
    }
    return PartnerSet(
        partners=tuple(each.key for each in chosen),
        distance=modelled(problem).distance([int(row) for row in rows]),
        covered={wish: keys for wish, keys in covered.items() if keys},
        open=tuple(wish for wish, keys in covered.items() if not keys),
        countries=frozenset(each.country for each in everyone if each.country),
        why=reasons(problem, [int(row) for row in rows]),
        proven=solved.proven,
        close=close,
        gap=solved.gap,
    )
