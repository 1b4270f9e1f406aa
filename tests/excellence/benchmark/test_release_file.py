"""A release survives being kept, byte for byte, and the next one can be made from what was kept."""

import gzip
from datetime import date

import pytest

from hanse.excellence.benchmark.content import report
from hanse.excellence.benchmark.indicators import comparison
from hanse.excellence.benchmark.release_file import release_bytes, release_from_bytes
from hanse.excellence.benchmark.releases import make_release
from hanse.excellence.benchmark.synthetic import synthetic_participants

COMPARISON = comparison("2026")
PEOPLE = synthetic_participants(90, seed=8)


def test_a_release_is_kept_whole() -> None:
    first = make_release(PEOPLE[:70], COMPARISON, None, on=date(2026, 5, 1))
    again = release_from_bytes(release_bytes(first))
    assert release_bytes(again) == release_bytes(first)
    for one in PEOPLE[:5]:
        assert report(one, again, COMPARISON, seed=2) == report(one, first, COMPARISON, seed=2)
    after = make_release(PEOPLE, COMPARISON, first, on=date(2027, 5, 1))
    same = make_release(PEOPLE, COMPARISON, again, on=date(2027, 5, 1))
    assert release_bytes(after) == release_bytes(same)
    assert release_bytes(after) != release_bytes(first)


def test_bytes_of_another_form_are_refused() -> None:
    with pytest.raises(ValueError, match="form 9"):
        release_from_bytes(gzip.compress(b'{"form": 9}'))
