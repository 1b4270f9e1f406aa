"""The steps of missions, applications and places."""

import pytest

from hanse.collaboration.missions.states import (
    CONDITIONS,
    STEPS,
    ApplicationState,
    Facts,
    Part,
    PlaceState,
    State,
    may_ever,
    may_step,
    unmet,
)


def test_the_way_of_a_mission_leads_through_every_state() -> None:
    way, state = [State.DRAFT], State.DRAFT
    for step in (
        "mission_open",
        "mission_review",
        "mission_select",
        "mission_publish",
        "mission_issue",
        "mission_begin",
        "mission_end",
        "mission_close",
    ):
        assert may_step(step, state, state, {Part.ORGANISER})
        state = State(STEPS[step].to)
        way.append(state)
    assert {*way, State.CALLED_OFF} == set(State)


def test_a_mission_is_called_off_only_before_it_begins() -> None:
    able = {s for s in State if may_step("mission_call_off", s, s, {Part.ORGANISER})}
    after = {State.UNDER_WAY, State.FOLLOW_UP, State.CLOSED, State.CALLED_OFF}
    assert able == set(State) - after


@pytest.mark.parametrize("code", STEPS)
def test_every_step_names_states_and_conditions_that_exist(code: str) -> None:
    step = STEPS[code]
    known = {"mission": State, "application": ApplicationState, "place": PlaceState}[step.of]
    assert step.states <= {*known, ""}
    assert step.missions <= set(State)
    assert step.missions
    assert not step.to or step.to in set(known)
    assert set(step.conditions) <= set(CONDITIONS)
    assert may_ever(code, set(Part))
    assert not may_ever(code, set(Part) - {step.by})


def test_what_is_missing_is_said() -> None:
    assert [str(each) for each in unmet("mission_open", Facts())] == [
        CONDITIONS["dated"],
        CONDITIONS["closes_later"],
    ]
    assert unmet("mission_open", Facts(dated=True, closes_later=True)) == ()
    full = Facts(handed_in=3, selected=3, places=2)
    assert [str(each) for each in unmet("mission_select", full)] == [CONDITIONS["within_places"]]
    some = Facts(selected=1, places=2, unassessed=1, undecided=1)
    assert len(unmet("mission_select", some)) == 2


def test_nobody_applies_after_the_call() -> None:
    for state in set(State) - {State.CALL}:
        assert not may_step("application_begin", state, "", {Part.EDITOR})
        assert not may_step("application_submit", state, ApplicationState.DRAFT, {Part.APPLICANT})
    [words] = unmet("mission_issue", Facts())
    assert str(words).startswith("There is no timetable yet.")
    assert unmet("mission_issue", Facts(timetabled=True)) == ()
    assert unmet("application_begin", Facts(call_over=True))
