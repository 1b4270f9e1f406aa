"""The index of the directory: rules by hand, and everything against a plain search."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.collaboration.search.documents import Document, Place
from hanse.collaboration.search.index import Index, Wanted, asked_words, index_of
from tests.collaboration.search import naive

TODAY = date(2026, 11, 28)
WORDS = ("wood", "wooden", "timber", "tamber", "bio", "biology", "biotechnology", "nano", "é2")


def a_few() -> Index:
    return index_of(
        [
            Document(
                1,
                ("Łódź Textile Cluster", "Klaster Włókienniczy"),
                ((Place.SUMMARY, "Advanced fabrics and fibres"), (Place.WHERE, "Poland")),
                {"kind": ("cluster",), "service": ("funding", "skills")},
                TODAY,
            ),
            Document(
                2,
                ("Biotechnology Valley",),
                ((Place.SUMMARY, "Textile implants, among others"), (Place.WHERE, "Spain")),
                {"kind": ("cluster",), "service": ("funding",)},
                TODAY - timedelta(days=200),
            ),
            Document(3, ("Textile Works",), ((Place.WHERE, "Poland"),), {"kind": ("firm",)}),
        ]
    )


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("lodz", [1]),
        ("ŁÓDŹ", [1]),
        ("wlokienniczy", [1]),
        ("textile", [3, 1, 2]),  # at the beginning of a name, in a name, in a text
        ("text", [3, 1, 2]),
        ("textiel", [3, 1, 2]),
        ("biotecnology", [2]),
        ("biotecno", [2]),  # a mistake in a word not typed to its end
        ("the textile of poland", [3, 1]),
        ("fibers", [1]),
        ("textile valley", [2]),
        ("zebra", []),
        ("", [1, 2, 3]),
    ],
)
def test_words_find(words: str, keys: list[int]) -> None:
    assert list(a_few().search(Wanted(words), TODAY).keys) == keys


def test_what_was_meant_is_said_and_words_that_nobody_has_in_all_are_told() -> None:
    found = a_few().search(Wanted("textiel"), TODAY)
    assert found.exact
    assert found.meant == {"textiel": ["textile"]}
    some = a_few().search(Wanted("valley zebra"), TODAY)
    assert (some.keys, some.exact, some.meant) == ([2], False, {})


def test_counts_of_a_facet_leave_out_what_is_chosen_in_it() -> None:
    found = a_few().search(Wanted(chosen={"kind": ("cluster",), "service": ("skills",)}), TODAY)
    assert found.keys == [1]
    assert found.facets["kind"] == {"cluster": 1}
    assert found.facets["service"] == {"funding": 2, "skills": 1}
    assert found.facets["freshness"] == {"fresh": 1}


def test_two_codes_of_a_facet_widen_and_two_facets_narrow() -> None:
    index = a_few()
    both = index.search(Wanted(chosen={"kind": ("cluster", "firm")}), TODAY)
    assert both.total == 3
    aged = index.search(Wanted(chosen={"kind": ("cluster",), "freshness": ("ageing",)}), TODAY)
    assert aged.keys == [2]
    assert index.search(Wanted(chosen={"kind": ("unknown",)}), TODAY).total == 0
    assert index.search(Wanted(chosen={"unheard_of": ("x",)}), TODAY).total == 0


def test_orders() -> None:
    index = a_few()
    assert index.search(Wanted(sort="name"), TODAY).keys == [2, 1, 3]
    assert index.search(Wanted(sort="freshness"), TODAY).keys == [1, 2, 3]
    assert index.search(Wanted(sort="name", offset=1, limit=1), TODAY).keys == [1]
    assert index.search(Wanted(sort="name", offset=9), TODAY).keys == []


def test_a_change_hides_the_former_self_and_what_goes_is_gone() -> None:
    index = a_few()
    later = index.changed([Document(3, ("Amber Works",), facets={"kind": ("public",)})], gone=[2])
    assert len(later) == 2
    assert (3 in later, 2 in later) == (True, False)
    assert later.search(Wanted("textile"), TODAY).keys == [1]
    assert later.search(Wanted(sort="name"), TODAY).keys == [3, 1]
    assert later.search(Wanted(), TODAY).facets["kind"] == {"cluster": 1, "public": 1}
    back = later.changed([], gone=[3])
    assert back.search(Wanted(), TODAY).keys == [1]
    assert index.search(Wanted(), TODAY).total == 3, "the first index is as it was"


def test_an_empty_index_finds_nothing() -> None:
    found = index_of([]).search(Wanted("anything"), TODAY)
    assert (found.total, found.keys) == (0, [])
    grown = index_of([]).changed([Document(7, ("Seven",))])
    assert grown.search(Wanted("sevn"), TODAY).keys == [7]


def test_words_that_say_nothing_are_left_out_unless_alone() -> None:
    assert asked_words("the wood of the wood") == ["wood"]
    assert asked_words("of the") == ["of", "the"]
    assert len(asked_words(" ".join(f"w{n}" for n in range(20)))) == 8


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
documents = st.lists(
    st.builds(
        Document,
        key=st.just(0),
        names=st.tuples(texts) | st.tuples(texts, texts),
        texts=st.lists(st.tuples(st.sampled_from(Place), texts), max_size=2).map(tuple),
        facets=st.fixed_dictionaries(
            {"kind": st.tuples(st.sampled_from("ab"))},
            optional={"service": st.lists(st.sampled_from("xyz"), max_size=3).map(tuple)},
        ),
        confirmed=st.none() | st.dates(date(2024, 1, 1), date(2027, 1, 1)),
        active=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    ),
    max_size=12,
).map(lambda found: [replace(each, key=10 + at) for at, each in enumerate(found)])
questions = st.builds(
    Wanted,
    words=st.lists(
        st.sampled_from([*WORDS, "timbe", "bioligy", "biotehnolo", "w"]), max_size=3
    ).map(" ".join),
    chosen=st.dictionaries(
        st.sampled_from(["kind", "service", "freshness"]),
        st.lists(st.sampled_from(["a", "x", "y", "fresh", "ageing"]), max_size=2),
        max_size=2,
    ),
    sort=st.sampled_from(["relevance", "name", "freshness"]),
)


@given(documents, documents, st.sets(st.integers(10, 22)), questions)
def test_it_finds_what_reading_everything_finds(
    first: list[Document], later: list[Document], gone: set[int], wanted: Wanted
) -> None:
    """Also after changes: some documents replaced, some new, some gone."""
    index = index_of(first).changed(later, gone)
    now = {each.key: each for each in (*first, *later)}
    left = [each for key, each in now.items() if key not in gone]
    keys, facets, exact, scores = naive.search(left, wanted, TODAY)
    found = index.search(replace(wanted, limit=100), TODAY)
    assert found.total == index.total(wanted, TODAY) == len(keys)
    assert {name: counts for name, counts in found.facets.items() if counts} == {
        name: counts for name, counts in facets.items() if counts
    }
    assert found.exact == exact or not left
    assert set(found.keys) == set(keys)
    if wanted.sort != "relevance" or not wanted.words:
        assert list(found.keys) == keys
    else:  # steps of a score may fall to either side
        apart = [scores[key] for key in found.keys]
        assert all(one >= other - 0.011 for one, other in pairwise(apart))
    pages = [
        key
        for offset in range(0, len(keys) + 3, 3)
        for key in index.search(replace(wanted, offset=offset, limit=3), TODAY).keys
    ]
    assert pages == list(found.keys)
