"""What is read as a whole number, and what is not."""

import pytest

from hanse.foundation.web.numbers import number_sent


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("007", 7),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("9" * 5000, None),
        ("-1", None),
        ("+1", None),
        ("1.0", None),
        ("1_000", None),
        (" 1", None),
        ("", None),
        ("\N{ARABIC-INDIC DIGIT THREE}", None),
        ("\N{SUPERSCRIPT TWO}", None),
        ("1\0", None),
    ],
)
def test_numbers_as_they_are_sent(text: str, number: int | None) -> None:
    assert number_sent(text) == number
