"""One side of a comparison in a process of its own: wall time, processor time, peak memory.

Only the standard library is imported here, so that neither side carries the other's libraries.
"""

import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: the work itself without start-up, and the peak of the whole process."""

    wall_seconds: float
    cpu_seconds: float
    peak_mebibytes: float


def run_side(work: Callable[[Path], Result], write: Callable[[Result, Path], object]) -> None:
    """Body of a side's program: `work` on the first path of the command line, print its cost.

    The result is written to the second path afterwards, outside the measurement, for comparing.
    """
    source, target = (Path(argument) for argument in sys.argv[1:3])
    wall, cpu = time.perf_counter(), time.process_time()
    result = work(source)
    cost = Cost(
        wall_seconds=time.perf_counter() - wall,
        cpu_seconds=time.process_time() - cpu,
        peak_mebibytes=peak_mebibytes(),
    )
    write(result, target)
    print(json.dumps(asdict(cost)))


def peak_mebibytes() -> float:
    """The most memory that this process has held.

    Linux tells it in kibibytes as VmHWM; its getrusage would give the parent's where that is more.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(
            r"^VmHWM:\s*(\d+) kB$", status.read_text("ascii", "replace"), re.MULTILINE
        )
        if found:
            return int(found[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def in_a_process(module: str, *arguments: str | Path) -> str:
    """Standard output of `python -m module arguments`; its errors pass through."""
    command = [sys.executable, "-m", module, *(str(argument) for argument in arguments)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def cost_of(module: str, source: Path, target: Path) -> Cost:
    """The cost of one fresh run of the side `module`, whose program calls `run_side`."""
    return Cost(**json.loads(in_a_process(module, source, target)))


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each figure over the repetitions."""
    return Cost(
        wall_seconds=median(cost.wall_seconds for cost in costs),
        cpu_seconds=median(cost.cpu_seconds for cost in costs),
        peak_mebibytes=median(cost.peak_mebibytes for cost in costs),
    )


def cores() -> int:
    """Processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
