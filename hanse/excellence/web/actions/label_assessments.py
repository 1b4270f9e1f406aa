"""Steps from the dates of a visit to frozen evidence, and the visit itself."""

from collections.abc import Collection
from datetime import date
from typing import IO, Any, cast

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.excellence.label.evidence import MOST_FILES, EvidenceRefusedError, inspected
from hanse.excellence.web.label_desk import Desk
from hanse.excellence.web.label_moves import moved
from hanse.excellence.web.label_words import said
from hanse.excellence.web.models.label_files import EvidenceFile, SelfScore
from hanse.excellence.web.models.labels import Application
from hanse.foundation.web.audit import action
from hanse.foundation.web.models.people import User


@action
def visit_fix(
    *, by: User, application: Application, visit_on: date, due_on: date | None = None, on: date
) -> None:
    """Fix the day of the visit, and when the self-assessment is due where there is one.

    Raises `ValidationError` for days that do not fit each other or are past.
    """
    desk = Desk.locked(application, by, on)
    step = desk.step("visit_fix", {"visit_on": visit_on, "due_on": due_on})
    _check_to_come(visit_on if due_on is None else due_on, on)
    desk.application.visit_on, desk.application.due_on = visit_on, due_on
    moved(desk, step, changes={"visit_on": visit_on.isoformat()})


@action
def visit_move(
    *, by: User, application: Application, visit_on: date, reason: str, on: date
) -> None:
    """Move the visit, with reasons. Raises `ValidationError` for a day that is past."""
    desk = Desk.locked(application, by, on)
    step = desk.step("visit_move", {"visit_on": visit_on, "reason": reason})
    _check_to_come(visit_on, on)
    desk.application.visit_on = visit_on
    moved(desk, step, reason=reason, changes={"visit_on": visit_on.isoformat()})


@action
def assessment_change(
    *, by: User, application: Application, criterion: str, points: int, words: str, on: date
) -> None:
    """Keep the points the organisation gives itself on a criterion, and why.

    Raises `ValidationError` for a criterion the level is not scored on, or points off its scale.
    """
    desk = Desk.locked(application, by, on)
    step = desk.step("assessment_change")
    check_points(desk, criterion, points)
    SelfScore.objects.update_or_create(
        application=desk.application,
        round=desk.application.round,
        criterion=criterion,
        defaults={"points": points, "words": words.strip(), "by": by, "at": timezone.now()},
    )
    moved(desk, step, changes={criterion: points})


@action
def evidence_add(
    *,
    by: User,
    application: Application,
    file: UploadedFile[Any],
    criteria: Collection[str],
    on: date,
) -> EvidenceFile:
    """Keep a file of evidence for some criteria, checked by its content.

    Raises `ValidationError` for a file that is not taken, one that is there already, too many of
    them, and for criteria the level is not scored on.
    """
    desk = Desk.locked(application, by, on)
    step = desk.step("evidence_add")
    codes = [each.code for each in desk.criteria if each.code in set(criteria)]
    if not codes or len(codes) != len(set(criteria)):
        raise ValidationError(_("Say which criteria the file speaks for."))
    if len(desk.evidence) >= MOST_FILES:
        raise ValidationError(
            _("There are %(most)s files already; put several documents into one.")
            % {"most": MOST_FILES}
        )
    assert file.file is not None  # an upload has content
    try:
        found = inspected(file.name or "", file.file)
    except EvidenceRefusedError as refused:
        raise ValidationError(said(refused.sentence)) from None
    same = next((each for each in desk.evidence if each.sha256 == found.sha256), None)
    if same is not None:
        raise ValidationError(
            _("This file is there already, as %(name)s. Add the criterion to it instead.")
            % {"name": same.name}
        )
    made = EvidenceFile(
        application=desk.application,
        round=desk.application.round,
        name=found.name,
        kind=found.kind,
        size=found.size,
        sha256=found.sha256,
        criteria=codes,
        by=by,
    )
    made.file.save(found.name, file, save=False)
    made.save()
    moved(
        desk,
        step,
        changes={"sha256": found.sha256, "bytes": found.size, "criteria": codes},
        about=made,
    )
    return made


