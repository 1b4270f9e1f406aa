"""What would get an organisation to the next level: gaps, the cheapest way, the clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hanse.excellence.criteria.answers import Answers
from hanse.excellence.criteria.changes import carried_over
from hanse.excellence.criteria.points import points_needed
from hanse.excellence.criteria.questionnaire import questionnaire
from hanse.excellence.criteria.scheme import LabelScheme
from hanse.excellence.web.actions.level_estimates import level_estimate_keep
from hanse.excellence.web.benchmarking_answers import confirmed_answers, sheet_of
from hanse.excellence.web.models.benchmarking import Benchmarking, BenchmarkingState
from hanse.excellence.web.models.benchmarking_answers import LevelEstimate
from hanse.excellence.web.models.labels import Label
from hanse.excellence.web.next_level import (
    FACTORS,
    Condition,
    RenewalClock,
    Standpoint,
    Way,
    conditions,
    renewal_clock,
    second_benchmarking_window,
    way_to,
)
from hanse.excellence.web.question_language import question_language
from hanse.excellence.web.schemes import scheme_in_force
from hanse.foundation.problems import HanseError
from hanse.foundation.roles import Role
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.numbers import number_sent
from hanse.foundation.web.permits import permitted
from hanse.foundation.web.views.organisations import visible_organisation

EFFORT_WORDS: Final[Mapping[str, str | Promise]] = {
    "quarter": gettext_lazy("a quarter"),
    "half": gettext_lazy("half"),
    "usual": gettext_lazy("as set by the scheme"),
    "double": gettext_lazy("double"),
    "fourfold": gettext_lazy("four times"),
    "never": gettext_lazy("not possible"),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """One point of a bar: reached, planned or open; whether the threshold lies at its end."""

    kind: str
    threshold: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion on the page.

    points_field, effort_field: names of the controls. said: what the points mean that the answers
    propose, "" without. aim: what those of the plan mean, "" where nothing is to be gained.
    """

    at: Standpoint
    name: str
    points_field: str
    effort_field: str
    segments: list[Segment]
    said: str
    aim: str


@dataclass(frozen=True, slots=True)
class Group:
    """A dimension of criteria."""

    name: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class NextLevelPage:
    """The page of the way to a level.

    basis: the benchmarking that the proposed points come from; None without one. levels: code,
    name, whether it is the one shown. window: of the second benchmarking, where one is asked for.
    """

    organisation: Organisation
    scheme: LabelScheme
    title: str
    level_name: str
    levels: list[tuple[str, str, bool]]
    basis: Benchmarking | None
    way: Way
    groups: list[Group]
    steps: list[Line]
    conditions: list[Condition]
    clocks: list[tuple[Label, str, RenewalClock]]
    window: tuple[date, date] | None
    first: date | None
    efforts: list[tuple[str, str | Promise]]
    may_keep: bool
    kept: LevelEstimate | None
    needed: int


@login_required
@require_http_methods(["GET", "POST"])
def next_level(request: HttpRequest, slug: str) -> HttpResponse:
    """Where an organisation stands, and what would get it to a level for the least effort.

    The address carries estimates and efforts, so that trying them out writes nothing; editors can
    keep them.
    """
    organisation = visible_organisation(request, slug)
    person = person_of(request)
    may_keep = permitted(person, "level_estimate_keep", organisation)
    belongs = organisation.memberships.current().filter(person=person).exists()
    if organisation.kind != "cluster" or not (belongs or may_keep or person.has_role(Role.OFFICER)):
        raise Http404
    scheme = scheme_in_force(timezone.localdate())
    if scheme is None:
        raise Http404
    kept = LevelEstimate.objects.filter(
        organisation=organisation, scheme=scheme.code, scheme_version=scheme.version
    ).first()
    words = request.POST if request.method == "POST" else request.GET
    own, efforts = _said(scheme, words, kept)
    if request.method == "POST":
        level_estimate_keep(
            by=person,
            organisation=organisation,
            scheme=scheme,
            points=own,
            efforts={code: FACTORS[effort] for code, effort in efforts.items()},
        )
        messages.success(request, _("Your estimates are kept."))
        address = request.path
        level = words.get("level", "")
        return redirect(f"{address}?level={level}" if level.isalpha() else address)
    page = _page(request, organisation, scheme, kept, own, efforts, may_keep=may_keep)
    is_part = bool(request.headers.get("HX-Request"))
    template = "excellence/next_level_found.html" if is_part else "excellence/next_level.html"
    return render(request, template, {"page": page})


