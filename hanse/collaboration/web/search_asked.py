"""What the address of the directory asks for, and the addresses that lead on from there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from hanse.collaboration.search.index import LONGEST_QUERY, SORTS, Sort, Wanted
from hanse.collaboration.web.search_names import FACETS

PER_PAGE: Final = 20
MOST_CODES: Final = 50
"""Of one facet; more would make an address longer than the site reads."""
_LONGEST_CODE: Final = 80
_DIGITS: Final = 7


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the directory. page: from 1. more: the facet shown in full; "" for none."""

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    page: int = 1
    more: str = ""

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What narrows the directory, as words of an address."""
        found = [("q", self.words)] if self.words else []
        return found + [(facet, code) for facet in FACETS for code in self.chosen.get(facet, ())]

    @property
    def query(self) -> str:
        """The words of the address, without those that say nothing."""
        words = self.conditions
        if self.sort != "relevance":
            words.append(("sort", self.sort))
        if self.page > 1:
            words.append(("page", str(self.page)))
        if self.more:
            words.append(("more", self.more))
        return urlencode(words)

    @property
    def permanent(self) -> "Asked":
        """The same from its first page, nothing unfolded."""
        return replace(self, page=1, more="")

    @property
    def address(self) -> str:
        """The address that asks this, of the page one is on."""
        return f"?{self.query}"

    def toggled(self, facet: str, code: str) -> "Asked":
        """With a code chosen that was not, or the other way round; on the first page."""
        now = self.chosen.get(facet, ())
        codes = tuple(each for each in now if each != code) if code in now else (*now, code)
        return replace(self, chosen={**self.chosen, facet: codes}, page=1)

    def without(self, facet: str) -> "Asked":
        """With nothing chosen of a facet; of "q", without words."""
        if facet == "q":
            return replace(self, words="", page=1)
        left = {name: codes for name, codes in self.chosen.items() if name != facet}
        return replace(self, chosen=left, page=1)

    def only(self, facet: str, codes: Iterable[str]) -> "Asked":
        """With these codes of a facet and no others."""
        return replace(self, chosen={**self.chosen, facet: tuple(codes)}, page=1, more="")

    def wanted(self, limit: int = PER_PAGE) -> Wanted:
        """The question as the search takes it."""
        return Wanted(self.words, self.chosen, self.sort, (self.page - 1) * limit, limit)


def asked_of(words: QueryDict) -> Asked:
    """What an address asks for. What cannot be understood of it is left out."""
    chosen = {}
    for facet in FACETS:
        codes = [code for code in words.getlist(facet) if 0 < len(code) <= _LONGEST_CODE]
        if codes:
            chosen[facet] = tuple(dict.fromkeys(codes))[:MOST_CODES]
    sort, page, more = words.get("sort", ""), words.get("page", ""), words.get("more", "")
    return Asked(
        words=" ".join(words.get("q", "").replace("\0", "").split())[:LONGEST_QUERY],
        chosen=chosen,
        sort=sort if sort in SORTS else "relevance",
        page=max(1, int(page[:_DIGITS])) if page.isascii() and page.isdigit() else 1,
        more=more if more in FACETS else "",
    )
