"""The page of an organisation in the directory: what is shown, to whom, and its editing."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hanse.collaboration.web.actions.directory_profiles import (
    profiles_remind,
    profiles_see_activity,
)
from hanse.collaboration.web.models.directory_tiers import TierDecision
from hanse.collaboration.web.models.profiles import (
    ClusterMember,
    CodeKind,
    Profile,
    ProfileText,
)
from hanse.collaboration.web.models.records import RecordedOrganisation
from hanse.foundation.web.models.audit import AuditEvent
from hanse.observatory.warehouse import Edition
from tests.collaboration.factories import make_profile
from tests.foundation.web.factories import CAST, Cast, make_organisation

pytestmark = pytest.mark.django_db

HOME = "/collaboration/directory/timber-cluster/"


def full_profile(cast: Cast, **more: object) -> Profile:
    """A published profile of the cast's organisation with something of each kind."""
    profile = make_profile(
        cast.organisation,
        {
            CodeKind.INDUSTRY: ["C16", "C1621"],
            CodeKind.SERVICE: ["trainings"],
            CodeKind.TARGET: ["JP"],
        },
        **{"staff_fte": 2, "confirmed": timezone.now(), **more},
    )
    ProfileText.objects.create(profile=profile, language="en", summary="We know timber.")
    ProfileText.objects.create(profile=profile, language="de", summary="Wir kennen Holz.")
    return profile


def add_members(cast: Cast, count: int = 14) -> None:
    for number in range(count):
        ClusterMember.objects.create(
            cluster=cast.organisation, name=f"Sawmill {number}", kind="firm", size="small"
        )
    ClusterMember.objects.create(
        cluster=cast.organisation, name="Secret Institute", kind="research", objects_to_naming=True
    )


def test_it_shows_what_is_known(cast: Cast, client: Client) -> None:
    full_profile(cast)
    add_members(cast)
    answer = client.get(HOME)
    text = answer.content.decode()
    for words in (
        "We know timber.",
        "C16.21 Manufacture of veneer",
        "Trainings",
        "Japan",
        "Sawmill 3",
    ):
        assert words in text
    assert "Secret Institute" not in text
    assert "1 member does not want to be named" in text
    page = answer.context["page"]
    assert page.counts.total == 15
    assert [each.code for each in page.checks] == ["met", "not_met", "met"]
    assert page.freshness_words == "fresh"
    assert page.editing is None


def test_the_text_is_in_the_reader_s_language(cast: Cast, client: Client) -> None:
    full_profile(cast)
    assert client.get(f"/de{HOME}").context["page"].text.summary == "Wir kennen Holz."
    assert client.get(f"/fr{HOME}").context["page"].text.summary == "We know timber."


def test_stale_entries_say_so(cast: Cast, client: Client) -> None:
    full_profile(cast, confirmed=timezone.now() - timedelta(days=400))
    assert "it may no longer hold" in client.get(HOME).content.decode()


@pytest.mark.parametrize("name", CAST)
def test_an_unpublished_profile_is_its_editors_alone(cast: Cast, client: Client, name: str) -> None:
    full_profile(cast, published=False)
    person = cast.person(name)
    if person:
        client.force_login(person)
    expected = 200 if name in ("owner", "administrator") else 404
    assert client.get(HOME).status_code == expected


def test_an_organisation_on_record_has_a_page_with_its_source(client: Client) -> None:
    organisation = make_organisation("On Record Ltd", kind="firm")
    assert client.get("/collaboration/directory/on-record-ltd/").status_code == 404
    RecordedOrganisation.objects.create(organisation=organisation, source="A report of 2013")
    text = client.get("/collaboration/directory/on-record-ltd/").content.decode()
    assert "A report of 2013" in text
    assert "not a member of this site" in text


def test_no_more_queries_for_more_of_everything(cast: Cast, client: Client) -> None:
    full_profile(cast)
    add_members(cast, 2)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(HOME).status_code == 200
        return len(queries)

    before = asked()
    add_members(cast, 20)
    for kind in (CodeKind.TECHNOLOGY, CodeKind.CATEGORY):
        cast.organisation.profile.codes.create(kind=kind, code="photonics")
    assert asked() == before <= 14


def test_the_strength_of_the_region_stands_beside_it(
    cast: Cast, client: Client, demo_edition: Edition
) -> None:
    cast.organisation.region = "AT130"
    cast.organisation.save()
    full_profile(cast).codes.create(kind=CodeKind.CATEGORY, code="automotive")
    strength = client.get(HOME).context["page"].strength
    assert strength.region == "Wien"
    assert strength.synthetic
    assert [row["own"].value for row in strength.table.rows][:2] == ["yes", ""]
    assert "/clusters/traded_local/automotive/AT13/" in client.get(HOME).content.decode()


