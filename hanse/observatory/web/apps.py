"""Registers the Observatory's web part with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObservatoryConfig(AppConfig):
    """The app `observatory`."""

    name = "hanse.observatory.web"
    label = "observatory"
    verbose_name = _("Observatory")
