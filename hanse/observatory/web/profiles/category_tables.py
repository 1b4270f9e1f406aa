"""The tables of a category's page: its regions, countries, industries, relatives and movers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _

from hanse.foundation.web.tables import Cell, Column, Row, RowMadeLate, Status, Table, sorted_page
from hanse.observatory.questions.lists import Kind
from hanse.observatory.web.cells import stars_cell
from hanse.observatory.web.profiles.category_charts import status_of_sum
from hanse.observatory.web.setting import Setting
from hanse.observatory.web.table_files import csv_link
from hanse.observatory.web.wording import cell_of, column_of, name_of

Rows = Sequence[Mapping[str, Any]]

_COLUMNS: Final = (
    "employment_persons",
    "location_quotient",
    "share",
    "employment_growth_cagr",
    "productivity_eur",
)
_MOVED: Final = 6
_COUNTRIES: Final = 8


@dataclass(frozen=True, slots=True)
class Moved:
    """A region whose employment in the category changed, by persons and a year."""

    name: str
    address: str
    persons: float
    growth: float | None
    status: Status


def regions_table(here: Setting, category: Kind, rows: Rows, words: Mapping[str, str]) -> Table:
    """Every region of the category; sorted and turned as `words` ask."""
    figures = [code for code in _COLUMNS if code in here.lists.columns["clusters"]]
    columns = [
        Column("name", _("Region"), sortable=True),
        Column("country", _("Country"), sortable=True),
        Column("stars", _("Stars"), "stars", sortable=True, of=here.stars),
        *(column_of(code, here.addresses) for code in figures),
    ]
    address_of = here.addresses.clusters(category.scheme, category.code)

    def cell(row: Mapping[str, Any], key: str) -> Cell:
        place = here.lists.regions[row["region"]]
        if key == "name":
            return Cell(place.name, address_of(place.code))
        if key == "country":
            return Cell(place.country)
        return stars_cell(row) if key == "stars" else cell_of(key, row)

    cells = [RowMadeLate(partial(cell, row)) for row in rows]
    return sorted_page(
        cells,
        words,
        columns,
        caption=_("Regions of %(category)s, %(year)d")
        % {"category": category.label, "year": here.year},
        sort="-employment_persons",
        per_page=20,
        downloads=csv_link(here, "category_table", category.scheme, category.code, "regions"),
    )


def countries_table(here: Setting, rows: Rows, words: Mapping[str, str]) -> Table:
    """The countries of the category, a few at a time, in the order that `words` ask for."""
    inside: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        inside.setdefault(here.lists.regions[row["region"]].country, []).append(row)
    everything = sum(row["employment_persons"] or 0.0 for row in rows)
    found: list[Row] = []
    for country, own in inside.items():
        known = [row["employment_persons"] for row in own if row["employment_persons"] is not None]
        status: Status = "observed"
        if any(row["employment_persons_status"] != "observed" for row in own):
            status = "estimated"
        if not known:
            withheld = any(row["employment_persons_status"] == "withheld" for row in own)
            status = "withheld" if withheld else "missing"
        persons = sum(known)
        part = persons / everything if everything and known else None
        name = here.country_name(country) if country else _("Regions of one's own")
        address = here.addresses.page("regions", country=country) if country else ""
        found.append(
            {
                "country": Cell(name, address),
                "employment_persons": Cell(persons if known else None, status=status),
                "part": Cell(part, status=status),
                "starred": Cell(sum(row["stars"] == here.stars for row in own)),
            }
        )
    starred = _("Regions with %(stars)d stars") % {"stars": here.stars}
    return sorted_page(
        found,
        words,
        [
            Column("country", _("Country"), sortable=True),
            column_of("employment_persons", here.addresses),
            Column("part", _("Share"), "percent", sortable=True),
            Column("starred", starred, "count", sortable=True),
        ],
        caption=_("Countries, %(year)d") % {"year": here.year},
        sort="-employment_persons",
        per_page=_COUNTRIES,
        name="countries",
    )


def industries_table(here: Setting, category: Kind, rows: Rows) -> Table:
    """The industries the category is made of."""
    cells: list[Row] = [
        {
            "label": Cell(
                here.lists.industries[row["industry"]].label,
                here.addresses.industry(row["industry"]),
            ),
            "code": Cell(row["industry"]),
            "weight": Cell(row["weight"]),
            "employment_persons": Cell(
                row["employment_persons"],
                status=status_of_sum(row) if row["known"] is not None else "missing",
            ),
        }
        for row in rows
    ]
    return Table(
        _("Industries inside %(category)s, %(year)d")
        % {"category": category.label, "year": here.year},
        [
            Column("label", _("Industry")),
            Column("code", _("Code")),
            Column("weight", _("Weight"), "percent", 0),
            column_of("employment_persons", here.addresses, sortable=False),
        ],
        cells,
        downloads=csv_link(here, "category_table", category.scheme, category.code, "industries"),
    )


def related_table(here: Setting, category: Kind, rows: Rows) -> Table:
    """The categories found most in the same regions."""
    cells: list[Row] = [
        {
            "label": Cell(
                here.lists.categories[category.scheme, row["category"]].label,
                here.addresses.category(category.scheme, row["category"]),
            ),
            "proximity": Cell(row["proximity"]),
        }
        for row in rows
    ]
    return Table(
        _("Related categories, %(year)d") % {"year": here.year},
        [
            Column("label", _("Category")),
            column_of("proximity", here.addresses, sortable=False, label=name_of("proximity")),
        ],
        cells,
        downloads=csv_link(here, "category_table", category.scheme, category.code, "related"),
        empty=_("No category is near"),
    )


def movers(here: Setting, category: Kind, rows: Rows) -> tuple[list[Moved], list[Moved]]:
    """The regions that gained most persons, and those that lost most."""
    known = [row for row in rows if row.get("employment_growth_persons") is not None]
    order = sorted(known, key=lambda row: -row["employment_growth_persons"])

    def moved(row: Mapping[str, Any]) -> Moved:
        code = row["region"]
        return Moved(
            here.lists.regions[code].name,
            here.addresses.cluster(category.scheme, category.code, code),
            row["employment_growth_persons"],
            row.get("employment_growth_cagr"),
            row["employment_growth_cagr_status"],
        )

    rising = [moved(row) for row in order[:_MOVED] if row["employment_growth_persons"] > 0]
    falling = [moved(row) for row in order[::-1][:_MOVED] if row["employment_growth_persons"] < 0]
    return rising, falling
