"""What a map of the atlas shows: one figure of one category, for each region."""

from typing import Final

import polars as pl

from hanse.foundation.problems import HanseError
from hanse.observatory.catalogue import CATALOGUE
from hanse.observatory.questions.columns import nulls
from hanse.observatory.questions.kept import kept
from hanse.observatory.questions.lists import lists
from hanse.observatory.statuses import status_columns
from hanse.observatory.warehouse import Askable

STARS: Final = "stars"

_ALSO: Final = ("employment_persons", "location_quotient", "stars")


def mappable(edition: Askable) -> list[str]:
    """Codes of the figures that the edition has for clusters: stars, then by the catalogue.

    Ranks are left out: they are the figures again.
    """
    known = edition.manifest["tables"]["clusters"]["columns"]
    figures = [code for code, entry in CATALOGUE.items() if code in known and not entry.is_rank]
    return [*([STARS] if STARS in known else []), *figures]


def the_indicator(edition: Askable, code: str) -> str:
    """`code`. Raises `HanseError` for one that the edition has no map of."""
    known = mappable(edition)
    if code not in known:
        raise HanseError(
            f"There is no map of {code[:40]} in this edition.",
            remedy=f"There are {', '.join(known)}.",
        )
    return code


@kept(8)
def levels(edition: Askable) -> list[int]:
    """The levels of region that the edition has."""
    return sorted({place.level for place in lists(edition).regions.values()})


@kept(8)
def country_codes(edition: Askable) -> list[str]:
    """Countries of the edition's regions by code."""
    return sorted({place.country for place in lists(edition).regions.values() if place.country})


def category_figures(
    edition: Askable, scheme: str, category: str, year: int, indicator: str
) -> pl.DataFrame:
    """The figure `indicator` of a category in every region that has one or might have.

    Columns region, the indicator, the statuses it depends on, employment_persons and its status,
    location_quotient and stars; by region.
    """
    columns = list(
        dict.fromkeys([indicator, *status_columns(indicator), *_ALSO, "employment_persons_status"])
    )
    cells = edition.cells.clusters
    known = [name for name in columns if name in cells.columns]
    table = cells.rows(["region", *known], scheme=scheme, categories=[category], year=year)
    return table.with_columns(nulls(set(columns) - set(known))).select("region", *columns)
