"""Tables sent piece by piece as CSV or Parquet, so that none is ever held whole in memory."""

import io
from collections.abc import Iterable, Iterator
from typing import Final

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from hanse.observatory.exports.about import ExportAbout
from hanse.observatory.exports.parquet import facts_about

NOTICE: Final = "notice"
"""The last column of synthetic tables: the one place a spreadsheet cannot lose."""

SYNTHETIC: Final = "synthetic data"

_FORMULA: Final = r"^([=+\-@\t\r])"


def labelled(batches: Iterable[pl.DataFrame], about: ExportAbout) -> Iterator[pl.DataFrame]:
    """`batches` as they are; those of synthetic data with a last column that says so."""
    for batch in batches:
        yield batch.with_columns(pl.lit(SYNTHETIC).alias(NOTICE)) if about.synthetic else batch


def csv_pieces(batches: Iterable[pl.DataFrame]) -> Iterator[bytes]:
    """The tables as one CSV: UTF-8, comma, CRLF, one header; a piece for each table.

    Null is an empty cell. A text that a spreadsheet would take for a formula begins with an
    apostrophe.
    """
    for number, batch in enumerate(batches):
        text = pl.col(pl.String)
        harmless = batch.with_columns(text.str.replace(_FORMULA, "'${1}").replace("", None))
        yield harmless.write_csv(include_header=number == 0, line_terminator="\r\n").encode()


def parquet_pieces(batches: Iterable[pl.DataFrame], about: ExportAbout) -> Iterator[bytes]:
    """The tables as one Parquet file with what it is about; a row group for each table."""
    sink = io.BytesIO()
    writer: pq.ParquetWriter | None = None
    for batch in batches:
        table = pa.table(batch.to_arrow(compat_level=pl.CompatLevel.oldest()))
        table = table.replace_schema_metadata(facts_about(about))
        if writer is None:
            writer = pq.ParquetWriter(_Pipe(sink), table.schema, compression="zstd")
        writer.write_table(table)
        yield _taken(sink)
    if writer is not None:
        writer.close()
        yield _taken(sink)


class _Pipe(io.RawIOBase):
    """A file to be written once from front to end, into `sink`, which others empty."""

    def __init__(self, sink: io.BytesIO) -> None:
        super().__init__()
        self.sink = sink
        self.at = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def write(self, data: bytes) -> int:  # type: ignore[override]
        written = self.sink.write(data)
        self.at += written
        return written


def _taken(sink: io.BytesIO) -> bytes:
    held = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return held
