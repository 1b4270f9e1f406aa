"""HTTP done patiently: time limits, retries with back-off, redirects, resumed downloads."""

import json
import random
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from ipaddress import ip_address
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3

from hanse.foundation.disk import disk_problems, write_whole
from hanse.foundation.problems import HanseError

RETRIED: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LONGEST_CHAIN: Final = 5
_BLOCK: Final = 1 << 16
_LARGEST_REPLY: Final = 64 << 20

Result = TypeVar("Result")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait and how often to try again; times in seconds.

    A response that brings fewer than `trickle_bytes` in `trickle_seconds` counts as lost. The wait
    before a new try is `first_wait`, doubled each time, at most `longest_wait`, shortened by up to
    a half at random (drawn from `seed`) so that many clients do not return together. A server's
    own Retry-After is obeyed up to `longest_asked`. `polls` bounds how often a queued request is
    asked about. `sleep` and `clock` can be replaced.
    """

    tries: int = 6
    first_wait: float = 1.0
    longest_wait: float = 60.0
    longest_asked: float = 900.0
    connect_timeout: float = 20.0
    read_timeout: float = 120.0
    trickle_seconds: float = 60.0
    trickle_bytes: int = 4096
    polls: int = 120
    seed: int = 2026
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], datetime] = _now


class TransientError(Exception):
    """A failure worth trying again; `wait` is what the server asked for, in seconds."""

    def __init__(self, reason: str, *, wait: float | None = None) -> None:
        self.reason = reason
        self.wait = wait
        super().__init__(reason)


class GaveUpError(Exception):
    """Every try failed: the address, how many tries, and the last reason."""

    def __init__(self, url: str, tries: int, reason: str) -> None:
        self.url = url
        self.tries = tries
        self.reason = reason
        super().__init__(url, tries, reason)


@dataclass(frozen=True, slots=True)
class Reply:
    """A response: status, headers in lower case, and the body unless it was saved to a file."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(slots=True)
