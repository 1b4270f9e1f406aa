"""The rating rules as data: floors, criteria and the numbers a recipe may change.

A rule has floors that make a cluster eligible, criteria that each earn a star, and named numbers.
`ratings.stars` says what holds for every rule.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from hanse.foundation.problems import HanseError

Kind = Literal["at_least", "top_share", "at_least_quantile", "above_quantile"]
POPULATION: Final = "employment_persons"


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a rule that a recipe may change.

    confirmed: False where it is widely reported but was not read in the rule's own source.
    """

    name: str
    value: float
    label: str
    lowest: float
    highest: float
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Condition:
    """What one figure must reach: `column`, how it is compared, and which number of the rule.

    at_least: figure >= number. top_share: figure >= quantile(1 - number). at_least_quantile:
    figure >= quantile(number). above_quantile: figure > quantile(number).
    """

    column: str
    kind: Kind
    number: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """What earns one star: the column it is reported in, and the conditions, all to be met."""

    code: str
    label: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rating rule. kinds: the kinds of category it rates; empty for all."""

    code: str
    label: str
    reference: str
    numbers: Mapping[str, Number]
    floors: tuple[Condition, ...]
    criteria: tuple[Criterion, ...]
    kinds: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns a panel must have to be rated: measures and indicators of the catalogue."""
        conditions = (*self.floors, *(c for each in self.criteria for c in each.conditions))
        return tuple(dict.fromkeys([POPULATION, *(each.column for each in conditions)]))


def _numbers(*numbers: Number) -> Mapping[str, Number]:
    fewest = Number(
        "smallest_population",
        1,
        "Fewest clusters with employment for a cut-off to be drawn among them; with fewer, what "
        "depends on it is unknown",
        1,
        math.inf,
    )
    return {number.name: number for number in (*numbers, fewest)}


EUROPEAN_CLUSTER_OBSERVATORY: Final = Rule(
    code="european_cluster_observatory",
    label="European Cluster Observatory, 2007 to 2012",
    reference="clusterobservatory.eu, Evaluation of regional cluster strength",
    numbers=_numbers(
        Number("size", 0.10, "Largest share of the category's regions, by employment", 0, 1),
        Number("specialisation", 2.0, "Least location quotient", 0, math.inf, confirmed=False),
        Number("focus", 0.10, "Largest share of the category's regions, by focus", 0, 1, False),
        Number("floor_employment", 1000, "Least employment, persons", 0, math.inf, False),
    ),
    floors=(Condition("employment_persons", "at_least", "floor_employment"),),
    criteria=(
        Criterion("star_size", "Size", (Condition("employment_persons", "top_share", "size"),)),
        Criterion(
            "star_specialisation",
            "Specialisation",
            (Condition("location_quotient", "at_least", "specialisation"),),
        ),
        Criterion("star_focus", "Focus", (Condition("focus", "top_share", "focus"),)),
    ),
    notes=("Regions of one level only: a panel that mixes levels counts people twice.",),
)

CLUSTER_PANORAMA: Final = Rule(
    code="cluster_panorama",
    label="European Cluster Panorama, from 2014",
    reference="European Cluster Panorama (2014)",
    numbers=_numbers(
        Number("specialisation", 0.20, "Top share by location quotient", 0, 1, False),
        Number("size", 0.20, "Top share by employment", 0, 1, False),
        Number("productivity", 0.20, "Top share by value added per person", 0, 1, False),
        Number("dynamism", 0.20, "Top share by annual growth of employment", 0, 1, False),
        Number("floor_employment", 0, "Least employment, persons", 0, math.inf, False),
    ),
    floors=(Condition("employment_persons", "at_least", "floor_employment"),),
    criteria=(
        Criterion(
            "star_specialisation",
            "Specialisation",
            (Condition("location_quotient", "top_share", "specialisation"),),
        ),
        Criterion("star_size", "Size", (Condition("employment_persons", "top_share", "size"),)),
        Criterion(
            "star_productivity",
            "Productivity",
            (Condition("productivity_eur", "top_share", "productivity"),),
        ),
        Criterion(
            "star_dynamism",
            "Dynamism",
            (Condition("employment_growth_cagr", "top_share", "dynamism"),),
        ),
    ),
    notes=(
        "To confirm: which four dimensions and which figure stands for each. "
        "`rule_with(rule, criteria=[...])` keeps only some of them.",
    ),
)

