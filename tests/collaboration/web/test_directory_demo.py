"""The fictitious directory of a demo."""

from datetime import date

import pytest
from django.db.models import Count
from pytest_django import Settings

from hanse.collaboration.web.actions.demo import create_demo_collaboration, has_demo_collaboration
from hanse.collaboration.web.demo.directory import make_directory
from hanse.collaboration.web.models.directory_services import Service, ServiceRating
from hanse.collaboration.web.models.directory_tiers import TierDecision
from hanse.collaboration.web.models.profiles import ClusterMember, CodeKind, Profile, ProfileCode
from hanse.excellence.web.demo.peers import make_peers
from hanse.foundation.problems import HanseError
from hanse.foundation.sectors import classification
from hanse.foundation.web.countries import why_not_region
from hanse.foundation.web.models.organisations import Organisation

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 28)


@pytest.fixture
def made() -> None:
    make_peers(60, DAY)
    make_directory(DAY)


def test_only_on_a_demo(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(HanseError, match="for a demo"):
        create_demo_collaboration(on=DAY)
    assert not has_demo_collaboration()


def test_made_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = True
    monkeypatch.setattr("hanse.collaboration.web.actions.demo.MAKERS", (make_directory,))
    assert create_demo_collaboration(on=DAY)
    count = Profile.objects.count()
    assert not create_demo_collaboration(on=DAY)
    assert Profile.objects.count() == count


def test_everything_is_fictitious_in_real_regions_of_many_countries(made: None) -> None:
    everyone = Organisation.objects.all()
    assert not everyone.filter(fictitious=False).exists()
    assert everyone.filter(profile=None).count() == 0
    placed = everyone.exclude(region="")
    assert [each for each in placed if why_not_region(each.region, each.country)] == []
    assert placed.values("country").distinct().count() >= 20
    kinds = dict(everyone.order_by().values_list("kind").annotate(Count("pk")))
    assert kinds == {"cluster": 60, "firm": 40, "research": 10, "public": 8, "partner": 9}
    assert all(name.startswith("Fictitious") for name in everyone.values_list("name", flat=True))


def test_codes_are_those_of_the_lists_and_dates_lie_before(made: None) -> None:
    known = classification("nace_rev2").items
    named = set(ProfileCode.objects.filter(kind=CodeKind.INDUSTRY).values_list("code", flat=True))
    assert named <= set(known)
    assert set(CodeKind) == set(ProfileCode.objects.values_list("kind", flat=True))
    assert not ClusterMember.objects.filter(since__gt=DAY).exists()
    assert not ClusterMember.objects.filter(member__isnull=False, objects_to_naming=True).exists()
    assert Service.objects.count() == 180
    assert ServiceRating.objects.filter(year=2025).exists()


def test_tiers_were_granted_by_the_checks(made: None) -> None:
    decided = TierDecision.objects.all()
    assert 5 < decided.count() < 40
    outcomes = {outcome for each in decided for outcome in each.checks.values()}
    assert "met" in outcomes
    assert "not_met" not in outcomes
    validated = Profile.objects.filter(tier="validated").values_list("organisation", flat=True)
    assert set(validated) == set(decided.values_list("organisation", flat=True))
