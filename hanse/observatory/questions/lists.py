"""What an edition knows by name: its regions, categories, industries and years."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from hanse.foundation import geography
from hanse.foundation.problems import HanseError
from hanse.observatory.questions.kept import kept
from hanse.observatory.questions.naming import folded, the_year
from hanse.observatory.warehouse import Askable

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Place:
    """A region of an edition. parent and country are codes, "" for regions of one's own."""

    code: str
    name: str
    level: int
    parent: str
    country: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A category of a scheme: its code, label, and its kind such as traded or local."""

    scheme: str
    code: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Activity:
    """An industry of the classification; level 1 is a section, and its parent is ""."""

    code: str
    label: str
    level: int
    parent: str


@dataclass(frozen=True, slots=True)
class Lists:
    """Everything by its code; categories by scheme and code. years: in order; latest: the last
    with employment. columns: those of the tables of clusters and of industries.
    """

    regions: Mapping[str, Place]
    schemes: Mapping[str, str]
    categories: Mapping[tuple[str, str], Kind]
    industries: Mapping[str, Activity]
    years: tuple[int, ...]
    latest: int
    columns: Mapping[str, frozenset[str]]

    def of_scheme(self, scheme: str) -> dict[str, Kind]:
        """The categories of a scheme by their code, in its order."""
        return {each.code: each for each in self.categories.values() if each.scheme == scheme}

    def region(self, code: str) -> Place:
        """The region with this code. Raises `HanseError` naming those with nearest codes."""
        return _found(
            self.regions, code, "region", {c: each.name for c, each in self.regions.items()}
        )

    def category(self, scheme: str, code: str) -> Kind:
        """The category of a scheme. Raises `HanseError` naming schemes, or nearest codes."""
        if scheme not in self.schemes:
            raise HanseError(
                f"There is no scheme {_short(scheme)} in this edition.",
                remedy=f"There are {', '.join(self.schemes)}.",
            )
        known = self.of_scheme(scheme)
        return _found(known, code, "category", {c: each.label for c, each in known.items()})

    def industry(self, code: str) -> Activity:
        """The industry with this code. Raises `HanseError` naming those with nearest codes."""
        return _found(
            self.industries, code, "industry", {c: e.label for c, e in self.industries.items()}
        )

    def year(self, text: str) -> int:
        """The year that `text` says, the latest for "". Raises `HanseError` for another."""
        if not text:
            return self.latest
        for year in self.years:
            if text == str(year):
                return year
        raise HanseError(
            f"There are no figures for {_short(text)} in this edition.",
            remedy=f"Its years: {self.years[0]} to {self.years[-1]}.",
        )

    def scheme(self, text: str) -> str:
        """The scheme that `text` says, the first for "". Raises `HanseError` for another."""
        if text and text not in self.schemes:
            raise HanseError(
                f"There is no scheme {_short(text)} in this edition.",
                remedy=f"There are {', '.join(self.schemes)}.",
            )
        return text or next(iter(self.schemes))

    def ancestors(self, industry: str) -> list[Activity]:
        """What an industry is part of, from the section down; without itself."""
        above: list[Activity] = []
        parent = self.industries[industry].parent
        while parent in self.industries:
            above.insert(0, self.industries[parent])
            parent = self.industries[parent].parent
        return above


@kept(8)
def lists(edition: Askable) -> Lists:
    """The lists of an edition."""
    regions = edition.query("SELECT code, name, level, parent, country FROM regions ORDER BY code")
    categories = edition.query("SELECT scheme, category, label, kind FROM categories")
    labels = edition.query("SELECT industry, label, level, parent FROM industry_labels")
    years = edition.query("SELECT DISTINCT year FROM region_totals ORDER BY year")["year"]
    manifest = edition.manifest
    return Lists(
        regions={row[0]: Place(*row) for row in regions.iter_rows()},
        schemes={each["code"]: each["title"] for each in manifest["schemes"]},
        categories={row[:2]: Kind(*row) for row in categories.iter_rows()},
        industries={row[0]: Activity(*row) for row in labels.iter_rows()},
        years=tuple(years),
        latest=the_year(edition, None),
        columns={
            name: frozenset(manifest["tables"][name]["columns"])
            for name in ("clusters", "industries")
        },
    )


@kept(64)
def wider_region(edition: Askable, code: str) -> str:
    """Name of a region above those of the edition, such as a country; its code if unknown."""
    vintage = edition.manifest["recipe"]["nuts"]
    found = geography.regions(vintage).get(code) if vintage else None
    return code if found is None else found.name


def matching(regions: Iterable[Place], text: str) -> list[Place]:
    """Those whose name holds `text`, or whose code begins with it, without case and accents."""
    wanted = folded(text)
    return [
        each
        for each in regions
        if wanted in folded(each.name) or folded(each.code).startswith(wanted)
    ]


def _found(known: Mapping[str, _T], code: str, what: str, names: Mapping[str, str]) -> _T:
    if code in known:
        return known[code]
    near = nearest(code, names)
    listed = ", ".join(f"{each} {names[each]}" for each in near)
    raise HanseError(
        f"There is no {what} {_short(code)} in this edition.",
        remedy=f"The nearest: {listed}." if near else f"It has {len(known)} of them.",
    )


def nearest(text: str, names: Mapping[str, str], most: int = 6) -> list[str]:
    """Codes whose spelling, or whose name's, comes nearest to `text`, closest first."""
    plain = text.strip().casefold()[:80]
    if not plain:
        return list(names)[:most]
    spelled: dict[str, str] = {}
    for code, name in names.items():
        spelled.setdefault(code.casefold(), code)
        spelled.setdefault(name.casefold(), code)
    begins = [code for word, code in spelled.items() if word.startswith(plain[:3])]
    close = [spelled[word] for word in get_close_matches(plain, spelled, n=most, cutoff=0.5)]
    return list(dict.fromkeys([*close, *begins]))[:most]


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
