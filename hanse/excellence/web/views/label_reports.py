"""The report: written and sent by the experts, its facts checked by the cluster organisation."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hanse.excellence.criteria.points import Result, result
from hanse.excellence.label.actors import Actor
from hanse.excellence.label.sight import Part
from hanse.excellence.web.actions import label_reports as actions
from hanse.excellence.web.autosave import kept, saves_itself
from hanse.excellence.web.forms.label_assessments import AnswerForm, RemarkForm, ReportForm
from hanse.excellence.web.label_frame import OpenFile, frame, opened, turned_away
from hanse.excellence.web.models.label_assessments import FactualRemark, Report
from hanse.excellence.web.models.label_board import Choice
from hanse.foundation.web.access import person_of
from hanse.foundation.web.attempts import attempt


@dataclass(frozen=True, slots=True)
class SettledLine:
    """A criterion with its settled points, as the report shows it."""

    code: str
    name: str
    points: int
    most: int
    threshold: int
    words: str

    @property
    def is_missed(self) -> bool:
        """Whether it lies below the minimum."""
        return self.points < self.threshold


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The report of a file, with what the reader may do about it."""

    report: Report | None
    versions: list[Report]
    lines: list[SettledLine]
    outcome: Result | None
    remarks: list[FactualRemark]
    form: ReportForm | None
    remark_form: RemarkForm | None
    may_answer: bool
    recommendation: str


@login_required
@require_http_methods(["GET", "POST"])
def label_report(request: HttpRequest, number: int) -> HttpResponse:
    """Read the report, write it, or remark on its facts."""
    file = opened(request, number)
    file.require(Part.REPORT, Part.REPORT_SENT)
    desk = file.desk
    offered = desk.offered()
    posted = request.POST if request.method == "POST" else None
    form = remark_form = None
    if "report_save" in offered:
        form = ReportForm(posted, initial=_initial(desk.report))
    elif "factual_remark" in offered and not desk.refusals("factual_remark"):
        remark_form = RemarkForm(posted)
    if posted is not None:
        if form is None and remark_form is None:
            manager = Actor.MANAGER in desk.actors
            return turned_away(request, desk, "factual_remark" if manager else "report_save")
        try:
            if form is not None and saves_itself(request) and not form.has_changed():
                return kept(request)
            if form is not None and form.is_valid():
                actions.report_save(
                    by=person_of(request),
                    application=file.application,
                    on=desk.on,
                    **form.cleaned_data,
                )
                if saves_itself(request):
                    return kept(request)
                messages.success(request, _("The report is saved."))
                return redirect("label_report", number)
            if remark_form is not None and remark_form.is_valid():
                actions.factual_remark(
                    by=person_of(request),
                    application=file.application,
                    text=remark_form.cleaned_data["text"],
                    on=desk.on,
                )
                messages.success(request, _("Your remark is sent to the experts."))
                return redirect("label_report", number)
        except ValidationError as problem:
            (form or remark_form).add_error(None, problem)  # type: ignore[union-attr]
        if form is not None and saves_itself(request):
            return kept(request, wanting=_unsaved(form))
    context = {
        "frame": frame(file, "label_report"),
        "saves_itself": form is not None,
        "page": _page(file, form, remark_form, may_answer="factual_answer" in offered),
    }
    return render(request, "excellence/label_report.html", context)


@login_required
@require_POST
def remark_answer(request: HttpRequest, number: int, remark: int) -> HttpResponse:
    """Answer a remark on a fact."""
    file = opened(request, number)
    file.require(Part.REPORT, Part.REPORT_SENT)
    if "factual_answer" not in file.desk.offered():
        return turned_away(request, file.desk, "factual_answer")
    found = get_object_or_404(
        FactualRemark.objects.filter(report__application=file.application), pk=remark
    )
    form = AnswerForm(request.POST)
    if form.is_valid():
        attempt(
            request,
            _("The remark is answered."),
            actions.factual_answer,
            remark=found,
            answer=form.cleaned_data["answer"],
            on=file.desk.on,
        )
    else:
        messages.error(request, _("Write an answer first."))
    return redirect("label_report", number)


def _unsaved(form: ReportForm) -> str:
    if "summary" in form.errors and not form.data.get("summary", "").strip():
        return _("Not saved yet: the report needs a summary first.")
    return _("Not saved: %(why)s") % {
        "why": " ".join(str(each) for found in form.errors.values() for each in found)
    }


def _page(
    file: OpenFile, form: ReportForm | None, remark_form: RemarkForm | None, *, may_answer: bool
) -> ReportPage:
    desk, application = file.desk, file.application
    everything = Part.REPORT in file.parts
    versions = [
        each
        for each in application.reports.filter(round=application.round)
        if everything or each.sent is not None
    ]
    lines = _lines(file) if Part.SETTLED_POINTS in file.parts else []
    outcome = None
    if lines:
        outcome = result(application.rules, application.level, desk.settled_points)
    return ReportPage(
        report=versions[0] if versions else None,
        versions=versions,
        lines=lines,
        outcome=outcome,
        remarks=desk.remarks,
        form=form,
        remark_form=remark_form,
        may_answer=may_answer,
        recommendation=str(dict(Choice.choices).get(application.recommendation, "")),
    )


def _lines(file: OpenFile) -> list[SettledLine]:
    desk, application = file.desk, file.application
    language = get_language() or "en"
    settled = {each.criterion: each for each in desk.settled.scores.all()} if desk.settled else {}
    return [
        SettledLine(
            code=each.code,
            name=each.name_in(language),
            points=settled[each.code].points,
            most=each.max_points,
            threshold=application.rules.threshold(application.level, each),
            words=settled[each.code].words,
        )
        for each in desk.criteria
        if each.code in settled
    ]


def _initial(report: Report | None) -> dict[str, str]:
    if report is None:
        return {}
    return {
        "summary": report.summary,
        "strengths": report.strengths,
        "recommendations": report.recommendations,
    }
