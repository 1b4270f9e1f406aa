"""Steps of the report: written, sent, checked by the cluster organisation for facts, finished."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.excellence.label.clock import limit
from hanse.excellence.web.label_desk import Desk
from hanse.excellence.web.label_moves import moved
from hanse.excellence.web.models.label_assessments import FactualRemark, Report
from hanse.excellence.web.models.label_board import Choice
from hanse.excellence.web.models.labels import Application
from hanse.foundation.web.audit import action
from hanse.foundation.web.models.people import User


@action
def report_save(
    *,
    by: User,
    application: Application,
    summary: str,
    strengths: str,
    recommendations: str,
    on: date,
) -> Report:
    """Keep the report; a version that was sent stays, and this makes the next."""
    desk = Desk.locked(application, by, on)
    step = desk.step("report_save", {"text": summary})
    current, before = desk.application, desk.report
    if before is not None and before.sent is None:
        report = before
    else:
        version = before.version + 1 if before else 1
        report = Report(application=current, round=current.round, version=version)
    report.summary, report.strengths = summary.strip(), strengths.strip()
    report.recommendations = recommendations.strip()
    report.by, report.at = by, timezone.now()
    report.save()
    moved(desk, step, changes={"version": report.version}, about=report)
    return report


@action
def report_send(*, by: User, application: Application, on: date) -> None:
    """Send the report to the cluster organisation, which may remark on facts."""
    desk = Desk.locked(application, by, on)
    step = desk.step("report_send")
    current, interview = desk.application, desk.interview
    if interview is not None and not desk.criteria:
        current.benchmarking = interview
        current.visit_ended = interview.interviewed
    send(desk)
    moved(desk, step)


def send(desk: Desk) -> None:
    """Mark the latest report as sent today, and begin the time of the factual check anew."""
    current = desk.application
    assert desk.report is not None  # written, as the table asks
    if desk.report.sent is None:
        desk.report.sent = desk.on
        desk.report.save(update_fields=["sent"])
    current.check_by = limit(desk.on, current.procedure.limits.factual_check_days)
    current.check_closed = False


@action
def factual_remark(*, by: User, application: Application, text: str, on: date) -> FactualRemark:
    """Remark on a fact in the report, as the cluster organisation."""
    desk = Desk.locked(application, by, on)
    step = desk.step("factual_remark", {"text": text})
    sent = desk.application.reports.filter(round=desk.application.round, sent__isnull=False).first()
    assert sent is not None  # there is one in this state
    remark = FactualRemark.objects.create(report=sent, text=text.strip(), by=by)
    moved(desk, step, about=remark)
    return remark


@action
def factual_answer(*, by: User, remark: FactualRemark, answer: str, on: date) -> None:
    """Answer a remark, as the lead expert. Raises `ValidationError` for one that is answered."""
    desk = Desk.locked(remark.report.application, by, on)
    step = desk.step("factual_answer", {"answer": answer})
    current = next((each for each in desk.remarks if each.pk == remark.pk), None)
    if current is None or current.answered is not None:
        raise ValidationError(_("This remark is answered already."))
    current.answer, current.answered = answer.strip(), timezone.now()
    current.save(update_fields=["answer", "answered"])
    moved(desk, step, about=current)


@action
def factual_close(*, by: User, application: Application, on: date) -> None:
    """Say that there are no further remarks."""
    desk = Desk.locked(application, by, on)
    step = desk.step("factual_close")
    desk.application.check_closed = True
    moved(desk, step)


@action
def report_finish(*, by: User, application: Application, recommendation: str, on: date) -> None:
    """Finish the report with what it recommends to the board."""
    desk = Desk.locked(application, by, on)
    step = desk.step("report_finish", {"recommendation": recommendation})
    if recommendation not in {Choice.AWARD, Choice.REFUSE, Choice.DEFER}:
        raise ValidationError(_("The report recommends to award, to refuse or to defer."))
    assert desk.report is not None  # written, as the table asks
    if desk.report.sent is None:
        desk.report.sent = on
        desk.report.save(update_fields=["sent"])
    desk.application.recommendation = recommendation
    moved(desk, step, changes={"recommendation": recommendation})
