"""The unsuppressed truth of the synthetic statistics: whole numbers by class, region and year."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Section(NamedTuple):
    """How the industries of a NACE section behave. Rough proportions of our own, no estimate."""

    employment_share: float  # of all employment, percent
    localisation: float  # standard deviation of ln location quotient
    persons_per_unit: float
    wage: float  # relative to the mean wage
    value_added_per_wage: float
    trend: float  # percent a year
    dip_2009: float  # exposure to the country's recession of that year
    dip_2020: float


SECTIONS: Final = {
    "A": Section(4.5, 0.80, 2.5, 0.55, 1.90, -1.6, 0.2, 0.1),
    "B": Section(0.4, 1.20, 14.0, 1.30, 2.40, -2.0, 0.8, 0.6),
    "C": Section(15.0, 0.95, 14.0, 1.05, 1.60, -0.6, 2.2, 0.9),
    "D": Section(0.7, 0.50, 16.0, 1.50, 2.60, 0.1, 0.2, 0.1),
    "E": Section(0.8, 0.35, 13.0, 0.95, 1.70, 0.6, 0.3, 0.2),
    "F": Section(7.0, 0.30, 4.5, 0.90, 1.60, 0.2, 1.8, 0.5),
    "G": Section(14.0, 0.30, 5.0, 0.80, 1.50, 0.3, 0.9, 0.8),
    "H": Section(5.3, 0.55, 9.0, 0.95, 1.50, 0.7, 1.1, 1.3),
    "I": Section(4.8, 0.50, 5.5, 0.55, 1.40, 1.1, 0.6, 5.0),
    "J": Section(3.3, 0.90, 6.5, 1.50, 1.60, 2.4, 0.4, -0.3),
    "K": Section(2.6, 0.70, 8.0, 1.70, 2.00, -0.3, 0.6, 0.0),
    "L": Section(1.1, 0.40, 2.2, 0.90, 5.00, 0.9, 0.7, 0.3),
    "M": Section(6.0, 0.70, 3.3, 1.30, 1.50, 2.0, 0.6, 0.3),
    "N": Section(6.3, 0.50, 9.0, 0.70, 1.40, 1.6, 1.6, 1.9),
    "O": Section(7.0, 0.25, 45.0, 1.10, 1.20, 0.0, -0.2, -0.2),
    "P": Section(7.4, 0.20, 16.0, 1.00, 1.15, 0.9, -0.3, 0.2),
    "Q": Section(10.8, 0.20, 11.0, 0.90, 1.15, 1.8, -0.4, -0.3),
    "R": Section(1.7, 0.50, 4.5, 0.75, 1.50, 1.2, 0.4, 4.2),
    "S": Section(2.4, 0.30, 3.0, 0.60, 1.40, 0.5, 0.5, 1.8),
    "T": Section(0.8, 0.35, 1.0, 0.40, 1.05, -0.5, 0.2, 0.5),
    "U": Section(0.05, 1.00, 20.0, 1.50, 1.10, 0.0, 0.0, 0.0),
}

OFFSHORE_SECTIONS: Final = "BHO"
"""What an extra-regio territory has: platforms, ships, embassies."""

_FACTORS: Final = 10
_RECOVERY_2009: Final = (1.0, 1.05, 0.8, 0.65, 0.55, 0.35, 0.2, 0.1)
_RECOVERY_2020: Final = (1.0, 0.5, 0.2, 0.1, 0.05)


@dataclass(frozen=True, slots=True)
class Places:
    """Regions of level 2 as the model sees them; all arrays have shape (regions,)."""

    codes: tuple[str, ...]
    country: NDArray[np.intp]  # index of the country
    nuts1: NDArray[np.intp]  # index of the level-1 region
    offshore: NDArray[np.bool_]  # extra-regio


@dataclass(frozen=True, slots=True)
class Industries:
    """Classes in Eurostat's writing (C2910) with the behaviour of their sections."""

    codes: tuple[str, ...]
    division: NDArray[np.intp]

    def of_section(self, field: str) -> Floats:
        """`field` of `Section` for each class, shape (classes,)."""
        return np.array([getattr(SECTIONS[code[0]], field) for code in self.codes], dtype=float)


