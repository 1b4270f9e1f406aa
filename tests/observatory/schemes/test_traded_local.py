"""Our traded and local categories: every class once, where a reader expects it."""

from collections import Counter

import polars as pl
import pytest

from hanse.foundation.csv_rows import read_csv_rows
from hanse.foundation.sectors import classification
from hanse.observatory.schemes.loader import scheme, scheme_path

NACE = classification("nace_rev2")
OURS = scheme("traded_local")


def test_every_class_is_placed_once() -> None:
    assert OURS.members["industry"].to_list() == list(NACE.leaves())
    assert OURS.members["weight"].unique().to_list() == [1.0]
    coverage = OURS.coverage(NACE)
    assert (len(coverage.placed), coverage.unplaced, coverage.several) == (615, (), ())
    assert OURS.leaf_members(NACE).equals(OURS.members.sort("industry"))


def test_about_fifty_categories_most_of_them_traded() -> None:
    kinds = Counter(category.kind for category in OURS.categories.values())
    assert kinds == {"traded": 40, "local": 14}
    assert all(
        category.label.startswith("Local ") == (category.kind == "local")
        for category in OURS.categories.values()
    )


@pytest.mark.parametrize(
    ("industry", "label"),
    [
        ("A0111", "Agriculture and Agricultural Services"),
        ("A0311", "Fishing and Aquaculture"),
        ("B0510", "Metal, Coal and Nonmetal Mining"),
        ("C1011", "Food Processing and Manufacturing"),
        ("C1102", "Food Processing and Manufacturing"),
        ("C1520", "Leather and Footwear"),
        ("C1610", "Forestry and Wood Products"),
        ("C1920", "Oil and Gas Production and Refining"),
        ("C2014", "Upstream Chemical Products"),
        ("C2042", "Downstream Chemical Products"),
        ("C2120", "Biopharmaceuticals"),
        ("C2331", "Glass and Ceramics"),
        ("C2351", "Construction Products and Services"),
        ("C2410", "Upstream Metal Manufacturing"),
        ("C2562", "Downstream Metal Products and Metalworking"),
        ("C2611", "Information Technology and Analytical Instruments"),
        ("C2630", "Communications Equipment and Services"),
        ("C2660", "Medical Devices"),
        ("C2841", "Production Technology and Heavy Machinery"),
        ("C2910", "Automotive"),
        ("C3011", "Water Transportation and Shipbuilding"),
        ("C3030", "Aerospace Vehicles and Defence"),
        ("C3109", "Furniture"),
        ("C3250", "Medical Devices"),
        ("D3511", "Electric Power Generation and Transmission"),
        ("D3513", "Local Utilities"),
        ("F4120", "Local Real Estate, Construction and Development"),
        ("G4632", "Distribution and Electronic Commerce"),
        ("G4711", "Local Food and Beverage Retailing"),
        ("G4791", "Distribution and Electronic Commerce"),
        ("H5020", "Water Transportation and Shipbuilding"),
        ("H5110", "Transportation and Logistics"),
        ("I5510", "Hospitality and Tourism"),
        ("I5610", "Local Hospitality Establishments"),
        ("J6201", "Software and Information Technology Services"),
        ("K6419", "Financial and Insurance Services"),
        ("M7219", "Education and Knowledge Creation"),
        ("P8520", "Local Education and Training"),
        ("Q8610", "Local Health Services"),
        ("R9001", "Film, Music and Performing Arts"),
        ("S9602", "Local Personal Services"),
    ],
)
def test_sample_classes_are_where_a_reader_expects(industry: str, label: str) -> None:
    placed = OURS.members.filter(pl.col("industry") == industry)["category"].item()
    assert OURS.categories[placed].label == label


def test_the_labels_beside_the_codes_are_those_of_the_list() -> None:
    table = read_csv_rows(scheme_path("traded_local").with_suffix(".csv"))
    for _, (industry, label) in table.select(("industry", "label")):
        assert label == NACE.items[industry].label


def test_it_is_said_to_be_ours() -> None:
    assert "Hanse" in OURS.decided_by
    assert "not an official" in OURS.decided_by
