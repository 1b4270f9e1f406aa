"""Keys that sign: each has its days, and old ones stay known so that what they signed holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hanse.excellence.credentials.multibase import from_multikey, multikey
from hanse.foundation.problems import HanseError

Objection = Literal["", "not_yet", "no_longer", "revoked"]


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key as everybody may know it.

    name: within its issuer, such as key-2026-11-27. multikey: its 32 bytes, see `multibase`.
    since, until: first and last day on which it signs; None where it still does. revoked: the day
    it was given up as no longer safe; None where it was not.
    """

    name: str
    multikey: str
    since: date | None
    until: date | None = None
    revoked: date | None = None

    def objection(self, signed: date) -> Objection:
        """Why a signature dated `signed` by this key does not count; "" where it does.

        A revoked key counts for nothing, whatever the date: who holds it can write any date.
        """
        if self.revoked is not None:
            return "revoked"
        if self.since is not None and signed < self.since:
            return "not_yet"
        if self.until is not None and signed > self.until:
            return "no_longer"
        return ""

    @property
    def bytes(self) -> bytes:
        """The key itself, 32 bytes."""
        return from_multikey(self.multikey)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key with its secret half, which stays in the memory of who signs."""

    public: PublicKey
    secret: Ed25519PrivateKey

    def __repr__(self) -> str:
        return f"SigningKey({self.public.name})"


def key_from(secret: Ed25519PrivateKey, *, name: str, since: date) -> SigningKey:
    """The key whose secret half is `secret`."""
    return SigningKey(
        PublicKey(name, multikey(secret.public_key().public_bytes_raw()), since), secret
    )


def public_half(key: PublicKey) -> Ed25519PublicKey:
    """`key` in the form that checks signatures."""
    return Ed25519PublicKey.from_public_bytes(key.bytes)


def free_name(keys: Iterable[PublicKey], since: date) -> str:
    """A name no key has yet: the day, and a number where one of that day is there."""
    taken = {key.name for key in keys}
    name, number = f"key-{since.isoformat()}", 1
    while name in taken:
        number += 1
        name = f"key-{since.isoformat()}-{number}"
    return name


def signing(keys: Sequence[PublicKey], on: date) -> PublicKey | None:
    """The key that signs on a day: of those without objection, the newest; None without any."""
    able = [key for key in keys if not key.objection(on)]
    return max(able, key=lambda key: (key.since or date.min, key.name), default=None)


def rotated(keys: Sequence[PublicKey], new: PublicKey) -> tuple[PublicKey, ...]:
    """`keys` with a `new` one, which takes over on its first day.

    The others sign up to that day, so that a document of the day before is not refused, and what
    they signed stays good. Raises `HanseError` for a name or a key that is there already.
    """
    if any(key.name == new.name or key.multikey == new.multikey for key in keys):
        raise HanseError("This key is there already.", where=new.name)
    older = (key if key.until is not None else replace(key, until=new.since) for key in keys)
    return (*older, new)


def revoked(keys: Sequence[PublicKey], name: str, on: date) -> tuple[PublicKey, ...]:
    """`keys` with the one called `name` given up. Raises `HanseError` where there is none."""
    found = next((key for key in keys if key.name == name), None)
    if found is None:
        raise HanseError(
            f"There is no key {name}.",
            remedy=f"There are {', '.join(key.name for key in keys) or 'none'}.",
        )
    if found.revoked is not None:
        raise HanseError(f"The key {name} was revoked already.", where=found.revoked.isoformat())
    return tuple(replace(key, revoked=on) if key is found else key for key in keys)
