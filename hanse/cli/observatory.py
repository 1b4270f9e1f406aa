"""`hanse observatory`: pull, build, show, export, and the shelf of editions."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from hanse.cli.console import plain_console
from hanse.cli.lists import indicators, recipes, schemes
from hanse.cli.show import EditionName, show
from hanse.cli.work import build_with_bar, print_account, pull_with_bar
from hanse.foundation.home import editions_folder
from hanse.foundation.problems import HanseError
from hanse.observatory.edition.export import export
from hanse.observatory.recipe import Recipe, find_recipe, load_recipe
from hanse.observatory.sources.dissemination.queries import EUROSTAT_ROOT
from hanse.observatory.warehouse import Shelf

observatory = typer.Typer(
    no_args_is_help=True, help="Statistics in, rated clusters out: pull, build, show, export."
)
observatory.add_typer(show, name="show")

RecipeName = Annotated[str, typer.Argument(help="A recipe file, or the name of a ready one.")]
Root = Annotated[
    str, typer.Option(help="Address of the service, for a mirror.", envvar="HANSE_EUROSTAT_ROOT")
]


@observatory.command("pull")
def pull_dataset(
    dataset: Annotated[str, typer.Argument(help="Eurostat's code, such as sbs_r_nuts2021.")],
    select: Annotated[
        list[str] | None,
        typer.Option(help="Only these codes, as DIMENSION=CODE,CODE; may be repeated."),
    ] = None,
    page_by: Annotated[
        str, typer.Option(help="Ask for one code of this dimension at a time.")
    ] = "",
    root: Root = EUROSTAT_ROOT,
) -> None:
    """Fetch a data set from Eurostat; what was broken off goes on where it stopped."""
    chosen = dict(_selection(text) for text in select or ())
    pull_with_bar(plain_console(), dataset, select=chosen, page_by=page_by, root=root)


@observatory.command("build")
def build_edition(
    recipe: RecipeName,
    pull: Annotated[
        bool, typer.Option("--pull", help="First pull the data sets the recipe names.")
    ] = False,
    publish: Annotated[bool, typer.Option(help="Make it the current edition.")] = True,
    root: Root = EUROSTAT_ROOT,
) -> None:
    """Build a dated edition from a recipe, and make it the current one."""
    console = plain_console()
    path = find_recipe(recipe)
    parsed = load_recipe(path)
    if pull:
        _pull_sources(console, parsed, root)
    print_account(console, build_with_bar(console, parsed, path.parent, publish=publish))


@observatory.command("editions")
def list_editions() -> None:
    """List the editions on the shelf; the current one is marked."""
    console = plain_console()
    shelf = Shelf(editions_folder())
    editions = shelf.editions()
    current = shelf.published()
    for edition in editions:
        mark = "*" if edition.id == current else " "
        console.print(f"{mark} {edition.id}  {edition.manifest['title']}")
    if not editions:
        console.print("No editions yet. Run `hanse demo`, or build one from a recipe.")
    elif current not in {edition.id for edition in editions}:
        gone = f"{current}, the current one, is gone" if current else "None is current"
        console.print(f"{gone}. Choose one with `hanse observatory publish EDITION`.")


@observatory.command("publish")
def publish_edition(
    name: Annotated[str, typer.Argument(metavar="EDITION", help="An edition or a series.")],
) -> None:
    """Make another edition the current one."""
    shelf = Shelf(editions_folder())
    edition = shelf.edition(name)
    shelf.publish(edition)
    plain_console().print(f"{edition.id} is current.")


@observatory.command("verify")
def verify_edition(edition: EditionName = "") -> None:
    """Check that an edition's tables are those it was published with."""
    opened = Shelf(editions_folder()).edition(edition)
    faults = opened.verify()
    if faults:
        raise HanseError(
            f"Edition {opened.id} is damaged.",
            where=str(opened.folder),
            why="; ".join(faults),
            remedy="Build it again from its recipe, which stands in its manifest.",
        )
    plain_console().print(f"{opened.id}: every table is as it was published.")


@observatory.command("export")
def export_table(
    table: Annotated[
        str, typer.Argument(help="A table of the edition, such as clusters or observations.")
    ],
    path: Annotated[
        Path, typer.Argument(help="A file ending in .csv, .parquet, .sdmx.csv or .json.")
    ],
    edition: EditionName = "",
) -> None:
    """Write a table as CSV, Parquet, SDMX-CSV or JSON-stat, by the ending of the file."""
    opened = Shelf(editions_folder()).edition(edition)
    rows = export(opened, table, path)
    plain_console().print(f"{path}: {rows:,} rows from {opened.id}")


for listing in (recipes, schemes, indicators):
    observatory.command()(listing)


def _pull_sources(console: Console, recipe: Recipe, root: str) -> None:
    for source in recipe.sources:
        if source.dataset:
            pull_with_bar(
                console,
                source.dataset,
                select=source.pull.select,
                page_by=source.pull.page_by,
                root=root,
            )


def _selection(text: str) -> tuple[str, list[str]]:
    dimension, found, codes = text.partition("=")
    if not (found and dimension and codes):
        raise HanseError(
            f"The selection '{text}' is not understood.",
            remedy="Write it as DIMENSION=CODE,CODE, such as geo=AT11,AT12.",
        )
    return dimension, codes.split(",")
