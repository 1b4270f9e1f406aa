"""The main pages of the site in the order of the header, those that there are."""

from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_MAIN: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("atlas", _("Atlas")),
    ("regions", _("Regions")),
    ("categories", _("Categories")),
    ("emerging", _("Emerging industries")),
    ("finder", _("Finder")),
    ("rankings", _("Rankings")),
    ("compare", _("Compare")),
    ("methods", _("Methods")),
    ("data", _("Data")),
)
_OTHER_NAMES: Final = {"compare": ("compare_regions",)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A main page: its words, its address, and whether the reader is there or below it."""

    label: str | Promise
    address: str
    here: bool


def entries(path: str) -> list[Entry]:
    """The main pages, as seen from the page at `path`."""
    found = ((label, _address(name)) for name, label in _MAIN)
    return [Entry(label, address, _is_here(address, path)) for label, address in found if address]


def _address(name: str) -> str:
    for each in (name, *_OTHER_NAMES.get(name, ())):
        try:
            return reverse(each)
        except NoReverseMatch:
            continue
    return ""


def _is_here(address: str, path: str) -> bool:
    # /compare/regions/ stands for all of /compare/.
    parts = address.strip("/").split("/")
    root = "/".join(parts[:-1]) if "compare" in parts[:-1] else "/".join(parts)
    return path.strip("/") == root or path.strip("/").startswith(f"{root}/")
