"""What composing starts from: a core, candidates, wishes, limits, and how far all are apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from hanse.foundation.problems import HanseError

Matrix = NDArray[np.float64]

PAIR_WEIGHT: Final = 0.2
"""What the distance between two new partners counts, beside a partner's distance to the core (1):
in a set of six each partner is as much judged by the core as by the five others together."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that is, or may become, a partner. country: code, "" where not known."""

    key: int
    country: str
    capabilities: frozenset[str]
    cluster: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that one partner at least, of the core or new, should bring."""

    kind: Literal["capability", "country"]
    code: str

    def met_by(self, candidate: Candidate) -> bool:
        """Whether `candidate` brings it."""
        if self.kind == "country":
            return candidate.country == self.code
        return self.code in candidate.capabilities


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A task of composing.

    ties, relatedness: square, in the order of `core` then `candidates`, 0 to 1: how much two
    organisations had to do with each other; how related the industries of their regions are.
    fewest, most: new partners. fewest_countries: of all partners, the core counted.
    """

    core: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]
    wishes: tuple[Wish, ...]
    ties: Matrix
    relatedness: Matrix
    fewest: int = 1
    most: int = 6
    fewest_countries: int = 1
    tie_weight: float = 0.5
    pair_weight: float = PAIR_WEIGHT


def check_problem(problem: Problem) -> None:
    """Raise `HanseError` for a problem that makes no sense, saying what to change."""
    size = len(problem.core) + len(problem.candidates)
    why = ""
    keys = [each.key for each in (*problem.core, *problem.candidates)]
    if not problem.core:
        why = "The core has no organisation."
    elif len(set(keys)) != len(keys):
        why = "An organisation stands there twice."
    elif not 0 <= problem.fewest <= problem.most or problem.most < 1:
        why = f"From {problem.fewest} to {problem.most} new partners is no range."
    elif problem.ties.shape != (size, size) or problem.relatedness.shape != (size, size):
        why = f"Ties and relatedness must be square, {size} by {size}."
    elif not all(
        np.isfinite(each).all() and each.min(initial=0) >= 0 and each.max(initial=0) <= 1
        for each in (problem.ties, problem.relatedness)
    ):
        why = "Ties and relatedness lie between 0 and 1."
    elif not 0 <= problem.tie_weight <= 1 or problem.pair_weight < 0:
        why = "The weight of ties lies between 0 and 1, that of pairs is not below 0."
    if why:
        raise HanseError("This consortium cannot be composed.", why=why)


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A problem in figures, for the solvers; rows are candidates.

    near: weighed distance to the core. apart: between candidates, weighed as pairs are, 0 on the
    diagonal; infinite for two that cannot be together. serves: candidate x wish that the core
    leaves open. country: number of the country, -1 for one the core has or that is not known.
    short: countries still to be added. penalty: for a wish left open or a country missing; more
    than all distances of a set.
    """

    near: NDArray[np.float64]
    apart: Matrix
    serves: NDArray[np.bool_]
    country: NDArray[np.int64]
    short: int
    fewest: int
    most: int
    penalty: float

    def __len__(self) -> int:
        return len(self.near)

    def of(self, rows: NDArray[np.int64]) -> "Model":
        """The same with these rows alone."""
        return Model(
            self.near[rows],
            self.apart[np.ix_(rows, rows)],
            self.serves[rows],
            self.country[rows],
            self.short,
            self.fewest,
            self.most,
            self.penalty,
        )

    def open_wishes(self, rows: Sequence[int]) -> int:
        """How many wishes a set leaves open."""
        return int((~self.serves[list(rows)].any(axis=0)).sum())

    def countries_short(self, rows: Sequence[int]) -> int:
        """How many countries are missing with a set."""
        return max(0, self.short - len(set(self.country[list(rows)].tolist()) - {-1}))

    def distance(self, rows: Sequence[int]) -> float:
        """The distance of a set: to the core, and between its partners."""
        chosen = list(rows)
        pairs = self.apart[np.ix_(chosen, chosen)].sum() / 2
        return float(self.near[chosen].sum() + pairs)

    def cost(self, rows: Sequence[int]) -> float:
        """What is made least: first what is missing, then distance."""
        missing = self.open_wishes(rows) + self.countries_short(rows)
        return self.penalty * missing + self.distance(rows)


@dataclass(frozen=True, slots=True)
class Cut:
    """A set found before: a later one shares at most `shared` of its rows."""

    rows: frozenset[int]
    shared: int

    def holds(self, rows: Sequence[int]) -> bool:
        """Whether a set keeps to it."""
        return len(self.rows.intersection(rows)) <= self.shared


def distances(problem: Problem) -> Matrix:
    """1 less ties and relatedness, each by its weight: 0 for close partners in related regions."""
    weight = problem.tie_weight
    apart = 1 - weight * problem.ties - (1 - weight) * problem.relatedness
    apart = (apart + apart.T) / 2
    np.fill_diagonal(apart, 0.0)
    return np.asarray(apart, dtype=np.float64)


def open_wishes(problem: Problem) -> tuple[Wish, ...]:
    """The wishes that the core does not meet itself, each once."""
    return tuple(
        wish
        for wish in dict.fromkeys(problem.wishes)
        if not any(wish.met_by(each) for each in problem.core)
    )


def modelled(problem: Problem) -> Model:
    """`problem` in figures. Raises `HanseError` as `check_problem`."""
    check_problem(problem)
    matrix = distances(problem)
    core = len(problem.core)
    near = matrix[core:, :core].mean(axis=1)
    apart = problem.pair_weight * matrix[core:, core:]
    wishes = open_wishes(problem)
    serves = np.array(
        [[wish.met_by(each) for wish in wishes] for each in problem.candidates], dtype=np.bool_
    ).reshape(len(problem.candidates), len(wishes))
    had = {each.country for each in problem.core} - {""}
    names = sorted({each.country for each in problem.candidates} - had - {""})
    number = {code: at for at, code in enumerate(names)}
    country = np.array([number.get(each.country, -1) for each in problem.candidates], dtype=int)
    most = min(problem.most, len(problem.candidates))
    return Model(
        near=near,
        apart=apart,
        serves=serves,
        country=country.astype(np.int64),
        short=max(0, problem.fewest_countries - len(had)),
        fewest=min(problem.fewest, most),
        most=most,
        penalty=1.0 + most + problem.pair_weight * most * (most - 1) / 2,
    )
