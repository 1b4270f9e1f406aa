"""The list of a cluster organisation's members, for its editors."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hanse.collaboration.web.actions.directory_members import (
    cluster_member_add,
    cluster_member_change,
    cluster_member_end,
)
from hanse.collaboration.web.forms.directory_members import ClusterMemberForm
from hanse.collaboration.web.models.profiles import ClusterMember
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind
from hanse.foundation.web.views.organisations import editable_organisation

_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class MembersPage:
    """The list. total: members now."""

    organisation: Organisation
    page: Page[ClusterMember]
    total: int
    form: ClusterMemberForm


@login_required
@require_http_methods(["GET", "POST"])
def cluster_members(request: HttpRequest, slug: str) -> HttpResponse:
    """Members now, and a form for one more."""
    organisation = own_cluster(request, slug)
    form = ClusterMemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cluster_member_add(
            by=person_of(request), organisation=organisation, details=form.cleaned_data
        )
        messages.success(request, _("The member is added."))
        return redirect("cluster_members", slug)
    current = ClusterMember.objects.filter(cluster=organisation).current(timezone.localdate())
    paginator = Paginator(current.select_related("member"), _PER_PAGE)
    page = MembersPage(
        organisation, paginator.get_page(request.GET.get("page")), paginator.count, form
    )
    return render(request, "collaboration/cluster_members.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def cluster_member_edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change a member, or let the membership end."""
    organisation = own_cluster(request, slug)
    member = get_object_or_404(ClusterMember, cluster=organisation, pk=number)
    person = person_of(request)
    form = ClusterMemberForm(request.POST or None, instance=member)
    if request.method == "POST" and "end" in request.POST:
        try:
            cluster_member_end(
                by=person,
                member=ClusterMember.objects.get(pk=member.pk),
                on=timezone.localdate(),
            )
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        else:
            messages.success(request, _("The membership has ended."))
        return redirect("cluster_members", slug)
    if request.method == "POST" and form.is_valid():
        cluster_member_change(by=person, member=member, details=form.cleaned_data)
        messages.success(request, _("Your changes are saved."))
        return redirect("cluster_members", slug)
    return render(
        request,
        "collaboration/cluster_member_change.html",
        {"form": form, "member": member, "organisation": organisation},
    )


def own_cluster(request: HttpRequest, slug: str) -> Organisation:
    """The cluster organisation of an address, to be edited. Raises `Http404` for other kinds."""
    organisation = editable_organisation(request, slug)
    if organisation.kind != OrganisationKind.CLUSTER:
        raise Http404(_("Only cluster organisations have this page."))
    return organisation
