"""Status lists: bits in their order, the same bytes for the same bits, places never guessed."""

import base64
import gzip
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.excellence.credentials.status_lists import SIZE, decoded, encoded, free_index, is_set
from hanse.foundation.problems import HanseError
from tests.excellence.credentials import second_implementation as second
from tests.excellence.credentials.samples import signed_list

places = st.sets(st.integers(0, SIZE - 1), max_size=50)


def test_a_list_is_as_the_standard_says() -> None:
    text = encoded({0, 9, SIZE - 1})
    assert text[0] == "u"
    assert "=" not in text
    compressed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    assert compressed[:3] == b"\x1f\x8b\x08"
    assert compressed[4:8] == bytes(4)  # no time, so the same bits give the same file
    bits = gzip.decompress(compressed)
    assert len(bits) == 16_384
    assert (bits[0], bits[1], bits[-1]) == (0b1000_0000, 0b0100_0000, 0b0000_0001)
    assert not any(bits[2:-1])


@given(places)
def test_bits_come_back_and_agree_with_the_second(indices: set[int]) -> None:
    bits = decoded(encoded(indices))
    assert {each for each in range(SIZE) if bits[each // 8] and is_set(bits, each)} == indices
    document = {"credentialSubject": {"encodedList": encoded(indices)}}
    for each in {*list(indices)[:5], 0, 1, SIZE - 1}:
        assert second.status(document, each) == (each in indices)


def test_a_signed_list_names_its_days_and_its_purpose() -> None:
    document = signed_list("suspension", (5,))
    assert document["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert document["credentialSubject"]["statusPurpose"] == "suspension"
    assert document["validFrom"] == "2027-01-01T00:00:00Z"
    assert document["validUntil"] == "2027-01-08T23:59:59Z"


@pytest.mark.parametrize("index", [-1, SIZE])
def test_no_place_outside(index: int) -> None:
    with pytest.raises(ValueError, match="no place"):
        encoded({index})
    with pytest.raises(HanseError, match="no place"):
        is_set(bytes(SIZE // 8), index)


@pytest.mark.parametrize(
    "text",
    [
        "u",
        "uAAAA",
        "H4sI",
        "u" + base64.urlsafe_b64encode(gzip.compress(bytes(100))).decode().rstrip("="),
        "u" + base64.urlsafe_b64encode(gzip.compress(bytes(20_000))[:-9]).decode().rstrip("="),
    ],
    ids=["empty", "no gzip", "no multibase", "too short", "cut off"],
)
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(HanseError):
        decoded(text)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = base64.urlsafe_b64encode(gzip.compress(bytes(64 * 1024 * 1024))).decode().rstrip("=")
    with pytest.raises(HanseError, match="wrong length"):
        decoded(f"u{bomb}")


def test_places_are_drawn_from_the_whole_list_and_never_twice() -> None:
    source = random.Random(7)
    taken: set[int] = set()
    for _each in range(2_000):
        index = free_index(taken, source.randrange)
        assert index not in taken
        taken.add(index)
    quarter = SIZE // 4
    shares = [sum(part <= each // quarter < part + 1 for each in taken) for part in range(4)]
    assert all(400 < share < 600 for share in shares)
    assert free_index({1, 2}, _drawn([1, 2, 1, 3])) == 3


def _drawn(numbers: list[int]) -> Callable[[int], int]:
    left = iter(numbers)
    return lambda _size: next(left)


def test_a_list_half_full_takes_no_more() -> None:
    with pytest.raises(HanseError, match="Half of the places"):
        free_index(range(8), lambda size: size - 1, size=16)
    assert free_index(range(7), lambda size: size - 1, size=16) == 15
