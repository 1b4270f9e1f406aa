"""The reference page on who may see and do what in Collaboration, written from the tables.

`python -m hanse.collaboration.access_page docs/reference` writes it.
"""

import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Final

from hanse.collaboration.access import WHO_WORDS, Entry, Who, entries
from hanse.foundation.markdown_table import markdown_table

NAME: Final = "collaboration_access.md"


def page() -> str:
    """The page in Markdown."""
    parts = [
        "# Who may see and do what in Collaboration",
        "Written by `python -m hanse.collaboration.access_page docs/reference`. The source is "
        "`hanse/collaboration/access.py`, which reads the tables that the site applies.",
        "Tests try every row as every role against the pages of the site. What the table does not "
        "allow is refused: a visitor is led to sign in, others are told that they may not, or that "
        "there is no such page. Steps also depend on conditions, which pages name when they do not "
        "hold. Who holds two roles has what either has, except that nobody reviews what their own "
        "organisation wrote.",
        "An expression of interest is for the two organisations alone until both state that they "
        "cooperate. Officers see how many pairs there are.",
        "Administrators look after what organisations show of themselves and what many take "
        "part in (profiles, members, services, missions, exchanges, news), so that work goes on "
        "where its people cannot. What organisations settle among themselves before they publish "
        "it (offers, interests, messages, agreements, consortia) is closed to them.",
        markdown_table(("Role", "Who"), ((f"`{who.value}`", WHO_WORDS[who]) for who in Who)),
    ]
    for thing, rows in groupby(entries(), lambda each: each.thing):
        parts += [f"## {thing.capitalize()}", _of(rows)]
    return "\n\n".join(parts) + "\n"


def _of(rows: Iterable[Entry]) -> str:
    return markdown_table(
        ("Action", *(f"`{who.value}`" for who in Who), "In states"),
        (
            (
                each.action if each.action.startswith("see ") else f"`{each.action}`",
                *("yes" if who in each.who else "-" for who in Who),
                _states(each),
            )
            for each in rows
        ),
    )


def _states(entry: Entry) -> str:
    named = [*(["(begins)"] if entry.begins else []), *(f"`{each}`" for each in entry.states)]
    return ", ".join(named)


def main(home: Path) -> None:
    """Writes the page into the folder `home`."""
    home.mkdir(parents=True, exist_ok=True)
    (home / NAME).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference"))
