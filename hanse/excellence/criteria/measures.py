"""Figures drawn from answers: what rules for points and for eligibility look at."""

from collections.abc import Sequence
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from hanse.excellence.criteria.answers import NONE_OPTION, Answers, Kind
from hanse.excellence.criteria.questionnaire import Questionnaire

MeasureKind = Literal["value", "sum", "ratio", "count", "present", "rank", "age", "share_true"]

SUITS: Final = {
    "value": {Kind.NUMBER, Kind.WHOLE, Kind.MONEY, Kind.SHARE},
    "sum": {Kind.NUMBER, Kind.WHOLE, Kind.MONEY, Kind.SHARE},
    "ratio": {Kind.NUMBER, Kind.WHOLE, Kind.MONEY, Kind.SHARE},
    "present": {Kind.NUMBER, Kind.WHOLE, Kind.MONEY, Kind.SHARE},
    "age": {Kind.WHOLE},
    "count": {Kind.CHOICES},
    "rank": {Kind.CHOICE},
    "share_true": {Kind.YES_NO},
}
"""Measure -> the kinds of questions that it can be drawn from."""

_SINGLE: Final = {"value", "count", "rank", "age"}


class Measure(BaseModel):
    """A figure drawn from the answers to the questions `of`, and `to` where it is a ratio."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    measure: MeasureKind
    of: Annotated[tuple[str, ...], Field(min_length=1)]
    to: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """Codes of all questions it is drawn from."""
        return (*self.of, *self.to)

    def faults(self, asked: Questionnaire) -> list[str]:
        """Why it cannot be drawn from `asked`; empty when it can."""
        found = []
        if (self.measure == "ratio") != bool(self.to):
            found.append("`to` belongs to a ratio, and a ratio needs it")
        if self.measure in _SINGLE and len(self.of) != 1:
            found.append(f"{self.measure} is drawn from one question, not {len(self.of)}")
        for code in self.questions:
            question = asked.by_code.get(code)
            if question is None:
                found.append(f"version {asked.version} does not ask {code}")
            elif question.kind not in SUITS[self.measure]:
                found.append(
                    f"{self.measure} cannot be drawn from {code}, which is {question.kind}"
                )
        return found

    def drawn(self, asked: Questionnaire, answers: Answers, *, year: int) -> float | None:
        """The figure; None where an answer is missing or a ratio would divide by zero.

        year: that the answers are about, for ages.
        """
        match self.measure:
            case "count":
                chosen = answers.get(self.of[0])
                if not isinstance(chosen, tuple):
                    return None
                return float(len([each for each in chosen if each != NONE_OPTION]))
            case "rank":
                choice = answers.get(self.of[0])
                if not isinstance(choice, str):
                    return None
                return float(list(asked.question(self.of[0]).options).index(choice))
            case "share_true":
                said = [answers.get(code) for code in self.of]
                if not all(isinstance(each, bool) for each in said):
                    return None
                return sum(each is True for each in said) / len(said)
        figures = _figures(answers, self.of)
        if figures is None:
            return None
        if self.measure == "present":
            return float(sum(each > 0 for each in figures))
        if self.measure == "age":
            return year - figures[0]
        if self.measure == "ratio":
            below = _figures(answers, self.to)
            return sum(figures) / sum(below) if below and sum(below) else None
        return sum(figures)


def _figures(answers: Answers, codes: Sequence[str]) -> list[float] | None:
    found = [answers.get(code) for code in codes]
    figures = [
        float(each)
        for each in found
        if isinstance(each, int | float) and not isinstance(each, bool)
    ]
    return figures if len(figures) == len(codes) else None
