"""Answers as people read them: figures with their unit, options in words."""

from django.utils.translation import gettext as _

from hanse.excellence.criteria.answers import Answer, Kind
from hanse.excellence.criteria.questionnaire import Question, Questionnaire
from hanse.foundation.web.figures import shaped

_DECIMALS = 2


def answer_words(question: Question, answer: Answer, language: str) -> str:
    """`answer` in words, options in the language of the questions; "" for none."""
    if answer is None:
        return ""
    if isinstance(answer, bool):
        return _("Yes") if answer else _("No")
    options = question.wording(language).options
    if isinstance(answer, tuple):
        return "; ".join(options.get(each, each) for each in answer)
    if isinstance(answer, str):
        return options.get(answer, answer)
    if question.kind is Kind.SHARE:
        return shaped(answer, "percent", decimals=_needed(answer * 100))
    if question.kind is Kind.MONEY:
        return shaped(answer, "money", decimals=_needed(answer))
    if question.unit == "year":
        return shaped(answer, "year")
    return shaped(answer, "decimal", decimals=_needed(answer))


def unit_words(asked: Questionnaire, question: Question, language: str) -> str:
    """What stands beside the control of a question: its unit, % or EUR; "" for none."""
    if question.kind is Kind.SHARE:
        return "%"
    if question.kind is Kind.MONEY:
        return "EUR"
    return "" if question.unit == "year" else asked.unit_name(question.unit, language)


def _needed(value: float) -> int:
    """Decimals, at most two, that show `value`."""
    for decimals in range(_DECIMALS):
        if round(value, decimals) == round(value, _DECIMALS):
            return decimals
    return _DECIMALS
