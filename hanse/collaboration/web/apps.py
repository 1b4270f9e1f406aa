"""Registers the web part of Collaboration with Django."""

from typing import Final

from django.apps import AppConfig
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.audit_words import ACTION_WORDS


class CollaborationConfig(AppConfig):
    """The app `collaboration`."""

    name = "hanse.collaboration.web"
    label = "collaboration"
    verbose_name = _("Collaboration")
    action_words: Final = ACTION_WORDS
    door: Final = "collaboration"
    organisation_notes: Final = "hanse.collaboration.web.record_notes.record_notes"
    main_pages: Final[tuple[tuple[str, str | Promise], ...]] = (
        ("directory", _("Directory")),
        ("offers", _("Partner search")),
        ("agreements", _("Agreements")),
        ("consortia", _("Consortia")),
        ("journey", _("Journey")),
        ("news", _("News")),
    )
