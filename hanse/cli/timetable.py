"""`hanse timetable`: meetings of a mission, who, when and where; checks, repairs, reasons."""

import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final, TypeVar

import typer
from rich.console import Console

from hanse.cli.console import plain_console, sayer
from hanse.collaboration.meetings.left_out_words import left_out_sentences
from hanse.collaboration.timetable.answers import (
    read_timetable,
    write_agendas,
    write_csv,
    write_json,
)
from hanse.collaboration.timetable.checker import Report, check
from hanse.collaboration.timetable.conflicts import explain
from hanse.collaboration.timetable.leaving_out import LeftOut, held_of, solve_leaving_out
from hanse.collaboration.timetable.model import Meeting, Problem, Timetable
from hanse.collaboration.timetable.reading import read_problem
from hanse.collaboration.timetable.repair import Event, LateArrival, NewRequest, NoShow, repair
from hanse.collaboration.timetable.seating import seat
from hanse.collaboration.timetable.selection import FLOOR, select
from hanse.collaboration.timetable.solve import Progress, Solution, Status, solve
from hanse.collaboration.timetable.wishes import read_wishes, write_meetings
from hanse.foundation.problems import HanseError

timetable = typer.Typer(
    no_args_is_help=True,
    help="Meetings of a mission: who meets whom, when and where, with proof.",
)

CODES: Final = {
    Status.OPTIMAL: 0,
    Status.FEASIBLE: 3,
    Status.INFEASIBLE: 4,
    Status.UNKNOWN: 5,
}
"""Exit status of `solve`."""

_SHOWN: Final = 20
_LOOK_SECONDS: Final = 0.1

Found = TypeVar("Found")
ProblemFile = Annotated[
    Path, typer.Argument(help="A .json file, a .dzn file, or a folder of CSV files.")
]
TimetableFile = Annotated[Path, typer.Argument(help="A timetable as JSON or CSV.")]
Fairness = Annotated[
    int | None,
    typer.Option(min=0, help="How many breaks one may have more than another; else the file's."),
]
Out = Annotated[
    Path | None, typer.Option(help="Keep the timetable here, as JSON; CSV if named .csv.")
]
Agendas = Annotated[Path | None, typer.Option(help="Write everybody's agenda here, as CSV.")]


@timetable.command("solve")
def solve_file(
    file: ProblemFile,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long to search at most.")] = 60.0,
    fairness: Fairness = None,
    out: Out = None,
    agendas: Agendas = None,
    begin_with: Annotated[
        Path | None, typer.Option(help="Begin with this timetable, from an earlier search.")
    ] = None,
    leave_out: Annotated[
        bool,
        typer.Option(help="Leave out as few meetings as can be, where not all can be held."),
    ] = False,
    seed: Annotated[int, typer.Option(help="Of the choices among equals.")] = 0,
) -> None:
    """Find the timetable with the fewest breaks, and prove that there is no better one.

    With --leave-out as few meetings as can be are left out, and it is said which and why; the proof
    is of the breaks of the others. Every better timetable is kept in --out as soon as it is found;
    Ctrl-C ends the search and keeps the best. Status 0: proved best; 3: found, not proved best; 4:
    there is none; 5: none found yet.
    """
    console = plain_console()
    say = sayer(console)
    if leave_out and begin_with:
        raise HanseError(
            "--leave-out does not go on from the timetable of --begin-with.",
            remedy="Give one of the two.",
        )
    problem = read_problem(file, fairness=fairness)
    start = read_timetable(begin_with, problem) if begin_with else None
    say(_size(problem))

    def tell(now: Progress) -> None:
        if now.timetable is None:
            say(f"{now.seconds:7.1f} s  no timetable yet, at least {now.bound} breaks")
            return
        say(f"{now.seconds:7.1f} s  {_many(now.breaks, 'break')}, at least {now.bound}")
        if out:
            _write(out, problem, now.timetable, _about(now.breaks, now.bound))

    def search(stop: Callable[[], bool]) -> tuple[LeftOut | None, Solution]:
        if leave_out:
            return solve_leaving_out(problem, seconds=seconds, seed=seed, stop=stop, progress=tell)
        return None, solve(
            problem, seconds=seconds, seed=seed, start=start, stop=stop, progress=tell
        )

    left, found = _searched(search)
    say(f"{found.seconds:7.1f} s  {found.status.value}")
    if left is not None and found.timetable is not None:
        for each in left_out_sentences(problem, found.timetable, left):
            say(str(each))
    if found.timetable is not None:
        seating = seat(problem, found.timetable)
        tables = (
            "the fewest possible"
            if seating.proved
            else f"no seating has fewer than {seating.bound}"
        )
        report = check(problem, seating.timetable)
        held = report if left is None else _held(problem, seating.timetable, left)
        _refuse(held)
        walking = (
            f", {seating.walking_minutes:g} minutes of walking" if seating.walking_minutes else ""
        )
        say(
            f"{_many(report.placed, 'meeting')}, {_many(report.total_breaks, 'break')}, at most "
            f"{max(report.breaks, default=0)} for one; {_many(seating.moves, 'move')} between "
            f"tables ({tables}){walking}. Checked: every rule is kept."
        )
        if out:
            about = {**_about(found.breaks, found.bound), "moves": seating.moves}
            _write(out, problem, seating.timetable, about)
        if agendas:
            write_agendas(agendas, problem, seating.timetable)
    if found.status is Status.INFEASIBLE:
        _explain(console, problem, seconds)
    status = found.status
    if left is not None and not left.fewest and status is Status.OPTIMAL:
        status = Status.FEASIBLE  # fewer left out is not ruled out
    raise typer.Exit(CODES[status])


