"""The network by hand, against NetworkX, and its files read back."""

import csv
import io
from datetime import date

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.collaboration.journey.drawing import drawn
from hanse.collaboration.journey.network import (
    Network,
    adjacency,
    betweenness,
    by_group,
    figures,
    network,
    over_time,
    reached_shares,
)
from hanse.collaboration.journey.network_files import Named, graphml, organisations_csv, ties_csv
from hanse.collaboration.journey.relations import relations
from hanse.collaboration.journey.rules import journey_rules
from tests.collaboration.journey.records import ON, K, ev, history

RULES = journey_rules()


def of(organisations: int, *ties: tuple[int, int]) -> Network:
    """A network of 0 to n - 1 with ties of strength 1."""
    kept = tuple(sorted({(min(t), max(t)) for t in ties}))
    return Network(tuple(range(organisations)), kept, tuple(1.0 for _ in kept))


def test_a_star_and_one_alone_by_hand() -> None:
    known = figures(of(5, (0, 1), (0, 2), (0, 3)))
    assert known.density == pytest.approx(3 / 10)
    assert (known.ties, known.tied, known.components) == (3, 4, 1)
    assert known.largest == pytest.approx(4 / 5)
    middle, leaf, alone = known.nodes[0], known.nodes[1], known.nodes[4]
    # Of the 6 pairs of others, the middle lies between the 3 of leaves.
    assert middle.bridging == pytest.approx(3 / 6)
    assert (leaf.bridging, alone.bridging) == (0.0, 0.0)
    assert leaf.reach == pytest.approx(3 / 4)
    assert (alone.reach, alone.ties, alone.community) == (0.0, 0, -1)
    assert (alone.component, middle.component) == (1, 0)


def test_two_triangles_with_a_bridge_are_two_communities() -> None:
    known = figures(of(6, (0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)))
    assert known.communities == 2
    assert [each.community for each in known.nodes] == [0, 0, 0, 1, 1, 1]
    # Newman (2004): sum of (ties inside / m - (degrees / 2m)^2), here 2 (3/7 - (7/14)^2).
    assert known.modularity == pytest.approx(2 * (3 / 7 - 0.25))
    assert known.nodes[2].bridging == pytest.approx(6 / 10)


def test_empty_and_tiny_networks() -> None:
    assert figures(of(0)).reach == 0.0
    assert figures(of(1)).density == 0.0
    two = figures(of(2, (0, 1)))
    assert (two.density, two.reach, two.nodes[0].bridging) == (1.0, 1.0, 0.0)
    assert figures(of(3)).modularity is None


graphs = st.integers(1, 12).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.sets(
            st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda t: t[0] != t[1])
        ),
    )
)


@given(graphs)
def test_betweenness_and_reach_like_networkx(drawn_: tuple[int, set[tuple[int, int]]]) -> None:
    count, ties = drawn_
    made = of(count, *ties)
    twin = nx.Graph()
    twin.add_nodes_from(range(count))
    twin.add_edges_from(ties)
    expected = nx.betweenness_centrality(twin)
    got = betweenness(adjacency(made))
    assert np.allclose(got, [expected[each] for each in range(count)])
    within = [
        len(nx.single_source_shortest_path_length(twin, each, cutoff=2)) - 1
        for each in range(count)
    ]
    assert np.allclose(reached_shares(adjacency(made)), np.array(within) / max(count - 1, 1))


def test_betweenness_in_blocks_is_the_same() -> None:
    """More organisations than a block holds."""
    found = network(range(700), relations(history(3, 700, 1500), ON, RULES))
    graph = nx.Graph()
    graph.add_nodes_from(found.organisations)
    graph.add_edges_from(found.ties)
    expected = nx.betweenness_centrality(graph)
    got = betweenness(adjacency(found))
    assert np.allclose(got, [expected[each] for each in found.organisations])


def test_quiet_relations_are_left_out_unless_asked_for() -> None:
    related = relations(
        [ev(K.CONTACT, 1, 2, since=date(2019, 1, 1)), ev(K.CONTACT, 2, 3)], ON, RULES
    )
    assert network([1, 2, 3], related).ties == ((2, 3),)
    assert network([1, 2, 3], related, quiet=True).ties == ((1, 2), (2, 3))
    assert network([1, 3], related, quiet=True).ties == ()


def test_over_time() -> None:
    evidence = [
        ev(K.AGREEMENT, 1, 2, since=date(2023, 5, 1)),
        ev(K.AGREEMENT, 2, 3, since=date(2024, 5, 1)),
        ev(K.AGREEMENT, 1, 3, since=None),
    ]
    first, second = over_time(
        {1: 2020, 2: 2020, 3: 2024}, evidence, [date(2023, 12, 31), date(2024, 12, 31)], RULES
    )
    assert (first.organisations, first.ties, first.density) == (2, 1, 1.0)
    assert (second.organisations, second.ties, second.components) == (3, 2, 1)
    assert second.density == pytest.approx(2 / 3)
    assert second.reach == 1.0


def test_by_group() -> None:
    groups = {0: ["AT"], 1: ["AT"], 2: ["DE"], 3: []}
    at, de = by_group(of(4, (0, 1), (1, 2), (2, 3)), groups)
    assert (at.group, at.organisations, at.tied, at.inside, at.across) == ("AT", 2, 2, 1, 1)
    assert at.density == 1.0
    assert (de.inside, de.across, de.density) == (0, 2, None)


def test_the_same_network_is_drawn_alike_and_a_large_one_in_part() -> None:
    found = network(range(300), relations(history(5, 300, 900), ON, RULES))
    known = figures(found, seed=1)
    one, again = drawn(found, known, most=100), drawn(found, known, most=100)
    assert one.places == again.places
    assert len(one.places) == 100
    assert one.left_out == known.tied - 100
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in one.places.values())
    assert len(set(one.places.values())) == 100
    assert figures(found, seed=1) == known


NAMES = {
    0: Named("a", "=Firm & Söhne", "firm", "AT"),
    1: Named("b", "Beta <B>", "cluster", "DE"),
    2: Named("c", "Gamma", "cluster", "FR"),
}


def test_files_are_read_back() -> None:
    made = of(3, (0, 1), (1, 2))
    known = figures(made)
    read = nx.parse_graphml(graphml(made, known, NAMES, {(0, 1): 2}).decode())
    assert dict(read.nodes["a"])["name"] == "=Firm & Söhne"
    assert read.nodes["b"]["bridging"] == pytest.approx(1.0)
    assert read.edges["a", "b"] == {"strength": 1.0, "generation": 2}
    ties = list(csv.DictReader(io.StringIO(ties_csv(made, NAMES, {(0, 1): 2}))))
    assert [(row["from"], row["to"], row["generation"]) for row in ties] == [
        ("a", "b", "2"),
        ("b", "c", "0"),
    ]
    assert ties[0]["from_name"] == "'=Firm & Söhne"
    listed = list(csv.DictReader(io.StringIO(organisations_csv(known, NAMES))))
    assert [row["ties"] for row in listed] == ["1", "2", "1"]
