"""The report as a PDF: tagged for PDF/UA-1, set by Typst in the site's typeface, the same bytes
for the same report."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hanse.excellence.benchmark.content import Position
from hanse.excellence.web.benchmark_report import Part, ReportPage, Row
from hanse.excellence.web.report_words import (
    LIGHTS,
    TONES,
    country_name,
    figure_words,
    language,
    trait_words,
)
from hanse.foundation.web.charts.scales import covering
from hanse.foundation.web.figures import shaped

_NOTHING: Final = "\N{EN DASH}"
_SOURCE: Final = Path(__file__).resolve().parent / "documents" / "report.typ"


def report_pdf(page: ReportPage) -> bytes:
    """The document of a report, in the reader's language."""
    data = json.dumps(document_data(page), ensure_ascii=False, sort_keys=True)
    made = datetime.combine(page.on, time(), tzinfo=UTC)
    return _set(data, int(made.timestamp()))


@lru_cache(maxsize=32)
def _set(data: str, timestamp: int) -> bytes:
    made = typst.compile(
        _SOURCE.read_bytes(),
        format="pdf",
        font_paths=_typefaces(),
        sys_inputs={"data": data},
        pdf_standards=["ua-1"],
        # The day of the release, so that the same report has the same bytes on every day.
        timestamp=timestamp,
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst made several documents of one report.")
    return made


@cache
def _typefaces() -> typst.Fonts:
    """The typeface of the site where it has been made, with those that Typst brings."""
    found = finders.find("foundation/built/source-sans-3-400.ttf")
    folders = [Path(found).parent] if isinstance(found, str) else []
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def document_data(page: ReportPage) -> dict[str, Any]:
    """Everything the document says, as JSON takes it."""
    made = page.benchmarking
    organisation = made.organisation
    answers = made.confirmed_answers
    field = answers.get("field")
    day = date_format(page.on)
    cover = [
        (_("Reference year"), str(made.reference_year)),
        (
            _("Technology field"),
            trait_words("field", str(field), page.comparison) if field else _NOTHING,
        ),
        (_("Country"), country_name(organisation.country) if organisation.country else _NOTHING),
        (_("Interview"), date_format(made.interviewed) if made.interviewed else _NOTHING),
        (_("Compared with"), _release_words(page)),
    ]
    return {
        "language": language(),
        "title": _("Where you stand among your peers"),
        "kicker": _("Benchmarking report"),
        "organisation": organisation.name,
        "publisher": settings.PUBLISHER,
        "notice": _("Fictitious organisation with synthetic answers.")
        if organisation.fictitious
        else "",
        "date": [page.on.year, page.on.month, page.on.day],
        "cover": cover,
        "words": _words(day),
        "reading": _reading(),
        "sample": _sample(),
        "lights": [_light(light) for light in LIGHTS],
        "groups": [[name, shaped(count, "count")] for name, count in page.groups],
        "overall": _overall(page.overall),
        "dimensions": [_dimension(part) for part in page.parts],
        "dimensions_told": "; ".join(
            f"{part.name}: {_place(part.position.value if part.position else None)}"
            for part in page.parts
        ),
        "strengths": [_row(row, page) for row in page.strengths],
        "weak": [_row(row, page) for row in page.weak_points],
        "parts": [_part(part, page) for part in page.parts],
        "method": list(page.method),
        "unanswered": list(page.unanswered),
        "sources": _sources(),
    }


def _release_words(page: ReportPage) -> str:
    return _("%(count)s cluster organisations, release of %(day)s") % {
        "count": shaped(page.participants, "count"),
        "day": date_format(page.on),
    }


def _words(day: str) -> dict[str, str]:
    return {
        "release": _("Release of %(day)s") % {"day": day},
        "contents": _("Contents"),
        "reading": _("How to read this report"),
        "lights": _("Lights"),
        "light": _("Traffic light"),
        "groups": _("Peer groups in this report"),
        "group": _("Peer group"),
        "indicators": _("Indicators"),
        "indicator": _("Indicator"),
        "glance": _("At a glance"),
        "dimensions": _("Dimensions"),
        "dimensions_note": _(
            "Mean percentile of the indicators of each dimension. The bar shows how far the mean "
            "moves when one indicator is left out or the geometric mean is taken."
        ),
        "strengths": _("Strengths"),
        "weak": _("Where others are further"),
        "no_strength": _("No indicator is clearly above the peers."),
        "no_weak": _("No indicator is clearly below the peers."),
        "you": _("You"),
        "percentile": _("Percentile"),
        "method": _("Method"),
        "unanswered": _("Without an answer"),
        "unanswered_note": _("These indicators have no answer; they are not taken for zero."),
        "sources": _("Sources of the methods"),
    }


def _reading() -> list[str]:
    return [
        _(
            "This report shows where your organisation stands among cluster organisations like it. "
            "It ranks nobody: whoever works under other conditions is no worse, and a place in the "
            "middle is no failure."
        ),
        _(
            "Each indicator has a rail from 0 to 100. The dot is your percentile, the bar the "
            "interval that chance allows, the dashed line the middle of your peers."
        ),
        _(
            "Read the interval before the dot. Where it crosses the middle, you cannot be told "
            "apart from the middle of your peers."
        ),
    ]


def _sample() -> dict[str, Any]:
    return {
        "place": 72,
        "low": 61,
        "high": 83,
        "tone": "good",
        "told": _("Example: percentile 72, interval 61 to 83."),
        "notes": [
            _(
                "Example: percentile 72, interval 61 to 83. The whole interval lies above 50, so "
                "the light is green."
            )
        ],
    }


def _light(light: Any) -> dict[str, str]:
    told = {
        "green": _("in the upper third, and the whole interval above the middle"),
        "yellow": _("not told apart from the middle"),
        "red": _("in the lower third, and the whole interval below the middle"),
    }
    return {"light": str(LIGHTS[light]), "tone": TONES[light], "told": told[light]}


def _overall(position: Position | None) -> str:
    if position is None:
        return ""
    return _(
        "Over all dimensions your mean percentile is %(place)s; with other ways of taking the mean "
        "it would be %(low)s to %(high)s. At 50 you stand in the middle of your peers."
    ) % {
        "place": _place(position.value),
        "low": _place(position.low),
        "high": _place(position.high),
    }


def _place(value: float | None) -> str:
    return _("not compared") if value is None else shaped(value, "count")


def _dimension(part: Part) -> dict[str, Any]:
    position = part.position
    return {
        "name": part.name,
        "place": position.value if position else None,
        "place_words": _place(position.value) if position else _NOTHING,
        "low": position.low if position else None,
        "high": position.high if position else None,
        "tone": "",
    }


def _part(part: Part, page: ReportPage) -> dict[str, Any]:
    summary = _("Above the peers: %(green)s; among them: %(yellow)s; below: %(red)s.") % {
        "green": part.green,
        "yellow": part.yellow,
        "red": part.red,
    }
    if part.position:
        place = _("Mean percentile %(place)s.") % {"place": _place(part.position.value)}
        summary = f"{place} {summary}"
    return {
        "name": part.name,
        "summary": summary,
        "rows": [_row(row, page) for row in part.rows],
        "told": "; ".join(f"{row.name}: {_place(row.percentile)}" for row in part.rows),
    }


def _row(row: Row, page: ReportPage) -> dict[str, Any]:
    told = f"{row.name}: {_place(row.percentile)}"
    if row.low is not None and row.high is not None:
        told += f" ({_place(row.low)}\N{EN DASH}{_place(row.high)})"
    return {
        "name": row.name,
        "value": row.value or _NOTHING,
        "place": row.percentile,
        "place_words": _place(row.percentile) if row.percentile is not None else _NOTHING,
        "low": row.low,
        "high": row.high,
        "tone": row.tone,
        "light": row.light,
        "told": told,
        "facts": _facts(row, page),
        "spread": _spread(row),
        "widened": row.widened,
    }


def _spread(row: Row) -> dict[str, Any] | None:
    """The middle half of the peers on a scale in the indicator's own unit, as shares of it."""
    line = row.line
    peers, own = line.peers, line.value
    if peers is None or own is None or peers.median is None:
        return None
    low, high = peers.lower_quartile, peers.upper_quartile
    if low is None or high is None:
        return None
    # Round ends that hold what is said anyway, and say nothing of the smallest and largest.
    share = line.indicator.form == "share"
    scale = covering([low, high, own, *((0.0, 1.0) if share else (0.0,))], about=4)
    return {
        "label": _("Middle half of the peers, their median, and you"),
        "low": scale.share(low),
        "high": scale.share(high),
        "median": scale.share(peers.median),
        "own": scale.share(own),
        "from": figure_words(line.indicator, scale.low, mean=True),
        "to": figure_words(line.indicator, scale.high, mean=True),
    }


def _facts(row: Row, page: ReportPage) -> Sequence[tuple[str, str]]:
    unit = f" {row.unit}" if row.unit and row.value else ""
    facts = [(_("You"), f"{row.value}{unit}" if row.value else _("no answer"))]
    if page.earlier and row.earlier:
        change = f" ({row.change})" if row.change else ""
        facts.append((_("In %(year)s") % {"year": page.earlier}, f"{row.earlier}{change}"))
    if row.group:
        facts.append((_("Peers"), row.peers))
        facts.append((_("Compared with"), f"{row.group}, n = {row.n}"))
    if row.percentile is not None and row.low is not None and row.high is not None:
        place = _("%(place)s, interval %(low)s to %(high)s") % {
            "place": _place(row.percentile),
            "low": _place(row.low),
            "high": _place(row.high),
        }
        facts.append((_("Percentile"), f"{place}, {_('less is better')}" if row.turned else place))
    return facts


def _sources() -> list[str]:
    return [
        "Efron, B. (1979). Bootstrap methods: another look at the jackknife. "
        "Annals of Statistics 7, 1\N{EN DASH}26.",
        "Hundepool, A. et al. (2012). Statistical Disclosure Control. Wiley.",
        "OECD and JRC (2008). Handbook on Constructing Composite Indicators. OECD.",
        "Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance. "
        "Statistics in Medicine 24, 1185\N{EN DASH}1202.",
        "United Nations Statistics Division. Standard country or area codes for statistical use "
        "(M49).",
    ]
