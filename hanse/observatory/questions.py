"""Questions to an edition: a region's clusters, a category's leaders, one cluster, the top."""

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


def region_clusters(
    edition: Askable, region: str, *, scheme: str, year: int, limit: int = 20
) -> pl.DataFrame:
    """Clusters of a region, most stars first, then by location quotient."""
    return edition.query(
        """
        SELECT k.label, c.* FROM clusters c
        JOIN categories k USING (scheme, category)
        WHERE c.region = $region AND c.scheme = $scheme AND c.year = $year
        ORDER BY c.stars DESC NULLS LAST, c.location_quotient DESC NULLS LAST, c.category
        LIMIT $limit
        """,
        {"region": region, "scheme": scheme, "year": year, "limit": limit},
    )


def category_regions(
    edition: Askable, category: CategoryNamed, *, year: int, limit: int = 20
) -> pl.DataFrame:
    """Regions of a category, most stars first, then by employment."""
    return edition.query(
        """
        SELECT r.name, r.country, c.* FROM clusters c
        JOIN regions r ON r.code = c.region
        WHERE c.category = $category AND c.scheme = $scheme AND c.year = $year
        ORDER BY c.stars DESC NULLS LAST, c.employment_persons DESC NULLS LAST, c.region
        LIMIT $limit
        """,
        {"category": category.code, "scheme": category.scheme, "year": year, "limit": limit},
    )


def cluster_years(edition: Askable, region: str, category: CategoryNamed) -> pl.DataFrame:
    """One cluster over time: a row for each year of the edition."""
    return edition.query(
        """
        SELECT * FROM clusters
        WHERE region = $region AND category = $category AND scheme = $scheme
        ORDER BY year
        """,
        {"region": region, "category": category.code, "scheme": category.scheme},
    )


def top_clusters(
    edition: Askable, *, scheme: str, year: int, kind: str = "", country: str = "", limit: int = 20
) -> pl.DataFrame:
    """Clusters with the most stars, then the highest location quotient.

    kind: categories of this kind only, such as traded. country: regions of this country only.
    Raises `HanseError` for a kind or a country that the edition does not have.
    """
    _check_word(edition, kind, "kind", "categories")
    _check_word(edition, country, "country", "regions")
    return edition.query(
        """
        SELECT r.name, r.country, k.label, c.* FROM clusters c
        JOIN regions r ON r.code = c.region
        JOIN categories k USING (scheme, category)
        WHERE c.scheme = $scheme AND c.year = $year AND c.stars IS NOT NULL
          AND $kind IN ('', k.kind) AND $country IN ('', r.country)
        ORDER BY c.stars DESC, c.location_quotient DESC NULLS LAST, c.region, c.category
        LIMIT $limit
        """,
        {"scheme": scheme, "year": year, "kind": kind, "country": country, "limit": limit},
    )


def the_scheme(edition: Askable, scheme: str = "") -> str:
    """`scheme`, or the first of the edition's recipe. Raises `HanseError` for one unknown."""
    known: list[str] = [each["code"] for each in edition.manifest["schemes"]]
    if scheme and scheme not in known:
        raise HanseError(
            f"Edition {edition.id} has no scheme {scheme}.",
            remedy=f"Its schemes: {', '.join(known)}.",
        )
    return scheme or known[0]


def _check_word(edition: Askable, word: str, column: str, table: str) -> None:
    known = edition.query(f"SELECT DISTINCT {column} AS word FROM {table} ORDER BY word")["word"]
    if word and word not in known:
        raise HanseError(
            f"Edition {edition.id} has no {column} {word}.",
            remedy=f"It has {', '.join(known)}.",
        )


def _choose(rows: pl.DataFrame, text: str, *, what: str) -> dict[str, str]:
    wanted = _folded(text)
    everything = rows.to_dicts()
    for column in ("code", "name"):
        same = [row for row in everything if _folded(row[column]) == wanted]
        if len(same) == 1:
            return same[0]
    holding = [row for row in everything if wanted in _folded(row["name"])]
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


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).strip()
