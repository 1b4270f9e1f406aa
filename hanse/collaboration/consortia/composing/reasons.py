"""Why each partner is in a set: what it brings that others do not, and who it is close to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hanse.collaboration.consortia.composing.problem import Problem, Wish, open_wishes

RELATED: Final = 0.6
"""Relatedness from which regions are called close."""


class ReasonKind(StrEnum):
    """What speaks for a partner."""

    ONLY = "only"
    """Nobody else in the set meets the wish."""
    ALSO = "also"
    """It meets a wish that others in the set meet, too."""
    COUNTRY = "country"
    """It adds a country that the call asks for."""
    TIE = "tie"
    """It had to do with somebody of the core, or of the set, before."""
    RELATED = "related"
    """The industries of its region are related to those of a core region."""
    NUMBER = "number"
    """It is the nearest that makes up the number of partners asked for."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. wish: for ONLY and ALSO. other: key of whom it is close to. figure: 0 to 1."""

    kind: ReasonKind
    wish: Wish | None = None
    other: int | None = None
    figure: float | None = None


def reasons(problem: Problem, rows: Sequence[int]) -> Mapping[int, tuple[Reason, ...]]:
    """Key of each partner -> its reasons, what it brings first; each has at least one."""
    chosen = [problem.candidates[row] for row in rows]
    wishes = open_wishes(problem)
    core = len(problem.core)
    had = {each.country for each in problem.core}
    short = problem.fewest_countries > len(had - {""})
    found: dict[int, tuple[Reason, ...]] = {}
    for row, each in zip(rows, chosen, strict=True):
        others = [other for other in chosen if other.key != each.key]
        mine: list[Reason] = []
        for wish in wishes:
            if wish.met_by(each):
                alone = not any(wish.met_by(other) for other in others)
                mine.append(Reason(ReasonKind.ONLY if alone else ReasonKind.ALSO, wish))
        new = each.country not in had and each.country not in {other.country for other in others}
        if short and new and each.country:
            mine.append(Reason(ReasonKind.COUNTRY))
        if not mine:
            mine.append(Reason(ReasonKind.NUMBER))
        at = core + row
        known = [*range(core), *(core + other for other in rows if other != row)]
        tied = max(known, key=lambda other: problem.ties[at, other])
        if problem.ties[at, tied] > 0:
            mine.append(_close(problem, ReasonKind.TIE, tied, float(problem.ties[at, tied])))
        near = max(range(core), key=lambda other: problem.relatedness[at, other])
        if problem.relatedness[at, near] >= RELATED:
            figure = float(problem.relatedness[at, near])
            mine.append(_close(problem, ReasonKind.RELATED, near, figure))
        found[each.key] = tuple(mine)
    return found


def _close(problem: Problem, kind: ReasonKind, at: int, figure: float) -> Reason:
    everyone = (*problem.core, *problem.candidates)
    return Reason(kind, other=everyone[at].key, figure=round(figure, 3))
