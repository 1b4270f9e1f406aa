"""Statistics that everybody may read: peer groups of one indicator, and how many took part."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _

from hanse.excellence.benchmark.disclosure.rounding import controlled_rounding
from hanse.excellence.benchmark.disclosure.tables import MarginTable
from hanse.excellence.benchmark.funnel import (
    INNER,
    OUTER,
    Place,
    dispersion,
    mean_limits,
    place,
    share_limits,
)
from hanse.excellence.benchmark.indicators import Comparison, Indicator
from hanse.excellence.benchmark.peers import EVERYBODY, Group, Participant
from hanse.excellence.benchmark.release import Shown
from hanse.excellence.benchmark.shrinkage import Shrunk, shrink
from hanse.excellence.benchmark.statistics import Summary, summary
from hanse.excellence.web.models.peer_releases import PeerRelease
from hanse.excellence.web.report_words import (
    figure_words,
    group_words,
    language,
    macro_region_name,
    trait_words,
)
from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.charts.funnel import FunnelGroup, funnel_chart
from hanse.foundation.web.figures import Kind
from hanse.foundation.web.tables import Cell, Column, Row, Table

_FEWEST_POINTS: Final = 3
_NOTHING: Final = "\N{EN DASH}"
_KINDS: Final[dict[str, Kind]] = {"share": "percent", "yes_no": "percent", "money": "money"}


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """A peer group's statistics. shrunk: its mean drawn to that of all; None with few groups."""

    group: Group
    figures: Summary
    shrunk: Shrunk | None


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """What is shown of one indicator. chart: None with too few groups to compare."""

    indicator: Indicator
    name: str
    table: Table
    chart: Chart | None


def groups_shown(kept: PeerRelease, indicator: Indicator) -> list[GroupFigures]:
    """The groups that a release shows for an indicator, the widest first, then by their code."""
    release = kept.release
    column = release.column(indicator)
    decided = release.decided[indicator.tied]
    yes_no = indicator.form == "yes_no"
    found: list[GroupFigures] = []
    for step in reversed(kept.comparison.ladders[indicator.ladder].steps):
        shown = [
            each
            for _code, each in sorted(decided.shown.items())
            if tuple(trait for trait, _value in each.group.traits) == step
        ]
        for each, shrunk in zip(shown, _shrunk(shown, column), strict=True):
            figures = summary(each.values[:, column], step=indicator.step, yes_no=yes_no)
            found.append(GroupFigures(each.group, figures, shrunk))
    return found


def _shrunk(shown: Sequence[Shown], column: int) -> Sequence[Shrunk | None]:
    if len(shown) < _FEWEST_POINTS:
        return [None] * len(shown)
    return shrink([each.values[:, column] for each in shown])


def indicator_page(kept: PeerRelease, indicator: Indicator) -> IndicatorPage:
    """The statistics of one indicator in the reader's language."""
    comparison = kept.comparison
    name = comparison.name(indicator, language())
    found = groups_shown(kept, indicator)
    rows: list[Row] = [
        {
            "group": Cell(group_words(each.group, comparison)),
            "n": Cell(each.figures.n),
            "median": Cell(_words(indicator, each.figures.median)),
            "half": Cell(_half(indicator, each.figures)),
            "mean": Cell(_words(indicator, each.figures.mean)),
            "adjusted": Cell(_words(indicator, each.shrunk.adjusted if each.shrunk else None)),
        }
        for each in found
    ]
    table = Table(
        caption=name,
        columns=[
            Column("group", _("Peer group")),
            Column("n", _("Answers"), "count"),
            Column("median", _("Median")),
            Column("half", _("Middle half")),
            Column("mean", _("Mean")),
            Column("adjusted", _("Mean, adjusted for size")),
        ],
        rows=rows,
        empty=_("Nothing can be shown without telling somebody's answer."),
    )
    return IndicatorPage(indicator, name, table, _funnel(kept, indicator, found, name))


def indicator_rows(kept: PeerRelease, indicator: Indicator) -> list[dict[str, Any]]:
    """The same as rows of a file, in plain numbers and codes."""
    return [
        {
            "indicator": indicator.code,
            "group": each.group.code,
            "answers": each.figures.n,
            "median": each.figures.median,
            "lower_quartile": each.figures.lower_quartile,
            "upper_quartile": each.figures.upper_quartile,
            "mean": each.figures.mean,
            "adjusted_mean": round(each.shrunk.adjusted, 4) if each.shrunk else None,
            "release": kept.on.isoformat(),
        }
        for each in groups_shown(kept, indicator)
    ]


def _words(indicator: Indicator, value: float | None) -> str:
    return figure_words(indicator, value, mean=True) if value is not None else _NOTHING


