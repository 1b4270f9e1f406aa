"""Tables brought to the directory: organisations by officers, members by their cluster."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hanse.collaboration.directory.import_rows import (
    MEMBER_COLUMNS,
    ORGANISATION_COLUMNS,
    member_rows,
    unread_columns,
)
from hanse.collaboration.directory.tables import RawTable
from hanse.collaboration.web.actions import directory_import as imports
from hanse.collaboration.web.actions import directory_members as members
from hanse.collaboration.web.directory_import import (
    Judged,
    judged_lines,
    judged_organisations,
    packed,
    table_of,
    unpacked,
)
from hanse.collaboration.web.directory_permits import permitted
from hanse.collaboration.web.forms.directory_import import OrganisationsFileForm
from hanse.collaboration.web.forms.directory_members import TableFileForm
from hanse.collaboration.web.models.profiles import ClusterMember
from hanse.collaboration.web.views.directory_members import own_cluster
from hanse.excellence.web.label_words import said
from hanse.foundation.problems import HanseError
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Organisation


@dataclass(frozen=True, slots=True)
class ImportPage:
    """The page. judged: None before a file was chosen; packed: the table, for the next step;
    notes: what was not read of the file, and how the rest was."""

    form: forms.Form
    columns: tuple[str, ...]
    judged: Judged | None
    packed: str
    notes: list[str]
    source: str
    source_address: str
    organisation: Organisation | None


@login_required
@require_http_methods(["GET", "POST"])
def organisations_import(request: HttpRequest) -> HttpResponse:
    """An officer brings a list of organisations: chosen, looked at, taken over."""
    if not permitted(request.user, "organisations_import"):
        raise PermissionDenied(_("This page is for the officers of the programme."))
    form = OrganisationsFileForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )
    new = {int(each) for each in request.POST.getlist("new") if each.isdigit()}
    again = "table" in request.POST
    if again:
        form.fields["file"].required = False
    table, judged = _judged(form, request, lambda found: judged_organisations(found, new))
    if judged and "take" in request.POST:
        made = imports.organisations_import(
            by=person_of(request),
            rows=judged.taken,
            source=form.cleaned_data["source"],
            source_address=form.cleaned_data["source_address"],
        )
        messages.success(
            request,
            ngettext(
                "%(count)d organisation is taken over.",
                "%(count)d organisations are taken over.",
                len(made),
            )
            % {"count": len(made)},
        )
        return redirect("directory")
    page = ImportPage(
        form,
        tuple(ORGANISATION_COLUMNS),
        judged,
        packed(table) if table else "",
        _notes(table, ORGANISATION_COLUMNS),
        form.cleaned_data.get("source", "") if judged else "",
        form.cleaned_data.get("source_address", "") if judged else "",
        None,
    )
    return render(request, "collaboration/directory_import.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def cluster_members_import(request: HttpRequest, slug: str) -> HttpResponse:
    """A cluster organisation brings the list of its members: chosen, looked at, taken over."""
    organisation = own_cluster(request, slug)
    today = timezone.localdate()
    current = ClusterMember.objects.filter(cluster=organisation).current(today)
    known = list(current.values_list("name", flat=True))
    form = TableFileForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )
    if "table" in request.POST:
        form.fields["file"].required = False
    table, judged = _judged(
        form, request, lambda found: judged_lines(member_rows(found, known, today))
    )
    if judged and "take" in request.POST:
        count = members.cluster_members_import(
            by=person_of(request), organisation=organisation, rows=judged.taken
        )
        messages.success(
            request,
            ngettext("%(count)d member is taken over.", "%(count)d members are taken over.", count)
            % {"count": count},
        )
        return redirect("cluster_members", slug)
    page = ImportPage(
        form,
        tuple(MEMBER_COLUMNS),
        judged,
        packed(table) if table else "",
        _notes(table, MEMBER_COLUMNS),
        "",
        "",
        organisation,
    )
    return render(request, "collaboration/directory_import.html", {"page": page})


def _notes(table: RawTable | None, columns: Mapping[str, tuple[str, ...]]) -> list[str]:
    if table is None:
        return []
    unread = unread_columns(table, columns)
    left = [_("Columns not read: %(names)s.") % {"names": ", ".join(unread)}] if unread else []
    return [*(said(each) for each in table.notes), *left]


def _judged(
    form: forms.Form, request: HttpRequest, judge: Callable[[RawTable], Judged]
) -> tuple[RawTable | None, Judged | None]:
    """The table of a file, or of the step before, and what was found of it."""
    if request.method != "POST" or not form.is_valid():
        return None, None
    try:
        file = form.cleaned_data.get("file")
        table = table_of(file) if file else unpacked(request.POST.get("table", ""))
        return table, judge(table)
    except ValidationError as problem:
        form.add_error("file", problem)
    except HanseError as problem:
        form.add_error("file", f"{problem.what} {problem.remedy}".strip())
    return None, None
