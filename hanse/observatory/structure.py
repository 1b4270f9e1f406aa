"""Figures of whole categories, regions and industries: each once, as in the catalogue.

They are not in the catalogue, whose entries follow from the measures of an edition and stand
beside its regional clusters: these describe a category over its regions, or a region over its
categories, or need what an edition does not hold (areas, inhabitants, plants).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hanse.observatory.indicators.shift_share import COMPONENTS


@dataclass(frozen=True, slots=True)
class Figure:
    """What a reader needs to know about one figure.

    row: what it describes. inputs: columns it needs. nulls: when there is no figure. caution:
    what it does not say; "" for nothing. function: its dotted name.
    """

    code: str
    label: str
    row: str
    unit: str
    formula: str
    reference: str
    inputs: tuple[str, ...]
    nulls: str
    function: str
    caution: str = ""


_HOME: Final = "hanse.observatory.indicators"
_EMPLOYMENT: Final = ("employment_persons",)
_EITHER: Final = "a category and year, or a region and year"
_NONE_KNOWN: Final = "Where no figure is known or they add up to 0."
_NO_MEMBER: Final = "Where no member has both figure and total, or their figures add up to 0."
_LEFT_OUT: Final = "Members without a figure are left out as if they were not there."
_SPLIT: Final = (
    "Where no category is known in both years, and where the nation had no employment earlier."
)


def _concentration(
    code: str, label: str, unit: str, formula: str, reference: str, nulls: str, caution: str = ""
) -> Figure:
    return Figure(
        code=code,
        label=label,
        row=_EITHER,
        unit=unit,
        formula=formula,
        reference=reference,
        inputs=_EMPLOYMENT,
        nulls=nulls,
        function=f"{_HOME}.concentration.{code}",
        caution=" ".join(filter(None, (_LEFT_OUT, caution))),
    )


def _component(code: str, label: str, formula: str, reference: str, nulls: str) -> Figure:
    return Figure(
        code=COMPONENTS[code],
        label=label,
        row="a region and year",
        unit="persons",
        formula=formula,
        reference=reference,
        inputs=_EMPLOYMENT,
        nulls=nulls,
        function=f"{_HOME}.shift_share.shift_share",
        caution="Only categories known in both years count.",
    )


_ALL: Final = (
    _concentration(
        "herfindahl_index",
        "Herfindahl index",
        "index from 1/n to 1",
        "sum of s^2",
        "Herfindahl (1950)",
        _NONE_KNOWN,
    ),
    _concentration(
        "top_ten_share",
        "Share of the ten largest",
        "share of 1",
        "sum of the ten largest s",
        "Concentration ratio, CR10: Bain (1951)",
        _NONE_KNOWN,
        "1 where there are ten members or fewer.",
    ),
    _concentration(
        "hoover_index",
        "Hoover index",
        "index from 0 to 1",
        "sum of |s - x| / 2",
        "Hoover (1936)",
        _NO_MEMBER,
    ),
    _concentration(
        "krugman_index",
        "Krugman index",
        "index from 0 to 2",
        "sum of |s - x|",
        "Krugman (1991)",
        _NO_MEMBER,
        "Twice the Hoover index.",
    ),
    _concentration(
        "locational_gini",
        "Locational Gini coefficient",
        "index from 0 to 1 - 1/n",
        "2 / (n^2 mean(C)) * sum of k (C_k - mean(C)), C = s / x sorted, k = 1 to n",
        "Farhauer & Kroell (2013)",
        _NO_MEMBER,
        "Every member counts once, however large; Krugman (1991) weighs them by x.",
    ),
    _concentration(
        "theil_t",
        "Theil's T",
        "index from 0 to ln n",
        "mean of r ln r, r = y / mean(y)",
        "Theil (1967), first measure",
        "Where no figure is known, one is negative or all are 0.",
        "All members count alike.",
    ),
    _concentration(
        "mean_log_deviation",
        "Mean log deviation",
        "index from 0",
        "mean of ln(mean(y) / y)",
        "Theil (1967), second measure",
        "Where no figure is known, and where one is 0 or negative.",
        "Some software calls it the Theil index. All members count alike.",
    ),
    Figure(
        code="structural_similarity",
        label="Structural similarity",
        row="two regions and a year",
        unit="index from 0 to 1",
        formula="1 - sum of |s - x| / 2, s and x the categories' shares in the two regions",
        reference="After Krugman (1991), Geography and Trade, who compares two by sum of |s - x|",
        inputs=_EMPLOYMENT,
        nulls="Where no category is known in both regions, or one has no employment in these.",
        function=f"{_HOME}.similarity.structural_similarity",
        caution="Categories not known in one of the two are left out of both. It rests on how "
        "finely the scheme divides: with fewer categories regions look more alike.",
    ),
    Figure(
        code="cluster_index",
        label="Cluster index",
        row="a regional cluster and year",
        unit="ratio",
        formula="[(e_ij / a_j) / (e_i / a)] [(e_ij / p_j) / (e_i / p)] "
        "/ [(e_ij / b_ij) / (e_i / b_i)]",
        reference="Litzenberger & Sternberg (2006)",
        inputs=("employment_persons", "establishments_count", "area_km2", "population_persons"),
        nulls="Where one of the four is missing, a total, area or population is 0, or there is "
        "employment without an establishment. 0 where employment is 0.",
        function=f"{_HOME}.agglomeration.cluster_index",
        caution="Small, dense regions reach very high figures.",
    ),
    Figure(
        code="ellison_glaeser",
        label="Ellison-Glaeser index",
        row="an industry",
        unit="index up to 1",
        formula="[G - (1 - sum of x^2) H] / [(1 - sum of x^2) (1 - H)], G = sum of (s - x)^2",
        reference="Ellison & Glaeser (1997)",
        inputs=("employment of each plant", "employment of each region"),
        nulls="Where fewer than two plants have employment, or one region has all employment.",
        function=f"{_HOME}.agglomeration.ellison_glaeser",
        caution="H is the Herfindahl index of the plants' sizes: it needs every plant.",
    ),
    _component("national", "National share", "sum of e (g - 1)", "Dunn (1960)", _SPLIT),
    _component("mix", "Industry mix", "sum of e (g_i - g)", "Dunn (1960)", _SPLIT),
    _component("shift", "Regional shift", "sum of e (g_ij - g_i)", "Dunn (1960)", _SPLIT),
    _component(
        "competitive",
        "Competitive effect",
        "sum of h (g_ij - g_i), h = e_j e_i / e",
        "Esteban-Marquillas (1972)",
        _SPLIT + " Also where the region had nothing of a category that grew or was elsewhere.",
    ),
    _component(
        "allocation",
        "Allocation effect",
        "sum of (e - h) (g_ij - g_i)",
        "Esteban-Marquillas (1972)",
        _SPLIT + " Also where the region had nothing of a category that grew or was elsewhere.",
    ),
)

STRUCTURE: Final[Mapping[str, Figure]] = {figure.code: figure for figure in _ALL}
"""Every figure by its code, in the order of the page."""
