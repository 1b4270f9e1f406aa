"""The questions of a questionnaire as fields of a form, in the language people answer in."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from hanse.excellence.criteria.answers import (
    Answer,
    AnswerError,
    Kind,
    Trouble,
    parse_answer,
    typed_form,
)
from hanse.excellence.criteria.questionnaire import Question
from hanse.foundation.web.figures import shaped

_FEW: Final = 6
"""Choices up to which all are seen at once."""

_TROUBLES: Final = {
    Trouble.NOT_A_NUMBER: gettext_lazy("Type a number, such as 12 or 12.5."),
    Trouble.NOT_WHOLE: gettext_lazy("Type a whole number, without decimals."),
    Trouble.TOO_LOW: gettext_lazy("Type a number of at least %(bound)s."),
    Trouble.TOO_HIGH: gettext_lazy("Type a number of at most %(bound)s."),
    Trouble.UNKNOWN_OPTION: gettext_lazy("Choose one of those offered."),
    Trouble.NONE_AND_MORE: gettext_lazy(
        "You chose the first answer, which excludes the others, and others too."
    ),
    Trouble.NOT_YES_NO: gettext_lazy("Choose yes or no."),
    Trouble.TOO_LONG: gettext_lazy("Use at most %(bound)s letters."),
}


def trouble_text(problem: AnswerError, question: Question) -> str:
    """Why an answer is not taken, in the reader's language."""
    bound = ""
    if problem.bound is not None:
        kind = "percent" if question.kind is Kind.SHARE else "decimal"
        decimals = 0 if problem.bound == int(problem.bound) or kind == "percent" else 1
        if question.unit == "year":
            kind = "year"
        bound = shaped(problem.bound, kind, decimals=decimals)  # type: ignore[arg-type]
    return str(_TROUBLES[problem.trouble]) % {"bound": bound}


class AnswerField(forms.Field):
    """One question. Its value is an answer; "" and nothing ticked are none."""

    def __init__(self, question: Question, language: str) -> None:
        wording = question.wording(language)
        self.question = question
        self.decimal = "." if language.startswith("en") else ","
        super().__init__(
            required=not question.optional,
            label=wording.text,
            help_text=wording.help,
            widget=_widget(question, wording.options),
        )

    def prepare_value(self, value: Any) -> Any:
        """An answer as its control shows it; what was typed stays as it was typed."""
        if isinstance(value, tuple):
            return list(value)
        if isinstance(value, bool | float):
            return typed_form(self.question, value, decimal=self.decimal)
        return value

    def clean(self, value: Any) -> Answer:
        """The answer that was typed. Raises `ValidationError` for one that is not taken.

        None is taken, also where an answer is needed in the end: people answer bit by bit.
        """
        try:
            return parse_answer(self.question, value or "")
        except AnswerError as problem:
            raise ValidationError(trouble_text(problem, self.question)) from problem


class AnswersForm(forms.Form):
    """Some questions of a questionnaire, each with its answer so far."""

    use_required_attribute = False

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        questions: Iterable[Question],
        language: str,
        answers: Mapping[str, Answer],
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, initial=dict(answers), prefix=prefix)
        for question in questions:
            self.fields[question.code] = AnswerField(question, language)


def _widget(question: Question, options: Mapping[str, str]) -> forms.Widget:
    match question.kind:
        case Kind.TEXT:
            return forms.Textarea(attrs={"rows": 5, "maxlength": int(question.high or 0)})
        case Kind.CHOICES:
            return forms.CheckboxSelectMultiple(choices=list(options.items()))
        case Kind.YES_NO:
            return forms.RadioSelect(choices=[("yes", gettext("Yes")), ("no", gettext("No"))])
        case Kind.CHOICE if len(options) <= _FEW:
            return forms.RadioSelect(choices=list(options.items()))
        case Kind.CHOICE:
            return forms.Select(choices=[("", gettext("Choose")), *options.items()])
        case Kind.WHOLE:
            return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        case _:
            return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
