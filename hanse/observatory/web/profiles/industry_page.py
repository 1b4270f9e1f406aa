"""What the page of an industry shows: its place in the tree, its categories, regions and years."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.charts.line import Line, line_chart
from hanse.foundation.web.tables import Cell, Column, Row, Status, Table, sorted_page
from hanse.observatory.questions.industry import (
    industry_categories,
    industry_regions,
    industry_years,
    leaves_of,
    related_industries,
)
from hanse.observatory.questions.lists import Activity
from hanse.observatory.warehouse import Reader
from hanse.observatory.web.asking import Choice, edition_choice, home_crumb, year_choice
from hanse.observatory.web.setting import Setting
from hanse.observatory.web.table_files import csv_link
from hanse.observatory.web.wording import cell_of, column_of, definition_of


@dataclass(frozen=True, slots=True)
class IndustryPage:
    """What the page shows. parts: how many of the finest industries it is made of."""

    reader: Reader
    industry: Activity
    year: int
    trail: Sequence[tuple[str, str]]
    choices: Sequence[Choice]
    employment: float | None
    employment_status: Status
    known: int
    regions: int
    parts: int
    above: Sequence[tuple[Activity, str]]
    below: Sequence[tuple[Activity, str]]
    categories: Table
    table: Table
    trend: Chart
    related: Table | None
    definitions: Mapping[str, str]


def industry_page(here: Setting, industry: Activity, words: Mapping[str, str]) -> IndustryPage:
    """The page of an industry. words: `request.GET`, for the order of its table."""
    rows = industry_regions(here.reader, industry.code, here.year).to_dicts()
    years = industry_years(here.reader, industry.code)
    now = next((row for row in years.to_dicts() if row["year"] == here.year), {})
    parts = leaves_of(here.reader, industry.code)
    children = [each for each in here.lists.industries.values() if each.parent == industry.code]
    ancestors = here.lists.ancestors(industry.code)

    def linked(found: Sequence[Activity]) -> list[tuple[Activity, str]]:
        return [(each, here.addresses.industry(each.code)) for each in found]

    return IndustryPage(
        reader=here.reader,
        industry=industry,
        year=here.year,
        trail=[
            home_crumb(),
            (_("Categories"), here.addresses.page("categories")),
            *((each.label, address) for each, address in linked(ancestors)),
            (industry.label, ""),
        ],
        choices=[year_choice(here), *edition_choice(here)],
        employment=now.get("employment_persons"),
        employment_status=now.get("employment_persons_status", "missing"),
        known=sum(row["employment_persons"] is not None for row in rows),
        regions=len(here.lists.regions),
        parts=len(parts),
        above=linked(ancestors),
        below=linked(children),
        categories=_categories(here, industry, len(parts)),
        table=_regions(here, industry, rows, words),
        trend=line_chart(
            [
                Line(
                    industry.label,
                    list(
                        years.select(
                            "year", "employment_persons", "employment_persons_status"
                        ).iter_rows()
                    ),
                )
            ],
            title=_("Employment in all regions"),
            y_kind="count",
            y_label=_("Persons"),
            note=_(
                "Sum of the regions whose figure is known. A year that leaves some out counts as "
                "estimated."
            ),
            downloads=csv_link(here, "industry_table", industry.code, "years"),
        ),
        related=_related(here, industry) if not children else None,
        definitions={"employment_persons": definition_of("employment_persons", here.addresses)},
    )


def industry_tables(here: Setting, industry: Activity) -> dict[str, Callable[[], pl.DataFrame]]:
    """The tables of the page by the name of their file."""
    return {
        "regions": partial(industry_regions, here.reader, industry.code, here.year),
        "years": partial(industry_years, here.reader, industry.code),
        "categories": partial(industry_categories, here.reader, industry.code),
        "related": partial(related_industries, here.reader, industry.code, 50),
    }


def _categories(here: Setting, industry: Activity, parts: int) -> Table:
    cells: list[Row] = [
        {
            "label": Cell(
                here.lists.categories[row["scheme"], row["category"]].label,
                here.addresses.category(row["scheme"], row["category"]),
            ),
            "scheme": Cell(here.lists.schemes[row["scheme"]]),
            "weight": Cell(row["weight"], status="observed" if row["weight"] else "missing"),
            "parts": Cell(row["parts"] / parts),
        }
        for row in industry_categories(here.reader, industry.code).to_dicts()
    ]
    columns = [
        Column("label", _("Category")),
        Column("scheme", _("Scheme")),
        Column("weight", _("Weight"), "percent", 0),
    ]
    if parts > 1:
        columns.append(Column("parts", _("Share of its parts"), "percent", 0))
    return Table(
        _("Categories that hold this industry"),
        columns,
        cells,
        downloads=csv_link(here, "industry_table", industry.code, "categories"),
        empty=_("No category of this edition holds it"),
    )


def _regions(
    here: Setting,
    industry: Activity,
    rows: Sequence[Mapping[str, Any]],
    words: Mapping[str, str],
) -> Table:
    has_quotient = bool(rows) and "location_quotient" in rows[0]
    figures = ["employment_persons", *(["location_quotient"] if has_quotient else [])]
    cells: list[Row] = []
    for row in rows:
        place = here.lists.regions[row["region"]]
        cells.append(
            {
                "name": Cell(place.name, here.addresses.region(place.code)),
                "country": Cell(place.country),
                **{code: cell_of(code, row) for code in figures},
            }
        )
    return sorted_page(
        cells,
        words,
        [
            Column("name", _("Region"), sortable=True),
            Column("country", _("Country"), sortable=True),
            *(column_of(code, here.addresses) for code in figures),
        ],
        caption=_("Regions of %(industry)s, %(year)d")
        % {"industry": industry.label, "year": here.year},
        sort="-employment_persons",
        per_page=20,
        downloads=csv_link(here, "industry_table", industry.code, "regions"),
        empty=_("No region has a figure for this year"),
    )


def _related(here: Setting, industry: Activity) -> Table:
    found = related_industries(here.reader, industry.code).to_dicts()
    year = found[0]["year"] if found else here.year
    return Table(
        _("Industries found in the same regions, %(year)d") % {"year": year},
        [
            Column("label", _("Industry")),
            Column("code", _("Code")),
            column_of("proximity", here.addresses, sortable=False),
        ],
        [
            {
                "label": Cell(
                    here.lists.industries[row["industry"]].label,
                    here.addresses.industry(row["industry"]),
                ),
                "code": Cell(row["industry"]),
                "proximity": Cell(row["proximity"]),
            }
            for row in found
        ],
        downloads=csv_link(here, "industry_table", industry.code, "related"),
        empty=_("No industry is near"),
    )
