"""The checks of the validated tier."""

from datetime import date

import pytest

from hanse.collaboration.directory.tiers import (
    Outcome,
    TierFacts,
    TierRules,
    may_be_validated,
    tier_checks,
)

DAY = date(2026, 3, 1)
GOOD = TierFacts(0.5, "https://example.org", date(2026, 2, 1), {"firm": 14, "research": 1})


def outcomes(facts: TierFacts, on: date = DAY) -> list[str]:
    return [each.outcome.value for each in tier_checks(facts, on)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (GOOD, ["met", "met", "met"]),
        (TierFacts(), ["not_met", "not_met", "not_met"]),
        (TierFacts(0.49, GOOD.website, GOOD.page_active, GOOD.members), ["not_met", "met", "met"]),
        (TierFacts(2, "", GOOD.page_active, GOOD.members), ["met", "not_met", "met"]),
        (TierFacts(2, GOOD.website, None, GOOD.members), ["met", "not_met", "met"]),
        (TierFacts(2, GOOD.website, date(2025, 3, 1), GOOD.members), ["met", "met", "met"]),
        (TierFacts(2, GOOD.website, date(2025, 2, 28), GOOD.members), ["met", "not_met", "met"]),
        (TierFacts(2, GOOD.website, DAY, {"firm": 15}), ["met", "met", "not_met"]),
        (TierFacts(2, GOOD.website, DAY, {"firm": 15, "public": 0}), ["met", "met", "not_met"]),
        (TierFacts(2, GOOD.website, DAY, {"firm": 13, "public": 1}), ["met", "met", "not_met"]),
    ],
)
def test_each_check_at_its_bound(facts: TierFacts, expected: list[str]) -> None:
    assert outcomes(facts) == expected
    assert may_be_validated(tier_checks(facts, DAY)) == ("not_met" not in expected)


def test_recognition_waives_what_is_not_met_and_names_the_programme() -> None:
    checks = tier_checks(TierFacts(staff_fte=3, recognised_by="A Programme"), DAY)
    assert [each.outcome for each in checks] == [Outcome.MET, Outcome.WAIVED, Outcome.WAIVED]
    assert str(checks[1].why) == "Waived: recognised by A Programme."
    assert may_be_validated(checks)
    assert not may_be_validated(tier_checks(TierFacts(3, recognised_by="  "), DAY))


def test_a_check_says_what_it_asks_and_why_it_came_out_so() -> None:
    staff, page, members = tier_checks(TierFacts(0.25, "x", None, {"firm": 3}), DAY)
    assert str(staff.asks) == "A management team of at least 0.5 full-time equivalents"
    assert str(staff.why) == "The team has 0.25 full-time equivalents."
    assert str(page.why) == "An officer has not yet looked at the web page."
    assert str(members.why) == "It has 3 members."


def test_rules_are_parameters() -> None:
    rules = TierRules(staff_fte=2, members=2, member_types=1, page_days=0)
    facts = TierFacts(1, "x", date(2026, 2, 28), {"firm": 2})
    assert [e.outcome.value for e in tier_checks(facts, DAY, rules)] == [
        "not_met", "not_met", "met",
    ]  # fmt: skip
