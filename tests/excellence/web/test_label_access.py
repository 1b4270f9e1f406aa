"""Role x step x state through the web: whatever the table does not allow is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hanse.excellence.label.states import APPLICATIONS, State
from hanse.excellence.web.label_desk import Desk
from hanse.excellence.web.label_doors import APPLICATION_STEPS, PAGES
from hanse.excellence.web.models.label_files import StepTaken
from hanse.excellence.web.models.labels import Application
from hanse.foundation.web.models.audit import AuditEvent
from tests.excellence.web.clock import on_day
from tests.excellence.web.label_factories import (
    DAY,
    PEOPLE,
    WORDS,
    Journey,
    LabelCast,
    make_held_label,
    upload,
)

pytestmark = pytest.mark.once

STATES = [each for each in State if each is not State.WITHDRAWN]
ALL = sorted(set(APPLICATIONS.codes()) - {"application_start"})
REFUSED = {403, 404}
OUTSIDE = {"visitor", "stranger", "other_expert", "administrator", "panel"}


@pytest.fixture
def journey(label_cast: LabelCast, state: State, monkeypatch: pytest.MonkeyPatch) -> Journey:
    make_held_label(label_cast, "bronze", on=DAY - timedelta(days=300))
    found = Journey(label_cast).to(state)
    on_day(monkeypatch, found.on)
    return found


def said(journey: Journey) -> dict[str, Any]:
    """Everything any step asks for, plausibly answered: only role and state can be wrong."""
    cast, on = journey.cast, journey.on
    return {
        "reason": WORDS,
        "signed_on": on.isoformat(),
        "independence": "on",
        "experts": [cast.lead.pk, cast.second.pk],
        "lead": cast.lead.pk,
        "leaving": cast.lead.pk,
        "coming": cast.other_expert.pk,
        "visit_on": (on + timedelta(days=30)).isoformat(),
        "due_on": (on + timedelta(days=12)).isoformat(),
        "ended_on": on.isoformat(),
        "hours": "16",
        "recommendation": "award",
        "choice": "award",
        "asked": WORDS,
        "until": (on + timedelta(days=30)).isoformat(),
        "ground": "hearing",
        "panel": [each.pk for each in cast.panel_members],
        "language": "de",
        "summary": WORDS,
        "text": WORDS,
        "answer": WORDS,
        "points_0": "1",
        "criteria": ["1.1.0"],
        "remove": "1",
    }


def address(code: str, number: int) -> str:
    if code in APPLICATION_STEPS:
        return reverse("label_step", args=[number, code])
    if code == "assessment_change":
        return reverse("label_criterion", args=[number, "1.1.0"])
    if code == "evidence_remove":
        return reverse("evidence_change", args=[number, 1])
    if code == "factual_answer":
        return reverse("remark_answer", args=[number, 1])
    return reverse(PAGES[code], args=[number])


def offered_to(journey: Journey, name: str) -> set[str]:
    """Steps that the table allows a person in this state, conditions apart."""
    person = journey.cast.person(name)
    if person is None:
        return set()
    return set(Desk(journey.application, person, journey.on).offered())


def kept(journey: Journey) -> tuple[object, ...]:
    application = Application.objects.values().get(pk=journey.application.pk)
    counts = StepTaken.objects.count(), AuditEvent.objects.count()
    return *application.items(), *counts


@pytest.mark.parametrize("state", STATES)
def test_no_step_is_taken_by_whom_the_table_does_not_name(
    journey: Journey, state: State, client: Client
) -> None:
    """All steps that somebody may take here, tried by everybody who may not; and some others."""
    before, wrong, tried = kept(journey), [], 0
    possible = {code for name in PEOPLE for code in offered_to(journey, name)}
    elsewhere = {
        code for at, code in enumerate(ALL) if code not in possible and at % 8 == len(state) % 8
    }
    data, home = said(journey), journey.application.get_absolute_url()
    for name in PEOPLE:
        person = journey.cast.person(name)
        client.logout()
        if person:
            client.force_login(person)
        own = offered_to(journey, name)
        # Where two steps share a page, what one sends is taken as the step that one may take.
        shared = {address(code, journey.application.pk) for code in own}
        wanted = sorted((possible | elsewhere) - own)
        if name in OUTSIDE:  # the file is not there for them, whatever they send
            wanted = wanted[len(name) % 3 :: 3]
        for code in wanted:
            if address(code, journey.application.pk) in shared:
                continue
            more = {"file": upload()} if code == "evidence_add" else {}
            answer = client.post(address(code, journey.application.pk), {**data, **more})
            tried += 1
            # Whoever has the office, but comes at the wrong time, is led back with the reasons.
            back = answer.status_code == 302 and answer["Location"] == home
            fine = answer.status_code == 302 if person is None else answer.status_code in REFUSED
            if not fine and not back:
                wrong.append((name, code, answer.status_code))
    assert tried > 20
    assert not wrong, wrong
    assert kept(journey) == before


def test_every_step_of_the_table_has_a_door_and_no_other(label_cast: LabelCast) -> None:
    assert set(APPLICATION_STEPS) | set(PAGES) == set(ALL)


@pytest.mark.parametrize("name", ["visitor", "stranger", "administrator", "other_expert", "panel"])
def test_an_outsider_never_learns_that_an_application_exists(
    label_cast: LabelCast, client: Client, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = Journey(label_cast, "bronze").to(State.VISIT)
    on_day(monkeypatch, journey.on)
    person = label_cast.person(name)
    if person:
        client.force_login(person)
    there = journey.application.pk
    paths = ["label_file", "label_report", "label_eligibility"]
    for path in paths:
        one = client.get(reverse(path, args=[there]))
        none = client.get(reverse(path, args=[there + 1000]))
        # A file that is there and one that is not answer alike.
        assert one.status_code == none.status_code == (302 if person is None else 404)
    for path in (
        "/excellence/labels/",
        "/register/",
        f"/organisations/{label_cast.organisation.slug}/",
        "/search/?q=timber",
    ):
        text = client.get(path).content.decode()
        assert "pplication for Bronze" not in text
        assert f"/labels/files/{there}/" not in text
    if name == "administrator":
        return
    queue = client.get(reverse("label_queue"))
    assert queue.status_code == (302 if person is None else 403)
