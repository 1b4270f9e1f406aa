"""Files of evidence: what they are by their content, whether they are taken, under which name.

A file is taken for what its bytes say, never for its name or what the browser claims. Office
documents are ZIP archives: their list of contents is read, nothing is unpacked, and archives that
would unpack to far more than they are, or hold programs, are refused.
"""

import hashlib
import re
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from types import MappingProxyType
from typing import IO, Final

from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _

MOST_BYTES: Final = 20 * 1024 * 1024
"""The largest file that is taken."""
MOST_FILES: Final = 120
"""How many files one self-assessment takes."""
NAME_LENGTH: Final = 100

_MOST_UNPACKED: Final = 200 * 1024 * 1024
_MOST_RATIO: Final = 120
_MOST_MEMBERS: Final = 5_000
_CHUNK: Final = 1 << 16
_TEXT_LOOKED_AT: Final = 1 << 16
_LONGEST_ENDING: Final = 10


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its media type, the endings its name may have, what people call it."""

    media_type: str
    endings: tuple[str, ...]
    words: str


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "pdf": Kind("application/pdf", ("pdf",), "PDF"),
        "png": Kind("image/png", ("png",), "PNG"),
        "jpeg": Kind("image/jpeg", ("jpg", "jpeg"), "JPEG"),
        "docx": Kind(f"{_OFFICE}.wordprocessingml.document", ("docx",), "Word"),
        "xlsx": Kind(f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",), "Excel"),
        "pptx": Kind(f"{_OFFICE}.presentationml.presentation", ("pptx",), "PowerPoint"),
        "odt": Kind(f"{_OPEN}.text", ("odt",), "OpenDocument"),
        "ods": Kind(f"{_OPEN}.spreadsheet", ("ods",), "OpenDocument"),
        "odp": Kind(f"{_OPEN}.presentation", ("odp",), "OpenDocument"),
        "text": Kind("text/plain", ("txt", "csv"), "text"),
    }
)
"""Code of a kind -> what is known of it. Nothing else is taken."""

_SIGNATURES: Final = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpeg": b"\xff\xd8\xff",
}
_ZIP: Final = b"PK\x03\x04"
_MAIN_PARTS: Final = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_OPEN_KINDS: Final = {KINDS[code].media_type.encode(): code for code in ("odt", "ods", "odp")}
_PROGRAMS: Final = re.compile(
    r"(?:^|/)(?:vbaProject\.bin|[^/]*\.(?:exe|dll|js|vbs|bat|cmd|ps1|jar|scr|hta|lnk))$", re.I
)
_FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')


class EvidenceRefusedError(Exception):
    """A file that is not taken; `sentence` says why."""

    def __init__(self, text: str, **values: object) -> None:
        self.sentence = Sentence(text, values)
        super().__init__(str(self.sentence))


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that is taken: its name as it will be shown, a code of `KINDS`, bytes, and hash."""

    name: str
    kind: str
    size: int
    sha256: str


def inspected(name: str, content: IO[bytes], *, most_bytes: int = MOST_BYTES) -> Inspected:
    """What a file is. content: opened for reading bytes; read from its beginning, left there.

    Raises `EvidenceRefusedError` for an empty or too large file, one of no kind that is taken, one
    whose name says another kind, and archives that are broken, bombs, or hold programs.
    """
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := content.read(_CHUNK):
        size += len(chunk)
        if size > most_bytes:
            raise EvidenceRefusedError(
                _("The file is larger than {most} MB."), most=most_bytes // (1024 * 1024)
            )
        digest.update(chunk)
    if not size:
        raise EvidenceRefusedError(_("The file is empty."))
    content.seek(0)
    kind = _sniffed(content)
    content.seek(0)
    shown = clean_name(name)
    ending = shown.rpartition(".")[2].lower()
    if ending not in KINDS[kind].endings:
        raise EvidenceRefusedError(
            _("The name ends in {ending}, but the content is {kind}. Rename the file."),
            ending=f".{ending}" if "." in shown else _("nothing"),
            kind=KINDS[kind].words,
        )
    return Inspected(shown, kind, size, digest.hexdigest())


def clean_name(name: str) -> str:
    """The name of a file as it is safe to show and to send: no folders, no hidden turns of text.

    Letters of any script stay. Characters that steer text, such as those that turn its direction
    and make "fdp.exe" look like "exe.pdf", are taken out; so are control characters and signs that
    some system gives a meaning.
    """
    last = PurePosixPath(PureWindowsPath(unicodedata.normalize("NFC", name)).name).name
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    plain = " ".join(_FORBIDDEN.sub("", plain).split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return plain[:NAME_LENGTH].strip(". ") or "file"
    return f"{stem[: NAME_LENGTH - 1 - len(ending)].strip()}.{ending}" if stem else f"file.{ending}"


def _sniffed(content: IO[bytes]) -> str:
    head = content.read(_TEXT_LOOKED_AT)
    for kind, signature in _SIGNATURES.items():
        if head.startswith(signature):
            return kind
    if head.startswith(_ZIP):
        content.seek(0)
        return _office_kind(content)
    if _is_text(head):
        return "text"
    raise EvidenceRefusedError(
        _("This kind of file is not taken. Taken are {kinds}."),
        kinds=", ".join(dict.fromkeys(each.words for each in KINDS.values())),
    )


def _is_text(head: bytes) -> bool:
    # Markup would be read as a page by some program or other, so it is no plain text here.
    if b"\x00" in head or head.lstrip().startswith((b"<", b"MZ", b"#!", b"{\\rtf")):
        return False
    try:
        head.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        # The last character may have been cut in two.
        return len(head) == _TEXT_LOOKED_AT and problem.start >= len(head) - 3
    return True


def _office_kind(content: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
            _check_members(members)
            names = {each.filename for each in members}
            if members[0].filename == "mimetype" and members[0].file_size < NAME_LENGTH:
                kind = _OPEN_KINDS.get(archive.read("mimetype").strip())
                if kind:
                    return kind
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, IndexError):
        raise EvidenceRefusedError(_("The file is damaged.")) from None
    if "[Content_Types].xml" in names:
        for part, kind in _MAIN_PARTS.items():
            if part in names:
                return kind
    raise EvidenceRefusedError(_("Archives are not taken. Send the files one by one."))


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    packed = sum(each.compress_size for each in members)
    unpacked = sum(each.file_size for each in members)
    if (
        len(members) > _MOST_MEMBERS
        or unpacked > _MOST_UNPACKED
        or unpacked > _MOST_RATIO * max(packed, 1)
    ):
        raise EvidenceRefusedError(_("The file would unpack to far more than it is."))
    if any(each.flag_bits & 1 for each in members):
        raise EvidenceRefusedError(_("The file is protected by a password."))
    if any(_PROGRAMS.search(each.filename) for each in members):
        raise EvidenceRefusedError(_("The file holds a program or macros."))
