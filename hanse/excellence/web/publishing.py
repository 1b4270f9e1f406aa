"""What this site publishes signed, made when it is asked for: the lists of revoked badges."""

from datetime import UTC, date, timedelta
from functools import lru_cache
from typing import Any, Final, cast

from django.conf import settings
from django.utils.timezone import now

from hanse.excellence.credentials.baking import text_of
from hanse.excellence.credentials.issuer import key_address
from hanse.excellence.credentials.proofs import signed
from hanse.excellence.credentials.status_lists import Purpose
from hanse.excellence.credentials.status_lists import status_list as list_document
from hanse.excellence.web.issuing import signing, site_issuer
from hanse.excellence.web.models.credentials import Credential, StatusList

RELIED_ON: Final = timedelta(days=7)
"""For how long a list may be relied on; set by Hanse."""


def today() -> date:
    """The day in UTC, in which badges and lists count."""
    return now().astimezone(UTC).date()


def published_list(status_list: StatusList, day: date) -> dict[str, Any]:
    """The list as it stands, signed for the days from `day` on."""
    set_places = status_list.places.filter(since__lte=day).values_list("index", flat=True)
    key, _signed = signing(day)
    return _signed_list(
        f"{settings.ORIGIN}{status_list.get_absolute_url()}",
        cast("Purpose", status_list.purpose),
        frozenset(set_places),
        day,
        key.public.multikey,
    )


def lists_of(credential: Credential, day: date) -> list[bytes]:
    """The lists that the status of a badge stands in, as files."""
    found = StatusList.objects.filter(places__credential=credential)
    return [text_of(published_list(each, day)).encode() for each in found]


def lists_at(addresses: set[str], day: date) -> list[bytes]:
    """Our own lists at these addresses, as files; other addresses are left out."""
    every = {f"{settings.ORIGIN}{each.get_absolute_url()}": each for each in _every_list()}
    return [
        text_of(published_list(each, day)).encode()
        for address, each in every.items()
        if address in addresses
    ]


def _every_list() -> list[StatusList]:
    return list(StatusList.objects.all())


@lru_cache(maxsize=32)
def _signed_list(
    address: str, purpose: Purpose, indices: frozenset[int], day: date, multikey: str
) -> dict[str, Any]:
    """The signed document; the same places and day give the same bytes in every process."""
    key, signed_on = signing(day)
    assert key.public.multikey == multikey  # it is here to tell what was kept apart
    issuer = site_issuer()
    bare = list_document(
        address,
        purpose,
        indices,
        issuer=issuer.id,
        valid_from=day,
        valid_until=day + RELIED_ON,
    )
    return signed(bare, key, address=key_address(issuer.id, key.public), on=signed_on)
