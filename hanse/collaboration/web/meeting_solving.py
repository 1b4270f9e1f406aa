"""The search for a timetable in the background: every better one is kept as soon as it is found.

The job can be done twice: who is killed over it leaves the best so far in the database, and the
next one begins with that.
"""

import logging
import time
from dataclasses import replace
from typing import Final, NoReturn

from hanse.collaboration.meetings.agendas import Version
from hanse.collaboration.meetings.left_out_words import left_out_sentences
from hanse.collaboration.meetings.planning import problem_from
from hanse.collaboration.timetable.checker import Report, check
from hanse.collaboration.timetable.conflicts import explain
from hanse.collaboration.timetable.documents import document_of
from hanse.collaboration.timetable.leaving_out import LeftOut, held_of, solve_leaving_out
from hanse.collaboration.timetable.model import Problem, Timetable
from hanse.collaboration.timetable.seating import seat
from hanse.collaboration.timetable.solve import Progress, Solution, Status, solve
from hanse.collaboration.web.actions.meeting_searches import (
    keep_progress,
    meetings_choose,
    timetable_end,
)
from hanse.collaboration.web.meeting_choice import choose_meetings
from hanse.collaboration.web.meeting_facts import facts_of, interest_of, plan_of, version_of
from hanse.collaboration.web.meeting_versions import kept_sentences
from hanse.collaboration.web.models.meeting_timetables import MeetingTimetable, VersionState
from hanse.foundation.problems import HanseError

_KEEP_SECONDS: Final = 0.5
_LOOK_SECONDS: Final = 1.0
_LEAST_SECONDS: Final = 2.0
_EXPLAIN_SECONDS: Final = 20.0

logger = logging.getLogger(__name__)


def search(number: int) -> None:
    """Do, or go on with, the search that the version with key `number` stands for."""
    version = MeetingTimetable.objects.running().select_related("mission").filter(pk=number).first()
    if version is None:
        return
    try:
        _search(version)
    except HanseError as problem:
        timetable_end(
            by=None, version=version, answer=None, state=VersionState.FAILED, why=str(problem)
        )
    except Exception:
        logger.exception("The search %s for a timetable failed.", number)
        timetable_end(by=None, version=version, answer=None, state=VersionState.FAILED)
        raise


def finish(version: MeetingTimetable) -> None:
    """End a search that nobody goes on with, by the best that was kept; where there is none, so."""
    if not version.answer:
        timetable_end(by=None, version=version, answer=None, state=VersionState.NONE)
        return
    kept = version_of(version)
    timetable_end(
        by=None,
        version=version,
        answer=_seated(kept.problem, kept.timetable),
        bound=version.bound,
        seconds=version.seconds,
    )


def _search(version: MeetingTimetable) -> None:
    start: Timetable | None = None
    if version.problem:  # It was begun before.
        kept = version_of(version)
        problem, start = kept.problem, kept.timetable if version.answer else None
    else:
        keep_progress(version.pk, None, breaks=None, bound=0, seconds=0.0)
        if version.events and version.events[0].get("choose"):
            chosen = choose_meetings(version.mission)
            notes = kept_sentences(each.why for each in chosen.short)
            meetings_choose(by=None, version=version, chosen=chosen, notes=notes)
        problem = problem_from(facts_of(version.mission))
        version.problem = document_of(problem)
        version.save(update_fields=["problem"])
    keeper = _Keeper(version, problem)
    limit = max(_LEAST_SECONDS, plan_of(version.mission).seconds - version.seconds)
    if version.leaves_out:
        left, found = solve_leaving_out(
            problem,
            interest=interest_of(version.mission, problem),
            seconds=limit,
            stop=keeper.over,
            progress=keeper.hear_of_some,
        )
        keeper.flush()
        _end_leaving_out(version, problem, left, found, keeper)
        return
    found = solve(problem, seconds=limit, start=start, stop=keeper.over, progress=keeper.hear)
    keeper.flush()
    _end(version, problem, found, keeper)