class Connection:
    """Requests to one server. `notice` is told of every wait and its reason.

    Raises `HanseError` for an address that is neither https nor http to this machine, and for a
    certificate that the system does not trust.
    """

    root: str
    patience: Patience = field(default_factory=Patience)
    notice: Callable[[str], None] = lambda _text: None
    _pool: urllib3.PoolManager = field(init=False)
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        check_address(self.root)
        limits = urllib3.Timeout(
            connect=self.patience.connect_timeout, read=self.patience.read_timeout
        )
        address = urlsplit(self.root)
        proxy = getproxies().get(address.scheme)
        if proxy and not is_local(self.root) and not proxy_bypass(address.hostname or ""):
            self._pool = urllib3.ProxyManager(proxy, timeout=limits)
        else:
            self._pool = urllib3.PoolManager(timeout=limits)
        self._chance = random.Random(self.patience.seed)  # noqa: S311 - spreads waits, no secret

    def close(self) -> None:
        """Let the connections go."""
        self._pool.clear()

    def persist(self, url: str, attempt: Callable[[], Result]) -> Result:
        """The result of `attempt`, made again after a `TransientError`; `GaveUpError` at last."""
        for turn in range(1, self.patience.tries + 1):
            try:
                return attempt()
            except TransientError as failure:
                asked = failure.wait
                if asked is not None and asked > self.patience.longest_asked:
                    reason = f"{failure.reason}; the server asks to wait {asked / 60:.0f} minutes"
                    raise GaveUpError(url, turn, reason) from failure
                if turn == self.patience.tries:
                    raise GaveUpError(url, turn, failure.reason) from failure
                pause = self._pause(turn) if asked is None else asked
                self.notice(
                    f"{failure.reason}; trying again in {pause:.0f} s"
                    f" ({turn + 1} of {self.patience.tries})"
                )
                self.patience.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def get(self, url: str) -> Reply:
        """One response, its body in memory. Raises `TransientError` when trying again may help."""
        with closing(self._open(url, {})) as response:
            return self._whole(url, response)

    def download(self, url: str, part: Path, *, etag: str = "", last_modified: str = "") -> Reply:
        """One response; with status 200 its body lies in `part`, otherwise it is in the reply.

        A half-finished `part` of the same address is continued when the server vouches that
        nothing has changed (If-Range), otherwise begun anew. With `etag` or `last_modified` an
        unchanged resource answers 304. Raises `TransientError` when trying again may help.
        """
        beside = part.with_name(part.name + ".json")
        start, validator = _half(part, beside, url)
        headers: dict[str, str] = {}
        if start:
            headers = {"Range": f"bytes={start}-", "If-Range": validator}
        elif etag:
            headers = {"If-None-Match": etag}
        elif last_modified:
            headers = {"If-Modified-Since": last_modified}
        with closing(self._open(url, headers)) as response:
            if start and response.status in (206, 416):
                continues = response.headers.get("Content-Range", "").startswith(f"bytes {start}-")
                if response.status == 416 or not continues:
                    forget(part)
                    raise TransientError("the server could not continue a broken download")
            elif response.status != 200:
                return self._whole(url, response)
            else:
                start = 0
                mark = {"url": url, "validator": _validator(response.headers)}
                write_whole(beside, json.dumps(mark).encode())
            self._save(response, part, append=bool(start))
            return Reply(url, 200, _lower(response.headers))

    def _save(self, response: urllib3.BaseHTTPResponse, part: Path, *, append: bool) -> None:
        expected = _length(response.headers)
        received = 0
        window, window_bytes = time.monotonic(), 0
        with disk_problems(part), part.open("ab" if append else "wb") as file:
            while block := self._read(response):
                file.write(block)
                received += len(block)
                window_bytes += len(block)
                elapsed = time.monotonic() - window
                if elapsed > self.patience.trickle_seconds and received != expected:
                    if window_bytes < self.patience.trickle_bytes:
                        raise TransientError(f"only {window_bytes} bytes came in {elapsed:.0f} s")
                    window, window_bytes = time.monotonic(), 0
        if expected is not None and received != expected:
            raise TransientError(f"{received} of {expected} bytes came")

    def _whole(self, url: str, response: urllib3.BaseHTTPResponse) -> Reply:
        blocks: list[bytes] = []
        size = 0
        began = time.monotonic()
        while block := self._read(response):
            blocks.append(block)
            size += len(block)
            if size > _LARGEST_REPLY:
                raise TransientError(f"the answer is larger than {_LARGEST_REPLY >> 20} MB")
            if time.monotonic() - began > 10 * self.patience.trickle_seconds:
                raise TransientError("the answer came too slowly")
        expected = _length(response.headers)
        if expected is not None and size != expected:
            raise TransientError(f"{size} of {expected} bytes came")
        if response.status in RETRIED:
            wait = _asked(response.headers.get("Retry-After", ""), self.patience.clock())
            raise TransientError(f"the server answered {response.status}", wait=wait)
        return Reply(url, response.status, _lower(response.headers), b"".join(blocks))

    def _open(self, url: str, headers: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        sent = {"User-Agent": user_agent(), "Accept-Encoding": "identity", **headers}
        for _step in range(_LONGEST_CHAIN + 1):
            try:
                response = self._pool.request(
                    "GET",
                    url,
                    headers=sent,
                    preload_content=False,
                    decode_content=False,
                    retries=False,
                    redirect=False,
                )
            except urllib3.exceptions.SSLError as error:
                if "CERTIFICATE_VERIFY_FAILED" not in str(error):
                    raise TransientError(_reason(error)) from error
                raise HanseError(
                    "The connection is not secure, so nothing was fetched.",
                    where=url,
                    why=str(error),
                    remedy="Check the clock and the certificates of this machine, or its proxy.",
                ) from error
            except urllib3.exceptions.HTTPError as error:
                raise TransientError(_reason(error)) from error
            if response.status not in _REDIRECTS:
                return response
            target = urljoin(url, response.headers.get("Location", ""))
            response.drain_conn()
            response.release_conn()
            check_address(target, local=is_local(self.root))
            url = target
        raise HanseError(
            f"The server redirects more than {_LONGEST_CHAIN} times.",
            where=url,
            remedy="Check the address of the service.",
        )

    @staticmethod
    def _read(response: urllib3.BaseHTTPResponse) -> bytes:
        try:
            return response.read1(_BLOCK, decode_content=False) or b""
        except urllib3.exceptions.HTTPError as error:
            raise TransientError(_reason(error)) from error

    def _pause(self, turn: int) -> float:
        longest = min(self.patience.longest_wait, self.patience.first_wait * 2.0 ** (turn - 1))
        return longest * (1 - self._chance.random() / 2)


def user_agent() -> str:
    """How Hanse introduces itself to servers."""
    try:
        return f"hanse/{version('hanse')}"
    except PackageNotFoundError:
        return "hanse"


def is_local(url: str) -> bool:
    """Whether `url` names this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return False


def check_address(url: str, *, local: bool = True) -> None:
    """Raise `HanseError` unless `url` is https, or (when `local`) http to this machine."""
    parts = urlsplit(url)
    if parts.hostname and not parts.username and parts.scheme == "https":
        return
    if local and parts.scheme == "http" and not parts.username and is_local(url):
        return
    raise HanseError(
        "This address is not allowed for downloads.",
        where=url,
        why="Data are fetched over https only (http only from this machine), without a password.",
        remedy="Use an address that begins with https://.",
    )


def forget(part: Path) -> None:
    """Remove a half-finished file and the note beside it."""
    for path in (part, part.with_name(part.name + ".json")):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _half(part: Path, beside: Path, url: str) -> tuple[int, str]:
    """How many bytes of `url` lie in `part`, and the validator they came with; (0, "") if none."""
    try:
        size = part.stat().st_size
        mark: object = json.loads(beside.read_bytes())
    except (OSError, ValueError):
        return 0, ""
    if not isinstance(mark, dict) or mark.get("url") != url or not size:
        return 0, ""
    validator = mark.get("validator")
    return (size, validator) if isinstance(validator, str) and validator else (0, "")


def _validator(headers: Mapping[str, str]) -> str:
    # A weak ETag does not promise the same bytes, so it cannot join two halves of a file.
    etag = headers.get("ETag", "")
    return etag if etag and not etag.startswith("W/") else headers.get("Last-Modified", "")


def _length(headers: Mapping[str, str]) -> int | None:
    text = headers.get("Content-Length", "")
    return int(text) if text.isascii() and text.isdigit() else None


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _asked(text: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for: a number of seconds, or an HTTP date."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    with suppress(ValueError):
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, (moment - now).total_seconds())
    return None


def _reason(error: urllib3.exceptions.HTTPError) -> str:
    if isinstance(error, urllib3.exceptions.NewConnectionError):
        return "no connection to the server"
    if isinstance(error, urllib3.exceptions.TimeoutError):
        return "the server did not answer in time"
    if isinstance(error, urllib3.exceptions.ProtocolError):
        return "the connection broke"
    return f"the connection failed ({type(error).__name__})"
