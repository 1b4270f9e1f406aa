"""How unevenly a category lies over regions, or a region's employment over categories.

Each function takes a panel of regions and categories and gives one row for each category and year
(of="category": concentration over regions) or each region and year (of="region": specialisation
in categories). Regions, or categories, over which the figure is taken are its members. A member
whose cell is missing or has no row is left out, with its total, as if it were not there.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from hanse.observatory.indicators.family import EMPLOYMENT, ratio
from hanse.observatory.indicators.members import Of, group_and_members, reduced
from hanse.observatory.indicators.plan import hidden, number
from hanse.observatory.indicators.windows import Lazy, Rows

Steps: TypeAlias = Callable[[list[str]], list[dict[str, nw.Expr]]]
"""Columns to be added one step after the other, given the columns that rows of a group share."""

_OWN: Final = nw.col(hidden("own"))
_SHARE: Final = nw.col(hidden("share"))
_EXPECTED: Final = nw.col(hidden("expected"))
_QUOTIENT: Final = nw.col(hidden("quotient"))
_COUNT: Final = nw.col(hidden("count"))
_MEAN: Final = nw.col(hidden("mean"))
_PLACE: Final = nw.col(hidden("place"))
_LEAST: Final = nw.col(hidden("least"))
_RELATIVE: Final = nw.col(hidden("relative"))


def herfindahl_index(
    panel: IntoFrameT,
    of: Of = "category",
    *,
    category: str = "category",
    figure: str = EMPLOYMENT,
) -> IntoFrameT:
    """Columns `category` (or `region`), `year` and `herfindahl_index`: sum of s^2.

    s is a member's share of `figure` in the group. 1 / n where all n members are equal, 1 where
    one has everything. Herfindahl (1950). Null where no figure is known or they add up to 0.
    panel: one row a region, category and year. Raises `HanseError`; see `members.reduced`.
    """
    return _reduced(
        panel,
        of,
        category,
        figure,
        lambda by: [
            {"share": ratio(number(figure), number(figure).sum().over(*by))},
            {"herfindahl_index": _sum_of(_SHARE * _SHARE, by)},
        ],
    )


def top_ten_share(
    panel: IntoFrameT,
    of: Of = "category",
    *,
    category: str = "category",
    figure: str = EMPLOYMENT,
) -> IntoFrameT:
    """Columns `category` (or `region`), `year` and `top_ten_share`: the ten largest members' part.

    Sum of the ten largest `figure` by the sum of all, 0 to 1; 1 where there are ten members or
    fewer. A concentration ratio (CR10), as of industries by their largest firms: Bain (1951).
    Null where no figure is known or they add up to 0. Raises `HanseError`; see `members.reduced`.
    """

    def steps(by: list[str]) -> list[dict[str, nw.Expr]]:
        value = number(figure)
        same = [*by, hidden(figure)]
        # Members that tie for the last of the ten places share what is left of them.
        left = 10.0 - (_PLACE - 1.0)
        part = nw.when(left >= _COUNT).then(nw.lit(1.0)).otherwise(left / _COUNT)
        return [
            {"share": ratio(value, value.sum().over(*by))},
            {"place": value.rank("min", descending=True).over(*by).cast(nw.Float64)},
            {"count": value.count().over(*same).cast(nw.Float64)},
            {"part": nw.when(left > 0).then(_SHARE * part).otherwise(nw.lit(0.0))},
            {"top_ten_share": _sum_of(nw.col(hidden("part")), by)},
        ]

    return _reduced(panel, of, category, figure, steps)


def hoover_index(
    panel: IntoFrameT,
    of: Of = "category",
    *,
    category: str = "category",
    totals: IntoFrame | None = None,
) -> IntoFrameT:
    """Columns `category` (or `region`), `year` and `hoover_index`: sum of |s - x| / 2.

    s is a member's share of the group's employment, x its share of all employment: the part of
    the employment that would have to move for both to agree. 0 to 1. Hoover (1936). (The
    Hoover-Balassa coefficient s / x is the location quotient.)

    totals: employment of each member, with the columns `region` (or the category column, where
    regions are described), `year` and `employment_persons`; without it, sums over the panel's
    rows. A member whose total is missing or 0 is left out. Null where no member is left, or their
    employment adds up to 0. Raises `HanseError`; see `members.reduced`.
    """
    return _compared(
        panel,
        of,
        category,
        totals,
        lambda by: [{"hoover_index": _sum_of((_SHARE - _EXPECTED).abs(), by) / 2.0}],
    )


def krugman_index(
    panel: IntoFrameT,
    of: Of = "category",
    *,
    category: str = "category",
    totals: IntoFrame | None = None,
) -> IntoFrameT:
    """Columns `category` (or `region`), `year` and `krugman_index`: sum of |s - x|.

    As `hoover_index`, which is half of it: 0 to 2. Krugman (1991) compares two regions; with the
    second one's employment as `totals` this does too. Without `totals` the comparison is with all
    regions, the group itself among them.
    """
    return _compared(
        panel,
        of,
        category,
        totals,
        lambda by: [{"krugman_index": _sum_of((_SHARE - _EXPECTED).abs(), by)}],
    )


def locational_gini(
    panel: IntoFrameT,
    of: Of = "category",
    *,
    category: str = "category",
    totals: IntoFrame | None = None,
) -> IntoFrameT:
    """Columns `category` (or `region`), `year` and `locational_gini`.

    Gini coefficient of the location quotients C = s / x of the n members, each counting once:
    2 / (n^2 mean(C)) * sum of k (C_k - mean(C)), k the place of C from the smallest. 0 where all
    are equal, (n - 1) / n where one has everything. As in Farhauer & Kroell (2013); Krugman (1991)
    weighs members by x instead, which gives other figures. Arguments, members left out and nulls
    as in `hoover_index`.
    """

    def steps(by: list[str]) -> list[dict[str, nw.Expr]]:
        uneven = (_PLACE * (_QUOTIENT - _MEAN)).sum().over(*by)
        return [
            {"quotient": ratio(_SHARE, _EXPECTED)},
            {
                "place": _QUOTIENT.rank("average").over(*by),
                "mean": _QUOTIENT.mean().over(*by),
                "count": _QUOTIENT.count().over(*by).cast(nw.Float64),
            },
            {"locational_gini": ratio(2.0 * uneven, _COUNT * _COUNT * _MEAN)},
        ]

    return _compared(panel, of, category, totals, steps)


def theil_t(
    panel: IntoFrameT,
    of: Of = "category",
    *,
    category: str = "category",
    figure: str = EMPLOYMENT,
) -> IntoFrameT:
    """Columns `category` (or `region`), `year` and `theil_t`: mean of r ln r, r = y / mean(y).

    y is the `figure` of each of n members, which count alike. 0 where all are equal, ln n where
    one has everything; a member with 0 adds nothing. Theil (1967), his first measure; the second
    is `mean_log_deviation`. Null where no figure is known, one is negative or all are 0. Raises
    `HanseError`; see `members.reduced`.
    """
    term = nw.when(_RELATIVE > 0).then(_RELATIVE * _RELATIVE.log()).otherwise(nw.lit(0.0))
    return _reduced(
        panel,
        of,
        category,
        figure,
        lambda by: [
            *_relative(number(figure), by),
            {"term": nw.when(~_RELATIVE.is_null()).then(term)},
            {"theil_t": nw.when(_LEAST >= 0).then(nw.col(hidden("term")).mean().over(*by))},
        ],
    )


def mean_log_deviation(
    panel: IntoFrameT,
    of: Of = "category",
    *,
    category: str = "category",
    figure: str = EMPLOYMENT,
) -> IntoFrameT:
    """Columns `category` (or `region`), `year` and `mean_log_deviation`: mean of ln(mean(y) / y).

    y is the `figure` of each member; all members count alike. Theil (1967), his second measure,
    which some software calls the Theil index; the first is `theil_t`. Null where no figure is
    known, and where one is 0 or negative: the deviation is then infinite or undefined. Raises
    `HanseError`; see `members.reduced`.
    """
    return _reduced(
        panel,
        of,
        category,
        figure,
        lambda by: [
            *_relative(number(figure), by),
            {"term": nw.when(_RELATIVE > 0).then(-_RELATIVE.log())},
            {
                "mean_log_deviation": nw.when(_LEAST > 0).then(
                    nw.col(hidden("term")).mean().over(*by)
                )
            },
        ],
    )


def _relative(figure: nw.Expr, by: list[str]) -> list[dict[str, nw.Expr]]:
    return [
        {"mean": figure.mean().over(*by), "least": figure.min().over(*by)},
        {"relative": ratio(figure, _MEAN)},
    ]


def _sum_of(term: nw.Expr, by: list[str]) -> nw.Expr:
    """The sum of `term` in the group, in its rows where the share is known; null elsewhere."""
    return nw.when(~_SHARE.is_null()).then(term.sum().over(*by))


def _reduced(panel: IntoFrameT, of: Of, category: str, figure: str, steps: Steps) -> IntoFrameT:
    group, _ = group_and_members(of, category)
    by = [hidden(group), hidden("year")]
    stairs = steps(by)

    def plan(rows: Rows, _: Mapping[str, Lazy]) -> None:
        for step in stairs:
            rows.add_columns(*(each.alias(hidden(name)) for name, each in step.items()))

    return reduced(
        panel,
        plan,
        by=[group, "year"],
        keys=["region", category, "year"],
        numbers=[figure],
        codes=list(stairs[-1]),
    )


def _compared(
    panel: IntoFrameT, of: Of, category: str, totals: IntoFrame | None, steps: Steps
) -> IntoFrameT:
    """As `_reduced`, for steps that read the shares `_SHARE` and `_EXPECTED`."""
    group, member = group_and_members(of, category)
    by = [hidden(group), hidden("year")]
    of_member = [hidden(member), hidden("year")]
    total = hidden("total")
    stairs = steps(by)

    def plan(rows: Rows, joined: Mapping[str, Lazy]) -> None:
        if "totals" in joined:
            given = joined["totals"].select(*of_member, number(EMPLOYMENT).alias(total))
            rows.add_joined(given, of_member)
        else:
            rows.add_sums(total, hidden(EMPLOYMENT), of_member)
        own = nw.when(nw.col(total) > 0).then(number(EMPLOYMENT))
        rows.add_columns(own.alias(hidden("own")))
        everything = nw.when(~_OWN.is_null()).then(nw.col(total))
        rows.add_columns(
            ratio(_OWN, _OWN.sum().over(*by)).alias(hidden("share")),
            ratio(everything, everything.sum().over(*by)).alias(hidden("expected")),
        )
        for step in stairs:
            rows.add_columns(*(each.alias(hidden(name)) for name, each in step.items()))

    return reduced(
        panel,
        plan,
        by=[group, "year"],
        keys=["region", category, "year"],
        numbers=[EMPLOYMENT],
        codes=list(stairs[-1]),
        tables=None if totals is None else {"totals": (totals, [member, "year"], [EMPLOYMENT])},
    )
