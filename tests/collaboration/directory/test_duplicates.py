"""Finding organisations again in spite of how their names are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from hanse.collaboration.directory.duplicates import (
    LIKELY,
    Duplicates,
    Known,
    name_key,
    website_host,
)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Łódź Technologie Sp. z o.o.", "lodz technologie sp z oo"),
        ("Müller & Söhne GmbH", "muller sohne"),
        ("Straßen-Cluster e.V.", "strassen cluster"),
        ("Proplast  S.r.l.", "proplast"),
        ("Århus Fødevarer A/S", "arhus fodevarer a s"),
        ("GmbH", "gmbh"),
        ("…", ""),
    ],
)
def test_names(name: str, key: str) -> None:
    assert name_key(name) == key


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.Example.org/about", "example.org"),
        ("example.org", "example.org"),
        ("http://example.org:8080", "example.org"),
        ("https://www.facebook.com/example", ""),
        ("", ""),
        ("nonsense", ""),
        ("http://[", ""),
    ],
)
def test_hosts(address: str, host: str) -> None:
    assert website_host(address) == host


KNOWN = Duplicates(
    [
        Known(1, ("Alpine Timber Cluster", "Alpenholz-Cluster"), "AT", "https://timber.example"),
        Known(2, ("Ria Boats Cluster",), "PT", "https://boats.example"),
        Known(3, ("Twin Association",), "AT"),
        Known(4, ("Twin Association e.V.",), "AT"),
    ]
)


@pytest.mark.parametrize(
    ("names", "country", "website", "key", "sure", "by"),
    [
        (["ALPINE TIMBER CLUSTER Ltd."], "AT", "", 1, True, "name"),
        (["Alpenholz Cluster"], "AT", "", 1, True, "name"),
        (["Twin Association"], "AT", "", 3, False, "name"),
        (["Alpine Timbers Cluster"], "AT", "", 1, False, "likeness"),
        (["Alpine Timbers Cluster"], "AT", "http://www.timber.example", 1, True, "likeness"),
        (["Something Else"], "AT", "timber.example", 1, False, "website"),
    ],
)
def test_found(names: list[str], country: str, website: str, key: int, sure: bool, by: str) -> None:
    found = KNOWN.find(names, country, website)
    assert found
    assert (found.key, found.sure, found.by) == (key, sure, by)


def test_not_found() -> None:
    assert KNOWN.find(["Alpine Timber Cluster"], "DE") is None
    assert KNOWN.find(["Quite Another"], "AT", "https://elsewhere.example") is None
    assert KNOWN.find([""], "AT") is None


words = st.sampled_from(["alpine", "timber", "cluster", "boats", "ria", "metal", "net"])
names = st.lists(words, min_size=1, max_size=4).map(" ".join)


@given(st.lists(names, max_size=8), names)
def test_as_a_naive_search_finds_them(known: list[str], asked: str) -> None:
    found = Duplicates(Known(at, (name,), "AT") for at, name in enumerate(known)).find(
        [asked], "AT"
    )
    alike = [fuzz.token_sort_ratio(name_key(asked), name_key(name)) for name in known]
    if asked in known:
        assert found
        assert known[found.key] == asked
        assert found.sure == (known.count(asked) == 1)
    elif alike and max(alike) >= LIKELY:
        assert found
        assert found.likeness == max(alike) == alike[found.key]
        assert not found.sure
    else:
        assert found is None
