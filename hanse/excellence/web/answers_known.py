"""Answers of a benchmarking in the codes of the questionnaire that a scheme looks at."""

from hanse.excellence.criteria.answers import Answers
from hanse.excellence.web.models.benchmarking import Benchmarking


def answers_for(_benchmarking: Benchmarking, _version: str) -> Answers:
    """The answers of `benchmarking` as the questionnaire `version` asks them."""
    return {}
