"""Workbooks that people bring: the sheet that is meant, and none that fills the memory."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from hanse.collaboration.directory.tables import read_table
from hanse.foundation.problems import HanseError


def workbook(*sheets: dict[str, str]) -> bytes:
    """A workbook with a sheet for each of `sheets`: place of a cell -> its text."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        for cells in sheets:
            sheet = book.add_worksheet()
            for place, text in cells.items():
                sheet.write_string(place, text)
    return held.getvalue()


def changed(content: bytes, part: str, text: str) -> bytes:
    """The same workbook with another text in one of its parts."""
    held = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(held, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return held.getvalue()


LIST = {"A1": "name", "B1": "kind", "A2": "Timber", "B2": "firm"}


def test_of_several_sheets_the_first_that_is_not_empty_is_read_and_the_others_are_named() -> None:
    table = read_table("a.xlsx", workbook({}, LIST, {}, {"C9": "x"}))
    assert table.rows == ((2, ("Timber", "firm")),)
    assert [str(each) for each in table.notes] == ["Only the sheet “Sheet2” was read, not: Sheet4."]
    assert read_table("a.xlsx", workbook(LIST, {}, {})).notes == ()


def test_a_workbook_is_known_by_what_it_is_and_not_by_its_name() -> None:
    assert read_table("list.csv", workbook(LIST)).columns == ("name", "kind")


@pytest.mark.parametrize("place", ["XFD1048576", "B900000", "CV20000"])
def test_a_cell_far_away_is_refused_before_the_sheet_is_laid_out(place: str) -> None:
    with pytest.raises(HanseError, match="reaches to row"):
        read_table("a.xlsx", workbook({**LIST, place: "x"}))


def test_cells_far_away_that_only_look_different_do_not_count() -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        for place, text in LIST.items():
            sheet.write_string(place, text)
        sheet.write_blank("XFD1048576", None, book.add_format({"bold": True}))
    assert read_table("a.xlsx", held.getvalue()).rows == ((2, ("Timber", "firm")),)


def test_places_that_only_the_row_gives_count() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c><v>1</v></c></row><row r="1048576"><c/><c><v>2</v></c></row>'
        "</sheetData></worksheet>"
    )
    with pytest.raises(HanseError, match="row 1048576, column 2"):
        read_table("a.xlsx", changed(workbook(LIST), "xl/worksheets/sheet1.xml", sheet))


def test_one_text_that_many_cells_share_is_counted_as_often() -> None:
    many = {f"A{line}": "x" * 30_000 for line in range(1, 1_500)}
    with pytest.raises(HanseError, match="more than 30 MB"):
        read_table("a.xlsx", workbook(many))


def test_what_unpacks_to_too_much_or_has_too_many_sheets_is_refused() -> None:
    with pytest.raises(HanseError, match="more than 30 MB"):
        read_table("a.xlsx", changed(workbook(LIST), "docProps/app.xml", " " * 31_000_000))
    with pytest.raises(HanseError, match="more than 20 sheets"):
        read_table("a.xlsx", workbook(*[LIST] * 21))


def test_a_sheet_that_hides_under_another_ending_is_refused() -> None:
    held = io.BytesIO(workbook(LIST))
    with ZipFile(held, "a") as book:
        book.writestr("xl/worksheets/sheet2.dat", "<worksheet><sheetData/></worksheet>")
    with pytest.raises(HanseError, match="cannot be read as XLSX"):
        read_table("a.xlsx", held.getvalue())


def test_another_kind_of_packed_file_is_no_workbook() -> None:
    held = io.BytesIO()
    with ZipFile(held, "w") as other:
        other.writestr("content.xml", "<x/>")
    with pytest.raises(HanseError, match="cannot be read as XLSX"):
        read_table("a.xlsx", held.getvalue())