def _page(
    request: HttpRequest,
    organisation: Organisation,
    scheme: LabelScheme,
    kept: LevelEstimate | None,
    own: Mapping[str, int],
    efforts: Mapping[str, str],
    *,
    may_keep: bool,
) -> NextLevelPage:
    language = question_language(request)
    today = timezone.localdate()
    labels = list(
        Label.objects.filter(organisation=organisation, valid_from__lte=today).order_by(
            "-valid_until"
        )
    )
    level = _level(request, scheme, labels)
    basis, answers, year = _basis(organisation, scheme, today)
    way = way_to(scheme, level, answers, year=year, own=own, efforts=efforts)
    lines = {each.criterion.code: _line(each, language) for each in way.standpoints}
    first = (
        Benchmarking.objects.confirmed()
        .of(organisation)
        .order_by("interviewed")
        .values_list("interviewed", flat=True)
        .first()
    )
    return NextLevelPage(
        organisation=organisation,
        scheme=scheme,
        title=scheme.title_in(language),
        level_name=way.level.name_in(language),
        levels=[
            (each.code, each.name_in(language), each.code == level)
            for each in scheme.levels
            if each.scored != "none"
        ],
        basis=basis,
        way=way,
        groups=_groups(scheme, lines, language),
        steps=[lines[each.criterion.code] for each in way.improvements],
        conditions=conditions(
            scheme,
            questionnaire(scheme.questionnaire),
            answers,
            year=year,
            language=language,
        ),
        clocks=_clocks(scheme, labels, today, language),
        window=second_benchmarking_window(way.level, first),
        first=first,
        efforts=list(EFFORT_WORDS.items()),
        may_keep=may_keep,
        kept=kept,
        needed=points_needed(scheme, level),
    )


def _said(
    scheme: LabelScheme, words: QueryDict, kept: LevelEstimate | None
) -> tuple[dict[str, int], dict[str, str]]:
    """Estimates and efforts that the address gives; those that were kept where it gives none."""
    given = any(name.startswith(("points_", "effort_")) for name in words)
    names = {factor: name for name, factor in FACTORS.items()}
    if not given and kept is not None:
        own = {
            code: points
            for code, points in kept.points.items()
            if code in scheme.by_code and 0 <= points <= scheme.criterion(code).max_points
        }
        efforts = {
            code: names[factor]
            for code, factor in kept.efforts.items()
            if code in scheme.by_code and factor in names
        }
        return own, efforts
    own, efforts = {}, {}
    for each in scheme.criteria:
        points = number_sent(words.get(f"points_{each.code}", ""))
        if points is not None and points <= each.max_points:
            own[each.code] = points
        effort = words.get(f"effort_{each.code}", "")
        if effort in FACTORS and effort != "usual":
            efforts[each.code] = effort
    return own, efforts


def _level(request: HttpRequest, scheme: LabelScheme, labels: list[Label]) -> str:
    """The level asked for; else the one above the highest that is held; else the first scored."""
    scored = [each.code for each in scheme.levels if each.scored != "none"]
    asked = request.GET.get("level", "")
    if asked in scored:
        return asked
    order = [each.code for each in scheme.levels]
    held = max((order.index(each.level) for each in labels if each.level in order), default=-1)
    above = [code for code in order[held + 1 :] if code in scored]
    return (above or scored[-1:])[0]


def _basis(
    organisation: Organisation, scheme: LabelScheme, today: date
) -> tuple[Benchmarking | None, Answers, int]:
    """The benchmarking on its way, or else the latest confirmed one, with its answers and year."""
    found = (
        Benchmarking.objects.of(organisation)
        .exclude(state=BenchmarkingState.WITHDRAWN)
        .select_related("organisation")
        .order_by("-reference_year", "-pk")
        .first()
    )
    if found is None:
        return None, {}, today.year
    confirmed = found.state == BenchmarkingState.CONFIRMED
    answers: Answers = confirmed_answers(found) if confirmed else sheet_of(found).final()
    try:
        wanted = questionnaire(scheme.questionnaire)
        answers = carried_over(answers, found.asked, wanted).answers
    except HanseError:
        answers = {}
    return found, answers, found.reference_year


def _line(at: Standpoint, language: str) -> Line:
    criterion = at.criterion
    points, target = at.points or 0, at.target or 0
    segments = [
        Segment(
            "on" if number <= points else "plan" if number <= target else "off",
            number == at.threshold,
        )
        for number in range(1, criterion.max_points + 1)
    ]
    return Line(
        at,
        criterion.name_in(language),
        f"points_{criterion.code}",
        f"effort_{criterion.code}",
        segments,
        criterion.descriptors[at.proposed] if at.proposed is not None else "",
        criterion.descriptors[target] if at.gains else "",
    )


def _groups(scheme: LabelScheme, lines: Mapping[str, Line], language: str) -> list[Group]:
    found = []
    for code in scheme.dimensions:
        inside = [line for line in lines.values() if line.at.criterion.dimension == code]
        if inside:
            found.append(Group(scheme.dimension_name(code, language), inside))
    return found


def _clocks(
    scheme: LabelScheme, labels: list[Label], today: date, language: str
) -> list[tuple[Label, str, RenewalClock]]:
    """Labels that can still be renewed, each with its clock."""
    levels = {each.code: each for each in scheme.levels}
    found = []
    for label in labels:
        level = levels.get(label.level)
        if level is None or label.state not in {"active", "grace"}:
            continue
        clock = renewal_clock(label.valid_from, label.valid_until, level, today)
        if clock.standing != "over":
            found.append((label, level.name_in(language), clock))
    return found
