"""The fictitious consortia of a demo."""

from datetime import date

import pytest

from hanse.collaboration.consortia.states import Place, State, Version
from hanse.collaboration.consortia.strategy import SECTIONS, is_complete, read
from hanse.collaboration.web.demo.consortia import make_consortia
from hanse.collaboration.web.models.consortia import Consortium, ConsortiumMember
from hanse.collaboration.web.models.strategies import StrategyVersion
from hanse.excellence.web.demo.peers import make_peers

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 28)


def test_one_at_each_stage_beside_those_on_record() -> None:
    make_peers(20, DAY)
    make_consortia(DAY)
    made = Consortium.objects.filter(fictitious=True)
    assert {each.state for each in made} == set(State)
    assert all(each.name.startswith("Fictitious ") for each in made)
    assert all(
        each.organisation.fictitious
        for each in ConsortiumMember.objects.filter(consortium__in=made)
    )
    assert Consortium.objects.filter(fictitious=False).exclude(source="").count() == 6
    assert ConsortiumMember.objects.filter(place=Place.INVITED).exists()
    versions = list(StrategyVersion.objects.all())
    assert {each.state for each in versions} == set(Version)
    for version in versions:
        for code, content in version.document.items():
            assert read(SECTIONS[code], content)[1] == []
        assert is_complete(version.document) == (version.state != Version.DRAFT)
        members = version.consortium.members.belonging().count()
        whole = version.state in {Version.APPROVED, Version.SUPERSEDED}
        assert (version.approvals.count() == members) == whole


def test_without_clusters_there_is_nothing_but_the_record() -> None:
    make_consortia(DAY)
    assert not Consortium.objects.filter(fictitious=True).exists()
