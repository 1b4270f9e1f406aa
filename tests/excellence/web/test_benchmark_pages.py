"""Reports, statistics and the portfolio: who gets where, what they show, what they cost."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from hanse.excellence.web.benchmark_document import report_pdf
from hanse.excellence.web.benchmark_report import report_page
from hanse.excellence.web.demo.peers import make_peer_release, make_peers
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.excellence.web.models.peer_releases import PeerRelease
from hanse.foundation.web.models.audit import AuditEvent
from tests.excellence.factories import make_confirmed
from tests.foundation.web.factories import Cast, make_organisation

pytestmark = pytest.mark.django_db


def text(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


def at(name: str, made: Benchmarking) -> str:
    return reverse(name, args=[made.pk])


@pytest.fixture
def peers() -> list[Benchmarking]:
    """Sixty peers in four countries, so that there are groups to be shown."""
    return make_peers(60, timezone.localdate(), seed=4)


@pytest.fixture
def kept(peers: list[Benchmarking]) -> PeerRelease:
    return make_peer_release(timezone.localdate())


@pytest.fixture
def own(cast: Cast) -> Benchmarking:
    """The owner's organisation, benchmarked twice."""
    make_confirmed(cast.organisation, reference_year=2023)
    return make_confirmed(
        cast.organisation,
        reference_year=2025,
        interviewed=timezone.localdate() - timedelta(days=5),
        confirmed=timezone.now(),
    )


# --- Who gets where ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["benchmarking_report", "benchmarking_report_pdf"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 200), ("member", 200), ("officer", 200), ("stranger", 404), ("expert", 404)],
)
def test_who_reads_a_report(
    client: Client,
    cast: Cast,
    own: Benchmarking,
    kept: PeerRelease,
    name: str,
    who: str,
    status: int,
) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(at(name, own)).status_code == status


@pytest.mark.parametrize("name", ["benchmarking_report", "benchmarking_report_pdf"])
def test_visitors_sign_in_first(
    client: Client, own: Benchmarking, kept: PeerRelease, name: str
) -> None:
    assert client.get(at(name, own)).status_code == 302


def test_the_expert_of_a_benchmarking_reads_its_report(
    client: Client, cast: Cast, own: Benchmarking, kept: PeerRelease
) -> None:
    Benchmarking.objects.filter(pk=own.pk).update(expert=cast.expert)
    client.force_login(cast.expert)
    assert client.get(at("benchmarking_report", own)).status_code == 200


@pytest.mark.parametrize("state", ["answering", "submitted", "interview", "withdrawn"])
def test_there_is_no_report_before_answers_are_confirmed(
    client: Client, cast: Cast, own: Benchmarking, kept: PeerRelease, state: str
) -> None:
    Benchmarking.objects.filter(pk=own.pk).update(state=state)
    client.force_login(cast.owner)
    assert client.get(at("benchmarking_report", own)).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 200), ("owner", 403), ("member", 403), ("stranger", 403), ("expert", 403)],
)
def test_only_officers_see_the_portfolio_and_publish(
    client: Client, cast: Cast, peers: list[Benchmarking], who: str, status: int
) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(reverse("benchmark_portfolio")).status_code == status
    answer = client.post(reverse("benchmark_release"))
    assert answer.status_code == (302 if status == 200 else 403)
    assert PeerRelease.objects.count() == (1 if status == 200 else 0)


def test_publishing_is_a_post(client: Client, cast: Cast) -> None:
    client.force_login(cast.officer)
    assert client.get(reverse("benchmark_release")).status_code == 405


# --- What they show ----------------------------------------------------------------------------


def test_a_report_says_with_whom_and_how(
    client: Client, cast: Cast, own: Benchmarking, kept: PeerRelease
) -> None:
    client.force_login(cast.owner)
    page = text(client.get(at("benchmarking_report", own)))
    for word in ("Strengths", "Digital transformation", "Green transition", "Social economy"):
        assert word in page
    assert "In 2023" in page
    assert "Percentile" in page
    assert page.count('<figure class="chart">') == 10
    assert 'id="members_committed"' in page


def test_a_report_without_a_release_says_so(client: Client, cast: Cast, own: Benchmarking) -> None:
    client.force_login(cast.owner)
    page = text(client.get(at("benchmarking_report", own)))
    assert "There are no peers to compare with yet." in page
    assert client.get(at("benchmarking_report_pdf", own)).status_code == 404


def test_the_document_is_in_the_language_of_the_reader(
    own: Benchmarking, kept: PeerRelease
) -> None:
    with translation.override("fr"):
        page = report_page(own, kept)
        made = report_pdf(page)
        again = report_pdf(page)
    names = {row.name for part in page.parts for row in part.rows}
    assert "Membres engagés" in names
    assert b"/Lang(fr)" in made.replace(b" ", b"")
    assert made == again


