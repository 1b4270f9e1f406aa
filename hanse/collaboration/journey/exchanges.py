"""Short exchanges between organisations: states and steps, who may take each, and on what terms."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from hanse.foundation.problems import HanseError
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _

LEAST_DAYS: Final = 3
MOST_DAYS: Final = 31
"""An exchange takes from 3 days to a month, as in the ClusterXchange scheme of 2020."""
REPORT_WITHIN_DAYS: Final = 30
"""After this the secretariat can close an exchange with one report. Ours."""


class Actor(StrEnum):
    """What somebody is to one exchange."""

    HOST = "host"
    """An editor of the organisation that is visited."""
    VISITOR = "visitor"
    """An editor of the organisation that visits."""
    OFFICER = "officer"


SIDES: Final = (Actor.HOST, Actor.VISITOR)


class State(StrEnum):
    """How far an exchange has come."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    PLANNED = "planned"
    HELD = "held"
    FINALISED = "finalised"
    DECLINED = "declined"
    CANCELLED = "cancelled"


STATE_WORDS: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.PROPOSED: _("proposed"),
        State.AGREED: _("agreed, being planned"),
        State.PLANNED: _("planned"),
        State.HELD: _("held, one report in"),
        State.FINALISED: _("finalised"),
        State.DECLINED: _("declined"),
        State.CANCELLED: _("called off"),
    }
)

ACTOR_WORDS: Final[Mapping[Actor, str]] = MappingProxyType(
    {
        Actor.HOST: _("host"),
        Actor.VISITOR: _("visitor"),
        Actor.OFFICER: _("secretariat"),
    }
)

STAGES: Final = (
    (_("Register"), ()),
    (_("Match"), (State.PROPOSED, State.DECLINED)),
    (_("Build"), (State.AGREED, State.PLANNED, State.CANCELLED)),
    (_("Finalise"), (State.HELD, State.FINALISED)),
)
"""The four stages, and the states in each; a registration is no exchange yet."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the conditions of a step ask about an exchange. acts_for: the sides of who tries."""

    on: date
    begins: date | None = None
    ends: date | None = None
    goals: str = ""
    programme: str = ""
    agreed: frozenset[Actor] = frozenset()
    reported: frozenset[Actor] = frozenset()
    acts_for: frozenset[Actor] = frozenset()

    @property
    def days(self) -> int | None:
        """How many days it takes, first and last among them; None without dates."""
        if self.begins is None or self.ends is None:
            return None
        return (self.ends - self.begins).days + 1


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold for a step, in words, and as a test."""

    text: str
    holds: Callable[[Facts], bool]


CONDITIONS: Final[Mapping[str, Condition]] = MappingProxyType(
    {
        "own_agreement_open": Condition(
            _("Your organisation has already agreed."), lambda f: bool(f.acts_for - f.agreed)
        ),
        "others_agreed": Condition(
            _("The other organisation has not agreed yet."),
            lambda f: set(SIDES) - f.agreed <= f.acts_for,
        ),
        "others_open": Condition(
            _("The other organisation has agreed already."),
            lambda f: not set(SIDES) - f.agreed <= f.acts_for,
        ),
        "dates_fit": Condition(
            _("An exchange takes from 3 days to a month: set its first and last day."),
            lambda f: f.days is not None and LEAST_DAYS <= f.days <= MOST_DAYS,
        ),
        "plan_written": Condition(
            _("Write down the goals and the programme first."),
            lambda f: bool(f.goals.strip() and f.programme.strip()),
        ),
        "to_come": Condition(
            _("The exchange has begun."), lambda f: f.begins is None or f.on < f.begins
        ),
        "over": Condition(
            _("The last day of the exchange has not come yet."),
            lambda f: f.ends is not None and f.on >= f.ends,
        ),
        "own_report_open": Condition(
            _("Your organisation has reported already."), lambda f: bool(f.acts_for - f.reported)
        ),
        "waited": Condition(
            _("The other organisation still has time to report."),
            lambda f: f.ends is not None and f.on > f.ends + timedelta(days=REPORT_WITHIN_DAYS),
        ),
    }
)

NEEDS: Final[Mapping[str, str]] = MappingProxyType(
    {"reason": _("the reason"), "report": _("what was done and what came of it")}
)


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table. who: any of them suffices; source None begins an exchange."""

    code: str
    source: State | None
    target: State
    who: frozenset[Actor]
    conditions: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


