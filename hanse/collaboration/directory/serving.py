"""Which cluster organisations serve a firm's industry in its region, each with the reason."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    """By what a cluster organisation serves an industry, the closest first."""

    INDUSTRY = "industry"
    """It names the industry, one that is part of it, or one it is part of."""
    CATEGORY = "category"
    """It names the cluster category that the industry belongs to."""


class Where(StrEnum):
    """Where it is, seen from the firm, the closest first."""

    REGION = "region"
    """In the same region, or in one that holds or is part of it."""
    NEIGHBOUR = "neighbour"
    """In a region of the same larger region (NUTS level 1)."""
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cluster organisation: key, country, region, and the codes its profile names."""

    key: int
    country: str
    region: str
    industries: frozenset[str]
    categories: frozenset[str]


@dataclass(frozen=True, slots=True)
class Served:
    """A cluster organisation that serves the firm. by: the code that matched."""

    key: int
    where: Where
    what: What
    by: str


def serving(
    region: str,
    industry: str,
    categories: Collection[str],
    candidates: Iterable[Candidate],
    above: Mapping[str, tuple[str, ...]],
) -> list[Served]:
    """Those that serve `industry` from `region`, nearest first, in a place by industry first.

    region: NUTS code of the firm, or a country code. categories: those the industry belongs to.
    above: industry -> the industries it is part of, nearest first.
    """
    found = [
        Served(each.key, where, what, by)
        for each in candidates
        if (where := place(region, each)) and (named := match(industry, categories, each, above))
        for what, by in [named]
    ]
    places, kinds = list(Where), list(What)
    return sorted(found, key=lambda e: (places.index(e.where), kinds.index(e.what), e.key))


def place(region: str, candidate: Candidate) -> Where | None:
    """Where a candidate is, seen from `region`; None outside the country."""
    country, other = region[:2], candidate.region
    if candidate.country != country:
        return None
    if other and (other.startswith(region) or region.startswith(other)):
        return Where.REGION
    if len(region) >= 3 and other[:3] == region[:3]:
        return Where.NEIGHBOUR
    return Where.COUNTRY


def match(
    industry: str,
    categories: Collection[str],
    candidate: Candidate,
    above: Mapping[str, tuple[str, ...]],
) -> tuple[What, str] | None:
    """By what a candidate serves an industry, with the code; None where it does not."""
    if industry in candidate.industries:
        return What.INDUSTRY, industry
    wider = next((each for each in above.get(industry, ()) if each in candidate.industries), None)
    if wider:
        return What.INDUSTRY, wider
    narrower = sorted(each for each in candidate.industries if industry in above.get(each, ()))
    if narrower:
        return What.INDUSTRY, narrower[0]
    held = sorted(candidate.categories.intersection(categories))
    return (What.CATEGORY, held[0]) if held else None
