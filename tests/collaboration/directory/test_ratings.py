"""Ratings of services, shown together only."""

import pytest

from hanse.collaboration.directory.ratings import QUESTIONS, Rating, rated_together


def rating(firm: int, overall: int, **more: int) -> Rating:
    return Rating(firm, {**dict.fromkeys(QUESTIONS, 3), "overall": overall, **more})


def test_four_firms_are_too_few_however_often_they_rate() -> None:
    assert rated_together(rating(each % 4, 5) for each in range(12)) is None
    assert rated_together([]) is None


def test_by_hand() -> None:
    found = rated_together(
        [
            rating(1, 5),
            rating(2, 4),
            rating(3, 3, useful=5),
            rating(4, 2),
            rating(5, 5),
            rating(5, 2),
        ]
    )
    assert found
    assert found.raters == 5
    assert found.means["overall"] == pytest.approx(21 / 6)
    assert found.means["useful"] == pytest.approx(20 / 6)
    assert found.satisfied == pytest.approx(2 / 5)  # firm 5: 3.5 on average


def test_the_least_is_a_parameter() -> None:
    found = rated_together([rating(1, 1)], least=1)
    assert found
    assert found.satisfied == 0
