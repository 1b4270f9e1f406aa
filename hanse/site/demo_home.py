"""Whether a data folder may become a demo's: never one with the accounts of real people."""

from typing import Final

from hanse.foundation.disk import write_whole
from hanse.foundation.home import home_folder
from hanse.foundation.problems import HanseError
from hanse.site.environment import EMBEDDED, environment, site_folder

_MARK: Final = "demo"


def claim() -> None:
    """Make this data folder a demo's, where it is none yet.

    Raises `HanseError` where its database holds accounts that no demo has made: everybody knows
    the passwords of the demo's own, and its edition would take the place of real figures.
    """
    mark = site_folder() / _MARK
    elsewhere = bool(environment().database_url)
    if mark.exists() and not elsewhere:
        return
    if elsewhere or (site_folder() / EMBEDDED).exists():
        from hanse.site.accounts import are_of_real_people  # noqa: PLC0415 - Django loads slowly

        if are_of_real_people():
            raise HanseError(
                "This site holds accounts of real people, so it cannot be a demo.",
                where="DATABASE_URL" if elsewhere else str(home_folder()),
                why="Everybody knows the passwords of the demo accounts.",
                remedy="Name another data folder: HANSE_HOME=/some/where hanse demo"
                + (", without DATABASE_URL." if elsewhere else "."),
            )
    write_whole(mark, b"The accounts of this folder are those of a demo.\n")
