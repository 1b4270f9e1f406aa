"""What happens to a label, made public: a row of the register, and the state of its badge."""

from datetime import date
from typing import Final

from hanse.excellence.register.chain import Event
from hanse.excellence.web.actions.credentials import credential_issue, credential_status_change
from hanse.excellence.web.actions.register import register_enter
from hanse.excellence.web.models.credentials import Credential
from hanse.excellence.web.models.labels import Label
from hanse.foundation.web.models.people import User

_TAKEN_BACK: Final = {Event.SUSPENDED: "suspended", Event.REVOKED: "revoked"}


def publish(*, by: User | None, label: Label, event: Event, on: date) -> None:
    """Enter an event of `label` into the register, and bring its badge in line.

    Reasons stay in the file: they were written for the holder, and may speak of third parties.
    A label that is awarded or renewed gets a badge, and so does one that is reinstated after a
    revocation; a suspension is lifted on the badge that there is.
    """
    register_enter(by=by, label=label, event=event.value, on=on)
    standing = list(Credential.objects.standing().filter(label=label))
    if event in _TAKEN_BACK:
        for each in standing:
            credential_status_change(by=by, credential=each, status=_TAKEN_BACK[event], on=on)
    elif event is Event.REINSTATED and standing:
        for each in standing:
            credential_status_change(by=by, credential=each, status="reinstated", on=on)
    elif event in {Event.AWARDED, Event.RENEWED, Event.REINSTATED}:
        credential_issue(by=by, label=label, on=on)
