"""What people change about themselves."""

from typing import Final

from django.utils import timezone

from hanse.foundation.web.audit import action, record
from hanse.foundation.web.consent_texts import PURPOSES
from hanse.foundation.web.models.consents import Consent
from hanse.foundation.web.models.people import User
from hanse.foundation.web.permits import require

_OWN: Final = ("name", "language", "theme")


@action
def profile_change(
    *, by: User, name: str | None = None, language: str | None = None, theme: str | None = None
) -> None:
    """Change one's name, language or theme; None leaves one as it is."""
    require(by, "profile_change")
    wanted = {"name": name, "language": language, "theme": theme}
    changed = [
        field for field in _OWN if wanted[field] is not None and wanted[field] != getattr(by, field)
    ]
    for field in changed:
        setattr(by, field, wanted[field])
    by.save(update_fields=changed)
    record(by, dict.fromkeys(changed, "changed"))


@action
def consent_give(*, by: User, purpose: str) -> Consent:
    """Agree to the version of `purpose` that stands now. Raises `KeyError` for an unknown one."""
    require(by, "consent_give")
    version = PURPOSES[purpose].version
    consent, _is_new = Consent.objects.standing().get_or_create(
        person=by, purpose=purpose, version=version
    )
    record(by, {purpose: version})
    return consent


@action
def consent_withdraw(*, by: User, purpose: str) -> None:
    """Withdraw the agreement to `purpose`, whatever its version; the record of it stays."""
    require(by, "consent_withdraw")
    standing = Consent.objects.standing().filter(person=by, purpose=purpose)
    count = standing.update(withdrawn=timezone.now())
    record(by, {purpose: "withdrawn", "consents": count})
