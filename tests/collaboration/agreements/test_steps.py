"""The table of steps of agreements: it is whole, and its conditions hold and fail as they say."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.agreements.states import (
    CODES,
    CONCLUDED,
    DRAFT,
    STATE_WORDS,
    STEPS,
    Actor,
    State,
    offered,
    rows,
    who_may,
)
from hanse.collaboration.agreements.steps import (
    CONDITIONS,
    NEEDS,
    RECORD_STEPS,
    Attempt,
    Facts,
    StepRefusedError,
    refusals,
    take,
)

DAY = date(2026, 11, 28)
PARTY, OFFICER, SYSTEM = (
    frozenset({Actor.READER, Actor.PARTY}),
    frozenset({Actor.READER, Actor.OFFICER}),
    frozenset({Actor.SYSTEM}),
)
OURS, THEIRS, RECORDED = 1, 2, 3
FACTS = Facts(
    on=DAY,
    members=frozenset({OURS, THEIRS}),
    own=frozenset({OURS}),
    party=OURS,
    scope=True,
)


def partial(text: str) -> PartialDate:
    return PartialDate.parse(text)


def attempt(code: str, source: State | None, facts: Facts = FACTS, **more: Any) -> Attempt:
    everything = dict.fromkeys(NEEDS, "said")
    return Attempt(code, source, **{"actors": PARTY, "facts": facts, "given": everything, **more})


def reasons(code: str, source: State | None, facts: Facts = FACTS, **more: Any) -> set[str]:
    return {each.code or each.kind for each in refusals(attempt(code, source, facts, **more))}


# --- The table ------------------------------------------------------------------------------------


def test_the_table_names_conditions_and_needs_that_there_are() -> None:
    assert {name for step in STEPS for name in step.conditions} == set(CONDITIONS)
    assert {name for step in STEPS for name in step.needs} == set(NEEDS)
    assert set(STATE_WORDS) == set(State)


def test_every_state_is_reached_and_only_drafts_lose_their_signatures() -> None:
    reached, before = {State.ENVISAGED}, set[State]()
    while reached != before:
        before = set(reached)
        reached |= {step.target for step in STEPS if step.source in reached}
    assert reached == set(State)
    assert {step.source for step in STEPS if step.undoes} == set(DRAFT)


def test_ended_ones_lead_nowhere() -> None:
    for state in (State.EXPIRED, State.TERMINATED):
        assert all(step.stays for step in STEPS if step.source is state)


def test_rows_of_a_step_exclude_each_other() -> None:
    """Two rows from one state differ by a pair of conditions of which just one holds."""
    for code, source in product(CODES, [None, *State]):
        found = rows(code, source)
        assert len(found) <= 2
        if len(found) == 2:
            one, other = (set(row.conditions) for row in found)
            assert {frozenset(one - other), frozenset(other - one)} in (
                {frozenset({"others_to_sign"}), frozenset({"last_to_sign"})},
                {frozenset({"others_to_agree"}), frozenset({"last_to_agree"})},
            )


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("code", CODES)
def test_what_the_table_does_not_name_is_refused(code: str, state: State) -> None:
    """Role x state x step: a role the table does not name never gets by, whatever holds."""
    for actors in (frozenset({Actor.READER}), PARTY, OFFICER, SYSTEM, frozenset[Actor]()):
        allowed = any(row.who & actors for row in rows(code, state))
        against = refusals(attempt(code, state, actors=actors))
        if not allowed:
            assert against
            assert {each.kind for each in against} <= {"role", "state"}
            with pytest.raises(StepRefusedError) as refused:
                take(attempt(code, state, actors=actors))
            assert refused.value.by_role or who_may(code) & actors
        assert (code in offered(state, actors)) == allowed


def test_one_on_record_takes_documents_from_officers_alone() -> None:
    for code, state in product(CODES, State):
        for actors in (PARTY, OFFICER, SYSTEM):
            possible = not refusals(attempt(code, state, actors=actors, recorded=True))
            if possible:
                assert code in RECORD_STEPS
                assert actors is OFFICER


# --- Signing --------------------------------------------------------------------------------------


@given(st.permutations([1, 2, 3, 4]), st.sets(st.integers(1, 4)))
def test_it_is_signed_with_the_last_signature_and_not_before(
    order: list[int], recorded: set[int]
) -> None:
    signed: set[int] = set()
    for at, party in enumerate(order, 1):
        by_officer = party in recorded
        facts = Facts(
            on=DAY,
            members=frozenset({1, 2, 3, 4} - recorded),
            on_record=frozenset(recorded),
            own=frozenset() if by_officer else frozenset({party}),
            signed=frozenset(signed),
            party=party,
            scope=True,
            has_document=True,
        )
        row = take(
            attempt(
                "signature_record" if by_officer else "agreement_sign",
                State.IN_NEGOTIATION,
                facts,
                actors=OFFICER if by_officer else PARTY,
            )
        )
        assert row.target is (State.SIGNED if at == 4 else State.IN_NEGOTIATION)
        signed.add(party)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"party": THEIRS}, "is_own"),
        ({"party": 99}, "is_own"),
        ({"own": frozenset({99}), "party": 99}, "is_own"),
        ({"signed": frozenset({OURS})}, "is_unsigned"),
        ({"members": frozenset({OURS})}, "several_parties"),
        ({"scope": False}, "scope"),
        ({"ends_on": partial("2020"), "in_force_on": partial("2021")}, "dates_in_order"),
    ],
)
def test_why_a_party_cannot_sign(change: dict[str, Any], reason: str) -> None:
    assert reason in reasons("agreement_sign", State.IN_NEGOTIATION, replace(FACTS, **change))


def test_an_officer_signs_for_nobody_who_is_here_and_never_without_the_document() -> None:
    facts = replace(FACTS, on_record=frozenset({RECORDED}), party=RECORDED, own=frozenset())
    where = State.IN_NEGOTIATION
    assert reasons("signature_record", where, facts, actors=OFFICER) == {"has_document"}
    facts = replace(facts, has_document=True)
    assert reasons("signature_record", where, facts, actors=OFFICER) == set()
    assert "is_on_record" in reasons(
        "signature_record", where, replace(facts, party=THEIRS), actors=OFFICER
    )
    assert reasons("agreement_sign", where, facts, actors=OFFICER) == {"role"}


# --- Force, end, extension ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signed", "force", "fits"),
    [
        ("2026-11-20", "2026-11-28", True),
        ("2026-11-20", "2026-11-29", False),
        ("2026-11-20", "2026-11-19", False),
        ("2026-11-20", "2026", True),
        ("2026-11-20", "2027", False),
        ("2026-11", "2026-11-01", True),
    ],
)
def test_it_comes_into_force_between_signature_and_today(
    signed: str, force: str, fits: bool
) -> None:
    facts = replace(FACTS, signed_on=partial(signed), in_force_on=partial(force))
    assert (reasons("force_enter", State.SIGNED, facts) == set()) is fits


@pytest.mark.parametrize(
    ("ends", "past"),
    [("2026-11-27", True), ("2026-11-28", False), ("2026-11", False), ("2025", True)],
)
def test_it_expires_when_its_end_is_surely_past(ends: str, past: bool) -> None:
    facts = replace(FACTS, ends_on=partial(ends))
    found = reasons("agreement_expire", State.IN_FORCE, facts, actors=SYSTEM)
    assert (found == set()) is past


@pytest.mark.parametrize(
    ("until", "fits"),
    [("2028", True), ("2027-01-02", True), ("2027", False), ("2026-12-31", False)],
)
def test_an_extension_ends_later(until: str, fits: bool) -> None:
    facts = replace(FACTS, ends_on=partial("2027-01-01"), until=partial(until))
    assert (reasons("extension_propose", State.IN_FORCE, facts) == set()) is fits


def test_an_extension_is_agreed_by_all() -> None:
    facts = replace(FACTS, proposed=True, agreed=frozenset({THEIRS}), ends_on=partial("2027"))
    for state in (State.IN_FORCE, State.EXTENDED):
        assert take(attempt("extension_agree", state, facts)).target is State.EXTENDED
        waiting = replace(facts, members=frozenset({OURS, THEIRS, RECORDED}))
        assert take(attempt("extension_agree", state, waiting)).target is state
        assert "none_proposed" in reasons("extension_propose", state, facts)


# --- Obligations ----------------------------------------------------------------------------------


def test_a_party_takes_on_and_meets_its_own_alone() -> None:
    for state in CONCLUDED:
        theirs = replace(FACTS, party=THEIRS)
        assert reasons("obligation_add", state, theirs) == {"is_own_obligation"}
        assert reasons("obligation_add", state, FACTS) == set()
        assert reasons("obligation_meet", state, replace(theirs, obligation="open")) == {
            "is_own_obligation"
        }
        officer = replace(theirs, obligation="open", officer=True, own=frozenset())
        assert reasons("obligation_meet", state, officer, actors=OFFICER) == set()
        together = replace(FACTS, party=None, obligation="open")
        assert reasons("obligation_meet", state, together) == set()
        met = replace(FACTS, obligation="met")
        assert reasons("obligation_meet", state, met) == {"is_open"}


def test_what_a_step_asks_must_be_said() -> None:
    for blank in ("", "  ", None):
        given_words = {**dict.fromkeys(NEEDS, "said"), "reason": blank}
        found = refusals(attempt("agreement_drop", State.ENVISAGED, given=given_words))
        assert [(each.kind, each.code) for each in found] == [("need", "reason")]
    with pytest.raises(KeyError):
        rows("agreement_burn", State.ENVISAGED)
