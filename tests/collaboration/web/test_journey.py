"""Pages of the journey, the network and what moved: what they say, and what they never show."""

import csv
import io
from datetime import date, timedelta

import networkx as nx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from hanse.collaboration.journey.exchanges import State
from hanse.collaboration.matching.states import InterestState
from hanse.collaboration.web.evidence_sources import evidence, version
from hanse.foundation.web.models.organisations import Organisation
from tests.collaboration.consortium_factories import make_consortium
from tests.collaboration.factories import make_profile
from tests.collaboration.journey_factories import make_exchange
from tests.collaboration.partner_factories import make_interest, make_sides
from tests.foundation.web.factories import CAST, Cast, make_organisation

pytestmark = pytest.mark.django_db
SECRET = "Quiet talks about batteries"


@pytest.fixture
def others() -> list[Organisation]:
    """Four organisations in three countries."""
    return [
        make_organisation(f"Cluster {name}", country=country)
        for name, country in (("Alpha", "AT"), ("Beta", "DE"), ("Gamma", "FR"), ("Delta", "DE"))
    ]


@pytest.fixture
def network(others: list[Organisation]) -> list[Organisation]:
    """Alpha has visited all others, years apart; Beta and Delta talk in secret."""
    alpha, beta, gamma, delta = others
    day = timezone.localdate()
    make_exchange(beta, alpha, begins=day - timedelta(days=900))
    make_exchange(beta, alpha, begins=day - timedelta(days=300))
    make_exchange(gamma, alpha, begins=day - timedelta(days=100))
    make_exchange(delta, alpha, begins=day - timedelta(days=50))
    make_exchange(delta, beta, begins=day - timedelta(days=40), title=SECRET, host_public=False)
    return others


def relation_of(one: Organisation, other: Organisation) -> str:
    return reverse("relation", args=[one.slug, other.slug])


def test_the_journey_counts_generations(client: Client, network: list[Organisation]) -> None:
    page = client.get(reverse("journey"))
    tiles = [(each.number, each.relations) for each in page.context["page"].tiles]
    assert tiles == [(1, 2), (2, 1), (3, 0)]
    text = page.content.decode()
    assert "Two exchanges and six months since the first" in text
    assert "no published rule says" in text


def test_an_empty_site_has_all_pages(client: Client, cast: Cast) -> None:
    assert "Nothing is on record yet" in client.get(reverse("journey")).content.decode()
    assert "No organisation matches" in client.get(reverse("network")).content.decode()
    own = reverse("organisation_journey", args=[cast.organisation.slug])
    assert "Nothing is on record yet" in client.get(own).content.decode()
    client.force_login(cast.officer)
    assert "Nothing has moved" in client.get(reverse("journey_changes")).content.decode()
    for name in ("network_ties_csv", "network_organisations_csv", "network_graphml"):
        assert client.get(reverse(name)).status_code == 200


def test_a_relation_shows_its_timeline_generation_and_next_step(
    client: Client, network: list[Organisation]
) -> None:
    alpha, beta, gamma, _delta = network
    page = client.get(relation_of(beta, alpha))
    context = page.context["page"]
    assert context.generation == 2
    assert len(context.timeline) == 2
    text = page.content.decode()
    assert "Generation 2 of 3: Cooperation" in text
    assert "Put the cooperation in writing" in text
    assert client.get(relation_of(alpha, beta)).context["page"].generation == 2
    text = client.get(relation_of(gamma, alpha)).content.decode()
    assert "Agree on a first project together" in text
    nothing = client.get(relation_of(beta, gamma)).content.decode()
    assert "Nothing is on record between these two" in nothing
    assert client.get(relation_of(alpha, alpha)).status_code == 404


