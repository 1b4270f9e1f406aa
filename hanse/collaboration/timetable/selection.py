"""Who meets whom: the meetings of most mutual interest within what each can attend.

A maximum-weight b-matching, solved with HiGHS (Huangfu and Hall, Math. Prog. Comp. 2018).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_array, csr_array, eye_array

from hanse.foundation.problems import HanseError

FLOOR: Final = 2
"""Meetings that everybody should have at least."""
SECONDS: Final = 60.0
_GAP: Final = 1e-4
_HALF: Final = 0.5
_BOTH: Final = 2.0
"""How much interest counts that both sides have."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two participants who could meet, and how much that would be worth (above 0)."""

    one: int
    other: int
    weight: float


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A participant with fewer meetings than the floor, and why there is no better way."""

    participant: int
    meetings: int
    reason: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The pairs that meet, as places in the list that was given.

    bound: no selection with as few shortfalls has more weight. proved: `weight` is that much, to
    one in ten thousand.
    """

    chosen: tuple[int, ...]
    weight: float
    bound: float
    proved: bool
    shortfalls: tuple[Shortfall, ...]


def mutual_interest(one: float, other: float) -> float:
    """Worth of a meeting from the interest of each side (0 or more): the sum, and twice the lesser.

    So a meeting that both want goes before two that one side wants as much.
    """
    return one + other + _BOTH * min(one, other)


def select(
    names: Sequence[str],
    capacities: Sequence[int],
    pairs: Sequence[Pair],
    *,
    floor: int = FLOOR,
    not_together: Collection[tuple[int, int]] = (),
    seconds: float = SECONDS,
) -> Selection:
    """The pairs of most weight so that nobody has more meetings than it can attend.

    names, capacities: of each participant. floor: meetings for everybody where possible: first as
    few as can be are left without any, then as few meetings as can be are missing to the floor,
    then weight counts. not_together: pairs that must not meet, in either order. Raises `HanseError`
    for pairs that are not of two participants, come twice or have no weight, and when HiGHS finds
    nothing in `seconds`.
    """
    _check(names, capacities, pairs)
    barred = {frozenset(pair) for pair in not_together}
    open_pairs = [
        at for at, pair in enumerate(pairs) if frozenset((pair.one, pair.other)) not in barred
    ]
    if not open_pairs:
        short = _shortfalls(names, capacities, pairs, barred, (), floor)
        return Selection((), 0.0, 0.0, True, short)
    model = _Model(capacities, [pairs[at] for at in open_pairs], floor, seconds)
    taken, bound = model.solve()
    chosen = tuple(at for at, yes in zip(open_pairs, taken, strict=True) if yes)
    weight = sum(pairs[at].weight for at in chosen)
    return Selection(
        chosen,
        weight,
        max(bound, weight),
        bound <= weight * (1 + 2 * _GAP) + 1e-9,
        _shortfalls(names, capacities, pairs, barred, chosen, floor),
    )


class _Model:
    """Columns: a pair meets; a participant has none; what a participant lacks to the floor."""

    def __init__(
        self, capacities: Sequence[int], pairs: Sequence[Pair], floor: int, seconds: float
    ) -> None:
        count, self.people = len(pairs), len(capacities)
        ends = np.array([[pair.one, pair.other] for pair in pairs])
        columns = np.repeat(np.arange(count), 2)
        meets = csr_array((np.ones(2 * count), (ends.ravel(), columns)), shape=(self.people, count))
        one = csr_array(eye_array(self.people))
        nothing = csr_array((self.people, self.people))
        rows: list[list[csr_array]] = [
            [meets, nothing, nothing],
            [meets, one, nothing],
            [meets, nothing, one],
        ]
        self.matrix = csr_array(block_array(rows))
        capacity = np.array(capacities, dtype=float)
        # Nobody can be owed more than it can attend.
        owed = np.minimum(capacity, floor)
        free = np.full(self.people, np.inf)
        self.lower = np.concatenate([np.zeros(self.people), np.minimum(owed, 1), owed])
        self.upper = np.concatenate([capacity, free, free])
        self.weights = np.concatenate(
            [np.array([pair.weight for pair in pairs]), np.zeros(2 * self.people)]
        )
        self.count = count
        self.seconds = seconds

    def solve(self) -> tuple[NDArray[np.bool_], float]:
        """Which pairs meet, and the bound on their weight."""
        size = len(self.weights)
        lacking = np.zeros(size)
        lacking[self.count : self.count + self.people] = self.people * (self.lower.max() + 1)
        lacking[self.count + self.people :] = 1.0
        least = 0.0
        if self.lower.max(initial=0) > 0:
            least = round(self._milp(lacking, None)[1])
        values, _, bound = self._milp(-self.weights, (lacking, least))
        return values[: self.count] > _HALF, -bound

    def _milp(
        self, costs: NDArray[np.float64], limit: tuple[NDArray[np.float64], float] | None
    ) -> tuple[NDArray[np.float64], float, float]:
        constraints = [LinearConstraint(self.matrix, self.lower, self.upper)]
        if limit:
            constraints.append(LinearConstraint(limit[0][np.newaxis, :], ub=limit[1] + _HALF))
        whole = np.zeros(len(costs), dtype=np.int64)
        whole[: self.count] = 1
        upper = np.full(len(costs), np.inf)
        upper[: self.count] = 1
        found = milp(
            costs,
            integrality=whole,
            bounds=Bounds(0, upper),
            constraints=constraints,
            options={"time_limit": self.seconds, "mip_rel_gap": _GAP},
        )
        if found.x is None:
            raise HanseError(
                "No selection of meetings was found in time.",
                why=str(found.message),
                remedy="Give more seconds, or fewer pairs.",
            )
        return found.x, float(found.fun), float(found.mip_dual_bound)


