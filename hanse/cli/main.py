"""The `hanse` command, assembled from its groups."""

import sys
from importlib.metadata import version

import typer
from rich.console import Console

from hanse.cli.demo import demo
from hanse.cli.doctor import doctor
from hanse.cli.observatory import observatory
from hanse.foundation.problems import HanseError

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with `hanse demo`, then `hanse observatory show top`.",
)
app.add_typer(observatory, name="observatory")
app.command()(demo)
app.command()(doctor)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hanse {version('hanse')}")
        raise typer.Exit


@app.callback()
def hanse(
    show_version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """Observe industrial clusters: from official statistics to rated, dated editions.

    A *recipe* says which statistics to use and how; `hanse observatory build` makes an
    *edition* from it: every cluster of a region and a category, with its indicators and stars.
    An edition never changes, and the same recipe gives the same figures again.

    Editions and downloads are kept in `HANSE_HOME`; `hanse doctor` says where that is.
    """


def main() -> None:
    """Run the command; a problem the user can act on ends it with status 1 and no traceback."""
    try:
        app()
    except HanseError as problem:
        Console(stderr=True).print(str(problem), markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)
