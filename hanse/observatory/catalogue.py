"""Every measure and indicator once: code, label, unit, formula, reference, inputs, function.

The code of an entry is the column, the slug of its page and, for what is computed by a function of
its own, that function's name.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from narwhals.typing import IntoFrame, IntoFrameT

from hanse.foundation.problems import HanseError
from hanse.observatory.indicators.family import Indicator, Options, add
from hanse.observatory.indicators.growth import EMPLOYMENT_GROWTH_CAGR, EMPLOYMENT_GROWTH_PERSONS
from hanse.observatory.indicators.plan import column_names
from hanse.observatory.indicators.productivity import PRODUCTIVITY_EUR
from hanse.observatory.indicators.ranks import rank_of
from hanse.observatory.indicators.size import ESTABLISHMENT_SIZE_PERSONS, SIZE
from hanse.observatory.indicators.specialisation import (
    FOCUS,
    LOCATION_QUOTIENT,
    SHARE,
    SYMMETRIC_LOCATION_QUOTIENT,
)
from hanse.observatory.indicators.wages import AVERAGE_WAGE_EUR
from hanse.observatory.tables import MEASURES, Status

FROM_WORST: Final[tuple[Status, ...]] = ("withheld", "missing", "estimated", "observed")
"""A figure has the worst status of its inputs: the first of these that one of them has."""

_HOME: Final = "hanse.observatory.indicators"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a reader needs to know about one figure.

    inputs: the measures it needs. higher_is_better: None where neither end is. decimals: how many
    to print. nulls: when there is no figure. caution: what the figure does not say. to_confirm:
    what is widely reported but was not read in the source; "" for nothing. indicator: how it is
    computed row by row; None for a measure, which sources deliver, and for what needs the whole
    panel as a matrix. function: its dotted name; "" for none.
    """

    code: str
    label: str
    unit: str
    formula: str
    reference: str
    inputs: tuple[str, ...]
    higher_is_better: bool | None
    decimals: int
    nulls: str
    caution: str = ""
    to_confirm: str = ""
    indicator: Indicator | None = None
    function: str = ""

    @property
    def is_of_the_whole(self) -> bool:
        """Whether the figure needs the whole panel as a matrix, so that `compute` has it not."""
        return self.indicator is None and self.code not in MEASURES

    @property
    def is_rank(self) -> bool:
        """Whether the figure is a place among the clusters of its category and year."""
        return self.indicator is not None and self.indicator.after != ""


def _measure(code: str, formula: str, higher_is_better: bool | None) -> Entry:
    measure = MEASURES[code]
    return Entry(
        code=code,
        label=measure.label,
        unit=measure.unit,
        formula=formula,
        reference="As delivered by the source; summed over the industries of the category",
        inputs=(code,),
        higher_is_better=higher_is_better,
        decimals=0,
        nulls="Where the source gives no figure or withholds it.",
    )


def _entry(
    indicator: Indicator,
    module: str,
    label: str,
    unit: str,
    formula: str,
    reference: str,
    decimals: int,
    nulls: str,
    *,
    higher_is_better: bool | None = True,
    caution: str = "",
    to_confirm: str = "",
) -> Entry:
    return Entry(
        code=indicator.code,
        label=label,
        unit=unit,
        formula=formula,
        reference=reference,
        inputs=indicator.measures,
        higher_is_better=higher_is_better,
        decimals=decimals,
        nulls=nulls,
        caution=caution,
        to_confirm=to_confirm,
        indicator=indicator,
        function=f"{_HOME}.{module}.{indicator.code}",
    )


_NO_TOTAL: Final = "Where employment or a total is missing, and where a total is 0."
_TOTALS: Final = "Unless published totals are supplied, withheld cells make the totals too small."
_NO_PERSON: Final = "Where either is missing, and where employment is 0."
_NO_BASE: Final = (
    "Where employment is missing in either year, where the earlier year has no row, "
    "and where the earlier employment is 0."
)

