"""Answers of a benchmarking in the codes of the questionnaire that a scheme looks at."""

from hanse.excellence.criteria.answers import Answers
from hanse.excellence.criteria.changes import carried_over
from hanse.excellence.criteria.questionnaire import questionnaire
from hanse.excellence.web.benchmarking_answers import confirmed_answers, sheet_of
from hanse.excellence.web.models.benchmarking import Benchmarking, BenchmarkingState
from hanse.excellence.web.register_now import FIELD_QUESTION
from hanse.foundation.problems import HanseError
from hanse.foundation.web.models.organisations import Organisation


def answers_for(benchmarking: Benchmarking, version: str) -> Answers:
    """The answers of `benchmarking` as the questionnaire `version` asks them.

    As the expert confirmed them; before that, as they stand now. Empty where one questionnaire
    does not say how answers to the other are carried over.
    """
    confirmed = benchmarking.state == BenchmarkingState.CONFIRMED
    answers = confirmed_answers(benchmarking) if confirmed else sheet_of(benchmarking).final()
    if benchmarking.questionnaire == version:
        return answers
    try:
        return carried_over(answers, benchmarking.asked, questionnaire(version)).answers
    except HanseError:
        return {}


def latest_benchmarking(organisation: Organisation) -> Benchmarking | None:
    """The benchmarking that eligibility is judged on: the latest that was not withdrawn."""
    return (
        Benchmarking.objects.of(organisation)
        .exclude(state=BenchmarkingState.WITHDRAWN)
        .order_by("-reference_year", "-pk")
        .first()
    )


def field_of(organisation: Organisation) -> str:
    """The technology field an organisation last named; "" for none."""
    latest = latest_benchmarking(organisation)
    if latest is None:
        return ""
    answer = answers_for(latest, latest.questionnaire).get(FIELD_QUESTION)
    return answer if isinstance(answer, str) else ""
