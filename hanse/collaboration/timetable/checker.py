"""Whether a timetable keeps every rule, and how good it is, worked out again step by step.

Nothing of the solvers is used here, and nothing of what the model derives for them.
"""

from dataclasses import dataclass
from typing import Literal

from hanse.collaboration.timetable.model import Half, Problem, Timetable

Rule = Literal[
    "meeting held",
    "known slot",
    "one meeting at a time",
    "forbidden slot",
    "half of the day",
    "fixed slot",
    "precedence",
    "enough tables",
    "known table",
    "one meeting at a table",
    "fairness",
]


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that is broken, in words, with the meetings and participants concerned."""

    rule: Rule
    text: str
    meetings: tuple[int, ...] = ()
    participants: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a timetable is like.

    breaks, moves, walking_minutes: of each participant. A break is a maximal idle gap between two
    consecutive meetings of a participant on a day. A move is a table at which a participant sits
    and did not sit at its meeting before on that day; walking is to it from the nearest of the
    tables before. moves and walking_minutes are 0 where no tables are given.
    """

    violations: tuple[Violation, ...]
    placed: int
    breaks: tuple[int, ...]
    moves: tuple[int, ...]
    walking_minutes: tuple[float, ...]

    @property
    def valid(self) -> bool:
        """Whether every rule is kept."""
        return not self.violations

    @property
    def total_breaks(self) -> int:
        """Breaks of all participants together."""
        return sum(self.breaks)

    @property
    def total_moves(self) -> int:
        """Moves of all participants together."""
        return sum(self.moves)

    @property
    def unfairness(self) -> int:
        """Largest minus smallest number of breaks over all participants."""
        return max(self.breaks, default=0) - min(self.breaks, default=0)


def check(problem: Problem, timetable: Timetable) -> Report:
    """Every rule that `timetable` breaks, with the breaks and moves of each participant."""
    found = [
        *_places(problem, timetable),
        *_participants(problem, timetable),
        *_precedences(problem, timetable),
        *_tables(problem, timetable),
    ]
    breaks, moves, minutes = [], [], []
    for who in range(len(problem.participants)):
        breaks.append(_breaks(problem, timetable, who))
        steps = _steps(problem, timetable, who)
        moves.append(len(steps))
        minutes.append(sum(steps))
    if breaks and max(breaks) - min(breaks) > problem.fairness:
        most, least = breaks.index(max(breaks)), breaks.index(min(breaks))
        found.append(
            Violation(
                "fairness",
                f"{problem.participants[most]} has {breaks[most]} breaks and "
                f"{problem.participants[least]} {breaks[least]}: more than {problem.fairness} "
                "apart.",
                participants=(most, least),
            )
        )
    placed = sum(_slot(timetable, at) is not None for at in range(len(problem.meetings)))
    return Report(tuple(found), placed, tuple(breaks), tuple(moves), tuple(minutes))


def _slot(timetable: Timetable, meeting: int) -> int | None:
    return timetable.slots[meeting] if meeting < len(timetable.slots) else None


def _table(timetable: Timetable, meeting: int) -> int | None:
    return timetable.tables[meeting] if meeting < len(timetable.tables) else None


def _places(problem: Problem, timetable: Timetable) -> list[Violation]:
    found = []
    for at, meeting in enumerate(problem.meetings):
        slot = _slot(timetable, at)
        if slot is None:
            found.append(
                Violation("meeting held", f"Meeting {problem.named(at)} has no slot.", (at,))
            )
            continue
        if not 0 <= slot < len(problem.slots):
            text = f"Meeting {problem.named(at)} is in slot {slot + 1}, which does not exist."
            found.append(Violation("known slot", text, (at,)))
            continue
        half = problem.slots[slot].half
        if meeting.half is not Half.ANY and meeting.half is not half:
            text = (
                f"Meeting {problem.named(at)} is to be in the {meeting.half.value} and is in slot "
                f"{problem.slots[slot]}."
            )
            found.append(Violation("half of the day", text, (at,)))
        if meeting.fixed is not None and meeting.fixed != slot:
            text = (
                f"Meeting {problem.named(at)} is to be in slot {problem.slots[meeting.fixed]} and "
                f"is in slot {problem.slots[slot]}."
            )
            found.append(Violation("fixed slot", text, (at,)))
        for who in meeting.participants:
            if slot in problem.participants[who].forbidden:
                text = (
                    f"{problem.participants[who]} cannot meet in slot {problem.slots[slot]}, where "
                    f"meeting {problem.named(at)} is."
                )
                found.append(Violation("forbidden slot", text, (at,), (who,)))
    return found


