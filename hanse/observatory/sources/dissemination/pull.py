"""One data set of Eurostat into a folder: its pages, their manifest, and how to go on later.

The SDMX 2.1 address with SDMX-CSV is used rather than JSON-stat or SDMX 3.0: every row carries the
update stamp, the flag and the confidentiality of its figure, pages are joined by reading one after
the other, and Eurostat names it as the successor of its bulk files.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final, Literal

from hanse.foundation.disk import disk_problems
from hanse.foundation.problems import HanseError
from hanse.observatory.sources.dissemination.answers import (
    Figures,
    TooLarge,
    Unchanged,
    fetch_data,
    refusal,
)
from hanse.observatory.sources.dissemination.folder import (
    alone,
    pull_home,
    put_in_place,
    sweep,
)
from hanse.observatory.sources.dissemination.queries import (
    EUROSTAT_ROOT,
    Query,
    check_dataset,
    constraint_url,
    data_url,
    divided,
    file_stem,
    flow_url,
    runs_of_time,
    selected,
    stamp_url,
)
from hanse.observatory.sources.dissemination.structure import (
    Fault,
    Structure,
    read_answer,
    read_stamp,
    read_structure,
)
from hanse.observatory.sources.dissemination.transfer import (
    Connection,
    GaveUpError,
    Patience,
    Reply,
    TransientError,
    forget,
)
from hanse.observatory.sources.manifest import (
    JOURNAL_NAME,
    MANIFEST_NAME,
    SourceManifest,
    SourcePage,
    damaged,
    load_manifest,
    save_manifest,
    with_page,
)

LICENCE: Final = "CC BY 4.0"
ATTRIBUTION: Final = "Source: Eurostat"
_ROUNDS: Final = 3

Stage = Literal["structure", "page", "divided", "waiting", "again", "done"]


@dataclass(frozen=True, slots=True)
class PullProgress:
    """How far a download is. `pages_total` grows when a part has to be divided."""

    dataset: str
    stage: Stage
    message: str
    pages_done: int
    pages_total: int
    bytes_done: int


@dataclass(frozen=True, slots=True)
class PullResult:
    """What a download left: the manifest, pages fetched now and kept from before, and notes."""

    manifest: SourceManifest
    fetched: int
    kept: int
    notes: tuple[str, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Whether everything was here already."""
        return self.fetched == 0


def pull(
    dataset: str,
    *,
    into: Path,
    today: date,
    select: Mapping[str, Sequence[str]] | None = None,
    page_by: str = "",
    root: str = EUROSTAT_ROOT,
    progress: Callable[[PullProgress], None] | None = None,
    patience: Patience | None = None,
) -> PullResult:
    """Fetch a Eurostat data set into `pull_home(into, dataset, select)` and describe it.

    select: dimension -> codes wanted; nothing means everything. page_by: the dimension of which
    one code is fetched at a time; without it the whole is asked for, and what the service refuses
    as too large (HTTP 413) is divided by `nace_r2`, then time, then region, as far as needed.
    today: date recorded for each page. root: https address of the service, or http on loopback.

    Each page is a file of SDMX-CSV, gzipped, written whole and then recorded; a download that was
    broken off goes on where it stopped, and one that is complete is not fetched again while the
    update stamp of the data set is the same. When the data are updated between two pages the
    download starts again: two releases are never mixed, and the older complete one stays in place
    until the newer is complete.

    Raises `HanseError`: unknown data set, dimension or code; a service that stays away (saying
    what is kept); a part that cannot be divided any further; a full disk; another pull at work.
    """
    code = check_dataset(dataset)
    home = pull_home(into, code, select)
    with disk_problems(home):
        home.mkdir(parents=True, exist_ok=True)
    work = _Pull(
        dataset=code,
        home=home,
        today=today,
        select=dict(select or {}),
        page_by=page_by,
        root=root.rstrip("/"),
        progress=progress,
        patience=patience or Patience(),
    )
    with alone(home):
        try:
            return work.run()
        except GaveUpError as failure:
            raise work.gave_up(failure) from failure
        finally:
            work.connection.close()


class _UpdatedError(Exception):
    """The data set was updated while it was being fetched."""


