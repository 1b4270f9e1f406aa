"""Relations from evidence: by hand, and against a loop that asks every pair about every record."""

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given

from hanse.collaboration.journey.evidence import Evidence
from hanse.collaboration.journey.months import after, between
from hanse.collaboration.journey.relations import last_day, pair_of, relations, share
from hanse.collaboration.journey.rules import journey_rules
from tests.collaboration.journey.records import ON, K, ev, histories

RULES = journey_rules()


def test_pairs_come_from_records_of_several_parties() -> None:
    found = relations([ev(K.CONSORTIUM, 3, 1, 2), ev(K.CONTACT, 2, 1)], ON, RULES)
    assert list(found) == [(1, 2), (1, 3), (2, 3)]
    assert found[1, 2].counts == {K.CONSORTIUM: 1, K.CONTACT: 1}


def test_a_record_of_one_party_makes_no_relation() -> None:
    assert relations([ev(K.CONTACT, 1), ev(K.CONTACT, 2, 2)], ON, RULES) == {}


def test_nobody_is_related_to_itself() -> None:
    with pytest.raises(ValueError, match="no relation with itself"):
        pair_of(4, 4)
    assert pair_of(9, 2) == (2, 9)


def test_strength_by_hand() -> None:
    # A contact a half-life ago counts half; a running consortium of five counts 4 / 4 a pair.
    old = ev(K.CONTACT, 1, 2, since=after(ON, -60))
    running = ev(K.CONSORTIUM, 1, 2, 3, 4, 5, since=date(2020, 1, 1))
    found = relations([old, running], ON, RULES)
    assert found[1, 2].strength == pytest.approx(0.5 + 1.0, abs=1e-3)
    assert found[3, 4].strength == pytest.approx(1.0)


def test_a_record_without_days_counts_as_one_half_life_old_and_gives_no_dates() -> None:
    (relation,) = relations([ev(K.AGREEMENT, 1, 2, since=None)], ON, RULES).values()
    assert relation.strength == pytest.approx(1.5)
    assert (relation.first, relation.last, relation.quiet) == (None, None, True)
    assert relations([ev(K.AGREEMENT, 1, 2, since=None)], ON, RULES, undated=False) == {}


def test_what_comes_later_is_not_known_yet() -> None:
    later = ev(K.MEETING, 1, 2, since=date(2026, 7, 1))
    assert relations([later], ON, RULES) == {}


def test_last_days() -> None:
    assert last_day(ev(K.CONTACT, 1, 2, since=date(2020, 5, 1)), ON, RULES) == date(2020, 5, 1)
    assert last_day(ev(K.AGREEMENT, 1, 2, since=date(2020, 5, 1)), ON, RULES) == ON
    ended = ev(K.AGREEMENT, 1, 2, since=date(2020, 5, 1), until=date(2021, 5, 1))
    assert last_day(ended, ON, RULES) == date(2021, 5, 1)
    assert last_day(replace(ended, until=date(2030, 1, 1)), ON, RULES) == ON


def test_a_relation_goes_quiet_after_three_years() -> None:
    record = ev(K.MEETING, 1, 2, since=date(2023, 6, 30))
    assert not relations([record], date(2026, 6, 30), RULES)[1, 2].quiet
    assert relations([record], date(2026, 7, 1), RULES)[1, 2].quiet


def test_months() -> None:
    assert after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert after(date(2024, 3, 31), -13) == date(2023, 2, 28)
    assert after(date(2024, 12, 15), 12) == date(2025, 12, 15)
    assert between(date(2020, 1, 1), date(2021, 1, 1)) == pytest.approx(12, abs=0.05)


@given(histories())
def test_like_the_loop_over_all_pairs_and_records(evidence: list[Evidence]) -> None:
    found = relations(evidence, ON, RULES)
    keys = {key for each in evidence for key in each.parties}
    for pair in combinations(sorted(keys), 2):
        mine = [
            each
            for each in evidence
            if set(pair) <= set(each.parties) and (each.since is None or each.since <= ON)
        ]
        if not mine:
            assert pair not in found
            continue
        relation = found[pair]
        assert set(relation.evidence) == set(mine)
        assert relation.strength == pytest.approx(sum(share(each, ON, RULES) for each in mine))
        assert relation.first == min((e.since for e in mine if e.since), default=None)
        ends = [day for e in mine if (day := last_day(e, ON, RULES))]
        assert relation.last == max(ends, default=None)
        assert sum(relation.counts.values()) == len(mine)
