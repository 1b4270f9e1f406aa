"""What is compared: indicators made of answers, with their ladder of peers and what is better."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from hanse.excellence.benchmark.disclosure.rules import Rules, Scale
from hanse.excellence.benchmark.lights import LightRule
from hanse.excellence.benchmark.peers import Band, Ladder, Trait
from hanse.excellence.criteria.answers import NONE_OPTION, Answer
from hanse.foundation.reference import reference_path
from hanse.foundation.toml_file import read_toml

Of = Literal["answer", "ratio", "sum", "options", "grade", "yes"]
Better = Literal["more", "less", ""]
Form = Literal["number", "money", "share", "grade", "yes_no"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One compared figure.

    of: how it is made of the questions `parts`: their answer or sum; a `ratio`, their sum over the
    answer to `whole`; `options`, how many were chosen; `grade`, the place of the chosen option
    among `grades`, from 0; `yes`, 1 for yes and 0 for no. better: whether more or less is, or
    neither. form: how it is written. step: what figures are rounded to. tied: the name that
    indicators share which are parts of one whole; its own code for others.
    """

    code: str
    name: str
    dimension: str
    of: Of
    parts: tuple[str, ...]
    whole: str
    grades: tuple[str, ...]
    better: Better
    form: Form
    unit: str
    step: float
    ladder: str
    tied: str

    @property
    def scale(self) -> Scale:
        """What protects its answers: amounts can be dominated, shares and grades cannot."""
        return Scale(self.step, amount=self.form in ("number", "money"))

    def value(self, answers: Mapping[str, Answer]) -> float | None:
        """The figure of these answers; None when one that it needs is missing, or a ratio has
        nothing below the line."""
        given = [answers.get(part) for part in self.parts]
        first = given[0]
        if self.of == "options":
            chosen = first if isinstance(first, tuple) else None
            return None if chosen is None else float(sum(each != NONE_OPTION for each in chosen))
        if self.of == "grade":
            known = isinstance(first, str) and first in self.grades
            return float(self.grades.index(str(first))) if known else None
        if self.of == "yes":
            return float(first) if isinstance(first, bool) else None
        numbers = [_number(each) for each in given]
        if any(each is None for each in numbers):
            return None
        total = float(sum(each for each in numbers if each is not None))
        if self.of == "ratio":
            whole = _number(answers.get(self.whole))
            if not whole:
                return None
            total /= whole
        # What is compared is what is shown: figures finer than the step would tell more.
        return round(round(total / self.step) * self.step, 10)


def _number(answer: Answer) -> float | None:
    return None if isinstance(answer, bool | str | tuple) or answer is None else float(answer)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the answers to one version of the questionnaire are compared.

    rules: what may be shown; lights: when a light changes. ladders: by code. names: of indicators,
    by language and code, English in the indicators themselves.
    """

    version: str
    decided_by: str
    dimensions: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    ladders: Mapping[str, Ladder]
    ages: tuple[Band, ...]
    sizes: tuple[Band, ...]
    rules: Rules
    lights: LightRule
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def tied(self) -> Iterator[tuple[Indicator, ...]]:
        """Indicators that are shown together, in the order of the first of each."""
        groups: dict[str, list[Indicator]] = {}
        for each in self.indicators:
            groups.setdefault(each.tied, []).append(each)
        yield from map(tuple, groups.values())

    def name(self, indicator: Indicator, language: str) -> str:
        """The indicator's name in a language; in English where it has none."""
        return self.names.get(language, {}).get(indicator.code, indicator.name)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Indicator(_Strict):
    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: str
    dimension: str
    of: Of = "answer"
    parts: Annotated[tuple[str, ...], Field(min_length=1)]
    whole: str = ""
    grades: tuple[str, ...] = ()
    better: Better
    form: Form
    unit: str = ""
    step: Annotated[float, Field(gt=0)]
    ladder: str = "field"
    tied: str = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.of == "ratio") != bool(self.whole):
            raise ValueError("a ratio, and nothing else, has a whole")
        if (self.of == "grade") != bool(self.grades):
            raise ValueError("a grade, and nothing else, has grades")
        if self.of not in ("ratio", "sum") and len(self.parts) != 1:
            raise ValueError("only a sum or ratio has several parts")
        return self


class _Band(_Strict):
    low: float | None = None
    high: float | None = None


class _Bands(_Strict):
    age: dict[str, _Band]
    size: dict[str, _Band]


class _Rules(_Strict):
    threshold: Annotated[int, Field(ge=3)]
    dominant: Annotated[int, Field(ge=1)]
    dominance: Annotated[float, Field(gt=0, le=1)]
    ratio: Annotated[float, Field(ge=0)]
    insiders: Annotated[int, Field(ge=1)]
    spread: Annotated[float, Field(ge=0)]


class _Lights(_Strict):
    green_from: Annotated[float, Field(ge=50, le=100)]
    red_to: Annotated[float, Field(ge=0, le=50)]


class _File(_Strict):
    version: str
    decided_by: str
    dimensions: tuple[str, ...]
    rules: _Rules
    lights: _Lights
    ladders: dict[str, tuple[tuple[Trait, ...], ...]]
    bands: _Bands
    indicator: tuple[_Indicator, ...]
    names: dict[str, dict[str, str]] = {}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        codes = [each.code for each in self.indicator]
        if len(set(codes)) < len(codes):
            raise ValueError("two indicators have the same code")
        for each in self.indicator:
            if each.dimension not in self.dimensions:
                raise ValueError(f"{each.code}: there is no dimension {each.dimension}")
            if each.ladder not in self.ladders:
                raise ValueError(f"{each.code}: there is no ladder {each.ladder}")
        ladders: dict[str, set[str]] = {}
        for each in self.indicator:
            ladders.setdefault(each.tied or each.code, set()).add(each.ladder)
        if torn := [tied for tied, used in ladders.items() if len(used) > 1]:
            raise ValueError(f"tied indicators climb one ladder, but not those of {torn[0]}")
        for language, names in self.names.items():
            if missing := set(codes) ^ set(names):
                raise ValueError(f"names.{language}: {sorted(missing)[0]} is not named once")
        return self


_REMEDY: Final = "data/excellence/benchmark/SOURCES.md explains the fields."


@cache
def comparison(version: str) -> Comparison:
    """How the answers to this version of the questionnaire are compared.

    Raises `HanseError` when there is no such file, or it does not fit its model.
    """
    return read_comparison(reference_path(f"excellence/benchmark/{version}.toml"))


def read_comparison(path: Path) -> Comparison:
    """The comparison in a file. Raises `HanseError` with the fields to mend."""
    file = read_toml(path, what="The comparison").checked(
        _File, what="The comparison", remedy=_REMEDY
    )
    return Comparison(
        file.version,
        file.decided_by,
        file.dimensions,
        tuple(
            Indicator(**{**each.model_dump(), "tied": each.tied or each.code})
            for each in file.indicator
        ),
        {code: Ladder(code, steps) for code, steps in file.ladders.items()},
        _bands(file.bands.age),
        _bands(file.bands.size),
        Rules(**file.rules.model_dump()),
        LightRule(**file.lights.model_dump()),
        file.names,
    )


def _bands(bands: Mapping[str, _Band]) -> tuple[Band, ...]:
    return tuple(Band(code, each.low, each.high) for code, each in bands.items())
