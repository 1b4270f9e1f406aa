"""Conflicts of people with organisations, from the ties the site knows."""

from collections.abc import Collection, Mapping
from datetime import date

from hanse.excellence.label.conflicts import Conflict, conflicts
from hanse.excellence.web.models.label_ties import PersonalTie, clusters_of
from hanse.excellence.web.models.labels import Application


def conflicts_with(
    application: Application, people: Collection[int], on: date
) -> Mapping[int, tuple[Conflict, ...]]:
    """Person -> every conflict with the organisation that applies; a fixed number of queries.

    people: numbers of accounts.
    """
    organisation = application.organisation_id
    cluster = clusters_of([organisation], on)[organisation]
    years = application.procedure.conflicts.years
    ties = PersonalTie.objects.of(people)
    return {person: conflicts(ties[person], cluster, on, years=years) for person in people}
