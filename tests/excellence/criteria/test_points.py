"""Points: proposed by answers, held against a level."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.excellence.criteria.points import points_needed, proposed_points, result
from hanse.excellence.criteria.scheme import scheme
from hanse.foundation.problems import HanseError
from tests.excellence.criteria.model_answers import MODEL
from tests.excellence.criteria.questionnaires import small_scheme

SCHEME = scheme("hanse_label", "2026")


def test_points_proposed_by_the_model_answers_by_hand() -> None:
    proposed = proposed_points(SCHEME, MODEL, year=2025)
    assert proposed == {
        "1.1.0": 3,  # 60 of 75
        "1.1.1": 4,
        "1.1.2": 3,
        "1.2": 3,
        "2.1": 4,  # 13 years
        "2.2.1": 3,
        "2.2.2": 3,
        "2.2.3": 2,
        "2.2.4": 3,  # 1 of 5
        "2.3": 3,  # 3 of 60
        "2.4": None,
        "2.5": 3,
        "2.6": 3,  # 24 of 60
        "2.7": 2,
        "3.1": 2,
        "3.2": 3,  # 40 per cent
        "4.1.1": None,
        "4.1.2": 3,
        "4.1.3": 3,
        "4.1.4": 3,
        "4.1.5": 3,  # 14 months
        "4.1.6": 3,
        "4.2": None,
        "4.3": None,
        "4.4": 3,
        "4.5": 3,
        "4.6.1": None,
        "4.6.2": 3,
        "5.1": 3,
        "5.2": None,
        "5.3": 3,
    }


def test_bounds_belong_to_the_better_side() -> None:
    rising, falling = SCHEME.criterion("1.1.2").rule, SCHEME.criterion("4.1.5").rule
    assert rising
    assert falling
    assert [rising.points(value) for value in (0, 14, 15, 39, 40, 70, 1000)] == [
        0, 0, 1, 2, 3, 4, 4,
    ]  # fmt: skip
    assert [falling.points(value) for value in (0, 12, 12.1, 36, 37)] == [4, 4, 3, 1, 0]


def test_a_missing_answer_proposes_nothing() -> None:
    assert proposed_points(SCHEME, {}, year=2025) == dict.fromkeys(SCHEME.by_code)


def test_gold_takes_80_per_cent_and_no_threshold_missed() -> None:
    assert points_needed(SCHEME, "gold") == 100  # of 124: 99.2
    exact = {each.code: 3 for each in SCHEME.criteria}  # 93
    for code in list(exact)[:6]:
        exact[code] = 4
    almost = result(SCHEME, "gold", exact)
    assert (almost.points, almost.maximum, almost.short) == (99, 124, 1)
    assert almost.share == 99 / 124
    assert not almost.meets
    exact["2.4"] = 4
    assert result(SCHEME, "gold", exact).meets
    exact["2.4"], exact["4.3"] = 1, 4
    exact |= dict.fromkeys(["3.1", "3.2", "4.1.1"], 4)
    missed = result(SCHEME, "gold", exact)
    assert missed.points > 100
    assert missed.missed == ("2.4",)
    assert not missed.meets


def test_silver_looks_at_its_19_criteria_alone() -> None:
    scores = {each.code: 2 for each in SCHEME.scored("silver")}
    at_threshold = result(SCHEME, "silver", scores)
    assert at_threshold.maximum == 76
    assert at_threshold.share == 0.5
    assert at_threshold.meets
    assert not result(SCHEME, "silver", {**scores, "2.7": 1}).meets
    # What silver is not audited on cannot spoil it.
    assert result(SCHEME, "silver", {**scores, "3.1": 0}).meets


def test_bronze_scores_nothing() -> None:
    nothing = result(SCHEME, "bronze", {})
    assert nothing.meets
    assert nothing.share is None
    assert nothing.maximum == 0


def test_what_is_not_scored_is_no_zero_and_no_share_is_given() -> None:
    scores = {each.code: 4 for each in SCHEME.criteria if each.code != "5.1"}
    waiting = result(SCHEME, "gold", scores)
    assert waiting.unscored == ("5.1",)
    assert waiting.share is None
    assert waiting.missed == ()
    assert not waiting.meets


@pytest.mark.parametrize("scores", [{"9.9": 1}, {"1.2": 5}, {"1.2": -1}])
def test_scores_that_are_not_possible_are_refused(scores: dict[str, int]) -> None:
    with pytest.raises(HanseError):
        result(SCHEME, "gold", scores)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(0, 100), st.data())
def test_the_minimum_share_is_met_exactly(
    maxima: list[int], percent: int, data: st.DataObject
) -> None:
    small = small_scheme(maxima, [0] * len(maxima), percent=percent)
    scores = {f"c{at}": data.draw(st.integers(0, most)) for at, most in enumerate(maxima)}
    got = result(small, "top", scores)
    share = Fraction(sum(scores.values()), sum(maxima))
    assert got.meets == (share >= Fraction(percent, 100))
    assert got.share == float(share)
