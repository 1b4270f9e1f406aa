"""Fictitious benchmarkings on their way, one in each state, with synthetic answers."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from hanse.excellence.benchmark.synthetic import VERSION, synthetic_participants
from hanse.excellence.criteria.answers import as_json
from hanse.excellence.web.demo.cast import EXPERTS, ClusterFigure, Figure, make_cluster, make_figure
from hanse.excellence.web.models.benchmarking import Benchmarking, BenchmarkingState
from hanse.excellence.web.models.benchmarking_answers import (
    BenchmarkingAnswer,
    BenchmarkingReview,
    Verdict,
)

CLUSTERS: Final = {
    BenchmarkingState.ANSWERING: ClusterFigure(
        "Fictitious Moss and Peat Cluster", "IE", "IE04", "construction"
    ),
    BenchmarkingState.SUBMITTED: ClusterFigure(
        "Fictitious Salt Road Logistics Cluster", "DE", "DE93", "transport"
    ),
    BenchmarkingState.INTERVIEW: ClusterFigure(
        "Fictitious Karst Water Cluster", "SI", "SI04", "energy_environment"
    ),
    BenchmarkingState.WITHDRAWN: ClusterFigure(
        "Fictitious Glass Harbour Cluster", "SE", "SE21", "production"
    ),
}
_LEFT_OPEN: Final = 9
"""Every such question has no answer yet where the cluster is still answering."""


def make_benchmarkings(on: date) -> list[Benchmarking]:
    """A benchmarking in each state before the last, each of a fictitious organisation.

    `manager-1@hanse.example` and so on edit these organisations. The one in the interview has
    half of its answers judged, one of them corrected.
    """
    people = synthetic_participants(len(CLUSTERS), seed=17, year=on.year)
    made = []
    for number, ((state, figure), each) in enumerate(zip(CLUSTERS.items(), people, strict=True), 1):
        manager = make_figure(
            Figure(f"manager-{number}", f"Marek Manager {number}", figure.country)
        )
        begun = datetime.combine(on - timedelta(days=40), time(9), tzinfo=UTC)
        handed_in = state in {BenchmarkingState.SUBMITTED, BenchmarkingState.INTERVIEW}
        benchmarking = Benchmarking.objects.create(
            organisation=make_cluster(figure, manager),
            questionnaire=VERSION,
            reference_year=on.year - 1,
            state=state,
            begun=begun,
            submitted=begun + timedelta(days=20) if handed_in else None,
            withdrawn=begun + timedelta(days=8) if state == BenchmarkingState.WITHDRAWN else None,
            expert=make_figure(EXPERTS[3]) if state == BenchmarkingState.INTERVIEW else None,
        )
        answers = {**each.answers, "field": figure.field, "founded": float(each.founded or 2010)}
        kept = [
            BenchmarkingAnswer(
                benchmarking=benchmarking,
                question=code,
                value=as_json(answers[code]),
                by=manager,
                at=begun + timedelta(hours=at),
            )
            for at, code in enumerate(benchmarking.asked.by_code)
            if answers.get(code) is not None
            and not (state == BenchmarkingState.ANSWERING and at % _LEFT_OPEN == _LEFT_OPEN - 1)
        ]
        BenchmarkingAnswer.objects.bulk_create(kept)
        if state == BenchmarkingState.INTERVIEW:
            _judge(benchmarking, kept)
        made.append(benchmarking)
    return made


def _judge(benchmarking: Benchmarking, answers: list[BenchmarkingAnswer]) -> None:
    """Half of the answers confirmed; the number of new members among them corrected, if any."""
    for answer in answers[: len(answers) // 2]:
        wrong = answer.question == "members_joined" and bool(answer.value)
        BenchmarkingReview.objects.create(
            benchmarking=benchmarking,
            question=answer.question,
            verdict=Verdict.CORRECTED if wrong else Verdict.CONFIRMED,
            value=(answer.value or 0) - 1 if wrong else None,
            note="One of them signed after the end of the year." if wrong else "",
            revision=answer.revision,
            by=benchmarking.expert,
        )