_HIGH: Final = Condition("location_quotient", "at_least", "strong_location_quotient")

US_CLUSTER_MAPPING: Final = Rule(
    code="us_cluster_mapping",
    label="U.S. Cluster Mapping",
    reference="clustermapping.us; recomputed exactly on its release of 2016",
    numbers=_numbers(
        Number("strong", 0.75, "Quantile of the location quotient, reached", 0, 1),
        Number("strong10", 0.90, "Quantile of the location quotient, reached", 0, 1),
        Number("significant", 0.50, "Quantile of the location quotient, exceeded", 0, 1),
        Number("qualifying", 0.25, "Quantile of the location quotient, exceeded", 0, 1),
        Number(
            "strong_location_quotient",
            1.0,
            "Least location quotient of strong and strong10",
            0,
            math.inf,
        ),
        Number("floor_employment", 0.25, "Quantile of employment, exceeded", 0, 1),
        Number("floor_establishments", 0.25, "Quantile of establishments, exceeded", 0, 1),
    ),
    floors=(
        Condition("employment_persons", "above_quantile", "floor_employment"),
        Condition("establishments_count", "above_quantile", "floor_establishments"),
    ),
    criteria=(
        Criterion(
            "strong",
            "Strong",
            (Condition("location_quotient", "at_least_quantile", "strong"), _HIGH),
        ),
        Criterion(
            "strong10",
            "Strong, top tenth",
            (Condition("location_quotient", "at_least_quantile", "strong10"), _HIGH),
        ),
        Criterion(
            "significant",
            "Significant",
            (Condition("location_quotient", "above_quantile", "significant"),),
        ),
        Criterion(
            "qualifying",
            "Qualifying",
            (Condition("location_quotient", "above_quantile", "qualifying"),),
        ),
    ),
    kinds=("traded",),
    notes=(
        "The location quotient of a traded category is set against traded employment: compute it "
        'with base=("kind",).',
        "Local categories are not rated; the release leaves their flags empty.",
        "The release has flags and no stars: stars are the number of flags, a count of our own.",
    ),
)

RULES: Final[Mapping[str, Rule]] = {
    rule.code: rule for rule in (EUROPEAN_CLUSTER_OBSERVATORY, CLUSTER_PANORAMA, US_CLUSTER_MAPPING)
}


def rule_with(
    rule: Rule, numbers: Mapping[str, float] | None = None, *, criteria: Sequence[str] | None = None
) -> Rule:
    """`rule` with other `numbers`, and with only those `criteria` where they are given.

    Criteria are named by their column, with or without `star_`. Raises `HanseError` on a name
    the rule does not know, listing those it does, and on a number outside its range.
    """
    changed = dict(rule.numbers)
    for name, value in (numbers or {}).items():
        if name not in changed:
            raise _unknown(rule, "number", name, changed)
        known = changed[name]
        if not known.lowest <= value <= known.highest or not math.isfinite(value):
            raise HanseError(
                f"{name} cannot be {value}.",
                where=f"rating rule {rule.code}",
                why=f"It lies between {known.lowest:g} and {known.highest:g}.",
            )
        changed[name] = replace(known, value=float(value))
    kept = rule.criteria
    if criteria is not None:
        by_name = {each.code.removeprefix("star_"): each for each in rule.criteria}
        for name in criteria:
            if name.removeprefix("star_") not in by_name:
                raise _unknown(rule, "criterion", name, by_name)
        wanted = {name.removeprefix("star_") for name in criteria}
        kept = tuple(each for name, each in by_name.items() if name in wanted)
        if not kept:
            raise HanseError("A rule needs a criterion.", where=f"rating rule {rule.code}")
    return replace(rule, numbers=changed, criteria=kept)


def _unknown(rule: Rule, what: str, name: str, known: Mapping[str, object]) -> HanseError:
    return HanseError(
        f"The rule has no {what} {name}.",
        where=f"rating rule {rule.code}",
        remedy=f"It has {', '.join(known)}.",
    )
