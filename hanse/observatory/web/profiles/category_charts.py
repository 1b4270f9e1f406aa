"""The charts of a category's page: its employment, and how concentrated it is."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.charts.line import Line, Point, line_chart
from hanse.foundation.web.tables import Status
from hanse.observatory.questions.lists import Kind
from hanse.observatory.web.setting import Setting
from hanse.observatory.web.table_files import csv_link
from hanse.observatory.web.wording import name_of


def status_of_sum(row: Mapping[str, Any]) -> Status:
    """The status of a sum over regions: estimated where a part is, or is left out."""
    if row.get("employment_persons") is None:
        return "withheld" if row.get("withheld") else "missing"
    parts = row["estimated"] + row["withheld"] + row["missing"]
    return "estimated" if parts else "observed"


def trend_chart(here: Setting, category: Kind, totals: pl.DataFrame) -> Chart:
    """Employment of the category in all regions, every year."""
    points: list[Point] = [
        (row["year"], row["employment_persons"], status_of_sum(row)) for row in totals.to_dicts()
    ]
    return line_chart(
        [Line(category.label, points)],
        title=_("Employment in all regions"),
        y_kind="count",
        y_label=_("Persons"),
        note=_(
            "Sum of the regions whose figure is known. A year that leaves some out counts as "
            "estimated."
        ),
        downloads=csv_link(here, "category_table", category.scheme, category.code, "years"),
    )


def concentration_charts(
    here: Setting, category: Kind, years: pl.DataFrame, told: Mapping[int, Status]
) -> list[Chart]:
    """How the category lies over regions: the part of the ten largest, and three indices.

    told: year -> the status of the sum over regions; what is computed of it is no better.
    """

    def points(code: str) -> list[Point]:
        return [
            (year, value, told.get(year, "missing") if value is not None else "missing")
            for year, value in years.select("year", code).iter_rows()
        ]

    downloads = csv_link(here, "category_table", category.scheme, category.code, "concentration")
    return [
        line_chart(
            [Line(name_of("top_ten_share"), points("top_ten_share"))],
            title=name_of("top_ten_share"),
            y_kind="percent",
            y_label=_("Part of the category's employment"),
            downloads=downloads,
        ),
        line_chart(
            [
                Line(name_of("locational_gini"), points("locational_gini")),
                Line(name_of("hoover_index"), points("hoover_index")),
                Line(name_of("herfindahl_index"), points("herfindahl_index")),
            ],
            title=_("Indices of concentration"),
            y_kind="decimal",
            y_label=_("From 0, spread as all employment is, to 1"),
            downloads=downloads,
        ),
    ]
