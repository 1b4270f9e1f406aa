"""What a page is about: the edition, scheme and year that its address asks for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from django.http import Http404, HttpRequest

from hanse.foundation.geography import countries
from hanse.foundation.problems import HanseError
from hanse.observatory.questions.lists import Lists, lists
from hanse.observatory.warehouse import Askable, Reader
from hanse.observatory.web.addresses import Addresses
from hanse.observatory.web.reading import reader_for


@dataclass(frozen=True, slots=True)
class Setting:
    """An edition, one of its schemes and one of its years, and the addresses of its pages."""

    reader: Reader
    lists: Lists
    scheme: str
    year: int
    addresses: Addresses

    @property
    def stars(self) -> int:
        """How many stars the edition's rule gives at most."""
        return len(self.reader.manifest["rating"]["criteria"])

    @property
    def kinds(self) -> list[str]:
        """The kinds of category in the scheme, in its order."""
        return list(dict.fromkeys(each.kind for each in self.lists.of_scheme(self.scheme).values()))

    def country_name(self, code: str) -> str:
        """What a country of the edition is called."""
        known = countries().get(code)
        return known.name if known else code


def setting_of(
    request: HttpRequest, scheme: str = "", *, words: Mapping[str, str] | None = None
) -> Setting:
    """What `request` asks for; the current edition, `scheme` or the first, the latest year.

    words: where scheme and year are read instead of the address. Raises `Http404`, saying what
    there is, for an edition, scheme or year that there is not.
    """
    reader = reader_for(request)
    asked = request.GET if words is None else words
    with or_not_found():
        known = lists(reader)
        return Setting(
            reader=reader,
            lists=known,
            scheme=known.scheme(asked.get("scheme", "") or scheme),
            year=known.year(asked.get("year", "")),
            addresses=Addresses(request.GET.get("edition", "")),
        )


def setting_for(edition: Askable, *, scheme: str, year: int, word: str) -> Setting:
    """The setting of a part of a page that is kept, for the `Reader` that asked for it.

    word: the address's own word for the edition.
    """
    return Setting(cast(Reader, edition), lists(edition), scheme, year, Addresses(word))


@contextmanager
def or_not_found() -> Iterator[None]:
    """What is not in the edition makes a page that is not found, and that says what there is."""
    try:
        yield
    except HanseError as problem:
        raise Http404(str(problem)) from problem
