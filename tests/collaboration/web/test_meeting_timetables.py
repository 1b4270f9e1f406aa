"""Timetables of missions: searched for, interrupted, impossible, in force, moved and repaired."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from hanse.collaboration.journey.evidence import EvidenceKind
from hanse.collaboration.meetings.mending import Happened
from hanse.collaboration.missions.states import State
from hanse.collaboration.timetable.checker import check
from hanse.collaboration.timetable.model import Problem, Timetable
from hanse.collaboration.timetable.solve import Progress, Solution, Status, solve
from hanse.collaboration.web import meeting_solving
from hanse.collaboration.web.actions import meeting_board as board
from hanse.collaboration.web.actions import meeting_plans as plans
from hanse.collaboration.web.actions import meeting_timetables as acting
from hanse.collaboration.web.actions.meeting_feedback import feedback_give
from hanse.collaboration.web.meeting_facts import standing_version, version_of
from hanse.collaboration.web.models.meeting_timetables import MeetingTimetable
from hanse.collaboration.web.models.meetings import (
    MeetingBar,
    MeetingState,
    MissionMeeting,
    SlotBar,
)
from hanse.foundation.web.models.audit import AuditEvent
from tests.collaboration.meeting_factories import HALF_HOUR, MeetingWorld, make_meeting_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> MeetingWorld:
    return make_meeting_world()


@pytest.fixture
def agreed(world: MeetingWorld) -> MeetingWorld:
    """Everybody meets everybody: six meetings in six times at two tables."""
    for one in range(4):
        for other in range(one + 1, 4):
            world.meet(one, other)
    return world


# --- Searching --------------------------------------------------------------------------------


def test_meetings_are_chosen_and_timed_and_the_best_is_proved(world: MeetingWorld) -> None:
    world.ask(0, 1, 3, 3)
    world.ask(2, 3, 2)
    world.ask(0, 2, 1)
    version = world.solve(choose=True)
    assert (version.state, version.proved, version.breaks) == ("ready", True, 0)
    assert world.mission.meetings.count() == 3
    kept = version_of(version)
    assert check(kept.problem, kept.timetable).valid
    assert kept.timetable.tables
    # B, C and D have one or two requests; who has fewer than two meetings is named with the reason.
    told = [each["values"]["who"] for each in version.notes]
    assert told == ["Bo Cluster", "Dan Cluster"]


def test_whom_one_does_not_want_to_meet_one_does_not_meet(world: MeetingWorld) -> None:
    world.ask(0, 1, 3)
    world.ask(0, 2, 1)
    MeetingBar.objects.create(participant=world.places[1], other=world.places[0])
    world.solve(choose=True)
    [meeting] = world.mission.meetings.all()
    assert set(meeting.participants.all()) == {world.places[0], world.places[2]}


def test_a_choice_keeps_what_was_agreed_by_hand(world: MeetingWorld) -> None:
    plans.mission_meeting_add(
        by=world.organiser, mission=world.mission, participants=world.places[:3]
    )
    world.ask(0, 1)
    world.solve(choose=True)
    world.solve(choose=True)
    assert sorted(each.participants.count() for each in world.mission.meetings.all()) == [2, 3]


def test_what_is_missing_is_said_before_a_search(world: MeetingWorld) -> None:
    with pytest.raises(ValidationError, match="no meeting yet"):
        world.solve()
    world.mission.meeting_tables.all().delete()
    with pytest.raises(ValidationError, match="which tables"):
        world.solve(choose=True)
    with pytest.raises(PermissionDenied):
        acting.timetable_search(by=world.people[0], mission=world.mission, choose=True)


def test_one_search_at_a_time(agreed: MeetingWorld) -> None:
    version = acting.timetable_search(by=agreed.organiser, mission=agreed.mission, choose=False)
    with pytest.raises(ValidationError, match="already"):
        agreed.solve()
    acting.timetable_stop(by=agreed.organiser, version=version)
    meeting_solving.search(version.pk)
    version.refresh_from_db()
    assert version.state == "dropped"
    assert agreed.solve().state == "ready"


def test_a_killed_search_goes_on_from_the_best_that_was_kept(
    agreed: MeetingWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = acting.timetable_search(by=agreed.organiser, mission=agreed.mission, choose=False)
    starts = []

    def killed(problem: Problem, **more: Any) -> Solution:
        found = solve(problem, seconds=2, enough=True)
        assert found.timetable is not None
        more["progress"](Progress(1.5, found.breaks, 0, found.timetable))
        raise KeyboardInterrupt

    monkeypatch.setattr(meeting_solving, "solve", killed)
    with pytest.raises(KeyboardInterrupt):
        meeting_solving.search(version.pk)
    version.refresh_from_db()
    assert version.state == "searching"
    assert version.breaks is not None
    best = version_of(version).timetable
    assert best.placed == 6
    assert version.silent(timezone.now() + timedelta(minutes=1))

    def again(problem: Problem, *, start: Timetable | None, **more: Any) -> Solution:
        starts.append(start)
        return solve(problem, start=start, **more)

    monkeypatch.setattr(meeting_solving, "solve", again)
    meeting_solving.search(version.pk)
    version.refresh_from_db()
    assert starts == [best]
    assert (version.state, version.proved) == ("ready", True)


def test_a_search_that_nobody_goes_on_with_is_ended_with_what_is_kept(
    agreed: MeetingWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = acting.timetable_search(by=agreed.organiser, mission=agreed.mission, choose=False)

    def killed(problem: Problem, **more: Any) -> Solution:
        found = solve(problem, seconds=2, enough=True)
        more["progress"](Progress(1.0, found.breaks, 0, found.timetable))
        raise KeyboardInterrupt

    monkeypatch.setattr(meeting_solving, "solve", killed)
    with pytest.raises(KeyboardInterrupt):
        meeting_solving.search(version.pk)
    version.refresh_from_db()
    meeting_solving.finish(version)
    version.refresh_from_db()
    assert version.state == "ready"
    kept = version_of(version)
    assert check(kept.problem, kept.timetable).placed == 6
    assert kept.timetable.tables


def test_requests_that_conflict_are_told_in_words(world: MeetingWorld) -> None:
    for other in (1, 2):
        world.meet(0, other)
    for slot in world.slots[1:]:
        SlotBar.objects.create(participant=world.places[0], slot=slot)
    version = world.solve()
    assert version.state == "impossible"
    assert version.conflict["smallest"]
    kinds = [each["kind"] for each in version.conflict["requests"]]
    assert kinds == ["meeting", "meeting", "forbidden slots"]


def test_as_few_meetings_as_can_be_are_left_out_and_it_is_said_why(world: MeetingWorld) -> None:
    wanted = [world.meet(0, other) for other in (1, 2, 3)]
    for other, interest in ((1, 3), (2, 1), (3, 3)):
        world.ask(0, other, interest=interest)
    for slot in world.slots[2:]:
        SlotBar.objects.create(participant=world.places[0], slot=slot)
    olga = Client()
    olga.force_login(world.organiser)
    refused = world.solve()
    assert refused.state == "impossible"
    words = "Search, and leave out as few meetings as can be"
    assert words in olga.get(refused.get_absolute_url()).content.decode()
    version = world.solve(leave_out=True)
    assert (version.state, version.proved) == ("ready", False)
    assert [row["meeting"] for row in version.answer if row["slot"] == ""] == [str(wanted[1].pk)]
    page = olga.get(version.get_absolute_url()).content.decode()
    assert "Meetings left out: 1 of 3. No timetable leaves out fewer." in page
    assert "Ada Cluster has 3 meetings and time for 2." in page
    assert "stay agreed, without a time" in page
    acting.timetable_in_force(by=world.organiser, version=version)
    for at, meeting in enumerate(wanted):
        meeting.refresh_from_db()
        assert (meeting.slot is None) == (at == 1)
        assert meeting.state == "agreed"


def test_a_timetable_that_the_checker_refuses_is_not_used(
    agreed: MeetingWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(problem: Problem, **_more: Any) -> Solution:
        all_at_once = Timetable(tuple(0 if at < 2 else 1 for at in range(6)))
        return Solution(Status.OPTIMAL, all_at_once, 0, 0, 1.0, 1.0)

    monkeypatch.setattr(meeting_solving, "solve", wrong)
    version = agreed.solve()
    assert version.state == "failed"
    assert version.why


# --- In force ---------------------------------------------------------------------------------


def test_the_first_in_force_gives_agendas_to_all_and_the_mission_moves_on(
    agreed: MeetingWorld, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        version = agreed.in_force()
    assert agreed.mission.state == State.TIMETABLE
    assert version.state == "in_force"
    assert not MissionMeeting.objects.filter(slot__isnull=True).exists()
    assert len(mail.outbox) == 4
    assert mail.outbox[0].subject == "Your agenda: Mission to Tokyo"
    assert mail.outbox[0].body.count("New: you meet") == 3


def test_it_must_fit_the_mission_as_it_is_now(agreed: MeetingWorld) -> None:
    version = agreed.solve()
    busy = version_of(version)
    slot = busy.problem.slots[busy.timetable.slots[0] or 0]
    SlotBar.objects.create(participant=agreed.places[0], slot_id=int(slot.code))
    with pytest.raises(ValidationError, match="Ada Cluster cannot meet at"):
        acting.timetable_in_force(by=agreed.organiser, version=version)
    assert agreed.mission.state == State.PROGRAMME


def test_what_was_in_force_stays_readable(agreed: MeetingWorld) -> None:
    first = agreed.in_force()
    second = agreed.in_force()
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "in_force")
    with pytest.raises(ValidationError, match="stays readable"):
        acting.timetable_drop(by=agreed.organiser, version=first)
    with pytest.raises(ValidationError, match="chosen anew"):
        acting.timetable_search(by=agreed.organiser, mission=agreed.mission, choose=True)


# --- Moves and two organisers -----------------------------------------------------------------


@pytest.fixture
def few(world: MeetingWorld) -> MeetingWorld:
    """Two meetings at the first time and one at the second; the rest is free."""
    for pair in ((0, 1), (2, 3), (0, 2)):
        world.meet(*pair)
    world.in_force()
    return world


def test_a_meeting_moves_and_both_sides_are_told(
    few: MeetingWorld, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    [meeting] = few.mission.meetings.filter(participants=few.places[1])
    with django_capture_on_commit_callbacks(execute=True):
        version = board.meeting_move(
            by=few.organiser, meeting=meeting, slot=few.slots[5], table=few.tables[1], seen=1
        )
    meeting.refresh_from_db()
    assert (meeting.slot, meeting.table) == (few.slots[5], few.tables[1])
    assert (version.number, version.base, version.kind) == (2, 1, "move")
    assert sorted(each.to[0] for each in mail.outbox) == sorted(
        few.people[at].email for at in (0, 1)
    )
    assert "moves from" in mail.outbox[0].body


def test_a_move_that_cannot_be_is_refused_and_nothing_is_written(few: MeetingWorld) -> None:
    one = few.mission.meetings.get(participants=few.places[1])
    third = few.mission.meetings.filter(participants=few.places[0]).get(participants=few.places[2])
    assert third.slot is not None
    before = (one.slot_id, one.table_id)
    free = next(each for each in few.tables if each.pk != third.table_id)
    with pytest.raises(ValidationError, match="Ada Cluster is in another meeting"):
        board.meeting_move(
            by=few.organiser, meeting=one, slot=third.slot, table=free, seen=1, anyway=True
        )
    one.refresh_from_db()
    assert (one.slot_id, one.table_id) == before
    assert MeetingTimetable.objects.count() == 1


def test_wishes_give_way_when_organisers_say_so(few: MeetingWorld) -> None:
    one = few.mission.meetings.get(participants=few.places[1])
    MissionMeeting.objects.filter(pk=one.pk).update(half="morning", fixed=one.slot_id)
    few.mission.meeting_slots.filter(pk=few.slots[5].pk).update(
        begins=few.slots[5].begins + timedelta(hours=5), ends=few.slots[5].ends + timedelta(hours=5)
    )
    few.slots[5].refresh_from_db()
    SlotBar.objects.create(participant=few.places[1], slot=few.slots[5])
    with pytest.raises(ValidationError) as refused:
        board.meeting_move(
            by=few.organiser, meeting=one, slot=few.slots[5], table=few.tables[0], seen=1
        )
    assert len(refused.value.messages) == 3
    board.meeting_move(
        by=few.organiser, meeting=one, slot=few.slots[5], table=few.tables[0], seen=1, anyway=True
    )
    one.refresh_from_db()
    assert (one.half, one.fixed, one.slot) == ("any", few.slots[5], few.slots[5])
    assert not SlotBar.objects.exists()


def test_hours_and_arrival_are_overruled_with_a_warning_that_is_kept(few: MeetingWorld) -> None:
    one = few.mission.meetings.get(participants=few.places[1])
    few.places[0].leaves = few.slots[5].begins
    few.places[0].save()
    few.places[1].remote, few.places[1].time_zone = True, "America/Lima"  # 14 hours behind
    few.places[1].save()
    move = partial(
        board.meeting_move, by=few.organiser, meeting=one, slot=few.slots[5], table=few.tables[0]
    )
    with pytest.raises(ValidationError) as refused:
        move(seen=1)
    told = refused.value.messages
    assert [each.split(" at ")[0] for each in told if "hours" in each] == [
        "Bo Cluster is outside its working hours"
    ]
    assert any(each.startswith("Ada Cluster has not arrived by") for each in told)
    version = move(seen=1, anyway=True)
    assert len(version.notes) == 2
    page = Client()
    page.force_login(few.organiser)
    shown = page.get(version.get_absolute_url()).content.decode()
    assert "Overruled by the organisers" in shown
    assert "outside its working hours" in shown
    assert len(AuditEvent.objects.get(action="meeting_move").changes["overruled"]) == 2
    again = few.in_force()  # what was overruled holds for the next search
    assert again.state == "in_force"
    gone = board.repair_propose(
        by=few.organiser,
        mission=few.mission,
        happened=[Happened("no_show", few.places[0].pk)],
        why="x",
    )
    acting.timetable_in_force(by=few.organiser, version=gone)
    MissionMeeting.objects.filter(pk=one.pk).update(state="agreed")
    with pytest.raises(ValidationError, match="Ada Cluster does not come"):
        move(seen=gone.number, anyway=True)


def test_the_second_of_two_organisers_is_told_and_nothing_is_lost(few: MeetingWorld) -> None:
    one = few.mission.meetings.get(participants=few.places[1])
    other = few.mission.meetings.get(participants=few.places[3])
    board.meeting_move(
        by=few.organiser, meeting=one, slot=few.slots[4], table=few.tables[0], seen=1
    )
    with pytest.raises(board.ChangedMeanwhileError):
        board.meeting_move(
            by=few.organiser, meeting=other, slot=few.slots[5], table=few.tables[0], seen=1
        )
    board.meeting_move(
        by=few.organiser, meeting=other, slot=few.slots[5], table=few.tables[0], seen=2
    )
    one.refresh_from_db()
    assert one.slot == few.slots[4]


# --- Repairs ----------------------------------------------------------------------------------


@pytest.fixture
def live() -> MeetingWorld:
    """A mission that is under way: the first time begins in a minute."""
    world = make_meeting_world(begin=timezone.now() + timedelta(minutes=1))
    for one in range(4):
        for other in range(one + 1, 4):
            world.meet(one, other)
    world.in_force()
    return world


def test_a_no_show_loses_its_meetings_and_nobody_else_moves(
    live: MeetingWorld, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    absent = live.places[0]
    kept = {
        each.pk: (each.slot_id, each.table_id)
        for each in live.mission.meetings.exclude(participants=absent)
    }
    version = board.repair_propose(
        by=live.organiser, mission=live.mission, happened=[Happened("no_show", absent.pk)], why="x"
    )
    absent.refresh_from_db()
    assert (version.state, version.proved, absent.no_show) == ("proposed", True, False)
    assert version.seconds < 3
    with django_capture_on_commit_callbacks(execute=True):
        acting.timetable_in_force(by=live.organiser, version=version)
    absent.refresh_from_db()
    assert absent.no_show
    lost = live.mission.meetings.filter(participants=absent)
    assert {(each.state, each.slot) for each in lost} == {("no_show", None)}
    assert kept == {
        each.pk: (each.slot_id, each.table_id)
        for each in live.mission.meetings.exclude(participants=absent)
    }
    # The absent one is told of three, each other of one.
    assert sorted(each.body.count("is cancelled") for each in mail.outbox) == [1, 1, 1, 3]


def test_a_late_arrival_meets_later(live: MeetingWorld) -> None:
    late = live.places[0]
    arrives = live.slots[3].begins
    version = board.repair_propose(
        by=live.organiser,
        mission=live.mission,
        happened=[Happened("late", late.pk, arrives)],
        why="late",
    )
    acting.timetable_in_force(by=live.organiser, version=version)
    late.refresh_from_db()
    assert late.arrives == arrives
    slots = [each.slot for each in live.mission.meetings.filter(participants=late)]
    assert all(slot is not None and slot.begins >= arrives for slot in slots)
    problem, timetable = standing_version(live.mission)[1], version_of(version)
    assert check(problem.problem, problem.timetable).placed == 6
    assert timetable.timetable.placed == 6


def test_a_new_request_is_placed_and_nobody_else_moves(few: MeetingWorld) -> None:
    before = {each.pk: each.slot_id for each in few.mission.meetings.all()}
    new = plans.mission_meeting_add(
        by=few.organiser, mission=few.mission, participants=[few.places[1], few.places[3]]
    )
    version = board.repair_propose(
        by=few.organiser, mission=few.mission, happened=[Happened("new", new.pk)], why="new"
    )
    acting.timetable_in_force(by=few.organiser, version=version)
    after = {each.pk: each.slot_id for each in few.mission.meetings.all()}
    assert after.pop(new.pk) is not None
    assert after == before


def test_a_new_meeting_keeps_its_order(few: MeetingWorld) -> None:
    first = few.mission.meetings.get(participants=few.places[1])
    slot = few.slots[3]
    board.meeting_move(by=few.organiser, meeting=first, slot=slot, table=few.tables[0], seen=1)
    new = plans.mission_meeting_add(
        by=few.organiser,
        mission=few.mission,
        participants=[few.places[1], few.places[3]],
        after=[first],
    )
    before = plans.mission_meeting_add(
        by=few.organiser, mission=few.mission, participants=[few.places[0], few.places[3]]
    )
    first.after.add(before)
    happened = [Happened("new", each.pk) for each in (new, before)]
    version = board.repair_propose(
        by=few.organiser, mission=few.mission, happened=happened, why="new"
    )
    acting.timetable_in_force(by=few.organiser, version=version)
    for each in (new, before, first):
        each.refresh_from_db()
    assert new.slot is not None
    assert before.slot is not None
    assert before.slot.begins < slot.begins < new.slot.begins
    assert first.slot == slot


def test_a_repair_is_not_put_over_what_another_organiser_did(live: MeetingWorld) -> None:
    version = board.repair_propose(
        by=live.organiser,
        mission=live.mission,
        happened=[Happened("no_show", live.places[0].pk)],
        why="x",
    )
    other = board.repair_propose(
        by=live.organiser,
        mission=live.mission,
        happened=[Happened("no_show", live.places[1].pk)],
        why="Bo does not come",
    )
    acting.timetable_in_force(by=live.organiser, version=other)
    with pytest.raises(ValidationError, match=r"version 3: Bo does not come"):
        acting.timetable_in_force(by=live.organiser, version=version)


def test_what_is_over_stays_as_it_was(agreed: MeetingWorld) -> None:
    agreed.in_force()
    gone = timezone.now() - timedelta(minutes=61)
    for at, slot in enumerate(agreed.slots):
        type(slot).objects.filter(pk=slot.pk).update(
            begins=gone + at * HALF_HOUR, ends=gone + (at + 1) * HALF_HOUR
        )
    over = {
        each.pk: each.slot_id for each in agreed.mission.meetings.filter(slot__in=agreed.slots[:2])
    }
    version = board.repair_propose(
        by=agreed.organiser,
        mission=agreed.mission,
        happened=[Happened("no_show", agreed.places[0].pk)],
        why="left early",
    )
    acting.timetable_in_force(by=agreed.organiser, version=version)
    after = {each.pk: each.slot_id for each in agreed.mission.meetings.filter(pk__in=over)}
    assert after == over


# --- What was held ----------------------------------------------------------------------------


def test_held_meetings_are_evidence_and_feedback_says_so(live: MeetingWorld) -> None:
    first = live.mission.meetings.filter(slot=live.slots[0]).first()
    assert first is not None
    side = first.participants.order_by("pk").first()
    assert side is not None
    person = live.people[live.places.index(side)]
    with pytest.raises(ValidationError, match="not begun"):
        feedback_give(by=person, meeting=first, participant=side, stars=5)
    now = timezone.now()
    live.slots[0].begins, live.slots[0].ends = now - 2 * HALF_HOUR, now - HALF_HOUR
    live.slots[0].save()
    assert list(MissionMeeting.objects.all().evidence()) == []
    with pytest.raises(ValidationError, match="stars first"):
        feedback_give(by=person, meeting=first, participant=side, follow_up="contact")
    feedback_give(by=person, meeting=first, participant=side, stars=4)
    given = feedback_give(by=person, meeting=first, participant=side, follow_up="cooperation")
    assert (given.stars, given.follow_up) == (4, "cooperation")
    [found] = MissionMeeting.objects.all().evidence()
    assert found.kind is EvidenceKind.MEETING
    assert found.parties == tuple(sorted(each.organisation_id for each in first.participants.all()))
    assert not found.public
    with pytest.raises(PermissionDenied):
        feedback_give(by=live.organiser, meeting=first, participant=side, stars=1)
    # The other meeting of that time is said to be held by the organisers.
    assert board.meetings_over(by=live.organiser, mission=live.mission, now=now) == 1
    assert len(list(MissionMeeting.objects.all().evidence())) == 2


def test_a_cancelled_meeting_leaves_both_agendas(live: MeetingWorld) -> None:
    meeting = live.mission.meetings.first()
    assert meeting is not None
    board.meeting_outcome(
        by=live.organiser, meeting=meeting, state=MeetingState.CANCELLED, reason="ill"
    )
    meeting.refresh_from_db()
    assert (meeting.state, meeting.slot, meeting.reason) == ("cancelled", None, "ill")
    standing = live.mission.timetables.get(state="in_force")
    assert standing.number == 2
    assert len(version_of(standing).problem.meetings) == 5


def test_checking_in(live: MeetingWorld) -> None:
    board.participant_check_in(by=live.organiser, participant=live.places[0], here=True)
    live.places[0].refresh_from_db()
    assert live.places[0].checked_in
    with pytest.raises(PermissionDenied):
        board.participant_check_in(by=live.people[0], participant=live.places[0], here=True)
