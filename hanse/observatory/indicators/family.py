"""What an indicator is to the engine, and the one plan that computes any number of them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from hanse.foundation.problems import HanseError
from hanse.observatory.indicators.plan import Frame, Terms, extend, hidden, number

Total = Literal["region", "category", "grand"]
EMPLOYMENT: Final = "employment_persons"
_LONGEST_SPAN: Final = 1000
_YEARS_APART: Final = 2**22


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

    measures: columns of the panel. totals: those wanted of the first measure. earlier: whether
    the first measure is wanted as it was some years before. after: the indicator or measure whose
    figures it ranks. among_peers: whether it otherwise sets the cluster beside those of the same
    category and year. whole: whether it is a whole number.
    """

    code: str
    measures: tuple[str, ...]
    expression: Callable[[Options, Terms], nw.Expr]
    totals: frozenset[Total] = frozenset()
    earlier: bool = False
    after: str = ""
    among_peers: bool = False
    whole: bool = False


def total(which: Total, measure: str) -> nw.Expr:
    """The total of `measure` that `which` names, in the row's year and base."""
    return nw.col(hidden(f"{which}_total_{measure}"))


def earlier(measure: str) -> nw.Expr:
    """`measure` of the same cluster, as many years before as the options say."""
    return nw.col(hidden(f"earlier_{measure}"))


def cluster_peers(options: Options) -> tuple[str, ...]:
    """The keys that clusters share which are ranked together."""
    return (options.category, "year", *options.within)


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
    if not 1 <= options.years <= _LONGEST_SPAN:
        raise HanseError(
            f"Growth over {options.years} years cannot be computed.",
            remedy=f"Give 1 to {_LONGEST_SPAN}.",
        )
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

    def plan(frame: Frame, terms: Terms) -> Frame:
        start = frame
        for measure in sorted({measure for _, measure in wanted}):
            which = {which for which, its in wanted if its == measure}
            frame = _with_totals(frame, start, terms, measure, which, options)
        if spans:
            frame = _with_earlier(frame, start, terms, spans, options)
        # What reads another's result is computed once that result is there.
        for later in (False, True):
            turn = [each for each in indicators if (each.after in computed) is later]
            if turn:
                frame = frame.with_columns(
                    *(each.expression(options, terms).alias(hidden(each.code)) for each in turn)
                )
        return frame

    return extend(
        panel,
        plan,
        keys=list(keys),
        numbers=numbers,
        adds={
            each.code: nw.Int64() if each.whole else nw.Float64()
            for each in indicators
            if each.code not in unseen
        },
        groups=_groups(indicators, options),
        tables=tables,
    )


def _groups(indicators: Sequence[Indicator], options: Options) -> list[tuple[str, ...]]:
    """The combinations of keys that the plan of `indicators` groups by."""
    keys: dict[Total, tuple[str, ...]] = {"region": ("region",), "grand": ()}
    keys["category"] = (options.category,)
    totals = {which for each in indicators for which in each.totals}
    groups = [(*keys[which], "year", *options.base) for which in sorted(totals)]
    if any(each.among_peers or each.after for each in indicators):
        groups.append(cluster_peers(options))
    if any(each.earlier for each in indicators):
        groups.append(("region", options.category))
    return groups


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


def _with_totals(
    frame: Frame,
    start: Frame,
    terms: Terms,
    measure: str,
    which: set[Total],
    options: Options,
) -> Frame:
    keys: dict[Total, str] = {"region": "region", "category": options.category, "grand": ""}
    for each in sorted(which):
        names = [key for key in (keys[each], "year", *options.base) if key]
        name = hidden(f"{each}_total_{measure}")
        source = terms.tables.get(f"{each}_totals")
        if source is None and each == "grand":
            source = terms.tables.get("region_totals", terms.tables.get("category_totals"))
        if source is not None:
            by = [hidden(key) for key in names]
            sums = source.group_by(*by).agg(number(measure).sum().alias(name))
            frame = frame.join(sums, on=by, how="left")
        elif terms.packed:
            # Windows keep the row order; for SQL engines groups and a join are faster.
            frame = frame.with_columns(number(measure).sum().over(*terms.by(*names)).alias(name))
        else:
            by = terms.by(*names)
            sums = start.group_by(*by).agg(number(measure).sum().alias(name))
            frame = frame.join(sums, on=by, how="left")
    return frame


def _with_earlier(
    frame: Frame, start: Frame, terms: Terms, measures: Sequence[str], options: Options
) -> Frame:
    # Joining on the year, not shifting rows: a gap in the years then gives null.
    year = hidden("year")
    kind = start.collect_schema()[year]
    if not kind.is_integer():
        raise HanseError(
            f"Column year holds {kind}, not whole numbers.",
            why="Growth is taken between a year and the one some years before.",
            remedy="Give the years as whole numbers.",
        )
    by = [*terms.by("region", options.category), year]
    before = start.select(
        *by[:-1],
        (nw.col(year) + options.years).alias(year),
        *(number(measure).alias(hidden(f"earlier_{measure}")) for measure in measures),
    )
    if not terms.packed:
        return frame.join(before, on=by, how="left")
    moment = nw.col(by[0]) * _YEARS_APART + nw.col(year)
    joint = hidden("moment")
    return frame.with_columns(moment.alias(joint)).join(
        before.with_columns(moment.alias(joint)).drop(*by), on=joint, how="left"
    )
