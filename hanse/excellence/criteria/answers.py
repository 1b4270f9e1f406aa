"""Answers: what each kind of question takes, and what people typed, understood or refused."""

import math
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, Protocol

from hanse.foundation.problems import HanseError

Answer = float | str | bool | tuple[str, ...] | None
"""None: not answered, which is never zero. Shares are from 0 to 1, whole numbers are floats too."""

Answers = Mapping[str, Answer]
"""Code of a question -> its answer; a code that is absent was not answered."""

NONE_OPTION: Final = "none"
"""The option of a question with several choices that excludes all others."""

_SIGNS: Final = re.compile(r"\s*(?:€|EUR|%)\s*", re.IGNORECASE)
_BLANK: Final = r"[\s'\u2019]"  # \s takes thin, narrow and non-breaking spaces too
_BLANK_GROUPS: Final = re.compile(rf"[+-]?\d{{1,3}}(?:{_BLANK}\d{{3}})+(?:[.,]\d+)?")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?|[+-]?\.[0-9]+")
_GROUPS: Final = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+")
_PLACES: Final = 6
_CENTS: Final = 2


class Kind(StrEnum):
    """What sort of answer a question takes."""

    NUMBER = "number"
    WHOLE = "whole"
    MONEY = "money"
    SHARE = "share"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    TEXT = "text"


NUMERIC: Final = frozenset({Kind.NUMBER, Kind.WHOLE, Kind.MONEY, Kind.SHARE})
"""Kinds whose answers are figures."""


class Trouble(StrEnum):
    """Why an answer is not taken; pages say it in the reader's language."""

    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    TOO_LOW = "too_low"
    TOO_HIGH = "too_high"
    UNKNOWN_OPTION = "unknown_option"
    NONE_AND_MORE = "none_and_more"
    NOT_YES_NO = "not_yes_no"
    TOO_LONG = "too_long"


_TROUBLE_WORDS: Final[Mapping[Trouble, tuple[str, str]]] = {
    Trouble.NOT_A_NUMBER: ("This is not a number.", "Type figures only, such as 12 or 12.5."),
    Trouble.NOT_WHOLE: ("This is not a whole number.", "Count things, without decimals."),
    Trouble.TOO_LOW: ("This is too small.", "Type a larger number."),
    Trouble.TOO_HIGH: ("This is too large.", "Type a smaller number."),
    Trouble.UNKNOWN_OPTION: ("There is no such choice.", "Choose one of those offered."),
    Trouble.NONE_AND_MORE: ("None excludes the other choices.", "Choose none, or the others."),
    Trouble.NOT_YES_NO: ("This is neither yes nor no.", "Choose yes or no."),
    Trouble.TOO_LONG: ("The text is too long.", "Shorten it."),
}


class AnswerError(HanseError):
    """An answer that is not taken: `trouble` says why, `bound` the limit that it passed."""

    def __init__(self, trouble: Trouble, *, question: str, bound: float | None = None) -> None:
        self.trouble = trouble
        self.bound = bound
        what, remedy = _TROUBLE_WORDS[trouble]
        limit = "" if bound is None else f"The limit is {bound:g}."
        super().__init__(what, where=f"question {question}", why=limit, remedy=remedy)


class Limits(Protocol):
    """What a question says of its answers; a `Question` is one."""

    @property
    def code(self) -> str: ...

    @property
    def kind(self) -> Kind: ...

    @property
    def low(self) -> float | None: ...

    @property
    def high(self) -> float | None: ...

    @property
    def options(self) -> Mapping[str, str]: ...


def parse_answer(question: Limits, typed: str | Sequence[str]) -> Answer:
    """The answer that `typed` gives: a text, or the options ticked where there are several.

    Empty is None. Figures take a decimal point or comma, blanks of any width between groups of
    three, and €, EUR or % beside them; a share is typed in per cent. A single sign followed by
    exactly three digits separates thousands in whole numbers and money and decimals elsewhere,
    whatever the language. Raises `AnswerError`.
    """
    if question.kind is Kind.CHOICES:
        ticked = (typed,) if isinstance(typed, str) else typed
        chosen = {each for each in ticked if each}
        unknown = chosen - question.options.keys()
        if unknown:
            raise AnswerError(Trouble.UNKNOWN_OPTION, question=question.code)
        return checked(question, tuple(each for each in question.options if each in chosen) or None)
    text = typed if isinstance(typed, str) else "".join(typed[:1])
    text = text.strip()
    if not text:
        return None
    if question.kind is Kind.YES_NO:
        if text not in {"yes", "no"}:
            raise AnswerError(Trouble.NOT_YES_NO, question=question.code)
        return text == "yes"
    if question.kind in NUMERIC:
        number = _number(question, text) / (100 if question.kind is Kind.SHARE else 1)
        return checked(question, round(number, _CENTS if question.kind is Kind.MONEY else _PLACES))
    return checked(question, text.replace("\r\n", "\n"))


