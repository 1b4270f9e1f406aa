"""The ways of a consortium, a membership and a strategy: which step, from where, by whom."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _


class State(StrEnum):
    """Where a consortium stands."""

    IDEA = "idea"
    FORMING = "forming"
    FORMED = "formed"
    APPLIED = "applied"
    RUNNING = "running"
    ENDED = "ended"


class Place(StrEnum):
    """Where an organisation stands to a consortium."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """The invitation was taken back."""
    LEFT = "left"


class Version(StrEnum):
    """Where a version of the joint strategy stands."""

    DRAFT = "draft"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


class Part(StrEnum):
    """What somebody is to a consortium."""

    COORDINATOR = "coordinator"
    """Edits the organisation that coordinates it."""
    MEMBER = "member"
    """Edits an organisation that belongs to it; coordinators do, too."""
    INVITED = "invited"
    """Edits an organisation that is invited."""


STATE_WORDS: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.IDEA: _("idea"),
        State.FORMING: _("forming"),
        State.FORMED: _("formed"),
        State.APPLIED: _("applied"),
        State.RUNNING: _("running"),
        State.ENDED: _("ended"),
    }
)
VERSION_WORDS: Final[Mapping[Version, str]] = MappingProxyType(
    {
        Version.DRAFT: _("draft"),
        Version.IN_APPROVAL: _("in approval"),
        Version.APPROVED: _("approved by all"),
        Version.SUPERSEDED: _("superseded"),
    }
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions look at. members: accepted; invitations: open ones.

    unmet: required rules of the chosen call that are not met. complete: whether every section of
    the draft is. draft: whether a version is written or in approval. approved: whether one is.
    """

    members: int = 0
    invitations: int = 0
    call: bool = False
    unmet: int = 0
    starts: bool = False
    draft: bool = False
    complete: bool = False
    approved: bool = False
    own_approval: bool = False


CONDITIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "someone_else": _("Invite at least one other organisation first."),
        "two_members": _("At least two organisations have to belong to it."),
        "answered": _("Invitations are still open: wait for the answers or take them back."),
        "strategy_approved": _("The strategy has to be approved by all members."),
        "call_chosen": _("Choose the call first."),
        "call_met": _("Rules of the call are not met yet."),
        "start_known": _("Say when it starts first."),
        "no_draft": _("There is a draft already."),
        "complete": _("Some sections are not complete."),
        "not_approved": _("Your organisation has approved it already."),
    }
)
"""Condition -> what to say where it does not hold."""


def _holds(condition: str, facts: Facts) -> bool:
    return {
        "someone_else": facts.members + facts.invitations >= 2,
        "two_members": facts.members >= 2,
        "answered": facts.invitations == 0,
        "strategy_approved": facts.approved,
        "call_chosen": facts.call,
        "call_met": facts.unmet == 0,
        "start_known": facts.starts,
        "no_draft": not facts.draft,
        "complete": facts.complete,
        "not_approved": not facts.own_approval,
    }[condition]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: states it can be taken in, the state it leads to ("" stays), by whom, and if what.

    of: what the states are of: the consortium, or a version of its strategy.
    """

    states: frozenset[str]
    to: str
    by: Part
    conditions: tuple[str, ...] = ()
    of: str = "consortium"


_ALIVE: Final = frozenset(State) - {State.ENDED}
_OPEN: Final = frozenset({State.IDEA, State.FORMING, State.FORMED, State.RUNNING})


def _step(states: Collection[str], to: str, by: Part, *conditions: str) -> Step:
    return Step(frozenset(states), to, by, conditions)


def _version(states: Collection[str], to: str, by: Part, *conditions: str) -> Step:
    return Step(frozenset(states), to, by, conditions, of="strategy")


STEPS: Final[Mapping[str, Step]] = MappingProxyType(
    {
        # The consortium
        "consortium_change": _step(_ALIVE, "", Part.COORDINATOR),
        "consortium_publish": _step(frozenset(State), "", Part.COORDINATOR),
        "consortium_form": _step([State.IDEA], State.FORMING, Part.COORDINATOR, "someone_else"),
        "consortium_found": _step(
            [State.FORMING], State.FORMED, Part.COORDINATOR, "two_members", "answered"
        ),
        "consortium_apply": _step(
            [State.FORMED], State.APPLIED, Part.COORDINATOR,
            "call_chosen", "strategy_approved", "call_met",
        ),
        "consortium_refused": _step([State.APPLIED], State.FORMED, Part.COORDINATOR),
        "consortium_start": _step(
            [State.FORMED, State.APPLIED], State.RUNNING, Part.COORDINATOR,
            "start_known", "strategy_approved",
        ),
        "consortium_end": _step(_ALIVE, State.ENDED, Part.COORDINATOR),
        # Who belongs to it
        "consortium_invite": _step(_OPEN, "", Part.COORDINATOR),
        "consortium_uninvite": _step(_ALIVE, "", Part.COORDINATOR),
        "consortium_role": _step(_ALIVE, "", Part.COORDINATOR),
        "consortium_accept": _step(_OPEN, "", Part.INVITED),
        "consortium_decline": _step(_ALIVE, "", Part.INVITED),
        "consortium_leave": _step(_ALIVE, "", Part.MEMBER),
        # Work plan, milestones, results
        "consortium_task_save": _step(_ALIVE, "", Part.MEMBER),
        "consortium_task_remove": _step(_ALIVE, "", Part.MEMBER),
        "consortium_milestone_save": _step(_ALIVE, "", Part.MEMBER),
        "consortium_milestone_remove": _step(_ALIVE, "", Part.MEMBER),
        "consortium_reach_save": _step([State.RUNNING, State.ENDED], "", Part.MEMBER),
        # The strategy; a change after approval begins a new version
        "strategy_begin": _version(["", Version.APPROVED], Version.DRAFT, Part.MEMBER, "no_draft"),
        "strategy_section_save": _version([Version.DRAFT], "", Part.MEMBER),
        "strategy_submit": _version(
            [Version.DRAFT], Version.IN_APPROVAL, Part.COORDINATOR, "complete", "two_members"
        ),
        "strategy_take_back": _version([Version.IN_APPROVAL], Version.DRAFT, Part.COORDINATOR),
        "strategy_approve": _version([Version.IN_APPROVAL], "", Part.MEMBER, "not_approved"),
        "strategy_send_back": _version([Version.IN_APPROVAL], Version.DRAFT, Part.MEMBER),
    }
)  # fmt: skip
"""Code of a step -> the step. When the last member approves, the version is approved by all and the
one before it is superseded."""


def may_ever(step: str, parts: Collection[Part]) -> bool:
    """Whether somebody who is `parts` may take `step` at some time. Raises `KeyError`."""
    return STEPS[step].by in parts


def may_step(step: str, state: str, parts: Collection[Part]) -> bool:
    """Whether the table lets somebody who is `parts` take `step` in `state`, conditions apart."""
    return state in STEPS[step].states and may_ever(step, parts)


def unmet(step: str, facts: Facts) -> tuple[Sentence, ...]:
    """What has to hold before `step` can be taken, in words; () where nothing is missing."""
    return tuple(
        Sentence(CONDITIONS[each]) for each in STEPS[step].conditions if not _holds(each, facts)
    )


def state_after(step: str, state: str) -> str:
    """The state that `step` leads to from `state`."""
    return STEPS[step].to or state


def approved_by_all(members: Collection[int], approvals: Collection[int]) -> bool:
    """Whether every member approved; keys of organisations. Nobody is no consent."""
    return bool(members) and set(members) <= set(approvals)
