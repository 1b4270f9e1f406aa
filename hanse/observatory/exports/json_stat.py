"""Figures as a JSON-stat 2.0 data set, written piece by piece."""

import io
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Final

import polars as pl

from hanse.foundation.disk import replacing
from hanse.observatory.exports.about import SYNTHETIC_NOTE, ExportAbout
from hanse.observatory.exports.long_form import LongForm, long_form
from hanse.observatory.tables import FLAGS, MEASURES

NAMES: Final = {"region": "geo", "year": "time"}
"""Our column -> its name as a dimension; the others keep their own."""

_ROLES: Final = {"year": "time", "region": "geo"}
_ROWS_AT_A_TIME: Final = 1_000_000


def write_json_stat(table: pl.DataFrame, path: Path, about: ExportAbout) -> None:
    """Write an observation table, or the long form of a wide table, to `path`.

    The cube has one dimension for `measure` or `indicator` and one for each key, in that order.
    `value` is an array when the table has every cell of the cube, otherwise an object keyed by
    row-major position. A row without a figure is null there; a cell without a row is absent.
    `status` holds flag letters by position, with `|C` for a withheld figure.
    `extension` says edition, licence and whether the data are synthetic.
    Raises `HanseError` as `long_form` does, or when writing fails.
    """
    form = long_form(table, where=str(path))
    codes = {name: form.table[name].cast(pl.String).unique().sort() for name in form.dimensions}
    size = [len(found) for found in codes.values()]
    cells = _cells(form, codes)
    with replacing(path) as unfinished, unfinished.open("wb") as out:
        head = json.dumps(_head(codes, about), ensure_ascii=False, separators=(",", ":"))
        out.write(head[:-1].encode())
        out.write(b',"value":')
        if cells.height == math.prod(size):
            _write(out, cells.select("value"), "[]")
        else:
            _write(out, cells.select(_key(), "value"), "{}")
        out.write(b',"status":')
        marked = cells.filter(pl.col("flag") != "")
        secret = pl.col("flag").str.contains("c", literal=True)
        letters = pl.col("flag").str.replace("c", "", literal=True)
        text = letters + pl.when(secret).then(pl.lit("|C")).otherwise(pl.lit(""))
        _write(out, marked.select(_key(), pl.concat_str(pl.lit('"'), text, pl.lit('"'))), "{}")
        out.write(b"}\n")


def _head(codes: Mapping[str, pl.Series], about: ExportAbout) -> dict[str, object]:
    """Everything but the figures, in the order of the standard."""
    first = next(iter(codes))
    extension: dict[str, object] = {
        "edition": about.edition,
        "licence": about.licence,
        "synthetic": about.synthetic,
        "status": {"label": {**FLAGS, "C": "confidential"}},
    }
    if about.synthetic:
        extension["note"] = SYNTHETIC_NOTE
    return {
        "version": "2.0",
        "class": "dataset",
        "label": about.label,
        "source": about.source,
        "updated": about.updated.isoformat(),
        "extension": extension,
        "id": [NAMES.get(name, name) for name in codes],
        "size": [len(found) for found in codes.values()],
        "role": {
            **{role: [NAMES[name]] for name, role in _ROLES.items() if name in codes},
            "metric": [first],
        },
        "dimension": {
            NAMES.get(name, name): _dimension(name, found) for name, found in codes.items()
        },
    }


def _dimension(name: str, codes: pl.Series) -> dict[str, object]:
    category: dict[str, object] = {"index": codes.to_list()}
    known = {code: MEASURES[code] for code in codes if code in MEASURES}
    if known and name in ("measure", "indicator"):
        category["label"] = {code: measure.label for code, measure in known.items()}
        category["unit"] = {code: {"label": measure.unit} for code, measure in known.items()}
    return {"label": name, "category": category}


def _cells(form: LongForm, codes: Mapping[str, pl.Series]) -> pl.DataFrame:
    """Columns at (row-major position), value, flag; sorted by position."""
    at = pl.lit(0, dtype=pl.Int64)
    for name, found in codes.items():
        place = pl.col(name).cast(pl.String).cast(pl.Enum(found)).to_physical().cast(pl.Int64)
        at = at * len(found) + place
    return form.table.select(at.alias("at"), "value", "flag").sort("at")


def _key() -> pl.Expr:
    return pl.concat_str(pl.lit('"'), pl.col("at"), pl.lit('"')).alias("key")


def _write(out: IO[bytes], members: pl.DataFrame, brackets: str) -> None:
    """Write one column as a JSON array, or key and member as an object, a part at a time."""
    out.write(brackets[0].encode())
    between = b""
    for part in members.iter_slices(_ROWS_AT_A_TIME):
        text = io.BytesIO()
        part.write_csv(
            text,
            include_header=False,
            separator=":",
            line_terminator=",",
            quote_style="never",
            null_value="null",
        )
        out.write(between + text.getvalue()[:-1])
        between = b","
    out.write(brackets[1].encode())
