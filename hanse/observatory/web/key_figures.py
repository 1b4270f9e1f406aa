"""Key figures side by side: a row for each figure, a column for each thing that is compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hanse.foundation.web.figures import Kind
from hanse.foundation.web.tables import Cell, Column, Row, Table
from hanse.observatory.web.cells import written_cell


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One row: its name, the page that defines it, how it is written, its values by column.

    exact: a count that is right whatever it counts was estimated or not.
    """

    label: str
    definition: str
    kind: Kind
    values: Mapping[str, float | None]
    decimals: int | None = None
    exact: bool = False


def key_table(
    names: Mapping[str, str],
    figures: Sequence[KeyFigure],
    *,
    caption: str,
    figure_label: str,
    estimated: Mapping[str, bool],
    first: Sequence[Row] = (),
    downloads: Sequence[tuple[str, str]] = (),
) -> Table:
    """The table. names: column -> its heading. estimated: columns whose figures partly are.

    first: rows before those of the figures.
    """
    return Table(
        caption=caption,
        columns=[
            Column("figure", figure_label),
            *(Column(code, name, "count") for code, name in names.items()),
        ],
        rows=[*first, *(_row(figure, names, estimated) for figure in figures)],
        downloads=downloads,
    )


def _row(figure: KeyFigure, names: Mapping[str, str], estimated: Mapping[str, bool]) -> Row:
    cells: dict[str, Cell] = {"figure": Cell(figure.label, figure.definition)}
    for code in names:
        cells[code] = written_cell(
            figure.values[code],
            figure.kind,
            estimated=estimated.get(code, False) and not figure.exact,
            decimals=figure.decimals,
        )
    return cells