def _held_by(problem: Problem, timetable: Timetable, who: int, slot: int) -> list[int]:
    return [
        at
        for at, meeting in enumerate(problem.meetings)
        if who in meeting.participants and _slot(timetable, at) == slot
    ]


def _participants(problem: Problem, timetable: Timetable) -> list[Violation]:
    found = []
    for who, participant in enumerate(problem.participants):
        for slot in range(len(problem.slots)):
            here = _held_by(problem, timetable, who, slot)
            if len(here) > participant.delegates:
                text = (
                    f"{participant} has {len(here)} meetings in slot {problem.slots[slot]} and "
                    f"{participant.delegates} who can attend: "
                    f"{', '.join(map(problem.named, here))}."
                )
                found.append(Violation("one meeting at a time", text, tuple(here), (who,)))
    return found


def _precedences(problem: Problem, timetable: Timetable) -> list[Violation]:
    found = []
    for later, meeting in enumerate(problem.meetings):
        for earlier in sorted(meeting.after):
            first, second = _slot(timetable, earlier), _slot(timetable, later)
            if first is not None and second is not None and first >= second:
                text = f"Meeting {problem.named(later)} is not after {problem.named(earlier)}."
                found.append(Violation("precedence", text, (earlier, later)))
    return found


def _tables(problem: Problem, timetable: Timetable) -> list[Violation]:
    found = []
    for slot in range(len(problem.slots)):
        here = [at for at in range(len(problem.meetings)) if _slot(timetable, at) == slot]
        if len(here) > len(problem.tables):
            text = (
                f"There are {len(here)} meetings in slot {problem.slots[slot]} and "
                f"{len(problem.tables)} tables."
            )
            found.append(Violation("enough tables", text, tuple(here)))
        for place, table in enumerate(problem.tables):
            seated = [at for at in here if _table(timetable, at) == place]
            if len(seated) > 1:
                text = (
                    f"Table {table.code} has {len(seated)} meetings in slot {problem.slots[slot]}: "
                    f"{', '.join(map(problem.named, seated))}."
                )
                found.append(Violation("one meeting at a table", text, tuple(seated)))
    if timetable.tables:
        for at in range(len(problem.meetings)):
            table_of = _table(timetable, at)
            if _slot(timetable, at) is not None and (
                table_of is None or not 0 <= table_of < len(problem.tables)
            ):
                text = f"Meeting {problem.named(at)} has no table."
                found.append(Violation("known table", text, (at,)))
    return found


def _slots_by_day(problem: Problem) -> list[list[int]]:
    days: list[list[int]] = []
    for at, slot in enumerate(problem.slots):
        if at == 0 or slot.day != problem.slots[at - 1].day:
            days.append([])
        days[-1].append(at)
    return days


def _breaks(problem: Problem, timetable: Timetable, who: int) -> int:
    gaps = 0
    for day in _slots_by_day(problem):
        busy = [slot for slot in day if _held_by(problem, timetable, who, slot)]
        for at in range(1, len(busy)):
            if busy[at] - busy[at - 1] > 1:
                gaps += 1
    return gaps


def _steps(problem: Problem, timetable: Timetable, who: int) -> list[float]:
    """Minutes of walking of each move of a participant."""
    steps = []
    for day in _slots_by_day(problem):
        before: set[int] = set()
        for slot in day:
            places = (_table(timetable, at) for at in _held_by(problem, timetable, who, slot))
            now = {place for place in places if place is not None and place < len(problem.tables)}
            if now and before:
                steps += [
                    min(problem.minutes_between(place, there) for there in before)
                    for place in sorted(now - before)
                ]
            before = now or before
    return steps
