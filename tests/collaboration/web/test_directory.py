"""The directory's page: what it finds for whom, how it is narrowed, how it learns of changes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hanse.collaboration.web import search_index
from hanse.collaboration.web.actions.records import recorded_organisation
from hanse.collaboration.web.models.profiles import CodeKind, Profile, ProfileText
from hanse.excellence.web.actions.register import register_enter
from hanse.foundation.web.models.organisations import Organisation
from tests.collaboration.factories import make_profile
from tests.excellence.factories import make_label
from tests.foundation.web.factories import Cast, make_organisation

pytestmark = pytest.mark.django_db

ADDRESS = "/collaboration/directory/"


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    """No index from another test."""
    search_index.forget()
    yield
    search_index.forget()


def listed(name: str, text: str = "", **more: object) -> Organisation:
    """An organisation with a published profile, and what it says in English."""
    codes = more.pop("codes", None)
    profile = {key: more.pop(key) for key in ("confirmed", "published", "tier") if key in more}
    organisation = make_organisation(name, **more)
    made = make_profile(organisation, codes, **profile)  # type: ignore[arg-type]
    if text:
        ProfileText.objects.create(profile=made, language="en", summary=text)
    return organisation


def names(client: Client, query: str = "") -> list[str]:
    page = client.get(f"{ADDRESS}?{query}")
    assert page.status_code == 200, query
    return [each.organisation.name for each in page.context["page"].entries]


def facet(client: Client, code: str, query: str = "") -> dict[str, int]:
    page = client.get(f"{ADDRESS}?{query}").context["page"]
    return {
        each.code: each.count
        for shown in page.facets
        if shown.code == code
        for each in shown.values
    }


def test_it_finds_by_every_text_and_label(client: Client) -> None:
    first = listed(
        "Łódzki Klaster",
        "Advanced fabrics",
        native_name="Klaster Włókienniczy",
        country="PL",
        region="PL711",
        description="Looms and needles",
        codes={
            CodeKind.CATEGORY: ["textile_manufacturing"],
            CodeKind.INDUSTRY: ["C1310"],
            CodeKind.TARGET: ["JP"],
        },
    )
    ProfileText.objects.create(
        profile=Profile.objects.get(organisation=first), language="de", summary="Gewebe aus Hanf"
    )
    listed("Another")
    for words in (
        "lodzki",
        "wlokienniczy",
        "fabrics",
        "gewebe",
        "needles",
        "poland",
        "Polen",
        "PL711",
        "textile",
        "spinning",
        "C1310",
        "Japon",
        "gewbe",
    ):
        assert names(client, f"q={words}") == ["Łódzki Klaster"], words


def test_what_is_not_published_is_found_by_nobody(client: Client, cast: Cast) -> None:
    make_profile(cast.organisation, {CodeKind.TARGET: ["JP"]}, published=False)
    gone = listed("Withdrawn Works", withdrawn=timezone.now())
    recorded = recorded_organisation(
        keeper=None, name="Recorded Agency", kind="public", country="JP", source="A report"
    )
    make_profile(recorded, {CodeKind.SERVICE: ["secret_service"]}, published=False)
    assert gone.withdrawn
    for person in (None, cast.stranger, cast.owner, cast.administrator):
        if person:
            client.force_login(person)
        assert names(client) == ["Recorded Agency"]
        assert names(client, "q=secret_service") == []
        assert facet(client, "service") == {}
        assert facet(client, "target") == {}
        shown = client.get(f"{ADDRESS}suggestions/?q=withdrawn").content.decode()
        assert "Withdrawn Works" not in shown
        assert "option" in client.get(f"{ADDRESS}suggestions/?q=recorded").content.decode()


def test_an_organisation_on_record_says_so(client: Client) -> None:
    recorded_organisation(
        keeper=None, name="Agency", kind="public", country="JP", source="A report"
    )
    listed("Member", kind="cluster")
    content = client.get(f"{ADDRESS}?tier=on_record").content.decode()
    assert "on record, not a member of this site" in content
    assert "Member</a>" not in content


def test_facets_narrow_and_count(client: Client) -> None:
    now = timezone.now()
    listed("Amber", kind="firm", country="PL", region="PL711", confirmed=now)
    listed("Birch", kind="firm", country="DE", region="DE212", confirmed=now - timedelta(days=300))
    listed("Cedar", kind="cluster", country="DE", region="DE21", tier="validated")
    listed("Dune", kind="firm", country="DE", confirmed=now)
    assert facet(client, "country") == {"DE": 3, "PL": 1}
    assert facet(client, "region", "country=DE") == {"DE21": 2}
    assert facet(client, "kind", "country=DE") == {"cluster": 1, "firm": 2}
    assert facet(client, "freshness") == {"fresh": 2, "ageing": 1, "stale": 1}
    assert names(client, "region=DE21&kind=firm") == ["Birch"]
    assert names(client, "region=DE21&region=PL71") == ["Amber", "Birch", "Cedar"]
    assert names(client, "tier=validated") == ["Cedar"]
    assert names(client, "freshness=stale&freshness=ageing&sort=freshness") == ["Birch", "Cedar"]


def test_labels_held_are_a_facet_that_follows_the_register(client: Client) -> None:
    organisation = listed("Labelled")
    listed("Plain")
    assert facet(client, "label") == {}
    label = make_label(organisation, "HL-1")
    assert label.valid_from <= timezone.localdate() <= label.valid_until
    register_enter(by=None, label=label, event="awarded", on=label.valid_from)
    assert facet(client, "label", f"label={label.level}") == {label.level: 1}
    assert names(client, f"label={label.level}") == ["Labelled"]


def test_changes_are_found_at_once(client: Client) -> None:
    first = listed("Early Bird", "Worms")
    assert names(client, "q=worms") == ["Early Bird"]
    later = listed("Late Bird", "Worms")
    assert names(client, "q=worms&sort=name") == ["Early Bird", "Late Bird"]
    first.name = "Renamed Bird"
    first.save()
    assert names(client, "q=renamed") == ["Renamed Bird"]
    profile = Profile.objects.get(organisation=later)
    profile.texts.update(summary="Seeds")
    profile.save()
    assert names(client, "q=seeds") == ["Late Bird"]
    profile.published = False
    profile.save()
    assert names(client) == ["Renamed Bird"]
    first.withdrawn = timezone.now()
    first.save()
    assert names(client) == []


def test_what_leaves_without_a_history_is_never_shown(client: Client) -> None:
    listed("Fleeting")
    assert names(client) == ["Fleeting"]
    Profile.objects.update(published=False)
    assert names(client) == []
    search_index.look_again()
    assert facet(client, "kind") == {}
    assert client.get(ADDRESS).context["page"].found.total == 0


def test_an_empty_answer_says_what_to_widen(client: Client) -> None:
    listed("Amber", kind="firm", country="PL")
    listed("Birch", kind="cluster", country="DE")
    page = client.get(f"{ADDRESS}?q=amber&country=DE").context["page"]
    assert [(each.count, each.address) for each in page.widenings] == [
        (1, "?country=DE"),
        (1, "?q=amber"),
    ]
    assert "Without the words" in client.get(f"{ADDRESS}?q=zzz").content.decode()


def test_an_empty_directory_says_so(client: Client) -> None:
    assert "The directory is empty" in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "page=999999999999",
        "page=0",
        "page=x",
        "sort=x",
        "more=x",
        "kind=%00",
        "q=%00",
        "more=region",
    ],
)
def test_an_address_that_makes_no_sense_is_read_as_far_as_it_does(
    client: Client, query: str
) -> None:
    listed("Amber")
    assert client.get(f"{ADDRESS}?{query}").status_code == 200


def test_pages_hold_every_organisation_once(client: Client) -> None:
    for number in range(45):
        listed(f"Organisation {number:02}")
    found = [name for page in (1, 2, 3) for name in names(client, f"page={page}&sort=name")]
    assert found == [f"Organisation {number:02}" for number in range(45)]
    assert names(client, "page=9&sort=name") == found[40:]


def test_it_asks_the_database_as_often_however_many_there_are(client: Client) -> None:
    def asked() -> int:
        names(client)
        search_index.look_again()
        with CaptureQueriesContext(connection) as queries:
            names(client, "q=organisation")
        return len(queries)

    listed("Organisation", codes={CodeKind.CATEGORY: ["automotive"]})
    before = asked()
    for number in range(15):
        listed(f"Organisation {number}", "Text", codes={CodeKind.CATEGORY: ["automotive"]})
    assert asked() == before
    assert before <= 15


def test_the_map_has_the_same_squares_whatever_is_found(client: Client) -> None:
    for country in ("PL", "DE", "JP", "BR"):
        listed(f"One of {country}", country=country, region="")
    pages = [client.get(ADDRESS, {"q": words}).context["page"] for words in ("", "JP")]
    whole, one = (page.map for page in pages)
    assert set(whole.tiles.squares) >= {"PL", "DE", "JP", "BR"}
    assert one.tiles == whole.tiles
    assert [area.code for area in one.areas] == ["JP"]
