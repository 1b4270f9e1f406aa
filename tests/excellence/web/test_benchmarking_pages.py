"""The pages of benchmarkings: who gets where, what they show, what they cost."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hanse.excellence.web.actions.benchmarking_answers import Given, answers_save
from hanse.excellence.web.benchmarking_answers import sheet_of
from hanse.excellence.web.models.benchmarking import Benchmarking, BenchmarkingState
from tests.excellence.criteria.model_answers import MODEL
from tests.excellence.factories import (
    give_answers,
    make_benchmarking,
    make_certificate,
    make_confirmed,
    make_expert,
    make_interview,
)
from tests.foundation.web.factories import Cast, make_member, make_organisation, make_person


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The cast, with an expert who is certified."""
    make_certificate(cast.expert)
    return cast


def at(name: str, made: Benchmarking, *more: str) -> str:
    """The address of a page of a benchmarking."""
    return reverse(name, args=[made.pk, *more])


def text(answer: Any) -> str:
    return str(answer.content.decode())


# --- Who gets where ----------------------------------------------------------------------------

PAGES = [
    ("benchmarking_detail", ()),
    ("benchmarking_sheet", ()),
    ("benchmarking_export", ()),
    ("benchmarking_check", ()),
    ("benchmarking_import", ()),
    ("benchmarking_withdraw", ()),
    ("benchmarking_answers", ("services",)),
    ("benchmarking_interview", ("services",)),
]
POSTS = [
    "benchmarking_submit",
    "benchmarking_take_back",
    "benchmarking_withdraw",
    "expert_assign",
    "benchmarking_return",
    "benchmarking_confirm",
    "benchmarking_note",
]


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_visitors_sign_in_and_strangers_find_nothing(
    client: Client, cast: Cast, name: str, more: tuple[str, ...]
) -> None:
    made = make_benchmarking(cast.organisation)
    path = at(name, made, *more)
    assert client.get(path)["Location"].startswith("/accounts/login/")
    for person in (cast.stranger, cast.expert, cast.board):
        client.force_login(person)
        assert client.get(path).status_code == 404
        assert client.post(path).status_code in {404, 405}


@pytest.mark.parametrize("name", POSTS)
def test_steps_are_taken_by_post_and_not_by_strangers(
    client: Client, cast: Cast, name: str
) -> None:
    made = make_benchmarking(cast.organisation)
    client.force_login(cast.stranger)
    assert client.post(at(name, made)).status_code == 404
    client.force_login(cast.owner)
    if name != "benchmarking_withdraw":
        assert client.get(at(name, made)).status_code == 405
    made.refresh_from_db()
    assert made.state == BenchmarkingState.ANSWERING


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_every_page_answers_who_may_see_it(
    client: Client, cast: Cast, name: str, more: tuple[str, ...]
) -> None:
    make_confirmed(cast.organisation, {**MODEL, "events": 20.0})
    made = make_interview(cast.organisation, cast.expert, withdrawn=timezone.now())
    for who in ("member", "owner", "officer", "expert"):
        person = cast.person(who)
        assert person is not None
        client.force_login(person)
        for state in BenchmarkingState:
            Benchmarking.objects.filter(pk=made.pk).update(state=state)
            answers = state == "answering" and who in {"member", "owner"}
            on_its_way = state in {"answering", "submitted", "interview"}
            expected = {
                "benchmarking_check": 200 if answers else 302,
                "benchmarking_import": 200 if answers else 404,
                "benchmarking_withdraw": 200 if who in {"owner", "officer"} and on_its_way else 404,
                "benchmarking_answers": 200 if answers else 302,
                "benchmarking_interview": 200 if state == "interview" and who == "expert" else 302,
            }
            answer = client.get(at(name, made, *more))
            assert answer.status_code == expected.get(name, 200), (who, state)


# --- Lists -------------------------------------------------------------------------------------


def test_the_list_holds_what_one_may_see(client: Client, cast: Cast) -> None:
    made = make_benchmarking(cast.organisation)
    other = make_confirmed(make_organisation("Other Cluster"), expert=cast.expert)
    for person, sees in (
        (cast.owner, {made}),
        (cast.expert, {other}),
        (cast.officer, {made, other}),
        (cast.stranger, set()),
    ):
        client.force_login(person)
        page = text(client.get(reverse("benchmarkings")))
        for each in (made, other):
            assert (each.get_absolute_url() in page) is (each in sees)
    assert "No benchmarking yet" in page
    client.force_login(cast.officer)
    assert "Other Cluster" not in text(client.get("/excellence/benchmarkings/?state=answering"))
    assert "Timber" not in text(client.get("/excellence/benchmarkings/?q=other"))
    assert "No benchmarking fits" in text(client.get("/excellence/benchmarkings/?q=nowhere"))
    assert client.get("/excellence/benchmarkings/?state=nonsense").status_code == 200


