"""Measure the site with the demo edition: time, throughput, memory, cold starts, page weights."""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from benchmarks.measure import cores, in_a_process
from benchmarks.site.addresses import FILES, Mix
from benchmarks.site.figures import Load, load_of
from benchmarks.site.readers import ASSET, Plan, Visit
from benchmarks.site.report import Cold, Run, page
from benchmarks.site.server import ROOT, Site, prepare, serving
from benchmarks.site.weights import Weight, weigh
from hanse.observatory.warehouse import Edition

RESULTS: Final = ROOT / "benchmarks" / "results"
HOME: Final = ROOT / ".venv" / "bench-site"
LIBRARIES: Final = ("hanse", "django", "granian", "duckdb", "polars", "playwright")
READERS: Final = 20
READ_SECONDS: Final = (1.0, 3.0)
ARRIVE_SECONDS: Final = 3.0
SETTLE_SECONDS: Final = 15.0
"""After its first answer a server prepares what pages draw on; cold starts are measured apart."""
_NOT_PAGES: Final = (*FILES, ASSET)
_SEED: Final = 20_26
_COLD_KINDS: Final = ("home", "atlas", "category", "region", "cluster", "finder", "search")


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    edition = prepare(options.home)
    with tempfile.TemporaryDirectory(prefix="hanse-bench-") as folder:
        log = Path(folder) / "times"
        cold = [_cold(edition, options, log, turn) for turn in range(options.starts)]
        with serving(options.home, options.port, log) as site:
            memory = [(0, site.memory_mebibytes())]
            reading = _reading(edition, site, options, Path(folder))
            memory.append((reading.requests, site.memory_mebibytes()))
            print(f"readers: {reading.per_second:.1f} requests a second", file=sys.stderr)
            hurried = []
            for turn in range(options.rounds):
                hurried.append(_hurried(edition, site, options, Path(folder), turn))
                memory.append((memory[-1][0] + hurried[-1].requests, site.memory_mebibytes()))
                print(f"hurried: {hurried[-1].per_second:.1f}, {memory[-1]}", file=sys.stderr)
            weights = [] if options.no_browser else _weights(edition, site)
    run = Run(
        facts=_facts(options, edition),
        cold=cold,
        reading=reading,
        hurried=hurried,
        memory=memory,
        weights=weights,
    )
    options.results.mkdir(parents=True, exist_ok=True)
    text = page(run)
    (options.results / "site.md").write_text(text, "utf-8")
    (options.results / "site.json").write_text(json.dumps(asdict(run), indent=1) + "\n", "utf-8")
    print(text)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site", description=__doc__)
    parser.add_argument("--seconds", type=float, default=240, help="how long readers read (240)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds without pauses (5)")
    parser.add_argument("--requests", type=int, default=1000, help="requests of a round (1000)")
    parser.add_argument("--starts", type=int, default=3, help="cold starts (3)")
    parser.add_argument("--port", type=int, default=8103, help="where the server listens (8103)")
    parser.add_argument("--home", type=Path, default=HOME, help="where the demo edition is kept")
    parser.add_argument("--no-browser", action="store_true", help="leave out the page weights")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where to write the figures")
    return parser.parse_args(arguments)


def _reading(edition: Edition, site: Site, options: argparse.Namespace, folder: Path) -> Load:
    """Readers who read between one page and the next, as people do, on a server at work."""
    site.get("/")
    time.sleep(SETTLE_SECONDS)
    most = int(options.seconds / READ_SECONDS[0]) + 1
    plans = [Mix(edition, _SEED + each).visits(most, READ_SECONDS) for each in range(READERS)]
    plan = Plan(site.port, plans, True, options.seconds, arrive_seconds=ARRIVE_SECONDS)
    return _load(plan, site, folder)


def _hurried(
    edition: Edition, site: Site, options: argparse.Namespace, folder: Path, turn: int
) -> Load:
    """Readers who never pause: as much as the server can do."""
    each = -(-options.requests // READERS)
    seeds = range(_SEED + 100 * (turn + 1), _SEED + 100 * (turn + 1) + READERS)
    plans = [Mix(edition, seed).visits(each) for seed in seeds]
    return _load(Plan(site.port, plans, assets=False, seconds=0), site, folder)


def _load(plan: Plan, site: Site, folder: Path) -> Load:
    """What came of the plan, carried out by a process of its own."""
    asked, given = folder / "plan.json", folder / "answers.json"
    asked.write_text(plan.written(), "utf-8")
    site.log.write_text("", "ascii")
    in_a_process("benchmarks.site.readers", asked, given)
    result: dict[str, Any] = json.loads(given.read_text("utf-8"))
    return load_of(result, site.log, len(plan.readers), _NOT_PAGES)


def _cold(edition: Edition, options: argparse.Namespace, log: Path, turn: int) -> Cold:
    """A server just started, and the first page of each kind: each in turn is the very first."""
    mix = Mix(edition, _SEED + turn)
    first = _COLD_KINDS[turn % len(_COLD_KINDS)]
    order = [first, *(kind for kind in _COLD_KINDS if kind != first)]
    visits: list[Visit] = [mix.visit(kind) for kind in order]
    with serving(options.home, options.port, log) as site:
        took = [(visit.kind, site.get(visit.address)[2]) for visit in visits]
        return Cold(site.start_seconds, took)


def _weights(edition: Edition, site: Site) -> list[Weight]:
    mix = Mix(edition, _SEED)
    scheme = next(iter(mix.lists.schemes))
    one, other = list(mix.lists.of_scheme(scheme))[:2]
    region, neighbour = mix.regions[:2]
    pages = [
        ("home", "/", "/?edition=" + edition.id),
        ("atlas", f"/atlas/?category={one}", f"/atlas/?category={other}"),
        (
            "atlas, estimated and withheld figures",
            f"/atlas/?scheme={scheme}&category={one}&indicator=location_quotient",
            f"/atlas/?scheme={scheme}&category={other}&indicator=employment_persons",
        ),
        ("category", f"/categories/{scheme}/{one}/", f"/categories/{scheme}/{other}/"),
        ("region", f"/regions/{region}/", f"/regions/{neighbour}/"),
        ("cluster", f"/clusters/{scheme}/{one}/{region}/", f"/clusters/{scheme}/{other}/{region}/"),
        ("finder", "/finder/?stars=1", "/finder/?stars=2"),
    ]
    return weigh(f"http://127.0.0.1:{site.port}", pages)


def _facts(options: argparse.Namespace, edition: Edition) -> dict[str, str]:
    command = "python -m benchmarks.site"
    manifest = edition.manifest
    return {
        "Command": f"`{command}`",
        "Date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "Machine": f"{platform.system()} {platform.machine()}, {cores()} cores shared by server "
        f"and clients, load {os.getloadavg()[0]:.1f} at the end",
        "Versions": f"Python {platform.python_version()}, "
        + ", ".join(f"{library} {version(library)}" for library in LIBRARIES),
        "Edition": f"{edition.id}: {manifest['regions']} regions, "
        f"{manifest['tables']['clusters']['rows']:,} rows of clusters",
        "Readers": f"{READERS}, each with a connection of its own, reading a page for "
        f"{READ_SECONDS[0]:g} to {READ_SECONDS[1]:g} s; {options.seconds:g} s in all. They arrive "
        f"within {ARRIVE_SECONDS:g} s, {SETTLE_SECONDS:g} s after the server's first page",
    }


if __name__ == "__main__":
    main()
