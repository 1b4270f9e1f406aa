"""Counts of the register, and of what does not get into it, so that no single case shows."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hanse.excellence.register.records import Record, Standing

FEWEST: Final = 5
"""Decisions that a published count of refusals or appeals needs at least; set by Hanse."""


@dataclass(frozen=True, slots=True)
class YearCount:
    """A year: labels awarded or renewed in it, and valid on its last day, by level and in all.

    as_of: the day the valid ones are counted on; the last of the year, or today in the running one.
    """

    year: int
    as_of: date
    awarded: Mapping[str, int]
    valid: Mapping[str, int]
    holders: int
    countries: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The labels valid on a day: how many, of how many holders, in how many countries."""

    on: date
    labels: int
    holders: int
    by_country: Mapping[str, int]
    by_field: Mapping[str, int]
    by_level: Mapping[str, int]
    by_country_and_level: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about an application, or about an appeal. kind: a word such as refused."""

    on: date
    kind: str


@dataclass(frozen=True, slots=True)
class DecisionCount:
    """Decisions of a kind from one year to another, both among them; None: too few yet."""

    kind: str
    first: int
    last: int
    count: int | None


def counts(labels: Iterable[Record], on: date) -> Counts:
    """Labels valid on a day by country, field and level. Each label counts once."""
    valid = [each for each in labels if each.standing(on) is Standing.VALID]
    return Counts(
        on=on,
        labels=len(valid),
        holders=len({(each.country, each.holder) for each in valid}),
        by_country=_counted(valid, lambda each: each.country),
        by_field=_counted(valid, lambda each: each.field),
        by_level=_counted(valid, lambda each: each.level),
        by_country_and_level=dict(Counter((each.country, each.level) for each in valid)),
    )


def by_year(labels: Iterable[Record], on: date) -> tuple[YearCount, ...]:
    """A row for each year from the first label to the year of `on`; () without labels."""
    known = [each for each in labels if each.awarded <= on]
    if not known:
        return ()
    first = min(min(each.awarded, each.valid_from) for each in known).year
    days = {year: min(date(year, 12, 31), on) for year in range(first, on.year + 1)}
    valid: dict[int, list[Record]] = {year: [] for year in days}
    awarded: dict[int, list[Record]] = {year: [] for year in days}
    for each in known:
        awarded[each.awarded.year].append(each)
        # A label is asked about the few years it is for, and not about every year there is.
        for year in range(each.valid_from.year, min(each.valid_until.year, on.year) + 1):
            if each.standing(days[year]) is Standing.VALID:
                valid[year].append(each)
    return tuple(
        YearCount(
            year=year,
            as_of=as_of,
            awarded=_counted(awarded[year], _level),
            valid=_counted(valid[year], _level),
            holders=len({(each.country, each.holder) for each in valid[year]}),
            countries=len({each.country for each in valid[year]}),
        )
        for year, as_of in days.items()
    )


def decision_counts(
    decisions: Sequence[Decision], on: date, *, fewest: int = FEWEST
) -> tuple[DecisionCount, ...]:
    """Decisions by kind and year, with years put together until there are enough of them.

    Only whole years before that of `on` count, so that a count does not grow from one visit to the
    next by the one case that somebody waits for. Each decision is in one count only, no total is
    given, and what was told one year is told in the same words ever after; so nothing can be had
    by subtraction. Years at the end that hold fewer than `fewest` are said to hold too few yet.
    """
    closed = [each for each in decisions if each.on.year < on.year]
    found = []
    for kind in sorted({each.kind for each in closed}):
        years = Counter(each.on.year for each in closed if each.kind == kind)
        found += _spans(kind, years, on.year - 1, fewest)
    return tuple(found)


def _spans(kind: str, years: Mapping[int, int], last: int, fewest: int) -> list[DecisionCount]:
    spans: list[DecisionCount] = []
    first, held = min(years), 0
    for year in range(first, last + 1):
        held += years.get(year, 0)
        if held >= fewest:
            spans.append(DecisionCount(kind, first, year, held))
            first, held = year + 1, 0
    if first <= last:
        spans.append(DecisionCount(kind, first, last, None))
    return spans


def _counted(labels: Iterable[Record], key: Callable[[Record], str]) -> dict[str, int]:
    counter = Counter(map(key, labels))
    return dict(sorted(counter.items(), key=lambda each: (-each[1], each[0])))


def _level(record: Record) -> str:
    return record.level
