"""The verdict on an offer, by hand and for every possible score."""

from itertools import product

import pytest

from hanse.collaboration.matching.review import LEADS_TO, Criterion, Verdict, verdict
from hanse.collaboration.matching.states import OFFERS, OfferState


def points(*given: int) -> dict[Criterion, int]:
    return dict(zip(Criterion, given, strict=True))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((5, 5, 5, 5), Verdict.GOOD),
        ((4, 4, 4, 3), Verdict.GOOD),
        ((4, 4, 3, 3), Verdict.SUFFICIENT),
        ((4, 2, 2, 2), Verdict.SUFFICIENT),
        ((3, 2, 2, 2), Verdict.ON_HOLD),
        ((2, 1, 1, 1), Verdict.ON_HOLD),
        ((1, 1, 1, 1), Verdict.REJECTED),
        ((0, 0, 0, 0), Verdict.REJECTED),
        ((5, 5, 5, 0), Verdict.ON_HOLD),
        ((5, 5, 0, 0), Verdict.ON_HOLD),
        ((4, 0, 0, 0), Verdict.REJECTED),
    ],
)
def test_by_hand(given: tuple[int, ...], said: Verdict) -> None:
    assert verdict(points(*given)) is said


def test_every_score_leads_somewhere_and_no_better_score_to_a_worse_verdict() -> None:
    order = [Verdict.REJECTED, Verdict.ON_HOLD, Verdict.SUFFICIENT, Verdict.GOOD]
    for given in product(range(6), repeat=4):
        rank = order.index(verdict(points(*given)))
        for place in range(4):
            if given[place] < 5:
                better = list(given)
                better[place] += 1
                assert order.index(verdict(points(*better))) >= rank


def test_each_verdict_is_a_step_of_the_table() -> None:
    for target in LEADS_TO.values():
        assert OFFERS.step("offer_review", OfferState.IN_REVIEW, target) is not None


@pytest.mark.parametrize("wrong", [points(6, 1, 1, 1), points(-1, 1, 1, 1), {Criterion.CLARITY: 3}])
def test_points_out_of_range_or_missing_are_refused(wrong: dict[Criterion, int]) -> None:
    with pytest.raises(ValueError, match=r"criteria|Points"):
        verdict(wrong)
