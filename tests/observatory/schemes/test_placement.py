"""What coarser data can say of a scheme, and the guide that tells readers."""

import re
from pathlib import Path

import polars as pl
import pytest

from hanse.foundation.sectors import classification, classification_from_csv
from hanse.observatory.schemes.loader import load_scheme, scheme
from hanse.observatory.schemes.placement import Placement, placement_table, placements

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide"
NACE = classification("nace_rev2")


def test_exact_and_split_by_hand(tmp_path: Path) -> None:
    (tmp_path / "tree.csv").write_text(
        "code,label,parent\nA,a,\nA1,a,A\nA2,a,A\nB,b,\nB1,b,B\nB2,b,B\nC,c,\nD,d,\n", "utf-8"
    )
    tree = classification_from_csv(tmp_path / "tree.csv")
    (tmp_path / "own.csv").write_text(
        "industry,category,weight\nA,x,1\nB1,x,1\nB2,x,0.5\nB2,y,0.5\nD,x,0.25\nD,y,0.75\n", "utf-8"
    )
    own = load_scheme(tmp_path / "own.csv", tree=tree)
    assert placements(own, tree, "level 1") == (
        Placement("A", {"x": 1.0}, True),
        Placement("B", {"x": 0.75, "y": 0.25}, False),
        Placement("C", {}, True),
        Placement("D", {"x": 0.25, "y": 0.75}, True),
    )
    table = placement_table(own, tree, "level 1").splitlines()
    assert table[2:] == [
        "| A | a | exact | x |",
        "| B | b | split | x 75.0%, y 25.0% |",
        "| C | c | exact | no category |",
        "| D | d | exact | y 75.0%, x 25.0% |",
    ]


@pytest.mark.parametrize("level", ["section", "division", "group", "class"])
@pytest.mark.parametrize("name", ["traded_local", "emerging", "technology_3digit"])
def test_exact_means_that_any_split_gives_the_same(name: str, level: str) -> None:
    ours = scheme(name)
    table = ours.leaf_members(NACE)
    for placement in placements(ours, NACE, level):
        leaves = NACE.leaves_under(placement.code)
        inside = table.filter(pl.col("industry").is_in(leaves))
        every = inside.group_by("category").agg(
            pl.col("weight").n_unique().alias("values"), pl.len().alias("times")
        )
        same = every.filter((pl.col("values") > 1) | (pl.col("times") < len(leaves))).is_empty()
        assert placement.exact == same
        assert set(placement.shares) == set(every["category"])


def test_most_divisions_of_our_scheme_are_exact() -> None:
    found = placements(scheme("traded_local"), NACE, "division")
    split = [placement.code for placement in found if not placement.exact]
    assert len(found) == 88
    assert len(split) == 19
    assert not {"C10", "C21", "C24", "C25", "C28", "C29", "C31", "I55", "J62"} & set(split)


def test_the_guide_shows_the_table_that_the_scheme_gives() -> None:
    page = (GUIDE / "schemes.md").read_text("utf-8")
    shown = page.split("<!-- divisions: begin -->\n")[1].split("<!-- divisions: end -->")[0]
    made = placement_table(scheme("traded_local"), NACE, "division")
    assert shown == made, "run `.venv/bin/python scripts/write_division_table.py`"


@pytest.mark.parametrize("page", ["schemes.md", "industries.md"])
def test_the_examples_of_the_guide_run(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (GUIDE / page).read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 2
    told: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, page, "exec"), told)