def test_the_document_is_tagged_and_long_enough(own: Benchmarking, kept: PeerRelease) -> None:
    made = report_pdf(report_page(own, kept))
    assert made.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in made
    assert b"pdfuaid" in made
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", made)) >= 15
    assert b"/Outlines" in made
    assert made.count(b"/FontFile2") + made.count(b"/FontFile3") >= 2


def test_statistics_are_for_everybody(client: Client, kept: PeerRelease) -> None:
    page = text(client.get(reverse("benchmark_statistics")))
    assert "60 cluster organisations answered" in page
    assert "Committed members" in page
    page = text(client.get(reverse("benchmark_statistics"), {"indicator": "green_targets"}))
    assert "Targets for the green transition" in page
    assert client.get(reverse("benchmark_statistics"), {"indicator": "x"}).status_code == 404


def test_statistics_before_the_first_release(client: Client) -> None:
    assert "Nothing has been published yet." in text(client.get(reverse("benchmark_statistics")))
    assert client.get(reverse("benchmark_statistics_file", args=["budget"])).status_code == 404


def test_a_release_of_the_future_is_not_shown(client: Client, peers: list[Benchmarking]) -> None:
    make_peer_release(timezone.localdate() + timedelta(days=3))
    assert "Nothing has been published yet." in text(client.get(reverse("benchmark_statistics")))


def test_the_file_holds_groups_of_five_and_more_and_no_ends(
    client: Client, kept: PeerRelease
) -> None:
    answer = client.get(reverse("benchmark_statistics_file", args=["members_committed"]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows
    assert {"answers", "median", "mean"} <= set(rows[0])
    assert not {"minimum", "maximum", "min", "max"} & set(rows[0])
    assert all(int(row["answers"]) >= 5 for row in rows)


def test_counts_are_rounded_and_add_up(client: Client, kept: PeerRelease) -> None:
    *rows, totals = kept.counts["cells"]
    assert all(cell % 5 == 0 for row in kept.counts["cells"] for cell in row)
    for row in rows:
        assert sum(row[:-1]) == row[-1]
    for column, total in enumerate(totals):
        assert sum(row[column] for row in rows) == total
    assert "multiples of 5" in text(client.get(reverse("benchmark_statistics")))


# --- Publishing --------------------------------------------------------------------------------


def test_publishing_leaves_an_event_and_only_once_a_day(
    client: Client, cast: Cast, peers: list[Benchmarking]
) -> None:
    client.force_login(cast.officer)
    client.post(reverse("benchmark_release"))
    made = PeerRelease.objects.get()
    assert made.participants == 60
    assert made.made_by == cast.officer
    event = AuditEvent.objects.get(action="peer_release_publish")
    assert event.changes["participants"] == 60
    answer = client.post(reverse("benchmark_release"), follow=True)
    assert "is in force; the next one must be of a later day" in text(answer)
    assert PeerRelease.objects.count() == 1


def test_without_anybody_nothing_is_published(client: Client, cast: Cast) -> None:
    client.force_login(cast.officer)
    answer = client.post(reverse("benchmark_release"), follow=True)
    assert "No confirmed benchmarking can be compared yet." in text(answer)


def test_a_kept_release_is_never_changed(kept: PeerRelease) -> None:
    with pytest.raises(ValueError, match="never changed"):
        kept.keep(kept.release)
    assert not PeerRelease.objects.editable_by(None).exists()  # type: ignore[arg-type]


def test_answers_are_used_for_three_years_and_the_latest_of_each(cast: Cast) -> None:
    on = date(2026, 6, 1)
    other = make_organisation("Other")
    make_confirmed(cast.organisation, interviewed=date(2024, 1, 1), reference_year=2023)
    late = make_confirmed(cast.organisation, interviewed=date(2026, 1, 1), reference_year=2025)
    make_confirmed(other, interviewed=date(2022, 1, 1), reference_year=2021)
    make_confirmed(make_organisation("Third"), interviewed=date(2026, 7, 1), reference_year=2025)
    made = make_peer_release(on)
    assert made.participants == 1
    assert late.pk


# --- What they cost ----------------------------------------------------------------------------


def test_a_report_costs_few_queries(
    client: Client,
    cast: Cast,
    own: Benchmarking,
    kept: PeerRelease,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(cast.owner)
    client.get(at("benchmarking_report", own))
    with django_assert_max_num_queries(8):
        client.get(at("benchmarking_report", own))
    with django_assert_max_num_queries(8):
        client.get(at("benchmarking_report_pdf", own))


def test_statistics_cost_few_queries(
    client: Client,
    kept: PeerRelease,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.get(reverse("benchmark_statistics"))
    with django_assert_max_num_queries(3):
        client.get(reverse("benchmark_statistics"))
