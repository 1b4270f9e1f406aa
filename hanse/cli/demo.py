"""`hanse demo`: synthetic statistics to a finished edition, its highlights, and a site of it."""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final

import typer
from rich.console import Console

from hanse.cli.console import plain_console, sayer
from hanse.cli.display import Column, print_origin, print_rows
from hanse.cli.site import Port
from hanse.cli.work import build_with_bar, print_account
from hanse.foundation.cartography.boundaries import NOTICE, prepare_packaged
from hanse.foundation.home import editions_folder, sources_folder
from hanse.observatory.demo import SCHEME, demo_recipe, write_statistics
from hanse.observatory.questions import clusters, naming
from hanse.observatory.recipe import find_recipe
from hanse.observatory.warehouse import Edition, Shelf
from hanse.site.demo_home import claim
from hanse.site.ports import check_free

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
    port: Port = 8000,
    start: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Run the site once all is there.")
    ] = True,
    browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Open a browser where there is a display.")
    ] = True,
) -> None:
    """Show a site at work, with synthetic figures of real regions.

    It writes statistics, builds an edition of them, makes fictitious people, and runs the site.
    What is there already is used again. Nothing of it says anything about a real place or person.
    """
    console = plain_console()
    if start:
        check_free("127.0.0.1", port)
    claim()
    os.environ["HANSE_DEMO"] = "true"
    edition = _edition(console, region)
    recipe = edition.manifest["recipe"]
    if prepare_packaged(recipe["nuts"], recipe["level"]):
        console.print(f"Maps have outlines. {NOTICE}, non-commercial use only.")
    else:
        console.print("Maps are drawn as squares: `make assets` fetches boundaries for outlines.")
    _highlights(console, edition)
    if start:
        _hand_over(console, port, browser=browser)
    from hanse.site.serving import prepare  # noqa: PLC0415 - Django takes a second to load

    prepare(migrate=None, say=sayer(console))
    console.print(f"\nAll is there. `hanse demo --port {port}` runs the site.", highlight=False)


def _edition(console: Console, region: Sequence[str] | None) -> Edition:
    """The demo's edition of these regions, built where there is none of the same figures."""
    console.print("Synthetic statistics over real regions and industries")
    write_statistics(sources_folder(), datetime.now().astimezone().date(), region)
    shelf = Shelf(editions_folder())
    before = shelf.published()
    built = build_with_bar(console, demo_recipe(), find_recipe("demo").parent, reuse=True)
    if built.already_there:
        console.print(f"Edition {built.edition.id} is there already, of the same figures.")
    else:
        print_account(console, built)
    if before and not before.startswith("demo-"):
        console.print(f"It is current now; `hanse observatory publish {before}` brings that back.")
    return built.edition


def _hand_over(console: Console, port: int, *, browser: bool) -> None:
    """Become the server: a new program, for which what was needed to build is given back."""
    words = ["-m", "hanse", "serve", "--port", str(port), *(["--open"] if browser else [])]
    console.print()
    console.file.flush()
    os.execv(sys.executable, [sys.executable, *words])  # noqa: S606 - ourselves


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
