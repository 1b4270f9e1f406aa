"""The home page: a search box, what stands out in the edition, what changed, and the ways in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanse.foundation.web.tables import Status
from hanse.observatory.changes import Changes, StarsChanged, changes
from hanse.observatory.questions import contents, ranking
from hanse.observatory.questions.contents import Contents
from hanse.observatory.questions.kept import kept
from hanse.observatory.statuses import status_of
from hanse.observatory.warehouse import Askable, Edition, Reader
from hanse.observatory.web.addresses import Addresses
from hanse.observatory.web.keeping import for_everyone
from hanse.observatory.web.maps import Map, Value, choropleth
from hanse.observatory.web.reading import NothingPublished, held_open, shelf
from hanse.observatory.web.setting import Setting, setting_of

_SHOWN: Final = 4
_CUTS: Final = (1, 2, 4, 8, 16)

_Page = tuple[str | Promise, str, Mapping[str, object]]
_Words = tuple[str | Promise, str | Promise, str, tuple[_Page, ...]]
"""A door in words: its title, its text, its icon, and its pages by name with their query."""


@dataclass(frozen=True, slots=True)
class Way:
    """A link: what it says and where it leads."""

    label: str | Promise
    address: str


@dataclass(frozen=True, slots=True)
class Door:
    """A pillar, or a reader: who or what it is, a few words, and the pages for it."""

    title: str | Promise
    text: str | Promise
    ways: Sequence[Way]
    icon: str


@dataclass(frozen=True, slots=True)
class Highlight:
    """A cluster worth a look."""

    region: str
    category: str
    address: str
    stars: int
    people: float
    people_status: Status
    quotient: float
    growth: float | None
    growth_status: Status


@dataclass(frozen=True, slots=True)
class StarChange:
    """A cluster that gained or lost stars since the edition before."""

    region: str
    category: str
    address: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class News:
    """What changed since the edition `before`, with the largest changes by name."""

    before: str
    built: str
    found: Changes
    gained: Sequence[StarChange]
    lost: Sequence[StarChange]


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the page shows. news: None where there is no edition before."""

    reader: Reader
    title: str
    year: int
    first_year: int
    stars: int
    least: int
    held: Contents
    map: Map
    leading: Sequence[Highlight]
    risers: Sequence[Highlight]
    news: News | None
    pillars: Sequence[Door]
    readers: Sequence[Door]
    definitions: Mapping[str, str]
    atlas: str
    rankings: str


_PILLARS: Final[Sequence[_Words]] = (
    (
        gettext_lazy("Observatory"),
        gettext_lazy(
            "Where industries cluster in Europe's regions, how strong they are and how they change."
        ),
        "map",
        (
            (gettext_lazy("Atlas"), "atlas", {}),
            (gettext_lazy("Regions"), "regions", {}),
            (gettext_lazy("Categories"), "categories", {}),
            (gettext_lazy("Finder"), "finder", {}),
        ),
    ),
    (
        gettext_lazy("Excellence"),
        gettext_lazy(
            "How those who manage clusters are compared, labelled and trained: open criteria, "
            "figures anyone can check."
        ),
        "award",
        (
            (gettext_lazy("Excellence"), "excellence", {}),
            (gettext_lazy("Register of labels"), "register", {}),
            (gettext_lazy("Trainings"), "courses", {}),
            (gettext_lazy("Cluster organisations"), "organisations", {"kind": "cluster"}),
        ),
    ),
    (
        gettext_lazy("Collaboration"),
        gettext_lazy(
            "Finding partners across borders: who works in the same field, and which regions are "
            "strong where yours is."
        ),
        "handshake",
        (
            (gettext_lazy("Collaboration"), "collaboration", {}),
            (gettext_lazy("Organisations"), "organisations", {}),
            (gettext_lazy("Regions side by side"), "compare_regions", {}),
        ),
    ),
)
_READERS: Final[Sequence[_Words]] = (
    (
        gettext_lazy("Analysts"),
        gettext_lazy("Every figure with its formula, its sources and its status, to download."),
        "chart-line",
        (
            (gettext_lazy("Data and downloads"), "data", {}),
            (gettext_lazy("Methods"), "methods", {}),
            (gettext_lazy("API"), "api_guide", {}),
        ),
    ),
    (
        gettext_lazy("Cluster managers"),
        gettext_lazy("Where your cluster stands among its peers, and who grows faster."),
        "users",
        (
            (gettext_lazy("Find your cluster"), "finder", {"stars": 1}),
            (gettext_lazy("Compare regions"), "compare_regions", {}),
        ),
    ),
    (
        gettext_lazy("Small and medium firms"),
        gettext_lazy("Which regions are strong in your industry: for partners, suppliers, staff."),
        "factory",
        (
            (gettext_lazy("Look up your industry"), "search", {}),
            (gettext_lazy("Emerging industries"), "emerging", {}),
        ),
    ),
    (
        gettext_lazy("Programme secretariats"),
        gettext_lazy("Rankings, rising clusters and views to keep for the next call or report."),
        "landmark",
        (
            (gettext_lazy("Rankings"), "rankings", {}),
            (gettext_lazy("Clusters that grow"), "finder", {"growth_from": 3, "stars": 2}),
        ),
    ),
)


