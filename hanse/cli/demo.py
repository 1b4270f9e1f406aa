"""`hanse demo`: synthetic statistics to a finished edition, and its highlights."""

from datetime import datetime
from typing import Annotated, Final

import typer
from rich.console import Console

from hanse.cli.display import Column, plain_console, print_origin, print_rows
from hanse.cli.work import build_with_bar, print_account
from hanse.foundation.cartography.boundaries import NOTICE, prepare_packaged
from hanse.foundation.home import sources_folder
from hanse.observatory.demo import SCHEME, demo_recipe, write_statistics
from hanse.observatory.questions import clusters, naming
from hanse.observatory.recipe import find_recipe
from hanse.observatory.warehouse import Edition

_COLUMNS: Final = (
    Column("name", "Region"),
    Column("label", "Category"),
    Column("stars", "Stars", "stars"),
    Column("employment_persons", "Employment", "count"),
    Column("location_quotient", "LQ", "decimal"),
    Column("employment_growth_cagr", "Growth p.a.", "percent"),
)


def demo(
    region: Annotated[
        list[str] | None,
        typer.Option(help="Only regions that begin with this code, e.g. AT; may be repeated."),
    ] = None,
) -> None:
    """Build the demo edition from synthetic statistics and show its highlights."""
    console = plain_console()
    console.print("Writing synthetic statistics over real regions and industries")
    write_statistics(sources_folder(), datetime.now().astimezone().date(), region)
    built = build_with_bar(console, demo_recipe(), find_recipe("demo").parent)
    print_account(console, built)
    recipe = built.edition.manifest["recipe"]
    if prepare_packaged(recipe["nuts"], recipe["level"]):
        console.print(f"Maps have outlines. {NOTICE}, non-commercial use only.")
    else:
        console.print("Maps are drawn as squares: `make assets` fetches boundaries for outlines.")
    _highlights(console, built.edition)


def _highlights(console: Console, edition: Edition) -> None:
    year = naming.the_year(edition, None)
    top = clusters.top_clusters(edition, scheme=SCHEME, year=year, kind="traded", limit=10)
    console.print()
    print_rows(console, top, _COLUMNS, title=f"The strongest traded clusters, {year}")
    emerging = clusters.top_clusters(edition, scheme="emerging", year=year, limit=5)
    console.print()
    print_rows(console, emerging, _COLUMNS, title=f"Emerging industries, {year}")
    print_origin(console, edition)
    first = top.row(0, named=True) if top.height else None
    console.print("\nNext, for example:")
    if first:
        console.print(f"  hanse observatory show region {first['region']}")
        console.print(
            f"  hanse observatory show cluster {first['region']} {first['category']}",
            highlight=False,
        )
    console.print("  hanse observatory show top --country PL")
    console.print("  hanse observatory export clusters clusters.csv")
