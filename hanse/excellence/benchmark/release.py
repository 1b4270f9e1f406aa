"""Which peer groups are shown for tied indicators, decided once and kept until the next release.

Reports and public pages show statistics of a release only. Between two releases nothing changes,
so nobody can watch a figure move while one participant joins.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from hanse.excellence.benchmark.disclosure.classes import (
    Kept,
    Protection,
    groups_of,
    new_classes,
    without_replaced,
)
from hanse.excellence.benchmark.disclosure.rules import Rules, Scale, Values
from hanse.excellence.benchmark.peers import Group, Ladder, Trait

Outcome = Literal["shown", "too_few", "protected"]


@dataclass(frozen=True, eq=False)
class Holding:
    """The answers to tied indicators (mostly one) that a release is made from.

    keys: names of the sets of answers, `participant@version`, one for each participant. values:
    answers x indicators, none missing. traits: of each. scales: one for each indicator.
    """

    indicators: tuple[str, ...]
    ladder: Ladder
    scales: tuple[Scale, ...]
    keys: tuple[str, ...]
    values: Values
    traits: tuple[Mapping[Trait, str], ...]


@dataclass(frozen=True, eq=False)
class Shown:
    """A peer group whose statistics are shown.

    keys, values (answers x indicators): what they are made of; these stay inside.
    """

    group: Group
    keys: tuple[str, ...]
    values: Values

    @property
    def n(self) -> int:
        """How many answers there are."""
        return len(self.keys)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {participant_of(key): at for at, key in enumerate(self.keys)}

    def place_of(self, participant: str) -> int | None:
        """The row of a participant's answer, of whichever version; None when it is not there."""
        return self._places.get(participant)


@dataclass(frozen=True, eq=False)
class Decided:
    """What a release shows of tied indicators.

    kept: the classes, for the next release. outcomes: of every group that somebody belongs to.
    """

    indicators: tuple[str, ...]
    kept: Kept
    outcomes: Mapping[str, Outcome]

    @cached_property
    def shown(self) -> Mapping[str, Shown]:
        """The groups that are shown, by code."""
        found = {}
        for group, classes in groups_of(self.kept.classes).items():
            keys = tuple(key for each in classes for key in each.keys)
            found[group.code] = Shown(group, keys, np.vstack([each.values for each in classes]))
        return found


def participant_of(key: str) -> str:
    """Whose answers a key names."""
    return key.rpartition("@")[0]


def decide(holding: Holding, kept: Kept, rules: Rules) -> Decided:
    """Which groups of the holding's ladder are shown, given what earlier releases showed.

    A participant whose earlier answers are still counted, because their class could not be taken
    apart, waits with new ones; so does one who would be told apart. Nobody is counted twice.
    """
    protection = Protection(holding.scales, rules)
    classes, gone = without_replaced(kept.classes, frozenset(holding.keys), protection)
    retired = kept.retired | gone
    counted = {participant_of(key) for each in classes for key in each.keys}
    new = [
        at
        for at, key in enumerate(holding.keys)
        if key not in retired and participant_of(key) not in counted
    ]
    made, refused = new_classes(
        [holding.keys[at] for at in new],
        holding.values[np.array(new, dtype=np.intp)],
        [tuple(holding.ladder.groups(holding.traits[at])) for at in new],
        kept.refused,
        protection,
    )
    classes += made
    sizes = Counter(
        group.code for traits in holding.traits for group in holding.ladder.groups(traits)
    )
    shown = {group.code for group in groups_of(classes)}
    outcomes: dict[str, Outcome] = {
        code: "shown"
        if code in shown
        # Never more is said than the number of participants tells anyway.
        else ("too_few" if size < rules.threshold else "protected")
        for code, size in sizes.items()
    }
    outcomes |= dict.fromkeys(shown, "shown")
    return Decided(holding.indicators, Kept(tuple(classes), retired, refused), outcomes)
