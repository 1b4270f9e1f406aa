"""Made-up problems of composing, and a naive twin that tries every set."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from hanse.collaboration.consortia.composing.problem import Candidate, Problem, Wish, distances

COUNTRIES = ("AT", "BE", "CZ", "DE", "ES", "FI", "FR", "IT", "NL", "PL", "PT", "SE")


def made_up(
    size: int, *, seed: int, wishes: int = 5, fewest: int = 2, most: int = 4, countries: int = 3
) -> Problem:
    """A core of two and `size` candidates; seeded."""
    random = np.random.default_rng(seed)
    codes = [f"c{number}" for number in range(wishes)]
    everyone = [
        Candidate(
            key=number,
            country=str(random.choice(COUNTRIES)),
            capabilities=frozenset(code for code in codes if random.random() < 0.25),
        )
        for number in range(size + 2)
    ]
    place = random.random((size + 2, 4))
    related = np.exp(-((place[:, None] - place[None]) ** 2).sum(axis=-1) * 2)
    ties = np.triu(random.random(related.shape) < 0.1, 1)
    return Problem(
        core=tuple(everyone[:2]),
        candidates=tuple(everyone[2:]),
        wishes=(*(Wish("capability", code) for code in codes), Wish("country", "IT")),
        ties=(ties | ties.T).astype(float),
        relatedness=(related + related.T) / 2,
        fewest=fewest,
        most=most,
        fewest_countries=countries,
    )


def naive_cost(problem: Problem, rows: Sequence[int]) -> tuple[int, float]:
    """What a set leaves open, then its distance: added up in loops."""
    core = len(problem.core)
    apart = distances(problem)
    everyone = [*problem.core, *(problem.candidates[row] for row in rows)]
    missing = sum(not any(wish.met_by(each) for each in everyone) for wish in set(problem.wishes))
    there = {each.country for each in everyone} - {""}
    missing += max(0, problem.fewest_countries - len(there))
    total = 0.0
    for row in rows:
        total += sum(apart[core + row, other] for other in range(core)) / core
    for one, other in combinations(rows, 2):
        total += problem.pair_weight * apart[core + one, core + other]
    return missing, total


def every_set(problem: Problem) -> Iterator[tuple[int, ...]]:
    """All sets of the sizes asked for."""
    for size in range(problem.fewest, problem.most + 1):
        yield from combinations(range(len(problem.candidates)), size)
