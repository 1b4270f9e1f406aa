"""The folder of an issuer's keys: one secret file a key, and one list of them all.

Secret halves lie in files that only their owner can read, never in the database. The list holds
public halves and their days only; old keys stay in it for good.
"""

import json
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from hanse.excellence.credentials import keys
from hanse.excellence.credentials.keys import PublicKey, SigningKey, key_from
from hanse.excellence.credentials.multibase import from_multikey
from hanse.foundation.disk import disk_problems, sync, write_whole
from hanse.foundation.problems import HanseError

_LIST: Final = "keys.json"
_LOCK: Final = ".lock"
_PATIENCE_SECONDS: Final = 10.0
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def public_keys(folder: Path) -> tuple[PublicKey, ...]:
    """Every key there ever was, oldest first; none where the folder has none yet.

    Raises `HanseError` for a list that cannot be read.
    """
    path = folder / _LIST
    if not path.is_file():
        return ()
    try:
        return tuple(_read(each) for each in json.loads(path.read_text("utf-8")))
    except (ValueError, TypeError, KeyError, HanseError) as error:
        raise HanseError(
            "The list of keys cannot be read.",
            where=str(path),
            why=str(error),
            remedy="Bring it back from a backup; without it nobody can check what was signed.",
        ) from error


def signing_key(folder: Path, on: date) -> SigningKey:
    """The key that signs on a day; the first key is made when there is none at all.

    Raises `HanseError` when all keys are revoked or over, when the file of the key is absent, can
    be read by others, or holds another key.
    """
    listed = public_keys(folder)
    if not listed:
        with _alone(folder):
            listed = public_keys(folder) or (_made(folder, (), on).public,)
    found = keys.signing(listed, on)
    if found is None:
        raise HanseError(
            f"No key signs on {on.isoformat()}.",
            where=str(folder),
            remedy="Make one with `hanse keys rotate`.",
        )
    return _opened(folder, found)


def rotate(folder: Path, on: date) -> SigningKey:
    """Make a new key that signs from `on`; those before stop signing and stay known."""
    with _alone(folder):
        return _made(folder, public_keys(folder), on)


def revoke(folder: Path, name: str, on: date) -> None:
    """Give up a key that is no longer safe, and delete its secret half.

    Raises `HanseError` where there is no such key.
    """
    with _alone(folder):
        _write(folder, keys.revoked(public_keys(folder), name, on))
        with disk_problems(_secret_path(folder, name)):
            _secret_path(folder, name).unlink(missing_ok=True)


def _made(folder: Path, before: Sequence[PublicKey], on: date) -> SigningKey:
    key = key_from(Ed25519PrivateKey.generate(), name=keys.free_name(before, on), since=on)
    after = keys.rotated(before, key.public)
    _keep_secret(_secret_path(folder, key.public.name), key.secret)
    _write(folder, after)
    return key


def _keep_secret(path: Path, secret: Ed25519PrivateKey) -> None:
    """Write the secret half where nobody else can read it from the first byte on."""
    content = secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with disk_problems(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        sync(path.parent)


def _opened(folder: Path, public: PublicKey) -> SigningKey:
    path = _secret_path(folder, public.name)
    try:
        open_to_others = os.name == "posix" and path.stat().st_mode & _OTHERS
        secret = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise HanseError(
            f"The secret half of {public.name} cannot be read.",
            where=str(path),
            why=str(error),
            remedy="Bring it back from a backup, or make a new key with `hanse keys rotate`.",
        ) from error
    if open_to_others:
        raise HanseError(
            f"The secret half of {public.name} can be read by others.",
            where=str(path),
            remedy=f"Run `chmod 600 {path}`. If others did read it, revoke the key.",
        )
    if not isinstance(secret, Ed25519PrivateKey) or (
        secret.public_key().public_bytes_raw() != public.bytes
    ):
        raise HanseError(
            f"The file of {public.name} holds another key.",
            where=str(path),
            remedy="Bring it back from a backup, or make a new key with `hanse keys rotate`.",
        )
    return SigningKey(public, secret)


def _secret_path(folder: Path, name: str) -> Path:
    return folder / f"{name}.pem"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time change the keys. Raises `HanseError` when another does not end."""
    with disk_problems(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = folder / _LOCK
    until = monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            os.close(os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            break
        except FileExistsError:
            if monotonic() > until:
                raise HanseError(
                    "Another process is changing the keys.",
                    where=str(lock),
                    remedy="If none is, delete this file.",
                ) from None
            sleep(0.05)
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink()


def _write(folder: Path, listed: Sequence[PublicKey]) -> None:
    content = json.dumps([_written(each) for each in listed], indent=2) + "\n"
    write_whole(folder / _LIST, content.encode())


def _written(key: PublicKey) -> dict[str, Any]:
    days = {"since": key.since, "until": key.until, "revoked": key.revoked}
    return {
        "name": key.name,
        "publicKeyMultibase": key.multikey,
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }


def _read(found: dict[str, Any]) -> PublicKey:
    since, until, revoked = (
        date.fromisoformat(found[name]) if found[name] else None
        for name in ("since", "until", "revoked")
    )
    from_multikey(found["publicKeyMultibase"])
    return PublicKey(found["name"], found["publicKeyMultibase"], since, until, revoked)