_PARTIES: Final = frozenset(SIDES)
_ANY: Final = frozenset(Actor)
_S = State

STEPS: Final = (
    # --- Match
    Step("exchange_propose", None, _S.PROPOSED, _PARTIES),
    Step("exchange_agree", _S.PROPOSED, _S.AGREED, _PARTIES,
         ("own_agreement_open", "others_agreed")),
    Step("exchange_agree", _S.PROPOSED, _S.PROPOSED, _PARTIES,
         ("own_agreement_open", "others_open")),
    Step("exchange_decline", _S.PROPOSED, _S.DECLINED, _PARTIES),
    # --- Build
    Step("exchange_plan", _S.AGREED, _S.AGREED, _PARTIES),
    Step("exchange_fix", _S.AGREED, _S.PLANNED, _PARTIES, ("dates_fit", "plan_written")),
    Step("exchange_reopen", _S.PLANNED, _S.AGREED, _PARTIES, ("to_come",), ("reason",)),
    Step("exchange_cancel", _S.AGREED, _S.CANCELLED, _ANY, (), ("reason",)),
    Step("exchange_cancel", _S.PLANNED, _S.CANCELLED, _ANY, ("to_come",), ("reason",)),
    # --- Finalise
    Step("exchange_report", _S.PLANNED, _S.HELD, _PARTIES, ("over",), ("report",)),
    Step("exchange_report", _S.HELD, _S.FINALISED, _PARTIES, ("own_report_open",), ("report",)),
    Step("exchange_close", _S.HELD, _S.FINALISED, frozenset({Actor.OFFICER}), ("waited",),
         ("reason",)),
)  # fmt: skip


class StepRefusedError(HanseError):
    """A step that the table does not allow. by_role: whoever tried may never take it."""

    def __init__(self, code: str, why: tuple[Sentence, ...], *, by_role: bool = False) -> None:
        self.reasons = why
        self.by_role = by_role
        super().__init__(f"The step {code} is refused.", why=" ".join(map(str, why)))


def offered(state: State, actors: Collection[Actor], facts: Facts) -> tuple[str, ...]:
    """Codes of the steps that somebody can take now, whatever they still have to say."""
    return tuple(
        dict.fromkeys(
            step.code
            for step in STEPS
            if step.source == state
            and not step.who.isdisjoint(actors)
            and all(CONDITIONS[name].holds(facts) for name in step.conditions)
        )
    )


def take(
    code: str,
    state: State | None,
    actors: Collection[Actor],
    facts: Facts,
    given: Mapping[str, Any] | None = None,
) -> Step:
    """The row that applies. Raises `StepRefusedError` with the reasons, `KeyError` for no step."""
    rows = [step for step in STEPS if step.code == code]
    if not rows:
        raise KeyError(code)
    if not any(not row.who.isdisjoint(actors) for row in rows):
        who = Sentence(_("This step is for the parties of the exchange or the secretariat."))
        raise StepRefusedError(code, (who,), by_role=True)
    here = [row for row in rows if row.source == state]
    if not here:
        words = STATE_WORDS[state] if state else ""
        text = _("This cannot be done while the exchange is: {state}.")
        raise StepRefusedError(code, (Sentence(text, {"state": Sentence(words)}),))
    against = [_against(row, facts, given or {}) for row in here]
    for row, reasons in zip(here, against, strict=True):
        if not reasons:
            return row
    raise StepRefusedError(code, min(against, key=len))


def _against(row: Step, facts: Facts, given: Mapping[str, Any]) -> tuple[Sentence, ...]:
    reasons = [
        Sentence(CONDITIONS[name].text)
        for name in row.conditions
        if not CONDITIONS[name].holds(facts)
    ]
    reasons += [
        Sentence(_("Say this, too: {what}."), {"what": Sentence(NEEDS[need])})
        for need in row.needs
        if not str(given.get(need) or "").strip()
    ]
    return tuple(reasons)
