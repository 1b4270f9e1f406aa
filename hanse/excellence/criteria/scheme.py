"""Label schemes: versioned data with criteria, thresholds, levels and who may take part."""

from collections.abc import Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hanse.excellence.criteria.answers import Answers
from hanse.excellence.criteria.measures import Measure
from hanse.excellence.criteria.questionnaire import (
    Questionnaire,
    no_code_twice,
    questionnaire,
    questionnaire_versions,
    same_keys,
)
from hanse.excellence.criteria.versions import version_folder, versions
from hanse.foundation.problems import HanseError
from hanse.foundation.toml_file import TomlFile, read_toml

Text = Annotated[str, Field(min_length=1)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Days = Annotated[float, Field(ge=0)]
Months = Annotated[int, Field(gt=0, le=240)]

_KIND: Final = "schemes"
_WHAT: Final = "The label scheme"
_SOURCE_PARTS: Final = frozenset({"criterion", "level", "eligibility"})


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SchemeSource(_Part):
    """Where a part of the scheme comes from. covers: "criterion.name", "level" and the like."""

    code: Code
    text: Text
    url: str = ""
    covers: tuple[str, ...]


class Rule(Measure):
    """How answers propose points: a measure, and the value at which each point is reached.

    at_least goes up, at_most down; each has one entry a point.
    """

    at_least: tuple[float, ...] = ()
    at_most: tuple[float, ...] = ()

    @model_validator(mode="after")
    def _steps(self) -> Self:
        if bool(self.at_least) == bool(self.at_most):
            raise ValueError("at_least, at_most: give one of them")
        up, down = self.at_least, self.at_most
        if list(up) != sorted(set(up)) or list(down) != sorted(set(down), reverse=True):
            raise ValueError("at_least goes up and at_most down, without repeating a value")
        return self

    def points(self, value: float) -> int:
        """The points that `value` reaches."""
        if self.at_least:
            return sum(value >= bound for bound in self.at_least)
        return sum(value <= bound for bound in self.at_most)


class Criterion(_Part):
    """One criterion; see the head of the data file for its fields.

    descriptors: what 0 to `max_points` points mean. recalled: its name is given from memory.
    rule: None where experts judge without a proposal. effort_days: infinite where only time helps.
    """

    code: Text
    dimension: Text
    name: Text
    max_points: Annotated[int, Field(ge=1, le=100)]
    gold_threshold: Annotated[int, Field(ge=0)]
    in_silver_audit: bool = False
    recalled: bool = False
    questions: Annotated[tuple[str, ...], Field(min_length=1)]
    rule: Rule | None = None
    effort_days: tuple[Days, ...]
    descriptors: tuple[Text, ...]
    names: Mapping[str, Text] = {}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.gold_threshold > self.max_points:
            raise ValueError(f"gold_threshold: above the {self.max_points} points there are")
        if len(self.descriptors) != self.max_points + 1:
            raise ValueError(f"descriptors: 0 to {self.max_points} points take one each")
        if len(self.effort_days) != self.max_points:
            raise ValueError(f"effort_days: {self.max_points} steps take one each")
        if self.rule and len(self.rule.at_least or self.rule.at_most) != self.max_points:
            raise ValueError(f"rule: {self.max_points} points take one bound each")
        return self

    def name_in(self, language: str = "en") -> str:
        """Its name in `language`, in English where there is no translation."""
        return self.names.get(language.split("-")[0], self.name)


class Requirement(Measure):
    """A condition of eligibility: a measure with its bound, and what it says."""

    code: Code
    at_least: float
    text: Text
    texts: Mapping[str, Text] = {}

    def text_in(self, language: str = "en") -> str:
        """What it says in `language`."""
        return self.texts.get(language.split("-")[0], self.text)

    def met(self, asked: Questionnaire, answers: Answers, *, year: int) -> bool | None:
        """Whether `answers` meet it; None where an answer is missing."""
        value = self.drawn(asked, answers, year=year)
        return None if value is None else value >= self.at_least


class Level(_Part):
    """One level of the label; see the head of the data file for its fields.

    follows: the level an applicant holds, "" for none. scored: criteria that experts score.
    second_benchmarking_months: from the first benchmarking to the second, at least and at most.
    ours: fields for which no published rule was found.
    """

    code: Code
    name: Text
    follows: str
    scored: Literal["none", "silver_audit", "all"]
    thresholds: bool
    minimum_percent: Annotated[int, Field(ge=0, le=100)]
    experts: Annotated[int, Field(ge=1)]
    foreign_experts: Annotated[int, Field(ge=0)]
    audit_hours: Annotated[float, Field(gt=0)]
    renewal_audit_hours: Annotated[float, Field(gt=0)]
    on_site: bool
    validity_months: Months
    validity_from: Literal["interview_month", "decision"]
    renewal_months: Months
    renewal_from: Literal["old_end", "decision"]
    grace_months: Annotated[int, Field(ge=0, le=60)]
    second_benchmarking_months: tuple[Months, Months] | None = None
    improvements: Annotated[int, Field(ge=0)] = 0
    self_assessment_weeks_before: tuple[int, int] | None = None
    ours: tuple[str, ...] = ()
    names: Mapping[str, Text] = {}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.foreign_experts > self.experts:
            raise ValueError("foreign_experts: more than there are experts")
        unknown = set(self.ours) - type(self).model_fields.keys()
        if unknown:
            raise ValueError(f"ours: a level has no {', '.join(sorted(unknown))}")
        return self

    def name_in(self, language: str = "en") -> str:
        """Its name in `language`."""
        return self.names.get(language.split("-")[0], self.name)


class LabelScheme(_Part):
    """One version of a label scheme: criteria and levels in order, lowest level first.

    questionnaire: version of the questionnaire that its rules and proposals look at.
    """

    code: Code
    version: Text
    title: Text
    decided_by: Text
    decided_on: date
    questionnaire: Text
    languages: tuple[Annotated[str, Field(pattern=r"^[a-z]{2}$")], ...] = ()
    default_max_points: int = 0
    sources: Annotated[tuple[SchemeSource, ...], Field(alias="source", min_length=1)]
    dimensions: Mapping[str, Text]
    eligibility: tuple[Requirement, ...] = ()
    levels: Annotated[tuple[Level, ...], Field(alias="level", min_length=1)]
    criteria: Annotated[tuple[Criterion, ...], Field(alias="criterion", min_length=1)]
    titles: Mapping[str, Text] = {}
    dimension_names: Mapping[str, Mapping[str, Text]] = {}

    @model_validator(mode="before")
    @classmethod
    def _same_points(cls, content: Any) -> Any:
        """Give criteria that name no `max_points` the default of the file."""
        if not isinstance(content, dict) or not content.get("default_max_points"):
            return content
        given = content.get("criterion", ())
        if not all(isinstance(each, dict) for each in given):
            return content
        points = {"max_points": content["default_max_points"]}
        return {**content, "criterion": [{**points, **each} for each in given]}

    @cached_property
    def by_code(self) -> Mapping[str, Criterion]:
        """Code -> criterion, in order."""
        return {each.code: each for each in self.criteria}

    def criterion(self, code: str) -> Criterion:
        """The criterion `code`. Raises `KeyError` for one there is not."""
        return self.by_code[code]

    def level(self, code: str) -> Level:
        """The level `code`. Raises `HanseError` for one there is not."""
        for each in self.levels:
            if each.code == code:
                return each
        known = ", ".join(each.code for each in self.levels)
        raise HanseError(f"The scheme has no level {code}.", remedy=f"Its levels are {known}.")

    def scored(self, level: str) -> tuple[Criterion, ...]:
        """The criteria that experts score for `level`, in order."""
        scored = self.level(level).scored
        if scored == "none":
            return ()
        return tuple(each for each in self.criteria if scored == "all" or each.in_silver_audit)

    def threshold(self, level: str, criterion: Criterion) -> int:
        """The points below which `level` is refused; 0 where it asks for none."""
        return criterion.gold_threshold if self.level(level).thresholds else 0

    def fed_by(self, question: str) -> tuple[Criterion, ...]:
        """The criteria that the answer to `question` informs."""
        return tuple(each for each in self.criteria if question in each.questions)

    def title_in(self, language: str = "en") -> str:
        """Its title in `language`."""
        return self.titles.get(language.split("-")[0], self.title)

    def dimension_name(self, code: str, language: str = "en") -> str:
        """What a dimension of criteria is called in `language`."""
        names = self.dimension_names.get(language.split("-")[0], self.dimensions)
        return names[code]


class _Translation(_Part):
    language: Text
    title: Text
    dimensions: Mapping[str, Text]
    levels: Mapping[str, Text]
    eligibility: Mapping[str, Text] = {}
    criteria: Mapping[str, Text]


def scheme_codes() -> tuple[str, ...]:
    """The schemes there are."""
    return versions(_KIND)


def scheme_versions(code: str) -> tuple[str, ...]:
    """The versions of a scheme, oldest first."""
    return versions(f"{_KIND}/{code}")


@cache
def scheme(code: str, version: str) -> LabelScheme:
    """A version of a scheme, read once. Raises `HanseError` for one there is not."""
    return read_scheme(version_folder(f"{_KIND}/{code}", version, what=f"version of {code}"))


def read_scheme(folder: Path) -> LabelScheme:
    """The scheme in `folder`: `scheme.toml`, and a file for each of its languages.

    Raises `HanseError` with file, line and field for a code given twice, a dimension, level or
    question there is not, a rule that its questions cannot feed, a name missing in a language,
    and anything `Criterion`, `Level` and `Rule` refuse.
    """
    file = read_toml(folder / "scheme.toml", what=_WHAT)
    english = file.checked(LabelScheme, what=_WHAT)
    _check(english, file)
    texts = {each: _translation(folder, each, english) for each in english.languages}
    content = english.model_dump(by_alias=True)
    for each in content["criterion"]:
        each["names"] = {key: t.criteria[each["code"]] for key, t in texts.items()}
    for each in content["level"]:
        each["names"] = {key: t.levels[each["code"]] for key, t in texts.items()}
    for each in content["eligibility"]:
        each["texts"] = {key: t.eligibility[each["code"]] for key, t in texts.items()}
    content["titles"] = {key: t.title for key, t in texts.items()}
    content["dimension_names"] = {key: t.dimensions for key, t in texts.items()}
    return LabelScheme.model_validate(content)


def _check(english: LabelScheme, file: TomlFile) -> None:
    no_code_twice(file, "criterion", [each.code for each in english.criteria])
    no_code_twice(file, "level", [each.code for each in english.levels])
    no_code_twice(file, "eligibility", [each.code for each in english.eligibility])
    no_code_twice(file, "source", [each.code for each in english.sources])
    if english.questionnaire not in questionnaire_versions():
        raise HanseError(
            f"There is no questionnaire {english.questionnaire}.",
            where=file.where("questionnaire"),
            remedy=f"Use one of {', '.join(questionnaire_versions()) or 'none yet'}.",
        )
    asked = questionnaire(english.questionnaire)
    for at, criterion in enumerate(english.criteria):
        if criterion.dimension not in english.dimensions:
            raise HanseError(
                f"The criterion {criterion.code} names a dimension there is not.",
                where=file.where("criterion", at, "dimension"),
                remedy=f"Use one of {', '.join(english.dimensions)}.",
            )
        faults = criterion.rule.faults(asked) if criterion.rule else []
        unknown = [code for code in criterion.questions if code not in asked.by_code]
        apart = set(criterion.rule.questions if criterion.rule else ()) - set(criterion.questions)
        faults += [f"version {asked.version} does not ask {code}" for code in unknown]
        faults += [f"{code} is in the rule and not among the questions" for code in sorted(apart)]
        if faults:
            raise HanseError(
                f"The criterion {criterion.code} cannot be fed by the questionnaire.",
                where=file.where("criterion", at, "questions" if unknown else "rule"),
                why="; ".join(faults),
                remedy="Mend the codes of the questions, or the measure.",
            )
    for at, requirement in enumerate(english.eligibility):
        faults = requirement.faults(asked)
        if faults:
            raise HanseError(
                f"The condition {requirement.code} cannot be checked.",
                where=file.where("eligibility", at, "of"),
                why="; ".join(faults),
                remedy="Mend the codes of the questions, or the measure.",
            )
    lower: list[str] = [""]
    for at, level in enumerate(english.levels):
        if level.follows not in lower:
            raise HanseError(
                f"The level {level.code} follows {level.follows}, which is not below it.",
                where=file.where("level", at, "follows"),
                remedy='Put levels in order, lowest first; "" follows none.',
            )
        lower.append(level.code)
    for at, source in enumerate(english.sources):
        for part in source.covers:
            if part.partition(".")[0] not in _SOURCE_PARTS:
                raise HanseError(
                    f"The source {source.code} covers {part}, which a scheme does not have.",
                    where=file.where("source", at, "covers"),
                    remedy=f"Begin with one of {', '.join(sorted(_SOURCE_PARTS))}.",
                )


def _translation(folder: Path, language: str, english: LabelScheme) -> _Translation:
    what = f"The translation {language}"
    file = read_toml(folder / f"{language}.toml", what=what)
    texts = file.checked(_Translation, what=what)
    if texts.language != language:
        raise HanseError(
            f"The file says that its language is {texts.language}.",
            where=file.where("language"),
            remedy="Name the file after its language.",
        )
    wanted: tuple[tuple[str, Mapping[str, object], Mapping[str, object]], ...] = (
        ("dimensions", english.dimensions, texts.dimensions),
        ("levels", {each.code: each for each in english.levels}, texts.levels),
        ("eligibility", {each.code: each for each in english.eligibility}, texts.eligibility),
        ("criteria", english.by_code, texts.criteria),
    )
    for table, ours, theirs in wanted:
        same_keys(file, table, ours, theirs)
    return texts
