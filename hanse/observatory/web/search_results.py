"""What the search finds outside an edition: sections of results that apps add to its page.

An app that has some names a function as `search_section`, by its dotted path: it takes what was
searched for and the request, and gives its section.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.apps import apps
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.module_loading import import_string

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Result:
    """Something found: its name, where it leads, its code where people know it, and details."""

    label: str
    address: str
    code: str
    detail: str
    kind: str | Promise


@dataclass(frozen=True, slots=True)
class Section:
    """What was found of one kind, the best first, at most `MOST`."""

    kind: str
    heading: str | Promise
    results: Sequence[Result]


def search_sections(query: str, request: HttpRequest) -> list[Section]:
    """What all apps find that the reader may see."""
    functions = [getattr(each, "search_section", None) for each in apps.get_app_configs()]
    return [import_string(each)(query, request) for each in functions if each]
