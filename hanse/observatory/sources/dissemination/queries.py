"""What is asked of Eurostat: addresses, selections, and smaller questions when one is too large."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.dissemination.structure import TIME, Structure

EUROSTAT_ROOT: Final = "https://ec.europa.eu/eurostat"
_SDMX: Final = "/api/dissemination/sdmx/2.1"
_ASYNC: Final = "/api/dissemination/1.0/async"
_DATASET: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_$-]{0,63}")
_SPLIT_FIRST: Final = ("nace_r2", TIME, "geo")
"""Dimensions by which a request that is too large is divided, before all others."""


@dataclass(frozen=True, slots=True)
class Query:
    """A part of a data set: dimension -> codes; a dimension that is absent is not narrowed."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def codes(self, name: str, structure: Structure) -> tuple[str, ...]:
        """The codes of a dimension that this query covers."""
        return dict(self.chosen).get(name, structure.codes.get(name, ()))

    def narrowed(self, name: str, codes: Sequence[str]) -> "Query":
        """This query with one dimension narrowed to `codes`."""
        return Query(tuple(sorted({**dict(self.chosen), name: tuple(codes)}.items())))

    @property
    def label(self) -> str:
        """The selection in words, for progress and errors."""
        parts = [f"{name} {_brief(codes)}" for name, codes in self.chosen]
        return ", ".join(parts) or "everything"


def check_dataset(dataset: str) -> str:
    """`dataset` in lower case. Raises `HanseError` when it cannot be a data set code."""
    if not _DATASET.fullmatch(dataset):
        raise HanseError(
            f"'{dataset}' is not a data set code.",
            why="A code has letters, figures and underscores, such as sbs_r_nuts2021.",
            remedy="Look the code up at https://ec.europa.eu/eurostat/databrowser.",
        )
    return dataset.lower()


def selected(structure: Structure, select: Mapping[str, Sequence[str]]) -> Query:
    """The query for `select`, dimension -> codes, names and codes in any case.

    Raises `HanseError` for a dimension or a code that the data do not have: Eurostat refuses a
    whole request for the sake of one unknown code.
    """
    query = Query()
    for wanted, codes in select.items():
        name = structure.name_of(wanted)
        known = {code.upper(): code for code in structure.codes.get(name, ())}
        absent = [code for code in codes if str(code).upper() not in known]
        if absent:
            raise HanseError(
                f"{structure.dataset} has no {name} {', '.join(map(str, absent))}.",
                why=f"The data hold {_brief(tuple(known.values()), 12)}.",
                remedy="Change the selection; what the data hold can change with each update.",
            )
        ordered = {known[str(code).upper()] for code in codes}
        if ordered:
            query = query.narrowed(name, [c for c in structure.codes[name] if c in ordered])
    return query


def runs_of_time(query: Query, structure: Structure) -> list[Query]:
    """`query` as queries that each cover periods without a gap, as start and end can say."""
    wanted = dict(query.chosen).get(TIME)
    if wanted is None:
        return [query]
    every = sorted(structure.codes.get(TIME, ()))
    runs: list[list[str]] = []
    for period in sorted(wanted):
        if runs and every.index(period) == every.index(runs[-1][-1]) + 1:
            runs[-1].append(period)
        else:
            runs.append([period])
    return [query.narrowed(TIME, run) for run in runs]


def divided(query: Query, structure: Structure, *, by: str = "") -> list[Query]:
    """`query` in smaller ones: one code of a dimension each; empty when it cannot be divided.

    The dimension is `by` where given, otherwise the first of `nace_r2`, time and region that has
    more than one code left, otherwise the dimension with most codes.
    """
    rest = sorted(structure.dimensions, key=lambda name: -len(query.codes(name, structure)))
    for name in (by,) if by else (*_SPLIT_FIRST, *rest):
        codes = query.codes(name, structure)
        if len(codes) > 1:
            return [query.narrowed(name, (code,)) for code in codes]
    return []


def data_url(root: str, query: Query, structure: Structure) -> str:
    """The address of the data of `query` as gzipped SDMX-CSV."""
    chosen = dict(query.chosen)
    key = ".".join("+".join(map(quote, chosen.get(d, ()))) for d in structure.dimensions)
    narrowed = any(d in chosen for d in structure.dimensions)
    options = {"format": "SDMX-CSV", "compressed": "true"}
    if periods := chosen.get(TIME):
        options |= {"startPeriod": min(periods), "endPeriod": max(periods)}
    path = f"/data/{structure.dataset.upper()}" + (f"/{key}" if narrowed else "")
    return f"{root}{_SDMX}{path}?{urlencode(options)}"


def flow_url(root: str, dataset: str) -> str:
    """The address of a data set's title, update stamp and dimensions."""
    options = urlencode({"references": "descendants", "detail": "referencepartial"})
    return f"{root}{_SDMX}/dataflow/ESTAT/{dataset.upper()}/1.0?{options}"


def stamp_url(root: str, dataset: str) -> str:
    """The address of a data set's update stamp alone."""
    return f"{root}{_SDMX}/dataflow/ESTAT/{dataset.upper()}/1.0"


def constraint_url(root: str, dataset: str) -> str:
    """The address of the codes that occur in a data set."""
    return f"{root}{_SDMX}/contentconstraint/ESTAT/{dataset.upper()}/1.0"


def status_url(root: str, key: str) -> str:
    """The address that tells how far a queued request is."""
    return f"{root}{_ASYNC}/status/{quote(key, safe='')}"


def ready_url(root: str, key: str) -> str:
    """The address of the data of a queued request once it is ready."""
    return f"{root}{_ASYNC}/data/{quote(key, safe='')}"


def file_stem(structure: Structure, query: Query) -> str:
    """A file name for the page of `query`: readable where short, and never the same for two.

    Two releases of the same page have two names, so that the older stays whole until the newer is.
    """
    parts = [_brief(codes, 2) for name, codes in query.chosen if len(codes) == 1]
    words = re.sub(r"[^A-Za-z0-9-]+", "-", "-".join(parts))[:40].strip("-")
    told_apart = repr((query.chosen, structure.updated))
    mark = hashlib.sha256(told_apart.encode()).hexdigest()[:8]
    return ".".join(part for part in (structure.dataset, words, mark) if part)


def _brief(codes: tuple[str, ...], most: int = 4) -> str:
    if len(codes) <= most:
        return ", ".join(codes)
    return f"{', '.join(codes[: most - 1])} ... {codes[-1]} ({len(codes)})"
