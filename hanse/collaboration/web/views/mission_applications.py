"""Applications for a mission: begun, changed, handed in, read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.collaboration.missions.selection import CRITERION_WORDS
from hanse.collaboration.missions.states import STEPS, may_step
from hanse.collaboration.web.actions.mission_applications import (
    application_begin,
    application_change,
    application_submit,
    application_take_back,
    application_take_up,
    application_withdraw,
)
from hanse.collaboration.web.forms.mission_applications import (
    ApplicantForm,
    MissionApplicationForm,
)
from hanse.collaboration.web.mission_pages import (
    MissionFrame,
    mission_frame,
    number_of,
    sector_names,
    show_rival_row,
    visible_mission,
)
from hanse.collaboration.web.mission_permits import parts_at
from hanse.collaboration.web.mission_words import APPLICATION_TONES
from hanse.collaboration.web.models.mission_applications import (
    MissionApplication,
    MissionAssessment,
)
from hanse.collaboration.web.models.missions import Mission
from hanse.collaboration.web.models.offers import Offer
from hanse.collaboration.web.models.profiles import CodeKind, ProfileCode
from hanse.collaboration.web.views.missions import may_apply, told_state
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User

_STEPS: Final[dict[str, tuple[Callable[..., Any], str | Promise, str | Promise]]] = {
    "submit": (
        application_submit,
        gettext_lazy("Hand in"),
        gettext_lazy("The application is handed in."),
    ),
    "take_back": (
        application_take_back,
        gettext_lazy("Take back to change it"),
        gettext_lazy("The application is a draft again."),
    ),
    "withdraw": (
        application_withdraw,
        gettext_lazy("Withdraw"),
        gettext_lazy("The application is withdrawn."),
    ),
    "take_up": (
        application_take_up,
        gettext_lazy("Give it the free place"),
        gettext_lazy("The organisation is asked to confirm its place."),
    ),
}
"""Step -> its action, what its button says, what is said after it."""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """What one assessor thinks. points: criterion in words, and points."""

    assessment: MissionAssessment
    points: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """The page of an application. scores: for who assesses alone, else None."""

    frame: MissionFrame
    application: MissionApplication
    state: str
    tone: str
    told: bool
    sectors: list[str]
    steps: list[tuple[str, str]]
    may_change: bool
    may_assess: bool
    criteria: list[str]
    scores: list[ScoreLine] | None


@login_required
@require_http_methods(["GET", "POST"])
def mission_apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin an application, with what the profile of the organisation says already."""
    person = person_of(request)
    found = visible_mission(person, slug)
    own = list(may_apply(person, found).order_by("name", "pk"))
    if not own:
        raise PermissionDenied(
            _("Editors of an organisation that has not applied yet apply for it.")
        )
    chosen = next((each for each in own if each.slug == request.GET.get("of")), own[0])
    applicant = ApplicantForm(own, request.POST or None, initial={"organisation": chosen.pk})
    form = MissionApplicationForm(request.POST or None, initial=known_of(chosen))
    if request.method == "POST" and applicant.is_valid() and form.is_valid():
        try:
            made = application_begin(
                by=person,
                mission=found,
                organisation=applicant.cleaned_data["organisation"],
                details=form.details(),
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The draft is saved. Hand it in when it is ready."))
            return redirect(made)
    context = {
        "frame": mission_frame(person, found, "mission"),
        "form": form,
        "applicant": applicant,
        "title": _("Apply"),
    }
    return render(request, "collaboration/mission_application_form.html", context)


@login_required
@require_GET
def mission_application(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One application, for its organisation, assessors and organisers."""
    person = person_of(request)
    found, application = _application(person, slug, number)
    frame = mission_frame(person, found, "mission_review")
    parts = parts_at(person, found, application)
    offered = {
        code
        for code, step in STEPS.items()
        if step.of == "application" and may_step(code, found.state, application.state, parts)
    }
    due = found.applications.due(found, timezone.localdate()).filter(pk=application.pk).exists()
    offered -= {"application_take_back"} if due else {"application_assess"}
    state = application.state if frame.at.assesses else told_state(application, found)
    scores = None
    if frame.at.assesses:
        scores = [
            ScoreLine(
                each,
                [
                    (_(label), each.scores.get(name.value, 0))
                    for name, (label, _question) in CRITERION_WORDS.items()
                ],
            )
            for each in application.assessments.select_related("assessor")
        ]
    page = ApplicationPage(
        frame=frame,
        application=application,
        state=str(MissionApplication(state=state).get_state_display()),
        tone=APPLICATION_TONES[state],
        told=state == application.state and application.decided is not None,
        sectors=sector_names(application.sectors),
        steps=[
            (name, str(words))
            for name, (_action, words, _said) in _STEPS.items()
            if f"application_{name}" in offered
        ],
        may_change="application_change" in offered,
        may_assess="application_assess" in offered,
        criteria=[_(label) for label, _question in CRITERION_WORDS.values()],
        scores=scores,
    )
    context = {"page": page, "frame": frame}
    return render(request, "collaboration/mission_application.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def mission_application_edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change a draft; two who do so at once are told of each other."""
    person = person_of(request)
    found, application = _application(person, slug, number)
    if not MissionApplication.objects.editable_by(person).filter(pk=number).exists():
        raise PermissionDenied(_("This application is not changed any more."))
    form = MissionApplicationForm(request.POST or None, instance=application)
    seen = number_of(request.POST.get("seen", ""), application.revision)
    if request.method == "POST" and form.is_valid():
        try:
            application_change(
                by=person, application=application, details=form.details(), seen=seen
            )
        except ValidationError as problem:
            form.add_error(None, problem)
            now = MissionApplication.objects.get(pk=number)
            if now.revision != seen:
                seen = now.revision
                show_rival_row(form, now, form.details())
        else:
            messages.success(request, _("The draft is saved. Hand it in when it is ready."))
            return redirect(application)
    context = {
        "frame": mission_frame(person, found, "mission"),
        "form": form,
        "seen": seen,
        "title": _("Change the application"),
    }
    return render(request, "collaboration/mission_application_form.html", context)


@login_required
@require_POST
def mission_application_take(
    request: HttpRequest, slug: str, number: int, step: str
) -> HttpResponse:
    """Hand an application in, take it back, withdraw it, or take it up from the reserve list."""
    person = person_of(request)
    _found, application = _application(person, slug, number)
    if step not in _STEPS:
        raise Http404
    act, _button, said = _STEPS[step]
    try:
        act(by=person, application=application)
    except ValidationError as problem:
        for each in problem.messages:
            messages.error(request, each)
    else:
        messages.success(request, str(said))
    return redirect(application)


def known_of(organisation: Organisation) -> dict[str, Any]:
    """What the site knows of an organisation that an application asks for."""
    sectors = ProfileCode.objects.filter(
        profile__organisation=organisation, kind=CodeKind.CATEGORY
    ).values_list("code", flat=True)
    texts: dict[str, list[str]] = {"offers": [], "needs": []}
    for kind, title in (
        Offer.objects.published().filter(organisation=organisation).values_list("kind", "title")
    ):
        texts["offers" if kind.endswith("offer") else "needs"].append(title)
    return {"sectors": list(sectors), **{name: "\n".join(each) for name, each in texts.items()}}


def _application(person: User, slug: str, number: int) -> tuple[Mission, MissionApplication]:
    found = visible_mission(person, slug)
    application: MissionApplication = get_object_or_404(
        MissionApplication.objects.visible_to(person)
        .filter(mission=found)
        .select_related("organisation"),
        pk=number,
    )
    application.mission = found
    return found, application
