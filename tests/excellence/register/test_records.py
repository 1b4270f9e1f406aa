"""What the register says of a day: from the entries alone, and as it was known at the time."""

from datetime import date, timedelta

import pytest

from hanse.excellence.register.chain import Event
from hanse.excellence.register.records import Span, Standing, records, was_valid
from hanse.foundation.problems import HanseError
from tests.excellence.register.samples import BOATS, ENTRIES, Step, chained, said


def standing(label: str, day: date) -> Standing:
    answer = was_valid(ENTRIES, label, day)
    assert answer is not None
    assert answer.valid == (answer.standing is Standing.VALID)
    return answer.standing


@pytest.mark.parametrize(
    ("label", "day", "expected"),
    [
        ("HL-1", date(2024, 2, 29), Standing.NOT_YET),
        ("HL-1", date(2024, 3, 1), Standing.VALID),
        ("HL-1", date(2026, 2, 28), Standing.VALID),
        ("HL-1", date(2026, 3, 1), Standing.EXPIRED),
        ("HL-2", date(2025, 9, 30), Standing.VALID),
        ("HL-2", date(2025, 10, 1), Standing.SUSPENDED),
        ("HL-2", date(2025, 10, 31), Standing.SUSPENDED),
        ("HL-2", date(2025, 11, 1), Standing.VALID),
        ("HL-2", date(2027, 6, 1), Standing.EXPIRED),
        ("HL-4", date(2026, 3, 31), Standing.VALID),
        ("HL-4", date(2026, 4, 1), Standing.REVOKED),
        ("HL-4", date(2030, 1, 1), Standing.REVOKED),
        ("HL-5", date(2026, 3, 1), Standing.VALID),
    ],
)
def test_how_a_label_stood_on_a_day(label: str, day: date, expected: Standing) -> None:
    assert standing(label, day) is expected


def test_days_by_the_naive_rule() -> None:
    """Day by day over six years, against a rule written the other way round."""
    valid = {
        "HL-1": [(date(2024, 3, 1), date(2026, 2, 28))],
        "HL-2": [(date(2024, 6, 1), date(2025, 9, 30)), (date(2025, 11, 1), date(2026, 5, 31))],
        "HL-3": [(date(2025, 9, 1), date(2027, 8, 31))],
        "HL-4": [(date(2025, 12, 1), date(2026, 3, 31))],
        "HL-5": [(date(2026, 3, 1), date(2029, 2, 28))],
    }
    known = records(ENTRIES)
    for number in range(6 * 366):
        day = date(2024, 1, 1) + timedelta(days=number)
        for label, spans in valid.items():
            expected = any(first <= day <= last for first, last in spans)
            assert (known[label].standing(day) is Standing.VALID) == expected


def test_a_renewal_counts_back_but_was_not_known_before() -> None:
    day = date(2026, 3, 15)
    now = was_valid(ENTRIES, "HL-5", day)
    assert now is not None
    assert now.valid
    assert now.record.renews == "HL-1"
    assert was_valid(ENTRIES, "HL-5", day, known_on=day) is None
    known = was_valid(ENTRIES, "HL-5", day, known_on=date(2026, 4, 10))
    assert known is not None
    assert known.valid


def test_an_answer_names_the_entry_that_bears_on_it() -> None:
    found = [was_valid(ENTRIES, "HL-2", day) for day in (date(2025, 1, 1), date(2025, 10, 5))]
    assert [answer.entry.sequence for answer in found if answer] == [2, 4]
    early = was_valid(ENTRIES, "HL-2", date(2020, 1, 1))
    assert early is not None
    assert early.entry.sequence == 2


def test_a_label_never_entered_has_no_answer() -> None:
    assert was_valid(ENTRIES, "HL-99", date(2026, 1, 1)) is None


def test_a_correction_puts_facts_right_and_leaves_what_happened() -> None:
    steps: list[Step] = [
        ("HL-1", Event.AWARDED, date(2024, 3, 1), said()),
        ("HL-1", Event.SUSPENDED, date(2024, 5, 1), {"reason": ""}),
        (
            "HL-1",
            Event.CORRECTED,
            date(2024, 6, 1),
            said(**BOATS, valid_until=date(2026, 3, 31)),
        ),
    ]
    record = records(chained(steps))["HL-1"]
    assert (record.holder, record.country) == (BOATS["holder"], "PT")
    assert record.valid_until == date(2026, 3, 31)
    assert record.suspended == (Span(date(2024, 5, 1), None),)
    assert record.awarded == date(2024, 3, 1)
    assert [each.event for each in record.entries] == ["awarded", "suspended", "corrected"]
    before = records(chained(steps), known_on=date(2024, 5, 31))["HL-1"]
    assert before.country == "AT"


def test_a_revocation_that_does_not_stand_on_appeal_ends() -> None:
    steps: list[Step] = [
        ("HL-1", Event.AWARDED, date(2024, 3, 1), said()),
        ("HL-1", Event.SUSPENDED, date(2024, 5, 1), {"reason": ""}),
        ("HL-1", Event.REVOKED, date(2024, 6, 1), {"reason": ""}),
        ("HL-1", Event.REINSTATED, date(2024, 9, 1), {"reason": "the hearing came too late"}),
        ("HL-1", Event.REINSTATED, date(2024, 10, 1), {"reason": ""}),
    ]
    record = records(chained(steps))["HL-1"]
    days = [date(2024, month, 15) for month in (4, 5, 7, 9, 10)]
    assert [record.standing(day) for day in days] == [
        Standing.VALID,
        Standing.SUSPENDED,
        Standing.REVOKED,
        Standing.SUSPENDED,
        Standing.VALID,
    ]


def test_a_higher_label_takes_the_place_of_a_lower_one() -> None:
    steps: list[Step] = [
        ("HL-1", Event.AWARDED, date(2024, 3, 1), said()),
        ("HL-2", Event.AWARDED, date(2025, 3, 1), said(level="gold", valid_from=date(2025, 3, 1))),
        ("HL-1", Event.SUCCEEDED, date(2025, 3, 1), {"reason": ""}),
    ]
    record = records(chained(steps))["HL-1"]
    assert record.standing(date(2025, 2, 28)) is Standing.VALID
    assert record.standing(date(2025, 3, 1)) is Standing.SUCCEEDED


AWARD: Step = ("HL-1", Event.AWARDED, date(2024, 3, 1), said())


@pytest.mark.parametrize(
    "steps",
    [
        [AWARD, AWARD],
        [("HL-1", Event.SUSPENDED, date(2024, 3, 1), {})],
        [("HL-1", Event.CORRECTED, date(2024, 3, 1), said())],
        [AWARD, ("HL-1", Event.REINSTATED, date(2024, 4, 1), {})],
        [AWARD, *[("HL-1", Event.SUSPENDED, date(2024, 4, 1), {})] * 2],
        [AWARD, *[("HL-1", Event.REVOKED, date(2024, 4, 1), {})] * 2],
        [("HL-1", Event.AWARDED, date(2024, 3, 1), {"holder": "X"})],
        [("HL-1", Event.AWARDED, date(2024, 3, 1), {**said(), "valid_from": "soon"})],
    ],
)
def test_what_cannot_happen_to_a_label_is_refused(steps: list[Step]) -> None:
    with pytest.raises(HanseError, match="HL-1 cannot be"):
        records(chained(steps))
