"""A release whole: every indicator decided for every peer group, made from participants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from hanse.excellence.benchmark.disclosure.classes import Kept
from hanse.excellence.benchmark.indicators import Comparison, Indicator
from hanse.excellence.benchmark.peers import Participant, traits_of
from hanse.excellence.benchmark.release import Decided, Holding, Outcome, Shown, decide


@dataclass(frozen=True, eq=False)
class Release:
    """What is shown from the day `on` until the next release.

    participants: how many answered. decided: by the name tied indicators share.
    """

    on: date
    version: str
    participants: int
    decided: Mapping[str, Decided]

    def shown(self, indicator: Indicator, group: str) -> Shown | None:
        """What is shown of an indicator for the group with this code; None when nothing is."""
        return self.decided[indicator.tied].shown.get(group)

    def outcome(self, indicator: Indicator, group: str) -> Outcome:
        """What became of a group; one without participants had too few."""
        return self.decided[indicator.tied].outcomes.get(group, "too_few")

    def column(self, indicator: Indicator) -> int:
        """Where the indicator's figures stand in the values of what is shown."""
        return self.decided[indicator.tied].indicators.index(indicator.code)


def make_release(
    participants: Sequence[Participant],
    comparison: Comparison,
    before: Release | None,
    *,
    on: date,
) -> Release:
    """Decide what is shown from the day `on` of these participants' answers.

    participants: each organisation once, with its latest answers. Order does not matter. before:
    the release that this one follows.
    """
    ordered = sorted(participants, key=lambda each: each.key)
    if len({each.id for each in ordered}) < len(ordered):
        raise ValueError("a participant takes part once in a release")
    decided = {}
    for tied in comparison.tied():
        earlier = before.decided.get(tied[0].tied) if before else None
        decided[tied[0].tied] = decide(
            _holding(tied, ordered, comparison, on.year),
            earlier.kept if earlier else Kept(),
            comparison.rules,
        )
    return Release(on, comparison.version, len(ordered), decided)


def _holding(
    tied: Sequence[Indicator],
    participants: Sequence[Participant],
    comparison: Comparison,
    year: int,
) -> Holding:
    figures = [[each.value(one.answers) for each in tied] for one in participants]
    # Tied indicators are exchanged together, so an answer counts where all of them are known.
    known = [at for at, row in enumerate(figures) if None not in row]
    return Holding(
        tuple(each.code for each in tied),
        comparison.ladders[tied[0].ladder],
        tuple(each.scale for each in tied),
        tuple(participants[at].key for at in known),
        np.array([figures[at] for at in known], dtype=np.float64).reshape(-1, len(tied)),
        tuple(
            traits_of(participants[at], year=year, ages=comparison.ages, sizes=comparison.sizes)
            for at in known
        ),
    )