def _end(version: MeetingTimetable, problem: Problem, found: Solution, keeper: "_Keeper") -> None:
    if found.status is Status.INFEASIBLE:
        conflict = explain(problem, seconds=_EXPLAIN_SECONDS, stop=keeper.over)
        timetable_end(
            by=None,
            version=version,
            answer=None,
            seconds=keeper.seconds(found.seconds),
            state=VersionState.IMPOSSIBLE,
            conflict=conflict,
            problem=problem,
        )
        return
    if found.timetable is None:
        timetable_end(
            by=None,
            version=version,
            answer=None,
            seconds=keeper.seconds(found.seconds),
            state=VersionState.NONE,
        )
        return
    answer = _seated(problem, found.timetable)
    report = check(answer.problem, answer.timetable)
    if not report.valid:
        _refuse(report)
    timetable_end(
        by=None,
        version=version,
        answer=answer,
        bound=max(found.bound, keeper.known),
        seconds=keeper.seconds(found.seconds),
    )


def _end_leaving_out(
    version: MeetingTimetable,
    problem: Problem,
    left: LeftOut,
    found: Solution,
    keeper: "_Keeper",
) -> None:
    """Write a timetable of some meetings, and what is left out and why."""
    timetable = found.timetable or left.timetable
    held = tuple(slot for slot in timetable.slots if slot is not None)
    report = check(held_of(problem, left.meetings), Timetable(held))
    if not report.valid:
        _refuse(report)
    answer = _seated(problem, timetable)
    sentences = left_out_sentences(problem, answer.timetable, left)
    timetable_end(
        by=None,
        version=version,
        answer=answer,
        seconds=keeper.seconds(found.seconds),
        notes=kept_sentences(sentences),
    )


def _refuse(report: Report) -> NoReturn:
    raise HanseError(
        "The timetable that was found breaks a rule, so it is not used.",
        why=report.violations[0].text,
        remedy="Tell those who look after the site.",
    )


def _seated(problem: Problem, timetable: Timetable) -> Version:
    return Version(problem, seat(problem, timetable).timetable)


class _Keeper:
    """Writes the best so far to the database, not too often, and looks whether to stop."""

    def __init__(self, version: MeetingTimetable, problem: Problem) -> None:
        self.number, self.problem = version.pk, problem
        self.before, self.known = version.seconds, version.bound
        self.news: Progress | None = None
        self.written = self.looked = -_LOOK_SECONDS
        self.stopped = False
        self.begun = time.monotonic()

    def seconds(self, now: float) -> float:
        """Of searching altogether, with what was done before an interruption."""
        return self.before + now

    def hear(self, progress: Progress) -> None:
        """Take note of a better timetable or bound."""
        self.news = progress
        if time.monotonic() - self.written >= _KEEP_SECONDS:
            self.flush()

    def hear_of_some(self, progress: Progress) -> None:
        """The same where meetings are left out: other meetings may have fewer breaks."""
        self.hear(replace(progress, bound=0))

    def over(self) -> bool:
        """Whether somebody asked to stop; asked several times a second."""
        now = time.monotonic()
        if now - self.looked >= _LOOK_SECONDS:
            self.looked = now
            self.stopped = not (
                MeetingTimetable.objects.running().filter(pk=self.number, stop=False).exists()
            )
            if self.news is None:
                self.news = Progress(now - self.begun, None, 0, None)
            self.flush()
        return self.stopped

    def flush(self) -> None:
        """Write what is not written yet, and that the search is alive."""
        news = self.news
        if news is None:
            return
        self.written = time.monotonic()
        keep_progress(
            self.number,
            Version(self.problem, news.timetable) if news.timetable else None,
            breaks=news.breaks,
            bound=max(news.bound, self.known),
            seconds=self.seconds(self.written - self.begun),
        )
