"""Members of a consortium: who belongs to it, who is asked, what each does."""

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from hanse.collaboration.web.actions.consortium_members import (
    consortium_accept,
    consortium_decline,
    consortium_invite,
    consortium_leave,
    consortium_role,
    consortium_uninvite,
)
from hanse.collaboration.web.consortium_pages import (
    Frame,
    frame,
    inner_consortium,
    visible_consortium,
)
from hanse.collaboration.web.consortium_permits import offered
from hanse.collaboration.web.forms.consortia import InviteForm, RoleForm
from hanse.collaboration.web.models.consortia import ConsortiumMember, ConsortiumRole
from hanse.collaboration.web.views.consortia import asked_of
from hanse.foundation.web.access import person_of

_ANSWERS: Final = {
    "accept": (consortium_accept, gettext_noop("Your organisation is a member now.")),
    "decline": (consortium_decline, gettext_noop("The invitation is declined.")),
    "leave": (consortium_leave, gettext_noop("Your organisation has left.")),
    "uninvite": (consortium_uninvite, gettext_noop("The invitation is taken back.")),
}


@dataclass(frozen=True, slots=True)
class Members:
    """The page of members. places: all, those who left or declined last. own: keys of those that
    the reader may leave."""

    frame: Frame
    places: list[ConsortiumMember]
    steps: frozenset[str]
    own: frozenset[int]
    form: InviteForm | None


@login_required
@require_http_methods(["GET", "POST"])
def consortium_members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who belongs to it, and asking others."""
    person = person_of(request)
    found = inner_consortium(person, slug)
    steps = offered(person, found)
    form = InviteForm(asked_of(found), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            place = consortium_invite(
                by=person,
                consortium=found,
                organisation=form.cleaned_data["organisation"],
                role=form.cleaned_data["role"],
                function=form.cleaned_data["function"],
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("%(name)s is invited.") % {"name": place.organisation})
            return redirect("consortium_members", found.slug)
    head = frame(person, found, "consortium_members")
    order = {"accepted": 0, "invited": 1}
    places = sorted(
        found.members.select_related("organisation"),
        key=lambda each: (order.get(each.place, 2), each.pk),
    )
    own = frozenset(
        each.pk
        for each in head.at.members
        if each.place == "accepted" and each.role != ConsortiumRole.COORDINATOR
    )
    page = Members(head, places, steps, own, form if "consortium_invite" in steps else None)
    return render(request, "collaboration/consortium_members.html", {"page": page, "frame": head})


@login_required
@require_POST
def consortium_answer(request: HttpRequest, slug: str, number: int, answer: str) -> HttpResponse:
    """Accept or decline, leave, or take an invitation back."""
    person = person_of(request)
    found = visible_consortium(person, slug)
    if answer not in _ANSWERS:
        raise Http404
    place = get_object_or_404(found.members.select_related("consortium", "organisation"), pk=number)
    act, words = _ANSWERS[answer]
    try:
        act(by=person, place=place)
    except ValidationError as problem:
        for each in problem.messages:
            messages.error(request, each)
    else:
        messages.success(request, _(words))
    if answer == "uninvite":
        return redirect("consortium_members", found.slug)
    still = type(found).objects.visible_to(person).filter(pk=found.pk).exists()
    return redirect("consortium", found.slug) if still else redirect("consortia")


@login_required
@require_http_methods(["GET", "POST"])
def consortium_member(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say what a member does in the consortium."""
    person = person_of(request)
    found = inner_consortium(person, slug)
    place = get_object_or_404(found.members.open().select_related("organisation"), pk=number)
    form = RoleForm(request.POST or None, instance=place)
    if request.method == "POST" and form.is_valid():
        try:
            consortium_role(
                by=person,
                place=ConsortiumMember.objects.select_related("consortium").get(pk=place.pk),
                role=form.cleaned_data["role"],
                function=form.cleaned_data["function"],
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The role is saved."))
            return redirect("consortium_members", found.slug)
    head = frame(person, found, "consortium_members")
    context = {"form": form, "frame": head, "title": place.organisation.name}
    return render(request, "collaboration/consortium_part_form.html", context)
