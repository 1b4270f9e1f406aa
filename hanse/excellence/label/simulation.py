"""A new version of a scheme tried on the files of the register, before anybody adopts it.

It answers who would reach which level under the new version on the points they were given, and who
would no longer reach the level they hold when they come to renew it. Labels that were earned stay:
nothing here changes one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from hanse.excellence.criteria.points import Scores, result
from hanse.excellence.criteria.scheme import LabelScheme


@dataclass(frozen=True, slots=True)
class Scored:
    """A file with settled points. level: that it was assessed for; holds: the level held now.

    holds: "" for none. file: its number on the site.
    """

    file: int
    level: str
    holds: str
    scores: Scores


Change = Literal["gains", "loses", "keeps", "stays_without", "cannot_tell"]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a new version would mean for one file.

    before, after: whether its points meet the level it was assessed for; None where the new
    version asks for criteria that it has no points on. share_before, share_after: of the points
    there are, None in the same case. missed: criteria below a threshold of the new version that
    were not below one of the old. unknown: criteria without points. dropped: criteria with points
    that the new version does not have.
    """

    file: int
    level: str
    holds: str
    change: Change
    before: bool
    after: bool | None
    share_before: float | None
    share_after: float | None
    missed: tuple[str, ...]
    unknown: tuple[str, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """The effects of a new version on all files, in their order, and how many of each."""

    effects: tuple[Effect, ...]
    counts: Mapping[Change, int]

    def of(self, change: Change) -> tuple[Effect, ...]:
        """The effects of one kind."""
        return tuple(each for each in self.effects if each.change == change)


def simulate(old: LabelScheme, new: LabelScheme, files: Sequence[Scored]) -> Simulation:
    """Try `new` on files that were scored under `old`.

    Criteria are the same where their codes are; points on a scale of another length are read in
    proportion, rounded down, so that nobody gains by the change of scale. A file that was assessed
    for a level which the new version does not have cannot be told.
    """
    effects = tuple(_effect(old, new, file) for file in files)
    return Simulation(effects, Counter(each.change for each in effects))


def rescaled(old: LabelScheme, new: LabelScheme, scores: Scores) -> dict[str, int]:
    """Scores under `old` as `new` would read them, on the criteria that both have."""
    return {
        code: points * new.criterion(code).max_points // old.criterion(code).max_points
        for code, points in scores.items()
        if code in new.by_code
    }


def _effect(old: LabelScheme, new: LabelScheme, file: Scored) -> Effect:
    before = result(old, file.level, file.scores)
    dropped = tuple(code for code in file.scores if code not in new.by_code)
    if file.level not in {each.code for each in new.levels}:
        return Effect(
            file.file, file.level, file.holds, "cannot_tell", before.meets, None, before.share,
            None, (), (), dropped,
        )  # fmt: skip
    after = result(new, file.level, rescaled(old, new, file.scores))
    # What is known to be missed decides, however much is unknown.
    meets = False if after.missed else None if after.unscored else after.meets
    return Effect(
        file=file.file,
        level=file.level,
        holds=file.holds,
        change=_change(before.meets, meets),
        before=before.meets,
        after=meets,
        share_before=before.share,
        share_after=after.share,
        missed=tuple(code for code in after.missed if code not in before.missed),
        unknown=after.unscored,
        dropped=dropped,
    )


def _change(before: bool, after: bool | None) -> Change:
    if after is None:
        return "cannot_tell"
    if before:
        return "keeps" if after else "loses"
    return "gains" if after else "stays_without"
