"""Stars explained: what the explanation says is what the rule did."""

import polars as pl
import pytest

from hanse.observatory.ratings.explained import (
    explained,
    quantile_level,
    quantiles_of,
    rule_in,
)
from hanse.observatory.ratings.rules import CLUSTER_PANORAMA, RULES, Rule, rule_with
from hanse.observatory.ratings.stars import rate

PANEL = pl.DataFrame(
    [
        {
            "region": f"r{at:02}",
            "category": "c",
            "year": 2020,
            "kind": "traded",
            "employment_persons": float(persons),
            "establishments_count": float(1 + at % 4),
            "location_quotient": persons / 400,
            "focus": persons / 4000,
            "productivity_eur": None if at == 3 else 30_000.0 + 500 * (at % 5),
            "employment_growth_cagr": (at - 6) / 100,
        }
        for at, persons in enumerate((0, 90, 200, 400, 800, 800, 1200, 1500, 3000, 5000, 9000))
    ],
    schema_overrides={"year": pl.Int32},
)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_thresholds_agree_with_the_stars(rule: Rule) -> None:
    rated = rate(PANEL, rule)
    some = PANEL.filter(pl.col("employment_persons") > 0)
    cuts = {
        (column, level): some[column].quantile(level, interpolation="linear")
        for column, level in quantiles_of(rule)
    }
    judged = 0
    for row in rated.to_dicts():
        if row["employment_persons"] == 0:
            continue
        floor, *criteria = explained(rule, row, cuts)
        assert floor.met == row["eligible"] == all(each.met for each in floor.thresholds)
        for criterion in criteria:
            assert criterion.met == row[criterion.code]
            parts = [each.met for each in criterion.thresholds]
            if row["eligible"] and None not in parts:
                assert all(parts) == criterion.met
                judged += 1
            elif row["eligible"]:
                assert criterion.met is None
        met = sum(bool(each.met) for each in criteria)
        assert row["stars"] == (met if row["eligible"] else 0)
    assert judged > 10


def test_the_rule_of_a_manifest_is_the_one_the_edition_was_rated_by() -> None:
    rule = rule_with(CLUSTER_PANORAMA, {"size": 0.1}, criteria=["size", "dynamism"])
    found = rule_in(
        {
            "code": rule.code,
            "numbers": {number.name: number.value for number in rule.numbers.values()},
            "criteria": [each.label for each in rule.criteria],
        }
    )
    assert found == rule


def test_a_top_share_is_the_quantile_above_which_it_lies() -> None:
    rule = rule_with(CLUSTER_PANORAMA, {"size": 0.1})
    size = next(each for each in rule.criteria if each.code == "star_size")
    assert quantile_level(rule, size.conditions[0]) == 0.9
    assert quantile_level(rule, rule.floors[0]) is None
    assert ("employment_persons", 0.9) in quantiles_of(rule)


def test_without_a_cut_off_nothing_can_be_said() -> None:
    row = {"employment_persons": 10.0, "eligible": True, "star_size": None}
    size = next(each for each in explained(CLUSTER_PANORAMA, row, {}) if each.code == "star_size")
    assert size.met is None
    assert [(t.cut_off, t.met, t.confirmed) for t in size.thresholds] == [(None, None, False)]