@pytest.mark.parametrize("name", CAST)
def test_private_evidence_is_for_its_parties_and_officers(
    client: Client, cast: Cast, others: list[Organisation], name: str
) -> None:
    alpha, beta, *_ = others
    make_exchange(cast.organisation, alpha, title=SECRET, visitor_public=False)
    make_exchange(cast.organisation, beta, title="Open doors")
    person = cast.person(name)
    if person:
        client.force_login(person)
    own = cast.organisation
    insider = name in {"owner", "member", "officer", "administrator"}
    text = client.get(relation_of(own, alpha)).content.decode()
    assert (SECRET in text) is insider
    assert ("Nothing is on record between these two" in text) is not insider
    mine = client.get(reverse("organisation_journey", args=[own.slug]))
    assert len(mine.context["page"].table.rows) == (2 if insider else 1)
    assert "Open doors" in client.get(relation_of(own, beta)).content.decode()
    # The public pages and files are the same for everybody.
    for page in ("journey", "network", "network_ties_csv", "network_graphml"):
        assert alpha.name not in client.get(reverse(page)).content.decode()
    changes = client.get(reverse("journey_changes"))
    if name == "visitor":
        assert changes.status_code == 302
    elif name in {"officer", "administrator"}:
        assert alpha.name in changes.content.decode()
    else:
        assert changes.status_code == 403


@pytest.mark.parametrize("name", CAST)
def test_interest_is_for_two_until_both_say_that_they_cooperate(
    client: Client, cast: Cast, name: str
) -> None:
    sides = make_sides(cast)
    interest = make_interest(sides, InterestState.IN_TALKS, answered=timezone.now())
    person = cast.person(name)
    if person:
        client.force_login(person)
    party, officer = name in {"owner", "member"}, name in {"officer", "administrator"}
    relation = relation_of(sides.receiver, sides.sender)

    def shown() -> bool:
        return "Expression of interest, accepted" in client.get(relation).content.decode()

    assert shown() is party
    if officer:
        changes = client.get(reverse("journey_changes"))
        text = changes.content.decode()
        assert changes.context["page"].confidential == 1
        assert "One pair of organisations has an accepted interest" in text
        assert sides.sender.name not in text
        assert changes.context["page"].actions.rows == []
    interest.state, interest.agreed = InterestState.AGREED, timezone.now()
    interest.save()
    assert shown() is (party or officer)
    assert ("Cooperation that both" in client.get(relation).content.decode()) is shown()
    if officer:
        changes = client.get(reverse("journey_changes"))
        assert changes.context["page"].confidential == 0
        assert sides.sender.name in changes.content.decode()
    for page in ("journey", "network", "network_ties_csv", "network_graphml"):
        assert sides.sender.name not in client.get(reverse(page)).content.decode()


def test_withdrawn_organisations_are_gone(client: Client, network: list[Organisation]) -> None:
    alpha, beta, *_ = network
    beta.withdrawn = timezone.now()
    beta.save()
    assert client.get(relation_of(alpha, beta)).status_code == 404
    assert beta.name not in client.get(reverse("network")).content.decode()
    assert all(beta.pk not in each.parties for each in evidence())


def test_the_network_in_figures_on_the_page(client: Client, network: list[Organisation]) -> None:
    page = client.get(reverse("network"))
    known = page.context["page"].figures
    assert (known.organisations, known.ties) == (4, 3)
    assert known.density == pytest.approx(0.5)
    alpha = next(each for each in known.nodes if each.organisation == network[0].pk)
    assert alpha.bridging == 1.0
    text = page.content.decode()
    assert "Austria: 1 organisation, 0 ties inside, 3 across" in text
    assert "Cluster Alpha: 3 ties" in text
    assert [each[0] for each in page.context["page"].bridges] == ["Cluster Alpha"]


def test_filters_of_the_network(client: Client, network: list[Organisation]) -> None:
    address = reverse("network")
    germany = client.get(address, {"country": "DE"}).context["page"].figures
    assert (germany.organisations, germany.ties) == (2, 0)
    make_profile(network[0], {"category": ["automotive"]})  # type: ignore[dict-item]
    page = client.get(address, {"category": "automotive"})
    assert page.context["page"].figures.organisations == 1
    first = timezone.localdate() - timedelta(days=900)
    early = client.get(address, {"year": first.year}).context["page"].figures
    assert (early.organisations, early.ties) == (2, 1)
    wrong = client.get(address, {"country": "XX", "year": "soon"})
    assert wrong.status_code == 200
    assert "There is a problem" in wrong.content.decode()


