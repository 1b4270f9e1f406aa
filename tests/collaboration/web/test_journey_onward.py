"""Where the next step of two organisations is taken: links for their editors, names filled in."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hanse.collaboration.journey.evidence import Evidence, EvidenceKind
from hanse.collaboration.journey.rules import journey_rules
from hanse.collaboration.matching.states import InterestState
from hanse.collaboration.web.journey_onward import agreement_with, consortium_with, onward
from tests.collaboration.consortium_factories import make_consortium
from tests.collaboration.factories import make_profile
from tests.collaboration.partner_factories import Sides, make_interest, make_sides
from tests.foundation.web.factories import CAST, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides(cast: Cast) -> Sides:
    """The cast's organisation and another."""
    return make_sides(cast)


def test_every_step_of_the_rules_has_its_page(client: Client, sides: Sides) -> None:
    client.force_login(sides.cast.owner)
    both = make_consortium(sides.receiver, sides.sender)
    formed = Evidence(
        EvidenceKind.CONSORTIUM,
        (sides.receiver.pk, sides.sender.pk),
        date(2026, 1, 1),
        None,
        ("consortium", 1),
        "Together",
        both.get_absolute_url(),
    )
    for step in journey_rules().next:
        address = onward(step.code, sides.receiver, sides.sender, [formed])
        assert client.get(address).status_code == 200, step.code
    assert onward("widen", sides.receiver, sides.sender, [formed]) == reverse(
        "consortium_members", args=[both.slug]
    )
    assert onward("review", sides.receiver, sides.sender, []) == ""
    assert onward("unheard of", sides.receiver, sides.sender, [formed]) == ""


def test_who_has_an_open_interest_goes_back_to_it(sides: Sides) -> None:
    ended = make_interest(sides, InterestState.ENDED)
    asked = onward("project", sides.receiver, sides.sender, [])
    assert asked != ended.get_absolute_url()
    assert asked.startswith(reverse("interest_send", args=[sides.sender.slug]))
    talks = make_interest(sides, InterestState.IN_TALKS)
    assert onward("project", sides.receiver, sides.sender, []) == talks.get_absolute_url()


@pytest.mark.parametrize("name", CAST)
def test_only_editors_of_the_two_get_the_link(client: Client, sides: Sides, name: str) -> None:
    now = timezone.now()
    make_interest(sides, InterestState.AGREED, answered=now, agreed=now)
    if person := sides.cast.person(name):
        client.force_login(person)
    page = client.get(reverse("relation", args=[sides.receiver.slug, sides.sender.slug]))
    wanted = agreement_with(sides.receiver, sides.sender) if name == "owner" else ""
    assert page.context["page"].onward == wanted
    assert (reverse("agreement_create") in page.content.decode()) == (name == "owner")


def test_a_cooperation_leads_its_editors_to_the_agreement(client: Client, sides: Sides) -> None:
    now = timezone.now()
    interest = make_interest(sides, InterestState.IN_TALKS, answered=now)
    seen = []
    for person in (sides.editor, sides.member):
        client.force_login(person)
        for state in (InterestState.IN_TALKS, InterestState.AGREED):
            type(interest).objects.update(state=state)
            page = client.get(interest.get_absolute_url()).context["page"]
            seen.append(page.agreement)
            assert page.journey == reverse(
                "relation", args=[sides.sender.slug, sides.receiver.slug]
            )
    assert seen == ["", agreement_with(sides.sender, sides.receiver), "", ""]


def test_forms_name_the_two_already(client: Client, sides: Sides) -> None:
    make_profile(sides.sender)
    client.force_login(sides.cast.owner)
    form = client.get(agreement_with(sides.receiver, sides.sender)).context["form"]
    assert form["own"].value() == str(sides.receiver.pk)
    assert form["partners"].value() == "Boats Cluster"
    page = client.get(consortium_with(sides.receiver, sides.sender))
    assert f'<option value="{sides.sender.pk}" selected>' in page.content.decode()


def test_addresses_with_nonsense_fill_in_nothing(client: Client, sides: Sides) -> None:
    sides.sender.withdrawn = timezone.now()
    sides.sender.save()
    client.force_login(sides.cast.owner)
    form = client.get(agreement_with(sides.receiver, sides.sender)).context["form"]
    assert form["partners"].value() == ""
    for words in ("lead=x&core=y", f"lead={sides.sender.pk}&core={sides.sender.pk}"):
        page = client.get(f"{reverse('consortium_compose')}?{words}")
        assert page.status_code == 200
        assert "selected>Boats" not in page.content.decode()
