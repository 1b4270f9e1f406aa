"""The demo's edition: built where there is none of the same figures, and what stands out in it."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from rich.console import Console

from hanse.cli.demo_note import Note, write_note
from hanse.cli.display import Column, print_origin, print_rows
from hanse.cli.work import build_with_bar, print_account
from hanse.foundation.cartography.boundaries import NOTICE, prepare_packaged
from hanse.foundation.home import editions_folder, sources_folder
from hanse.observatory.demo import SCHEME, demo_recipe, write_statistics
from hanse.observatory.questions import clusters, naming
from hanse.observatory.recipe import find_recipe
from hanse.observatory.synthetic.dataset import DATASET
from hanse.observatory.warehouse import Edition, Shelf

_COLUMNS: Final = (
    Column("name", "Region"),
    Column("label", "Category"),
    Column("stars", "Stars", "stars"),
    Column("employment_persons", "Employment", "count"),
    Column("location_quotient", "LQ", "decimal"),
    Column("employment_growth_cagr", "Growth p.a.", "percent"),
)


_COUNTRIES: Final = 0
"""The level of NUTS that countries are."""
_WIDTH_KEPT: Final = 100


def build_demo(console: Console, regions: Sequence[str]) -> Edition:
    """Make the demo's edition of `regions` the current one."""
    console.print("Synthetic statistics over real regions and industries")
    write_statistics(sources_folder(), datetime.now().astimezone().date(), regions)
    before = Shelf(editions_folder()).published()
    built = build_with_bar(console, demo_recipe(), find_recipe("demo").parent, reuse=True)
    edition = built.edition
    if built.already_there:
        console.print(f"Edition {edition.id} is there already, of the same figures.")
    else:
        print_account(console, built)
    if before and not before.startswith("demo-"):
        console.print(f"It is current now; `hanse observatory publish {before}` brings that back.")
    return edition


def show_demo(console: Console, edition: Edition, regions: Sequence[str]) -> None:
    """Make its maps ready, show what stands out in it, and note that all of it is there."""
    recipe = edition.manifest["recipe"]
    prepare_packaged(recipe["nuts"], _COUNTRIES)  # for the map of labels
    if prepare_packaged(recipe["nuts"], recipe["level"]):
        console.print(f"Maps have outlines. {NOTICE}, non-commercial use only.")
    else:
        console.print("Maps are drawn as squares: `make assets` fetches boundaries for outlines.")
    _highlights(console, edition)
    kept = Console(file=io.StringIO(), width=_WIDTH_KEPT, no_color=True, highlight=False)
    _highlights(kept, edition)
    assert isinstance(kept.file, io.StringIO)
    write_note(Note.now(edition.id, regions, DATASET, kept.file.getvalue()))


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
