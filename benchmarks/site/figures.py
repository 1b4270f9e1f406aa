"""Figures of a run: quantiles of what was measured, for each kind of page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any, Final

from benchmarks.site.readers import Answer


@dataclass(frozen=True, slots=True)
class Spread:
    """How long requests of one kind took, in milliseconds, and the median size of an answer.

    server: while they were being handled; client: from asking to the last byte: each the median,
    the 95th and the 99th per cent. processor: median of the thread that handled them.
    """

    kind: str
    requests: int
    server: tuple[float, float, float]
    client: tuple[float, float, float]
    processor: float
    received_bytes: int


@dataclass(frozen=True, slots=True)
class Load:
    """A load and what came of it.

    failures: answers that were no 200, as kind and status. pages: the kinds that are pages.
    """

    readers: int
    seconds: float
    requests: int
    client_cpu_seconds: float
    failures: Sequence[str]
    pages: Sequence[str]
    spreads: Sequence[Spread]

    @property
    def per_second(self) -> float:
        """Requests answered in a second."""
        return self.requests / self.seconds

    def spread(self, kind: str) -> Spread:
        """The figures of one kind."""
        return next(each for each in self.spreads if each.kind == kind)


ALL_PAGES: Final = "all pages"
"""What the figures of all pages together are called; files and assets are not among them."""


def load_of(result: Mapping[str, Any], log: Path, readers: int, not_pages: Iterable[str]) -> Load:
    """The figures of what `readers.run` gave, with the server's times out of its `log`."""
    handled = _handled(log)
    answers = [Answer(**each) for each in result["answers"]]
    by_kind: dict[str, list[Answer]] = {}
    for each in answers:
        by_kind.setdefault(each.kind, []).append(each)
    files = set(not_pages)
    pages = [each for each in answers if each.kind not in files]
    return Load(
        readers=readers,
        seconds=result["seconds"],
        requests=len(answers),
        client_cpu_seconds=result["client_cpu_seconds"],
        failures=[f"{each.kind}: {each.status}" for each in answers if each.status != 200],
        pages=sorted({each.kind for each in pages}),
        spreads=[
            _spread(kind, held, handled)
            for kind, held in [(ALL_PAGES, pages), *sorted(by_kind.items())]
        ],
    )


def quantile(figures: Sequence[float], share: float) -> float:
    """The smallest figure that at least `share` of all figures do not exceed."""
    return sorted(figures)[max(ceil(share * len(figures)), 1) - 1]


def _spread(
    kind: str, answers: Sequence[Answer], handled: Mapping[int, tuple[float, float]]
) -> Spread:
    server = [handled[each.number][0] for each in answers]
    client = [each.milliseconds for each in answers]
    return Spread(
        kind=kind,
        requests=len(answers),
        server=_three(server),
        client=_three(client),
        processor=quantile([handled[each.number][1] for each in answers], 0.5),
        received_bytes=int(quantile([each.received_bytes for each in answers], 0.5)),
    )


def _three(figures: Sequence[float]) -> tuple[float, float, float]:
    return quantile(figures, 0.5), quantile(figures, 0.95), quantile(figures, 0.99)


def _handled(log: Path) -> dict[int, tuple[float, float]]:
    """Number of each request, its milliseconds at the server, and those of the processor."""
    rows = (line.split() for line in log.read_text("ascii").splitlines())
    return {int(number): (float(wall), float(processor)) for number, wall, processor in rows}
