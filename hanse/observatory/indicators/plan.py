"""Carries one lazy plan of expressions over a table of any engine and hands back the same type."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias, cast

import narwhals as nw
import polars as pl
from narwhals.typing import IntoDataFrame, IntoFrame, IntoFrameT, IntoLazyFrame

from hanse.foundation.problems import HanseError
from hanse.observatory.indicators.columns import numbered
from hanse.observatory.indicators.held import Held
from hanse.observatory.indicators.lattice import lattice_of
from hanse.observatory.indicators.windows import Lazy, Planned, Rows

Plan: TypeAlias = Callable[[Rows, Mapping[str, Lazy]], None]
Tables: TypeAlias = Mapping[str, tuple[IntoFrame, Sequence[str], Sequence[str]]]

_PREFIX: Final = "_hanse_"
_PANDAS_TYPES: Final = {pl.Boolean(): "boolean", pl.Int8(): "Int8", pl.Int32(): "Int32"}


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
    texts: Sequence[str] = (),
    axes: Sequence[str] = (),
    tables: Tables | None = None,
) -> IntoFrameT:
    """`panel` with the columns `adds` that `plan` computes; its own columns and rows unchanged.

    The plan sees every key, text and number under its `hidden` name, with one meaning on all
    engines: numbers are floats with null for missing, NaN and infinite. It leaves its results
    under the hidden names of `adds`. `tables` are further tables, each with its keys and numbers,
    given to the plan under the same conventions. `axes` are the keys that do not follow from
    other keys; where rows are laid out by them, figures over groups take less time and the plan's
    expressions are computed for some rows at a time, so a plan with `axes` has no window in them.

    Polars frames, pandas frames and Arrow tables keep their row order (pandas its index too);
    they are held in memory, see `held`, and give the same bits each time. Lazy frames and DuckDB
    relations stay lazy and promise neither a row order nor the last bit of a sum; words that `adds`
    lists are text there. In pandas, new whole numbers and truth values have the nullable types.

    Raises `HanseError` when a column is absent, when one of `adds` is already there, when a key
    is empty or rows share a key (tables that are not lazy), or when a table of `tables` cannot
    join the panel.
    """
    frame = opened(panel)
    columns = column_names(panel)
    require(columns, [*keys, *texts, *numbers], what="The panel")
    taken = [name for name in adds if name in columns]
    if taken:
        raise HanseError(
            f"The panel already has a column {', '.join(taken)}.",
            why="Figures that were computed before are not overwritten.",
            remedy="Drop or rename the column first.",
        )
    needed = list(dict.fromkeys([*keys, *texts, *numbers]))
    if isinstance(frame, nw.LazyFrame):
        planned = Planned(_prepared(frame, [*keys, *texts], numbers))
        plan(planned, _joined(tables, planned.frame))
        results = (
            nw.col(hidden(name)).cast(_result_type(kind)).alias(name) for name, kind in adds.items()
        )
        return cast(IntoFrameT, planned.frame.select(*columns, *results).to_native())
    table = _carried(frame, needed)
    for key in keys:
        if empty := table[key].null_count():
            raise HanseError(
                f"Column {key} has {empty} empty cells.",
                why="Every regional cluster names its region, category and year.",
            )
    # Words are encoded once, not for each stretch of rows.
    words = [name for name in (*keys, *texts) if table[name].dtype == pl.String]
    table = table.with_columns(pl.col(words).cast(pl.Categorical))

    start = _prepared(_lazy(table), [*keys, *texts], numbers)
    lattice = lattice_of({hidden(axis): numbered(table[axis]) for axis in axes})
    names = {hidden(name): name for name in needed}
    held = Held(table, start, names, lattice=lattice, row_by_row=bool(axes))
    plan(held, _joined(tables, start))
    added = held.results({name: (hidden(name), kind) for name, kind in adds.items()})
    return _attached(panel, frame, added)


def column_names(panel: IntoFrame) -> list[str]:
    """The names of the columns of `panel`, in its order."""
    return opened(panel).collect_schema().names()


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


def opened(table: IntoFrame) -> nw.DataFrame[IntoDataFrame] | Lazy:
    """`table` in Narwhals. Raises `HanseError` for what is no table of a known engine."""
    frame: nw.DataFrame[IntoDataFrame] | Lazy | object = nw.from_native(
        cast(IntoDataFrame, table), pass_through=True
    )
    if not isinstance(frame, nw.DataFrame | nw.LazyFrame):
        raise HanseError(
            f"A {type(table).__name__} is not a table Hanse can read.",
            remedy="Give a Polars frame, a pandas frame, an Arrow table or a DuckDB relation.",
        )
    return frame


def _joined(tables: Tables | None, start: Lazy) -> dict[str, Lazy]:
    return {
        name: _table(table, start, name, keys, numbers)
        for name, (table, keys, numbers) in (tables or {}).items()
    }


def _carried(frame: nw.DataFrame[IntoDataFrame], needed: Sequence[str]) -> pl.DataFrame:
    if frame.implementation.is_polars():
        return cast(pl.DataFrame, frame.to_native()).select(needed)
    return frame.select(*needed).to_polars()


def _prepared(frame: Lazy, keys: Sequence[str], numbers: Sequence[str]) -> Lazy:
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
        *(
            _key(name, schema[name], polars=frame.implementation.is_polars())
            for name in dict.fromkeys(keys)
        ),
    )
    return floats.with_columns(
        *(
            nw.when(number(name).is_finite()).then(number(name)).alias(hidden(name))
            for name in dict.fromkeys(numbers)
        )
    )


def _result_type(kind: nw.dtypes.DType) -> nw.dtypes.DType:
    """The type a result has where words cannot be kept as codes, a sixteenth of the memory."""
    return nw.String() if isinstance(kind, nw.Enum) else kind


def _is_empty(kind: nw.dtypes.DType) -> bool:
    """Whether the column can hold nulls only (engines name that type differently)."""
    return kind == nw.Unknown


def _key(name: str, kind: nw.dtypes.DType, *, polars: bool) -> nw.Expr:
    column = nw.col(name)
    if kind.is_integer():
        column = column.cast(nw.Int64)
    elif polars and isinstance(kind, nw.String):
        column = column.cast(nw.Categorical)
    elif not polars and isinstance(kind, nw.Enum | nw.Categorical):
        column = column.cast(nw.String)
    return column.alias(hidden(name))


def _table(
    table: IntoFrame, start: Lazy, name: str, keys: Sequence[str], numbers: Sequence[str]
) -> Lazy:
    """A table of totals under the panel's conventions, checked to have one row a key."""
    frame = opened(table)
    require(frame.collect_schema().names(), [*keys, *numbers], what=f"The table {name}")
    few = frame.select(*keys, *numbers)
    rows = _polars(few) if isinstance(few, nw.LazyFrame) else _carried(few, [*keys, *numbers])
    twice = rows.filter(rows.select(keys).is_duplicated())
    if twice.height:
        raise HanseError(
            f"The table {name} gives {', '.join(map(str, twice.select(keys).row(0)))} twice.",
            why=f"It needs one row for each {', '.join(keys)}.",
            remedy="Sum the rows, or keep one of them.",
        )
    if start.implementation.is_polars():
        ready = _prepared(_lazy(rows), keys, numbers)
        ready = _with_the_keys_of(start, ready, keys)
    elif isinstance(frame, nw.LazyFrame) and frame.implementation is start.implementation:
        ready = _prepared(frame, keys, numbers)
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


def _with_the_keys_of(start: Lazy, table: Lazy, keys: Sequence[str]) -> Lazy:
    """`table` with its text keys in the panel's own encoding; what the panel lacks is null."""
    ours = cast(pl.LazyFrame, start.to_native()).collect_schema()
    native = cast(pl.LazyFrame, table.to_native())
    theirs = native.collect_schema()
    text = (pl.Categorical, pl.Enum)
    encoded = native.with_columns(
        pl.col(key).cast(pl.String).cast(ours[key], strict=False)
        for key in map(hidden, keys)
        if isinstance(ours[key], text) and isinstance(theirs[key], text)
    )
    return nw.from_native(encoded)


def _lazy(table: pl.DataFrame) -> Lazy:
    return nw.from_native(cast(IntoLazyFrame, table.lazy()))


def _polars(frame: Lazy) -> pl.DataFrame:
    return cast(pl.DataFrame, frame.collect("polars").to_native())


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
