"""Fictitious peers with synthetic answers, so that a demo has somebody to be compared with."""

from datetime import UTC, date, datetime, time, timedelta

from hanse.excellence.benchmark.indicators import comparison
from hanse.excellence.benchmark.releases import make_release
from hanse.excellence.benchmark.synthetic import VERSION, synthetic_participants
from hanse.excellence.criteria.answers import as_json
from hanse.excellence.web.benchmark_figures import protected_counts
from hanse.excellence.web.models.benchmarking import Benchmarking, BenchmarkingState
from hanse.excellence.web.models.peer_releases import PeerRelease
from hanse.excellence.web.participants import participants
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind


def make_peers(count: int, on: date, *, seed: int = 1) -> list[Benchmarking]:
    """`count` fictitious cluster organisations, each benchmarked in the year before `on`.

    Their names say that they are fictitious; their answers are synthetic.
    """
    people = synthetic_participants(count, seed=seed, year=on.year)
    made = Organisation.objects.bulk_create(
        Organisation(
            slug=f"fictitious-peer-{number:04d}",
            kind=OrganisationKind.CLUSTER,
            name=f"Fictitious Peer {number:04d}",
            country=each.country,
            fictitious=True,
        )
        for number, each in enumerate(people, 1)
    )
    rows = []
    for number, (organisation, each) in enumerate(zip(made, people, strict=True)):
        interviewed = on - timedelta(days=10 + number % 340)
        answers = {code: as_json(value) for code, value in each.answers.items()}
        rows.append(
            Benchmarking(
                organisation=organisation,
                questionnaire=VERSION,
                reference_year=interviewed.year - 1,
                state=BenchmarkingState.CONFIRMED,
                interviewed=interviewed,
                confirmed=datetime.combine(interviewed, time(12), tzinfo=UTC),
                confirmed_answers={**answers, "field": each.field},
            )
        )
    return Benchmarking.objects.bulk_create(rows)


def make_peer_release(on: date) -> PeerRelease:
    """A first release of all that is confirmed by then, as the secretariat would publish it."""
    rules = comparison(VERSION)
    taking_part = participants(VERSION, on)
    made = PeerRelease(on=on, questionnaire=VERSION)
    made.counts = protected_counts(taking_part, rules)
    made.keep(make_release(taking_part, rules, None, on=on))
    made.save()
    return made
