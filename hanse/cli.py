"""The `hanse` command: a thin shell over the library."""

import sys

import typer
from rich.console import Console

from hanse.foundation.problems import HanseError

app = typer.Typer(no_args_is_help=True, help="Observe clusters, rate them, publish editions.")


@app.callback()
def _root() -> None:
    """Observe clusters, rate them, publish editions."""


def main() -> None:
    """Run the command; a problem the user can act on ends it with status 1 and no traceback."""
    try:
        app()
    except HanseError as problem:
        Console(stderr=True).print(str(problem), markup=False, highlight=False)
        sys.exit(1)
