"""The reader's language and light are kept in cookies, and pages come as chosen."""

import pytest
from django.test import Client, override_settings


def test_a_chosen_theme_is_kept_and_shown(client: Client, db: None) -> None:
    answer = client.post("/preferences/", {"theme": "dark", "next": "/about/?a=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/about/?a=1")
    assert 'data-theme="dark"' in client.get("/about/").content.decode()


def test_without_a_choice_the_page_follows_the_device(client: Client, db: None) -> None:
    assert "data-theme" not in client.get("/about/").content.decode()


def test_a_made_up_cookie_is_no_theme(client: Client, db: None) -> None:
    client.cookies["theme"] = '"><script>'
    assert "data-theme" not in client.get("/about/").content.decode()


@override_settings(LANGUAGES=[("en-gb", "English"), ("fr", "Français")])
def test_a_chosen_language_leads_to_the_same_page_in_it(client: Client, db: None) -> None:
    answer = client.post("/preferences/", {"language": "fr", "next": "/about/?a=1"})
    assert answer["Location"] == "/fr/about/?a=1"
    answer = client.post("/fr/preferences/", {"language": "en-gb", "next": "/fr/about/"})
    assert answer["Location"] == "/about/"


@pytest.mark.parametrize("next_page", ["https://example.org/", "//example.org", "javascript:x", ""])
def test_nobody_is_sent_to_another_site(client: Client, db: None, next_page: str) -> None:
    answer = client.post("/preferences/", {"theme": "light", "next": next_page})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("wrong", [{"theme": "pink"}, {"language": "tlh"}])
def test_an_unknown_choice_is_refused(client: Client, db: None, wrong: dict[str, str]) -> None:
    answer = client.post("/preferences/", wrong)
    assert answer.status_code == 400
    assert not answer.cookies


def test_choices_are_posted(client: Client, db: None) -> None:
    assert client.get("/preferences/?theme=dark").status_code == 405
