"""Registers the Observatory's web part with Django."""

from typing import Final

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObservatoryConfig(AppConfig):
    """The app `observatory`."""

    name = "hanse.observatory.web"
    label = "observatory"
    verbose_name = _("Observatory")
    door: Final = "home"
    component_parts: Final = "hanse.observatory.web.samples.component_parts"
    main_pages: Final = (
        ("atlas", _("Atlas")),
        ("regions", _("Regions")),
        ("categories", _("Categories")),
        ("emerging", _("Emerging industries")),
        ("finder", _("Finder")),
        ("rankings", _("Rankings")),
        ("compare_regions", _("Compare")),
        ("methods", _("Methods")),
        ("data", _("Data")),
    )
