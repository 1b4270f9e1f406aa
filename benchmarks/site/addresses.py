"""What readers open: a seeded mix of every kind of page, drawn evenly from all that there is.

Real readers flock to a few pages; evenly drawn ones seldom meet a page that somebody has just
opened, so that what the site keeps helps them as little as it can.
"""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Final, TypeVar
from urllib.parse import urlencode

from benchmarks.site.readers import Visit
from hanse.observatory.catalogue import CATALOGUE
from hanse.observatory.questions.atlas import mappable
from hanse.observatory.questions.lists import Kind, Lists, lists
from hanse.observatory.warehouse import Askable

_T = TypeVar("_T")

FILES: Final = frozenset(
    {"map (SVG)", "table (CSV)", "API (JSON)", "API (CSV)", "suggestions", "map (PNG)"}
)
"""The kinds that are no page."""

_WORDS: Final = ("auto", "wien", "machin", "food", "bayern", "steel", "softwre", "textile", "Lyon")
_TABLES: Final = {"region": "years", "category": "regions", "industry": "years"}


class Mix:
    """Draws visits to the pages of an edition, as often as `weights` say."""

    weights: Final[Mapping[str, int]] = {
        "home": 5,
        "search": 5,
        "suggestions": 6,
        "atlas": 20,
        "regions": 3,
        "region": 12,
        "categories": 3,
        "category": 10,
        "cluster": 12,
        "industry": 4,
        "compare regions": 3,
        "compare categories": 3,
        "finder": 5,
        "rankings": 4,
        "emerging": 2,
        "methods": 2,
        "method": 3,
        "data": 2,
        "API (JSON)": 4,
        "API (CSV)": 2,
        "table (CSV)": 2,
        "map (SVG)": 2,
        "map (PNG)": 1,
    }

    def __init__(self, edition: Askable, seed: int) -> None:
        self.random = Random(seed)
        self.lists: Lists = lists(edition)
        self.regions = list(self.lists.regions)
        self.countries = sorted({each.country for each in self.lists.regions.values()} - {""})
        self.categories = list(self.lists.categories.values())
        self.industries = [each.code for each in self.lists.industries.values() if each.level < 5]
        self.indicators = mappable(edition)

    def visits(self, count: int, read_seconds: tuple[float, float] = (0, 0)) -> list[Visit]:
        """`count` visits, each read for a time between the two of `read_seconds`."""
        kinds = self.random.choices(list(self.weights), list(self.weights.values()), k=count)
        return [self.visit(kind, self.random.uniform(*read_seconds)) for kind in kinds]

    def visit(self, kind: str, read_seconds: float = 0) -> Visit:
        """A visit to some page of this kind."""
        page: Callable[[], str] = getattr(self, f"_{kind.translate(_PLAIN)}")
        accept = "application/json" if kind == "API (JSON)" else ""
        return Visit(kind, page(), read_seconds, accept)

    def _home(self) -> str:
        return "/"

    def _search(self) -> str:
        return _address("/search/", q=self._word())

    def _suggestions(self) -> str:
        return _address("/search/suggestions/", q=self._word()[:4])

    def _atlas(self) -> str:
        return _address("/atlas/", **self._map())

    def _map_svg(self) -> str:
        return _address("/atlas/map.svg", **self._map())

    def _map_png(self) -> str:
        return _address("/atlas/map.png", **self._map())

    def _regions(self) -> str:
        return _address("/regions/", country=self.random.choice(["", *self.countries]))

    def _region(self) -> str:
        return _address(f"/regions/{self._of(self.regions)}/", year=self._some_year())

    def _categories(self) -> str:
        scheme = self._of(list(self.lists.schemes))
        return _address("/categories/", scheme=scheme, year=self._some_year())

    def _category(self) -> str:
        kind = self._kind()
        return _address(f"/categories/{kind.scheme}/{kind.code}/", year=self._some_year())

    def _cluster(self) -> str:
        kind, region = self._kind(), self._of(self.regions)
        return _address(f"/clusters/{kind.scheme}/{kind.code}/{region}/", year=self._some_year())

    def _industry(self) -> str:
        return _address(f"/industries/{self._of(self.industries)}/", year=self._some_year())

    def _compare_regions(self) -> str:
        picked = self.random.sample(self.regions, self.random.randint(2, 10))
        return _address("/compare/regions/", region=picked)

    def _compare_categories(self) -> str:
        scheme = self._of(list(self.lists.schemes))
        known = list(self.lists.of_scheme(scheme))
        picked = self.random.sample(known, min(len(known), self.random.randint(2, 6)))
        return _address("/compare/categories/", category=picked, scheme=scheme)

    def _finder(self) -> str:
        return _address(
            "/finder/",
            scheme=self._of(list(self.lists.schemes)),
            country=self.random.choice(["", self._of(self.countries)]),
            stars=self.random.choice(["", "1", "2"]),
            growth_from=self.random.choice(["", "1", "3"]),
            page=self.random.choice(["", "2"]),
        )

    def _rankings(self) -> str:
        return _address(
            "/rankings/",
            of=self._of(["regions", "countries", "categories"]),
            scheme=self._of(list(self.lists.schemes)),
            year=self._some_year(),
        )

    def _emerging(self) -> str:
        return _address("/emerging/", year=self._some_year())

    def _methods(self) -> str:
        return "/methods/"

    def _method(self) -> str:
        return f"/methods/{self._of(list(CATALOGUE))}/"

    def _data(self) -> str:
        return self._of(["/data/", "/data/api/"])

    def _api_json(self) -> str:
        return _address("/api/v1/clusters", **self._cells(), limit=100)

    def _api_csv(self) -> str:
        return _address("/api/v1/observations", **self._cells(), format="csv")

    def _table_csv(self) -> str:
        return f"/regions/{self._of(self.regions)}/categories.csv"

    def _cells(self) -> dict[str, object]:
        kind = self._kind()
        return {"scheme": kind.scheme, "category": kind.code, "year": self._of(self.lists.years)}

    def _map(self) -> dict[str, object]:
        kind = self._kind()
        return {
            "scheme": kind.scheme,
            "category": kind.code,
            "indicator": self._of(self.indicators),
            "year": self._of(self.lists.years),
            "country": self.random.choice(["", "", "", self._of(self.countries)]),
        }

    def _kind(self) -> Kind:
        # Evenly by scheme, and by category inside: large schemes would leave none to small ones.
        scheme = self._of(list(self.lists.schemes))
        return self._of([each for each in self.categories if each.scheme == scheme])

    def _some_year(self) -> object:
        """Mostly the latest, which has no word of its own."""
        return self.random.choice(["", "", self._of(self.lists.years)])

    def _word(self) -> str:
        names = [each.name for each in self.lists.regions.values()]
        labels = [each.label for each in self.categories]
        return self._of([*_WORDS, self._of(names), self._of(labels)])

    def _of(self, choices: Sequence[_T]) -> _T:
        return self.random.choice(choices)


_PLAIN: Final = str.maketrans({" ": "_", "(": "", ")": "", **{c: c.lower() for c in "APIJSONCSVG"}})


def _address(path: str, **words: object) -> str:
    asked = {key: value for key, value in words.items() if value not in ("", None)}
    return f"{path}?{urlencode(asked, doseq=True)}" if asked else path
