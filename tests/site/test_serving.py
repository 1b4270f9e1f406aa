"""The site as it is run: real processes, real signals, a real database in a file."""

import gzip
import os
import re
import shutil
import signal
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Final

import pytest

from tests.processes import Running, alive, free_port, run, script, wait_for

YEAR_SECONDS: Final = 365 * 86_400


def fetch(address: str, **headers: str) -> tuple[int, Message, bytes]:
    """Status, headers and body, of errors too."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, headers=named)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


def home_with_edition(folder: Path, shelf: Path) -> Path:
    folder.mkdir()
    shutil.copytree(shelf, folder / "editions")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, demo_shelf: Path) -> Path:
    return home_with_edition(tmp_path_factory.mktemp("served") / "home", demo_shelf)


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[tuple[Running, str]]:
    """A server of two processes with its worker, and its address."""
    port = free_port()
    server = Running(home, "serve", "--port", str(port), "--workers", "2")
    try:
        server.until("The site is at")
        yield server, f"http://localhost:{port}"
    finally:
        server.kill_all()


def test_pages_and_api_answer(site: tuple[Running, str]) -> None:
    server, address = site
    assert f"The site is at {address}/" in server.said
    for path, words in (
        ("/", "industries cluster"),
        ("/atlas/", "<svg"),
        ("/regions/AT22/", "Steiermark"),
        ("/api/v1/regions?limit=1", '"items"'),
    ):
        status, _, body = fetch(address + path)
        assert status == 200, (path, server.said)
        assert words in body.decode(), path
    status, _, body = fetch(f"{address}/nowhere/")
    assert status == 404
    assert "There is no such page" in body.decode()


def test_static_files_are_compressed_and_kept_for_years(site: tuple[Running, str]) -> None:
    _, address = site
    page = fetch(f"{address}/")[2].decode()
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert any(path.endswith(".css") for path in found)
    for path in found:
        named = re.search(r"\.[0-9a-f]{12}\.\w+(#[\w-]+)?$", path)
        assert named, f"{path} has no name of its contents"
        status, headers, body = fetch(address + path, Accept_Encoding="gzip")
        assert status == 200, path
        kept = re.search(r"max-age=(\d+)", headers["Cache-Control"])
        assert kept
        assert int(kept[1]) >= YEAR_SECONDS
        assert "immutable" in headers["Cache-Control"]
        if path.endswith((".css", ".js")) and len(body) > 1_000:
            assert headers["Content-Encoding"] == "gzip", path
            assert gzip.decompress(body)


def test_modules_find_each_other(site: tuple[Running, str]) -> None:
    _, address = site
    page = fetch(f"{address}/atlas/")[2].decode()
    for path in re.findall(r'src="(/static/[^"]+\.js)"', page):
        text = fetch(address + path)[2].decode()
        for relative in re.findall(r'from\s+"(\.[^"]+)"', text):
            status, _, _ = fetch(urllib.parse.urljoin(address + path, relative))
            assert status == 200, (path, relative)


def test_the_worker_does_a_job(home: Path, site: tuple[Running, str]) -> None:
    number = script(
        home,
        "from hanse.foundation.web.models.people import User\n"
        "from hanse.foundation.web.models.consents import DataExport\n"
        "from hanse.foundation.web.tasks import make_export\n"
        "person = User.objects.create_user('somebody@example.org')\n"
        "export = DataExport.objects.create(person=person)\n"
        "make_export.enqueue(export.pk)\n"
        "print(export.pk)\n",
    ).strip()
    look = (
        "from hanse.foundation.web.models.consents import DataExport\n"
        f"export = DataExport.objects.get(pk={number})\n"
        "print(bytes(export.archive)[:2].decode() if export.made else '')\n"
    )
    wait_for(lambda: script(home, look).strip(), lambda: site[0].said)
    assert script(home, look).strip() == "PK"


def test_the_worker_sees_to_what_is_due_every_day(home: Path, site: tuple[Running, str]) -> None:
    look = (
        "from hanse.foundation.web.models.audit import AuditEvent\n"
        "print(AuditEvent.objects.filter(action='retention').count())\n"
    )
    wait_for(lambda: script(home, look).strip() == "1", lambda: site[0].said)


def test_a_worker_that_dies_is_started_again(site: tuple[Running, str]) -> None:
    server, _ = site
    (before,) = [each for each in server.family() if "hanse.site.worker" in words_of(each)]
    os.kill(before, signal.SIGKILL)
    server.until("The worker ended (signal 9)")
    wait_for(lambda: any("hanse.site.worker" in words_of(each) for each in server.family()))
    assert before not in alive(server.family())


def test_a_second_server_at_the_same_port_says_which_is_free(
    home: Path, site: tuple[Running, str]
) -> None:
    port = site[1].rpartition(":")[2]
    refused = run(home, "serve", "--port", port)
    assert refused.returncode == 1
    assert f"Port {port} is taken" in refused.stderr
    found = re.search(r"--port (\d+)", refused.stderr)
    assert found
    assert found[1] != port


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_ends_in_order_and_leaves_nothing_running(
    tmp_path: Path, demo_shelf: Path, by: signal.Signals
) -> None:
    home = home_with_edition(tmp_path / "home", demo_shelf)
    server = Running(home, "serve", "--port", str(free_port()), "--workers", "2")
    server.until("The site is at")
    family = server.family()
    assert len(family) == 4, "the server, two that answer, the worker"
    assert server.stop(by) == 0, server.said
    assert not alive(family), server.said
    assert "Traceback" not in server.said
    assert "leaked" not in server.said
    assert "ERROR" not in server.said


def test_kill_9_leaves_nothing_running_either(tmp_path: Path) -> None:
    server = Running(tmp_path, "serve", "--port", str(free_port()), "--workers", "1")
    server.until("The site is at")
    family = server.family()
    server.stop(signal.SIGKILL)
    wait_for(lambda: not alive(family), lambda: f"{alive(family)} are left")


def test_without_an_edition_the_site_says_so_and_takes_one_up(
    tmp_path: Path, demo_shelf: Path
) -> None:
    port = free_port()
    server = Running(tmp_path, "serve", "--port", str(port), "--workers", "1", "--no-worker")
    try:
        server.until("The site is at")
        assert "There is no edition yet" in server.said
        assert len(server.family()) == 2
        status, _, body = fetch(f"http://localhost:{port}/")
        assert status == 200
        assert "No edition has been published yet" in body.decode()
        status, _, body = fetch(f"http://localhost:{port}/atlas/")
        assert status == 404
        assert "no figures yet" in body.decode()
        assert str(tmp_path) not in body.decode()
        assert fetch(f"http://localhost:{port}/accounts/signup/")[0] == 200
        shutil.copytree(demo_shelf, tmp_path / "editions")
        assert "<svg" in fetch(f"http://localhost:{port}/atlas/")[2].decode()
    finally:
        server.stop()


def test_a_database_that_cannot_be_reached_is_a_sentence(tmp_path: Path) -> None:
    away = f"postgresql://hanse:secret-word@127.0.0.1:{free_port()}/hanse"
    refused = run(tmp_path, "serve", "--port", str(free_port()), DATABASE_URL=away)
    assert refused.returncode == 1
    assert "The database cannot be used" in refused.stderr
    assert "PostgreSQL database hanse at 127.0.0.1" in refused.stderr
    assert "secret-word" not in refused.stderr
    assert "Traceback" not in refused.stderr


def words_of(process: int) -> str:
    """The command line of a process."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


_LOADED: Final = """
from importlib import import_module
from pathlib import Path
from django.conf import settings
import_module(settings.ROOT_URLCONF)
print(*(each.read_text().strip() for each in Path("/proc/self/task").glob("*/comm")))
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="asks Linux for its threads")
def test_nothing_is_computed_before_the_processes_begin(tmp_path: Path) -> None:
    """Threads that a table begins are not there in a process that is forked: it would hang."""
    told = script(tmp_path, _LOADED).split()
    assert told
    assert "polars-0" not in told
