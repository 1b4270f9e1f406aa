"""The page Collaboration opens with."""

import pytest
from django.test import Client

from tests.foundation.web.factories import make_organisation

pytestmark = pytest.mark.django_db


def test_it_counts_those_who_are_here_and_leads_to_them(client: Client) -> None:
    make_organisation(kind="cluster")
    make_organisation(kind="firm")
    make_organisation(kind="firm")
    page = client.get("/collaboration/")
    assert page.context["page"].kinds == [
        ("Cluster organisation", 1, "cluster"),
        ("Firm", 2, "firm"),
    ]
    assert client.get("/organisations/?kind=firm").status_code == 200
    assert "/organisations/?kind=firm" in page.content.decode()


def test_an_empty_site_has_the_page_too(client: Client) -> None:
    assert client.get("/collaboration/").status_code == 200
