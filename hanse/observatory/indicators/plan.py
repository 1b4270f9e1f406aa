"""Carries one lazy plan of expressions over a table of any engine and hands back the same type."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

import narwhals as nw
import polars as pl
from narwhals.typing import IntoDataFrame, IntoFrame, IntoFrameT, IntoLazyFrame

from hanse.foundation.problems import HanseError

Frame: TypeAlias = nw.LazyFrame[IntoLazyFrame]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan may rely on: whether Polars carries it, and the further tables it was given."""

    packed: bool
    tables: Mapping[str, Frame]

    def by(self, *keys: str) -> list[str]:
        """Hidden columns that stand for `keys` in groups and windows.

        Where Polars carries the plan, keys that were named together in `groups` are one whole
        number, which makes groups, windows and joins several times faster.
        """
        return [_joint(keys)] if self.packed else [hidden(key) for key in keys]


Plan: TypeAlias = Callable[[Frame, Terms], Frame]

_PREFIX: Final = "_hanse_"
_ROW: Final = f"{_PREFIX}row_number"
_YEARS: Final = {"year"}
_WIDEST: Final = 2**20
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
    groups: Iterable[tuple[str, ...]] = (),
    texts: Sequence[str] = (),
    tables: Mapping[str, tuple[IntoFrame, Sequence[str], Sequence[str]]] | None = None,
) -> IntoFrameT:
    """`panel` with the columns `adds` that `plan` computes; its own columns and rows unchanged.

    The plan sees every number and text under its `hidden` name, with one meaning on all engines:
    numbers are floats with null for missing, NaN and infinite. Keys it names through `Terms.by`,
    together as in `groups`; the year is there by its hidden name too. It leaves its results under
    the hidden names of `adds`. `tables` are further tables, each with its keys and numbers, given
    to the plan under the same conventions; the keys of the panel then have hidden names as well.

    Polars frames, pandas frames and Arrow tables keep their row order (pandas its index too);
    the last two are carried by Polars, and all three give the same bits each time. Lazy frames
    and DuckDB relations stay lazy and promise neither a row order nor the last bit of a sum. In
    pandas, new whole numbers and truth values have the nullable types.

    Raises `HanseError` when a column is absent, when one of `adds` is already there, when a key
    is empty or rows share a key (tables that are not lazy), or when a table of `tables` cannot
    join the panel.
    """
    frame = _opened(panel)
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
    given = tables or {}
    # Integers join and group faster than text; tables of totals bring text of their own.
    shown = [*texts, *(keys if given or not _is_eager(frame) else _YEARS.intersection(keys))]
    rows: pl.DataFrame | None = None
    source: Frame
    if isinstance(frame, nw.LazyFrame):
        source, polars, first = frame, frame.implementation.is_polars(), columns
    else:
        rows = _carried(frame, needed).with_row_index(_ROW)
        polars, first = True, [_ROW]
        packed = rows.with_columns(_packed(rows, keys, groups)).lazy()
        source = nw.from_native(cast(IntoLazyFrame, packed))
    start = _prepared(source, shown, numbers, polars=polars)
    joined = {
        name: _table(table, start, name, table_keys, table_numbers, polars=polars)
        for name, (table, table_keys, table_numbers) in given.items()
    }
    end = plan(start, Terms(rows is not None, joined)).select(
        *first, *(nw.col(hidden(name)).cast(kind).alias(name) for name, kind in adds.items())
    )
    if isinstance(frame, nw.LazyFrame):
        return cast(IntoFrameT, end.to_native())
    # The streaming engine adds up in an order of its own each time: last bits would differ.
    results = cast(pl.DataFrame, end.collect("polars", engine="in-memory").to_native())
    if not results[_ROW].is_sorted():  # joins mostly keep the order, and looking is cheaper
        results = results.sort(_ROW)
    if results.height != len(frame):
        row = results.filter(pl.col(_ROW).is_duplicated()).item(0, _ROW)
        raise HanseError(
            "Two rows of the panel share their region, category and year.",
            where=f"row {row + 1}",
            why="Every regional cluster has one row a year.",
            remedy="Sum the rows, or keep one of them.",
        )
    return _attached(panel, frame, results.drop(_ROW))


def _is_eager(frame: nw.DataFrame[IntoDataFrame] | Frame) -> bool:
    return isinstance(frame, nw.DataFrame)


def _joint(keys: Iterable[str]) -> str:
    return hidden("+".join(keys))


def _packed(
    rows: pl.DataFrame, keys: Sequence[str], groups: Iterable[tuple[str, ...]]
) -> list[pl.Series]:
    """One whole number for each combination of keys in `groups`: the same where the keys are."""
    codes: dict[str, tuple[pl.Series, int]] = {}
    wanted = list(groups)
    for key in dict.fromkeys(keys):
        column = rows[key]
        if column.null_count():
            raise HanseError(
                f"Column {key} has {column.null_count()} empty cells.",
                why="Every regional cluster names its region, category and year.",
            )
        if not any(key in group for group in wanted):
            continue
        if column.dtype.is_integer():
            code = column.cast(pl.Int64)
        elif isinstance(column.dtype, pl.Enum | pl.Categorical):
            code = column.to_physical().cast(pl.Int64)
        else:
            code = column.cast(pl.String).cast(pl.Categorical).to_physical().cast(pl.Int64)
        low, high = cast(int, code.min() or 0), cast(int, code.max() or 0)
        if high - low > _WIDEST:
            code, low = code.rank("dense").cast(pl.Int64), 1
            high = cast(int, code.max())
        codes[key] = (code - low, high - low + 1)
    joint: dict[str, pl.Series] = {}
    for group in wanted:
        number_of, width = codes[group[0]]
        for key in group[1:]:
            number_of = number_of * codes[key][1] + codes[key][0]
            width *= codes[key][1]
            if width > _WIDEST**2:
                number_of = number_of.rank("dense").cast(pl.Int64)
                width = cast(int, number_of.max() or 0) + 1
        joint[_joint(group)] = number_of.alias(_joint(group))
    return list(joint.values())


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
