"""What other pillars know that answers a question: shown beside it, for people to take or leave.

An app that knows something names a function as `answer_offers`, by its dotted path: it takes the
organisation and the reference year, and gives its offers.
"""

from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from hanse.foundation.web.models.organisations import Organisation


@dataclass(frozen=True, slots=True)
class AnswerOffer:
    """question: its code. text: what is known, with the figure and where it comes from."""

    question: str
    text: str | Promise


def answer_offers(organisation: Organisation, year: int) -> dict[str, list[str]]:
    """Question -> what the pillars know about it, in the order of the site's apps."""
    found: dict[str, list[str]] = {}
    for app in apps.get_app_configs():
        if hasattr(app, "answer_offers"):
            for each in import_string(app.answer_offers)(organisation, year):
                found.setdefault(each.question, []).append(str(each.text))
    return found
