"""The status of a figure is the worst of what it rests on."""

import pytest

from hanse.observatory.catalogue import CATALOGUE
from hanse.observatory.statuses import status_columns, status_of
from hanse.observatory.tables import Status

ROW = {
    "employment_persons": 120.0,
    "employment_persons_status": "estimated",
    "value_added_eur": None,
    "value_added_eur_status": "withheld",
    "establishments_count": 4.0,
    "establishments_count_status": "observed",
    "location_quotient": 1.2,
    "location_quotient_rank": 3,
    "productivity_eur": None,
    "employment_growth_cagr": None,
    "employment_growth_cagr_status": "missing",
    "relatedness_density": None,
}


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("employment_persons", "estimated"),
        ("establishments_count", "observed"),
        ("location_quotient", "estimated"),
        ("location_quotient_rank", "estimated"),
        ("value_added_eur", "withheld"),
        ("productivity_eur", "withheld"),
        ("employment_growth_cagr", "missing"),
        ("relatedness_density", "missing"),
    ],
)
def test_the_status_of_a_figure(code: str, status: Status) -> None:
    assert status_of(code, ROW) == status


def test_a_figure_that_is_there_although_an_input_is_withheld_says_so() -> None:
    row = {"employment_persons": 5.0, "employment_persons_status": "withheld"}
    assert status_of("employment_persons", row) == "withheld"


def test_a_sum_without_status_is_as_observed() -> None:
    assert status_of("employment_persons", {"employment_persons": 5.0}) == "observed"


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_figure_of_the_catalogue_has_columns_that_tell(code: str) -> None:
    assert status_columns(code)
