"""The ten emerging industries: cross-sectoral, overlapping, weighted, said to be ours."""

import polars as pl
import pytest

from hanse.foundation.csv_rows import read_csv_rows
from hanse.foundation.sectors import classification
from hanse.observatory.schemes.loader import scheme, scheme_path

NACE = classification("nace_rev2")
OURS = scheme("emerging")
SPREAD = OURS.leaf_members(NACE)


def weight(industry: str, category: str) -> float:
    row = SPREAD.filter(pl.col("industry") == industry, pl.col("category") == category)
    return float(row["weight"].sum())


def test_the_ten() -> None:
    assert [category.label for category in OURS.categories.values()] == [
        "Advanced Packaging",
        "Biopharmaceuticals",
        "Blue Growth",
        "Creative Industries",
        "Digital Industries",
        "Environmental Industries",
        "Experience Industries",
        "Logistical Services",
        "Medical Devices",
        "Mobility Technologies",
    ]
    assert {category.kind for category in OURS.categories.values()} == {"emerging"}
    assert OURS.overlapping


def test_weights_are_of_the_documented_scale() -> None:
    assert set(OURS.members["weight"]) == {0.25, 0.5, 0.75, 1.0}
    assert all(step in OURS.notes for step in ("1 the industry", "0.75 most", "0.5 about", "0.25"))


@pytest.mark.parametrize("category", OURS.categories)
def test_each_cuts_across_sections_and_has_a_core(category: str) -> None:
    leaves = SPREAD.filter(pl.col("category") == category)
    assert leaves.height >= 10
    assert leaves["industry"].str.head(1).n_unique() >= 2
    assert leaves.filter(pl.col("weight") == 1).height >= 2


def test_they_overlap_with_each_other_and_leave_most_out() -> None:
    coverage = OURS.coverage(NACE)
    assert len(coverage.several) >= 40
    assert len(coverage.unplaced) >= 250
    assert "G4711" in coverage.unplaced


@pytest.mark.parametrize(
    ("industry", "category", "expected"),
    [
        ("C2222", "advanced_packaging", 1),
        ("N8292", "advanced_packaging", 1),
        ("C2120", "biopharmaceuticals", 1),
        ("M7211", "biopharmaceuticals", 1),
        ("A0311", "blue_growth", 1),
        ("C3011", "blue_growth", 1),
        ("C3011", "mobility_technologies", 0.25),
        ("R9001", "creative_industries", 1),
        ("R9001", "experience_industries", 1),
        ("M7410", "creative_industries", 1),
        ("J6201", "digital_industries", 1),
        ("J6201", "creative_industries", 0.25),
        ("E3811", "environmental_industries", 1),
        ("I5510", "experience_industries", 1),
        ("H5210", "logistical_services", 1),
        ("C3250", "medical_devices", 1),
        ("C2910", "mobility_technologies", 1),
        ("C2720", "mobility_technologies", 0.75),
        ("C2720", "environmental_industries", 0.5),
        ("C2910", "digital_industries", 0),
    ],
)
def test_sample_industries(industry: str, category: str, expected: float) -> None:
    assert weight(industry, category) == expected


def test_the_labels_beside_the_codes_are_those_of_the_list() -> None:
    for name in ("emerging", "technology_2digit", "technology_3digit"):
        table = read_csv_rows(scheme_path(name).with_suffix(".csv"))
        for _, (industry, label) in table.select(("industry", "label")):
            assert label == NACE.items[industry].label


def test_they_are_said_to_be_ours() -> None:
    assert "Hanse" in OURS.decided_by
    assert "not an official" in OURS.decided_by
