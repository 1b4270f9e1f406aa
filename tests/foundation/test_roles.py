"""Who may do what: the table, role by action."""

import pytest

from hanse.foundation.roles import MAY, Role, may

EVERYBODY = {"organisations", "organisation_detail"}
SIGNED_IN = {
    "organisation_create",
    "membership_leave",
    "invitation_accept",
    "join_request_make",
    "join_request_withdraw",
    "profile_change",
    "consent_give",
    "consent_withdraw",
    "export_ask",
    "account_erase",
}
EDITORS = {
    "organisation_change",
    "organisation_members",
    "organisation_log",
    "membership_change",
    "membership_end",
    "invitation_send",
    "invitation_revoke",
    "join_request_answer",
    "benchmarking_begin",
    "level_estimate_keep",
}


def expected(role: Role, action: str) -> bool:
    """Written the other way round than the table: from the person's side."""
    if action in EVERYBODY:
        return role is Role.VISITOR
    if action in SIGNED_IN:
        return role is Role.MEMBER
    if action in EDITORS:
        return role in {Role.EDITOR, Role.ADMINISTRATOR}
    return role is Role.ADMINISTRATOR


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", MAY)
def test_each_role_and_action(role: Role, action: str) -> None:
    assert may({role}, action) is expected(role, action)


def test_any_one_role_suffices_and_none_gives_nothing() -> None:
    assert may({Role.MEMBER, Role.EDITOR}, "organisation_change")
    assert not any(may(set(), action) for action in MAY)


def test_an_unknown_action_is_an_error_not_a_no() -> None:
    with pytest.raises(KeyError):
        may({Role.ADMINISTRATOR}, "organisation_explode")
