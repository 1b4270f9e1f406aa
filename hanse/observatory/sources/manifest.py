"""Where source data came from: files, addresses, checksums, licence and dates."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from hanse.foundation.disk import sha256_of, write_whole
from hanse.foundation.problems import HanseError

MANIFEST_NAME: Final = "manifest.json"
JOURNAL_NAME: Final = "unfinished.json"
"""What a download writes while it is at work; the manifest appears when it is complete."""

MANIFEST_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One file of a source, or one request that the source answered with no rows.

    file: name beside the manifest; "" when the source had nothing for this part.
    bytes, sha256: of the file as it lies on disk. rows: data rows, None when not counted.
    updated: the source's own update stamp inside the file, "" when it carries none.
    etag, last_modified: what the server sent, for asking again only if it has changed.
    """

    file: str
    url: str
    fetched: str
    bytes: int
    sha256: str
    rows: int | None = None
    updated: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class SourceManifest:
    """A source as an edition records it: who published it, when, under which licence, which files.

    dataset: the publisher's code, or the file's name. updated: the publisher's update stamp as
    given, "" when unknown. fetched: ISO date of the last file. selection: what was asked for,
    dimension -> codes; empty means everything. too_large: addresses the publisher refused as too
    large, so that a resumed download does not ask again. folder: where the files lie; not part of
    the JSON, so that a folder can be moved.
    """

    dataset: str
    folder: Path
    pages: tuple[SourcePage, ...]
    fetched: str
    title: str = ""
    url: str = ""
    updated: str = ""
    licence: str = ""
    attribution: str = ""
    selection: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page_by: str = ""
    complete: bool = True
    too_large: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that hold rows, in the order of the pages."""
        return tuple(self.folder / page.file for page in self.pages if page.file)

    @property
    def bytes(self) -> int:
        """Size of all files together."""
        return sum(page.bytes for page in self.pages)

    def as_json(self) -> dict[str, object]:
        """The manifest as JSON holds it, keys in a fixed order, without the folder."""
        return {
            "manifest": MANIFEST_VERSION,
            "dataset": self.dataset,
            "title": self.title,
            "url": self.url,
            "updated": self.updated,
            "fetched": self.fetched,
            "licence": self.licence,
            "attribution": self.attribution,
            "selection": {name: list(codes) for name, codes in sorted(self.selection.items())},
            "page_by": self.page_by,
            "complete": self.complete,
            "too_large": list(self.too_large),
            "pages": [
                {
                    "file": page.file,
                    "url": page.url,
                    "fetched": page.fetched,
                    "bytes": page.bytes,
                    "sha256": page.sha256,
                    "rows": page.rows,
                    "updated": page.updated,
                    "etag": page.etag,
                    "last_modified": page.last_modified,
                }
                for page in self.pages
            ],
        }


def save_manifest(manifest: SourceManifest, *, name: str = MANIFEST_NAME) -> Path:
    """Write `manifest` beside its files, whole or not at all; returns its path."""
    path = manifest.folder / name
    text = json.dumps(manifest.as_json(), ensure_ascii=False, indent=2) + "\n"
    write_whole(path, text.encode())
    return path


def load_manifest(path: Path, *, unfinished: bool = False) -> SourceManifest:
    """The manifest at `path` (the file or its folder).

    Raises `HanseError` when it is absent, is not a manifest, or belongs to a download that has not
    finished; pass `unfinished=True` to accept that one.
    """
    if path.is_dir():
        folder = path
        path = folder / MANIFEST_NAME
        if not path.exists() and (folder / JOURNAL_NAME).exists():
            path = folder / JOURNAL_NAME
    try:
        content: object = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise HanseError(
            "There is no download here.",
            where=str(path),
            remedy="Fetch it with `hanse observatory pull`.",
        ) from error
    except (OSError, ValueError) as error:
        raise _unreadable(path, str(error)) from error
    if not isinstance(content, dict) or content.get("manifest") != MANIFEST_VERSION:
        raise _unreadable(path, f"it is not a manifest of version {MANIFEST_VERSION}")
    entries = content.get("pages")
    chosen = content.get("selection")
    refused = content.get("too_large")
    if not (isinstance(entries, list) and isinstance(chosen, dict) and isinstance(refused, list)):
        raise _unreadable(path, "pages, selection or too_large is missing")
    manifest = SourceManifest(
        dataset=_text(content, "dataset", path),
        folder=path.parent,
        pages=tuple(_page(entry, path) for entry in entries),
        fetched=_text(content, "fetched", path),
        title=_text(content, "title", path),
        url=_text(content, "url", path),
        updated=_text(content, "updated", path),
        licence=_text(content, "licence", path),
        attribution=_text(content, "attribution", path),
        selection={str(name): tuple(map(str, codes)) for name, codes in chosen.items()},
        page_by=_text(content, "page_by", path),
        complete=content.get("complete") is True,
        too_large=tuple(map(str, refused)),
    )
    if not (manifest.complete or unfinished):
        raise HanseError(
            f"The download of {manifest.dataset} has not finished:"
            f" {len(manifest.pages)} pages are here.",
            where=str(path),
            remedy=f"Run `hanse observatory pull {manifest.dataset}` again: it fetches the rest.",
        )
    return manifest


def verify_manifest(manifest: SourceManifest) -> None:
    """Check every file of `manifest` against its size and checksum.

    Raises `HanseError` naming the files that are absent or changed.
    """
    damage = [(page.file, found) for page in manifest.pages if (found := damaged(manifest, page))]
    if damage:
        listed = "; ".join(f"{name}: {found}" for name, found in damage[:5])
        more = f"; and {len(damage) - 5} more" if len(damage) > 5 else ""
        raise HanseError(
            f"{len(damage)} of {len(manifest.pages)} files of {manifest.dataset} are not"
            " what was fetched.",
            where=str(manifest.folder),
            why=listed + more,
            remedy="Fetch them again with `hanse observatory pull`; only these are fetched.",
        )


def damaged(manifest: SourceManifest, page: SourcePage) -> str:
    """What is wrong with the file of `page`, or "" when it is as recorded."""
    if not page.file:
        return ""
    path = manifest.folder / page.file
    try:
        size = path.stat().st_size
        if size != page.bytes:
            return f"{size} bytes instead of {page.bytes}"
        return "" if sha256_of(path) == page.sha256 else "the checksum differs"
    except FileNotFoundError:
        return "the file is gone"
    except OSError as error:
        return f"it cannot be read ({error.strerror})"


def manifest_for_file(
    path: Path,
    *,
    today: date,
    licence: str = "",
    attribution: str = "",
    url: str = "",
    title: str = "",
) -> SourceManifest:
    """The manifest of a file of the user's own, so that editions treat it as any other source.

    `today` is recorded as the date of reading. Raises `HanseError` when the file cannot be read.
    """
    try:
        size, checksum = path.stat().st_size, sha256_of(path)
    except OSError as error:
        raise HanseError(
            f"The file {path.name} cannot be read: {error.strerror}.",
            where=str(path),
            remedy="Check the path and its permissions.",
        ) from error
    day = today.isoformat()
    page = SourcePage(file=path.name, url=url, fetched=day, bytes=size, sha256=checksum)
    return SourceManifest(
        dataset=path.name,
        folder=path.parent,
        pages=(page,),
        fetched=day,
        title=title,
        url=url,
        licence=licence,
        attribution=attribution,
    )


def with_page(manifest: SourceManifest, page: SourcePage) -> SourceManifest:
    """`manifest` with `page` added, in place of an earlier one from the same address."""
    kept = tuple(other for other in manifest.pages if other.url != page.url)
    return replace(manifest, pages=(*kept, page), fetched=max(manifest.fetched, page.fetched))


def _page(entry: object, path: Path) -> SourcePage:
    if not isinstance(entry, dict):
        raise _unreadable(path, "a page is not a table")
    size, rows = entry.get("bytes"), entry.get("rows")
    if not isinstance(size, int) or not (rows is None or isinstance(rows, int)):
        raise _unreadable(path, "the size or the row count of a page is not a number")
    file = _text(entry, "file", path)
    if file != Path(file).name:
        raise _unreadable(path, f"the page {file} lies outside the folder")
    return SourcePage(
        file=file,
        url=_text(entry, "url", path),
        fetched=_text(entry, "fetched", path),
        bytes=size,
        sha256=_text(entry, "sha256", path),
        rows=rows,
        updated=_text(entry, "updated", path),
        etag=_text(entry, "etag", path),
        last_modified=_text(entry, "last_modified", path),
    )


def _text(entry: Mapping[str, object], name: str, path: Path) -> str:
    value = entry.get(name)
    if not isinstance(value, str):
        raise _unreadable(path, f"{name} is missing")
    return value


def _unreadable(path: Path, reason: str) -> HanseError:
    return HanseError(
        "The manifest of this download cannot be used.",
        where=str(path),
        why=reason,
        remedy="Delete the folder and fetch it again with `hanse observatory pull`.",
    )
