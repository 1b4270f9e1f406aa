"""Answers as people type them: understood whatever the sign, or refused with a reason."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanse.excellence.criteria.answers import (
    NUMERIC,
    Answer,
    AnswerError,
    Kind,
    Trouble,
    as_json,
    checked,
    from_json,
    parse_answer,
    typed_form,
)
from hanse.excellence.criteria.questionnaire import Question, questionnaire

ASKED = questionnaire("2026")
OPTIONS = {"none": "None", "a": "A", "b": "B", "c": "C"}


def ask(kind: Kind, **more: object) -> Question:
    """A question of a kind, wide open unless said otherwise."""
    details: dict[str, object] = {"code": "asked", "dimension": "d", "text": "?", "help": "!"}
    if kind in NUMERIC:
        details |= {"low": 0, "high": 1 if kind is Kind.SHARE else 10_000_000}
    if kind in {Kind.NUMBER, Kind.WHOLE}:
        details["unit"] = "things"
    if kind in {Kind.CHOICE, Kind.CHOICES}:
        details["options"] = OPTIONS
    if kind is Kind.TEXT:
        details["high"] = 20
    return Question.model_validate({**details, "kind": kind, **more})


@pytest.mark.parametrize(
    ("kind", "typed", "understood"),
    [
        ("number", "12", 12.0),
        ("number", " 12.5 ", 12.5),
        ("number", "12,5", 12.5),
        ("number", ",5", 0.5),
        ("number", "1.234", 1.234),  # a single sign before three digits is decimal here ...
        ("whole", "1.234", 1234.0),  # ... and groups where things are counted
        ("whole", "1,234", 1234.0),
        ("money", "1.234", 1234.0),
        ("money", "1.234,56", 1234.56),
        ("money", "1,234.56", 1234.56),
        ("money", "1.234.567", 1234567.0),
        ("money", "1 234 567,8 €", 1234567.8),
        ("money", "EUR 1\u2009234", 1234.0),
        ("money", "1\u202f234,50", 1234.5),
        ("money", "1\u00a0234", 1234.0),
        ("money", "1'234.50", 1234.5),
        ("money", "1\u2019234", 1234.0),
        ("whole", "0", 0.0),
        ("whole", "-0", 0.0),
        ("share", "45", 0.45),
        ("share", "45,5 %", 0.455),
        ("share", "0.125", 0.00125),
        ("share", "100%", 1.0),
        ("yes_no", "yes", True),
        ("yes_no", "no", False),
        ("choice", "b", "b"),
        ("text", "  two words ", "two words"),
        ("text", "a\r\nb", "a\nb"),
    ],
)
def test_what_is_typed_is_understood(kind: str, typed: str, understood: Answer) -> None:
    assert parse_answer(ask(Kind(kind)), typed) == understood


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("typed", ["", "   ", [], [""]])
def test_nothing_typed_is_no_answer_and_never_zero(kind: Kind, typed: str | list[str]) -> None:
    if kind is Kind.CHOICES and typed == "   ":
        typed = ""
    assert parse_answer(ask(kind), typed) is None


@pytest.mark.parametrize(
    ("kind", "typed", "trouble"),
    [
        ("number", "twelve", Trouble.NOT_A_NUMBER),
        ("number", "1,2,3", Trouble.NOT_A_NUMBER),
        ("number", "1.2.3", Trouble.NOT_A_NUMBER),
        ("number", "12 5", Trouble.NOT_A_NUMBER),
        ("number", "1,23.45", Trouble.NOT_A_NUMBER),
        ("number", "1.234,5.6", Trouble.NOT_A_NUMBER),
        ("number", "nan", Trouble.NOT_A_NUMBER),
        ("number", "inf", Trouble.NOT_A_NUMBER),
        ("number", "1e3", Trouble.NOT_A_NUMBER),
        ("number", "٣", Trouble.NOT_A_NUMBER),
        ("whole", "2.5", Trouble.NOT_WHOLE),
        ("number", "-1", Trouble.TOO_LOW),
        ("number", "\N{MINUS SIGN}1", Trouble.TOO_LOW),
        ("share", "101", Trouble.TOO_HIGH),
        ("money", "100000000", Trouble.TOO_HIGH),
        ("choice", "d", Trouble.UNKNOWN_OPTION),
        ("choices", "d", Trouble.UNKNOWN_OPTION),
        ("yes_no", "maybe", Trouble.NOT_YES_NO),
        ("text", "x" * 21, Trouble.TOO_LONG),
    ],
)
def test_what_is_not_understood_is_refused(kind: str, typed: str, trouble: Trouble) -> None:
    with pytest.raises(AnswerError) as refused:
        parse_answer(ask(Kind(kind)), typed)
    assert refused.value.trouble is trouble
    assert refused.value.what
    assert refused.value.remedy
    assert "asked" in refused.value.where


def test_several_choices_stand_in_the_order_of_the_question() -> None:
    several = ask(Kind.CHOICES)
    assert parse_answer(several, ["c", "a"]) == ("a", "c")
    assert parse_answer(several, "none") == ("none",)
    with pytest.raises(AnswerError) as refused:
        parse_answer(several, ["none", "a"])
    assert refused.value.trouble is Trouble.NONE_AND_MORE


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("number", "12"),
        ("number", True),
        ("number", math.nan),
        ("yes_no", 1.0),
        ("choices", "a"),
        ("choices", ("d",)),
        ("choice", 1.0),
        ("text", True),
    ],
)
def test_values_of_another_kind_are_refused(kind: str, wrong: Answer) -> None:
    with pytest.raises(AnswerError):
        checked(ask(Kind(kind)), wrong)


def answers_to(question: Question) -> st.SearchStrategy[Answer]:
    """Any answer that `question` takes."""
    if question.kind is Kind.CHOICES:
        some = st.lists(st.sampled_from(list(question.options)), unique=True, min_size=1)
        return some.map(tuple).filter(lambda each: "none" not in each or len(each) == 1)
    if question.kind is Kind.CHOICE:
        return st.sampled_from(list(question.options))
    if question.kind is Kind.YES_NO:
        return st.booleans()
    if question.kind is Kind.TEXT:
        letters = st.characters(exclude_categories=["Cs", "Cc"])
        return st.text(letters, min_size=1, max_size=40).map(str.strip).filter(bool)
    low, high = int(question.low or 0), int(question.high or 0)
    if question.kind is Kind.WHOLE:
        return st.integers(low, high).map(float)
    places = 10**4 if question.kind is Kind.SHARE else 100
    return st.integers(low * places, high * places).map(lambda each: each / places)


@given(st.data())
def test_every_answer_comes_back_from_what_is_shown(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(ASKED.questions))
    answer = data.draw(answers_to(question))
    stored = from_json(question, as_json(answer))
    for decimal in ".,":
        shown = typed_form(question, stored, decimal=decimal)
        typed = shown.split() if question.kind is Kind.CHOICES else shown
        assert parse_answer(question, typed) == stored
    if not isinstance(answer, tuple):
        assert stored == answer


@given(st.text(max_size=12), st.sampled_from(sorted(NUMERIC)))
def test_no_text_breaks_the_reading_of_numbers(typed: str, kind: Kind) -> None:
    question = ask(kind)
    try:
        answer = parse_answer(question, typed)
    except AnswerError:
        return
    assert answer is None or isinstance(answer, float)
    if isinstance(answer, float):
        assert (question.low or 0) <= answer <= (question.high or 0)
