"""Applies a rating rule to a panel of regional clusters.

Conventions that hold for every rule:

- Cut-offs are quantiles within category and year, interpolated linearly between the two nearest
  figures (Hyndman & Fan 1996, type 7), over the clusters with employment above 0 and a known
  figure. A cluster without employment never passes one.
- Ties: clusters with equal figures are judged alike. `at_least`, `top_share` and
  `at_least_quantile` let in all that equal the cut-off, `above_quantile` none. Figures within one
  part in 10^12 of the cut-off equal it, so that the order in which an engine adds up does not
  decide on a star.
- Unknown: a missing figure earns no star and is not part of the population. A criterion that
  cannot be judged is null; stars are null only where the cluster itself cannot be judged.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import narwhals as nw
from narwhals.typing import IntoFrameT

from hanse.observatory.indicators.plan import column_names, extend, hidden, number
from hanse.observatory.indicators.windows import Lazy, Rows
from hanse.observatory.ratings.rules import POPULATION, Condition, Rule

SAME: Final = 1e-12
"""How near a cut-off a figure equals it, relative to the cut-off."""

REASONS: Final = {
    "not_rated": "The rule does not rate categories of this kind.",
    "below_floor": "The cluster is below the floor of the rule, so it has no star.",
    "withheld": "Employment is withheld by the statistical office.",
    "missing": "Employment is missing.",
    "unknown": "What the rule asks for is not known.",
    "partly": "Some criteria cannot be judged; the stars count the others.",
}
"""Why a cluster has no stars, or fewer than it might: the codes of `stars_reason`."""


def rate(
    panel: IntoFrameT,
    rule: Rule,
    *,
    category: str = "category",
    within: tuple[str, ...] = (),
    kind: str = "kind",
    status: str = "",
) -> IntoFrameT:
    """`panel` with the stars that `rule` gives each regional cluster; other columns unchanged.

    panel: one row a region, category and year, with `rule.columns` (see `catalogue.compute`).
    within: further columns within which cut-offs are drawn, for example the type of region.
    kind: the column compared with `rule.kinds`; a panel without it is rated whole. status: a
    column with the `Status` of the employment, used for the reason; "" for none.

    Adds `stars` (how many criteria are met; 0 below the floor; null where the cluster cannot be
    judged), `eligible` (truth value, null where unknown), one truth value for each criterion
    under its code (true only where eligible; null where unknown), and `stars_reason` (a key of
    `REASONS`, null where nothing is to be explained). The module's docstring states ties, nulls
    and the quantile. Raises `HanseError`; see `indicators.plan.extend`.
    """
    kinds = rule.kinds if kind in column_names(panel) else ()
    keys = (category, "year", *within)
    group = [hidden(name) for name in keys]
    conditions = (*rule.floors, *(c for each in rule.criteria for c in each.conditions))
    levels = {(c.column, _level(rule, c)) for c in conditions if c.kind != "at_least"}

    def plan(rows: Rows, _: Mapping[str, Lazy]) -> None:
        _add_cut_offs(rows, levels, group, rule.numbers["smallest_population"].value)
        eligible = _all(_met(rule, condition) for condition in rule.floors)
        rows.add_columns(eligible.alias(hidden("eligible")))
        rows.add_columns(
            *(
                (nw.col(hidden("eligible")) & _all(_met(rule, c) for c in each.conditions)).alias(
                    hidden(each.code)
                )
                for each in rule.criteria
            )
        )
        _add_stars(rows, rule)
        rated = (
            nw.col(hidden(kind)).cast(nw.String).is_in(kinds).fill_null(False)
            if kinds
            else nw.lit(True)
        )
        rows.add_columns(
            nw.when(rated).then(nw.col(hidden("stars"))).alias(hidden("stars")),
            nw.when(~rated)
            .then(nw.lit("not_rated"))
            .otherwise(_reason(status))
            .alias(hidden("stars_reason")),
        )
        if kinds:
            rows.add_columns(
                *(
                    nw.when(rated).then(nw.col(hidden(name))).alias(hidden(name))
                    for name in ("eligible", *(each.code for each in rule.criteria))
                )
            )

    return extend(
        panel,
        plan,
        keys=keys,
        axes=(category, "year"),
        texts=[*([kind] if kinds else []), *([status] if status else [])],
        numbers=rule.columns,
        adds={
            "stars": nw.Int8(),
            "eligible": nw.Boolean(),
            **{each.code: nw.Boolean() for each in rule.criteria},
            "stars_reason": nw.Enum(list(REASONS)),
        },
    )


def _add_stars(rows: Rows, rule: Rule) -> None:
    """Adds the number of criteria met, of those open, and the stars that follow."""
    met = [nw.col(hidden(each.code)) for each in rule.criteria]
    rows.add_columns(
        nw.sum_horizontal(*(each.cast(nw.Int8) for each in met)).alias(hidden("met")),
        nw.sum_horizontal(*(each.is_null().cast(nw.Int8) for each in met)).alias(hidden("open")),
        nw.all_horizontal(*(each.is_null() for each in met), ignore_nulls=False).alias(
            hidden("unjudged")
        ),
    )
    eligible = nw.col(hidden("eligible"))
    rows.add_columns(
        nw.when(~eligible)
        .then(nw.lit(0))
        .when(eligible & ~nw.col(hidden("unjudged")))
        .then(nw.col(hidden("met")))
        .alias(hidden("stars"))
    )


def _reason(status: str) -> nw.Expr:
    """Why a cluster that the rule rates has no stars, or fewer than it might."""
    eligible = nw.col(hidden("eligible"))
    absent = nw.lit("missing")
    if status:
        withheld = nw.col(hidden(status)).cast(nw.String) == "withheld"
        absent = nw.when(withheld).then(nw.lit("withheld")).otherwise(nw.lit("missing"))
    return (
        nw.when(~eligible)
        .then(nw.lit("below_floor"))
        .when(number(POPULATION).is_null())
        .then(absent)
        .when(eligible.is_null() | nw.col(hidden("unjudged")))
        .then(nw.lit("unknown"))
        .when(nw.col(hidden("open")) > 0)
        .then(nw.lit("partly"))
    )


def _level(rule: Rule, condition: Condition) -> float:
    value = rule.numbers[condition.number].value
    # 1 - 0.1 and 0.9 are neighbours; rounding makes one rule's cut-off the other's.
    return round(1.0 - value, 12) if condition.kind == "top_share" else value


def _cut_off(column: str, level: float) -> str:
    return hidden(f"cut_{column}_{level!r}")


def _add_cut_offs(
    rows: Rows, levels: set[tuple[str, float]], group: Sequence[str], fewest: float
) -> None:
    """Adds the quantile of each column and level in `levels` within `group`."""
    for column in sorted({column for column, _ in levels}):
        names = {_cut_off(column, level): level for of, level in sorted(levels) if of == column}
        rows.add_quantiles(names, hidden(column), group, where=hidden(POPULATION), fewest=fewest)


def _met(rule: Rule, condition: Condition) -> nw.Expr:
    figure = number(condition.column)
    if condition.kind == "at_least":
        threshold = rule.numbers[condition.number].value
        return figure >= threshold - SAME * abs(threshold)
    cut = nw.col(_cut_off(condition.column, _level(rule, condition)))
    above = figure - cut
    same = SAME * cut.abs()
    passed = above > same if condition.kind == "above_quantile" else above >= 0.0 - same
    # Who employs nobody is no part of the population and passes no cut-off drawn from it.
    return nw.when(number(POPULATION) <= 0).then(nw.lit(False)).otherwise(passed)


def _all(conditions: Iterable[nw.Expr]) -> nw.Expr:
    """All conditions met: false where one is not, null where that cannot be said."""
    first, *others = conditions
    for other in others:
        first = first & other
    return first
