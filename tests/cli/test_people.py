"""`hanse people`: the first administrator chooses a password; nobody has one that others know."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from typer.testing import CliRunner

from hanse.cli.main import command_line
from hanse.foundation.problems import HanseError
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.people import User

pytestmark = pytest.mark.django_db

SECRET = "a-long-and-unlikely-word-7"


def people(*words: str) -> str:
    """What `hanse people WORDS` prints; a `HanseError` it ends with is raised."""
    ran = CliRunner().invoke(command_line(["people"]), ["people", *words])
    if isinstance(ran.exception, HanseError):
        raise ran.exception
    assert ran.exit_code == 0, ran.output
    return ran.output


def link_in(said: str) -> str:
    found = re.search(r"http://localhost:8000(/\S+)", said)
    assert found, said
    return found[1]


def choose_password(client: Client, link: str) -> None:
    page = client.get(link, follow=True)
    assert page.status_code == 200
    (form_address, _) = page.redirect_chain[-1]
    done = client.post(form_address, {"password1": SECRET, "password2": SECRET}, follow=True)
    assert done.status_code == 200
    assert "password1" not in done.content.decode()


def test_the_first_administrator_chooses_a_password_and_signs_in(client: Client) -> None:
    assert "There is none" in people("administrators")
    said = people("add-administrator", "ada@example.org", "--name", "Ada")
    person = User.objects.get()
    assert (person.email, person.name) == ("ada@example.org", "Ada")
    assert not person.has_usable_password()
    assert person.is_administrator
    assert EmailAddress.objects.get().verified
    choose_password(client, link_in(said))
    assert Client().login(email="ada@example.org", password=SECRET)
    assert people("administrators").strip() == "ada@example.org"
    assert AuditEvent.objects.filter(action="administrator_make").count() == 1


def test_the_link_works_once(client: Client) -> None:
    link = link_in(people("add-administrator", "ada@example.org"))
    choose_password(client, link)
    again = Client().get(link, follow=True).content.decode()
    assert "password1" not in again


def test_somebody_with_an_account_keeps_the_password() -> None:
    person = User.objects.create_user("ada@example.org", SECRET)
    said = people("add-administrator", "ADA@example.org")
    assert "http" not in said
    person = User.objects.get()
    assert person.check_password(SECRET)
    assert person.is_administrator


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add-administrator", "no address"), "valid email address"),
        (("add-administrator", "twice@example.org"), "administrator already"),
        (("add-administrator", "blocked@example.org"), "blocked"),
        (("link", "nobody@example.org"), "Nobody with the address"),
        (("link", "blocked@example.org"), "Nobody with the address"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...], said: str) -> None:
    User.objects.create_superuser("twice@example.org")
    User.objects.create_user("blocked@example.org", is_active=False)
    before = User.objects.count()
    with pytest.raises(HanseError, match=said):
        people(*words)
    assert User.objects.count() == before


def test_a_forgotten_password_is_chosen_anew(client: Client) -> None:
    User.objects.create_user("mia@example.org", "forgotten-word-1")
    choose_password(client, link_in(people("link", "mia@example.org")))
    assert Client().login(email="mia@example.org", password=SECRET)
