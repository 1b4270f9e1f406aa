"""The list of regions, and the page of each: its portfolio, its stars, its peers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hanse.observatory.questions.lists import Place, matching, wider_region
from hanse.observatory.warehouse import Reader
from hanse.observatory.web.asking import Choice, asked, country_choice, edition_choice
from hanse.observatory.web.keeping import for_everyone
from hanse.observatory.web.profiles.region_page import region_page, region_tables
from hanse.observatory.web.setting import Setting, or_not_found
from hanse.observatory.web.table_files import csv_response, table_asked

_CROWDED = 60


@dataclass(frozen=True, slots=True)
class Group:
    """Regions of one larger region. code: "" for regions that have none."""

    code: str
    name: str
    regions: Sequence[tuple[Place, str]]


@dataclass(frozen=True, slots=True)
class Country:
    """A country's regions. code: "" for regions of one's own."""

    code: str
    name: str
    groups: Sequence[Group]
    count: int


@dataclass(frozen=True, slots=True)
class RegionsPage:
    """What the list shows. opened: whether every country is shown unfolded."""

    reader: Reader
    trail: Sequence[tuple[str, str]]
    query: str
    choices: Sequence[Choice]
    countries: Sequence[Country]
    count: int
    total: int
    opened: bool
    everything: str


@for_everyone
def regions(request: HttpRequest) -> HttpResponse:
    """Every region of the edition by country, or those whose name or code holds `q`."""
    here = asked(request)
    query = request.GET.get("q", "").strip()[:80]
    country = request.GET.get("country", "")
    found = matching(here.lists.regions.values(), query)
    with or_not_found():
        countries = country_choice(here, country)
    if country:
        found = [each for each in found if each.country == country]
    page = RegionsPage(
        reader=here.reader,
        trail=[(_("Home"), here.addresses.page("home")), (_("Regions"), "")],
        query=query,
        choices=[countries, *edition_choice(here)],
        countries=_by_country(here, found),
        count=len(found),
        total=len(here.lists.regions),
        opened=bool(query or country) or len(found) <= _CROWDED,
        everything=here.addresses.page("regions"),
    )
    return render(request, "observatory/regions.html", {"page": page, "reader": here.reader})


@for_everyone
def region(request: HttpRequest, code: str) -> HttpResponse:
    """One region: what it is specialised in, what grows, its stars, its trend, its peers."""
    here = asked(request)
    with or_not_found():
        place = here.lists.region(code)
    page = region_page(here, place, request.GET)
    return render(request, "observatory/region.html", {"page": page, "reader": here.reader})


def region_table(request: HttpRequest, code: str, table: str) -> HttpResponse:
    """A table of a region's page as CSV."""
    here = asked(request)
    with or_not_found():
        place = here.lists.region(code)
    frame = table_asked(region_tables(here, place), table)()
    return csv_response(frame, here, f"{place.code}-{table}")


def _by_country(here: Setting, found: Sequence[Place]) -> list[Country]:
    tree: dict[str, dict[str, list[Place]]] = {}
    for each in found:
        tree.setdefault(each.country, {}).setdefault(each.parent, []).append(each)
    countries = [
        Country(
            code=code,
            name=here.country_name(code) if code else _("Regions of one's own"),
            groups=[
                Group(
                    parent,
                    wider_region(here.reader, parent) if parent else "",
                    [(each, here.addresses.region(each.code)) for each in inside],
                )
                for parent, inside in groups.items()
            ],
            count=sum(len(inside) for inside in groups.values()),
        )
        for code, groups in tree.items()
    ]
    return sorted(countries, key=lambda country: country.name)
