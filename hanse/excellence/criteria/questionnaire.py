"""Questionnaires: versioned data with dimensions, questions, checks, and texts in each language."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hanse.excellence.criteria.answers import NUMERIC, Kind
from hanse.excellence.criteria.versions import version_folder, versions
from hanse.foundation.problems import HanseError
from hanse.foundation.toml_file import TomlFile, read_toml

YEAR: Final = "year"
"""What checks call the year that the answers are about."""

_KIND: Final = "questionnaires"
_WHAT: Final = "The questionnaire"
_CHOOSING: Final = frozenset({Kind.CHOICE, Kind.CHOICES})

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Wording(_Part):
    """A question in one language: what is asked, what helps, and its options in order."""

    text: Text
    help: Text
    options: Mapping[Code, Text] = {}


class Question(_Part):
    """One question.

    low, high: the bounds of a figure (shares 0 to 1, money in euro); `high` is the longest length
    of a text. options: code -> English text, in order. optional: may stay without an answer.
    lasting: the answer should be the same as last time. translations: by language, not English.
    """

    code: Code
    dimension: Code
    kind: Kind
    unit: str = ""
    low: float | None = None
    high: float | None = None
    options: Mapping[Code, Text] = {}
    optional: bool = False
    lasting: bool = False
    text: Text
    help: Text
    translations: Mapping[str, Wording] = {}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.kind in _CHOOSING) != bool(self.options):
            raise ValueError("options: a choice has at least one, other kinds have none")
        if self.kind in NUMERIC and (self.low is None or self.high is None):
            raise ValueError("low, high: a question for a figure needs both")
        if self.kind is Kind.TEXT and self.high is None:
            raise ValueError("high: a text needs its longest length")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError("low: not below high")
        if self.kind is Kind.SHARE and not 0 <= (self.low or 0) < (self.high or 0) <= 1:
            raise ValueError("low, high: a share lies between 0 and 1")
        if bool(self.unit) != (self.kind in {Kind.NUMBER, Kind.WHOLE}):
            raise ValueError("unit: numbers and whole numbers have one, other kinds have none")
        if self.code == YEAR:
            raise ValueError("code: 'year' stands for the year of the answers")
        return self

    def wording(self, language: str = "en") -> Wording:
        """The question in `language` ("de", "de-at"), in English where there is no translation."""
        return self.translations.get(language.split("-")[0]) or Wording(
            text=self.text, help=self.help, options=self.options
        )


class Check(_Part):
    """A rule that answers should meet; see the head of the data file for `compare`.

    level: an error must be mended, a query may stand with a note. text: what is wrong.
    """

    code: Code
    level: Literal["error", "query"]
    compare: Literal["equal", "at_most", "ratio"]
    left: Annotated[tuple[Code, ...], Field(min_length=1)]
    right: tuple[Code, ...] = ()
    value: float = 0.0
    tolerance: float = 1e-9
    low: float | None = None
    high: float | None = None
    text: Text
    translations: Mapping[str, Text] = {}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.compare == "ratio":
            if self.low is None or self.high is None or self.low >= self.high or not self.right:
                raise ValueError("low, high: a ratio needs `right`, and low below high")
        elif self.low is not None or self.high is not None:
            raise ValueError("low, high: only a ratio has them")
        return self

    @property
    def fields(self) -> tuple[str, ...]:
        """Codes of the questions it is about."""
        return tuple(code for code in (*self.left, *self.right) if code != YEAR)

    def wording(self, language: str = "en") -> str:
        """What is wrong, in `language`, in English where there is no translation."""
        return self.translations.get(language.split("-")[0], self.text)


class Jumps(_Part):
    """From which change on an answer is queried; see the head of the data file."""

    factor: Annotated[float, Field(gt=1)]
    least: Annotated[float, Field(ge=0)]
    share: Annotated[float, Field(gt=0, lt=1)]
    text: Text
    lasting: Text
    translations: Mapping[str, tuple[str, str]] = {}

    def wording(self, language: str = "en", *, lasting: bool = False) -> str:
        """What to say of a change, in `language`."""
        pair = self.translations.get(language.split("-")[0], (self.text, self.lasting))
        return pair[1] if lasting else pair[0]


class Earlier(_Part):
    """How answers to an earlier version are carried over.

    renamed: code then -> code now. dropped: codes then that are asked no more. multiplied: code
    now -> factor, for another unit. Codes not named have kept code and meaning.
    """

    version: Text
    renamed: Mapping[Code, Code] = {}
    dropped: tuple[Code, ...] = ()
    multiplied: Mapping[Code, float] = {}


class Questionnaire(_Part):
    """One version of the questionnaire.

    dimensions: code -> English name, in order. units: code -> English text. decided_by: who set
    questions, bounds and checks. names: language -> kind of name -> code -> translation.
    """

    version: Text
    title: Text
    decided_by: Text
    decided_on: date
    languages: tuple[Annotated[str, Field(pattern=r"^[a-z]{2}$")], ...] = ()
    jumps: Jumps
    dimensions: Mapping[Code, Text]
    units: Mapping[Code, Text] = {}
    questions: Annotated[tuple[Question, ...], Field(alias="question", min_length=1)]
    checks: Annotated[tuple[Check, ...], Field(alias="check")] = ()
    earlier: tuple[Earlier, ...] = ()
    names: Mapping[str, Mapping[str, Mapping[str, str]]] = {}

    @cached_property
    def by_code(self) -> Mapping[str, Question]:
        """Code -> question, in order."""
        return {each.code: each for each in self.questions}

    def question(self, code: str) -> Question:
        """The question `code`. Raises `KeyError` for one there is not."""
        return self.by_code[code]

    def of(self, dimension: str) -> tuple[Question, ...]:
        """The questions of a dimension, in order."""
        return tuple(each for each in self.questions if each.dimension == dimension)

    def dimension_name(self, code: str, language: str = "en") -> str:
        """What a dimension is called in `language`."""
        return self._name("dimensions", code, language, self.dimensions)

    def unit_name(self, code: str, language: str = "en") -> str:
        """A unit in `language`; "" for none."""
        return self._name("units", code, language, self.units) if code else ""

    def title_in(self, language: str = "en") -> str:
        """The title in `language`."""
        return self._name("title", "title", language, {"title": self.title})

    def _name(self, kind: str, code: str, language: str, english: Mapping[str, str]) -> str:
        translated = self.names.get(language.split("-")[0], {}).get(kind, {})
        return translated.get(code, english[code])


class _JumpTexts(_Part):
    text: Text
    lasting: Text


class _Translation(_Part):
    language: Text
    title: Text
    jumps: _JumpTexts
    dimensions: Mapping[str, Text]
    units: Mapping[str, Text] = {}
    questions: Mapping[str, Wording]
    checks: Mapping[str, Text] = {}


def questionnaire_versions() -> tuple[str, ...]:
    """The versions there are, oldest first."""
    return versions(_KIND)


@cache
def questionnaire(version: str) -> Questionnaire:
    """The questionnaire of a version, read once. Raises `HanseError` for one there is not."""
    return read_questionnaire(version_folder(_KIND, version, what="questionnaire"))


def newest_questionnaire() -> Questionnaire:
    """The questionnaire that new benchmarkings answer. Raises `HanseError` where there is none."""
    known = questionnaire_versions()
    return questionnaire(known[-1] if known else "(none)")


def read_questionnaire(folder: Path) -> Questionnaire:
    """The questionnaire in `folder`: `questions.toml`, and a file for each of its languages.

    Raises `HanseError` with file, line and field for a code given twice or not known, a text
    missing in a language, options that differ between languages, and anything `Question`,
    `Check` and `Earlier` refuse.
    """
    file = read_toml(folder / "questions.toml", what=_WHAT)
    english = file.checked(Questionnaire, what=_WHAT)
    _check(english, file)
    if english.version != folder.name:
        raise HanseError(
            f"The folder {folder.name} holds version {english.version}.",
            where=file.where("version"),
            remedy="Name the folder after the version.",
        )
    texts = {each: _translation(folder, each, english) for each in english.languages}
    content = english.model_dump(by_alias=True)
    for each in content["question"]:
        each["translations"] = {key: t.questions[each["code"]] for key, t in texts.items()}
    for each in content["check"]:
        each["translations"] = {key: t.checks[each["code"]] for key, t in texts.items()}
    content["jumps"]["translations"] = {
        key: (t.jumps.text, t.jumps.lasting) for key, t in texts.items()
    }
    content["names"] = {
        key: {"title": {"title": t.title}, "dimensions": t.dimensions, "units": t.units}
        for key, t in texts.items()
    }
    return Questionnaire.model_validate(content)


def _check(asked: Questionnaire, file: TomlFile) -> None:
    """Raise `HanseError` for what one record alone cannot show to be wrong."""
    no_code_twice(file, "question", [each.code for each in asked.questions])
    no_code_twice(file, "check", [each.code for each in asked.checks])
    for at, question in enumerate(asked.questions):
        for field, value, known in (
            ("dimension", question.dimension, asked.dimensions),
            ("unit", question.unit, {"": "", **asked.units}),
        ):
            if value not in known:
                raise HanseError(
                    f"The question {question.code} names a {field} there is not: {value}.",
                    where=file.where("question", at, field),
                    remedy=f"Use one of {', '.join(each for each in known if each)}, or add it.",
                )
    kinds = {each.code: each.kind for each in asked.questions}
    for at, check in enumerate(asked.checks):
        for code in check.fields:
            if kinds.get(code) not in NUMERIC:
                raise HanseError(
                    f"The check {check.code} names {code}, which is no question for a figure.",
                    where=file.where("check", at, "right" if code in check.right else "left"),
                    remedy="Use codes of questions that are numbers, money or shares.",
                )
    for at, earlier in enumerate(asked.earlier):
        for field, codes in (
            ("renamed", earlier.renamed.values()),
            ("multiplied", earlier.multiplied),
        ):
            for code in codes:
                if code not in kinds:
                    raise HanseError(
                        f"Answers to {earlier.version} would go to {code}, which is not asked.",
                        where=file.where("earlier", at, field),
                        remedy="Use a code of this version, or put the earlier one under dropped.",
                    )
    for dimension in asked.dimensions:
        if not asked.of(dimension):
            raise HanseError(
                f"No question belongs to the dimension {dimension}.",
                where=file.where("dimensions", dimension),
                remedy="Add a question, or take the dimension out.",
            )


def _translation(folder: Path, language: str, english: Questionnaire) -> _Translation:
    file = read_toml(folder / f"{language}.toml", what=f"The translation {language}")
    texts = file.checked(_Translation, what=f"The translation {language}")
    if texts.language != language:
        raise HanseError(
            f"The file says that its language is {texts.language}.",
            where=file.where("language"),
            remedy="Name the file after its language.",
        )
    wanted: tuple[tuple[str, Mapping[str, object], Mapping[str, object]], ...] = (
        ("dimensions", english.dimensions, texts.dimensions),
        ("units", english.units, texts.units),
        ("questions", english.by_code, texts.questions),
        ("checks", {each.code: each for each in english.checks}, texts.checks),
    )
    for table, ours, theirs in wanted:
        same_keys(file, table, ours, theirs)
    for question in english.questions:
        given = texts.questions[question.code].options
        same_keys(file, f"questions.{question.code}.options", question.options, given)
    return texts.model_copy(
        update={
            "questions": {
                each.code: texts.questions[each.code].model_copy(
                    # Options stand in the order of the English file, whatever the translator's.
                    update={
                        "options": {o: texts.questions[each.code].options[o] for o in each.options}
                    }
                )
                for each in english.questions
            }
        }
    )


def no_code_twice(file: TomlFile, table: str, codes: Sequence[str]) -> None:
    """Raise `HanseError` for a code that an array of tables gives to two of its records."""
    for at, code in enumerate(codes):
        if code in codes[:at]:
            raise HanseError(
                f"The code {code} is given twice.",
                where=file.where(table, at, "code"),
                remedy="Give each a code of its own.",
            )


def same_keys(
    file: TomlFile, table: str, wanted: Mapping[str, object], given: Mapping[str, object]
) -> None:
    """Raise `HanseError` when a table of a translation lacks a text, or has one too many."""
    missing = [code for code in wanted if code not in given]
    unknown = [code for code in given if code not in wanted]
    if not (missing or unknown):
        return
    code = (unknown or missing)[0]
    raise HanseError(
        f"The text {code} has no counterpart in English."
        if unknown
        else f"The text {code} is not translated.",
        where=file.where(*table.split("."), code),
        remedy="Every code of the English file is there once, and no other.",
    )
