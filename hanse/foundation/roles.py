"""Who may do what: the roles people have, and the table of actions each role may take."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Role(StrEnum):
    """What someone is to the site, or to one organisation of it."""

    VISITOR = "visitor"
    """Anybody, signed in or not."""
    MEMBER = "member"
    """A person with an account."""
    EDITOR = "editor"
    """A person who may edit the organisation in question."""
    EXPERT = "expert"
    """Confirms answers and assesses files."""
    OFFICER = "officer"
    """Runs the programme."""
    BOARD = "board"
    """Decides about labels."""
    ADMINISTRATOR = "administrator"
    """Keeps people, roles and the site in order."""


GRANTED: Final = (Role.EXPERT, Role.OFFICER, Role.BOARD, Role.ADMINISTRATOR)
"""Roles that an administrator grants; the others follow from account and membership."""

_ANYBODY: Final = frozenset({Role.VISITOR})
_SIGNED_IN: Final = frozenset({Role.MEMBER})
_EDITORS: Final = frozenset({Role.EDITOR, Role.ADMINISTRATOR})
_ADMINISTRATORS: Final = frozenset({Role.ADMINISTRATOR})

MAY: Final[Mapping[str, frozenset[Role]]] = MappingProxyType(
    {
        # Organisations
        "organisations": _ANYBODY,
        "organisation_detail": _ANYBODY,
        "organisation_create": _SIGNED_IN,
        "organisation_change": _EDITORS,
        "organisation_withdraw": _ADMINISTRATORS,
        "organisation_restore": _ADMINISTRATORS,
        "organisation_members": _EDITORS,
        "organisation_log": _EDITORS,
        # Memberships
        "membership_change": _EDITORS,
        "membership_end": _EDITORS,
        "membership_leave": _SIGNED_IN,
        "invitation_send": _EDITORS,
        "invitation_revoke": _EDITORS,
        "invitation_accept": _SIGNED_IN,
        "join_request_make": _SIGNED_IN,
        "join_request_withdraw": _SIGNED_IN,
        "join_request_answer": _EDITORS,
        # Roles and the log
        "role_grant": _ADMINISTRATORS,
        "role_end": _ADMINISTRATORS,
        "audit_log": _ADMINISTRATORS,
        # Keys that sign badges
        "keys": _ADMINISTRATORS,
        "credentials_sign_again": _ADMINISTRATORS,
        # Benchmarking; its further steps have a table of their own
        "benchmarking_begin": _EDITORS,
        "level_estimate_keep": _EDITORS,
        # Oneself
        "profile_change": _SIGNED_IN,
        "consent_give": _SIGNED_IN,
        "consent_withdraw": _SIGNED_IN,
        "export_ask": _SIGNED_IN,
        "account_erase": _SIGNED_IN,
    }
)
"""Action -> the roles any one of which suffices. EDITOR means: of the organisation in question."""


def may(roles: Collection[Role], action: str) -> bool:
    """Whether someone with `roles` may take `action`. Raises `KeyError` for an unknown action."""
    return not MAY[action].isdisjoint(roles)
