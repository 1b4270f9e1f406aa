"""A participant's report as pages need it: the same for the web page and the document."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from django.utils.translation import gettext as _

from hanse.excellence.benchmark.content import Line, Position, Report, Section, report
from hanse.excellence.benchmark.indicators import Comparison
from hanse.excellence.criteria.questionnaire import questionnaire
from hanse.excellence.web.benchmarking_answers import answers_of, last_time
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.peer_releases import PeerRelease
from hanse.excellence.web.participants import participant_of
from hanse.excellence.web.report_method import method_notes
from hanse.excellence.web.report_words import (
    LIGHTS,
    TONES,
    change_words,
    figure_words,
    group_words,
    language,
    light_words,
    peers_words,
    unit_words,
    widened_words,
)
from hanse.foundation.web.charts.chart import Chart, Key
from hanse.foundation.web.charts.strip import Placed, strip_chart


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator in words. tone, light: "" where there is none."""

    code: str
    name: str
    unit: str
    value: str
    earlier: str
    change: str
    better: bool | None
    peers: str
    group: str
    n: int | None
    percentile: float | None
    low: float | None
    high: float | None
    light: str
    tone: str
    widened: str
    turned: bool
    line: Line


@dataclass(frozen=True, slots=True)
class Part:
    """One dimension: its rows, its position and its chart."""

    code: str
    name: str
    rows: Sequence[Row]
    position: Position | None
    green: int
    yellow: int
    red: int
    chart: Chart


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report in the reader's language.

    earlier: the year of the last benchmarking, None without one. participants: of the release.
    """

    benchmarking: Benchmarking
    on: date
    participants: int
    comparison: Comparison
    earlier: int | None
    parts: Sequence[Part]
    overall: Position | None
    dimensions: Chart
    strengths: Sequence[Row]
    weak_points: Sequence[Row]
    unanswered: Sequence[str]
    groups: Sequence[tuple[str, int]]
    method: Sequence[str]


def report_page(benchmarking: Benchmarking, kept: PeerRelease) -> ReportPage:
    """The report of a confirmed benchmarking against a release, in the reader's language."""
    comparison = kept.comparison
    last = last_time(benchmarking)
    content = _content(benchmarking, kept, last)
    asked = questionnaire(comparison.version)
    parts = [
        _part(section, asked.dimension_name(section.dimension, language()), comparison)
        for section in content.sections
    ]
    rows = {row.code: row for part in parts for row in part.rows}
    groups: dict[str, int] = {}
    for row in rows.values():
        if row.group:
            groups[row.group] = groups.get(row.group, 0) + 1
    return ReportPage(
        benchmarking=benchmarking,
        on=kept.on,
        participants=kept.participants,
        comparison=comparison,
        earlier=last.reference_year if last else None,
        parts=parts,
        overall=content.overall,
        dimensions=_overview(parts),
        strengths=[rows[line.indicator.code] for line in content.strengths],
        weak_points=[rows[line.indicator.code] for line in content.weak_points],
        unanswered=[comparison.name(each, language()) for each in content.unanswered],
        groups=sorted(groups.items(), key=lambda each: (-each[1], each[0])),
        method=method_notes(comparison),
    )


def light_keys() -> list[Key]:
    """The key of the lights."""
    return [Key(TONES[light], str(words)) for light, words in LIGHTS.items()]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Names a report: neither confirmed answers nor releases ever change."""

    benchmarking: int
    confirmed: datetime | None
    country: str
    release: int
    made: datetime
    last: int | None
    rows: tuple[Benchmarking, PeerRelease, Benchmarking | None] = field(compare=False)


@lru_cache(maxsize=256)
def _worked_out(asked: _Asked) -> Report:
    benchmarking, kept, last = asked.rows
    return report(
        participant_of(benchmarking),
        kept.release,
        kept.comparison,
        earlier=answers_of(last, benchmarking) if last else None,
        seed=benchmarking.pk,
    )


def _content(benchmarking: Benchmarking, kept: PeerRelease, last: Benchmarking | None) -> Report:
    return _worked_out(
        _Asked(
            benchmarking.pk,
            benchmarking.confirmed,
            benchmarking.organisation.country,
            kept.pk,
            kept.made,
            last.pk if last else None,
            (benchmarking, kept, last),
        )
    )


def _part(section: Section, name: str, comparison: Comparison) -> Part:
    rows = [_row(line, comparison) for line in section.lines]
    chart = strip_chart(
        [_placed(row) for row in rows],
        title=name,
        place_label=_("Percentile among peers; the line in the middle is 50"),
        keys=light_keys(),
        note=_("The bar is the interval in which the percentile would lie with other such peers."),
    )
    return Part(
        section.dimension,
        name,
        rows,
        section.position,
        section.lights("green"),
        section.lights("yellow"),
        section.lights("red"),
        chart,
    )


def _placed(row: Row) -> Placed:
    return Placed(row.name, row.percentile, row.low, row.high, row.tone, row.light, f"#{row.code}")


def _row(line: Line, comparison: Comparison) -> Row:
    indicator, where = line.indicator, line.standing
    return Row(
        code=indicator.code,
        name=comparison.name(indicator, language()),
        unit=unit_words(indicator, comparison),
        value=figure_words(indicator, line.value),
        earlier=figure_words(indicator, line.earlier),
        change=change_words(line.change),
        better={"better": True, "worse": False}.get(line.change or ""),
        peers=peers_words(line),
        group=group_words(line.group, comparison) if line.group else "",
        n=where.n if where else (line.peers.n if line.peers else None),
        percentile=where.percentile if where else None,
        low=where.low if where else None,
        high=where.high if where else None,
        light=light_words(line.light),
        tone=TONES[line.light] if line.light else "",
        widened=widened_words(line, comparison),
        turned=indicator.better == "less",
        line=line,
    )


def _overview(parts: Sequence[Part]) -> Chart:
    return strip_chart(
        [
            Placed(
                part.name,
                part.position.value if part.position else None,
                part.position.low if part.position else None,
                part.position.high if part.position else None,
                address=f"#{part.code}",
            )
            for part in parts
        ],
        title=_("Dimensions"),
        place_label=_("Mean percentile of the indicators; the line in the middle is 50"),
        note=_(
            "The bar shows how far the mean moves when one indicator is left out or the geometric "
            "mean is taken."
        ),
    )
