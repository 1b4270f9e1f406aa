"""A search for a timetable as it goes on: meetings chosen, better ones kept, the end written."""

from collections.abc import Sequence

from django.utils import timezone

from hanse.collaboration.meetings.agendas import Version
from hanse.collaboration.meetings.choosing import Chosen
from hanse.collaboration.meetings.conflict_words import kept as kept_conflict
from hanse.collaboration.timetable.answers import answer_of
from hanse.collaboration.timetable.conflicts import Conflict
from hanse.collaboration.timetable.model import Half, Problem
from hanse.collaboration.web.meeting_versions import fill_version
from hanse.collaboration.web.models.meeting_timetables import MeetingTimetable, VersionState
from hanse.collaboration.web.models.meetings import MeetingRequest, MissionMeeting, RequestState
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User


def keep_progress(
    number: int, best: Version | None, *, breaks: int | None, bound: int, seconds: float
) -> None:
    """Write down the best timetable so far and what none can beat, so that nothing is lost.

    best, breaks: None where there is none, or none better than is kept.
    """
    fields: dict[str, object] = {
        "seconds": seconds,
        "told": timezone.now(),
        "state": VersionState.SEARCHING,
    }
    if breaks is not None:
        fields |= {"breaks": breaks, "bound": bound}
    if best is not None:
        fields["answer"] = answer_of(best.problem, best.timetable)
    MeetingTimetable.objects.running().filter(pk=number).update(**fields)


@action
def meetings_choose(
    *, by: User | None, version: MeetingTimetable, chosen: Chosen, notes: Sequence[object]
) -> None:
    """Agree the meetings that were chosen instead of those chosen before.

    Meetings made or changed by organisers stay. notes: who has few meetings and why, as kept.
    """
    mission = version.mission
    old = mission.meetings.standing().filter(pinned=False, slot__isnull=True)
    old.delete()
    pinned = {
        frozenset(each.pk for each in meeting.participants.all())
        for meeting in mission.meetings.standing().prefetch_related("participants")
    }
    wanted = [pair for pair in chosen.pairs if frozenset(pair) not in pinned]
    halves = _halves(mission.pk)
    made = [
        MissionMeeting(mission=mission, half=halves.get(frozenset(pair), Half.ANY.value))
        for pair in wanted
    ]
    MissionMeeting.objects.bulk_create(made)
    through = MissionMeeting.participants.through
    through.objects.bulk_create(
        through(missionmeeting_id=meeting.pk, missionparticipant_id=key)
        for meeting, pair in zip(made, wanted, strict=True)
        for key in pair
    )
    version.notes = list(notes)
    version.save(update_fields=["notes"])
    record(mission, {"meetings": len(made), "kept": len(pinned)}, organisation=mission.organiser)


@action
def timetable_end(
    *,
    by: User | None,
    version: MeetingTimetable,
    answer: Version | None,
    bound: int = 0,
    seconds: float = 0.0,
    state: str = VersionState.READY,
    conflict: Conflict | None = None,
    problem: Problem | None = None,
    why: str = "",
    notes: Sequence[object] = (),
) -> None:
    """Write how a search ended.

    problem: that `conflict` is about. why: of a failure, in words. notes: what is left out, as
    kept.
    """
    version.refresh_from_db()
    version.bound = max(version.bound, bound)
    version.seconds, version.told = seconds, timezone.now()
    if version.state != VersionState.DROPPED:
        version.state = state
    if answer is not None:
        fill_version(version, answer)
        version.proved = (
            version.breaks is not None
            and version.bound >= version.breaks
            and not version.leaves_out
        )
    if conflict is not None and problem is not None:
        version.conflict = kept_conflict(conflict, problem)
    version.notes = [*version.notes, *notes]
    if why:
        version.why = why[:300]
    version.save()
    mission = version.mission
    record(
        mission,
        {"version": version.number, "state": str(version.state), "breaks": version.breaks},
        organisation=mission.organiser,
    )


def _halves(mission: int) -> dict[frozenset[int], str]:
    """The half of the day that those who asked for a meeting wish, unless they differ."""
    found: dict[frozenset[int], str] = {}
    rows = MeetingRequest.objects.filter(
        asker__mission=mission, state__in=[RequestState.OPEN, RequestState.ACCEPTED]
    ).exclude(half=Half.ANY.value)
    for asker, asked, half in rows.values_list("asker_id", "asked_id", "half"):
        pair = frozenset((asker, asked))
        same = found.get(pair, half) == half
        found[pair] = half if same else Half.ANY.value
    return found
