"""The wire formats by name, and which one a file is in."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.eurostat_tsv import read_eurostat_tsv
from hanse.observatory.sources.json_stat import read_json_stat
from hanse.observatory.sources.long_table import read_long_csv, read_long_parquet
from hanse.observatory.sources.reading import Layout, Reading
from hanse.observatory.sources.sbs_extract import YEAR_COLUMN, read_sbs_extract
from hanse.observatory.sources.sdmx_csv import read_sdmx_csv
from hanse.observatory.sources.text_blocks import head

Reader = Callable[[Path, Layout], Reading]

FORMATS: Final[Mapping[str, Reader]] = MappingProxyType(
    {
        "eurostat_tsv": read_eurostat_tsv,
        "sdmx_csv": read_sdmx_csv,
        "json_stat": read_json_stat,
        "long_csv": read_long_csv,
        "long_parquet": read_long_parquet,
        "sbs_extract": read_sbs_extract,
    }
)
"""Name of a format -> its reader."""


def detect_format(path: Path) -> str:
    """The format of `path`, a key of `FORMATS`, by its content and never by its name.

    What is neither Parquet, JSON nor one of the Eurostat headers is taken for `long_csv`, whose
    reader says what is wrong with a file that is none. Raises `HanseError` when the file cannot
    be opened.
    """
    start = head(path).removeprefix(b"\xef\xbb\xbf")
    if start.startswith(b"PAR1"):
        return "long_parquet"
    if start.lstrip().startswith((b"{", b"[")):
        return "json_stat"
    header = start.split(b"\n", 1)[0].decode("utf-8", "replace").strip()
    if "\t" in header and "\\" in header.split("\t", 1)[0]:
        return "eurostat_tsv"
    names = [name.strip(' "').casefold() for name in re.split(r"[;,\t|]", header)]
    if "obs_value" in names and {"dataflow", "structure_id"}.intersection(names):
        return "sdmx_csv"
    if any(YEAR_COLUMN.fullmatch(name) for name in names):
        return "sbs_extract"
    return "long_csv"


def read(path: Path, layout: Layout, format: str = "") -> Reading:  # noqa: A002 - the recipe's word
    """Read `path` in `format`, or in the one it is found to be in.

    Raises `HanseError` for an unknown format, and what its reader raises.
    """
    name = format or detect_format(path)
    if name not in FORMATS:
        raise HanseError(
            f"There is no source format {name}.",
            remedy=f"Use one of {', '.join(FORMATS)}, or none to find it out from the file.",
        )
    return FORMATS[name](path, layout)
