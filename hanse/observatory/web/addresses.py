"""Addresses of the Observatory's pages, which stay in the edition that the reader is in."""

from urllib.parse import urlencode

from django.urls import reverse


class Addresses:
    """Addresses of pages. edition: the word the reader's address has for it, "" for none."""

    def __init__(self, edition: str = "") -> None:
        self.edition = edition

    def region(self, code: str) -> str:
        """The page of a region."""
        return self.page("region", code)

    def category(self, scheme: str, code: str) -> str:
        """The page of a category."""
        return self.page("category", scheme, code)

    def cluster(self, scheme: str, category: str, region: str) -> str:
        """The page of a regional cluster."""
        return self.page("cluster", scheme, category, region)

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
        query = urlencode(asked, doseq=True)
        return f"{reverse(name, args=args)}{f'?{query}' if query else ''}"
