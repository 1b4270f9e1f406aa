"""The main pages of the site, pillar by pillar, as each pillar's app names them.

An app that is a pillar has `door`, the name of the page it opens with, and `main_pages`, pairs of
name and label in the order of the header. Its pages about one organisation, for the people of that
organisation, are `organisation_pages`: name (of a page that takes the slug), label, and the kinds
of organisation that have it; those for its editors alone are `organisation_editor_pages`. Pages for
administrators alone are `administrator_pages`, pairs of name and label.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """A main page: its words, its address, and whether the reader is there or below it."""

    label: str | Promise
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Pillar:
    """A pillar of the site: its door, whether the reader is inside, and its main pages."""

    label: str | Promise
    address: str
    here: bool
    entries: tuple[Entry, ...]


def pillars(request: HttpRequest | None) -> list[Pillar]:
    """The pillars in the order of the site's apps, as seen from the page of `request`."""
    path = request.path if request else ""
    inside = _app_of(request)
    return [
        Pillar(app.verbose_name, reverse(app.door), app.name == inside, tuple(_entries(app, path)))
        for app in apps.get_app_configs()
        if hasattr(app, "door")
    ]


def organisation_pages(slug: str, kind: str, *, editor: bool) -> list[Entry]:
    """Pages of all pillars about the organisation at `slug`, for its own people.

    editor: whether the reader is one of its editors.
    """
    lists = (
        ("organisation_pages", "organisation_editor_pages") if editor else ("organisation_pages",)
    )
    return [
        Entry(label, reverse(name, args=[slug]), here=False)
        for app in apps.get_app_configs()
        for each in lists
        for name, label, kinds in getattr(app, each, ())
        if kind in kinds
    ]


def administrator_pages() -> list[Entry]:
    """Pages of all pillars for administrators."""
    return [
        Entry(label, reverse(name), here=False)
        for app in apps.get_app_configs()
        for name, label in getattr(app, "administrator_pages", ())
    ]


def _entries(app: Any, path: str) -> Iterator[Entry]:
    for name, label in app.main_pages:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        yield Entry(label, address, _is_here(address, path))


def _app_of(request: HttpRequest | None) -> str:
    """The package of pages that answers `request`; "" for pages of no app and for errors."""
    match = request.resolver_match if request else None
    module = match.func.__module__ if match else ""
    return next((app.name for app in apps.get_app_configs() if _within(module, app.name)), "")


def _within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _is_here(address: str, path: str) -> bool:
    # /compare/regions/ stands for all of /compare/.
    parts = address.strip("/").split("/")
    root = "/".join(parts[:-1]) if "compare" in parts[:-1] else "/".join(parts)
    return path.strip("/") == root or path.strip("/").startswith(f"{root}/")
