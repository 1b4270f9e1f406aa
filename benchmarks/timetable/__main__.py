"""Timetables of meetings beside self-booking and CP-SAT; growth; selection.

`.venv/bin/python -m benchmarks.timetable FOLDER` with the folder of published instances (.dzn);
what they are is in docs/decisions/timetable.md. CP-SAT is compared with where OR-Tools is installed
(`.venv/bin/uv sync --active --inexact --group peers`). It takes a quarter of an hour.
"""

import argparse
import json
import os
import platform
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.measure import in_a_process
from benchmarks.timetable.growth import Grown
from benchmarks.timetable.peers import Answer, cp_sat, cp_sat_is_here, self_booking
from benchmarks.timetable.plot import plot
from hanse.collaboration.timetable.checker import check
from hanse.collaboration.timetable.dzn import read_dzn
from hanse.collaboration.timetable.model import Problem, Timetable
from hanse.collaboration.timetable.seating import seat
from hanse.collaboration.timetable.selection import Pair, mutual_interest, select
from hanse.collaboration.timetable.solve import solve

RESULTS = Path(__file__).parent.parent / "results"
SIZES = (50, 100, 200, 400, 800)
PARTICIPANTS, PAIRS = 1000, 50_000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peer-seconds", type=float, default=15.0)
    parser.add_argument("--growth-seconds", type=float, default=60.0)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    begun, load = datetime.now(UTC), os.getloadavg()[0]
    published = compared(sorted(asked.folder.glob("*.dzn")), asked.peer_seconds)
    grown = [
        Grown(**json.loads(in_a_process("benchmarks.timetable.growth", str(size), seconds)))
        for size in asked.sizes
        for seconds in [str(asked.growth_seconds)]
    ]
    chosen = selection()
    text = "\n".join(
        [
            "# Timetables of meetings",
            "",
            f"Written by `python -m benchmarks.timetable`, {begun:%Y-%m-%d %H:%M} UTC, on "
            f"{os.cpu_count()} cores, Python {platform.python_version()}. Load average of the "
            f"machine at the beginning {load:.1f}, at the end {os.getloadavg()[0]:.1f}: other "
            "work was going on where it is above 1, and wall times are longer for it.",
            "",
            *published,
            *growth_table(grown, asked.growth_seconds),
            *chosen,
            "",
        ]
    )
    (asked.results / "timetable.md").write_text(text, "utf-8")
    lines = {
        "first timetable": [(g.participants, g.first_seconds) for g in grown if g.first_seconds],
        "gap under 5 %": [
            (g.participants, g.small_gap_seconds) for g in grown if g.small_gap_seconds
        ],
        "proved best": [(g.participants, g.proof_seconds) for g in grown if g.proof_seconds],
    }
    (asked.results / "timetable.svg").write_text(plot(lines, asked.sizes), "utf-8")
    print(text)


def compared(paths: Sequence[Path], peer_seconds: float) -> list[str]:
    """A row for each published instance: ours, self-booking and CP-SAT."""
    rows, walls = [], []
    for path in paths:
        problem = read_dzn(path)
        cpu = time.process_time()
        ours = solve(problem, seconds=60)
        cpu = time.process_time() - cpu
        walls.append(ours.seconds)
        answer = f"{ours.status.value} | {ours.seconds:.1f} | {cpu:.1f}"
        booked = self_booking(problem, seed=1)
        peer = cp_sat(problem, seconds=peer_seconds, workers=1) if cp_sat_is_here() else None
        rows.append(
            f"| {path.stem} | {answer} | {figures(problem, ours.timetable)} | "
            f"{figures(problem, booked.timetable)} | {peer_figures(problem, peer)} |"
        )
        print(rows[-1], flush=True)
    return [
        "## Published instances",
        "",
        "Bofill et al. (JAIR 2022), fairness 2, 60 s at most. Each cell: meetings placed, breaks, "
        "moves between tables, most less fewest breaks of a participant; all counted by the "
        "checker, which found no broken rule in ours. Tables are assigned by `seating` for all. "
        f"CP-SAT: the plain model (block starts less one), one worker, {peer_seconds:g} s at most.",
        "",
        "| instance | answer | wall s | processor s | Hanse | self-booking | CP-SAT | its answer |",
        "|---|---|---|---|---|---|---|---|",
        *rows,
        "",
        f"Wall time of ours: median {median(walls):.1f} s, longest {max(walls):.1f} s.",
        "",
    ]


def figures(problem: Problem, timetable: Timetable | None) -> str:
    """Placed, breaks, moves, unfairness; or a dash."""
    if timetable is None:
        return "-"
    report = check(problem, seat(problem, timetable).timetable)
    return (
        f"{report.placed}/{len(problem.meetings)}, {report.total_breaks}, {report.total_moves}, "
        f"{report.unfairness}"
    )


def peer_figures(problem: Problem, peer: Answer | None) -> str:
    """What CP-SAT came to, and how it ended."""
    if peer is None:
        return "not installed | -"
    word = "proved" if peer.proved else "not proved"
    return f"{figures(problem, peer.timetable)} | {word}, {peer.seconds:.1f} s"


def growth_table(grown: Sequence[Grown], seconds: float) -> list[str]:
    """A row for each size."""

    def told(value: float | None) -> str:
        return "-" if value is None else f"{value:.2f}"

    return [
        "## Growth",
        "",
        "Made-up meetings (`synthetic.made_up`, 6 for each on average, 12 slots), a process each, "
        f"{seconds:g} s at most. A dash: not reached. The gap is (breaks - bound) / breaks: what "
        "could still be saved at most, as a share of the breaks there are; 0 where both are equal.",
        "",
        "| participants | meetings | first s | breaks then | breaks after 2 s | gap under 5 % s | "
        "proved s | breaks | bound | wall s | processor s | MiB |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
        *(
            f"| {g.participants} | {g.meetings} | {told(g.first_seconds)} | {g.first_breaks} | "
            f"{g.soon_breaks} | {told(g.small_gap_seconds)} | {told(g.proof_seconds)} | "
            f"{g.breaks} | {g.bound} | {g.seconds:.1f} | {g.cpu_seconds:.1f} | "
            f"{g.peak_mebibytes:.0f} |"
            for g in grown
        ),
        "",
        "![Seconds by participants](timetable.svg)",
        "",
    ]


def selection() -> list[str]:
    """1,000 participants and 50,000 pairs."""
    rng = random.Random(1)
    drawn: set[tuple[int, int]] = set()
    while len(drawn) < PAIRS:
        one, other = sorted(rng.sample(range(PARTICIPANTS), 2))
        drawn.add((one, other))
    pairs = [
        Pair(one, other, mutual_interest(rng.randint(1, 100) / 100, rng.randint(0, 100) / 100))
        for one, other in sorted(drawn)
    ]
    capacities = [rng.randint(4, 12) for _ in range(PARTICIPANTS)]
    begun, cpu = time.perf_counter(), time.process_time()
    found = select([str(at) for at in range(PARTICIPANTS)], capacities, pairs)
    wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
    return [
        "## Selection",
        "",
        f"{PARTICIPANTS:,} participants, {PAIRS:,} pairs: {len(found.chosen):,} meetings, interest "
        f"{found.weight:.2f}, at most {found.bound:.2f} possible "
        f"({(found.bound / found.weight - 1) * 100:.3f} % more), {len(found.shortfalls)} below the "
        f"floor, in {wall:.1f} s ({cpu:.1f} s of the processor).",
    ]


if __name__ == "__main__":
    main()
