"""Every figure of clusters or industries with its status, for downloads and the API."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from hanse.foundation.problems import HanseError
from hanse.observatory.catalogue import CATALOGUE, FROM_WORST
from hanse.observatory.questions.selection import Selection, where
from hanse.observatory.ratings.rules import RULES
from hanse.observatory.tables import EMPLOYMENT, MEASURES
from hanse.observatory.warehouse import Askable, Manifest

Table = Literal["clusters", "industries"]

KEYS: Final[Mapping[Table, tuple[str, ...]]] = {
    "clusters": ("scheme", "category", "year", "region"),
    "industries": ("industry", "year", "region"),
}
"""What a row is about, in the order in which the rows are kept."""

_WORDS: Final = {"kind", "stars_reason"}
_STATUS: Final = "_status"
_FLAG: Final = "_flag"


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of figures: `status` is the SQL that gives the status of each, `flag` the column
    of its flags ("" for none)."""

    code: str
    status: str
    flag: str


@dataclass(frozen=True, slots=True)
class Question:
    """An SQL statement with its parameters, and one that counts its rows."""

    statement: str
    count: str
    parameters: Mapping[str, object]


def figures(edition: Askable, table: Table) -> dict[str, Figure]:
    """The figures of the edition's `table` by their code, in the order of its columns."""
    columns: list[str] = edition.manifest["tables"][table]["columns"]
    there = set(columns)
    return {
        code: Figure(
            code,
            _status_sql(code, _inputs(code, there, edition.manifest)),
            f"{code}{_FLAG}" if f"{code}{_FLAG}" in there else "",
        )
        for code in columns
        if code not in {*KEYS[table], *_WORDS} and not code.endswith((_STATUS, _FLAG))
    }


def wide(
    edition: Askable,
    table: Table,
    selection: Selection,
    *,
    fields: Sequence[str] = (),
    sort: Sequence[str] = (),
) -> Question:
    """A row for each cluster or industry of a region and year: its figures, each with its status.

    fields: codes of figures, all when empty. sort: columns, with "-" before one to descend;
    without it rows come as the edition keeps them. Empty figures come last. Raises `HanseError`
    for a field or column that is not there, and as `selection.where` does.
    """
    known = figures(edition, table)
    chosen = _chosen(edition, fields, known, "figure")
    keys = KEYS[table]
    parts = [*keys]
    if table == "clusters":
        parts.append("kind")
    for each in chosen:
        parts += [each.code, f"{each.status} AS {each.code}{_STATUS}"]
        parts += [each.flag] if each.flag else []
    if table == "clusters" and (not fields or "stars" in fields):
        parts.append("stars_reason")
    condition, parameters = where(edition, table, selection)
    source = f"FROM {table} WHERE {condition}"
    return Question(
        f"SELECT {', '.join(parts)} {source}{_order(edition, sort, {*keys, *known}, keys)}",
        f"SELECT count(*) AS rows {source}",
        parameters,
    )


def long(
    edition: Askable,
    table: Table,
    selection: Selection,
    *,
    indicators: Sequence[str] = (),
    statuses: Sequence[str] = (),
) -> Question:
    """A row for each figure: what it is about, indicator, value, status, flag.

    indicators: all when empty; yes and no are 1 and 0. statuses: figures of these only. Raises
    `HanseError` as `wide` does.
    """
    chosen = _chosen(edition, indicators, figures(edition, table), "indicator")
    cells = ", ".join(
        f"{{'indicator': '{each.code}', 'value': {each.code}::DOUBLE, 'status': {each.status}, "
        f"'flag': {each.flag or repr('')}}}"
        for each in chosen
    )
    condition, parameters = where(edition, table, selection)
    rows = f"FROM {table} WHERE {condition}"
    statement = f"SELECT {', '.join(KEYS[table])}, unnest([{cells}], recursive := true) {rows}"
    if not statuses:
        count = f"SELECT count(*) * {len(chosen)} AS rows {rows}"
        return Question(statement, count, parameters)
    wanted = {f"status{number}": status for number, status in enumerate(statuses)}
    statement = (
        f"SELECT * FROM ({statement}) WHERE status IN ({', '.join(f'${name}' for name in wanted)})"
    )
    return Question(
        statement, f"SELECT count(*) AS rows FROM ({statement})", {**parameters, **wanted}
    )


