"""How a regional cluster's employment changes over a span of years."""

from typing import Final

import narwhals as nw
from narwhals.typing import IntoFrameT

from hanse.observatory.indicators.family import (
    EMPLOYMENT,
    Indicator,
    Options,
    add,
    earlier,
)
from hanse.observatory.indicators.plan import number


def _cagr(options: Options) -> nw.Expr:
    now, before = number(EMPLOYMENT), earlier(EMPLOYMENT)
    return nw.when((before > 0) & (now >= 0)).then((now / before) ** (1.0 / options.years) - 1.0)


EMPLOYMENT_GROWTH_CAGR: Final = Indicator(
    "employment_growth_cagr", (EMPLOYMENT,), _cagr, earlier=True
)
EMPLOYMENT_GROWTH_PERSONS: Final = Indicator(
    "employment_growth_persons",
    (EMPLOYMENT,),
    lambda _: number(EMPLOYMENT) - earlier(EMPLOYMENT),
    earlier=True,
)


def employment_growth_cagr(
    panel: IntoFrameT, *, years: int = 5, category: str = "category"
) -> IntoFrameT:
    """Adds `employment_growth_cagr`: (e_t / e_t-n)^(1/n) - 1, n being `years`.

    Compound annual growth rate of employment, a fraction of 1 a year. The base is the row of the
    same region and category whose year is exactly n less, so a gap in the years gives null. Null
    where either employment is missing or the base is 0; -1 where employment has fallen to 0.
    Raises `HanseError`; see `plan.extend`.
    """
    return add(panel, [EMPLOYMENT_GROWTH_CAGR], Options(category=category, years=years))


def employment_growth_persons(
    panel: IntoFrameT, *, years: int = 5, category: str = "category"
) -> IntoFrameT:
    """Adds `employment_growth_persons`: e_t - e_t-n in persons, n being `years`.

    Bases as in `employment_growth_cagr`, but a base of 0 counts. Null where either employment is
    missing. Raises `HanseError`; see `plan.extend`.
    """
    return add(panel, [EMPLOYMENT_GROWTH_PERSONS], Options(category=category, years=years))
