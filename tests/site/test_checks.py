"""`hanse check --deploy`: clean for a site that is ready, and in words about what is missing."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from hanse.foundation.problems import HanseError
from hanse.foundation.web.models.people import User
from hanse.site.checks import database_is_ready, public_site
from hanse.site.environment import environment
from tests.processes import run, script

PUBLIC = {
    "HANSE_ORIGIN": "https://hanse.example",
    "HANSE_BEHIND_PROXY": "true",
    "HANSE_SECRET_KEY": "Yw7-3kq0VJrP_9sLx2mT8dNfHcZbGa1uQeRiOyKpWvXtSj5B-fictitious",
    "HANSE_MAIL_URL": "smtp://hanse:word@mail.example:587",
    "HANSE_MAIL_FROM": "Hanse <noreply@hanse.example>",
    "HANSE_CONTACT": "desk@hanse.example",
}


@pytest.fixture
def ready(tmp_path: Path, demo_shelf: Path) -> Path:
    """A data folder with an edition, a database that is up to date and an administrator."""
    home = tmp_path
    shutil.copytree(demo_shelf, home / "editions")
    assert run(home, "migrate").returncode == 0
    script(
        home,
        "from hanse.foundation.web.actions.administrators import administrator_make\n"
        "administrator_make(email='ada@example.org')\n",
    )
    return home


def test_a_site_that_is_ready_is_clean(ready: Path) -> None:
    found = run(ready, "check", "--deploy", **PUBLIC)
    assert found.returncode == 0, found.stdout + found.stderr
    assert found.stdout.strip() == "Nothing is amiss."
    assert found.stderr == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ORIGIN": "http://hanse.example"}, "travel unencrypted"),
        ({"BEHIND_PROXY": False}, "no proxy is said to be in front"),
        ({"ALLOWED_HOSTS": ["*"]}, "answers to any host name"),
        ({"DEBUG": True}, "HANSE_DEBUG is on"),
        ({"DEMO": True}, "HANSE_DEMO is on"),
        ({"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}, "gets the code"),
        ({"CONTACT": ""}, "HANSE_CONTACT"),
        ({"SECRET_KEY": "short"}, "HANSE_SECRET_KEY"),
        ({"SECRET_KEY": "abcd" * 20}, "HANSE_SECRET_KEY"),
    ],
)
def test_one_thing_missing_is_one_thing_said(
    settings: Settings, change: dict[str, Any], said: str
) -> None:
    good: dict[str, Any] = {
        "ORIGIN": "https://hanse.example",
        "BEHIND_PROXY": True,
        "ALLOWED_HOSTS": ["hanse.example"],
        "DEBUG": False,
        "DEMO": False,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "CONTACT": "desk@hanse.example",
        "SECRET_KEY": PUBLIC["HANSE_SECRET_KEY"],
    }
    for name, value in good.items():
        setattr(settings, name, value)
    assert public_site(None) == []
    for name, value in change.items():
        setattr(settings, name, value)
    (found,) = public_site(None)
    assert said in f"{found.msg} {found.hint}"
    assert found.hint


def test_an_empty_folder_lacks_database_and_edition(tmp_path: Path) -> None:
    found = run(tmp_path, "check", "--deploy", **PUBLIC)
    assert found.returncode == 1
    assert re.search(r"error: The database lacks \d+ migrations", found.stdout)
    assert "hanse migrate" in found.stdout
    assert "No edition is published" in found.stdout


@pytest.mark.django_db
def test_a_site_without_administrator_is_told_how_to_make_one() -> None:
    (found,) = database_is_ready(None, databases=["default"])
    assert "people add-administrator" in str(found.hint)
    User.objects.create_superuser("ada@example.org")
    assert database_is_ready(None, databases=["default"]) == []
    User.objects.update(is_active=False)
    assert len(database_is_ready(None, databases=["default"])) == 1


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HANSE_ORIGIN", "hanse.example", "https://your.name"),
        ("HANSE_ORIGIN", "https://hanse.example/atlas", "host name to itself"),
        ("HANSE_MAIL_URL", "mail.example", "smtp://"),
        ("HANSE_API_RATE", "many", "HANSE_API_RATE"),
        ("HANSE_DEMO", "perhaps", "HANSE_DEMO"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(HanseError, match=f"The setting {name} cannot be used") as refused:
        environment()
    assert said in str(refused.value)


def test_the_command_names_it_too(tmp_path: Path) -> None:
    refused = run(tmp_path, "check", HANSE_ORIGIN="hanse.example")
    assert refused.returncode == 1
    assert "The setting HANSE_ORIGIN cannot be used" in refused.stderr
    assert "Traceback" not in refused.stderr
