"""The language that the reader's questions are in, which may differ from that of the pages."""

from typing import Final

from django.http import HttpRequest
from django.utils.translation import get_language

from hanse.excellence.criteria.questionnaire import Questionnaire

_KEPT: Final = "question_language"

LANGUAGE_NAMES: Final = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "it": "Italiano",
    "pl": "Polski",
}
"""Own names of the languages that come with Hanse; another shows as its code."""


def question_language(request: HttpRequest) -> str:
    """The language chosen for questions, or else that of the page: two letters."""
    return str(request.session.get(_KEPT) or (get_language() or "en").split("-")[0])


def choose_question_language(request: HttpRequest, asked: Questionnaire) -> None:
    """Keep the language that the address asks for as `questions`, where there is a translation."""
    wanted = request.GET.get("questions", "")
    if wanted in ("en", *asked.languages):
        request.session[_KEPT] = wanted


def languages_offered(asked: Questionnaire) -> list[tuple[str, str]]:
    """Code and own name of each language of a questionnaire, English first."""
    return [(code, LANGUAGE_NAMES.get(code, code)) for code in ("en", *asked.languages)]
