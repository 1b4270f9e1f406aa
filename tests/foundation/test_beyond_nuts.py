"""Aggregates and other countries are told from regions and from mistakes."""

import pytest

from hanse.foundation.beyond_nuts import why_no_region
from hanse.foundation.geography import VINTAGES, countries, regions

AGGREGATE = "an aggregate, not a region"


AGGREGATES = """
    EU EU15 EU27_2007 EU27_2020 EU28 EU_V EA EA19 EA20 EA21 EFTA EEA EEA30_2007 EX_EU27_2020
    EXT_EU28 NMS13 OECD WORLD DE_TOT FX
"""


@pytest.mark.parametrize("code", AGGREGATES.split())
def test_aggregates(code: str) -> None:
    assert {why_no_region(code, vintage) for vintage in VINTAGES} == {AGGREGATE}


@pytest.mark.parametrize("code", ["US", "JP", "CN", "MD", "GE", "AM", "RU", "NA"])
def test_countries_that_never_had_regions(code: str) -> None:
    for vintage in VINTAGES:
        assert why_no_region(code, vintage) == f"a country without regions in NUTS {vintage}"


@pytest.mark.parametrize(
    ("code", "has_none"),
    [("UA", 2021), ("BA", 2021), ("XK", 2016), ("UK", 2024), ("AL", 2013)],
)
def test_countries_that_have_regions_in_other_vintages(code: str, has_none: int) -> None:
    for vintage in VINTAGES:
        assert bool(why_no_region(code, vintage)) is (code not in regions(vintage))
    assert why_no_region(code, has_none)


def test_no_region_of_a_vintage_is_taken_for_something_else() -> None:
    for vintage in VINTAGES:
        assert not [code for code in regions(vintage) if why_no_region(code, vintage)]


@pytest.mark.parametrize("code", ["", "XX", "XX9", "DE99", "US1", "EUX", "EU_X", "EU280", "UKI1"])
def test_other_codes_stay_unknown(code: str) -> None:
    assert {why_no_region(code, vintage) for vintage in (2013, 2024)} == {""}


def test_greece_has_regions_whatever_it_is_called() -> None:
    assert countries()["EL"].iso == "GR"
    assert {why_no_region(code, year) for code in ("EL", "GR") for year in VINTAGES} == {""}
