"""The rules as data: complete, changed by name only, and honest about what is to confirm."""

import math

import pytest

from hanse.foundation.problems import HanseError
from hanse.observatory.catalogue import CATALOGUE
from hanse.observatory.ratings.rules import (
    EUROPEAN_CLUSTER_OBSERVATORY,
    RULES,
    US_CLUSTER_MAPPING,
    Rule,
    rule_with,
)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_rule_is_complete(rule: Rule) -> None:
    conditions = [*rule.floors, *(c for each in rule.criteria for c in each.conditions)]
    assert set(rule.columns) <= set(CATALOGUE)
    used = {condition.number for condition in conditions} | {"smallest_population"}
    assert used == set(rule.numbers), "every number is used and every use has its number"
    assert len({each.code for each in rule.criteria}) == len(rule.criteria)
    assert all(number.lowest <= number.value <= number.highest for number in rule.numbers.values())


def test_what_the_sources_did_not_say_is_marked() -> None:
    open_numbers = {
        code: {name for name, number in rule.numbers.items() if not number.confirmed}
        for code, rule in RULES.items()
    }
    assert open_numbers == {
        "european_cluster_observatory": {"specialisation", "focus", "floor_employment"},
        "cluster_panorama": {
            "specialisation",
            "size",
            "productivity",
            "dynamism",
            "floor_employment",
        },
        "us_cluster_mapping": set(),
    }


def test_numbers_change_by_name_and_the_rule_itself_does_not() -> None:
    rule = rule_with(EUROPEAN_CLUSTER_OBSERVATORY, {"specialisation": 1.5, "floor_employment": 500})
    assert rule.numbers["specialisation"].value == 1.5
    assert rule.numbers["floor_employment"].value == 500
    assert rule.numbers["size"] == EUROPEAN_CLUSTER_OBSERVATORY.numbers["size"]
    assert EUROPEAN_CLUSTER_OBSERVATORY.numbers["specialisation"].value == 2.0


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("specialization", 1.5, "no number specialization"),
        ("size", 1.5, "size cannot be 1.5"),
        ("size", math.nan, "size cannot be nan"),
        ("specialisation", math.inf, "specialisation cannot be inf"),
        ("floor_employment", -1, "floor_employment cannot be -1"),
    ],
)
def test_other_names_and_numbers_are_refused(name: str, value: float, words: str) -> None:
    with pytest.raises(HanseError, match=words):
        rule_with(EUROPEAN_CLUSTER_OBSERVATORY, {name: value})


def test_an_unknown_name_is_answered_with_the_list() -> None:
    with pytest.raises(HanseError) as caught:
        rule_with(EUROPEAN_CLUSTER_OBSERVATORY, {"stars": 1})
    assert "size, specialisation, focus, floor_employment" in caught.value.remedy


def test_criteria_may_be_left_out() -> None:
    rule = rule_with(EUROPEAN_CLUSTER_OBSERVATORY, criteria=["focus", "star_size"])
    assert [each.code for each in rule.criteria] == ["star_size", "star_focus"]
    assert rule.columns == ("employment_persons", "focus")
    with pytest.raises(HanseError, match="no criterion beauty"):
        rule_with(EUROPEAN_CLUSTER_OBSERVATORY, criteria=["beauty"])
    with pytest.raises(HanseError, match="needs a criterion"):
        rule_with(US_CLUSTER_MAPPING, criteria=[])
