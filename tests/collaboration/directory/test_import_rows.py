"""Rows of imported tables, and the files they come in."""

import io
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from hanse.collaboration.directory.import_rows import (
    ORGANISATION_COLUMNS,
    Codes,
    Row,
    counted,
    member_rows,
    organisation_rows,
    unread_columns,
)
from hanse.collaboration.directory.tables import MOST_ROWS, RawTable, read_table
from hanse.foundation.problems import HanseError

DAY = date(2026, 3, 1)
CODES = Codes(
    country=lambda text: {"AT": "AT", "Austria": "AT", "PT": "PT"}.get(text, ""),
    industry=lambda text: {"C16": "C16", "16.21": "C1621"}.get(text, ""),
    why_not_region=lambda code, country: "" if code.startswith(country) else "It lies elsewhere.",
)


def notes(row: Row) -> list[str]:
    return [str(each) for each in (*row.faults, *row.repairs)]


def judged(text: str) -> list[Row]:
    return organisation_rows(read_table("list.csv", text.encode()), CODES)


def test_rows_are_accepted_repaired_or_rejected_with_line_and_reason() -> None:
    rows = judged(
        "Name;Kind;Country;Region;Website;NACE\n"
        "Timber Cluster;cluster;AT;AT12;https://timber.example;C16\n"
        "Saw  Works;Company;Austria;at13;saw.example;16.21; \n"
        ";firm;AT;;;\n"
        "Boats;yacht;XX;PT11;;\n"
        "TIMBER CLUSTER Ltd;cluster;AT;;;\n"
        "Ria;cluster;PT;AT11;ftp://x;Z99\n"
    )
    assert [row.state for row in rows] == [
        "accepted", "repaired", "rejected", "rejected", "rejected", "repaired",
    ]  # fmt: skip
    assert [row.line for row in rows] == [2, 3, 4, 5, 6, 7]
    assert rows[0].values == {
        "name": "Timber Cluster", "native_name": "", "kind": "cluster", "country": "AT",
        "region": "AT12", "website": "https://timber.example", "description": "",
        "industries": ["C16"],
    }  # fmt: skip
    assert rows[1].values["kind"] == "firm"
    assert rows[1].values["region"] == "AT13"
    assert rows[1].values["website"] == "https://saw.example"
    assert notes(rows[2]) == ["The name is missing."]
    assert notes(rows[3])[:2] == [
        "There is no kind “yacht”. Write one of: cluster, firm, partner, public, research.",
        "There is no country “XX”.",
    ]
    assert notes(rows[4])[0] == "The same organisation stands in line 2."
    assert notes(rows[5]) == [
        "The region AT11 was left out: It lies elsewhere.",
        "The website was left out: it is no web address.",
        "The industry “Z99” was left out: there is none.",
    ]
    assert counted(rows) == {"accepted": 1, "repaired": 2, "rejected": 3}


def test_members() -> None:
    table = read_table(
        "members.csv",
        (
            b"name,type,size,since,objects\n"
            b"Saw Works,firm,12,2020,no\n"
            b"Old Member,firm,,,\n"
            b"Institute,research,,2024-05-01,yes\n"
            b"Saw works GmbH,firm,,,\n"
            b"Future,firm,,2027-01-01,\n"
            b"Doubt,public,giant,soon,perhaps\n"
        ),
    )
    rows = member_rows(table, ["OLD MEMBER"], DAY)
    assert [row.state for row in rows] == [
        "repaired", "rejected", "accepted", "rejected", "rejected", "repaired",
    ]  # fmt: skip
    assert rows[0].values == {
        "name": "Saw Works", "kind": "firm", "size": "small", "since": date(2020, 1, 1),
        "objects_to_naming": False,
    }  # fmt: skip
    assert notes(rows[3]) == ["The same name stands in line 2."]
    assert rows[5].values["objects_to_naming"] is True


def test_a_workbook_is_read_like_a_text() -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["name", "kind", "country", "size"])
        sheet.write_row(2, 0, ["Timber", "cluster", "AT", 12])
    table = read_table("List.XLSX", held.getvalue())
    assert table.rows == ((3, ("Timber", "cluster", "AT", "12")),)
    assert [row.state for row in organisation_rows(table, CODES)] == ["accepted"]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"\n;;\n", "empty"),
        ("a.csv", b"name,Name\n", "occurs twice"),
        ("a.csv", b"x" * 1_000_001, "larger than 1 MB"),
        ("a.csv", b"name\n" + b"a\n" * (MOST_ROWS + 1), "rows"),
        ("a.csv", b"name,kind,country\n", "no rows below"),
        ("a.xlsx", b"no workbook", "cannot be read as XLSX"),
        ("a.xlsx", b"PK\x03\x04 cut off", "cannot be read as XLSX"),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1"), "old kind"),
        ("a.pdf", b"%PDF-1.7", "neither CSV nor XLSX"),
        ("a.csv", b"name,kind\nTim\0ber,firm\n", "neither CSV nor XLSX"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(name: str, content: bytes, problem: str) -> None:
    with pytest.raises(HanseError, match=problem):
        read_table(name, content)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(HanseError, match="no column kind, country"):
        judged("name\nTimber\n")


def test_what_is_missing_is_called_missing() -> None:
    rows = judged("name,kind,country\nTimber\nSaw,firm\n")
    assert notes(rows[0]) == ["The kind is missing.", "The country is missing."]
    assert notes(rows[1]) == ["The country is missing."]


@pytest.mark.parametrize(
    "website", ["javascript:alert(1)", "nowhere", "https://", "https://a.example:99999", "a b.org"]
)
def test_what_is_no_web_address_is_left_out_and_not_mended(website: str) -> None:
    (row,) = judged(f"name,kind,country,website\nTimber,firm,AT,{website}\n")
    assert row.values["website"] == ""
    assert notes(row) == ["The website was left out: it is no web address."]


def test_text_in_another_encoding_is_read_and_the_guess_told() -> None:
    table = read_table("a.csv", "name\nMüller".encode("cp1252"))
    assert table.rows[0][1] == ("Müller",)
    (note,) = table.notes
    assert str(note).startswith("The file is not in UTF-8.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_that_says_its_encoding_is_read_without_a_guess(encoding: str) -> None:
    table = read_table("a.csv", "name\nŻółw".encode(encoding))
    assert (table.columns, table.rows[0][1], table.notes) == (("name",), ("Żółw",), ())


def test_headings_that_are_not_read_are_named() -> None:
    table = read_table("a.csv", b"Name,E-mail,,kind,NACE\nTimber,a@b.example,,firm,\n")
    assert unread_columns(table, ORGANISATION_COLUMNS) == ["E-mail"]


cells = st.text(max_size=12)


@given(st.lists(st.lists(cells, max_size=9), max_size=8))
def test_no_row_is_lost_whatever_stands_in_it(rows: list[list[str]]) -> None:
    table = RawTable(
        ("name", "kind", "country", "region", "website", "industries"),
        tuple((line, tuple(row)) for line, row in enumerate(rows, 2)),
    )
    found = organisation_rows(table, CODES)
    assert sum(counted(found).values()) == len(rows)
    members = member_rows(RawTable(("name", "kind", "size", "since"), table.rows), [], DAY)
    assert sum(counted(members).values()) == len(rows)
