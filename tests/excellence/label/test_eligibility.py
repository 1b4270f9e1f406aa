"""Eligibility: each rule at its edge, what is missing in words, and the procedure's file."""

from datetime import date
from pathlib import Path

import pytest

from hanse.excellence.label.clock import Validity
from hanse.excellence.label.eligibility import Case, Stated, judge, missing_statements
from hanse.excellence.label.procedure import Procedure, procedure, read_procedure
from hanse.excellence.label.workflow import Route
from hanse.foundation.problems import HanseError
from hanse.foundation.reference import reference_path

ON = date(2026, 6, 15)
WHOLE: dict[str, Stated] = {
    "staff": 0.5,
    "members": 15,
    "firms": 10,
    "research": 5,
    "public": 0,
    "activities": 3,
    "web_page": "https://cluster.example",
}


@pytest.fixture(scope="module")
def ours() -> Procedure:
    return procedure("hanse_label", "2026")


def wanting(ours: Procedure, rule: str, case: Case, on: date = ON) -> str | None:
    """What the rule says is missing; None where it is met."""
    rules = [each for each in ours.rules if each.code == rule]
    (judged,) = judge(rules, case, on)
    assert (judged.met is True) == (judged.wanting is None)
    return None if judged.wanting is None else str(judged.wanting)


@pytest.mark.parametrize(
    ("rule", "statements", "said"),
    [
        ("staff", {"staff": 0.5}, None),
        ("staff", {"staff": 0.49}, "0.5 needed; 0.49 stated, 0.01 short."),
        ("members", {"members": 15}, None),
        ("members", {"members": 12}, "15 needed; 12 stated, 3 short."),
        ("members", {}, "Not stated yet."),
        ("member_kinds", {"firms": 9, "research": 1, "public": 0}, None),
        (
            "member_kinds",
            {"firms": 15, "research": 0, "public": 0},
            "2 kinds are needed; 1 stated.",
        ),
        ("member_kinds", {"firms": 15, "research": 2}, "Not stated yet."),
        ("web_page", {"web_page": "https://cluster.example"}, None),
        ("web_page", {"web_page": "  "}, "Not stated yet."),
        ("partners", {"members": 12}, None),
        ("partners", {"members": 11}, "12 needed; 11 stated, 1 short."),
        ("half_firms", {"members": 12, "firms": 6}, None),
        ("half_firms", {"members": 13, "firms": 6}, "50 % needed; 46.15 % stated."),
        ("half_firms", {"members": 0, "firms": 0}, "50 % needed; 0 % stated."),
        ("activities", {"activities": 3}, None),
        ("activities", {"activities": 2}, "3 needed; 2 stated, 1 short."),
    ],
)
def test_rules_on_statements(
    ours: Procedure, rule: str, statements: dict[str, Stated], said: str | None
) -> None:
    assert wanting(ours, rule, Case(statements=statements)) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], "No benchmarking is confirmed yet."),
        (
            [date(2024, 12, 1)],
            "Only one benchmarking is confirmed. A second one counts from 2026-06-01 to "
            "2026-12-01.",
        ),
        ([date(2024, 12, 1), date(2026, 6, 1)], None),
        ([date(2026, 6, 1), date(2024, 12, 1)], None),
        ([date(2024, 6, 1), date(2026, 6, 1)], None),
        (
            [date(2024, 5, 31), date(2026, 6, 1)],
            "The latest benchmarking is of 2026-06-01; after that of 2024-05-31 it had to be from "
            "2025-11-30 to 2026-05-31.",
        ),
        # One in between does no harm.
        ([date(2024, 12, 1), date(2026, 2, 1), date(2026, 6, 1)], None),
    ],
)
def test_the_second_benchmarking(ours: Procedure, days: list[date], said: str | None) -> None:
    assert wanting(ours, "second_benchmarking", Case(benchmarked=days)) == said


def test_a_recent_benchmarking(ours: Procedure) -> None:
    assert wanting(ours, "recent_benchmarking", Case(benchmarked=[date(2025, 6, 15)])) is None
    assert wanting(ours, "recent_benchmarking", Case(benchmarked=[date(2025, 6, 14)])) == (
        "The latest benchmarking is of 2025-06-14; it must be of 2025-06-15 or later."
    )


