"""Certificates: what is missing on a day, how long they hold, and files that do not."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.excellence.certificates import (
    Achievement,
    Held,
    certificate_rules,
    expiry,
    holds,
    read_rules,
    reminder_due,
    renewed_expiry,
    standing,
    unmet,
)
from hanse.excellence.training.courses import course_rules
from hanse.foundation.problems import HanseError
from hanse.foundation.reference import reference_path

TODAY = date(2026, 6, 1)
RULES = certificate_rules()
EXPERT = RULES.of("benchmarking_expert")


def course(on: date, what: str = "tool_training") -> Achievement:
    return Achievement("course_completed", what, on)


def all_for_expert(on: date) -> list[Achievement]:
    return [
        course(on),
        Achievement("calibration_passed", "tool_training", on),
        Achievement("exam_passed", "tool_training", on),
    ]


def test_the_four_certificates_of_the_field_are_there() -> None:
    assert list(RULES.by_code) == [
        "benchmarking_expert",
        "benchmarking_trainer",
        "associate",
        "instructor",
    ]
    assert all(rule.basis == "field" for rule in RULES.certificate)


def test_every_course_and_certificate_that_is_asked_for_exists() -> None:
    courses = course_rules().by_code
    for rule in RULES.certificate:
        for each in (*rule.requirement, *rule.renewal):
            if each.kind.startswith(("course", "exam", "calibration", "field")):
                assert each.what in courses
    for course_rule in courses.values():
        assert set(course_rule.taught_by) <= RULES.by_code.keys()
        assert course_rule.needs_certificate in {"", *RULES.by_code}


def test_an_expert_needs_training_calibration_and_exam() -> None:
    assert not unmet(EXPERT.requirement, all_for_expert(date(2026, 3, 1)), on=TODAY)
    for left_out in range(3):
        some = [each for at, each in enumerate(all_for_expert(TODAY)) if at != left_out]
        assert [each.requirement for each in unmet(EXPERT.requirement, some, on=TODAY)] == [
            EXPERT.requirement[left_out]
        ]


def test_what_is_too_old_or_yet_to_come_does_not_count() -> None:
    training = EXPERT.requirement[0]
    assert not unmet([training], [course(date(2024, 6, 1))], on=TODAY)  # 24 months to the day
    assert unmet([training], [course(date(2024, 5, 31))], on=TODAY)
    assert unmet([training], [course(date(2026, 6, 2))], on=TODAY)
    assert unmet([training], [course(TODAY, "trainer_course")], on=TODAY)


def test_a_trainer_needs_a_certificate_that_holds_on_the_day() -> None:
    held = RULES.of("benchmarking_trainer").requirement[0]
    one = Achievement(
        "certificate_held", "benchmarking_expert", date(2023, 6, 2), until=date(2026, 6, 1)
    )
    assert not unmet([held], [one], on=TODAY)
    assert unmet([held], [one], on=TODAY + timedelta(days=1))
    assert unmet([held], [one], on=date(2023, 6, 1))


def test_amounts_are_added_up_and_told() -> None:
    hours, interviews, _ = EXPERT.renewal
    done = [
        Achievement("education_hours", "", date(2026, 1, 1), 7.5),
        Achievement("education_hours", "", date(2026, 2, 1), 4.0),
        Achievement("interviews", "", date(2022, 1, 1), 9),
    ]
    missing = unmet([hours, interviews], done, on=TODAY, since=date(2024, 1, 1))
    assert [(each.requirement.kind, each.have) for each in missing] == [
        ("education_hours", 11.5),
        ("interviews", 0),
    ]


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2023, 1, 14), "not yet"),
        (date(2023, 1, 15), "valid"),
        (date(2025, 7, 13), "valid"),
        (date(2025, 7, 14), "due"),
        (date(2026, 1, 14), "due"),
        (date(2026, 1, 15), "grace"),
        (date(2026, 7, 14), "grace"),
        (date(2026, 7, 15), "expired"),
    ],
)
def test_a_certificate_through_its_life(on: date, found: str) -> None:
    held = Held(date(2023, 1, 15), expiry(EXPERT, date(2023, 1, 15)))
    assert held.expires == date(2026, 1, 14)
    assert standing(EXPERT, held, on) == found
    assert holds(EXPERT, held, on) is (found in ("valid", "due"))


def test_suspended_and_revoked_come_before_time() -> None:
    held = Held(date(2023, 1, 15), date(2026, 1, 14), date(2024, 1, 1), date(2025, 1, 1))
    days = (date(2023, 12, 31), date(2024, 1, 1), date(2025, 1, 1), date(2027, 1, 1))
    assert [standing(EXPERT, held, day) for day in days] == [
        "valid", "suspended", "revoked", "revoked",
    ]  # fmt: skip


def test_a_renewal_counts_on_from_the_old_end_however_late() -> None:
    held = Held(date(2023, 1, 15), date(2026, 1, 14))
    assert renewed_expiry(EXPERT, held) == date(2029, 1, 14)


def test_reminders_come_on_three_days_and_never_for_the_revoked() -> None:
    held = Held(date(2023, 1, 15), date(2026, 1, 14))
    days = [held.expires - timedelta(days=back) for back in range(200)]
    assert sorted(left for day in days if (left := reminder_due(held, day)) is not None) == [
        7, 30, 90,
    ]  # fmt: skip
    gone = Held(held.issued, held.expires, revoked=date(2025, 1, 1))
    assert not any(reminder_due(gone, day) for day in days)


@given(
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.integers(0, 3000),
    st.sampled_from(RULES.certificate),
)
def test_it_holds_from_the_first_to_the_last_day_and_no_longer(issued, after, rule) -> None:  # type: ignore[no-untyped-def]
    held = Held(issued, expiry(rule, issued))
    on = issued + timedelta(days=after)
    assert holds(rule, held, on) is (on <= held.expires)


def test_a_file_with_a_fault_is_refused_with_its_line(tmp_path: Path) -> None:
    text = reference_path("excellence/certificates/2026.toml").read_text("utf-8")
    path = tmp_path / "certificates.toml"
    path.write_text(text.replace("valid_months = 36", "valid_months = 0", 1), "utf-8")
    with pytest.raises(HanseError, match=r"valid_months"):
        read_rules(path)
    path.write_text(text.replace('what = "associate"', 'what = "nobody"'), "utf-8")
    with pytest.raises(HanseError, match="asks for the certificate nobody"):
        read_rules(path)
