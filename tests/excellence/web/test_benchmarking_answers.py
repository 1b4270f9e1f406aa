"""Answering together: nothing is lost, whoever saves when; importing; what rules are given."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from hanse.excellence.criteria.answers import Answer
from hanse.excellence.web.actions.benchmarking_answers import (
    Given,
    Saved,
    answers_import,
    answers_save,
)
from hanse.excellence.web.benchmarking_answers import (
    answers_before,
    confirmed_answers,
    last_time,
    sheet_of,
)
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.benchmarking_answers import BenchmarkingAnswer
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.people import User
from tests.excellence.criteria.model_answers import MODEL
from tests.excellence.factories import give_answers, make_benchmarking, make_confirmed
from tests.foundation.web.factories import Cast, make_member, make_organisation, make_person


def save(benchmarking: Benchmarking, by: User, **given: tuple[Answer, int]) -> Saved:
    """Save each answer with the revision seen."""
    return answers_save(
        by=by,
        benchmarking=benchmarking,
        given={code: Given(answer, seen) for code, (answer, seen) in given.items()},
    )


def test_answers_are_written_with_who_and_when_and_nothing_twice(cast: Cast) -> None:
    made = make_benchmarking(cast.organisation)
    saved = save(made, cast.member, events=(3.0, 0), public_website=(False, 0), budget=(None, 0))
    assert saved.saved == ("events", "public_website")
    assert (saved.conflicts, saved.fresh) == ({}, {})
    row = made.answers.get(question="events")
    assert (row.value, row.by, row.revision) == (3.0, cast.member, 1)
    assert sheet_of(made).given == {"events": 3.0, "public_website": False}
    assert save(made, cast.owner, events=(3.0, 1)).saved == ()
    row.refresh_from_db()
    assert (row.by, row.revision) == (cast.member, 1)
    event = AuditEvent.objects.filter(action="answers_save").last()
    assert event is not None
    assert event.changes == {"answers": ["events", "public_website"]}


def test_an_answer_taken_away_is_no_answer_and_no_zero(cast: Cast) -> None:
    made = make_benchmarking(cast.organisation)
    save(made, cast.member, events=(0.0, 0))
    assert sheet_of(made).given == {"events": 0.0}
    save(made, cast.member, events=(None, 1))
    assert sheet_of(made).given == {}
    assert sheet_of(made).revision("events") == 2
    values = BenchmarkingAnswer.history.order_by("revision").values_list("value", flat=True)
    assert list(values) == [0.0, None]


def test_who_has_not_seen_an_answer_does_not_overwrite_it(cast: Cast) -> None:
    made = make_benchmarking(cast.organisation)
    save(made, cast.owner, events=(3.0, 0))
    late = save(made, cast.member, events=(5.0, 0), budget=(1000.0, 0))
    assert late.saved == ("budget",)
    assert late.conflicts["events"].value == 3.0
    assert late.conflicts["events"].by == cast.owner
    assert sheet_of(made).given["events"] == 3.0
    event = AuditEvent.objects.first()
    assert event is not None
    assert event.changes["conflicts"] == ["events"]
    # Having seen it, they may.
    assert save(made, cast.member, events=(5.0, 1)).saved == ("events",)


def test_two_who_begin_at_once_do_not_lose_the_first_answer(cast: Cast) -> None:
    made = make_benchmarking(cast.organisation)
    save(made, cast.owner, events=(3.0, 0))
    assert save(made, cast.member, events=(3.0, 0)).conflicts == {}  # the same is no conflict
    untouched = save(made, cast.member, events=(None, 0))
    assert untouched.fresh["events"].value == 3.0
    assert untouched.conflicts == {}
    assert sheet_of(made).given["events"] == 3.0


def test_what_was_not_touched_is_told_and_left(cast: Cast) -> None:
    made = make_benchmarking(cast.organisation)
    save(made, cast.owner, events=(3.0, 0))
    save(made, cast.owner, events=(4.0, 1))
    save(made, cast.owner, events=(6.0, 2))
    told = save(made, cast.member, events=(4.0, 2))
    assert told.fresh["events"].value == 6.0
    assert sheet_of(made).given["events"] == 6.0


class TogetherTest(TestCase):
    """Two people with pages of any age: each answer that stood is in the history."""

    @settings(max_examples=40)
    @given(
        st.lists(
            st.tuples(st.booleans(), st.integers(0, 4), st.booleans()), min_size=1, max_size=12
        )
    )
    def test_no_answer_is_lost(self, moves: list[tuple[bool, int, bool]]) -> None:
        organisation = make_organisation()
        people = [make_person(), make_person()]
        for each in people:
            make_member(organisation, each)
        made = make_benchmarking(organisation)
        seen = [0, 0]
        written: list[float] = []
        for second, number, reload in moves:
            if reload:
                seen[second] = sheet_of(made).revision("events")
            standing = sheet_of(made).given.get("events")
            value = float(number)
            told = save(made, people[second], events=(value, seen[second]))
            after = sheet_of(made).given.get("events")
            if told.saved:
                written.append(value)
                assert after == value
                seen[second] = sheet_of(made).revision("events")
            else:
                assert after == standing
            current = sheet_of(made).revision("events")
            if standing is not None and standing != value and seen[second] != current:
                assert told.conflicts or told.fresh
        kept = BenchmarkingAnswer.history.filter(benchmarking=made).order_by("revision")
        assert list(kept.values_list("value", flat=True)) == written


# --- Last time ---------------------------------------------------------------------------------


def test_last_time_is_the_latest_confirmed_one_before(cast: Cast) -> None:
    made = make_benchmarking(cast.organisation)
    assert last_time(made) is None
    assert answers_before(made) == {}
    make_confirmed(cast.organisation, reference_year=2019)
    wanted = make_confirmed(cast.organisation, {**MODEL, "events": 9.0}, reference_year=2023)
    make_confirmed(make_organisation("Other"), reference_year=2024)
    make_benchmarking(cast.organisation, reference_year=2024, state="withdrawn")
    make_confirmed(cast.organisation, reference_year=2026)
    assert last_time(made) == wanted
    assert answers_before(made)["events"] == 9.0
    assert confirmed_answers(wanted) == {**MODEL, "events": 9.0}


def test_chosen_answers_of_last_time_are_taken_over(cast: Cast) -> None:
    make_confirmed(cast.organisation)
    made = make_benchmarking(cast.organisation)
    save(made, cast.owner, events=(1.0, 0), budget=(420000.0, 0))
    written = answers_import(
        by=cast.member, benchmarking=made, codes=["events", "budget", "founded", "nonsense"]
    )
    assert written == ["events", "founded"]
    sheet = sheet_of(made)
    assert sheet.given == {"events": 22.0, "budget": 420000.0, "founded": 2012.0}
    assert sheet.rows["events"].revision == 2
    assert sheet.rows["founded"].by == cast.member
    with pytest.raises(ValidationError, match="nothing to take over"):
        answers_import(by=cast.member, benchmarking=made, codes=["events"])


def test_a_sheet_takes_two_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = make_benchmarking(cast.organisation)
    give_answers(made, by=cast.member)
    with django_assert_num_queries(2):
        sheet = sheet_of(made)
        assert sheet.given == MODEL
        assert all(str(row.by) for row in sheet.rows.values())


def test_rows_that_no_question_takes_any_more_are_left_out(cast: Cast) -> None:
    made = make_benchmarking(cast.organisation)
    give_answers(made, {"gone": 3.0, "events": "many", "founded": 2012.0})
    assert sheet_of(made).given == {"founded": 2012.0}


def test_a_name_goes_when_an_account_is_erased(cast: Cast) -> None:
    made = make_benchmarking(cast.organisation, begun=datetime(2026, 1, 1, tzinfo=UTC))
    give_answers(made, {"events": 3.0}, by=cast.member)
    cast.member.delete()
    assert sheet_of(made).rows["events"].by is None