def checked(question: Limits, answer: Answer) -> Answer:
    """`answer`, if the question takes it. Raises `AnswerError`."""
    if answer is None:
        return None
    code = question.code
    if question.kind in NUMERIC:
        if isinstance(answer, bool) or not isinstance(answer, int | float):
            raise AnswerError(Trouble.NOT_A_NUMBER, question=code)
        if not math.isfinite(answer):
            raise AnswerError(Trouble.NOT_A_NUMBER, question=code)
        if question.kind is Kind.WHOLE and answer != int(answer):
            raise AnswerError(Trouble.NOT_WHOLE, question=code)
        if question.low is not None and answer < question.low:
            raise AnswerError(Trouble.TOO_LOW, question=code, bound=question.low)
        if question.high is not None and answer > question.high:
            raise AnswerError(Trouble.TOO_HIGH, question=code, bound=question.high)
        return float(answer) + 0.0  # no minus zero
    if question.kind is Kind.YES_NO:
        if not isinstance(answer, bool):
            raise AnswerError(Trouble.NOT_YES_NO, question=code)
        return answer
    if question.kind is Kind.CHOICES:
        if not isinstance(answer, tuple) or not set(answer) <= question.options.keys():
            raise AnswerError(Trouble.UNKNOWN_OPTION, question=code)
        if NONE_OPTION in answer and len(answer) > 1:
            raise AnswerError(Trouble.NONE_AND_MORE, question=code)
        return tuple(each for each in question.options if each in answer) or None
    if not isinstance(answer, str):
        raise AnswerError(Trouble.UNKNOWN_OPTION, question=code)
    if question.kind is Kind.CHOICE and answer not in question.options:
        raise AnswerError(Trouble.UNKNOWN_OPTION, question=code)
    if question.kind is Kind.TEXT and question.high is not None and len(answer) > question.high:
        raise AnswerError(Trouble.TOO_LONG, question=code, bound=question.high)
    return answer or None


def typed_form(question: Limits, answer: Answer, *, decimal: str = ".") -> str:
    """`answer` as somebody would type it, so that `parse_answer` gives it back; "" for None.

    decimal: the sign of the reader's language. Options of several choices are joined by blanks.
    """
    if answer is None:
        return ""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, tuple):
        return " ".join(answer)
    if isinstance(answer, str):
        return answer
    number = round(answer * 100, _PLACES - 2) if question.kind is Kind.SHARE else answer
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    return text.replace(".", decimal)


def as_json(answer: Answer) -> Any:
    """`answer` as JSON holds it."""
    return list(answer) if isinstance(answer, tuple) else answer


def from_json(question: Limits, value: Any) -> Answer:
    """The answer that JSON held. Raises `AnswerError` for one the question does not take."""
    return checked(question, tuple(value) if isinstance(value, list) else value)


def _number(question: Limits, text: str) -> float:
    """The number in `text`."""
    bare = _SIGNS.sub("", text).replace("\N{MINUS SIGN}", "-")
    if _BLANK_GROUPS.fullmatch(bare):
        bare = re.sub(_BLANK, "", bare)
    points, commas = bare.count("."), bare.count(",")
    if points and commas:
        decimal = max(".,", key=bare.rfind)
        whole, _, rest = bare.rpartition(decimal)
        if decimal in whole or not _GROUPS.fullmatch(whole):
            raise AnswerError(Trouble.NOT_A_NUMBER, question=question.code)
        bare = f"{re.sub('[.,]', '', whole)}.{rest}"
    elif points + commas:
        grouped = bool(_GROUPS.fullmatch(bare)) and not bare.lstrip("+-").startswith("0")
        several = points + commas > 1
        if several and not grouped:
            raise AnswerError(Trouble.NOT_A_NUMBER, question=question.code)
        counted = question.kind in {Kind.WHOLE, Kind.MONEY}
        bare = re.sub("[.,]", "" if several or (grouped and counted) else ".", bare)
    if not _NUMBER.fullmatch(bare):
        raise AnswerError(Trouble.NOT_A_NUMBER, question=question.code)
    return float(bare)
