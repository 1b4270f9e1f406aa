"""Figures drawn from answers: by hand, and never from a gap."""

from typing import Any

import pytest

from hanse.excellence.criteria.answers import Answer
from hanse.excellence.criteria.measures import Measure
from hanse.excellence.criteria.questionnaire import questionnaire
from tests.excellence.criteria.model_answers import MODEL

ASKED = questionnaire("2026")


def drawn(measure: str, *of: str, to: tuple[str, ...] = (), **changed: Any) -> float | None:
    """The figure drawn from the model answers with some changed."""
    answers: dict[str, Answer] = {**MODEL, **changed}
    rule = Measure.model_validate({"measure": measure, "of": of, "to": to})
    assert rule.faults(ASKED) == []
    return rule.drawn(ASKED, answers, year=2025)


def test_each_measure_by_hand() -> None:
    assert drawn("value", "events") == 22
    assert drawn("sum", "income_fees", "income_services") == pytest.approx(0.35)
    assert drawn("ratio", "members_committed", to=("members_all",)) == pytest.approx(0.8)
    assert drawn("count", "services") == 5
    assert drawn("count", "services", services=("none",)) == 0
    assert drawn("present", "members_firms", "members_public", members_public=0.0) == 1
    assert drawn("rank", "cost_control") == 3
    assert drawn("age", "founded") == 13
    assert drawn("share_true", "written_roles", "green_targets") == 0.5


@pytest.mark.parametrize(
    ("measure", "of", "to"),
    [
        ("value", ["events"], []),
        ("sum", ["income_fees", "events"], []),
        ("ratio", ["events"], ["members_all"]),
        ("ratio", ["members_all"], ["events"]),
        ("present", ["members_all", "events"], []),
    ],
)
def test_a_missing_answer_gives_no_figure(measure: str, of: list[str], to: list[str]) -> None:
    assert drawn(measure, *of, to=tuple(to), events=None) is None


def test_other_gaps_give_no_figure_either() -> None:
    assert drawn("count", "services", services=None) is None
    assert drawn("rank", "cost_control", cost_control=None) is None
    assert drawn("share_true", "written_roles", written_roles=None) is None
    assert drawn("age", "founded", founded=None) is None
    assert drawn("ratio", "events", to=("members_all",), members_all=0.0) is None


@pytest.mark.parametrize(
    ("measure", "of", "to", "said"),
    [
        ("value", ["events", "budget"], [], "one question, not 2"),
        ("value", ["nothing"], [], "does not ask nothing"),
        ("value", ["services"], [], "cannot be drawn from services"),
        ("count", ["cost_control"], [], "cannot be drawn from cost_control"),
        ("ratio", ["events"], [], "a ratio needs it"),
        ("sum", ["events"], ["budget"], "belongs to a ratio"),
    ],
)
def test_a_measure_says_why_it_cannot_be_drawn(
    measure: str, of: list[str], to: list[str], said: str
) -> None:
    rule = Measure.model_validate({"measure": measure, "of": of, "to": to})
    assert any(said in each for each in rule.faults(ASKED))
