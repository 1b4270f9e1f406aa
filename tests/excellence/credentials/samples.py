"""A made-up issuer, its keys, and badges of it, the same in every run."""

import hashlib
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hanse.excellence.credentials.baking import text_of
from hanse.excellence.credentials.issuer import (
    Issuer,
    KnownIssuer,
    did_web,
    issuer_document,
    key_address,
    known_issuer,
)
from hanse.excellence.credentials.keys import SigningKey, key_from
from hanse.excellence.credentials.open_badges import Achievement, Holder, open_badge
from hanse.excellence.credentials.proofs import signed
from hanse.excellence.credentials.status_lists import Place, Purpose, status_list

ORIGIN = "https://labels.example"
ISSUER = Issuer(did_web(ORIGIN), "Fictitious Label Office", f"{ORIGIN}/")
REVOKED_AT = f"{ORIGIN}/credentials/status/revocation/1"
SUSPENDED_AT = f"{ORIGIN}/credentials/status/suspension/1"
AWARDED = date(2026, 3, 2)
GOLD = Achievement(
    id=f"{ORIGIN}/credentials/achievements/hanse_label/1/gold",
    kind="Certification",
    name="Hanse label, gold",
    description="Cluster management of a kind that others learn from.",
    criteria="Two experts visited for two days; 80 % of the points, no threshold missed.",
    criteria_url=f"{ORIGIN}/labels/schemes/hanse_label/1/",
    image=f"{ORIGIN}/credentials/badges/hanse_label/gold.svg",
)
HOLDER = Holder(f"{ORIGIN}/organisations/fictitious-timber/", "Fictitious Tïmber & Sons <Ltd>")


def secret(word: str) -> Ed25519PrivateKey:
    """A secret key made of a word."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(word.encode()).digest())


def key(word: str = "first", since: date = date(2026, 1, 1)) -> SigningKey:
    """A key made of a word."""
    return key_from(secret(word), name=f"key-{word}", since=since)


def badge(**more: Any) -> dict[str, Any]:
    """An unsigned badge of the gold label."""
    details: dict[str, Any] = {
        "issuer": ISSUER,
        "achievement": GOLD,
        "holder": HOLDER,
        "awarded": AWARDED,
        "valid_from": AWARDED,
        "valid_until": date(2028, 3, 31),
        "places": (
            Place("revocation", REVOKED_AT, 4711),
            Place("suspension", SUSPENDED_AT, 90_001),
        ),
        "evidence": f"{ORIGIN}/register/HL-2026-0001/",
        **more,
    }
    return open_badge(f"{ORIGIN}/credentials/7f1d2c1e-0000-4000-8000-000000000001", **details)


def signed_badge(by: SigningKey | None = None, on: date = AWARDED, **more: Any) -> dict[str, Any]:
    """A badge of the gold label, signed."""
    by = by or key()
    return signed(badge(**more), by, address=key_address(ISSUER.id, by.public), on=on)


def signed_list(
    purpose: Purpose = "revocation",
    indices: tuple[int, ...] = (),
    *,
    by: SigningKey | None = None,
    day: date = date(2027, 1, 1),
    until: date = date(2027, 1, 8),
    address: str = "",
    issuer: str = ISSUER.id,
) -> dict[str, Any]:
    """A signed status list of the made-up issuer."""
    by = by or key()
    place = address or (REVOKED_AT if purpose == "revocation" else SUSPENDED_AT)
    bare = status_list(place, purpose, indices, issuer=issuer, valid_from=day, valid_until=until)
    return signed(bare, by, address=key_address(ISSUER.id, by.public), on=day)


def known(*keys: SigningKey) -> KnownIssuer:
    """The made-up issuer as its document tells, with these keys or the usual one."""
    return known_issuer(issuer_document(ISSUER, [each.public for each in keys or (key(),)]))


def as_file(document: dict[str, Any]) -> bytes:
    """A document as it lies in a file."""
    return text_of(document).encode()


def clear_lists() -> list[bytes]:
    """Both lists as files, of the usual day, with nothing set."""
    return [as_file(signed_list("revocation")), as_file(signed_list("suspension"))]
