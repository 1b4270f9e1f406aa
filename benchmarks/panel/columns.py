"""What both sides of the panel benchmark compute, by the names of the catalogue."""

from typing import Final

KEYS: Final = ("region", "category", "year")
INDICATORS: Final = (
    "share",
    "focus",
    "location_quotient",
    "size",
    "average_wage_eur",
    "establishment_size_persons",
    "employment_growth_cagr",
    "employment_growth_persons",
    "employment_persons_rank",
    "location_quotient_rank",
)
COMPARED: Final = (*KEYS, *INDICATORS, "stars", "relatedness_density")
WHOLE: Final = ("employment_persons_rank", "location_quotient_rank", "stars")
# A rate is a power less 1, so near 0 its last digits are those of 1.
RATES: Final = ("employment_growth_cagr",)
GROWTH_YEARS: Final = 5
