"""What stands in a participant's report: every figure and judgement, without words or layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from zlib import crc32

import numpy as np

from hanse.excellence.benchmark.composites import Method, aggregated, equal_weights
from hanse.excellence.benchmark.indicators import Comparison, Indicator
from hanse.excellence.benchmark.lights import Light, light
from hanse.excellence.benchmark.peers import Group, Participant, Trait, traits_of
from hanse.excellence.benchmark.percentiles import Standing, Values, standing
from hanse.excellence.benchmark.release import Outcome, Shown
from hanse.excellence.benchmark.releases import Release
from hanse.excellence.benchmark.statistics import Summary, summary
from hanse.excellence.criteria.answers import Answer

Change = Literal["better", "worse", "same", "changed", "new"]

_POINTS: Final = 5
_ARITHMETIC: Final = Method("rank", "arithmetic", coverage=0.0)
_GEOMETRIC: Final = Method("rank", "geometric", coverage=0.0)


@dataclass(frozen=True, slots=True)
class Step:
    """A peer group that was tried, and what became of it."""

    group: Group
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of the participant beside its peers.

    value: None when not answered. earlier: last time's. standing: with more as better, turned where
    less is; None without peers. group: the one it is compared with. tried: the narrower groups
    that were not shown, narrowest first.
    """

    indicator: Indicator
    value: float | None
    earlier: float | None
    change: Change | None
    standing: Standing | None
    light: Light | None
    group: Group | None
    peers: Summary | None
    tried: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """The mean percentile of several indicators, and how far it depends on how it is made.

    low, high: the smallest and largest result when one indicator is left out, or the geometric
    mean is taken. n: how many indicators.
    """

    n: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one dimension and its position; None when fewer than two have a percentile."""

    dimension: str
    lines: tuple[Line, ...]
    position: Position | None

    def lights(self, colour: Light) -> int:
        """How many lines have this light."""
        return sum(line.light == colour for line in self.lines)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything in a report.

    on: the day of the release. strengths, weak_points: lines with a green or red light, the
    clearest first. overall: every dimension weighs the same. unanswered: indicators without an
    answer.
    """

    participant: Participant
    on: date
    sections: tuple[Section, ...]
    strengths: tuple[Line, ...]
    weak_points: tuple[Line, ...]
    overall: Position | None
    unanswered: tuple[Indicator, ...]

    @property
    def lines(self) -> list[Line]:
        """All lines, in the order of sections."""
        return [line for section in self.sections for line in section.lines]


def report(
    participant: Participant,
    release: Release,
    comparison: Comparison,
    *,
    earlier: Mapping[str, Answer] | None = None,
    seed: int,
) -> Report:
    """The report of a participant against the peer groups a release shows.

    earlier: the answers of its last benchmarking. The same arguments give the same report.
    """
    traits = traits_of(
        participant, year=release.on.year, ages=comparison.ages, sizes=comparison.sizes
    )
    lines = [
        _line(each, participant, traits, release, comparison, earlier, seed)
        for each in comparison.indicators
    ]
    sections = []
    for dimension in comparison.dimensions:
        ours = tuple(line for line in lines if line.indicator.dimension == dimension)
        sections.append(Section(dimension, ours, position(_percentiles(ours))))
    judged = [line for line in lines if line.standing and line.light]
    return Report(
        participant,
        release.on,
        tuple(sections),
        tuple(_clearest(judged, "green")),
        tuple(_clearest(judged, "red")),
        position([each.position.value for each in sections if each.position]),
        tuple(line.indicator for line in lines if line.value is None),
    )


def position(percentiles: Sequence[float]) -> Position | None:
    """The mean of percentiles with its range; None for fewer than two."""
    n = len(percentiles)
    if n < 2:
        return None
    scaled = np.array([percentiles]) / 100
    value = float(aggregated(scaled, equal_weights(n), _ARITHMETIC)[0])
    others = [float(aggregated(scaled, equal_weights(n), _GEOMETRIC)[0])]
    for at in range(n):
        rest = np.delete(scaled, at, axis=1)
        others.append(float(aggregated(rest, equal_weights(n - 1), _ARITHMETIC)[0]))
    return Position(n, 100 * value, 100 * min(value, *others), 100 * max(value, *others))


def _percentiles(lines: Sequence[Line]) -> list[float]:
    return [line.standing.percentile for line in lines if line.standing and line.indicator.better]


def _clearest(lines: Sequence[Line], colour: Light) -> list[Line]:
    sign = -1 if colour == "green" else 1
    return sorted(
        (line for line in lines if line.light == colour),
        key=lambda line: (
            sign * line.standing.percentile if line.standing else 0.0,
            line.indicator.code,
        ),
    )[:_POINTS]


def _line(
    indicator: Indicator,
    participant: Participant,
    traits: Mapping[Trait, str],
    release: Release,
    comparison: Comparison,
    earlier: Mapping[str, Answer] | None,
    seed: int,
) -> Line:
    value = indicator.value(participant.answers)
    before = None if earlier is None else indicator.value(earlier)
    tried: list[Step] = []
    shown: Shown | None = None
    for group in comparison.ladders[indicator.ladder].groups(traits):
        shown = release.shown(indicator, group.code)
        if shown is not None:
            break
        tried.append(Step(group, release.outcome(indicator, group.code)))
    where = lamp = peers = None
    if shown is not None:
        figures = shown.values[:, release.column(indicator)]
        peers = summary(figures, step=indicator.step, yes_no=indicator.form == "yes_no")
        if value is not None:
            where = _standing(indicator, value, figures, shown, participant, seed)
            lamp = light(where, comparison.lights) if indicator.better else None
    return Line(
        indicator,
        value,
        before,
        _change(indicator, value, before) if earlier is not None else None,
        where,
        lamp,
        shown.group if shown else None,
        peers,
        tuple(tried),
    )


def _standing(
    indicator: Indicator,
    value: float,
    figures: Values,
    shown: Shown,
    participant: Participant,
    seed: int,
) -> Standing:
    """Standing among the others: an own answer in the group, of now or earlier, is left out."""
    own = shown.place_of(participant.id)
    others = figures if own is None else np.delete(figures, own)
    found = standing(value, others, seed=seed ^ crc32(indicator.code.encode()))
    return found.turned() if indicator.better == "less" else found


def _change(indicator: Indicator, value: float | None, before: float | None) -> Change | None:
    if value is None:
        return None
    if before is None:
        return "new"
    if value == before:
        return "same"
    if not indicator.better:
        return "changed"
    return "better" if (value > before) == (indicator.better == "more") else "worse"
