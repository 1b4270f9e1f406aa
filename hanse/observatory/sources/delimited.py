"""Delimited text as frames of raw fields with exact line numbers, and its header's columns."""

import csv
import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import polars as pl

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.text_blocks import Block, blocks

_SEPARATORS: Final = ("\t", ";", ",", "|")
_RECORDS: Final = 100_000
"""Records that the slow path hands over at a time."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Lines split into fields.

    rows: `line` and the texts `0`, `1`, ... one for each column of the header; blank lines are
    not among them. ragged: lines with more or fewer fields, as `line`, `fields`, `text`.
    """

    rows: pl.DataFrame
    ragged: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Delimited:
    """A delimited file: the names in its header, and its lines block by block."""

    path: Path
    names: list[str]
    fields: Iterator[Fields]


def find_name(names: Sequence[str], wanted: str, role: str, where: str) -> int:
    """Place of `wanted` in `names`, in any case.

    Raises `HanseError` naming what is there, and the closest name, when it is not there, and
    when it is there more than once.
    """
    places = [place for place, name in enumerate(names) if name.casefold() == wanted.casefold()]
    if len(places) == 1:
        return places[0]
    if places:
        raise HanseError(
            f"Column {wanted} occurs {len(places)} times.",
            where=where,
            remedy="Give each column its own name.",
        )
    folded = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(wanted.casefold(), folded, n=1, cutoff=0.5)
    shown = ", ".join(name or "(no name)" for name in names[:30])
    raise HanseError(
        f"There is no column {wanted or '(no name)'} for the {role}.",
        where=where,
        why=f"The columns are {shown}{', ...' if len(names) > 30 else ''}.",
        remedy=(f"Did you mean {folded[close[0]]}? " if close else "")
        + f"Name the {role} column in the layout.",
    )


def read_delimited(path: Path, *, separator: str = "", quotes: bool = True) -> Delimited:
    """`path` as fields; `separator` "" finds it out from the header.

    quotes: a field may stand in double quotes and then hold separators, doubled quotes and
    line ends, as in RFC 4180. Raises `HanseError` for what `blocks` refuses, a quote that is
    never closed, and a header without names.
    """
    stream = blocks(path)
    first = next(stream)
    header = first.text
    if "\r" in header.removesuffix("\r"):
        raise HanseError(
            "The lines end in carriage returns alone.",
            where=f"{path}, line 1",
            remedy="Save the file with line ends LF or CRLF.",
        )
    header = header.removesuffix("\r")
    separator = separator or _sniffed(header)
    if not quotes:
        names = [name.strip() for name in header.split(separator)]
        return Delimited(path, names, _plain(stream, separator, len(names)))
    if header.count('"') % 2:
        raise HanseError(
            "A quote in the header is not closed on its line.",
            where=f"{path}, line 1",
            remedy="Write the header on one line.",
        )
    names = [name.strip() for name in next(csv.reader([header], delimiter=separator), [])]
    if not any(names):
        raise HanseError(
            "The first line names no columns.",
            where=f"{path}, line 1",
            remedy="The first line of the file must be its header.",
        )
    return Delimited(path, names, _quoted(path, stream, separator, len(names)))


def lines_frame(block: Block) -> pl.DataFrame:
    """The lines of a block that are not blank: `line` and `text` without line end."""
    text = pl.Series([block.text]).str.split("\n").explode().str.strip_suffix("\r")
    return (
        pl.DataFrame({"text": text})
        .with_row_index("line", block.line)
        .filter(pl.col("text").str.strip_chars(" \r") != "")
    )


def split(lines: pl.DataFrame, column: str, separator: str, count: int) -> pl.DataFrame:
    """`lines` with `column` split into `0` .. `count - 1`, and `fit`: whether it had so many."""
    # One field more than wanted is asked for, so that a longer line shows.
    parts = (
        lines.select(pl.col(column).str.split_exact(separator, count))
        .unnest(column)
        .rename(lambda name: name.removeprefix("field_"))
    )
    fit = parts[str(count - 1)].is_not_null() & parts[str(count)].is_null()
    return lines.hstack(parts.drop(str(count))).with_columns(fit=fit)


