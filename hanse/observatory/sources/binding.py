"""Which column or dimension of a file plays which role of a layout."""

from collections.abc import Mapping, Sequence

import polars as pl

from hanse.observatory.sources.delimited import find_name
from hanse.observatory.sources.reading import Layout


def bind(
    names: Sequence[str],
    layout: Layout,
    roles: Mapping[str, str],
    *,
    where: str,
    optional: Mapping[str, str] | None = None,
    known: Sequence[int] = (),
    one_value: bool = True,
) -> dict[str, int]:
    """Role -> place in `names`, the roles as `Gathering` calls them.

    `roles` gives the wanted name of each role; measure and selections are added from the
    layout. `optional` ones are bound where the file has them. With `one_value` every name that
    has no role, is not among `known` places and not in `layout.ignore` becomes `other:NAME`.
    A name can play several roles. Raises `HanseError`, at `where`, for a name that is missing.
    """
    bound = {role: find_name(names, wanted, role, where) for role, wanted in roles.items()}
    if layout.measure:
        bound["measure"] = find_name(names, layout.measure, "measure", where)
    for wanted in layout.select:
        bound[f"select:{wanted}"] = find_name(names, wanted, "selection", where)
    folded = [name.casefold() for name in names]
    for role, wanted in (optional or {}).items():
        if wanted.casefold() in folded:
            bound[role] = find_name(names, wanted, role, where)
    if one_value:
        ignored = {name.casefold() for name in layout.ignore}
        taken = {*bound.values(), *known}
        for place, name in enumerate(names):
            if place not in taken and name.casefold() not in ignored:
                bound[f"other:{name}"] = place
    return bound


def bound_names(names: Sequence[str], bound: Mapping[str, int]) -> dict[str, str]:
    """Role -> the file's own name for it."""
    return {role: names[place] for role, place in bound.items()}


def bound_columns(bound: Mapping[str, int]) -> list[pl.Expr]:
    """Expressions that turn raw fields `0`, `1`, ... into columns named by role."""
    return [pl.col(str(place)).alias(role) for role, place in bound.items()]
