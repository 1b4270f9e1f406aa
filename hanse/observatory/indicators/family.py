"""What an indicator is to the engine, and the one plan that computes any number of them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from hanse.foundation.problems import HanseError
from hanse.observatory.indicators.plan import extend, hidden, number
from hanse.observatory.indicators.windows import Lazy, Rows, sums_by

Total = Literal["region", "category", "grand"]
EMPLOYMENT: Final = "employment_persons"
_LONGEST_SPAN: Final = 1000


@dataclass(frozen=True, slots=True)
class Options:
    """What a computation may vary.

    category: the column that names the industry or category. base: columns within which totals
    are taken, beside the year. within: further columns within which clusters are ranked, beside
    category and year. years: the span of growth. The three tables replace the sums over the
    panel's rows by totals that are known otherwise; see `location_quotient`.
    """

    category: str = "category"
    base: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    years: int = 5
    region_totals: IntoFrame | None = None
    category_totals: IntoFrame | None = None
    grand_totals: IntoFrame | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure a regional cluster has: its column, what it needs, and its expression.

    measures: columns of the panel. expression: None where the figure is a place. totals: of the
    first measure. earlier: whether the first measure is wanted as it was some years before.
    place_of: the column whose place it reads.
    peers: whether it reads how many clusters have some of the first measure. after: an indicator
    whose result it reads. whole: whether the figures are whole numbers.
    """

    code: str
    measures: tuple[str, ...]
    expression: Callable[[Options], nw.Expr] | None
    totals: frozenset[Total] = frozenset()
    earlier: bool = False
    place_of: str = ""
    peers: bool = False
    after: str = ""
    whole: bool = False


def total(which: Total, measure: str) -> nw.Expr:
    """The total of `measure` that `which` names, in the row's year and base."""
    return nw.col(hidden(f"{which}_total_{measure}"))


def earlier(measure: str) -> nw.Expr:
    """`measure` of the same cluster, as many years before as the options say."""
    return nw.col(hidden(f"earlier_{measure}"))


def place(column: str) -> nw.Expr:
    """1 + the clusters of the same category, year and `within` with more of `column`."""
    return nw.col(hidden(rank_code(column)))


def rank_code(column: str) -> str:
    """The code of the indicator that is the place by `column`."""
    return f"{column}_rank"


def peers(measure: str) -> nw.Expr:
    """How many clusters of the same category, year and `within` have some of `measure`."""
    return nw.col(hidden(f"peers_{measure}"))


def ratio(numerator: nw.Expr, denominator: nw.Expr) -> nw.Expr:
    """Numerator by denominator; null where either is missing or the denominator is not above 0."""
    return nw.when(denominator > 0).then(numerator / denominator)


def add(
    panel: IntoFrameT,
    indicators: Sequence[Indicator],
    options: Options,
    *,
    unseen: Collection[str] = (),
) -> IntoFrameT:
    """`panel` with one column for each of `indicators`, computed in one lazy plan.

    An indicator that reads another's result takes it from `indicators`, or else from the panel.
    Those named in `unseen` are computed for others to read and not added. Raises `HanseError`;
    see `plan.extend`.
    """
    check_span(options.years)
    computed = {indicator.code for indicator in indicators}
    numbers = list(
        dict.fromkeys(
            name
            for indicator in indicators
            for name in (*indicator.measures, indicator.after)
            if name and name not in computed
        )
    )
    wanted = {
        (which, indicator.measures[0]) for indicator in indicators for which in indicator.totals
    }
    spans = sorted({indicator.measures[0] for indicator in indicators if indicator.earlier})
    keys = dict.fromkeys(["region", options.category, "year", *options.base, *options.within])
    tables = _tables(options, wanted)

    group = [hidden(name) for name in (options.category, "year", *options.within)]

    def plan(rows: Rows, joined: Mapping[str, Lazy]) -> None:
        for which, measure in sorted(wanted):
            _add_total(rows, joined, which, measure, options)
        if spans:
            add_earlier(rows, spans, options)
        for measure in sorted({each.measures[0] for each in indicators if each.peers}):
            rows.add_counts(hidden(f"peers_{measure}"), hidden(measure), group)
        # What reads another's result is computed once that result is there.
        placed: set[str] = set()
        for later in (False, True):
            turn = [each for each in indicators if (each.after in computed) is later]
            for column in sorted({each.place_of for each in turn} - placed - {""}):
                rows.add_places(hidden(rank_code(column)), hidden(column), group)
                placed.add(column)
            figures = [
                each.expression(options).alias(hidden(each.code))
                for each in turn
                if each.expression is not None
            ]
            if figures:
                rows.add_columns(*figures)

    return extend(
        panel,
        plan,
        keys=list(keys),
        axes=("region", options.category, "year"),
        numbers=numbers,
        adds={
            each.code: nw.Int32() if each.whole else nw.Float64()
            for each in indicators
            if each.code not in unseen
        },
        tables=tables,
    )


def check_span(years: int) -> None:
    """Raises `HanseError` when growth cannot be taken over so many years."""
    if not 1 <= years <= _LONGEST_SPAN:
        raise HanseError(
            f"Growth over {years} years cannot be computed.",
            remedy=f"Give 1 to {_LONGEST_SPAN}.",
        )


def add_earlier(rows: Rows, measures: Sequence[str], options: Options) -> None:
    """Adds to `rows` what `earlier` reads of `measures`. Raises `HanseError` on years in words."""
    region, category, year = (hidden(key) for key in ("region", options.category, "year"))
    kind = rows.kind(year)
    if not kind.is_integer():
        raise HanseError(
            f"Column year holds {kind}, not whole numbers.",
            why="Growth is taken between a year and the one some years before.",
            remedy="Give the years as whole numbers.",
        )
    names = {hidden(f"earlier_{measure}"): hidden(measure) for measure in measures}
    rows.add_earlier(names, [region, category], year, options.years)


def _tables(
    options: Options, wanted: set[tuple[Total, str]]
) -> dict[str, tuple[IntoFrame, Sequence[str], Sequence[str]]]:
    measures = sorted({measure for _, measure in wanted})
    if not measures:
        return {}
    given = {
        "region_totals": (options.region_totals, "region"),
        "category_totals": (options.category_totals, options.category),
        "grand_totals": (options.grand_totals, ""),
    }
    if (
        options.region_totals is not None
        and options.category_totals is not None
        and options.grand_totals is None
        and "grand" in {which for which, _ in wanted}
    ):
        raise HanseError(
            "The grand totals are not known.",
            why="Totals of regions and of categories are both given, and may add up to "
            "different grand totals.",
            remedy="Give grand_totals: one row a year"
            + (f" and {', '.join(options.base)}." if options.base else "."),
        )
    return {
        name: (table, [*([key] if key else []), "year", *options.base], measures)
        for name, (table, key) in given.items()
        if table is not None
    }


def _add_total(
    rows: Rows, joined: Mapping[str, Lazy], which: Total, measure: str, options: Options
) -> None:
    keys: dict[Total, str] = {"region": "region", "category": options.category, "grand": ""}
    by = [hidden(key) for key in (keys[which], "year", *options.base) if key]
    name = hidden(f"{which}_total_{measure}")
    given = joined.get(f"{which}_totals")
    if given is not None:
        rows.add_joined(given.select(*by, number(measure).alias(name)), by)
        return
    if which == "grand":
        parts = joined.get("region_totals", joined.get("category_totals"))
        if parts is not None:
            rows.add_joined(sums_by(parts, {name: hidden(measure)}, by), by)
            return
    rows.add_sums(name, hidden(measure), by)
