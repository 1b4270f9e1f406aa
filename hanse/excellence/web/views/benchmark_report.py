"""The report of a confirmed benchmarking: a page, and the same as a tagged PDF."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from hanse.excellence.web.benchmark_document import report_pdf
from hanse.excellence.web.benchmark_report import report_page
from hanse.excellence.web.models.benchmarking import Benchmarking, BenchmarkingState
from hanse.excellence.web.models.peer_releases import PeerRelease
from hanse.excellence.web.report_words import language
from hanse.foundation.web.access import person_of


@login_required
@require_safe
def benchmarking_report(request: HttpRequest, number: int) -> HttpResponse:
    """Where a benchmarked organisation stands among its peers."""
    benchmarking = _confirmed(request, number)
    kept = _release(benchmarking, timezone.localdate())
    page = report_page(benchmarking, kept) if kept else None
    return render(
        request,
        "excellence/benchmarking_report.html",
        {"page": page, "benchmarking": benchmarking},
    )


@login_required
@require_safe
def benchmarking_report_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The report as a tagged PDF in the language of the page."""
    benchmarking = _confirmed(request, number)
    kept = _release(benchmarking, timezone.localdate())
    if kept is None:
        raise Http404
    answer = HttpResponse(
        report_pdf(report_page(benchmarking, kept)), content_type="application/pdf"
    )
    name = slugify(benchmarking.organisation.name) or str(benchmarking.pk)
    answer["Content-Disposition"] = (
        f'inline; filename="{name}-{benchmarking.reference_year}-{language()}.pdf"'
    )
    return answer


def _confirmed(request: HttpRequest, number: int) -> Benchmarking:
    return get_object_or_404(
        Benchmarking.objects.visible_to(person_of(request))
        .filter(state=BenchmarkingState.CONFIRMED)
        .select_related("organisation"),
        pk=number,
    )


def _release(benchmarking: Benchmarking, on: date) -> PeerRelease | None:
    return PeerRelease.objects.filter(questionnaire=benchmarking.questionnaire).current(on)
