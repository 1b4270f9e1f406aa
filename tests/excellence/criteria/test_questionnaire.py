"""The questionnaire that comes with Hanse, and what its loader refuses, by file and line."""

from pathlib import Path

import pytest

from hanse.excellence.criteria.answers import NUMERIC, Kind
from hanse.excellence.criteria.questionnaire import (
    newest_questionnaire,
    questionnaire,
    questionnaire_versions,
    read_questionnaire,
)
from hanse.foundation.problems import HanseError
from tests.excellence.criteria.questionnaires import small, small_file

ASKED = questionnaire("2026")
TRANSLATION = """
language = "de"
title = "Klein"
[jumps]
text = "Sprung"
lasting = "Dauerhaft"
[dimensions]
size = "Größe"
[units]
things = "Dinge"
[questions.first]
text = "Wie viele?"
help = "Zählen."
"""


# --- The data ---------------------------------------------------------------------------------


def test_the_questionnaire_covers_the_dimensions_of_the_field() -> None:
    assert list(ASKED.dimensions) == [
        "structure", "governance", "financing", "services", "contacts",
        "recognition", "digital", "green", "social",
    ]  # fmt: skip
    assert len(ASKED.questions) >= 36
    assert all(len(ASKED.of(each)) >= 3 for each in ASKED.dimensions)
    assert {each.kind for each in ASKED.questions} == set(Kind)
    assert newest_questionnaire() == ASKED
    assert questionnaire_versions() == ("2026",)


def test_every_text_is_there_in_six_languages_and_differs_between_them() -> None:
    languages = ("en", *ASKED.languages)
    assert set(languages) == {"en", "de", "fr", "es", "it", "pl"}
    for question in ASKED.questions:
        texts = {question.wording(each).text for each in languages}
        assert len(texts) == len(languages), question.code
        for each in languages:
            assert list(question.wording(each).options) == list(question.options)
    for check in ASKED.checks:
        assert len({check.wording(each) for each in languages}) == len(languages), check.code


@pytest.mark.parametrize("language", ["de", "fr", "es", "it", "pl"])
def test_a_translation_was_not_left_in_english(language: str) -> None:
    same = [
        (question.code, option)
        for question in ASKED.questions
        for option, text in question.options.items()
        if question.wording(language).options[option] == text
    ]
    assert len(same) <= 4, "words that two languages share are few"


def test_languages_fall_back_to_english_and_forget_the_country() -> None:
    question = ASKED.question("founded")
    assert question.wording("de-at").text.startswith("In welchem Jahr")
    assert question.wording("en-gb").text == question.wording("mt").text == question.text
    assert ASKED.dimension_name("financing", "pl") == "Finansowanie"
    assert ASKED.unit_name("posts", "it") == "posti a tempo pieno"
    assert ASKED.unit_name("") == ""
    assert ASKED.title_in("fr").startswith("Étalonnage")
    assert ASKED.jumps.wording("es", lasting=True).startswith("Esta respuesta debería")


def test_bounds_leave_room_and_help_says_more_than_the_question() -> None:
    for question in ASKED.questions:
        assert question.help.endswith((".", "?"))
        assert question.text.endswith("?")
        assert question.help != question.text
        if question.kind in NUMERIC:
            assert question.low is not None
            assert question.high is not None


def test_who_decided_is_said() -> None:
    assert ASKED.decided_by == "Hanse"
    assert ASKED.decided_on.year == 2026


# --- What is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said", "line"),
    [
        (('kind = "whole"', 'kind = "guess"'), "question[0].kind", 21),
        (('dimension = "size"', 'dimension = "weight"'), "dimension there is not: weight", 20),
        (('unit = "things"', 'unit = "pounds"'), "unit there is not: pounds", 22),
        (("low = 0", "low = 2000"), "low: not below high", 18),
        (("high = 1000\n", ""), "needs both", 18),
        (('code = "second"', 'code = "first"'), "first is given twice", 29),
        (('help = "Count."', 'helped = "Count."'), "question[0].help", 18),
        (('title = "Small"', "title = 3"), "title", 3),
        (('version = "one"', 'version = "two"'), "holds version two", 2),
        (("[dimensions]", '[dimensions]\nempty = "Empty"'), "belongs to the dimension empty", 14),
        (('code = "first"', 'code = "year"'), "stands for the year", 18),
    ],
)
def test_a_fault_is_named_by_line_and_field(
    tmp_path: Path, change: tuple[str, str], said: str, line: int
) -> None:
    folder = small_file(tmp_path)
    file = folder / "questions.toml"
    text = file.read_text("utf-8")
    assert change[0] in text
    file.write_text(text.replace(change[0], change[1], 1), "utf-8")
    with pytest.raises(HanseError) as refused:
        read_questionnaire(folder)
    told = str(refused.value)
    assert said in told
    assert f"line {line}" in told
    assert str(file) in told
    assert refused.value.remedy


def test_a_file_that_is_no_toml_or_not_there_is_refused(tmp_path: Path) -> None:
    folder = small_file(tmp_path, more='[[question]\ncode = "x"')
    with pytest.raises(HanseError, match="not valid TOML") as refused:
        read_questionnaire(folder)
    assert "line" in str(refused.value)
    (folder / "questions.toml").write_bytes(b"title = \xff")
    with pytest.raises(HanseError, match="not UTF-8"):
        read_questionnaire(folder)
    with pytest.raises(HanseError, match="cannot be read"):
        read_questionnaire(tmp_path / "nowhere")


def test_a_version_there_is_not_is_refused_with_those_there_are() -> None:
    with pytest.raises(HanseError, match="no questionnaire 1999") as refused:
        questionnaire("1999")
    assert "2026" in refused.value.remedy
    with pytest.raises(HanseError, match="no questionnaire"):
        questionnaire("../../nuts")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('compare = "at_most"\nleft = ["third"]', "names third"),
        ('compare = "ratio"\nleft = ["first"]\nright = ["second"]', "ratio needs"),
        ('compare = "equal"\nleft = ["first"]\nlow = 1', "only a ratio"),
        ('compare = "equal"\nleft = []', "left"),
    ],
)
def test_a_check_that_cannot_be_made_is_refused(tmp_path: Path, more: str, said: str) -> None:
    check = f'[[check]]\ncode = "odd"\nlevel = "error"\ntext = "odd"\n{more}\n'
    with pytest.raises(HanseError, match=said):
        small(tmp_path, more=check)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("[questions.first]", "[questions.third]"), "third has no counterpart"),
        (('things = "Dinge"', ""), "things is not translated"),
        (('language = "de"', 'language = "fr"'), "its language is fr"),
        (('help = "Zählen."', 'options = { a = "A" }\nhelp = "Zählen."'), "a has no counterpart"),
        (('text = "Wie viele?"', ""), "questions.first.text"),
    ],
)
def test_a_translation_that_does_not_fit_is_refused(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    folder = small_file(tmp_path, "first", languages='"de"')
    assert change[0] in TRANSLATION
    file = folder / "de.toml"
    file.write_text(TRANSLATION, "utf-8")
    assert read_questionnaire(folder).question("first").wording("de").text == "Wie viele?"
    file.write_text(TRANSLATION.replace(*change), "utf-8")
    with pytest.raises(HanseError, match=said) as refused:
        read_questionnaire(folder)
    assert "de.toml" in str(refused.value)


def test_a_user_adds_a_version_in_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANSE_HOME", str(tmp_path))
    small_file(tmp_path / "excellence" / "questionnaires", version="2027")
    questionnaire.cache_clear()
    assert questionnaire_versions() == ("2026", "2027")
    assert newest_questionnaire().title == "Small"