@dataclass(slots=True)
class _Pull:
    """One run of `pull`."""

    dataset: str
    home: Path
    today: date
    select: Mapping[str, Sequence[str]]
    page_by: str
    root: str
    progress: Callable[[PullProgress], None] | None
    patience: Patience
    connection: Connection = field(init=False)
    journal: SourceManifest = field(init=False)
    notes: list[str] = field(default_factory=list)
    done: int = 0
    total: int = 0
    fetched: int = 0
    bytes_done: int = 0

    def __post_init__(self) -> None:
        self.connection = Connection(
            self.root, self.patience, notice=lambda text: self.tell("waiting", text)
        )
        self.journal = self._empty()

    def run(self) -> PullResult:
        """Fetch what is missing, starting again when the data are updated on the way."""
        for _round in range(_ROUNDS):
            structure = self._structure()
            self.journal = self._resumed(structure)
            try:
                self._fetch_all(structure)
            except _UpdatedError:
                self._note(f"{self.dataset} was updated during the download: starting again.")
                continue
            return self._finish()
        raise HanseError(
            f"{self.dataset} was updated {_ROUNDS} times during the download.",
            where=str(self.home),
            why="Pages of two releases are not mixed.",
            remedy="Run the same command later; Eurostat updates at 11:00 and 23:00 Brussels time.",
        )

    def gave_up(self, failure: GaveUpError) -> HanseError:
        """The error for a service that stays away: what is kept, and how to go on."""
        journal = self.journal
        with suppress(HanseError):
            journal = load_manifest(self.home / JOURNAL_NAME, unfinished=True)
        kept = f"{len(journal.pages)} pages ({journal.bytes / 1e6:.1f} MB) are kept."
        if (self.home / MANIFEST_NAME).exists():
            kept += " The last complete download is still in place."
        return HanseError(
            f"{self.dataset} could not be fetched: {failure.reason}.",
            where=failure.url,
            why=f"{failure.tries} tries failed. {kept}",
            remedy="Run the same command again later: it goes on where this one stopped.",
        )

    def tell(self, stage: Stage, message: str) -> None:
        """Report progress, if anyone listens."""
        if self.progress:
            self.progress(
                PullProgress(self.dataset, stage, message, self.done, self.total, self.bytes_done)
            )

    def _note(self, text: str) -> None:
        self.notes.append(text)
        self.tell("again", text)

    def _empty(self) -> SourceManifest:
        return SourceManifest(
            dataset=self.dataset,
            folder=self.home,
            pages=(),
            fetched="",
            url=f"{self.root}/databrowser/view/{self.dataset}",
            licence=LICENCE,
            attribution=ATTRIBUTION,
            selection={name: tuple(map(str, codes)) for name, codes in self.select.items()},
            page_by=self.page_by,
            complete=False,
        )

    def _structure(self) -> Structure:
        self.tell("structure", f"asking what {self.dataset} holds")
        flow = self._message(flow_url(self.root, self.dataset))
        constraint = self._message(constraint_url(self.root, self.dataset))
        return read_structure(self.dataset, flow.body, constraint.body, where=constraint.url)

    def _message(self, url: str) -> Reply:
        def attempt() -> Reply:
            reply = self.connection.get(url)
            if reply.body[:512].lstrip().lower().startswith((b"<!doctype html", b"<html")):
                raise TransientError("a web page came in place of an answer")
            return reply

        reply = self.connection.persist(url, attempt)
        said = read_answer(reply.body)
        if reply.status != 200 or isinstance(said, Fault):
            raise refusal(url, reply.status, said if isinstance(said, Fault) else Fault("", ""))
        return reply

    def _resumed(self, structure: Structure) -> SourceManifest:
        """The journal to go on with: pages of this release that are here and undamaged."""
        fresh = replace(self._empty(), title=structure.title, updated=structure.updated)
        pages: dict[str, SourcePage] = {}
        too_large: dict[str, None] = {}
        for name in (MANIFEST_NAME, JOURNAL_NAME):
            if not (self.home / name).exists():
                continue
            earlier = load_manifest(self.home / name, unfinished=True)
            if earlier.updated != structure.updated:
                if name == MANIFEST_NAME:
                    self._note(f"{self.dataset} has been updated since {earlier.fetched}.")
                elif earlier.pages:
                    self._note(f"{self.dataset} was updated since the last try: starting again.")
                continue
            too_large |= dict.fromkeys(earlier.too_large)
            for page in earlier.pages:
                if trouble := damaged(earlier, page):
                    self._note(f"{page.file}: {trouble}; it is fetched again.")
                else:
                    pages[page.url] = page
        return replace(fresh, pages=tuple(pages.values()), too_large=tuple(too_large))

    def _fetch_all(self, structure: Structure) -> None:
        by = structure.name_of(self.page_by) if self.page_by else ""
        asked = runs_of_time(selected(structure, self.select), structure)
        if by:
            asked = [
                part for query in asked for part in divided(query, structure, by=by) or [query]
            ]
        waiting = deque(asked)
        earlier = {page.url: page for page in self.journal.pages}
        self.journal = replace(self.journal, pages=())
        self.done, self.total, self.fetched, self.bytes_done = 0, len(waiting), 0, 0
        while waiting:
            query = waiting.popleft()
            url = data_url(self.root, query, structure)
            page = self._page(query, url, structure, earlier.get(url))
            if page is None:
                parts = divided(query, structure)
                if not parts:
                    raise self._indivisible(query, url)
                self._save_journal(earlier)
                waiting.extendleft(reversed(parts))
                self.total += len(parts) - 1
                self.tell("divided", f"{query.label}: too large, in {len(parts)} parts")
                continue
            stamps = {other.updated for other in (*self.journal.pages, page) if other.updated}
            if len(stamps) > 1:
                self._drop_journal()
                raise _UpdatedError
            self.journal = with_page(self.journal, page)
            self.done += 1
            self.bytes_done += page.bytes
            if page is not earlier.get(url):
                self._save_journal(earlier)
            self.tell("page", query.label)
        if self.fetched and self._stamp() != structure.updated:
            self._drop_journal()
            raise _UpdatedError

    def _page(
        self, query: Query, url: str, structure: Structure, earlier: SourcePage | None
    ) -> SourcePage | None:
        """The page for `query`, fetched or kept; None when it is too large."""
        if url in self.journal.too_large:
            return None
        if earlier and structure.updated:
            return earlier
        stem = file_stem(structure, query)
        part = self.home / f"{stem}.part"
        try:
            answer = fetch_data(
                self.connection,
                url,
                part,
                etag=earlier.etag if earlier else "",
                last_modified=earlier.last_modified if earlier else "",
                notice=lambda text: self.tell("waiting", text),
            )
        except HanseError:
            forget(part)
            raise
        if isinstance(answer, Unchanged) and earlier:
            return earlier
        if isinstance(answer, TooLarge):
            self.journal = replace(self.journal, too_large=(*self.journal.too_large, url))
            return None
        self.fetched += 1
        if not isinstance(answer, Figures):
            return SourcePage("", url, self.today.isoformat(), 0, "", rows=0)
        final = self.home / f"{stem}{'.csv.gz' if answer.contents.gzipped else '.csv'}"
        size, checksum = put_in_place(part, final)
        return SourcePage(
            file=final.name,
            url=url,
            fetched=self.today.isoformat(),
            bytes=size,
            sha256=checksum,
            rows=answer.contents.rows,
            updated=answer.contents.updated,
            etag=answer.etag,
            last_modified=answer.last_modified,
        )

    def _stamp(self) -> str:
        url = stamp_url(self.root, self.dataset)
        return read_stamp(self._message(url).body, where=url)

    def _save_journal(self, earlier: Mapping[str, SourcePage]) -> None:
        # Pages of an earlier try that this run has not come to yet stay known.
        ahead = tuple(
            page
            for url, page in earlier.items()
            if all(url != other.url for other in self.journal.pages)
        )
        save_manifest(replace(self.journal, pages=(*self.journal.pages, *ahead)), name=JOURNAL_NAME)

    def _drop_journal(self) -> None:
        with suppress(OSError):
            (self.home / JOURNAL_NAME).unlink(missing_ok=True)

    def _finish(self) -> PullResult:
        manifest = replace(self.journal, complete=True)
        if not manifest.paths:
            self._note(f"Eurostat has no figures for this selection of {self.dataset}.")
        save_manifest(manifest)
        self._drop_journal()
        sweep(manifest)
        self.tell("done", f"{self.fetched} pages fetched, {self.done - self.fetched} kept")
        return PullResult(manifest, self.fetched, self.done - self.fetched, tuple(self.notes))

    def _indivisible(self, query: Query, url: str) -> HanseError:
        return HanseError(
            f"Eurostat refuses {query.label} of {self.dataset} as too large.",
            where=url,
            why="It is already the smallest part that can be asked for.",
            remedy="Select fewer codes, or try again later.",
        )
