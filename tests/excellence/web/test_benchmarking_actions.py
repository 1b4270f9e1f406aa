"""The way of a benchmarking: every step by everybody, and what each step asks for."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from hanse.excellence.criteria.benchmarking_steps import STATES, STEPS, Part, may_step
from hanse.excellence.web.actions import benchmarking as way
from hanse.excellence.web.actions import benchmarking_answers as answering
from hanse.excellence.web.actions.benchmarking_answers import Given, Judgement
from hanse.excellence.web.audit_words import ACTION_WORDS
from hanse.excellence.web.benchmarking_answers import confirmed_answers, sheet_of
from hanse.excellence.web.benchmarking_permits import parts_of, steps_of
from hanse.excellence.web.models.benchmarking import Benchmarking, BenchmarkingState
from hanse.excellence.web.models.benchmarking_answers import Verdict
from hanse.foundation.web.audit_words import action_words
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.people import User
from tests.excellence.criteria.model_answers import MODEL
from tests.excellence.factories import (
    give_answers,
    make_benchmarking,
    make_certificate,
    make_confirmed,
    make_expert,
    make_interview,
)
from tests.excellence.web.training_factories import make_project
from tests.foundation.web.factories import (
    CAST,
    Cast,
    make_member,
    make_organisation,
    make_person,
)

TODAY = date(2026, 3, 9)
PARTS = {
    "owner": {Part.MEMBER, Part.EDITOR},
    "member": {Part.MEMBER},
    "expert": {Part.EXPERT},
    "officer": {Part.OFFICER},
}
HANDED_IN = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The cast, with an expert who is certified."""
    make_certificate(cast.expert)
    return cast


def judge_all(benchmarking: Benchmarking, by: User, **corrected: Judgement) -> None:
    """Confirm all answers but those `corrected`."""
    codes = sheet_of(benchmarking).unjudged()
    judgements = {code: Judgement(Verdict.CONFIRMED) for code in codes} | corrected
    answering.answers_review(by=by, benchmarking=benchmarking, judgements=judgements)


# --- Who may do what ---------------------------------------------------------------------------


def take(step: str, by: User, benchmarking: Benchmarking, cast: Cast) -> None:
    """Take `step` with what it needs to go well."""
    known: dict[str, Any] = {"by": by, "benchmarking": benchmarking}
    calls: dict[str, Callable[[], Any]] = {
        "answers_save": lambda: answering.answers_save(**known, given={"events": Given(3.0, 1)}),
        "answers_import": lambda: answering.answers_import(**known, codes=["events"]),
        "finding_note": lambda: answering.finding_note(
            **known, finding="jump.press_reports", text="A prize"
        ),
        "benchmarking_submit": lambda: way.benchmarking_submit(**known),
        "benchmarking_take_back": lambda: way.benchmarking_take_back(**known),
        "expert_assign": lambda: way.expert_assign(**known, expert=cast.expert, on=TODAY),
        "answers_review": lambda: answering.answers_review(
            **known, judgements={"events": Judgement(Verdict.CONFIRMED)}
        ),
        "benchmarking_return": lambda: way.benchmarking_return(**known, reason="Look again."),
        "benchmarking_confirm": lambda: way.benchmarking_confirm(
            **known, interviewed=TODAY, on=TODAY
        ),
        "benchmarking_withdraw": lambda: way.benchmarking_withdraw(**known),
    }
    calls[step]()


class _UndoError(Exception):
    """Takes back what a step has done, so that the next one finds the same."""


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_by_everybody_in_every_state(cast: Cast, step: str, state: str) -> None:
    make_confirmed(cast.organisation, {**MODEL, "press_reports": 40.0, "events": 21.0})
    made = make_interview(cast.organisation, cast.expert)
    judge_all(made, cast.expert)
    if step == "benchmarking_submit":
        made.notes.create(
            finding="jump.press_reports", text="A prize", answers={"press_reports": 14.0}
        )
    Benchmarking.objects.filter(pk=made.pk).update(state=state)
    for who in CAST[1:]:
        person = cast.person(who)
        assert person is not None
        made.refresh_from_db()
        allowed = step in steps_of(person, made)
        assert allowed is may_step(step, state, PARTS.get(who, set()))
        if allowed:
            with pytest.raises(_UndoError), transaction.atomic():
                take(step, person, made, cast)
                made.refresh_from_db()
                assert made.state == (STEPS[step].to or state)
                event = AuditEvent.objects.first()
                assert event is not None
                assert (event.action, event.by) == (step, person)
                assert event.organisation == cast.organisation
                raise _UndoError
            continue
        events = AuditEvent.objects.count()
        never = STEPS[step].by.isdisjoint(PARTS.get(who, set()))
        with pytest.raises(PermissionDenied if never else ValidationError):
            take(step, person, made, cast)
        made.refresh_from_db()
        assert made.state == state
        assert AuditEvent.objects.count() == events


