"""Whose turn it is in each state of an application, and the way a file usually goes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hanse.excellence.label.actors import Actor
from hanse.excellence.label.states import State
from hanse.excellence.label.workflow import Route

TURN: Final[Mapping[State, Actor]] = MappingProxyType(
    {
        State.DRAFT: Actor.MANAGER,
        State.SUBMITTED: Actor.SECRETARIAT,
        State.ELIGIBILITY_CHECK: Actor.SECRETARIAT,
        State.CONTRACTED: Actor.SECRETARIAT,
        State.EXPERTS_PROPOSED: Actor.EXPERT,
        State.EXPERTS_AGREED: Actor.SECRETARIAT,
        State.SELF_ASSESSMENT: Actor.MANAGER,
        State.EVIDENCE_FROZEN: Actor.LEAD_EXPERT,
        State.VISIT: Actor.LEAD_EXPERT,
        State.INDIVIDUAL_SCORING: Actor.EXPERT,
        State.CONSENSUS: Actor.LEAD_EXPERT,
        State.FACTUAL_CHECK: Actor.MANAGER,
        State.REPORT_FINAL: Actor.SECRETARIAT,
        State.BOARD_DECISION: Actor.BOARD_MEMBER,
        State.DEFERRED: Actor.SECRETARIAT,
        State.APPEAL: Actor.SECRETARIAT,
    }
)
"""State -> who is to act; none where a file is closed."""


def whose_turn(state: State, *, done: bool = False) -> Actor | None:
    """Who is to act. done: whether those whose turn it was have all done their part."""
    if done and state in _THEN:
        return _THEN[state]
    return TURN.get(state)


_THEN: Final = {
    State.EXPERTS_PROPOSED: Actor.MANAGER,
    State.INDIVIDUAL_SCORING: Actor.LEAD_EXPERT,
    State.FACTUAL_CHECK: Actor.LEAD_EXPERT,
    State.APPEAL: Actor.APPEAL_MEMBER,
}
"""Whose turn follows within a state: all experts accepted, all points in, the check over, the panel
seated."""

_SCORED: Final = (
    State.SELF_ASSESSMENT,
    State.EVIDENCE_FROZEN,
    State.VISIT,
    State.INDIVIDUAL_SCORING,
    State.CONSENSUS,
)


def usual_way(route: Route) -> tuple[State, ...]:
    """The states that a file goes through on `route` when all goes well, in their order."""
    assessed = (State.VISIT,) if route is Route.INTERVIEW else _SCORED
    return (
        State.DRAFT,
        State.SUBMITTED,
        State.ELIGIBILITY_CHECK,
        State.CONTRACTED,
        State.EXPERTS_PROPOSED,
        State.EXPERTS_AGREED,
        *assessed,
        State.FACTUAL_CHECK,
        State.REPORT_FINAL,
        State.BOARD_DECISION,
        State.AWARDED,
    )
