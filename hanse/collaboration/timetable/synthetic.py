"""Made-up meetings of any size in the shape of real ones, for demonstrations and benchmarks."""

import math
import random
from typing import Final

from hanse.collaboration.timetable.model import Half, Meeting, Participant, Problem, Slot, Table

_SLOTS: Final = 12
_MORNING: Final = 7
_MEETINGS_EACH: Final = 6.0
"""Meetings of a participant on average; the published instances have 4.4 to 7.9."""
_SPARE: Final = 1.1
"""Tables for each that would just suffice."""
_WISHES: Final = 0.4
_BARRED: Final = 0.03
"""How often a participant cannot meet in a slot in which it has no meeting."""


def made_up(participants: int, *, seed: int) -> Problem:
    """A problem of so many participants for which a timetable exists.

    Meetings are drawn slot by slot, so that all of them fit; some participants are sought after
    more than others. Wishes and times that people cannot meet agree with what was drawn. seed: of
    the draws.
    """
    rng = random.Random(seed)  # noqa: S311 - no secret
    meetings = round(participants * _MEETINGS_EACH / 2)
    tables = math.ceil(meetings / _SLOTS * _SPARE)
    sought = [rng.lognormvariate(0, 0.6) for _ in range(participants)]
    met: set[frozenset[int]] = set()
    drawn: list[tuple[int, int, int]] = []
    in_use: list[set[int]] = [set() for _ in range(_SLOTS)]
    for slot in range(_SLOTS):
        wanted = round((slot + 1) * meetings / _SLOTS) - round(slot * meetings / _SLOTS)
        order = sorted(range(participants), key=lambda who: -sought[who] * rng.random())
        free = order[: min(participants, 2 * wanted + participants // 10)]
        rng.shuffle(free)
        while len(free) > 1 and wanted:
            one = free.pop()
            other = next((who for who in free if frozenset((one, who)) not in met), None)
            if other is None:
                continue
            free.remove(other)
            met.add(frozenset((one, other)))
            drawn.append((one, other, slot))
            in_use[slot] |= {one, other}
            wanted -= 1
    rng.shuffle(drawn)
    return Problem(
        slots=tuple(
            Slot(str(at + 1), Half.MORNING if at < _MORNING else Half.AFTERNOON)
            for at in range(_SLOTS)
        ),
        participants=tuple(
            Participant(
                str(who + 1),
                forbidden=frozenset(
                    slot
                    for slot in range(_SLOTS)
                    if who not in in_use[slot] and rng.random() < _BARRED
                ),
            )
            for who in range(participants)
        ),
        tables=tuple(Table(str(at + 1)) for at in range(tables)),
        meetings=tuple(
            Meeting(
                str(at + 1),
                (one, other),
                _half(slot) if rng.random() < _WISHES else Half.ANY,
            )
            for at, (one, other, slot) in enumerate(drawn)
        ),
    )


def _half(slot: int) -> Half:
    return Half.MORNING if slot < _MORNING else Half.AFTERNOON