_COMPUTED: Final = (
    _entry(
        SHARE,
        "specialisation",
        "Share of the category",
        "share of 1",
        "e_ij / e_i, the category's employment in all regions",
        "European Cluster Observatory (2007)",
        4,
        _NO_TOTAL,
        caution=_TOTALS,
    ),
    _entry(
        LOCATION_QUOTIENT,
        "specialisation",
        "Location quotient",
        "ratio",
        "(e_ij / e_.j) / (e_i. / e_..)",
        "Florence (1929); Isard (1960)",
        2,
        _NO_TOTAL,
        caution=_TOTALS + " High quotients of small regions may rest on one employer.",
    ),
    _entry(
        SYMMETRIC_LOCATION_QUOTIENT,
        "specialisation",
        "Symmetric location quotient",
        "index from -1 to 1",
        "(LQ - 1) / (LQ + 1)",
        "Dalum, Laursen & Villumsen (1998)",
        2,
        _NO_TOTAL,
        caution=_TOTALS,
    ),
    _entry(
        FOCUS,
        "specialisation",
        "Focus of the region",
        "share of 1",
        "e_ij / e_.j, the region's employment in all categories",
        "European Cluster Observatory (2007)",
        4,
        _NO_TOTAL,
        higher_is_better=None,
        caution=_TOTALS,
        to_confirm="That the denominator is the region's employment in all categories.",
    ),
    _entry(
        SIZE,
        "size",
        "Relative size",
        "share of 1",
        "clusters of the category with 0 < e <= e_ij, by those with e > 0",
        "After the size criterion of the European Cluster Observatory (2007)",
        3,
        "Where employment is missing. 0 where employment is 0.",
    ),
    _entry(
        ESTABLISHMENT_SIZE_PERSONS,
        "size",
        "Persons per establishment",
        "persons",
        "e_ij / establishments",
        "Ratio of two published figures",
        1,
        "Where either is missing, and where there is no establishment.",
        higher_is_better=None,
    ),
    _entry(
        AVERAGE_WAGE_EUR,
        "wages",
        "Average wage",
        "EUR per person",
        "wages and salaries / e_ij",
        "Ratio of two published figures",
        0,
        _NO_PERSON,
        caution="Not corrected for hours worked, prices or the self-employed.",
    ),
    _entry(
        PRODUCTIVITY_EUR,
        "productivity",
        "Value added per person",
        "EUR per person",
        "value added / e_ij",
        "Apparent labour productivity, as in structural business statistics",
        0,
        _NO_PERSON,
        caution="Not corrected for hours worked or prices.",
    ),
    _entry(
        EMPLOYMENT_GROWTH_CAGR,
        "growth",
        "Growth of employment a year",
        "share of 1 a year",
        "(e_t / e_(t-n))^(1/n) - 1, n years",
        "Compound annual growth rate",
        4,
        _NO_BASE,
        caution="Breaks in the series and new regional borders show as growth.",
    ),
    _entry(
        EMPLOYMENT_GROWTH_PERSONS,
        "growth",
        "Growth of employment",
        "persons",
        "e_t - e_(t-n), n years",
        "Difference of two published figures",
        0,
        "Where employment is missing in either year, and where the earlier year has no row.",
        caution="Breaks in the series and new regional borders show as growth.",
    ),
)

_MEASURED: Final = (
    _measure("employment_persons", "e_ij: persons employed in category i and region j", True),
    _measure("establishments_count", "local units in category i and region j", True),
    _measure("wages_eur", "wages and salaries paid in category i and region j, a year", None),
    _measure("value_added_eur", "value added in category i and region j, a year", True),
)

_RANKED: Final = (
    "employment_persons",
    "establishments_count",
    "location_quotient",
    "focus",
    "average_wage_eur",
    "productivity_eur",
    "employment_growth_cagr",
    "employment_growth_persons",
)


def _rank(of: Entry) -> Entry:
    indicator = rank_of(of.code)
    return Entry(
        code=indicator.code,
        label=f"{of.label}: place",
        unit="place",
        formula=f"1 + clusters of the same category and year with a larger {of.code}",
        reference="Standard competition ranking: 1, 2, 2, 4",
        inputs=of.inputs,
        higher_is_better=False,
        decimals=0,
        nulls=f"Where {of.code} is missing; such clusters take no place.",
        caution="Equal figures share the smaller place.",
        indicator=indicator,
        function=f"{_HOME}.ranks.rank",
    )


def _related(code: str, label: str, formula: str, nulls: str, caution: str) -> Entry:
    return Entry(
        code=code,
        label=label,
        unit="index from 0 to 1",
        formula=formula,
        reference="Hidalgo, Klinger, Barabasi & Hausmann (2007), Science 317, 482-487",
        inputs=("employment_persons",),
        higher_is_better=None,
        decimals=2,
        nulls=nulls,
        caution=caution,
        function=f"{_HOME}.relatedness.{code}",
    )


