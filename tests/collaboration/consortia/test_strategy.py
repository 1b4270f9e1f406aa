"""The strategy as a document: what it takes, what is missing, how versions differ."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.collaboration.consortia.strategy import (
    ROWS,
    SECTIONS,
    complete,
    differences,
    is_complete,
    missing,
    read,
)
from tests.collaboration.consortium_factories import WHOLE


def test_every_section_of_the_whole_document_is_read_as_it_is() -> None:
    for code, section in SECTIONS.items():
        content, faults = read(section, WHOLE[code])
        assert faults == []
        assert content == WHOLE[code]
        assert missing(section, content) == []
    assert is_complete(WHOLE)
    assert complete(WHOLE) == 1


def test_an_empty_document_lacks_everything() -> None:
    assert complete({}) == 0
    assert not is_complete({})
    assert [str(each) for each in missing(SECTIONS["vision"], {})] == ["Nothing is written yet."]
    assert [str(each) for each in missing(SECTIONS["risks"], {})] == ["Nothing is listed yet."]


def test_a_target_market_needs_its_reason() -> None:
    rows = {"rows": [{"country": "JP", "reason": " "}]}
    content, faults = read(SECTIONS["markets"], rows)
    assert faults == []  # a draft may be half written
    assert [str(each) for each in missing(SECTIONS["markets"], content)] == [
        "Japan: Reason is missing."
    ]


@pytest.mark.parametrize(
    ("code", "row", "words"),
    [
        ("markets", {"country": "ZZ"}, "There is no such country."),
        ("milestones", {"title": "A", "due": "soon"}, "This is no day."),
        ("milestones", {"title": "A", "due": "20260101"}, "This is no day."),
        ("budget", {"item": "A", "amount": "-3"}, "This is no amount."),
        ("budget", {"item": "A", "amount": "inf"}, "This is no amount."),
        ("budget", {"item": "A", "amount": "nan"}, "This is no amount."),
        ("indicators", {"name": "A", "target": "many"}, "This is no figure."),
        ("risks", {"risk": "A", "likelihood": "huge"}, "Choose one of the list."),
        ("risks", {"risk": "A" * 301}, "Longer than 300 letters."),
        (
            "activities",
            {"title": "A", "begins": "2026-02-01", "ends": "2026-01-01"},
            "It ends before it begins.",
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(code: str, row: dict[str, str], words: str) -> None:
    _content, faults = read(SECTIONS[code], {"rows": [{}, row]})
    assert [(each.row, str(each.sentence)) for each in faults] == [(1, words)]


def test_rows_twice_and_too_many() -> None:
    twice = {"rows": [{"country": "JP", "reason": "a"}, {"country": "JP", "reason": "b"}]}
    assert [str(each.sentence) for each in read(SECTIONS["markets"], twice)[1]] == [
        "Twice in the list: Japan."
    ]
    many = {"rows": [{"item": str(at)} for at in range(ROWS + 1)]}
    assert str(read(SECTIONS["budget"], many)[1][0].sentence) == f"More than {ROWS} rows."


def test_differences_in_words() -> None:
    new = deepcopy(WHOLE)
    new["vision"]["text"] = "Together."
    new["markets"]["rows"][0]["reason"] = "A partner is there."
    new["markets"]["rows"].append({"country": "KR", "reason": "Near."})
    new["budget"]["rows"] = [{"item": "Fair", "amount": "5", "paid_by": "Members"}]
    told = [(each.section, str(each.sentence)) for each in differences(WHOLE, new)]
    assert told == [
        ("vision", "Text changed."),
        ("markets", "Added: Korea (South)."),
        ("markets", "Japan: Reason changed."),
        ("budget", "Added: Fair."),
        ("budget", "Removed: Travel."),
    ]
    assert differences(WHOLE, deepcopy(WHOLE)) == []
    assert {str(each.sentence) for each in differences({}, {"vision": {"text": "a"}})} == {
        "Text added."
    }


CELL = st.text(max_size=12)


@given(
    st.sampled_from([section for section in SECTIONS.values() if section.fields]),
    st.lists(st.dictionaries(st.sampled_from(["title", "due", "item", "amount", "risk"]), CELL)),
)
def test_whatever_is_entered_is_read_without_a_fall(section: Any, rows: Any) -> None:
    content, _faults = read(section, {"rows": rows})
    again, _more = read(section, content)
    assert again == content
    assert differences({section.code: content}, {section.code: content}) == []
