"""Tables of states and steps: who may take which step from where, and why a step is refused."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Generic, Literal, TypeVar

from hanse.excellence.label.actors import ACTOR_WORDS, Actor
from hanse.foundation.problems import HanseError
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _

S = TypeVar("S", bound=StrEnum)
F = TypeVar("F")


class Route(StrEnum):
    """How a level is assessed; a scheme says which of its levels goes which way."""

    INTERVIEW = "interview"
    """One expert confirms the benchmarking in an interview; no points are given."""
    AUDIT = "audit"
    """One auditor gives points on a self-assessment with evidence."""
    JOINT = "joint"
    """Several experts give points independently, then settle them together."""


EVERY_ROUTE: Final = frozenset(Route)
SCORED: Final = frozenset({Route.AUDIT, Route.JOINT})
"""The routes on which points are given."""


@dataclass(frozen=True, slots=True)
class Step(Generic[S]):
    """One row of a table: a step that leads from one state to another.

    code: the action's name. source: None for what begins a file. routes: on which it exists.
    conditions: by name, all must hold. needs: what whoever takes it must say. starts: the name of
    the time limit that begins with it, "" for none. notice: who is told. ours: set by Hanse, not
    read in a public rule of the field.
    """

    code: str
    source: S | None
    target: S
    who: Actor
    routes: frozenset[Route] = EVERY_ROUTE
    conditions: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    starts: str = ""
    notice: tuple[Actor, ...] = ()
    ours: bool = True

    @property
    def stays(self) -> bool:
        """Whether the file stays in its state: work within it."""
        return self.source == self.target


@dataclass(frozen=True, slots=True)
class Condition(Generic[F]):
    """What must hold for a step: in words, and as a test of the facts of a file."""

    code: str
    text: str
    holds: Callable[[F], bool]


Kind = Literal["step", "role", "state", "route", "condition", "need"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a step is refused. code: of the condition or of what was not said."""

    kind: Kind
    sentence: Sentence
    code: str = ""


class StepRefusedError(HanseError):
    """A step that the table does not allow, with every reason."""

    def __init__(self, step: str, refusals: tuple[Refusal, ...]) -> None:
        self.step = step
        self.refusals = refusals
        super().__init__(
            f"The step {step} is refused.", why=" ".join(str(each.sentence) for each in refusals)
        )

    @property
    def by_role(self) -> bool:
        """Whether whoever tried may not take this step at all."""
        return any(each.kind == "role" for each in self.refusals)


class Workflow(Generic[S, F]):
    """A table of steps over states, with the conditions its rows name."""

    def __init__(
        self,
        name: str,
        states: Mapping[S, str],
        steps: tuple[Step[S], ...],
        conditions: tuple[Condition[F], ...],
        needs: Mapping[str, str],
    ) -> None:
        self.name = name
        self.states = states
        self.steps = steps
        self.conditions: Mapping[str, Condition[F]] = {each.code: each for each in conditions}
        self.needs = needs
        unknown = {c for s in steps for c in s.conditions} - self.conditions.keys()
        unsaid = {need for step in steps for need in step.needs} - needs.keys()
        if unknown or unsaid:
            raise ValueError(f"{name}: no words for {', '.join(sorted(unknown | unsaid))}.")
        if len({(step.code, step.who) for step in steps}) != len(self.codes()):
            raise ValueError(f"{name}: a step is for one and the same everywhere.")

    def codes(self) -> tuple[str, ...]:
        """The codes of all steps, each once, in the table's order."""
        return tuple(dict.fromkeys(step.code for step in self.steps))

    def rows(self, code: str, source: S | None, route: Route) -> Iterator[Step[S]]:
        """The rows of a step from a state on a route: none, one, or some that exclude each other.

        Raises `KeyError` for a step there is not.
        """
        if code not in self.codes():
            raise KeyError(code)
        for step in self.steps:
            if step.code == code and step.source == source and route in step.routes:
                yield step

    def offered(self, source: S | None, route: Route, actors: Collection[Actor]) -> tuple[str, ...]:
        """Codes of the steps that some of `actors` may take from a state, conditions apart."""
        return tuple(
            dict.fromkeys(
                step.code
                for step in self.steps
                if step.source == source and route in step.routes and step.who in actors
            )
        )

    def refusals(
        self,
        code: str,
        *,
        source: S | None,
        route: Route,
        actors: Collection[Actor],
        facts: F,
        given: Mapping[str, Any] | None = None,
    ) -> tuple[Refusal, ...]:
        """Why the step is refused; () where it may be taken.

        actors: what whoever tries is to the file. given: what they say, None to leave that open,
        as when a page asks whether to offer the step. Of several rows, the reasons of the one
        that is nearest to holding.
        """
        rows = list(self.rows(code, source, route))
        if not rows:
            return (self._elsewhere(code, source, actors),)
        return min((self._against(row, actors, facts, given) for row in rows), key=len)

    def take(
        self,
        code: str,
        *,
        source: S | None,
        route: Route,
        actors: Collection[Actor],
        facts: F,
        given: Mapping[str, Any],
    ) -> Step[S]:
        """The row that applies. Raises `StepRefusedError` with every reason against it."""
        for row in self.rows(code, source, route):
            if not self._against(row, actors, facts, given):
                return row
        raise StepRefusedError(
            code,
            self.refusals(
                code, source=source, route=route, actors=actors, facts=facts, given=given
            ),
        )

    def _elsewhere(self, code: str, source: S | None, actors: Collection[Actor]) -> Refusal:
        """Why there is no row; the wrong role first, so that nobody learns a state from it."""
        who = next(step.who for step in self.steps if step.code == code)
        if who not in actors:
            return _wrong_role(who)
        if any(step.code == code and step.source == source for step in self.steps):
            return Refusal("route", Sentence(_("There is no such step at this level.")))
        state = "" if source is None else self.states[source]
        text = (
            _("This cannot be done while the label is: {state}.")
            if self.name == "label"
            else _("This cannot be done while the file is: {state}.")
        )
        return Refusal("state", Sentence(text, {"state": state}))

    def _against(
        self, row: Step[S], actors: Collection[Actor], facts: F, given: Mapping[str, Any] | None
    ) -> tuple[Refusal, ...]:
        if row.who not in actors:
            return (_wrong_role(row.who),)
        against = [
            Refusal("condition", Sentence(self.conditions[name].text), name)
            for name in row.conditions
            if not self.conditions[name].holds(facts)
        ]
        if given is not None:
            against += [
                Refusal(
                    "need",
                    Sentence(_("Say this, too: {what}."), {"what": Sentence(self.needs[need])}),
                    need,
                )
                for need in row.needs
                if _unsaid(given.get(need))
            ]
        return tuple(against)


def _wrong_role(who: Actor) -> Refusal:
    return Refusal(
        "role", Sentence(_("This step is for the {who}."), {"who": Sentence(ACTOR_WORDS[who])})
    )


def _unsaid(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is False or value == () or value == []
