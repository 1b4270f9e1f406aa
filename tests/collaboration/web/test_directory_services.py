"""Services, their ratings, joining, and what firms find."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hanse.collaboration.web.actions.directory_services import service_rate
from hanse.collaboration.web.directory_ratings import rated_in
from hanse.collaboration.web.models.directory_joining import JoinClusterRequest
from hanse.collaboration.web.models.directory_services import Service, ServiceRating
from hanse.collaboration.web.models.profiles import ClusterMember, CodeKind
from hanse.excellence.web.models.benchmarking import Benchmarking
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from tests.collaboration.factories import make_profile
from tests.foundation.web.factories import CAST, Cast, make_organisation, make_person

pytestmark = pytest.mark.django_db

HOME = "/collaboration/directory/timber-cluster/"
GOOD = {"useful": 4, "quality": 5, "timely": 3, "overall": 5}


def make_service(organisation: Organisation, title: str = "Saw school") -> Service:
    return Service.objects.create(organisation=organisation, code="trainings", title=title)


def make_firm(name: str) -> tuple[Organisation, User]:
    """A firm and its editor."""
    firm = make_organisation(name, kind="firm")
    person = make_person(f"Editor of {name}")
    firm.memberships.create(person=person, kind="editor")
    return firm, person


# --- Services ---------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["services/", "improvement/", "requests/"])
@pytest.mark.parametrize("name", CAST)
def test_these_are_pages_of_editors(cast: Cast, client: Client, name: str, page: str) -> None:
    person = cast.person(name)
    if person:
        client.force_login(person)
    status = client.get(HOME + page).status_code
    assert status == {"visitor": 302, "owner": 200, "administrator": 200}.get(name, 403)


def test_services_come_change_and_go(cast: Cast, client: Client) -> None:
    make_profile(cast.organisation)
    client.force_login(cast.owner)
    words = {"code": "trainings", "title": "Saw school", "terms": "A week", "price_note": "Free"}
    assert client.post(f"{HOME}services/", words).status_code == 302
    service = Service.objects.get()
    assert "Saw school" in client.get(HOME).content.decode()
    client.post(f"{HOME}services/{service.pk}/", {**words, "title": "Saw academy"})
    assert "Saw academy" in client.get(HOME).content.decode()
    client.post(f"{HOME}services/{service.pk}/", {"end": "1"})
    service.refresh_from_db()
    assert service.ended == timezone.localdate()
    assert "Saw academy" not in client.get(HOME).content.decode()


def test_services_of_others_are_not_there(cast: Cast, client: Client) -> None:
    service = make_service(make_organisation("Other"))
    client.force_login(cast.owner)
    assert client.get(f"{HOME}services/{service.pk}/").status_code == 404


# --- Ratings ----------------------------------------------------------------------------------


def test_a_firm_rates_once_a_year(cast: Cast, client: Client) -> None:
    make_profile(cast.organisation)
    service = make_service(cast.organisation)
    firm, editor = make_firm("Joiners")
    address = f"{HOME}services/{service.pk}/rate/"
    client.force_login(cast.stranger)
    assert client.get(address).status_code == 403
    client.force_login(editor)
    assert "Rate “Saw school”" in client.get(HOME).content.decode()
    year = timezone.localdate().year
    assert client.post(address, {"firm": firm.pk, "year": year, **GOOD}).status_code == 302
    client.post(address, {"firm": firm.pk, "year": year, **GOOD, "overall": 2})
    assert ServiceRating.objects.get().overall == 2
    client.post(address, {"firm": firm.pk, "year": year - 1, **GOOD})
    assert ServiceRating.objects.count() == 2
    wrong = client.post(address, {"firm": cast.organisation.pk, "year": year, **GOOD, "useful": 6})
    assert wrong.status_code == 200
    assert ServiceRating.objects.count() == 2
    # Who is rated does not read in its log who rated.
    assert not AuditEvent.objects.filter(
        action="service_rate", organisation=cast.organisation
    ).exists()


def test_ratings_are_shown_from_five_firms_on(cast: Cast, client: Client) -> None:
    service = make_service(cast.organisation)
    today = timezone.localdate()
    client.force_login(cast.owner)
    for number in range(5):
        firm, editor = make_firm(f"Firm {number}")
        service_rate(
            by=editor, firm=firm, service=service, year=today.year, on=today,
            answers={**GOOD, "overall": 5 if number else 1},
        )  # fmt: skip
        page = client.get(f"{HOME}improvement/")
        assert (rated_in(cast.organisation, today.year) is not None) == (number == 4)
        assert ("Fewer than 5 firms rated" in page.content.decode()) == (number < 4)
    assert page.context["page"].years[0].together.satisfied == pytest.approx(0.8)
    assert "Firm 0" not in page.content.decode()


# --- Joining ----------------------------------------------------------------------------------


def test_a_firm_asks_and_becomes_a_member(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    firm, editor = make_firm("Joiners")
    client.force_login(editor)
    words = {"firm": firm.pk, "message": "We make tables."}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert client.post(f"{HOME}join/", words).status_code == 302
    assert [each.to for each in mail.outbox] == [[cast.owner.email]]
    assert "has asked already" in client.post(f"{HOME}join/", words).content.decode()
    asked = JoinClusterRequest.objects.get()
    answer = f"{HOME}requests/{asked.pk}/"
    assert client.post(answer, {"answer": "accept"}).status_code == 403
    client.force_login(cast.stranger)
    assert client.post(answer, {"answer": "accept"}).status_code == 403
    client.force_login(cast.owner)
    assert "We make tables." in client.get(f"{HOME}requests/").content.decode()
    client.post(answer, {"answer": "decline"})
    assert JoinClusterRequest.objects.get().state == "asked"
    client.post(answer, {"answer": "accept"})
    assert JoinClusterRequest.objects.get().state == "accepted"
    member = ClusterMember.objects.get()
    assert (member.member, member.cluster) == (firm, cast.organisation)
    client.post(answer, {"answer": "decline", "reason": "Too late"})
    assert JoinClusterRequest.objects.get().state == "accepted"
    client.force_login(editor)
    assert "is a member" in client.post(f"{HOME}join/", words).content.decode()


def test_declining_and_withdrawing(cast: Cast, client: Client) -> None:
    firm, editor = make_firm("Joiners")
    for answer in ("decline", "withdraw"):
        asked = JoinClusterRequest.objects.create(firm=firm, cluster=cast.organisation)
        if answer == "withdraw":
            client.force_login(editor)
            address = f"/collaboration/directory/{firm.slug}/requests/"
            assert "Timber Cluster" in client.get(address).content.decode()
        else:
            client.force_login(cast.owner)
            address = f"{HOME}requests/"
        client.post(f"{address}{asked.pk}/", {"answer": answer, "reason": "Full"})
        asked.refresh_from_db()
        assert asked.state == ("declined" if answer == "decline" else "withdrawn")
    assert not ClusterMember.objects.exists()


def test_who_has_no_firm_is_led_to_make_one(cast: Cast, client: Client) -> None:
    assert client.get(f"{HOME}join/").status_code == 302
    client.force_login(cast.owner)
    page = client.get(f"{HOME}join/")
    assert "no editor of a firm" in page.content.decode()
    answer = client.post(f"{HOME}join/", {"firm": cast.organisation.pk})
    assert answer.status_code == 200
    firm, _editor = make_firm("Firm")
    assert client.get(f"/collaboration/directory/{firm.slug}/join/").status_code == 404


# --- For firms --------------------------------------------------------------------------------


def test_a_firm_finds_who_serves_it(cast: Cast, client: Client) -> None:
    near = cast.organisation
    near.region = "AT12"
    near.save()
    make_profile(near, {CodeKind.INDUSTRY: ["C16"]})
    make_service(near)
    other = make_organisation("Furniture Cluster", region="AT33")
    make_profile(other, {CodeKind.CATEGORY: ["forestry_and_wood"]})
    hidden = make_organisation("Hidden Cluster", region="AT12")
    make_profile(hidden, {CodeKind.INDUSTRY: ["C16"]}, published=False)
    answer = client.get("/collaboration/for-firms/?region=AT12&industry=16.21")
    page = answer.context["page"]
    assert page.total == 2
    (first, lines), (second, more) = page.groups
    assert first == "In your region"
    assert [str(each.profile) for each in lines] == ["Timber Cluster"]
    assert "C16 " in lines[0].reason
    assert [each.title for each in lines[0].services] == ["Saw school"]
    assert second == "Elsewhere in the country"
    assert [str(each.profile) for each in more] == ["Furniture Cluster"]
    assert "Hidden" not in answer.content.decode()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("region=Nowhere&industry=C16", "no region or country"),
        ("region=AT12&industry=magic", "nothing of this code"),
        ("region=AT12", "This field is required"),
    ],
)
def test_what_is_not_known_is_said(client: Client, words: str, problem: str) -> None:
    answer = client.get(f"/collaboration/for-firms/?{words}")
    assert answer.status_code == 200
    assert problem in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "region"), [("Wien", "Wien"), ("austria", "Austria"), ("at12", "Niederösterreich")]
)
def test_regions_are_known_by_name(client: Client, said: str, region: str) -> None:
    page = client.get(f"/collaboration/for-firms/?region={said}&industry=C16").context["page"]
    assert page.region == region


def test_no_more_queries_for_more_clusters(cast: Cast, client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/collaboration/for-firms/?region=AT12&industry=C16")
        return len(queries)

    make_profile(cast.organisation, {CodeKind.INDUSTRY: ["C16"]})
    make_service(cast.organisation)
    before = asked()
    for number in range(4):
        another = make_organisation(f"Another {number}")
        make_profile(another, {CodeKind.INDUSTRY: ["C1621"]})
        make_service(another)
    assert asked() == before <= 8


def test_a_rating_of_long_ago_is_refused(cast: Cast) -> None:
    service = make_service(cast.organisation)
    firm, editor = make_firm("Firm")
    today = timezone.localdate()
    with pytest.raises(Exception, match="this year or of last year"):
        service_rate(
            by=editor, firm=firm, service=service, answers=GOOD, on=today,
            year=(today - timedelta(days=800)).year,
        )  # fmt: skip


def test_the_benchmarking_is_offered_what_five_firms_said(cast: Cast, client: Client) -> None:
    benchmarking = Benchmarking.objects.create(
        organisation=cast.organisation, questionnaire="2026", reference_year=2025
    )
    service = make_service(cast.organisation)
    client.force_login(cast.owner)
    address = reverse("benchmarking_answers", args=[benchmarking.pk, "recognition"])
    for number in range(5):
        assert "Ratings of your services" not in client.get(address).content.decode()
        firm, _editor = make_firm(f"Firm {number}")
        answers = {**GOOD, "overall": 5 if number else 1}
        ServiceRating.objects.create(service=service, firm=firm, year=2025, **answers)
    text = client.get(address).content.decode()
    assert "Ratings of your services on this site, 2025: 80" in text
    assert "of 5 firms were satisfied" in text
