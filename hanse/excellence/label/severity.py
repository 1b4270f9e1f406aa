"""How strict experts are, from files they scored with others; never from files they scored alone.

Model: the share of points that expert e gives in file f is a_f + s_e + error. Least squares over
files scored by two or more experts; severities of experts linked by common files add up to 0.
Experts in groups that no file links cannot be compared with each other. Few files say little, so
a severity is shrunk towards 0 by files / (files + prior), the credibility of Bühlmann (1967).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Severity:
    """One expert among those linked with them.

    leniency: by how much the expert's share of points lies above that of the others on the same
    files, in points of 0 to 1; below 0 for a strict one. standard_error: None with too few files to
    say. shrunk: what to go by. group: of linked experts. files: scored with others.
    """

    expert: int
    leniency: float
    standard_error: float | None
    shrunk: float
    group: int
    files: int


def severities(
    shares: Sequence[Mapping[int, float]], *, prior_files: float = 2.0
) -> tuple[Severity, ...]:
    """The severity of each expert who scored a file with others, in the order of their numbers.

    shares: for each file, expert -> share of the points there are, from 0 to 1.
    """
    files = [file for file in shares if len(file) >= _LEAST]
    experts = sorted({expert for file in files for expert in file})
    if not experts:
        return ()
    place = {expert: at for at, expert in enumerate(experts)}
    groups = _groups(files, place)
    number = len(experts)
    # Within a file, scores less the file's mean leave the file's own level out (Frisch and Waugh).
    rows, values = [], []
    for file in files:
        at = [place[expert] for expert in file]
        given = np.array(list(file.values()))
        for own, value in zip(at, given - given.mean(), strict=True):
            row = np.zeros(number)
            row[at] -= 1.0 / len(file)
            row[own] += 1.0
            rows.append(row)
            values.append(value)
    design, found = np.array(rows), np.array(values)
    # The least of all solutions adds up to 0 in every group.
    solution, _residues, rank, _singular = np.linalg.lstsq(design, found, rcond=None)
    free = sum(len(file) for file in files) - len(files) - int(rank)
    inverse = np.linalg.pinv(design.T @ design)
    rest = float(((found - design @ solution) ** 2).sum())
    counted: dict[int, int] = defaultdict(int)
    for file in files:
        for expert in file:
            counted[expert] += 1
    return tuple(
        Severity(
            expert=expert,
            leniency=float(solution[at]),
            standard_error=(
                float(np.sqrt(max(rest / free * inverse[at, at], 0.0))) if free > 0 else None
            ),
            shrunk=float(solution[at]) * counted[expert] / (counted[expert] + prior_files),
            group=int(groups[at]),
            files=counted[expert],
        )
        for expert, at in place.items()
    )


def _groups(files: Sequence[Mapping[int, float]], place: Mapping[int, int]) -> Sequence[int]:
    """For each expert the number of their group of linked experts."""
    first: list[int] = []
    second: list[int] = []
    for file in files:
        at = [place[expert] for expert in file]
        first.extend(at[:1] * len(at))
        second.extend(at)
    links = coo_array((np.ones(len(first)), (first, second)), shape=(len(place), len(place)))
    _number, groups = connected_components(links, directed=False)
    return [int(each) for each in groups]
