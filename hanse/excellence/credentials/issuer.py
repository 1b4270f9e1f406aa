"""Who issues: an identifier that leads to the issuer's keys, and the document that lists them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import quote, urlsplit

from hanse.excellence.credentials.keys import PublicKey
from hanse.excellence.credentials.moments import day_of, first_moment, last_moment
from hanse.excellence.credentials.multibase import from_multikey
from hanse.foundation.problems import HanseError

_CREDENTIALS: Final = "https://www.w3.org/2018/credentials#"
_DATE_TIME: Final = "http://www.w3.org/2001/XMLSchema#dateTime"
_CONTEXT: Final = (
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    # From when to when a key signs. The Multikey term `expires` says something else: after that
    # day nothing it ever signed may count any more.
    {
        "validFrom": {"@id": f"{_CREDENTIALS}validFrom", "@type": _DATE_TIME},
        "validUntil": {"@id": f"{_CREDENTIALS}validUntil", "@type": _DATE_TIME},
    },
)


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that issues credentials. id: a did:web; url: of its site."""

    id: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class KnownIssuer:
    """An issuer whose document is at hand. keys: by the address that signatures name them with."""

    id: str
    keys: Mapping[str, PublicKey]


def did_web(origin: str) -> str:
    """The did:web of a site, such as did:web:hanse.example for https://hanse.example.

    Its document lies at /.well-known/did.json there (W3C CCG, did:web method, 3.2).
    """
    return f"did:web:{quote(urlsplit(origin).netloc, safe='')}"


def key_address(issuer: str, key: PublicKey) -> str:
    """What a signature names a key with: the issuer's identifier, # and the key's name."""
    return f"{issuer}#{key.name}"


def issuer_document(issuer: Issuer, keys: Sequence[PublicKey]) -> dict[str, Any]:
    """The issuer's controlled identifier document (W3C Controlled Identifiers 1.0).

    It lists every key there ever was, oldest first. Those that were revoked say so, and are no
    longer among those that may assert anything.
    """
    return {
        "@context": list(_CONTEXT),
        "id": issuer.id,
        "alsoKnownAs": [issuer.url],
        "verificationMethod": [_method(issuer.id, key) for key in keys],
        "assertionMethod": [key_address(issuer.id, key) for key in keys if key.revoked is None],
    }


def known_issuer(document: Mapping[str, Any]) -> KnownIssuer:
    """The issuer that `document` describes, with its Ed25519 keys; other kinds are left out.

    A key that is listed, but not among those that may assert, counts as revoked. Raises
    `HanseError` for what is no such document.
    """
    identifier = document.get("id")
    listed, asserting = document.get("verificationMethod", []), document.get("assertionMethod", [])
    if not (
        isinstance(identifier, str)
        and isinstance(listed, list)
        and isinstance(asserting, list)
        and (listed or asserting)
    ):
        raise HanseError(
            "This is no document of an issuer.",
            why="One has an id and lists verificationMethod or assertionMethod, as did.json does.",
        )
    able = {
        _full(identifier, each.get("id") if isinstance(each, Mapping) else each)
        for each in asserting
    }
    keys = {}
    for method in (*listed, *asserting):
        address = _full(identifier, method.get("id")) if isinstance(method, Mapping) else ""
        if not address or method.get("controller", identifier) != identifier:
            continue
        key = _key(address, method)
        if key is not None:
            given_up = None if address in able else key.revoked or date.min
            keys[address] = PublicKey(
                key.name, key.multikey, key.since, key.until, key.revoked or given_up
            )
    return KnownIssuer(identifier, keys)


def _method(issuer: str, key: PublicKey) -> dict[str, Any]:
    method: dict[str, Any] = {
        "id": key_address(issuer, key),
        "type": "Multikey",
        "controller": issuer,
        "publicKeyMultibase": key.multikey,
    }
    if key.since is not None:
        method["validFrom"] = first_moment(key.since)
    if key.until is not None:
        method["validUntil"] = last_moment(key.until)
    if key.revoked is not None:
        method["revoked"] = first_moment(key.revoked)
    return method


def _key(address: str, method: Mapping[str, Any]) -> PublicKey | None:
    text = method.get("publicKeyMultibase")
    if not isinstance(text, str):
        return None
    try:
        from_multikey(text)
    except HanseError:
        return None
    return PublicKey(
        address.partition("#")[2],
        text,
        day_of(method.get("validFrom")),
        day_of(method.get("validUntil")),
        day_of(method.get("revoked")),
    )


def _full(issuer: str, reference: object) -> str:
    """A reference to a key as a whole address; "" for what is none of this issuer's."""
    if not isinstance(reference, str):
        return ""
    whole = f"{issuer}{reference}" if reference.startswith("#") else reference
    return whole if whole.startswith(f"{issuer}#") else ""
