"""What moved and what followed: by hand, and against computing every pair twice."""

from datetime import date

from hypothesis import given

from hanse.collaboration.journey.changes import Move, by_kind, changes, followed
from hanse.collaboration.journey.evidence import Evidence
from hanse.collaboration.journey.generations import number_of, reached
from hanse.collaboration.journey.relations import relations
from hanse.collaboration.journey.rules import journey_rules
from tests.collaboration.journey.records import ON, K, ev, histories

RULES = journey_rules()
THEN = date(2025, 6, 30)
COUNTRIES = {1: "AT", 2: "DE", 3: "FR", 4: "AT", 5: "AT", 6: "IT", 7: ""}


def test_moves_by_hand() -> None:
    evidence = [
        ev(K.CONTACT, 1, 2, since=date(2025, 1, 1)),
        ev(K.AGREEMENT, 1, 2, since=date(2026, 1, 1)),
        ev(K.CONTACT, 3, 4, since=date(2026, 2, 1)),
        ev(K.CONTACT, 5, 6, since=date(2022, 10, 1)),
        ev(K.CONTACT, 1, 6, since=date(2019, 10, 1)),
        ev(K.MEETING, 1, 6, since=date(2026, 5, 1)),
        ev(K.CONTACT, 2, 6, since=date(2025, 1, 1)),
    ]
    found = changes(evidence, THEN, ON, COUNTRIES, RULES)
    assert [(each.pair, each.move, each.before, each.now) for each in found] == [
        ((3, 4), Move.NEW, 0, 1),
        ((1, 2), Move.ROSE, 1, 2),
        ((1, 6), Move.REVIVED, 1, 1),
        ((5, 6), Move.WENT_QUIET, 1, 1),
    ]


@given(histories())
def test_moves_like_computing_everything_twice(evidence: list[Evidence]) -> None:
    before = relations(evidence, THEN, RULES, undated=False)
    expected = {}
    for pair, relation in relations(evidence, ON, RULES, undated=False).items():
        high = number_of(reached(relation.evidence, ON, COUNTRIES, RULES))
        was = before.get(pair)
        low = number_of(reached(was.evidence, THEN, COUNTRIES, RULES)) if was else 0
        if was is None:
            move = None if relation.quiet else Move.NEW
        elif high > low:
            move = Move.ROSE
        elif was.quiet != relation.quiet:
            move = Move.WENT_QUIET if relation.quiet else Move.REVIVED
        else:
            move = None
        if move:
            expected[pair] = (move, low, high)
    found = changes(evidence, THEN, ON, COUNTRIES, RULES)
    assert {each.pair: (each.move, each.before, each.now) for each in found} == expected


def test_what_followed_by_hand() -> None:
    exchange = ev(K.EXCHANGE, 1, 2, since=date(2024, 1, 10))
    soon = ev(K.AGREEMENT, 1, 2, since=date(2024, 6, 1))
    wider = ev(K.CONSORTIUM, 1, 2, 3, since=date(2024, 9, 1))
    late = ev(K.SHARED_PROJECT, 1, 2, since=date(2025, 2, 1))
    of_one = ev(K.AGREEMENT, 1, 3, since=date(2024, 3, 1))
    recent = ev(K.EXCHANGE, 5, 6, since=date(2026, 3, 1))
    evidence = [late, wider, soon, exchange, of_one, recent]
    listed = {each.action.record: each for each in followed(evidence, 12, ON)}
    assert listed[exchange.record].next == (soon, wider)
    assert not listed[exchange.record].open
    # The agreement itself was followed by the consortium and the project.
    assert listed[soon.record].next == (wider, late)
    assert listed[recent.record].next == ()
    assert listed[recent.record].open
    exchanges, agreements = by_kind(listed.values())
    assert (exchanges.actions, exchanges.followed, exchanges.open) == (1, 1, 1)
    assert exchanges.share == 1.0
    assert exchanges.next == {K.AGREEMENT: 1, K.CONSORTIUM: 1}
    assert (agreements.kind, agreements.actions, agreements.followed) == (K.AGREEMENT, 2, 2)


@given(histories())
def test_what_followed_like_the_loop_over_all_records(evidence: list[Evidence]) -> None:
    for each in followed(evidence, 12, ON):
        action = each.action
        assert action.since
        expected = {
            other.record
            for other in evidence
            if other.record != action.record
            and other.since
            and action.since < other.since <= ON
            and (other.since.year, other.since.month, other.since.day)
            <= (action.since.year + 1, action.since.month, action.since.day)
            and len(set(other.parties) & set(action.parties)) > 1
        }
        assert {one.record for one in each.next} == expected
