"""The chain: any change, gap or insertion is found, and its JSON is that of RFC 8785."""

import hashlib
import json
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.excellence.register.chain import (
    GENESIS,
    Event,
    canonical_json,
    first_break,
    following,
    hash_of,
    published,
    read_published,
)
from hanse.foundation.problems import HanseError
from tests.excellence.register.samples import ENTRIES, said

REGISTER = "https://labels.example/register/"


def test_the_register_holds_and_each_entry_follows_the_one_before() -> None:
    assert first_break(ENTRIES) is None
    assert first_break(ENTRIES, ENTRIES[-1].hash) is None
    assert first_break(()) is None
    assert [each.previous for each in ENTRIES] == [GENESIS, *(e.hash for e in ENTRIES[:-1])]


def test_a_hash_worked_out_by_hand() -> None:
    entry = following(
        None,
        label="HL-1",
        event=Event.LAPSED,
        on=date(2026, 2, 28),
        entered=datetime(2026, 3, 1, 9, 30, 15, 999, tzinfo=UTC),
        facts={"reason": 'says "é"\n', "fictitious": True},
    )
    text = (
        '{"entered":"2026-03-01T09:30:15Z","event":"lapsed","facts":{"fictitious":true,'
        '"reason":"says \\"é\\"\\n"},"label":"HL-1","on":"2026-02-28",'
        f'"previous":"{hashlib.sha256(b"hanse register of labels 1").hexdigest()}","sequence":1}}'
    )
    assert entry.hash == hashlib.sha256(text.encode()).hexdigest()


def test_canonical_json_as_in_rfc_8785() -> None:
    # The texts of section 3.2.2, and the literals.
    value = {
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
        "whole": [0, -1, 333333333],
    }
    assert canonical_json(value).decode() == (
        '{"literals":[null,true,false],'
        '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/",'
        '"whole":[0,-1,333333333]}'
    )


@pytest.mark.parametrize("value", [1.5, float("nan"), {"ä": 1}, {1: 2}, 2**53, {"a": {1, 2}}])
def test_what_has_no_one_form_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"place|large|name of a fact"):
        canonical_json(value)


def test_an_entry_needs_a_moment_that_is_the_same_everywhere() -> None:
    with pytest.raises(ValueError, match="offset"):
        following(
            None,
            label="HL-1",
            event=Event.LAPSED,
            on=date(2026, 1, 1),
            entered=datetime(2026, 1, 1),  # noqa: DTZ001 - that is the point
            facts={},
        )


def test_a_changed_entry_is_found_where_it_stands() -> None:
    for place, entry in enumerate(ENTRIES):
        for change in (
            {"label": "HL-9"},
            {"event": Event.CORRECTED},
            {"on": date(1999, 1, 1)},
            {"entered": datetime(1999, 1, 1, tzinfo=UTC)},
            {"facts": {**entry.facts, "reason": "another"}},
            {"facts": {}} if entry.facts else {"facts": {"a": 1}},
            {"previous": "0" * 64},
            {"hash": "0" * 64},
        ):
            changed = replace(entry, **change)
            found = first_break([*ENTRIES[:place], changed, *ENTRIES[place + 1 :]])
            assert found is not None
            assert found.sequence == place + 1


def test_an_entry_changed_and_hashed_anew_breaks_the_one_after_it() -> None:
    for place in range(len(ENTRIES) - 1):
        changed = replace(ENTRIES[place], label="HL-9")
        changed = replace(changed, hash=hash_of(changed.content()))
        found = first_break([*ENTRIES[:place], changed, *ENTRIES[place + 1 :]])
        assert found is not None
        assert found.sequence == place + 2


def test_entries_left_out_doubled_or_exchanged_are_found() -> None:
    last = len(ENTRIES) - 1
    for place in range(last):
        without = [*ENTRIES[:place], *ENTRIES[place + 1 :]]
        doubled = [*ENTRIES[: place + 1], *ENTRIES[place:]]
        exchanged = [*ENTRIES]
        exchanged[place], exchanged[place + 1] = exchanged[place + 1], exchanged[place]
        assert all(first_break(each) for each in (without, doubled, exchanged))
    assert first_break(ENTRIES[:last]) is None
    shown = first_break(ENTRIES[:last], ENTRIES[-1].hash)
    assert shown is not None
    assert "noted" in shown.why


def test_a_published_register_is_read_back() -> None:
    document = json.loads(json.dumps(published(ENTRIES, REGISTER)))
    assert document["head"] == ENTRIES[-1].hash
    assert read_published(document) == ENTRIES
    assert published((), REGISTER)["head"] == GENESIS
    assert read_published(published((), REGISTER)) == ()


@given(st.integers(0, len(ENTRIES) - 1), st.data())
def test_any_change_to_a_published_register_is_found(place: int, data: st.DataObject) -> None:
    document = deepcopy(published(ENTRIES, REGISTER))
    row = document["entries"][place]
    name = data.draw(st.sampled_from(sorted(row)))
    value = data.draw(st.none() | st.integers() | st.text() | st.dictionaries(st.text(), st.text()))
    if row[name] == value:
        return
    row[name] = value
    try:
        entries = read_published(document)
    except HanseError as problem:
        assert problem.where == f"entry {place + 1}"
        return
    # A day may be written in two ways that mean the same; then nothing has changed.
    assert first_break(entries) or entries == ENTRIES


@pytest.mark.parametrize("document", [None, [], {}, {"entries": {}}, {"entries": [1]}])
def test_what_is_no_register_is_refused(document: object) -> None:
    with pytest.raises(HanseError):
        read_published(document)


def test_more_than_an_entry_has_is_refused() -> None:
    document = published(ENTRIES, REGISTER)
    document["entries"][0]["note"] = "not hashed"
    with pytest.raises(HanseError, match="cannot be read"):
        read_published(document)


def test_facts_are_texts_and_truths_only() -> None:
    assert canonical_json(dict(said()))
