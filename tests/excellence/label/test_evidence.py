"""Files of evidence: each kind by its content, and everything somebody might smuggle in."""

import hashlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.excellence.label.evidence import (
    KINDS,
    NAME_LENGTH,
    EvidenceRefusedError,
    clean_name,
    inspected,
)

PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)


def archive(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as packed:
        for name, content in members.items():
            # A day of its own: the hour would make other names of tests in each process.
            packed.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, method)
    return buffer.getvalue()


def office(part: str, **more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", part: b"<w/>", **more})


def opened(media_type: str) -> bytes:
    return archive({"mimetype": media_type.encode(), "content.xml": b"<x/>"}, zipfile.ZIP_STORED)


GOOD = {
    "pdf": ("report.pdf", PDF),
    "png": ("chart.PNG", PNG),
    "jpeg": ("photo.jpg", JPEG),
    "docx": ("minutes.docx", office("word/document.xml")),
    "xlsx": ("members.xlsx", office("xl/workbook.xml")),
    "pptx": ("plan.pptx", office("ppt/presentation.xml")),
    "odt": ("minutes.odt", opened(KINDS["odt"].media_type)),
    "ods": ("members.ods", opened(KINDS["ods"].media_type)),
    "odp": ("plan.odp", opened(KINDS["odp"].media_type)),
    "text": ("Mitglieder.csv", "Name;Größe\nZwölf;3\n".encode()),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_known_by_its_content(kind: str) -> None:
    name, content = GOOD[kind]
    stream = io.BytesIO(content)
    found = inspected(name, stream)
    assert (found.name, found.kind, found.size) == (name, kind, len(content))
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert stream.tell() == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.pdf", b"", "is empty"),
        ("program.exe", b"MZ\x90\x00\x03", "not taken"),
        ("program.txt", b"MZ just text", "not taken"),
        ("script.txt", b"#!/bin/sh\nrm -r ~\n", "not taken"),
        ("page.txt", b"  <html><script>alert(1)</script>", "not taken"),
        ("picture.txt", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not taken"),
        ("noise.txt", b"abc\x00def", "not taken"),
        ("latin.txt", "Größe".encode("latin-1"), "not taken"),
        ("film.mp4", b"\x00\x00\x00\x18ftypmp42", "not taken"),
        ("late.pdf", b"junk before " + PDF, "ends in .pdf, but the content is text"),
        ("report.pdf", PNG, "ends in .pdf, but the content is PNG"),
        ("report.pdf.exe", PDF, "ends in .exe, but the content is PDF"),
        ("report", PDF, "ends in nothing"),
        ("files.zip", archive({"a.txt": b"a"}), "Archives are not taken"),
        ("fake.docx", archive({"word/document.xml": b"<w/>"}), "Archives are not taken"),
        ("broken.docx", office("word/document.xml")[:60], "is damaged"),
        ("empty.docx", archive({}), "not taken"),
        ("macro.docx", office("word/document.xml", **{"word/vbaProject.bin": b"x"}), "macros"),
        ("dropper.xlsx", office("xl/workbook.xml", **{"xl/media/a.EXE": b"x"}), "program"),
        ("minutes.xlsx", office("word/document.xml"), "the content is Word"),
    ],
)
def test_what_is_not_what_it_should_be_is_refused(name: str, content: bytes, said: str) -> None:
    with pytest.raises(EvidenceRefusedError, match=said):
        inspected(name, io.BytesIO(content))


def test_a_file_that_is_too_large_is_not_read_to_its_end() -> None:
    class Endless(io.RawIOBase):
        read_so_far = 0

        def read(self, size: int = -1) -> bytes:
            self.read_so_far += size
            return PDF.ljust(size, b" ")

        def seek(self, *_place: int) -> int:
            return 0

    endless = Endless()
    with pytest.raises(EvidenceRefusedError, match="larger than 1 MB"):
        inspected("endless.pdf", endless, most_bytes=1024 * 1024)  # type: ignore[arg-type]
    assert endless.read_so_far < 2 * 1024 * 1024
    exact = PDF.ljust(1024, b" ")
    assert inspected("exact.pdf", io.BytesIO(exact), most_bytes=1024).size == 1024
    with pytest.raises(EvidenceRefusedError, match="larger"):
        inspected("exact.pdf", io.BytesIO(exact + b" "), most_bytes=1024)


def test_a_bomb_is_refused_without_being_unpacked() -> None:
    bomb = office("word/document.xml", **{"word/media/zeros.bin": bytes(30 * 1024 * 1024)})
    assert len(bomb) < 64 * 1024
    with pytest.raises(EvidenceRefusedError, match="far more than it is"):
        inspected("bomb.docx", io.BytesIO(bomb))
    many = archive(
        {"[Content_Types].xml": b"", "xl/workbook.xml": b""} | {f"{n}": b"" for n in range(5001)}
    )
    with pytest.raises(EvidenceRefusedError, match="far more than it is"):
        inspected("many.xlsx", io.BytesIO(many))


def test_a_file_behind_a_password_is_refused() -> None:
    content = bytearray(office("word/document.xml"))
    start = content.find(b"PK\x01\x02")
    while start >= 0:
        content[start + 8] |= 1
        start = content.find(b"PK\x01\x02", start + 1)
    with pytest.raises(EvidenceRefusedError, match="password"):
        inspected("secret.docx", io.BytesIO(bytes(content)))


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\ada\\report.pdf", "report.pdf"),
        ("/absolute/report.pdf", "report.pdf"),
        ("Jahresbericht Größe 2025.pdf", "Jahresbericht Größe 2025.pdf"),
        ("αναφορά.pdf", "αναφορά.pdf"),
        ("report\u202efdp.exe", "reportfdp.exe"),
        ("re\x00port\r\nX-Evil: 1.pdf", "reportX-Evil 1.pdf"),
        ('a"b<c>.pdf', "abc.pdf"),
        ("  spaces   everywhere .pdf", "spaces everywhere.pdf"),
        (".pdf", "pdf"),
        ("...", "file"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * (NAME_LENGTH - 4) + ".pdf"),
    ],
)
def test_names_are_made_harmless(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@given(st.text(max_size=200))
def test_a_clean_name_is_clean_and_stays_so(name: str) -> None:
    clean = clean_name(name)
    assert clean
    assert len(clean) <= NAME_LENGTH
    assert not set(clean) & set('\\/:*?"<>|\r\n\x00')
    assert clean_name(clean) == clean
