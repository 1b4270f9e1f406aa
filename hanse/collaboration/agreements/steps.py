"""What must hold for a step of an agreement, and every reason why one is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Literal

from hanse.collaboration.agreements.partial_dates import PartialDate, in_order
from hanse.collaboration.agreements.states import (
    STATE_WORDS,
    Actor,
    State,
    Step,
    rows,
    who_may,
)
from hanse.foundation.problems import HanseError
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _

LEAST_PARTIES: Final = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an agreement when somebody wants to take a step.

    on: the day. members, on_record: numbers of its parties, by whether somebody acts for them on
    this site. own: parties that whoever tries acts for. signed, agreed: parties that have signed
    it, or agreed to the extension that is proposed. party: the party the step is about, or the one
    whose obligation it is about; None for none, or for all of them. obligation: open or met, ""
    where the step is about none. in_force_on: the day that is said, else the one agreed.
    """

    on: date
    members: frozenset[int] = frozenset()
    on_record: frozenset[int] = frozenset()
    own: frozenset[int] = frozenset()
    signed: frozenset[int] = frozenset()
    agreed: frozenset[int] = frozenset()
    proposed: bool = False
    party: int | None = None
    officer: bool = False
    scope: bool = False
    has_document: bool = False
    signed_on: PartialDate | None = None
    in_force_on: PartialDate | None = None
    ends_on: PartialDate | None = None
    until: PartialDate | None = None
    obligation: Literal["", "open", "met"] = ""

    @property
    def parties(self) -> frozenset[int]:
        """All parties."""
        return self.members | self.on_record

    @property
    def is_last_to_sign(self) -> bool:
        """Whether all others have signed."""
        return not self.parties - self.signed - {self.party}

    @property
    def is_last_to_agree(self) -> bool:
        """Whether all others have agreed to the extension."""
        return not self.parties - self.agreed - {self.party}

    @property
    def acts_for_it(self) -> bool:
        """Whether whoever tries acts for the party in question; for a common one, for any."""
        return bool(self.own) if self.party is None else self.party in self.own


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold, in words for when it does not, and as a test of the facts."""

    text: str
    holds: Callable[[Facts], bool]


def _reached(facts: Facts) -> bool:
    wanted = facts.in_force_on
    return wanted is not None and wanted.first <= facts.on and in_order((facts.signed_on, wanted))


CONDITIONS: Final[Mapping[str, Condition]] = MappingProxyType(
    {
        "several_parties": Condition(
            _("An agreement needs two parties or more."),
            lambda f: len(f.parties) >= LEAST_PARTIES,
        ),
        "scope": Condition(_("Say what the agreement is about."), lambda f: f.scope),
        "dates_in_order": Condition(
            _("The dates are not in order: signed, in force, end."),
            lambda f: in_order((f.signed_on, f.in_force_on, f.ends_on)),
        ),
        "no_party_yet": Condition(
            _("This organisation is a party already."), lambda f: f.party not in f.parties
        ),
        "is_party": Condition(
            _("This organisation is not a party."), lambda f: f.party in f.parties
        ),
        "more_than_one_party": Condition(
            _("The last party stays; drop the agreement instead."), lambda f: len(f.parties) > 1
        ),
        "is_own": Condition(
            _("You can do so for an organisation that you edit alone."),
            lambda f: f.party is not None and f.party in f.own and f.party in f.parties,
        ),
        "is_own_or_officer": Condition(
            _("Each party says who its contact is."),
            lambda f: f.party in f.parties and (f.officer or f.party in f.own),
        ),
        "is_on_record": Condition(
            _("This party signs for itself, as a member of the site."),
            lambda f: f.party is not None and f.party in f.on_record,
        ),
        "is_unsigned": Condition(
            _("This party has signed already."), lambda f: f.party not in f.signed
        ),
        "is_signed": Condition(_("This party has not signed."), lambda f: f.party in f.signed),
        "others_to_sign": Condition(
            _("All other parties have signed."), lambda f: not f.is_last_to_sign
        ),
        "last_to_sign": Condition(
            _("Other parties have not signed yet."), lambda f: f.is_last_to_sign
        ),
        "has_document": Condition(
            _("Add the signed document first."), lambda f: f.has_document
        ),
        "day_reached": Condition(
            _("The day on which it comes into force lies between its signature and today."),
            _reached,
        ),
        "end_passed": Condition(
            _("Its end is not past."),
            lambda f: f.ends_on is not None and f.ends_on.surely_past(f.on),
        ),
        "has_end": Condition(
            _("It has no end, so there is nothing to extend."), lambda f: f.ends_on is not None
        ),
        "later_than_end": Condition(
            _("The new end is not after the present one."),
            lambda f: f.until is None
            or f.ends_on is None
            or (f.ends_on.surely_before(f.until) and f.on <= f.until.last),
        ),
        "none_proposed": Condition(
            _("An extension is proposed already."), lambda f: not f.proposed
        ),
        "is_proposed": Condition(_("No extension is proposed."), lambda f: f.proposed),
        "is_unagreed": Condition(
            _("This party has agreed already."), lambda f: f.party not in f.agreed
        ),
        "others_to_agree": Condition(
            _("All other parties have agreed."), lambda f: not f.is_last_to_agree
        ),
        "last_to_agree": Condition(
            _("Other parties have not agreed yet."), lambda f: f.is_last_to_agree
        ),
        "is_own_obligation": Condition(
            _("This is for the party that is obliged, or an officer."),
            lambda f: f.officer or f.acts_for_it,
        ),
        "is_open": Condition(_("It is met already."), lambda f: f.obligation != "met"),
        "is_met": Condition(_("It is not met yet."), lambda f: f.obligation != "open"),
    }
)  # fmt: skip

NEEDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": _("a title"),
        "party": _("the party"),
        "signed_on": _("the day of signature"),
        "in_force_on": _("the day from which it is in force"),
        "until": _("the new end"),
        "reason": _("the reason"),
        "words": _("what is owed"),
        "met_on": _("the day it was met"),
        "file": _("the file"),
    }
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason against a step."""

    kind: Literal["role", "state", "condition", "need"]
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


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody who wants to take a step. source: None for an agreement not made yet.

    recorded: whether the agreement is on record from a public source, and not run here.
    given: what is said with the step; None to leave that open, as when a page asks what to offer.
    """

    code: str
    source: State | None
    actors: frozenset[Actor]
    facts: Facts
    recorded: bool = False
    given: Mapping[str, Any] | None = field(default=None, hash=False)


RECORD_STEPS: Final = frozenset({"document_add", "document_change", "document_remove"})
"""What an officer may do with an agreement that is on record alone."""


def refusals(attempt: Attempt) -> tuple[Refusal, ...]:
    """Why the step is refused; () where it may be taken.

    The wrong role is said first and alone, so that nobody learns more from it. Of several rows,
    the reasons of the one that is nearest to holding.
    """
    possible = rows(attempt.code, attempt.source)
    if not who_may(attempt.code) & attempt.actors:
        return (_wrong_role(),)
    if attempt.recorded and (
        attempt.code not in RECORD_STEPS or Actor.OFFICER not in attempt.actors
    ):
        return (Refusal("state", Sentence(_("This agreement is on record and not run here."))),)
    if not possible:
        state = STATE_WORDS[attempt.source] if attempt.source else ""
        text = _("This cannot be done while the agreement is: {state}.")
        return (Refusal("state", Sentence(text, {"state": Sentence(state)})),)
    return min((_against(row, attempt) for row in possible), key=len)


def take(attempt: Attempt) -> Step:
    """The row that applies. Raises `StepRefusedError` with every reason against it."""
    against = refusals(attempt)
    if against:
        raise StepRefusedError(attempt.code, against)
    return next(row for row in rows(attempt.code, attempt.source) if not _against(row, attempt))


def _against(row: Step, attempt: Attempt) -> tuple[Refusal, ...]:
    if not row.who & attempt.actors:
        return (_wrong_role(),)
    said = attempt.given
    unsaid = [] if said is None else [each for each in row.needs if _is_unsaid(said.get(each))]
    # What depends on a party is judged once a party is said.
    open_questions = said is None and attempt.facts.party is None
    failed = [
        name
        for name in row.conditions
        if not (open_questions and name in _ABOUT_A_PARTY)
        and not (said is None and name in _ABOUT_A_DAY)
        and not CONDITIONS[name].holds(attempt.facts)
    ]
    return (
        *(Refusal("condition", Sentence(CONDITIONS[name].text), name) for name in failed),
        *(
            Refusal(
                "need", Sentence(_("Say this, too: {what}."), {"what": Sentence(NEEDS[each])}), each
            )
            for each in unsaid
        ),
    )


_ABOUT_A_PARTY: Final = frozenset(
    {
        "no_party_yet", "is_party", "is_own", "is_own_or_officer", "is_on_record", "is_unsigned",
        "is_signed", "others_to_sign", "last_to_sign", "is_unagreed", "others_to_agree",
        "last_to_agree",
    }
)  # fmt: skip
_ABOUT_A_DAY: Final = frozenset({"day_reached", "later_than_end"})


def _wrong_role() -> Refusal:
    return Refusal("role", Sentence(_("This step is not yours to take.")))


def _is_unsaid(value: Any) -> bool:
    return not value.strip() if isinstance(value, str) else value is None
