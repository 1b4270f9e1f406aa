"""Running trainings: making sessions, opening and closing them, enrolling, materials."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.excellence.training.courses import NEWEST
from hanse.excellence.training.seating import moved_up
from hanse.excellence.web.models.certificates import Certificate
from hanse.excellence.web.models.sessions import (
    Enrolment,
    Material,
    SessionDay,
    SessionState,
    TrainingSession,
)
from hanse.excellence.web.training_permits import require_running
from hanse.foundation.roles import Role
from hanse.foundation.web.audit import action, differences, record
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.people import User

DETAILS: Final = (
    "title",
    "about",
    "language",
    "country",
    "place",
    "online",
    "begins",
    "ends",
    "enrol_until",
    "places",
    "project",
)
MOST_MATERIAL_BYTES: Final = 20 * 1024 * 1024
MATERIAL_KINDS: Final[Mapping[bytes, str]] = {
    b"%PDF-": "application/pdf",
    b"PK\x03\x04": "application/zip",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
"""How a file of each type begins; office documents are ZIP files by their beginning."""


@action
def session_create(*, by: User, course: str, details: Mapping[str, Any]) -> TrainingSession:
    """Plan a session of a course. Officers only; raises `ValidationError` for impossible days."""
    if not by.has_role(Role.OFFICER):
        raise PermissionDenied(_("The programme's secretariat plans trainings."))
    session = TrainingSession(course=course, rules=NEWEST, fictitious=by.fictitious)
    _fill(session, details)
    session.save()
    record(session, {"course": course, "title": session.title})
    return session


@action
def session_change(*, by: User, session: TrainingSession, details: Mapping[str, Any]) -> None:
    """Change what is said of a session. More places let those move up who wait."""
    require_running(by, session)
    before = model_to_dict(TrainingSession.objects.get(pk=session.pk), fields=DETAILS)
    seats = session.seating()
    _fill(session, details)
    session.save()
    after = model_to_dict(session, fields=DETAILS)
    record(session, _plain(differences(before, after)))
    _tell(session, moved_up(seats, session.seating()))


@action
def session_open(*, by: User, session: TrainingSession, on: date) -> None:
    """Open a planned session for enrolment; it needs a trainer who may teach it."""
    require_running(by, session)
    _require_state(session, SessionState.PLANNED)
    if not any(may_teach(each, session, on) for each in session.trainers.all()):
        raise ValidationError(
            _("Name a trainer first who holds a certificate that this course asks for.")
        )
    _set_state(session, SessionState.OPEN)


@action
def session_hold(*, by: User, session: TrainingSession, on: date) -> None:
    """Say that a session was held, once its last day has come."""
    require_running(by, session)
    _require_state(session, SessionState.OPEN)
    if on < session.ends:
        raise ValidationError(_("The last day of this training has not come yet."))
    _set_state(session, SessionState.HELD)


@action
def session_cancel(*, by: User, session: TrainingSession, reason: str) -> None:
    """Call a session off and tell everybody in it. Raises `ValidationError` without a reason."""
    require_running(by, session)
    _require_state(session, SessionState.PLANNED, SessionState.OPEN)
    if not reason.strip():
        raise ValidationError(_("Say why: those who enrolled are told."))
    _set_state(session, SessionState.CANCELLED, reason=reason)
    for each in session.enrolments.standing().select_related("person"):
        notify(
            each.person.email,
            "session_cancelled",
            {"session": session, "reason": reason, "link": _link(session)},
            language=each.person.language,
            pillar="excellence",
        )


@action
def trainer_add(*, by: User, session: TrainingSession, person: User, on: date) -> None:
    """Let somebody teach a session. Raises `ValidationError` without the certificate for it."""
    if not by.has_role(Role.OFFICER):
        raise PermissionDenied(_("The programme's secretariat names trainers."))
    if not may_teach(person, session, on):
        raise ValidationError(
            _("%(person)s holds no valid certificate that this course asks of its trainers.")
            % {"person": person}
        )
    session.trainers.add(person)
    record(session, {"trainers": "added"})


@action
def trainer_remove(*, by: User, session: TrainingSession, person: User) -> None:
    """Take a trainer from a session."""
    if not by.has_role(Role.OFFICER):
        raise PermissionDenied(_("The programme's secretariat names trainers."))
    session.trainers.remove(person)
    record(session, {"trainers": "removed"})


@action
def session_day_add(
    *, by: User, session: TrainingSession, module: str, begins: datetime, ends: datetime
) -> SessionDay:
    """Add a meeting. Raises `ValidationError` for a module of another course or wrong times."""
    require_running(by, session)
    if module not in {each.code for each in session.rule.module}:
        raise ValidationError(_("This course has no such module."))
    if not begins < ends:
        raise ValidationError(_("The meeting ends before it begins."))
    first, last = timezone.localdate(begins), timezone.localdate(ends)
    if first < session.begins or last > session.ends:
        raise ValidationError(_("The meeting lies outside the days of the training."))
    day = SessionDay.objects.create(session=session, module=module, begins=begins, ends=ends)
    record(session, {"meetings": f"{module}, {begins:%Y-%m-%d %H:%M}"})
    return day


@action
def session_day_remove(*, by: User, day: SessionDay) -> None:
    """Take a meeting out."""
    require_running(by, day.session)
    record(day.session, {"meetings": f"without {day.module}, {day.begins:%Y-%m-%d %H:%M}"})
    day.delete()


@action
def material_add(
    *, by: User, session: TrainingSession, title: str, upload: UploadedFile[Any]
) -> Material:
    """Add a file for those who take part. Raises `ValidationError` for its type or size."""
    require_running(by, session)
    size = upload.size or 0
    if not 0 < size <= MOST_MATERIAL_BYTES:
        raise ValidationError(
            _("The file is empty or larger than %(most)s MB.")
            % {"most": MOST_MATERIAL_BYTES // (1024 * 1024)}
        )
    content = upload.read()
    kind = next((kind for head, kind in MATERIAL_KINDS.items() if content.startswith(head)), "")
    if not kind:
        raise ValidationError(_("Give a PDF, an office document, a PNG or a JPEG."))
    upload.seek(0)
    material = Material.objects.create(
        session=session,
        title=title,
        file=upload,
        name=(upload.name or title)[-200:],
        kind=kind,
        size_bytes=size,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    record(session, {"material": title, "sha256": material.sha256})
    return material


@action
def material_remove(*, by: User, material: Material) -> None:
    """Take a file out; its record in the log stays."""
    require_running(by, material.session)
    record(material.session, {"material": f"without {material.title}"})
    material.file.delete(save=False)
    material.delete()


# --- Enrolment --------------------------------------------------------------------------------


@action
def enrolment_ask(*, by: User, session: TrainingSession, on: date) -> Enrolment:
    """Enrol; where no place is free, wait for one.

    Raises `ValidationError` when enrolment is closed, one is in it already or teaches it, or the
    course asks for a certificate one does not hold.
    """
    locked = TrainingSession.objects.select_for_update().get(pk=session.pk)
    if not locked.takes_enrolments(on):
        raise ValidationError(_("Enrolment in this training is closed."))
    if locked.enrolments.standing().filter(person=by).exists():
        raise ValidationError(_("You are enrolled already."))
    if locked.trainers.filter(pk=by.pk).exists():
        raise ValidationError(_("You teach this training."))
    needed = locked.rule.needs_certificate
    if needed and not Certificate.objects.valid(on).of_kind(needed).filter(person=by).exists():
        raise ValidationError(_("This course asks for a valid certificate that you do not hold."))
    enrolment = Enrolment.objects.create(session=locked, person=by)
    seats = locked.seating()
    waits = seats.place_in_line(enrolment.pk)
    record(enrolment, {"waiting": waits} if waits else {"place": "given"})
    notify(
        by.email,
        "enrolled",
        {"session": locked, "waiting": waits, "link": _link(locked)},
        language=by.language,
        pillar="excellence",
    )
    return enrolment


@action
def enrolment_cancel(*, by: User, enrolment: Enrolment, on: date) -> None:
    """Give one's place back, or take somebody out of a session one runs; the next moves up.

    Raises `ValidationError` after the session has ended.
    """
    session = TrainingSession.objects.select_for_update().get(pk=enrolment.session_id)
    if enrolment.person_id != by.pk:
        require_running(by, session)
    if enrolment.cancelled is not None or on > session.ends:
        raise ValidationError(_("This enrolment cannot be cancelled any more."))
    seats = session.seating()
    enrolment.cancelled = timezone.now()
    enrolment.save(update_fields=["cancelled"])
    record(enrolment, {"cancelled": True})
    _tell(session, moved_up(seats, session.seating()))


def may_teach(person: User, session: TrainingSession, on: date) -> bool:
    """Whether `person` holds a valid certificate that the course asks of its trainers."""
    held = Certificate.objects.valid(on).filter(person=person, kind__in=session.rule.taught_by)
    return held.exists()


def _fill(session: TrainingSession, details: Mapping[str, Any]) -> None:
    unknown = details.keys() - set(DETAILS)
    if unknown:
        raise TypeError(f"A training has no {', '.join(sorted(unknown))}.")
    for name, value in details.items():
        setattr(session, name, value)
    if session.ends < session.begins:
        raise ValidationError({"ends": _("The training ends before it begins.")})
    if session.enrol_until > session.ends:
        raise ValidationError({"enrol_until": _("Enrolment closes after the training has ended.")})


def _require_state(session: TrainingSession, *states: SessionState) -> None:
    current = TrainingSession.objects.select_for_update().get(pk=session.pk).state
    if current not in states:
        raise ValidationError(_("This cannot be done with a training in this state."))


def _set_state(session: TrainingSession, state: SessionState, **more: str) -> None:
    before, session.state = session.state, state
    session.save(update_fields=["state"])
    record(session, {"state": [before, state.value], **more})


def _tell(session: TrainingSession, numbers: tuple[int, ...]) -> None:
    for each in Enrolment.objects.filter(pk__in=numbers).select_related("person"):
        notify(
            each.person.email,
            "enrolled",
            {"session": session, "waiting": None, "link": _link(session)},
            language=each.person.language,
            pillar="excellence",
        )


def _link(session: TrainingSession) -> str:
    return reverse("training_session", args=[session.pk])


def _plain(changes: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    return {
        name: [each.isoformat() if isinstance(each, date) else each for each in pair]
        for name, pair in changes.items()
    }
