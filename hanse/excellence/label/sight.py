"""Which parts of a file who sees: points stay hidden until all are in, votes from those outside."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hanse.excellence.label.actors import Actor
from hanse.excellence.label.states import State


class Part(StrEnum):
    """A part of a file."""

    ELIGIBILITY = "eligibility"
    EXPERTS = "experts"
    """Who they are."""
    CHOOSING = "choosing"
    """Whom the secretariat can choose from, and why not others."""
    ASSESSMENT = "assessment"
    """The self-assessment with its evidence."""
    OWN_POINTS = "own_points"
    ALL_POINTS = "all_points"
    """The points of every expert, and how far they agree."""
    SETTLED_POINTS = "settled_points"
    REPORT = "report"
    """Every version of the report, drafts too."""
    REPORT_SENT = "report_sent"
    """Versions that were sent, and the remarks on them."""
    BALLOT = "ballot"
    """Votes of the board, and who stood aside."""
    APPEAL = "appeal"
    PANEL_BALLOT = "panel_ballot"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file is, as sight goes.

    scored: whether points are given at its level. all_in: whether every expert of this round has
    handed in points. accepted: whether the person, as expert, has accepted the file. voted: whether
    the person has voted on it, or it is decided.
    """

    state: State
    scored: bool
    all_in: bool = False
    report_sent: bool = False
    accepted: bool = False
    voted: bool = False


_BEFORE_EXPERTS: Final = frozenset(
    {
        State.DRAFT,
        State.SUBMITTED,
        State.ELIGIBILITY_CHECK,
        State.INELIGIBLE,
        State.CONTRACTED,
    }
)


def parts(actors: Collection[Actor], progress: Progress, *, own: bool) -> frozenset[Part]:
    """What somebody sees of a file; nothing for who is nothing to it.

    own: whether the person belongs to the organisation that applies.
    """
    found: set[Part] = set()
    if own or Actor.MANAGER in actors:
        found |= {Part.ELIGIBILITY, Part.APPEAL}
        if progress.state not in _BEFORE_EXPERTS:
            found.add(Part.EXPERTS)
        if progress.scored:
            found.add(Part.ASSESSMENT)
        if progress.report_sent:
            found |= {Part.REPORT_SENT, Part.SETTLED_POINTS}
    if Actor.SECRETARIAT in actors:
        found |= {Part.ELIGIBILITY, Part.EXPERTS, Part.CHOOSING, Part.ASSESSMENT, Part.REPORT}
        found |= {Part.REPORT_SENT, Part.BALLOT, Part.APPEAL, Part.PANEL_BALLOT}
        if progress.all_in:
            found |= {Part.ALL_POINTS, Part.SETTLED_POINTS}
    if Actor.EXPERT in actors or Actor.OBSERVER in actors:
        found.add(Part.EXPERTS)
        if Actor.OBSERVER in actors or progress.accepted:
            found |= {Part.ASSESSMENT, Part.REPORT, Part.REPORT_SENT}
            if Actor.EXPERT in actors:
                found.add(Part.OWN_POINTS)
            if progress.all_in:
                found |= {Part.ALL_POINTS, Part.SETTLED_POINTS}
    if Actor.BOARD_MEMBER in actors:
        found |= {Part.ELIGIBILITY, Part.EXPERTS, Part.ASSESSMENT, Part.REPORT_SENT}
        found |= {Part.ALL_POINTS, Part.SETTLED_POINTS}
        if progress.voted:
            found.add(Part.BALLOT)
    if Actor.APPEAL_MEMBER in actors:
        found |= {Part.ELIGIBILITY, Part.EXPERTS, Part.ASSESSMENT, Part.REPORT_SENT, Part.BALLOT}
        found |= {Part.ALL_POINTS, Part.SETTLED_POINTS, Part.APPEAL, Part.PANEL_BALLOT}
    if not progress.scored:
        found -= {Part.ASSESSMENT, Part.OWN_POINTS, Part.ALL_POINTS, Part.SETTLED_POINTS}
    return frozenset(found)
