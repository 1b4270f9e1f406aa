"""Clusters and growth stories put into the synthetic economy, with the quotient each must reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from hanse.observatory.synthetic.economy import Floats, Industries, Places

Kind = Literal["established", "rising", "declining", "reborn", "emerging"]

_KINDS: Final[tuple[Kind, ...]] = (
    *("established",) * 6,
    "rising",
    "declining",
    "reborn",
    "emerging",
)
LOWEST_QUOTIENT: Final = 3.0
HIGHEST_QUOTIENT: Final = 12.0
_LEAST_PERSONS: Final = 1_500
_MOST_OF_A_REGION: Final = 0.12
_MOST_OF_A_REGION_WHEN_YOUNG: Final = 0.05
_MOST_OF_AN_INDUSTRY: Final = 0.15
_MOST_CLUSTERED: Final = 0.4
_PER_REGION: Final = 2


@dataclass(frozen=True, slots=True)
class Plant:
    """A cluster to be planted: a group of classes in a region, and how it develops.

    quotient: location quotient of the group's employment in year number `promised`, measured on
    the unsuppressed truth.
    """

    region: int
    group: str
    classes: NDArray[np.intp]
    kind: Kind
    quotient: float
    promised: int


def choose(
    employment: Floats,
    where: Places,
    groups: Mapping[str, NDArray[np.intp]],
    years: NDArray[np.int64],
    wanted: int,
    rng: Generator,
) -> list[Plant]:
    """Up to `wanted` plants; fewer when the regions or groups given leave no room for more.

    A cluster employs at least 1,500 persons, at most 12 % of its region (5 % when it is new
    or rising) and 15 % of its industry; a region has at most two. Which place gets which
    industry is chance, not fact.
    """
    names = sorted(groups)
    ashore = np.flatnonzero(~where.offshore)
    if not names or not len(ashore):
        return []
    kinds = [kind for kind in _KINDS if kind != "reborn" or years[0] <= 2008 < 2012 <= years[-1]]
    if len(years) < 5:
        kinds = ["established"]
    total = employment.sum(axis=(0, 1))
    regions = employment.sum(axis=0)
    industries = employment.sum(axis=1)
    per_group = max(1, -(-2 * wanted // len(names)))
    chosen: list[Plant] = []
    taken: dict[int, set[int]] = {}
    uses = dict.fromkeys(names, 0)
    clustered = dict.fromkeys(names, 0.0)
    for _ in range(300 * wanted):
        if len(chosen) == wanted:
            break
        region = int(rng.choice(ashore))
        group = names[int(rng.integers(len(names)))]
        quotient = float(np.exp(rng.uniform(np.log(3.2), np.log(11.0))))
        kind = kinds[len(chosen) % len(kinds)]
        promised = 0 if kind == "declining" else len(years) - 1
        young = kind in ("rising", "emerging")
        most = _MOST_OF_A_REGION_WHEN_YOUNG if young else _MOST_OF_A_REGION
        classes = groups[group]
        held = taken.setdefault(region, set())
        here = regions[region, promised] / total[promised]
        share = industries[classes, promised].sum() / total[promised]
        if (
            uses[group] == per_group
            or len([plant for plant in chosen if plant.region == region]) == _PER_REGION
            or held & set(classes.tolist())
            or share * quotient > most
            or here * quotient > _MOST_OF_AN_INDUSTRY
            or clustered[group] + here * quotient > _MOST_CLUSTERED
            or not _possible(quotient, here, share / (1 - _MOST_CLUSTERED))
            or share * quotient * regions[region, promised] < _LEAST_PERSONS
        ):
            continue
        clustered[group] += here * quotient
        held.update(classes.tolist())
        uses[group] += 1
        chosen.append(Plant(region, group, classes, kind, quotient, promised))
    return chosen


def plant(
    employment: Floats, plants: list[Plant], years: NDArray[np.int64], rng: Generator
) -> None:
    """Grow each plant in `employment` (changed in place) until its quotient holds.

    With x persons in the cluster, R in the rest of the region, G in the rest of the industry
    and E in all the rest together with R and G, the quotient L asks
    x (E + x) = L (R + x) (G + x): the smaller root of a quadratic. Clusters change each
    other's totals, so the roots are taken in turn until all hold.
    """
    for one in plants:
        national = employment[one.classes].sum(axis=1)
        mix = np.exp(rng.normal(0, 0.5, len(one.classes)))
        walk = np.cumsum(rng.normal(0, 0.015, len(years)))
        path = national * mix[:, None] * np.exp(walk) * profile(one.kind, years)
        # Near the size wanted from the start: whole industries put into a region would leave
        # the first roots imaginary.
        here = employment[:, one.region, one.promised].sum() / employment[:, :, one.promised].sum()
        employment[one.classes, one.region] = path * (one.quotient * here)
    total = employment.sum(axis=(0, 1))
    regions = employment.sum(axis=0)
    for _ in range(60):
        worst = 0.0
        for one in plants:
            cells = employment[one.classes, one.region]
            x = cells.sum(axis=0)
            at = one.promised
            everyone = total[at] - x[at]
            rest = regions[one.region, at] - x[at]
            peers = employment[one.classes, :, at].sum() - x[at]
            wanted = _persons(one.quotient, everyone, rest, peers)
            factor = wanted / x[at]
            worst = max(worst, abs(factor - 1))
            employment[one.classes, one.region] = cells * factor
            total += x * (factor - 1)
            regions[one.region] += x * (factor - 1)
        if worst < 1e-4:
            return


def profile(kind: Kind, years: NDArray[np.int64]) -> Floats:
    """Size of a cluster of this kind in each year relative to its best."""
    when = (years - years[0]) / max(1, int(years[-1] - years[0]))
    if kind == "rising":
        return np.asarray(0.25 + 0.75 / (1 + np.exp(-9 * (when - 0.5))))
    if kind == "declining":
        return np.asarray(1 - 0.75 / (1 + np.exp(-9 * (when - 0.5))))
    if kind == "reborn":
        knots = ([2008, 2009, 2011, 2013, 2018], [1.0, 0.55, 0.35, 0.4, 1.0])
        return np.interp(years, *knots)
    if kind == "emerging":
        return np.where(when < 0.25, 0.0, 1 / (1 + np.exp(-10 * (when - 0.65))))
    return np.ones(len(years))


def _persons(quotient: float, everyone: float, rest: float, peers: float) -> float:
    half = everyone - quotient * (rest + peers)
    inner = half**2 - 4 * (quotient - 1) * quotient * rest * peers
    return float((half - np.sqrt(max(inner, 0.0))) / (2 * (quotient - 1)))


def _possible(quotient: float, region: float, industry: float) -> bool:
    """Whether the quadratic has a root, with room to spare, at these shares of employment."""
    half = 1 - quotient * (region + industry)
    return half > 0 and half**2 > 5 * (quotient - 1) * quotient * region * industry


def divisions_as_groups(what: Industries) -> dict[str, NDArray[np.intp]]:
    """Groups for plants when the caller names none: the divisions that trade over distance."""
    traded = ("B", "C", "H50", "H51", "I55", "J", "K64", "K65", "M71", "M72", "M73", "R90")
    groups: dict[str, list[int]] = {}
    for index, code in enumerate(what.codes):
        if code.startswith(traded):
            groups.setdefault(code[:3], []).append(index)
    return {name: np.array(members, dtype=np.intp) for name, members in groups.items()}
