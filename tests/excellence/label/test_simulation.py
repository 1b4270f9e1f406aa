"""A new version of the scheme on old files: who gains, who loses, what cannot be told."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.excellence.criteria.points import result
from hanse.excellence.criteria.scheme import Criterion, LabelScheme, scheme
from hanse.excellence.label.simulation import Scored, rescaled, simulate

OLD = scheme("hanse_label", "2026")
GOLD = [each.code for each in OLD.scored("gold")]
FULL = {code: OLD.criterion(code).max_points for code in GOLD}
MINIMUM = next(each for each in OLD.criteria if each.gold_threshold > 1)


def version(**parts: object) -> LabelScheme:
    """Another version of the scheme, with some of its parts changed."""
    return LabelScheme.model_validate({**OLD.model_dump(by_alias=True), **parts})


def changed(**criteria: Mapping[str, object]) -> LabelScheme:
    """The scheme with fields of criteria changed; keys are codes with "_" for "."."""
    by_code = {code.replace("_", "."): fields for code, fields in criteria.items()}
    return with_criteria(
        *(each.model_copy(update=dict(by_code.get(each.code, {}))) for each in OLD.criteria)
    )


def with_criteria(*criteria: Criterion) -> LabelScheme:
    return version(criterion=[each.model_dump() for each in criteria])


def test_nothing_changes_under_the_same_scheme() -> None:
    files = [Scored(1, "gold", "gold", FULL), Scored(2, "gold", "", dict.fromkeys(GOLD, 0))]
    found = simulate(OLD, OLD, files)
    assert [each.change for each in found.effects] == ["keeps", "stays_without"]
    assert found.counts == {"keeps": 1, "stays_without": 1}


def test_a_raised_threshold_costs_who_lies_between() -> None:
    """One point below the new threshold and at the old one: the level is held, and would go."""
    new = changed(**{MINIMUM.code.replace(".", "_"): {"gold_threshold": MINIMUM.max_points}})
    between = {**FULL, MINIMUM.code: MINIMUM.max_points - 1}
    assert result(OLD, "gold", between).meets
    (effect,) = simulate(OLD, new, [Scored(1, "gold", "gold", between)]).of("loses")
    assert effect.missed == (MINIMUM.code,)
    assert (effect.before, effect.after, effect.holds) == (True, False, "gold")


def test_a_lowered_threshold_lets_in_who_was_refused() -> None:
    new = changed(**{MINIMUM.code.replace(".", "_"): {"gold_threshold": 0}})
    refused = {**FULL, MINIMUM.code: 0}
    found = simulate(OLD, new, [Scored(1, "gold", "", refused)])
    assert [each.file for each in found.of("gains")] == [1]
    assert found.of("loses") == ()


def test_a_new_criterion_cannot_be_told_unless_something_is_missed_anyhow() -> None:
    extra = OLD.criteria[0].model_copy(update={"code": "6.1"})
    new = with_criteria(*OLD.criteria, extra)
    files = [Scored(1, "gold", "gold", FULL), Scored(2, "gold", "", {**FULL, MINIMUM.code: 0})]
    told, missed = simulate(OLD, new, files).effects
    assert (told.change, told.after, told.unknown) == ("cannot_tell", None, ("6.1",))
    assert told.share_after is None
    assert (missed.change, missed.after) == ("stays_without", False)


def test_a_dropped_criterion_is_named() -> None:
    new = with_criteria(*OLD.criteria[1:])
    (effect,) = simulate(OLD, new, [Scored(1, "gold", "gold", FULL)]).effects
    assert effect.dropped == (OLD.criteria[0].code,)
    assert effect.change == "keeps"


def test_a_level_that_is_gone_cannot_be_told() -> None:
    new = version(level=[each.model_dump() for each in OLD.levels[:2]])
    (effect,) = simulate(OLD, new, [Scored(1, "gold", "gold", FULL)]).effects
    assert (effect.change, effect.before, effect.after) == ("cannot_tell", True, None)


@pytest.mark.parametrize(
    ("points", "longest", "expected"), [(4, 8, 8), (3, 8, 6), (3, 2, 1), (1, 3, 0), (0, 9, 0)]
)
def test_points_are_read_in_proportion_and_rounded_down(
    points: int, longest: int, expected: int
) -> None:
    code = GOLD[0]
    assert OLD.criterion(code).max_points == 4
    longer = {
        "max_points": longest,
        "gold_threshold": 0,
        "rule": None,
        "descriptors": ("Words.",) * (longest + 1),
        "effort_days": (1.0,) * longest,
    }
    new = changed(**{code.replace(".", "_"): longer})
    assert rescaled(OLD, new, {code: points}) == {code: expected}


STRICTER = with_criteria(
    *(each.model_copy(update={"gold_threshold": each.max_points}) for each in OLD.criteria)
)


@given(st.lists(st.integers(0, 4), min_size=len(GOLD), max_size=len(GOLD)))
def test_a_stricter_version_gains_nobody_and_a_milder_one_costs_nobody(points: list[int]) -> None:
    file = Scored(1, "gold", "", dict(zip(GOLD, points, strict=True)))
    assert simulate(OLD, STRICTER, [file]).effects[0].change != "gains"
    assert simulate(STRICTER, OLD, [file]).effects[0].change != "loses"
