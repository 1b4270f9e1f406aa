"""Peer groups, bands, ladders and macro-regions."""

import pytest

from hanse.excellence.benchmark.macro_regions import macro_region_of, macro_regions
from hanse.excellence.benchmark.peers import (
    EVERYBODY,
    Band,
    Group,
    Ladder,
    Participant,
    traits_of,
)
from hanse.foundation.beyond_nuts import other_countries
from hanse.foundation.geography import countries

AGES = (Band("young", None, 4), Band("grown", 4, 10), Band("settled", 10, None))
SIZES = (Band("small", None, 50), Band("large", 50, None))
LADDER = Ladder("field", (("field", "country"), ("field", "macro_region"), ("field",), ()))


def participant(**given: object) -> Participant:
    known: dict[str, object] = {
        "id": "a",
        "field": "ict",
        "country": "DE",
        "macro_region": "western_europe",
        "founded": 2022,
        "size": 50.0,
        "answers": {},
    }
    return Participant(**(known | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(("founded", "age"), [(2023, "young"), (2022, "grown"), (2016, "settled")])
def test_bands_hold_from_low_to_below_high(founded: int, age: str) -> None:
    traits = traits_of(participant(founded=founded), year=2026, ages=AGES, sizes=SIZES)
    assert traits["age"] == age
    assert traits["size"] == "large"


def test_what_is_not_known_is_no_trait() -> None:
    traits = traits_of(
        participant(founded=None, size=None, country=""), year=2026, ages=AGES, sizes=SIZES
    )
    assert traits == {"field": "ict", "macro_region": "western_europe"}
    assert [group.code for group in LADDER.groups(traits)] == [
        "field=ict&macro_region=western_europe",
        "field=ict",
        "all",
    ]


def test_a_ladder_widens_from_country_to_macro_region_to_all() -> None:
    traits = traits_of(participant(), year=2026, ages=AGES, sizes=SIZES)
    assert [group.code for group in LADDER.groups(traits)] == [
        "field=ict&country=DE",
        "field=ict&macro_region=western_europe",
        "field=ict",
        "all",
    ]


@pytest.mark.parametrize("code", ["all", "field=ict", "field=ict&country=DE", "age=young"])
def test_group_codes_are_read_back(code: str) -> None:
    assert Group.from_code(code).code == code


@pytest.mark.parametrize("code", ["", "colour=red", "field=", "field"])
def test_other_codes_are_no_groups(code: str) -> None:
    with pytest.raises(ValueError, match="no peer group"):
        Group.from_code(code)


def test_a_group_holds_those_with_its_traits() -> None:
    group = Group.from_code("field=ict&country=DE")
    assert group.holds({"field": "ict", "country": "DE", "age": "young"})
    assert not group.holds({"field": "ict"})
    assert EVERYBODY.holds({})


def test_every_country_but_one_has_a_macro_region() -> None:
    every = [*countries(), *other_countries()]
    assert [code for code in every if not macro_region_of(code)] == ["AQ"]
    assert macro_region_of("GR") == macro_region_of("EL") == "southern_europe"
    assert macro_region_of("UK") == "northern_europe"
    assert macro_regions()["eastern_europe"].m49 == "151"


def test_no_country_is_in_two_macro_regions() -> None:
    placed = [country for each in macro_regions().values() for country in each.countries]
    assert len(placed) == len(set(placed)) > 240
