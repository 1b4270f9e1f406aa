"""Readers of the site: each a thread with a connection of its own, pages to open, time to read.

A process of its own, so that the server is all that the server's processes do. Only the standard
library is used and nothing is rendered, to leave the processor to the server: the client shares
the machine with it.

    python -m benchmarks.site.readers PLAN ANSWERS
"""

import gzip
import json
import re
import sys
import threading
import time
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any, Final

from benchmarks.site.timing import NUMBER

_ASSET: Final = re.compile(rb'(?:href|src)="(/(?:static|boundaries)/[^"#?]+)')
_PATIENCE_SECONDS: Final = 60
_HEADERS: Final = {
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Encoding": "gzip",
    "Accept-Language": "en-GB,en;q=0.8",
}
ASSET: Final = "assets"
"""What the stylesheets, scripts, typefaces, icons and boundaries of pages are counted as."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A page to open: what kind it is, its address, and for how long it is read afterwards."""

    kind: str
    address: str
    read_seconds: float = 0.0
    accept: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came. number: of the request. milliseconds: from asking until the last byte."""

    number: int
    kind: str
    status: int
    received_bytes: int
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Plan:
    """Who visits what. With assets, each reader fetches what a page needs once, as browsers do.

    seconds: no page is opened later than this; 0 for no limit. arrive_seconds: the readers begin
    one after the other within this time; 0 for all at once.
    """

    port: int
    readers: list[list[Visit]]
    assets: bool
    seconds: float
    arrive_seconds: float = 0.0

    def written(self) -> str:
        """The plan as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> "Plan":
        """The plan from what `written` gave."""
        held: dict[str, Any] = json.loads(text)
        readers = [[Visit(**visit) for visit in visits] for visits in held.pop("readers")]
        return cls(readers=readers, **held)


class Reader(threading.Thread):
    """One reader; `answers` is complete once the thread has ended."""

    def __init__(self, plan: Plan, visits: list[Visit], numbers: "count[int]", end: float) -> None:
        super().__init__(daemon=True)
        self.plan = plan
        self.visits = visits
        self.numbers = numbers
        self.end = end
        self.answers: list[Answer] = []
        self.fault: BaseException | None = None

    def run(self) -> None:
        """Open one page after the other; a fault is kept for who waits for this thread."""
        try:
            self._read()
        except BaseException as fault:
            self.fault = fault

    def _read(self) -> None:
        connection = HTTPConnection("127.0.0.1", self.plan.port, timeout=_PATIENCE_SECONDS)
        known: set[bytes] = set()
        for visit in self.visits:
            if time.monotonic() >= self.end:
                break
            body = self._get(connection, visit.kind, visit.address, visit.accept)
            if self.plan.assets:
                for address in dict.fromkeys(_ASSET.findall(body)):
                    if address not in known:
                        known.add(address)
                        self._get(connection, ASSET, address.decode())
            if visit.read_seconds:
                time.sleep(visit.read_seconds)
        connection.close()

    def _get(self, connection: HTTPConnection, kind: str, address: str, accept: str = "") -> bytes:
        number = next(self.numbers)
        headers = {**_HEADERS, NUMBER: str(number), **({"Accept": accept} if accept else {})}
        began = time.perf_counter()
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        body = response.read()
        took = (time.perf_counter() - began) * 1000
        self.answers.append(Answer(number, kind, response.status, len(body), took))
        if self.plan.assets and response.headers.get("Content-Encoding") == "gzip":
            return gzip.decompress(body)
        return body


def run(plan: Plan) -> dict[str, Any]:
    """Let all readers of the plan read at the same time; their answers, and how long it took."""
    numbers = count(1)
    began = time.monotonic()
    end = began + plan.seconds if plan.seconds else float("inf")
    readers = [Reader(plan, visits, numbers, end) for visits in plan.readers]
    processor = time.process_time()
    for reader in readers:
        reader.start()
        time.sleep(plan.arrive_seconds / len(readers))
    for reader in readers:
        reader.join()
        if reader.fault:
            raise reader.fault
    return {
        "seconds": time.monotonic() - began,
        "client_cpu_seconds": time.process_time() - processor,
        "answers": [asdict(answer) for reader in readers for answer in reader.answers],
    }


def main() -> None:
    plan, answers = (Path(argument) for argument in sys.argv[1:3])
    answers.write_text(json.dumps(run(Plan.read(plan.read_text("utf-8")))), "utf-8")


if __name__ == "__main__":
    main()
