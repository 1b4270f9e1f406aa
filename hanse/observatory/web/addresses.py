"""Addresses of the Observatory's pages, which stay in the edition that the reader is in."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlencode

from django.urls import get_script_prefix, reverse
from django.utils.http import RFC3986_SUBDELIMS
from django.utils.translation import get_language

_SAFE: Final = RFC3986_SUBDELIMS + "/~:@"
"""What `reverse` leaves as it is in a path."""
_REGION: Final = "__region__"


class Addresses:
    """Addresses of pages. edition: the word the reader's address has for it, "" for none."""

    def __init__(self, edition: str = "") -> None:
        self.edition = edition
        self._shapes: dict[tuple[str, int], str] = {}

    def region(self, code: str) -> str:
        """The page of a region."""
        return self.page("region", code)

    def category(self, scheme: str, code: str) -> str:
        """The page of a category."""
        return self.page("category", scheme, code)

    def cluster(self, scheme: str, category: str, region: str) -> str:
        """The page of a regional cluster."""
        return self.page("cluster", scheme, category, region)

    def clusters(self, scheme: str, category: str) -> Callable[[str], str]:
        """The page of a category's cluster by its region, for hundreds: one address, filled in."""
        address = self.cluster(scheme, category, _REGION)
        return lambda region: address.replace(_REGION, _quoted(region))

    def industry(self, code: str) -> str:
        """The page of an industry."""
        return self.page("industry", code)

    def method(self, code: str) -> str:
        """The page that defines a figure or a rating rule."""
        return self.page("method", code)

    def page(self, name: str, *args: str, **words: object) -> str:
        """Any page by its name, with the words of its query; lists repeat their word."""
        asked = {key: word for key, word in words.items() if word not in ("", None)}
        if self.edition:
            asked["edition"] = self.edition
        query = urlencode(asked, doseq=True) if asked else ""
        return f"{self._path(name, args)}{f'?{query}' if query else ''}"

    def _path(self, name: str, args: tuple[str, ...]) -> str:
        """What `reverse` gives. It looks through all patterns each time, and a page has hundreds.

        What is made for a request stays in its language.
        """
        if not args or any(not each or "/" in each for each in args):
            return reverse(name, args=args)  # which raises where a code is missing or has parts
        shape = self._shapes.get((name, len(args)))
        if shape is None:
            shape = _shape(name, len(args), get_language(), get_script_prefix())
            self._shapes[name, len(args)] = shape
        return shape % tuple(_quoted(each) for each in args)


@lru_cache(maxsize=4096)
def _quoted(code: str) -> str:
    return quote(code, safe=_SAFE)


@lru_cache(maxsize=1024)
def _shape(name: str, count: int, _language: str | None, _prefix: str) -> str:
    """The path of a page, with %s where its codes go."""
    stands_in = [f"place{at}place" for at in range(count)]
    path = reverse(name, args=stands_in).replace("%", "%%")
    for each in stands_in:
        path = path.replace(each, "%s")
    return path
