"""What work in a regional cluster earns."""

from typing import Final

from narwhals.typing import IntoFrameT

from hanse.observatory.indicators.family import (
    EMPLOYMENT,
    Indicator,
    Options,
    add,
    ratio,
)
from hanse.observatory.indicators.plan import number

WAGES: Final = "wages_eur"
AVERAGE_WAGE_EUR: Final = Indicator(
    "average_wage_eur",
    (WAGES, EMPLOYMENT),
    lambda _: ratio(number(WAGES), number(EMPLOYMENT)),
)


def average_wage_eur(panel: IntoFrameT, *, category: str = "category") -> IntoFrameT:
    """Adds `average_wage_eur`: wages and salaries by persons employed, in EUR a year.

    Not corrected for hours, prices or the self-employed. Null where either is missing or nobody
    is employed. Raises `HanseError`; see `plan.extend`.
    """
    return add(panel, [AVERAGE_WAGE_EUR], Options(category=category))
