"""Organisations on record: who puts them there, and what their page says."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from hanse.collaboration.web.actions.records import organisation_record, recorded_organisation
from hanse.collaboration.web.models.records import RecordedOrganisation
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User
from tests.foundation.web.factories import CAST, Cast, make_member, make_organisation

pytestmark = pytest.mark.django_db

SOURCE = "Slides of 2013"
NOTE = "It is not a member of this site."


def put(by: User | None = None, name: str = "Chamber of Lima") -> Organisation:
    return recorded_organisation(keeper=by, name=name, kind="partner", country="PE", source=SOURCE)


def test_an_organisation_is_put_on_record_once() -> None:
    first = put()
    assert put() == first
    row = RecordedOrganisation.objects.get()
    assert (row.organisation, row.source, row.source_address) == (first, SOURCE, "")
    assert (first.slug, first.country, first.fictitious) == ("chamber-of-lima", "PE", False)
    event = AuditEvent.objects.get()
    assert (event.action, event.changes["source"]) == ("organisation_record", SOURCE)


def test_one_that_is_here_already_is_taken_and_a_fictitious_one_is_not() -> None:
    make_organisation("Port of Callao", country="PE", fictitious=True)
    here = make_organisation("Chamber of Lima", country="PE")
    assert put() == here
    assert not RecordedOrganisation.objects.exists()
    assert not put(name="Port of Callao").fictitious


def test_without_a_source_nothing_is_put_on_record() -> None:
    with pytest.raises(ValueError, match="without a source"):
        organisation_record(by=None, name="Anybody", kind="firm", country="PE", source=" ")
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("name", [each for each in CAST if each != "visitor"])
def test_officers_and_administrators_alone_keep_records(cast: Cast, name: str) -> None:
    if name in {"officer", "administrator"}:
        assert put(cast.person(name)) == RecordedOrganisation.objects.get().organisation
    else:
        with pytest.raises(PermissionDenied):
            put(cast.person(name))


def test_its_page_says_so_until_somebody_acts_for_it(client: Client, cast: Cast) -> None:
    found = put()
    page = client.get(found.get_absolute_url()).content.decode()
    assert NOTE in page
    assert SOURCE in page
    make_member(found, cast.stranger)
    assert NOTE in client.get(found.get_absolute_url()).content.decode()
    make_member(found, cast.owner, "editor")
    assert NOTE not in client.get(found.get_absolute_url()).content.decode()
    assert NOTE not in client.get(cast.organisation.get_absolute_url()).content.decode()
