"""The finder's views that people keep."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hanse.foundation.web.models.people import User
from hanse.observatory.web.actions import saved_views as actions
from hanse.observatory.web.forms import FinderForm, SavedViewForm
from hanse.observatory.web.models import SavedView


@dataclass(frozen=True, slots=True)
class KeptView:
    """A saved view as the list shows it. conditions: its words, as they stand in the address."""

    view: SavedView
    conditions: list[tuple[str, str]]


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the decorator saw to it
    return request.user


@login_required
def saved_view_list(request: HttpRequest) -> HttpResponse:
    """The views of the person who asks."""
    labels = {name: str(field.label) for name, field in FinderForm.base_fields.items()}
    kept = [
        KeptView(
            view,
            [
                (labels.get(word, word), value)
                for word, value in QueryDict(view.query).dict().items()
            ],
        )
        for view in SavedView.objects.visible_to(_person(request))
    ]
    return render(request, "observatory/saved_view_list.html", {"kept": kept})


@require_POST
def saved_view_create(request: HttpRequest) -> HttpResponse:
    """Keep the conditions that were sent under the name that was sent.

    Who is not signed in is asked to, and comes back to the finder with these conditions.
    """
    query = QueryDict(request.POST.get("query", "")).urlencode()
    back = f"{reverse('finder')}{f'?{query}' if query else ''}"
    if not isinstance(request.user, User):
        messages.info(request, _("Sign in to keep this view. Its conditions are not lost."))
        return redirect_to_login(back)
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(each) for each in form.errors["name"]))
        return redirect(back)
    try:
        actions.saved_view_create(by=request.user, name=form.cleaned_data["name"], query=query)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(back)
    messages.success(request, _("The view is kept."))
    return redirect("saved_view_list")


@login_required
@require_http_methods(["GET", "POST"])
def saved_view_rename(request: HttpRequest, number: int) -> HttpResponse:
    """Give one of one's own views another name."""
    person = _person(request)
    view = get_object_or_404(SavedView.objects.editable_by(person), pk=number)
    form = SavedViewForm(request.POST or None, initial={"name": view.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.saved_view_rename(by=person, view=view, name=form.cleaned_data["name"])
        except ValidationError as problem:
            form.add_error("name", problem)
        else:
            messages.success(request, _("The view has its new name."))
            return redirect("saved_view_list")
    return render(request, "observatory/saved_view_rename.html", {"view": view, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def saved_view_delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete one of one's own views, once it has been confirmed."""
    person = _person(request)
    view = get_object_or_404(SavedView.objects.editable_by(person), pk=number)
    if request.method == "POST":
        actions.saved_view_delete(by=person, view=view)
        messages.success(request, _("The view is deleted."))
        return redirect("saved_view_list")
    return render(request, "observatory/saved_view_delete.html", {"view": view})
