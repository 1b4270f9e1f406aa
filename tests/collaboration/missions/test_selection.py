"""The choice of who goes: points, order, places, countries."""

from fractions import Fraction

import pytest

from hanse.collaboration.missions.selection import (
    MissionCriterion,
    Scored,
    checked_scores,
    proposal,
    ranked,
)
from hanse.collaboration.missions.states import ApplicationState


def points(*each: int) -> dict[str, int]:
    return dict(zip((one.value for one in MissionCriterion), each, strict=True))


def scored(key: int, *sums: tuple[int, ...], country: str = "AT") -> Scored:
    return Scored(key, country, tuple(points(*each) for each in sums))


def test_the_mean_of_the_sums_counts() -> None:
    one = scored(1, (5, 5, 5, 5, 5), (4, 4, 4, 4, 3))
    assert one.points == Fraction(44, 2)
    assert one.apart == 6
    assert scored(2).points is None
    assert scored(2).apart == 0


def test_most_points_first_then_those_on_whom_assessors_agree_then_nobody_scored() -> None:
    agreed = scored(4, (3, 3, 3, 3, 3), (3, 3, 3, 3, 3))
    apart = scored(3, (5, 5, 5, 1, 1), (2, 2, 3, 3, 3))
    best = scored(9, (5, 5, 5, 5, 4))
    nobody = scored(1)
    assert [each.key for each in ranked([nobody, apart, agreed, best])] == [9, 4, 3, 1]


def test_places_then_the_reserve_list_then_nothing() -> None:
    found = proposal(
        [
            scored(1, (5, 5, 5, 5, 5)),
            scored(2, (4, 4, 4, 4, 4)),
            scored(3, (3, 3, 3, 3, 3)),
            scored(4, (2, 2, 2, 2, 2)),
            scored(5, (5, 5, 5, 5, 0)),
            scored(6),
        ],
        2,
    )
    assert {each.key: each.outcome for each in found} == {
        1: ApplicationState.SELECTED,
        2: ApplicationState.SELECTED,
        3: ApplicationState.RESERVE,
        4: ApplicationState.NOT_SELECTED,
        5: ApplicationState.NOT_SELECTED,
        6: ApplicationState.SUBMITTED,
    }
    assert [each.rank for each in found] == [1, 2, 3, 4, 5, 6]
    assert str(found[-2].reason) == "Fewer than 12 of 25 points."


def test_a_country_has_no_more_than_its_places() -> None:
    found = proposal(
        [
            scored(1, (5, 5, 5, 5, 5)),
            scored(2, (5, 5, 5, 5, 4)),
            scored(3, (3, 3, 3, 3, 3), country="PT"),
        ],
        2,
        most_of_a_country=1,
    )
    outcome = {each.key: each.outcome for each in found}
    assert outcome == {
        1: ApplicationState.SELECTED,
        2: ApplicationState.RESERVE,
        3: ApplicationState.SELECTED,
    }
    assert "has its 1 places" in str(found[1].reason)


def test_points_are_whole_and_in_range() -> None:
    assert checked_scores(points(0, 1, 2, 3, 5))["follow_up"] == 5
    with pytest.raises(ValueError, match="0 to 5"):
        checked_scores(points(0, 1, 2, 3, 6))
    with pytest.raises(ValueError, match="Each criterion"):
        checked_scores({"theme": 3})
