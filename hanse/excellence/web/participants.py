"""Benchmarked organisations as the comparison with peers takes them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from hanse.excellence.benchmark.macro_regions import macro_region_of
from hanse.excellence.benchmark.peers import Participant
from hanse.excellence.criteria.answers import Answer
from hanse.excellence.web.benchmarking_answers import confirmed_answers
from hanse.excellence.web.models.benchmarking import Benchmarking

USED_FOR: Final = timedelta(days=3 * 365)
"""How long after the interview answers are compared with; set by Hanse."""


def participant_of(benchmarking: Benchmarking) -> Participant:
    """The organisation of a confirmed benchmarking with its answers; its row must be at hand."""
    answers = confirmed_answers(benchmarking)
    country = benchmarking.organisation.country
    return Participant(
        id=str(benchmarking.organisation_id),
        field=_text(answers, "field"),
        country=country,
        macro_region=macro_region_of(country),
        founded=_whole(answers, "founded"),
        size=_number(answers, "members_committed"),
        answers=answers,
        version=str(benchmarking.pk),
    )


def participants(questionnaire: str, on: date) -> list[Participant]:
    """Every organisation once, with its latest answers to a questionnaire that are still used."""
    confirmed = (
        Benchmarking.objects.confirmed()
        .filter(questionnaire=questionnaire, interviewed__lte=on, interviewed__gt=on - USED_FOR)
        .filter(organisation__withdrawn__isnull=True)
        .select_related("organisation")
    )
    latest: dict[int, Benchmarking] = {}
    for each in confirmed:
        latest.setdefault(each.organisation_id, each)
    return [participant_of(each) for each in latest.values()]


def _text(answers: Mapping[str, Answer], code: str) -> str:
    answer = answers.get(code)
    return answer if isinstance(answer, str) else ""


def _number(answers: Mapping[str, Answer], code: str) -> float | None:
    answer = answers.get(code)
    return float(answer) if isinstance(answer, int | float) else None


def _whole(answers: Mapping[str, Answer], code: str) -> int | None:
    number = _number(answers, code)
    return None if number is None else int(number)
