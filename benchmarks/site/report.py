"""The figures of a run of the site's benchmark as a Markdown page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from benchmarks.site.figures import ALL_PAGES, Load
from benchmarks.site.weights import Weight

PAGE_MILLISECONDS: Final = 60
FIRST_BYTES: Final = 250_000
LATER_BYTES: Final = 60_000
_MAP_PAGES: Final = ("home", "atlas", "category")


@dataclass(frozen=True, slots=True)
class Cold:
    """A start: seconds until the first answer, then the first page of each kind in that order."""

    start_seconds: float
    first_milliseconds: Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Run:
    """All that was measured. memory: requests answered so far, and mebibytes then."""

    facts: dict[str, str]
    cold: Sequence[Cold]
    reading: Load
    hurried: Sequence[Load]
    memory: Sequence[tuple[int, float | None]]
    weights: Sequence[Weight]


def page(run: Run) -> str:
    """The page."""
    parts = [
        ["# The site with the demo edition", ""],
        [f"- {name}: {fact}" for name, fact in run.facts.items()],
        ["", "## Goals", ""],
        _goals(run),
        ["", f"## {run.reading.readers} readers who read between pages", ""],
        _load(run.reading),
        ["", f"## {run.reading.readers} readers who never pause", ""],
        _hurried(run.hurried),
        ["", "## Just started", ""],
        _cold(run.cold),
        ["", "## Memory", ""],
        _memory(run.memory),
        ["", "## What a browser fetches", ""],
        _weights(run.weights),
        [""],
    ]
    return "\n".join(line for part in parts for line in part)


def _goals(run: Run) -> Iterator[str]:
    pages = run.reading.spread(ALL_PAGES)
    kinds = [run.reading.spread(kind) for kind in run.reading.pages]
    slowest = max(kinds, key=lambda each: each.server[1])
    yield "| | goal | measured |"
    yield "|---|---|---|"
    goal = f"below {PAGE_MILLISECONDS} ms"
    yield f"| all pages, p95 at the server | {goal} | {pages.server[1]:.0f} ms |"
    name = f"slowest kind of page ({slowest.kind}), p95 at the server"
    yield f"| {name} | {goal} | {slowest.server[1]:.0f} ms |"
    yield f"| all pages, p95 at the client | | {pages.client[1]:.0f} ms |"
    maps = [each for each in run.weights if each.page.startswith(_MAP_PAGES)]
    if maps:
        first = max(each.transferred_bytes for each in maps if each.visit == "first")
        later = max(each.transferred_bytes for each in maps if each.visit != "first")
        yield f"| map pages, first visit | below 250 kB | {first / 1000:.0f} kB |"
        yield f"| map pages, later | below 60 kB | {later / 1000:.0f} kB |"
        leaving = sum(len(each.leaving) for each in run.weights)
        yield f"| requests that leave the site | 0 | {leaving} |"
    failures = [*run.reading.failures, *(each for load in run.hurried for each in load.failures)]
    yield f"| answers that failed | 0 | {len(failures)} |"


def _load(load: Load) -> Iterator[str]:
    yield (
        f"{load.requests:,} requests in {load.seconds:.0f} s, {load.per_second:.1f} a second. "
        f"The clients took {load.client_cpu_seconds / load.seconds:.2f} of a core."
    )
    yield ""
    yield "Milliseconds at the server: while the request is handled, from the first middleware to"
    yield "the last byte made, compression included; without the wait for a free thread, and"
    yield "without the server's own reading and writing. Milliseconds at the client: all of it."
    yield "Milliseconds of the processor: those of the thread that handles the request."
    yield ""
    yield "| | requests | server p50 | p95 | p99 | processor p50 | client p50 | p95 | p99 | kB |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for each in load.spreads:
        times = " | ".join(f"{took:.1f}" for took in (*each.server, each.processor, *each.client))
        size = each.received_bytes / 1000
        yield f"| {each.kind} | {each.requests:,} | {times} | {size:.1f} |"


def _hurried(loads: Sequence[Load]) -> Iterator[str]:
    if not loads:
        return
    yield "As many requests as the machine can answer; the wait is then the number of readers by "
    yield "the requests a second, whatever a single page costs."
    yield ""
    yield "| requests | a second | pages at the server p50 | p95 | at the client p50 | p95 |"
    yield "|---:|---:|---:|---:|---:|---:|"
    for load in loads:
        pages = load.spread(ALL_PAGES)
        yield (
            f"| {load.requests:,} | {load.per_second:.0f} | {pages.server[0]:.0f} | "
            f"{pages.server[1]:.0f} | {pages.client[0]:.0f} | {pages.client[1]:.0f} |"
        )


def _cold(starts: Sequence[Cold]) -> Iterator[str]:
    if not starts:
        return
    seconds = median(each.start_seconds for each in starts)
    yield f"{seconds:.1f} s from the command to the first answer (median of {len(starts)})."
    yield "Then, in milliseconds at one client, the first page of each kind in the order asked:"
    yield ""
    for each in starts:
        yield "- " + ", ".join(f"{kind} {took:.0f}" for kind, took in each.first_milliseconds)


def _memory(samples: Sequence[tuple[int, float | None]]) -> Iterator[str]:
    yield "| requests answered | MiB |"
    yield "|---:|---:|"
    for requests, mebibytes in samples:
        yield f"| {requests:,} | {'not known' if mebibytes is None else f'{mebibytes:.0f}'} |"


def _weights(weights: Sequence[Weight]) -> Iterator[str]:
    if not weights:
        yield "Not measured."
        return
    yield "Chromium at 1440 px. First: nothing is kept yet. Again: the same page. Another: one more"
    yield "page of its kind."
    yield ""
    yield "| page | visit | kB | requests |"
    yield "|---|---|---:|---:|"
    for each in weights:
        size = each.transferred_bytes / 1000
        yield f"| {each.page} | {each.visit} | {size:.1f} | {each.requests} |"
