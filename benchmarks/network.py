"""The network of 2,000 organisations and 10,000 records: what each part of its page costs.

    .venv/bin/python -m benchmarks.network [organisations records]

Betweenness and communities are compared with NetworkX. Figures go to benchmarks/results/network.md.
"""

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import networkx as nx
import numpy as np

from benchmarks.measure import cores
from hanse.collaboration.journey import changes, drawing, generations, network
from hanse.collaboration.journey.relations import relations
from hanse.collaboration.journey.rules import journey_rules
from tests.collaboration.journey.records import history

ON = date(2026, 6, 30)
RESULTS = Path(__file__).parent / "results" / "network.md"


def main(organisations: int = 2000, records: int = 10_000) -> None:
    """Measure, print and write down."""
    rules = journey_rules()
    evidence = history(1, organisations, records)
    countries = {key: f"C{key * 30 // organisations}" for key in range(organisations)}
    lines: list[tuple[str, float]] = []

    def timed(name: str, work: Callable[[], Any]) -> Any:
        began = perf_counter()
        done = work()
        lines.append((name, perf_counter() - began))
        return done

    related = timed("Relations", lambda: relations(evidence, ON, rules))
    timed(
        "Generation of every pair",
        lambda: [
            generations.reached(each.evidence, ON, countries, rules) for each in related.values()
        ],
    )
    of = network.network(range(organisations), related)
    known = timed("All figures of the network", lambda: network.figures(of))
    timed("Drawing", lambda: drawing.drawn(of, known))
    days = [date(year, 12, 31) for year in range(2017, 2027)]
    years = dict.fromkeys(range(organisations), 2016)
    timed("Ten years", lambda: network.over_time(years, evidence, days, rules))
    timed(
        "Changes since last year",
        lambda: changes.changes(evidence, date(2025, 6, 30), ON, countries, rules),
    )
    timed("What followed each action", lambda: changes.followed(evidence, 24, ON))
    adjacent = network.adjacency(of)
    ours = timed("Betweenness alone", lambda: network.betweenness(adjacent))
    graph = nx.Graph(of.ties)
    graph.add_nodes_from(of.organisations)
    theirs = timed("Betweenness, NetworkX", lambda: nx.betweenness_centrality(graph))
    apart = float(np.abs(ours - [theirs[key] for key in of.organisations]).max())
    text = "\n".join(
        [
            "# The network of the journey",
            "",
            f"{organisations:,} organisations, {len(evidence):,} records, {len(related):,} pairs, "
            f"{len(of.ties):,} of them not quiet. Made up, seeded.",
            "",
            "| Part | Seconds |",
            "|---|---:|",
            *(f"| {name} | {seconds:.2f} |" for name, seconds in lines),
            "",
            f"Largest difference of betweenness from NetworkX: {apart:.1e}. The page keeps all of "
            "this for as long as the evidence does not change.",
            "",
            f"{cores()} cores; load average at the end: {os.getloadavg()[0]:.1f}.",
            "",
        ]
    )
    print(text)
    RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:3]))
