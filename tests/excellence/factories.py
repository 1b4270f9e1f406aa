"""Rows of Excellence for tests; people and organisations come from the foundation's factories."""

from datetime import date
from typing import Any

from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.certificates import Certificate
from hanse.excellence.web.models.labels import Application, Label
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User


def make_benchmarking(organisation: Organisation, **more: Any) -> Benchmarking:
    """A benchmarking of `organisation` about 2025, being answered unless said otherwise."""
    details = {"questionnaire": "1", "reference_year": 2025, **more}
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
