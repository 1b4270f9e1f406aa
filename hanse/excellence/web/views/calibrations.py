"""Calibration exercises: model cases to be scored, and how one's scores agree."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hanse.excellence.criteria.scheme import Criterion, scheme
from hanse.excellence.training.calibration import Calibration, calibrate
from hanse.excellence.web.actions.achievements import calibration_submit
from hanse.excellence.web.models.achievements import CalibrationAttempt, ModelCase
from hanse.foundation.web.access import person_of
from hanse.foundation.web.attempts import attempt
from hanse.foundation.web.numbers import number_sent


@dataclass(frozen=True, slots=True)
class Exercise:
    """One model case to be scored, or its result. error: why the scores were not taken."""

    case: ModelCase
    criteria: list[Criterion]
    attempt: CalibrationAttempt | None
    result: Calibration | None
    given: Mapping[str, int]


@login_required
@require_GET
def calibrations(request: HttpRequest) -> HttpResponse:
    """Model cases to be scored, and one's own results."""
    own = {
        each.case_id: each for each in CalibrationAttempt.objects.filter(person=person_of(request))
    }
    cases = ModelCase.objects.filter(in_use=True)
    return render(
        request,
        "excellence/calibrations.html",
        {"cases": [(each, own.get(each.pk)) for each in cases]},
    )


@login_required
@require_http_methods(["GET", "POST"])
def calibration(request: HttpRequest, number: int) -> HttpResponse:
    """One model case: a form, and afterwards how one's scores agree with the reference."""
    case = get_object_or_404(ModelCase, pk=number)
    person = person_of(request)
    tried = CalibrationAttempt.objects.filter(case=case, person=person).first()
    if tried is None and not case.in_use:
        raise Http404(_("This case is not in use any more."))
    criteria = [
        each
        for each in scheme(case.scheme, case.scheme_version).criteria
        if each.code in case.reference
    ]
    given: dict[str, int] = {}
    if request.method == "POST":
        given = _scores(request, criteria)
        if attempt(
            request,
            _("Your scores are held against the reference."),
            calibration_submit,
            case=case,
            scores=given,
            on=timezone.localdate(),
        ):
            return redirect("calibration", case.pk)
    result = calibrate(tried.scores, case.reference) if tried else None
    page = Exercise(case, criteria, tried, result, given)
    return render(request, "excellence/calibration.html", {"page": page})


def _scores(request: HttpRequest, criteria: list[Criterion]) -> dict[str, int]:
    found = {}
    for each in criteria:
        points = number_sent(request.POST.get(f"score-{each.code}", ""))
        if points is not None and points <= each.max_points:
            found[each.code] = points
    return found
