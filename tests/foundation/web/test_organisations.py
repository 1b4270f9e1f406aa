"""The pages of organisations: what each shows, takes and refuses, and what it costs."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from hanse.foundation.web.actions.organisations import organisation_create
from hanse.foundation.web.countries import country_names, why_not_region
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.organisations import Organisation
from tests.foundation.web.factories import Cast, make_organisation, make_person

DETAILS = {
    "kind": "cluster",
    "name": "Boats of the North",
    "country": "DE",
    "region": "de60",
    "website": "boats.example.org",
}


def test_who_makes_an_organisation_edits_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.stranger)
    answer = client.post(reverse("organisation_create"), DETAILS)
    made = Organisation.objects.get(name="Boats of the North")
    assert answer["Location"] == reverse("organisation_members", args=["boats-of-the-north"])
    assert (made.region, made.website) == ("DE60", "https://boats.example.org")
    assert Organisation.objects.editable_by(cast.stranger).get() == made
    assert not made.fictitious
    event = AuditEvent.objects.get(action="organisation_create")
    assert (event.by, event.organisation) == (cast.stranger, made)


def test_a_fictitious_person_makes_fictitious_organisations(cast: Cast) -> None:
    person = make_person(fictitious=True)
    made = organisation_create(
        by=person, details={"kind": "firm", "name": "Made up", "country": "AT"}
    )
    assert made.fictitious


def test_each_organisation_has_an_address_of_its_own(db: None) -> None:
    names = ("Taken", "Taken", "New", "\N{CJK UNIFIED IDEOGRAPH-682A}", "a" * 300)
    slugs = [make_organisation(name[:200]).slug for name in names]
    assert slugs == ["taken", "taken-2", "new-2", "organisation", "a" * 70]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "required"),
        ({"name": "x" * 201}, "at most 200"),
        ({"name": "a\x00b"}, "Null characters"),
        ({"country": "XX"}, "valid choice"),
        ({"region": "AT12"}, "lies in Austria"),
        ({"region": "QQ99"}, "no such region"),
        ({"region": "DE"}, "no such region"),
        ({"region": "DEZZ"}, "no such region"),
        ({"website": "javascript:alert(1)"}, "valid URL"),
        ({"contact_email": "nobody"}, "valid email"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    client: Client, cast: Cast, change: dict[str, str], said: str
) -> None:
    client.force_login(cast.stranger)
    answer = client.post(reverse("organisation_create"), DETAILS | change)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Organisation.objects.filter(country="DE").exists()


def test_a_change_is_kept_with_what_was_before(client: Client, cast: Cast) -> None:
    client.force_login(cast.owner)
    details = {"kind": "firm", "name": "Timber Ltd", "country": "AT", "contact_name": "Otto"}
    client.post(reverse("organisation_change", args=[cast.organisation.slug]), details)
    changed = Organisation.objects.get(pk=cast.organisation.pk)
    assert (changed.name, changed.slug) == ("Timber Ltd", "timber-cluster")
    event = AuditEvent.objects.get(action="organisation_change")
    assert event.changes["name"] == ["Timber Cluster", "Timber Ltd"]
    assert event.changes["contact_name"] == "changed"
    past = [each.name for each in changed.history.order_by("history_date")]
    assert past == ["Timber Cluster", "Timber Ltd"]


def test_a_refused_change_shows_the_old_page_title(client: Client, cast: Cast) -> None:
    client.force_login(cast.owner)
    path = reverse("organisation_change", args=[cast.organisation.slug])
    answer = client.post(path, {"name": "", "kind": "firm", "country": "AT"})
    assert answer.status_code == 200
    assert Organisation.objects.get(pk=cast.organisation.pk).name == "Timber Cluster"


def test_an_administrator_withdraws_and_brings_back(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    path = reverse("organisation_standing", args=[cast.organisation.slug])
    client.post(path)
    assert Organisation.objects.get(pk=cast.organisation.pk).withdrawn
    assert not Organisation.objects.editable_by(cast.owner).exists()
    client.post(path)
    assert Organisation.objects.get(pk=cast.organisation.pk).withdrawn is None
    assert set(AuditEvent.objects.values_list("action", flat=True)) == {
        "organisation_withdraw",
        "organisation_restore",
    }


def test_the_list_is_filtered_and_cut_into_pages(client: Client, db: None) -> None:
    for number in range(30):
        make_organisation(f"Cluster {number:02}", country="FR" if number % 2 else "PL")
    make_organisation("Single firm", kind="firm")
    path = reverse("organisations")
    assert "31 organisations" in client.get(path).content.decode()
    assert "Page 2 of 2" in client.get(path, {"page": "2"}).content.decode()
    assert "15 organisations" in client.get(path, {"country": "FR"}).content.decode()
    assert "1 organisation<" in client.get(path, {"kind": "firm"}).content.decode()
    assert "1 organisation<" in client.get(path, {"q": "CLUSTER 07"}).content.decode()
    assert "No organisation matches" in client.get(path, {"q": "nowhere"}).content.decode()
    for words in ({"page": "x"}, {"page": "99"}, {"country": "??"}, {"q": "a\x00"}):
        assert client.get(path, words).status_code == 200


def test_pages_cost_the_same_however_much_there_is(
    client: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(20):
        make_organisation()
    with django_assert_max_num_queries(2):  # how many, and a page of them
        client.get(reverse("organisations"))
    with django_assert_max_num_queries(2):  # the organisation, and whether it is on record
        client.get(cast.organisation.get_absolute_url())
    client.force_login(cast.owner)
    with django_assert_max_num_queries(7):  # person and roles, and what is shown
        client.get(cast.organisation.get_absolute_url())


def test_what_people_write_is_shown_as_text(client: Client, db: None) -> None:
    organisation = make_organisation("<b>Bold</b>", description="<script>x</script>")
    page = client.get(organisation.get_absolute_url()).content.decode()
    assert "<b>Bold" not in page
    assert "<script>x" not in page


def test_each_country_is_offered_once_under_the_code_of_statistics() -> None:
    names = country_names()
    assert names["EL"] == "Greece"
    assert "GR" not in names
    assert len(set(names.values())) == len(names)
    assert names["JP"] == "Japan"


def test_regions_belong_to_their_country() -> None:
    assert why_not_region("AT12", "AT") == ""
    assert why_not_region("AT127", "AT") == ""
    assert "Austria" in why_not_region("AT12", "DE")


class Fuzz(TestCase):
    """Whatever is typed into a form, the answer is a page."""

    @settings(max_examples=25)
    @given(
        st.fixed_dictionaries(
            {
                field: st.text(st.characters(codec="utf-8"), max_size=300)
                | st.sampled_from(["", "AT", "AT12", "cluster", "\x00", "x" * 5000, "a@b.example"])
                for field in (*DETAILS, "native_name", "description", "contact_email")
            }
        )
    )
    def test_any_text_in_the_organisation_form(self, words: dict[str, str]) -> None:
        person = make_person()
        self.client.force_login(person)
        answer = self.client.post(reverse("organisation_create"), words)
        assert answer.status_code in {200, 302}

    @settings(max_examples=25)
    @given(st.dictionaries(st.sampled_from(["q", "kind", "country", "page"]), st.text()))
    def test_any_text_in_the_filters(self, words: dict[str, str]) -> None:
        assert self.client.get(reverse("organisations"), words).status_code == 200

    @settings(max_examples=25)
    @given(st.text(max_size=400), st.text(max_size=400))
    def test_any_text_at_sign_in_and_sign_up(self, first: str, second: str) -> None:
        for path, words in (
            ("/accounts/login/", {"login": first, "password": second}),
            ("/accounts/signup/", {"email": first, "name": second, "password1": second}),
            ("/accounts/password/reset/", {"email": first}),
            ("/accounts/confirm-email/", {"code": first}),
        ):
            answer = self.client.post(path, words)
            assert answer.status_code in {200, 302, 404, 429}, path

    @settings(max_examples=25)
    @given(st.text(min_size=1, max_size=200).filter(lambda text: "/" not in text))
    def test_any_text_as_the_token_of_an_invitation(self, token: str) -> None:
        path = reverse("invitation_accept", args=[token])
        assert self.client.get(path).status_code == 404
