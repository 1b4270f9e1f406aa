"""`hanse demo`: prepared once, used again, never half done, never on a site of real people."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from datetime import date, timedelta
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from hanse.cli.demo_note import Note, read_note, write_note
from hanse.foundation.demo_cast import PASSWORD, PEOPLE
from hanse.observatory.demo import demo_recipe, write_statistics
from hanse.observatory.edition.build import build
from hanse.observatory.recipe import find_recipe
from hanse.observatory.warehouse import Shelf
from tests.processes import Running, environment, free_port, run, script

_SMALL = ("--region", "SI")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a demo of one country, ready to be run."""
    home = tmp_path_factory.mktemp("demo")
    done = run(home, "demo", "--no-serve", *_SMALL)
    assert done.returncode == 0, done.stderr
    assert "The strongest traded clusters, 2024" in done.stdout
    assert "SYNTHETIC DATA" in done.stdout
    assert "All is there" in done.stdout
    return home


def test_what_is_there_is_used_again(prepared: Path) -> None:
    before = sorted(path.name for path in (prepared / "editions").iterdir())
    done = run(prepared, "demo", "--no-serve", *_SMALL)
    assert done.returncode == 0, done.stderr
    assert "is there already, of the same figures" in done.stdout
    assert "The strongest traded clusters, 2024" in done.stdout
    assert "SYNTHETIC DATA" in done.stdout
    assert "Static files" not in done.stdout
    assert sorted(path.name for path in (prepared / "editions").iterdir()) == before


def test_without_a_terminal_the_site_runs_and_everybody_can_sign_in(prepared: Path) -> None:
    port = free_port()
    server = Running(prepared, "demo", "--port", str(port), *_SMALL)
    address = f"http://localhost:{port}"
    try:
        server.until(f"The site is at {address}/")
        assert PASSWORD in server.said
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        home = browser.open(f"{address}/").read().decode()
        assert "This is a demonstration" in home
        assert "made up" in home
        for person in PEOPLE:
            assert person.email in server.said
        form = browser.open(f"{address}/accounts/login/").read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token
        words = {
            "csrfmiddlewaretoken": token[1],
            "login": PEOPLE[0].email,
            "password": PASSWORD,
        }
        mine = browser.open(f"{address}/accounts/login/", urllib.parse.urlencode(words).encode())
        assert mine.geturl() == f"{address}/me/"
        assert PEOPLE[0].name in mine.read().decode()
    finally:
        assert server.stop() == 0, server.said


def test_a_note_holds_only_while_nothing_has_changed(
    prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANSE_HOME", str(prepared))
    note = read_note()
    assert note
    assert note.still_holds(["SI"])
    assert not note.still_holds(["AT"])
    assert not note.still_holds([])
    monkeypatch.setattr("hanse.cli.demo_note.installation", lambda: "another")
    assert not note.still_holds(["SI"])
    monkeypatch.undo()
    monkeypatch.setenv("HANSE_HOME", str(prepared))
    (statistics, *_) = sorted((prepared / "sources" / note.dataset).iterdir())
    times = statistics.stat()
    os.utime(statistics, ns=(times.st_atime_ns, times.st_mtime_ns + 1))
    assert not note.still_holds(["SI"])
    os.utime(statistics, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert note.still_holds(["SI"])


@pytest.mark.parametrize("content", ["", "{", "[]", '{"edition": "demo"}', "\x00"])
def test_a_damaged_note_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setenv("HANSE_HOME", str(tmp_path))
    (tmp_path / "demo.json").write_text(content)
    assert read_note() is None
    write_note(Note.now("demo-x", ["SI"], "nothing", "Highlights"))
    written = read_note()
    assert written
    assert written.highlights == "Highlights"
    assert not written.still_holds(["SI"]), "there is no such edition"


def test_an_edition_of_another_day_is_as_good(tmp_path: Path) -> None:
    today = date(2026, 11, 1)
    write_statistics(tmp_path / "sources", today, ["LU"])
    shelf = Shelf(tmp_path / "editions")

    def made(on: date, *, reuse: bool) -> str:
        built = build(
            demo_recipe(),
            folder=find_recipe("demo").parent,
            pulled=tmp_path / "sources",
            shelf=shelf,
            today=on,
            reuse=reuse,
        )
        return built.edition.id

    first = made(today, reuse=True)
    assert made(today + timedelta(days=9), reuse=True) == first
    second = made(today + timedelta(days=9), reuse=False)
    assert second != first
    assert made(today + timedelta(days=20), reuse=True) == second, "the latest"


def test_kill_9_leaves_the_last_good_state(prepared: Path) -> None:
    began = time.monotonic()
    # Its people are there, so that every moment falls into the building of the edition.
    done = run(prepared, "demo", "--no-serve", "--region", "LU")
    assert done.returncode == 0, done.stderr
    takes = time.monotonic() - began
    for moment in range(1, 5):
        process = subprocess.Popen(
            [sys.executable, "-m", "hanse", "demo", "--no-serve", "--region", f"AT{moment}"],
            env=environment(prepared),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(takes * moment / 5)
        process.send_signal(signal.SIGKILL)
        process.wait()
        current = Shelf(prepared / "editions").current()
        assert current.verify() == []
        assert current.query("SELECT count(*) AS n FROM clusters")["n"].item() > 0
    done = run(prepared, "demo", "--no-serve", *_SMALL)
    assert done.returncode == 0, done.stderr
    assert "regions" not in done.stderr
    recipe = Shelf(prepared / "editions").current().query("SELECT code FROM regions")["code"]
    assert all(code.startswith("SI") for code in recipe)


def test_a_site_of_real_people_is_no_place_for_a_demo(tmp_path: Path) -> None:
    made = run(tmp_path, "migrate")
    assert made.returncode == 0, made.stderr
    script(
        tmp_path,
        "from hanse.foundation.web.models.people import User\n"
        "User.objects.create_user('somebody@example.org')\n",
    )
    refused = run(tmp_path, "demo", "--no-serve", *_SMALL)
    assert refused.returncode == 1
    assert "real people" in refused.stderr
    assert "HANSE_HOME=" in refused.stderr
    assert not (tmp_path / "editions").exists()
    assert not (tmp_path / "site" / "demo").exists()


def test_a_site_that_was_only_looked_at_may_become_a_demo(tmp_path: Path) -> None:
    assert run(tmp_path, "migrate").returncode == 0
    done = run(tmp_path, "demo", "--no-serve", "--region", "LU")
    assert done.returncode == 0, done.stderr
