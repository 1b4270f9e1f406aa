"""Versions of the scheme, a new one tried on old files, and how experts score: for officers."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from hanse.excellence.criteria.scheme import LabelScheme, scheme, scheme_versions
from hanse.excellence.label.agreement import Agreement, agreement
from hanse.excellence.label.severity import Severity, severities
from hanse.excellence.label.simulation import Effect, Scored, Simulation, simulate
from hanse.excellence.web.label_expertise import certified_experts, country_of
from hanse.excellence.web.label_permits import require_officer
from hanse.excellence.web.models.label_assessments import ScoreSheet, points_of
from hanse.excellence.web.models.labels import Application, Label
from hanse.excellence.web.schemes import SCHEME
from hanse.foundation.web.access import person_of
from hanse.foundation.web.countries import country_names
from hanse.foundation.web.models.people import User


class SimulationForm(forms.Form):
    """Which version stands, and which is tried."""

    def __init__(self, versions: tuple[str, ...], data: Any = None) -> None:
        super().__init__(data)
        choices = [(each, each) for each in versions]
        self.fields["old"] = forms.ChoiceField(label=_("Version that stands"), choices=choices)
        self.fields["new"] = forms.ChoiceField(label=_("Version to try"), choices=choices)


@dataclass(frozen=True, slots=True)
class EffectLine:
    """What a new version would mean for one file."""

    effect: Effect
    organisation: str
    address: str
    level: str


@dataclass(frozen=True, slots=True)
class SchemesPage:
    """Versions, and the simulation asked for."""

    schemes: list[LabelScheme]
    form: SimulationForm
    simulation: Simulation | None
    losing: list[EffectLine]
    gaining: list[EffectLine]
    unclear: list[EffectLine]
    files: int


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """An expert: files under way, how lenient, with how much certainty."""

    person: User
    country: str
    files_open: int
    severity: Severity | None


@dataclass(frozen=True, slots=True)
class FairnessPage:
    """How experts share the work, and how they agree."""

    experts: list[ExpertRow]
    groups: int
    agreements: list[tuple[Application, Agreement]]


@login_required
@require_GET
def label_schemes(request: HttpRequest) -> HttpResponse:
    """Versions of the scheme; try one on all files scored under another."""
    require_officer(person_of(request))
    versions = scheme_versions(SCHEME)
    form = SimulationForm(versions, request.GET if "new" in request.GET else None)
    simulation, lines, files = None, {}, 0
    if form.is_bound and form.is_valid():
        old, new = (scheme(SCHEME, form.cleaned_data[each]) for each in ("old", "new"))
        scored, applications = _scored(old)
        files = len(scored)
        simulation = simulate(old, new, scored)
        lines = {
            change: [_effect_line(each, applications) for each in simulation.of(change)]
            for change in ("loses", "gains", "cannot_tell")
        }
    page = SchemesPage(
        schemes=[scheme(SCHEME, each) for each in reversed(versions)],
        form=form,
        simulation=simulation,
        losing=lines.get("loses", []),
        gaining=lines.get("gains", []),
        unclear=lines.get("cannot_tell", []),
        files=files,
    )
    return render(request, "excellence/label_schemes.html", {"page": page})


@login_required
@require_GET
def label_fairness(request: HttpRequest) -> HttpResponse:
    """How the work is shared among experts, how strict they are, and how far they agree."""
    require_officer(person_of(request))
    sheets = _handed_in()
    shares, agreements = [], []
    for application, found in sheets.items():
        level = {each.code: each for each in application.rules.scored(application.level)}
        most = sum(each.max_points for each in level.values())
        points = {each.person_id: points_of(each) for each in found if each.person_id}
        if len(points) > 1 and most:
            shares.append({who: sum(given.values()) / most for who, given in points.items()})
            table = [[given.get(code, float("nan")) for code in level] for given in points.values()]
            agreements.append((application, agreement(table)))
    strict = {each.expert: each for each in severities(shares)}
    names = country_names()
    page = FairnessPage(
        experts=[
            ExpertRow(
                each,
                names.get(country_of(each), ""),
                each.files_open,  # type: ignore[attr-defined]
                strict.get(each.pk),
            )
            for each in certified_experts(timezone.localdate())
        ],
        groups=len({each.group for each in strict.values()}),
        agreements=agreements[:100],
    )
    return render(request, "excellence/label_fairness.html", {"page": page})


def _handed_in() -> dict[Application, list[ScoreSheet]]:
    """File -> the individual sheets of its present round, all handed in."""
    found: dict[Application, list[ScoreSheet]] = defaultdict(list)
    sheets = (
        ScoreSheet.objects.individual()
        .filter(handed_in__isnull=False)
        .select_related("application__organisation")
        .prefetch_related("scores")
        .order_by("-handed_in")
    )
    for each in sheets:
        if each.round == each.application.round:
            found[each.application].append(each)
    return found


def _scored(old: LabelScheme) -> tuple[list[Scored], dict[int, Application]]:
    """Files with settled points under a version, the latest points of each."""
    settled = ScoreSheet.objects.settled().filter(is_settled=True).prefetch_related("scores")
    applications = {
        each.pk: each
        for each in Application.objects.filter(scheme=old.code, scheme_version=old.version)
        .filter(score_sheets__is_settled=True)
        .distinct()
        .select_related("organisation")
        .prefetch_related(Prefetch("score_sheets", settled, to_attr="settled_sheets"))
    }
    holding = {each.organisation_id: each.level for each in Label.objects.held()}
    scored = [
        Scored(
            file=each.pk,
            level=each.level,
            holds=holding.get(each.organisation_id, ""),
            scores=points_of(
                max(each.settled_sheets, key=lambda s: (s.round, s.version))  # type: ignore[attr-defined]
            ),
        )
        for each in applications.values()
    ]
    return scored, applications


def _effect_line(effect: Effect, applications: dict[int, Application]) -> EffectLine:
    application = applications[effect.file]
    return EffectLine(
        effect,
        str(application.organisation),
        application.get_absolute_url(),
        str(application.get_level_display()),
    )
