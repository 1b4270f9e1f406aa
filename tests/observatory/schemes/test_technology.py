"""Eurostat's technology and knowledge intensity, at two and three digits."""

import polars as pl
import pytest

from hanse.foundation.sectors import classification
from hanse.observatory.schemes.loader import Scheme, scheme

NACE = classification("nace_rev2")
TWO = scheme("technology_2digit")
THREE = scheme("technology_3digit")


def divisions(loaded: Scheme, category: str) -> list[int]:
    rows = loaded.members.filter(pl.col("category") == category)
    return [int(code[1:]) for code in rows["industry"]]


def placed(loaded: Scheme) -> dict[str, str]:
    table = loaded.leaf_members(NACE)
    return dict(zip(table["industry"], table["category"], strict=True))


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("high_technology", [21, 26]),
        ("medium_high_technology", [20, 27, 28, 29, 30]),
        ("medium_low_technology", [19, 22, 23, 24, 25, 33]),
        ("low_technology", [*range(10, 19), 31, 32]),
        ("high_tech_kis", [59, 60, 61, 62, 63, 72]),
        ("market_kis", [50, 51, 69, 70, 71, 73, 74, 78, 80]),
        ("financial_kis", [64, 65, 66]),
        ("other_kis", [58, 75, 84, 85, 86, 87, 88, 90, 91, 92, 93]),
        ("market_lkis", [45, 46, 47, 49, 52, 55, 56, 68, 77, 79, 81, 82, 95]),
        ("other_lkis", [53, 94, 96, 97, 98, 99]),
    ],
)
def test_two_digits_as_eurostat_lists_them(category: str, expected: list[int]) -> None:
    assert divisions(TWO, category) == expected


KIS = [50, 51, *range(58, 67), *range(69, 76), 78, 80, *range(84, 89), *range(90, 94)]
LKIS = [45, 46, 47, 49, 52, 53, 55, 56, 68, 77, 79, 81, 82, *range(94, 100)]
"""Knowledge-intensive and other services as a whole, as public research scripts list them."""


@pytest.mark.parametrize("loaded", [TWO, THREE], ids=["2 digits", "3 digits"])
def test_services_are_knowledge_intensive_or_not_as_others_list_them(loaded: Scheme) -> None:
    for ending, expected in (("_kis", KIS), ("_lkis", LKIS)):
        codes = [code for code in loaded.categories if code.endswith(ending)]
        assert sorted(each for code in codes for each in divisions(loaded, code)) == expected
    for code in loaded.categories:
        if code.endswith("kis"):
            assert divisions(TWO, code) == divisions(THREE, code)


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("high_technology", [21, 26, 303]),
        ("medium_high_technology", [20, 254, 27, 28, 29, 30, 325]),
        ("medium_low_technology", [182, 19, 22, 23, 24, 25, 301, 33]),
        ("low_technology", [*range(10, 19), 31, 32]),
    ],
)
def test_manufacturing_at_three_digits_as_eurostat_lists_it(
    category: str, expected: list[int]
) -> None:
    assert divisions(THREE, category) == expected


def test_all_manufacturing_and_services_are_placed_once() -> None:
    for loaded in (TWO, THREE):
        coverage = loaded.coverage(NACE)
        assert coverage.several == ()
        sections = {leaf[0] for leaf in coverage.unplaced}
        assert sections == {"A", "B", "D", "E", "F"}
        assert not sections & {leaf[0] for leaf in coverage.placed}


def test_three_digits_move_five_groups() -> None:
    before, after = placed(TWO), placed(THREE)
    moved = {leaf: after[leaf] for leaf in before if before[leaf] != after[leaf]}
    groups = {
        "C182": "medium_low_technology",
        "C254": "medium_high_technology",
        "C301": "medium_low_technology",
        "C303": "high_technology",
        "C325": "medium_high_technology",
    }
    assert moved == {
        leaf: category for group, category in groups.items() for leaf in NACE.leaves_under(group)
    }


def test_it_is_said_to_be_eurostats() -> None:
    for loaded in (TWO, THREE):
        assert loaded.decided_by.startswith("Eurostat")
        assert {category.kind for category in loaded.categories.values()} == {"technology"}
