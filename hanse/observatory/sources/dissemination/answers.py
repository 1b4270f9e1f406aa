"""What an answer of the service means: figures, none, too much, wait, try again, or an error."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hanse.foundation.problems import HanseError
from hanse.observatory.sources.dissemination.contents import Contents, inspect
from hanse.observatory.sources.dissemination.queries import ready_url, status_url
from hanse.observatory.sources.dissemination.structure import Fault, Queued, read_answer
from hanse.observatory.sources.dissemination.transfer import Connection, TransientError, forget

_NO_RESULTS: Final = frozenset({"100"})
_TOO_LARGE: Final = frozenset({"130", "413", "510"})
_PASSING: Final = frozenset({"500", "503"})
"""Fault codes of SDMX 2.1 web services; 413 is Eurostat's own."""

_WAITING: Final = frozenset({"SUBMITTED", "PROCESSING"})
_LONGEST_POLL: Final = 30.0


@dataclass(frozen=True, slots=True)
class Figures:
    """A file of figures, whole, with what the server said of it."""

    contents: Contents
    etag: str
    last_modified: str


@dataclass(frozen=True, slots=True)
class NoFigures:
    """The service has nothing for this part of the data set."""


@dataclass(frozen=True, slots=True)
class TooLarge:
    """The service refuses so large a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The file fetched earlier is still what the service would send."""


Answer = Figures | NoFigures | TooLarge | Unchanged


def fetch_data(
    connection: Connection,
    url: str,
    part: Path,
    *,
    etag: str = "",
    last_modified: str = "",
    notice: Callable[[str], None],
) -> Answer:
    """The figures at `url`, left in `part`, or the reason why there are none.

    A request that the service queues is asked about until it is ready, then fetched. Raises
    `GaveUpError` when every try failed, and `HanseError` when the service refuses for good.
    """

    def attempt() -> Answer:
        reply = connection.download(url, part, etag=etag, last_modified=last_modified)
        if reply.status == 304:
            return Unchanged()
        body = reply.body
        if reply.status == 200:
            try:
                found = inspect(part)
            except TransientError:
                forget(part)
                raise
            if isinstance(found, Contents):
                headers = reply.headers
                return Figures(found, headers.get("etag", ""), headers.get("last-modified", ""))
            body = found.body
        forget(part)
        return _judge(reply.status, body)

    def _judge(status: int, body: bytes) -> Answer:
        said = read_answer(body)
        if isinstance(said, Queued) and said.key:
            return _queued(connection, said, part, notice=notice)
        fault = said if isinstance(said, Fault) else Fault("", "")
        if status in (413, 414) or fault.code in _TOO_LARGE:
            return TooLarge(fault.text)
        if fault.code in _NO_RESULTS:
            return NoFigures()
        if fault.code in _PASSING or status in (200, 202):
            raise TransientError(fault.text or f"a message came in place of the figures ({status})")
        raise refusal(url, status, fault)

    return connection.persist(url, attempt)


def refusal(url: str, status: int, fault: Fault) -> HanseError:
    """The error for a request that the service refuses for good."""
    if status == 404:
        return HanseError(
            "Eurostat has no data at this address.",
            where=url,
            why=fault.text or "The service answered 404: not found.",
            remedy="Check the code at https://ec.europa.eu/eurostat/databrowser: data sets are"
            " renamed and replaced, as sbs_r_nuts06_r2 was by sbs_r_nuts2021.",
        )
    return HanseError(
        f"Eurostat refused the request ({status}).",
        where=url,
        why=fault.text,
        remedy="Check the selection of dimensions and codes.",
    )


def _queued(
    connection: Connection, ticket: Queued, part: Path, *, notice: Callable[[str], None]
) -> Answer:
    """Wait until a queued request is ready, and fetch it."""
    patience = connection.patience
    pause = patience.first_wait
    address = status_url(connection.root, ticket.key)
    state = ticket.status
    for _turn in range(patience.polls):
        if state == "AVAILABLE":
            ready = ready_url(connection.root, ticket.key)
            return fetch_data(connection, ready, part, notice=notice)
        if state not in _WAITING:
            # Requests expire after some days, or when the data are updated: ask afresh.
            raise TransientError(f"the queued request is {state.lower() or 'lost'}")
        pause = min(_LONGEST_POLL, pause * 1.5)
        notice(f"Eurostat is preparing the data ({state.lower()}); asking again in {pause:.0f} s")
        patience.sleep(pause)
        reply = connection.persist(address, lambda: connection.get(address))
        told = read_answer(reply.body)
        if isinstance(told, Fault):
            raise TransientError(told.text or "the queued request failed")
        state = told.status if told else ""
    raise TransientError(f"the queued request is still {state.lower()}")
