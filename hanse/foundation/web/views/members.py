"""The pages of who belongs to an organisation: members, invitations, requests to join."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hanse.foundation.web.access import person_of
from hanse.foundation.web.actions import invitations, join_requests, memberships
from hanse.foundation.web.attempts import attempt
from hanse.foundation.web.forms.organisations import (
    InvitationForm,
    JoinAnswerForm,
    JoinRequestForm,
)
from hanse.foundation.web.models.organisations import (
    Invitation,
    JoinRequest,
    Membership,
    MembershipKind,
    Organisation,
)
from hanse.foundation.web.models.people import User
from hanse.foundation.web.views.organisations import editable_organisation, visible_organisation


@dataclass(frozen=True, slots=True)
class Members:
    """The page of an organisation's members."""

    organisation: Organisation
    members: list[Membership]
    invitations: list[Invitation]
    requests: list[JoinRequest]
    form: InvitationForm


@login_required
@require_http_methods(["GET", "POST"])
def organisation_members(request: HttpRequest, slug: str) -> HttpResponse:
    """Members, open invitations and open requests; a form invites."""
    organisation = editable_organisation(request, slug)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitations.invitation_send(
                by=person_of(request),
                organisation=organisation,
                email=form.cleaned_data["email"],
                kind=MembershipKind(form.cleaned_data["kind"]),
            )
        except ValidationError as problem:
            form.add_error("email", problem)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("organisation_members", slug)
    page = Members(
        organisation,
        list(organisation.memberships.current().select_related("person")),
        list(organisation.invitations.open().select_related("sent_by")),
        list(organisation.join_requests.open().select_related("person")),
        form,
    )
    return render(request, "foundation/organisation_members.html", {"page": page})


@login_required
@require_POST
def membership_change(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Make a member an editor, or the other way round."""
    membership = _membership(request, slug, number)
    kind = (
        MembershipKind.MEMBER if membership.kind == MembershipKind.EDITOR else MembershipKind.EDITOR
    )
    attempt(
        request,
        _("The membership is changed."),
        memberships.membership_change,
        membership=membership,
        kind=kind,
    )
    return _back(request, membership.organisation)


@login_required
@require_POST
def membership_end(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a member out."""
    membership = _membership(request, slug, number)
    attempt(
        request,
        _("The membership is ended."),
        memberships.membership_end,
        membership=membership,
    )
    return _back(request, membership.organisation)


@login_required
@require_http_methods(["GET", "POST"])
def membership_leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave an organisation."""
    organisation = visible_organisation(request, slug)
    if not organisation.memberships.current().filter(person=person_of(request)).exists():
        raise PermissionDenied(_("You do not belong to this organisation."))
    if request.method == "POST":
        attempt(
            request,
            _("You have left the organisation."),
            memberships.membership_leave,
            organisation=organisation,
        )
        return redirect(organisation)
    return render(request, "foundation/membership_leave.html", {"organisation": organisation})


# --- Invitations ------------------------------------------------------------------------------


@login_required
@require_POST
def invitation_revoke(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take an invitation back."""
    organisation = editable_organisation(request, slug)
    invitation = get_object_or_404(organisation.invitations, pk=number)
    attempt(
        request,
        _("The invitation is revoked."),
        invitations.invitation_revoke,
        invitation=invitation,
    )
    return redirect("organisation_members", slug)


@require_http_methods(["GET", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """What the link in the mail shows: whom it is from, and a button to accept."""
    invitation = invitations.invitation_behind(token)
    if invitation is None:
        raise Http404(_("This link is not complete. Copy all of it from the mail."))
    is_open = invitation.is_open and not invitation.organisation.withdrawn
    person = request.user if isinstance(request.user, User) else None
    suits = person is not None and invitations.is_for(invitation, person)
    if request.method == "POST" and is_open and person is not None:
        if attempt(
            request,
            _("You now belong to this organisation."),
            invitations.invitation_accept,
            invitation=invitation,
        ):
            return redirect(invitation.organisation)
        return redirect(request.path)
    return render(
        request,
        "foundation/invitation_accept.html",
        {"invitation": invitation, "is_open": is_open, "suits": suits},
        status=200 if is_open else 410,
    )


# --- Requests to join -------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "POST"])
def join_request_make(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to join."""
    organisation = visible_organisation(request, slug)
    form = JoinRequestForm()
    if request.method == "POST":
        form = JoinRequestForm(request.POST)
        if form.is_valid():
            try:
                join_requests.join_request_make(
                    by=person_of(request),
                    organisation=organisation,
                    message=form.cleaned_data["message"],
                )
            except ValidationError as problem:
                form.add_error(None, problem)
            else:
                messages.success(request, _("Your request is sent. The editors will answer it."))
                return redirect(organisation)
    return render(
        request, "foundation/join_request.html", {"organisation": organisation, "form": form}
    )


@login_required
@require_POST
def join_request_withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take one's own request back."""
    organisation = visible_organisation(request, slug)
    asked = get_object_or_404(
        organisation.join_requests.filter(person=person_of(request)), pk=number
    )
    attempt(
        request,
        _("Your request is withdrawn."),
        join_requests.join_request_withdraw,
        request=asked,
    )
    return redirect(organisation)


@login_required
@require_POST
def join_request_answer(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Accept a request, or refuse it with a reason."""
    organisation = editable_organisation(request, slug)
    asked = get_object_or_404(organisation.join_requests.select_related("person"), pk=number)
    form = JoinAnswerForm(request.POST)
    if form.is_valid():
        attempt(
            request,
            _("The request is answered."),
            join_requests.join_request_answer,
            request=asked,
            accept=form.cleaned_data["answer"] == "accept",
            reason=form.cleaned_data["reason"],
        )
    else:
        messages.error(request, " ".join(str(each) for each in _errors(form)))
    return redirect("organisation_members", slug)


def _errors(form: JoinAnswerForm) -> list[str]:
    return [str(each) for problems in form.errors.values() for each in problems]


def _membership(request: HttpRequest, slug: str, number: int) -> Membership:
    organisation = editable_organisation(request, slug)
    found: Membership = get_object_or_404(organisation.memberships.current(), pk=number)
    return found


def _back(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """To the members, or to the organisation for who has just ceased to be an editor."""
    editable = Organisation.objects.editable_by(request.user).filter(pk=organisation.pk)
    if editable.exists():
        return redirect("organisation_members", organisation.slug)
    return redirect(organisation)
