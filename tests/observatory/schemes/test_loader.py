"""Schemes from files: what they say, how they spread over the industries, how they are refused."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.foundation.problems import HanseError
from hanse.foundation.sectors import classification, classification_from_csv
from hanse.observatory.schemes.loader import (
    Category,
    Scheme,
    load_scheme,
    scheme,
    scheme_names,
)
from hanse.observatory.schemes.member_rows import MEMBERS
from tests.shared_data import shared_file

NACE = classification("nace_rev2")

TREE = """code,label,parent
W,Wood,
W1,Hard wood,W
W11,Oak,W1
W12,Beech,W1
W2,Soft wood,W
S,Stone,
"""

DESCRIPTION = """
title = "Crafts"
classification = "trees.csv"
overlapping = {overlapping}
complete = {complete}
source = "made up"
licence = "none"
decided_by = "a test"

[categories]
soft = {{ label = "Soft", kind = "traded" }}
hard = {{ label = "Hard", kind = "local" }}
"""


def crafts(
    folder: Path, members: str, *, overlapping: bool = False, complete: bool = False
) -> Scheme:
    (folder / "trees.csv").write_text(TREE, "utf-8")
    (folder / "crafts.toml").write_text(
        DESCRIPTION.format(overlapping=str(overlapping).lower(), complete=str(complete).lower()),
        "utf-8",
    )
    (folder / "crafts.csv").write_text("industry,category,weight\n" + members, "utf-8")
    return load_scheme(folder / "crafts.toml")


def spread(loaded: Scheme, folder: Path) -> set[tuple[str, str, float]]:
    return set(loaded.leaf_members(classification_from_csv(folder / "trees.csv")).iter_rows())


def test_a_described_scheme(tmp_path: Path) -> None:
    loaded = crafts(tmp_path, "W,hard,1\nw2,soft,1\n")
    assert loaded.code == "crafts"
    assert loaded.title == "Crafts"
    assert loaded.decided_by == "a test"
    assert loaded.categories["soft"] == Category("soft", "Soft", "traded")
    assert loaded.members.schema == MEMBERS
    assert loaded.members["industry"].to_list() == ["W", "W2"]


def test_a_deeper_member_takes_the_place_of_its_ancestors(tmp_path: Path) -> None:
    loaded = crafts(tmp_path, "W,hard,1\nW2,soft,1\nW11,soft,0.25\nW11,hard,0.75\n")
    assert spread(loaded, tmp_path) == {
        ("W11", "soft", 0.25),
        ("W11", "hard", 0.75),
        ("W12", "hard", 1.0),
        ("W2", "soft", 1.0),
    }
    coverage = loaded.coverage(classification_from_csv(tmp_path / "trees.csv"))
    assert coverage.placed == ("W11", "W12", "W2")
    assert coverage.unplaced == ("S",)
    assert coverage.several == ("W11",)


def test_where_categories_overlap_others_stay(tmp_path: Path) -> None:
    loaded = crafts(tmp_path, "W,hard,1\nW1,soft,0.5\nW11,hard,0.25\n", overlapping=True)
    assert spread(loaded, tmp_path) == {
        ("W11", "hard", 0.25),
        ("W11", "soft", 0.5),
        ("W12", "hard", 1.0),
        ("W12", "soft", 0.5),
        ("W2", "hard", 1.0),
    }


@pytest.mark.parametrize(
    ("members", "line", "what"),
    [
        ("W,hard,1\nX,soft,1\n", 3, "X is not a code of trees"),
        ("W,hard,1\n,soft,1\n", 3, "empty or damaged"),
        ("W,hard,1\nS,stone,1\n", 3, "Category stone is not in the description"),
        ("W,hard,1\nS,soft,0\n", 3, "weight 0 is not above 0"),
        ("W,hard,1\nS,soft,1.5\n", 3, "weight 1.5 is not"),
        ("W,hard,1\nS,soft,nan\n", 3, "weight nan is not"),
        ("W,hard,1\nS,soft,\n", 3, r"weight \(empty\) is not"),
        ("W,hard,1\nS,soft,half\n", 3, "weight half is not"),
        ("W,hard,1\nS,soft,1\nw,hard,1\n", 4, "W is placed in hard twice"),
        ("W,hard,1\nS,soft,0.5\n", 3, "weights of S add up to 0.5"),
        ("W1,hard,1\nW2,soft,1\nW11,soft,0.25\n", 4, "weights of W11 add up to 0.25"),
        ("W,hard,1\nW1_S,soft,1\n", 3, "W1_S is an aggregate"),
        ("W,hard\n", 2, "2 cells, the header 3"),
    ],
)
def test_bad_rows_are_refused_with_their_line(
    tmp_path: Path, members: str, line: int, what: str
) -> None:
    with pytest.raises(HanseError, match=what) as caught:
        crafts(tmp_path, members)
    assert caught.value.where.endswith(f"crafts.csv, line {line}")


def test_what_a_scheme_claims_must_hold(tmp_path: Path) -> None:
    with pytest.raises(HanseError, match="Category soft has no industries"):
        crafts(tmp_path, "W,hard,1\n")
    with pytest.raises(HanseError, match=r"1 industries are in no category.*S \(Stone\)"):
        crafts(tmp_path, "W1,hard,1\nW2,soft,1\n", complete=True)
    assert crafts(tmp_path, "W,hard,1\nS,soft,1\n", complete=True).complete


@pytest.mark.parametrize(
    ("change", "what", "where"),
    [
        (("title = ", "titel = "), "does not hold", "title"),
        (('"trees.csv"', '"isic"'), "no classification isic", "classification"),
        (("[categories]", "[categories"), "is not TOML", "crafts.toml"),
        (('kind = "local"', 'sort = "local"'), "does not hold", "categories.hard.kind"),
    ],
)
def test_bad_descriptions(tmp_path: Path, change: tuple[str, str], what: str, where: str) -> None:
    crafts(tmp_path, "W,hard,1\nS,soft,1\n")
    path = tmp_path / "crafts.toml"
    path.write_text(path.read_text("utf-8").replace(*change), "utf-8")
    with pytest.raises(HanseError, match=what) as caught:
        load_scheme(path)
    assert caught.value.where.endswith(where)


def test_a_scheme_for_another_classification_is_refused(tmp_path: Path) -> None:
    loaded = crafts(tmp_path, "W,hard,1\nS,soft,1\n")
    with pytest.raises(HanseError, match=r"W, which NACE Rev\. 2 does not have"):
        loaded.leaf_members(NACE)


def test_schemes_by_name() -> None:
    assert "traded_local" in scheme_names()
    assert scheme("traded_local") is scheme("traded_local")
    with pytest.raises(HanseError, match="no scheme stars"):
        scheme("stars")
    with pytest.raises(HanseError, match="cannot be opened"):
        load_scheme(Path("nowhere.toml"))


@pytest.mark.parametrize("name", scheme_names())
def test_every_scheme_of_ours_says_where_it_comes_from(name: str) -> None:
    ours = scheme(name)
    assert ours.title and ours.source and ours.licence and ours.decided_by
    assert ours.classification == "nace_rev2"
    coverage = ours.coverage(NACE)
    assert len(coverage.placed) + len(coverage.unplaced) == 615
    assert not (ours.complete and coverage.unplaced)
    assert all(category.kind for category in ours.categories.values())


# --- A bare CSV of the user's -----------------------------------------------------------------

OWN = """cluster_code,cluster,traded,vintage,naics,title
4,Automotive,TRUE,new,W11,Oak carts
4,Automotive,TRUE,new,W12,Beech carts
103,Local Health,FALSE,new,S,Healing stones
4,Automotive,TRUE,old,W2,Men�s carts
"""


def bare(path: Path, vintage: str) -> Scheme:
    return load_scheme(
        path,
        industry="naics",
        category="cluster_code",
        label="cluster",
        kind="traded",
        where={"vintage": vintage},
    )


def test_a_bare_csv(tmp_path: Path) -> None:
    path = tmp_path / "clusters.csv"
    path.write_text(OWN, "utf-8")
    loaded = bare(path, "new")
    assert loaded.categories == {
        "4": Category("4", "Automotive", "traded"),
        "103": Category("103", "Local Health", "local"),
    }
    assert list(loaded.members.iter_rows()) == [("W11", "4", 1), ("W12", "4", 1), ("S", "103", 1)]
    assert loaded.notes == "1 rows of clusters.csv hold damaged characters in their texts."
    assert bare(path, "old").members["industry"].to_list() == ["W2"]


def test_the_us_benchmark_definitions() -> None:
    path = shared_file("us-cluster-mapping/bcd_official_naics_cluster.csv")
    sizes = {"naics_2012": 978, "naics_2007": 1088, "naics_2002": 1092, "naics_1997": 1082}
    for vintage, rows in sizes.items():
        loaded = bare(path, vintage)
        assert loaded.members.height == rows
        assert len(loaded.categories) == 67
        kinds = [category.kind for category in loaded.categories.values()]
        assert (kinds.count("traded"), kinds.count("local")) == (51, 16)
    assert loaded.categories["4"] == Category("4", "Automotive", "traded")
    assert loaded.categories["103"].label == "Local Health Services"
    assert "damaged characters" in loaded.notes


def test_the_us_benchmark_definitions_against_naics_2012() -> None:
    path = shared_file("us-cluster-mapping/bcd_official_naics_cluster.csv")
    naics = classification("naics_2012")
    loaded = load_scheme(
        path,
        industry="naics",
        category="cluster_code",
        label="cluster",
        kind="traded",
        where={"vintage": "naics_2012"},
        tree=naics,
    )
    coverage = loaded.coverage(naics)
    assert (len(coverage.placed), coverage.several) == (978, ())
    # The definitions leave out farming and government.
    assert {"111110", "921110"} <= set(coverage.unplaced)
    automotive = loaded.members.filter(pl.col("category") == "4")["industry"]
    assert "336111" in set(automotive)


@pytest.mark.parametrize(
    ("change", "what", "line"),
    [
        (("103,Local", ",Local"), "names no category", 4),
        (("Automotive,TRUE,new,W12", "Cars,TRUE,new,W12"), r"4 is Cars \(traded\) here", 3),
        (("Automotive,TRUE,new,W12", "Automotive,FALSE,new,W12"), r"Automotive \(local\) here", 3),
        (("103,Local Health,FALSE,new,S", "103,Local Health,FALSE,new,W11"), "add up to 2", 4),
        (("naics", "isic"), "no column naics", 1),
        (("vintage", "year"), "no column vintage", 1),
        (("new,W12", "new,W\u00ef\u00bf\u00bd"), "empty or damaged", 3),
    ],
)
def test_bad_rows_of_a_bare_csv(
    tmp_path: Path, change: tuple[str, str], what: str, line: int
) -> None:
    path = tmp_path / "clusters.csv"
    path.write_text(OWN.replace(*change), "utf-8")
    with pytest.raises(HanseError, match=what) as caught:
        bare(path, "new")
    assert caught.value.where == f"{path}, line {line}"


def test_nothing_selected_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "clusters.csv"
    path.write_text(OWN, "utf-8")
    with pytest.raises(HanseError, match="No row") as caught:
        bare(path, "2050")
    assert caught.value.why == "vintage is 2050"


def test_a_bare_csv_is_held_against_a_classification(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("industry;category\n29.10;cars\n99.99;cars\n", "utf-8")
    with pytest.raises(HanseError, match=r"99\.99 is not a code of NACE") as caught:
        load_scheme(path, tree=NACE)
    assert caught.value.where == f"{path}, line 3"
    path.write_bytes("industry;category;label\n29.10;cars;Véhicules\n".encode("cp1252"))
    loaded = load_scheme(path, tree=NACE, title="Mine")
    assert loaded.members.row(0) == ("C2910", "cars", 1.0)
    assert loaded.categories["cars"].label == "Véhicules"
    assert loaded.notes == "mine.csv is not UTF-8 and was read as cp1252."
    assert (loaded.title, loaded.classification) == ("Mine", "nace_rev2")


# --- The spread over leaves, against a naive twin ---------------------------------------------


def naive_spread(
    members: Mapping[tuple[str, str], float], overlapping: bool
) -> set[tuple[str, str, float]]:
    found = set()
    for leaf in NACE.leaves_under("C10"):
        path = [leaf, *NACE.ancestors(leaf)]
        for category in "abc":
            for code in path:
                if (code, category) in members:
                    found.add((leaf, category, members[code, category]))
                    break
                if not overlapping and any((code, other) in members for other in "abc"):
                    break
    return found


@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from([c for c in NACE.items if c.startswith("C10")]), st.sampled_from("abc")
        ),
        st.sampled_from([0.25, 0.5, 1.0]),
        min_size=1,
        max_size=12,
    ),
    st.booleans(),
)
def test_the_spread_equals_the_naive_one(
    members: dict[tuple[str, str], float], overlapping: bool
) -> None:
    rows = [(industry, category, weight) for (industry, category), weight in members.items()]
    made = Scheme(
        code="made",
        title="made",
        classification="nace_rev2",
        overlapping=overlapping,
        categories={},
        members=pl.DataFrame(rows, schema=MEMBERS, orient="row"),
        source="",
        licence="",
        decided_by="",
        notes="",
    )
    spread = made.leaf_members(NACE)
    assert set(spread.iter_rows()) == naive_spread(members, overlapping)
    assert spread.height == len(set(spread.iter_rows()))
