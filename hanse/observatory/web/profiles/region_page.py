"""What the page of a region shows, made from the edition's answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import polars as pl
from django.utils.translation import gettext as _

from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.tables import Table
from hanse.observatory.questions.lists import Place, wider_region
from hanse.observatory.questions.region import (
    category_years,
    growth_years,
    peers,
    portfolio,
    region_structure,
    region_years,
)
from hanse.observatory.tables import Status
from hanse.observatory.warehouse import Reader
from hanse.observatory.web.asking import (
    Choice,
    edition_choice,
    home_crumb,
    scheme_choice,
    year_choice,
)
from hanse.observatory.web.profiles.region_charts import (
    Shift,
    leading_chart,
    portfolio_chart,
    shift_of,
    trend_chart,
)
from hanse.observatory.web.profiles.region_lists import (
    FieldShown,
    Listed,
    Near,
    Starred,
    best_first,
    four_fields,
    incomplete_years,
    listed_as,
    neighbours_of,
    stars_by_scheme,
    total,
    within_reach,
    worst_by_year,
)
from hanse.observatory.web.profiles.region_tables import (
    categories_frame,
    categories_table,
    peers_table,
    structure_table,
)
from hanse.observatory.web.setting import Setting
from hanse.observatory.web.wording import (
    definition_of,
)

_COMPARED: Final = 3
_PARTS: Final = ("national_share_persons", "industry_mix_persons", "regional_shift_persons")


@dataclass(frozen=True, slots=True)
class RegionPage:
    """What the page shows. stars: how many the rule gives at most."""

    reader: Reader
    place: Place
    country: str
    parent: str
    scheme_title: str
    year: int
    stars: int
    trail: Sequence[tuple[str, str]]
    choices: Sequence[Choice]
    employment: float | None
    employment_status: Status
    growth: float | None
    growth_span: int
    top: Sequence[Listed]
    portfolio: Chart
    fields: Sequence[FieldShown]
    near: Sequence[Listed]
    starred: Sequence[Starred]
    table: Table
    trend: Chart
    leading: Chart
    shift: Shift | None
    structure: Table
    peers: Table
    neighbours: Sequence[Near]
    neighbours_of: str
    compare: str
    definitions: Mapping[str, str]


def region_page(here: Setting, place: Place, words: Mapping[str, str]) -> RegionPage:
    """The page of a region. words: `request.GET`, which may sort and turn its table."""
    rows = portfolio(here.reader, place.code, here.year).to_dicts()
    own = [row for row in rows if row["scheme"] == here.scheme]
    listed = {row["category"]: listed_as(here, place, row) for row in own}
    pages = {code: each.address for code, each in listed.items()}
    years = category_years(here.reader, place.code, here.scheme)
    totals = region_years(here.reader, place.code)
    worst = worst_by_year(years)
    incomplete = incomplete_years(years)
    now = total(totals, here.year)
    span = growth_years(here.reader)
    then = total(totals, here.year - span)
    comparable = not incomplete & {here.year, here.year - span}
    structure = region_structure(here.reader, here.scheme, here.year)
    found = structure.filter(pl.col("region") == place.code).to_dicts()
    alike = peers(here.reader, place.code, here.scheme, here.year)
    neighbours, of_neighbours = neighbours_of(here, place)
    return RegionPage(
        reader=here.reader,
        place=place,
        country=here.country_name(place.country) if place.country else "",
        parent=wider_region(here.reader, place.parent) if place.parent else "",
        scheme_title=here.lists.schemes[here.scheme],
        year=here.year,
        stars=here.stars,
        trail=_trail(here, place),
        choices=[year_choice(here), scheme_choice(here), *edition_choice(here)],
        employment=now,
        employment_status=worst.get(here.year, "missing") if now is not None else "missing",
        growth=now / then - 1 if now is not None and then and comparable else None,
        growth_span=span,
        top=best_first([row for row in own if row["stars"]], listed)[:3],
        portfolio=portfolio_chart(here, place, own, pages),
        fields=four_fields(own, listed),
        near=within_reach(own, listed),
        starred=stars_by_scheme(here, place, rows),
        table=categories_table(here, place, own, words, pages),
        trend=trend_chart(here, place, totals, worst, incomplete),
        leading=leading_chart(here, place, own, years),
        shift=shift_of(here, place, found[0] if found else {}, span),
        structure=structure_table(here, place, found[0] if found else {}, structure.height),
        peers=peers_table(here, place),
        neighbours=neighbours,
        neighbours_of=of_neighbours,
        compare=here.addresses.page(
            "compare_regions",
            region=[place.code, *alike["region"].to_list()[:_COMPARED]],
            scheme=here.scheme,
            year=here.year,
        ),
        definitions={
            code: definition_of(code, here.addresses)
            for code in (
                "location_quotient",
                "employment_growth_cagr",
                "relatedness_density",
                "structural_similarity",
                "employment_persons",
                here.reader.manifest["rating"]["code"],
                *_PARTS,
            )
        }
        | {"rating": definition_of(here.reader.manifest["rating"]["code"], here.addresses)},
    )


def region_tables(here: Setting, place: Place) -> dict[str, Callable[[], pl.DataFrame]]:
    """The tables of the page by the name of their file."""
    return {
        "categories": partial(categories_frame, here, place),
        "years": partial(category_years, here.reader, place.code, here.scheme),
        "totals": partial(region_years, here.reader, place.code),
        "structure": partial(region_structure, here.reader, here.scheme, here.year),
        "peers": partial(peers, here.reader, place.code, here.scheme, here.year, 50),
    }


def _trail(here: Setting, place: Place) -> list[tuple[str, str]]:
    trail = [home_crumb(), (_("Regions"), here.addresses.page("regions"))]
    if place.country:
        address = here.addresses.page("regions", country=place.country)
        trail.append((here.country_name(place.country), address))
    return [*trail, (place.name, "")]
