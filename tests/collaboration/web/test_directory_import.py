"""Lists brought to the directory, and files taken from it."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from hanse.collaboration.web.models.profiles import ClusterMember, CodeKind, Profile, ProfileText
from hanse.collaboration.web.models.records import RecordedOrganisation
from hanse.foundation.web.models.organisations import Organisation
from tests.collaboration.factories import make_profile
from tests.foundation.web.factories import CAST, Cast, make_organisation

pytestmark = pytest.mark.django_db

IMPORT = "/collaboration/organisations/import/"
MEMBERS = "/collaboration/directory/timber-cluster/members/import/"
LIST = (
    "name;kind;country;region;website;industries\n"
    "Boats Cluster;cluster;PT;PT11;https://boats.example;C30\n"
    "Timber Cluster;cluster;AT;;;\n"
    "Timbers Cluster;cluster;Austria;;;\n"
    ";firm;AT;;;\n"
)


def upload(text: str, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


@pytest.mark.parametrize("name", CAST)
def test_officers_alone_bring_lists(cast: Cast, client: Client, name: str) -> None:
    person = cast.person(name)
    if person:
        client.force_login(person)
    status = client.get(IMPORT).status_code
    assert status == {"visitor": 302, "officer": 200, "administrator": 200}.get(name, 403)


def test_a_list_is_looked_at_and_then_taken_over(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    words = {"source": "A list of 2013"}
    looked = client.post(IMPORT, {**words, "file": upload(LIST), "look": "1"})
    page = looked.context["page"]
    assert [each.state for each in page.judged.lines] == ["accepted", *["rejected"] * 3]
    assert page.judged.total == 4
    assert page.judged.lines[1].match == cast.organisation
    assert not page.judged.lines[1].asks
    assert page.judged.lines[2].asks
    assert Organisation.objects.count() == 1
    again = {**words, "table": page.packed, "new": ["4"]}
    assert client.post(IMPORT, {**again, "look": "1"}).context["page"].judged.counts == {
        "accepted": 1, "repaired": 1, "rejected": 2,
    }  # fmt: skip
    client.post(IMPORT, {**again, "take": "1"})
    made = Organisation.objects.exclude(pk=cast.organisation.pk).order_by("name")
    assert [each.name for each in made] == ["Boats Cluster", "Timbers Cluster"]
    assert RecordedOrganisation.objects.filter(source="A list of 2013").count() == 2
    profile = Profile.objects.get(organisation__name="Boats Cluster")
    assert [each.code for each in profile.codes.all()] == ["C30"]
    assert profile.confirmed is None
    assert (
        "A list of 2013" in client.get("/collaboration/directory/boats-cluster/").content.decode()
    )


def test_what_was_not_read_or_guessed_is_said_and_nothing_to_take_is_not_offered(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.officer)
    text = "name;kind;country;E-mail\nMüller;yacht;AT;a@b.example\n".encode("cp1252")
    looked = client.post(
        IMPORT, {"source": "A list", "file": SimpleUploadedFile("list.csv", text), "look": "1"}
    )
    guessed, unread = looked.context["page"].notes
    assert guessed.startswith("The file is not in UTF-8.")
    assert unread == "Columns not read: E-mail."
    assert unread in looked.content.decode()
    assert "Take over what is not rejected" not in looked.content.decode()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ({"file": "name\nX"}, "no column kind, country"),
        ({"file": ""}, "empty"),
        ({"table": "nonsense"}, "did not come through"),
        ({"table": "[[1], [[2]]]"}, "did not come through"),
        ({}, "This field is required"),
    ],
)
def test_what_cannot_be_read_is_said(
    cast: Cast, client: Client, words: dict[str, str], problem: str
) -> None:
    client.force_login(cast.officer)
    sent: dict[str, object] = {"source": "A list", **words}
    if "file" in words:
        sent["file"] = upload(words["file"])
    answer = client.post(IMPORT, sent)
    assert answer.status_code == 200
    assert problem in answer.content.decode()


def test_members_come_from_a_file(cast: Cast, client: Client) -> None:
    text = "name,kind,objects\nSaw Works,firm,\nInstitute,research,yes\nNobody,thing,\n"
    client.force_login(cast.stranger)
    assert client.post(MEMBERS, {"file": upload(text)}).status_code == 403
    client.force_login(cast.owner)
    page = client.post(MEMBERS, {"file": upload(text)}).context["page"]
    assert page.judged.counts == {"accepted": 2, "repaired": 0, "rejected": 1}
    assert not ClusterMember.objects.exists()
    client.post(MEMBERS, {"table": page.packed, "take": "1"})
    assert ClusterMember.objects.count() == 2
    assert ClusterMember.objects.nameable().count() == 1


# --- Files ------------------------------------------------------------------------------------


@pytest.fixture
def published(cast: Cast) -> Profile:
    profile = make_profile(cast.organisation, {CodeKind.INDUSTRY: ["C16", "C31"]})
    ProfileText.objects.create(profile=profile, language="en", summary="=Timber")
    cast.organisation.contact_email = "secret@example.org"
    cast.organisation.save()
    make_profile(make_organisation("Hidden"), published=False)
    return profile


def test_what_is_public_comes_in_three_formats(
    published: Profile, cast: Cast, client: Client
) -> None:
    client.force_login(cast.owner)
    table = client.get("/collaboration/directory.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["name"], row["industry"]) == ("Timber Cluster", "C16;C31")
    assert row["freshness"] == "stale"
    (same,) = json.loads(client.get("/collaboration/directory.json").content)["organisations"]
    assert same["texts"] == {"en": "=Timber"}
    book = client.get("/collaboration/directory.xlsx").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert sheet[1][0] == "timber-cluster"
    assert "secret@example.org" not in table
    assert client.get("/collaboration/directory.exe").status_code == 404


def test_a_formula_is_made_harmless(published: Profile, client: Client) -> None:
    Organisation.objects.filter(pk=published.organisation_id).update(name="=1+1")
    assert "'=1+1" in client.get("/collaboration/directory.csv").content.decode()


def test_a_profile_is_linked_data_too(published: Profile, client: Client) -> None:
    page = client.get("/collaboration/directory/timber-cluster/").content.decode()
    address = "/collaboration/directory/timber-cluster.jsonld"
    assert f'type="application/ld+json" href="{address}"' in page
    answer = client.get(address)
    assert answer["Content-Type"].startswith("application/ld+json")
    data = json.loads(answer.content)
    assert data["schema:name"] == "Timber Cluster"
    assert "secret@example.org" not in answer.content.decode()
    assert client.get("/collaboration/directory/hidden.jsonld").status_code == 404
