"""NACE, the user's own classifications, spellings and aggregates."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.eu import nace

from hanse.foundation.problems import HanseError
from hanse.foundation.sectors import (
    Classification,
    classification,
    classification_from_csv,
    classification_names,
)
from tests.shared_data import shared_file

REV2 = classification("nace_rev2")
REV2_1 = classification("nace_rev2_1")


def counts(tree: Classification) -> list[int]:
    return [
        sum(item.level == level for item in tree.items.values())
        for level in range(1, len(tree.levels) + 1)
    ]


def test_nace_has_every_heading() -> None:
    assert counts(REV2) == [21, 88, 272, 615]
    assert counts(REV2_1) == [22, 87, 287, 651]


@pytest.mark.parametrize(("tree", "revision"), [(REV2, "2.0"), (REV2_1, "2.1")])
def test_nace_agrees_with_the_oracle(tree: Classification, revision: str) -> None:
    for item in tree.items.values():
        spelled = item.code if item.level == 1 else item.code[1:]
        told = nace.info(spelled, revision=revision)
        assert " ".join(told["label"].casefold().split()) == item.label.casefold()
        if item.level > 1:
            assert told["section"] == item.code[0]


def test_labels_and_levels_read_well() -> None:
    assert REV2.items["C2910"].label == "Manufacture of motor vehicles"
    assert REV2.items["A"].label == "Agriculture, forestry and fishing"
    assert REV2.levels[REV2.items["C2910"].level - 1] == "class"
    assert REV2_1.items["K6210"].label == "Computer programming activities"


@pytest.mark.parametrize("name", classification_names())
def test_every_tree_is_whole(name: str) -> None:
    tree = classification(name)
    leaves = tree.leaves()
    assert len(leaves) == len(set(leaves))
    assert set(leaves) == {code for code in tree.items if not tree.children(code)}
    below: dict[str, set[str]] = {code: set() for code in tree.items}
    for leaf in leaves:
        for code in (leaf, *tree.ancestors(leaf)):
            below[code].add(leaf)
    for code, item in tree.items.items():
        assert item.level == len(tree.ancestors(code)) + 1 <= len(tree.levels)
        assert all(tree.items[child].parent == code for child in tree.children(code))
        assert set(tree.leaves_under(code)) == below[code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("10.11", "C1011"),
        ("C10.11", "C1011"),
        ("C.10.11", "C1011"),
        ("1011", "C1011"),
        ("c1011", "C1011"),
        (" C1011 ", "C1011"),
        ("01", "A01"),
        ("c", "C"),
        ("TOTAL", "TOTAL"),
        ("total", "TOTAL"),
        ("B-E", "B-E"),
        ("C10-12", "C10-C12"),
        ("10-12", "C10-C12"),
        ("m_n", "M_N"),
    ],
)
def test_spellings(text: str, code: str) -> None:
    assert REV2.canonical(text) == code


@given(st.sampled_from(sorted(REV2.items)), st.booleans(), st.booleans(), st.booleans())
def test_any_spelling_comes_back(code: str, dots: bool, letter: bool, lower: bool) -> None:
    digits = code[1:]
    if dots and len(digits) > 2:
        digits = f"{digits[:2]}.{digits[2:]}"
    text = (code[0] if letter or not digits else "") + digits
    assert REV2.canonical(text.lower() if lower else text) == code


@pytest.mark.parametrize("text", ["", "D1011", "C1099", "HTC", "E-B", "B-C10", "B_B-E", "C_X_D"])
def test_what_is_not_nace_is_refused(text: str) -> None:
    with pytest.raises(HanseError, match=r"is not a code of NACE Rev\. 2"):
        REV2.canonical(text)
    assert "is not a code of NACE Rev. 2" in REV2.explain_code(text)


def test_errors_name_close_codes() -> None:
    with pytest.raises(HanseError) as caught:
        REV2.canonical("C1014")
    assert "C1011 (Processing and preserving of meat)" in caught.value.remedy
    assert REV2.explain_code("C1011") == ""
    assert REV2.explain_code("B-N_S95_X_K") == ""
    assert REV2.explain_code("10.11").endswith("write C1011.")
    assert "C1011 (" in REV2.explain_code("D1011")
    assert REV2.explain_code("Q") == ""
    assert REV2.explain_code("?") == "? is not a code of NACE Rev. 2."


def test_long_texts_are_refused_at_once() -> None:
    for text in ("x" * 100_000, "_".join("A" * 100_000), "-" * 100_000):
        assert len(REV2.explain_code(text)) < 200


@pytest.mark.parametrize(
    ("aggregate", "members"),
    [
        ("B-E", "B C D E"),
        ("G-J", "G H I J"),
        ("M_N", "M N"),
        ("O-U", "O P Q R S T U"),
        ("C10-C12", "C10 C11 C12"),
        ("C31_C32", "C31 C32"),
        ("B-N_S95_X_K", "B C D E F G H I J L M N S95"),
        ("C_X_C11-C33", "C10"),
        ("G46_X_G461", "G462 G463 G464 G465 G466 G467 G469"),
        ("C1011", ""),
        ("Z", ""),
    ],
)
def test_aggregates(aggregate: str, members: str) -> None:
    assert REV2.aggregate_members(aggregate) == tuple(members.split())
    if members:
        assert REV2.children(aggregate) == tuple(members.split())
        assert REV2.ancestors(aggregate) == ()


def test_total_is_everything() -> None:
    assert REV2.leaves_under("TOTAL") == REV2.leaves()
    assert len(REV2.aggregate_members("TOTAL")) == 21


@given(st.data())
def test_aggregate_leaves_are_what_was_added_less_what_was_taken(data: st.DataObject) -> None:
    included = data.draw(st.sampled_from(sorted(c for c in REV2.items if REV2.children(c))))
    below = [code for code in REV2.items if code != included and included in REV2.ancestors(code)]
    excluded = data.draw(st.sampled_from(below))
    left = [leaf for leaf in REV2.leaves_under(included) if leaf not in REV2.leaves_under(excluded)]
    code = f"{included}_X_{excluded}"
    assert list(REV2.leaves_under(code)) == left if left else REV2.explain_code(code)


def test_unknown_codes_are_refused_everywhere() -> None:
    for method in (REV2.children, REV2.leaves_under, REV2.ancestors):
        with pytest.raises(HanseError, match="not a code"):
            method("X99")
    with pytest.raises(HanseError, match="no classification nace_rev1"):
        classification("nace_rev1")


def test_codes_of_the_real_extract_are_known() -> None:
    lines = shared_file("eurostat/sbs_r_nuts06_r2_2015.csv").read_text("utf-8").splitlines()
    codes = {line.split(";")[0] for line in lines[1:]}
    assert len(codes) == 101
    assert [code for code in codes if REV2.explain_code(code)] == []


def test_codes_of_regional_accounts_are_known() -> None:
    codes = "TOTAL A B-E C F G-I G-J J K K-N L M_N O-Q O-U R-U"
    assert [code for code in codes.split() if REV2.explain_code(code)] == []


def write(folder: Path, text: str) -> Path:
    path = folder / "crafts.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_users_classification(tmp_path: Path) -> None:
    tree = classification_from_csv(
        write(tmp_path, "parent;code;label\nW;W1;Oak\n;W;Wood\n\nW;W2;Beech\n")
    )
    assert (tree.code, tree.levels) == ("crafts", ("level 1", "level 2"))
    assert tree.leaves_under("W") == ("W1", "W2")
    assert tree.canonical("w1") == "W1"
    assert tree.aggregate_members("TOTAL") == ("W",)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("code,label\nA,x\n", 1, "no column parent"),
        ("code,label,parent\nA,x,\nA1,y,B\n", 3, "parent B, which is not in the file"),
        ("code,label,parent\nA,x,\nB,y,\nA,z,\n", 4, "A occurs twice"),
        ("code,label,parent\nR,r,\nA,x,B\nB,y,A\n", 3, "above itself"),
        ("code,label,parent\nA,x,A\n", 2, "above itself"),
        ("code,label,parent\nA,x,\n,y,A\n", 3, "no code"),
        ("code,label,parent\nA,x,\nB,one,two,\n", 3, "4 cells"),
        ('code,label,parent\nA,"x,\n', 2, "cannot be read"),
        ("code,code,parent\nA,x,\n", 1, "occurs twice"),
    ],
)
def test_errors_of_a_users_classification(tmp_path: Path, text: str, line: int, what: str) -> None:
    with pytest.raises(HanseError, match=what) as caught:
        classification_from_csv(write(tmp_path, text))
    assert caught.value.where.endswith(f"crafts.csv, line {line}")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"code,label,parent\n", b"c\0o\0"])
def test_files_that_hold_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "crafts.csv"
    path.write_bytes(content)
    with pytest.raises(HanseError) as caught:
        classification_from_csv(path)
    assert caught.value.where == str(path)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(HanseError, match="cannot be opened"):
        classification_from_csv(tmp_path / "none.csv")


def test_a_deep_chain_is_read(tmp_path: Path) -> None:
    rows = "".join(f"{n},item,{n - 1 if n else ''}\n" for n in range(3000))
    tree = classification_from_csv(write(tmp_path, "code,label,parent\n" + rows))
    assert tree.leaves() == ("2999",)
    assert len(tree.ancestors("2999")) == 2999


def test_codes_that_differ_only_in_points_stay_apart(tmp_path: Path) -> None:
    tree = classification_from_csv(write(tmp_path, "code,label,parent\n1.1,a,\n11,b,\n"))
    assert tree.canonical("1.1") == "1.1"
    assert tree.canonical("11") == "11"
    with pytest.raises(HanseError):
        tree.canonical("1 1")


# --- NAICS ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "official"),
    [
        ("naics_2012", [20, 99, 312, 713, 1065]),
        ("naics_2017", [20, 99, 311, 709, 1057]),
        ("naics_2022", [20, 96, 308, 689, 1012]),
    ],
)
def test_naics_has_every_heading(name: str, official: list[int]) -> None:
    tree = classification(name)
    assert counts(tree) == official
    assert all(len(leaf) == 6 for leaf in tree.leaves())


def test_naics_sectors_of_more_than_two_digits() -> None:
    tree = classification("naics_2012")
    assert tree.ancestors("336111") == ("33611", "3361", "336", "31-33")
    assert tree.items["31-33"].label == "Manufacturing"
    assert tree.items["445"].label == "Food and Beverage Stores"
    assert classification("naics_2022").items["445"].label == "Food and Beverage Retailers"
    assert tree.canonical("44-45") == "44-45"
    assert all("31-33 (Manufacturing)" in tree.explain_code(part) for part in ("31", "32", "33"))
    assert tree.aggregate_members("TOTAL")[:2] == ("11", "21")


def test_the_us_benchmark_definitions_use_naics_2012() -> None:
    lines = shared_file("us-cluster-mapping/bcd_official_naics_cluster.csv").read_text("utf-8")
    codes = {
        line.split("naics_2012,")[1].split(",")[0]
        for line in lines.splitlines()
        if "naics_2012," in line
    }
    assert len(codes) == 978
    tree = classification("naics_2012")
    assert [code for code in codes if tree.explain_code(code)] == []
