"""Tables of steps: which step leads from which state to which, and who may take it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

S = TypeVar("S", bound=StrEnum)


class Part(StrEnum):
    """What somebody is to an offer or to an expression of interest."""

    EDITOR = "editor"
    """Edits the organisation that made the offer."""
    OFFICER = "officer"
    """Runs the programme, and is not of the organisation that made the offer."""
    SENDER = "sender"
    """Edits the organisation that expressed interest."""
    RECEIVER = "receiver"
    """Edits the organisation that interest was expressed to."""
    SYSTEM = "system"
    """The daily job, which lets time take its course."""


@dataclass(frozen=True, slots=True)
class Step(Generic[S]):
    """A row: `code` leads from `source` (None: from nothing) to `target`; taken by one of `by`.

    A step whose source is its target leaves the state as it is.
    """

    code: str
    source: S | None
    target: S
    by: frozenset[Part]


@dataclass(frozen=True, slots=True)
class Workflow(Generic[S]):
    """All rows of one kind of thing. No state is reached but by a row."""

    name: str
    steps: tuple[Step[S], ...]

    def allowed(self, state: S | None, parts: Collection[Part]) -> tuple[Step[S], ...]:
        """The steps that somebody who is `parts` may take from `state`."""
        return tuple(
            each for each in self.steps if each.source == state and not each.by.isdisjoint(parts)
        )

    def step(self, code: str, state: S | None, target: S | None = None) -> Step[S] | None:
        """The row of `code` from `state` (to `target`, where the code has several); None for none.

        Raises `KeyError` for a code there is not.
        """
        if code not in self.codes:
            raise KeyError(code)
        found = (
            each
            for each in self.steps
            if each.code == code and each.source == state and target in (None, each.target)
        )
        return next(found, None)

    def takers(self, code: str) -> frozenset[Part]:
        """Everybody who may take a step, in whatever state."""
        return frozenset(part for each in self.steps if each.code == code for part in each.by)

    @property
    def codes(self) -> frozenset[str]:
        """All codes of steps."""
        return frozenset(each.code for each in self.steps)


def rows(code: str, sources: Collection[S | None], target: S, *by: Part) -> tuple[Step[S], ...]:
    """A row from each of `sources` to `target`."""
    return tuple(Step(code, source, target, frozenset(by)) for source in sources)


def staying(code: str, states: Collection[S], *by: Part) -> tuple[Step[S], ...]:
    """A row for each of `states` that leaves it as it is."""
    return tuple(Step(code, state, state, frozenset(by)) for state in states)
