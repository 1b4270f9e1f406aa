"""What allauth does for us, told to the audit log."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factors
from django.contrib.auth.signals import user_login_failed

from hanse.foundation.web.audit import record_event
from hanse.foundation.web.models.people import User


def listen() -> None:
    """Connect to the library's signals, once, at start."""
    for signal, code in (
        (account.user_signed_up, "sign_up"),
        (account.user_logged_in, "sign_in"),
        (account.password_set, "password_change"),
        (account.password_changed, "password_change"),
        (account.password_reset, "password_reset"),
        (factors.authenticator_added, "authenticator_add"),
        (factors.authenticator_removed, "authenticator_remove"),
        (factors.authenticator_reset, "authenticator_reset"),
    ):
        signal.connect(_told(code), weak=False, dispatch_uid=f"audit {code} {id(signal)}")
    account.email_confirmed.connect(_confirmed, dispatch_uid="audit email_confirm")
    account.email_changed.connect(_told("email_change"), weak=False, dispatch_uid="audit email")
    user_login_failed.connect(_failed, dispatch_uid="audit sign_in_fail")


def _told(code: str) -> Any:
    def tell(*, user: Any, authenticator: Any = None, **_more: Any) -> None:
        if isinstance(user, User):
            kind = {"kind": authenticator.type} if authenticator is not None else {}
            record_event(code, by=user, about=user, changes=kind)

    return tell


def _confirmed(*, email_address: Any, **_more: Any) -> None:
    person = email_address.user
    record_event("email_confirm", by=person, about=person)


def _failed(**_more: Any) -> None:
    # Neither address nor name: a mistyped password may stand in the wrong field.
    record_event("sign_in_fail", by=None)
