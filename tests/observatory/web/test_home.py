"""The home page."""

from django.test import Client

from hanse.observatory.warehouse import Edition


def test_home_names_the_edition(client: Client, demo_edition: Edition, db: None) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert demo_edition.manifest["title"] in answer.content.decode()
