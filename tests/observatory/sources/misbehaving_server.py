"""A server on loopback that speaks like Eurostat's dissemination API, and misbehaves on request."""

import gzip
import hashlib
import itertools
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, urlsplit

_MESSAGE = (
    'xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" '
    'xmlns:s="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure" '
    'xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"'
)
_SOAP = 'xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"'
FIGURE_COLUMNS = ("OBS_VALUE", "OBS_FLAG", "CONF_STATUS")
HTML = b"<!DOCTYPE html>\n<html><body>Sorry, we are being repaired.</body></html>\n"

Fault = Callable[["Answerer"], bool]
"""Answers a request wrongly; returns whether it has answered (if not, the right answer follows)."""


@dataclass
class Request:
    """What a client asked: the path with its query, and its headers in lower case."""

    path: str
    headers: Mapping[str, str]


@dataclass
class EurostatLike:
    """One data set of annual figures, served as Eurostat serves it.

    most_cells: more than that many cells in a request answer 413. queue_above: more than that many
    are queued. compressed: whether figures come gzipped. ranges: whether a broken download can be
    continued. stamped: whether the data set tells when it was updated.
    """

    codes: dict[str, list[str]] = field(
        default_factory=lambda: {
            "freq": ["A"],
            "nace_r2": ["C10", "C11", "C13"],
            "geo": ["AT11", "AT12", "BE10"],
            "TIME_PERIOD": ["2019", "2020", "2021"],
        }
    )
    dataset: str = "DEMO_R"
    updated: str = "2026-07-31T23:00:00+0200"
    stamped: bool = True
    most_cells: int = 10**9
    queue_above: int = 10**9
    compressed: bool = True
    ranges: bool = False
    absent: set[str] = field(default_factory=set)
    log: list[Request] = field(default_factory=list)
    polls_before_ready: int = 2

    def __post_init__(self) -> None:
        self._faults: list[tuple[str, list[Fault]]] = []
        self._tickets: dict[str, tuple[str, int]] = {}
        self._lock = threading.Lock()
        server = ThreadingHTTPServer(("127.0.0.1", 0), Answerer)
        server.daemon_threads = True
        server.block_on_close = False
        server.handle_error = lambda *_args: None  # type: ignore[method-assign] # broken pipes are the point
        self._server = server
        _OWNERS[server.server_port] = self
        self._thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        del _OWNERS[self._server.server_port]

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/eurostat"

    def misbehave(self, part_of_path: str, *faults: Fault) -> None:
        """Answer the next requests whose path holds `part_of_path` with `faults`, one by one."""
        self._faults.append((part_of_path, list(faults)))

    def asked(self, part_of_path: str) -> list[str]:
        """The paths asked for so far that hold `part_of_path`."""
        return [request.path for request in self.log if part_of_path in request.path]

    def next_fault(self, path: str) -> Fault | None:
        with self._lock:
            for part, faults in self._faults:
                if part in path and faults:
                    return faults.pop(0)
        return None

    def ticket(self, path: str) -> str:
        with self._lock:
            key = f"ticket-{len(self._tickets)}"
            self._tickets[key] = (path, self.polls_before_ready)
        return key

    def poll(self, key: str) -> str:
        with self._lock:
            path, left = self._tickets[key]
            self._tickets[key] = (path, left - 1)
        return "PROCESSING" if left > 0 else "AVAILABLE"

    def figures(self, path: str, *, ready: bool = False) -> tuple[int, bytes]:
        """Status and body of a data request."""
        parts = urlsplit(path)
        options = parse_qs(parts.query)
        wanted = self._wanted(parts.path, options)
        if isinstance(wanted, bytes):
            return 400, wanted
        cells = 1
        for codes in wanted.values():
            cells *= len(codes)
        if cells > self.most_cells and not ready:
            return 413, fault_body("413", f"EXTRACTION_TOO_BIG: estimated {cells} rows")
        if cells > self.queue_above and not ready:
            return 200, queued_body(self.ticket(path))
        rows = self.rows(wanted)
        if not rows:
            return 404, fault_body("100", "No results found.")
        names = [name for name in self.codes if name != "TIME_PERIOD"]
        header = ["DATAFLOW", "LAST UPDATE", *names, "TIME_PERIOD", *FIGURE_COLUMNS]
        text = "\r\n".join([",".join(header), *rows]) + "\r\n"
        return 200, gzip.compress(text.encode(), mtime=0) if self.compressed else text.encode()

    def stamp(self) -> str:
        """When the data were updated, as each row says it."""
        year, month, day = self.updated[:10].split("-")
        return f"{day}/{month}/{year[2:]} {self.updated[11:19]}" if self.stamped else ""

    def rows(self, wanted: Mapping[str, list[str]]) -> list[str]:
        """The rows of figures; each is made from its codes, so that a test can tell them apart."""
        stamp = self.stamp()
        rows = []
        for cell in itertools.product(*(wanted[name] for name in self.codes)):
            if self.absent & set(cell):
                continue
            value = int(hashlib.sha256("".join(cell).encode()).hexdigest()[:4], 16)
            rows.append(self.row(stamp, cell, str(value)))
        return rows

    def row(self, stamp: str, cell: Sequence[str], *figure: str) -> str:
        """One line of SDMX-CSV; `figure` is the value, and flag and confidentiality if any."""
        rest = (*figure, "", "")[: len(FIGURE_COLUMNS)]
        return ",".join([f"ESTAT:{self.dataset}(1.0)", stamp, *cell, *rest])

    def _wanted(self, path: str, options: Mapping[str, list[str]]) -> dict[str, list[str]] | bytes:
        names = [name for name in self.codes if name != "TIME_PERIOD"]
        after = path.partition(f"/data/{self.dataset}")[2].strip("/")
        chosen = after.split(".") if after else [""] * len(names)
        if len(chosen) != len(names):
            return fault_body("140", "INVALID_QUERY_NB_FILTERS: Incorrect number of filters")
        wanted = dict(self.codes)
        for name, codes in zip(names, chosen, strict=True):
            if codes:
                wanted[name] = codes.split("+")
                if not set(wanted[name]) <= set(self.codes[name]):
                    return fault_body("150", f"INVALID_QUERY_DIMENSION_VALUE: {name}={codes}")
        first, last = options.get("startPeriod", ["0"])[0], options.get("endPeriod", ["9"])[0]
        wanted["TIME_PERIOD"] = [t for t in self.codes["TIME_PERIOD"] if first <= t <= last]
        return wanted

    def flow(self) -> bytes:
        stamp = (
            f"<c:Annotation><c:AnnotationTitle>{self.updated}</c:AnnotationTitle>"
            "<c:AnnotationType>UPDATE_DATA</c:AnnotationType></c:Annotation>"
            if self.stamped
            else ""
        )
        names = [name for name in self.codes if name != "TIME_PERIOD"]
        # Out of order on purpose: the position counts, not the order of the elements.
        dimensions = "".join(
            f'<s:Dimension id="{name}" position="{place}"/>'
            for place, name in reversed(list(enumerate(names, 1)))
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><m:Structure {_MESSAGE}><m:Structures>'
            f'<s:Dataflows><s:Dataflow agencyID="ESTAT" id="{self.dataset}" version="1.0">'
            f"<c:Annotations>{stamp}</c:Annotations>"
            '<c:Name xml:lang="de">Ein Datensatz</c:Name>'
            '<c:Name xml:lang="en">Demonstration by region &amp; activity</c:Name>'
            "</s:Dataflow></s:Dataflows><s:DataStructures><s:DataStructure><s:DimensionList>"
            f"{dimensions}"
            f'<s:TimeDimension id="TIME_PERIOD" position="{len(names) + 1}"/>'
            "</s:DimensionList></s:DataStructure></s:DataStructures></m:Structures></m:Structure>"
        ).encode()

    def constraint(self) -> bytes:
        keys = "".join(
            f'<c:KeyValue id="{name}">'
            + "".join(f"<c:Value>{code}</c:Value>" for code in codes)
            + "</c:KeyValue>"
            for name, codes in self.codes.items()
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><m:Structure {_MESSAGE}><m:Structures>'
            f'<s:Constraints><s:ContentConstraint id="{self.dataset}" type="Actual">'
            f'<s:CubeRegion include="true">{keys}</s:CubeRegion>'
            "</s:ContentConstraint></s:Constraints></m:Structures></m:Structure>"
        ).encode()

    def answer(self, path: str) -> tuple[int, bytes]:
        """Status and body of any request."""
        bare = urlsplit(path).path
        if match := re.search(r"/async/(status|data)/([^/]+)$", bare):
            kind, key = match.groups()
            if key not in self._tickets:
                return 200, status_body(key, "UNKNOWN_REQUEST")
            if kind == "status":
                return 200, status_body(key, self.poll(key))
            return self.figures(self._tickets[key][0], ready=True)
        if self.dataset not in bare:
            return 404, fault_body("100", "ERR_NOT_FOUND_4: not available for dissemination")
        if "/dataflow/" in bare:
            return 200, self.flow()
        if "/contentconstraint/" in bare:
            return 200, self.constraint()
        return self.figures(path)


