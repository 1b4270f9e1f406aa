"""Where the organisations of a network stand in a drawing: the same network, the same places."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from hanse.collaboration.journey.network import Figures, Network

MOST_DRAWN: Final = 150
"""More organisations than this make a drawing that nobody can read."""
_ROUNDS: Final = 120
_SPREAD: Final = 2.2


@dataclass(frozen=True, slots=True)
class Drawn:
    """The part of a network that is drawn, and the place of each organisation, 0 to 1 both ways.

    left_out: how many organisations have ties, too, and are not drawn.
    """

    network: Network
    places: Mapping[int, tuple[float, float]]
    left_out: int


def drawn(of: Network, known: Figures, *, most: int = MOST_DRAWN, seed: int = 0) -> Drawn:
    """Places for the organisations with ties; of too many, those with the strongest ties.

    The method of Fruchterman and Reingold (1991), seeded, so that a page looks the same each time.
    """
    tied = sorted(
        (each for each in known.nodes if each.ties),
        key=lambda each: (-each.strength, each.organisation),
    )
    chosen = {each.organisation for each in tied[:most]}
    kept = [
        (pair, strength)
        for pair, strength in zip(of.ties, of.strength, strict=True)
        if pair[0] in chosen and pair[1] in chosen
    ]
    part = Network(
        tuple(sorted(chosen)),
        tuple(pair for pair, _ in kept),
        tuple(strength for _, strength in kept),
    )
    return Drawn(part, _places(part, seed), len(tied) - len(chosen))


def _places(of: Network, seed: int) -> dict[int, tuple[float, float]]:
    if not of.organisations:
        return {}
    graph = nx.Graph()
    graph.add_nodes_from(of.organisations)
    graph.add_edges_from(of.ties)
    count = len(of.organisations)
    found = nx.spring_layout(graph, k=_SPREAD / np.sqrt(count), iterations=_ROUNDS, seed=seed)
    points = np.array([found[key] for key in of.organisations])
    # Ranks in part: outliers would press all others into the middle.
    spread = (_scaled(points) + _scaled(points.argsort(axis=0).argsort(axis=0).astype(float))) / 2
    return {key: (float(x), float(y)) for key, (x, y) in zip(of.organisations, spread, strict=True)}


def _scaled(points: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.where(high > low, high - low, 1.0)
    return np.asarray(np.where(high > low, (points - low) / room, 0.5), dtype=np.float64)
