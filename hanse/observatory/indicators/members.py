"""Tables with one row for each category or region and year, reduced from a panel of any engine."""

from collections.abc import Mapping, Sequence
from typing import Literal, cast

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from hanse.foundation.problems import HanseError
from hanse.observatory.indicators.plan import Plan, column_names, extend, opened, require

Of = Literal["category", "region"]
"""What a figure describes: a category over its regions, or a region over its categories."""


def group_and_members(of: Of, category: str) -> tuple[str, str]:
    """The column that names what is described, and the column that names its members."""
    if of not in ("category", "region"):
        raise HanseError(f"Nothing is described by '{of}'.", remedy="Use 'category' or 'region'.")
    return (category, "region") if of == "category" else ("region", category)


def reduced(
    panel: IntoFrameT,
    plan: Plan,
    *,
    by: Sequence[str],
    keys: Sequence[str],
    numbers: Sequence[str],
    codes: Sequence[str],
    tables: Mapping[str, tuple[IntoFrame, Sequence[str], Sequence[str]]] | None = None,
) -> IntoFrameT:
    """One row for each combination of the columns `by`, with the figures `codes` of `plan`.

    plan: as in `plan.extend`; it leaves the figures of a group in one row of it or in several
    alike. keys: the columns that tell the panel's rows apart. The result is a table of the
    panel's engine, sorted by `by` unless it is lazy. Raises `HanseError` as `plan.extend` does,
    and when rows share their keys (tables that are not lazy).
    """
    needed = list(dict.fromkeys([*keys, *numbers]))
    require(column_names(panel), needed, what="The panel")
    few = opened(panel).select(*needed)
    if isinstance(few, nw.DataFrame):
        twice = few.filter(few.select(*keys).is_duplicated())
        if len(twice):
            raise HanseError(
                f"{len(twice)} rows share their {', '.join(keys)} with another.",
                where="first: " + ", ".join(str(part) for part in twice.select(*keys).row(0)),
                remedy="Sum the rows, or keep one of them.",
            )
    added = extend(
        few.to_native(),
        plan,
        keys=keys,
        numbers=numbers,
        adds={code: nw.Float64() for code in codes},
        tables=tables,
    )
    rows = opened(added)
    figures = [nw.col(code).max() for code in codes]
    if isinstance(rows, nw.LazyFrame):
        return cast(IntoFrameT, rows.group_by(*by).agg(*figures).to_native())
    table = rows.group_by(*by).agg(*figures).sort(*by)
    return cast(IntoFrameT, nw.maybe_reset_index(table).to_native())
