"""Eligibility: each rule at its edge, what is missing in words, and the way from label to label."""

from datetime import date

import pytest

from hanse.excellence.criteria.answers import Answer
from hanse.excellence.criteria.scheme import LabelScheme, scheme
from hanse.excellence.label.clock import Term
from hanse.excellence.label.eligibility import Case, Held, Judged, judge, red_criteria, way_to
from hanse.excellence.label.procedure import procedure
from hanse.excellence.label.states import LabelState

ON = date(2026, 6, 15)
PROCEDURE = procedure("hanse_label", "2026")


@pytest.fixture(scope="module")
def ours() -> LabelScheme:
    return scheme("hanse_label", "2026")


def judged(
    ours: LabelScheme, level: str, case: Case, *, on: date = ON, renewal: bool = False
) -> dict[str, Judged]:
    found = judge(ours, ours.level(level), PROCEDURE, case, on, renewal=renewal)
    for each in found:
        assert (each.met is True) == (each.wanting is None)
        assert str(each).endswith(".")
        assert "{" not in str(each) + str(each.wanting)
    return {each.code: each for each in found}


def wanting(ours: LabelScheme, rule: str, case: Case, level: str = "silver") -> str | None:
    """What the rule says is missing; None where it is met."""
    said = judged(ours, level, case)[rule].wanting
    return None if said is None else str(said)


@pytest.mark.parametrize(
    ("rule", "answers", "said"),
    [
        ("staff", {"staff_posts": 0.5}, None),
        ("staff", {"staff_posts": 0.49}, "0.5 needed; 0.49 answered, 0.01 short."),
        ("members", {"members_committed": 15.0}, None),
        ("members", {"members_committed": 12.0}, "15 needed; 12 answered, 3 short."),
        ("members", {}, "Not answered yet."),
        (
            "member_types",
            {"members_firms": 9.0, "members_research": 1.0, "members_public": 0.0},
            None,
        ),
        (
            "member_types",
            {"members_firms": 15.0, "members_research": 0.0, "members_public": 0.0},
            "2 needed; 1 answered, 1 short.",
        ),
        ("member_types", {"members_firms": 15.0, "members_research": 2.0}, "Not answered yet."),
        ("website", {"public_website": True}, None),
        ("website", {"public_website": False}, "The answer is no."),
    ],
)
def test_rules_on_answers(
    ours: LabelScheme, rule: str, answers: dict[str, Answer], said: str | None
) -> None:
    assert wanting(ours, rule, Case(answers=answers, year=2025), "bronze") == said


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
def test_the_second_benchmarking(ours: LabelScheme, days: list[date], said: str | None) -> None:
    assert wanting(ours, "second_benchmarking", Case(benchmarked=days)) == said


def test_a_recent_benchmarking(ours: LabelScheme) -> None:
    recent = Case(benchmarked=[date(2024, 1, 1), date(2025, 6, 15)])
    assert wanting(ours, "recent_benchmarking", recent, "gold") is None
    old = Case(benchmarked=[date(2025, 6, 14)])
    assert wanting(ours, "recent_benchmarking", old, "gold") == (
        "The latest benchmarking is of 2025-06-14; it must be of 2025-06-15 or later."
    )


def test_three_improvements(ours: LabelScheme) -> None:
    assert wanting(ours, "improvements", Case(improvements=3)) is None
    assert wanting(ours, "improvements", Case(improvements=2)) == "3 are needed; 2 described."


def test_red_lights_block_the_next_level(ours: LabelScheme) -> None:
    """One answer that proposes no points where gold asks for a minimum, then one that suffices."""
    criterion = next(
        each
        for each in ours.scored("silver")
        if each.gold_threshold and each.rule and each.rule.measure == "value"
    )
    assert criterion.rule is not None
    (question,) = criterion.rule.of
    bounds = criterion.rule.at_least
    assert bounds
    low: dict[str, Answer] = {question: 0.0}
    enough: dict[str, Answer] = {question: bounds[criterion.gold_threshold - 1]}
    silver = ours.level("silver")
    assert red_criteria(ours, silver, Case(answers=low, year=2025)) == (criterion.code,)
    assert red_criteria(ours, silver, Case(answers=enough, year=2025)) == ()
    assert red_criteria(ours, silver, Case()) is None
    assert wanting(ours, "no_red", Case(answers=low, year=2025)) == (
        f"Red lights on criteria with a minimum: {criterion.code}."
    )
    assert wanting(ours, "no_red", Case(answers=enough, year=2025)) is None
    assert wanting(ours, "no_red", Case()) == "Not answered yet."


@pytest.mark.parametrize(
    ("level", "renewal", "more"),
    [
        ("bronze", False, set()),
        ("bronze", True, set()),
        (
            "silver",
            False,
            {"recent_benchmarking", "second_benchmarking", "improvements", "no_red"},
        ),
        ("silver", True, {"recent_benchmarking"}),
        ("gold", False, {"recent_benchmarking", "no_red"}),
        ("gold", True, {"recent_benchmarking"}),
    ],
)
def test_which_rules_a_level_has(
    ours: LabelScheme, level: str, renewal: bool, more: set[str]
) -> None:
    found = judged(ours, level, Case(), renewal=renewal)
    assert set(found) == {each.code for each in ours.eligibility} | more
    assert {code for code, each in found.items() if each.basis == "hanse"} <= {
        "recent_benchmarking"
    }


# --- From label to label ------------------------------------------------------------------------

FOLLOWS = "Only holders of Bronze can apply for it."
TERM = Term(date(2024, 6, 3), date(2026, 3, 31), date(2027, 3, 31))


def held(level: str, state: str = "active", term: Term = TERM) -> Held:
    return Held(7, level, LabelState(state), term)


@pytest.mark.parametrize(
    ("level", "labels", "on", "renews", "said"),
    [
        ("bronze", [], ON, None, None),
        ("silver", [], ON, None, FOLLOWS),
        ("silver", [held("bronze")], date(2026, 1, 1), None, None),
        ("silver", [held("bronze", "grace")], ON, None, None),
        ("gold", [held("bronze")], date(2026, 1, 1), None, None),
        ("gold", [held("silver")], date(2026, 1, 1), None, None),
        (
            "silver",
            [held("bronze", "lapsed")],
            ON,
            None,
            FOLLOWS,
        ),
        (
            "silver",
            [held("bronze", "suspended")],
            ON,
            None,
            FOLLOWS,
        ),
        ("bronze", [held("silver")], date(2026, 1, 1), None, "A higher level is held already."),
        ("bronze", [held("bronze")], date(2025, 7, 1), 7, None),
        ("bronze", [held("bronze", "grace")], date(2027, 3, 31), 7, None),
        (
            "bronze",
            [held("bronze")],
            date(2025, 6, 29),
            7,
            "The label may be renewed from 2025-06-30 to 2027-03-31.",
        ),
        ("bronze", [held("bronze", "suspended")], date(2026, 1, 1), 7, "The label is suspended."),
        ("bronze", [held("bronze", "lapsed")], date(2028, 1, 1), None, None),
        ("bronze", [held("bronze", "revoked")], ON, None, None),
    ],
)
def test_the_way_to_a_level(
    ours: LabelScheme, level: str, labels: list[Held], on: date, renews: int | None, said: str
) -> None:
    way = way_to(ours, ours.level(level), labels, on, opens_months=9)
    assert way.renews == renews
    assert (None if way.wanting is None else str(way.wanting)) == said
