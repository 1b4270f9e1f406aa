"""Answering on a page, with scripts and without: saved as people go, and no answer is lost."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hanse.excellence.web.actions.benchmarking_answers import Given, answers_save
from hanse.excellence.web.benchmarking_answers import sheet_of
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.foundation.web.models.audit import AuditEvent
from tests.excellence.criteria.model_answers import MODEL
from tests.excellence.factories import give_answers, make_benchmarking, make_confirmed
from tests.foundation.web.factories import Cast


def page_of(made: Benchmarking, dimension: str = "services") -> str:
    return reverse("benchmarking_answers", args=[made.pk, dimension])


def text(answer: Any) -> str:
    return str(answer.content.decode())


def by_script(client: Client, path: str, words: dict[str, str]) -> Any:
    """The answer to a form that a script sends."""
    return client.post(path, words, headers={"HX-Request": "true"})


def state_of(page: str, code: str) -> str:
    """The part of the page that says what became of an answer."""
    begin = page.index(f'id="state_{code}"')
    return page[begin : page.index("</div>", begin)]


def seen_on(page: str) -> dict[str, str]:
    """The revisions that a page shows, as its form would send them."""
    return dict(re.findall(r'name="(seen_\w+)" value="(\d+)"', page))


@pytest.fixture
def made(cast: Cast, client: Client) -> Benchmarking:
    """A benchmarking being answered, with the member signed in."""
    client.force_login(cast.member)
    return make_benchmarking(cast.organisation)


def test_a_page_shows_questions_help_units_and_what_they_count_for(
    client: Client,
    cast: Cast,
    made: Benchmarking,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    make_confirmed(cast.organisation)
    give_answers(made, {"events": 22.0}, by=cast.owner)
    with django_assert_max_num_queries(9):
        page = text(client.get(page_of(made)))
    assert "How many events did you hold for members in the past 12 months?" in page
    assert 'inputmode="numeric"' in page
    assert '<span class="unit">events</span>' in page
    assert '<span class="unit">%</span>' in page
    assert "Counts for 4.5 Working groups" in page
    assert "Last time: 22" in page
    assert 'value="22"' in page
    assert "Owner," in state_of(page, "events")
    assert "0 of 58" not in page
    assert "1 of 58 questions answered" in page


def test_questions_come_in_the_language_chosen(client: Client, made: Benchmarking) -> None:
    page = text(client.get(page_of(made) + "?questions=fr"))
    assert "Combien d&#x27;événements" in page
    assert 'lang="fr"' in page
    give_answers(made, {"members_served": 0.455})
    assert 'value="45,5"' in text(client.get(page_of(made)))
    assert 'value="45.5"' in text(client.get(page_of(made) + "?questions=en"))


def test_saving_without_scripts_leads_on(client: Client, made: Benchmarking) -> None:
    answer = client.post(
        page_of(made),
        {
            "events": "1 000",
            "members_served": "45,5",
            "services": ["projects", "training"],
            "projects": "",
        },
    )
    assert answer["Location"] == page_of(made, "contacts")
    assert sheet_of(made).given == {
        "events": 1000.0,
        "members_served": 0.455,
        "services": ("projects", "training"),
    }
    stay = client.post(page_of(made), {"events": "121", "seen_events": "1", "stay": "1"})
    assert stay["Location"] == page_of(made)
    last = client.post(page_of(made, "social"), {})
    assert last["Location"] == reverse("benchmarking_check", args=[made.pk])


def test_valid_answers_are_saved_where_others_are_not(client: Client, made: Benchmarking) -> None:
    page = text(
        client.post(
            page_of(made),
            {"events": "many", "projects": "3", "services": ["none", "training"]},
        )
    )
    assert sheet_of(made).given == {"projects": 3.0}
    assert "Type a number, such as 12 or 12.5." in state_of(page, "events")
    assert "excludes the others" in state_of(page, "services")
    assert 'value="many"' in page  # what was typed is still there
    assert 'aria-invalid="true"' in page
    assert "2 answers here are not saved" in page


def test_a_script_saves_at_each_change_and_is_told_of_each_answer(
    client: Client, made: Benchmarking, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    words = {"events": "12", "seen_events": "0", "projects": "x", "seen_projects": "0"}
    with django_assert_max_num_queries(22):
        answer = by_script(client, page_of(made), words)
    part = text(answer)
    assert "<h1" not in part
    assert part.count('hx-swap-oob="true"') == len(made.asked.of("services")) + 3
    assert 'name="seen_events" value="1"' in state_of(part, "events")
    assert "just-saved" in state_of(part, "events")
    assert "Not saved." in state_of(part, "projects")
    assert "1 answer here is not saved" in part
    assert "1 of 58 questions answered" in part
    # The same again writes nothing and leaves the revision alone.
    again = text(by_script(client, page_of(made), {**words, "seen_events": "1", "projects": ""}))
    assert 'name="seen_events" value="1"' in state_of(again, "events")
    assert "Saved at" in again


def test_a_conflict_shows_both_answers_and_loses_neither(
    client: Client, cast: Cast, made: Benchmarking
) -> None:
    seen = seen_on(text(client.get(page_of(made))))
    answers_save(by=cast.owner, benchmarking=made, given={"events": Given(30.0, 0)})
    page = text(client.post(page_of(made), {**seen, "events": "12", "projects": "4"}))
    assert "Owner changed this answer at" in state_of(page, "events")
    rival = page[page.index('class="rival"') :]
    assert "<dd>30</dd>" in rival
    assert "<dd>12</dd>" in rival
    assert 'value="12"' in page
    assert sheet_of(made).given == {"events": 30.0, "projects": 4.0}
    held = {**seen_on(page), "events": "12", "mine_events": "12", "projects": "4"}
    # Going on with other questions does not settle it.
    part = text(by_script(client, page_of(made), {**held, "projects": "5"}))
    assert 'class="rival"' in part
    assert sheet_of(made).given == {"events": 30.0, "projects": 5.0}
    now = {**seen_on(part), "events": "12", "mine_events": "12", "projects": "5"}
    theirs = client.post(page_of(made), {**now, "settle_events": "theirs"})
    assert theirs["Location"] == page_of(made)
    assert sheet_of(made).given["events"] == 30.0
    client.post(page_of(made), {**now, "settle_events": "mine"})
    assert sheet_of(made).given["events"] == 12.0
    history = made.answers.get(question="events").history.order_by("revision")
    assert [each.value for each in history] == [30.0, 12.0]


def test_typing_something_new_in_a_conflict_settles_it(
    client: Client, cast: Cast, made: Benchmarking
) -> None:
    answers_save(by=cast.owner, benchmarking=made, given={"events": Given(30.0, 0)})
    words = {"events": "14", "mine_events": "12", "seen_events": "1"}
    client.post(page_of(made), words)
    assert sheet_of(made).given["events"] == 14.0


def test_a_conflict_within_a_conflict_is_one_again(
    client: Client, cast: Cast, made: Benchmarking
) -> None:
    answers_save(by=cast.owner, benchmarking=made, given={"events": Given(30.0, 0)})
    answers_save(by=cast.owner, benchmarking=made, given={"events": Given(31.0, 1)})
    words = {"events": "12", "mine_events": "12", "seen_events": "1", "settle_events": "mine"}
    page = text(client.post(page_of(made), words))
    assert "<dd>31</dd>" in page
    assert sheet_of(made).given["events"] == 31.0


def test_what_others_changed_and_i_did_not_is_shown_anew(
    client: Client, cast: Cast, made: Benchmarking
) -> None:
    give_answers(made, {"events": 3.0, "projects": 1.0}, by=cast.owner)
    seen = seen_on(text(client.get(page_of(made))))
    answers_save(by=cast.owner, benchmarking=made, given={"events": Given(30.0, 1)})
    part = text(by_script(client, page_of(made), {**seen, "events": "3", "projects": "2"}))
    assert 'id="q_events" hx-swap-oob="true"' in part
    assert 'value="30"' in part
    assert "you now see it" in part
    assert sheet_of(made).given == {"events": 30.0, "projects": 2.0}


def test_answers_handed_in_meanwhile_are_left_alone(
    client: Client, cast: Cast, made: Benchmarking, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_answers(made, MODEL)
    Benchmarking.objects.update(state="submitted")
    page = client.post(page_of(made), {"events": "1"}, follow=True)
    assert "can no longer be changed" in text(page)
    script = by_script(client, page_of(made), {"events": "1"})
    assert script["HX-Redirect"] == made.get_absolute_url()
    # Between the check and the writing, too.
    monkeypatch.setattr(
        "hanse.excellence.web.views.benchmarking_answers.steps_of", lambda *_: {"answers_save"}
    )
    assert client.post(page_of(made), {"events": "1", "seen_events": "1"}).status_code == 302
    assert sheet_of(made).given == MODEL
    assert not AuditEvent.objects.filter(action="answers_save").exists()


def test_hidden_numbers_that_are_none_do_no_harm(client: Client, made: Benchmarking) -> None:
    give_answers(made, {"events": 3.0})
    client.post(page_of(made), {"events": "4", "seen_events": "-1"})
    client.post(page_of(made), {"events": "4", "seen_events": "x"})
    assert sheet_of(made).given == {"events": 3.0}
