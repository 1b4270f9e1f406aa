"""The review of a mission's applications: points, a proposal, the decision, who scores."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from hanse.collaboration.missions.cut_offs import next_cut_off
from hanse.collaboration.missions.selection import MOST, Proposed, proposal
from hanse.collaboration.missions.states import ApplicationState
from hanse.collaboration.web.actions.mission_applications import (
    application_assess,
    application_decide,
)
from hanse.collaboration.web.actions.missions import (
    could_assess,
    mission_assessor_add,
    mission_assessor_remove,
)
from hanse.collaboration.web.actions.missions import mission_tell as tell
from hanse.collaboration.web.attempts import tried
from hanse.collaboration.web.consortium_words import said
from hanse.collaboration.web.forms.mission_applications import AssessmentForm, DecisionForm
from hanse.collaboration.web.forms.missions import AssessorForm
from hanse.collaboration.web.mission_pages import (
    MissionFrame,
    mission_frame,
    run_mission,
    show_rivals,
    visible_mission,
)
from hanse.collaboration.web.mission_permits import mission_steps
from hanse.collaboration.web.mission_words import APPLICATION_CHOICES, APPLICATION_TONES
from hanse.collaboration.web.models.consortia import edited_by
from hanse.collaboration.web.models.mission_applications import (
    MissionApplication,
    MissionAssessment,
)
from hanse.collaboration.web.models.missions import MissionAssessor
from hanse.foundation.web.access import person_of


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """An application in the review.

    points: the mean of the sums; None without any. scored: by how many. mine: whether the reader
    has scored it. cut_off: the date that it comes under; None where the call has one alone.
    proposed: outcome and reason in words. outcome, remark: fields of the decision, None where the
    reader does not decide.
    """

    application: MissionApplication
    tone: str
    rank: int
    points: float | None
    scored: int
    mine: bool
    cut_off: date | None
    proposed: str
    reason: str
    outcome: BoundField | None
    remark: BoundField | None


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The page of the review. deciding: whether the reader decides now.

    waiting: applications due by a cut-off date whose applicants can be told while the call goes on.
    next_cut_off: the one ahead. reserve: those on the reserve list who have been told so.
    """

    frame: MissionFrame
    lines: list[ReviewLine]
    form: DecisionForm
    deciding: bool
    selected: int
    most: int
    assessors: list[MissionAssessor]
    assessor_form: AssessorForm | None
    waiting: int
    next_cut_off: date | None
    reserve: int


@login_required
@require_http_methods(["GET", "POST"])
def mission_review(request: HttpRequest, slug: str) -> HttpResponse:
    """All applications with their points, a proposal, and the decision of the organiser."""
    person = person_of(request)
    found = visible_mission(person, slug)
    frame = mission_frame(person, found, "mission_review")
    if not frame.at.assesses:
        raise PermissionDenied(_("The organiser and assessors read applications."))
    applications = list(
        found.applications.in_review()
        .select_related("organisation", "participant")
        .prefetch_related(Prefetch("assessments", MissionAssessment.objects.order_by("pk")))
        .order_by("organisation__name", "pk")
    )
    for each in applications:
        each.mission = found
    on = timezone.localdate()
    due = set(found.applications.due(found, on).values_list("pk", flat=True))
    waiting = [each for each in applications if each.pk in due and each.told is None]
    deciding = bool(waiting) and found.state in {"call", "review"} and frame.at.organises
    proposed = proposal(
        (each.scored for each in waiting),
        found.places,
        most_of_a_country=found.country_places,
        going=[
            each.organisation.country
            for each in applications
            if each.told and each.state == ApplicationState.SELECTED and not _gave_up(each)
        ],
    )
    others = [each for each in applications if each not in waiting]
    form = DecisionForm(
        waiting, {each.key: each.outcome.value for each in proposed}, request.POST or None
    )
    if request.method == "POST":
        if not deciding:
            raise PermissionDenied(_("The organiser decides while applications are in review."))
        if form.is_valid():
            try:
                application_decide(
                    by=person,
                    mission=found,
                    decisions=form.decisions(),
                    seen=form.seen(),
                )
            except ValidationError as problem:
                form.add_error(None, problem)
                show_rivals(form, form.standing(), form.cleaned_data)
            else:
                messages.success(
                    request, _("The decisions are kept. Applicants are told once you say so.")
                )
                return redirect("mission_review", found.slug)
    steps = mission_steps(found, frame.at)
    page = ReviewPage(
        frame=frame,
        lines=_lines(waiting, proposed, form if deciding else None, person.pk)
        + [_told(each, person.pk) for each in others],
        form=form,
        deciding=deciding,
        selected=sum(
            each.state == ApplicationState.SELECTED and not _gave_up(each) for each in applications
        ),
        reserve=sum(
            each.state == ApplicationState.RESERVE and each.told is not None
            for each in applications
        ),
        most=MOST,
        assessors=list(found.assessors.select_related("person")),
        assessor_form=AssessorForm(
            could_assess(found).exclude(pk__in=found.assessors.values("person"))
        )
        if "mission_assessor_add" in steps
        else None,
        waiting=len(waiting) if "mission_tell" in steps else 0,
        next_cut_off=next_cut_off(found.cut_off_days, on) if found.state == "call" else None,
    )
    return render(request, "collaboration/mission_review.html", {"page": page, "frame": frame})


