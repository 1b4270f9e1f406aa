"""Conflicts of people with organisations, from the ties the site knows."""

from collections.abc import Collection, Mapping
from datetime import date

from hanse.excellence.label.conflicts import Conflict, conflicts
from hanse.excellence.web.models.label_ties import PersonalTie, clusters_of
from hanse.excellence.web.models.labels import Application
from hanse.foundation.web.models.organisations import Organisation


def conflicts_with(
    application: Application, people: Collection[int], on: date
) -> Mapping[int, tuple[Conflict, ...]]:
    """Person -> every conflict with the organisation that applies; a few queries at most.

    people: numbers of accounts.
    """
    years = application.procedure.conflicts.years
    return conflicts_with_organisation(application.organisation_id, people, on, years=years)


def conflicts_with_organisation(
    organisation: Organisation | int, people: Collection[int], on: date, *, years: int
) -> Mapping[int, tuple[Conflict, ...]]:
    """Person -> every conflict with an organisation on a day; a few queries at most.

    organisation: it, or its number. years: how long past work and advice count.
    """
    ties = PersonalTie.objects.of(people)
    if not any(ties.values()):
        return dict.fromkeys(people, ())  # nobody without a tie is in conflict
    number = organisation if isinstance(organisation, int) else organisation.pk
    cluster = clusters_of([number], on)[number]
    return {person: conflicts(ties[person], cluster, on, years=years) for person in people}
