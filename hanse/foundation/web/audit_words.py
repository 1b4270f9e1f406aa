"""What the audit log calls each action, for people."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTION_WORDS: Final[Mapping[str, str | Promise]] = MappingProxyType(
    {
        "account_erase": _("Account erased"),
        "administration_add": _("Added in the administration"),
        "administration_change": _("Changed in the administration"),
        "administration_delete": _("Deleted in the administration"),
        "administrator_make": _("Administrator made"),
        "authenticator_add": _("Second factor added"),
        "authenticator_remove": _("Second factor removed"),
        "authenticator_reset": _("Recovery codes made anew"),
        "consent_give": _("Consent given"),
        "consent_withdraw": _("Consent withdrawn"),
        "create_demo_accounts": _("Demo accounts made"),
        "email_change": _("E-mail address changed"),
        "email_confirm": _("E-mail address confirmed"),
        "export_ask": _("Copy of data made"),
        "invitation_accept": _("Invitation accepted"),
        "invitation_revoke": _("Invitation revoked"),
        "invitation_send": _("Invitation sent"),
        "join_request_answer": _("Request to join answered"),
        "join_request_make": _("Request to join made"),
        "join_request_withdraw": _("Request to join withdrawn"),
        "membership_change": _("Membership changed"),
        "membership_end": _("Membership ended"),
        "membership_leave": _("Organisation left"),
        "organisation_change": _("Organisation changed"),
        "organisation_create": _("Organisation made"),
        "organisation_restore": _("Organisation brought back"),
        "organisation_withdraw": _("Organisation withdrawn"),
        "password_change": _("Password changed"),
        "password_reset": _("Password reset"),
        "profile_change": _("Profile changed"),
        "retention": _("Old data deleted"),
        "role_end": _("Role ended"),
        "role_grant": _("Role granted"),
        "sign_in": _("Signed in"),
        "sign_in_fail": _("Sign-in refused"),
        "sign_up": _("Signed up"),
    }
)
"""Code of an action of the foundation -> words."""


def action_words() -> dict[str, str | Promise]:
    """Code of an action -> words; each pillar's app has those of its own as `action_words`."""
    words: dict[str, str | Promise] = dict(ACTION_WORDS)
    for app in apps.get_app_configs():
        words |= getattr(app, "action_words", {})
    return words
