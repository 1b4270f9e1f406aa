"""Why a cluster has the stars it has: each criterion of its rule, with threshold and figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hanse.observatory.ratings.rules import RULES, Condition, Kind, Rule, rule_with
from hanse.observatory.ratings.stars import SAME


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a figure had to reach: the number of the rule, and the cut-off that follows from it.

    cut_off: None where none could be drawn. met: None where it cannot be said.
    """

    column: str
    kind: Kind
    number: float
    cut_off: float | None
    figure: float | None
    met: bool | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion, or the floor (code ""), and whether it was met; None where unknown."""

    code: str
    label: str
    met: bool | None
    thresholds: tuple[Threshold, ...]


def rule_in(rating: Mapping[str, Any]) -> Rule:
    """The rule of an edition's manifest: with its numbers, and the criteria it was judged by."""
    rule = RULES[rating["code"]]
    kept = [each.code for each in rule.criteria if each.label in rating["criteria"]]
    return rule_with(rule, rating["numbers"], criteria=kept)


def quantile_level(rule: Rule, condition: Condition) -> float | None:
    """The level of the quantile a condition draws, as `ratings.stars` draws it; None for none."""
    value = rule.numbers[condition.number].value
    if condition.kind == "at_least":
        return None
    return round(1.0 - value, 12) if condition.kind == "top_share" else value


def quantiles_of(rule: Rule) -> list[tuple[str, float]]:
    """The columns and levels of all quantiles the rule draws, each once."""
    conditions = (*rule.floors, *(c for each in rule.criteria for c in each.conditions))
    levels = ((each.column, quantile_level(rule, each)) for each in conditions)
    return list(dict.fromkeys((column, level) for column, level in levels if level is not None))


def explained(
    rule: Rule,
    row: Mapping[str, Any],
    cut_offs: Mapping[tuple[str, float], float | None],
) -> tuple[Judged, ...]:
    """The floor and each criterion, as they were judged for the cluster in `row`.

    row: the cluster's figures, `eligible` and the criteria's truth values as `rate` gave them.
    cut_offs: the quantiles by column and level, as `quantiles_of` lists them.
    """

    def judged(code: str, label: str, met: bool | None, parts: tuple[Condition, ...]) -> Judged:
        return Judged(
            code, label, met, tuple(_threshold(rule, each, row, cut_offs) for each in parts)
        )

    floor = judged("", "", row.get("eligible"), rule.floors)
    return (
        floor,
        *(judged(c.code, c.label, row.get(c.code), c.conditions) for c in rule.criteria),
    )


def _threshold(
    rule: Rule,
    condition: Condition,
    row: Mapping[str, Any],
    cut_offs: Mapping[tuple[str, float], float | None],
) -> Threshold:
    number = rule.numbers[condition.number]
    level = quantile_level(rule, condition)
    cut_off = number.value if level is None else cut_offs.get((condition.column, level))
    figure = row.get(condition.column)
    met = None
    if figure is not None and cut_off is not None:
        met = _reaches(condition.kind, figure, cut_off)
    return Threshold(
        condition.column, condition.kind, number.value, cut_off, figure, met, number.confirmed
    )


def _reaches(kind: Kind, figure: float, cut_off: float) -> bool:
    """Whether a figure passes, equal up to `SAME` as in `ratings.stars`."""
    above = figure - cut_off
    same = SAME * abs(cut_off)
    return above > same if kind == "above_quantile" else above >= -same
