"""Versions of the scheme, a new one tried on old files, and how experts score: for officers."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from hanse.excellence.criteria.scheme import LabelScheme, scheme, scheme_versions
from hanse.excellence.label.agreement import Agreement, agreement
from hanse.excellence.label.severity import Severity, severities
from hanse.excellence.label.simulation import Effect, Simulation
from hanse.excellence.web.actions.label_schemes import scheme_adopt
from hanse.excellence.web.forms.label_steps import DayInput
from hanse.excellence.web.label_expertise import certified_experts, country_of
from hanse.excellence.web.label_permits import require_officer
from hanse.excellence.web.models.label_assessments import ScoreSheet, points_of
from hanse.excellence.web.models.labels import Application
from hanse.excellence.web.models.scheme_adoptions import SchemeAdoption
from hanse.excellence.web.scheme_trials import tried
from hanse.excellence.web.schemes import scheme_code, scheme_in_force
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


class AdoptionForm(forms.Form):
    """From which day a version is in force, and why."""

    begins = forms.DateField(
        label=_("First day in force"),
        widget=DayInput(),
        help_text=_("Applications begun from then on are judged by it."),
    )
    reason = forms.CharField(
        label=_("Reasons"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version, whether it is in force today, and its adoptions, latest first."""

    scheme: LabelScheme
    is_in_force: bool
    adoptions: list[SchemeAdoption]


@dataclass(frozen=True, slots=True)
class SchemesPage:
    """Versions, the simulation asked for, and a form to adopt what was tried, where that is due."""

    versions: list[VersionLine]
    form: SimulationForm
    simulation: Simulation | None
    adoption: AdoptionForm | None
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
@require_http_methods(["GET", "HEAD", "POST"])
def label_schemes(request: HttpRequest) -> HttpResponse:
    """Versions of the scheme; try one on all files scored under another, and then adopt it."""
    person, today = person_of(request), timezone.localdate()
    require_officer(person)
    code, now = scheme_code(), scheme_in_force(today)
    versions = scheme_versions(code)
    form = SimulationForm(versions, request.GET if "new" in request.GET else None)
    trial, lines, adoption = None, {}, None
    if form.is_bound and form.is_valid():
        old, new = (scheme(code, form.cleaned_data[each]) for each in ("old", "new"))
        trial = tried(old, new)
        lines = {
            change: [_effect_line(each, trial.applications) for each in trial.simulation.of(change)]
            for change in ("loses", "gains", "cannot_tell")
        }
        # What is in force is adopted already; another is adopted once it was tried against that.
        if now is not None and old.version == now.version != new.version:
            adoption = AdoptionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if adoption is None:
            messages.error(request, _("Try the version against the one in force first."))
            return redirect("label_schemes")
        if adoption.is_valid():
            try:
                scheme_adopt(
                    by=person, version=form.cleaned_data["new"], on=today, **adoption.cleaned_data
                )
            except ValidationError as problem:
                adoption.add_error(None, problem)
            else:
                messages.success(request, _("The version is adopted."))
                return redirect("label_schemes")
    page = SchemesPage(
        versions=_versions(code, versions, now),
        form=form,
        simulation=trial.simulation if trial else None,
        adoption=adoption,
        losing=lines.get("loses", []),
        gaining=lines.get("gains", []),
        unclear=lines.get("cannot_tell", []),
        files=trial.files if trial else 0,
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


def _versions(code: str, versions: tuple[str, ...], now: LabelScheme | None) -> list[VersionLine]:
    adoptions = defaultdict(list)
    for each in SchemeAdoption.objects.of(code).order_by("-begins", "-pk"):
        adoptions[each.version].append(each)
    return [
        VersionLine(scheme(code, each), now is not None and now.version == each, adoptions[each])
        for each in reversed(versions)
    ]


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


def _effect_line(effect: Effect, applications: dict[int, Application]) -> EffectLine:
    application = applications[effect.file]
    return EffectLine(
        effect,
        str(application.organisation),
        application.get_absolute_url(),
        str(application.get_level_display()),
    )
