"""Made-up content for the page that shows every component in each of its states.

An app with components of its own has `component_parts`, the dotted path of a function that takes
no argument and returns a list of `Part`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from hanse.foundation.web.charts.bar import Bar, bar_chart
from hanse.foundation.web.charts.chart import SERIES, Chart, colour
from hanse.foundation.web.charts.funnel import FunnelGroup, funnel_chart
from hanse.foundation.web.charts.line import Line, Point, line_chart
from hanse.foundation.web.charts.scatter import Bubble, scatter_chart
from hanse.foundation.web.charts.strip import Placed, strip_chart
from hanse.foundation.web.tables import Cell, Column, Row, Table, sorted_page

_PLACES = (
    "Lübeck", "Riga", "Gdańsk", "Visby", "Bergen", "Brugge", "Tallinn", "Stralsund", "Rostock",
    "Wismar", "Hamburg", "Bremen", "Köln", "Dortmund", "Soest", "Kampen", "Deventer", "Zwolle",
    "Toruń", "Elbląg", "Kraków", "Turku", "Stockholm", "Kalmar", "Malmö", "Greifswald", "Anklam",
    "Tartu", "Pärnu", "Cēsis",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """Components of a pillar: where they stand on the page, their markup, their style sheets."""

    anchor: str
    title: str
    markups: Sequence[SafeString]
    styles: Sequence[str] = ()


class SampleForm(forms.Form):
    """A field of each sort."""

    name = forms.CharField(label="Name", help_text="As it stands in the register.")
    email = forms.EmailField(label="E-mail address")
    country = forms.ChoiceField(label="Country", choices=[("", "Choose"), ("at", "Austria")])
    about = forms.CharField(label="About", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label="Kind of organisation",
        help_text="Choose the nearest.",
        widget=forms.RadioSelect,
        choices=[("firm", "Firm"), ("research", "Research"), ("public", "Public body")],
    )
    topics = forms.MultipleChoiceField(
        label="Topics",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", "Textiles"), ("b", "Photonics")],
    )
    agrees = forms.BooleanField(label="I agree to the terms")


def samples(request: HttpRequest) -> dict[str, Any]:
    """What the template of that page shows."""
    return {
        "parts": [
            part
            for app in apps.get_app_configs()
            if hasattr(app, "component_parts")
            for part in import_string(app.component_parts)()
        ],
        "tiles": [("Employment", 12_345.0, "2024"), ("Towns", 30.0, "of 34"), ("Ships", 7.0, "")],
        "series": [colour(at) for at in range(SERIES)],
        "trail": [("Home", "/"), ("Regions", "/regions/"), ("Lübeck", "")],
        "tabs": ["Lübeck", "Riga", "Gdańsk"],
        "notices": [
            ("", "The edition is being built."),
            ("success", "The view is kept."),
            ("warning", "The address is not confirmed yet."),
            ("error", "The file could not be read."),
        ],
        "tones": ["neutral", "good", "warn", "bad", "info"],
        "ratings": [None, 0, 1, 2, 3],
        "statuses": ["observed", "estimated", "withheld", "missing"],
        "table": sorted_page(
            _rows(), request.GET, _COLUMNS, caption="Trade of towns", sort="-employment",
            per_page=8, downloads=[("CSV", "#main"), ("Parquet", "#main")],
        ),
        "empty_table": Table("A table without rows", _COLUMNS, [], empty="No towns yet"),
        "form": SampleForm(),
        "wrong_form": SampleForm({"email": "nobody", "agrees": ""}, auto_id="wrong_%s"),
        "trend": _points(3, 1.0),
        "charts": _charts(),
    }  # fmt: skip


_COLUMNS = [
    Column("name", "Town", sortable=True),
    Column("stars", "Stars", "stars", sortable=True),
    Column("quotient", "Location quotient", "decimal", definition="#main", sortable=True),
    Column("growth", "Growth a year", "percent", sortable=True),
    Column("employment", "Employment", "count", sortable=True),
    Column("wages", "Wages", "money"),
]


def _rows() -> list[Row]:
    rows: list[Row] = []
    for at, place in enumerate(_PLACES):
        estimated = at % 5 == 1
        withheld = at % 7 == 3
        rows.append(
            {
                "name": Cell(place, "#main"),
                "stars": Cell(None if withheld else at % 4),
                "quotient": Cell(0.4 + (at * 37 % 50) / 10),
                "growth": Cell((at * 17 % 23 - 9) / 100),
                "employment": Cell(
                    None if withheld else 1200.0 + at * 7919 % 60000,
                    status="withheld" if withheld else "estimated" if estimated else "observed",
                ),
                "wages": Cell(None, status="missing") if at % 6 == 5 else Cell(21000.0 + at * 911),
            }
        )
    return rows


def _points(seed: int, level: float) -> list[Point]:
    points: list[Point] = []
    for at, year in enumerate(range(2008, 2025)):
        value = level * (1 + 0.04 * at + 0.1 * ((at * seed) % 5 - 2) / 2)
        if seed == 4 and year in {2014, 2015}:
            points.append((year, None, "withheld"))
        else:
            points.append((year, value, "estimated" if at % 6 == seed else "observed"))
    return points


def _charts() -> list[Chart]:
    lines = [
        Line(name, _points(seed, level))
        for name, seed, level in (
            ("Lübeck", 2, 1.4), ("Gdańsk", 3, 1.0), ("Stralsund", 4, 0.7), ("Brugge", 1, 0.95),
        )
    ]  # fmt: skip
    bubbles = [
        Bubble(
            x=0.1 + (at * 37 % 50) / 9,
            y=(at * at * 7 % 29 - 12) / 100,
            size=1200.0 + at * 7919 % 60000,
            label=place,
            address="#main",
            group=("Traded", "Local", "Emerging")[at % 3],
            stars=at % 4,
        )
        for at, place in enumerate(_PLACES)
    ]
    bars = [Bar(each.label, each.x, each.address) for each in bubbles[:6]]
    bars[2] = Bar(bars[2].label, bars[2].value, bars[2].address, "estimated")
    bars[4] = Bar(bars[4].label, None, "", "withheld")
    changes = [Bar(each.label, each.y) for each in bubbles[:6]]
    downloads = [("CSV", "#main"), ("SVG", "#main")]
    return [
        line_chart(
            lines, title="Specialisation over the years", y_kind="decimal",
            y_label="Location quotient", guide=1.0, downloads=downloads,
            definitions=[("Location quotient", "#main")],
            note="A gap is a year without a figure.",
        ),
        scatter_chart(
            bubbles, title="Specialisation and growth", x_label="Location quotient",
            y_label="Growth of employment a year", x_kind="decimal", y_kind="percent",
            x_guide=1.0, y_guide=0.0, size_label="Employment", downloads=downloads,
        ),
        scatter_chart(
            bubbles, title="The same by ratio", x_label="Location quotient", x_log=True,
            y_label="Growth of employment a year", x_kind="decimal", y_kind="percent",
            x_guide=1.0, y_guide=0.0, size_label="Employment",
        ),
        bar_chart(bars, title="Specialised towns", kind="decimal", guide=1.0),
        bar_chart(changes, title="Growing and shrinking towns", kind="percent"),
        strip_chart(
            [
                Placed("Harbours", 82.0, 68.0, 93.0, "good", "above the peers"),
                Placed("Rivers", 44.0, 21.0, 66.0, "warn", "among the peers"),
                Placed("Lakes", 12.0, 3.0, 30.0, "bad", "below the peers"),
                Placed("Canals", None),
            ],
            title="Places among peers", place_label="Percentile",
        ),
        funnel_chart(
            [
                FunnelGroup(each.label, 5 + at * 17 % 90, each.x)
                for at, each in enumerate(bubbles[:9])
            ],
            target=2.8, inner=lambda n: (2.8 - 8 / n**0.5, 2.8 + 8 / n**0.5),
            outer=lambda n: (2.8 - 12 / n**0.5, 2.8 + 12 / n**0.5),
            names=("95 of 100", "998 of 1,000"), title="Groups against chance",
            x_label="Answers", y_label="Mean", kind="decimal",
        ),
        line_chart([], title="A chart without figures", y_kind="decimal", y_label="Nothing"),
    ]  # fmt: skip
