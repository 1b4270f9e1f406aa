"""Columns that not every edition has: its recipe and its sources decide which figures there are."""

from collections.abc import Iterable
from typing import Final

import polars as pl

from hanse.observatory.warehouse import Askable

_TEXTS: Final = ("_status", "_flag", "_reason")


def clusters_with(edition: Askable, needed: Iterable[str]) -> str:
    """What to write after FROM for clusters that have the columns `needed`, null where they lack.

    An edition whose sources tell no value added has no column for productivity, for one.
    """
    known = edition.manifest["tables"]["clusters"]["columns"]
    absent = [name for name in needed if name not in known]
    if not absent:
        return "clusters"
    added = ", ".join(
        f"NULL::{'VARCHAR' if name.endswith(_TEXTS) else 'DOUBLE'} AS {name}" for name in absent
    )
    return f"(SELECT *, {added} FROM clusters)"


def nulls(absent: Iterable[str]) -> list[pl.Expr]:
    """The columns `absent` of an edition, to add to a table of its clusters: null, as above."""
    return [
        pl.lit(None, pl.String if name.endswith(_TEXTS) else pl.Float64).alias(name)
        for name in absent
    ]
