"""The table of steps of exchanges, walked whole; suggestions by hand and against a naive loop."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.collaboration.journey.exchange_matching import (
    Wish,
    suggestion,
    suggestions,
    theme_words,
)
from hanse.collaboration.journey.exchanges import (
    SIDES,
    STATE_WORDS,
    STEPS,
    Actor,
    Facts,
    State,
    StepRefusedError,
    offered,
    take,
)

ON = date(2026, 6, 1)
HOST, VISITOR, OFFICER = Actor.HOST, Actor.VISITOR, Actor.OFFICER


def facts(acts: Actor | None = HOST, **more: object) -> Facts:
    """Facts of a whole plan that lies in the past unless said otherwise."""
    details = {
        "on": ON,
        "begins": ON - timedelta(days=10),
        "ends": ON - timedelta(days=4),
        "goals": "Goals",
        "programme": "Programme",
        "acts_for": frozenset({acts} if acts in SIDES else ()),
        **more,
    }
    return Facts(**details)  # type: ignore[arg-type]


# Who may take which step in which state when every condition holds: the whole table by hand.
MAY = {
    "exchange_propose": {(None, HOST), (None, VISITOR)},
    "exchange_agree": {(State.PROPOSED, HOST), (State.PROPOSED, VISITOR)},
    "exchange_decline": {(State.PROPOSED, HOST), (State.PROPOSED, VISITOR)},
    "exchange_plan": {(State.AGREED, HOST), (State.AGREED, VISITOR)},
    "exchange_fix": {(State.AGREED, HOST), (State.AGREED, VISITOR)},
    "exchange_reopen": {(State.PLANNED, HOST), (State.PLANNED, VISITOR)},
    "exchange_cancel": {(state, who) for state in (State.AGREED, State.PLANNED) for who in Actor},
    "exchange_report": {
        (state, who) for state in (State.PLANNED, State.HELD) for who in (HOST, VISITOR)
    },
    "exchange_close": {(State.HELD, OFFICER)},
}


@pytest.mark.parametrize("code", sorted(MAY))
def test_who_may_take_which_step_from_where(code: str) -> None:
    future = code in ("exchange_reopen", "exchange_cancel")
    allowed = set()
    for state, who in product([None, *State], Actor):
        begins = ON + timedelta(days=5) if future else ON - timedelta(days=100)
        given_facts = facts(who, begins=begins, ends=begins + timedelta(days=6))
        try:
            take(code, state, {who}, given_facts, {"reason": "x", "report": "x"})
        except StepRefusedError:
            continue
        allowed.add((state, who))
    assert allowed == MAY[code]
    assert {step.code for step in STEPS} == set(MAY)


def test_both_agree_before_planning_begins() -> None:
    first = take("exchange_agree", State.PROPOSED, {HOST}, facts(HOST))
    assert first.target is State.PROPOSED
    second = facts(VISITOR, agreed=frozenset({HOST}))
    assert take("exchange_agree", State.PROPOSED, {VISITOR}, second).target is State.AGREED
    with pytest.raises(StepRefusedError, match="already agreed"):
        take("exchange_agree", State.PROPOSED, {HOST}, facts(HOST, agreed=frozenset({HOST})))


def test_who_acts_for_both_sides_agrees_for_both() -> None:
    both = facts(HOST, acts_for=frozenset(SIDES))
    assert take("exchange_agree", State.PROPOSED, set(SIDES), both).target is State.AGREED


@pytest.mark.parametrize(
    ("days", "fits"), [(1, False), (2, False), (3, True), (31, True), (32, False)]
)
def test_three_days_to_a_month(days: int, fits: bool) -> None:
    plan = facts(begins=ON, ends=ON + timedelta(days=days - 1))
    assert plan.days == days
    assert ("exchange_fix" in offered(State.AGREED, {HOST}, plan)) is fits


def test_a_plan_needs_words_and_dates() -> None:
    for missing in ({"goals": " "}, {"programme": ""}, {"begins": None}, {"ends": None}):
        with pytest.raises(StepRefusedError):
            take("exchange_fix", State.AGREED, {HOST}, facts(**missing))


def test_reports_come_after_the_last_day_one_a_side() -> None:
    running = facts(ends=ON + timedelta(days=1))
    with pytest.raises(StepRefusedError, match="has not come yet"):
        take("exchange_report", State.PLANNED, {HOST}, running, {"report": "x"})
    with pytest.raises(StepRefusedError, match="Say this, too"):
        take("exchange_report", State.PLANNED, {HOST}, facts(), {"report": " "})
    assert take("exchange_report", State.PLANNED, {HOST}, facts(), {"report": "x"}).target == "held"
    again = facts(reported=frozenset({HOST}))
    with pytest.raises(StepRefusedError, match="reported already"):
        take("exchange_report", State.HELD, {HOST}, again, {"report": "x"})
    other = facts(VISITOR, reported=frozenset({HOST}))
    end = take("exchange_report", State.HELD, {VISITOR}, other, {"report": "x"})
    assert end.target is State.FINALISED


def test_the_secretariat_closes_after_thirty_days() -> None:
    for days, allowed in ((30, False), (31, True)):
        late = facts(OFFICER, ends=ON - timedelta(days=days))
        assert ("exchange_close" in offered(State.HELD, {OFFICER}, late)) is allowed


def test_nothing_is_called_off_once_it_has_begun() -> None:
    begun = facts(begins=ON, ends=ON + timedelta(days=4))
    assert "exchange_cancel" not in offered(State.PLANNED, {HOST}, begun)
    assert "exchange_cancel" in offered(State.AGREED, {HOST}, begun)


def test_strangers_learn_no_state_and_unknown_steps_are_errors() -> None:
    with pytest.raises(StepRefusedError, match="parties") as refused:
        take("exchange_agree", State.FINALISED, set(), facts())
    assert refused.value.by_role
    with pytest.raises(KeyError):
        take("exchange_dance", State.AGREED, {HOST}, facts())
    assert set(STATE_WORDS) == set(State)


# --- Suggestions ------------------------------------------------------------------------------


def wish(key: int, hosts: bool, country: str = "AT", **more: object) -> Wish:
    details = {
        "organisation": key,
        "themes": frozenset({"timber"}),
        "codes": frozenset(),
        "countries": frozenset(),
        "earliest": date(2026, 9, 1),
        "latest": date(2026, 12, 31),
        "days_least": 3,
        "days_most": 10,
        **more,
    }
    return Wish(key=key, country=country, hosts=hosts, **details)  # type: ignore[arg-type]


def test_themes_are_folded() -> None:
    assert theme_words(" Énergie,  Wood  works;TIMBER,,") == {"energie", "wood works", "timber"}


def test_a_pair_by_hand() -> None:
    host = wish(1, True, countries=frozenset({"DE"}), codes=frozenset({"industry:16"}))
    visitor = wish(2, False, "DE", codes=frozenset({"industry:16"}), earliest=date(2026, 11, 1))
    found = suggestion(host, visitor)
    assert found is not None
    # A theme 2, a code 1, a country wanted 1, nothing between them so far 1.
    assert found.score == 5.0
    assert (found.begins, found.ends) == (date(2026, 11, 1), date(2026, 12, 31))
    assert [str(each) for each in found.reasons] == [
        "Both name: timber.",
        "Their profiles have 1 in common.",
        "The host wants visitors from this country.",
        "They have had nothing to do with each other yet.",
    ]
    known = suggestion(host, visitor, related={(1, 2)})
    assert known is not None
    assert known.score == 4.0


@pytest.mark.parametrize(
    "visitor",
    [
        wish(2, False, "AT"),
        wish(2, True, "DE"),
        wish(1, False, "DE"),
        wish(2, False, "DE", themes=frozenset({"sports"})),
        wish(2, False, "DE", countries=frozenset({"FR"})),
        wish(2, False, "DE", days_least=11, days_most=12),
        wish(2, False, "DE", latest=date(2026, 9, 2)),
    ],
    ids=["same country", "both host", "oneself", "no reason", "unwanted", "length", "no days"],
)
def test_pairs_that_do_not_fit(visitor: Wish) -> None:
    assert suggestion(wish(1, True), visitor) is None


wishes = st.lists(
    st.builds(
        wish,
        key=st.integers(1, 9),
        hosts=st.booleans(),
        country=st.sampled_from(["AT", "DE", "FR"]),
        themes=st.frozensets(st.sampled_from(["a", "b", "c"]), max_size=2),
        countries=st.frozensets(st.sampled_from(["AT", "DE", "FR"]), max_size=2),
        days_least=st.integers(3, 12),
        days_most=st.integers(3, 31),
        earliest=st.dates(date(2026, 1, 1), date(2026, 1, 20)),
        latest=st.dates(date(2026, 1, 10), date(2026, 2, 1)),
    ),
    unique_by=lambda each: each.key,
)


@given(wishes)
def test_suggestions_fit_like_trying_every_day(listed: list[Wish]) -> None:
    expected = set()
    for host, visitor in product(listed, listed):
        if not host.hosts or visitor.hosts or host.country == visitor.country:
            continue
        wanted = (not host.countries or visitor.country in host.countries) and (
            not visitor.countries or host.country in visitor.countries
        )
        possible = any(
            max(host.earliest, visitor.earliest) <= begin
            and begin + timedelta(days=length - 1) <= min(host.latest, visitor.latest)
            for length in range(3, 32)
            if all(each.days_least <= length <= each.days_most for each in (host, visitor))
            for begin in (date(2026, 1, 1) + timedelta(days=n) for n in range(40))
        )
        if wanted and possible and host.themes & visitor.themes:
            expected.add((host.key, visitor.key))
    found = suggestions(listed, most=1000)
    assert {(each.host.key, each.visitor.key) for each in found} == expected
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert all(each.reasons for each in found)