# --- Editing ----------------------------------------------------------------------------------


SECTIONS = ["facts", "texts", *CodeKind.values]


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("name", CAST)
def test_only_editors_open_a_section(cast: Cast, client: Client, name: str, section: str) -> None:
    person = cast.person(name)
    if person:
        client.force_login(person)
    status = client.get(f"{HOME}edit/{section}/").status_code
    expected = {"visitor": 302, "owner": 200, "administrator": 200}.get(name, 403)
    assert status == expected


def test_a_profile_is_written_section_by_section(cast: Cast, client: Client) -> None:
    client.force_login(cast.owner)
    assert "No profile yet" in client.get(HOME).content.decode()
    facts = {"legal_form": "Association", "founded_year": "1999", "staff_fte": "1.5"}
    assert client.post(f"{HOME}edit/facts/", facts).status_code == 302
    client.post(f"{HOME}edit/texts/", {"language": "de", "summary": "Holz"})
    client.post(f"{HOME}edit/technology/", {"codes": ["photonics", "robotics"]})
    client.post(f"{HOME}edit/industry/", {"more": "16.21"})
    client.post(f"{HOME}edit/industry/", {"codes": ["C1621"], "more": "C25 Manufacture of metal"})
    client.post(f"{HOME}edit/target/", {"more": "japan"})
    profile = Profile.objects.get(organisation=cast.organisation)
    assert (profile.legal_form, profile.founded_year, str(profile.staff_fte)) == (
        "Association",
        1999,
        "1.50",
    )
    assert [each.summary for each in profile.texts.all()] == ["Holz"]
    assert sorted(profile.codes.values_list("kind", "code")) == [
        ("industry", "C1621"), ("industry", "C25"), ("target", "JP"),
        ("technology", "photonics"), ("technology", "robotics"),
    ]  # fmt: skip
    client.post(f"{HOME}edit/technology/", {"codes": ["robotics"]})
    client.post(f"{HOME}edit/texts/", {"text_de": ""})
    assert profile.codes.filter(kind="technology").count() == 1
    assert not profile.texts.exists()
    events = AuditEvent.objects.filter(organisation=cast.organisation, by=cast.owner)
    assert events.filter(action="profile_codes_change").count() == 5


