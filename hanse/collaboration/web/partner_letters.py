"""Notices about offers and interest: that something waits on the site, never what it says."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from hanse.foundation.roles import Role
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.organisations import MembershipKind, Organisation
from hanse.foundation.web.models.people import RoleGrant, User


def editors_of(organisation: Organisation) -> list[User]:
    """The people who edit an organisation and may sign in."""
    return list(
        User.objects.filter(
            memberships__organisation=organisation,
            memberships__until__isnull=True,
            memberships__kind=MembershipKind.EDITOR,
            is_active=True,
        ).order_by("pk")
    )


def officers() -> list[User]:
    """Everybody who runs the programme now."""
    running = RoleGrant.objects.running().filter(role=Role.OFFICER)
    return list(User.objects.filter(pk__in=running.values("person"), is_active=True).order_by("pk"))


def tell_editors(
    organisation: Organisation,
    letter: str,
    words: Mapping[str, Any],
    *,
    but: User | None = None,
) -> None:
    """Mail every editor of `organisation` but one, each in their language.

    words: with the thing it is about, whose address is linked. Letters name organisations and
    titles that the reader may see anyhow; no person, no address, no text of a message.
    """
    for person in editors_of(organisation):
        if person != but:
            _send(person, letter, {"organisation": organisation, **words})


def tell_officers(letter: str, words: Mapping[str, Any]) -> None:
    """Mail everybody who runs the programme."""
    for person in officers():
        _send(person, letter, words)


def _send(person: User, letter: str, words: Mapping[str, Any]) -> None:
    about = words.get("interest") or words.get("offer") or words.get("report")
    link = f"{settings.ORIGIN}{about.get_absolute_url()}" if about else settings.ORIGIN
    notify(
        person.email,
        letter,
        {"link": link, **words},
        language=person.language,
        pillar="collaboration",
    )
