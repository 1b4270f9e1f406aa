"""Experts of a file: whom the system proposes and why not others, and who they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hanse.excellence.label.proposing import Verdict
from hanse.excellence.label.sight import Part
from hanse.excellence.web.actions.label_experts import experts_propose
from hanse.excellence.web.forms.label_experts import ProposalForm
from hanse.excellence.web.label_expertise import Proposed, proposal_for
from hanse.excellence.web.label_frame import frame, opened, turned_away
from hanse.excellence.web.label_words import from_kept, kept, said
from hanse.excellence.web.models.label_assessments import ExpertAssignment
from hanse.foundation.web.access import person_of
from hanse.foundation.web.countries import country_names
from hanse.foundation.web.models.people import User


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A candidate: who, whether the system chose them, whether they can be chosen, and why."""

    person: User
    country: str
    chosen: bool
    open: bool
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class ExpertLine:
    """An expert of the file, or one who was."""

    name: str
    country: str
    role: str
    standing: str
    on: date
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class ExpertsPage:
    """The experts of a file; candidates and a form for the secretariat while it proposes."""

    team: list[ExpertLine]
    former: list[ExpertLine]
    candidates: list[CandidateLine]
    wanting: str
    form: ProposalForm | None


@login_required
@require_http_methods(["GET", "POST"])
def label_experts(request: HttpRequest, number: int) -> HttpResponse:
    """Experts of the file; the secretariat proposes them here."""
    file = opened(request, number)
    file.require(Part.EXPERTS)
    desk = file.desk
    proposing = "experts_propose" in desk.offered()
    if request.method == "POST" and not proposing:
        return turned_away(request, desk, "experts_propose")
    proposed = form = None
    if proposing:
        proposed = proposal_for(file.application, desk.on)
        form = ProposalForm(proposed, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                experts_propose(
                    by=person_of(request),
                    application=file.application,
                    experts=form.team,
                    observers=list(form.cleaned_data["observers"]),
                    reasons=_reasons(proposed),
                    on=desk.on,
                )
            except ValidationError as problem:
                form.add_error(None, problem)
            else:
                messages.success(request, _("The experts are proposed, and told by mail."))
                return redirect(file.application)
    inside = Part.CHOOSING in file.parts
    everybody = list(
        file.application.assignments.select_related("person__expert_profile").order_by(
            "-is_lead", "pk"
        )
    )
    page = ExpertsPage(
        team=[_line(each, with_reasons=inside) for each in everybody if each.ended is None],
        former=[_line(each, with_reasons=False) for each in everybody if each.ended and inside],
        candidates=_candidates(proposed) if proposed else [],
        wanting=said(proposed.proposal.wanting) if proposed and proposed.proposal.wanting else "",
        form=form,
    )
    context = {"frame": frame(file, "label_experts"), "page": page}
    return render(request, "excellence/label_experts.html", context)


def _candidates(proposed: Proposed) -> list[CandidateLine]:
    names = country_names()

    def order(verdict: Verdict) -> tuple[bool, bool]:
        return not verdict.chosen, not verdict.open

    return [
        CandidateLine(
            person=proposed.people[each.expert],
            country=names.get(_country(proposed.people[each.expert]), ""),
            chosen=each.chosen,
            open=each.open,
            reasons=[said(reason) for reason in each.reasons],
        )
        for each in sorted(proposed.proposal.verdicts, key=order)
    ]


def _country(person: User) -> str:
    profile = getattr(person, "expert_profile", None)
    return profile.country if profile else ""


def _line(assignment: ExpertAssignment, *, with_reasons: bool) -> ExpertLine:
    if assignment.ended:
        standing, on = assignment.get_end_reason_display(), assignment.ended
    elif assignment.accepted:
        standing, on = _("accepted"), assignment.accepted
    else:
        standing, on = _("proposed"), assignment.proposed
    role = (
        _("observer")
        if assignment.is_observer
        else _("lead expert")
        if assignment.is_lead
        else _("expert")
    )
    return ExpertLine(
        name=str(assignment.person),
        country=country_names().get(_country(assignment.person), ""),
        role=role,
        standing=str(standing),
        on=on,
        reasons=[said(from_kept(each)) for each in assignment.reasons] if with_reasons else [],
    )


def _reasons(proposed: Proposed) -> Mapping[int, list[dict[str, Any]]]:
    return {
        each.expert: [kept(reason) for reason in each.reasons]
        for each in proposed.proposal.verdicts
        if each.open
    }