@dataclass(frozen=True, slots=True)
class Truth:
    """What the statistical office knows. Whole numbers, shape (classes, regions, years)."""

    employment_persons: Counts
    establishments_count: Counts
    wages_keur: Counts
    value_added_keur: Counts


def places_of(codes: tuple[str, ...]) -> Places:
    """Countries and level-1 regions of the sorted level-2 `codes`."""
    return Places(
        codes,
        np.unique([code[:2] for code in codes], return_inverse=True)[1].astype(np.intp),
        np.unique([code[:3] for code in codes], return_inverse=True)[1].astype(np.intp),
        np.array([code.endswith("ZZ") for code in codes]),
    )


def industries_of(codes: tuple[str, ...]) -> Industries:
    """Divisions of the sorted class `codes`."""
    return Industries(
        codes, np.unique([code[:3] for code in codes], return_inverse=True)[1].astype(np.intp)
    )


def employment_paths(
    where: Places, what: Industries, years: NDArray[np.int64], rng: Generator
) -> Floats:
    """Persons employed before any cluster is planted, shape (classes, regions, years)."""
    start = _starting_employment(where, what, rng)
    countries = int(where.country.max()) + 1
    pace = (
        (what.of_section("trend") / 100 + rng.normal(0, 0.012, len(what.codes)))[:, None]
        + rng.normal(0.004, 0.005, countries)[where.country]
        + rng.normal(0, 0.005, len(where.codes))
    )
    path = pace[:, :, None] * (years - 2008)
    for first, recovery, field, depth in (
        (2009, _RECOVERY_2009, "dip_2009", np.abs(rng.normal(0.022, 0.009, countries))),
        (2020, _RECOVERY_2020, "dip_2020", np.abs(rng.normal(0.016, 0.007, countries))),
    ):
        shape = _recovery(years, first, recovery)
        path -= what.of_section(field)[:, None, None] * (
            depth[where.country][:, None] * shape[None, :]
        )
    steps = rng.standard_normal(path.shape, dtype=np.float32).astype(np.float64)
    steps *= (0.012 + 0.10 / np.sqrt(1 + start / 20))[:, :, None]
    path += np.cumsum(steps, axis=2)
    return start[:, :, None] * np.exp(np.clip(path, -3.0, 3.0))


def complete(
    employment: Floats, where: Places, what: Industries, years: NDArray[np.int64], rng: Generator
) -> Truth:
    """Whole numbers of all four measures; wages and value added rise with specialisation."""
    persons = np.rint(employment).astype(np.int64)
    shape = persons.shape
    mean = persons.mean(axis=2)
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = (mean / mean.sum(axis=0)) / (mean.sum(axis=1, keepdims=True) / mean.sum())
        specialised = np.clip(np.nan_to_num(np.log(quotient), nan=0.0, neginf=0.0), -1.5, 2.5)

    per_unit = (
        what.of_section("persons_per_unit")[:, None]
        * np.exp(rng.normal(0, 0.5, (shape[0], 1)))
        * np.exp(rng.normal(0, 0.3, shape[:2]))
        * (1 + mean / (1 + np.median(mean))) ** 0.12
    )
    units = np.clip(np.rint(persons / per_unit[:, :, None]).astype(np.int64), 1, persons)

    countries = int(where.country.max()) + 1
    wage_eur = (
        26_000
        * what.of_section("wage")[:, None]
        * np.exp(rng.normal(0, 0.15, (shape[0], 1)))
        * np.exp(rng.normal(0, 0.40, countries))[where.country]
        * np.exp(rng.normal(0, 0.08, shape[1]))
        * np.exp(0.07 * specialised)
        * np.exp(rng.normal(0, 0.05, shape[:2]))
    )
    growth = rng.normal(0.024, 0.006, countries)[where.country]
    nominal = np.exp(growth[:, None] * (years - 2008))
    noise = rng.standard_normal(shape, dtype=np.float32).astype(np.float64)
    wages = persons * wage_eur[:, :, None] * nominal * np.exp(0.015 * noise)
    ratio = (
        what.of_section("value_added_per_wage")[:, None]
        * np.exp(rng.normal(0, 0.15, (shape[0], 1)))
        * np.exp(rng.normal(0, 0.08, shape[:2]))
        * np.exp(0.09 * specialised)
    )
    dips = 0.05 * _recovery(years, 2009, _RECOVERY_2009) + 0.04 * _recovery(
        years, 2020, _RECOVERY_2020
    )
    noise = rng.standard_normal(shape, dtype=np.float32).astype(np.float64)
    value_added = wages * ratio[:, :, None] * np.exp(0.03 * noise - dips)
    return Truth(
        persons,
        units,
        np.rint(wages / 1000).astype(np.int64),
        np.rint(value_added / 1000).astype(np.int64),
    )


