"""What an edition holds, as lists: regions, categories with their industries, industries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hanse.foundation.problems import HanseError
from hanse.observatory.questions.figures import Question
from hanse.observatory.questions.selection import check_known
from hanse.observatory.warehouse import Askable


def _question(
    columns: str, table: str, order: str, wanted: dict[str, tuple[str, Sequence[object]]]
) -> Question:
    asked = {name: pair for name, pair in wanted.items() if pair[1]}
    conditions = [f"list_contains(${name}, {column})" for name, (column, _) in asked.items()]
    source = f"FROM {table} WHERE {' AND '.join(conditions) or 'true'}"
    return Question(
        f"SELECT {columns} {source} ORDER BY {order}",
        f"SELECT count(*) AS rows {source}",
        {name: list(values) for name, (_, values) in asked.items()},
    )


def regions(edition: Askable, *, countries: Sequence[str] = ()) -> Question:
    """Regions, of some countries only where said. Raises `HanseError` for one unknown."""
    if countries:
        check_known(edition, "country", countries)
    return _question(
        "code, name, level, parent, country",
        "regions",
        "code",
        {"countries": ("country", countries)},
    )


def region(edition: Askable, code: str) -> dict[str, object]:
    """A region by its code. Raises `HanseError` for one unknown."""
    check_known(edition, "region", [code])
    found = edition.query(
        "SELECT code, name, level, parent, country FROM regions WHERE code = $code", {"code": code}
    )
    return found.row(0, named=True)


def categories(
    edition: Askable, *, schemes: Sequence[str] = (), kinds: Sequence[str] = ()
) -> Question:
    """Categories with the number of their industries. Raises `HanseError` for unknown words."""
    if schemes:
        check_known(edition, "scheme", schemes)
    if kinds:
        check_known(edition, "kind", kinds)
    members = (
        "(SELECT k.*, (SELECT count(*) FROM scheme_members m "
        "WHERE m.scheme = k.scheme AND m.category = k.category) AS industries FROM categories k)"
    )
    return _question(
        "scheme, category, label, kind, industries",
        members,
        "scheme, category",
        {"schemes": ("scheme", schemes), "kinds": ("kind", kinds)},
    )


def category(edition: Askable, scheme: str, category: str) -> dict[str, object]:
    """A category with industry, label and weight of its members.

    Raises `HanseError` for one that is not in the scheme.
    """
    check_known(edition, "scheme", [scheme])
    words = {"scheme": scheme, "category": category}
    found = edition.query(
        "SELECT scheme, category, label, kind FROM categories "
        "WHERE scheme = $scheme AND category = $category",
        words,
    )
    if found.is_empty():
        known = edition.query(
            "SELECT category FROM categories WHERE scheme = $scheme ORDER BY category",
            {"scheme": scheme},
        )["category"]
        raise HanseError(
            f"Scheme {scheme} has no category {category}.",
            where="category",
            remedy=f"It has {', '.join(known)}.",
        )
    members = edition.query(
        "SELECT m.industry, i.label, m.weight FROM scheme_members m "
        "LEFT JOIN industry_labels i USING (industry) "
        "WHERE m.scheme = $scheme AND m.category = $category ORDER BY m.industry",
        words,
    )
    return {**found.row(0, named=True), "industries": members.to_dicts()}


def industries(*, level: int | None = None) -> Question:
    """The classification: industry, label, level, parent; of one level only where said."""
    return _question(
        "industry, label, level, parent",
        "industry_labels",
        "industry",
        {"levels": ("level", [] if level is None else [level])},
    )


@dataclass(frozen=True, slots=True)
class CategoryMembers:
    """A category and what it is made of: industry, label and weight of each member."""

    category: str
    label: str
    kind: str
    members: Sequence[Mapping[str, object]]


def members(edition: Askable, scheme: str) -> list[CategoryMembers]:
    """The categories of a scheme in its order, with their industries."""
    rows = edition.query(
        "SELECT k.category, k.label AS name, k.kind, m.industry, i.label, m.weight "
        "FROM categories k JOIN scheme_members m USING (scheme, category) "
        "LEFT JOIN industry_labels i USING (industry) "
        "WHERE k.scheme = $scheme ORDER BY k.label, m.industry",
        {"scheme": scheme},
    )
    return [
        CategoryMembers(
            str(part["category"][0]),
            str(part["name"][0]),
            str(part["kind"][0]),
            part.select("industry", "label", "weight").to_dicts(),
        )
        for part in rows.partition_by("category", maintain_order=True)
    ]
