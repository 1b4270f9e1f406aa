"""How specialised a region is in a category: location quotients, shares, focus."""

from typing import Final

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from hanse.observatory.indicators.family import (
    EMPLOYMENT,
    Indicator,
    Options,
    add,
    ratio,
    total,
)
from hanse.observatory.indicators.plan import number


def _location_quotient(_: Options) -> nw.Expr:
    of_region = ratio(number(EMPLOYMENT), total("region", EMPLOYMENT))
    of_all = ratio(total("category", EMPLOYMENT), total("grand", EMPLOYMENT))
    return ratio(of_region, of_all)


def _symmetric_location_quotient(options: Options) -> nw.Expr:
    quotient = _location_quotient(options)
    return (quotient - 1.0) / (quotient + 1.0)


LOCATION_QUOTIENT: Final = Indicator(
    "location_quotient",
    (EMPLOYMENT,),
    _location_quotient,
    totals=frozenset({"region", "category", "grand"}),
)
SYMMETRIC_LOCATION_QUOTIENT: Final = Indicator(
    "symmetric_location_quotient",
    (EMPLOYMENT,),
    _symmetric_location_quotient,
    totals=frozenset({"region", "category", "grand"}),
)
SHARE: Final = Indicator(
    "share",
    (EMPLOYMENT,),
    lambda _: ratio(number(EMPLOYMENT), total("category", EMPLOYMENT)),
    totals=frozenset({"category"}),
)
FOCUS: Final = Indicator(
    "focus",
    (EMPLOYMENT,),
    lambda _: ratio(number(EMPLOYMENT), total("region", EMPLOYMENT)),
    totals=frozenset({"region"}),
)


def location_quotient(
    panel: IntoFrameT,
    *,
    category: str = "category",
    base: tuple[str, ...] = (),
    region_totals: IntoFrame | None = None,
    category_totals: IntoFrame | None = None,
    grand_totals: IntoFrame | None = None,
) -> IntoFrameT:
    """Adds `location_quotient`: (e_ij / e_.j) / (e_i. / e_..), i the category, j the region.

    1 says the category weighs as much in the region's employment as in that of all regions
    together. P. Sargant Florence (1929); notation as in Isard (1960).

    panel: one row a region, category and year with `employment_persons`. Totals are taken within
    the year and the columns `base`: with base=("kind",) a traded category is set against traded
    employment, a local one against local employment (U.S. Cluster Mapping). They are sums over
    the rows given, missing cells left out, unless tables of totals are supplied: published ones
    include suppressed cells, and the categories of a scheme that overlap, or do not cover the
    economy, do not add up to it. Supplied tables name the year, the columns `base`, what they
    are a total of (`region`; the category column; nothing), and `employment_persons`, one row
    each. Grand totals that are not supplied are the sums of the supplied totals of regions or of
    categories; where both are supplied grand totals are needed too.

    Null where the employment or a total is missing, and where a total is 0; 0 where the
    employment is 0 and the totals are not. Raises `HanseError`; see `plan.extend`.
    """
    options = Options(
        category=category,
        base=base,
        region_totals=region_totals,
        category_totals=category_totals,
        grand_totals=grand_totals,
    )
    return add(panel, [LOCATION_QUOTIENT], options)


def symmetric_location_quotient(
    panel: IntoFrameT,
    *,
    category: str = "category",
    base: tuple[str, ...] = (),
    region_totals: IntoFrame | None = None,
    category_totals: IntoFrame | None = None,
    grand_totals: IntoFrame | None = None,
) -> IntoFrameT:
    """Adds `symmetric_location_quotient`: (LQ - 1) / (LQ + 1), between -1 and 1.

    0 is the average of all regions; twice and half the average are equally far from it. Dalum,
    Laursen & Villumsen (1998). Everything else as in `location_quotient`.
    """
    options = Options(
        category=category,
        base=base,
        region_totals=region_totals,
        category_totals=category_totals,
        grand_totals=grand_totals,
    )
    return add(panel, [SYMMETRIC_LOCATION_QUOTIENT], options)


def share(
    panel: IntoFrameT,
    *,
    category: str = "category",
    base: tuple[str, ...] = (),
    category_totals: IntoFrame | None = None,
) -> IntoFrameT:
    """Adds `share`: the cluster's part of its category's employment in all regions, e_ij / e_i.

    A fraction of 1. The total is the sum over the rows given, or the one supplied, within the
    year and `base`; see `location_quotient`. Null where employment or total is missing or the
    total is 0.
    """
    options = Options(category=category, base=base, category_totals=category_totals)
    return add(panel, [SHARE], options)


def focus(
    panel: IntoFrameT,
    *,
    category: str = "category",
    base: tuple[str, ...] = (),
    region_totals: IntoFrame | None = None,
) -> IntoFrameT:
    """Adds `focus`: the cluster's part of its region's own employment, e_ij / e_.j.

    A fraction of 1 (European Cluster Observatory, 2007). The total is the sum over the rows
    given, or the one supplied, within the year and `base`; see `location_quotient`. Null where
    employment or total is missing or the total is 0.
    """
    options = Options(category=category, base=base, region_totals=region_totals)
    return add(panel, [FOCUS], options)
