"""Following missions: who may, what followers hear, and that each reminder comes once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from hanse.collaboration.missions.states import State
from hanse.collaboration.web.actions.mission_follows import mission_follow, missions_remind
from hanse.collaboration.web.actions.missions import DETAILS, mission_change, mission_step
from hanse.collaboration.web.models.missions import Mission, MissionFollow
from hanse.foundation.web.models.people import User
from tests.collaboration.consortium_factories import make_editor
from tests.collaboration.mission_factories import make_mission, make_participant
from tests.foundation.web.factories import make_person

pytestmark = pytest.mark.django_db
Capture = DjangoCaptureOnCommitCallbacks


@pytest.fixture
def organiser() -> User:
    """Somebody who edits the organisation of `mission`."""
    return make_editor("organiser")[0]


@pytest.fixture
def mission(organiser: User) -> Mission:
    return make_mission(organiser.memberships.get().organisation)


@pytest.fixture
def follower(mission: Mission) -> User:
    """Somebody of no organisation who has followed `mission` since the day before yesterday."""
    person = make_person("follower")
    since = timezone.now() - timedelta(days=2)
    MissionFollow.objects.create(mission=mission, person=person, since=since)
    return person


def details(mission: Mission, **other: object) -> dict[str, object]:
    return {name: getattr(mission, name) for name in DETAILS} | other


def letters() -> list[tuple[str, str]]:
    """Who was written to, and the subject."""
    return [(each.to[0], str(each.subject)) for each in mail.outbox]


def test_somebody_follows_a_mission_and_stops(client: Client, mission: Mission) -> None:
    person = make_person("reader")
    page = client.get(mission.get_absolute_url())
    assert "Sign in to follow" in page.content.decode()
    client.force_login(person)
    address = reverse("mission_follow", args=[mission.slug])
    for _ in range(2):
        page = client.post(address, {"follow": "on"}, follow=True)
    assert "You follow this mission." in page.content.decode()
    assert MissionFollow.objects.get().person == person
    listed = client.get(reverse("missions")).context["listing"]
    assert [each.mission for each in listed.own] == [mission]
    page = client.post(address, follow=True)
    assert "You follow this mission no more." in page.content.decode()
    assert not MissionFollow.objects.exists()


def test_who_runs_a_mission_is_not_offered_to_follow_it(
    client: Client, mission: Mission, organiser: User
) -> None:
    client.force_login(organiser)
    assert not client.get(mission.get_absolute_url()).context["page"].may_follow


def test_only_what_one_sees_and_what_goes_on_can_be_followed(
    client: Client, organiser: User
) -> None:
    of = organiser.memberships.get().organisation
    draft = make_mission(of, State.DRAFT, title="Draft")
    over = make_mission(of, State.FOLLOW_UP, title="Over")
    person = make_person("reader")
    with pytest.raises(PermissionDenied):
        mission_follow(by=person, mission=draft)
    with pytest.raises(ValidationError, match="follow-up"):
        mission_follow(by=person, mission=over)
    client.force_login(person)
    address = reverse("mission_follow", args=[draft.slug])
    assert client.post(address, {"follow": "on"}).status_code == 404
    assert "Follow this mission" not in client.get(over.get_absolute_url()).content.decode()
    assert not MissionFollow.objects.exists()


def test_followers_hear_of_other_days_and_of_nothing_else(
    mission: Mission,
    organiser: User,
    follower: User,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        mission_change(by=organiser, mission=mission, details=details(mission, theme="X"), seen=0)
    assert letters() == []
    assert mission.closes is not None
    later = mission.closes + timedelta(days=3)
    with django_capture_on_commit_callbacks(execute=True):
        mission_change(
            by=organiser, mission=mission, details=details(mission, closes=later), seen=1
        )
    assert letters() == [(follower.email, "Mission to Tokyo has changed")]
    assert f"Last day to apply: {later.day} {later:%B %Y}" in mail.outbox[0].body
    assert mission.get_absolute_url() in mail.outbox[0].body


def test_who_is_told_as_a_participant_is_not_told_again_as_a_follower(
    mission: Mission,
    organiser: User,
    follower: User,
    django_capture_on_commit_callbacks: Capture,
) -> None:
    editor, organisation = make_editor("participant")
    make_participant(mission, organisation)
    MissionFollow.objects.create(mission=mission, person=editor)
    with django_capture_on_commit_callbacks(execute=True):
        mission_step(by=organiser, mission=mission, step="mission_call_off", reason="A storm.")
    subject = "Mission to Tokyo is called off"
    assert sorted(letters()) == sorted([(editor.email, subject), (follower.email, subject)])
    assert all("A storm." in each.body for each in mail.outbox)


def test_followers_hear_that_the_report_is_public(
    organiser: User, django_capture_on_commit_callbacks: Capture
) -> None:
    ended = make_mission(
        organiser.memberships.get().organisation,
        State.UNDER_WAY,
        timezone.localdate() - timedelta(days=9),
    )
    reader = make_person("reader")
    mission_follow(by=reader, mission=ended)
    with django_capture_on_commit_callbacks(execute=True):
        mission_step(by=organiser, mission=ended, step="mission_end")
    assert letters() == [(reader.email, "Mission to Tokyo: what came of it")]
    assert reverse("mission_report", args=[ended.slug]) in mail.outbox[0].body


def test_each_cut_off_date_is_called_to_mind_once_a_week_before(
    mission: Mission, follower: User, django_capture_on_commit_callbacks: Capture
) -> None:
    today = timezone.localdate()
    first, last = today + timedelta(days=10), today + timedelta(days=30)
    mission.cut_offs, mission.closes = [first.isoformat()], last
    mission.save()
    new = make_person("new")
    MissionFollow.objects.create(mission=mission, person=new, since=timezone.now())

    def remind(days: int) -> list[tuple[str, str]]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            missions_remind(on=today + timedelta(days=days))
        return sorted(letters())

    def said(day: object) -> list[tuple[str, str]]:
        subject = f"Mission to Tokyo: apply until {day:%-d %B %Y}"
        return sorted([(follower.email, subject), (new.email, subject)])

    assert remind(2) == []
    assert remind(3) == said(first)
    assert remind(3) == remind(4) == []
    assert remind(23) == said(last)
    assert remind(24) == remind(31) == []


def test_who_began_to_follow_today_is_not_reminded_today(
    mission: Mission, django_capture_on_commit_callbacks: Capture
) -> None:
    mission.closes = timezone.localdate() + timedelta(days=2)
    mission.save()
    mission_follow(by=make_person("new"), mission=mission)
    with django_capture_on_commit_callbacks(execute=True):
        assert missions_remind(on=timezone.localdate()) == 0
    assert letters() == []


def test_a_follower_who_is_no_longer_active_hears_nothing(
    mission: Mission, follower: User, django_capture_on_commit_callbacks: Capture
) -> None:
    follower.is_active = False
    follower.save()
    mission.closes = timezone.localdate() + timedelta(days=2)
    mission.save()
    with django_capture_on_commit_callbacks(execute=True):
        assert missions_remind(on=timezone.localdate()) == 0
    assert letters() == []
