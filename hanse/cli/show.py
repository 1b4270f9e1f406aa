"""`hanse observatory show`: readable tables of an edition."""

from typing import Annotated

import typer

from hanse.cli.console import plain_console
from hanse.cli.display import Column, print_origin, print_rows
from hanse.foundation.home import editions_folder
from hanse.observatory.questions import clusters, naming
from hanse.observatory.warehouse import Shelf

show = typer.Typer(no_args_is_help=True, help="Print readable tables of an edition.")

EditionName = Annotated[
    str, typer.Option("--edition", help="An edition or a series; the current one if not given.")
]
SchemeName = Annotated[str, typer.Option("--scheme", help="Scheme of the categories.")]
Year = Annotated[int | None, typer.Option("--year", help="The last year if not given.")]
Limit = Annotated[int, typer.Option("--limit", min=1, help="How many rows.")]

_FIGURES = (
    Column("stars", "Stars", "stars"),
    Column("employment_persons", "Employment", "count"),
    Column("location_quotient", "LQ", "decimal"),
    Column("share", "Share", "percent"),
    Column("focus", "Focus", "percent"),
    Column("employment_growth_cagr", "Growth p.a.", "percent"),
    Column("relatedness_density", "Related", "decimal"),
)

TOP_COLUMNS = (
    Column("name", "Region"),
    Column("country", "Country", "flags"),
    Column("label", "Category"),
    *_FIGURES,
)
"""What the list of top clusters shows."""


@show.command()
def region(
    name: Annotated[str, typer.Argument(help="Code or name of a region.")],
    scheme: SchemeName = "",
    year: Year = None,
    limit: Limit = 15,
    edition: EditionName = "",
) -> None:
    """The clusters of a region: what it is known for."""
    opened = Shelf(editions_folder()).edition(edition)
    found = naming.find_region(opened, name)
    of_year = naming.the_year(opened, year)
    chosen = naming.the_scheme(opened, scheme)
    rows = clusters.region_clusters(opened, found.code, scheme=chosen, year=of_year, limit=limit)
    console = plain_console()
    columns = (Column("label", "Category"), *_FIGURES)
    print_rows(console, rows, columns, title=f"{found.name} ({found.code}), {of_year}, {chosen}")
    print_origin(console, opened)


@show.command()
def category(
    name: Annotated[str, typer.Argument(help="Code or name of a category.")],
    scheme: SchemeName = "",
    year: Year = None,
    limit: Limit = 10,
    edition: EditionName = "",
) -> None:
    """The leading regions of a category."""
    opened = Shelf(editions_folder()).edition(edition)
    found = naming.find_category(opened, name, scheme)
    of_year = naming.the_year(opened, year)
    rows = clusters.category_regions(opened, found, year=of_year, limit=limit)
    console = plain_console()
    columns = (Column("region", "Code", "flags"), Column("name", "Region"), *_FIGURES)
    print_rows(console, rows, columns, title=f"{found.name}, {of_year}, {found.scheme}")
    print_origin(console, opened)


@show.command()
def cluster(
    region_name: Annotated[str, typer.Argument(metavar="REGION", help="Code or name.")],
    category_name: Annotated[str, typer.Argument(metavar="CATEGORY", help="Code or name.")],
    scheme: SchemeName = "",
    edition: EditionName = "",
) -> None:
    """One cluster over time: a region in a category."""
    opened = Shelf(editions_folder()).edition(edition)
    place = naming.find_region(opened, region_name)
    field = naming.find_category(opened, category_name, scheme)
    rows = clusters.cluster_years(opened, place.code, field)
    console = plain_console()
    columns = (
        Column("year", "Year", "flags"),
        *_FIGURES,
        Column("establishments_count", "Establishments", "count"),
        Column("average_wage_eur", "Wage EUR", "count"),
        Column("productivity_eur", "Productivity EUR", "count"),
        Column("employment_persons_flag", "Flags", "flags"),
    )
    print_rows(console, rows, columns, title=f"{field.name} in {place.name} ({place.code})")
    print_origin(console, opened)


@show.command()
def top(
    scheme: SchemeName = "",
    year: Year = None,
    kind: Annotated[str, typer.Option(help="Categories of this kind only, e.g. traded.")] = "",
    country: Annotated[str, typer.Option(help="Regions of this country only, e.g. AT.")] = "",
    limit: Limit = 20,
    edition: EditionName = "",
) -> None:
    """The clusters with the most stars."""
    opened = Shelf(editions_folder()).edition(edition)
    of_year = naming.the_year(opened, year)
    chosen = naming.the_scheme(opened, scheme)
    rows = clusters.top_clusters(
        opened, scheme=chosen, year=of_year, kind=kind, country=country.upper(), limit=limit
    )
    console = plain_console()
    print_rows(console, rows, TOP_COLUMNS, title=f"Top clusters, {of_year}, {chosen}")
    print_origin(console, opened)