def test_every_action_has_words() -> None:
    assert {*STEPS, "benchmarking_begin", "level_estimate_keep"} <= ACTION_WORDS.keys()
    assert ACTION_WORDS.keys() <= action_words().keys()


def test_who_cannot_sign_in_is_nothing(cast: Cast) -> None:
    made = make_benchmarking(cast.organisation)
    cast.owner.is_active = False
    assert parts_of(cast.owner, made) == frozenset()


# --- Beginning ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [each for each in CAST if each not in {"visitor", "owner"}])
def test_only_editors_begin(cast: Cast, who: str) -> None:
    person = cast.person(who)
    assert person is not None
    begin = {"organisation": cast.organisation, "reference_year": 2025, "on": TODAY}
    if who == "administrator":
        way.benchmarking_begin(by=person, **begin)  # type: ignore[arg-type]
        return
    with pytest.raises(PermissionDenied):
        way.benchmarking_begin(by=person, **begin)  # type: ignore[arg-type]


def test_one_benchmarking_at_a_time_and_one_a_year(cast: Cast) -> None:
    def begin(year: int) -> Benchmarking:
        return way.benchmarking_begin(
            by=cast.owner, organisation=cast.organisation, reference_year=year, on=TODAY
        )

    made = begin(2025)
    assert made.questionnaire == "2026"
    with pytest.raises(ValidationError, match="Another benchmarking is on its way"):
        begin(2025)
    way.benchmarking_withdraw(by=cast.owner, benchmarking=made)
    assert made.withdrawn
    make_confirmed(cast.organisation, reference_year=2025)
    with pytest.raises(ValidationError, match="confirmed benchmarking about 2025"):
        begin(2025)
    assert begin(2026).state == BenchmarkingState.ANSWERING


@pytest.mark.parametrize(
    ("year", "taken"), [(2023, False), (2024, True), (2026, True), (2027, False)]
)
def test_answers_are_about_a_year_not_long_past(cast: Cast, year: int, taken: bool) -> None:
    begin: dict[str, Any] = {"by": cast.owner, "organisation": cast.organisation, "on": TODAY}
    if taken:
        assert way.benchmarking_begin(**begin, reference_year=year).reference_year == year
    else:
        with pytest.raises(ValidationError, match="from 2024 to 2026"):
            way.benchmarking_begin(**begin, reference_year=year)


def test_a_running_project_may_pay_for_it(cast: Cast) -> None:
    begin: dict[str, Any] = {"by": cast.owner, "organisation": cast.organisation, "on": TODAY}
    over = make_project(begins=date(2024, 1, 1), ends=date(2025, 12, 31))
    with pytest.raises(ValidationError, match="does not run now"):
        way.benchmarking_begin(**begin, reference_year=2025, project=over)
    runs = make_project(
        call=over.call, acronym="RUNS", begins=date(2026, 1, 1), ends=date(2026, 12, 31)
    )
    made = way.benchmarking_begin(**begin, reference_year=2025, project=runs)
    assert made.project == runs
    event = AuditEvent.objects.first()
    assert event is not None
    assert event.changes == {"reference_year": 2025, "project": runs.acronym}


@pytest.mark.parametrize("more", [{"kind": "firm"}, {"withdrawn": timezone.now()}])
def test_others_than_clusters_are_not_benchmarked(cast: Cast, more: dict[str, Any]) -> None:
    other = make_organisation("Other", **more)
    make_member(other, cast.owner, "editor")
    with pytest.raises(ValidationError, match="Only cluster organisations"):
        way.benchmarking_begin(by=cast.owner, organisation=other, reference_year=2025, on=TODAY)


# --- Handing in --------------------------------------------------------------------------------


def test_answers_are_handed_in_when_complete_and_plausible(cast: Cast) -> None:
    made = make_benchmarking(cast.organisation, return_reason="Look again.")

    def submit() -> None:
        way.benchmarking_submit(by=cast.owner, benchmarking=made)

    with pytest.raises(ValidationError, match="questions have no answer yet"):
        submit()
    give_answers(made, {**MODEL, "staff_left": 6.0, "founded": 2030.0})
    with pytest.raises(ValidationError, match="2 findings are to be mended"):
        submit()
    answering.answers_save(by=cast.owner, benchmarking=made, given={"founded": Given(2012.0, 1)})
    with pytest.raises(ValidationError, match="1 findings"):
        submit()
    answering.finding_note(
        by=cast.member, benchmarking=made, finding="staff_turnover", text="The team moved."
    )
    submit()
    assert made.state == BenchmarkingState.SUBMITTED
    assert made.submitted
    assert made.return_reason == ""