def _starting_employment(where: Places, what: Industries, rng: Generator) -> Floats:
    """Persons in 2008, shape (classes, regions); zero where the industry is absent."""
    countries, level1 = int(where.country.max()) + 1, int(where.nuts1.max()) + 1
    n_classes, n_regions = len(what.codes), len(where.codes)
    divisions = int(what.division.max()) + 1

    size = np.exp(rng.normal(12.9, 0.45, countries))[where.country]
    size *= np.exp(rng.normal(0, 0.55, n_regions))
    size[rng.random(n_regions) < 0.04] *= 0.12  # small islands
    boost = rng.uniform(1.5, 3.0, countries)
    for country in range(countries):
        members = np.flatnonzero((where.country == country) & ~where.offshore)
        if len(members) == 1:
            size[members] *= 0.3  # a country of one region is a small country
        elif len(members):
            size[members[np.argmax(size[members])]] *= boost[country]  # the capital
    size[where.offshore] = 800 * np.exp(rng.normal(0, 0.8, int(where.offshore.sum())))

    weight = np.exp(rng.normal(0, 0.5, divisions))[what.division]
    weight *= np.exp(rng.normal(0, 0.8, n_classes))
    sections = np.array([code[0] for code in what.codes])
    for name, section in SECTIONS.items():
        inside = sections == name
        if inside.any():
            weight[inside] *= section.employment_share / weight[inside].sum()

    # Nested scores make neighbours alike; shared loadings make industries co-locate.
    scores = (
        0.50 * rng.standard_normal((countries, _FACTORS))[where.country]
        + 0.50 * rng.standard_normal((level1, _FACTORS))[where.nuts1]
        + 0.70 * rng.standard_normal((n_regions, _FACTORS))
    )
    loadings = 0.8 * rng.standard_normal((divisions, _FACTORS))[what.division]
    loadings += 0.6 * rng.standard_normal((n_classes, _FACTORS))
    loadings /= np.linalg.norm(loadings, axis=1, keepdims=True)
    own = rng.standard_normal((n_classes, n_regions))
    spread = what.of_section("localisation") * np.exp(rng.normal(0, 0.25, n_classes))
    pull = 0.75 * loadings @ scores.T + 0.66 * own
    attraction = np.clip(spread[:, None] * pull, -3.5, 1.5)

    employment = weight[:, None] * np.exp(attraction - spread[:, None] ** 2 / 2)
    absent_share = np.clip((spread - 0.55) * rng.uniform(0.1, 0.9, n_classes), 0, 0.6)
    rank = (pull + 0.8 * rng.standard_normal(pull.shape)).argsort(axis=1).argsort(axis=1)
    employment[rank < absent_share[:, None] * n_regions] = 0
    ashore = ~np.isin(sections, list(OFFSHORE_SECTIONS))
    employment[np.ix_(ashore, where.offshore)] = 0
    column = employment.sum(axis=0)
    employment *= size / np.where(column > 0, column, 1)
    employment[employment < 6 * np.exp(0.6 * rng.standard_normal(employment.shape))] = 0
    return employment


def _recovery(years: NDArray[np.int64], first: int, recovery: tuple[float, ...]) -> Floats:
    """Depth of a recession in each year, 1 in its `first` year, 0 outside it."""
    depth = dict(enumerate(recovery, start=first))
    return np.array([depth.get(int(year), 0.0) for year in years])
