"""The one table of states and steps of agreements: who may take each step, and on what condition.

An agreement is drafted by its parties, and signed when every party has signed: those who are
members of the site by themselves, those who are on record alone by an officer, with the signed
document. What changes its words before that undoes the signatures given. An extension is agreed in
the same way. One that is on record from a public source is not run here, so no step leads on from
it.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hanse.foundation.sentences import gettext_noop as _


class State(StrEnum):
    """Where an agreement stands."""

    ENVISAGED = "envisaged"
    IN_NEGOTIATION = "in_negotiation"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    EXTENDED = "extended"
    EXPIRED = "expired"
    TERMINATED = "terminated"


class Kind(StrEnum):
    """What sort of agreement it is."""

    MEMORANDUM = "memorandum"
    OTHER = "other"


class Actor(StrEnum):
    """What somebody is to an agreement."""

    PARTY = "party"
    """An editor of an organisation that is a party."""
    OFFICER = "officer"
    """Runs the programme."""
    SYSTEM = "system"
    """The site itself, day by day."""
    READER = "reader"
    """Anybody else."""


STATE_WORDS: Final = MappingProxyType(
    {
        State.ENVISAGED: _("envisaged"),
        State.IN_NEGOTIATION: _("in negotiation"),
        State.SIGNED: _("signed"),
        State.IN_FORCE: _("in force"),
        State.EXTENDED: _("extended"),
        State.EXPIRED: _("expired"),
        State.TERMINATED: _("terminated"),
    }
)
KIND_WORDS: Final = MappingProxyType(
    {Kind.MEMORANDUM: _("Memorandum of understanding"), Kind.OTHER: _("Other agreement")}
)
ACTOR_WORDS: Final = MappingProxyType(
    {
        Actor.PARTY: _("party"),
        Actor.OFFICER: _("programme officer"),
        Actor.SYSTEM: _("the site"),
        Actor.READER: _("reader"),
    }
)

DRAFT: Final = frozenset({State.ENVISAGED, State.IN_NEGOTIATION})
"""States in which its words may still change."""
RUNNING: Final = frozenset({State.IN_FORCE, State.EXTENDED})
"""States in which it binds."""
CONCLUDED: Final = frozenset({State.SIGNED, *RUNNING})
"""States in which it is signed and has not ended."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row: a step that leads from a state to another, or is work within one.

    who: any of them may take it. conditions: by name, all must hold. needs: what whoever takes it
    must say. undoes: whether the signatures given so far are undone by it. told: whether the
    parties get a mail.
    """

    code: str
    source: State | None
    target: State
    who: frozenset[Actor]
    conditions: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    undoes: bool = False
    told: bool = True

    @property
    def stays(self) -> bool:
        """Whether the agreement stays in its state."""
        return self.source == self.target


_PARTY: Final = frozenset({Actor.PARTY})
_OFFICER: Final = frozenset({Actor.OFFICER})
_SYSTEM: Final = frozenset({Actor.SYSTEM})
_EITHER: Final = frozenset({Actor.PARTY, Actor.OFFICER})
_ANY: Final = frozenset({Actor.PARTY, Actor.OFFICER, Actor.SYSTEM})
_ALL: Final = tuple(State)
_DRAFT: Final = (State.ENVISAGED, State.IN_NEGOTIATION)
_RUNNING: Final = (State.IN_FORCE, State.EXTENDED)
_CONCLUDED: Final = (State.SIGNED, *_RUNNING)
_ONCE_SIGNED: Final = (*_CONCLUDED, State.EXPIRED)


def _row(
    code: str,
    source: State | None,
    target: State,
    who: frozenset[Actor],
    conditions: str = "",
    needs: str = "",
    *,
    undoes: bool = False,
    told: bool = True,
) -> Step:
    """A row; names of conditions and needs stand in one text each, apart by blanks."""
    return Step(
        code, source, target, who, tuple(conditions.split()), tuple(needs.split()), undoes, told
    )


def _within(
    code: str,
    states: tuple[State, ...],
    who: frozenset[Actor],
    conditions: str = "",
    needs: str = "",
    *,
    undoes: bool = False,
    told: bool = False,
) -> tuple[Step, ...]:
    return tuple(
        _row(code, each, each, who, conditions, needs, undoes=undoes, told=told) for each in states
    )


def _steps(s: type[State]) -> tuple[Step, ...]:
    return (
        # --- Drafting: any party, or an officer for them
        _row("agreement_create", None, s.ENVISAGED, _EITHER, "", "title"),
        *_within("agreement_change", _DRAFT, _EITHER, "dates_in_order", "title", undoes=True),
        *_within("party_add", _DRAFT, _EITHER, "no_party_yet", "party", undoes=True, told=True),
        *_within("party_remove", _DRAFT, _EITHER, "is_party more_than_one_party", "party",
                 undoes=True, told=True),
        _row("negotiation_open", s.ENVISAGED, s.IN_NEGOTIATION, _EITHER, "several_parties scope"),
        # --- Signing: each party for itself, an officer for those on record
        _row("agreement_sign", s.IN_NEGOTIATION, s.IN_NEGOTIATION, _PARTY,
             "several_parties scope dates_in_order is_own is_unsigned others_to_sign", "party"),
        _row("agreement_sign", s.IN_NEGOTIATION, s.SIGNED, _PARTY,
             "several_parties scope dates_in_order is_own is_unsigned last_to_sign", "party"),
        _row("signature_record", s.IN_NEGOTIATION, s.IN_NEGOTIATION, _OFFICER,
             "several_parties scope dates_in_order is_on_record is_unsigned has_document "
             "others_to_sign",
             "party signed_on"),
        _row("signature_record", s.IN_NEGOTIATION, s.SIGNED, _OFFICER,
             "several_parties scope dates_in_order is_on_record is_unsigned has_document "
             "last_to_sign",
             "party signed_on"),
        _row("signature_withdraw", s.IN_NEGOTIATION, s.IN_NEGOTIATION, _PARTY,
             "is_own is_signed", "party"),
        *(_row("agreement_drop", each, s.TERMINATED, _EITHER, "", "reason") for each in _DRAFT),
        # --- In force, and its end
        _row("force_enter", s.SIGNED, s.IN_FORCE, _ANY, "day_reached", "in_force_on"),
        *(_row("agreement_expire", each, s.EXPIRED, _SYSTEM, "end_passed") for each in _RUNNING),
        *(_row("agreement_terminate", each, s.TERMINATED, _EITHER, "", "reason")
          for each in _CONCLUDED),
        # --- Extension: agreed as the agreement was signed
        *_within("extension_propose", _RUNNING, _PARTY,
                 "is_own has_end none_proposed later_than_end", "party until", told=True),
        *_within("extension_agree", _RUNNING, _PARTY,
                 "is_own is_proposed is_unagreed others_to_agree", "party", told=True),
        *(_row("extension_agree", each, s.EXTENDED, _PARTY,
               "is_own is_proposed is_unagreed last_to_agree", "party") for each in _RUNNING),
        *_within("extension_record", _RUNNING, _OFFICER,
                 "is_proposed is_on_record is_unagreed has_document others_to_agree", "party",
                 told=True),
        *(_row("extension_record", each, s.EXTENDED, _OFFICER,
               "is_proposed is_on_record is_unagreed has_document last_to_agree", "party")
          for each in _RUNNING),
        *_within("extension_withdraw", _RUNNING, _EITHER, "is_proposed", told=True),
        # --- Obligations: part of the words of a draft; later a party takes on its own alone
        *_within("obligation_add", _DRAFT, _EITHER, "", "words", undoes=True),
        *_within("obligation_add", _CONCLUDED, _EITHER, "is_own_obligation", "words", told=True),
        *_within("obligation_remove", _DRAFT, _EITHER, "", "", undoes=True),
        *_within("obligation_meet", _ONCE_SIGNED, _EITHER, "is_own_obligation is_open", "met_on",
                 told=True),
        *_within("obligation_reopen", _ONCE_SIGNED, _EITHER, "is_met", "reason", told=True),
        # --- What belongs to it
        *_within("contact_set", _ALL, _EITHER, "is_own_or_officer", "party"),
        *_within("document_add", _ALL, _EITHER, "", "file"),
        *_within("document_change", _ALL, _EITHER),
        *_within("document_remove", _DRAFT, _EITHER),
        *_within("document_remove", (*_CONCLUDED, s.EXPIRED, s.TERMINATED), _OFFICER),
        *_within("activity_add", _ONCE_SIGNED, _EITHER, "", "title"),
        *_within("activity_remove", _ONCE_SIGNED, _EITHER),
    )  # fmt: skip


STEPS: Final = _steps(State)

CODES: Final = tuple(dict.fromkeys(step.code for step in STEPS))
"""Every step once, in the table's order."""


def rows(code: str, source: State | None) -> tuple[Step, ...]:
    """The rows of a step from a state. Raises `KeyError` for a step there is not."""
    if code not in CODES:
        raise KeyError(code)
    return tuple(step for step in STEPS if step.code == code and step.source == source)


def who_may(code: str) -> frozenset[Actor]:
    """Who may take a step from some state or other."""
    return frozenset(actor for step in STEPS if step.code == code for actor in step.who)


def offered(source: State | None, actors: frozenset[Actor]) -> tuple[str, ...]:
    """Codes of the steps some of `actors` may take from a state, conditions apart."""
    return tuple(
        dict.fromkeys(step.code for step in STEPS if step.source == source and step.who & actors)
    )
