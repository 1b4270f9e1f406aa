"""Firms ask to join cluster organisations; both sides see their requests and answer them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.collaboration.web.actions import directory_joining as actions
from hanse.collaboration.web.forms.directory_services import ClusterAnswerForm, JoinClusterForm
from hanse.collaboration.web.models.directory_joining import JoinClusterRequest
from hanse.collaboration.web.views.directory_services import own_firms
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind
from hanse.foundation.web.views.organisations import editable_organisation, visible_organisation


@dataclass(frozen=True, slots=True)
class RequestsPage:
    """Requests of a firm, or to a cluster organisation. is_cluster: it is for it to answer."""

    organisation: Organisation
    open_ones: Sequence[JoinClusterRequest]
    answered: Sequence[JoinClusterRequest]
    is_cluster: bool


@login_required
@require_http_methods(["GET", "POST"])
def cluster_join(request: HttpRequest, slug: str) -> HttpResponse:
    """A firm asks to join a cluster organisation."""
    cluster = visible_organisation(request, slug)
    if cluster.kind != OrganisationKind.CLUSTER:
        raise Http404(_("Firms join cluster organisations only."))
    firms = own_firms(person_of(request))
    form = JoinClusterForm(
        request.POST or None,
        firms=Organisation.objects.filter(pk__in=[each.pk for each in firms]),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.cluster_join_ask(
                by=person_of(request),
                firm=form.cleaned_data["firm"],
                cluster=cluster,
                on=timezone.localdate(),
                message=form.cleaned_data["message"],
            )
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The cluster organisation is told; you get its answer."))
            return redirect("cluster_requests", form.cleaned_data["firm"].slug)
    return render(
        request,
        "collaboration/cluster_join.html",
        {"form": form, "cluster": cluster, "firms": firms},
    )


@login_required
@require_GET
def cluster_requests(request: HttpRequest, slug: str) -> HttpResponse:
    """Requests to join, of a firm or to a cluster organisation."""
    organisation = editable_organisation(request, slug)
    is_cluster = organisation.kind == OrganisationKind.CLUSTER
    side = {"cluster": organisation} if is_cluster else {"firm": organisation}
    found = list(JoinClusterRequest.objects.filter(**side).select_related("firm", "cluster")[:200])
    page = RequestsPage(
        organisation,
        [each for each in found if each.state == "asked"],
        [each for each in found if each.state != "asked"],
        is_cluster,
    )
    return render(request, "collaboration/cluster_requests.html", {"page": page})


@login_required
@require_POST
def cluster_join_answer(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Accept or decline a firm, or take one's own request back."""
    organisation = editable_organisation(request, slug)
    asked = get_object_or_404(
        JoinClusterRequest.objects.visible_to(request.user).select_related("firm", "cluster"),
        pk=number,
    )
    form = ClusterAnswerForm(request.POST)
    if not form.is_valid():
        for problems in form.errors.values():
            messages.error(request, " ".join(map(str, problems)))
        return redirect("cluster_requests", slug)
    try:
        _answer(request, organisation, asked, form)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("cluster_requests", slug)


def _answer(
    request: HttpRequest,
    organisation: Organisation,
    asked: JoinClusterRequest,
    form: ClusterAnswerForm,
) -> None:
    person, answer = person_of(request), form.cleaned_data["answer"]
    own = asked.firm if answer == "withdraw" else asked.cluster
    if own != organisation:
        raise PermissionDenied(_("This request is not before this organisation."))
    if answer == "accept":
        actions.cluster_join_accept(by=person, request=asked, on=timezone.localdate())
    elif answer == "decline":
        actions.cluster_join_decline(by=person, request=asked, reason=form.cleaned_data["reason"])
    else:
        actions.cluster_join_withdraw(by=person, request=asked)
