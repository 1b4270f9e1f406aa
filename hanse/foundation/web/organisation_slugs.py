"""The words that stand for an organisation in addresses."""

from typing import Final

from django.utils.text import slugify

from hanse.foundation.web.models.organisations import Organisation

_LENGTH: Final = 70
_TAKEN: Final = frozenset({"new"})
"""Words that are addresses of their own under /organisations/."""


def free_slug(name: str) -> str:
    """A word for the address of an organisation called `name` that no other one has."""
    stem = slugify(name)[:_LENGTH].strip("-") or "organisation"
    candidate, number = stem, 1
    while candidate in _TAKEN or Organisation.objects.filter(slug=candidate).exists():
        number += 1
        candidate = f"{stem}-{number}"
    return candidate
