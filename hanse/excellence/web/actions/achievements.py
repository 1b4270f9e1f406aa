"""What participants show: attendance, exams, field projects, calibrations, education."""

from collections.abc import Collection, Mapping
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from hanse.excellence.training.calibration import calibrate
from hanse.excellence.training.completion import (
    Assessment,
    attendance,
    exam_result,
    individual_mark,
    may_sit,
    may_sit_again_on,
    team_fits,
)
from hanse.excellence.web.models.achievements import (
    CalibrationAttempt,
    Education,
    ExamSitting,
    FieldProject,
    FieldProjectPart,
    ModelCase,
)
from hanse.excellence.web.models.sessions import Enrolment, TrainingSession
from hanse.excellence.web.training_permits import require_running
from hanse.foundation.roles import Role
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User

FIELD_CRITERIA = {"analysis": 2.0, "work_with_the_cluster": 2.0, "report": 1.0}
"""Criteria of a field project and their weights; set by Hanse."""
FIELD_PASS = 0.6
"""The mark that passes a field project, 0 to 1; set by Hanse."""


@action
def attendance_record(*, by: User, enrolment: Enrolment, hours: Mapping[str, float]) -> None:
    """Say how many hours of each module somebody attended.

    Raises `ValidationError` for a module the course does not have, negative hours, or somebody
    without a place.
    """
    session = _run(by, enrolment)
    if enrolment.pk not in session.seating().seated:
        raise ValidationError(_("Who waits for a place has not attended."))
    try:
        attendance(session.rule, hours)
    except (KeyError, ValueError) as error:
        raise ValidationError(_("These hours do not fit the modules of the course.")) from error
    before, enrolment.hours = enrolment.hours, dict(hours)
    enrolment.save(update_fields=["hours"])
    record(enrolment, {"hours": [before, enrolment.hours]})


@action
def exam_set(*, by: User, session: TrainingSession, most_points: Mapping[str, float]) -> None:
    """Set the exam: the most points of each question. Raises `ValidationError` once it was sat."""
    require_running(by, session)
    if ExamSitting.objects.filter(enrolment__session=session).exists():
        raise ValidationError(_("The exam has been sat: its points stay as they are."))
    if not most_points or min(most_points.values()) <= 0:
        raise ValidationError(_("Give each question more than no points."))
    before, session.exam = session.exam, dict(most_points)
    session.save(update_fields=["exam"])
    record(session, {"exam": [before, session.exam]})


@action
def exam_sitting_record(
    *, by: User, enrolment: Enrolment, points: Mapping[str, float], on: date
) -> ExamSitting:
    """Record one sitting of the exam.

    Raises `ValidationError` for points that cannot be, for too many sittings, or where nobody has
    set the exam.
    """
    session = _run(by, enrolment)
    sat = list(
        ExamSitting.objects.filter(
            enrolment__person=enrolment.person, enrolment__session__course=session.course
        ).values_list("on", flat=True)
    )
    if not may_sit(session.rule, sat, on):
        day = may_sit_again_on(session.rule, sat, on)
        raise ValidationError(
            _("There were as many sittings as there can be: the next is possible on %(day)s.")
            % {"day": day.isoformat()}
        )
    try:
        result = exam_result(session.rule, session.exam, points)
    except (KeyError, ValueError) as error:
        raise ValidationError(_("These points do not fit the questions of the exam.")) from error
    sitting = ExamSitting.objects.create(
        enrolment=enrolment,
        on=on,
        points=dict(points),
        share=result.share,
        passed=result.passed,
        assessed_by=by,
    )
    record(enrolment, {"exam": {"share": round(result.share, 4), "passed": result.passed}})
    return sitting


@action
def enrolment_complete(*, by: User, enrolment: Enrolment, on: date) -> None:
    """Confirm that somebody has completed the course.

    Raises `ValidationError` naming what is missing: attendance, a compulsory module, the end.
    """
    session = _run(by, enrolment)
    if on < session.ends:
        raise ValidationError(_("The training has not ended yet."))
    found = attendance(session.rule, enrolment.hours)
    if not found.enough:
        names = {each.code: each.name for each in session.rule.module}
        raise ValidationError(
            _("Attended %(share)s %% of the hours, of %(least)s %% asked for. Missing: %(missed)s.")
            % {
                "share": round(100 * found.share),
                "least": round(100 * session.rule.least_attendance),
                "missed": ", ".join(names[each] for each in found.missed) or _("none"),
            }
        )
    if enrolment.completed is None:
        enrolment.completed = session.ends
        enrolment.save(update_fields=["completed"])
    record(enrolment, {"completed": session.ends.isoformat()})


