"""The finder: clusters of an edition that meet a number of conditions, sorted, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from hanse.observatory.questions.columns import clusters_with
from hanse.observatory.questions.kept import kept
from hanse.observatory.warehouse import Askable

SORTS: Final[Mapping[str, str]] = {
    "name": "r.name",
    "label": "k.label",
    "country": "r.country",
    "stars": "c.stars",
    "employment_persons": "c.employment_persons",
    "location_quotient": "c.location_quotient",
    "focus": "c.focus",
    "employment_growth_cagr": "c.employment_growth_cagr",
    "productivity_eur": "c.productivity_eur",
}
"""What found clusters may be sorted by, and the column that stands for it."""

DEFAULT_SORT: Final = "-stars"

RANGES: Final = ("employment_persons", "location_quotient", "employment_growth_cagr")
"""Figures that can be asked for within bounds."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What clusters are looked for; "" and None ask for nothing.

    stars: at least so many. bounds: figures of `RANGES`, each with lowest and highest, included.
    status: of employment, observed or estimated and so on.
    """

    scheme: str
    year: int
    kind: str = ""
    category: str = ""
    country: str = ""
    region: str = ""
    stars: int | None = None
    status: str = ""
    bounds: tuple[tuple[str, float | None, float | None], ...] = ()


@kept(128)
def found_clusters(
    edition: Askable,
    wanted: Wanted,
    *,
    sort: str = DEFAULT_SORT,
    limit: int | None = None,
    offset: int = 0,
) -> pl.DataFrame:
    """Clusters that meet `wanted`, with their region's and category's names.

    sort: a key of `SORTS`, with "-" before it for the largest first; unknown ones count last.
    Raises `KeyError` for another key, or other bounds.
    """
    conditions, parameters = _conditions(wanted)
    order = f"{SORTS[sort.removeprefix('-')]} {'DESC' if sort.startswith('-') else 'ASC'}"
    page = "" if limit is None else f"LIMIT {int(limit)} OFFSET {int(offset)}"
    return edition.query(
        f"""
        SELECT c.scheme, c.category, k.label, k.kind, c.region, r.name, r.country, c.year,
               c.stars, c.stars_reason,
               c.employment_persons, c.employment_persons_status,
               c.location_quotient, c.focus,
               c.employment_growth_cagr, c.employment_growth_cagr_status,
               c.productivity_eur, c.value_added_eur_status
        {_source(edition)} WHERE {conditions}
        ORDER BY {order} NULLS LAST, c.stars DESC NULLS LAST,
                 c.location_quotient DESC NULLS LAST, c.region, c.category
        {page}
        """,
        parameters,
    )


@kept(256)
def count_clusters(edition: Askable, wanted: Wanted) -> int:
    """How many clusters meet `wanted`."""
    conditions, parameters = _conditions(wanted)
    statement = f"SELECT count(*) AS clusters {_source(edition)} WHERE {conditions}"
    return int(edition.query(statement, parameters)["clusters"].item())


def _source(edition: Askable) -> str:
    needed = (
        "stars",
        "stars_reason",
        "focus",
        *RANGES,
        "employment_growth_cagr_status",
        "productivity_eur",
        "value_added_eur_status",
    )
    return f"""
        FROM {clusters_with(edition, needed)} c
        JOIN regions r ON r.code = c.region
        JOIN categories k ON k.scheme = c.scheme AND k.category = c.category
    """


def _conditions(wanted: Wanted) -> tuple[str, dict[str, object]]:
    conditions = ["c.scheme = $scheme", "c.year = $year"]
    parameters: dict[str, object] = {"scheme": wanted.scheme, "year": wanted.year}
    for column, word in (
        ("k.kind", wanted.kind),
        ("c.category", wanted.category),
        ("r.country", wanted.country),
        ("c.region", wanted.region),
        ("c.employment_persons_status", wanted.status),
    ):
        if word:
            name = column.rpartition(".")[2]
            conditions.append(f"{column} = ${name}")
            parameters[name] = word
    if wanted.stars is not None:
        conditions.append("c.stars >= $stars")
        parameters["stars"] = wanted.stars
    for figure, lowest, highest in wanted.bounds:
        if figure not in RANGES:
            raise KeyError(figure)
        for bound, sign, end in ((lowest, ">=", "lowest"), (highest, "<=", "highest")):
            if bound is not None:
                conditions.append(f"c.{figure} {sign} ${figure}_{end}")
                parameters[f"{figure}_{end}"] = bound
    return " AND ".join(conditions), parameters
