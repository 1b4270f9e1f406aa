"""The administration site: for administrators, signed in through our own page."""

from collections.abc import Iterable
from typing import Any, Final

from django.contrib.admin import AdminSite, ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanse.foundation.web.access import lacks_second_factor, to_second_factor
from hanse.foundation.web.models.people import User

_TAKEN: Final = ("hanse.", "django_tasks_db.")


class Administration(AdminSite):
    """Django's administration behind our sign-in, with its throttling and second factor."""

    site_header = gettext_lazy("Hanse: administration")
    site_title = "Hanse"
    index_title = gettext_lazy("Administration")

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: type[ModelAdmin[Any]] | None = None,
        **options: Any,
    ) -> None:
        """Take our own pages, and the list of jobs, which can only be read.

        Pages that libraries bring for addresses, second factors and groups are left out: what is
        written there would not stand in the audit log.
        """
        if admin_class is not None and admin_class.__module__.startswith(_TAKEN):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person is an administrator, with a second factor where it is asked for."""
        person = request.user
        return (
            isinstance(person, User) and person.is_administrator and not lacks_second_factor(person)
        )

    def login(self, request: HttpRequest, _extra_context: object = None) -> HttpResponseRedirect:
        """Lead to our own sign-in, or to what keeps the person out."""
        if isinstance(request.user, User):
            if lacks_second_factor(request.user):
                return to_second_factor(request)
            if not request.user.is_administrator:
                raise PermissionDenied(_("This page is for administrators."))
            return HttpResponseRedirect(reverse("admin:index"))
        following = urlencode({"next": request.GET.get("next", reverse("admin:index"))})
        return HttpResponseRedirect(f"{reverse('account_login')}?{following}")
