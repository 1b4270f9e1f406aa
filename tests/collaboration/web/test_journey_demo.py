"""The journey's part of the demo: five years of exchanges and news, the same each time."""

from datetime import date, timedelta

import pytest

from hanse.collaboration.journey.exchanges import LEAST_DAYS, MOST_DAYS, State
from hanse.collaboration.web.demo.journey import A_YEAR, make_journey
from hanse.collaboration.web.evidence_sources import evidence
from hanse.collaboration.web.models.exchanges import HAPPENED, Exchange, ExchangeWish
from hanse.collaboration.web.models.news import NewsItem
from tests.foundation.web.factories import make_organisation

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 28)


@pytest.fixture
def clusters() -> None:
    countries = ("AT", "DE", "FR", "IT", "PT", "FI", "PL", "ES")
    for at in range(24):
        make_organisation(f"Fictitious {at:02}", country=countries[at % 8], fictitious=True)


def test_the_history_grows_and_every_exchange_could_have_been(clusters: None) -> None:
    make_journey(ON)
    held = Exchange.objects.filter(state__in=HAPPENED)
    assert held.count() == sum(A_YEAR)
    for each in held:
        assert each.begins
        assert each.ends
        assert each.ends <= ON
        assert LEAST_DAYS <= (each.ends - each.begins).days + 1 <= MOST_DAYS
        assert each.host.country != each.visitor.country
        assert each.steps.count() == (6 if each.state == State.FINALISED else 5)
    years = [
        held.filter(begins__gt=ON - timedelta(days=365 * (n + 1)),
                    begins__lte=ON - timedelta(days=365 * n)).count()
        for n in range(4, -1, -1)
    ]  # fmt: skip
    assert years == list(A_YEAR)
    assert {State.PROPOSED, State.AGREED, State.PLANNED} <= set(
        Exchange.objects.values_list("state", flat=True)
    )
    assert ExchangeWish.objects.filter(open=True, latest__gt=ON).count() >= 10
    assert len(evidence()) == sum(A_YEAR)


def test_the_same_day_makes_the_same_world(clusters: None) -> None:
    def world() -> list[tuple[object, ...]]:
        make_journey(ON)
        made: list[tuple[object, ...]] = list(
            Exchange.objects.order_by("pk").values_list("host", "visitor", "begins")
        )
        made += list(NewsItem.objects.order_by("pk").values_list("title", "published", "state"))
        Exchange.objects.all().delete()
        NewsItem.objects.all().delete()
        return made

    first = world()
    assert len(first) > 100
    assert world() == first


def test_all_news_is_fictitious_and_some_is_to_come(clusters: None) -> None:
    make_journey(ON)
    assert not NewsItem.objects.filter(fictitious=False).exists()
    for item in NewsItem.objects.all():
        item.full_clean()
    assert NewsItem.objects.public().standing(ON).dated().count() >= 5
    assert NewsItem.objects.filter(state="submitted").exists()


def test_without_organisations_there_is_nothing() -> None:
    make_journey(ON)
    assert not Exchange.objects.exists()
    assert not NewsItem.objects.exists()
