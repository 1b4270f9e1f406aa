"""JSON-stat 2.0 data sets: a cube of values keyed by position, last dimension fastest."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NoReturn

import numpy as np
import polars as pl

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.binding import bind, bound_names
from hanse.observatory.sources.codes import checks_for
from hanse.observatory.sources.figures import FigureStyle
from hanse.observatory.sources.gathering import Figure, Gathering
from hanse.observatory.sources.reading import Layout, Reading
from hanse.observatory.sources.text_blocks import whole_text

_TIMES: Final = ("time", "time_period")

Json = Mapping[str, object]


def read_json_stat(path: Path, layout: Layout) -> Reading:
    """The observations of a JSON-stat 2.0 dataset, gzip or plain.

    `value` is an object keyed by position, or an array; `status` an object, an array or one
    text for all, with flag letters, `|C` or `p|C` for confidential cells. A position that is
    in neither is absent: it is missing, never zero, gives no row, and is counted in a note.
    A null in the array is a missing observation. Lines in the report are positions, from 1.
    Raises `HanseError` when the file is no such data set or its sizes contradict each other.
    """
    data = _parsed(path)
    names, sizes = _shape(path, data)
    cells = math.prod(sizes)
    codes = [_codes(path, data, name, size) for name, size in zip(names, sizes, strict=True)]
    values = _by_position(path, data.get("value"), "value", cells)
    status = data.get("status")
    if isinstance(status, str):
        marks: dict[int, object] = dict.fromkeys(values, status)
    else:
        marks = {} if status is None else _by_position(path, status, "status", cells)
    year = layout.year
    if year.casefold() not in [name.casefold() for name in names]:
        year = next((name for name in names if name.casefold() in _TIMES), year)
    bound = bind(
        names,
        layout,
        {"region": layout.region, "industry": layout.industry, "year": year},
        where=f"{path}, id",
    )
    gathering = Gathering(
        path,
        "json_stat",
        layout,
        checks_for(layout),
        FigureStyle(),
        [Figure("value")],
        {**bound_names(names, bound), "flag": "status", "confidentiality": "status"},
    )
    positions = np.array(sorted({*values, *marks}), dtype=np.int64)
    places = np.unravel_index(positions, sizes) if len(positions) else [positions] * len(sizes)
    flags, secrets = _statuses(path, [marks.get(position) for position in positions.tolist()])
    rows = pl.DataFrame(
        {
            "line": positions + 1,
            **{role: codes[place].gather(places[place]) for role, place in bound.items()},
            "flag": flags,
            "confidentiality": secrets,
            "value:0": _figures([values.get(position) for position in positions.tolist()]),
        }
    )
    gathering.add(rows)
    reading = gathering.finish()
    if absent := cells - len(positions):
        reading.report.notes.append(f"{absent:,} of {cells:,} cells are absent: they are missing.")
    return reading


def _parsed(path: Path) -> Json:
    try:
        data = json.loads(whole_text(path), parse_constant=str)
    except json.JSONDecodeError as error:
        raise HanseError(
            "The file is not complete JSON.",
            where=f"{path}, line {error.lineno}, column {error.colno}",
            why=error.msg,
            remedy="Fetch it again: the download may have broken off.",
        ) from error
    except (RecursionError, ValueError) as error:
        raise HanseError(
            "The file is not JSON that can be read.", where=str(path), why=str(error)
        ) from error
    if not isinstance(data, dict):
        _refuse(path, "", "The file is JSON, but not a JSON-stat data set.")
    if "error" in data and "value" not in data:
        _refuse(path, "error", "The server answered with an error instead of data.", data["error"])
    if "dataset" in data and "version" not in data:
        _refuse(path, "dataset", "The file is JSON-stat version 1.", "Only version 2.0 is read.")
    version = str(data.get("version", ""))
    if not version.startswith("2"):
        what = (
            f"The file is JSON-stat version {version}."
            if version
            else ("The file is JSON, but not a JSON-stat data set.")
        )
        _refuse(path, "version", what, "Only version 2.0 is read.")
    if data.get("class", "dataset") != "dataset":
        _refuse(path, "class", f"The file is a JSON-stat {data['class']}, not a dataset.")
    return data


def _shape(path: Path, data: Json) -> tuple[list[str], list[int]]:
    names, sizes = data.get("id"), data.get("size")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        _refuse(path, "id", "The data set does not list its dimensions.")
    if not isinstance(sizes, list) or not all(type(size) is int and size >= 0 for size in sizes):
        _refuse(path, "size", "The data set does not give the sizes of its dimensions.")
    if len(names) != len(sizes) or not names:
        _refuse(path, "size", f"{len(names)} dimensions have {len(sizes)} sizes.")
    if math.prod(sizes) >= 2**62:
        _refuse(path, "size", "The cube is larger than any real one.")
    return names, sizes


def _codes(path: Path, data: Json, name: str, size: int) -> pl.Series:
    """The codes of a dimension in their order."""
    where = f"dimension.{name}.category"
    dimensions = data.get("dimension")
    dimension = dimensions.get(name) if isinstance(dimensions, dict) else None
    category = dimension.get("category") if isinstance(dimension, dict) else None
    if not isinstance(category, dict):
        _refuse(path, where, f"Dimension {name} has no categories.")
    index = category.get("index")
    label = category.get("label")
    if index is None and isinstance(label, dict) and len(label) == 1:
        # A dimension of one category may leave its index out.
        index = list(label)
    if isinstance(index, dict):
        by_place = {place: code for code, place in index.items() if type(place) is int}
        index = [by_place.get(place) for place in range(len(index))]
    if not isinstance(index, list) or not all(isinstance(code, str) for code in index):
        _refuse(path, f"{where}.index", f"The categories of {name} are not numbered from 0 up.")
    if len(index) != size:
        _refuse(
            path, f"{where}.index", f"Dimension {name} has {len(index)} categories, not {size}."
        )
    return pl.Series(index, dtype=pl.String)


def _by_position(path: Path, found: object, field: str, cells: int) -> dict[int, object]:
    """Position -> value or status; checked against the size of the cube."""
    if isinstance(found, list):
        if len(found) != cells:
            _refuse(path, field, f"{field} has {len(found):,} entries, the sizes give {cells:,}.")
        # A status without text is no status; a null value is a missing observation.
        return {
            position: entry
            for position, entry in enumerate(found)
            if field == "value" or entry is not None
        }
    if not isinstance(found, dict):
        _refuse(path, field, f"The data set has no {field} object or array.")
    entries: dict[int, object] = {}
    for key, entry in found.items():
        if not (key.isascii() and key.isdigit() and len(key) < 20 and int(key) < cells):
            _refuse(path, f"{field}.{key[:40]}", f"The sizes give positions 0 to {cells - 1:,}.")
        entries[int(key)] = entry
    return entries


def _figures(values: Sequence[object]) -> pl.Series:
    """Numbers as they are; with anything else among them, texts for the common checks."""
    if all(value is None or type(value) in (int, float) for value in values):
        try:
            return pl.Series(values, dtype=pl.Float64, strict=False)
        except OverflowError:
            pass
    return pl.Series([_text(value) for value in values], dtype=pl.String)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value if value.strip() else repr(value)
    return json.dumps(value)


def _statuses(path: Path, marks: Sequence[object]) -> tuple[pl.Series, pl.Series]:
    """Flag letters and confidentiality from texts such as `p`, `|C`, `p|C` and `:`."""
    flags, secrets = [], []
    for mark in marks:
        if mark is not None and not isinstance(mark, str):
            _refuse(path, "status", f"The status {json.dumps(mark)[:40]} is not a text.")
        flag, _, secret = (mark or "").partition("|")
        flags.append(flag.strip().removeprefix(":"))
        secrets.append(secret)
    return pl.Series(flags, dtype=pl.String), pl.Series(secrets, dtype=pl.String)


def _refuse(path: Path, field: str, what: str, why: object = "") -> NoReturn:
    where = f"{path}, {field}" if field else str(path)
    raise HanseError(
        what,
        where=where,
        why=why if isinstance(why, str) else json.dumps(why)[:500],
        remedy="Fetch the data set again as JSON-stat 2.0.",
    )
