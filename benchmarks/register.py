"""The register with 1,300 labels of as many organisations in 48 countries: what its counts cost.

    python -m benchmarks.register

Writes milliseconds, the median of several runs: reading every entry into records, counting a day,
counting every year, and checking the whole chain; and through the whole site but the network, the
page and the API of statistics, again and first after an entry. The target is 50 ms.
"""

import os
import random
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Final

from hanse.excellence.register.chain import Entry, Event, first_break, following
from hanse.excellence.register.records import facts, records
from hanse.excellence.register.statistics import by_year, counts

LABELS: Final = 1300
COUNTRIES: Final = 48
RESULTS: Final = Path(__file__).parent / "results" / "register.md"
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


def milliseconds(
    work: Callable[[], object], before: Callable[[], object] = lambda: None
) -> tuple[float, float]:
    """How long `work` takes by the clock and of the processor, the medians of several runs.

    before: what is done before each, and not timed.
    """
    walls, processors = [], []
    for _each in range(_RUNS):
        before()
        begun, used = perf_counter(), process_time()
        work()
        walls.append(perf_counter() - begun)
        processors.append(process_time() - used)
    return 1000 * median(walls), 1000 * median(processors)


def main() -> None:
    entries = made_up_register()
    known = records(entries).values()
    rows = [
        (name, *milliseconds(work))
        for name, work in (
            ("entries into records", lambda: records(entries)),
            ("counts of a day", lambda: counts(known, _DAY)),
            ("counts of every year", lambda: by_year(known, _DAY)),
            ("the whole chain checked", lambda: first_break(entries)),
        )
    ]
    with tempfile.TemporaryDirectory(prefix="hanse-bench-") as home:
        os.environ["HANSE_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.site_settings"
        os.environ["DATABASE_URL"] = f"sqlite:///{home}/bench.sqlite3"
        rows += through_the_site(entries)
    lines = [f"| {name} | {wall:.1f} | {processor:.1f} |" for name, wall, processor in rows]
    text = (
        "# Statistics of the register\n\n"
        f"Written by `python -m benchmarks.register`: {len(entries):,} entries of {LABELS:,} "
        f"made-up labels in {COUNTRIES} countries, SQLite, one process; milliseconds, the median "
        f"of {_RUNS} runs.\n\n"
        "| what | wall | processor |\n|---|---|---|\n" + "\n".join(lines) + "\n\n"
        f"Load average of the machine at the end: {os.getloadavg()[0]:.1f}.\n"
    )
    RESULTS.write_text(text, "utf-8")
    print(text)


def through_the_site(entries: Sequence[Entry]) -> list[tuple[str, float, float]]:
    """The page and the API: again, and first after an entry. Django is set up here."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from hanse.excellence.web.actions.register import register_enter  # noqa: PLC0415
    from hanse.excellence.web.models.labels import Label  # noqa: PLC0415
    from hanse.excellence.web.models.register import RegisterEntry  # noqa: PLC0415
    from tests.excellence.factories import make_label  # noqa: PLC0415
    from tests.foundation.web.factories import make_organisation  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    known: dict[str, Label] = {}
    for each in entries:
        if each.label not in known:
            known[each.label] = make_label(make_organisation(each.label), each.label)
    RegisterEntry.objects.bulk_create(
        RegisterEntry(
            sequence=each.sequence,
            label=known[each.label],
            event=each.event.value,
            on=each.on,
            entered=each.entered,
            body=dict(each.facts),
            previous_hash=each.previous,
            hash=each.hash,
        )
        for each in entries
    )
    client = Client(SERVER_NAME="localhost")
    fresh = iter(
        [make_label(make_organisation(f"New {at}"), f"HL-NEW-{at}") for at in range(4 * _RUNS)]
    )

    def get(address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        assert answer.content

    def enter() -> None:
        register_enter(by=None, label=next(fresh), event="awarded", on=_DAY)

    found = []
    for name, address in (
        ("page of statistics", "/register/statistics/"),
        ("statistics by API", "/api/v1/register/counts"),
    ):
        get(address)
        again = milliseconds(lambda address=address: get(address))  # type: ignore[misc]
        first = milliseconds(lambda address=address: get(address), enter)  # type: ignore[misc]
        found += [(f"{name}, again", *again), (f"{name}, first after an entry", *first)]
    return found


if __name__ == "__main__":
    main()
