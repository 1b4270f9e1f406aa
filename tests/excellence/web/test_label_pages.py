"""Pages of a file in every state, for everybody: open to whom they should be, to nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hanse.excellence.label.states import State
from tests.excellence.web.clock import on_day
from tests.excellence.web.label_factories import (
    DAY,
    PEOPLE,
    Journey,
    LabelCast,
    make_held_label,
)

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
pytestmark = pytest.mark.once

STATES = [each for each in State if each is not State.WITHDRAWN]
OWN = frozenset({"manager", "member", "tied_officer", "tied_board"})
TEAM = frozenset({"lead", "second"})
BEFORE_EXPERTS = frozenset(
    {State.DRAFT, State.SUBMITTED, State.ELIGIBILITY_CHECK, State.INELIGIBLE, State.CONTRACTED}
)
ALL_IN = frozenset(
    {
        State.CONSENSUS,
        State.FACTUAL_CHECK,
        State.REPORT_FINAL,
        State.BOARD_DECISION,
        State.AWARDED,
        State.DEFERRED,
        State.REFUSED,
        State.APPEAL,
    }
)
SENT = ALL_IN - {State.CONSENSUS}
BOARD = frozenset(
    {State.BOARD_DECISION, State.AWARDED, State.DEFERRED, State.REFUSED, State.APPEAL}
)


def readers(page: str, state: State) -> frozenset[str]:
    """Who may open a page of a gold file, as the rules of sight were agreed."""
    office = frozenset() if state is State.DRAFT else frozenset({"officer"})
    team = frozenset() if state in BEFORE_EXPERTS else TEAM
    watching = frozenset() if state in BEFORE_EXPERTS else frozenset({"observer"})
    board = frozenset({"chair", "board"}) if state in BOARD else frozenset()
    accepted = frozenset() if state is State.EXPERTS_PROPOSED else team
    everybody = OWN | office | team | watching | board
    return {
        "label_file": everybody,
        "label_eligibility": OWN | office | board,
        "label_experts": everybody - (OWN if state in BEFORE_EXPERTS else frozenset()),
        "label_assessment": OWN | office | accepted | watching | board,
        "label_scores": accepted,
        "label_consensus": (office | accepted | watching | board)
        if state in ALL_IN
        else frozenset(),
        "label_report": office
        | accepted
        | watching
        | board
        | (OWN if state in SENT else frozenset()),
        "label_decision": office
        | (board if state in BOARD and state is not State.BOARD_DECISION else frozenset()),
        "label_appeal": OWN | office if state is State.APPEAL else OWN,
    }[page]


@pytest.mark.parametrize("state", STATES)
def test_who_opens_which_page_in_which_state(
    label_cast: LabelCast, client: Client, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_held_label(label_cast, "bronze", on=DAY - timedelta(days=300))
    journey = Journey(label_cast).to(state)
    on_day(monkeypatch, journey.on)
    wrong = []
    for name in PEOPLE:
        person = label_cast.person(name)
        client.logout()
        if person:
            client.force_login(person)
        for page in PAGES:
            answer = client.get(reverse(page, args=[journey.application.pk]))
            expected = 302 if person is None else 200 if name in readers(page, state) else 404
            if answer.status_code != expected:
                wrong.append((name, page, answer.status_code, expected))
    assert not wrong, wrong
