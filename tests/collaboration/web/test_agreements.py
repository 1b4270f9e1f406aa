"""The list of agreements, its map, files, API, calendar, records and demo."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from icalendar import Calendar

from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.agreements.states import State
from hanse.collaboration.journey.evidence import EvidenceKind
from hanse.collaboration.web.actions.agreement_records import load_records
from hanse.collaboration.web.agreement_calendar import calendar_address
from hanse.collaboration.web.demo.agreements import make_agreements
from hanse.collaboration.web.models.agreement_files import AgreementActivity, RecordedMission
from hanse.collaboration.web.models.agreements import Agreement
from hanse.collaboration.web.models.records import RecordedOrganisation
from hanse.foundation.web.models.organisations import Organisation
from tests.collaboration.agreement_factories import (
    DAY,
    AgreementCast,
    make_agreement,
    make_agreement_cast,
    make_document,
    make_obligation,
)
from tests.excellence.web.clock import on_day
from tests.foundation.web.factories import make_organisation
from tests.observatory.web.api.conftest import as_often_as_needed

__all__ = ["as_often_as_needed"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> AgreementCast:
    on_day(monkeypatch, DAY)
    return make_agreement_cast()


def titles(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/collaboration/agreements/{query}").context["page"]
    return [row["title"].value for row in page.table.rows]


# --- Records --------------------------------------------------------------------------------------


def test_records_are_loaded_once_and_brought_up_to_date(client: Client) -> None:
    assert load_records() == (9, 15)
    korea = Agreement.objects.get(record_key="korea")
    korea.title = "Changed"
    korea.save()
    document = make_document(korea)
    before = list(Agreement.objects.order_by("pk").values_list("pk", "slug"))
    assert load_records() == (9, 15)
    assert list(Agreement.objects.order_by("pk").values_list("pk", "slug")) == before
    assert Agreement.objects.get(pk=korea.pk).title == "Cluster cooperation with Korea"
    assert list(korea.documents.all()) == [document]
    assert RecordedMission.objects.count() == 15
    assert RecordedOrganisation.objects.count() == Organisation.objects.count() == 8
    brazil = Agreement.objects.get(record_key="brazil")
    assert [str(each.agreed_on) for each in brazil.extensions.all()] == ["2013-12-06"]


def test_records_are_loaded_by_officers(cast: AgreementCast) -> None:
    for person in (cast.ours, cast.stranger):
        with pytest.raises(PermissionDenied):
            load_records(by=person)
    assert load_records(by=cast.officer) == (9, 15)


def test_a_record_says_where_it_is_from_and_what_is_not_known(client: Client) -> None:
    load_records()
    japan = client.get("/collaboration/agreements/cluster-cooperation-with-japan/").content.decode()
    assert "Slides on the cluster strategy of the European Union, 2013" in japan
    assert "not said by the source" in japan
    assert "Not known." in japan
    assert "on record, not a member of this site" in japan
    assert "The sources do not say that they were held under this agreement." in japan
    brazil = client.get("/collaboration/agreements/cluster-cooperation-with-brazil/")
    assert "6 December 2013" in brazil.content.decode()
    usa = client.get(
        "/collaboration/agreements/cooperation-arrangement-on-clusters-with-the-united-states/"
    ).context["page"]
    assert [each.title for each in usa.activities] == ["EU-US cluster matchmaking event"]
    assert usa.history == []


def test_missions_on_record(client: Client) -> None:
    load_records()
    page = client.get("/collaboration/agreements/missions/").content.decode()
    for words in ("at least 140 meetings", "November 2012", "about 230 meetings", "(planned)"):
        assert words in page
    rows = list(csv.DictReader(io.StringIO(
        client.get("/collaboration/agreements/missions.csv").content.decode()
    )))  # fmt: skip
    assert len(rows) == 15
    assert all(row["source"] for row in rows)
    found = json.loads(client.get("/collaboration/agreements/missions.json").content)
    assert {each["mission"]: each["begins"] for each in found["missions"]}[
        "tokyo-2012"
    ] == "2012-11"


# --- The list -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Fair", "Lima"]),
        ("?state=in_force", ["Lima"]),
        ("?country=PE", ["Lima"]),
        ("?country=XX", ["Fair", "Lima"]),
        ("?partner=boats", ["Fair"]),
        ("?year=2027", ["Fair", "Lima"]),
        ("?year=2026&state=signed", ["Fair"]),
        ("?q=chamber", ["Lima"]),
        ("?q=zzz", []),
        ("?state=unsaid", []),
    ],
)
def test_filters(client: Client, cast: AgreementCast, query: str, found: list[str]) -> None:
    make_agreement(cast.our_side, cast.their_side, state=State.SIGNED, title="Fair")
    make_agreement(cast.our_side, cast.recorded, state=State.IN_FORCE, title="Lima")
    make_agreement(cast.our_side, cast.their_side, title="Draft")
    make_agreement(cast.our_side, cast.their_side, state=State.SIGNED, title="Kept", public=False)
    assert titles(client, query) == found
    rows = client.get(f"/collaboration/agreements.csv{query}").content.decode()
    assert [row["title"] for row in csv.DictReader(io.StringIO(rows))] == found


def test_the_map_shows_countries_outside_europe_and_leads_to_them(
    client: Client, cast: AgreementCast
) -> None:
    make_agreement(cast.our_side, cast.recorded, state=State.IN_FORCE)
    page = client.get("/collaboration/agreements/?state=in_force")
    world = page.context["page"].world
    assert [(name, [each.name for each in places]) for name, places in world.continents] == [
        ("Europe", ["Austria"]),
        ("South America", ["Peru"]),
    ]
    assert 'href="?state=in_force&amp;country=PE"' in page.content.decode()
    assert world.svg.count("<rect") > 150
    chart = page.context["page"].chart
    assert chart is not None
    assert len(chart.table.rows) == 1


def test_an_empty_list_says_so(client: Client) -> None:
    page = client.get("/collaboration/agreements/")
    assert page.status_code == 200
    assert page.context["page"].world is None


def test_the_list_asks_the_database_as_often_however_much_there_is(
    client: Client, cast: AgreementCast, django_assert_max_num_queries: Any
) -> None:
    for most in (1, 8):
        for _number in range(most):
            make_agreement(cast.our_side, cast.recorded, state=State.IN_FORCE)
        with django_assert_max_num_queries(4):
            client.get("/collaboration/agreements/")


def test_the_api_gives_what_is_public(client: Client, cast: AgreementCast) -> None:
    load_records()
    make_agreement(cast.our_side, cast.their_side, title="Draft")
    answer = client.get("/api/v1/agreements")
    found = json.loads(answer.content)
    assert (answer.status_code, found["total"]) == (200, 9)
    by_name = {each["agreement"]: each for each in found["items"]}
    chile = by_name["cluster-cooperation-with-chile"]
    assert (chile["signed_on"], chile["state"], chile["on_record"]) == ("2013", "signed", True)
    assert by_name["cluster-cooperation-with-japan"]["state"] is None
    only = json.loads(client.get("/api/v1/agreements?country=BR&state=extended").content)
    assert [each["extended_on"] for each in only["items"]] == [["2013-12-06"]]
    assert json.loads(client.get("/api/v1/agreements?year=2015&q=commerce").content)["total"] == 1
    rows = client.get("/api/v1/agreements?format=csv&partner=eurochile").content.decode()
    assert [row["title"] for row in csv.DictReader(io.StringIO(rows))] == [
        "Cluster cooperation with Chile"
    ]
    paged = json.loads(client.get("/api/v1/agreements?limit=4").content)
    assert len(paged["items"]) == 4
    assert paged["next"].endswith("limit=4&offset=4")
    again = client.get("/api/v1/agreements", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    assert client.get("/api/v1/agreements?stat=signed").status_code == 422


# --- Mine, and the calendar -----------------------------------------------------------------------


def test_mine_shows_drafts_and_what_is_due(client: Client, cast: AgreementCast) -> None:
    make_agreement(cast.our_side, cast.their_side, title="Draft")
    running = make_agreement(cast.our_side, cast.their_side, state=State.IN_FORCE, title="Fair")
    make_agreement(cast.their_side, cast.recorded, title="Theirs")
    make_obligation(running, cast.their_side, due=PartialDate(2026, 12, 1))
    make_obligation(running, cast.their_side, due=PartialDate(2028))
    path = "/collaboration/agreements/mine/"
    assert client.get(path).status_code == 302
    for person, seen in ((cast.ours, 2), (cast.theirs, 3), (cast.officer, 3), (cast.stranger, 0)):
        client.force_login(person)
        page = client.get(path).context["page"]
        assert page.table.total == seen, person
        assert len(page.due) == (0 if person == cast.stranger else 1)
        assert page.may_create is (person != cast.stranger)


def test_the_calendar_is_opened_by_its_address_alone(client: Client, cast: AgreementCast) -> None:
    running = make_agreement(cast.our_side, cast.their_side, state=State.IN_FORCE, title="Fair")
    make_obligation(running, cast.their_side, due=PartialDate(2026, 12, 1))
    make_obligation(running, due=PartialDate(2026, 12, 2), met_on=PartialDate(2026, 11, 1))
    make_obligation(make_agreement(cast.their_side, cast.recorded, state=State.IN_FORCE),
                    due=PartialDate(2026, 12, 3))  # fmt: skip
    path = calendar_address(cast.ours).removeprefix("http://localhost:8000")
    events = Calendar.from_ical(client.get(path).content).walk("VEVENT")
    assert [(str(each["summary"]), each.decoded("dtstart").isoformat()) for each in events] == [
        ("Report on the meetings", "2026-12-01"),
        ("Ends: Fair", "2027-06-30"),
    ]
    other = calendar_address(cast.theirs).removeprefix("http://localhost:8000")
    mixed = f"{path.rsplit('/', 2)[0]}/{other.rsplit('/', 2)[1]}/agreements.ics"
    assert client.get(mixed).status_code == 404
    cast.ours.set_password("another password of mine")
    cast.ours.save()
    assert client.get(path).status_code == 404, "a new password closes the old address"


# --- Evidence and demo ----------------------------------------------------------------------------


def test_evidence_of_agreements_and_activities(cast: AgreementCast) -> None:
    running = make_agreement(
        cast.our_side, cast.their_side, cast.recorded, state=State.IN_FORCE, public=False
    )
    make_agreement(cast.our_side, cast.their_side)  # a draft shows nothing
    for kind, begins in (
        ("mission", PartialDate(2026, 5, 4)),
        ("project", PartialDate(2026, 6)),
        ("other", None),
    ):
        made = AgreementActivity.objects.create(
            agreement=running, kind=kind, title=kind, begins=begins
        )
        if kind == "project":
            made.organisations.set([cast.our_side, cast.their_side])
    found = list(Agreement.objects.all().evidence())
    ours, theirs, third = cast.our_side.pk, cast.their_side.pk, cast.recorded.pk
    assert [(each.kind, each.parties, str(each.since), each.public) for each in found] == [
        (EvidenceKind.AGREEMENT, (ours, theirs, third), "2026-01-10", False),
        (EvidenceKind.MEETING, (ours, theirs, third), "2026-05-04", False),
        (EvidenceKind.SHARED_PROJECT, (ours, theirs), "None", False),
    ]
    assert found[0].address == running.get_absolute_url()


def test_the_demo_has_one_at_each_stage_plainly_told_apart(client: Client) -> None:
    for number in range(70):
        kind = "partner" if number < 9 else "cluster"
        make_organisation(f"Fictitious {number:02d}", kind=kind, fictitious=True)
    make_agreements(DAY)
    made = Agreement.objects.filter(fictitious=True)
    assert {each.where for each in made} == set(State)
    assert Agreement.objects.filter(record_key__isnull=False).count() == 9
    assert not made.filter(record_key__isnull=False).exists()
    oldest = min(each.signed_on.first for each in made if each.signed_on)
    assert timedelta(days=4 * 365) < DAY - oldest < timedelta(days=5 * 365 + 2)
    page = client.get(made.get(state="extended", title__contains="managers").get_absolute_url())
    assert "This agreement is made up" in page.content.decode()
    listed = client.get("/collaboration/agreements/").content.decode()
    assert "There are made-up agreements here" in listed
    assert "9 of them are on record from public sources" in listed
