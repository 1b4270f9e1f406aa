"""Pages of consortia: who gets to them, what they say, and what their forms do."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hanse.collaboration.consortia.states import Place, State, Version
from hanse.collaboration.web.models.consortia import Consortium, ConsortiumMember
from hanse.collaboration.web.models.profiles import CodeKind
from hanse.collaboration.web.models.strategies import StrategySection, StrategyVersion
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from tests.collaboration.consortium_factories import make_consortium, make_editor, make_strategy
from tests.collaboration.factories import make_profile
from tests.foundation.web.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db
HTML = "text/html; charset=utf-8"


class Scene:
    """A consortium of two with a third invited, and a client for each of them and a stranger."""

    def __init__(self) -> None:
        self.lead, self.one = make_editor("Lena", country="DE")
        self.member, self.two = make_editor("Milan", country="CZ")
        self.asked, self.three = make_editor("Ida", country="IT")
        self.stranger = make_person("Sten")
        self.consortium = make_consortium(self.one, self.two, invited=(self.three,))

    def client(self, person: User | AnonymousUser) -> Client:
        client = Client()
        if isinstance(person, User):
            client.force_login(person)
        return client

    def at(self, name: str, *more: Any) -> str:
        return reverse(name, args=[self.consortium.slug, *more])


@pytest.fixture
def scene() -> Scene:
    return Scene()


INSIDE = (
    "consortium_members",
    "consortium_plan",
    "consortium_strategy",
    "consortium_call",
    "consortium_task_new",
    "consortium_milestone_new",
    "consortium_reach",
)


def test_a_consortium_that_has_ended_is_still_shown_or_hidden(scene: Scene) -> None:
    Consortium.objects.update(state=State.ENDED, published=False)
    lead, visitor = scene.client(scene.lead), scene.client(AnonymousUser())
    assert "Change the profile" not in lead.get(scene.at("consortium")).content.decode()
    for sent, button, status in (("on", "Hide it from others", 200), ("", "Show it to", 404)):
        page = lead.post(scene.at("consortium_publish"), {"published": sent}, follow=True)
        assert button in page.content.decode()
        assert visitor.get(scene.at("consortium")).status_code == status
    answer = scene.client(scene.member).post(scene.at("consortium_publish"), {"published": "on"})
    assert answer.status_code == 403
    assert not Consortium.objects.get().published


@pytest.mark.parametrize("published", [True, False])
def test_who_gets_to_which_page(scene: Scene, published: bool) -> None:
    """Generated: pages of members are for members; the profile for whom it is shown."""
    Consortium.objects.update(published=published)
    for person, profile, inside in (
        (scene.lead, 200, 200),
        (scene.member, 200, 200),
        (scene.asked, 200, 404),
        (scene.stranger, 200 if published else 404, 404),
        (AnonymousUser(), 200 if published else 404, 302),
    ):
        client = scene.client(person)
        assert client.get(scene.at("consortium")).status_code == profile
        assert client.get(scene.at("consortium_pdf")).status_code == profile
        for name in INSIDE:
            assert client.get(scene.at(name)).status_code == inside, (name, person)
    assert scene.client(scene.member).get(scene.at("consortium_edit")).status_code == 403
    assert scene.client(scene.lead).get(scene.at("consortium_edit")).status_code == 200


@pytest.mark.parametrize("state", Version)
@pytest.mark.parametrize("public", [True, False])
def test_drafts_never_leave_the_consortium(scene: Scene, state: Version, public: bool) -> None:
    Consortium.objects.update(published=True, strategy_public=public)
    version = make_strategy(scene.consortium, state)
    shown = 200 if public and state is Version.APPROVED else 404
    for person in (AnonymousUser(), scene.stranger, scene.asked):
        client = scene.client(person)
        assert client.get(version.get_absolute_url()).status_code == shown
        assert client.get(scene.at("strategy_document", 1)).status_code == shown
        profile = client.get(scene.at("consortium")).content.decode()
        assert (version.get_absolute_url() in profile) is (shown == 200)
        assert "Together to the world" not in profile
    inside = scene.client(scene.member).get(version.get_absolute_url())
    assert "Together to the world" in inside.content.decode()


def test_outsiders_do_not_see_approvals_or_drafts_of_a_public_strategy(scene: Scene) -> None:
    Consortium.objects.update(published=True, strategy_public=True)
    make_strategy(scene.consortium, Version.APPROVED)
    make_strategy(scene.consortium, Version.DRAFT, 2, {"vision": {"text": "Secret plan"}})
    page = Client().get(scene.at("strategy_version", 1)).content.decode()
    assert "Secret plan" not in page
    assert "Approvals" not in page
    assert "Version 2" not in page


def test_the_list_and_its_filters(scene: Scene) -> None:
    Consortium.objects.update(published=True, state=State.RUNNING)
    scene.consortium.codes.create(kind="target", code="JP")
    scene.consortium.codes.create(kind="sector", code="textiles")
    make_consortium(scene.three, name="Hidden One", state=State.IDEA)
    other = make_consortium(scene.three, name="Open One", published=True, state=State.ENDED)
    client = Client()

    def listed(**words: str) -> list[str]:
        page = client.get(reverse("consortia"), words).context["listing"].page
        return [each.name for each in page]

    assert listed() == ["Open One", "Test Consortium"]
    assert listed(state="running") == ["Test Consortium"]
    assert listed(country="IT") == [other.name]
    assert listed(country="CZ") == ["Test Consortium"]
    assert listed(target="JP", sector="textiles") == ["Test Consortium"]
    assert listed(state="nonsense") == ["Open One", "Test Consortium"]


def test_the_list_asks_the_database_no_oftener_for_more(scene: Scene) -> None:
    Consortium.objects.update(published=True)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(reverse("consortia")).status_code == 200
        return len(queries)

    before = asked()
    for number in range(5):
        make_consortium(scene.three, scene.two, name=f"More {number}", published=True)
    assert asked() == before
    assert before <= 10


def test_pages_of_one_ask_no_oftener_for_more_members(scene: Scene) -> None:
    make_strategy(scene.consortium, Version.IN_APPROVAL)

    def asked(name: str) -> int:
        client = scene.client(scene.lead)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(scene.at(name)).status_code == 200
        return len(queries)

    names = ("consortium", "consortium_members", "consortium_strategy", "consortium_call")
    before = {name: asked(name) for name in names}
    for number in range(4):
        ConsortiumMember.objects.create(
            consortium=scene.consortium,
            organisation=make_organisation(f"Extra {number}"),
            place=Place.ACCEPTED,
        )
    assert {name: asked(name) for name in names} == before
    assert max(before.values()) <= 26


def test_begin_one(scene: Scene) -> None:
    client = scene.client(scene.lead)
    answer = client.post(
        reverse("consortium_new"),
        {"coordinator": scene.one.pk, "name": "Amber", "codes_target": ["JP", "KR"]},
    )
    made = Consortium.objects.get(name="Amber")
    assert answer["Location"] == reverse("consortium_members", args=[made.slug])
    assert (made.state, made.published) == (State.IDEA, False)
    assert set(made.codes.values_list("code", flat=True)) == {"JP", "KR"}
    foreign = {"coordinator": scene.two.pk, "name": "Foreign"}
    assert client.post(reverse("consortium_new"), foreign).status_code == 200
    assert not Consortium.objects.filter(name="Foreign").exists()
    assert scene.client(scene.stranger).get(reverse("consortium_new")).status_code == 403


def test_two_who_change_the_profile_at_once(scene: Scene) -> None:
    address = scene.at("consortium_edit")
    client = scene.client(scene.lead)
    assert 'name="seen" value="0"' in client.get(address).content.decode()
    words = {"name": "Test Consortium", "seen": "0"}
    assert client.post(address, {**words, "objectives": "Theirs"}).status_code == 302
    late = client.post(address, {**words, "objectives": "Mine"})
    page = late.content.decode()
    assert late.status_code == 200
    assert "Theirs" in page
    assert "Mine" in page
    assert 'name="seen" value="1"' in page
    client.post(address, {**words, "objectives": "Both", "seen": "1"})
    assert Consortium.objects.get().objectives == "Both"


def test_a_section_is_written_and_nobody_loses_a_word(scene: Scene) -> None:
    version = make_strategy(scene.consortium)
    address = scene.at("strategy_section", 1, "vision")
    first, second = scene.client(scene.lead), scene.client(scene.member)
    for client in (first, second):
        assert 'name="seen" value="0"' in client.get(address).content.decode()
    assert first.post(address, {"seen": "0", "text": "Theirs"}).status_code == 302
    late = second.post(address, {"seen": "0", "text": "Mine"})
    page = late.content.decode()
    assert "This is what Lena saved." in page
    assert "Theirs" in page
    assert "Mine</textarea>" in page
    assert version.sections.get(code="vision").content == {"text": "Theirs"}
    assert second.post(address, {"seen": "1", "text": "Theirs, mine"}).status_code == 302
    assert version.sections.get(code="vision").content == {"text": "Theirs, mine"}


def test_rows_are_written_mended_and_dropped(scene: Scene) -> None:
    version = make_strategy(scene.consortium, document={})
    address = scene.at("strategy_section", 1, "markets")
    client = scene.client(scene.lead)
    words = {"seen": "0", "rows": "3", "country-1": "JP", "reason-1": "Demand"}
    wrong = client.post(address, {**words, "country-2": "ZZ"}).content.decode()
    assert "There is no such country." in wrong
    assert 'href="#id_country-2"' in wrong
    assert "Demand" in wrong
    more = client.post(address, {**words, "more": "1"})
    assert more.status_code == 200
    assert not version.sections.get(code="markets").content
    assert client.post(address, words).status_code == 302
    assert version.sections.get(code="markets").content == {
        "rows": [{"country": "JP", "reason": "Demand"}]
    }
    assert client.get(scene.at("strategy_section", 1, "nothing")).status_code == 404


def test_a_version_in_approval_is_not_written(scene: Scene) -> None:
    make_strategy(scene.consortium, Version.IN_APPROVAL)
    address = scene.at("strategy_section", 1, "vision")
    answer = scene.client(scene.lead).post(address, {"seen": "0", "text": "x"})
    assert answer.status_code == 403
    assert not StrategySection.objects.filter(content={"text": "x"}).exists()


def test_approved_by_all_on_the_page(scene: Scene) -> None:
    make_strategy(scene.consortium)
    lead, member = scene.client(scene.lead), scene.client(scene.member)
    lead.post(scene.at("strategy_take", 1, "submit"))
    assert "Approve" in member.get(scene.at("consortium_strategy")).content.decode()
    for client, organisation in ((lead, scene.one), (member, scene.two)):
        client.post(scene.at("strategy_take", 1, "approve"), {"organisation": organisation.pk})
    assert StrategyVersion.objects.get().state == Version.APPROVED
    assert lead.post(scene.at("strategy_take", 1, "nonsense")).status_code == 404
    stranger = scene.client(scene.stranger)
    assert stranger.post(scene.at("strategy_take", 1, "take_back")).status_code == 404


def test_sent_back_with_a_reason(scene: Scene) -> None:
    make_strategy(scene.consortium, Version.IN_APPROVAL)
    member = scene.client(scene.member)
    address = scene.at("strategy_take", 1, "send_back")
    assert member.post(address, {"remark": ""}).status_code == 200
    member.post(address, {"remark": "More markets."})
    assert "More markets." in member.get(scene.at("consortium_strategy")).content.decode()


def test_answers_to_an_invitation(scene: Scene) -> None:
    place = ConsortiumMember.objects.get(organisation=scene.three)
    accept = scene.at("consortium_answer", place.pk, "accept")
    assert scene.client(scene.member).post(accept).status_code == 403
    assert scene.client(scene.stranger).post(accept).status_code == 404
    client = scene.client(scene.asked)
    assert "is invited" in client.get(scene.at("consortium")).content.decode()
    assert client.post(accept).status_code == 302
    assert client.get(scene.at("consortium_plan")).status_code == 200
    leave = scene.at("consortium_answer", place.pk, "leave")
    assert client.post(leave)["Location"] == reverse("consortia")
    assert client.get(accept).status_code == 405


def test_the_call_is_checked_at_once_and_without_a_script(scene: Scene) -> None:
    client = scene.client(scene.lead)
    address = scene.at("consortium_call")
    whole = client.get(address, {"call": "escp_4i_2020"}).content.decode()
    assert "Partners missing: 1." in whole
    assert "<h1>" in whole
    part = client.get(address, {"call": "escp_4i_2020"}, headers={"HX-Request": "true"})
    assert "Partners missing: 1." in part.content.decode()
    assert "<h1>" not in part.content.decode()
    assert "No call chosen" in client.get(address, {"call": "no_such"}).content.decode()


def test_steps_say_what_is_missing(scene: Scene) -> None:
    client = scene.client(scene.lead)
    answer = client.post(scene.at("consortium_take", "consortium_found"), follow=True)
    assert "Invitations are still open" in answer.content.decode()
    assert client.post(scene.at("consortium_take", "consortium_change")).status_code == 404
    member = scene.client(scene.member)
    assert member.post(scene.at("consortium_take", "consortium_end")).status_code == 403


def test_documents_are_pdf(scene: Scene) -> None:
    make_strategy(scene.consortium)
    client = scene.client(scene.lead)
    for address in (scene.at("consortium_pdf"), scene.at("strategy_document", 1)):
        answer = client.get(address)
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")


def test_plan_pages(scene: Scene) -> None:
    client = scene.client(scene.member)
    client.post(
        scene.at("consortium_task_new"),
        {"title": "Visit", "lead": scene.two.pk, "begins": "2026-01-01", "ends": "2026-02-01"},
    )
    wrong = client.post(
        scene.at("consortium_task_new"),
        {"title": "Late", "begins": "2026-03-01", "ends": "2026-02-01"},
    )
    assert "It ends before it begins." in wrong.content.decode()
    client.post(scene.at("consortium_milestone_new"), {"title": "First", "progress": 40})
    page = client.get(scene.at("consortium_plan")).content.decode()
    assert "Visit" in page
    assert "40 %" in page
    assert "Late" not in page
    task = scene.consortium.tasks.get()
    stone = scene.consortium.milestones.get()
    client.post(scene.at("consortium_task_delete", task.pk))
    client.post(scene.at("consortium_milestone_delete", stone.pk))
    assert not scene.consortium.tasks.exists()
    assert not scene.consortium.milestones.exists()


# --- The composer -----------------------------------------------------------------------------


@pytest.fixture
def directory(scene: Scene) -> list[Organisation]:
    """Eight clusters with profiles; half bring textiles, half medical devices."""
    made = []
    for at, country in enumerate(("FR", "IT", "ES", "PT", "FI", "SE", "PL", "AT")):
        each = make_organisation(f"Cluster {country}", country=country)
        make_profile(each, {CodeKind.CATEGORY: [("textiles", "medical_devices")[at % 2]]})
        made.append(each)
    return made


ASKED: dict[str, Any] = {
    "wishes": ["category:textiles", "category:medical_devices"],
    "countries": ["FI"],
    "fewest": "2",
    "most": "4",
    "call": "escp_4i_2020",
    "clusters_only": "on",
}


def test_capabilities_of_one_name_are_told_apart(
    scene: Scene, directory: list[Organisation]
) -> None:
    make_profile(make_organisation("Both", country="FR"), {CodeKind.EMERGING: ["medical_devices"]})
    page = scene.client(scene.lead).get(reverse("consortium_compose")).context["page"]
    named = dict(page.form.fields["wishes"].choices)
    assert named["category:medical_devices"] == "Medical Devices (Cluster category)"
    assert named["emerging:medical_devices"] == "Medical Devices (Emerging industry)"
    assert "(" not in named["category:textiles"]


def test_sets_with_reasons(scene: Scene, directory: list[Organisation]) -> None:
    client = scene.client(scene.lead)
    assert client.get(reverse("consortium_compose")).context["page"].sets is None
    page = client.get(reverse("consortium_compose"), {"lead": scene.one.pk, **ASKED})
    sets = page.context["page"].sets
    assert len(sets) == 3
    for card in sets:
        assert card.found.proven
        assert all(each.reasons for each in card.partners)
    assert sets[0].open == []
    assert "Finland" in sets[0].countries
    text = page.content.decode()
    assert "The only one to bring: Finland." in text
    assert "Target third countries missing: 2." in text
    assert "Without a published profile: Lena Cluster." in text


def test_a_set_becomes_a_consortium(scene: Scene, directory: list[Organisation]) -> None:
    client = scene.client(scene.lead)
    chosen = directory[:2]
    words = {
        "lead": scene.one.pk,
        "name": "New Way",
        "call": "escp_4i_2020",
        "partner": [each.pk for each in chosen],
        f"why-{chosen[0].pk}": "Brings textiles.",
    }
    client.post(reverse("consortium_compose"), words)
    made = Consortium.objects.get(name="New Way")
    assert (made.state, made.call) == (State.FORMING, "escp_4i_2020")
    asked = {each.organisation: each.why for each in made.members.filter(place=Place.INVITED)}
    assert asked == {chosen[0]: "Brings textiles.", chosen[1]: ""}
    foreign = {**words, "lead": scene.two.pk, "name": "Foreign"}
    assert client.post(reverse("consortium_compose"), foreign).status_code == 403
    nobody = {**words, "partner": [scene.two.pk], "name": "Unregistered"}
    client.post(reverse("consortium_compose"), nobody)
    assert not Consortium.objects.filter(name__in=["Foreign", "Unregistered"]).exists()


def test_the_composer_refuses_what_makes_no_sense(
    scene: Scene, directory: list[Organisation]
) -> None:
    client = scene.client(scene.lead)
    address = reverse("consortium_compose")
    words = {"lead": scene.one.pk, **ASKED, "fewest": "4", "most": "2"}
    assert "At most is fewer than at least." in client.get(address, words).content.decode()
    for no_key in ("9" * 40, "9" * 5000, "-9223372036854775809", "x"):
        page = client.get(address, {**words, "most": "5", "core": no_key})
        assert page.context["page"].form.has_error("core"), no_key
    assert scene.client(scene.stranger).get(address).status_code == 403
    assert Client().get(address).status_code == 302
