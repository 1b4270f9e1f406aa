"""Who may do what in the directory: one table of actions and the roles that may take each."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from hanse.foundation.roles import Role

_ANYBODY: Final = frozenset({Role.VISITOR})
_EDITORS: Final = frozenset({Role.EDITOR, Role.ADMINISTRATOR})
_OFFICERS: Final = frozenset({Role.OFFICER, Role.ADMINISTRATOR})
_OWN_EDITORS: Final = frozenset({Role.EDITOR})

MAY: Final[Mapping[str, frozenset[Role]]] = MappingProxyType(
    {
        "profile_view": _ANYBODY,
        "profile_facts_change": _EDITORS,
        "profile_texts_change": _EDITORS,
        "profile_codes_change": _EDITORS,
        "profile_publish": _EDITORS,
        "profile_confirm": _EDITORS,
        "profile_tier_decide": _OFFICERS,
        "cluster_member_add": _EDITORS,
        "cluster_member_change": _EDITORS,
        "cluster_member_end": _EDITORS,
        "cluster_members_import": _EDITORS,
        "service_save": _EDITORS,
        "service_end": _EDITORS,
        "service_rate": _OWN_EDITORS,
        "cluster_join_ask": _OWN_EDITORS,
        "cluster_join_withdraw": _OWN_EDITORS,
        "cluster_join_accept": _EDITORS,
        "cluster_join_decline": _EDITORS,
        "organisations_import": _OFFICERS,
    }
)
"""Action -> roles any one of which suffices. EDITOR means: of the organisation in question; of the
firm where a firm asks, withdraws or rates."""

OF_FIRM: Final = frozenset({"service_rate", "cluster_join_ask", "cluster_join_withdraw"})
"""Actions in which EDITOR means an editor of the firm."""


def may(roles: Collection[Role], action: str) -> bool:
    """Whether someone with `roles` may take `action`. Raises `KeyError` for an unknown action."""
    return not MAY[action].isdisjoint(roles)
