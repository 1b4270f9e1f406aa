"""The `hanse` command, assembled from its groups."""

import io
import sys
from importlib.metadata import version
from typing import Final

import typer
from rich.console import Console

from hanse.cli.boundaries import boundaries
from hanse.cli.demo import demo
from hanse.cli.doctor import doctor
from hanse.cli.excellence import excellence
from hanse.cli.keys import keys
from hanse.cli.observatory import observatory
from hanse.cli.verify import verify
from hanse.foundation.home import home_folder
from hanse.foundation.problems import HanseError

_INTERRUPTED: Final = 130

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with `hanse demo`, then `hanse observatory show top`.",
)
app.add_typer(observatory, name="observatory")
app.add_typer(excellence, name="excellence")
app.add_typer(keys, name="keys")
app.command()(demo)
app.command()(boundaries)
app.command()(doctor)
app.command()(verify)


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
    """Run the command; a problem the user can act on ends it with status 1 and no traceback.

    Ctrl-C ends it with status 130. Signs that the terminal cannot show become question marks.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except HanseError as problem:
        _tell(str(problem))
        sys.exit(1)
    except OSError as error:
        trouble = HanseError(
            f"{(error.strerror or str(error)).capitalize()}.",
            where=str(error.filename or home_folder()),
            remedy="Check the folder, its permissions and the space on the disk (`hanse doctor`).",
        )
        _tell(str(trouble))
        sys.exit(1)
    except SystemExit as end:
        if end.code == _INTERRUPTED:
            _tell("Stopped. The editions on the shelf are as they were.")
        raise


def _tell(text: str) -> None:
    Console(stderr=True).print(text, markup=False, highlight=False, soft_wrap=True)
