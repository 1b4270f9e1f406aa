"""The `hanse` command, assembled from its parts as they are asked for."""

import io
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from typing import Final

import typer
from rich.console import Console

from hanse.foundation.home import home_folder
from hanse.foundation.problems import HanseError

_INTERRUPTED: Final = 130


@dataclass(frozen=True, slots=True)
class Part:
    """A command or a group of them: the module it lies in, and what it does in one sentence."""

    module: str
    summary: str


PARTS: Final = {
    "demo": Part("demo", "Show a site at work, with synthetic figures of real regions."),
    "serve": Part("site", "Run the site: pages, API and exports."),
    "worker": Part("site", "Do background jobs and what is due every day."),
    "migrate": Part("site", "Bring the database up to date; make a backup first."),
    "backup": Part("site", "Copy all that cannot be made anew into one file."),
    "check": Part("site", "Check the settings, the code and the database."),
    "people": Part("people", "Make the first administrator; let people choose a password."),
    "observatory": Part(
        "observatory", "Statistics in, rated clusters out: pull, build, show, export."
    ),
    "excellence": Part("excellence", "Labels: check the register, ask about a day."),
    "collaboration": Part("collaboration", "Agreements and missions: load what is on record."),
    "timetable": Part(
        "timetable", "Meetings of a mission: who meets whom, when and where, with proof."
    ),
    "keys": Part("keys", "Keys that sign labels and certificates: list, rotate, revoke."),
    "verify": Part("verify", "Check a badge without the network, and say why it is valid or not."),
    "boundaries": Part("boundaries", "Make the boundaries of regions ready for maps."),
    "doctor": Part("doctor", "Say what is missing on this machine, and how to get it."),
}
"""Name -> command or group. Only what is asked for is loaded: the whole takes seconds."""


def command_line(words: Sequence[str]) -> typer.Typer:
    """The command, with the parts that `words` asks for, and the summaries of the others."""
    app = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode="markdown",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog="Start with `hanse demo`, then `hanse observatory show top`.",
    )
    app.callback()(hanse)
    # The shell asks for completions without saying which part in `words`.
    completing = "_HANSE_COMPLETE" in os.environ
    asked = next((word for word in words if not word.startswith("-")), "")
    for name, part in PARTS.items():
        if not (completing or name == asked):
            app.command(name, help=part.summary)(_not_loaded)
            continue
        found = getattr(import_module(f"hanse.cli.{part.module}"), name)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name)(found)
    return app


def _not_loaded() -> None:
    raise AssertionError("only shown in the help")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hanse {version('hanse')}")
        raise typer.Exit


def hanse(
    show_version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """Observe industrial clusters: from official statistics to rated editions and a site of them.

    A *recipe* says which statistics to use and how; `hanse observatory build` makes an
    *edition* from it: every cluster of a region and a category, with its indicators and stars.
    An edition never changes, and the same recipe gives the same figures again. `hanse serve`
    runs a site that shows them.

    All data are kept in `HANSE_HOME`; `hanse doctor` says where that is and what is missing.
    """


def main() -> None:
    """Run the command; a problem the user can act on ends it with status 1 and no traceback.

    Ctrl-C ends it with status 130. Signs that the terminal cannot show become question marks.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        command_line(sys.argv[1:])()
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
