"""Which format an answer has: `?format=` says it, otherwise the Accept header."""

from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest

from hanse.foundation.problems import HanseError
from hanse.observatory.web.api.problems import RefusedError

MEDIA_TYPES: Final = {
    "json": "application/json",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "sdmx-csv": "application/vnd.sdmx.data+csv",
    "json-stat": "application/vnd.json-stat+json",
}
"""Format -> media type."""

ENDINGS: Final = {"sdmx-csv": "sdmx.csv", "json-stat": "json"}
"""Format -> ending of the file's name, where it is another word."""

TABLES: Final = ("json", "csv", "parquet")


def chosen_format(request: HttpRequest, named: str | None, offered: Sequence[str]) -> str:
    """The format named, or the one of those offered that the Accept header likes best.

    Raises `RefusedError` with 406 when it likes none of them.
    """
    if named:
        return named
    if not request.headers.get("Accept", "").strip():
        return offered[0]
    liked = request.get_preferred_type([MEDIA_TYPES[each] for each in offered])
    for each in offered:
        if MEDIA_TYPES[each] == liked:
            return each
    raise RefusedError(
        406,
        HanseError(
            "None of the formats you accept is to be had here.",
            where="header Accept",
            remedy=f"Accept one of {', '.join(MEDIA_TYPES[each] for each in offered)}, "
            f"or say ?format= with one of {', '.join(offered)}.",
        ),
    )
