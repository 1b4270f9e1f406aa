"""Programs of this machine that Hanse uses where they are: Chromium, PostgreSQL's server, Node."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_BROWSERS: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chromium-headless-shell",
)
_PLAYWRIGHTS_OWN: Final = (
    "chromium-*/chrome-linux*/chrome",
    "chromium_headless_shell-*/chrome-*/*headless*shell",
)
_DEBIAN_CLUSTERS: Final = Path("/usr/lib/postgresql")


def find_chromium() -> Path | None:
    """The browser that HANSE_BROWSER names, an installed Chromium, or Playwright's download."""
    named = os.environ.get("HANSE_BROWSER", "")
    for name in [named] if named else _BROWSERS:
        if found := shutil.which(name):
            return Path(found)
    if named:
        return None
    downloads = [path for pattern in _PLAYWRIGHTS_OWN for path in _downloads().glob(pattern)]
    return max(downloads, default=None)


def find_postgresql() -> Path | None:
    """The folder with `initdb` and `pg_ctl` of the newest PostgreSQL here."""
    return next((folder for folder in _servers() if (folder / "initdb").is_file()), None)


def _servers() -> Iterator[Path]:
    if found := shutil.which("initdb"):
        yield Path(found).parent
    versions = [path for path in _DEBIAN_CLUSTERS.glob("*") if path.name.isdigit()]
    for version in sorted(versions, key=lambda path: int(path.name), reverse=True):
        yield version / "bin"


def _downloads() -> Path:
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")
    return Path(named) if named else Path.home() / ".cache" / "ms-playwright"
