"""What came of a mission: answers to questions, outcomes with others, the report and prints."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.collaboration.missions.states import STEPS
from hanse.collaboration.web.actions.mission_outcomes import (
    follow_up_answer,
    outcome_confirm,
    outcome_deny,
    outcome_state,
    outcome_take_back,
)
from hanse.collaboration.web.forms.mission_places import FollowUpForm, OutcomeForm
from hanse.collaboration.web.mission_pages import MissionFrame, mission_frame, visible_mission
from hanse.collaboration.web.models.mission_outcomes import MissionFollowUp, MissionOutcome
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.people import User

_ANSWERS: Final[dict[str, tuple[Callable[..., Any], str | Promise]]] = {
    "confirm": (outcome_confirm, gettext_lazy("Thank you: it counts now.")),
    "deny": (outcome_deny, gettext_lazy("It does not count.")),
    "take_back": (outcome_take_back, gettext_lazy("It is taken back.")),
}


@dataclass(frozen=True, slots=True)
class OwnOutcomes:
    """What one of the reader's organisations said, was told and is asked."""

    place: MissionParticipant
    questions: list[MissionFollowUp]
    stated: list[MissionOutcome]
    told: list[MissionOutcome]


@dataclass(frozen=True, slots=True)
class OutcomesPage:
    """The page of outcomes. answers: of all participants, for organisers."""

    frame: MissionFrame
    own: list[OwnOutcomes]
    may_tell: bool
    answers: list[MissionFollowUp]


@login_required
@require_GET
def mission_outcomes(request: HttpRequest, slug: str) -> HttpResponse:
    """What one's organisation says came of it; for the organiser what all answered."""
    person = person_of(request)
    found = visible_mission(person, slug)
    frame = mission_frame(person, found, "mission_outcomes")
    if not frame.at.inside:
        raise PermissionDenied(_("Outcomes are for those who take part."))
    places = [each for each in frame.at.places if each.confirmed and not each.withdrawn]
    outcomes = list(
        MissionOutcome.objects.filter(Q(stated_by__in=places) | Q(other__in=places)).select_related(
            "stated_by__organisation", "other__organisation"
        )
    )
    questions = list(MissionFollowUp.objects.filter(participant__in=places))
    page = OutcomesPage(
        frame=frame,
        own=[
            OwnOutcomes(
                place,
                [each for each in questions if each.participant_id == place.pk],
                [each for each in outcomes if each.stated_by_id == place.pk],
                [each for each in outcomes if each.other_id == place.pk],
            )
            for place in places
        ],
        may_tell=found.state in STEPS["outcome_state"].missions,
        answers=list(
            MissionFollowUp.objects.filter(
                participant__mission=found, answered__isnull=False
            ).select_related("participant__organisation")
        )
        if frame.at.organises
        else [],
    )
    return render(request, "collaboration/mission_outcomes.html", {"page": page, "frame": frame})


@login_required
@require_http_methods(["GET", "POST"])
def mission_outcome_new(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say what came of the mission with another participant."""
    person = person_of(request)
    found, place = _own(person, slug, number)
    form = OutcomeForm(place, request.POST or None)
    if request.method == "POST" and form.is_valid():
        details = {name: form.cleaned_data[name] for name in form.fields}
        try:
            made = outcome_state(by=person, place=place, **details)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(
                request,
                _("Both of you say so: it counts.")
                if made.confirmed
                else _("The other organisation is asked to confirm it."),
            )
            return redirect("mission_outcomes", found.slug)
    context = {
        "frame": mission_frame(person, found, "mission_outcomes"),
        "form": form,
        "title": _("Say what came of it"),
    }
    return render(request, "collaboration/mission_part_form.html", context)


@login_required
@require_POST
def mission_outcome_answer(
    request: HttpRequest, slug: str, number: int, answer: str
) -> HttpResponse:
    """Confirm or deny what the other side said; take back what one's own side said."""
    person = person_of(request)
    found = visible_mission(person, slug)
    if answer not in _ANSWERS:
        raise Http404
    own = found.participants.for_person(person)
    side = Q(stated_by__in=own) if answer == "take_back" else Q(other__in=own)
    outcome = get_object_or_404(
        MissionOutcome.objects.filter(side).select_related(
            "stated_by__mission", "stated_by__organisation"
        ),
        pk=number,
        stated_by__mission=found,
    )
    act, said = _ANSWERS[answer]
    try:
        act(by=person, outcome=outcome)
    except ValidationError as problem:
        for each in problem.messages:
            messages.error(request, each)
    else:
        messages.success(request, str(said))
    return redirect("mission_outcomes", found.slug)


@login_required
@require_http_methods(["GET", "POST"])
def mission_follow_up(request: HttpRequest, slug: str, number: int, months: int) -> HttpResponse:
    """Answer the question what came of the mission."""
    person = person_of(request)
    found, place = _own(person, slug, number)
    question = get_object_or_404(place.follow_ups, months=months)
    form = FollowUpForm(request.POST or None, initial={"remark": question.remark})
    if request.method == "POST" and form.is_valid():
        try:
            follow_up_answer(
                by=person, place=place, months=months, remark=form.cleaned_data["remark"]
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(
                request, _("Thank you. Contacts, cooperation and agreements are said one by one.")
            )
            return redirect("mission_outcomes", found.slug)
    context = {
        "frame": mission_frame(person, found, "mission_outcomes"),
        "form": form,
        "title": _("What came of the mission?"),
    }
    return render(request, "collaboration/mission_part_form.html", context)


def _own(person: User, slug: str, number: int) -> tuple[Mission, MissionParticipant]:
    found = visible_mission(person, slug)
    place: MissionParticipant = get_object_or_404(
        found.participants.taking_part().for_person(person).select_related("organisation"),
        pk=number,
    )
    place.mission = found
    return found, place
