"""Codes that official statistics hold beside those of regions: aggregates and other countries."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

import polars as pl

from hanse.foundation.geography import countries, regions
from hanse.foundation.reference import reference_path

_AGGREGATE: Final = re.compile(
    r"((EXT?_|N)?(EU|EA|EEA|EFTA|NMS)\d{0,2}(_\d{4}|_V)?|EUR|OECD|G7|G20|WORLD|WRL_REST|DE_TOT|FX)"
)
"""Eurostat's aggregates: EU27_2020, EA20, EX_EU27_2020, EEA30_2007 and so on; also Germany with its
former territory (DE_TOT) and France without its overseas regions (FX)."""


def why_no_region(code: str, vintage: int) -> str:
    """Why a code that statistics use stands for no region of `vintage`; "" for any other code.

    An aggregate, mostly of countries (EU27_2020, EA20, EFTA), or a whole country that has no
    regions in this vintage: one that never had any (US, JP, MD) or has them in others (UA in
    NUTS 2021). Raises `HanseError` for a vintage Hanse does not know.
    """
    if _AGGREGATE.fullmatch(code):
        return "an aggregate, not a region"
    known = regions(vintage)
    home = countries().get(code)
    # Greece is EL in some vintages and GR in others: one country, which has regions in all.
    absent = home is not None and not any(
        other.iso == home.iso and other.code in known for other in countries().values()
    )
    return f"a country without regions in NUTS {vintage}" if absent or code in _elsewhere() else ""


@cache
def _elsewhere() -> frozenset[str]:
    """Codes of the countries that are in no vintage."""
    path = reference_path("nuts/elsewhere.csv")
    return frozenset(pl.read_csv(path, infer_schema=False)["code"])


@cache
def other_countries() -> Mapping[str, str]:
    """Code -> English name of the countries that are in no vintage, sorted by name."""
    rows = pl.read_csv(reference_path("nuts/elsewhere.csv"), infer_schema=False).iter_rows()
    return MappingProxyType(dict(sorted(rows, key=lambda row: row[1])))