@pytest.mark.parametrize(
    ("section", "words", "problem"),
    [
        ("facts", {"founded_year": "12"}, "greater than or equal to 1000"),
        ("facts", {"staff_fte": "-1"}, "greater than or equal to 0"),
        ("texts", {"summary": "Text"}, "Say in which language"),
        ("texts", {"language": "fr"}, "Write the text"),
        ("technology", {"codes": ["magic"]}, "not one of the available choices"),
        ("industry", {"more": "Z99"}, "nothing of this code"),
        ("target", {"more": "Atlantis"}, "nothing of this code"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(
    cast: Cast, client: Client, section: str, words: dict[str, object], problem: str
) -> None:
    client.force_login(cast.owner)
    answer = client.post(f"{HOME}edit/{section}/", words)
    assert answer.status_code == 200
    assert problem in answer.content.decode()
    assert not Profile.objects.exists()


def test_an_unknown_section_is_not_found(cast: Cast, client: Client) -> None:
    client.force_login(cast.owner)
    assert client.get(f"{HOME}edit/nonsense/").status_code == 404


def test_publishing_takes_a_text_and_confirms(cast: Cast, client: Client) -> None:
    client.force_login(cast.owner)
    client.post(f"{HOME}publish/", {"publish": "1"})
    assert not Profile.objects.filter(published=True).exists()
    client.post(f"{HOME}edit/texts/", {"language": "en", "summary": "Timber"})
    client.post(f"{HOME}publish/", {"publish": "1"})
    profile = Profile.objects.get()
    assert profile.published
    assert profile.confirmed
    client.post(f"{HOME}publish/", {"hide": "1"})
    assert not Profile.objects.get().published


@pytest.mark.parametrize("name", CAST)
def test_one_click_confirms(cast: Cast, client: Client, name: str) -> None:
    full_profile(cast, confirmed=None)
    person = cast.person(name)
    if person:
        client.force_login(person)
    client.post(f"{HOME}confirm/")
    assert (Profile.objects.get().confirmed is not None) == (name in ("owner", "administrator"))
    assert client.get(f"{HOME}confirm/").status_code in (302, 405)


# --- Tiers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CAST)
def test_officers_alone_decide_on_tiers(cast: Cast, client: Client, name: str) -> None:
    full_profile(cast)
    person = cast.person(name)
    if person:
        client.force_login(person)
    status = client.get(f"{HOME}validate/").status_code
    assert status == {"visitor": 302, "officer": 200, "administrator": 200}.get(name, 403)


def test_validated_only_when_the_checks_pass(cast: Cast, client: Client) -> None:
    full_profile(cast)
    client.force_login(cast.officer)
    answer = client.post(f"{HOME}validate/", {"tier": "validated", "page_active": "on"})
    assert "A check is not met" in answer.content.decode()
    assert not TierDecision.objects.exists()
    add_members(cast)
    cast.organisation.website = "https://timber.example"
    cast.organisation.save()
    without_look = client.post(f"{HOME}validate/", {"tier": "validated"})
    assert without_look.status_code == 200
    given = client.post(f"{HOME}validate/", {"tier": "validated", "page_active": "on"})
    assert given.status_code == 302
    decision = TierDecision.objects.get()
    assert decision.by == cast.officer
    assert decision.checks == {"staff": "met", "page": "met", "members": "met"}
    assert Profile.objects.get().tier == "validated"


def test_recognition_waives_the_checks(cast: Cast, client: Client) -> None:
    full_profile(cast, recognised_by="A Programme")
    client.force_login(cast.officer)
    assert client.post(f"{HOME}validate/", {"tier": "validated"}).status_code == 302
    assert TierDecision.objects.get().checks["members"] == "waived"


def test_setting_back_takes_a_reason_and_tells_the_editors(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    full_profile(cast, tier="validated")
    client.force_login(cast.officer)
    answer = client.post(f"{HOME}validate/", {"tier": "provisional"})
    assert "Say why" in answer.content.decode()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(f"{HOME}validate/", {"tier": "provisional", "remark": "The page is gone."})
    assert Profile.objects.get().tier == "provisional"
    assert [each.to for each in mail.outbox] == [[cast.owner.email]]
    assert "The page is gone." in mail.outbox[0].body


# --- Daily ------------------------------------------------------------------------------------


def test_editors_are_reminded_once(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    full_profile(cast, confirmed=timezone.now() - timedelta(days=170))
    today = timezone.localdate()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert profiles_remind(on=today) == 1
        assert profiles_remind(on=today) == 0
        assert profiles_remind(on=today + timedelta(days=30)) == 0
        assert profiles_remind(on=today + timedelta(days=60)) == 1
    assert [each.to for each in mail.outbox] == [[cast.owner.email]] * 2
    assert "Does the entry of Timber Cluster still hold?" in mail.outbox[0].subject
    assert HOME in mail.outbox[0].body


def test_activity_is_what_people_did_for_the_organisation(cast: Cast, client: Client) -> None:
    full_profile(cast)
    other = make_profile(make_organisation())
    assert profiles_see_activity(on=timezone.localdate()) == 0
    client.force_login(cast.owner)
    client.post(f"{HOME}confirm/")
    assert profiles_see_activity(on=timezone.localdate()) == 1
    assert profiles_see_activity(on=timezone.localdate()) == 0
    assert isinstance(Profile.objects.get(organisation=cast.organisation).active, date)
    other.refresh_from_db()
    assert other.active is None


# --- Members ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CAST)
def test_editors_alone_see_the_list_of_members(cast: Cast, client: Client, name: str) -> None:
    add_members(cast, 1)
    person = cast.person(name)
    if person:
        client.force_login(person)
    status = client.get(f"{HOME}members/").status_code
    assert status == {"visitor": 302, "owner": 200, "administrator": 200}.get(name, 403)


def test_members_come_change_and_go(cast: Cast, client: Client) -> None:
    client.force_login(cast.owner)
    words = {"name": "Joiners Ltd", "kind": "firm", "size": "micro", "since": "2025-01-01"}
    assert client.post(f"{HOME}members/", words).status_code == 302
    member = ClusterMember.objects.get()
    address = f"{HOME}members/{member.pk}/"
    client.post(address, {**words, "objects_to_naming": "on"})
    member.refresh_from_db()
    assert member.objects_to_naming
    changed = AuditEvent.objects.get(action="cluster_member_change")
    assert changed.changes["changed"] == ["objects_to_naming"]
    client.post(address, {"end": "1"})
    member.refresh_from_db()
    assert member.until == timezone.localdate() - timedelta(days=1)
    assert not ClusterMember.objects.current(timezone.localdate()).exists()
    assert "Joiners Ltd" not in client.get(f"{HOME}members/").content.decode()


def test_only_clusters_have_members_and_nobody_changes_those_of_others(
    cast: Cast, client: Client
) -> None:
    foreign = ClusterMember.objects.create(
        cluster=make_organisation("Other Cluster"), name="Far Ltd", kind="firm"
    )
    firm = make_organisation("Firm Ltd", kind="firm")
    firm.memberships.create(person=cast.owner, kind="editor")
    client.force_login(cast.owner)
    assert client.get(f"{HOME}members/{foreign.pk}/").status_code == 404
    assert client.get("/collaboration/directory/firm-ltd/members/").status_code == 404
