"""Carries one lazy plan of expressions over a table of any engine and hands back the same type."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias, cast

import narwhals as nw
import polars as pl
from narwhals.typing import IntoDataFrame, IntoFrame, IntoFrameT, IntoLazyFrame

from hanse.foundation.problems import HanseError

Frame: TypeAlias = nw.LazyFrame[IntoLazyFrame]
Plan: TypeAlias = Callable[[Frame, Mapping[str, Frame]], Frame]

_PREFIX: Final = "_hanse_"
_ROW: Final = f"{_PREFIX}row_number"
_PANDAS_TYPES: Final = {pl.Boolean(): "boolean", pl.Int64(): "Int64"}


def hidden(name: str) -> str:
    """Name of the column that holds `name` while a plan runs."""
    return f"{_PREFIX}{name}"


def number(name: str) -> nw.Expr:
    """The measure `name` as a float: null where missing, NaN or infinite."""
    return nw.col(hidden(name))


def extend(
    panel: IntoFrameT,
    plan: Plan,
    *,
    keys: Sequence[str],
    numbers: Sequence[str],
    adds: Mapping[str, nw.dtypes.DType],
    tables: Mapping[str, tuple[IntoFrame, Sequence[str], Sequence[str]]] | None = None,
) -> IntoFrameT:
    """`panel` with the columns `adds` that `plan` computes; its own columns and rows unchanged.

    The plan sees every key and number under its `hidden` name, with one meaning on all engines:
    numbers are floats with null for missing, NaN and infinite; text keys are categorical where
    that saves time. It leaves its results under the hidden names of `adds`. `tables` are further
    tables, each with its keys and numbers, given to the plan under the same conventions.

    Polars frames, pandas frames and Arrow tables keep their row order (pandas its index too);
    the last two are carried by Polars. Lazy frames and DuckDB relations stay lazy and promise no
    row order. In pandas, new whole numbers and truth values have the nullable types.

    Raises `HanseError` when a column is absent, when one of `adds` is already there, when rows
    share a key (tables that are not lazy), or when a table of `tables` cannot join the panel.
    """
    frame = _opened(panel)
    columns = column_names(panel)
    require(columns, [*keys, *numbers], what="The panel")
    taken = [name for name in adds if name in columns]
    if taken:
        raise HanseError(
            f"The panel already has a column {', '.join(taken)}.",
            why="Figures that were computed before are not overwritten.",
            remedy="Drop or rename the column first.",
        )
    needed = list(dict.fromkeys([*keys, *numbers]))
    given = tables or {}
    if isinstance(frame, nw.LazyFrame):
        polars = frame.implementation.is_polars()
        start = _prepared(frame, keys, numbers, polars=polars)
        joined = {
            name: _table(table, start, name, table_keys, table_numbers, polars=polars)
            for name, (table, table_keys, table_numbers) in given.items()
        }
        end = plan(start, joined).select(
            *columns, *(nw.col(hidden(name)).cast(kind).alias(name) for name, kind in adds.items())
        )
        return cast(IntoFrameT, end.to_native())

    rows = _carried(frame, needed).with_row_index(_ROW)
    carried: Frame = nw.from_native(cast(IntoLazyFrame, rows.lazy()))
    start = _prepared(carried, keys, numbers, polars=True)
    joined = {
        name: _table(table, start, name, table_keys, table_numbers, polars=True)
        for name, (table, table_keys, table_numbers) in given.items()
    }
    end = plan(start, joined).select(
        _ROW, *(nw.col(hidden(name)).cast(kind).alias(name) for name, kind in adds.items())
    )
    results = cast(pl.DataFrame, end.sort(_ROW).collect("polars").to_native())
    if results.height != len(frame):
        row = results.filter(pl.col(_ROW).is_duplicated()).item(0, _ROW)
        raise HanseError(
            "Two rows of the panel share their region, category and year.",
            where=f"row {row + 1}",
            why="Every regional cluster has one row a year.",
            remedy="Sum the rows, or keep one of them.",
        )
    return _attached(panel, frame, results.drop(_ROW))


def column_names(panel: IntoFrame) -> list[str]:
    """The names of the columns of `panel`, in its order."""
    return _opened(panel).collect_schema().names()


def require(columns: Iterable[str], names: Sequence[str], *, what: str) -> None:
    """Raises `HanseError` naming those of `names` that are not among `columns`."""
    present = list(columns)
    absent = [name for name in dict.fromkeys(names) if name not in present]
    if absent:
        raise HanseError(
            f"{what} has no column {', '.join(absent)}.",
            where=f"its columns are {', '.join(present)}",
            remedy="Compute or rename the column first.",
        )


def _opened(table: IntoFrame) -> nw.DataFrame[IntoDataFrame] | Frame:
    opened: nw.DataFrame[IntoDataFrame] | Frame | object = nw.from_native(
        cast(IntoDataFrame, table), pass_through=True
    )
    if not isinstance(opened, nw.DataFrame | nw.LazyFrame):
        raise HanseError(
            f"A {type(table).__name__} is not a table Hanse can read.",
            remedy="Give a Polars frame, a pandas frame, an Arrow table or a DuckDB relation.",
        )
    return opened


def _carried(frame: nw.DataFrame[IntoDataFrame], needed: Sequence[str]) -> pl.DataFrame:
    if frame.implementation.is_polars():
        return cast(pl.DataFrame, frame.to_native()).select(needed)
    return frame.select(*needed).to_polars()


def _prepared(frame: Frame, keys: Sequence[str], numbers: Sequence[str], *, polars: bool) -> Frame:
    """`frame` with its keys and numbers under their hidden names, ready for a plan."""
    schema = frame.collect_schema()
    unfit = [name for name in numbers if not (schema[name].is_numeric() or _is_empty(schema[name]))]
    if unfit:
        raise HanseError(
            f"Column {unfit[0]} holds {schema[unfit[0]]}, not numbers.",
            remedy="Read the column as numbers, with missing values empty.",
        )
    floats = frame.with_columns(
        *(nw.col(name).cast(nw.Float64).alias(hidden(name)) for name in dict.fromkeys(numbers)),
        *(_key(name, schema[name], polars=polars) for name in dict.fromkeys(keys)),
    )
    return floats.with_columns(
        *(
            nw.when(number(name).is_finite()).then(number(name)).alias(hidden(name))
            for name in dict.fromkeys(numbers)
        )
    )


def _is_empty(kind: nw.dtypes.DType) -> bool:
    """Whether the column can hold nulls only (engines name that type differently)."""
    return kind == nw.Unknown


def _key(name: str, kind: nw.dtypes.DType, *, polars: bool) -> nw.Expr:
    column = nw.col(name)
    if kind.is_integer():
        column = column.cast(nw.Int64)
    elif isinstance(kind, nw.Enum | nw.Categorical):
        column = column.cast(nw.String)
    if polars and isinstance(kind, nw.String | nw.Enum | nw.Categorical):
        column = column.cast(nw.Categorical)
    return column.alias(hidden(name))


def _table(
    table: IntoFrame,
    start: Frame,
    name: str,
    keys: Sequence[str],
    numbers: Sequence[str],
    *,
    polars: bool,
) -> Frame:
    """A table of totals under the panel's conventions, checked to have one row a key."""
    frame = _opened(table)
    require(frame.collect_schema().names(), [*keys, *numbers], what=f"The table {name}")
    few = frame.select(*keys, *numbers)
    rows = (
        cast(pl.DataFrame, few.collect("polars").to_native())
        if isinstance(few, nw.LazyFrame)
        else _carried(few, [*keys, *numbers])
    )
    twice = rows.filter(rows.select(keys).is_duplicated())
    if twice.height:
        raise HanseError(
            f"The table {name} gives {', '.join(map(str, twice.select(keys).row(0)))} twice.",
            why=f"It needs one row for each {', '.join(keys)}.",
            remedy="Sum the rows, or keep one of them.",
        )
    if polars:
        ready = _prepared(nw.from_native(rows.lazy()), keys, numbers, polars=True)
    elif isinstance(frame, nw.LazyFrame) and frame.implementation is start.implementation:
        ready = _prepared(frame, keys, numbers, polars=False)
    else:
        raise HanseError(
            f"The table {name} is not of the panel's engine ({start.implementation}).",
            remedy="Give it as a table of the same engine, on the same connection.",
        )
    ours, theirs = start.collect_schema(), ready.collect_schema()
    for key in keys:
        if ours[hidden(key)] != theirs[hidden(key)]:
            raise HanseError(
                f"Column {key} holds {ours[hidden(key)]} in the panel and "
                f"{theirs[hidden(key)]} in the table {name}.",
                remedy="Give both the same type.",
            )
    return ready.select(*(hidden(column) for column in [*keys, *numbers]))


def _attached(
    panel: IntoFrameT, frame: nw.DataFrame[IntoDataFrame], results: pl.DataFrame
) -> IntoFrameT:
    native: Any = panel  # the engine's own class, known at run time only
    if frame.implementation.is_polars():
        native = native.hstack(results)
    elif frame.implementation.is_pandas_like():
        # Assigning arrays rather than series keeps the frame's own index.
        native = native.assign(**{column.name: _pandas_array(column) for column in results})
    else:
        for column in results:
            native = native.append_column(column.name, column.to_arrow())
    return cast(IntoFrameT, native)


def _pandas_array(column: pl.Series) -> object:
    kind = _PANDAS_TYPES.get(column.dtype)
    if kind is None:
        return column.to_pandas().array
    nullable: Any = column.to_pandas(use_pyarrow_extension_array=True)
    return nullable.astype(kind).array
