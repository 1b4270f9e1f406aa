"""An onlooker who knows every published figure and tries to learn an answer.

He knows which participant is in which group (the public register tells), how many answered, every
statistic of every group in every release, and how each is computed. As an insider he also knows
his own answer and his own percentile in every group he is in. He considers every world: every
assignment of possible answers to participants. Those that would have given other figures he
rules out; what all remaining worlds agree on, he has learned.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from hanse.excellence.benchmark.release import Shown
from hanse.excellence.benchmark.statistics import summary

Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Published:
    """One group of one release: whose answers it holds and what is said of them."""

    members: tuple[str, ...]
    figures: tuple[float | None, ...]


def figures(values: Values, step: float) -> tuple[float | None, ...]:
    """All that is said of a group."""
    said = summary(values, step=step)
    return (float(said.n), said.mean, said.lower_quartile, said.median, said.upper_quartile)


def published(shown: Sequence[Shown], step: float) -> list[Published]:
    """What can be read of these groups, and no more."""
    return [Published(each.keys, figures(each.values[:, 0], step)) for each in shown]


class Enumerator:
    """The onlooker who goes through every world, for few participants and few possible answers.

    worlds: one row for each, with the place of each participant's answer among those possible.
    """

    def __init__(self, keys: Sequence[str], possible: Sequence[float]) -> None:
        self.place = {key: at for at, key in enumerate(keys)}
        self.possible = np.sort(np.array(possible))
        shape = (len(possible),) * len(keys)
        self.worlds = np.indices(shape, dtype=np.int8).reshape(len(keys), -1).T

    def twin(self) -> "Enumerator":
        """Another onlooker who has ruled out the same worlds."""
        return copy(self)

    def read(self, groups: Sequence[Published], step: float) -> None:
        """Rule out the worlds that contradict what is published."""
        for group in groups:
            # Figures depend on how often each answer occurs, and few such counts are distinct.
            answers = self.worlds[:, [self.place[key] for key in group.members]]
            counts = [(answers == at).sum(axis=1) for at in range(self.possible.size)]
            codes = np.zeros(len(self.worlds), dtype=np.int64)
            for count in counts:
                codes = codes * (len(group.members) + 1) + count
            _codes, first, which = np.unique(codes, return_index=True, return_inverse=True)
            agree = [
                figures(self.possible[np.sort(answers[at])], step) == group.figures for at in first
            ]
            self.worlds = self.worlds[np.array(agree, dtype=bool)[which]]

    def percentile(self, key: str, members: Sequence[str], stated: float) -> None:
        """Rule out worlds in which `key` would stand at another percentile among `members`."""
        mine = self.worlds[:, [self.place[key]]]
        answers = self.worlds[:, [self.place[each] for each in members]]
        ranks = ((answers < mine).sum(axis=1) + (answers == mine).sum(axis=1) / 2) / len(members)
        self.worlds = self.worlds[np.isclose(100 * ranks, stated)]

    def knows(self, key: str, value: float) -> None:
        """Rule out worlds in which `key` answers otherwise."""
        mine = self.possible[self.worlds[:, self.place[key]]]
        self.worlds = self.worlds[mine == value]

    def keep(self, check: Callable[[Mapping[str, float]], bool]) -> None:
        """Rule out the worlds that fail `check`."""
        held = [
            check({key: float(self.possible[world[at]]) for key, at in self.place.items()})
            for world in self.worlds
        ]
        self.worlds = self.worlds[np.array(held, dtype=bool)]

    def learned(self) -> set[str]:
        """The participants' answers that are the same in all worlds left."""
        assert len(self.worlds), "the true world is never ruled out"
        fixed = (self.worlds == self.worlds[0]).all(axis=0)
        return {key for key, at in self.place.items() if fixed[at]}


class Programmer:
    """The onlooker who solves linear programmes, for many participants and any amounts.

    Each answer is a variable between `low` and `high`; the rounded mean of a group bounds a sum.
    Overlapping groups and releases are differenced by the solver, not by hand.
    """

    def __init__(self, keys: Sequence[str], low: float, high: float) -> None:
        self.place = {key: at for at, key in enumerate(keys)}
        self.bounds = [(low, high)] * len(keys)
        self.rows: list[Values] = []
        self.most: list[float] = []

    def read(self, groups: Sequence[Published], step: float) -> None:
        """Add the means as constraints."""
        for group in groups:
            row = np.zeros(len(self.place))
            row[[self.place[key] for key in group.members]] = 1.0
            mean, n = group.figures[1], len(group.members)
            assert mean is not None
            # A hair more than half a step: he must not rule out the truth by rounding errors.
            slack = step / 10 * 0.500001
            self.rows += [row, -row]
            self.most += [n * (mean + slack), -n * (mean - slack)]

    def knows(self, key: str, value: float) -> None:
        """Fix the answer of `key`."""
        self.bounds[self.place[key]] = (value, value)

    def interval(self, key: str) -> tuple[float, float]:
        """The smallest and largest answer `key` can have given."""
        ends = []
        for sign in (1.0, -1.0):
            goal = np.zeros(len(self.place))
            goal[self.place[key]] = sign
            matrix, most = (np.array(self.rows), self.most) if self.rows else (None, None)
            found = linprog(goal, A_ub=matrix, b_ub=most, bounds=self.bounds)
            assert found.x is not None, "the true world is always a solution"
            ends.append(float(found.x[self.place[key]]))
        return ends[0], ends[1]
