"""The page Excellence opens with: the way from a questionnaire to a label, in figures of today."""

from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.certificates import Certificate
from hanse.excellence.web.models.labels import Label, Level
from hanse.excellence.web.models.sessions import TrainingSession
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the way: what it is, how much there is of it, and the pages for it."""

    title: str | Promise
    text: str | Promise
    count: int
    unit: str | Promise
    icon: str
    ways: tuple[tuple[str | Promise, str], ...]


@dataclass(frozen=True, slots=True)
class Pillar:
    """The page. levels: labels that hold today, lowest level first. own: the reader's clusters."""

    stages: list[Stage]
    levels: list[tuple[str, int]]
    own: list[Organisation]


@require_GET
def excellence(request: HttpRequest) -> HttpResponse:
    """What Excellence is for, and where to go."""
    today = timezone.localdate()
    counted = dict(
        Label.objects.filter(state="active", valid_from__lte=today, valid_until__gte=today)
        .values_list("level")
        .annotate(Count("pk"))
    )
    reader = request.user
    own = (
        list(Organisation.objects.of(reader).filter(kind="cluster"))
        if isinstance(reader, User)
        else []
    )
    page = Pillar(
        _stages(sum(counted.values())),
        [(str(Level(code).label), counted.get(code, 0)) for code in Level.values],
        own,
    )
    return render(request, "excellence/excellence.html", {"page": page})


def _stages(labels: int) -> list[Stage]:
    today = timezone.localdate()
    return [
        Stage(
            _("Benchmarking"),
            _(
                "A cluster organisation answers a questionnaire; a certified expert goes through "
                "it with them. A report compares it fairly with its peers."
            ),
            Benchmarking.objects.confirmed().count(),
            _("confirmed benchmarkings"),
            "clipboard-check",
            ((_("My benchmarkings"), reverse("benchmarkings")),),
        ),
        Stage(
            _("Labels"),
            _(
                "Bronze, silver and gold, by criteria anyone can read, assessed by independent "
                "experts and decided by a board. Every step stands in a log."
            ),
            labels,
            _("labels that hold today"),
            "award",
            (
                (_("Public register"), reverse("register")),
                (_("Applications"), reverse("labels")),
                (_("Check a badge or certificate"), reverse("verify")),
            ),
        ),
        Stage(
            _("Trainings and certificates"),
            _(
                "Experts, trainers and instructors are trained, calibrated against model cases, "
                "examined and certified, for three years at a time."
            ),
            Certificate.objects.valid(today).count(),
            _("certificates that hold today"),
            "graduation-cap",
            (
                (_("Trainings"), reverse("courses")),
                (_("Certified people"), reverse("certified_people")),
            ),
        ),
        Stage(
            _("Programme"),
            _("Calls and their projects: what was promised, and what the records say came of it."),
            TrainingSession.objects.filter(state="held").count(),
            _("trainings held"),
            "target",
            ((_("Calls and projects"), reverse("programme")),),
        ),
    ]
