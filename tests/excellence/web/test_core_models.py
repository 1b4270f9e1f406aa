"""Who sees a benchmarking, and when a certificate holds."""

from datetime import date
from typing import Any

import pytest

from hanse.excellence.web.models.benchmarking import Benchmarking, BenchmarkingState
from hanse.excellence.web.models.certificates import Certificate
from hanse.foundation.roles import Role
from tests.excellence.factories import make_benchmarking, make_certificate
from tests.foundation.web.factories import make_member, make_organisation, make_person

pytestmark = pytest.mark.django_db


def test_a_benchmarking_is_seen_by_its_people_its_expert_and_officers() -> None:
    organisation = make_organisation()
    own, expert, stranger = make_person("Own"), make_person("Expert"), make_person("Stranger")
    officer = make_person("Officer", Role.OFFICER)
    make_member(organisation, own)
    made = make_benchmarking(organisation, expert=expert)
    for person, sees in ((own, True), (expert, True), (officer, True), (stranger, False)):
        assert Benchmarking.objects.visible_to(person).filter(pk=made.pk).exists() is sees
    assert Benchmarking.objects.editable_by(own).exists()
    assert not Benchmarking.objects.editable_by(officer).exists()
    made.state = BenchmarkingState.SUBMITTED
    made.save()
    assert not Benchmarking.objects.editable_by(own).exists()


@pytest.mark.parametrize(
    ("more", "on", "holds"),
    [
        ({}, date(2026, 1, 14), False),
        ({}, date(2026, 1, 15), True),
        ({}, date(2029, 1, 15), True),
        ({}, date(2029, 1, 16), False),
        ({"suspended": date(2027, 1, 1)}, date(2026, 12, 31), True),
        ({"suspended": date(2027, 1, 1)}, date(2027, 1, 1), False),
        ({"revoked": date(2027, 1, 1)}, date(2027, 1, 2), False),
    ],
)
def test_when_a_certificate_holds(more: dict[str, Any], on: date, holds: bool) -> None:
    made = make_certificate(make_person(), **more)
    assert Certificate.objects.valid(on).filter(pk=made.pk).exists() is holds
    assert Certificate.objects.of_kind("benchmarking_expert").exists()
    assert not Certificate.objects.of_kind("instructor").exists()
