"""The network of organisations: its density, reach, bridges, communities and parts.

Shapes: n organisations, m ties. Matrices are n x n, symmetric, without a diagonal; figures of
single organisations are arrays of n in the order of `Network.organisations`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from hanse.collaboration.journey.evidence import Evidence
from hanse.collaboration.journey.relations import Pair, Relation, relations
from hanse.collaboration.journey.rules import JourneyRules

Floats = NDArray[np.float64]

REACH_STEPS: Final = 2
"""Reach counts whom an organisation gets to over at most one other."""
_BLOCK: Final = 512
"""Starting points treated at once; bounds the memory to a few n x 512 arrays."""


@dataclass(frozen=True, slots=True)
class Network:
    """Organisations and their ties on a day.

    organisations: keys, rising. ties: pairs of them, in order. strength: of each tie.
    """

    organisations: tuple[int, ...]
    ties: tuple[Pair, ...]
    strength: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """Figures of one organisation.

    ties: to how many others. strength: of all of them. reach: share of the others it gets to in
    `REACH_STEPS` steps, 0 to 1. bridging: betweenness, 0 to 1. component, community: numbers from
    0, the largest first; -1 for a community of one without ties.
    """

    organisation: int
    ties: int
    strength: float
    reach: float
    bridging: float
    component: int
    community: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A network in figures.

    density: ties of all that could be, 0 to 1. reach: mean of the organisations. tied: how many
    have any tie. components: parts of two or more. largest: share of organisations in the largest
    part. communities: of two or more. modularity: of the communities (Newman 2004), None without
    ties.
    """

    organisations: int
    ties: int
    tied: int
    density: float
    reach: float
    components: int
    largest: float
    communities: int
    modularity: float | None
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A network at the end of a year, without what takes long to compute."""

    year: int
    organisations: int
    ties: int
    tied: int
    density: float
    reach: float
    components: int
    largest: float


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """Organisations that share a country or a category.

    inside, across: ties among them, and to others. density: of the ties among them; None for one.
    """

    group: str
    organisations: int
    tied: int
    inside: int
    across: int
    density: float | None


def network(
    organisations: Collection[int],
    related: Mapping[Pair, Relation],
    *,
    quiet: bool = False,
) -> Network:
    """The network among `organisations`; quiet: with relations that have gone quiet."""
    chosen = set(organisations)
    kept = [
        (pair, each.strength)
        for pair, each in sorted(related.items())
        if pair[0] in chosen and pair[1] in chosen and (quiet or not each.quiet)
    ]
    return Network(
        tuple(sorted(chosen)),
        tuple(pair for pair, _ in kept),
        tuple(strength for _, strength in kept),
    )


def figures(of: Network, *, seed: int = 0) -> Figures:
    """Everything about a network. seed: of the search for communities."""
    count = len(of.organisations)
    adjacent = adjacency(of)
    parts = _numbered(connected_components(adjacent, directed=False)[1].tolist() if count else [])
    found = communities(of, seed=seed)
    community = {each: number for number, group in enumerate(found) for each in group}
    reach, bridging = reached_shares(adjacent), betweenness(adjacent)
    degrees = np.asarray(adjacent.sum(axis=1)).ravel() if count else np.zeros(0)
    weights = _weights(of)
    nodes = tuple(
        Node(
            key,
            int(degrees[at]),
            float(weights[at]),
            float(reach[at]),
            float(bridging[at]),
            parts[at],
            community.get(key, -1),
        )
        for at, key in enumerate(of.organisations)
    )
    sizes = Counter(parts)
    return Figures(
        organisations=count,
        ties=len(of.ties),
        tied=int((degrees > 0).sum()),
        density=density(count, len(of.ties)),
        reach=float(reach.mean()) if count else 0.0,
        components=sum(size > 1 for size in sizes.values()),
        largest=max(sizes.values(), default=0) / count if count else 0.0,
        communities=len(found),
        modularity=_modularity(of, found) if of.ties else None,
        nodes=nodes,
    )


def over_time(
    organisations: Mapping[int, int],
    evidence: Sequence[Evidence],
    days: Iterable[date],
    rules: JourneyRules,
) -> list[YearFigures]:
    """The network on each of `days`, as of what was on record then.

    organisations: key -> the year from which it counts. Evidence without a day is left out, as
    nobody knows in which year it belongs.
    """
    listed = []
    for day in days:
        there = [key for key, year in organisations.items() if year <= day.year]
        of = network(there, relations(evidence, day, rules, undated=False))
        adjacent = adjacency(of)
        count = len(of.organisations)
        parts = connected_components(adjacent, directed=False)[1].tolist() if count else []
        sizes = Counter(parts)
        reach = reached_shares(adjacent)
        listed.append(
            YearFigures(
                day.year,
                count,
                len(of.ties),
                int((np.asarray(adjacent.sum(axis=1)).ravel() > 0).sum()) if count else 0,
                density(count, len(of.ties)),
                float(reach.mean()) if count else 0.0,
                sum(size > 1 for size in sizes.values()),
                max(sizes.values(), default=0) / count if count else 0.0,
            )
        )
    return listed


def by_group(of: Network, groups: Mapping[int, Collection[str]]) -> list[GroupFigures]:
    """Figures of each group, by name. groups: key -> the groups it belongs to, any number."""
    members: dict[str, set[int]] = {}
    for key in of.organisations:
        for group in groups.get(key, ()):
            members.setdefault(group, set()).add(key)
    tied = {key for pair in of.ties for key in pair}
    inside: Counter[str] = Counter()
    across: Counter[str] = Counter()
    for one, other in of.ties:
        ours, theirs = set(groups.get(one, ())), set(groups.get(other, ()))
        inside.update(ours & theirs)
        across.update(ours ^ theirs)
    return [
        GroupFigures(
            group,
            len(keys),
            len(keys & tied),
            inside[group],
            across[group],
            density(len(keys), inside[group]) if len(keys) > 1 else None,
        )
        for group, keys in sorted(members.items())
    ]


def density(organisations: int, ties: int) -> float:
    """Ties of all that could be, 2m / (n (n - 1)); 0 for fewer than two organisations."""
    return 2 * ties / (organisations * (organisations - 1)) if organisations > 1 else 0.0


def adjacency(of: Network) -> sparse.csr_array:
    """n x n, 1 where there is a tie."""
    place = {key: at for at, key in enumerate(of.organisations)}
    count = len(place)
    ends = np.array([(place[one], place[other]) for one, other in of.ties], dtype=np.int64)
    ends = ends.reshape(-1, 2)
    rows = np.concatenate([ends[:, 0], ends[:, 1]])
    columns = np.concatenate([ends[:, 1], ends[:, 0]])
    ones = np.ones(len(rows))
    return sparse.csr_array((ones, (rows, columns)), shape=(count, count))


def reached_shares(adjacent: sparse.csr_array) -> Floats:
    """Share of the others that each organisation gets to in `REACH_STEPS` steps."""
    count = adjacent.shape[0]
    if count < 2:
        return np.zeros(count)
    within = adjacent + sparse.eye_array(count, format="csr")
    reachable = within
    for _ in range(REACH_STEPS - 1):
        reachable = reachable @ within
    others = np.diff(reachable.tocsr().indptr) - 1
    return np.asarray(others / (count - 1), dtype=np.float64)


def betweenness(adjacent: sparse.csr_array) -> Floats:
    """How often each organisation lies on the shortest ways between two others, 0 to 1.

    Freeman (1977), by the sums of Brandes (2001), all starting points of a block at once: level
    by level outwards for the number of shortest ways, and back for the shares. Divided by
    (n - 1)(n - 2), so that the middle of a star has 1. Zeros for fewer than three organisations.
    """
    count = adjacent.shape[0]
    total = np.zeros(count)
    if count < 3:
        return total
    for begin in range(0, count, _BLOCK):
        starts = np.arange(begin, min(begin + _BLOCK, count))
        total += _dependencies(adjacent, starts)
    return np.asarray(total / ((count - 1) * (count - 2)), dtype=np.float64)


def _dependencies(adjacent: sparse.csr_array, starts: NDArray[np.int64]) -> Floats:
    """Brandes' dependencies of all `starts` on each organisation, summed."""
    count = adjacent.shape[0]
    columns = np.arange(len(starts))
    ways = np.zeros((count, len(starts)))
    ways[starts, columns] = 1.0
    seen = ways > 0
    levels = [seen.copy()]
    front = ways.copy()
    while True:
        front = np.asarray(adjacent @ front)
        front[seen] = 0.0
        new = front > 0
        if not new.any():
            break
        ways += front
        seen |= new
        levels.append(new)
    shares = np.zeros_like(ways)
    for level, before in zip(reversed(levels[1:]), reversed(levels[:-1]), strict=True):
        # What each organisation of this level passes on to those one level nearer the start.
        passed = np.divide(1.0 + shares, ways, out=np.zeros_like(ways), where=level)
        shares += np.where(before, np.asarray(adjacent @ passed) * ways, 0.0)
    shares[starts, columns] = 0.0
    return np.asarray(shares.sum(axis=1), dtype=np.float64)


