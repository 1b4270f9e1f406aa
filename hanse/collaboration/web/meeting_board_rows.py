"""What stands on the organisers' board: meetings by time and table, and who is here."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.web.forms.meetings import slot_label
from hanse.collaboration.web.meeting_facts import in_force, plan_of
from hanse.collaboration.web.meeting_permits import HELD
from hanse.collaboration.web.models.meeting_timetables import MeetingTimetable
from hanse.collaboration.web.models.meetings import (
    MeetingSlot,
    MeetingState,
    MeetingTable,
    MissionMeeting,
)
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission


@dataclass(frozen=True, slots=True)
class Card:
    """A meeting on the board. who: name of each side, and whether its people are here."""

    meeting: MissionMeeting
    who: list[tuple[str, str]]
    words: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A table at a time; card is None where it is free."""

    table: MeetingTable
    card: Card | None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A time with what happens at each table then. over: whether it has passed."""

    slot: MeetingSlot
    words: str
    over: bool
    now: bool
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Board:
    """All that changes on the board. revision: counts what changed on it."""

    mission: Mission
    standing: MeetingTimetable | None
    revision: int
    tables: list[MeetingTable]
    rows: list[BoardRow]
    without: list[Card]
    people: list[tuple[MissionParticipant, str]]
    here: int
    to_close: int
    acts: bool


def board_of(mission: Mission) -> Board:
    """What stands on the board now: as many queries however many meetings there are."""
    tables = list(mission.meeting_tables.all())
    at: dict[tuple[int, int], Card] = {}
    without = []
    now = timezone.now()
    meetings = mission.meetings.exclude(state=MeetingState.CANCELLED).select_related(
        "slot", "table"
    )
    to_close = 0
    for meeting in meetings.prefetch_related("participants__organisation"):
        card = card_of(meeting)
        if meeting.slot_id is None or meeting.table_id is None:
            if meeting.state == MeetingState.AGREED:
                without.append(card)
            continue
        at[meeting.slot_id, meeting.table_id] = card
        over = meeting.slot is not None and meeting.slot.ends <= now
        to_close += over and meeting.state == MeetingState.AGREED
    rows = [
        BoardRow(
            slot,
            slot_label(slot.begins, mission),
            slot.ends <= now,
            slot.begins <= now < slot.ends,
            [Cell(table, at.get((slot.pk, table.pk))) for table in tables],
        )
        for slot in mission.meeting_slots.all()
    ]
    people = [(each, _presence(each)) for each in mission.participants.taking_part().in_order()]
    return Board(
        mission,
        in_force(mission),
        plan_of(mission).revision,
        tables,
        rows,
        without,
        people,
        sum(each.checked_in is not None for each, _state in people),
        to_close,
        mission.state in HELD,
    )


def card_of(meeting: MissionMeeting) -> Card:
    """A meeting for the board; its participants and their organisations are at hand."""
    people = sorted(meeting.participants.all(), key=lambda each: each.organisation.name)
    return Card(
        meeting,
        [(each.organisation.name, _presence(each)) for each in people],
        " & ".join(each.organisation.name for each in people),
    )


def _presence(participant: MissionParticipant) -> str:
    if participant.no_show:
        return "absent"
    return "here" if participant.checked_in else "expected"


def where(meeting: MissionMeeting, mission: Mission) -> str:
    """When and where a meeting is, in words."""
    if meeting.slot is None:
        return _("no time yet")
    words = slot_label(meeting.slot.begins, mission)
    return f"{words}, {meeting.table.code}" if meeting.table else words
