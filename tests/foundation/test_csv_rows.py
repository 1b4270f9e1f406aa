"""Small CSV files: separators, encodings, line numbers."""

from pathlib import Path

import pytest

from hanse.foundation.csv_rows import CsvRows, read_csv_rows
from hanse.foundation.problems import HanseError


def read(folder: Path, content: bytes) -> CsvRows:
    path = folder / "list.csv"
    path.write_bytes(content)
    return read_csv_rows(path)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(tmp_path: Path, separator: str, end: str) -> None:
    lines = [separator.join(cells) for cells in (("a", "b"), (" 1 ", "2"), ("", ""), ("3", "4"))]
    table = read(tmp_path, end.join(lines).encode())
    assert table.columns == ("a", "b")
    assert table.rows == ((2, ("1", "2")), (4, ("3", "4")))
    assert list(table.select(("b",))) == [(2, ("2",)), (4, ("4",))]


def test_encodings(tmp_path: Path) -> None:
    text = "a,b\nœuvre,Männer\n"
    for encoding, told in (("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "cp1252")):
        table = read(tmp_path, text.encode(encoding))
        assert table.columns == ("a", "b")
        assert table.rows == ((2, ("œuvre", "Männer")),)
        assert table.encoding == told
    with pytest.raises(HanseError, match="not a CSV text file in UTF-8"):
        read(tmp_path, text.encode("utf-16"))


def test_quoted_cells_may_hold_separators_and_line_ends(tmp_path: Path) -> None:
    table = read(tmp_path, 'a,b\n"1, 2","x\ny"\n3,"u\u2028v"\n'.encode())
    assert table.rows == ((3, ("1, 2", "x\ny")), (4, ("3", "u\u2028v")))
    assert table.where(4) == f"{tmp_path / 'list.csv'}, line 4"


@pytest.mark.parametrize(
    ("content", "what", "line"),
    [
        (b"a,b\n1\n", "1 cells, the header 2", 2),
        (b"a,a\n1,2\n", "Column a occurs twice", 1),
        (b'a,b\n1,"2\n', "cannot be read as CSV", 2),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", "cannot be read as CSV", 2),
    ],
)
def test_damage_is_named_with_its_line(
    tmp_path: Path, content: bytes, what: str, line: int
) -> None:
    with pytest.raises(HanseError, match=what) as caught:
        read(tmp_path, content)
    assert caught.value.where.endswith(f"list.csv, line {line}")


def test_an_absent_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(HanseError, match="no column c") as caught:
        list(read(tmp_path, b"a,b\n1,2\n").select(("a", "c")))
    assert caught.value.remedy.startswith("Its columns are a, b.")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(HanseError, match="cannot be opened"):
        read_csv_rows(tmp_path)
