"""How alike the employment of regions is spread over categories."""

from collections.abc import Mapping

import narwhals as nw
import numpy as np
import numpy.typing as npt
from narwhals.typing import IntoFrame, IntoFrameT

from hanse.observatory.indicators.family import EMPLOYMENT, ratio
from hanse.observatory.indicators.members import reduced
from hanse.observatory.indicators.plan import hidden, number, opened
from hanse.observatory.indicators.windows import Lazy, Rows

Floats = npt.NDArray[np.float64]


def structural_similarity(
    panel: IntoFrameT,
    region: str,
    *,
    category: str = "category",
    own: IntoFrame | None = None,
) -> IntoFrameT:
    """Columns `region`, `year` and `structural_similarity`, to one `region`: 1 - sum |s - x| / 2.

    s is a category's share of the employment of each region of the panel, x its share in
    `region`, over the categories known in both. 1 where the shares are all the same, 0 where
    nothing is shared. Krugman (1991), Geography and Trade, compares two regions by sum |s - x|.

    panel: one row a region, category and year with `employment_persons`. own: the rows of
    `region` where they are in a table of their own; those of the panel without it. Null where the
    two have no category known in both, or one has no employment in these. Raises `HanseError`;
    see `members.reduced`.
    """
    by = [hidden("region"), hidden("year")]
    rows_of_one = opened(panel if own is None else own)
    one = rows_of_one.filter(nw.col("region") == region).select(category, "year", EMPLOYMENT)

    def plan(rows: Rows, joined: Mapping[str, Lazy]) -> None:
        cell = [hidden(category), hidden("year")]
        other = hidden("other")
        given = joined["one"].select(*cell, number(EMPLOYMENT).alias(other))
        rows.add_joined(given, cell)
        both = ~(number(EMPLOYMENT).is_null() | nw.col(other).is_null())
        rows.add_columns(
            nw.when(both).then(number(EMPLOYMENT)).alias(hidden("theirs")),
            nw.when(both).then(nw.col(other)).alias(hidden("ours")),
        )
        rows.add_columns(
            *(
                ratio(nw.col(hidden(whose)), nw.col(hidden(whose)).sum().over(*by)).alias(
                    hidden(f"{whose}_share")
                )
                for whose in ("theirs", "ours")
            )
        )
        apart = (nw.col(hidden("theirs_share")) - nw.col(hidden("ours_share"))).abs()
        rows.add_columns(apart.alias(hidden("apart")))
        alike = 1.0 - nw.col(hidden("apart")).sum().over(*by) / 2.0
        known = ~nw.col(hidden("apart")).is_null()
        rows.add_columns(nw.when(known).then(alike).alias(hidden("structural_similarity")))

    return reduced(
        panel,
        plan,
        by=["region", "year"],
        keys=["region", category, "year"],
        numbers=[EMPLOYMENT],
        codes=["structural_similarity"],
        tables={"one": (one.to_native(), [category, "year"], [EMPLOYMENT])},
    )


def similarity_of_rows(persons: Floats, own: Floats) -> Floats:
    """`structural_similarity` of each row of a dense array, for many questions about one panel.

    persons: employment, regions x categories; own: that of one region by category; both NaN where
    missing. One figure a region, NaN where it would be null.
    """
    both = np.isfinite(persons) & np.isfinite(own)
    theirs, ours = np.where(both, persons, 0.0), np.where(both, own, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        theirs /= theirs.sum(axis=1, keepdims=True)
        ours /= ours.sum(axis=1, keepdims=True)
    # Without a category in common, or employment in it, all shares are 0 / 0.
    alike: Floats = 1.0 - np.abs(theirs - ours).sum(axis=1) / 2.0
    return alike
