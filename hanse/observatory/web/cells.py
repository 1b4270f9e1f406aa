"""Cells of tables for figures of many clusters, and for stars."""

from collections.abc import Mapping
from typing import Any

from hanse.foundation.web.figures import Kind, shaped
from hanse.foundation.web.tables import Cell, Status
from hanse.observatory.statuses import stars_status


def stars_cell(row: Mapping[str, Any], address: str = "") -> Cell:
    """The cell of a cluster's stars; one that is not rated says why by its employment."""
    return Cell(row["stars"], address, stars_status(row))


def sum_status(value: float | None, *, estimated: bool) -> Status:
    """What is known of a figure of many clusters, of which some may be estimated."""
    return "missing" if value is None else "estimated" if estimated else "observed"


def sum_cell(value: float | None, *, estimated: bool, address: str = "") -> Cell:
    """The cell of such a figure."""
    return Cell(value, address, sum_status(value, estimated=estimated))


def written_cell(
    value: float | None, kind: Kind, *, estimated: bool = False, decimals: int | None = None
) -> Cell:
    """The cell of such a figure in a column whose rows are written in different ways."""
    said = None if value is None else shaped(value, kind, decimals=decimals)
    return Cell(said, status=sum_status(value, estimated=estimated))
