"""What happens to a label, made public: a row of the register, and the state of its badge."""

from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Final

from hanse.excellence.web.models.labels import Label
from hanse.foundation.web.models.people import User

_BADGE: Final = {"suspended": "suspended", "revoked": "revoked"}
_ACTIONS: Final = "hanse.excellence.web.actions"


def publish(*, by: User | None, label: Label, event: str, on: date, reason: str = "") -> None:
    """Enter an event of `label` into the register, and bring its badge in line.

    event: of `hanse.excellence.register.chain`. A label that is awarded, renewed or reinstated
    after a revocation gets a badge; a suspension is lifted on the badge that there is.
    """
    if find_spec(f"{_ACTIONS}.register") is None:
        return
    register, credentials = (
        import_module(f"{_ACTIONS}.{name}") for name in ("register", "credentials")
    )
    register.register_enter(by=by, label=label, event=event, on=on, reason=reason)
    standing = list(import_module(f"{_ACTIONS}.credentials").standing_of(label))
    if event in _BADGE:
        for each in standing:
            credentials.credential_status_change(
                by=by, credential=each, status=_BADGE[event], on=on
            )
    elif event == "reinstated" and standing:
        for each in standing:
            credentials.credential_status_change(by=by, credential=each, status="reinstated", on=on)
    elif event in {"awarded", "renewed", "reinstated"}:
        credentials.credential_issue(by=by, label=label, on=on)
