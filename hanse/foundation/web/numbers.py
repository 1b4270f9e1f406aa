"""Whole numbers as browsers send them, where no form reads them."""

from typing import Final

_DIGITS: Final = 18
"""So many fit into the column of any database; Python itself refuses to read some thousands."""


def number_sent(text: str) -> int | None:
    """The number that `text` is, from 0; None where it is none, or longer than 18 digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
