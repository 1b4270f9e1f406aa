"""Small problems for tests, and the naive twin that tries every timetable there is."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product

from hypothesis import strategies as st

from hanse.collaboration.timetable.checker import check
from hanse.collaboration.timetable.model import (
    Half,
    Meeting,
    Participant,
    Problem,
    Slot,
    Table,
    Timetable,
)

LETTERS = "ABCDEFGH"


def problem(
    meetings: Sequence[str],
    *,
    slots: int = 4,
    morning: int = 4,
    tables: int = 3,
    fairness: int = 2,
    forbidden: Mapping[str, set[int]] | None = None,
    delegates: Mapping[str, int] | None = None,
    rooms: Sequence[str] = (),
) -> Problem:
    """A problem in which participants are letters and "AB" is a meeting of A and B."""
    people = sorted(set("".join(meetings)))
    return Problem(
        slots=tuple(
            Slot(str(at + 1), Half.MORNING if at < morning else Half.AFTERNOON)
            for at in range(slots)
        ),
        participants=tuple(
            Participant(
                who,
                forbidden=frozenset((forbidden or {}).get(who, set())),
                delegates=(delegates or {}).get(who, 1),
            )
            for who in people
        ),
        tables=tuple(
            Table(str(at + 1), rooms[at] if at < len(rooms) else "") for at in range(tables)
        ),
        meetings=tuple(
            Meeting(f"{at + 1}", tuple(people.index(who) for who in pair))
            for at, pair in enumerate(meetings)
        ),
        fairness=fairness,
    )


def timetables(asked: Problem) -> Iterator[Timetable]:
    """Every timetable that keeps the rules, by trying all."""
    for slots in product(range(len(asked.slots)), repeat=len(asked.meetings)):
        found = Timetable(slots)
        if check(asked, found).valid:
            yield found


def fewest_breaks(asked: Problem) -> int | None:
    """Breaks of the best timetable, by trying all; None where there is none."""
    return min((check(asked, found).total_breaks for found in timetables(asked)), default=None)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Problems small enough to try every timetable."""
    people = draw(st.integers(3, 5))
    count = draw(st.integers(3, 5))
    morning = draw(st.integers(1, count))
    two_days = draw(st.booleans())
    slots = tuple(
        Slot(
            str(at + 1),
            Half.MORNING if at < morning else Half.AFTERNOON,
            date(2026, 5, 4 + (1 if two_days and at >= morning else 0)),
        )
        for at in range(count)
    )
    participants = tuple(
        Participant(
            LETTERS[at],
            forbidden=frozenset(draw(st.sets(st.integers(0, count - 1), max_size=1))),
            delegates=draw(st.sampled_from([1, 1, 1, 2])),
        )
        for at in range(people)
    )
    many = draw(st.integers(2, 5))
    meetings = []
    for at in range(many):
        who = draw(st.lists(st.integers(0, people - 1), min_size=2, max_size=3, unique=True))
        meetings.append(
            Meeting(
                str(at + 1),
                tuple(who),
                draw(st.sampled_from([Half.ANY, Half.ANY, Half.MORNING, Half.AFTERNOON])),
                draw(st.one_of(st.none(), st.none(), st.none(), st.integers(0, count - 1))),
                frozenset({draw(st.integers(0, at - 1))} if at and draw(st.booleans()) else ()),
            )
        )
    return Problem(
        slots=slots,
        participants=participants,
        tables=tuple(Table(str(at + 1)) for at in range(draw(st.integers(1, 3)))),
        meetings=tuple(meetings),
        fairness=draw(st.integers(0, 2)),
    )
