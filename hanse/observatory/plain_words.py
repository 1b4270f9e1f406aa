"""What each figure tells, in a sentence for those who do not read formulas."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, str]] = {
    "employment_persons": "How many people work in the category's industries in the region.",
    "establishments_count": "How many workplaces (local units of firms) the category has in the "
    "region.",
    "wages_eur": "What the people who work there are paid in a year, all together.",
    "value_added_eur": "What the category's output in the region is worth in a year, less what was "
    "bought in to make it.",
    "share": "Of all who work in the category anywhere, the part who do so in this region.",
    "location_quotient": "How many times larger the category is in the region than it would be if "
    "the region were a small copy of the whole. 1 is as expected; 2 is twice as much.",
    "symmetric_location_quotient": "The location quotient on a scale from \N{MINUS SIGN}1 "
    "(nothing there) over 0 (as expected) to 1, so that half as much and twice as much lie "
    "equally far from the middle.",
    "focus": "Of all who work in the region, the part who do so in this category.",
    "size": "The part of the category's regions that have no more people in it than this one: "
    "1 is the largest.",
    "establishment_size_persons": "How many people work in a workplace on average.",
    "average_wage_eur": "What one person is paid in a year on average.",
    "productivity_eur": "What one person adds in value in a year on average.",
    "employment_growth_cagr": "By how much employment grew or shrank a year, on average over the "
    "years looked back.",
    "employment_growth_persons": "How many more or fewer people work there than some years before.",
    "proximity": "How often regions that are strong in one of two categories are strong in the "
    "other too: 1 is always.",
    "relatedness_density": "How much of what is related to the category the region is already "
    "strong in: 1 is all of it.",
    "herfindahl_index": "How much of the employment lies with few members: 1 is all with one.",
    "top_ten_share": "The part of the employment that lies with the ten largest members.",
    "hoover_index": "The part of employment that would have to move for every member to have its "
    "share of the whole.",
    "krugman_index": "How far the distribution lies from that of the whole: 0 is alike, 2 has "
    "nothing in common.",
    "locational_gini": "How unequal the members' specialisation is: 0 is all alike.",
    "theil_t": "How unequal the members' figures are, with most weight on the large ones.",
    "mean_log_deviation": "How unequal the members' figures are, with most weight on the small "
    "ones.",
    "structural_similarity": "How alike two regions are in what they work at: 1 is the same "
    "shares in every category.",
    "cluster_index": "Whether a category stands out in a region by density, by number of people "
    "and by the size of its workplaces, all in one figure.",
    "ellison_glaeser": "Whether plants of an industry lie closer together than chance and the size "
    "of plants would make them.",
    "national_share_persons": "The jobs the region would have gained had all of it grown as the "
    "whole did.",
    "industry_mix_persons": "The jobs it gained or lost because its categories grow faster or "
    "slower than others everywhere.",
    "regional_shift_persons": "The jobs it gained or lost because its categories grew faster or "
    "slower there than elsewhere.",
    "competitive_effect_persons": "The part of the regional shift that is no matter of being "
    "specialised.",
    "allocation_effect_persons": "The part of the regional shift that comes from being specialised "
    "in what grows faster there.",
}
"""Code -> sentence; ranks share one, see `words_for`."""

_OF_RANKS: Final = (
    "The place of the cluster among those of its category and year: 1 is the highest figure."
)


def words_for(code: str) -> str:
    """The sentence for a figure, or for the rank of one; "" where none is written yet."""
    return _OF_RANKS if code.endswith("_rank") else WORDS.get(code, "")
