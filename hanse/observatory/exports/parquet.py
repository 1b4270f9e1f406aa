"""Tables as Parquet with what they are about in the file's own key-value metadata."""

from pathlib import Path
from typing import Final

import polars as pl
import pyarrow.parquet as pq

from hanse.foundation.disk import replacing
from hanse.observatory.exports.about import ExportAbout

_PREFIX: Final = "hanse:"


def write_parquet(table: pl.DataFrame, path: Path, about: ExportAbout) -> None:
    """Write `table` to `path`; the same table and `about` give the same bytes.

    The metadata keys are `hanse:title`, `source`, `licence`, `edition`, `synthetic` (true or
    false) and `updated` (ISO date), each with the prefix. Raises `HanseError` when writing
    fails.
    """
    arrow = table.to_arrow(compat_level=pl.CompatLevel.oldest())
    arrow = arrow.replace_schema_metadata(facts_about(about))
    with replacing(path) as unfinished:
        pq.write_table(arrow, unfinished, compression="zstd")


def facts_about(about: ExportAbout) -> dict[str, str]:
    """The file's own metadata: see `write_parquet`."""
    facts = {
        "title": about.label,
        "source": about.source,
        "licence": about.licence,
        "edition": about.edition,
        "synthetic": "true" if about.synthetic else "false",
        "updated": about.updated.isoformat(),
    }
    return {f"{_PREFIX}{key}": text for key, text in facts.items()}


def read_about(path: Path) -> dict[str, str]:
    """The metadata that `write_parquet` put into the file, keys without prefix."""
    facts: dict[bytes, bytes] = pq.read_schema(path).metadata or {}
    return {
        key.decode().removeprefix(_PREFIX): text.decode()
        for key, text in facts.items()
        if key.startswith(_PREFIX.encode())
    }
