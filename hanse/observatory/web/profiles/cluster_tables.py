"""The tables of a cluster's page: industries inside, related categories, the like elsewhere."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from hanse.foundation.web.tables import Cell, Column, Row, Table
from hanse.observatory.questions.lists import Kind, Place
from hanse.observatory.web.cells import stars_cell
from hanse.observatory.web.setting import Setting
from hanse.observatory.web.table_files import csv_link
from hanse.observatory.web.wording import cell_of, column_of

Rows = Sequence[Mapping[str, Any]]

_INSIDE = ("employment_persons", "establishments_count", "location_quotient")
_BESIDE = ("employment_persons", "location_quotient", "employment_growth_cagr")


def industries_table(here: Setting, category: Kind, place: Place, rows: Rows) -> Table:
    """The industries of the category with their figures in the region."""
    figures = [code for code in _INSIDE if code in here.lists.columns["industries"]]
    cells: list[Row] = [
        {
            "label": Cell(
                here.lists.industries[row["industry"]].label,
                here.addresses.industry(row["industry"]),
            ),
            "code": Cell(row["industry"]),
            "weight": Cell(row["weight"]),
            **{code: cell_of(code, row) for code in figures},
        }
        for row in rows
    ]
    return Table(
        _("Industries of %(category)s in %(region)s, %(year)d")
        % {"category": category.label, "region": place.name, "year": here.year},
        [
            Column("label", _("Industry")),
            Column("code", _("Code")),
            Column("weight", _("Weight"), "percent", 0),
            *(column_of(code, here.addresses, sortable=False) for code in figures),
        ],
        cells,
        downloads=csv_link(
            here, "cluster_table", category.scheme, category.code, place.code, "industries"
        ),
    )


def related_table(here: Setting, category: Kind, place: Place, rows: Rows) -> Table:
    """The categories most related, with their figures in the same region."""
    figures = [code for code in _BESIDE if code in here.lists.columns["clusters"]]
    cells: list[Row] = [
        {
            "label": Cell(
                here.lists.categories[category.scheme, row["category"]].label,
                here.addresses.cluster(category.scheme, row["category"], place.code),
            ),
            "proximity": Cell(row["proximity"]),
            "stars": stars_cell(row),
            **{code: cell_of(code, row) for code in figures},
        }
        for row in rows
    ]
    return Table(
        _("Related categories in %(region)s, %(year)d") % {"region": place.name, "year": here.year},
        [
            Column("label", _("Category")),
            column_of("proximity", here.addresses, sortable=False),
            Column("stars", _("Stars"), "stars", of=here.stars),
            *(column_of(code, here.addresses, sortable=False) for code in figures),
        ],
        cells,
        downloads=csv_link(
            here, "cluster_table", category.scheme, category.code, place.code, "related"
        ),
        empty=_("No category is near"),
    )


def peers_table(
    here: Setting, category: Kind, place: Place, alike: Mapping[str, float], rows: Rows
) -> Table:
    """The same category in the regions most like this one, the most alike first."""
    figures = [code for code in _BESIDE if code in here.lists.columns["clusters"]]
    cells: list[Row] = [
        {
            "name": Cell(
                here.lists.regions[row["region"]].name,
                here.addresses.cluster(category.scheme, category.code, row["region"]),
            ),
            "structural_similarity": Cell(alike[row["region"]]),
            "stars": stars_cell(row),
            **{code: cell_of(code, row) for code in figures},
        }
        for row in sorted(rows, key=lambda row: (-alike[row["region"]], row["region"]))
    ]
    return Table(
        _("%(category)s in regions like %(region)s, %(year)d")
        % {"category": category.label, "region": place.name, "year": here.year},
        [
            Column("name", _("Region")),
            column_of("structural_similarity", here.addresses, sortable=False),
            Column("stars", _("Stars"), "stars", of=here.stars),
            *(column_of(code, here.addresses, sortable=False) for code in figures),
        ],
        cells,
        empty=_("No region is alike"),
    )
