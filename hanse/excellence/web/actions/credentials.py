"""Issuing signed badges, and taking them back."""

import secrets
from datetime import date
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanse.excellence.credentials.issuer import key_address
from hanse.excellence.credentials.open_badges import open_badge
from hanse.excellence.credentials.proofs import signed
from hanse.excellence.credentials.status_lists import SIZE, free_index
from hanse.excellence.web.issuing import (
    certificate_achievement,
    certificate_holder,
    label_achievement,
    label_holder,
    register_address,
    signing,
    site_issuer,
)
from hanse.excellence.web.models.certificates import Certificate
from hanse.excellence.web.models.credentials import (
    Credential,
    StatusList,
    StatusPlace,
    StatusPurpose,
)
from hanse.excellence.web.models.labels import Label
from hanse.excellence.web.turns import STATUS_LISTS, wait_for_turn
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User
from hanse.foundation.web.permits import require

STATUSES: Final = ("suspended", "reinstated", "revoked")


@action
def credential_issue(
    *,
    by: User | None,
    label: Label | None = None,
    certificate: Certificate | None = None,
    on: date,
) -> Credential:
    """Sign a badge of a label or of a certificate; earlier badges of it stay as they are.

    For actions on labels and certificates to use, which have checked the right to it. Raises
    `HanseError` when there is no key to sign with.
    """
    credential = _issued(label, certificate, on)
    record(
        credential,
        {"of": str(label or certificate)},
        organisation=label.organisation if label else None,
    )
    return credential


@action
def credential_status_change(
    *, by: User | None, credential: Credential, status: str, on: date
) -> None:
    """Suspend a badge, reinstate it, or revoke it: a word of `STATUSES`.

    For actions on labels and certificates to use. Revoking is for good; whoever is reinstated
    later gets a new badge. Raises `ValidationError` where the status is that already, or the badge
    is revoked.
    """
    if status not in STATUSES:
        raise ValueError(f"A badge is not {status}; it is {', '.join(STATUSES)}.")
    places = {
        each.status_list.purpose: each
        for each in StatusPlace.objects.select_for_update(of=("self",))
        .select_related("status_list")
        .filter(credential=credential)
    }
    revocation = places[StatusPurpose.REVOCATION]
    suspension = places[StatusPurpose.SUSPENSION]
    if revocation.since is not None:
        raise ValidationError(_("This badge is revoked, and that is for good."))
    place = revocation if status == "revoked" else suspension
    since = None if status == "reinstated" else on
    if (place.since is None) == (since is None):
        raise ValidationError(_("Nothing has changed."))
    place.since = since
    place.save(update_fields=["since"])
    organisation = credential.label.organisation if credential.label else None
    record(credential, {"status": status}, organisation=organisation)


@action
def credentials_sign_again(*, by: User, key: str, on: date) -> list[Credential]:
    """Issue anew what a revoked key has signed and what still stands. key: its address.

    Expired badges stay as they are. The bad ones are revoked, so that their places say so, too.
    """
    require(by, "credentials_sign_again")
    standing = (
        Credential.objects.standing()
        .filter(key=key)
        .select_related("label__organisation", "certificate__person")
    )
    made = []
    for each in standing:
        last = each.label.valid_until if each.label else _expiry(each)
        if last >= on:
            suspended = each.since(StatusPurpose.SUSPENSION)
            new = _issued(each.label, each.certificate, on)
            if suspended is not None:
                new.places.filter(status_list__purpose=StatusPurpose.SUSPENSION).update(
                    since=suspended
                )
            made.append(new)
        StatusPlace.objects.filter(
            credential=each, status_list__purpose=StatusPurpose.REVOCATION
        ).update(since=on)
    record(None, {"key": key, "signed_again": len(made)})
    return made


def _issued(label: Label | None, certificate: Certificate | None, on: date) -> Credential:
    if (label is None) == (certificate is None):
        raise TypeError("A badge is of a label, or of a certificate.")
    wait_for_turn(STATUS_LISTS)
    key, day = signing(on)
    issuer = site_issuer()
    credential = Credential(
        label=label,
        certificate=certificate,
        person=certificate.person if certificate else None,
        key=key_address(issuer.id, key.public),
        issued=on,
        document={},
    )
    places = [_place(purpose, on) for purpose in StatusPurpose.values]
    address = f"{settings.ORIGIN}{credential.get_absolute_url()}"
    if label is not None:
        bare = open_badge(
            address,
            issuer=issuer,
            achievement=label_achievement(label),
            holder=label_holder(label),
            awarded=label.awarded,
            valid_from=label.valid_from,
            valid_until=label.valid_until,
            places=[each.place(settings.ORIGIN) for each in places],
            evidence=register_address(label),
        )
    else:
        assert certificate is not None  # checked above
        bare = open_badge(
            address,
            issuer=issuer,
            achievement=certificate_achievement(certificate.kind, certificate.rules),
            holder=certificate_holder(certificate, credential),
            awarded=certificate.issued,
            valid_from=certificate.issued,
            valid_until=certificate.expires,
            places=[each.place(settings.ORIGIN) for each in places],
        )
    credential.document = signed(bare, key, address=credential.key, on=day)
    credential.save()
    for each in places:
        each.credential = credential
    StatusPlace.objects.bulk_create(places)
    return credential


def _place(purpose: str, on: date) -> StatusPlace:
    """A free place in the newest list of `purpose`, or in a new one where that is half full."""
    newest = StatusList.objects.filter(purpose=purpose).last()
    taken = _taken(newest)
    if newest is None or 2 * len(taken) >= SIZE:
        number = newest.number + 1 if newest else 1
        newest = StatusList.objects.create(purpose=purpose, number=number, opened=on)
        taken = set()
    return StatusPlace(status_list=newest, index=free_index(taken, secrets.randbelow))


def _taken(status_list: StatusList | None) -> set[int]:
    if status_list is None:
        return set()
    return set(status_list.places.values_list("index", flat=True))


def _expiry(credential: Credential) -> date:
    assert credential.certificate is not None  # the database holds one of both
    return credential.certificate.expires
