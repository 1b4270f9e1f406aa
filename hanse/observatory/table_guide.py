"""What each table of an edition holds: a sentence on its rows and one on each column."""

from collections.abc import Mapping
from typing import Final

from hanse.observatory.methods import METHODS
from hanse.observatory.ratings.rules import RULES

ROWS: Final[Mapping[str, str]] = {
    "clusters": "A row for each category in a region and year: measures with flag and status, "
    "indicators, stars.",
    "industries": "A row for each leaf industry in a region and year: measures with flag and "
    "status, location quotient, relatedness.",
    "region_totals": "A row for each region and year: all its industries together.",
    "region_structure": "A row for each scheme, region and year: how specialised the region is, "
    "and the parts of its growth.",
    "category_concentration": "A row for each scheme, category and year: how the category is "
    "spread over regions.",
    "category_coverage": "A row for each category, measure and year: how much of it the sources "
    "cover.",
    "category_proximity": "A row for each pair of categories of a scheme and year.",
    "industry_proximity": "A row for each pair of industries and year.",
    "regions": "A row for each region.",
    "categories": "A row for each category.",
    "scheme_members": "A row for each industry that counts in a category.",
    "industry_labels": "A row for each industry of the classification, at every level.",
    "observations": "A row for each figure as read, converted and combined, before anything is "
    "computed.",
    "extra_regio": "The same for what lies in no region of the list, such as the sea.",
}
"""Table -> what its rows are."""

_COLUMNS: Final[Mapping[str, str]] = {
    "scheme": "Code of the list of categories.",
    "scheme_title": "Title of the list of categories.",
    "category": "Code of the category.",
    "category_a": "Code of the one category.",
    "category_b": "Code of the other category.",
    "industry": "Code of the industry in the edition's classification.",
    "industry_a": "Code of the one industry.",
    "industry_b": "Code of the other industry.",
    "region": "Code of the region.",
    "code": "Code of the region.",
    "name": "Name of the region.",
    "country": "Code of the country; empty for regions of one's own.",
    "year": "Year of the figures.",
    "kind": "Kind of the category, such as traded, local or emerging.",
    "label": "What it is called.",
    "level": "Level: of a region in NUTS, of an industry in the classification.",
    "parent": "Code of what it is part of; empty at the top.",
    "weight": "Part of the industry that counts in the category; 1 is all of it.",
    "coverage": "Share of the category's weight that the sources cover.",
    "measure": "Code of the measure.",
    "value": "The figure; empty when missing or withheld.",
    "flag": "Flags of the source, a letter each.",
    "stars": "How many criteria of the rule the cluster meets; empty where it cannot be judged.",
    "eligible": "Whether the cluster is above the floors of the rule.",
    "stars_reason": "Why there are no stars, or fewer than there might be.",
}


def column_meaning(column: str) -> str:
    """What a column holds, in a sentence."""
    for ending, text in (("_flag", "Flags of the source for {}."), ("_status", "Status of {}.")):
        base = column.removesuffix(ending)
        if base != column and base in METHODS:
            return text.format(METHODS[base].label)
    if column in _COLUMNS:
        return _COLUMNS[column]
    if column in METHODS:
        return f"{METHODS[column].label}, {METHODS[column].unit}."
    # Places of clusters are methods of their own; these are of whole regions.
    whole = column.removesuffix("_rank")
    if whole != column and whole in METHODS:
        return f"The region's place by {METHODS[whole].label} in the scheme and year; 1 is largest."
    for rule in RULES.values():
        for criterion in rule.criteria:
            if criterion.code == column:
                return f"Whether the cluster has the star for: {criterion.label}."
    return ""


def is_method(column: str) -> bool:
    """Whether a page of methods defines the column."""
    return column in METHODS
