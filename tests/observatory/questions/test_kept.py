"""Answers of an edition are kept, and computed once however many ask at once."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from hanse.observatory.questions.kept import kept
from hanse.observatory.warehouse import Askable, Edition


def test_those_who_ask_at_once_wait_for_one_answer(demo_edition: Edition) -> None:
    computed: list[int] = []

    @kept(2)
    def doubled(edition: Askable, number: int) -> int:
        time.sleep(0.05)
        computed.append(number)
        return 2 * number

    with ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(lambda each: doubled(demo_edition, each % 2), range(16)))
    assert answers == [0, 2] * 8
    assert sorted(computed) == [0, 1]
    assert doubled(demo_edition, 2) == 4
    assert doubled(demo_edition, 1) == 2
    assert doubled(demo_edition, 0) == 0
    assert len(computed) == 4, "the answer asked for longest ago was let go"


def test_a_question_that_fails_is_asked_again(demo_edition: Edition) -> None:
    turns: Iterator[ValueError | int] = iter([ValueError("not yet"), 5])

    @kept(2)
    def sometimes(edition: Askable) -> int:
        turn = next(turns)
        if isinstance(turn, ValueError):
            raise turn
        return turn

    with pytest.raises(ValueError, match="not yet"):
        sometimes(demo_edition)
    assert sometimes(demo_edition) == 5
    assert sometimes(demo_edition) == 5
