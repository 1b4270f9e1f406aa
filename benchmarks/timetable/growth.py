"""A problem of a given size in a process of its own: time to the first answer, to 5 %, to proof.

`python -m benchmarks.timetable.growth PARTICIPANTS SECONDS` prints the figures as JSON.
"""

import json
import sys
import time
from dataclasses import asdict, dataclass

from benchmarks.measure import peak_mebibytes
from hanse.collaboration.timetable.checker import check
from hanse.collaboration.timetable.solve import Progress, Status, solve
from hanse.collaboration.timetable.synthetic import made_up

_SMALL_GAP = 0.05
_SOON_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Grown:
    """Figures of one size; None where something was not reached in the time given."""

    participants: int
    meetings: int
    first_seconds: float | None
    first_breaks: int | None
    soon_breaks: int | None
    small_gap_seconds: float | None
    proof_seconds: float | None
    breaks: int | None
    bound: int
    seconds: float
    cpu_seconds: float
    peak_mebibytes: float


def measure(participants: int, seconds: float) -> Grown:
    """Search for `seconds` at most for the timetable of made-up meetings."""
    problem = made_up(participants, seed=1)
    told: list[Progress] = []
    cpu = time.process_time()
    found = solve(problem, seconds=seconds, progress=told.append)
    cpu = time.process_time() - cpu
    if found.timetable is not None:
        report = check(problem, found.timetable)
        assert report.valid
        assert report.total_breaks == found.breaks
    placed = [now for now in told if now.breaks is not None]
    soon = [now.breaks for now in placed if now.seconds <= _SOON_SECONDS]
    close = [now.seconds for now in placed if now.gap is not None and now.gap < _SMALL_GAP]
    return Grown(
        participants,
        len(problem.meetings),
        found.first_seconds,
        placed[0].breaks if placed else None,
        soon[-1] if soon else None,
        close[0] if close else None,
        found.seconds if found.status is Status.OPTIMAL else None,
        found.breaks,
        found.bound,
        found.seconds,
        cpu,
        peak_mebibytes(),
    )


if __name__ == "__main__":
    print(json.dumps(asdict(measure(int(sys.argv[1]), float(sys.argv[2])))))
