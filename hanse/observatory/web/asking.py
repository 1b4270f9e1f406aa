"""What a profile page is asked for: its setting, and the choices of year, scheme and edition."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from hanse.foundation.problems import HanseError
from hanse.observatory.web.addresses import Addresses
from hanse.observatory.web.reading import shelf
from hanse.observatory.web.setting import Setting, setting_of

_PAGES_OF_A_YEAR = {"region", "regions", "category", "categories", "cluster", "industry"}
_PAGES_OF_A_SCHEME = {"region", "region_table", "categories", "categories_table"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of a form that is sent by GET: its word in the address, its options, which is on."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    chosen: str


class Staying(Addresses):
    """Addresses that keep the year and scheme the reader asked for, beside the edition."""

    def __init__(self, edition: str, year: str, scheme: str) -> None:
        super().__init__(edition)
        self.year = year
        self.scheme = scheme

    def page(self, name: str, *args: str, **words: object) -> str:
        """As in `Addresses`; words given here go before those kept."""
        kept: dict[str, object] = {}
        if name in _PAGES_OF_A_YEAR or name.endswith("_table"):
            kept["year"] = self.year
        if name in _PAGES_OF_A_SCHEME:
            kept["scheme"] = self.scheme
        return super().page(name, *args, **{**kept, **words})


def asked(request: HttpRequest, scheme: str = "") -> Setting:
    """What the request asks for; its addresses keep the words it has. Raises `Http404`.

    scheme: the one that the path names, which goes before the query's.
    """
    known = {name: request.GET.get(name, "") for name in ("scheme", "year")}
    found = setting_of(request, words={**known, "scheme": scheme} if scheme else known)
    words = {name: request.GET.get(name, "") for name in ("edition", "year", "scheme")}
    return replace(found, addresses=Staying(**words))


def year_choice(here: Setting) -> Choice:
    """The years of the edition, the latest first."""
    years = [(str(year), str(year)) for year in reversed(here.lists.years)]
    return Choice("year", _("Year"), years, str(here.year))


def scheme_choice(here: Setting) -> Choice:
    """The schemes of the edition."""
    return Choice("scheme", _("Categories"), list(here.lists.schemes.items()), here.scheme)


def country_choice(here: Setting, chosen: str) -> Choice:
    """The countries of the edition. Raises `HanseError` for one it does not have."""
    codes = {each.country for each in here.lists.regions.values() if each.country}
    if chosen and chosen not in codes:
        raise HanseError(
            _("There is no country %(code)s in this edition.") % {"code": chosen[:40]},
            remedy=_("It has %(codes)s.") % {"codes": ", ".join(sorted(codes))},
        )
    named = sorted(((code, here.country_name(code)) for code in codes), key=lambda each: each[1])
    return Choice("country", _("Country"), [("", _("All countries")), *named], chosen)


def edition_choice(here: Setting) -> list[Choice]:
    """The editions on the shelf, newest first, as one choice; none where there is only one."""
    editions = shelf().editions()
    if len(editions) < 2:
        return []
    options = [(each.id, each.id) for each in reversed(editions)]
    return [Choice("edition", _("Edition"), options, here.reader.id)]


def home_crumb() -> tuple[str, str]:
    """The first step of every trail."""
    return _("Home"), reverse("home")