@action
def evidence_assign(
    *, by: User, evidence: EvidenceFile, criteria: Collection[str], on: date
) -> None:
    """Say anew which criteria a file speaks for, while it is not frozen."""
    desk = Desk.locked(evidence.application, by, on)
    step = desk.step("evidence_add")
    current = _own(desk, evidence)
    codes = [each.code for each in desk.criteria if each.code in set(criteria)]
    if not codes:
        raise ValidationError(_("Say which criteria the file speaks for, or take it out."))
    current.criteria = codes
    current.save()
    moved(desk, step, changes={"criteria": codes}, about=current)


@action
def evidence_remove(*, by: User, evidence: EvidenceFile, on: date) -> None:
    """Take a file out before it is frozen; its row stays, its content goes."""
    desk = Desk.locked(evidence.application, by, on)
    step = desk.step("evidence_remove")
    current = _own(desk, evidence)
    place, storage = current.file.name, current.file.storage
    shared = EvidenceFile.objects.filter(file=place).exclude(pk=current.pk).exists()
    current.removed, current.file = timezone.now(), ""
    current.save()
    if place and not shared:
        storage.delete(place)
    moved(desk, step, changes={"sha256": current.sha256}, about=current)


@action
def evidence_freeze(*, by: User, application: Application, on: date) -> None:
    """Hand in the self-assessment; from now on nothing in it changes.

    Raises `ValidationError` while a criterion is not assessed, points lack evidence, or the
    content of a file is no longer what was handed in.
    """
    desk = Desk.locked(application, by, on)
    step = desk.step("evidence_freeze")
    now = timezone.now()
    for each in desk.evidence:
        if not holds(each):
            raise ValidationError(
                _("The file %(name)s is not as you handed it in. Take it out and add it again.")
                % {"name": each.name}
            )
        each.frozen = now
        each.save()
    moved(desk, step, changes={"files": len(desk.evidence)})


@action
def visit_open(*, by: User, application: Application, on: date) -> None:
    """Begin the visit on its day or later."""
    desk = Desk.locked(application, by, on)
    moved(desk, desk.step("visit_open"))


@action
def visit_end(
    *, by: User, application: Application, ended_on: date, hours: float, on: date
) -> None:
    """Record that the visit was held: its last day, and how many hours it took.

    Raises `ValidationError` for a day before the visit began or to come.
    """
    desk = Desk.locked(application, by, on)
    step = desk.step("visit_end", {"ended_on": ended_on, "hours": hours})
    current = desk.application
    assert current.visit_on is not None  # fixed before it could be opened
    if not current.visit_on <= ended_on <= on:
        raise ValidationError(_("The visit ended between its first day and today."))
    current.visit_ended, current.visit_hours = ended_on, hours
    moved(desk, step, changes={"ended_on": ended_on.isoformat(), "hours": hours})


def check_points(desk: Desk, criterion: str, points: int) -> None:
    """Raise `ValidationError` for a criterion not scored at this level, or points off its scale."""
    known = {each.code: each for each in desk.criteria}
    if criterion not in known:
        raise ValidationError(_("The level is not scored on this criterion."))
    if not 0 <= points <= known[criterion].max_points:
        raise ValidationError(
            _("Give 0 to %(most)s points.") % {"most": known[criterion].max_points}
        )


def holds(evidence: EvidenceFile) -> bool:
    """Whether the content that is kept still has the hash of what was handed in."""
    try:
        with evidence.file.open("rb") as content:
            found = inspected(evidence.name, cast("IO[bytes]", content))
    except (OSError, ValueError, EvidenceRefusedError):
        return False
    return found.sha256 == evidence.sha256


def _own(desk: Desk, evidence: EvidenceFile) -> EvidenceFile:
    found = next((each for each in desk.evidence if each.pk == evidence.pk), None)
    if found is None:
        raise ValidationError(_("This file is not part of the self-assessment any more."))
    return found


def _check_to_come(day: date, on: date) -> None:
    if day < on:
        raise ValidationError(_("This day is past."))