class Answerer(BaseHTTPRequestHandler):
    """Answers one connection for the `EurostatLike` that owns its server."""

    protocol_version = "HTTP/1.1"

    @property
    def owner(self) -> EurostatLike:
        return _OWNERS[self.server.server_port]  # type: ignore[attr-defined] # TCPServer's type hides it

    def do_GET(self) -> None:
        owner = self.owner
        headers = {name.lower(): value for name, value in self.headers.items()}
        owner.log.append(Request(self.path, headers))
        fault = owner.next_fault(self.path)
        if fault and fault(self):
            return
        status, body = owner.answer(self.path)
        self.say(status, body)

    def say(self, status: int, body: bytes, **extra: str) -> None:
        """Send a whole answer; `Retry_After="1"` becomes a header."""
        tag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        asked = self.headers.get("Range", "")
        if status == 200 and self.headers.get("If-None-Match") == tag:
            status, body = 304, b""
        start = 0
        if status == 200 and self.owner.ranges and asked and self.headers.get("If-Range") == tag:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if start else status)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        if status == 200 and (self.owner.ranges or not self.owner.stamped):
            self.send_header("ETag", tag)
        for name, value in extra.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        self.wfile.write(body[start:])

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


_OWNERS: dict[int, EurostatLike] = {}


def fault_body(code: str, text: str) -> bytes:
    """An error as Eurostat words it."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><S:Fault {_SOAP}>'
        f"<faultcode>{code}</faultcode><faultstring>{text}</faultstring></S:Fault>"
    ).encode()


def queued_body(key: str) -> bytes:
    """The ticket that comes in place of figures that take long."""
    return (
        '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>'
        '<x:syncResponse xmlns:x="http://estat.ec.europa.eu/disschain/soap/extraction">'
        f"<processingTime>92</processingTime><queued><id>{key}</id><status>SUBMITTED</status>"
        "</queued></x:syncResponse></env:Body></env:Envelope>"
    ).encode()


def status_body(key: str, state: str) -> bytes:
    """How far a queued request is."""
    return (
        '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>'
        '<a:asyncResponse xmlns:a="http://estat.ec.europa.eu/disschain/soap/asynchronous" '
        'xmlns:b="http://estat.ec.europa.eu/disschain/asynchronous">'
        f"<b:status><b:key>{key}</b:key><b:status>{state}</b:status></b:status>"
        "</a:asyncResponse></env:Body></env:Envelope>"
    ).encode()


# -- ways to misbehave ------------------------------------------------------------------------


def status(code: int, body: bytes = b"", **headers: str) -> Fault:
    """Answer with a bare status."""

    def fault(to: Answerer) -> bool:
        to.say(code, body, **headers)
        return True

    return fault


def html(to: Answerer) -> bool:
    """Answer 200 with a web page."""
    to.say(200, HTML)
    return True


def redirect(target: str) -> Fault:
    """Send the client elsewhere."""
    return status(302, Location=target)


def fine(_to: Answerer) -> bool:
    """Answer as one should."""
    return False


def twice_gzipped(to: Answerer) -> bool:
    """Send a compressed file with content encoding on top."""
    code, body = to.owner.answer(to.path)
    to.say(code, gzip.compress(body, mtime=0), Content_Encoding="gzip")
    return True


def damaged(to: Answerer) -> bool:
    """Send a gzip file with one byte changed, under a right Content-Length."""
    code, body = to.owner.answer(to.path)
    half = len(body) // 2
    to.say(code, body[:half] + bytes([body[half] ^ 0xFF]) + body[half + 1 :])
    return True


def chunked(to: Answerer) -> bool:
    """Send the right answer in chunks, without a length."""
    _code, body = to.owner.answer(to.path)
    to.send_response(200)
    to.send_header("Transfer-Encoding", "chunked")
    to.end_headers()
    for start in range(0, len(body), 50):
        block = body[start : start + 50]
        to.wfile.write(f"{len(block):x}\r\n".encode() + block + b"\r\n")
    to.wfile.write(b"0\r\n\r\n")
    return True


def _half(to: Answerer) -> None:
    _code, body = to.owner.answer(to.path)
    to.send_response(200)
    if to.owner.ranges:
        to.send_header("ETag", '"' + hashlib.sha256(body).hexdigest()[:16] + '"')
    to.send_header("Content-Length", str(len(body)))
    to.end_headers()
    to.wfile.write(body[: len(body) // 2])
    to.wfile.flush()


def short(to: Answerer) -> bool:
    """Promise more bytes than come, and close politely."""
    _half(to)
    to.close_connection = True
    return True


def reset(to: Answerer) -> bool:
    """Tear the connection down in the middle of the body."""
    _half(to)
    time.sleep(0.1)  # a reset discards what the client has not read yet
    _tear(to)
    return True


def reset_once(seen: Callable[[], bool]) -> Fault:
    """Tear the connection down in the middle of the body, but not before `seen()`."""

    def fault(to: Answerer) -> bool:
        _half(to)
        while not seen():
            time.sleep(0.005)
        _tear(to)
        return True

    return fault


def _tear(to: Answerer) -> None:
    to.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    to.connection.close()
    to.close_connection = True


def refuse(to: Answerer) -> bool:
    """Close without a word."""
    to.close_connection = True
    return True


def silent(seconds: float) -> Fault:
    """Accept the request and say nothing."""

    def fault(to: Answerer) -> bool:
        time.sleep(seconds)
        to.close_connection = True
        return True

    return fault


def trickle(seconds: float, gate: threading.Event) -> Fault:
    """Send a byte now and then, for ever, or until `gate` is set."""

    def fault(to: Answerer) -> bool:
        to.send_response(200)
        to.send_header("Content-Length", "1000000")
        to.end_headers()
        to.close_connection = True
        while not gate.wait(seconds):
            try:
                to.wfile.write(b"x")
                to.wfile.flush()
            except OSError:
                break
        return True

    return fault


def stall_half_way(gate: threading.Event) -> Fault:
    """Send half a body, then wait for `gate`."""

    def fault(to: Answerer) -> bool:
        _half(to)
        gate.wait(30)
        to.close_connection = True
        return True

    return fault


def update(stamp: str) -> Fault:
    """Let the data set be updated just before the answer."""

    def fault(to: Answerer) -> bool:
        to.owner.updated = stamp
        return False

    return fault
