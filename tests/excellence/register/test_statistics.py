"""Counts of the register, by hand and by a naive loop; refusals that nobody can single out."""

import random
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.excellence.register.chain import Event
from hanse.excellence.register.historical import history, parsed_history
from hanse.excellence.register.records import Standing, records
from hanse.excellence.register.statistics import Decision, by_year, counts, decision_counts
from hanse.foundation.problems import HanseError
from tests.excellence.register.samples import ENTRIES, Step, chained, said

KNOWN = list(records(ENTRIES).values())


def test_counts_of_a_day_by_hand() -> None:
    found = counts(KNOWN, date(2026, 3, 20))
    # HL-2 bronze PT, HL-3 gold AT, HL-4 silver SI, HL-5 bronze AT.
    assert (found.labels, found.holders) == (4, 3)
    assert found.by_country == {"AT": 2, "PT": 1, "SI": 1}
    assert found.by_level == {"bronze": 2, "gold": 1, "silver": 1}
    assert found.by_field == {
        "construction": 2,
        "production_and_engineering": 1,
        "transport_and_mobility": 1,
    }
    assert found.by_country_and_level[("AT", "gold")] == 1
    assert counts([], date(2026, 1, 1)).labels == 0


def test_counts_by_year_by_hand() -> None:
    rows = by_year(KNOWN, date(2026, 7, 1))
    assert [(row.year, row.as_of) for row in rows] == [
        (2024, date(2024, 12, 31)),
        (2025, date(2025, 12, 31)),
        (2026, date(2026, 7, 1)),
    ]
    assert [dict(row.awarded) for row in rows] == [
        {"bronze": 2},
        {"gold": 1, "silver": 1},
        {"bronze": 1},
    ]
    assert [dict(row.valid) for row in rows] == [
        {"bronze": 2},
        {"bronze": 2, "gold": 1, "silver": 1},
        {"bronze": 1, "gold": 1},
    ]
    assert [(row.holders, row.countries) for row in rows] == [(2, 2), (3, 3), (1, 1)]
    assert by_year([], date(2026, 7, 1)) == ()
    assert by_year(KNOWN, date(2020, 1, 1)) == ()


def test_counts_agree_with_a_naive_loop() -> None:
    source = random.Random(3)
    steps: list[Step] = []
    for number in range(300):
        start = date(source.randint(2012, 2025), source.randint(1, 12), 1)
        given = said(
            holder=f"Fictitious Cluster {number % 170}",
            country=source.choice(("AT", "PT", "SI", "EL")),
            level=source.choice(("bronze", "silver", "gold")),
            valid_from=start,
            valid_until=start.replace(year=start.year + 2),
        )
        steps.append((f"HL-{number}", Event.AWARDED, start, given))
        if source.random() < 0.1:
            later = start.replace(year=start.year + 1)
            steps.append((f"HL-{number}", Event.REVOKED, later, {"reason": ""}))
    known = list(records(chained(steps)).values())
    for row in by_year(known, date(2026, 5, 5)):
        naive = Counter(each.level for each in known if each.standing(row.as_of) is Standing.VALID)
        assert dict(row.valid) == dict(naive)
        assert sum(counts(known, row.as_of).by_country.values()) == sum(naive.values())


# --- Refusals and appeals ---------------------------------------------------------------------


def decisions(**years: int) -> list[Decision]:
    """So many refusals in each year, such as y2024=3."""
    return [
        Decision(date(int(year[1:]), 1 + number % 12, 1), "refused")
        for year, count in years.items()
        for number in range(count)
    ]


def test_years_are_put_together_until_there_are_enough() -> None:
    made = decisions(y2020=6, y2021=2, y2022=1, y2023=4, y2024=1)
    found = decision_counts(made, date(2025, 2, 1))
    assert [(each.first, each.last, each.count) for each in found] == [
        (2020, 2020, 6),
        (2021, 2023, 7),
        (2024, 2024, None),
    ]


def test_too_few_are_not_said() -> None:
    (found,) = decision_counts(decisions(y2024=4), date(2026, 1, 1))
    assert (found.first, found.last, found.count) == (2024, 2025, None)
    assert decision_counts([], date(2026, 1, 1)) == ()


def test_the_running_year_is_not_told() -> None:
    some = decisions(y2024=5, y2025=7)
    first, later = (decision_counts(some, day) for day in (date(2025, 12, 31), date(2026, 1, 1)))
    assert [each.count for each in first] == [5]
    assert [each.count for each in later] == [5, 7]


@given(st.lists(st.integers(2015, 2025), max_size=60), st.integers(2, 8))
def test_no_count_is_small_and_none_is_lost(years: list[int], fewest: int) -> None:
    made = [Decision(date(year, 6, 1), "refused") for year in years]
    found = decision_counts(made, date(2026, 1, 1), fewest=fewest)
    shown = [each.count for each in found if each.count is not None]
    assert all(count >= fewest for count in shown)
    assert 0 <= len(years) - sum(shown) < fewest
    assert [each.first for each in found[1:]] == [each.last + 1 for each in found[:-1]]
    assert not years or (found[0].first, found[-1].last) == (min(years), 2025)


@given(st.lists(st.integers(2018, 2025), max_size=40))
def test_what_was_told_is_told_unchanged_ever_after(years: list[int]) -> None:
    """So two releases differ by whole spans only, each with enough cases."""
    made = [Decision(date(year, 6, 1), "refused") for year in years]
    before: set[tuple[int, int, int]] = set()
    for year in range(2019, 2027):
        told = {
            (each.first, each.last, each.count)
            for each in decision_counts(made, date(year, 1, 1))
            if each.count is not None
        }
        assert before <= told
        before = told


# --- Totals of earlier years ------------------------------------------------------------------


def test_the_historical_totals_are_those_of_the_sources() -> None:
    found = {(each.what, each.when): (each.bound, each.number) for each in history().totals}
    assert found == {
        ("benchmarked", "2012"): ("exactly", 261),
        ("benchmarked", "2013"): ("over", 450),
        ("benchmarked", "2015"): ("over", 650),
        ("benchmarked", ""): ("exactly", 1292),
        ("bronze", "2013"): ("exactly", 320),
        ("gold", "2013"): ("exactly", 9),
        ("bronze", "2014-05"): ("exactly", 566),
        ("gold", "2014-05"): ("exactly", 42),
        ("gold", "2017-09"): ("exactly", 86),
        ("gold", "2021"): ("about", 120),
    }
    countries = {each.number: each.countries for each in history().totals if each.countries}
    assert countries == {320: 27, 566: 35, 1292: 48}
    assert all(each.source in history().sources for each in history().totals)
    assert history().totals[-1].year is None


@pytest.mark.parametrize(
    "found",
    [
        {},
        {"note": "", "sources": {}, "totals": [{"what": "gold", "number": 1, "source": "none"}]},
        {"note": "", "sources": {"a": {"other": ""}}, "totals": []},
    ],
)
def test_a_total_without_its_source_is_refused(found: dict[str, object]) -> None:
    with pytest.raises(HanseError):
        parsed_history(found, where="history.toml")
