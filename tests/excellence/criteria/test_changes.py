"""Answers carried over to a new version, and what changed since last time."""

from pathlib import Path

import pytest

from hanse.excellence.criteria.changes import (
    ChangeKind,
    answered,
    carried_over,
    changes,
    unanswered,
)
from hanse.excellence.criteria.questionnaire import questionnaire
from hanse.foundation.problems import HanseError
from tests.excellence.criteria.model_answers import MODEL
from tests.excellence.criteria.questionnaires import small

ASKED = questionnaire("2026")
EARLIER = """
[[earlier]]
version = "one"
renamed = { first = "anew" }
dropped = ["third"]
multiplied = { anew = 1000 }
"""


def test_the_same_version_carries_everything_over() -> None:
    carried = carried_over(MODEL, ASKED, ASKED)
    assert carried.answers == MODEL
    assert (carried.dropped, carried.refused, carried.new) == ((), (), ())


def test_codes_are_renamed_scaled_dropped_and_added(tmp_path: Path) -> None:
    then = small(tmp_path, "first", "second", "third")
    now = small(tmp_path, "second", "anew", "late", version="two", more=EARLIER, high=50_000)
    carried = carried_over({"first": 12.0, "second": 3.0, "third": 4.0}, then, now)
    assert carried.answers == {"anew": 12000.0, "second": 3.0}
    assert carried.dropped == ("third",)
    assert carried.new == ("late",)


def test_an_answer_outside_the_new_bounds_is_named_and_not_bent(tmp_path: Path) -> None:
    then = small(tmp_path, "first", "second", "third")
    now = small(tmp_path, "second", "anew", version="two", more=EARLIER, high=50)
    carried = carried_over({"first": 12.0, "second": 3.0, "third": None}, then, now)
    assert carried.answers == {"second": 3.0}
    assert carried.refused == ("anew",)
    assert carried.dropped == ()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("", "cannot be carried over"),
        ('[[earlier]]\nversion = "one"', "without a place now: first, third"),
        (EARLIER.replace('"third"', '"third", "fourth"'), "not asked then: fourth"),
    ],
)
def test_a_version_that_forgets_a_code_is_refused(tmp_path: Path, more: str, said: str) -> None:
    then = small(tmp_path, "first", "second", "third")
    now = small(tmp_path, "second", "anew", version="two", more=more)
    with pytest.raises(HanseError, match=said):
        carried_over({"first": 1.0}, then, now)


def test_a_version_cannot_name_a_code_it_does_not_ask(tmp_path: Path) -> None:
    with pytest.raises(HanseError, match="would go to anew") as refused:
        small(tmp_path, "second", version="two", more=EARLIER)
    assert "earlier" in refused.value.where


def test_changes_name_what_became_of_each_answer() -> None:
    before = {**MODEL, "events": 20.0, "best_results": None, "budget": 0.0, "legal_form": "public"}
    after = {**MODEL, "press_reports": None, "people_trained": None}
    before["people_trained"] = None
    found = {each.code: each for each in changes(ASKED, before, after)}
    assert list(found) == [each.code for each in ASKED.questions]
    assert found["events"].kind is ChangeKind.CHANGED
    assert found["events"].growth == pytest.approx(0.1)
    assert found["budget"].kind is ChangeKind.CHANGED
    assert found["budget"].growth is None
    assert found["best_results"].kind is ChangeKind.ADDED
    assert found["press_reports"].kind is ChangeKind.REMOVED
    assert found["people_trained"].kind is ChangeKind.NEVER
    assert found["legal_form"].kind is ChangeKind.CHANGED
    assert found["legal_form"].growth is None
    assert found["founded"].kind is ChangeKind.SAME


def test_progress_counts_what_must_be_answered() -> None:
    assert answered(ASKED, {}) == (0, len([q for q in ASKED.questions if not q.optional]))
    done, wanted = answered(ASKED, MODEL)
    assert done == wanted
    assert unanswered(ASKED, MODEL) == []
    assert answered(ASKED, {"events": 0.0}, "services") == (1, len(ASKED.of("services")))
    assert "best_results" not in unanswered(ASKED, {})
    assert unanswered(ASKED, {**MODEL, "events": None}) == ["events"]
