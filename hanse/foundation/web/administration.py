"""The administration site: for administrators, signed in through our own page."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from hanse.foundation.web.models.people import User


class Administration(AdminSite):
    """Django's administration behind our sign-in, with its throttling and second factor."""

    site_header = _("Hanse: administration")
    site_title = _("Hanse")
    index_title = _("Administration")

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person is an administrator."""
        return isinstance(request.user, User) and request.user.is_administrator

    def login(self, request: HttpRequest, _extra_context: object = None) -> HttpResponseRedirect:
        """Lead to our own sign-in."""
        following = urlencode({"next": request.GET.get("next", reverse("admin:index"))})
        return HttpResponseRedirect(f"{reverse('account_login')}?{following}")
