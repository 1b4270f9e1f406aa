"""A whole edition computed again with dictionaries and loops, straight from the definitions.

Nothing of the product is used: the rule for blanks and sums
(docs/decisions/), the formulas of the catalogue, the conventions of the ratings, and proximity and
density after Hidalgo et al. (2007) are written out once more, cell by cell.
"""

import math
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

EMPLOYMENT, ESTABLISHMENTS = "employment_persons", "establishments_count"
WAGES, VALUE_ADDED = "wages_eur", "value_added_eur"
MEASURES = (EMPLOYMENT, ESTABLISHMENTS, WAGES, VALUE_ADDED)
YEARS = (2018, 2019, 2021, 2023)
GROWTH_YEARS = 2
REGIONS = tuple(f"R{number}" for number in range(9))
PARENT = {
    "S": "",
    "T": "",
    **{code: code[:-1] for code in ("S1", "S2", "T1", "T2")},
    **{code: code[:-1] for code in ("S11", "S12", "S13", "S21", "S22", "T11", "T12", "T21", "T22")},
}
LEAVES = [code for code in PARENT if code not in PARENT.values()]

# category -> kind, and leaf -> weight; S1 and T12 are divided, T22 belongs nowhere.
PARTS = {
    "machines": ("traded", {"S11": 1.0, "S12": 0.5, "S13": 1.0}),
    "ships": ("traded", {"S12": 0.5, "S21": 1.0}),
    "paper": ("traded", {"S22": 1.0}),
    "shops": ("local", {"T11": 1.0, "T12": 1.0}),
    "schools": ("local", {"T21": 1.0}),
}
OVERLAPS = {
    "green": ("emerging", {"S11": 0.3, "S12": 0.3, "S13": 0.3, "T11": 1.0}),
    "blue": ("emerging", {"S11": 1.0, "S21": 0.8, "S22": 0.8, "T22": 0.25}),
}
SCHEMES = {"parts": PARTS, "overlaps": OVERLAPS}

Value = float | None
Cell = tuple[Value, frozenset[str]]
Statistics = dict[tuple[str, int, str, str], Cell]
"""(measure, year, region, industry) -> value and flag letters; absent where there is no row."""


def statistics(seed: int) -> Statistics:
    """Random figures with noughts, gaps, withheld cells, estimates and parts above the whole."""
    chance = random.Random(seed)
    cells: Statistics = {}
    for measure in MEASURES:
        for year in YEARS:
            for region in REGIONS:
                if chance.random() < 0.08:
                    continue  # the region has no figures of this measure and year at all
                whole: dict[str, float] = {}
                for leaf in LEAVES:
                    figure = chance.choice([0, 1, 1, 1]) * chance.randint(1, 4000)
                    if measure == VALUE_ADDED:
                        figure = figure * 50 - chance.choice([0, 0, 120_000])
                    for code in (leaf, PARENT[leaf], PARENT[PARENT[leaf]]):
                        whole[code] = whole.get(code, 0.0) + figure
                for code, figure_ in whole.items():
                    kept = 0.75 if code in LEAVES else 0.6
                    draw = chance.random()
                    flags = frozenset(chance.choice(["", "", "", "", "e", "p", "dp", "u"]))
                    if draw < kept:
                        off = chance.choice([0, 0, 0, 0, -900]) if measure != VALUE_ADDED else 0
                        cells[measure, year, region, code] = max(figure_ + off, 0.0), flags
                        if measure == VALUE_ADDED:
                            cells[measure, year, region, code] = figure_, flags
                    elif draw < kept + 0.1:
                        cells[measure, year, region, code] = None, frozenset("c")
                    elif draw < kept + 0.15:
                        cells[measure, year, region, code] = None, flags
    return cells


def ancestors(code: str) -> list[str]:
    """Codes above, the nearest first."""
    above = []
    while PARENT[code]:
        code = PARENT[code]
        above.append(code)
    return above


def children(code: str) -> list[str]:
    return [child for child, parent in PARENT.items() if parent == code]


@dataclass
class Filled:
    """One leaf of a region: its value, its flags, and the ancestor it was filled from."""

    value: Value
    flags: set[str]
    source: str = ""


