"""A region's categories in four fields: specialised or not, and growing or not."""

from typing import Final, Literal

Field = Literal["leading", "receding", "emerging", "trailing"]

FIELDS: Final[tuple[Field, ...]] = ("leading", "emerging", "receding", "trailing")

SPECIALISED_FROM: Final = 1.0
"""The location quotient from which a region is specialised: its fair share."""


def field_of(
    location_quotient: float | None,
    growth: float | None,
    *,
    specialised_from: float = SPECIALISED_FROM,
    growing_from: float = 0.0,
) -> Field | None:
    """The field of a regional cluster; None where one of the two figures is missing.

    leading: specialised and growing; receding: specialised and not growing; emerging: not
    specialised and growing; trailing: neither. growth: a year, as a share of 1. A cluster is
    specialised when its quotient reaches `specialised_from`, and grows above `growing_from`.
    """
    if location_quotient is None or growth is None:
        return None
    if location_quotient >= specialised_from:
        return "leading" if growth > growing_from else "receding"
    return "emerging" if growth > growing_from else "trailing"