def test_improvements_and_red_lights(ours: Procedure) -> None:
    assert wanting(ours, "improvements", Case(improvements=3)) is None
    assert wanting(ours, "improvements", Case(improvements=2)) == "3 are needed; 2 described."
    assert wanting(ours, "no_red", Case(reds=0)) is None
    assert wanting(ours, "no_red", Case(reds=2)) == "Red lights on criteria with a minimum: 2."
    assert wanting(ours, "no_red", Case()) is not None


def test_what_is_not_known_is_neither_met_nor_unmet(ours: Procedure) -> None:
    judged = judge(ours.rules_of("gold", renewal=False), Case(), ON)
    assert {each.rule.code: each.met for each in judged} == {
        "staff": None,
        "members": None,
        "member_kinds": None,
        "web_page": None,
        "recent_benchmarking": False,
        "no_red": None,
    }


def test_a_level_asks_only_for_statements_its_rules_read(ours: Procedure) -> None:
    asked = [each.code for each in ours.statements_of("bronze", renewal=False)]
    assert asked == ["staff", "members", "firms", "research", "public", "web_page"]
    statements = ours.statements_of("bronze", renewal=False)
    assert missing_statements(statements, Case(statements=WHOLE)) == ()
    part = Case(statements={**WHOLE, "public": None})
    assert [each.code for each in missing_statements(statements, part)] == ["public"]


def test_the_procedure_says_what_the_field_says(ours: Procedure) -> None:
    bronze, silver, gold = (ours.level(code) for code in ("bronze", "silver", "gold"))
    assert (bronze.route, silver.route, gold.route) == (Route.INTERVIEW, Route.AUDIT, Route.JOINT)
    assert (bronze.experts, silver.experts, gold.experts) == (1, 1, 2)
    assert (gold.national, gold.foreign) == (1, 1)
    assert (bronze.hours, silver.hours) == (3, 5)
    assert gold.visit_hours(renewal=False) == 2 * gold.visit_hours(renewal=True)
    assert bronze.validity == Validity(24, 36, 12)
    assert [each.validity.first_months for each in (silver, gold)] == [24, 24]
    assert [each.validity.grace_months for each in (silver, gold)] == [12, 12]
    assert (silver.renewal_basis, gold.renewal_basis) == ("hanse", "hanse")
    assert ours.rank("gold") > ours.rank("silver") > ours.rank("bronze")
    assert ours.limits.due_least_days == 14
    assert ours.limits.due_most_days == 21
    assert ours.conflicts.years == 3
    rules = {each.code: each.basis for each in ours.rules}
    assert rules["recent_benchmarking"] == "hanse"
    assert {basis for code, basis in rules.items() if code != "recent_benchmarking"} == {"field"}


def test_a_renewal_may_ask_for_less(ours: Procedure) -> None:
    assert "second_benchmarking" in ours.level("silver").rules(renewal=False)
    assert "second_benchmarking" not in ours.level("silver").rules(renewal=True)
    assert ours.level("bronze").rules(renewal=True) == ours.level("bronze").eligibility


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('code = "members"\nkind = "whole"', 'code = "people"\nkind = "whole"'), "no statement"),
        (('eligibility = ["staff",', 'eligibility = ["posts",'), "no rule posts"),
        (("foreign = 1", "foreign = 2"), "more places than experts"),
        (("due_most_days = 21", "due_most_days = 13"), "due_least_days exceeds"),
        (('route = "audit"', 'route = "by post"'), "levels.1.route"),
        (("years = 3", "years = 3\nmonths = 2"), "conflicts.months"),
        (('code = "silver"', 'code = "bronze"'), "codes must differ"),
        (('scheme = "hanse_label"', "scheme = hanse_label"), "is no TOML"),
    ],
)
def test_a_faulty_procedure_is_refused_with_its_place(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    text = reference_path("excellence/procedures/hanse_label/2026.toml").read_text("utf-8")
    assert change[0] in text
    path = tmp_path / "2026.toml"
    path.write_text(text.replace(*change, 1), "utf-8")
    with pytest.raises(HanseError) as caught:
        read_procedure(path)
    assert said in str(caught.value)


def test_a_procedure_that_is_not_there() -> None:
    with pytest.raises(HanseError, match="missing"):
        procedure("hanse_label", "1066")
