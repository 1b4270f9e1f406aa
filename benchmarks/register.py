"""The register with 1,300 labels of as many organisations in 48 countries: what its counts cost.

    python -m benchmarks.register

Prints milliseconds, the median of several runs: reading every entry into records, counting a day,
counting every year, and checking the whole chain. The target for the counts is 50 ms.
"""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from statistics import median
from time import perf_counter
from typing import Final

from hanse.excellence.register.chain import Entry, Event, first_break, following
from hanse.excellence.register.records import facts, records
from hanse.excellence.register.statistics import by_year, counts

LABELS: Final = 1300
COUNTRIES: Final = 48
_RUNS: Final = 7
_DAY: Final = date(2026, 11, 27)


def made_up_register(labels: int = LABELS, seed: int = 1) -> tuple[Entry, ...]:
    """Entries of made-up labels over fifteen years; a tenth of them is suspended or revoked."""
    source = random.Random(seed)
    entries: list[Entry] = []

    def enter(label: str, event: Event, on: date, given: dict[str, object]) -> None:
        entries.append(
            following(
                entries[-1] if entries else None,
                label=label,
                event=event,
                on=on,
                entered=datetime(on.year, on.month, on.day, 12, tzinfo=UTC),
                facts=given,  # type: ignore[arg-type]  # texts and truths, made just below
            )
        )

    for number in range(labels):
        start = date(source.randint(2012, 2026), source.randint(1, 10), 1)
        given = facts(
            holder=f"Fictitious Cluster {number}",
            country=f"X{number % COUNTRIES:02d}",
            field=f"field_{number % 13}",
            level=source.choice(("bronze", "bronze", "silver", "gold")),
            scheme="hanse_label",
            version="2026",
            website="",
            valid_from=start,
            valid_until=start.replace(year=start.year + 2),
            fictitious=True,
        )
        enter(f"HL-{number}", Event.AWARDED, start, dict(given))
        if source.random() < 0.1:
            event = source.choice((Event.SUSPENDED, Event.REVOKED))
            enter(f"HL-{number}", event, start.replace(year=start.year + 1), {"reason": ""})
    return tuple(entries)


def milliseconds(work: Callable[[], object]) -> float:
    """How long `work` takes, the median of several runs."""
    taken = []
    for _each in range(_RUNS):
        begun = perf_counter()
        work()
        taken.append(perf_counter() - begun)
    return 1000 * median(taken)


def main() -> None:
    entries = made_up_register()
    known = records(entries).values()
    for name, work in (
        ("entries into records", lambda: records(entries)),
        ("counts of a day", lambda: counts(known, _DAY)),
        ("counts of every year", lambda: by_year(known, _DAY)),
        ("the whole chain checked", lambda: first_break(entries)),
    ):
        print(f"{name:>24}: {milliseconds(work):7.1f} ms")
    print(f"{len(entries)} entries, {LABELS} labels, {COUNTRIES} countries")


if __name__ == "__main__":
    main()
