"""Registers the foundation's web part with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    """The app `foundation`."""

    name = "hanse.foundation.web"
    label = "foundation"
    verbose_name = _("People and organisations")
