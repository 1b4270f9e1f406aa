"""Who may interview: what binds people to an organisation is judged as it is with labels."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from hanse.excellence.web.actions import benchmarking as way
from hanse.excellence.web.actions.benchmarking_answers import Judgement, answers_review
from hanse.excellence.web.benchmarking_answers import sheet_of
from hanse.excellence.web.benchmarking_permits import candidates
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.benchmarking_answers import Verdict
from hanse.excellence.web.models.label_ties import PersonalTie, Support
from tests.excellence.factories import (
    make_benchmarking,
    make_certificate,
    make_expert,
    make_interview,
    make_label,
)
from tests.foundation.web.factories import Cast, make_member, make_organisation

TODAY = date(2026, 3, 9)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def made(cast: Cast) -> Benchmarking:
    """A benchmarking that waits for an expert; the cast's is certified."""
    make_certificate(cast.expert)
    handed_in = datetime(2026, 3, 2, 12, tzinfo=UTC)
    return make_benchmarking(cast.organisation, state="submitted", submitted=handed_in)


@pytest.mark.parametrize(
    ("kind", "until", "said"),
    [
        ("gap_analysis", date(2015, 1, 1), "Gave the cluster organisation its gap analysis."),
        ("advises", date(2024, 1, 1), "Advised the cluster organisation for a fee"),
        ("advises", date(2022, 1, 1), ""),
        ("heads", None, "Heads the cluster organisation"),
        ("close", None, "Is close to somebody who runs"),
        ("competes", date(2026, 1, 1), ""),
    ],
)
def test_declared_ties_count(
    cast: Cast, made: Benchmarking, kind: str, until: date | None, said: str
) -> None:
    PersonalTie.objects.create(
        person=cast.expert,
        organisation=cast.organisation,
        kind=kind,
        since=date(2014, 1, 1),
        until=until,
    )
    found = candidates(cast.organisation, TODAY)
    if said:
        with pytest.raises(ValidationError, match=said):
            way.expert_assign(by=cast.officer, benchmarking=made, expert=cast.expert, on=TODAY)
        assert list(found.free) == []
        assert [person for person, _why in found.refused] == [cast.expert]
    else:
        assert (list(found.free), found.refused) == ([cast.expert], [])
        way.expert_assign(by=cast.officer, benchmarking=made, expert=cast.expert, on=TODAY)
        assert made.expert == cast.expert


def test_who_works_for_a_funder_or_a_rival_does_not_interview(
    cast: Cast, made: Benchmarking
) -> None:
    agency = make_organisation("Agency", kind="agency")
    Support.objects.create(cluster=cast.organisation, supporter=agency, kind="funds")
    make_member(agency, cast.expert, since=LONG_AGO)
    rival = make_organisation("Rival Cluster")
    for each in (rival, cast.organisation):
        make_label(each)
        each.label_applications.update(field="construction")
    other = make_expert("Rival Expert")
    make_member(rival, other, since=LONG_AGO)
    for person, said in ((cast.expert, "Works for a funder"), (other, "Competes with")):
        with pytest.raises(ValidationError, match=said):
            way.expert_assign(by=cast.officer, benchmarking=made, expert=person, on=TODAY)


def test_who_is_in_conflict_by_the_day_of_the_interview_does_not_confirm(cast: Cast) -> None:
    make_certificate(cast.expert)
    interview = make_interview(cast.organisation, cast.expert)
    confirmed = {code: Judgement(Verdict.CONFIRMED) for code in sheet_of(interview).unjudged()}
    answers_review(by=cast.expert, benchmarking=interview, judgements=confirmed)
    PersonalTie.objects.create(
        person=cast.expert, organisation=cast.organisation, kind="advises", since=date(2026, 3, 3)
    )
    with pytest.raises(ValidationError, match="who advises does not assess"):
        way.benchmarking_confirm(
            by=cast.expert, benchmarking=interview, interviewed=date(2026, 3, 5), on=TODAY
        )
    way.benchmarking_confirm(
        by=cast.expert, benchmarking=interview, interviewed=date(2026, 3, 2), on=TODAY
    )
    assert interview.state == "confirmed"