@timetable.command("check")
def check_file(file: ProblemFile, timetable_file: TimetableFile, fairness: Fairness = None) -> None:
    """List every rule that a timetable breaks, its breaks and moves; status 1 if there is one."""
    problem = read_problem(file, fairness=fairness)
    report = check(problem, read_timetable(timetable_file, problem))
    say = sayer(plain_console())
    for violation in report.violations:
        say(f"{violation.rule}: {violation.text}")
    say(
        f"{report.placed} of {len(problem.meetings)} meetings placed, "
        f"{_many(report.total_breaks, 'break')}, {report.unfairness} between most and fewest, "
        f"{_many(report.total_moves, 'move')}, "
        f"{sum(report.walking_minutes):g} minutes of walking."
    )
    say("Every rule is kept." if report.valid else f"Rules broken: {len(report.violations)}.")
    if not report.valid:
        raise typer.Exit(1)


@timetable.command("explain")
def explain_file(
    file: ProblemFile,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long to search at most.")] = 20.0,
    fairness: Fairness = None,
) -> None:
    """Say which requests cannot be met together, as few as can be; status 4 if there are any."""
    console = plain_console()
    problem = read_problem(file, fairness=fairness)
    found = _searched(lambda stop: solve(problem, seconds=seconds, stop=stop, enough=True))
    if found.timetable is not None:
        sayer(console)("All requests can be met.")
        return
    if found.status is Status.UNKNOWN:
        sayer(console)("It is not known yet whether all requests can be met: give more --seconds.")
        raise typer.Exit(CODES[Status.UNKNOWN])
    _explain(console, problem, seconds)
    raise typer.Exit(CODES[Status.INFEASIBLE])


@timetable.command("repair")
def repair_file(
    file: ProblemFile,
    timetable_file: TimetableFile,
    no_show: Annotated[
        list[str] | None,
        typer.Option(help="Who does not come, as CODE, or CODE@SLOT from then on."),
    ] = None,
    late: Annotated[
        list[str] | None,
        typer.Option(help="Who comes late, as CODE@SLOT, the first it can attend."),
    ] = None,
    meet: Annotated[
        list[str] | None, typer.Option(help="A new meeting, as CODE+CODE or CODE+CODE+CODE.")
    ] = None,
    now: Annotated[str, typer.Option(help="The slot that comes next; those before are over.")] = "",
    out: Out = None,
) -> None:
    """Mend a timetable with the fewest changes to the agendas of others; tell each what changed."""
    problem = read_problem(file)
    old = read_timetable(timetable_file, problem)
    events = _events(problem, no_show or [], late or [], meet or [])
    if not events:
        raise HanseError("Nothing happened.", remedy="Give --no-show, --late or --meet.")
    mended = repair(problem, old, events, now=_slot(problem, now) if now else 0)
    say = sayer(plain_console())
    for change in mended.changes:
        say(f"{mended.problem.participants[change.participant]}: {change.text}")
    proof = "the fewest possible" if mended.fewest else "perhaps not the fewest possible"
    say(
        f"{_many(len(mended.lost), 'meeting')} lost, "
        f"{_many(mended.changes_of_others, 'change')} for others "
        f"({proof}), in {mended.seconds:.1f} s."
    )
    if not mended.kept_fair:
        say("Breaks are now shared less evenly than was asked for.")
    if out:
        _write(out, mended.problem, mended.timetable, {"lost": len(mended.lost)})


