"""The self-assessment: criteria with own points and evidence, and the files themselves."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.excellence.criteria.scheme import Criterion
from hanse.excellence.label.evidence import KINDS
from hanse.excellence.label.sight import Part
from hanse.excellence.web.actions import label_assessments as actions
from hanse.excellence.web.autosave import kept, saves_itself
from hanse.excellence.web.forms.label_assessments import EvidenceForm, SelfScoreForm
from hanse.excellence.web.label_frame import OpenFile, frame, opened, turned_away
from hanse.excellence.web.models.label_files import EvidenceFile, SelfScore
from hanse.foundation.web.access import person_of
from hanse.foundation.web.attempts import attempt

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}
"""Files of others are handed over, never opened in the site's own name."""


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion in the list: its name, own points, and how much evidence there is."""

    criterion: Criterion
    name: str
    score: SelfScore | None
    files: list[EvidenceFile]
    threshold: int

    @property
    def lacks_evidence(self) -> bool:
        """Whether points are claimed that no file speaks for."""
        return self.score is not None and self.score.points > 0 and not self.files


@dataclass(frozen=True, slots=True)
class Group:
    """The criteria of one dimension."""

    name: str
    lines: list[CriterionLine]


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """The self-assessment of a file."""

    groups: list[Group]
    done: int
    wanted: int
    files: list[EvidenceFile]
    may_change: bool
    upload: EvidenceForm | None
    is_frozen: bool

    @property
    def share(self) -> float:
        """How much is assessed, from 0 to 1."""
        return self.done / self.wanted if self.wanted else 1.0


@login_required
@require_http_methods(["GET", "POST"])
def label_assessment(request: HttpRequest, number: int) -> HttpResponse:
    """The criteria with own points and evidence; files are added here."""
    file = opened(request, number)
    file.require(Part.ASSESSMENT)
    desk = file.desk
    may_change = "evidence_add" in desk.offered()
    posted = request.method == "POST"
    if posted and not may_change:
        return turned_away(request, desk, "evidence_add")
    upload = None
    if may_change:
        upload = EvidenceForm(
            desk.criteria,
            request.POST if posted else None,
            request.FILES if posted else None,
            initial={"criteria": request.GET.getlist("for")},
        )
        if posted and upload.is_valid():
            try:
                made = actions.evidence_add(
                    by=person_of(request),
                    application=file.application,
                    file=upload.cleaned_data["file"],
                    criteria=upload.cleaned_data["criteria"],
                    on=desk.on,
                )
            except ValidationError as problem:
                upload.add_error("file", problem)
            else:
                messages.success(
                    request, _("%(name)s is kept, with its hash and time.") % {"name": made.name}
                )
                return redirect("label_assessment", number)
    page = AssessmentPage(
        groups=_groups(file),
        done=sum(each.code in desk.self_scores for each in desk.criteria),
        wanted=len(desk.criteria),
        files=desk.evidence,
        may_change=may_change,
        upload=upload,
        is_frozen=bool(desk.evidence) and desk.evidence[0].frozen is not None,
    )
    context = {"frame": frame(file, "label_assessment"), "page": page}
    return render(request, "excellence/label_assessment.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def label_criterion(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """One criterion: what each point means, own points and why, its evidence."""
    file = opened(request, number)
    file.require(Part.ASSESSMENT)
    desk = file.desk
    known = {each.code: each for each in desk.criteria}
    if code not in known:
        raise Http404
    may_change = "assessment_change" in desk.offered()
    if request.method == "POST" and not may_change:
        return turned_away(request, desk, "assessment_change")
    score = desk.self_scores.get(code)
    initial: dict[str, Any] = {}
    if score is not None:
        initial = {"points": str(score.points), "words": score.words}
    form = SelfScoreForm(
        known[code], request.POST if request.method == "POST" else None, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.assessment_change(
                by=person_of(request),
                application=file.application,
                criterion=code,
                points=int(form.cleaned_data["points"]),
                words=form.cleaned_data["words"],
                on=desk.on,
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            if saves_itself(request):
                return kept(request)
            messages.success(request, _("Saved."))
            codes = list(known)
            after = codes.index(code) + 1
            if "next" in request.POST and after < len(codes):
                return redirect("label_criterion", number, codes[after])
            return redirect("label_assessment", number)
    if saves_itself(request):
        return kept(request, wanting=_("Not saved yet: choose your points first."))
    context = {
        "saves_itself": may_change,
        "frame": frame(file, "label_assessment"),
        "line": _line(file, known[code]),
        "form": form if may_change else None,
        "descriptors": list(enumerate(known[code].descriptors)),
    }
    return render(request, "excellence/label_criterion.html", context)


@login_required
@require_GET
def evidence_download(request: HttpRequest, number: int, evidence: int) -> HttpResponseBase:
    """A file of evidence, for those involved alone: always to be saved, never opened here."""
    file = opened(request, number)
    file.require(Part.ASSESSMENT)
    found: EvidenceFile = get_object_or_404(file.application.evidence.standing(), pk=evidence)
    try:
        content = found.file.open("rb")
    except OSError:
        raise Http404(_("The file is not there any more.")) from None
    return FileResponse(
        content,
        as_attachment=True,
        filename=found.name,
        content_type=KINDS[found.kind].media_type,
        headers=HEADERS,
    )


@login_required
@require_POST
def evidence_change(request: HttpRequest, number: int, evidence: int) -> HttpResponse:
    """Take a file out, or say anew which criteria it speaks for."""
    file = opened(request, number)
    file.require(Part.ASSESSMENT)
    if "evidence_remove" not in file.desk.offered():
        return turned_away(request, file.desk, "evidence_remove")
    found: EvidenceFile = get_object_or_404(
        file.application.evidence.standing().filter(round=file.application.round), pk=evidence
    )
    if "remove" in request.POST:
        attempt(
            request,
            _("The file is taken out."),
            actions.evidence_remove,
            evidence=found,
            on=file.desk.on,
        )
    else:
        attempt(
            request,
            _("Saved."),
            actions.evidence_assign,
            evidence=found,
            criteria=request.POST.getlist("criteria"),
            on=file.desk.on,
        )
    return redirect("label_assessment", number)


def _groups(file: OpenFile) -> list[Group]:
    scheme, language = file.application.rules, get_language() or "en"
    found: dict[str, list[CriterionLine]] = {}
    for each in file.desk.criteria:
        found.setdefault(each.dimension, []).append(_line(file, each))
    return [Group(scheme.dimension_name(code, language), lines) for code, lines in found.items()]


def _line(file: OpenFile, criterion: Criterion) -> CriterionLine:
    desk = file.desk
    return CriterionLine(
        criterion=criterion,
        name=criterion.name_in(get_language() or "en"),
        score=desk.self_scores.get(criterion.code),
        files=[each for each in desk.evidence if criterion.code in each.criteria],
        threshold=file.application.rules.threshold(file.application.level, criterion),
    )
