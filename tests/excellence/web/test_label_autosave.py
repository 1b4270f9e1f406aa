"""Long texts of experts and applicants save themselves while they are written."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from hanse.excellence.label.states import State
from hanse.excellence.web.models.label_assessments import Report, Score
from hanse.excellence.web.models.label_files import SelfScore
from hanse.foundation.web.models.people import User
from tests.browser import NewPage, axe_violations, sign_in
from tests.excellence.web.clock import on_day
from tests.excellence.web.label_factories import (
    DAY,
    Journey,
    LabelCast,
    make_held_label,
    make_label_cast,
)

SCRIPT = {"HX-Request": "true"}


def at(cast: LabelCast, state: State, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a silver file in a state, on its day."""
    make_held_label(cast, "bronze", on=DAY - timedelta(days=300))
    journey = Journey(cast, "silver").to(state)
    on_day(monkeypatch, journey.on)
    return journey.application.get_absolute_url()


def sent(client: Client, person: User, path: str, **words: str) -> str:
    """What a script gets back that sends a form."""
    client.force_login(person)
    answer = client.post(path, words, headers=SCRIPT)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_report(label_cast: LabelCast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    path = at(label_cast, State.CONSENSUS, monkeypatch) + "report/"
    lead = label_cast.lead
    assert "the report needs a summary first" in sent(client, lead, path, strengths="Much.")
    assert "Saved at" in sent(client, lead, path, summary="What was seen.", strengths="Much.")
    report = Report.objects.get()
    assert (report.summary, report.strengths, report.version) == ("What was seen.", "Much.", 1)
    before = report.at
    # Nothing new is nothing to write.
    assert "Saved at" in sent(client, lead, path, summary="What was seen.", strengths="Much.")
    assert Report.objects.get().at == before
    assert client.post(path, {"summary": "By its button."}).status_code == 302


def test_a_report_that_was_sent_takes_a_new_version_only_for_a_change(
    label_cast: LabelCast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = at(label_cast, State.FACTUAL_CHECK, monkeypatch) + "report/"
    sent_one = Report.objects.get()
    words = {"summary": sent_one.summary, "strengths": sent_one.strengths}
    same = {**words, "recommendations": sent_one.recommendations}
    sent(client, label_cast.lead, path, **same)
    assert Report.objects.count() == 1
    sent(client, label_cast.lead, path, **{**same, "summary": "Mended."})
    assert sorted(Report.objects.values_list("version", "summary")) == [
        (1, sent_one.summary),
        (2, "Mended."),
    ]


def test_own_points_of_an_expert(
    label_cast: LabelCast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = at(label_cast, State.INDIVIDUAL_SCORING, monkeypatch) + "scores/"
    words = {"points_0": "2", "words_0": "Half of them.", "words_1": "No points yet."}
    said = sent(client, label_cast.lead, path, **words)
    assert "The rest is saved; 1 text is not, until its points are given." in said
    assert Score.objects.get().words == "Half of them."
    assert "Saved at" in sent(client, label_cast.lead, path, **words, points_1="0")
    assert Score.objects.count() == 2
    assert "Not saved" in sent(client, label_cast.lead, path, points_0="99")


def test_the_self_assessment(
    label_cast: LabelCast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = at(label_cast, State.SELF_ASSESSMENT, monkeypatch) + "assessment/1.1.0/"
    assert "choose your points first" in sent(client, label_cast.manager, path, words="See p. 3.")
    assert "Saved at" in sent(client, label_cast.manager, path, points="3", words="See p. 3.")
    assert SelfScore.objects.get().words == "See p. 3."


@pytest.mark.browser
@pytest.mark.usefixtures("uploads")
def test_a_report_is_not_lost_with_the_window(new_page: NewPage) -> None:
    today = timezone.localdate()
    cast = make_label_cast(on=today - timedelta(days=60))
    make_held_label(cast, "bronze", on=today - timedelta(days=300))
    journey = Journey(cast, "silver", on=today - timedelta(days=60)).to(State.CONSENSUS)
    path = f"{journey.application.get_absolute_url()}report/"
    page = new_page(390)
    sign_in(page, cast.lead)
    page.goto(path)
    page.get_by_label("Summary").fill("Long and thoughtful.")
    # A pause in typing is enough.
    expect(page.locator("#answers-status")).to_contain_text("Saved at", timeout=20_000)
    assert axe_violations(page) == []
    page.close()
    again = new_page()
    sign_in(again, cast.lead)
    again.goto(path)
    expect(again.get_by_label("Summary")).to_have_value("Long and thoughtful.")
