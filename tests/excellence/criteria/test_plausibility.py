"""Answers that cannot be true, and those that hardly are."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.excellence.criteria.answers import Answers
from hanse.excellence.criteria.plausibility import findings
from hanse.excellence.criteria.questionnaire import questionnaire
from tests.excellence.criteria.model_answers import MODEL

ASKED = questionnaire("2026")


FAULTS: list[tuple[str, str, dict[str, Any]]] = [
    ("income_adds_up", "error", {"income_fees": 0.5}),
    ("members_add_up", "error", {"members_firms": 60.0}),
    ("committed_within_all", "error", {"members_all": 40.0}),
    ("small_within_firms", "error", {"members_small": 50.0}),
    ("posts_within_people", "error", {"staff_posts": 5.5}),
    ("founded_in_the_past", "error", {"founded": 2026.0}),
    ("projects_within_members", "error", {"members_in_projects": 61.0}),
    ("social_within_members", "error", {"members_social": 61.0}),
    ("joined_within_members", "query", {"members_joined": 61.0}),
    ("budget_for_posts", "query", {"budget": 30000.0}),
    ("members_for_posts", "query", {"staff_posts": 0.25}),
    ("staff_turnover", "query", {"staff_left": 6.0}),
    ("members_turnover", "query", {"members_left": 31.0}),
    (
        "satisfaction_without_survey",
        "query",
        {"survey_response": 0.02, "members_satisfied": 1.0},
    ),
]


def found(before: Answers | None = None, **changed: Any) -> dict[str, str]:
    """Code -> level of what is found in the model answers with some changed."""
    answers = {**MODEL, **changed}
    return {each.code: each.level for each in findings(ASKED, answers, year=2025, before=before)}


def test_the_model_answers_are_plausible() -> None:
    assert found() == {}


@pytest.mark.parametrize(("code", "level", "changed"), FAULTS)
def test_each_check_finds_its_fault(code: str, level: str, changed: dict[str, Any]) -> None:
    assert found(**changed).get(code) == level


def test_every_check_is_tried_above() -> None:
    assert [code for code, _, _ in FAULTS] == [check.code for check in ASKED.checks]


def test_shares_typed_in_whole_per_cents_may_miss_a_hundredth() -> None:
    thirds: dict[str, Any] = {
        "income_fees": 0.33,
        "income_services": 0.33,
        "income_private_other": 0.33,
    }
    assert found(**thirds, income_public_core=0.0, income_public_projects=0.0) == {}
    assert "income_adds_up" in found(**thirds, income_public_core=0.0, income_public_projects=0.05)


def test_a_check_waits_for_its_answers_and_never_takes_a_gap_for_zero() -> None:
    assert found(income_fees=None) == {}
    assert found(staff_posts=None, budget=1.0) == {}
    assert found(staff_posts=0.0) == {}  # nothing is divided by zero


def test_errors_come_before_queries_with_their_fields() -> None:
    both = findings(
        ASKED, {**MODEL, "staff_left": 6.0, "founded": 2030.0}, year=2025, language="de"
    )
    assert [each.level for each in both] == ["error", "query"]
    assert both[0].fields == ("founded",)
    assert both[0].text.startswith("Die Clusterorganisation kann")


@pytest.mark.parametrize(
    ("then", "code"),
    [
        ({"members_all": 30.0}, "jump.members_all"),  # 75 now
        ({"members_all": 160.0}, "jump.members_all"),
        ({"members_met": 0.3}, "jump.members_met"),  # 0.7 now
        ({"founded": 2009.0}, "lasting.founded"),
        ({"field": "food"}, "lasting.field"),
    ],
)
def test_jumps_since_last_time_are_queried(then: dict[str, Any], code: str) -> None:
    assert found(before={**MODEL, **then}) == {code: "query"}


def test_an_answer_is_not_queried_twice() -> None:
    assert found(before={**MODEL, "staff_left": 0.0}, staff_left=9.0) == {"staff_turnover": "query"}


def test_small_changes_and_new_answers_are_no_jumps() -> None:
    near: dict[str, Any] = {
        "members_all": 70.0,
        "staff_people": 2.0,
        "members_met": 0.5,
        "legal_form": "public",
    }
    assert found(before={**MODEL, **near}) == {}
    assert found(before={}) == {}
    assert found(before={**MODEL, "founded": None}) == {}


@given(st.floats(1, 10000), st.floats(1, 10000))
def test_a_jump_is_one_in_both_directions(then: float, now: float) -> None:
    up = found(before={**MODEL, "press_reports": then}, press_reports=now)
    down = found(before={**MODEL, "press_reports": now}, press_reports=then)
    assert up == down
    jumped = abs(then - now) > 5 and max(then, now) > 2 * min(then, now)
    assert bool(up) is jumped