def filled_leaves(cells: Mapping[str, Cell], *, signed: bool, lowest: int) -> dict[str, Filled]:
    """The leaves of one measure, year and region after the rule for blanks.

    lowest: an ancestor with fewer than this many codes above it fills nothing.
    """

    def value(code: str) -> Value:
        if code not in LEAVES and len(ancestors(code)) < lowest:
            return None
        return cells.get(code, (None, frozenset()))[0]

    def flags(code: str) -> frozenset[str]:
        return cells.get(code, (None, frozenset()))[1]

    def available(code: str) -> list[str]:
        """The nearest descendants that have a value."""
        found: list[str] = []
        for child in children(code):
            found += [child] if value(child) is not None else available(child)
        return found

    def first_above(leaf: str) -> str:
        return next((code for code in ancestors(leaf) if value(code) is not None), "")

    result: dict[str, Filled] = {}
    for leaf in LEAVES:
        own = value(leaf)
        if own is not None:
            result[leaf] = Filled(own, set(flags(leaf)))
            continue
        letters = set(flags(leaf))
        source = first_above(leaf)
        for code in ancestors(leaf):
            letters |= flags(code)
            if code == source:
                break
        if not source:
            result[leaf] = Filled(None, letters)
            continue
        parts = available(source)
        rest = (value(source) or 0.0) - sum(value(part) or 0.0 for part in parts)
        if rest < 0 and not signed:
            rest = 0.0
            letters.add("i")
        for part in parts:
            letters |= flags(part) & set("efis")
        sharers = [
            other for other in LEAVES if value(other) is None and first_above(other) == source
        ]
        result[leaf] = Filled(rest / len(sharers), letters, source)
    return result


@dataclass
class Sum:
    """A category in one region: its value and flags, and the sum of what is known of it."""

    value: Value
    flags: set[str]
    known: float


def category_sum(
    weights: Mapping[str, float],
    here: Mapping[str, Filled],
    covered: Iterable[str],
    size: Mapping[str, float],
    minimum: float,
) -> Sum:
    covered = set(covered)
    known = {leaf: here[leaf].value for leaf in weights if here[leaf].value is not None}
    total = sum((value or 0.0) * weights[leaf] for leaf, value in known.items())
    withheld = {leaf for leaf in weights if leaf not in known and "c" in here[leaf].flags}
    gaps = {leaf for leaf in weights if leaf not in known and (leaf in covered or leaf in withheld)}
    whole = sum(size[leaf] * weights[leaf] for leaf in weights)
    share = sum(size[leaf] * weights[leaf] for leaf in known) / whole if whole > 0 else 0.0
    enough = not gaps or (minimum < 1 and share >= minimum)
    if not enough or not covered & set(weights):
        return Sum(None, {"c"} if withheld else set(), total)
    letters = set().union(*(here[leaf].flags for leaf in weights)) - {"c"}
    uneven = False
    for source in {here[leaf].source for leaf in weights} - {""}:
        sharers = [leaf for leaf in LEAVES if here[leaf].source == source]
        uneven |= len({weights.get(leaf, 0.0) for leaf in sharers}) > 1
    if gaps or uneven:
        letters.add("i")
    return Sum(total, letters, total)


def status(value: Value, flags: Iterable[str]) -> str:
    if value is None:
        return "withheld" if "c" in flags else "missing"
    return "estimated" if set(flags) & set("efis") else "observed"


def over(numerator: Value, denominator: Value) -> Value:
    if numerator is None or denominator is None or denominator <= 0:
        return None
    return numerator / denominator


def quantile(figures: list[float], level: float) -> float:
    """Linear between the two nearest figures."""
    ordered = sorted(figures)
    exact = (len(ordered) - 1) * level
    low = math.floor(exact)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (exact - low)


Row = dict[str, object]


