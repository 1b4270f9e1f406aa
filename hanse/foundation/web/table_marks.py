"""Where tables stand: what to compare to know whether anything kept from them is out of date."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import CharField, Count, Max, QuerySet, Value
from django.db.models.functions import Cast

NOTHING: Final = ""

Mark = tuple[int, str]
"""Number of rows, and the greatest value of a field as text; `NOTHING` where there is no row."""


def marks_of(asked: Sequence[tuple[QuerySet[Any], str]]) -> tuple[Mark, ...]:
    """A mark for each of `asked` (rows, field), in their order; one query for all of them.

    Seen are new and deleted rows, and changes that raise the field: name the key of a table that
    is only added to, and the time of change of one that is changed.
    """
    parts = [
        rows.order_by()
        .values(_place=Value(place))
        .annotate(_rows=Count("pk"), _last=Cast(Max(field), CharField()))
        .values_list("_place", "_rows", "_last")
        for place, (rows, field) in enumerate(asked)
    ]
    if not parts:
        return ()
    found = {place: (rows, last) for place, rows, last in parts[0].union(*parts[1:], all=True)}
    return tuple(
        (rows, last or NOTHING)
        for rows, last in (found.get(place, (0, NOTHING)) for place in range(len(parts)))
    )


def last_keys(tables: Sequence[QuerySet[Any]]) -> tuple[int, ...]:
    """The greatest whole-number key of each table, 0 where there is no row; one query for all.

    Seen are new rows alone, for next to nothing however many there are: no row is counted.
    """
    parts = [
        rows.order_by()
        .values(_place=Value(place))
        .annotate(_last=Max("pk"))
        .values_list("_place", "_last")
        for place, rows in enumerate(tables)
    ]
    if not parts:
        return ()
    found = dict(parts[0].union(*parts[1:], all=True))
    return tuple(found.get(place) or 0 for place in range(len(parts)))
