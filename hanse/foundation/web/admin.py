"""What administrators see and change of people and organisations, every change in the audit log."""

from typing import Any, TypeVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from hanse.foundation.roles import Role
from hanse.foundation.web.access import person_of
from hanse.foundation.web.actions.roles import role_end, role_grant
from hanse.foundation.web.audit import record_event
from hanse.foundation.web.forms.organisations import OrganisationForm
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.consents import Consent
from hanse.foundation.web.models.organisations import (
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
)
from hanse.foundation.web.models.people import RoleGrant, User
from hanse.foundation.web.numbers import number_sent

M = TypeVar("M", bound=models.Model)


class Recorded(admin.ModelAdmin[M]):
    """Writes what administrators do to the audit log; nothing is deleted here."""

    def log_addition(self, request: HttpRequest, obj: M, message: Any) -> Any:
        """Record that `obj` was added."""
        record_event("administration_add", by=person_of(request), about=obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: M, message: Any) -> Any:
        """Record which fields of `obj` were changed."""
        record_event(
            "administration_change", by=person_of(request), about=obj, changes=_fields(message)
        )
        return super().log_change(request, obj, message)

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Nobody: people erase themselves, the rest is withdrawn or ended."""
        return False


class ReadOnly(Recorded[M]):
    """Shows rows, and lets nobody touch them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Nobody."""
        return False


@admin.register(User)
class UserAdmin(Recorded[User]):
    """People: who may sign in."""

    list_display = ("email", "name", "is_active", "fictitious", "joined", "last_login")
    list_filter = ("is_active", "fictitious", "role_grants__role")
    search_fields = ("email", "name")
    fields = ("email", "name", "language", "is_active", "fictitious", "joined", "last_login")
    readonly_fields = ("email", "fictitious", "joined", "last_login")
    ordering = ("email",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: people sign up themselves, and confirm their address."""
        return False


class PersonSelect(AutocompleteSelect):
    """Django's own select, which fails where it is sent what no person's number can be."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        """The options to show: those chosen."""
        return super().optgroups(
            name, [each for each in value if number_sent(each) is not None], attrs
        )


class RoleGrantForm(forms.ModelForm[RoleGrant]):
    """A role to grant, checked by the action that grants it."""

    class Meta:
        model = RoleGrant
        fields = ("person", "role", "ends")


@admin.register(RoleGrant)
class RoleGrantAdmin(Recorded[RoleGrant]):
    """Roles: granted here, and ended by the action of the list; the history stays."""

    form = RoleGrantForm
    list_display = ("person", "role", "begins", "ends", "granted_by", "ended_by")
    list_filter = ("role",)
    list_select_related = ("person", "granted_by", "ended_by")
    search_fields = ("person__email", "person__name")
    autocomplete_fields = ("person",)
    actions = ("end",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **more: Any) -> Any:
        """People are looked up as they are typed."""
        if db_field.name == "person":
            more["widget"] = PersonSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **more)

    def has_change_permission(self, request: HttpRequest, obj: RoleGrant | None = None) -> bool:
        """A grant is not changed: it is ended, and a new one made. The list itself is open."""
        return obj is None

    def save_model(
        self, request: HttpRequest, obj: RoleGrant, form: RoleGrantForm, change: bool
    ) -> None:
        """Grant by the action, which records it; say so where the action refuses."""
        try:
            granted = role_grant(
                by=person_of(request), person=obj.person, role=Role(obj.role), ends=obj.ends
            )
        except ValidationError as problem:
            messages.set_level(request, messages.ERROR)
            messages.error(request, " ".join(problem.messages))
            return
        obj.pk = granted.pk

    def log_addition(self, request: HttpRequest, obj: RoleGrant, message: Any) -> Any:
        """Nothing more: the action has recorded it, or refused."""
        return None

    def response_add(
        self, request: HttpRequest, obj: RoleGrant, post_url_continue: str | None = None
    ) -> Any:
        """Back to the list where the action refused, without the word that all went well."""
        return (
            super().response_add(request, obj, post_url_continue)
            if obj.pk
            else self.response_post_save_add(request, obj)
        )

    @admin.action(description=gettext_lazy("End these roles now"))
    def end(self, request: HttpRequest, queryset: QuerySet[RoleGrant]) -> None:
        """End each grant by its action."""
        for grant in queryset:
            try:
                role_end(by=person_of(request), grant=grant)
            except ValidationError as problem:
                messages.error(request, f"{grant}: {' '.join(problem.messages)}")
            else:
                messages.success(request, _("%(grant)s: ended.") % {"grant": grant})


@admin.register(Organisation)
class OrganisationAdmin(SimpleHistoryAdmin, Recorded[Organisation]):  # type: ignore[misc]
    """Organisations, with what they were before."""

    form = OrganisationForm
    object_history_list_template = "foundation/history_list.html"
    list_display = ("name", "kind", "country", "region", "fictitious", "withdrawn")
    list_filter = ("kind", "fictitious", "country")
    search_fields = ("name", "native_name", "slug")
    readonly_fields = ("slug", "fictitious", "created", "changed", "withdrawn")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """What one was before. Raises `Http404` for a number that none has."""
        if self.get_object(request, object_id) is None:
            raise Http404
        answer: HttpResponse = super().history_view(request, object_id, extra_context)
        return answer

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """One at one time. Raises `Http404` for numbers that none has."""
        if self.get_object(request, object_id) is None or number_sent(version_id) is None:
            raise Http404
        answer: HttpResponse = super().history_form_view(
            request, object_id, version_id, extra_context
        )
        return answer

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: an organisation is made on its own page, where it gets an editor."""
        return False


@admin.register(Membership)
class MembershipAdmin(ReadOnly[Membership]):
    """Who belongs where; changed on the members' page of the organisation."""

    list_display = ("person", "organisation", "kind", "since", "until")
    list_filter = ("kind",)
    list_select_related = ("person", "organisation")
    search_fields = ("person__email", "organisation__name")


@admin.register(Invitation)
class InvitationAdmin(ReadOnly[Invitation]):
    """Invitations and what became of them."""

    list_display = ("email", "organisation", "kind", "sent", "expires", "accepted", "revoked")
    list_select_related = ("organisation",)
    search_fields = ("email", "organisation__name")


@admin.register(JoinRequest)
class JoinRequestAdmin(ReadOnly[JoinRequest]):
    """Requests to join and their answers."""

    list_display = ("person", "organisation", "made", "answer", "answered_by")
    list_filter = ("answer",)
    list_select_related = ("person", "organisation", "answered_by")
    search_fields = ("person__email", "organisation__name")


@admin.register(Consent)
class ConsentAdmin(ReadOnly[Consent]):
    """Who agreed to what, and when."""

    list_display = ("person", "purpose", "version", "given", "withdrawn")
    list_filter = ("purpose", "version")
    list_select_related = ("person",)
    search_fields = ("person__email",)


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly[AuditEvent]):
    """The audit log, to be read."""

    list_display = ("at", "by", "action", "object_label", "organisation")
    list_filter = ("action",)
    list_select_related = ("by", "organisation")
    search_fields = ("object_label", "by__email")
    date_hierarchy = "at"


def _fields(message: Any) -> dict[str, Any]:
    """The names of changed fields out of Django's message; their values stay out of the log."""
    if not isinstance(message, list):
        return {}
    names = [
        name
        for part in message
        if isinstance(part, dict)
        for name in part.get("changed", {}).get("fields", [])
    ]
    return {str(name): "changed" for name in names}
