"""What experts and deciders say of themselves: ties, country, languages."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hanse.excellence.web.actions.label_ties import expert_profile_change, tie_declare, tie_end
from hanse.excellence.web.forms.label_experts import ProfileForm, TieForm
from hanse.excellence.web.models.certificates import Certificate
from hanse.excellence.web.models.label_experts import ExpertProfile
from hanse.excellence.web.models.label_ties import PersonalTie
from hanse.foundation.roles import Role
from hanse.foundation.web.access import person_of
from hanse.foundation.web.attempts import attempt
from hanse.foundation.web.models.organisations import Membership
from hanse.foundation.web.models.people import User


@dataclass(frozen=True, slots=True)
class TiesPage:
    """One's ties as one declared them and as the site knows them, and one's profile."""

    ties: list[PersonalTie]
    memberships: list[Membership]
    tie_form: TieForm
    profile_form: ProfileForm | None


@login_required
@require_http_methods(["GET", "POST"])
def label_ties(request: HttpRequest) -> HttpResponse:
    """Declare ties, and say where and in which languages one works."""
    person = _holder(request)
    is_expert = Certificate.objects.filter(person=person).exists()
    tie_form = TieForm(request.POST if "tie" in request.POST else None)
    if tie_form.is_bound and tie_form.is_valid():
        attempt(
            request,
            _("The tie is declared. Files of this organisation are closed to your offices."),
            tie_declare,
            **tie_form.cleaned_data,
        )
        return redirect("label_ties")
    profile_form = None
    if is_expert:
        profile = ExpertProfile.objects.filter(person=person).first()
        profile_form = ProfileForm(
            request.POST if "profile" in request.POST else None,
            initial={"country": profile.country, "languages": profile.languages} if profile else {},
        )
        if profile_form.is_bound and profile_form.is_valid():
            expert_profile_change(by=person, **profile_form.cleaned_data)
            messages.success(request, _("Your profile is saved."))
            return redirect("label_ties")
    page = TiesPage(
        list(PersonalTie.objects.visible_to(person).select_related("organisation")),
        list(person.memberships.select_related("organisation")),
        tie_form,
        profile_form,
    )
    return render(request, "excellence/label_ties.html", {"page": page})


@login_required
@require_POST
def tie_close(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a tie of one's own has ended today."""
    tie = get_object_or_404(
        PersonalTie.objects.visible_to(_holder(request)).filter(until=None), pk=number
    )
    attempt(request, _("The tie has ended today."), tie_end, tie=tie, until=timezone.localdate())
    return redirect("label_ties")


def _holder(request: HttpRequest) -> User:
    """The reader, who holds an office or a certificate. Raises `PermissionDenied`."""
    person = person_of(request)
    offices = {Role.EXPERT, Role.OFFICER, Role.BOARD}
    if not offices & person.granted_roles and not person.certificates.exists():
        raise PermissionDenied(_("This page is for experts, the board and the secretariat."))
    return person
