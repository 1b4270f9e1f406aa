"""Regions side by side, and categories side by side."""

from math import isnan
from typing import Final

import polars as pl

from hanse.observatory.completeness import left_out
from hanse.observatory.indicators.similarity import similarity_of_rows
from hanse.observatory.questions import category
from hanse.observatory.questions.kept import kept
from hanse.observatory.questions.lists import lists
from hanse.observatory.questions.region import all_region_totals, employment
from hanse.observatory.warehouse import Askable

_TOTALS: Final = ("employment_persons", "establishments_count", "wages_eur", "value_added_eur")
_COMPARED: Final = (
    "employment_persons",
    "employment_persons_status",
    "location_quotient",
    "stars",
)


@kept(64)
def regions_compared(
    edition: Askable, regions: tuple[str, ...], *, scheme: str, year: int, least: int = 3
) -> pl.DataFrame:
    """Key figures of each region in `year`, in the order given.

    Columns region, name, country, employment_persons, establishments_count, wages_eur,
    value_added_eur (of the whole region), stars, star_clusters, specialised (categories with a
    location quotient of 1 or more), rated, estimated (whether a cluster's employment was).
    """
    employed, stars = pl.col("employment_persons_status"), pl.col("stars")
    rated = (
        edition.cells.clusters.rows(
            ("region", "employment_persons_status", "location_quotient", "stars"),
            scheme=scheme,
            regions=regions,
            year=year,
        )
        .group_by("region")
        .agg(
            stars.cast(pl.Float64).sum().alias("stars"),
            pl.when(stars.count() > 0).then((stars >= least).sum()).alias("star_clusters"),
            (pl.col("location_quotient") >= 1).sum().alias("specialised"),
            stars.count().alias("rated"),
            (employed == "estimated").any().alias("estimated"),
        )
        # The sum of none is none.
        .with_columns(pl.when(pl.col("rated") > 0).then("stars").alias("stars"))
    )
    named = pl.DataFrame(
        [
            {"region": place.code, "name": place.name, "country": place.country}
            for code in regions
            if (place := lists(edition).regions.get(code))
        ],
        schema=dict.fromkeys(("region", "name", "country"), pl.String),
    )
    totals = all_region_totals(edition).filter(pl.col("year") == year)
    has = [name for name in _TOTALS if name in totals.columns]
    return (
        named.join(totals.select("region", *has), on="region", how="left", maintain_order="left")
        .with_columns(pl.lit(None, pl.Float64).alias(name) for name in _TOTALS if name not in has)
        .join(rated, on="region", how="left", maintain_order="left")
        .with_columns(pl.col("estimated").fill_null(value=False))
        .select("region", "name", "country", *_TOTALS, *rated.columns[1:])
    )


@kept(64)
def region_trends(edition: Askable, regions: tuple[str, ...], *, scheme: str) -> pl.DataFrame:
    """Employment of each whole region and year, and what the categories of `scheme` say of it.

    Columns region, year, employment_persons, estimated (whether a category's employment is not
    observed), left_out (see `completeness.left_out`).
    """
    columns = ("region", "category", "year", "employment_persons", "employment_persons_status")
    cells = edition.cells.clusters.rows(columns, scheme=scheme, regions=regions)
    told = cells.group_by("region", "year").agg(
        (pl.col("employment_persons_status") != "observed").any().alias("estimated")
    )
    totals = (
        all_region_totals(edition)
        .filter(pl.col("region").is_in(regions))
        .select("region", "year", "employment_persons")
    )
    for each in (told, left_out(cells)):
        totals = totals.join(each, on=["region", "year"], how="left", maintain_order="left")
    return totals


@kept(64)
def portfolios(
    edition: Askable, regions: tuple[str, ...], *, scheme: str, year: int
) -> pl.DataFrame:
    """Every cluster of these regions: the cells that portfolios are compared by.

    Columns region, category, label, kind, year, employment_persons and its status,
    location_quotient, stars.
    """
    columns = ("region", "category", "year", *_COMPARED)
    kinds = pl.DataFrame(
        [
            {"category": each.code, "label": each.label, "kind": each.kind}
            for each in lists(edition).of_scheme(scheme).values()
        ],
        schema=dict.fromkeys(("category", "label", "kind"), pl.String),
    )
    return (
        edition.cells.clusters.rows(columns, scheme=scheme, regions=regions, year=year)
        .join(kinds, on="category")
        .sort("label", "region")
        .select("region", "category", "label", "kind", "year", *_COMPARED)
    )


@kept(128)
def category_trends(edition: Askable, categories: tuple[str, ...], *, scheme: str) -> pl.DataFrame:
    """Employment of each category and year, in the regions where it is known in every year.

    So that a region which withholds its figure in one year does not look like a fall. Columns
    category, year, employment_persons, regions (how many those are), estimated (whether part of
    it was).
    """
    columns = ("category", "region", "year", "employment_persons", "employment_persons_status")
    cells = edition.cells.clusters.rows(columns, scheme=scheme, categories=categories)
    employed = pl.col("employment_persons")
    years = edition.cells.clusters.rows(["year"], scheme=scheme)["year"].n_unique()
    return (
        cells.filter(employed.count().over("category", "region") == years)
        .group_by("category", "year")
        .agg(
            employed.sum(),
            pl.len().alias("regions"),
            (pl.col("employment_persons_status") == "estimated").any().alias("estimated"),
        )
        .sort("category", "year")
    )


@kept(64)
def category_cells(
    edition: Askable, categories: tuple[str, ...], *, scheme: str, year: int
) -> pl.DataFrame:
    """Every cluster of these categories, most employment first.

    Columns category, region, name, country, employment_persons and its status,
    location_quotient, stars.
    """
    columns = ("category", "region", "year", *_COMPARED)
    places = lists(edition).regions
    return (
        edition.cells.clusters.rows(columns, scheme=scheme, categories=categories, year=year)
        .with_columns(
            pl.col("region")
            .replace_strict(
                {code: getattr(place, name) for code, place in places.items()},
                return_dtype=pl.String,
            )
            .alias(name)
            for name in ("name", "country")
        )
        .sort(
            "category",
            "employment_persons",
            "region",
            descending=[False, True, False],
            nulls_last=True,
        )
        .select("category", "region", "name", "country", "year", *_COMPARED)
    )


@kept(64)
def proximities(
    edition: Askable, categories: tuple[str, ...], *, scheme: str, year: int
) -> pl.DataFrame:
    """Known proximity of two of these categories each: category_a, category_b, proximity."""
    return (
        category.proximities(edition, scheme)
        .filter(
            pl.col("year") == year,
            pl.col("category_a").is_in(categories),
            pl.col("category_b").is_in(categories),
        )
        .drop("year")
    )


@kept(64)
def similarities(
    edition: Askable, regions: tuple[str, ...], *, scheme: str, year: int
) -> dict[tuple[str, str], float | None]:
    """Structural similarity of each two of these regions, each pair both ways round."""
    held = employment(edition, scheme, year)
    known = [each for each in regions if each in held.places]
    persons = held.persons[[held.places[each] for each in known]]
    return {
        (one, other): None if isnan(alike) else float(alike)
        for one, own in zip(known, persons, strict=True)
        for other, alike in zip(known, similarity_of_rows(persons, own), strict=True)
    }
