"""Draws the picture of the README from the current edition: `python scripts/draw_terminal.py`."""

import io
import re
import sys
from pathlib import Path

from rich.console import Console

from hanse.cli.display import print_origin, print_rows
from hanse.cli.show import TOP_COLUMNS
from hanse.foundation.home import editions_folder
from hanse.observatory.questions import clusters, naming
from hanse.observatory.warehouse import Shelf

_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def draw(path: Path) -> None:
    """Write what `hanse observatory show top` prints as an SVG that asks for no font."""
    edition = Shelf(editions_folder()).current()
    year = naming.the_year(edition, None)
    scheme = naming.the_scheme(edition)
    rows = clusters.top_clusters(edition, scheme=scheme, year=year, kind="traded", limit=12)
    console = Console(record=True, width=124, file=io.StringIO(), highlight=False)
    print_rows(console, rows, TOP_COLUMNS, title=f"Top clusters, {year}, {scheme}")
    print_origin(console, edition)
    picture = console.export_svg(title="hanse observatory show top --kind traded --limit 12")
    path.write_text(_FONT.sub("", picture), encoding="utf-8")


if __name__ == "__main__":
    draw(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images/show-top.svg"))
