"""Answers from one time to the next: carried over to a new version, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hanse.excellence.criteria.answers import Answer, AnswerError, Answers, checked
from hanse.excellence.criteria.questionnaire import Earlier, Questionnaire
from hanse.foundation.problems import HanseError


@dataclass(frozen=True, slots=True)
class Carried:
    """Answers of an earlier time in the codes of a questionnaire of today.

    answers: those that could be carried over. dropped: codes then that are asked no more.
    refused: codes now whose earlier answer is outside what the question takes today.
    new: codes now that were not asked then.
    """

    answers: Answers
    dropped: tuple[str, ...]
    refused: tuple[str, ...]
    new: tuple[str, ...]


class ChangeKind(StrEnum):
    """What became of an answer."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Change:
    """One question's answers of two times. growth: relative change of a figure, None without."""

    code: str
    before: Answer
    after: Answer
    kind: ChangeKind
    growth: float | None


def carried_over(answers: Answers, then: Questionnaire, now: Questionnaire) -> Carried:
    """`answers` to the version `then`, as answers to the version `now`.

    Raises `HanseError` when `now` does not say how answers to `then` are carried over.
    """
    rule = _rule(then, now)
    kept: dict[str, Answer] = {}
    refused: list[str] = []
    asked_then: set[str] = set()
    for question in then.questions:
        if question.code in rule.dropped:
            continue
        code = rule.renamed.get(question.code, question.code)
        asked_then.add(code)
        answer = answers.get(question.code)
        if answer is None:
            continue
        if code in rule.multiplied and isinstance(answer, int | float):
            answer = answer * rule.multiplied[code]
        try:
            kept[code] = checked(now.question(code), answer)
        except AnswerError:
            refused.append(code)
    return Carried(
        answers=kept,
        dropped=tuple(code for code in rule.dropped if answers.get(code) is not None),
        refused=tuple(refused),
        new=tuple(each.code for each in now.questions if each.code not in asked_then),
    )


def changes(asked: Questionnaire, before: Answers, after: Answers) -> tuple[Change, ...]:
    """What became of each answer, in the questionnaire's order; both in its codes."""
    return tuple(
        _change(question.code, before.get(question.code), after.get(question.code))
        for question in asked.questions
    )


def answered(asked: Questionnaire, answers: Answers, dimension: str = "") -> tuple[int, int]:
    """How many of the questions that must be answered are, and how many there are.

    dimension: to count its questions only.
    """
    wanted = [
        each for each in asked.questions if not each.optional and dimension in {"", each.dimension}
    ]
    return sum(answers.get(each.code) is not None for each in wanted), len(wanted)


def unanswered(asked: Questionnaire, answers: Answers) -> Sequence[str]:
    """Codes of the questions that must still be answered, in order."""
    return [
        each.code
        for each in asked.questions
        if not each.optional and answers.get(each.code) is None
    ]


def _rule(then: Questionnaire, now: Questionnaire) -> Earlier:
    if then.version == now.version:
        return Earlier(version=then.version)
    for rule in now.earlier:
        if rule.version == then.version:
            break
    else:
        raise HanseError(
            f"Answers to version {then.version} cannot be carried over to {now.version}.",
            where=f"questionnaire {now.version}, earlier",
            why="The questionnaire does not say which questions have stayed the same.",
            remedy=f'Add a table [[earlier]] with version = "{then.version}".',
        )
    asked_then = then.by_code.keys()
    unknown = sorted({*rule.renamed, *rule.dropped} - asked_then)
    lost = [
        code
        for code in asked_then
        if code not in rule.dropped and rule.renamed.get(code, code) not in now.by_code
    ]
    if unknown or lost:
        raise HanseError(
            f"What becomes of answers to version {then.version} is not said in full.",
            where=f"questionnaire {now.version}, earlier",
            why=f"not asked then: {', '.join(unknown) or 'none'}; "
            f"without a place now: {', '.join(lost) or 'none'}",
            remedy="Name every code of then that changed, under renamed or dropped.",
        )
    return rule


def _change(code: str, before: Answer, after: Answer) -> Change:
    if before is None and after is None:
        kind = ChangeKind.NEVER
    elif before is None:
        kind = ChangeKind.ADDED
    elif after is None:
        kind = ChangeKind.REMOVED
    else:
        kind = ChangeKind.SAME if before == after else ChangeKind.CHANGED
    growth = None
    figures = [
        each
        for each in (before, after)
        if isinstance(each, int | float) and not isinstance(each, bool)
    ]
    if len(figures) == 2 and figures[0]:
        growth = figures[1] / figures[0] - 1
    return Change(code, before, after, kind, growth)
