"""Whether answers can be true: against each other, and against last time."""

from dataclasses import dataclass
from typing import Literal

from hanse.excellence.criteria.answers import NUMERIC, Answers, Kind
from hanse.excellence.criteria.questionnaire import YEAR, Check, Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that cannot be right (error) or hardly is (query).

    code: of the check, or "jump." or "lasting." and the question. text: what is wrong, in the
    language asked for. fields: codes of the questions to look at.
    """

    code: str
    level: Literal["error", "query"]
    text: str
    fields: tuple[str, ...]


def findings(
    asked: Questionnaire,
    answers: Answers,
    *,
    year: int,
    before: Answers | None = None,
    language: str = "en",
) -> tuple[Finding, ...]:
    """What `answers` about `year` break: first errors, then queries, in the questionnaire's order.

    before: answers of last time, in the codes of this questionnaire. A rule waits until all it
    looks at is answered. A change since last time is not named where another rule names the answer.
    """
    found = [
        Finding(check.code, check.level, check.wording(language), check.fields)
        for check in asked.checks
        if _broken(check, answers, year)
    ]
    named = {code for finding in found for code in finding.fields}
    for question in asked.questions if before else ():
        code = question.code
        if code in named:
            continue  # one look at an answer is enough
        then, now = (before or {}).get(code), answers.get(code)
        if then is None or now is None or then == now:
            continue
        if question.lasting:
            text = asked.jumps.wording(language, lasting=True)
            found.append(Finding(f"lasting.{code}", "query", text, (code,)))
        elif _jumps(asked, question, then, now):
            text = asked.jumps.wording(language)
            found.append(Finding(f"jump.{code}", "query", text, (code,)))
    return tuple(sorted(found, key=lambda each: each.level != "error"))


def _broken(check: Check, answers: Answers, year: int) -> bool:
    left, right = _sum(check.left, answers, year), _sum(check.right, answers, year)
    if left is None or right is None:
        return False
    if check.compare == "equal":
        return abs(left - right - check.value) > check.tolerance
    if check.compare == "at_most":
        return left > right + check.value + check.tolerance
    assert check.low is not None
    assert check.high is not None
    return bool(right) and not check.low <= left / right <= check.high


def _sum(codes: tuple[str, ...], answers: Answers, year: int) -> float | None:
    total = 0.0
    for code in codes:
        value = year if code == YEAR else answers.get(code)
        if not isinstance(value, int | float):
            return None
        total += value
    return total


def _jumps(asked: Questionnaire, question: Question, then: object, now: object) -> bool:
    if question.kind not in NUMERIC:
        return False
    assert isinstance(then, int | float)
    assert isinstance(now, int | float)
    rule = asked.jumps
    if question.kind is Kind.SHARE:
        return abs(now - then) > rule.share
    small, large = sorted((abs(then), abs(now)))
    return abs(now - then) > rule.least and large > rule.factor * small
