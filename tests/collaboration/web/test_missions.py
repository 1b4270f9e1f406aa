"""Missions: who sees them, and how they are listed."""

import pytest
from django.test import Client
from django.urls import reverse

from hanse.collaboration.agreements.states import State as AgreementState
from hanse.collaboration.missions.states import State
from hanse.collaboration.web.models.missions import Mission, MissionPartner
from tests.collaboration.agreement_factories import make_agreement
from tests.collaboration.consortium_factories import make_editor
from tests.collaboration.mission_factories import make_application, make_mission, make_participant
from tests.foundation.web.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db


def test_a_draft_is_for_those_who_run_it_and_work_with_them(client: Client) -> None:
    person, ours = make_editor("Anna")
    partner, theirs = make_editor("Bea")
    stranger, _others = make_editor("Carl")
    draft = make_mission(ours, State.DRAFT)
    MissionPartner.objects.create(mission=draft, organisation=theirs)
    assert client.get(draft.get_absolute_url()).status_code == 404
    for who, status in ((person, 200), (partner, 200), (stranger, 404)):
        client.force_login(who)
        assert client.get(draft.get_absolute_url()).status_code == status
    assert list(Mission.objects.run_by(partner)) == []
    assert list(Mission.objects.editable_by(person)) == [draft]


def test_the_list_shows_what_is_open_and_filters(client: Client) -> None:
    _person, ours = make_editor("Anna")
    made = make_mission(ours, sectors=["automotive"])
    make_mission(ours, State.CLOSED, title="Mission to Lima", host_country="PE")
    make_mission(ours, State.DRAFT, title="Mission to nowhere")
    make_participant(made, ours)
    answer = client.get(reverse("missions"))
    words = answer.content.decode()
    assert "Mission to Tokyo" in words
    assert "Apply until" in words
    assert "1 organisation takes part" in words
    assert "Mission to nowhere" not in words
    words = client.get(reverse("missions"), {"sector": "automotive"}).content.decode()
    assert "Mission to Tokyo" in words
    assert "Mission to Lima" not in words
    words = client.get(reverse("missions"), {"state": "closed"}).content.decode()
    assert "Mission to Tokyo" not in words
    words = client.get(reverse("missions"), {"country": "JP", "state": "closed"}).content.decode()
    assert "Nothing matches" in words


def test_an_agreement_is_named_to_those_who_may_see_it(client: Client) -> None:
    person, ours = make_editor("Anna")
    hidden = make_agreement(
        ours, make_organisation("Far"), state=AgreementState.IN_NEGOTIATION, title="Secret talks"
    )
    made = make_mission(ours, agreement=hidden)
    assert "Secret talks" not in client.get(made.get_absolute_url()).content.decode()
    client.force_login(person)
    words = client.get(made.get_absolute_url()).content.decode()
    assert hidden.get_absolute_url() in words


def test_public_missions_are_in_files_the_api_and_the_search(client: Client) -> None:
    person, ours = make_editor("Anna")
    shown = make_mission(ours, title="Mission to Kyoto", sectors=["forestry"], cut_offs=[])
    other = make_mission(ours, title="Other ways", city="Lima", host_country="PE")
    draft = make_mission(ours, State.DRAFT, title="Mission to nowhere")
    make_participant(shown, make_organisation("Secret Guest"))
    make_application(shown, make_organisation("Secret Applicant"), reason="Secret reason")
    client.force_login(person)  # who sees the draft on pages finds it in no file
    for address in (
        "/collaboration/missions.csv",
        "/collaboration/missions.json",
        "/api/v1/missions",
        "/api/v1/missions?format=csv",
    ):
        words = client.get(address).content.decode()
        assert shown.title in words, address
        assert other.title in words, address
        assert draft.title not in words, address
        assert "Secret" not in words, address
    [row] = client.get("/collaboration/missions.json?country=PE").json()["missions"]
    assert (row["mission"], row["taking_part"]) == (other.slug, 0)
    answer = client.get("/api/v1/missions?sector=forestry&state=call")
    assert [each["mission"] for each in answer.json()["items"]] == [shown.slug]
    assert answer.json()["items"][0]["taking_part"] == 1
    known = {"If-None-Match": answer["ETag"]}
    again = client.get("/api/v1/missions?sector=forestry&state=call", headers=known)
    assert again.status_code == 304
    assert client.get("/api/v1/missions?q=lima").json()["total"] == 1
    assert client.get("/api/v1/missions?colour=red").status_code == 422
    listed = client.get(reverse("missions"), {"country": "PE"}).content.decode()
    assert "/collaboration/missions.csv?country=PE" in listed


@pytest.mark.usefixtures("demo_edition")
def test_the_search_of_the_site_finds_missions_and_descriptions(client: Client) -> None:
    person, ours = make_editor("Anna")
    shown = make_mission(ours, title="Mission to Kyoto", theme="Clean water")
    draft = make_mission(ours, State.DRAFT, title="Mission to nowhere")
    make_organisation("Plain Name", description="Pumps and valves for clean water.")
    found = client.get("/search/?q=water kyoto").content.decode()
    assert shown.get_absolute_url() in found
    assert "Plain Name" in client.get("/search/?q=valves pumps").content.decode()
    assert shown.title in client.get("/search/suggestions/?q=kyoto").content.decode()
    assert draft.get_absolute_url() not in client.get("/search/?q=nowhere").content.decode()
    client.force_login(person)
    assert draft.get_absolute_url() in client.get("/search/?q=nowhere").content.decode()
    assert client.get("/search/?q=kyoto&kind=mission").status_code == 200


def test_nobody_without_an_account_runs_anything() -> None:
    _person, ours = make_editor("Anna")
    made = make_mission(ours)
    assert not Mission.objects.run_by(make_person("Zoe")).exists()
    assert list(Mission.objects.visible_to(make_person("Yves"))) == [made]
