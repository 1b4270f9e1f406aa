"""Versions of a mission's timetable as they are kept: numbered, with how good they are."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max

from hanse.collaboration.meetings.agendas import Version
from hanse.collaboration.timetable.answers import answer_of
from hanse.collaboration.timetable.checker import check
from hanse.collaboration.timetable.documents import document_of
from hanse.collaboration.web.models.meeting_timetables import MeetingTimetable, VersionKind
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.sentences import Sentence
from hanse.foundation.web.models.people import User


def new_version(
    mission: Mission,
    kind: VersionKind,
    by: User | None,
    *,
    base: MeetingTimetable | None,
    why: str = "",
) -> MeetingTimetable:
    """The next version of a mission's timetable, not saved yet."""
    last = mission.timetables.aggregate(last=Max("number"))["last"] or 0
    return MeetingTimetable(
        mission=mission,
        number=last + 1,
        kind=kind,
        base=base.number if base else None,
        made_by=by,
        why=why[:300],
    )


def kept_sentences(sentences: Iterable[Sentence]) -> list[dict[str, Any]]:
    """Sentences as the notes of a version keep them."""
    return [
        {"text": each.text, "values": {name: str(v) for name, v in each.values.items()}}
        for each in sentences
    ]


def fill_version(kept: MeetingTimetable, version: Version) -> None:
    """Keep a timetable in a version, with how good it is by the checker."""
    report = check(version.problem, version.timetable)
    kept.problem = document_of(version.problem)
    kept.answer = answer_of(version.problem, version.timetable)
    kept.breaks = report.total_breaks
    kept.moves = report.total_moves
    kept.bound = min(kept.bound, report.total_breaks)