def test_a_note_counts_only_for_the_answers_it_was_written_for(cast: Cast) -> None:
    made = make_benchmarking(cast.organisation)
    give_answers(made, {**MODEL, "staff_left": 6.0})
    note = {"by": cast.owner, "benchmarking": made, "finding": "staff_turnover"}
    answering.finding_note(**note, text="The team moved.")  # type: ignore[arg-type]
    answering.answers_save(by=cast.owner, benchmarking=made, given={"staff_left": Given(7.0, 1)})
    with pytest.raises(ValidationError, match="1 findings"):
        way.benchmarking_submit(by=cast.owner, benchmarking=made)
    answering.finding_note(**note, text="")  # type: ignore[arg-type]
    assert not made.notes.exists()


def test_an_error_or_nothing_is_settled_by_no_note(cast: Cast) -> None:
    made = make_benchmarking(cast.organisation)
    give_answers(made, {**MODEL, "founded": 2030.0})
    with pytest.raises(ValidationError, match="must be mended"):
        answering.finding_note(
            by=cast.owner, benchmarking=made, finding="founded_in_the_past", text="So what"
        )
    with pytest.raises(ValidationError, match="settled"):
        answering.finding_note(by=cast.owner, benchmarking=made, finding="gone", text="So what")


# --- The expert --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda _o: make_person("Nobody"), "no valid certificate"),
        (lambda _o: make_expert("Late", issued=date(2026, 3, 10)), "no valid certificate"),
        (lambda _o: make_expert("Old", issued=date(2022, 1, 1)), "no valid certificate"),
        (lambda _o: make_expert("Struck", revoked=date(2026, 3, 9)), "no valid certificate"),
        (lambda _o: make_expert("Rested", suspended=date(2026, 3, 1)), "no valid certificate"),
    ],
)
def test_an_expert_holds_a_valid_certificate(
    cast: Cast, make: Callable[[Any], User], said: str
) -> None:
    made = make_benchmarking(cast.organisation, state="submitted", submitted=HANDED_IN)
    with pytest.raises(ValidationError, match=said):
        way.expert_assign(
            by=cast.officer, benchmarking=made, expert=make(cast.organisation), on=TODAY
        )


@pytest.mark.parametrize(
    ("until", "refused"),
    [
        (None, True),
        (datetime(2026, 1, 1, tzinfo=UTC), True),
        (datetime(2023, 4, 1, tzinfo=UTC), True),
        (datetime(2023, 2, 1, tzinfo=UTC), False),
    ],
)
def test_an_expert_has_no_tie_to_the_organisation(
    cast: Cast, until: datetime | None, refused: bool
) -> None:
    made = make_benchmarking(cast.organisation, state="submitted", submitted=HANDED_IN)
    make_member(cast.organisation, cast.expert, since=datetime(2020, 1, 1, tzinfo=UTC), until=until)
    if refused:
        with pytest.raises(ValidationError, match="worked for it within 3 years"):
            way.expert_assign(by=cast.officer, benchmarking=made, expert=cast.expert, on=TODAY)
    else:
        way.expert_assign(by=cast.officer, benchmarking=made, expert=cast.expert, on=TODAY)
        assert made.expert == cast.expert


