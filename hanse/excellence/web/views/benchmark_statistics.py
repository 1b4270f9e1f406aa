"""Statistics of the comparison with peers: for everybody, and for the secretariat."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hanse.excellence.benchmark.indicators import Indicator, comparison
from hanse.excellence.criteria.questionnaire import newest_questionnaire, questionnaire
from hanse.excellence.web.actions.peer_releases import peer_release_publish
from hanse.excellence.web.benchmark_figures import counts_table, indicator_page, indicator_rows
from hanse.excellence.web.models.peer_releases import PeerRelease
from hanse.excellence.web.participants import participants
from hanse.excellence.web.portfolio import portfolio
from hanse.excellence.web.register_tables import as_csv
from hanse.excellence.web.report_method import method_notes
from hanse.excellence.web.report_words import language
from hanse.foundation.web.access import person_of


@require_safe
def benchmark_statistics(request: HttpRequest) -> HttpResponse:
    """What the current release shows: one indicator at a time, and how many took part."""
    kept = PeerRelease.objects.visible_to(request.user).current(timezone.localdate())
    if kept is None:
        return render(request, "excellence/benchmark_statistics.html", {"kept": None})
    wanted = request.GET.get("indicator", "")
    indicator = _indicator(kept, wanted) if wanted else kept.comparison.indicators[0]
    asked = questionnaire(kept.questionnaire)
    choices = [
        (
            asked.dimension_name(dimension, language()),
            [
                (each.code, kept.comparison.name(each, language()))
                for each in kept.comparison.indicators
                if each.dimension == dimension
            ],
        )
        for dimension in kept.comparison.dimensions
    ]
    return render(
        request,
        "excellence/benchmark_statistics.html",
        {
            "kept": kept,
            "page": indicator_page(kept, indicator),
            "choices": choices,
            "counts": counts_table(kept),
            "method": method_notes(kept.comparison),
        },
    )


@require_safe
def benchmark_statistics_file(request: HttpRequest, code: str) -> HttpResponse:
    """The statistics of one indicator as CSV."""
    kept = PeerRelease.objects.visible_to(request.user).current(timezone.localdate())
    if kept is None:
        raise Http404
    rows = indicator_rows(kept, _indicator(kept, code))
    columns = list(rows[0]) if rows else ["indicator", "group"]
    answer = HttpResponse(as_csv(rows, columns), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}-{kept.on.isoformat()}.csv"'
    return answer


@login_required
@require_safe
def benchmark_portfolio(request: HttpRequest) -> HttpResponse:
    """The secretariat's page: how many, how complete, how compared; releases."""
    _require_officer(request)
    version = newest_questionnaire().version
    today = timezone.localdate()
    page = portfolio(
        participants(version, today), comparison(version), PeerRelease.objects.current(today)
    )
    return render(request, "excellence/benchmark_portfolio.html", {"page": page, "today": today})


@login_required
@require_POST
def benchmark_release(request: HttpRequest) -> HttpResponse:
    """Publish a release in force from today."""
    try:
        peer_release_publish(by=person_of(request), on=timezone.localdate())
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
    return redirect("benchmark_portfolio")


def _require_officer(request: HttpRequest) -> None:
    if not PeerRelease.objects.may_be_made_by(person_of(request)):
        raise PermissionDenied


def _indicator(kept: PeerRelease, code: str) -> Indicator:
    for each in kept.comparison.indicators:
        if each.code == code:
            return each
    raise Http404
