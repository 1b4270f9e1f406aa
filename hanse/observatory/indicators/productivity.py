"""What a person employed in a regional cluster produces."""

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

VALUE_ADDED: Final = "value_added_eur"
PRODUCTIVITY_EUR: Final = Indicator(
    "productivity_eur",
    (VALUE_ADDED, EMPLOYMENT),
    lambda _: ratio(number(VALUE_ADDED), number(EMPLOYMENT)),
)


def productivity_eur(panel: IntoFrameT, *, category: str = "category") -> IntoFrameT:
    """Adds `productivity_eur`: value added by persons employed, in EUR a year.

    Apparent labour productivity: not corrected for hours or prices; negative where value added
    is. Null where either is missing or nobody is employed. Raises `HanseError`; see
    `plan.extend`.
    """
    return add(panel, [PRODUCTIVITY_EUR], Options(category=category))
