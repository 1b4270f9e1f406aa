"""What the page of a category shows, made from the edition's answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.tables import Status, Table
from hanse.observatory.questions.category import (
    category_coverage,
    category_industries,
    category_regions,
    category_totals,
    concentration_years,
    related_categories,
)
from hanse.observatory.questions.lists import Kind
from hanse.observatory.questions.region import growth_years
from hanse.observatory.statuses import stars_status, status_of
from hanse.observatory.warehouse import Reader
from hanse.observatory.web.asking import Choice, edition_choice, home_crumb, year_choice
from hanse.observatory.web.maps import Map, Value, choropleth
from hanse.observatory.web.profiles.category_charts import (
    concentration_charts,
    status_of_sum,
    trend_chart,
)
from hanse.observatory.web.profiles.category_tables import (
    Moved,
    countries_table,
    industries_table,
    movers,
    regions_table,
    related_table,
)
from hanse.observatory.web.setting import Setting
from hanse.observatory.web.table_files import csv_link
from hanse.observatory.web.wording import category_kind, definition_of, kind_of, name_of

MEASURES_OF_THE_MAP = (
    "stars",
    "location_quotient",
    "employment_persons",
    "employment_growth_cagr",
)


@dataclass(frozen=True, slots=True)
class CategoryPage:
    """What the page shows. known: regions with employment, of `regions`; stars: at most."""

    reader: Reader
    category: Kind
    kind: str
    scheme_title: str
    year: int
    stars: int
    trail: Sequence[tuple[str, str]]
    choices: Sequence[Choice]
    employment: float | None
    employment_status: Status
    growth: float | None
    growth_span: int
    known: int
    estimated: int
    withheld: int
    regions: int
    top_ten: float | None
    coverage: float | None
    starred: int
    table: Table
    map: Map | None
    trend: Chart
    concentration: Sequence[Chart]
    industries: Table
    related: Table
    countries: Table
    atlas: str
    rising: Sequence[Moved]
    falling: Sequence[Moved]
    definitions: Mapping[str, str]


def category_page(here: Setting, category: Kind, words: Mapping[str, str]) -> CategoryPage:
    """The page of a category. words: `request.GET`, for the table's order and the map's measure."""
    rows = category_regions(here.reader, category.scheme, category.code, here.year).to_dicts()
    totals = category_totals(here.reader, category.scheme, category.code)
    of_year = {row["year"]: row for row in totals.to_dicts()}
    span = growth_years(here.reader)
    now, then = of_year.get(here.year, {}), of_year.get(here.year - span, {})
    concentration = concentration_years(here.reader, category.scheme, category.code)
    top_ten = dict(concentration.select("year", "top_ten_share").iter_rows()).get(here.year)
    measure = words.get("indicator", "")
    measures = [each for each in MEASURES_OF_THE_MAP if each in here.lists.columns["clusters"]]
    shown = measure if measure in measures else measures[0]
    rising, falling = movers(here, category, rows)
    coverage = category_coverage(here.reader, category.scheme, category.code, here.year)
    before, after = then.get("employment_persons"), now.get("employment_persons")
    return CategoryPage(
        reader=here.reader,
        category=category,
        kind=category_kind(category.kind),
        scheme_title=here.lists.schemes[category.scheme],
        year=here.year,
        stars=here.stars,
        trail=[
            home_crumb(),
            (_("Categories"), here.addresses.page("categories", scheme=category.scheme)),
            (category.label, ""),
        ],
        choices=[
            year_choice(here),
            Choice(
                "indicator",
                _("On the map"),
                [(each, _("Stars") if each == "stars" else name_of(each)) for each in measures],
                shown,
            ),
            *edition_choice(here),
        ],
        employment=after,
        employment_status=status_of_sum(now),
        growth=after / before - 1 if after is not None and before else None,
        growth_span=span,
        known=now.get("known", 0),
        estimated=now.get("estimated", 0),
        withheld=now.get("withheld", 0),
        regions=len(rows),
        top_ten=top_ten,
        coverage=coverage.get("employment_persons"),
        starred=sum(row["stars"] == here.stars for row in rows),
        table=regions_table(here, category, rows, words),
        map=_map(here, category, rows, shown),
        trend=trend_chart(here, category, totals),
        concentration=concentration_charts(
            here,
            category,
            concentration,
            {year: status_of_sum(row) for year, row in of_year.items()},
        ),
        industries=industries_table(
            here,
            category,
            category_industries(here.reader, category.scheme, category.code, here.year).to_dicts(),
        ),
        related=related_table(
            here,
            category,
            related_categories(here.reader, category.scheme, category.code, here.year).to_dicts(),
        ),
        countries=countries_table(here, rows, words),
        atlas=here.addresses.page(
            "atlas",
            scheme=category.scheme,
            category=category.code,
            indicator=shown,
            year=here.year,
        ),
        rising=rising,
        falling=falling,
        definitions={
            code: definition_of(code, here.addresses)
            for code in (
                "employment_persons",
                "employment_growth_cagr",
                "employment_growth_persons",
                "top_ten_share",
                "proximity",
                "location_quotient",
            )
        },
    )


def category_tables(here: Setting, category: Kind) -> dict[str, Callable[[], pl.DataFrame]]:
    """The tables of the page by the name of their file."""
    of = (here.reader, category.scheme, category.code)
    return {
        "regions": partial(_regions_frame, here, category),
        "years": partial(category_totals, *of),
        "concentration": partial(concentration_years, *of),
        "industries": partial(category_industries, *of, here.year),
        "related": partial(related_categories, *of, here.year, 50),
    }


def _regions_frame(here: Setting, category: Kind) -> pl.DataFrame:
    rows = category_regions(here.reader, category.scheme, category.code, here.year)
    names = {code: each.name for code, each in here.lists.regions.items()}
    return rows.select(
        pl.lit(category.scheme).alias("scheme"),
        pl.lit(category.code).alias("category"),
        pl.lit(here.year).alias("year"),
        "region",
        pl.col("region").replace_strict(names, default="").alias("name"),
        pl.exclude("region"),
    )


def _map(
    here: Setting, category: Kind, rows: Sequence[Mapping[str, Any]], measure: str
) -> Map | None:
    """The map of one measure; None for regions that are not of NUTS."""
    recipe = here.reader.manifest["recipe"]
    if recipe["nuts"] is None:
        return None
    address_of = here.addresses.clusters(category.scheme, category.code)
    values = {
        row["region"]: Value(
            here.lists.regions[row["region"]].name,
            row.get(measure),
            stars_status(row) if measure == "stars" else status_of(measure, row),
            address_of(row["region"]),
        )
        for row in rows
    }
    middle = {"location_quotient": 1.0, "employment_growth_cagr": 0.0}.get(measure)
    name = _("Stars") if measure == "stars" else name_of(measure)
    return choropleth(
        values,
        nuts=recipe["nuts"],
        level=recipe["level"],
        title=_("%(measure)s, %(year)d") % {"measure": name, "year": here.year},
        kind="stars" if measure == "stars" else kind_of(measure),
        middle=middle,
        stars=here.stars if measure == "stars" else None,
        downloads=csv_link(here, "category_table", category.scheme, category.code, "regions"),
    )
