"""What comparisons have in common: a list that is picked one by one, and kept in the address."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hanse.observatory.search import Entry, Found
from hanse.observatory.web.addresses import Addresses
from hanse.observatory.web.search_results import Result
from hanse.observatory.web.views.search import result_of

MOST: Final = 10
_CHOICES: Final = 8
_SURE: Final = 1.0


@dataclass(frozen=True, slots=True)
class Chip:
    """One that was picked: its code, its name, and the page without it."""

    code: str
    name: str
    without: str


@dataclass(frozen=True, slots=True)
class Picked:
    """What was picked, in order. problems: what was asked for and could not be had.

    go: where to send the reader instead, "" to stay. choices: what an unclear word may mean.
    """

    codes: Sequence[str]
    problems: Sequence[str] = ()
    choices: Sequence[Result] = ()
    go: str = ""
    added: str = ""
    chips: Sequence[Chip] = field(default=())

    @property
    def full(self) -> bool:
        """Whether no further one can be added."""
        return len(self.codes) >= MOST


def picked(
    request: HttpRequest,
    *,
    word: str,
    known: Collection[str],
    name_of: Callable[[str], str],
    find: Callable[[str], Found],
    address: Callable[[Sequence[str]], str],
) -> Picked:
    """What the address picks.

    word: the word that is repeated for each, and `add` for a text that is to become one. find:
    what fits that text. address: of the page with these codes.
    """
    asked = list(dict.fromkeys(request.GET.getlist(word)))
    codes = [code for code in asked if code in known]
    problems = [
        _("There is no %(code)s in this edition.") % {"code": code[:40]}
        for code in asked
        if code and code not in known
    ]
    text = request.GET.get("add", "").strip()
    if len(codes) > MOST or (text and len(codes) == MOST):
        problems.append(
            _("%(most)s can be compared at a time. Remove one to add another.") % {"most": MOST}
        )
    codes = codes[:MOST]
    chips = [
        Chip(code, name_of(code), address([each for each in codes if each != code]))
        for code in codes
    ]
    if not text or len(codes) == MOST:
        return Picked(codes, problems, chips=chips, added=text)
    hits = [hit for hit in find(text).hits if hit.entry.code not in codes]
    sure = [hit for hit in hits if hit.score >= _SURE]
    if len(sure) == 1 or len(hits) == 1:
        return Picked(codes, go=address([*codes, (sure or hits)[0].entry.code]))
    if text in codes:
        problems.append(_("%(name)s is in the comparison.") % {"name": name_of(text)})
    elif not hits:
        problems.append(_("Nothing to add is called “%(text)s”.") % {"text": text[:80]})
    choices = [offered(hit.entry, codes, address) for hit in hits[:_CHOICES]]
    return Picked(codes, problems, choices, chips=chips, added=text)


def offered(entry: Entry, codes: Sequence[str], address: Callable[[Sequence[str]], str]) -> Result:
    """An entry as a choice that adds it to `codes`."""
    return result_of(entry, Addresses(), lambda each: address([*codes, each.code]))


def offers(
    text: str,
    codes: Sequence[str],
    *,
    find: Callable[[str], Found],
    address: Callable[[Sequence[str]], str],
) -> list[Result]:
    """What to suggest for a text still being typed; nothing when no more can be added."""
    if len(codes) >= MOST:
        return []
    hits = [hit for hit in find(text).hits if hit.entry.code not in codes]
    return [offered(hit.entry, codes, address) for hit in hits[:_CHOICES]]
