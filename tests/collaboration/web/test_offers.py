"""Offers and needs: written, reviewed, listed, ended; who sees and changes which."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from hanse.collaboration.matching.review import Criterion
from hanse.collaboration.matching.states import OfferState
from hanse.collaboration.web.actions import offers as way
from hanse.collaboration.web.models.offers import Offer
from hanse.foundation.roles import Role
from hanse.foundation.web.models.audit import AuditEvent
from tests.collaboration.partner_factories import details, filled, make_offer, posted
from tests.foundation.web.factories import Cast, make_member, make_organisation

pytestmark = pytest.mark.django_db
S = OfferState


def points(*given: int) -> dict[Criterion, int]:
    return dict(zip(Criterion, given, strict=True))


# --- Who sees and edits -----------------------------------------------------------------------

SEES = {
    "visitor": {S.PUBLISHED},
    "stranger": {S.PUBLISHED},
    "expert": {S.PUBLISHED},
    "administrator": {S.PUBLISHED},
    "officer": set(S) - {S.DRAFT},
    "member": set(S),
    "owner": set(S),
}


@pytest.mark.parametrize("name", SEES)
def test_who_sees_and_edits_offers_in_which_state(cast: Cast, name: str, client: Client) -> None:
    made = {state: make_offer(cast.organisation, state=state) for state in S}
    person = cast.person(name) or AnonymousUser()
    assert {Offer.objects.get(pk=each.pk).state for each in Offer.objects.visible_to(person)} == (
        SEES[name]
    )
    assert Offer.objects.editable_by(person).count() == (len(S) if name == "owner" else 0)
    if cast.person(name):
        client.force_login(cast.person(name))  # type: ignore[arg-type]
    for state, each in made.items():
        expected = 200 if state in SEES[name] else 404
        assert client.get(each.get_absolute_url()).status_code == expected
    listed = client.get(reverse("offers")).context["listing"].page.object_list
    assert [each.state for each in listed] == [S.PUBLISHED]


def test_nothing_of_a_withdrawn_organisation_is_seen(cast: Cast) -> None:
    make_offer(cast.organisation)
    cast.organisation.withdrawn = timezone.now()
    cast.organisation.save()
    for person in (AnonymousUser(), cast.owner, cast.officer):
        assert not Offer.objects.visible_to(person).exists()
    assert not Offer.objects.published().exists()


# --- Writing ----------------------------------------------------------------------------------


def test_a_need_is_written_and_handed_in_by_an_editor(cast: Cast, client: Client) -> None:
    address = reverse("offer_create", args=[cast.organisation.slug, "technology_request"])
    client.force_login(cast.owner)
    assert client.get(address).status_code == 200
    answer = client.post(address, posted(submit=""))
    made = Offer.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert made.state == S.IN_REVIEW
    assert {(each.kind, each.code) for each in made.codes.all()} == {
        ("industry", "C1610"),
        ("category", "forestry_and_wood"),
        ("target", "DE"),
        ("target", "FI"),
        ("partner", "research"),
    }
    assert set(AuditEvent.objects.values_list("action", flat=True)) >= {
        "offer_create",
        "offer_submit",
    }


@pytest.mark.parametrize("name", ["stranger", "member", "officer", "administrator"])
def test_others_write_nothing(cast: Cast, client: Client, name: str) -> None:
    person = cast.person(name)
    assert person
    client.force_login(person)
    draft = make_offer(cast.organisation, state=S.DRAFT)
    new = reverse("offer_create", args=[cast.organisation.slug, "technology_request"])
    assert client.post(new, posted()).status_code == 403
    change = client.post(reverse("offer_change", args=[draft.pk]), posted(title="Changed"))
    assert change.status_code in (403, 404)
    with pytest.raises(PermissionDenied):
        way.offer_change(
            by=person, offer=draft, details=details(), codes={}, on=timezone.localdate()
        )
    for act in (way.offer_take_back, way.offer_revise, way.offer_close):
        with pytest.raises(PermissionDenied):
            act(by=person, offer=draft)
    assert Offer.objects.get().title == "Grading of timber"


def test_visitors_are_led_to_sign_in(cast: Cast, client: Client) -> None:
    draft = make_offer(cast.organisation, state=S.DRAFT)
    for name, args in (
        ("offer_create", [cast.organisation.slug, "technology_request"]),
        ("offer_change", [draft.pk]),
        ("organisation_offers", [cast.organisation.slug]),
        ("offers_to_review", []),
        ("offer_review", [draft.pk]),
    ):
        assert "/accounts/login/" in client.get(reverse(name, args=args))["Location"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"industry": "Z99"}, "industry"),
        ({"industry": "C-E"}, "industry"),
        ({"ends": (timezone.localdate() - timedelta(days=1)).isoformat()}, "ends"),
        ({"ends": (timezone.localdate() + timedelta(days=500)).isoformat()}, "ends"),
        ({"category": ["no_such"]}, "category"),
        ({"target": ["XX"]}, "target"),
    ],
)
def test_wrong_words_are_told_at_their_field(
    cast: Cast, client: Client, wrong: dict[str, Any], field: str
) -> None:
    client.force_login(cast.owner)
    address = reverse("offer_create", args=[cast.organisation.slug, "technology_request"])
    answer = client.post(address, posted(**wrong))
    assert answer.status_code == 200
    assert field in answer.context["page"].form.errors
    assert not Offer.objects.exists()


def test_there_is_no_other_type(cast: Cast, client: Client) -> None:
    client.force_login(cast.owner)
    answer = client.get(reverse("offer_create", args=[cast.organisation.slug, "gift"]))
    assert answer.status_code == 404


def test_what_lacks_an_answer_or_a_code_is_not_handed_in(cast: Cast, client: Client) -> None:
    client.force_login(cast.owner)
    address = reverse("offer_create", args=[cast.organisation.slug, "technology_request"])
    bare = posted(section_partner="", industry="", category=[])
    answer = client.post(address, bare | {"submit": ""})
    assert set(answer.context["page"].form.errors) == {"section_partner", "category"}
    assert not Offer.objects.exists()
    client.post(address, bare)
    draft = Offer.objects.get()
    assert draft.state == S.DRAFT
    assert way.missing_in(draft) == [
        "Partner sought",
        "an industry, a category or a technology field it is about",
    ]
    page = client.post(reverse("offer_step", args=[draft.pk, "offer_submit"]), follow=True)
    assert "Write first: Partner sought." in page.content.decode()
    with pytest.raises(ValidationError):
        way.offer_submit(by=cast.owner, offer=draft, on=timezone.localdate())


def test_a_change_leaves_out_old_codes_and_answers_of_no_section(cast: Cast) -> None:
    draft = make_offer(cast.organisation, state=S.ON_HOLD, codes={"target": ["DE", "FR"]})
    new = details(title="Another title", answers={**filled(), "invented": "no"})
    way.offer_change(
        by=cast.owner,
        offer=draft,
        details=new,
        codes={"target": ["FR", "JP"]},
        on=timezone.localdate(),
    )
    draft.refresh_from_db()
    assert draft.title == "Another title"
    assert "invented" not in draft.answers
    assert sorted(draft.codes.values_list("code", flat=True)) == ["FR", "JP"]
    assert Offer.objects.with_words("ANOTHER título").count() == 0
    assert Offer.objects.with_words("Anóther Title").count() == 1


def test_a_published_offer_is_taken_off_the_list_to_be_changed(cast: Cast, client: Client) -> None:
    offer = make_offer(cast.organisation)
    client.force_login(cast.owner)
    assert client.get(reverse("offer_change", args=[offer.pk])).status_code == 403
    client.post(reverse("offer_step", args=[offer.pk, "offer_revise"]))
    offer.refresh_from_db()
    assert offer.state == S.DRAFT
    assert client.get(reverse("offer_change", args=[offer.pk])).status_code == 200
    client.post(reverse("offer_step", args=[offer.pk, "offer_submit"]))
    client.post(reverse("offer_step", args=[offer.pk, "offer_take_back"]))
    client.post(reverse("offer_step", args=[offer.pk, "offer_close"]))
    offer.refresh_from_db()
    assert offer.state == S.CLOSED
    assert offer.closed
    assert client.post(reverse("offer_step", args=[offer.pk, "offer_eat"])).status_code == 404
    page = client.post(reverse("offer_step", args=[offer.pk, "offer_submit"]), follow=True)
    assert "not possible now" in page.content.decode()


# --- Review -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ((4, 4, 4, 4), S.PUBLISHED),
        ((3, 3, 2, 2), S.PUBLISHED),
        ((2, 2, 2, 2), S.ON_HOLD),
        ((5, 5, 5, 0), S.ON_HOLD),
        ((1, 1, 1, 1), S.REJECTED),
    ],
)
def test_the_officer_gives_points_and_the_rule_decides(
    cast: Cast,
    client: Client,
    given: tuple[int, ...],
    state: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    offer = make_offer(cast.organisation, state=S.IN_REVIEW)
    client.force_login(cast.officer)
    assert offer.title in client.get(reverse("offers_to_review")).content.decode()
    address = reverse("offer_review", args=[offer.pk])
    assert client.get(address).status_code == 200
    words = {each.value: value for each, value in points(*given).items()}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {**words, "remark": "Mend it." if state != S.PUBLISHED else ""})
    offer.refresh_from_db()
    assert offer.state == state
    assert [each.to for each in mail.outbox] == [[cast.owner.email]]
    client.force_login(cast.owner)
    page = client.get(offer.get_absolute_url()).content.decode()
    assert f"{sum(given)} of 20 points" in page


def test_no_offer_is_held_without_a_word(cast: Cast) -> None:
    offer = make_offer(cast.organisation, state=S.IN_REVIEW)
    with pytest.raises(ValidationError, match="mended"):
        way.offer_review(
            by=cast.officer, offer=offer, points=points(2, 2, 2, 2), on=timezone.localdate()
        )
    offer.refresh_from_db()
    assert offer.state == S.IN_REVIEW
    assert not offer.reviews.exists()


def test_nobody_reviews_what_is_theirs(cast: Cast, client: Client) -> None:
    offer = make_offer(cast.organisation, state=S.IN_REVIEW)
    make_member(cast.organisation, cast.officer)
    for person in (cast.officer, cast.owner, cast.administrator):
        with pytest.raises(PermissionDenied):
            way.offer_review(
                by=person, offer=offer, points=points(5, 5, 5, 5), on=timezone.localdate()
            )
    client.force_login(cast.officer)
    assert client.get(reverse("offer_review", args=[offer.pk])).status_code == 403
    client.force_login(cast.owner)
    assert client.get(reverse("offers_to_review")).status_code == 403


def test_the_officer_takes_an_offer_off_the_list_with_a_reason(cast: Cast, client: Client) -> None:
    offer = make_offer(cast.organisation)
    address = reverse("offer_hold", args=[offer.pk])
    client.force_login(cast.owner)
    assert client.post(address, {"reason": "Me"}).status_code == 403
    client.force_login(cast.officer)
    client.post(address, {"reason": ""})
    offer.refresh_from_db()
    assert offer.state == S.PUBLISHED
    client.post(address, {"reason": "It was reported."})
    offer.refresh_from_db()
    assert offer.state == S.ON_HOLD


# --- The list ---------------------------------------------------------------------------------


def test_filters_of_the_list(cast: Cast, client: Client) -> None:
    ours = make_offer(cast.organisation, codes={"category": ["furniture"], "target": ["JP"]})
    other = make_offer(
        make_organisation(country="PT"), "business_offer", title="Bateaux à voile", codes={}
    )

    def found(words: str) -> set[Offer]:
        return set(client.get(f"/collaboration/offers/?{words}").context["listing"].page)

    assert found("") == {ours, other}
    assert found("q=bateaux+VOILE") == {other}
    assert found("kind=technology_request") == {ours}
    assert found("category=furniture") == found("target=JP") == found("country=AT") == {ours}
    assert found("country=PT&kind=business_offer") == {other}
    assert found("target=BR") == set()
    assert found("kind=nonsense") == {ours, other}


def test_the_list_costs_the_same_however_long(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.owner)
    for _each in range(12):
        make_offer(make_organisation(), codes={"category": ["furniture"], "target": ["JP"]})
    with django_assert_max_num_queries(9):
        client.get("/collaboration/offers/")
    with django_assert_max_num_queries(12):
        client.get(Offer.objects.latest("pk").get_absolute_url())


def test_own_offers_are_for_the_own_people(cast: Cast, client: Client) -> None:
    make_offer(cast.organisation, state=S.DRAFT, title="A secret plan")
    address = reverse("organisation_offers", args=[cast.organisation.slug])
    for person, expected in ((cast.owner, 200), (cast.member, 200), (cast.stranger, 404)):
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == expected
        assert ("A secret plan" in answer.content.decode()) is (expected == 200)
    client.force_login(cast.member)
    assert "Write a new one" not in client.get(address).content.decode()


# --- Time -------------------------------------------------------------------------------------


def test_offers_expire_and_their_editors_are_reminded_once(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    ends = timezone.localdate() + timedelta(days=20)
    offer = make_offer(cast.organisation, ends=ends)

    def day(on_days: int) -> dict[str, int]:
        with django_capture_on_commit_callbacks(execute=True):
            return way.offers_age(on=ends + timedelta(days=on_days))

    assert day(-15) == {"expired": 0, "reminded": 0}
    assert day(-14) == {"expired": 0, "reminded": 1}
    assert day(-13) == {"expired": 0, "reminded": 0}
    assert day(0) == {"expired": 0, "reminded": 0}
    assert day(1) == {"expired": 1, "reminded": 0}
    assert day(1) == {"expired": 0, "reminded": 0}
    offer.refresh_from_db()
    assert offer.state == S.EXPIRED
    assert len(mail.outbox) == 2
    assert {tuple(each.to) for each in mail.outbox} == {(cast.owner.email,)}


def test_officers_see_the_queue_on_the_list(cast: Cast, client: Client) -> None:
    make_offer(cast.organisation, state=S.IN_REVIEW)
    client.force_login(cast.officer)
    listing = client.get("/collaboration/offers/").context["listing"]
    assert (listing.to_review, listing.reports) == (1, 0)
    assert cast.officer.has_role(Role.OFFICER)
    client.force_login(cast.owner)
    assert client.get("/collaboration/offers/").context["listing"].to_review is None
