"""Generations by hand tables, and what holds for every history."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from hanse.collaboration.journey.evidence import Evidence
from hanse.collaboration.journey.generations import (
    consortium_reached,
    next_step,
    number_of,
    reached,
)
from hanse.collaboration.journey.relations import known, relations
from hanse.collaboration.journey.rules import journey_rules, read_rules
from hanse.collaboration.journey.words import RULE_WORDS
from hanse.foundation.problems import HanseError
from hanse.foundation.reference import reference_path
from tests.collaboration.journey.records import ON, K, ev, histories

RULES = journey_rules()
COUNTRIES = {1: "AT", 2: "DE", 3: "FR", 4: "AT", 5: "AT", 6: "IT", 7: ""}

CASES = [
    ("nothing", [], []),
    ("a contact", [ev(K.CONTACT, 1, 2, since=date(2024, 3, 1))], [(1, date(2024, 3, 1), "met")]),
    (
        "an agreement without a contact before",
        [ev(K.AGREEMENT, 1, 2, since=date(2024, 3, 1))],
        [(1, date(2024, 3, 1), "worked"), (2, date(2024, 3, 1), "worked")],
    ),
    (
        "contact, then agreement",
        [
            ev(K.CONTACT, 1, 2, since=date(2023, 1, 1)),
            ev(K.AGREEMENT, 1, 2, since=date(2024, 3, 1)),
        ],
        [(1, date(2023, 1, 1), "met"), (2, date(2024, 3, 1), "worked")],
    ),
    (
        "two exchanges in a month count after half a year",
        [
            ev(K.EXCHANGE, 1, 2, since=date(2024, 1, 1)),
            ev(K.EXCHANGE, 1, 2, since=date(2024, 1, 20)),
        ],
        [(1, date(2024, 1, 1), "met"), (2, date(2024, 7, 1), "stayed")],
    ),
    (
        "two exchanges this year do not yet",
        [
            ev(K.EXCHANGE, 1, 2, since=date(2026, 1, 1)),
            ev(K.EXCHANGE, 1, 2, since=date(2026, 6, 1)),
        ],
        [(1, date(2026, 1, 1), "met")],
    ),
    (
        "a consortium of three countries",
        [ev(K.CONSORTIUM, 1, 2, 3, since=date(2025, 5, 5))],
        [
            (1, date(2025, 5, 5), "joined"),
            (2, date(2025, 5, 5), "joined"),
            (3, date(2025, 5, 5), "allied"),
        ],
    ),
    (
        "a consortium of two countries",
        [ev(K.CONSORTIUM, 1, 2, 4, since=date(2025, 5, 5))],
        [(1, date(2025, 5, 5), "joined"), (2, date(2025, 5, 5), "joined")],
    ),
    (
        "three projects over three years",
        [
            ev(K.SHARED_PROJECT, 1, 2, since=date(2020, 1, 1)),
            ev(K.SHARED_PROJECT, 1, 2, since=date(2021, 1, 1)),
            ev(K.AGREEMENT, 1, 2, since=date(2022, 1, 1)),
        ],
        [
            (1, date(2020, 1, 1), "worked"),
            (2, date(2020, 1, 1), "worked"),
            (3, date(2023, 1, 1), "steady"),
        ],
    ),
    (
        "an agreement nobody knows the day of",
        [ev(K.AGREEMENT, 1, 2, since=None)],
        [(1, None, "worked"), (2, None, "worked")],
    ),
]


@pytest.mark.parametrize(("name", "evidence", "expected"), CASES, ids=[case[0] for case in CASES])
def test_by_hand(
    name: str, evidence: list[Evidence], expected: list[tuple[int, date | None, str]]
) -> None:
    steps = reached(known(evidence, ON), ON, COUNTRIES, RULES)
    assert [(each.number, each.on, each.way) for each in steps] == expected


def test_what_a_higher_generation_implies_is_said() -> None:
    steps = reached([ev(K.AGREEMENT, 1, 2)], ON, COUNTRIES, RULES)
    assert [each.implied for each in steps] == [True, False]


@given(histories())
def test_dates_rise_and_time_takes_nothing_back(evidence: list[Evidence]) -> None:
    earlier = date(2023, 6, 30)
    then = relations(evidence, earlier, RULES)
    for pair, relation in relations(evidence, ON, RULES).items():
        steps = reached(relation.evidence, ON, COUNTRIES, RULES)
        assert [each.number for each in steps] == list(range(1, len(steps) + 1))
        days = [each.on or date.max for each in steps]
        assert days == sorted(days)
        assert all(each.on is None or each.on <= ON for each in steps)
        if pair in then:
            before = reached(then[pair].evidence, earlier, COUNTRIES, RULES)
            assert number_of(before) <= number_of(steps)
            # What was reached by then is exactly what is dated by then.
            dated = [each for each in steps if each.on is not None and each.on <= earlier]
            if all(each.since for each in relation.evidence):
                assert number_of(before) == number_of(dated)


def test_a_consortium_by_hand() -> None:
    young = ev(K.CONSORTIUM, 1, 2, 3, since=date(2025, 12, 1))
    related = relations([young], ON, RULES)
    assert number_of(consortium_reached(young, related, ON, COUNTRIES, RULES)) == 1
    a_year_on = date(2026, 12, 1)
    steps = consortium_reached(
        young, relations([young], a_year_on, RULES), a_year_on, COUNTRIES, RULES
    )
    assert [(each.number, each.on) for each in steps] == [
        (1, date(2025, 12, 1)),
        (2, date(2026, 12, 1)),
        (3, date(2026, 12, 1)),
    ]


def test_half_of_the_pairs_cooperating_on_other_work_makes_the_second_generation() -> None:
    consortium = ev(K.CONSORTIUM, 1, 4, since=date(2026, 1, 1))
    other = ev(K.AGREEMENT, 1, 4, since=date(2026, 3, 1))
    alone = consortium_reached(consortium, relations([consortium], ON, RULES), ON, COUNTRIES, RULES)
    assert number_of(alone) == 1
    steps = consortium_reached(
        consortium, relations([consortium, other], ON, RULES), ON, COUNTRIES, RULES
    )
    assert [(each.number, each.on, each.way) for each in steps] == [
        (1, date(2026, 1, 1), "formed"),
        (2, date(2026, 3, 1), "working"),
    ]


def test_a_consortium_that_ended_within_a_year_never_got_further() -> None:
    short = ev(K.CONSORTIUM, 1, 2, 3, since=date(2020, 1, 1), until=date(2020, 6, 1))
    steps = consortium_reached(short, relations([short], ON, RULES), ON, COUNTRIES, RULES)
    assert number_of(steps) == 1
    with pytest.raises(ValueError, match="no consortium"):
        consortium_reached(ev(K.CONTACT, 1, 2), {}, ON, COUNTRIES, RULES)


@pytest.mark.parametrize(
    ("evidence", "step"),
    [
        ([ev(K.CONTACT, 1, 2)], "exchange"),
        ([ev(K.CONTACT, 1, 2), ev(K.EXCHANGE, 1, 2)], "project"),
        ([ev(K.SHARED_PROJECT, 1, 2)], "agreement"),
        ([ev(K.AGREEMENT, 1, 2)], "consortium"),
        ([ev(K.CONSORTIUM, 1, 2, 4)], "widen"),
        ([ev(K.CONSORTIUM, 1, 2, 3)], "review"),
        ([ev(K.CONTACT, 1, 2, since=date(2019, 1, 1))], "revive"),
    ],
)
def test_the_next_step(evidence: list[Evidence], step: str) -> None:
    relation = relations(evidence, ON, RULES)[1, 2]
    number = number_of(reached(relation.evidence, ON, COUNTRIES, RULES))
    found = next_step(relation, number, RULES)
    assert found is not None
    assert found.code == step


@given(histories())
def test_every_relation_of_a_generation_has_a_next_step(evidence: list[Evidence]) -> None:
    for relation in relations(evidence, ON, RULES).values():
        number = number_of(reached(relation.evidence, ON, COUNTRIES, RULES))
        assert number == 0 or next_step(relation, number, RULES) is not None


def test_every_text_of_the_rules_can_be_translated() -> None:
    said = {RULES.decided_by}
    said |= {each.reason for each in RULES.weight}
    said |= {way.reason for each in RULES.generation for way in each.way}
    said |= {way.reason for each in RULES.consortium for way in each.way}
    said |= {text for each in RULES.next for text in (each.text, each.reason)}
    assert said == RULE_WORDS


def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path) -> None:
    text = reference_path("collaboration/journey/rules.toml").read_text(encoding="utf-8")
    path = tmp_path / "rules.toml"
    path.write_text(text.replace("weight = 3.0", "weight = -3.0", 1), encoding="utf-8")
    with pytest.raises(HanseError, match="greater than 0"):
        read_rules(path)
    path.write_text(text.replace('kind = "contact"', 'kind = "meeting"', 1), encoding="utf-8")
    with pytest.raises(HanseError, match="Every kind of evidence has one weight"):
        read_rules(path)