def ragged_lines(lines: pl.DataFrame, separator: str) -> pl.DataFrame:
    """Lines that did not fit, as `Fields.ragged`."""
    return lines.select(
        "line",
        (pl.col("text").str.count_matches(separator, literal=True) + 1).alias("fields"),
        "text",
    )


def _plain(stream: Iterator[Block], separator: str, count: int) -> Iterator[Fields]:
    for block in stream:
        lines = split(lines_frame(block), "text", separator, count)
        yield Fields(
            lines.filter("fit").drop("text", "fit"),
            ragged_lines(lines.filter(~pl.col("fit")), separator),
        )


def _quoted(path: Path, stream: Iterator[Block], separator: str, count: int) -> Iterator[Fields]:
    for block in stream:
        if '"' not in block.text:
            yield from _plain(iter([block]), separator, count)
            continue
        fields = _quoted_lines(lines_frame(block), separator, count)
        if fields is None:
            # A field with a line end inside, or a stray quote: from here on the csv module
            # reads, since the field may go on into the next block.
            yield from _records(path, block, stream, separator, count)
            return
        yield fields


def _quoted_lines(lines: pl.DataFrame, separator: str, count: int) -> Fields | None:
    """Lines with quoted fields; None unless each line is whole and well formed by itself."""
    outside = re.escape(separator)
    field = rf'(?:"(?:[^"]|"")*"|[^"{outside}]*)'
    text = pl.col("text")
    if not lines.select(text.str.contains(f"^{field}(?:{outside}{field})*$").all()).item():
        return None
    lines = lines.with_columns(
        fields=text.str.replace_all('"[^"]*"', "").str.count_matches(separator, literal=True) + 1
    )
    good = lines.filter(pl.col("fields") == count)
    ragged = lines.filter(pl.col("fields") != count).select("line", "fields", "text")
    schema = {str(place): pl.String for place in range(count)}
    if good.height == 0:
        return Fields(pl.DataFrame(schema={"line": pl.UInt32, **schema}), ragged)
    rows = pl.read_csv(
        good["text"].str.join("\n").item().encode(),
        separator=separator,
        has_header=False,
        schema=schema,
        empty_string_is_null=False,
    )
    if rows.height != good.height:
        return None
    return Fields(rows.insert_column(0, good["line"]), ragged)


def _records(
    path: Path, block: Block, stream: Iterator[Block], separator: str, count: int
) -> Iterator[Fields]:
    def lines() -> Iterator[str]:
        for part in chain([block], stream):
            yield from (f"{line}\n" for line in part.text.split("\n"))

    reader = csv.reader(lines(), delimiter=separator, strict=True)
    starts: list[int] = []
    records: list[list[str]] = []
    ragged: list[tuple[int, int, str]] = []

    def gathered() -> Fields:
        texts = pl.DataFrame(
            records, schema={str(place): pl.String for place in range(count)}, orient="row"
        )
        return Fields(
            texts.insert_column(0, pl.Series("line", starts, dtype=pl.UInt32)),
            pl.DataFrame(
                ragged,
                schema={"line": pl.UInt32, "fields": pl.UInt32, "text": pl.String},
                orient="row",
            ),
        )

    while True:
        start = block.line + reader.line_num
        try:
            record = next(reader, None)
        except csv.Error as error:
            raise HanseError(
                "A quoted field is not closed, or a quote stands inside a field.",
                where=f"{path}, from line {start}",
                why=f"Reading stopped at line {block.line - 1 + reader.line_num}: {error}.",
                remedy='Close the quote, or write a quote inside a quoted field twice: "".',
            ) from error
        if record is None:
            break
        if not record or (len(record) == 1 and not record[0].strip(" \r")):
            continue
        if len(record) == count:
            starts.append(start)
            records.append(record)
        else:
            ragged.append((start, len(record), separator.join(record)))
        if len(records) + len(ragged) >= _RECORDS:
            yield gathered()
            starts.clear()
            records.clear()
            ragged.clear()
    yield gathered()


def _sniffed(header: str) -> str:
    """The separator that occurs most in the header outside quotes."""
    outside = "".join(header.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)
