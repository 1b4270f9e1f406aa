"""The page of recommendations: who sees it, what it shows and leaves out, and what it costs."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hanse.collaboration.matching.parts import PartOf
from hanse.collaboration.matching.states import InterestState
from hanse.collaboration.matching.templates import OfferKind
from hanse.collaboration.web import partner_matching
from hanse.collaboration.web.actions.partner_conduct import block_set
from hanse.collaboration.web.models.profiles import CodeKind
from hanse.collaboration.web.views.recommendations import Recommendations
from hanse.observatory.warehouse import Edition
from tests.collaboration.factories import make_profile
from tests.collaboration.partner_factories import Sides, make_interest, make_offer, make_sides
from tests.foundation.web.factories import CAST, Cast, make_organisation

pytestmark = pytest.mark.django_db
BOTH = {"category": ["furniture"]}


@pytest.fixture
def sides(cast: Cast) -> Sides:
    """Two organisations that fit, on a site without figures."""
    partner_matching._index.cache_clear()
    made = make_sides(cast)
    make_profile(made.receiver, {CodeKind.CATEGORY: ["furniture"], CodeKind.TARGET: ["PT"]})
    make_profile(made.sender, {CodeKind.CATEGORY: ["furniture"]}, confirmed=timezone.now())
    return made


def address(sides: Sides) -> str:
    return reverse("recommendations", args=[sides.receiver.slug])


def shown(client: Client, path: str) -> Recommendations:
    page: Recommendations = client.get(path).context["page"]
    return page


@pytest.mark.parametrize("name", CAST)
def test_it_is_for_the_own_people(sides: Sides, client: Client, name: str) -> None:
    person = sides.cast.person(name)
    if person is None:
        assert "/accounts/login/" in client.get(address(sides))["Location"]
        return
    client.force_login(person)
    answer = client.get(address(sides))
    assert answer.status_code == (200 if name in ("owner", "member") else 404)
    if answer.status_code == 200:
        assert answer.context["page"].acts is (name == "owner")
        assert ("Express interest" in answer.content.decode()) is (name == "owner")


def test_each_partner_comes_with_its_parts(sides: Sides, client: Client) -> None:
    need = make_offer(sides.receiver, title="Grading of timber by laser", codes=BOTH)
    offer = make_offer(
        sides.sender, OfferKind.TECHNOLOGY_OFFER, title="Laser grades timber", codes=BOTH
    )
    client.force_login(sides.cast.owner)
    page = shown(client, address(sides))
    (found,) = page.suggestions
    assert found.organisation == sides.sender
    assert found.offer == offer
    assert need.title in found.reasons[0]
    assert "Both work in: Furniture." in found.reasons
    assert [line.label for line in found.lines][:2] == [
        "Need meets offer",
        "Same or related industries",
    ]
    assert found.score == pytest.approx(sum(line.adds for line in found.lines))
    text = client.get(address(sides)).content.decode()
    assert f"?as={sides.receiver.pk}&amp;offer={offer.pk}" in text
    assert "no figures of the Observatory" in text


def test_weights_stand_in_the_address(sides: Sides, client: Client) -> None:
    there = make_organisation("Boatyard in Portugal", country="PT")
    make_profile(there, {CodeKind.CATEGORY: ["furniture"]})
    client.force_login(sides.cast.owner)
    page = shown(client, f"{address(sides)}?targets=0&fresh=5&need=x")
    assert page.changed
    chosen = {each.name: each.chosen for each in page.weights}
    assert (chosen["targets"], chosen["fresh"], chosen[PartOf.NEED]) == (0, 5, 5)
    assert [each.organisation for each in page.suggestions] == [sides.sender, there]
    assert not page.suggestions[1].may_answer
    assert not shown(client, address(sides)).changed


def test_who_is_in_contact_or_blocked_is_left_out(sides: Sides, client: Client) -> None:
    client.force_login(sides.cast.owner)
    assert len(shown(client, address(sides)).suggestions) == 1
    interest = make_interest(sides, InterestState.SENT)
    assert shown(client, address(sides)).suggestions == []
    interest.state = InterestState.ENDED
    interest.answered = interest.ended = timezone.now()
    interest.save()
    (found,) = shown(client, address(sides)).suggestions
    assert any("You were in contact" in line.reason for line in found.lines)
    block_set(by=sides.editor, organisation=sides.sender, blocked=sides.receiver)
    assert shown(client, address(sides)).suggestions == []


def test_nothing_private_is_compared(sides: Sides, client: Client) -> None:
    hidden = make_organisation("Hidden")
    make_profile(hidden, {CodeKind.CATEGORY: ["furniture"]}, published=False)
    drafting = make_organisation("Drafting")
    make_offer(drafting, OfferKind.TECHNOLOGY_OFFER, state="draft", codes=BOTH)
    gone = make_organisation("Gone", withdrawn=timezone.now())
    make_profile(gone, {CodeKind.CATEGORY: ["furniture"]})
    client.force_login(sides.cast.owner)
    found = {each.organisation for each in shown(client, address(sides)).suggestions}
    assert found == {sides.sender}


def test_without_a_need_or_an_industry_nobody_is_recommended(cast: Cast, client: Client) -> None:
    client.force_login(cast.owner)
    answer = client.get(reverse("recommendations", args=[cast.organisation.slug]))
    assert answer.context["page"].suggestions == []
    assert "Nobody is recommended without a reason" in answer.content.decode()


def test_relatedness_comes_from_the_edition(
    cast: Cast, client: Client, demo_edition: Edition
) -> None:
    make_profile(cast.organisation, {CodeKind.CATEGORY: ["automotive"]})
    known = partner_matching.related_now(client.get("/").wsgi_request)
    near = known.relatedness
    assert known.edition == demo_edition.id
    own = near.categories.index("automotive")
    row = near.matrix[own].copy()
    row[own] = 0
    closest = near.categories[int(row.argmax())]
    other = make_organisation("Related")
    make_profile(other, {CodeKind.CATEGORY: [closest]})
    client.force_login(cast.owner)
    page = client.get(reverse("recommendations", args=[cast.organisation.slug])).context["page"]
    (found,) = page.suggestions
    line = found.lines[1]
    assert line.value == pytest.approx(row.max())
    assert f"(proximity {row.max():.2f})" in line.reason
    assert "are related" in line.reason


def test_it_costs_the_same_however_many(
    sides: Sides, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(15):
        other = make_organisation()
        make_profile(other, {CodeKind.CATEGORY: ["furniture"]})
        make_offer(other, OfferKind.TECHNOLOGY_OFFER, title=f"Timber {number}", codes=BOTH)
    client.force_login(sides.cast.owner)
    with django_assert_max_num_queries(36):
        client.get(address(sides))
    with django_assert_max_num_queries(20):
        client.get(address(sides))
