"""The tables of a region's page: its categories, its structure, its peers."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext as _

from hanse.foundation.web.tables import Cell, Column, Row, Table, sorted_page
from hanse.observatory.questions.lists import Place
from hanse.observatory.questions.region import peers, portfolio
from hanse.observatory.web.cells import stars_cell
from hanse.observatory.web.setting import Setting
from hanse.observatory.web.table_files import csv_link
from hanse.observatory.web.wording import (
    cell_of,
    column_of,
    definition_of,
    name_of,
)
from hanse.observatory.wholes import STRUCTURE

Rows = Sequence[Mapping[str, Any]]

_COLUMNS: Final = (
    "employment_persons",
    "location_quotient",
    "focus",
    "employment_growth_cagr",
    "productivity_eur",
    "relatedness_density",
)
_PARTS: Final = ("national_share_persons", "industry_mix_persons", "regional_shift_persons")
_SHOWN: Final = 5
_LINES: Final = 5


def categories_table(
    here: Setting,
    place: Place,
    rows: Rows,
    words: Mapping[str, str],
    pages: Mapping[str, str],
) -> Table:
    """Every category of the region; sorted and turned as `words` ask.

    pages: the address of each category's cluster.
    """
    has = here.lists.columns["clusters"]
    figures = [code for code in _COLUMNS if code in has]
    columns = [
        Column("label", _("Category"), sortable=True),
        Column("stars", _("Stars"), "stars", sortable=True, of=here.stars),
        *(column_of(code, here.addresses) for code in figures),
    ]
    cells: list[Row] = []
    for row in rows:
        label = here.lists.categories[row["scheme"], row["category"]].label
        address = pages[row["category"]]
        cells.append(
            {
                "label": Cell(label, address),
                "stars": stars_cell(row),
                **{code: cell_of(code, row) for code in figures},
            }
        )
    return sorted_page(
        cells,
        words,
        columns,
        caption=_("All categories of %(region)s, %(year)d")
        % {"region": place.name, "year": here.year},
        sort="-employment_persons",
        downloads=csv_link(here, "region_table", place.code, "categories"),
    )


def structure_table(here: Setting, place: Place, row: Mapping[str, Any], regions: int) -> Table:
    """How specialised the region is, and its place among all."""
    columns = [
        Column("name", _("Measure")),
        Column("value", _("Figure"), "decimal", 3),
        Column("rank", _("Place of %(count)d regions") % {"count": regions}, "rank"),
    ]
    cells: list[Row] = [
        {
            "name": Cell(name_of(code), definition_of(code, here.addresses)),
            "value": Cell(row.get(code), status="missing" if row.get(code) is None else "observed"),
            "rank": Cell(row.get(f"{code}_rank")),
        }
        for code in STRUCTURE
    ]
    return Table(
        _("How specialised the region is, %(year)d") % {"year": here.year},
        columns,
        cells,
        downloads=csv_link(here, "region_table", place.code, "structure"),
    )


def peers_table(here: Setting, place: Place) -> Table:
    """The regions most alike."""
    found = peers(here.reader, place.code, here.scheme, here.year)
    columns = [
        Column("region", _("Region")),
        Column("country", _("Country")),
        column_of("structural_similarity", here.addresses, sortable=False),
    ]
    cells: list[Row] = [
        {
            "region": Cell(here.lists.regions[code].name, here.addresses.region(code)),
            "country": Cell(here.country_name(here.lists.regions[code].country)),
            "structural_similarity": Cell(alike),
        }
        for code, alike in found.iter_rows()
    ]
    return Table(
        _("Regions most like %(region)s, %(year)d") % {"region": place.name, "year": here.year},
        columns,
        cells,
        downloads=csv_link(here, "region_table", place.code, "peers"),
    )


def categories_frame(here: Setting, place: Place) -> pl.DataFrame:
    """The same as a frame, for a download."""
    rows = portfolio(here.reader, place.code, here.year).filter(pl.col("scheme") == here.scheme)
    labels = {code: each.label for code, each in here.lists.of_scheme(here.scheme).items()}
    return rows.select(
        pl.lit(place.code).alias("region"),
        pl.lit(here.year).alias("year"),
        "scheme",
        "category",
        pl.col("category").replace_strict(labels).alias("label"),
        pl.exclude("scheme", "category"),
    )
