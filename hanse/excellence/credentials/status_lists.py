"""Lists of revoked and suspended credentials: one bit each (W3C Bitstring Status List 1.0)."""

import zlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from hanse.excellence.credentials.moments import first_moment, last_moment
from hanse.excellence.credentials.multibase import base64url, from_base64url
from hanse.foundation.problems import HanseError

Purpose = Literal["revocation", "suspension"]

PURPOSES: Final[tuple[Purpose, ...]] = ("revocation", "suspension")
SIZE: Final = 131_072
"""Bits of a list: the least the standard allows, so that a place says nothing of its holder."""

_MOST_BYTES: Final = 4 * 1024 * 1024
_GZIP: Final = 31
"""zlib's word for gzip framing; it writes no file name and the time 0."""
_HIGH: Final = 0x80


@dataclass(frozen=True, slots=True)
class Place:
    """Where the status of a credential stands: a list's address and a place in it, from 0."""

    purpose: Purpose
    address: str
    index: int


def entry(place: Place) -> dict[str, Any]:
    """`place` as a credential names it."""
    return {
        "id": f"{place.address}#{place.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": place.purpose,
        "statusListIndex": str(place.index),
        "statusListCredential": place.address,
    }


def free_index(taken: Collection[int], draw: Callable[[int], int], *, size: int = SIZE) -> int:
    """A place nobody has had, drawn at random, so that places do not tell who came when.

    draw: gives a number from 0 up to, not including, its argument, such as `secrets.randbelow`.
    Raises `HanseError` when more than half of the list is taken: then a new one is due.
    """
    if 2 * len(taken) >= size:
        raise HanseError(
            "Half of the places of this status list are taken.", remedy="Open a new list."
        )
    while (index := draw(size)) in taken:
        pass
    return index


def encoded(indices: Iterable[int], *, size: int = SIZE) -> str:
    """The list in which the bits at `indices` are set, as text; the same bits give the same text.

    Most significant bit first, gzip, multibase base64url. Raises `ValueError` for a place outside.
    """
    bits = bytearray(size // 8)
    for index in indices:
        if not 0 <= index < size:
            raise ValueError(f"A status list of {size} bits has no place {index}.")
        bits[index // 8] |= _HIGH >> index % 8
    return base64url(zlib.compress(bytes(bits), level=9, wbits=_GZIP))


def decoded(text: str) -> bytes:
    """The bits of a list, eight to a byte. Raises `HanseError` for what is no list, or too long."""
    try:
        reader = zlib.decompressobj(wbits=_GZIP)
        bits = reader.decompress(from_base64url(text), _MOST_BYTES)
    except zlib.error as error:
        raise HanseError("This status list is not gzip.", why=str(error)) from error
    if not reader.eof or len(bits) * 8 < SIZE:
        raise HanseError(
            "This status list has the wrong length.",
            why=f"It has {len(bits) * 8} bits, or is cut off; at least {SIZE} are asked for.",
        )
    return bits


def is_set(bits: bytes, index: int) -> bool:
    """Whether the bit at `index` is set. Raises `HanseError` for a place outside the list."""
    if not 0 <= index < len(bits) * 8:
        raise HanseError(f"This status list has no place {index}.")
    return bool(bits[index // 8] & _HIGH >> index % 8)


def status_list(
    address: str,
    purpose: Purpose,
    indices: Iterable[int],
    *,
    issuer: str,
    valid_from: date,
    valid_until: date,
) -> dict[str, Any]:
    """The list as a credential of its own, to be signed.

    valid_until: the last day on which it may be relied on; an older copy says nothing of today.
    """
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": first_moment(valid_from),
        "validUntil": last_moment(valid_until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded(indices),
        },
    }
