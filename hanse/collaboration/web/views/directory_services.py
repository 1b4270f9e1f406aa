"""Services of an organisation, their ratings by firms, and what the ratings say to the cluster."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hanse.collaboration.directory.ratings import LEAST_RATERS
from hanse.collaboration.web.actions import directory_services as actions
from hanse.collaboration.web.directory_ratings import YearRated, years_rated
from hanse.collaboration.web.forms.directory_services import RatingForm, ServiceForm
from hanse.collaboration.web.models.directory_services import Service
from hanse.collaboration.web.models.profiles import Profile
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind
from hanse.foundation.web.models.people import User
from hanse.foundation.web.views.organisations import editable_organisation, visible_organisation


@dataclass(frozen=True, slots=True)
class ServicesPage:
    """The services an organisation offers, for its editors."""

    organisation: Organisation
    services: Sequence[Service]
    form: ServiceForm


@dataclass(frozen=True, slots=True)
class ImprovementPage:
    """What firms think of the services, from so many raters on that nobody is told apart."""

    organisation: Organisation
    years: Sequence[YearRated]
    least: int


@login_required
@require_http_methods(["GET", "POST"])
def service_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Services offered now, and a form for one more."""
    organisation = editable_organisation(request, slug)
    form = ServiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.service_save(
            by=person_of(request), organisation=organisation, details=form.cleaned_data
        )
        messages.success(request, _("The service is in your entry."))
        return redirect("service_list", slug)
    services = list(organisation.services.offered(timezone.localdate()))
    page = ServicesPage(organisation, services, form)
    return render(request, "collaboration/service_list.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def service_change(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change a service, or offer it no more."""
    organisation = editable_organisation(request, slug)
    service = get_object_or_404(Service, organisation=organisation, pk=number)
    form = ServiceForm(request.POST or None, instance=service)
    if request.method == "POST" and "end" in request.POST:
        try:
            actions.service_end(
                by=person_of(request),
                service=Service.objects.get(pk=number),
                on=timezone.localdate(),
            )
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        return redirect("service_list", slug)
    if request.method == "POST" and form.is_valid():
        actions.service_save(
            by=person_of(request),
            organisation=organisation,
            details=form.cleaned_data,
            service=service,
        )
        messages.success(request, _("Your changes are saved."))
        return redirect("service_list", slug)
    return render(
        request,
        "collaboration/service_change.html",
        {"form": form, "service": service, "organisation": organisation},
    )


@login_required
@require_http_methods(["GET", "POST"])
def service_rate(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A firm says what it thinks of a service it used."""
    organisation = visible_organisation(request, slug)
    get_object_or_404(Profile.objects.visible_to(request.user), organisation=organisation)
    service = get_object_or_404(Service, organisation=organisation, pk=number)
    firms = own_firms(person_of(request))
    if not firms:
        raise PermissionDenied(_("Services are rated by editors of the firms that used them."))
    today = timezone.localdate()
    form = RatingForm(
        request.POST or None,
        firms=Organisation.objects.filter(pk__in=[each.pk for each in firms]),
        years=[today.year, today.year - 1],
    )
    if request.method == "POST" and form.is_valid():
        actions.service_rate(
            by=person_of(request),
            firm=form.cleaned_data["firm"],
            service=service,
            year=form.cleaned_data["year"],
            answers=form.answers,
            on=today,
        )
        messages.success(request, _("Thank you. Only figures of several firms together are shown."))
        return redirect("profile", slug)
    return render(
        request,
        "collaboration/service_rate.html",
        {"form": form, "service": service, "organisation": organisation, "least": LEAST_RATERS},
    )


@login_required
@require_GET
def improvement(request: HttpRequest, slug: str) -> HttpResponse:
    """What the firms think of the services of a cluster organisation, for its editors."""
    organisation = editable_organisation(request, slug)
    page = ImprovementPage(organisation, years_rated(organisation), LEAST_RATERS)
    return render(request, "collaboration/improvement.html", {"page": page})


def own_firms(person: User) -> list[Organisation]:
    """The firms that `person` is an editor of, by name."""
    editing = person.memberships.editors().values("organisation")
    return list(
        Organisation.objects.filter(
            pk__in=editing, kind=OrganisationKind.FIRM, withdrawn__isnull=True
        )
    )