@dataclass
class Twin:
    """An edition's table of clusters, by (category, year, region), of one scheme."""

    cells: Statistics
    scheme: str
    rating: str
    minimum: float
    lowest: int
    rows: dict[tuple[str, int, str], Row] = field(default_factory=dict)
    coverage: dict[tuple[str, int, str], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        categories = SCHEMES[self.scheme]
        figures = [
            key for key, (value, flags) in self.cells.items() if value is not None or "c" in flags
        ]
        self.regions = sorted({region for _, _, region, _ in figures})
        self.years = sorted({key[1] for key, (value, _) in self.cells.items() if value is not None})
        for category, (kind, _) in categories.items():
            for year in self.years:
                for region in self.regions:
                    self.rows[category, year, region] = {"kind": kind}
        sums: dict[tuple[str, int, str, str], Sum] = {}
        leaves: dict[tuple[int, str], dict[str, Filled]] = {}
        for measure in MEASURES:
            for year in self.years:
                here = {
                    region: filled_leaves(
                        {
                            code: self.cells[measure, year, region, code]
                            for code in PARENT
                            if (measure, year, region, code) in self.cells
                        },
                        signed=measure == VALUE_ADDED,
                        lowest=self.lowest,
                    )
                    for region in self.regions
                }
                if measure == EMPLOYMENT:
                    leaves |= {(year, region): here[region] for region in self.regions}
                self._sum_up(measure, year, here, sums)
        for year in self.years:
            self._quotients(year, leaves, sums)
        self._growth()
        for category in categories:
            for year in self.years:
                self._places(category, year)
        self._stars()
        for year in self.years:
            self._density(year)

    def _sum_up(
        self,
        measure: str,
        year: int,
        here: Mapping[str, Mapping[str, Filled]],
        sums: dict[tuple[str, int, str, str], Sum],
    ) -> None:
        size = {
            leaf: sum(abs(here[region][leaf].value or 0.0) for region in self.regions)
            for leaf in LEAVES
        }
        covered = {
            leaf
            for leaf in LEAVES
            if any(here[region][leaf].value is not None for region in self.regions)
        }
        for category, (_, weights) in SCHEMES[self.scheme].items():
            part = sum(weight for leaf, weight in weights.items() if leaf in covered)
            self.coverage[measure, year, category] = part / sum(weights.values())
            for region in self.regions:
                found = category_sum(weights, here[region], covered, size, self.minimum)
                sums[measure, year, region, category] = found
                row = self.rows[category, year, region]
                row[measure] = found.value
                row[f"{measure}_flag"] = "".join(sorted(found.flags))
                row[f"{measure}_status"] = status(found.value, found.flags)

    def _quotients(
        self,
        year: int,
        leaves: Mapping[tuple[int, str], Mapping[str, Filled]],
        sums: Mapping[tuple[str, int, str, str], Sum],
    ) -> None:
        categories = SCHEMES[self.scheme]
        for category, (kind, _) in categories.items():
            bases: dict[str, Value] = {}
            for region in self.regions:
                if self.rating == "us_cluster_mapping":
                    same = [code for code, (each, _) in categories.items() if each == kind]
                    bases[region] = sum(sums[EMPLOYMENT, year, region, code].known for code in same)
                else:
                    known = [leaf.value for leaf in leaves[year, region].values()]
                    present = [value for value in known if value is not None]
                    bases[region] = sum(present) if present else None
            grand = sum(base or 0.0 for base in bases.values())
            of_category = sum(
                sums[EMPLOYMENT, year, region, category].known for region in self.regions
            )
            for region in self.regions:
                row = self.rows[category, year, region]
                employment = as_value(row[EMPLOYMENT])
                row["share"] = over(employment, of_category)
                row["focus"] = over(employment, bases[region])
                quotient = over(row["focus"], over(of_category, grand))  # type: ignore[arg-type]
                row["location_quotient"] = quotient
                row["symmetric_location_quotient"] = (
                    None if quotient is None else (quotient - 1) / (quotient + 1)
                )
                row["average_wage_eur"] = over(as_value(row[WAGES]), employment)
                row["productivity_eur"] = over(as_value(row[VALUE_ADDED]), employment)
                row["establishment_size_persons"] = over(employment, as_value(row[ESTABLISHMENTS]))

    def _growth(self) -> None:
        for (category, year, region), row in self.rows.items():
            before = self.rows.get((category, year - GROWTH_YEARS, region), {})
            now, then = as_value(row[EMPLOYMENT]), as_value(before.get(EMPLOYMENT))
            both = now is not None and then is not None
            row["employment_growth_persons"] = now - then if both else None  # type: ignore[operator]
            growth = over(now, then)
            row["employment_growth_cagr"] = (
                None if growth is None else growth ** (1 / GROWTH_YEARS) - 1
            )

    def _places(self, category: str, year: int) -> None:
        group = [self.rows[category, year, region] for region in self.regions]
        for column in ("employment_persons", "location_quotient", "focus", "productivity_eur"):
            known = [as_value(row[column]) for row in group if row[column] is not None]
            for row in group:
                own = as_value(row[column])
                row[f"{column}_rank"] = (
                    None
                    if own is None
                    else 1 + sum(1 for each in known if each is not None and each > own)
                )
        sizes = [as_value(row[EMPLOYMENT]) or 0.0 for row in group]
        active = [size for size in sizes if size > 0]
        for row in group:
            own = as_value(row[EMPLOYMENT])
            if own is None:
                row["size"] = None
            else:
                row["size"] = sum(size <= own for size in active) / len(active) if own > 0 else 0.0

    def _stars(self) -> None:
        floors, criteria, kinds = RULES[self.rating]
        for (category, year, _), row in self.rows.items():
            group = [self.rows[category, year, region] for region in self.regions]
            if kinds and row["kind"] not in kinds:
                row |= {"stars": None, "eligible": None, "stars_reason": "not_rated"}
                row |= dict.fromkeys(criteria)
                continue
            eligible = every(test(row, group) for test in floors)
            met = {
                code: every([eligible, *(test(row, group) for test in tests)])
                for code, tests in criteria.items()
            }
            row |= met
            row["eligible"] = eligible
            known = [each for each in met.values() if each is not None]
            if eligible is False:
                row["stars"], row["stars_reason"] = 0, "below_floor"
            elif row[EMPLOYMENT] is None:
                reason = "withheld" if row[f"{EMPLOYMENT}_status"] == "withheld" else "missing"
                row["stars"], row["stars_reason"] = None, reason
            elif eligible is None or not known:
                row["stars"], row["stars_reason"] = None, "unknown"
            else:
                row["stars"] = sum(known)
                row["stars_reason"] = "partly" if len(known) < len(met) else None

    def _density(self, year: int) -> None:
        categories = list(SCHEMES[self.scheme])
        quotients = {
            (region, category): as_value(self.rows[category, year, region]["location_quotient"])
            for region in self.regions
            for category in categories
        }
        known = {place for place, quotient in quotients.items() if quotient is not None}
        have = {place for place in known if (quotients[place] or 0.0) >= 1}
        near: dict[tuple[str, str], float] = {}
        for a in categories:
            for b in categories:
                judged = [r for r in self.regions if (r, a) in known and (r, b) in known]
                of_a = sum((r, a) in have for r in judged)
                of_b = sum((r, b) in have for r in judged)
                alive = all(any((r, c) in have for r in self.regions) for c in (a, b))
                if alive and max(of_a, of_b):
                    both = sum((r, a) in have and (r, b) in have for r in judged)
                    near[a, b] = both / max(of_a, of_b)
        for region in self.regions:
            special = any((region, category) in have for category in categories)
            for category in categories:
                others = [c for c in categories if (region, c) in known and (category, c) in near]
                total = sum(near[category, c] for c in others)
                close = sum(near[category, c] for c in others if (region, c) in have)
                self.rows[category, year, region]["relatedness_density"] = (
                    close / total if special and total > 0 else None
                )


def as_value(figure: object) -> Value:
    assert figure is None or isinstance(figure, int | float)
    return figure


Test = Callable[[Row, list[Row]], bool | None]


def every(tests: Iterable[bool | None]) -> bool | None:
    """False where one is not met, unknown where that cannot be said."""
    found = list(tests)
    if False in found:
        return False
    return None if None in found else True


def at_least(column: str, threshold: float) -> Test:
    def test(row: Row, _: list[Row]) -> bool | None:
        own = as_value(row[column])
        return None if own is None else own >= threshold

    return test


def reaches(column: str, level: float, *, beyond: bool = False) -> Test:
    """At least the quantile of the regions with employment, or `beyond` it."""

    def test(row: Row, group: list[Row]) -> bool | None:
        employment = as_value(row[EMPLOYMENT])
        if employment is not None and employment <= 0:
            return False
        own = as_value(row[column])
        population = [
            as_value(each[column]) for each in group if (as_value(each[EMPLOYMENT]) or 0) > 0
        ]
        figures = [each for each in population if each is not None]
        if own is None or not figures:
            return None
        cut = quantile(figures, level)
        same = abs(own - cut) <= 1e-12 * abs(cut)
        return (own > cut and not same) if beyond else (own > cut or same)

    return test


LQ, PRODUCTIVITY, GROWTH = "location_quotient", "productivity_eur", "employment_growth_cagr"
RULES: dict[str, tuple[list[Test], dict[str, list[Test]], tuple[str, ...]]] = {
    "european_cluster_observatory": (
        [at_least(EMPLOYMENT, 1000)],
        {
            "star_size": [reaches(EMPLOYMENT, 0.9)],
            "star_specialisation": [at_least(LQ, 2)],
            "star_focus": [reaches("focus", 0.9)],
        },
        (),
    ),
    "cluster_panorama": (
        [at_least(EMPLOYMENT, 0)],
        {
            "star_specialisation": [reaches(LQ, 0.8)],
            "star_size": [reaches(EMPLOYMENT, 0.8)],
            "star_productivity": [reaches(PRODUCTIVITY, 0.8)],
            "star_dynamism": [reaches(GROWTH, 0.8)],
        },
        (),
    ),
    "us_cluster_mapping": (
        [reaches(EMPLOYMENT, 0.25, beyond=True), reaches(ESTABLISHMENTS, 0.25, beyond=True)],
        {
            "strong": [reaches(LQ, 0.75), at_least(LQ, 1)],
            "strong10": [reaches(LQ, 0.9), at_least(LQ, 1)],
            "significant": [reaches(LQ, 0.5, beyond=True)],
            "qualifying": [reaches(LQ, 0.25, beyond=True)],
        },
        ("traded",),
    ),
}
