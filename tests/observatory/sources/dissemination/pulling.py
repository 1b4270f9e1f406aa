"""What the tests of downloads share: a puller that does not sleep, and the cells it brought."""

import csv
import gzip
from datetime import UTC, date, datetime
from pathlib import Path

from hanse.observatory.sources.dissemination.pull import PullProgress, PullResult, pull
from hanse.observatory.sources.dissemination.transfer import Patience
from hanse.observatory.sources.manifest import SourceManifest
from tests.observatory.sources.misbehaving_server import EurostatLike

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = "2026-10-01T11:00:00+0200"
PAGES = "/data/DEMO_R"


class Puller:
    """Pulls the demonstration data set; waits are recorded, not slept."""

    def __init__(self, server: EurostatLike, into: Path) -> None:
        self.server = server
        self.into = into
        self.waits: list[float] = []
        self.heard: list[PullProgress] = []

    def __call__(
        self,
        *,
        dataset: str = "demo_r",
        select: dict[str, list[str]] | None = None,
        page_by: str = "",
        tries: int = 4,
        read_timeout: float = 5.0,
        trickle_seconds: float = 5.0,
        today: date = TODAY,
    ) -> PullResult:
        return pull(
            dataset,
            into=self.into,
            today=today,
            select=select,
            page_by=page_by,
            root=self.server.root,
            progress=self.heard.append,
            patience=Patience(
                tries=tries,
                read_timeout=read_timeout,
                trickle_seconds=trickle_seconds,
                sleep=self.waits.append,
                clock=lambda: NOON,
            ),
        )


def rows_of(manifest: SourceManifest) -> list[dict[str, str]]:
    """All rows of all pages."""
    rows: list[dict[str, str]] = []
    for path in manifest.paths:
        content = path.read_bytes()
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
        rows += csv.DictReader(text.splitlines())
    return rows


def cells(manifest: SourceManifest) -> set[tuple[str, str, str, str]]:
    """Every cell with its value; fails when a cell came twice."""
    rows = rows_of(manifest)
    found = {(r["nace_r2"], r["geo"], r["TIME_PERIOD"], r["OBS_VALUE"]) for r in rows}
    assert len(found) == len(rows)
    return found


def everything(server: EurostatLike) -> set[tuple[str, str, str, str]]:
    """Every cell the server has, from its own rows."""
    split = [row.split(",") for row in server.rows(server.codes)]
    return {(r[3], r[4], r[5], r[6]) for r in split}
