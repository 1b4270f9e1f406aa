"""Rows of Excellence for tests; people and organisations come from the foundation's factories."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from hanse.excellence.criteria.answers import Answer, as_json
from hanse.excellence.web.models.benchmarking import Benchmarking, BenchmarkingState
from hanse.excellence.web.models.benchmarking_answers import BenchmarkingAnswer
from hanse.excellence.web.models.certificates import Certificate
from hanse.excellence.web.models.labels import Application, Label
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from tests.excellence.criteria.model_answers import MODEL
from tests.foundation.web.factories import make_person


def make_benchmarking(organisation: Organisation, **more: Any) -> Benchmarking:
    """A benchmarking of `organisation` about 2025, being answered unless said otherwise."""
    details = {"questionnaire": "2026", "reference_year": 2025, **more}
    return Benchmarking.objects.create(organisation=organisation, **details)


def make_certificate(
    person: User, kind: str = "benchmarking_expert", issued: date = date(2026, 1, 15), **more: Any
) -> Certificate:
    """A certificate of `person`, valid for three years unless said otherwise."""
    details = {
        "number": f"TEST-{Certificate.objects.count() + 1:04d}",
        "expires": issued.replace(year=issued.year + 3),
        **more,
    }
    return Certificate.objects.create(person=person, kind=kind, issued=issued, **details)


def make_label(
    organisation: Organisation, number: str = "", awarded: date = date(2026, 3, 2), **more: Any
) -> Label:
    """A bronze label of `organisation` for two years, not in the register; renews: a label."""
    renews = more.pop("renews", None)
    scheme = {"scheme": "hanse_label", "scheme_version": "2026"}
    details = {
        "level": "bronze",
        "number": number or f"HL-{Label.objects.count() + 1:04d}",
        "field": "construction",
        "awarded": awarded,
        "valid_from": awarded,
        "valid_until": awarded.replace(year=awarded.year + 2),
        **scheme,
        **more,
    }
    application = Application.objects.create(
        organisation=organisation,
        level=details["level"],
        state="awarded",
        renews=renews,
        **scheme,
    )
    return Label.objects.create(organisation=organisation, application=application, **details)


# --- Benchmarking: answers and the interview ---------------------------------------------------


def give_answers(
    benchmarking: Benchmarking, answers: Mapping[str, Answer] | None = None, by: User | None = None
) -> None:
    """Write `answers`, the complete and plausible ones of the model where not said."""
    for code, answer in (MODEL if answers is None else answers).items():
        BenchmarkingAnswer.objects.create(
            benchmarking=benchmarking, question=code, value=as_json(answer), by=by
        )


def make_expert(name: str = "Expert", **certificate: Any) -> User:
    """A person with the role of an expert and a valid certificate."""
    person = make_person(name, Role.EXPERT)
    make_certificate(person, **certificate)
    return person


def make_interview(organisation: Organisation, expert: User, **more: Any) -> Benchmarking:
    """A benchmarking with complete answers, handed in on 2 March 2026, in the interview."""
    details = {
        "state": BenchmarkingState.INTERVIEW,
        "submitted": datetime(2026, 3, 2, 12, tzinfo=UTC),
        **more,
    }
    made = make_benchmarking(organisation, expert=expert, **details)
    give_answers(made)
    return made


def make_confirmed(
    organisation: Organisation, answers: Mapping[str, Answer] | None = None, **more: Any
) -> Benchmarking:
    """A confirmed benchmarking with `answers`, those of the model where not said."""
    kept = {code: as_json(answer) for code, answer in (answers or MODEL).items()}
    details = {
        "state": BenchmarkingState.CONFIRMED,
        "interviewed": date(2024, 5, 6),
        "reference_year": 2023,
        "confirmed_answers": kept,
        **more,
    }
    return make_benchmarking(organisation, **details)
