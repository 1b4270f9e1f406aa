"""The pages of organisations: list, detail, new, edit, withdrawn and back."""

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.foundation.web.access import administrator_required, person_of
from hanse.foundation.web.actions.organisations import (
    organisation_change,
    organisation_create,
    organisation_restore,
    organisation_withdraw,
)
from hanse.foundation.web.countries import region_choices
from hanse.foundation.web.forms.organisations import OrganisationFilterForm, OrganisationForm
from hanse.foundation.web.models.organisations import (
    JoinRequest,
    Membership,
    MembershipKind,
    Organisation,
)
from hanse.foundation.web.models.people import User
from hanse.foundation.web.navigation import Entry, organisation_pages
from hanse.foundation.web.organisation_notes import Note, organisation_notes

_PER_PAGE: Final = 25


@dataclass(frozen=True, slots=True)
class Listing:
    """The page of the list."""

    form: OrganisationFilterForm
    page: Page[Organisation]
    words: str
    total: int
    filtered: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """The page of one organisation.

    membership: the reader's own; request: the reader's open request to join. pages: those of the
    pillars about it, for its own people. notes: what the pillars say of it.
    """

    organisation: Organisation
    may_edit: bool
    membership: Membership | None
    request: JoinRequest | None
    pages: list[Entry]
    notes: list[Note]


@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """Organisations by name, kind and country."""
    form = OrganisationFilterForm(request.GET)
    found = Organisation.objects.visible_to(request.user).filter(withdrawn__isnull=True)
    wanted = form.cleaned_data if form.is_valid() else {}
    if wanted.get("q"):
        found = found.filter(Q(name__icontains=wanted["q"]) | Q(native_name__icontains=wanted["q"]))
    for field in ("kind", "country"):
        if wanted.get(field):
            found = found.filter(**{field: wanted[field]})
    paginator = Paginator(
        found.only("slug", "name", "native_name", "kind", "country", "region", "fictitious"),
        _PER_PAGE,
    )
    page = paginator.get_page(request.GET.get("page"))
    words = request.GET.copy()
    words.pop("page", None)
    listing = Listing(
        form,
        page,
        words.urlencode(),
        paginator.count,
        any(wanted.get(name) for name in ("q", "kind", "country")),
    )
    return render(request, "foundation/organisations.html", {"listing": listing})


@require_GET
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What is known of one organisation, and what the reader may do there."""
    organisation = visible_organisation(request, slug)
    membership, asked = None, None
    if isinstance(request.user, User):
        own = {"organisation": organisation, "person": request.user}
        membership = Membership.objects.current().filter(**own).first()
        if membership is None:
            asked = JoinRequest.objects.open().filter(**own).first()
    may_edit = Organisation.objects.editable_by(request.user).filter(pk=organisation.pk).exists()
    is_own = membership is not None or may_edit
    detail = Detail(
        organisation,
        may_edit,
        membership,
        asked,
        organisation_pages(
            organisation.slug,
            organisation.kind,
            editor=membership is not None and membership.kind == MembershipKind.EDITOR,
        )
        if is_own
        else [],
        organisation_notes(organisation),
    )
    return render(request, "foundation/organisation_detail.html", {"detail": detail})


@login_required
@require_http_methods(["GET", "POST"])
def organisation_new(request: HttpRequest) -> HttpResponse:
    """Make an organisation; who makes it is its first editor."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation = organisation_create(by=person_of(request), details=form.cleaned_data)
        messages.success(request, _("The organisation is there. Invite your colleagues next."))
        return redirect("organisation_members", organisation.slug)
    return _form_page(request, form, None)


@login_required
@require_http_methods(["GET", "POST"])
def organisation_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is said of an organisation."""
    organisation = editable_organisation(request, slug)
    form = OrganisationForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        organisation_change(
            by=person_of(request), organisation=organisation, details=form.cleaned_data
        )
        messages.success(request, _("Your changes are saved."))
        return redirect(organisation)
    return _form_page(request, form, organisation)


@administrator_required
@require_POST
def organisation_standing(request: HttpRequest, slug: str) -> HttpResponse:
    """Withdraw an organisation, or bring it back."""
    organisation = visible_organisation(request, slug)
    act = organisation_restore if organisation.withdrawn else organisation_withdraw
    try:
        act(by=person_of(request), organisation=organisation)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect(organisation)


def visible_organisation(request: HttpRequest, slug: str) -> Organisation:
    """The organisation of an address. Raises `Http404` unless the reader may see it."""
    organisation: Organisation = get_object_or_404(
        Organisation.objects.visible_to(request.user), slug=slug
    )
    return organisation


def editable_organisation(request: HttpRequest, slug: str) -> Organisation:
    """The organisation of an address, to be edited.

    Raises `Http404` unless the reader may see it, `PermissionDenied` unless they may edit it.
    """
    organisation = visible_organisation(request, slug)
    if not Organisation.objects.editable_by(request.user).filter(pk=organisation.pk).exists():
        raise PermissionDenied(_("This page is for the editors of the organisation."))
    return organisation


def _form_page(
    request: HttpRequest, form: OrganisationForm, organisation: Organisation | None
) -> HttpResponse:
    return render(
        request,
        "foundation/organisation_form.html",
        {"form": form, "organisation": organisation, "regions": region_choices()},
    )
