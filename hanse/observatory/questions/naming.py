"""What people call things, and what an edition has: regions, categories, years, schemes."""

import unicodedata
from dataclasses import dataclass

import polars as pl

from hanse.foundation.problems import HanseError
from hanse.observatory.warehouse import Askable


@dataclass(frozen=True, slots=True)
class Named:
    """A region or category that was asked for: its code and what to call it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CategoryNamed(Named):
    """A category, with the scheme it belongs to."""

    scheme: str


def find_region(edition: Askable, text: str) -> Named:
    """The region with the code `text`, or the only one whose name holds it.

    Case and accents do not matter. Raises `HanseError` with the candidates otherwise.
    """
    regions = edition.query("SELECT code, name FROM regions ORDER BY code")
    chosen = _choose(regions, text, what="region")
    return Named(chosen["code"], chosen["name"])


def find_category(edition: Askable, text: str, scheme: str = "") -> CategoryNamed:
    """The category with the code `text`, or the only one whose label holds it.

    scheme: looks in this scheme only. Raises `HanseError` with the candidates otherwise.
    """
    rows = edition.query(
        "SELECT category AS code, label AS name, scheme FROM categories "
        "WHERE $scheme IN ('', scheme) ORDER BY scheme, code",
        {"scheme": scheme},
    )
    if rows.is_empty():
        schemes = edition.query("SELECT DISTINCT scheme FROM categories ORDER BY scheme")
        raise HanseError(
            f"Edition {edition.id} has no scheme {scheme}.",
            remedy=f"Its schemes: {', '.join(schemes['scheme'])}.",
        )
    chosen = _choose(rows, text, what="category")
    return CategoryNamed(chosen["code"], chosen["name"], chosen["scheme"])


def years(edition: Askable) -> list[int]:
    """Years of the edition that hold employment figures or others, in order."""
    return edition.query("SELECT DISTINCT year FROM region_totals ORDER BY year")["year"].to_list()


def the_year(edition: Askable, year: int | None) -> int:
    """`year`, or the last one with employment. Raises `HanseError` for a year it does not have."""
    known = years(edition)
    if year is None:
        last = edition.query(
            "SELECT max(year) AS year FROM region_totals WHERE employment_persons IS NOT NULL"
        )["year"].item()
        return known[-1] if last is None else int(last)
    if year not in known:
        raise HanseError(
            f"Edition {edition.id} has no figures for {year}.",
            remedy=f"Its years: {known[0]} to {known[-1]}.",
        )
    return year


def the_scheme(edition: Askable, scheme: str = "") -> str:
    """`scheme`, or the first of the edition's recipe. Raises `HanseError` for one unknown."""
    known: list[str] = [each["code"] for each in edition.manifest["schemes"]]
    if scheme and scheme not in known:
        raise HanseError(
            f"Edition {edition.id} has no scheme {scheme}.",
            remedy=f"Its schemes: {', '.join(known)}.",
        )
    return scheme or known[0]


def check_word(edition: Askable, word: str, column: str, table: str) -> None:
    """Raises `HanseError` for a word that no row of the table has in this column; "" passes."""
    known = edition.query(f"SELECT DISTINCT {column} AS word FROM {table} ORDER BY word")["word"]
    if word and word not in known:
        raise HanseError(
            f"Edition {edition.id} has no {column} {word}.",
            remedy=f"It has {', '.join(known)}.",
        )


def _choose(rows: pl.DataFrame, text: str, *, what: str) -> dict[str, str]:
    wanted = folded(text)
    everything = rows.to_dicts()
    for column in ("code", "name"):
        same = [row for row in everything if folded(row[column]) == wanted]
        if len(same) == 1:
            return same[0]
    holding = [row for row in everything if wanted in folded(row["name"])]
    if len(holding) == 1:
        return holding[0]
    if holding:
        listed = ", ".join(f"{row['code']} {row['name']}" for row in holding[:8])
        more = f" and {len(holding) - 8} more" if len(holding) > 8 else ""
        raise HanseError(
            f"'{text}' fits {len(holding)} entries of the {what} list.",
            remedy=f"Choose one by its code: {listed}{more}.",
        )
    listed = ", ".join(f"{row['code']} {row['name']}" for row in everything[:5])
    raise HanseError(
        f"There is no {what} '{text}' in this edition.",
        remedy=f"Give a code or part of a name, such as {listed}.",
    )


def folded(text: str) -> str:
    """`text` without case and accents, to be compared."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).strip()
