"""Registers the foundation's web part with Django."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    """The app `foundation`."""

    default = True
    name = "hanse.foundation.web"
    label = "foundation"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        """Let the audit log hear of sign-ins, once models are there."""
        from hanse.foundation.web.account_events import listen  # noqa: PLC0415

        listen()


class AdministrationConfig(admin_apps.AdminConfig):
    """Django's administration, opened to our administrators alone."""

    default = False
    default_site = "hanse.foundation.web.administration.Administration"
