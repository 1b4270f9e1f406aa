"""Bytes as text that says how it is encoded: base58btc and base64url, and Ed25519 keys in it."""

import base64
import re
from typing import Final

from hanse.foundation.problems import HanseError

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES: Final = {sign: value for value, sign in enumerate(_ALPHABET)}
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*")
_ED25519: Final = bytes((0xED, 0x01))
"""What a Multikey of an Ed25519 public key begins with (W3C Controlled Identifiers, 2.2.2)."""
_KEY_BYTES: Final = 32
_LONGEST: Final = 200
"""Signs in a base58 text that we read; decoding takes time with the square of the length."""


def base58(content: bytes) -> str:
    """`content` in multibase base58btc: "z" and the digits."""
    number = int.from_bytes(content, "big")
    digits = []
    while number:
        number, digit = divmod(number, 58)
        digits.append(_ALPHABET[digit])
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + _ALPHABET[0] * zeros + "".join(reversed(digits))


def from_base58(text: str) -> bytes:
    """The bytes of a multibase base58btc text. Raises `HanseError` for any other."""
    digits = text[1:]
    if text[:1] != "z" or len(text) > _LONGEST or any(each not in _VALUES for each in digits):
        raise HanseError(
            "This is no text in base58btc.",
            where=text[:40],
            why="It begins with z and has at most 200 signs, without 0, O, I and l.",
        )
    number = 0
    for digit in digits:
        number = number * 58 + _VALUES[digit]
    zeros = len(digits) - len(digits.lstrip(_ALPHABET[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def base64url(content: bytes) -> str:
    """`content` in multibase base64url without padding: "u" and the signs."""
    return "u" + base64.urlsafe_b64encode(content).decode("ascii").rstrip("=")


def from_base64url(text: str) -> bytes:
    """The bytes of a multibase base64url text. Raises `HanseError` for any other."""
    signs = text[1:]
    # One sign over a whole number of bytes cannot be.
    if text[:1] != "u" or not _BASE64URL.fullmatch(signs) or len(signs) % 4 == 1:
        raise HanseError(
            "This is no text in base64url.",
            where=text[:40],
            why="It begins with u and has letters, digits, - and _ only, without padding.",
        )
    return base64.urlsafe_b64decode(signs + "=" * (-len(signs) % 4))


def multikey(public_key: bytes) -> str:
    """An Ed25519 public key of 32 bytes as a Multikey, such as z6Mk..."""
    if len(public_key) != _KEY_BYTES:
        raise ValueError("An Ed25519 public key has 32 bytes.")
    return base58(_ED25519 + public_key)


def from_multikey(text: str) -> bytes:
    """The 32 bytes of an Ed25519 public key. Raises `HanseError` for other kinds of keys."""
    content = from_base58(text)
    if content[:2] != _ED25519 or len(content) != len(_ED25519) + _KEY_BYTES:
        raise HanseError(
            "This is no Ed25519 public key.",
            where=text[:40],
            why="A Multikey of one holds 32 bytes after the mark of its kind.",
        )
    return content[2:]