def test_files_hold_the_public_network(client: Client, network: list[Organisation]) -> None:
    ties = list(
        csv.DictReader(io.StringIO(client.get(reverse("network_ties_csv")).content.decode()))
    )
    assert {(row["from"], row["to"]) for row in ties} == {
        ("cluster-alpha", "cluster-beta"),
        ("cluster-alpha", "cluster-gamma"),
        ("cluster-alpha", "cluster-delta"),
    }
    assert {row["generation"] for row in ties} == {"1", "2"}
    answer = client.get(reverse("network_graphml"), {"country": "DE"})
    assert answer["Content-Type"] == "application/graphml+xml"
    read = nx.parse_graphml(answer.content.decode())
    assert set(read.nodes) == {"cluster-beta", "cluster-delta"}
    listed = client.get(reverse("network_organisations_csv")).content.decode()
    assert len(list(csv.DictReader(io.StringIO(listed)))) == 4


def test_officers_see_what_moved_and_what_followed(
    client: Client, cast: Cast, network: list[Organisation]
) -> None:
    client.force_login(cast.officer)
    page = client.get(reverse("journey_changes")).context["page"]
    assert dict(page.counts) == {
        "New": 3,
        "Reached a higher generation": 1,
        "Active again": 0,
        "Gone quiet": 0,
    }
    (kinds,) = page.kinds.rows
    # Of the first exchange the 24 months are over: the second followed it.
    assert (kinds["actions"].value, kinds["followed"].value, kinds["open"].value) == (1.0, 1.0, 4.0)
    assert page.form["since"].value() == page.since
    assert page.form["months"].value() == page.months == 24
    wrong = client.get(reverse("journey_changes"), {"since": "soon"}).context["page"]
    assert wrong.form.errors["since"]
    assert wrong.form["since"].value() == "soon"
    longer = client.get(reverse("journey_changes"), {"since": "2000-01-01", "months": "6"})
    assert dict(longer.context["page"].counts)["New"] == 4
    assert longer.context["page"].kinds.rows[0]["followed"].value == 0.0


def test_a_new_record_shows_at_once(client: Client, network: list[Organisation]) -> None:
    _alpha, beta, gamma, _delta = network
    before, known = version(), len(evidence())
    client.get(reverse("network"))
    held = make_exchange(gamma, beta)
    assert version() != before
    assert len(evidence()) == known + 1
    assert client.get(reverse("network")).context["page"].figures.ties == 4
    held.visitor_public = False
    held.save()
    assert client.get(reverse("network")).context["page"].figures.ties == 3


def test_who_joins_a_consortium_or_hides_a_profile_shows_at_once(
    others: list[Organisation],
) -> None:
    alpha, beta, *_ = others
    consortium = make_consortium(alpha, invited=(beta,), state="running")
    before = version()
    member = consortium.members.get(organisation=beta)
    member.place = "accepted"
    member.save()
    accepted = version()
    assert accepted != before
    profile = make_profile(alpha)
    profile.published = False
    profile.save()
    hidden = version()
    profile.published = True
    profile.save()
    assert version() != hidden


def test_what_is_kept_serves_readers_of_every_language(
    client: Client, network: list[Organisation]
) -> None:
    """Whoever comes first, addresses lead to pages of the reader's own language."""
    alpha, beta, *_ = network
    with override("fr"):
        french = relation_of(alpha, beta)
    for path, other in ((french, relation_of(alpha, beta)), (relation_of(alpha, beta), french)):
        links = {each.address for each in client.get(path).context["page"].timeline if each.address}
        assert len(links) == 2
        assert all(client.get(link).status_code == 200 for link in links)
        assert all(link.startswith("/fr/") is path.startswith("/fr/") for link in links), other


def test_an_exchange_not_held_is_no_evidence(others: list[Organisation]) -> None:
    for state in set(State) - {State.HELD, State.FINALISED}:
        make_exchange(others[0], others[1], state=state)
    assert evidence() == ()


def test_pages_ask_the_database_no_more_as_the_network_grows(
    client: Client, network: list[Organisation]
) -> None:
    alpha, beta, *_ = network
    pages = {
        reverse("journey"): 16,
        reverse("network"): 16,
        relation_of(alpha, beta): 18,
        reverse("organisation_journey", args=[alpha.slug]): 17,
    }

    def asked(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    before = {path: asked(path) for path in pages}
    assert {path: n for path, n in before.items() if n > pages[path]} == {}
    for number in range(8):
        make_exchange(make_organisation(), alpha, begins=date(2026, 1, number + 1))
    assert {path: asked(path) for path in pages} == before