def _check(names: Sequence[str], capacities: Sequence[int], pairs: Sequence[Pair]) -> None:
    if len(names) != len(capacities):
        raise HanseError(f"There are {len(names)} names and {len(capacities)} capacities.")
    for name, capacity in zip(names, capacities, strict=True):
        if capacity < 0:
            raise HanseError(f"{name} can attend {capacity} meetings.", remedy="Give 0 or more.")
    seen: set[frozenset[int]] = set()
    for at, pair in enumerate(pairs):
        both = frozenset((pair.one, pair.other))
        where = f"pair {at + 1}"
        if not all(0 <= who < len(names) for who in both) or len(both) == 1:
            raise HanseError("The pair is not of two participants.", where=where)
        if both in seen:
            raise HanseError(
                f"{names[pair.one]} and {names[pair.other]} are given twice.", where=where
            )
        if not pair.weight > 0:
            raise HanseError(
                f"{names[pair.one]} and {names[pair.other]} have no interest in each other.",
                where=where,
                remedy="Leave the pair out, or give a weight above 0.",
            )
        seen.add(both)


def _shortfalls(
    names: Sequence[str],
    capacities: Sequence[int],
    pairs: Sequence[Pair],
    barred: Collection[frozenset[int]],
    chosen: Sequence[int],
    floor: int,
) -> tuple[Shortfall, ...]:
    meetings = [0] * len(names)
    for at in chosen:
        for who in (pairs[at].one, pairs[at].other):
            meetings[who] += 1
    partners: Mapping[int, set[int]] = {who: set() for who in range(len(names))}
    kept_apart = [0] * len(names)
    for pair in pairs:
        if frozenset((pair.one, pair.other)) in barred:
            kept_apart[pair.one] += 1
            kept_apart[pair.other] += 1
        else:
            partners[pair.one].add(pair.other)
            partners[pair.other].add(pair.one)
    found = []
    for who, name in enumerate(names):
        if meetings[who] >= floor:
            continue
        if capacities[who] < floor and meetings[who] == capacities[who]:
            reason = f"{name} can attend only {_counted(capacities[who])}."
        elif len(partners[who]) < floor and meetings[who] == len(partners[who]):
            apart = f", {kept_apart[who]} more must not meet it" if kept_apart[who] else ""
            reason = f"Only {_people(len(partners[who]))} could meet {name}{apart}."
        else:
            full = sum(meetings[other] >= capacities[other] for other in partners[who])
            whole = "all" if full == len(partners[who]) else str(full)
            reason = (
                f"{_people(len(partners[who]))} could meet {name}; {whole} of them have as many "
                "meetings as they can attend, and to free one would leave another short."
            )
        found.append(Shortfall(who, meetings[who], reason))
    return tuple(found)


def _counted(meetings: int) -> str:
    return "1 meeting" if meetings == 1 else f"{meetings} meetings"


def _people(count: int) -> str:
    return "1 participant" if count == 1 else f"{count} participants"
