"""Where the server listens: whether a port is free, and what the address is called."""

import errno
import ipaddress
import socket
from contextlib import suppress
from typing import Final

from hanse.foundation.problems import HanseError

_NEAR: Final = 50


def check_free(host: str, port: int) -> None:
    """Raise `HanseError` when nothing can listen at `host` and `port`; it names a port that can."""
    try:
        _try(host, port)
    except OSError as error:
        raise _refusal(host, port, error) from error


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def address_of(host: str, port: int) -> str:
    """What a browser on this machine is told to open."""
    name = "localhost" if is_loopback(host) or host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared only
    return f"http://{f'[{name}]' if ':' in name else name}{'' if port == 80 else f':{port}'}"


def _refusal(host: str, port: int, error: OSError) -> HanseError:
    if error.errno == errno.EADDRINUSE:
        free = _free_near(host, port)
        return HanseError(
            f"Port {port} is taken: another program listens there.",
            where=f"{host}:{port}",
            remedy=f"Use another: --port {free}." if free else "Use another with --port.",
        )
    if error.errno == errno.EACCES:
        return HanseError(
            f"Port {port} is not ours to use.",
            where=f"{host}:{port}",
            why="Ports below 1024 need rights that a site should not have.",
            remedy="Use --port 8000, with a proxy in front: docs/guide/site.md.",
        )
    return HanseError(
        f"Nothing can listen at {host}, port {port}.",
        why=error.strerror or str(error),
        remedy="Use --host 127.0.0.1, or an address of this machine.",
    )


def _free_near(host: str, port: int) -> int | None:
    for other in range(port + 1, min(port + _NEAR, 65_535)):
        with suppress(OSError):
            _try(host, other)
            return other
    return None


def _try(host: str, port: int) -> None:
    # Without SO_REUSEPORT, which would let two servers share a port and each get half the readers.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        probe.listen(1)
