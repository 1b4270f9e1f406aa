"""The files that browsers fetch once and keep: gathered, named by their contents, compressed."""

import hashlib
import io
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from hanse.foundation.disk import disk_problems, write_whole
from hanse.foundation.problems import HanseError
from hanse.site.turns import one_at_a_time

_MADE: Final = "foundation/built/icons.svg"
_MARK: Final = ".gathered"
_LEFT_OUT: Final = (
    "ninja/*",
    "django_htmx/ext/*",
    "django_htmx/htmax-*",
    "django_htmx/htmx-4*",
    "django_htmx/htmx-2.js",
    "admin/js/vendor/jquery/jquery.js",
    "admin/js/vendor/select2/select2.full.js",
    "admin/js/vendor/xregexp/xregexp.js",
)
"""Files of libraries that no page of ours uses; to compress them takes seconds."""


def are_made() -> bool:
    """Whether `make assets` has made the typeface and the icons, or the wheel brought them."""
    return finders.find(_MADE) is not None


def are_gathered() -> bool:
    """Whether what the server serves is what this installation holds."""
    mark = _mark()
    return mark.is_file() and mark.read_text("ascii") == _fingerprint()


def gather() -> bool:
    """Bring the folder the server serves up to date; whether there was anything to do.

    A process killed in the middle leaves no mark, so that the next one does it again. Files that
    earlier versions of pages name stay. Raises `HanseError` where the assets were never made.
    """
    if not are_made():
        raise HanseError(
            "The site's typeface and icons are missing.",
            where=str(Path(__file__).parent.parent / "foundation/web/static" / _MADE),
            why="They are fetched and made once, at set-up.",
            remedy="Run `make assets` in the checkout, or install Hanse from its wheel.",
        )
    root = Path(settings.STATIC_ROOT)
    with disk_problems(root):
        root.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(root.with_suffix(".lock")):
        if are_gathered():
            return False
        with disk_problems(root):
            _mark().unlink(missing_ok=True)
            call_command(
                "collectstatic",
                interactive=False,
                verbosity=0,
                ignore_patterns=list(_LEFT_OUT),  # it adds to the list
                stdout=io.StringIO(),
            )
        write_whole(_mark(), _fingerprint().encode())
    return True


def _mark() -> Path:
    return Path(settings.STATIC_ROOT) / _MARK


def _fingerprint() -> str:
    """Stands for every file's name, size and time, and for what compresses them."""
    digest = hashlib.sha256()
    for line in (f"{version('django')} {version('whitenoise')}", *_files()):
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def _files() -> Iterator[str]:
    for finder in finders.get_finders():
        for name, storage in sorted(finder.list(list(_LEFT_OUT)), key=lambda each: each[0]):
            stat = Path(storage.path(name)).stat()
            yield f"{name} {stat.st_size} {stat.st_mtime_ns}"
