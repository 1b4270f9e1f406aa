"""The lists of a region's page: four fields, stars, what is within reach, neighbours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext as _

from hanse.foundation.cartography.boundaries import sheet
from hanse.observatory.completeness import MOST_LEFT_OUT, left_out
from hanse.observatory.portfolio import FIELDS, SPECIALISED_FROM, Field, field_of
from hanse.observatory.questions.lists import Place, wider_region
from hanse.observatory.statuses import status_of
from hanse.observatory.tables import Status
from hanse.observatory.web.setting import Setting
from hanse.observatory.web.wording import (
    reason_words,
)

Rows = Sequence[Mapping[str, Any]]

_COLUMNS: Final = (
    "employment_persons",
    "location_quotient",
    "focus",
    "share",
    "employment_growth_cagr",
    "productivity_eur",
    "relatedness_density",
)
_PARTS: Final = ("national_share_persons", "industry_mix_persons", "regional_shift_persons")
_SHOWN: Final = 5
_LINES: Final = 5


@dataclass(frozen=True, slots=True)
class Listed:
    """A regional cluster in a list: its name and page, and the row of its figures."""

    label: str
    address: str
    figures: Mapping[str, Any]
    status: Status


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One of the four fields: how many clusters are in it, and the first few."""

    field: Field
    title: str
    text: str
    count: int
    first: Sequence[Listed]


@dataclass(frozen=True, slots=True)
class Starred:
    """The stars of one scheme: how many clusters have how many, none left empty; the best."""

    title: str
    rated: int
    counts: Sequence[tuple[int, int]]
    best: Sequence[Listed]
    unrated: str

    @property
    def with_stars(self) -> int:
        """How many clusters have a star."""
        return sum(count for _stars, count in self.counts)


def listed_as(here: Setting, place: Place, row: Mapping[str, Any]) -> Listed:
    """A cluster of the region with its name and page."""
    label = here.lists.categories[row["scheme"], row["category"]].label
    address = here.addresses.cluster(row["scheme"], row["category"], place.code)
    return Listed(label, address, row, status_of("location_quotient", row))


def best_first(rows: Rows, listed: Mapping[str, Listed]) -> list[Listed]:
    """Clusters with the most stars first."""
    order = sorted(rows, key=lambda row: (-(row["stars"] or 0), -(row["location_quotient"] or 0)))
    return [listed[row["category"]] for row in order]


def four_fields(rows: Rows, listed: Mapping[str, Listed]) -> list[FieldShown]:
    """The four fields of the portfolio."""
    words: dict[Field, tuple[str, str]] = {
        "leading": (
            _("Specialised and growing"),
            _("The region's strengths, getting stronger."),
        ),
        "emerging": (
            _("Growing, not yet specialised"),
            _("Where new strengths may come from."),
        ),
        "receding": (
            _("Specialised, not growing"),
            _("Strengths that shrink or stand still."),
        ),
        "trailing": (_("Neither"), _("Small here, and not growing.")),
    }
    inside: dict[Field, list[Mapping[str, Any]]] = {field: [] for field in FIELDS}
    for row in rows:
        field = field_of(row.get("location_quotient"), row.get("employment_growth_cagr"))
        if field is not None and row["employment_persons"]:
            inside[field].append(row)
    orders: dict[Field, str] = {
        "leading": "location_quotient",
        "receding": "location_quotient",
        "emerging": "employment_growth_cagr",
        "trailing": "employment_persons",
    }
    return [
        FieldShown(
            field,
            *words[field],
            len(inside[field]),
            [
                listed[row["category"]]
                for row in sorted(inside[field], key=lambda row: -row[orders[field]])[:_SHOWN]
            ],
        )
        for field in FIELDS
    ]


def within_reach(rows: Rows, listed: Mapping[str, Listed]) -> list[Listed]:
    """Categories the region is not specialised in that are nearest to those it is."""
    open_ = [
        row
        for row in rows
        if row.get("relatedness_density") is not None
        and row.get("location_quotient") is not None
        and row["location_quotient"] < SPECIALISED_FROM
    ]
    open_.sort(key=lambda row: -row["relatedness_density"])
    return [listed[row["category"]] for row in open_[:_SHOWN]]


def stars_by_scheme(here: Setting, place: Place, rows: Rows) -> list[Starred]:
    """The stars of each scheme, of traded categories where it tells them apart."""
    found = []
    for scheme, title in here.lists.schemes.items():
        categories = here.lists.of_scheme(scheme)
        traded = {code for code, each in categories.items() if each.kind == "traded"}
        own = [
            row
            for row in rows
            if row["scheme"] == scheme and (not traded or row["category"] in traded)
        ]
        rated = [row for row in own if row["stars"] is not None]
        with_stars = [row for row in rated if row["stars"]]
        listed = {row["category"]: listed_as(here, place, row) for row in with_stars}
        reasons = [row["stars_reason"] for row in own if row["stars"] is None]
        found.append(
            Starred(
                title=_("Traded categories") if traded else title,
                rated=len(rated),
                counts=[
                    (stars, count)
                    for stars in range(here.stars, 0, -1)
                    if (count := sum(row["stars"] == stars for row in rated))
                ],
                best=best_first(with_stars, listed)[:6],
                unrated=reason_words(max(set(reasons), key=reasons.count)) if reasons else "",
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Near:
    """A region nearby: its name and page, and its country where it lies abroad."""

    name: str
    address: str
    country: str = ""


def neighbours_of(here: Setting, place: Place) -> tuple[list[Near], str]:
    """The regions it borders on, and "".

    Where no boundaries have been fetched, or an island has no such neighbour: the regions that
    share its parent, or else its country, and the name of that.
    """
    recipe = here.reader.manifest["recipe"]
    drawn = sheet(recipe["nuts"], recipe["level"]) if recipe["nuts"] else None
    regions = here.lists.regions
    bordering = (
        [regions[code] for code in drawn.neighbours.get(place.code, ()) if code in regions]
        if drawn
        else []
    )
    if bordering:
        abroad = sorted(
            bordering, key=lambda each: (each.country != place.country, each.country, each.name)
        )
        return [_near(here, place, each) for each in abroad], ""
    for of, code in (("parent", place.parent), ("country", place.country)):
        if not code:
            continue
        found = [each for each in regions.values() if getattr(each, of) == code and each != place]
        if found:
            return [_near(here, place, each) for each in found], wider_region(here.reader, code)
    return [], ""


def _near(here: Setting, place: Place, other: Place) -> Near:
    country = here.country_name(other.country) if other.country != place.country else ""
    return Near(other.name, here.addresses.region(other.code), country)


def worst_by_year(years: pl.DataFrame) -> dict[int, Status]:
    """Year -> estimated where a category of the region is not wholly observed, else observed."""
    found = years.group_by("year").agg(
        (pl.col("employment_persons_status") != "observed").any().alias("not_all")
    )
    return {year: "estimated" if not_all else "observed" for year, not_all in found.iter_rows()}


def incomplete_years(years: pl.DataFrame) -> frozenset[int]:
    """The years whose sum leaves out too much to be compared with others."""
    found = left_out(years).filter(pl.col("left_out") > MOST_LEFT_OUT)
    return frozenset(found["year"].to_list())


def total(totals: pl.DataFrame, year: int) -> float | None:
    """Employment of the region in a year."""
    found = totals.filter(pl.col("year") == year)["employment_persons"]
    return None if found.is_empty() else found.item()
