"""The demo's benchmarkings: one in each state on the way, of fictitious organisations."""

from datetime import date

import pytest

from hanse.excellence.web.benchmarking_answers import sheet_of
from hanse.excellence.web.demo.benchmarkings import make_benchmarkings
from hanse.excellence.web.models.benchmarking import BenchmarkingState

pytestmark = pytest.mark.django_db


def test_there_is_one_in_each_state_on_the_way() -> None:
    made = make_benchmarkings(date(2026, 6, 1))
    assert {each.state for each in made} == set(BenchmarkingState) - {BenchmarkingState.CONFIRMED}
    for each in made:
        assert each.organisation.fictitious
        assert each.organisation.name.startswith("Fictitious")
        sheet = sheet_of(each)
        assert len(sheet.given) > 40
        assert all(row.by is not None and row.by.fictitious for row in sheet.rows.values())
    interview = next(each for each in made if each.state == BenchmarkingState.INTERVIEW)
    sheet = sheet_of(interview)
    assert 20 < len(sheet.reviews) < len(sheet.given)
    assert {review.verdict for review in sheet.reviews.values()} == {"confirmed", "corrected"}
    assert sheet.final() != sheet.given
