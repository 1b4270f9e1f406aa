"""Files of labels by their actions: every level to its award, and what each step leaves."""

from datetime import date, timedelta

import pytest

from hanse.excellence.label.states import State
from hanse.excellence.web.models.label_files import StepTaken
from hanse.excellence.web.models.labels import Label
from hanse.foundation.web.models.audit import AuditEvent
from tests.excellence.web.label_factories import DAY, Journey, LabelCast, make_held_label


@pytest.mark.parametrize("level", ["bronze", "silver", "gold"])
def test_each_level_from_draft_to_award(label_cast: LabelCast, level: str) -> None:
    if level != "bronze":
        make_held_label(label_cast, "bronze", on=DAY - timedelta(days=300))
    journey = Journey(label_cast, level).to(State.AWARDED)
    label = Label.objects.get(application=journey.application)
    assert label.level == level
    assert label.state == "active"
    assert label.number == f"HL-{journey.on.year}-0001"
    assert label.awarded == label.valid_from == journey.on
    if level == "bronze":
        # 24 months from the month of the interview, to its last day.
        assert journey.application.visit_ended == DAY - timedelta(days=20)
        assert label.valid_until == date(2028, 5, 31)
    else:
        assert label.valid_until == date(2028, 7, 31)
        assert label_cast.organisation.labels.get(level="bronze").successor == label
    states = [step.target for step in StepTaken.objects.filter(application=journey.application)]
    assert states[0] == "draft"
    assert states[-1] == "awarded"
    assert AuditEvent.objects.filter(action="board_award").count() == 1


@pytest.mark.parametrize("state", list(State))
def test_every_state_can_be_reached(label_cast: LabelCast, state: State) -> None:
    make_held_label(label_cast, "bronze", on=DAY - timedelta(days=300))
    if state is State.WITHDRAWN:
        return
    journey = Journey(label_cast).to(state)
    assert journey.application.where is state