@timetable.command("select")
def select_files(
    participants: Annotated[Path, typer.Argument(help="CSV with code and capacity.")],
    pairs: Annotated[
        Path, typer.Argument(help="CSV with one, other, interest_one, interest_other, apart.")
    ],
    floor: Annotated[int, typer.Option(min=0, help="Meetings for everybody if possible.")] = FLOOR,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long to search at most.")] = 60.0,
    out: Annotated[Path | None, typer.Option(help="Write the meetings here, as CSV.")] = None,
) -> None:
    """Choose who meets whom: the most mutual interest, and nobody without meetings if avoidable."""
    wishes = read_wishes(participants, pairs)
    chosen = select(
        wishes.codes,
        wishes.capacities,
        wishes.pairs,
        floor=floor,
        not_together=wishes.not_together,
        seconds=seconds,
    )
    say = sayer(plain_console())
    proof = "proved best" if chosen.proved else f"no selection has more than {chosen.bound:g}"
    say(
        f"{_many(len(chosen.chosen), 'meeting')} of {_many(len(wishes.pairs), 'pair')}, "
        f"interest {chosen.weight:g} ({proof})."
    )
    for short in chosen.shortfalls:
        say(f"{wishes.codes[short.participant]} has {short.meetings}: {short.reason}")
    if out:
        write_meetings(out, wishes, chosen)


def _held(problem: Problem, found: Timetable, left: LeftOut) -> Report:
    """What the timetable is like for the meetings that are held."""
    there = [at for at, slot in enumerate(found.slots) if slot is not None]
    return check(
        held_of(problem, left.meetings),
        Timetable(
            tuple(found.slots[at] for at in there),
            tuple(found.tables[at] for at in there) if found.tables else (),
        ),
    )


def _searched(search: Callable[[Callable[[], bool]], Found]) -> Found:
    """What `search` finds; Ctrl-C asks it to stop and keeps what it has.

    It runs in a thread, because the solver takes Ctrl-C for itself in the main one.
    """
    stop = threading.Event()
    found: list[Found] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            found.append(search(stop.is_set))
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True)
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        thread.start()
        while thread.is_alive():
            thread.join(_LOOK_SECONDS)
    finally:
        signal.signal(signal.SIGINT, before)
    if failed:
        raise failed[0]
    return found[0]


def _explain(console: Console, problem: Problem, seconds: float) -> None:
    conflict = explain(problem, seconds=seconds)
    say = sayer(console)
    if conflict is None:
        say("Time was too short to find out why: give more --seconds.")
        return
    say(conflict.summary)
    for request in conflict.requests:
        say(f"  {request.text}")


def _refuse(report: Report) -> None:
    """What is told to be a timetable was checked apart from what found it."""
    if not report.valid:
        raise AssertionError([violation.text for violation in report.violations[:_SHOWN]])


def _many(count: int | None, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _size(problem: Problem) -> str:
    return (
        f"{len(problem.participants)} participants, {len(problem.meetings)} meetings, "
        f"{len(problem.slots)} slots, {len(problem.tables)} tables"
    )


def _about(breaks: int | None, bound: int) -> dict[str, object]:
    return {"breaks": breaks, "bound": bound, "proved_best": breaks == bound}


def _write(path: Path, problem: Problem, found: Timetable, about: dict[str, object]) -> None:
    if path.suffix.lower() == ".csv":
        write_csv(path, problem, found)
    else:
        write_json(path, problem, found, about)


def _events(problem: Problem, no_show: list[str], late: list[str], meet: list[str]) -> list[Event]:
    events: list[Event] = []
    for text in no_show:
        code, _, slot = text.partition("@")
        events.append(NoShow(_who(problem, code), _slot(problem, slot) if slot else 0))
    for text in late:
        code, _, slot = text.partition("@")
        events.append(LateArrival(_who(problem, code), _slot(problem, slot)))
    known = {meeting.code for meeting in problem.meetings}
    for text in meet:
        people = tuple(_who(problem, code) for code in text.split("+"))
        number = len(problem.meetings) + 1
        while str(number) in known:
            number += 1
        known.add(str(number))
        events.append(NewRequest(Meeting(str(number), people)))
    return events


def _who(problem: Problem, code: str) -> int:
    return _place("participant", code, [who.code for who in problem.participants])


def _slot(problem: Problem, code: str) -> int:
    return _place("slot", code, [slot.code for slot in problem.slots])


def _place(kind: str, code: str, codes: list[str]) -> int:
    if code not in codes:
        raise HanseError(
            f"There is no {kind} “{code}”.", remedy=f"Use one of: {', '.join(codes[:_SHOWN])}."
        )
    return codes.index(code)
