"""Searches of the directory that somebody keeps: making, changing and deleting them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.collaboration.web.actions import saved_searches as actions
from hanse.collaboration.web.forms.saved_searches import RhythmForm, SavedSearchForm
from hanse.collaboration.web.models.saved_searches import SavedSearch
from hanse.collaboration.web.search_asked import asked_of
from hanse.collaboration.web.search_shown import Chip, chips
from hanse.foundation.web.access import person_of


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """A search of the list, its conditions in words, and the form of its mail."""

    search: SavedSearch
    conditions: Sequence[Chip]
    form: RhythmForm


@require_GET
@login_required
def saved_searches(request: HttpRequest) -> HttpResponse:
    """One's own searches."""
    kept = [
        KeptSearch(
            each,
            chips(asked_of(QueryDict(each.query))),
            RhythmForm(initial={"rhythm": each.rhythm}, auto_id=f"rhythm-{each.pk}-%s"),
        )
        for each in SavedSearch.objects.visible_to(request.user)
    ]
    return render(request, "collaboration/saved_searches.html", {"kept": kept})


@require_http_methods(["GET", "POST"])
@login_required
def saved_search_create(request: HttpRequest) -> HttpResponse:
    """Keep the search whose conditions are given; with a GET, under which name."""
    form = SavedSearchForm(request.POST or None, initial={"query": request.GET.urlencode()})
    if request.method == "POST" and form.is_valid():
        try:
            search = actions.saved_search_create(by=person_of(request), **form.cleaned_data)
        except ValidationError as problem:
            form.add_error("name", problem)
        else:
            messages.success(request, _("The search is kept: “%(name)s”.") % {"name": search.name})
            return redirect("saved_searches")
    query = request.POST.get("query", request.GET.urlencode())
    conditions = chips(asked_of(QueryDict(query)))
    return render(
        request,
        "collaboration/saved_search_create.html",
        {"form": form, "conditions": conditions},
        status=422 if form.errors else 200,
    )


@require_POST
@login_required
def saved_search_change(request: HttpRequest, number: int) -> HttpResponse:
    """Say how often mail comes."""
    search = _own(request, number)
    form = RhythmForm(request.POST)
    if form.is_valid():
        actions.saved_search_change(by=person_of(request), search=search, **form.cleaned_data)
        messages.success(request, _("Your changes are saved."))
    return redirect("saved_searches")


@require_POST
@login_required
def saved_search_delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a search."""
    search = _own(request, number)
    actions.saved_search_delete(by=person_of(request), search=search)
    messages.success(request, _("The search is deleted: “%(name)s”.") % {"name": search.name})
    return redirect("saved_searches")


@require_http_methods(["GET", "POST"])
def saved_search_unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End the mail of a search by its link; a form asks first, as mail programs open links."""
    search = actions.search_of_token(token)
    if search is None:
        raise Http404(_("This link does not hold any more: the search may be deleted."))
    done = request.method == "POST"
    if done:
        actions.saved_search_unsubscribe(search=search)
    return render(request, "collaboration/saved_search_unsubscribe.html", {"done": done})


def _own(request: HttpRequest, number: int) -> SavedSearch:
    return get_object_or_404(SavedSearch.objects.editable_by(request.user), pk=number)
