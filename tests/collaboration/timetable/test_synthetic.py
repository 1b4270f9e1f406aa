"""Made-up meetings: as many as asked for, the same each time, and all of them fit."""

import pytest

from hanse.collaboration.timetable.checker import check
from hanse.collaboration.timetable.solve import solve
from hanse.collaboration.timetable.synthetic import made_up


@pytest.mark.parametrize("participants", [12, 30])
def test_made_up_meetings_have_a_timetable(participants: int) -> None:
    asked = made_up(participants, seed=5)
    assert asked == made_up(participants, seed=5)
    assert asked != made_up(participants, seed=6)
    assert len(asked.participants) == participants
    assert 2 * participants <= len(asked.meetings) <= 3 * participants
    assert len({frozenset(m.participants) for m in asked.meetings}) == len(asked.meetings)
    found = solve(asked, seconds=30, enough=True)
    assert found.timetable is not None
    assert check(asked, found.timetable).valid
