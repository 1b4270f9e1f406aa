"""A region's growth of employment, split into what the nation, its industries and itself add."""

from collections.abc import Mapping
from typing import Final

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from hanse.observatory.indicators.family import (
    EMPLOYMENT,
    Options,
    add_earlier,
    check_span,
    earlier,
    ratio,
)
from hanse.observatory.indicators.members import reduced
from hanse.observatory.indicators.plan import hidden, number
from hanse.observatory.indicators.windows import Lazy, Rows, sums_by

COMPONENTS: Final = {
    "national": "national_share_persons",
    "mix": "industry_mix_persons",
    "shift": "regional_shift_persons",
    "competitive": "competitive_effect_persons",
    "allocation": "allocation_effect_persons",
}

_NOW: Final = nw.col(hidden("now"))
_THEN: Final = nw.col(hidden("then"))
_OF_CATEGORY_NOW: Final = nw.col(hidden("category_now"))
_OF_CATEGORY_THEN: Final = nw.col(hidden("category_then"))
_CATEGORY_GROWTH: Final = nw.col(hidden("category_growth"))
_ALL_NOW: Final = nw.col(hidden("all_now"))
_ALL_THEN: Final = nw.col(hidden("all_then"))
_GROWTH: Final = nw.col(hidden("growth"))


def shift_share(
    panel: IntoFrameT,
    *,
    years: int = 5,
    category: str = "category",
    category_totals: IntoFrame | None = None,
) -> IntoFrameT:
    """One row a region and year: its growth of employment over `years`, in components (persons).

    With e the earlier employment of category i in region j, and g = employment now by employment
    earlier, of all (g), of the category (g_i) and of the cluster (g_ij):

    - `national_share_persons`: sum of e (g - 1);
    - `industry_mix_persons`: sum of e (g_i - g);
    - `regional_shift_persons`: sum of e (g_ij - g_i). The three add up to the region's growth.
      Dunn (1960).
    - `competitive_effect_persons`: sum of h (g_ij - g_i), h = e_j e_i / e_.. the employment the
      cluster would have with the nation's mix;
    - `allocation_effect_persons`: sum of (e - h) (g_ij - g_i). These two add up to the regional
      shift. Esteban-Marquillas (1972).

    panel: one row a region, category and year with `employment_persons`. Only cells known both in
    the year and exactly `years` before are counted, so the components add up to the growth of
    those. The nation is the sum over the panel's counted cells, or `category_totals`: the
    category column, `year`, `employment_persons`, of both years; then the nation is all its
    categories known in both years, and cells of other categories are not counted.

    Null where no cell is counted, or the nation had no employment; the three components also
    where a category had employment in the region and earlier none in the nation; the last two
    where the region had no employment in a category that is counted, whose growth is then
    undefined. Raises `HanseError` for a span outside 1 to 1000 years, and as `members.reduced`.
    """
    check_span(years)
    region, category_, year = hidden("region"), hidden(category), hidden("year")
    options = Options(category=category, years=years)

    def plan(rows: Rows, joined: Mapping[str, Lazy]) -> None:
        add_earlier(rows, [EMPLOYMENT], options)
        if "category_totals" in joined:
            both = _both_years(joined["category_totals"], category_, year, years)
            rows.add_joined(both, [category_, year])
            nation = {hidden(f"all_{at}"): hidden(f"category_{at}") for at in ("now", "then")}
            rows.add_joined(sums_by(both, nation, [year]), [year])
            counted = ~(_OF_CATEGORY_THEN.is_null())
        else:
            counted = nw.lit(True)
        known = counted & ~number(EMPLOYMENT).is_null() & ~earlier(EMPLOYMENT).is_null()
        rows.add_columns(
            nw.when(known).then(number(EMPLOYMENT)).alias(hidden("now")),
            nw.when(known).then(earlier(EMPLOYMENT)).alias(hidden("then")),
        )
        if "category_totals" not in joined:
            rows.add_columns(
                _NOW.sum().over(category_, year).alias(hidden("category_now")),
                _THEN.sum().over(category_, year).alias(hidden("category_then")),
                _NOW.sum().over(year).alias(hidden("all_now")),
                _THEN.sum().over(year).alias(hidden("all_then")),
            )
        rows.add_columns(
            ratio(_ALL_NOW, _ALL_THEN).alias(hidden("growth")),
            ratio(_OF_CATEGORY_NOW, _OF_CATEGORY_THEN).alias(hidden("category_growth")),
            _THEN.sum().over(region, year).alias(hidden("region_then")),
            _THEN.count().over(region, year).alias(hidden("counted")),
        )
        rows.add_columns(*(each.alias(hidden(name)) for name, each in _terms().items()))
        of_region = {
            name: nw.col(hidden(name)).sum().over(region, year)
            for name in ("national", "mix", "shift", "competitive", "allocation", "odd", "new")
        }
        rows.add_columns(*(each.alias(hidden(f"sum_{n}")) for n, each in of_region.items()))
        defined = (nw.col(hidden("counted")) > 0) & (_ALL_THEN > 0) & (_sum("odd") == 0)
        everywhere = defined & (_sum("new") == 0)
        rows.add_columns(
            *(
                nw.when(everywhere if name in ("competitive", "allocation") else defined)
                .then(_sum(name))
                .alias(hidden(code))
                for name, code in COMPONENTS.items()
            )
        )

    return reduced(
        panel,
        plan,
        by=["region", "year"],
        keys=["region", category, "year"],
        numbers=[EMPLOYMENT],
        codes=list(COMPONENTS.values()),
        tables=None
        if category_totals is None
        else {"category_totals": (category_totals, [category, "year"], [EMPLOYMENT])},
    )


def _both_years(totals: Lazy, category: str, year: str, years: int) -> Lazy:
    """The nation's categories known in the year and `years` before, with both figures."""
    now = totals.select(category, year, number(EMPLOYMENT).alias(hidden("category_now")))
    then = totals.select(
        category,
        (nw.col(year) + years).alias(year),
        number(EMPLOYMENT).alias(hidden("category_then")),
    )
    both = now.join(then, on=[category, year], how="inner")
    return both.filter(~_OF_CATEGORY_NOW.is_null(), ~_OF_CATEGORY_THEN.is_null())


def _terms() -> dict[str, nw.Expr]:
    """What each cell adds to each component, 0 where it had and has nothing to add."""
    expected = nw.when(_THEN > 0).then(_THEN * _CATEGORY_GROWTH).otherwise(nw.lit(0.0))
    with_the_nations_mix = ratio(nw.col(hidden("region_then")) * _OF_CATEGORY_THEN, _ALL_THEN)
    faster = ratio(_NOW, _THEN) - _CATEGORY_GROWTH
    nothing_before = (_THEN <= 0) & ((_NOW > 0) | (_OF_CATEGORY_THEN > 0))
    return {
        "national": _THEN * _GROWTH - _THEN,
        "mix": nw.when(~_THEN.is_null()).then(expected - _THEN * _GROWTH),
        "shift": _NOW - expected,
        "competitive": with_the_nations_mix * faster,
        "allocation": (_THEN - with_the_nations_mix) * faster,
        "odd": _one_where((_THEN > 0) & (_OF_CATEGORY_THEN <= 0)),
        "new": _one_where(nothing_before),
    }


def _one_where(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.lit(1.0)).otherwise(nw.lit(0.0))


def _sum(name: str) -> nw.Expr:
    return nw.col(hidden(f"sum_{name}"))
