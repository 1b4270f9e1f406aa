"""The index of the directory that a process keeps, and how it learns of changes.

Every request asks four tables for their last row, which costs next to nothing; where one has moved,
the organisations that changed are read anew. On PostgreSQL a transaction may commit after another
that began later, so what is new is sought by time, some way back, and for as long after a change.
"""

import gc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Lock, Thread
from time import monotonic
from typing import Final

from django.db import connections
from django.utils import timezone

from hanse.collaboration.search.index import Index, index_of
from hanse.collaboration.web.models.profiles import Profile
from hanse.collaboration.web.models.records import RecordedOrganisation
from hanse.collaboration.web.search_documents import (
    documents,
    documents_of,
    listed_organisations,
)
from hanse.excellence.register.records import Standing
from hanse.excellence.web.models.labels import Label, Level
from hanse.excellence.web.register_now import register
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.table_marks import last_keys

_BACK: Final = timedelta(minutes=2)
"""How far back changes are sought: longer than a transaction runs and than clocks differ."""
_MOST_LATER: Final = 2000
"""Organisations changed since the index was made, beyond which it is made anew."""
_SMALL: Final = 5000
_COUNTED_EVERY: Final = 100
"""How many times longer than a count took the next one waits."""

_HISTORIES: Final = ((Organisation.history, "id"), (Profile.history, "organisation_id"))
"""Histories with the column that names the organisation."""
_GROWING: Final = (Profile.objects, RecordedOrganisation.objects)


@dataclass(slots=True)
class _State:
    """What a process knows. seen: rows of histories that have been read."""

    index: Index
    last: tuple[int, ...]
    moved: datetime
    day: date
    head: str
    levels: Mapping[int, str]
    seen: set[tuple[int, int]] = field(default_factory=set)
    count_at: float = 0.0
    making: bool = False


@dataclass(frozen=True, slots=True)
class Now:
    """The directory as it stands.

    levels: key -> highest level of the labels valid today. version: changes when anything does.
    """

    index: Index
    levels: Mapping[int, str]
    version: str


_lock = Lock()
_state: _State | None = None


def directory_now() -> Now:
    """The index as the database stands. The first one who asks waits until it is made."""
    global _state
    with _lock:
        if _state is None or not _caught_up(_state):
            _state = _made()
        if len(_state.index.later) > _MOST_LATER:
            _make_anew(_state)
        version = f"{_state.last} {_state.head} {_state.day} {len(_state.index)}"
        return Now(_state.index, _state.levels, version)


def forget() -> None:
    """Let go of the index; the next who asks makes it anew."""
    global _state
    with _lock:
        _state = None


def look_again() -> None:
    """Have the next who asks compare the index with the directory, however long ago that was."""
    with _lock:
        if _state is not None:
            _state.count_at = 0.0


def valid_levels(on: date) -> dict[int, str]:
    """Key of an organisation -> the highest level of its labels that are valid on a day."""
    valid = {
        number: record.level
        for number, record in register().records.items()
        if record.standing(on) is Standing.VALID
    }
    order = {level: place for place, level in enumerate(Level.values)}
    best: dict[int, str] = {}
    if valid:
        for number, key in Label.objects.values_list("number", "organisation"):
            level = valid.get(number)
            if level and order.get(level, -1) >= order.get(best.get(key, ""), -1):
                best[key] = level
    return best


def _made() -> _State:
    now, day = timezone.now(), timezone.localdate()
    last, head = _last_rows(), register().head
    levels = valid_levels(day)
    # Rows written while it is read are read again with the first changes.
    seen = {row for row, _key in _changes(now - _BACK)}
    index = index_of(list(documents(levels)))
    if len(index) > _SMALL:
        # Looked through again and again by the collector, so many objects that stay would now and
        # then hold up a reader for most of a second.
        gc.collect()
        gc.freeze()
    return _State(index, last, now, day, head, levels, seen)


def _caught_up(state: _State) -> bool:
    """Bring what the process knows up to date; False where it has to be made anew."""
    now, day = timezone.now(), timezone.localdate()
    last = _last_rows()
    keys: set[int] = set()
    if last != state.last:
        if any(new < old for new, old in zip(last, state.last, strict=True)):
            return False  # another database, or one put back
        for rows, before in zip(_GROWING, state.last[len(_HISTORIES) :], strict=True):
            new = rows.filter(pk__gt=before).values_list("organisation", flat=True)
            keys.update(new)
        state.last, state.moved = last, now
    if now - state.moved <= _BACK:
        found = list(_changes(now - _BACK))
        keys.update(key for row, key in found if row not in state.seen)
        state.seen = {row for row, _key in found}
    head = register().head
    if (head, day) != (state.head, state.day):
        levels = valid_levels(day)
        keys.update(k for k in {*levels, *state.levels} if levels.get(k) != state.levels.get(k))
        state.head, state.day, state.levels = head, day, levels
    keys |= _not_adding_up(state)
    if keys:
        changed = list(documents_of(keys, state.levels))
        gone = keys - {each.key for each in changed}
        state.index = state.index.changed(changed, gone)
    return True


def _not_adding_up(state: _State) -> set[int]:
    """Those in the index alone, or in the directory alone; looked for now and then.

    Rows that were changed all at once leave no history.
    """
    if monotonic() < state.count_at:
        return set()
    begun = monotonic()
    number = listed_organisations().count()
    state.count_at = monotonic() + _COUNTED_EVERY * (monotonic() - begun)
    if number == len(state.index):
        return set()
    listed = set(listed_organisations().values_list("pk", flat=True))
    return listed ^ set(state.index.shown_keys())


def _make_anew(state: _State) -> None:
    """Have the index made anew, at once where it is small, in the background otherwise."""
    global _state
    if len(state.index) <= _SMALL:
        _state = _made()
    elif not state.making:
        state.making = True
        Thread(target=_make_in_background, args=(state,), daemon=True).start()


def _make_in_background(state: _State) -> None:
    global _state
    try:
        made = _made()
        with _lock:
            if _state is state:
                _state = made
    finally:
        state.making = False
        connections.close_all()


def _last_rows() -> tuple[int, ...]:
    return last_keys([rows.all() for rows in (*(rows for rows, _column in _HISTORIES), *_GROWING)])


def _changes(since: datetime) -> Iterator[tuple[tuple[int, int], int]]:
    """Rows of histories since then: which, and of which organisation."""
    for place, (rows, column) in enumerate(_HISTORIES):
        found = rows.filter(history_date__gte=since)
        for number, key in found.values_list("history_id", column):
            yield (place, number), key
