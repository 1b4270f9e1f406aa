"""What the pillars add to the head of an organisation's page: a word in a badge, and a sentence.

An app that has something to say names a function as `organisation_notes`, by its dotted path: it
takes the organisation and gives its notes.
"""

from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from hanse.foundation.web.models.organisations import Organisation


@dataclass(frozen=True, slots=True)
class Note:
    """A note. tone: of the badge. source: where it is from; address: of that, "" for none."""

    badge: str | Promise
    text: str | Promise
    tone: str = "neutral"
    source: str = ""
    address: str = ""


def organisation_notes(organisation: Organisation) -> list[Note]:
    """The notes of all pillars on `organisation`, in the order of the site's apps."""
    return [
        note
        for app in apps.get_app_configs()
        if hasattr(app, "organisation_notes")
        for note in import_string(app.organisation_notes)(organisation)
    ]