def _half(indicator: Indicator, figures: Summary) -> str:
    if figures.lower_quartile is None or figures.upper_quartile is None:
        return _NOTHING
    return _("%(low)s to %(high)s") % {
        "low": figure_words(indicator, figures.lower_quartile, mean=True),
        "high": figure_words(indicator, figures.upper_quartile, mean=True),
    }


def _funnel(
    kept: PeerRelease, indicator: Indicator, found: Sequence[GroupFigures], name: str
) -> Chart | None:
    """Groups of the step with most of them against chance; no ranking."""
    steps: dict[tuple[str, ...], list[GroupFigures]] = {}
    for each in found:
        steps.setdefault(tuple(trait for trait, _value in each.group.traits), []).append(each)
    groups = max(steps.values(), key=len, default=[])
    everybody = kept.release.shown(indicator, EVERYBODY.code)
    if everybody is None or len(groups) < _FEWEST_POINTS:
        return None
    values = everybody.values[:, kept.release.column(indicator)]
    target, deviation = float(values.mean()), float(values.std(ddof=1))
    means = [(each, each.figures.mean) for each in groups if each.figures.mean is not None]
    if indicator.form == "yes_no":

        def limits(n: int, share: float) -> Any:
            return share_limits(n, target, share)
    else:
        errors = deviation / np.sqrt([each.figures.n for each, _mean in means])
        spread = dispersion(np.array([mean for _each, mean in means]), errors, target)

        def limits(n: int, share: float) -> Any:
            return mean_limits(n, target, deviation, share, dispersion=spread, kind="additive")

    def curve(share: float) -> Any:
        return lambda n: (limits(n, share).low, limits(n, share).high)

    points = []
    for each, mean in means:
        where = place(mean, [limits(each.figures.n, share) for share in (INNER, OUTER)])
        tone = {"inside": "", "apart": "warn", "far_apart": "bad"}[where]
        label = group_words(each.group, kept.comparison)
        points.append(FunnelGroup(label, each.figures.n, mean, tone, place_words(where)))
    form = indicator.form
    return funnel_chart(
        points,
        target=target,
        inner=curve(INNER),
        outer=curve(OUTER),
        names=(_("95 of 100 groups"), _("998 of 1,000 groups")),
        title=_("%(name)s: groups against chance") % {"name": name},
        x_label=_("Answers"),
        y_label=_("Share of yes") if form == "yes_no" else _("Mean"),
        kind=_KINDS.get(form, "decimal"),
        note=_(
            "Small groups vary by chance. Between the curves lie the groups that chance, and the "
            "differences usual between groups, would leave there. This is no ranking."
        ),
    )


def place_words(where: Place) -> str:
    """Where a group lies, in words."""
    return {
        "inside": _("as chance would leave it"),
        "apart": _("further from all than usual"),
        "far_apart": _("much further from all than usual"),
    }[where]


# --- How many took part --------------------------------------------------------------------------


def protected_counts(participants: Sequence[Participant], comparison: Comparison) -> dict[str, Any]:
    """Participants by field and macro-region as JSON: cells with totals, all rounded.

    Each is a multiple of the threshold next to the true count, and rounded cells add up to rounded
    totals. So a table has no gaps, and two releases do not tell who joined in between.
    """
    fields = sorted({each.field for each in participants})
    regions = sorted({each.macro_region for each in participants})
    cells = np.zeros((len(fields), len(regions)))
    for each in participants:
        cells[fields.index(each.field), regions.index(each.macro_region)] += 1
    table = MarginTable.from_cells([fields, regions], cells)
    rounded = controlled_rounding(table, comparison.rules.threshold)
    # Two axes can always be rounded (Cox 1987).
    assert rounded is not None
    return {"fields": fields, "regions": regions, "cells": rounded.astype(int).tolist()}


def counts_table(kept: PeerRelease) -> Table:
    """Participants by field and macro-region in the reader's language, rounded."""
    counts = kept.counts
    regions = [*counts["regions"], "all"]
    names = [
        *(macro_region_name(each) if each else _("Elsewhere") for each in counts["regions"]),
        _("All"),
    ]
    fields = [*counts["fields"], "all"]
    rows: list[Row] = []
    for code, cells in zip(fields, counts["cells"], strict=False):
        name = _("All") if code == "all" else trait_words("field", code, kept.comparison)
        row: dict[str, Cell] = {"field": Cell(name)}
        for region, cell in zip(regions, cells, strict=True):
            row[region] = Cell(cell)
        rows.append(row)
    return Table(
        caption=_("Participants by technology field and macro-region"),
        columns=[
            Column("field", _("Technology field")),
            *(Column(code, name, "count") for code, name in zip(regions, names, strict=True)),
        ],
        rows=rows,
        empty=_("No table can be shown without telling who took part."),
    )
