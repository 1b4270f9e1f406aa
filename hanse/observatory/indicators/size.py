"""How large a regional cluster is beside the others of its category, and its establishments."""

from typing import Final

import narwhals as nw
from narwhals.typing import IntoFrameT

from hanse.observatory.indicators.family import (
    EMPLOYMENT,
    Indicator,
    Options,
    add,
    peers,
    place,
    ratio,
)
from hanse.observatory.indicators.plan import number

ESTABLISHMENTS: Final = "establishments_count"


def _size(_: Options) -> nw.Expr:
    employment = number(EMPLOYMENT)
    no_larger = peers(EMPLOYMENT) - place(EMPLOYMENT) + 1
    return (
        nw.when(employment > 0)
        .then(no_larger / peers(EMPLOYMENT))
        .when(employment <= 0)
        .then(nw.lit(0.0))
    )


SIZE: Final = Indicator("size", (EMPLOYMENT,), _size, place_of=EMPLOYMENT, peers=True)
ESTABLISHMENT_SIZE_PERSONS: Final = Indicator(
    "establishment_size_persons",
    (EMPLOYMENT, ESTABLISHMENTS),
    lambda _: ratio(number(EMPLOYMENT), number(ESTABLISHMENTS)),
)


def size(
    panel: IntoFrameT, *, category: str = "category", within: tuple[str, ...] = ()
) -> IntoFrameT:
    """Adds `size`: the part of the category's regional clusters that are no larger, 0 to 1.

    Counted by employment among the clusters of the same category, year and `within` that have
    any: the largest has 1, and a cluster above 0.9 is larger than nine tenths of its peers. Equal
    clusters share the upper value. After the size criterion of the European Cluster Observatory
    (2007). 0 where employment is 0, null where it is missing. Raises `HanseError`; see
    `plan.extend`.
    """
    return add(panel, [SIZE], Options(category=category, within=within))


def establishment_size_persons(panel: IntoFrameT, *, category: str = "category") -> IntoFrameT:
    """Adds `establishment_size_persons`: employment by establishments, in persons.

    Null where either is missing or there is no establishment. Raises `HanseError`; see
    `plan.extend`.
    """
    return add(panel, [ESTABLISHMENT_SIZE_PERSONS], Options(category=category))
