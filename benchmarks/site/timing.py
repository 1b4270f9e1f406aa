"""Middleware that writes down how long each request of the benchmark was being handled."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

LOG: Final = "HANSE_BENCH_LOG"
"""The variable that names the file; each line is a request's number, its milliseconds by the clock,
and those of the processor."""

NUMBER: Final = "Bench-Number"
"""The header by which the client numbers its requests."""


class Timing:
    """Times all of Django's work: every middleware, the view, its template and the compression.

    It stands first among the middleware. An answer that is streamed counts until its last byte is
    made. Not in it: the wait for a free thread, and the server's own reading and writing, which
    the client's clock has. The processor's time is that of the thread which answers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        # Open as long as the server is; a line is written at once, whole, by any thread.
        self.log = Path(os.environ[LOG]).open("a", buffering=1, encoding="ascii")  # noqa: SIM115

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter(), time.thread_time()
        response = self.get_response(request)
        number = request.headers.get(NUMBER, "")
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = self._until_sent(iter(response), number, began)
        else:
            self._note(number, began)
        return response

    def _until_sent(
        self, pieces: Iterator[bytes], number: str, began: tuple[float, float]
    ) -> Iterator[bytes]:
        yield from pieces
        self._note(number, began)

    def _note(self, number: str, began: tuple[float, float]) -> None:
        if number:
            wall, processor = time.perf_counter() - began[0], time.thread_time() - began[1]
            self.log.write(f"{number} {wall * 1000:.3f} {processor * 1000:.3f}\n")