@for_everyone
def home(request: HttpRequest) -> HttpResponse:
    """What the site holds, and the ways in; without an edition, what there is all the same."""
    try:
        setting = setting_of(request, words={})
    except NothingPublished:
        return render(request, "observatory/nothing_published.html")
    reader, scheme, year = setting.reader, setting.scheme, setting.year
    least = max(setting.stars - 1, 1)
    method = setting.addresses.method
    page = HomePage(
        reader=reader,
        title=reader.manifest["title"],
        year=year,
        first_year=setting.lists.years[0],
        stars=setting.stars,
        least=least,
        held=_contents(reader, scheme=scheme, year=year, of=setting.stars),
        # Drawn only where the page does not have it in its cache.
        map=cast(Map, SimpleLazyObject(lambda: _map(setting, least))),
        leading=_highlights(setting, _leading(reader, scheme=scheme, year=year)),
        risers=_highlights(setting, _risers(reader, scheme=scheme, year=year)),
        news=_news(setting),
        pillars=[_door(setting.addresses, *each) for each in _PILLARS],
        readers=[_door(setting.addresses, *each) for each in _READERS],
        definitions={
            "employment": method("employment_persons"),
            "growth": method("employment_growth_cagr"),
            "quotient": method("location_quotient"),
            "stars": method(reader.manifest["rating"]["code"]),
        },
        atlas=setting.addresses.page("atlas"),
        rankings=setting.addresses.page("rankings"),
    )
    return render(
        request,
        "observatory/home.html",
        {"page": page, "reader": reader, "edition": request.GET.get("edition", "")},
    )


# --- What an edition is opened with, asked once -----------------------------------------------


@kept(4)
def _contents(edition: Askable, *, scheme: str, year: int, of: int) -> Contents:
    return contents.contents(edition, scheme=scheme, year=year, of=of)


@kept(4)
def _leading(edition: Askable, *, scheme: str, year: int) -> pl.DataFrame:
    return contents.leading(edition, scheme=scheme, year=year, limit=_SHOWN)


@kept(4)
def _risers(edition: Askable, *, scheme: str, year: int) -> pl.DataFrame:
    return contents.risers(edition, scheme=scheme, year=year, limit=_SHOWN)


@kept(4)
def _previous(edition: Askable, *, shelved: tuple[Edition, ...]) -> Edition | None:
    """The edition before in the same series, of those on the shelf; None for the first."""
    name, built = edition.manifest["recipe"]["name"], str(edition.manifest["built"])
    earlier = [
        (str(manifest["built"]), each.id, each)
        for each in shelved
        for manifest in [each.manifest]
        if manifest["recipe"]["name"] == name
        and each.id != edition.id
        and (str(manifest["built"]), each.id) < (built, edition.id)
    ]
    return max(earlier)[2] if earlier else None


@kept(4)
def _changes(edition: Askable, *, before: Edition, scheme: str) -> Changes:
    return changes(
        contents.star_table(held_open(before), scheme=scheme),
        contents.star_table(edition, scheme=scheme),
    )


# --- What the page shows of it ----------------------------------------------------------------


def _highlights(setting: Setting, rows: pl.DataFrame) -> list[Highlight]:
    return [
        Highlight(
            region=row["name"],
            category=row["label"],
            address=setting.addresses.cluster(setting.scheme, row["category"], row["region"]),
            stars=row["stars"],
            people=row["employment_persons"],
            people_status=status_of("employment_persons", row),
            quotient=row["location_quotient"],
            growth=row["employment_growth_cagr"],
            growth_status=status_of("employment_growth_cagr", row),
        )
        for row in rows.iter_rows(named=True)
    ]


def _map(setting: Setting, least: int) -> Map:
    rows = ranking.region_stars(
        setting.reader, scheme=setting.scheme, years=(setting.year,), least=least
    )
    recipe: Mapping[str, Any] = setting.reader.manifest["recipe"]
    values = {
        row["region"]: Value(
            name=row["name"],
            figure=row["star_clusters"],
            status="missing" if row["star_clusters"] is None else "observed",
            address=setting.addresses.region(row["region"]),
        )
        for row in rows.iter_rows(named=True)
    }
    return choropleth(
        values,
        nuts=recipe["nuts"] or None,
        level=int(recipe["level"] or 0),
        title=_("Clusters with %(least)s stars or more, %(year)s")
        % {"least": least, "year": setting.year},
        kind="count",
        cuts=_CUTS,
        unit=_("clusters in the region"),
    )


def _news(setting: Setting) -> News | None:
    before = _previous(setting.reader, shelved=tuple(shelf().editions()))
    if before is None or setting.scheme not in {s["code"] for s in before.manifest["schemes"]}:
        return None
    found = _changes(setting.reader, before=before, scheme=setting.scheme)
    return News(
        before=before.id,
        built=str(before.manifest["built"]),
        found=found,
        gained=_named(setting, found.gained),
        lost=_named(setting, found.lost),
    )


def _named(setting: Setting, changed: Sequence[StarsChanged]) -> list[StarChange]:
    return [
        StarChange(
            setting.lists.regions[each.region].name,
            setting.lists.category(setting.scheme, each.category).label,
            setting.addresses.cluster(setting.scheme, each.category, each.region),
            each.before,
            each.after,
        )
        for each in changed[:_SHOWN]
    ]


def _door(
    addresses: Addresses,
    title: str | Promise,
    text: str | Promise,
    icon: str,
    pages: Sequence[_Page],
) -> Door:
    """A door with its pages."""
    ways = [Way(label, addresses.page(name, **words)) for label, name, words in pages]
    return Door(title, text, ways, icon)
