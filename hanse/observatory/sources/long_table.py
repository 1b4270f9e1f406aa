"""Long tables with named columns, CSV or Parquet: one observation, or one firm, a row."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow
import pyarrow.parquet

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.binding import bind, bound_columns, bound_names
from hanse.observatory.sources.codes import checks_for
from hanse.observatory.sources.delimited import read_delimited
from hanse.observatory.sources.figures import BLANKS, FigureStyle
from hanse.observatory.sources.gathering import Figure, Gathering
from hanse.observatory.sources.reading import Layout, MeasureRule, Reading

_BATCH: Final = 500_000
"""Rows of a Parquet file that are worked on at a time."""

_SHOWN: Final = 20


def read_long_csv(path: Path, layout: Layout) -> Reading:
    """The observations of a CSV with named columns, any separator, gzip or plain.

    One row is one observation; with `layout.value_columns` it is one for each of them, and with
    `layout.register` it is a firm or plant. Other columns do not matter unless rows collide:
    then the error names the columns that tell them apart.
    Raises `HanseError` when the file is no such table.
    """
    table = read_delimited(path, separator=layout.delimiter)
    where = f"{path}, line 1"
    bound, figures = _bound(table.names, layout, where)
    gathering = _gathering(path, "long_csv", layout, table.names, bound, figures)
    for fields in table.fields:
        gathering.add_ragged(fields.ragged, len(table.names))
        gathering.add(fields.rows.select("line", *bound_columns(bound)))

    def colliding(lines: Collection[int]) -> None:
        again = read_delimited(path, separator=layout.delimiter)
        found = [part.rows.filter(pl.col("line").is_in(lines)) for part in again.fields]
        _explain_collision(path, pl.concat(found), again.names, bound)

    return gathering.finish(colliding)


def read_long_parquet(path: Path, layout: Layout) -> Reading:
    """The observations of a Parquet file with named columns; as `read_long_csv`.

    Lines in the report are rows, counted from 1. Figures may be numbers or texts.
    """
    names = list(_parquet(path).schema_arrow.names)
    bound, figures = _bound(names, layout, str(path))
    gathering = _gathering(path, "long_parquet", layout, names, bound, figures)
    wanted = sorted(set(bound.values()))
    for batch in _batches(path, names, wanted):
        gathering.add(batch.select("line", *(_typed(batch, role, p) for role, p in bound.items())))

    def colliding(lines: Collection[int]) -> None:
        everything = _batches(path, names, range(len(names)))
        found = [
            batch.filter(pl.col("line").is_in(lines)).select(
                "line", *(_text(batch, str(place)) for place in range(len(names)))
            )
            for batch in everything
        ]
        _explain_collision(path, pl.concat(found), names, bound)

    return gathering.finish(colliding)


def _bound(names: list[str], layout: Layout, where: str) -> tuple[dict[str, int], list[Figure]]:
    roles = {"region": layout.region, "industry": layout.industry, "year": layout.year}
    figures = [Figure(name, rule=rule) for name, rule in layout.value_columns.items()]
    if layout.register and (layout.measure or figures):
        raise HanseError(
            "A register has one column of employees and no measures.",
            where="layout",
            remedy="Leave `measure` and `value_columns` empty, or set `register` to false.",
        )
    if figures and layout.measure:
        raise HanseError(
            "The layout names both a measure column and columns of figures.",
            where="layout",
            remedy="Leave `measure` or `value_columns` empty.",
        )
    if layout.register:
        figures = [Figure(layout.value, rule=MeasureRule("employment_persons"))]
    figures = figures or [Figure(layout.value)]
    roles |= {f"value:{number}": figure.name for number, figure in enumerate(figures)}
    # A column that the user named must be there; the names Eurostat uses need not.
    usual = Layout()
    optional = {}
    for role, name, common in (
        ("flag", layout.flag, usual.flag),
        ("confidentiality", layout.confidentiality, usual.confidentiality),
    ):
        if name and name != common:
            roles[role] = name
        elif name:
            optional[role] = name
    if layout.register and layout.unit:
        roles["unit"] = layout.unit
    return bind(names, layout, roles, where=where, optional=optional, one_value=False), figures


def _gathering(
    path: Path,
    wire_format: str,
    layout: Layout,
    names: list[str],
    bound: dict[str, int],
    figures: list[Figure],
) -> Gathering:
    return Gathering(
        path,
        wire_format,
        layout,
        checks_for(layout),
        FigureStyle(layout.missing, False, layout.decimal_comma, layout.thousands),
        figures,
        bound_names(names, bound),
    )


def _parquet(path: Path) -> pyarrow.parquet.ParquetFile:
    try:
        return pyarrow.parquet.ParquetFile(path)
    except FileNotFoundError as error:
        raise HanseError(
            "There is no such file.", where=str(path), remedy="Check the path."
        ) from error
    except (pyarrow.ArrowException, OSError) as error:
        raise HanseError(
            "The file is not Parquet that can be read.",
            where=str(path),
            why=str(error).splitlines()[0],
            remedy="Fetch or write it again; it may be cut short.",
        ) from error


def _batches(path: Path, names: list[str], places: Collection[int]) -> Iterator[pl.DataFrame]:
    """Rows of the columns at `places`, named by place, with their number as `line`."""
    file = _parquet(path)
    line = 1
    try:
        for batch in file.iter_batches(_BATCH, columns=[names[place] for place in places]):
            frame = pl.DataFrame(pyarrow.Table.from_batches([batch]))
            frame = frame.rename({names[place]: str(place) for place in places})
            yield frame.with_row_index("line", line)
            line += batch.num_rows
    except (pyarrow.ArrowException, OSError) as error:
        raise HanseError(
            "The Parquet file is damaged.",
            where=f"{path}, after row {line - 1}",
            why=str(error).splitlines()[0],
            remedy="Fetch or write it again.",
        ) from error


def _typed(batch: pl.DataFrame, role: str, place: int) -> pl.Expr:
    """Figures as number or text, everything else as text."""
    name = str(place)
    if role.startswith("value:") and batch.schema[name].is_numeric():
        return pl.col(name).cast(pl.Float64).alias(role)
    return _text(batch, name).alias(role)


def _text(batch: pl.DataFrame, name: str) -> pl.Expr:
    dtype = batch.schema[name]
    if dtype.is_nested() or dtype in (pl.Binary, pl.Object):
        raise HanseError(f"A column holds {dtype}, which is neither text nor number.", where=name)
    if dtype in (pl.Date, pl.Datetime):
        return pl.col(name).cast(pl.Date).cast(pl.String)
    return pl.col(name).cast(pl.String)


def _explain_collision(
    path: Path, rows: pl.DataFrame, names: list[str], bound: dict[str, int]
) -> None:
    """Raise `HanseError` when a column without a role tells the colliding rows apart."""
    roles = {role: place for role, place in bound.items() if not role.startswith("select:")}
    figures = {place for role, place in roles.items() if role.startswith("value:")}
    taken = {*bound.values()} - figures
    key = [
        pl.col(str(place)).str.strip_chars(BLANKS)
        for role, place in roles.items()
        if role in {"region", "industry", "year", "measure"}
    ]
    apart = []
    for place, name in enumerate(names):
        if place in taken or place in figures:
            continue
        column = pl.col(str(place))
        groups = rows.group_by(key).agg(column.n_unique().alias("values"), pl.len())
        groups = groups.filter(pl.col("len") > 1)
        if groups.height and (groups["values"] == groups["len"]).all():
            texts = rows[str(place)].drop_nulls().unique().sort()
            more = ", ..." if len(texts) > _SHOWN else ""
            listed = ", ".join(text or "(empty)" for text in texts.head(_SHOWN))
            apart.append((len(texts), place, name, f"{name} holds {listed}{more}"))
    if apart:
        # The fewest values make the likeliest dimension; a running number has the most.
        apart.sort()
        likeliest = apart[0][2]
        raise HanseError(
            f"Rows collide: column {likeliest} holds more than one value for the same figure.",
            where=f"{path}, lines {', '.join(map(str, rows['line'].head(2).to_list()))}",
            why="; ".join(told for _, _, _, told in apart[:3]) + ".",
            remedy=f"Say which one is wanted: add {likeliest} to `select` of the layout.",
        )
