"""Where the command prints its answers."""

import os
import sys
from collections.abc import Callable
from typing import Final

from rich.console import Console

_WIDTH_OF_A_FILE: Final = 132


def plain_console() -> Console:
    """Where answers are printed: as wide as the terminal, or wide enough for a file."""
    piped = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    return Console(width=_WIDTH_OF_A_FILE if piped else None, highlight=False)


def sayer(console: Console) -> Callable[[str], None]:
    """Prints a line as it is, so that it is there at once, in a file too."""

    def say(text: str) -> None:
        console.print(text, markup=False, soft_wrap=True)
        console.file.flush()

    return say