def ranked(edition: Askable, selection: Selection) -> Question:
    """Clusters with stars, most stars first, then by location quotient: place, names, figures.

    Raises `HanseError` as `selection.where` does.
    """
    condition, parameters = where(edition, "clusters", selection)
    rows = f"(SELECT * FROM clusters WHERE {condition} AND stars IS NOT NULL)"
    return Question(
        f"""
        SELECT row_number() OVER (ORDER BY c.stars DESC, c.location_quotient DESC NULLS LAST,
                                  c.region, c.category) AS place,
               c.region, r.name, r.country, c.scheme, c.category, k.label, c.year, c.stars,
               c.location_quotient, c.employment_persons, c.employment_persons_status
        FROM {rows} c
        JOIN regions r ON r.code = c.region
        JOIN categories k USING (scheme, category)
        ORDER BY place
        """,
        f"SELECT count(*) AS rows FROM {rows}",
        parameters,
    )


def _chosen(
    edition: Askable, codes: Sequence[str], known: Mapping[str, Figure], what: str
) -> list[Figure]:
    strangers = [code for code in codes if code not in known]
    if strangers:
        raise HanseError(
            f"Edition {edition.id} has no {what} {strangers[0]} here.",
            where="indicator" if what == "indicator" else "fields",
            remedy=f"It has {', '.join(known)}.",
        )
    return [known[code] for code in dict.fromkeys(codes)] or list(known.values())


def _order(edition: Askable, sort: Sequence[str], known: set[str], keys: Sequence[str]) -> str:
    if not sort:
        return ""
    named = [column.removeprefix("-") for column in sort]
    strangers = [name for name in named if name not in known]
    if strangers:
        raise HanseError(
            f"Edition {edition.id} cannot sort by {strangers[0]}.",
            where="sort",
            remedy=f"Sort by {', '.join(sorted(known))}; put - before one to descend.",
        )
    parts = [
        f"{name} {'DESC' if column.startswith('-') else 'ASC'} NULLS LAST"
        for column, name in zip(sort, named, strict=True)
    ]
    return f" ORDER BY {', '.join([*parts, *keys])}"


def _inputs(code: str, columns: set[str], manifest: Manifest) -> list[str]:
    """The columns of status that a figure rests on."""
    own = f"{code}{_STATUS}"
    if own in columns:
        return [own]
    measured = code.removesuffix("_rank")
    if measured != code and measured in columns:
        return _inputs(measured, columns, manifest)
    if code in CATALOGUE:
        wanted: Sequence[str] = CATALOGUE[code].inputs
    else:  # stars, whether eligible, and single stars rest on all that the rule asks for
        rule = RULES.get(manifest["rating"]["code"])
        wanted = rule.columns if rule else (EMPLOYMENT,)
    found = [each for name in wanted for each in _status_columns(name, columns)]
    return list(dict.fromkeys(found))


def _status_columns(name: str, columns: set[str]) -> Iterator[str]:
    if f"{name}{_STATUS}" in columns:
        yield f"{name}{_STATUS}"
    elif name in CATALOGUE:
        yield from (f"{m}{_STATUS}" for m in CATALOGUE[name].inputs if f"{m}{_STATUS}" in columns)


def _status_sql(code: str, inputs: Sequence[str]) -> str:
    """The worst status of the inputs; a figure that is there is at worst estimated, and one that
    is not is withheld or missing."""
    worst, _, estimated, observed = FROM_WORST
    if code in MEASURES:
        return f"{code}{_STATUS}"
    all_observed = " AND ".join(f"{name} = '{observed}'" for name in inputs) or "true"
    one_withheld = " OR ".join(f"{name} = '{worst}'" for name in inputs) or "false"
    return (
        f"CASE WHEN {code} IS NOT NULL "
        f"THEN CASE WHEN {all_observed} THEN '{observed}' ELSE '{estimated}' END "
        f"ELSE CASE WHEN {one_withheld} THEN '{worst}' ELSE 'missing' END END"
    )


def rows_of(edition: Askable, question: Question) -> int:
    """How many rows the question has."""
    return int(edition.query(question.count, question.parameters)["rows"].item())


def page_of(edition: Askable, question: Question, *, limit: int, offset: int) -> pl.DataFrame:
    """`limit` rows of the question after the first `offset`."""
    return edition.query(
        f"{question.statement} LIMIT $page_rows OFFSET $page_start",
        {**question.parameters, "page_rows": limit, "page_start": offset},
    )
