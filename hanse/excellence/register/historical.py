"""Totals that others published in earlier years: sourced, and never counted among our labels."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from hanse.foundation.problems import HanseError
from hanse.foundation.reference import reference_path

What = Literal["benchmarked", "bronze", "gold"]

_FILE: Final = "excellence/history.toml"
_KINDS: Final = frozenset({"benchmarked", "bronze", "gold"})


@dataclass(frozen=True, slots=True)
class HistoricalTotal:
    """A total as it was published.

    what: cluster organisations benchmarked, or labels of a level under the scheme of that time.
    when: as exactly as the source says, such as 2012-12 or 2013; "" where it gives no date.
    bound: whether the source gives the number itself, says "over" it, or "about" it. countries:
    None where not said. source: code of a source.
    """

    what: What
    number: int
    when: str
    bound: Literal["exactly", "over", "about"]
    countries: int | None
    source: str
    note: str = ""

    @property
    def year(self) -> int | None:
        """The year, where the source gives a date."""
        return int(self.when[:4]) if self.when else None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a total was read. short: its name in a table."""

    code: str
    short: str
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class History:
    """All totals in the order of their dates, those without one last, and their sources."""

    totals: tuple[HistoricalTotal, ...]
    sources: Mapping[str, Source]
    note: str


@cache
def history() -> History:
    """The totals that come with Hanse. Raises `HanseError` for a file that does not hold."""
    path = reference_path(_FILE)
    return parsed_history(tomllib.loads(path.read_text("utf-8")), where=str(path))


def parsed_history(found: Mapping[str, Any], *, where: str) -> History:
    """Totals as a file holds them. Raises `HanseError` for one without a source it names."""
    try:
        sources = {code: Source(code, **each) for code, each in found["sources"].items()}
        totals = [
            HistoricalTotal(
                what=each["what"],
                number=each["number"],
                when=each.get("when", ""),
                bound=each.get("bound", "exactly"),
                countries=each.get("countries"),
                source=each["source"],
                note=each.get("note", ""),
            )
            for each in found["totals"]
        ]
    except (KeyError, TypeError) as error:
        raise HanseError(
            "The historical totals cannot be read.", where=where, why=repr(error)
        ) from error
    for total in totals:
        if total.what not in _KINDS or total.source not in sources:
            raise HanseError(
                f"A historical total is of {total.what} from {total.source}.",
                where=where,
                why=f"It is one of {', '.join(sorted(_KINDS))}, and its source is listed there.",
            )
    totals.sort(key=lambda each: (each.when or "9", each.what))
    return History(tuple(totals), sources, found["note"])
