"""How often pages of labels ask the database, and that no more of anything makes them ask more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hanse.excellence.label.states import State
from hanse.excellence.web.models.label_files import EvidenceFile, StepTaken
from tests.excellence.web.clock import on_day
from tests.excellence.web.label_factories import (
    DAY,
    Journey,
    LabelCast,
    make_expert,
    make_held_label,
)
from tests.foundation.web.factories import make_organisation, make_person

MOST = 32
"""Queries that a page of a file may take, session and person among them."""
PAGES = (
    "label_file",
    "label_eligibility",
    "label_experts",
    "label_assessment",
    "label_scores",
    "label_consensus",
    "label_report",
    "label_decision",
    "label_appeal",
)


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200, path
    return len(queries)


@pytest.mark.parametrize("name", ["manager", "officer", "lead", "chair"])
def test_pages_of_a_file(
    label_cast: LabelCast, client: Client, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_held_label(label_cast, "bronze", on=DAY - timedelta(days=300))
    journey = Journey(label_cast).to(State.REFUSED)
    on_day(monkeypatch, journey.on)
    person = label_cast.person(name)
    assert person
    client.force_login(person)
    paths = {page: reverse(page, args=[journey.application.pk]) for page in PAGES}
    open_to = {page: path for page, path in paths.items() if client.get(path).status_code == 200}
    before = {page: asked(client, path) for page, path in open_to.items()}
    assert {page: n for page, n in before.items() if n > MOST} == {}
    grow(journey)
    after = {page: asked(client, path) for page, path in open_to.items()}
    assert after == before


def grow(journey: Journey) -> None:
    """More of everything a file can have more of."""
    application = journey.application
    for number in range(5):
        StepTaken.objects.create(
            application=application, step="visit_move", target="visit", on=DAY, actor="secretariat"
        )
        EvidenceFile.objects.create(
            application=application,
            name=f"{number}.pdf",
            kind="pdf",
            size=1,
            sha256=f"{number}" * 64,
            criteria=["1.1.0"],
        )
        make_expert(f"Further {number}")


def test_lists_of_the_secretariat(
    label_cast: LabelCast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_held_label(label_cast, "bronze", on=DAY - timedelta(days=300))
    journey = Journey(label_cast).to(State.AWARDED)
    on_day(monkeypatch, journey.on)
    client.force_login(label_cast.officer)
    meeting = journey.application.board_matters.get().meeting.get_absolute_url()
    most = {
        reverse("labels"): 14,
        reverse("label_queue"): 9,
        reverse("board_meetings"): 10,
        meeting: 11,
        reverse("label_schemes") + "?old=2026&new=2026": 10,
        reverse("label_fairness"): 8,
        label_cast.organisation.labels.get(level="gold").keeping_address: 28,
    }
    before = {path: asked(client, path) for path in most}
    assert {path: n for path, n in before.items() if n > most[path]} == {}
    for number in range(4):
        other = make_organisation(f"Other {number}")
        person = make_person(f"Other Manager {number}")
        other.memberships.create(person=person, kind="editor")
        other.label_applications.create(
            level="bronze", scheme="hanse_label", scheme_version="2026", submitted=DAY
        )
        make_expert(f"More {number}")
    assert {path: asked(client, path) for path in most} == before
