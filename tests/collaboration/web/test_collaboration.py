"""The page Collaboration opens with."""

import pytest
from django.test import Client

from hanse.collaboration.web.models.records import RecordedOrganisation
from tests.collaboration.factories import make_profile
from tests.foundation.web.factories import Cast, make_organisation

pytestmark = pytest.mark.django_db


def test_it_counts_what_the_reader_may_see_and_leads_there(client: Client, cast: Cast) -> None:
    make_profile(make_organisation())
    make_profile(cast.organisation, published=False)
    on_record = make_organisation(name="Named in a source")
    RecordedOrganisation.objects.create(organisation=on_record, source="A list of 2013")
    page = client.get("/collaboration/")
    assert [stage.count for stage in page.context["page"].stages] == [2, 0, 0, 0, 0, 0]
    assert client.get("/collaboration/directory/").context["page"].found.total == 2
    assert page.context["page"].own == []
    for stage in page.context["page"].stages:
        for _label, address in stage.ways:
            assert client.get(address).status_code in {200, 302}, address
    client.force_login(cast.owner)
    page = client.get("/collaboration/")
    assert page.context["page"].stages[0].count == 3
    assert page.context["page"].own == [cast.organisation]
    assert f"/collaboration/directory/{cast.organisation.slug}/" in page.content.decode()


def test_an_empty_site_has_the_page_too(client: Client) -> None:
    assert client.get("/collaboration/").status_code == 200