_RELATED: Final = (
    _related(
        "proximity",
        "Proximity of two categories",
        "regions with LQ >= 1 in both / larger of the numbers with LQ >= 1 in each",
        "Where no region is specialised in one of the two, and where none is known in both.",
        "Only regions known in both are counted: with few of them it rests on little.",
    ),
    _related(
        "relatedness_density",
        "Relatedness density",
        "sum of proximities to categories with LQ >= 1 / sum of all proximities",
        "Where the region has no data or no specialisation, or no region has one in the category.",
        "A category is its own neighbour (proximity 1) unless the diagonal is left out.",
    ),
)

_FIGURES: Final = {entry.code: entry for entry in (*_MEASURED, *_COMPUTED, *_RELATED)}
CATALOGUE: Final[Mapping[str, Entry]] = _FIGURES | {
    entry.code: entry for entry in (_rank(_FIGURES[code]) for code in _RANKED)
}
"""Every entry by its code, in the order pages show them: measures, indicators, ranks."""


def indicators_for(measures: Collection[str]) -> list[Entry]:
    """The entries that can be had from data with these `measures`, in the catalogue's order."""
    return [entry for entry in CATALOGUE.values() if set(entry.inputs) <= set(measures)]


def entry(code: str) -> Entry:
    """The entry with this code. Raises `HanseError` listing the codes there are."""
    if code not in CATALOGUE:
        raise HanseError(
            f"The catalogue has no indicator {code}.", remedy=f"It has {', '.join(CATALOGUE)}."
        )
    return CATALOGUE[code]


def worst_status(statuses: Iterable[Status]) -> Status:
    """The status of a figure with inputs of these statuses; see `FROM_WORST`.

    Inputs are the cluster's own figures, for growth those of both years; totals do not count.
    Raises `ValueError` when there is no input or a status is unknown.
    """
    return min(statuses, key=FROM_WORST.index)


def compute(
    panel: IntoFrameT,
    indicators: Collection[str] | None = None,
    *,
    category: str = "category",
    base: tuple[str, ...] = (),
    within: tuple[str, ...] = (),
    years: int = 5,
    region_totals: IntoFrame | None = None,
    category_totals: IntoFrame | None = None,
    grand_totals: IntoFrame | None = None,
) -> IntoFrameT:
    """`panel` with a column for each code in `indicators`, all in one lazy plan.

    panel: one row a region, category and year, with measures as columns, any of the four; null
    where missing. indicators: codes of the catalogue, or None for all that the panel's measures
    allow and that it does not hold yet. Codes of measures stand for columns that must be there.
    within: columns within which places and relative size are counted, beside category and year.
    The other arguments: see `location_quotient` and `employment_growth_cagr`.

    Raises `HanseError` on a code that is unknown or whose measures the panel lacks, and as in
    `indicators.plan.extend`.
    """
    columns = column_names(panel)
    if indicators is None:
        wanted = [each for each in indicators_for(columns) if each.code not in columns]
    else:
        wanted = [entry(code) for code in dict.fromkeys(indicators)]
        for each in wanted:
            if each.is_of_the_whole and each.code not in columns:
                raise HanseError(
                    f"{each.code} needs the whole panel.", remedy=f"Call {each.function}."
                )
    for each in wanted:
        absent = [name for name in each.inputs if name not in columns]
        if absent:
            raise HanseError(
                f"{each.code} cannot be computed.",
                why=f"The panel has no column {', '.join(absent)}.",
                remedy="Its measures allow "
                f"{', '.join(found.code for found in indicators_for(columns)) or 'nothing'}.",
            )
    plan = {each.code: each.indicator for each in wanted if each.indicator is not None}
    unseen: dict[str, Indicator] = {}
    for indicator in plan.values():
        read = CATALOGUE[indicator.after].indicator if indicator.after else None
        if read is not None and read.code not in plan and read.code not in columns:
            unseen[read.code] = read
    if not plan:
        return panel
    options = Options(
        category=category,
        base=base,
        within=within,
        years=years,
        region_totals=region_totals,
        category_totals=category_totals,
        grand_totals=grand_totals,
    )
    return add(panel, [*unseen.values(), *plan.values()], options, unseen=unseen)
