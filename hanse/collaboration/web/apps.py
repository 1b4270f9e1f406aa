"""Registers the web part of Collaboration with Django."""

from typing import Final

from django.apps import AppConfig
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.web.audit_words import ACTION_WORDS

KINDS: Final = ("cluster", "firm", "research", "public", "partner")
"""All kinds of organisation; models cannot be asked while the apps are loaded."""


class CollaborationConfig(AppConfig):
    """The app `collaboration`."""

    name = "hanse.collaboration.web"
    label = "collaboration"
    verbose_name = _("Collaboration")
    action_words: Final = ACTION_WORDS
    door: Final = "collaboration"
    answer_offers: Final = "hanse.collaboration.web.directory_ratings.satisfaction_offers"
    organisation_notes: Final = "hanse.collaboration.web.record_notes.record_notes"
    search_section: Final = "hanse.collaboration.web.mission_search.mission_section"
    organisation_editor_pages: Final = (
        (
            "profile",
            _("Entry in the directory"),
            ("cluster", "firm", "research", "public", "partner"),
        ),
        ("cluster_members", _("Members of the cluster"), ("cluster",)),
        ("service_list", _("Services"), ("cluster", "research", "public", "partner")),
        ("improvement", _("What firms think of the services"), ("cluster",)),
        ("cluster_requests", _("Requests to join"), ("cluster", "firm")),
    )
    main_pages: Final[tuple[tuple[str, str | Promise], ...]] = (
        ("directory", _("Directory")),
        ("for_firms", _("For firms")),
        ("offers", _("Partner search")),
        ("missions", _("Missions")),
        ("agreements", _("Agreements")),
        ("consortia", _("Consortia")),
        ("journey", _("Journey")),
        ("news", _("News")),
    )
    organisation_pages: Final = (
        ("recommendations", _("Partners for you"), KINDS),
        ("organisation_offers", _("Offers and needs"), KINDS),
        ("organisation_journey", _("Journey"), KINDS),
    )
