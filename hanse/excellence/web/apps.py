"""Registers the web part of Excellence with Django."""

from typing import Final

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from hanse.excellence.web.audit_words import ACTION_WORDS


class ExcellenceConfig(AppConfig):
    """The app `excellence`."""

    name = "hanse.excellence.web"
    label = "excellence"
    verbose_name = _("Excellence")
    action_words: Final = ACTION_WORDS
    door: Final = "excellence"
    main_pages: Final = (
        ("benchmarkings", _("Benchmarking")),
        ("labels", _("Labels")),
        ("register", _("Register")),
        ("courses", _("Trainings")),
        ("certified_people", _("Certified people")),
        ("programme", _("Programme")),
        ("verify", _("Verify")),
    )
    administrator_pages: Final = (("keys", _("Keys that sign badges")),)
    organisation_pages: Final = (
        ("organisation_benchmarkings", _("Benchmarkings"), ("cluster",)),
        ("next_level", _("The way to the next level"), ("cluster",)),
    )
    organisation_editor_pages: Final = (("label_apply", _("Apply for a label"), ("cluster",)),)
