"""The pages of the audit log."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from hanse.foundation.web.access import administrator_required
from hanse.foundation.web.audit_words import action_words
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from hanse.foundation.web.views.organisations import editable_organisation

_PER_PAGE: Final = 50


def _action_choices() -> list[tuple[str, str | Promise]]:
    return [("", _("All actions")), *sorted(action_words().items())]


class AuditFilterForm(forms.Form):
    """Which events to list."""

    action = forms.ChoiceField(
        label=_("Action"),
        required=False,
        choices=_action_choices,
    )
    by = forms.CharField(label=_("By (e-mail address)"), required=False, max_length=254)
    object = forms.CharField(label=_("Object"), required=False, max_length=100)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


@dataclass(frozen=True, slots=True)
class Log:
    """A page of events."""

    form: AuditFilterForm
    page: Page[AuditEvent]
    words: str
    total: int
    organisation: Organisation | None = None


@administrator_required
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """All that was done on the site."""
    return _log(request, AuditEvent.objects.visible_to(request.user), None)


@login_required
@require_GET
def organisation_log(request: HttpRequest, slug: str) -> HttpResponse:
    """What was done to one organisation, for its editors."""
    organisation = editable_organisation(request, slug)
    events = AuditEvent.objects.visible_to(request.user).filter(organisation=organisation)
    return _log(request, events, organisation)


def _log(
    request: HttpRequest, events: QuerySet[AuditEvent], organisation: Organisation | None
) -> HttpResponse:
    form = AuditFilterForm(request.GET or None)
    if form.is_bound and form.is_valid():
        events = events.filter(**_conditions(form.cleaned_data))
    paginator = Paginator(events.select_related("by"), _PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    _name_people(page.object_list)
    words = request.GET.copy()
    words.pop("page", None)
    log = Log(form, page, words.urlencode(), paginator.count, organisation)
    return render(request, "foundation/audit.html", {"log": log})


def _conditions(wanted: dict[str, Any]) -> dict[str, Any]:
    found = {
        "action": wanted["action"],
        "by__email__iexact": wanted["by"],
        "object_label__icontains": wanted["object"],
        "at__date__gte": wanted["since"],
        "at__date__lt": wanted["until"] + timedelta(days=1) if wanted["until"] else None,
    }
    return {name: value for name, value in found.items() if value}


def _name_people(events: Any) -> None:
    """Give events about people the name of now, which the log itself does not keep."""
    about = {
        int(each.object_id)
        for each in events
        if each.object_type == "foundation.user" and each.object_id.isdigit()
    }
    names = {person.pk: str(person) for person in User.objects.filter(pk__in=about)}
    words = action_words()
    for each in events:
        each.words = words.get(each.action, each.action)
        each.changed = "; ".join(f"{key}: {_said(value)}" for key, value in each.changes.items())
        each.label = each.object_label
        if each.object_type == "foundation.user" and each.object_id.isdigit():
            each.label = names.get(int(each.object_id), "")


def _said(value: Any) -> str:
    """A change as people read it: before and after, or the new value."""
    if isinstance(value, list) and len(value) == 2:
        return " \N{RIGHTWARDS ARROW} ".join(
            str(each) if each not in {None, ""} else "\N{EN DASH}" for each in value
        )
    return str(value)