def test_the_expert_and_the_editors_are_told(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    made = make_benchmarking(cast.organisation, state="submitted", submitted=HANDED_IN)
    give_answers(made)
    with django_capture_on_commit_callbacks(execute=True):
        way.expert_assign(by=cast.officer, benchmarking=made, expert=cast.expert, on=TODAY)
        way.benchmarking_return(by=cast.expert, benchmarking=made, reason="Budget is missing.")
    assert [each.to for each in mail.outbox] == [[cast.expert.email], [cast.owner.email]]
    assert mail.outbox[0].subject == "Interview of Timber Cluster"
    assert "Budget is missing." in mail.outbox[1].body
    assert f"/benchmarkings/{made.pk}/" in mail.outbox[1].body
    with pytest.raises(ValidationError, match="not possible any more"):
        way.benchmarking_return(by=cast.expert, benchmarking=made, reason="Again.")


def test_giving_back_takes_a_reason(cast: Cast) -> None:
    made = make_interview(cast.organisation, cast.expert)
    with pytest.raises(ValidationError, match="Say why"):
        way.benchmarking_return(by=cast.expert, benchmarking=made, reason=" ")


# --- Verdicts and confirmation -----------------------------------------------------------------


def test_original_correction_and_note_are_kept(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    made = make_interview(cast.organisation, cast.expert)
    fixed = Judgement(Verdict.CORRECTED, 19.0, "Three events were those of a partner.")
    struck = Judgement(Verdict.CORRECTED, None, "No survey could be shown.")
    judge_all(made, cast.expert, events=fixed, members_satisfied=struck)
    with django_capture_on_commit_callbacks(execute=True):
        way.benchmarking_confirm(
            by=cast.expert, benchmarking=made, interviewed=date(2026, 3, 5), on=TODAY
        )
    assert made.state == BenchmarkingState.CONFIRMED
    assert made.interviewed == date(2026, 3, 5)
    final = confirmed_answers(made)
    assert final["events"] == 19.0
    assert "members_satisfied" not in final
    assert {k: v for k, v in MODEL.items() if final.get(k) != v} == {
        "events": 22.0,
        "members_satisfied": 0.82,
    }
    sheet = sheet_of(made)
    assert sheet.given["events"] == 22.0
    review = sheet.review("events")
    assert review is not None
    assert (review.value, review.note) == (19.0, "Three events were those of a partner.")
    assert review.by == cast.expert
    assert "5 March 2026" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("judgement", "said"),
    [
        (Judgement(Verdict.CORRECTED, 19.0, " "), "what the correction rests on"),
        (Judgement(Verdict.CORRECTED, 22.0, "Seen"), "same as the answer"),
    ],
)
def test_a_correction_says_something(cast: Cast, judgement: Judgement, said: str) -> None:
    made = make_interview(cast.organisation, cast.expert)
    with pytest.raises(ValidationError, match=said):
        answering.answers_review(
            by=cast.expert, benchmarking=made, judgements={"events": judgement}
        )
    assert not made.reviews.exists()


def test_a_verdict_is_void_when_the_answer_changes_after_it(cast: Cast) -> None:
    made = make_interview(cast.organisation, cast.expert)
    judge_all(made, cast.expert)
    assert sheet_of(made).unjudged() == []
    way.benchmarking_return(by=cast.expert, benchmarking=made, reason="Events?")
    answering.answers_save(by=cast.member, benchmarking=made, given={"events": Given(20.0, 1)})
    way.benchmarking_submit(by=cast.owner, benchmarking=made)
    way.expert_assign(by=cast.officer, benchmarking=made, expert=cast.expert, on=TODAY)
    assert sheet_of(made).unjudged() == ["events"]
    with pytest.raises(ValidationError, match="1 answers are neither"):
        way.benchmarking_confirm(
            by=cast.expert, benchmarking=made, interviewed=timezone.localdate(), on=date.max
        )


@pytest.mark.parametrize("interviewed", [date(2026, 3, 1), date(2026, 3, 10)])
def test_the_interview_lies_between_handing_in_and_today(cast: Cast, interviewed: date) -> None:
    made = make_interview(cast.organisation, cast.expert)
    judge_all(made, cast.expert)
    with pytest.raises(ValidationError, match="day of the interview"):
        way.benchmarking_confirm(
            by=cast.expert, benchmarking=made, interviewed=interviewed, on=TODAY
        )


def test_the_certificate_must_hold_on_the_day_of_the_interview(cast: Cast) -> None:
    expert = make_person("Lapsing")
    make_certificate(expert, issued=date(2023, 3, 4), expires=date(2026, 3, 4))
    made = make_interview(cast.organisation, expert)
    judge_all(made, expert)
    confirm: dict[str, Any] = {"by": expert, "benchmarking": made, "on": TODAY}
    with pytest.raises(ValidationError, match="no valid certificate"):
        way.benchmarking_confirm(**confirm, interviewed=date(2026, 3, 5))
    way.benchmarking_confirm(**confirm, interviewed=date(2026, 3, 4))
    assert made.state == BenchmarkingState.CONFIRMED


def test_corrections_must_be_able_to_be_true(cast: Cast) -> None:
    made = make_interview(cast.organisation, cast.expert)
    judge_all(made, cast.expert, income_fees=Judgement(Verdict.CORRECTED, 0.9, "Books"))
    with pytest.raises(ValidationError, match="do not add up to 100 per cent"):
        way.benchmarking_confirm(
            by=cast.expert, benchmarking=made, interviewed=TODAY, on=TODAY + timedelta(days=1)
        )
