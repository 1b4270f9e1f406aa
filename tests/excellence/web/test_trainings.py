"""Trainings: planning, enrolling, waiting, attending, examining, completing; and who may not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from hanse.excellence.web.actions import achievements, sessions
from hanse.excellence.web.models.achievements import FieldProjectPart
from hanse.excellence.web.models.sessions import (
    Enrolment,
    SessionDay,
    SessionState,
    TrainingSession,
)
from tests.excellence.factories import make_certificate
from tests.excellence.web.training_factories import (
    WHOLE,
    enrol,
    make_held_session,
    make_officer,
    make_session,
    make_trainer,
)
from tests.foundation.web.factories import make_person

pytestmark = pytest.mark.django_db
Capture = DjangoCaptureOnCommitCallbacks

PDF = b"%PDF-1.7 a made-up file"


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, settings: Settings) -> None:
    """Files of tests go to a folder of their own."""
    settings.MEDIA_ROOT = tmp_path


def today() -> object:
    return timezone.localdate()


def details(**more: object) -> dict[str, object]:
    day = timezone.localdate()
    return {
        "title": "New training",
        "about": "",
        "language": "en",
        "country": "AT",
        "place": "Graz",
        "online": False,
        "begins": day + timedelta(days=30),
        "ends": day + timedelta(days=31),
        "enrol_until": day + timedelta(days=20),
        "places": 3,
        "project": None,
        **more,
    }


# --- Planning ---------------------------------------------------------------------------------


def test_the_secretariat_plans_names_a_trainer_and_opens(client: Client) -> None:
    officer, trainer = make_officer(), make_person()
    make_certificate(trainer, "benchmarking_trainer", timezone.localdate())
    client.force_login(officer)
    answer = client.post(
        reverse("session_create"), {**details(project=""), "course": "tool_training"}
    )
    session = TrainingSession.objects.get()
    assert answer["Location"] == reverse("session_run", args=[session.pk])
    step = reverse("session_step", args=[session.pk, "open"])
    assert "Name a trainer first" in client.post(step, follow=True).content.decode()
    client.post(reverse("session_trainer", args=[session.pk]), {"email": trainer.email})
    client.post(step)
    session.refresh_from_db()
    assert session.state == SessionState.OPEN
    assert list(session.trainers.all()) == [trainer]


def test_days_that_cannot_be_are_refused_in_words(client: Client) -> None:
    client.force_login(make_officer())
    day = timezone.localdate()
    wrong = details(project="", ends=day, begins=day + timedelta(days=2), enrol_until=day)
    answer = client.post(reverse("session_create"), {**wrong, "course": "tool_training"})
    assert "The training ends before it begins." in answer.content.decode()
    assert not TrainingSession.objects.exists()


def test_planned_sessions_are_seen_by_those_who_run_them_only(client: Client) -> None:
    session = make_session(state=SessionState.PLANNED)
    trainer = make_trainer(session)
    page = session.get_absolute_url()
    assert client.get(page).status_code == 404
    client.force_login(make_person())
    assert client.get(page).status_code == 404
    client.force_login(trainer)
    assert client.get(page).status_code == 200
    client.force_login(make_officer())
    assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "session_change",
        "session_run",
        "session_trainer",
        "session_day",
        "session_material",
        "session_exam",
        "field_project",
    ],
)
def test_strangers_do_not_run_a_session(client: Client, name: str) -> None:
    session = make_session()
    address = reverse(name, args=[session.pk])
    ask: Callable[..., object] = (
        client.get if name in ("session_change", "session_run") else client.post
    )
    assert ask(address).status_code == 302  # type: ignore[attr-defined]
    client.force_login(make_person())
    assert ask(address).status_code == 403  # type: ignore[attr-defined]


def test_only_the_secretariat_plans_and_names_trainers() -> None:
    session = make_session()
    trainer = make_trainer(session)
    with pytest.raises(PermissionDenied):
        sessions.session_create(by=trainer, course="tool_training", details=details())
    with pytest.raises(PermissionDenied):
        sessions.trainer_add(by=trainer, session=session, person=trainer, on=timezone.localdate())
    with pytest.raises(ValidationError, match="holds no valid certificate"):
        sessions.trainer_add(
            by=make_officer(), session=session, person=make_person(), on=timezone.localdate()
        )


def test_a_training_is_held_once_it_has_ended_and_called_off_with_a_reason(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    session, officer = make_session(), make_officer()
    guest = enrol(session).person
    with pytest.raises(ValidationError, match="has not come yet"):
        sessions.session_hold(by=officer, session=session, on=timezone.localdate())
    with pytest.raises(ValidationError, match="Say why"):
        sessions.session_cancel(by=officer, session=session, reason=" ")
    with django_capture_on_commit_callbacks(execute=True):
        sessions.session_cancel(by=officer, session=session, reason="The room is flooded.")
    assert mail.outbox[0].to == [guest.email]
    assert "The room is flooded." in str(mail.outbox[0].body)
    with pytest.raises(ValidationError, match="in this state"):
        sessions.session_hold(by=officer, session=session, on=session.ends)


# --- Enrolling --------------------------------------------------------------------------------


def test_places_waiting_list_and_moving_up(
    client: Client, django_capture_on_commit_callbacks: Capture
) -> None:
    session = make_session(places=1)
    first, second = make_person("First"), make_person("Second")
    for person in (first, second):
        client.force_login(person)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("session_enrol", args=[session.pk]))
    assert [letter.subject for letter in mail.outbox] == [
        "You have a place: Training in Graz",
        "You are on the waiting list: Training in Graz",
    ]
    assert (
        "You are number 1 on the waiting list"
        in client.get(session.get_absolute_url()).content.decode()
    )
    client.force_login(first)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("session_leave", args=[session.pk]))
    assert mail.outbox[-1].to == [second.email]
    assert mail.outbox[-1].subject == "You have a place: Training in Graz"
    client.force_login(second)
    assert "You have a place." in client.get(session.get_absolute_url()).content.decode()


def test_nobody_enrols_twice_too_late_or_in_what_they_teach() -> None:
    session = make_session()
    trainer, guest = make_trainer(session), make_person()
    day = timezone.localdate()
    sessions.enrolment_ask(by=guest, session=session, on=day)
    with pytest.raises(ValidationError, match="enrolled already"):
        sessions.enrolment_ask(by=guest, session=session, on=day)
    with pytest.raises(ValidationError, match="You teach"):
        sessions.enrolment_ask(by=trainer, session=session, on=day)
    with pytest.raises(ValidationError, match="is closed"):
        sessions.enrolment_ask(
            by=make_person(), session=session, on=session.enrol_until + timedelta(days=1)
        )


def test_a_course_that_asks_for_a_certificate_takes_its_holders_only() -> None:
    session, person = make_session("trainer_course"), make_person()
    day = timezone.localdate()
    with pytest.raises(ValidationError, match="asks for a valid certificate"):
        sessions.enrolment_ask(by=person, session=session, on=day)
    make_certificate(person, issued=day)
    assert sessions.enrolment_ask(by=person, session=session, on=day).pk


def test_more_places_let_people_move_up(django_capture_on_commit_callbacks: Capture) -> None:
    session = make_session(places=1)
    enrol(session)
    waiting = enrol(session).person
    with django_capture_on_commit_callbacks(execute=True):
        sessions.session_change(by=make_officer(), session=session, details={"places": 2})
    assert [letter.to for letter in mail.outbox] == [[waiting.email]]


# --- Meetings, materials, calendar ------------------------------------------------------------


def test_meetings_stand_in_a_calendar_file(client: Client) -> None:
    session = make_session()
    client.force_login(make_trainer(session))
    morning = f"{session.begins}T09:00"
    client.post(
        reverse("session_day", args=[session.pk]),
        {"module": "tool-1", "begins": morning, "ends": f"{session.begins}T13:00"},
    )
    client.logout()
    answer = client.get(reverse("session_calendar", args=[session.pk]))
    assert answer["Content-Type"].startswith("text/calendar")
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert event["summary"] == "Training in Graz"
    begins = event.decoded("dtstart")
    assert begins == SessionDay.objects.get().begins
    assert timezone.localtime(begins).strftime("%H:%M") == "09:00"
    assert b"Training in Graz" in client.get(reverse("courses_calendar")).content


@pytest.mark.parametrize(
    ("module", "shift", "hours", "said"),
    [
        ("manager-1", 0, 2, "no such module"),
        ("tool-1", 0, -2, "ends before it begins"),
        ("tool-1", 40, 2, "outside the days"),
    ],
)
def test_meetings_that_cannot_be(module: str, shift: int, hours: int, said: str) -> None:
    session = make_session()
    begins = timezone.make_aware(datetime.combine(session.begins, datetime.min.time()))
    begins += timedelta(days=shift, hours=9)
    with pytest.raises(ValidationError, match=said):
        sessions.session_day_add(
            by=make_officer(),
            session=session,
            module=module,
            begins=begins,
            ends=begins + timedelta(hours=hours),
        )


def test_materials_are_for_those_with_a_place(client: Client) -> None:
    session = make_session(places=1)
    trainer, guest, waits = make_trainer(session), enrol(session).person, enrol(session).person
    client.force_login(trainer)
    upload = SimpleUploadedFile("../../handout.pdf", PDF)
    client.post(
        reverse("session_material", args=[session.pk]), {"title": "Handout", "file": upload}
    )
    material = session.materials.get()
    assert (material.kind, material.size_bytes) == ("application/pdf", len(PDF))
    address = reverse("training_material", args=[session.pk, material.pk])
    for person, status in ((trainer, 200), (guest, 200), (waits, 404), (make_person(), 404)):
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == status
        if status == 200:
            assert answer.getvalue() == PDF
            assert 'filename="handout.pdf"' in answer["Content-Disposition"]
    client.logout()
    assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"<html><script>", "Give a PDF"), (b"MZ\x90\x00", "Give a PDF"), (b"", "empty or larger")],
)
def test_files_of_other_types_are_refused(content: bytes, said: str) -> None:
    upload = SimpleUploadedFile("harmless.pdf", content)
    with pytest.raises(ValidationError, match=said):
        sessions.material_add(by=make_officer(), session=make_session(), title="x", upload=upload)


# --- Attending and examining ------------------------------------------------------------------


def test_from_attendance_to_completion(client: Client) -> None:
    session = make_held_session()
    client.force_login(make_trainer(session))
    enrolment = enrol(session)
    step = reverse("participant_step", args=[session.pk, enrolment.pk])
    answer = client.post(step, {"complete": ""}, follow=True).content.decode()
    assert "Attended 0 % of the hours, of 90 % asked for." in answer
    client.post(step, {"attendance": "", **{code: str(hours) for code, hours in WHOLE.items()}})
    client.post(reverse("session_exam", args=[session.pk]), {"questions": "Peers 10\nScores 10"})
    client.post(step, {"sitting": "", "question-Peers": "9,5", "question-Scores": "5"})
    client.post(step, {"complete": ""})
    enrolment.refresh_from_db()
    assert enrolment.completed == session.ends
    sitting = enrolment.sittings.get()
    assert (sitting.share, sitting.passed) == (0.725, True)


def test_hours_and_points_that_cannot_be(client: Client) -> None:
    session = make_held_session(exam={"Peers": 10.0})
    client.force_login(make_trainer(session))
    enrolment = enrol(session)
    step = reverse("participant_step", args=[session.pk, enrolment.pk])
    for words, said in (
        ({"attendance": "", "tool-1": "many"}, "Give numbers"),
        ({"attendance": "", "tool-1": "nan"}, "Give numbers"),
        ({"sitting": "", "question-Peers": "11"}, "do not fit the questions"),
    ):
        assert said in client.post(step, words, follow=True).content.decode()
    assert not enrolment.sittings.exists()


def test_nobody_assesses_themselves_or_sits_too_often() -> None:
    session = make_held_session(exam={"Peers": 10.0})
    trainer, officer = make_trainer(session), make_officer()
    own = enrol(session, trainer)
    with pytest.raises(PermissionDenied, match="themselves"):
        achievements.attendance_record(by=trainer, enrolment=own, hours=WHOLE)
    other = enrol(session)
    for _time in range(3):
        achievements.exam_sitting_record(
            by=officer, enrolment=other, points={"Peers": 1.0}, on=timezone.localdate()
        )
    with pytest.raises(ValidationError, match="as many sittings"):
        achievements.exam_sitting_record(
            by=officer, enrolment=other, points={"Peers": 9.0}, on=timezone.localdate()
        )
    with pytest.raises(ValidationError, match="has been sat"):
        achievements.exam_set(by=officer, session=session, most_points={"Other": 1.0})


def test_who_waits_has_not_attended() -> None:
    session = make_held_session(places=0)
    with pytest.raises(ValidationError, match="waits for a place"):
        achievements.attendance_record(by=make_officer(), enrolment=enrol(session), hours=WHOLE)


def test_a_field_project_in_a_team_is_assessed_one_by_one(client: Client) -> None:
    session = make_held_session("instructor_programme", places=9)
    client.force_login(make_officer())
    team = [enrol(session) for _number in range(3)]
    address = reverse("field_project", args=[session.pk])
    client.post(address, {"title": "Boats", "about": "", "team": [each.pk for each in team]})
    parts = list(FieldProjectPart.objects.all())
    assert len(parts) == 3
    marks = {"analysis": "80", "work_with_the_cluster": "50", "report": "40"}
    client.post(reverse("field_part", args=[session.pk, parts[0].pk]), marks)
    parts[0].refresh_from_db()
    assert parts[0].mark == pytest.approx((2 * 0.8 + 2 * 0.5 + 0.4) / 5)
    assert parts[0].passed
    parts[1].refresh_from_db()
    assert parts[1].passed is None
    again = client.post(address, {"title": "Again", "team": [team[0].pk]}, follow=True)
    assert "has a project already" in again.content.decode()
    four = [enrol(session).pk for _number in range(4)]
    crowd = client.post(address, {"title": "Crowd", "team": four}, follow=True).content.decode()
    assert "up to 3 people" in crowd


# --- What pages cost --------------------------------------------------------------------------


def test_queries_do_not_grow_with_what_is_shown(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(5):
        session = make_session(places=20)
        for _person in range(6):
            enrol(session)
    with django_assert_max_num_queries(6):
        assert client.get(reverse("courses")).status_code == 200
    with django_assert_max_num_queries(6):
        client.get(reverse("course", args=["tool_training"]))
    client.force_login(make_officer())
    with django_assert_max_num_queries(18):
        client.get(reverse("session_run", args=[session.pk]))
    with django_assert_max_num_queries(12):
        client.get(session.get_absolute_url())


def test_courses_that_are_not_there(client: Client) -> None:
    assert client.get(reverse("course", args=["cookery"])).status_code == 404
    assert client.get(reverse("training_session", args=[12345])).status_code == 404
    client.force_login(make_officer())
    session = make_session()
    assert client.post(reverse("session_step", args=[session.pk, "explode"])).status_code == 404


def test_an_enrolment_is_seen_by_its_person_and_by_who_runs_the_session() -> None:
    session = make_session()
    trainer, own = make_trainer(session), enrol(session)
    for person, sees in ((own.person, True), (trainer, True), (make_person(), False)):
        assert Enrolment.objects.visible_to(person).filter(pk=own.pk).exists() is sees
    assert not Enrolment.objects.editable_by(own.person).exists()