@action
def field_project_create(
    *, by: User, session: TrainingSession, title: str, about: str, team: Collection[Enrolment]
) -> FieldProject:
    """Give a team of participants a project in the field.

    Raises `ValidationError` for a course without projects, a team of the wrong size, or somebody
    who has a project already or no place.
    """
    require_running(by, session)
    if not session.rule.field_project:
        raise ValidationError(_("This course has no field project."))
    if not team_fits(session.rule, [each.pk for each in team]):
        raise ValidationError(
            _("A team has up to %(most)s people.") % {"most": session.rule.largest_team}
        )
    seated = session.seating().seated
    if any(each.pk not in seated for each in team):
        raise ValidationError(_("Only people with a place in this training can be in a team."))
    if FieldProjectPart.objects.filter(enrolment__in=team).exists():
        raise ValidationError(_("Somebody of this team has a project already."))
    project = FieldProject.objects.create(session=session, title=title, about=about)
    for each in team:
        FieldProjectPart.objects.create(project=project, enrolment=each)
    record(session, {"field project": title, "people": len(team)})
    return project


@action
def field_part_assess(
    *, by: User, part: FieldProjectPart, marks: Mapping[str, float], on: date
) -> FieldProjectPart:
    """Assess one participant's part on its own. Raises `ValidationError` for impossible marks."""
    _run(by, part.enrolment)
    try:
        mark = individual_mark(Assessment(marks, FIELD_CRITERIA))
    except ValueError as error:
        raise ValidationError(_("Give each criterion a mark between 0 and 1.")) from error
    part.marks, part.mark, part.passed = dict(marks), mark, mark >= FIELD_PASS
    part.assessed, part.assessed_by = on, by
    part.save()
    record(part.enrolment, {"field project": {"mark": round(mark, 4), "passed": part.passed}})
    return part


@action
def calibration_submit(
    *, by: User, case: ModelCase, scores: Mapping[str, int], on: date
) -> CalibrationAttempt:
    """Score a model case; the reference is shown afterwards.

    Raises `ValidationError` for a case not in use, one tried before today already passed, or
    scores that are not complete.
    """
    if not case.in_use:
        raise ValidationError(_("This case is not in use any more."))
    if CalibrationAttempt.objects.filter(case=case, person=by).exists():
        raise ValidationError(_("You have seen the reference of this case: choose another one."))
    try:
        found = calibrate(scores, case.reference)
    except ValueError as error:
        raise ValidationError(_("Score every criterion of the case.")) from error
    attempt = CalibrationAttempt.objects.create(
        case=case,
        person=by,
        on=on,
        scores=dict(scores),
        exact=found.exact,
        within_one=found.within_one,
        kappa=found.kappa,
        bias=found.bias,
        passed=found.passed,
    )
    record(attempt, {"passed": found.passed, "exact": round(found.exact, 4)})
    return attempt


@action
def education_report(
    *, by: User, title: str, organiser: str, on: date, hours: float, today: date
) -> Education:
    """Report continuing education. Raises `ValidationError` for days to come or no hours."""
    if on > today:
        raise ValidationError({"on": _("This day has not come yet.")})
    if not 0 < hours <= 200:
        raise ValidationError({"hours": _("Give the hours, from a half to 200.")})
    education = Education.objects.create(
        person=by, title=title, organiser=organiser, on=on, hours=hours
    )
    record(education, {"hours": hours})
    return education


@action
def education_answer(*, by: User, education: Education, refusal: str, on: date) -> None:
    """Confirm reported education, or refuse it with a reason. Officers only."""
    if not by.has_role(Role.OFFICER) or education.person_id == by.pk:
        raise PermissionDenied(
            _("The programme's secretariat confirms education, never one's own.")
        )
    if education.confirmed is not None or education.refused:
        raise ValidationError(_("This was answered already."))
    if refusal:
        education.refused = refusal
    else:
        education.confirmed, education.confirmed_by = on, by
    education.save()
    record(education, {"refused": refusal} if refusal else {"confirmed": on.isoformat()})


def _run(by: User, enrolment: Enrolment) -> TrainingSession:
    """The session of an enrolment that stands and that `by` runs; nobody assesses themselves."""
    session = enrolment.session
    require_running(by, session)
    if enrolment.person_id == by.pk:
        raise PermissionDenied(_("Nobody confirms what they did themselves."))
    if enrolment.cancelled is not None:
        raise ValidationError(_("This enrolment was cancelled."))
    return session
