"""Numbers and days as languages write them."""

import pytest
from django.utils import translation

from hanse.foundation.web.figures import Kind, day, shaped

NARROW = "\N{NARROW NO-BREAK SPACE}"
FIXED = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en-gb", "1,234,567.89"),
        ("de", "1.234.567,89"),
        ("fr", "1 234 567,89"),
        ("it", "1.234.567,89"),
        ("es", "1 234 567,89"),
        ("pl", "1 234 567,89"),
    ],
)
def test_groups_and_decimals_follow_the_language(language: str, written: str) -> None:
    with translation.override(language):
        found = shaped(1_234_567.891)
    assert found.replace(FIXED, " ").replace(NARROW, " ") == written


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        (0.0512, "percent", "5.1%"),
        (-0.0512, "percent", "\N{MINUS SIGN}5.1%"),
        (-0.0001, "percent", "0.0%"),
        (1234.6, "count", "1,235"),
        (2024, "year", "2024"),
        (1234.4, "money", "€1,234"),
        (None, "count", ""),
    ],
)
def test_kinds_of_figures_in_english(value: float | None, kind: Kind, written: str) -> None:
    with translation.override("en-gb"):
        assert shaped(value, kind) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("en-gb", "27 November 2026"), ("de", "27. November 2026"), ("fr", "27 novembre 2026")],
)
def test_a_day_follows_the_language(language: str, written: str) -> None:
    with translation.override(language):
        assert day("2026-11-27T10:15:00+01:00") == written


def test_what_is_no_day_stays() -> None:
    assert day("soon") == "soon"
    assert day("") == ""