def test_lists_take_few_queries(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(30):
        organisation = make_organisation()
        make_confirmed(organisation, reference_year=2000 + each, expert=cast.expert)
    client.force_login(cast.officer)
    with django_assert_max_num_queries(7):
        page = text(client.get("/excellence/benchmarkings/"))
    assert "Page 1 of 2" in page
    for year in range(2000, 2020):
        make_confirmed(cast.organisation, reference_year=year, expert=cast.expert)
    client.force_login(cast.owner)
    with django_assert_max_num_queries(9):
        history = client.get(reverse("organisation_benchmarkings", args=[cast.organisation.slug]))
    assert "Interview on 6 May 2024 with Expert" in text(history)


def test_an_editor_begins_a_benchmarking(client: Client, cast: Cast) -> None:
    path = reverse("organisation_benchmarkings", args=[cast.organisation.slug])
    client.force_login(cast.stranger)
    assert client.get(path).status_code == 404
    client.force_login(cast.member)
    assert "has not been benchmarked yet" in text(client.get(path))
    assert "Begin a benchmarking" not in text(client.get(path))
    client.post(path, {"reference_year": timezone.localdate().year})
    assert not Benchmarking.objects.exists()
    client.force_login(cast.owner)
    assert "61 questions" in text(client.get(path))
    answer = client.post(path, {"reference_year": timezone.localdate().year - 1})
    made = Benchmarking.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert "Another benchmarking is on its way" in text(
        client.post(path, {"reference_year": timezone.localdate().year})
    )
    assert "valid choice" in text(client.post(path, {"reference_year": "1999"}))


# --- One benchmarking --------------------------------------------------------------------------


def test_the_page_shows_progress_and_who_answered(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_confirmed(cast.organisation)
    made = make_benchmarking(cast.organisation, return_reason="Look at the budget.")
    give_answers(made, by=cast.member)
    answers_save(by=cast.owner, benchmarking=made, given={"events": Given(None, 1)})
    client.force_login(cast.owner)
    with django_assert_max_num_queries(9):
        page = text(client.get(made.get_absolute_url()))
    assert "57 of 58 questions answered" in page
    assert "answered by Member, Owner" in page
    assert "Look at the budget." in page
    assert "Take over answers of 2023" in page
    assert at("benchmarking_answers", made, "services") in page  # the first that is not complete


def test_a_benchmarking_goes_its_way_page_by_page(client: Client, cast: Cast) -> None:
    made = make_benchmarking(cast.organisation)
    give_answers(made, by=cast.member)
    client.force_login(cast.member)
    assert "An editor of your organisation can now" in text(
        client.get(at("benchmarking_check", made))
    )
    assert client.post(at("benchmarking_submit", made)).status_code == 403
    client.force_login(cast.owner)
    assert "Hand the answers in" in text(client.get(at("benchmarking_check", made)))
    assert "are handed in" in text(client.post(at("benchmarking_submit", made), follow=True))
    assert "can change your answers" in text(
        client.post(at("benchmarking_take_back", made), follow=True)
    )
    client.post(at("benchmarking_submit", made))
    client.force_login(cast.officer)
    tied = make_expert("Tied Expert")
    make_member(cast.organisation, tied)
    page = text(client.get(made.get_absolute_url()))
    assert "Assign an expert" in page
    assert "Tied Expert</option>" not in page
    assert "Tied Expert</strong>" in page
    assert "Works for the cluster organisation" in page
    page = text(client.post(at("expert_assign", made), {"expert": tied.pk}))
    assert page.count("Works for the cluster organisation") > 1
    assert "Select a valid choice" in text(
        client.post(at("expert_assign", made), {"expert": cast.stranger.pk})
    )
    client.post(at("expert_assign", made), {"expert": cast.expert.pk})
    made.refresh_from_db()
    assert made.expert == cast.expert
    client.force_login(cast.expert)
    assert "This field is required" in text(client.post(at("benchmarking_return", made)))
    today = timezone.localdate().isoformat()
    refused = client.post(at("benchmarking_confirm", made), {"interviewed": today}, follow=True)
    assert "61 answers are neither confirmed nor corrected" in text(refused)
    for dimension in made.asked.dimensions:
        client.post(at("benchmarking_interview", made, dimension), {"confirm_rest": "1"})
    assert "Every answer is confirmed" in text(client.get(made.get_absolute_url()))
    assert "a valid date" in text(
        client.post(at("benchmarking_confirm", made), {"interviewed": "soon"})
    )
    done = client.post(at("benchmarking_confirm", made), {"interviewed": today}, follow=True)
    assert "The benchmarking is confirmed." in text(done)
    assert "0 answers were corrected" in text(done)


def test_withdrawing_asks_first(client: Client, cast: Cast) -> None:
    made = make_benchmarking(cast.organisation)
    client.force_login(cast.owner)
    assert "Withdraw the benchmarking?" in text(client.get(at("benchmarking_withdraw", made)))
    assert "is withdrawn" in text(client.post(at("benchmarking_withdraw", made), follow=True))
    client.force_login(cast.member)
    other = make_benchmarking(make_organisation("Else"))
    make_member(other.organisation, cast.member)
    assert client.post(at("benchmarking_withdraw", other)).status_code == 403


# --- All answers, CSV --------------------------------------------------------------------------


def test_all_answers_stand_with_those_of_last_time(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_confirmed(cast.organisation, {**MODEL, "events": 20.0})
    made = make_interview(cast.organisation, cast.expert)
    made.reviews.create(question="events", verdict="corrected", value=19, note="List", revision=1)
    client.force_login(cast.owner)
    with django_assert_max_num_queries(8):
        page = text(client.get(at("benchmarking_sheet", made)))
    assert "<del>22</del> <ins>19</ins>" in page
    assert "List" in page
    assert "In 2023" in page
    assert "€420,000" in page
    assert "80%" in page
    german = text(client.get(at("benchmarking_sheet", made) + "?questions=de"))
    assert "Welche Rechtsform hat die Clusterorganisation?" in german
    assert "Verein" in german
    assert "Verein" in text(client.get(at("benchmarking_sheet", made)))  # it is kept
    assert "Verein" in text(client.get(at("benchmarking_sheet", made) + "?questions=xx"))


def test_answers_leave_as_csv(client: Client, cast: Cast) -> None:
    make_confirmed(cast.organisation, {**MODEL, "events": 20.0})
    made = make_benchmarking(cast.organisation)
    give_answers(made, {**MODEL, "best_results": '=HYPERLINK("x")'})
    client.force_login(cast.member)
    answer = client.get(at("benchmarking_export", made))
    assert answer["Content-Type"].startswith("text/csv")
    assert "benchmarking-timber-cluster-2025.csv" in answer["Content-Disposition"]
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(text(answer)))}
    assert list(rows) == [each.code for each in made.asked.questions]
    assert rows["events"]["answer"] == "22"
    assert rows["events"]["before"] == "20"
    assert rows["members_nearby"]["answer"] == "80"
    assert rows["members_nearby"]["unit"] == "%"
    assert rows["written_roles"]["answer"] == "yes"
    assert rows["channels"]["answer"] == "newsletter social_media press meetings"
    assert rows["best_results"]["answer"].startswith("'=")


# --- Last time ---------------------------------------------------------------------------------


def test_answers_of_last_time_are_chosen_and_taken_over(client: Client, cast: Cast) -> None:
    made = make_benchmarking(cast.organisation)
    client.force_login(cast.member)
    path = at("benchmarking_import", made)
    assert client.get(path).status_code == 404
    make_confirmed(cast.organisation, {**MODEL, "events": 20.0})
    give_answers(made, {"events": 22.0, "founded": 2012.0}, by=cast.owner)
    page = text(client.get(path))
    assert "1 answer is the same" in page
    assert 'value="budget" id="take_budget" checked' in page
    assert 'value="events" id="take_events">' in page  # answered since: not ticked
    assert 'id="take_founded"' not in page
    assert "nothing to take over" in text(client.post(path, {"codes": ["founded"]}))
    done = client.post(path, {"codes": ["budget", "events", "nonsense"]}, follow=True)
    assert "2 answers are taken over." in text(done)
    assert sheet_of(made).given == {"events": 20.0, "founded": 2012.0, "budget": 420000.0}


# --- The check ---------------------------------------------------------------------------------


def test_the_check_leads_to_what_is_missing_wrong_or_odd(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = make_benchmarking(cast.organisation)
    given = {**MODEL, "staff_left": 9.0, "founded": 2030.0, "events": None}
    give_answers(made, given)
    client.force_login(cast.owner)
    with django_assert_max_num_queries(9):
        page = text(client.get(at("benchmarking_check", made)))
    assert "1 question without an answer" in page
    assert "1 contradiction" in page
    assert "1 unusual answer to explain" in page
    assert f"{at('benchmarking_answers', made, 'services')}#q_events" in page
    assert "cannot have begun its work after this benchmarking" in page
    assert "Hand the answers in" not in page
    refused = client.post(at("benchmarking_submit", made), follow=True)
    assert "1 questions have no answer yet." in text(refused)
    note = {"finding": "staff_turnover", "text": "The team moved to another town."}
    page = text(client.post(at("benchmarking_note", made), note, follow=True))
    assert "Your note is saved." in page
    assert "explained by Owner" in page
    assert "unusual answer to explain" not in page
    wrong = {"finding": "founded_in_the_past", "text": "No."}
    assert "must be mended" in text(client.post(at("benchmarking_note", made), wrong, follow=True))


# --- The interview -----------------------------------------------------------------------------


def test_an_expert_confirms_and_corrects(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_confirmed(cast.organisation)
    made = make_interview(cast.organisation, cast.expert)
    made.notes.create(finding="staff_turnover", text="The team moved.", answers={})
    made.notes.create(finding="jump.events", text="A jubilee.", answers={})
    client.force_login(cast.expert)
    path = at("benchmarking_interview", made, "services")
    with django_assert_max_num_queries(10):
        page = text(client.get(path))
    assert "A jubilee." in page
    assert "The team moved." in text(client.get(at("benchmarking_interview", made, "governance")))
    words = {
        "verdict_events": "corrected",
        "new-events": "19",
        "note_events": "",
        "verdict_projects": "confirmed",
        "verdict_working_groups": "corrected",
        "new-working_groups": "four",
        "verdict_members_served": "corrected",
        "new-members_served": "65",
        "note_members_served": "Same",
    }
    page = text(client.post(path, words))
    assert "Say what the correction rests on." in page
    assert "Type a number" in page
    assert "the same as the answer" in page
    sheet = sheet_of(made)
    assert set(sheet.reviews) == {"projects"}
    words |= {
        "note_events": "Three were those of a partner.",
        "new-working_groups": "3",
        "note_working_groups": "Minutes",
        "verdict_members_served": "confirmed",
        "confirm_rest": "1",
    }
    answer = client.post(path, words)
    assert answer["Location"] == at("benchmarking_interview", made, "contacts")
    sheet = sheet_of(made)
    assert sheet.final()["events"] == 19.0
    assert sheet.given["events"] == 22.0
    assert {code for code in made.asked.by_code if sheet.review(code)} == {
        each.code for each in made.asked.of("services")
    }
    at_first = sheet.reviews["events"].at
    client.post(path, words)
    assert sheet_of(made).reviews["events"].at == at_first  # nothing changed, nothing written


def test_an_interview_given_back_meanwhile_is_told(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_interview(cast.organisation, cast.expert)
    client.force_login(cast.expert)
    monkeypatch.setattr(
        "hanse.excellence.web.views.benchmarking_interview.steps_of", lambda *_: {"answers_review"}
    )
    Benchmarking.objects.update(state="withdrawn")
    path = at("benchmarking_interview", made, "services")
    page = text(client.post(path, {"verdict_events": "confirmed"}, follow=True))
    assert "not possible any more: the benchmarking is withdrawn." in page


def test_pages_of_dimensions_there_are_not_are_not_found(client: Client, cast: Cast) -> None:
    made = make_interview(cast.organisation, cast.expert)
    client.force_login(cast.expert)
    assert client.get(at("benchmarking_interview", made, "weather")).status_code == 404
    client.force_login(cast.owner)
    assert client.get(at("benchmarking_answers", made, "weather")).status_code == 404


def test_a_submitted_benchmarking_says_when(client: Client, cast: Cast) -> None:
    made = make_benchmarking(
        cast.organisation, state="submitted", submitted=datetime(2026, 3, 2, 12, tzinfo=UTC)
    )
    make_certificate(make_person("Another"))
    client.force_login(cast.owner)
    assert "Handed in on 2 March 2026" in text(client.get(made.get_absolute_url()))
