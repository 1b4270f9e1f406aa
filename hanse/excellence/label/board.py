"""Votes of the board and of appeal panels: who must stand aside, quorum, majority, the outcome."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _

ABSTAIN: Final = "abstain"

P = TypeVar("P", int, str)


@dataclass(frozen=True, slots=True)
class VotingRule:
    """When a vote counts. Set by Hanse in the scheme's procedure.

    least: votes cast, abstentions included, that make a quorum. share: of the members who did not
    have to stand aside, how many must have voted, from 0 to 1. More than half of the votes that
    name a choice carry it; abstentions make no majority and break none; a tie carries nothing.
    """

    least: int = 3
    share: float = 0.5


@dataclass(frozen=True, slots=True)
class Count:
    """A vote counted. carried: the choice with its majority, "" where there is none."""

    entitled: int
    cast: int
    quorum: bool
    by_choice: Mapping[str, int]
    carried: str

    def said(self) -> Sentence:
        """The count in words."""
        if not self.quorum:
            text = _("{cast} of {entitled} entitled members have voted; that is no quorum.")
        elif not self.carried:
            text = _("{cast} of {entitled} entitled members have voted; nothing has a majority.")
        else:
            text = _("{cast} of {entitled} entitled members have voted; there is a majority.")
        return Sentence(text, {"cast": self.cast, "entitled": self.entitled})


def counted(
    members: Collection[P], aside: Collection[P], votes: Mapping[P, str], rule: VotingRule
) -> Count:
    """Count the votes of a meeting on one matter.

    members: of the board or panel. aside: those who stood aside or had to. votes: member ->
    choice. Raises `ValueError` for the vote of somebody who is no member or stood aside: such a
    vote must never have been taken.
    """
    entitled = set(members) - set(aside)
    if strangers := set(votes) - entitled:
        raise ValueError(f"{len(strangers)} votes are not of members entitled to vote.")
    by_choice = Counter(choice for choice in votes.values() if choice != ABSTAIN)
    quorum = len(votes) >= rule.least and len(votes) >= rule.share * len(entitled)
    carried = ""
    if quorum and by_choice:
        choice, most = by_choice.most_common(1)[0]
        carried = choice if 2 * most > by_choice.total() else ""
    return Count(len(entitled), len(votes), quorum, dict(by_choice), carried)


# --- Who may not decide -----------------------------------------------------------------------

Barring = Literal["tied", "assessed", "decided", "recused"]

_BARRED: Final[Mapping[Barring, str]] = {
    "tied": _("is tied to the organisation"),
    "assessed": _("assessed this file"),
    "decided": _("took part in the decision under appeal"),
    "recused": _("stood aside"),
}


@dataclass(frozen=True, slots=True)
class Barred(Generic[P]):
    """Somebody who must not decide, and why."""

    person: P
    why: tuple[Barring, ...]

    def said(self) -> tuple[Sentence, ...]:
        """The reasons in words, to follow a name."""
        return tuple(Sentence(_BARRED[each]) for each in self.why)


def barred_from_board(
    person: P, *, tied: Collection[P], assessors: Collection[P], recused: Collection[P]
) -> Barred[P] | None:
    """Why a board member must not vote on a file; None where they may."""
    return _barred(person, {"tied": tied, "assessed": assessors, "recused": recused})


def barred_from_panel(
    person: P, *, tied: Collection[P], assessors: Collection[P], deciders: Collection[P]
) -> Barred[P] | None:
    """Why somebody must not hear an appeal; None where they may.

    deciders: who voted on, presided over, or checked what is appealed against; who stood aside for
    a tie is tied.
    """
    return _barred(person, {"tied": tied, "assessed": assessors, "decided": deciders})


def _barred(person: P, groups: Mapping[Barring, Collection[P]]) -> Barred[P] | None:
    why = tuple(name for name, group in groups.items() if person in group)
    return Barred(person, why) if why else None
