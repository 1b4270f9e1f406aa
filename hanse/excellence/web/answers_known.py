"""Answers of a benchmarking in the codes of the questionnaire that a scheme looks at."""

from hanse.excellence.criteria.answers import Answers
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.foundation.web.models.organisations import Organisation


def answers_for(_benchmarking: Benchmarking, _version: str) -> Answers:
    """The answers of `benchmarking` as the questionnaire `version` asks them."""
    return {}


def field_of(_organisation: Organisation) -> str:
    """The technology field an organisation last named; "" for none."""
    return ""
