"""The way of a benchmarking, as one table: which step leads from which state to which, by whom."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Part(StrEnum):
    """What somebody is to a benchmarking."""

    MEMBER = "member"
    """Belongs to the organisation."""
    EDITOR = "editor"
    """Edits the organisation."""
    EXPERT = "expert"
    """Was assigned to the interview."""
    OFFICER = "officer"
    """Runs the programme."""


ANSWERING: Final = "answering"
SUBMITTED: Final = "submitted"
INTERVIEW: Final = "interview"
CONFIRMED: Final = "confirmed"
WITHDRAWN: Final = "withdrawn"

STATES: Final = (ANSWERING, SUBMITTED, INTERVIEW, CONFIRMED, WITHDRAWN)
"""In the order of the way; the last two are final."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the states it can be taken in, the one it leads to ("" stays), and by whom."""

    states: frozenset[str]
    to: str
    by: frozenset[Part]


def _step(states: Collection[str], to: str, *by: Part) -> Step:
    return Step(frozenset(states), to, frozenset(by))


STEPS: Final[Mapping[str, Step]] = MappingProxyType(
    {
        "answers_save": _step([ANSWERING], "", Part.MEMBER, Part.EDITOR),
        "answers_import": _step([ANSWERING], "", Part.MEMBER, Part.EDITOR),
        "finding_note": _step([ANSWERING], "", Part.MEMBER, Part.EDITOR),
        "benchmarking_submit": _step([ANSWERING], SUBMITTED, Part.EDITOR),
        "benchmarking_take_back": _step([SUBMITTED], ANSWERING, Part.EDITOR),
        "expert_assign": _step([SUBMITTED, INTERVIEW], INTERVIEW, Part.OFFICER),
        "answers_review": _step([INTERVIEW], "", Part.EXPERT),
        "benchmarking_return": _step([INTERVIEW], ANSWERING, Part.EXPERT),
        "benchmarking_confirm": _step([INTERVIEW], CONFIRMED, Part.EXPERT),
        "benchmarking_withdraw": _step(
            [ANSWERING, SUBMITTED, INTERVIEW], WITHDRAWN, Part.EDITOR, Part.OFFICER
        ),
    }
)
"""Code of a step -> the step. A benchmarking begins in the first state."""


def may_step(step: str, state: str, parts: Collection[Part]) -> bool:
    """Whether somebody who is `parts` may take `step` in `state`. Raises `KeyError` for no step."""
    rule = STEPS[step]
    return state in rule.states and not rule.by.isdisjoint(parts)


def state_after(step: str, state: str) -> str:
    """The state that `step` leads to from `state`."""
    return STEPS[step].to or state
