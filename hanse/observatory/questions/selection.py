"""Which rows of an edition are asked for, as SQL, and what it says to words it does not know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hanse.foundation.problems import HanseError
from hanse.observatory.questions.kept import kept
from hanse.observatory.warehouse import Askable

_LISTED: Final = 12
_ALWAYS: Final = "true"


@dataclass(frozen=True, slots=True)
class Selection:
    """Codes of which a row has one; empty for all. since, until: first and last year.

    stars: the fewest; a cluster that is not rated has none.
    """

    schemes: Sequence[str] = ()
    categories: Sequence[str] = ()
    kinds: Sequence[str] = ()
    industries: Sequence[str] = ()
    regions: Sequence[str] = ()
    countries: Sequence[str] = ()
    years: Sequence[int] = ()
    since: int | None = None
    until: int | None = None
    stars: int | None = None


_LISTS: Final = {
    "scheme": ("categories", "scheme"),
    "category": ("categories", "category"),
    "kind": ("categories", "kind"),
    "industry": ("industry_labels", "industry"),
    "region": ("regions", "code"),
    "country": ("regions", "country"),
    "year": ("region_totals", "year"),
}
"""Word of a question -> the table and column that know what there is."""


def where(edition: Askable, table: str, selection: Selection) -> tuple[str, dict[str, object]]:
    """The condition that keeps the selected rows of `table`, and its parameters.

    Raises `HanseError` for a code or a year that the edition does not have, naming the word in
    `where` and what there is in `remedy`.
    """
    conditions: list[str] = []
    parameters: dict[str, object] = {}

    def one_of(word: str, column: str, values: Sequence[object]) -> None:
        names = [f"{word}{number}" for number in range(len(values))]
        parameters.update(zip(names, values, strict=True))
        conditions.append(f"{column} IN ({', '.join(f'${name}' for name in names)})")

    asked: dict[str, Sequence[str | int]] = {
        "scheme": selection.schemes,
        "category": selection.categories,
        "kind": selection.kinds,
        "industry": selection.industries,
        "region": selection.regions,
        "year": selection.years,
    }
    for word, values in asked.items():
        if values:
            check_known(edition, word, values)
            one_of(word, word, list(dict.fromkeys(values)))
    if selection.countries:
        check_known(edition, "country", selection.countries)
        inside = edition.query(
            "SELECT code FROM regions WHERE list_contains($countries, country) ORDER BY code",
            {"countries": list(selection.countries)},
        )
        one_of("inside", "region", inside["code"].to_list())
    for name, sign, year in (("since", ">=", selection.since), ("until", "<=", selection.until)):
        if year is not None:
            parameters[name] = year
            conditions.append(f"year {sign} ${name}")
    if selection.stars is not None and table == "clusters":
        parameters["stars"] = selection.stars
        conditions.append("stars >= $stars")
    return " AND ".join(conditions) or _ALWAYS, parameters


def check_known(edition: Askable, word: str, values: Sequence[str | int]) -> None:
    """Raises `HanseError` when one of `values` is nothing the edition has under this `word`."""
    known = _known(edition, word)
    strangers = [value for value in values if value not in known]
    if not strangers:
        return
    listed = ", ".join(str(each) for each in list(known)[:_LISTED])
    more = f" and {len(known) - _LISTED} more" if len(known) > _LISTED else ""
    raise HanseError(
        f"Edition {edition.id} has no {word} {strangers[0]}.",
        where=word,
        remedy=f"It has {listed}{more}.",
    )


@kept(64)
def _known(edition: Askable, word: str) -> dict[str | int, None]:
    """What the edition has under the `word`, in order; a dictionary is quick to look into."""
    table, column = _LISTS[word]
    rows = edition.query(
        f"SELECT DISTINCT {column} AS word FROM {table} WHERE {column}::VARCHAR <> '' ORDER BY word"
    )
    return dict.fromkeys(rows["word"])
