"""Registers the web part of Excellence with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExcellenceConfig(AppConfig):
    """The app `excellence`."""

    name = "hanse.excellence.web"
    label = "excellence"
    verbose_name = _("Excellence")