def communities(of: Network, *, seed: int = 0) -> list[tuple[int, ...]]:
    """Groups with more ties inside than chance gives, the largest first; those without ties apart.

    The method of Blondel et al. (2008), on ties by strength; the same seed gives the same groups.
    """
    graph = _graph(of)
    graph.remove_nodes_from([key for key, degree in list(graph.degree()) if degree == 0])
    if not graph:
        return []
    found = nx.community.louvain_communities(graph, weight="strength", seed=seed)
    return sorted((tuple(sorted(each)) for each in found), key=lambda each: (-len(each), each))


def _modularity(of: Network, found: Sequence[Collection[int]]) -> float:
    graph = _graph(of)
    graph.remove_nodes_from([key for key, degree in list(graph.degree()) if degree == 0])
    return float(nx.community.modularity(graph, found, weight="strength"))


def _graph(of: Network) -> "nx.Graph":
    graph = nx.Graph()
    graph.add_nodes_from(of.organisations)
    for (one, other), strength in zip(of.ties, of.strength, strict=True):
        graph.add_edge(one, other, strength=strength)
    return graph


def _weights(of: Network) -> Floats:
    place = {key: at for at, key in enumerate(of.organisations)}
    weights = np.zeros(len(place))
    for (one, other), strength in zip(of.ties, of.strength, strict=True):
        weights[place[one]] += strength
        weights[place[other]] += strength
    return weights


def _numbered(labels: Sequence[int]) -> list[int]:
    """Labels as numbers from 0, the most frequent first, then by first appearance."""
    counts = Counter(labels)
    first: dict[int, int] = {}
    for at, label in enumerate(labels):
        first.setdefault(label, at)
    order = sorted(counts, key=lambda label: (-counts[label], first[label]))
    number = {label: at for at, label in enumerate(order)}
    return [number[label] for label in labels]