@login_required
@require_POST
def mission_tell(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell those who applied by a cut-off date what was decided."""
    person = person_of(request)
    found = run_mission(person, slug)
    tried(
        request,
        lambda: tell(by=person, mission=found),
        lambda count: (
            ngettext("%(count)d applicant is told.", "%(count)d applicants are told.", count)
            % {"count": count}
        ),
    )
    return redirect("mission_review", found.slug)


@login_required
@require_http_methods(["GET", "POST"])
def mission_assess(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Score one application."""
    person = person_of(request)
    found = visible_mission(person, slug)
    application = get_object_or_404(
        MissionApplication.objects.visible_to(person)
        .filter(mission=found)
        .select_related("organisation"),
        pk=number,
    )
    application.mission = found
    frame = mission_frame(person, found, "mission_review")
    named = found.assessors.filter(person=person).exists()
    if not named or edited_by(person).filter(pk=application.organisation_id).exists():
        raise PermissionDenied(_("Assessors score applications, not those of their own."))
    before = application.assessments.filter(assessor=person).first()
    initial: dict[str, Any] = {**before.scores, "remark": before.remark} if before else {}
    form = AssessmentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            application_assess(
                by=person,
                application=application,
                scores=form.scores(),
                remark=form.cleaned_data["remark"],
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("Your points are kept."))
            return redirect("mission_review", found.slug)
    context = {"frame": frame, "form": form, "application": application}
    return render(request, "collaboration/mission_assess.html", context)


@login_required
@require_POST
def mission_assessors(request: HttpRequest, slug: str) -> HttpResponse:
    """Name an assessor, or take one off by `remove`."""
    person = person_of(request)
    found = run_mission(person, slug)
    try:
        remove = request.POST.get("remove", "")
        if remove.isascii() and remove.isdigit():
            assessor = get_object_or_404(found.assessors, pk=int(remove))
            mission_assessor_remove(by=person, mission=found, number=assessor.pk)
            messages.success(request, _("The assessor is taken off."))
        else:
            form = AssessorForm(could_assess(found), request.POST)
            if not form.is_valid():
                raise ValidationError(_("Choose an assessor."))
            mission_assessor_add(by=person, mission=found, person=form.cleaned_data["person"])
            messages.success(request, _("The assessor is named."))
    except ValidationError as problem:
        for each in problem.messages:
            messages.error(request, each)
    return redirect("mission_review", found.slug)


def _lines(
    applications: list[MissionApplication],
    proposed: list[Proposed],
    form: DecisionForm | None,
    reader: int,
) -> list[ReviewLine]:
    """Applications in the order of the proposal."""
    known = {each.pk: each for each in applications}
    words = dict(APPLICATION_CHOICES)
    lines = []
    for each in proposed:
        application = known[each.key]
        assessments = list(application.assessments.all())
        lines.append(
            ReviewLine(
                application=application,
                tone=APPLICATION_TONES[application.state],
                rank=each.rank,
                points=None if each.points is None else float(each.points),
                scored=len(assessments),
                mine=any(one.assessor_id == reader for one in assessments),
                cut_off=_cut_off(application),
                proposed=""
                if each.outcome is ApplicationState.SUBMITTED
                else str(words[each.outcome.value]),
                reason=said(each.reason),
                outcome=form[f"outcome_{application.pk}"] if form else None,
                remark=form[f"remark_{application.pk}"] if form else None,
            )
        )
    return lines


def _gave_up(application: MissionApplication) -> bool:
    """Whether it led to a place that was given up or taken back."""
    place = getattr(application, "participant", None)
    return place is not None and place.withdrawn is not None


def _told(application: MissionApplication, reader: int) -> ReviewLine:
    """An application that is not decided now: its applicant is told, or its cut-off is ahead."""
    points = application.scored.points
    assessments = list(application.assessments.all())
    return ReviewLine(
        application=application,
        tone=APPLICATION_TONES[application.state],
        rank=application.rank or 0,
        points=None if points is None else float(points),
        scored=len(assessments),
        mine=any(one.assessor_id == reader for one in assessments),
        cut_off=_cut_off(application),
        proposed="",
        reason="",
        outcome=None,
        remark=None,
    )


def _cut_off(application: MissionApplication) -> date | None:
    mission = application.mission
    if not mission.cut_offs or application.submitted is None:
        return None
    return next_cut_off(mission.cut_off_days, timezone.localdate(application.submitted))
