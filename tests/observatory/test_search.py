"""The index of names: what is found, in which order, in spite of which mistakes."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.foundation.folding import fold, words_of
from hanse.foundation.geography import regions
from hanse.foundation.reference import reference_path
from hanse.observatory.search import KINDS, Entry, Index, edition_entries, index_of
from hanse.observatory.warehouse import Edition

ENTRIES = [
    Entry("region", "AT22", "Steiermark", detail="Austria", words="Austria Südösterreich"),
    Entry("region", "AT13", "Wien", detail="Austria", words="Austria Ostösterreich"),
    Entry("region", "FR10", "Île de France", detail="France", words="France"),
    Entry("region", "PL71", "Łódzkie", detail="Poland", words="Poland"),
    Entry("country", "AT", "Austria"),
    Entry("category", "automotive", "Automotive", "traded_local", words="traded"),
    Entry("category", "medical_devices", "Medical Devices", "emerging"),
    Entry("category", "medical_devices", "Medical Devices", "traded_local"),
    Entry("industry", "C2910", "Manufacture of motor vehicles", words="2910"),
    Entry("industry", "C3250", "Manufacture of medical and dental instruments", words="3250"),
    Entry("method", "location_quotient", "Location quotient"),
]


@pytest.fixture(scope="module")
def index() -> Index:
    return index_of(ENTRIES)


def codes(index: Index, query: str) -> list[str]:
    return [hit.entry.code for hit in index.search(query).hits]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Steiermark", "AT22"),
        ("steier", "AT22"),
        ("STEIERMARK", "AT22"),
        ("at22", "AT22"),
        ("Ile de France", "FR10"),
        ("france ile", "FR10"),
        ("Lodzkie", "PL71"),
        ("austria", "AT"),
        ("29.10", "C2910"),
        ("C29.10", "C2910"),
        ("dental", "C3250"),
        ("location_quotient", "location_quotient"),
        ("  quotient,  location ", "location_quotient"),
    ],
)
def test_what_is_meant_comes_first(index: Index, query: str, first: str) -> None:
    assert codes(index, query)[0] == first


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Steyermark", "AT22"),  # one letter instead of another
        ("Steiermrk", "AT22"),  # one left out
        ("Steiremark", "AT22"),  # two changed places
        ("stiermark", "AT22"),
        ("automtive", "automotive"),
        ("atuomot", "automotive"),  # a mistake in a word still being typed
        ("medcal devices", "medical_devices"),
    ],
)
def test_mistakes_are_forgiven(index: Index, query: str, first: str) -> None:
    assert codes(index, query)[0] == first


def test_a_whole_label_outdoes_its_parts(index: Index) -> None:
    found = index.search("medical devices")
    assert [hit.entry.scheme for hit in found.hits[:2]] == ["emerging", "traded_local"]
    assert [hit.score for hit in found.hits[:2]] == [1.0, 1.0]
    assert found.exact


def test_a_country_finds_its_regions_after_itself(index: Index) -> None:
    assert codes(index, "Austria") == ["AT", "AT22", "AT13"]


def test_without_a_hit_for_all_words_some_do(index: Index) -> None:
    found = index.search("Wien automotive")
    assert not found.exact
    assert {hit.entry.code for hit in found.hits} == {"AT13", "automotive"}


def test_counts_are_by_kind_in_order(index: Index) -> None:
    found = index.search("medical")
    assert found.counts() == {"category": 2, "industry": 1}
    assert [hit.entry.code for hit in found.of("industry")] == ["C3250"]


@pytest.mark.parametrize("query", ["", "   ", "?!", "\x00", "💥", "zzzzzzz"])
def test_nothing_is_found_for_nothing(index: Index, query: str) -> None:
    assert not index.search(query).hits


def test_small_words_count_only_when_alone(index: Index) -> None:
    assert codes(index, "the wien") == ["AT13"]
    assert "C2910" in codes(index, "of")


def test_folding_keeps_letters_and_loses_marks() -> None:
    assert fold(" ŁÓDŹ ") == "lodz"
    assert fold("Straße Ærø İzmir") == "strasse aero izmir"
    assert words_of("C29.10, and others") == ["c2910", "and", "others"]


@given(st.text(max_size=300))
def test_any_text_is_searched_for(query: str) -> None:
    found = index_of(ENTRIES).search(query)
    assert found.query == query
    assert sum(found.counts().values()) == len(found.hits)
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


@given(st.sampled_from(ENTRIES))
def test_every_entry_is_found_by_its_code_and_by_its_label(entry: Entry) -> None:
    index = index_of(ENTRIES)
    for query in (entry.code, entry.label, entry.label.upper()):
        best = index.search(query).hits[0].score
        assert [h.score for h in index.search(query).hits if h.entry == entry] == [best]


def test_an_edition_offers_all_that_has_a_page(demo_edition: Edition) -> None:
    entries = edition_entries(demo_edition)
    assert {entry.kind for entry in entries} == set(KINDS)
    for kind, table in (
        ("region", "regions"),
        ("category", "categories"),
        ("industry", "industry_labels"),
    ):
        rows = demo_edition.query(f"SELECT count(*) FROM {table}").item()
        assert sum(entry.kind == kind for entry in entries) == rows
    assert [e.label for e in entries if e.kind == "country"] == ["Austria", "Portugal", "Slovenia"]
    methods = {entry.code for entry in entries if entry.kind == "method"}
    assert {"location_quotient", "theil_t", "cluster_panorama"} <= methods
    assert not any(code.endswith("_rank") for code in methods)


@pytest.mark.parametrize(
    ("name", "code"),
    [("Vienna", "AT13"), ("Styria", "AT22"), ("Lisbon", "PT17"), ("porto", "PT11")],
)
def test_regions_are_found_by_their_english_names(
    demo_edition: Edition, name: str, code: str
) -> None:
    found = index_of(edition_entries(demo_edition)).search(name)
    assert code in [hit.entry.code for hit in found.of("region")][:2]


def test_english_names_are_of_regions_that_exist() -> None:
    rows = pl.read_csv(reference_path("nuts/english_names.csv"), infer_schema=False)
    known = regions(2021)
    assert [code for code in rows["code"] if code not in known] == []
    assert rows["code"].is_unique().all()
