"""Run both sides of the panel benchmark at two sizes, check that they agree, write the figures."""

import argparse
import json
import math
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import Cost, cores, cost_of, in_a_process, middle

SIDES = {"hanse": "benchmarks.panel.with_hanse", "pandas": "benchmarks.panel.with_pandas"}
SIZES = {"300 x 600 x 15": (300, 600, 15), "1,500 x 600 x 15": (1500, 600, 15)}
QUICK_SIZES = {"12 x 20 x 7": (12, 20, 7), "24 x 20 x 7": (24, 20, 7)}
LIBRARIES = ("hanse", "narwhals", "numpy", "pandas", "polars", "pyarrow")
TOLERANCE = 1e-12
TOUCHED = 512
"""Bytes a cell: what the side that takes more has at its peak."""
RESULTS = Path(__file__).resolve().parent.parent / "results"


@dataclass(frozen=True, slots=True)
class Row:
    """Both sides at one size: medians, and the greatest relative difference of each column."""

    size: str
    cells: int
    hanse: Cost
    pandas: Cost
    differences: dict[str, float]

    @property
    def faster(self) -> float:
        """How many times the wall time of Hanse goes into that of pandas."""
        return self.pandas.wall_seconds / self.hanse.wall_seconds

    @property
    def memory(self) -> float:
        """Peak memory of Hanse as a part of that of pandas."""
        return self.hanse.peak_mebibytes / self.pandas.peak_mebibytes


def measured(size: str, shape: tuple[int, int, int], repetitions: int, folder: Path) -> Row:
    """Both sides on one generated panel, in turn, `repetitions` times; raises on disagreement."""
    cells = math.prod(shape)
    source = folder / "panel.parquet"
    in_a_process("benchmarks.panel.data", source, *(str(length) for length in shape))
    costs: dict[str, list[Cost]] = {side: [] for side in SIDES}
    for repetition in range(repetitions):
        for side, module in SIDES.items():
            in_a_process("benchmarks.touch", str(TOUCHED * cells))
            costs[side].append(cost_of(module, source, folder / f"{side}.parquet"))
            last = costs[side][-1]
            print(
                f"{size}  run {repetition + 1}  {side:6}  {last.wall_seconds:7.2f} s"
                f"  {last.peak_mebibytes:7.0f} MiB",
                file=sys.stderr,
            )
    compared = in_a_process(
        "benchmarks.panel.compare", *(folder / f"{side}.parquet" for side in SIDES)
    )
    differences: dict[str, float] = json.loads(compared)
    apart = {column: worst for column, worst in differences.items() if not worst <= TOLERANCE}
    if apart:
        raise SystemExit(f"The two sides disagree at {size}: {apart}")
    return Row(size, cells, middle(costs["hanse"]), middle(costs["pandas"]), differences)


def page(rows: Sequence[Row], facts: dict[str, str]) -> str:
    """The figures as a Markdown page."""
    lines = [
        "# Panel pipeline against pandas",
        "",
        *(f"- {name}: {fact}" for name, fact in facts.items()),
        "",
        "| regions x categories x years | side | wall s | processor s | peak MiB |",
        "|---|---|---:|---:|---:|",
    ]
    for row in rows:
        for side, cost in (("Hanse", row.hanse), ("pandas", row.pandas)):
            lines.append(
                f"| {row.size} | {side} | {cost.wall_seconds:.2f} | {cost.cpu_seconds:.2f}"
                f" | {cost.peak_mebibytes:,.0f} |"
            )
    lines += ["", "| | goal | measured |", "|---|---|---|"]
    for row in rows:
        lines.append(f"| times faster, {row.size} | at least 5 | {row.faster:.1f} |")
        spared = row.pandas.cpu_seconds / row.hanse.cpu_seconds
        lines.append(f"| times less processor time, {row.size} | | {spared:.1f} |")
        lines.append(f"| memory by that of pandas, {row.size} | below 1 | {row.memory:.2f} |")
    small, large = rows[0], rows[-1]
    more_cells = large.cells / small.cells
    for name, first, last in (
        ("wall time", small.hanse.wall_seconds, large.hanse.wall_seconds),
        ("processor time", small.hanse.cpu_seconds, large.hanse.cpu_seconds),
    ):
        lines.append(
            f"| {name} of Hanse for {more_cells:.0f} times the cells"
            f" | at most {more_cells:.1f} times | {last / first:.1f} times |"
        )
    worst = max(max(row.differences.values()) for row in rows)
    lines += [
        "",
        f"Both sides gave the same cells: stars and ranks equal, figures to {worst:.1e} relative"
        f" (allowed {TOLERANCE:.0e}).",
        "",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark of the command line `arguments` and write its two result files."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.panel", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny panels, to try the harness")
    parser.add_argument("--repetitions", type=int, default=5, help="runs a side and size (5)")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where to write the figures")
    options = parser.parse_args(arguments)
    sizes = QUICK_SIZES if options.quick else SIZES
    rows = []
    for size, shape in sizes.items():
        with tempfile.TemporaryDirectory(prefix="hanse-bench-") as folder:
            rows.append(measured(size, shape, options.repetitions, Path(folder)))
    facts = {
        "Command": "`python -m benchmarks.panel"
        + (" --quick" if options.quick else "")
        + f" --repetitions {options.repetitions}`",
        "Date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "Machine": f"{platform.system()} {platform.machine()}, {cores()} cores, "
        f"load {os.getloadavg()[0]:.1f} at the end",
        "Versions": f"Python {platform.python_version()}, "
        + ", ".join(f"{library} {version(library)}" for library in LIBRARIES),
        "Figures": f"medians of {options.repetitions} runs a side, taken in turn, each in a "
        "process of its own",
        "Memory": f"a process touches {TOUCHED} bytes a cell before each run, as a virtual machine "
        "pays more for the first touch of much memory than of little",
    }
    options.results.mkdir(parents=True, exist_ok=True)
    text = page(rows, facts)
    (options.results / "panel.md").write_text(text, "utf-8")
    record = {"facts": facts, "sizes": [asdict(row) for row in rows]}
    (options.results / "panel.json").write_text(json.dumps(record, indent=2) + "\n", "utf-8")
    print(text)


if __name__ == "__main__":
    main()
