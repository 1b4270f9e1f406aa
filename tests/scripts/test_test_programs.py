"""`make test` sees to its own programs: what is here is used, what is missing is had or told."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

SCRIPT: Final = Path(__file__).resolve().parents[2] / "scripts" / "test-programs"
CLUSTERS: Final = "etc/postgresql-common/createcluster.conf"

STUBS: Final = {
    # Finds what lies in the folder of things, as hanse.foundation.programs would.
    "venv/bin/python": 'case "$2" in *find_chromium*) f=chromium;; *) f=postgresql;; esac; '
    '[ ! -e "$THINGS/$f" ] || echo "$THINGS/$f"',
    "venv/bin/playwright": 'echo "playwright $*" >>"$THINGS/log"; [ -e "$THINGS/cdn" ] || exit 1; '
    'cp "$(cat "$THINGS/cdn")" "$THINGS/chromium"',
    "bin/timeout": 'shift; exec "$@"',
    "bin/id": 'cat "$THINGS/id"',
    "bin/apt-get": 'echo "apt-get $*" >>"$THINGS/log"; [ -e "$THINGS/network" ] || exit 100; '
    'case " $* " in *" chromium "*) cp "$THINGS/works" "$THINGS/chromium";; '
    '*" postgresql-common "*) echo "# commented" >"$DPKG_ROOT/' + CLUSTERS + '";; '
    '*" postgresql "*) : >"$THINGS/postgresql";; esac',
    "things/works": "exit 0",
    "things/lacks-libraries": "exit 127",
}


class Machine:
    """A Debian that is made up: its user, its network, what it has, and what was asked of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.things = folder, folder / "things"
        for name, body in STUBS.items():
            stub = folder / name
            stub.parent.mkdir(parents=True, exist_ok=True)
            stub.write_text(f"#!/bin/sh\n{body}\n")
            stub.chmod(0o755)
        for name in ("cp", "cat"):
            program = shutil.which(name)
            assert program
            (folder / "bin" / name).symlink_to(program)
        (folder / CLUSTERS).parent.mkdir(parents=True)
        self.has(id="0", network="")

    def has(self, **things: str) -> None:
        """Put things there, each with its text."""
        for name, text in things.items():
            (self.things / name).write_text(text)

    def has_chromium(self, like: str = "works") -> None:
        shutil.copy(self.things / like, self.things / "chromium")

    def lacks(self, *things: str) -> None:
        for name in things:
            (self.things / name).unlink()

    def see_to(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the script; it never fails."""
        done = subprocess.run(
            ["/bin/sh", str(SCRIPT), str(self.folder / "venv")],
            env={
                "PATH": str(self.folder / "bin"),
                "THINGS": str(self.things),
                "DPKG_ROOT": str(self.folder),
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done

    @property
    def asked(self) -> str:
        """What Playwright and apt-get were called with."""
        log = self.things / "log"
        return log.read_text() if log.exists() else ""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_what_is_installed_is_used_in_silence(machine: Machine) -> None:
    machine.has(postgresql="")
    machine.has_chromium()
    done = machine.see_to(CI="true")
    assert (done.stdout, done.stderr, machine.asked) == ("", "", "")


def test_playwrights_own_chromium_comes_before_debians(machine: Machine) -> None:
    machine.has(postgresql="", cdn=str(machine.things / "works"))
    done = machine.see_to()
    assert done.stderr == ""
    assert machine.asked == "playwright install --no-shell chromium\n"


def test_a_download_that_does_not_start_gives_way_to_debians(machine: Machine) -> None:
    machine.has(postgresql="", cdn=str(machine.things / "lacks-libraries"))
    done = machine.see_to()
    assert done.stderr == ""
    assert "apt-get install --yes --no-install-recommends" in machine.asked
    assert (machine.things / "chromium").read_text() == (machine.things / "works").read_text()


def test_an_installed_one_that_does_not_start_is_none(machine: Machine) -> None:
    machine.has(postgresql="")
    machine.has_chromium("lacks-libraries")
    assert machine.see_to().stderr == ""
    assert "apt-get install" in machine.asked


def test_root_gets_both_from_debian_and_a_second_run_asks_for_nothing(machine: Machine) -> None:
    done = machine.see_to()
    assert done.stderr == ""
    assert done.stdout.count("from Debian's packages") == 3
    before = machine.asked
    assert before.count("apt-get install") == 3
    assert machine.see_to().stdout == ""
    assert machine.asked == before


def test_debian_starts_no_server_of_its_own(machine: Machine) -> None:
    machine.has_chromium()
    machine.see_to()
    lines = (machine.folder / CLUSTERS).read_text().splitlines()
    assert lines == ["# commented", "create_main_cluster = false"]
    installed = [line.split()[-1] for line in machine.asked.splitlines() if " install " in line]
    assert installed == ["postgresql-common", "postgresql"]


def test_whoever_has_debians_settings_keeps_them(machine: Machine) -> None:
    machine.has_chromium()
    (machine.folder / CLUSTERS).write_text("create_main_cluster = true\n")
    machine.see_to()
    assert (machine.folder / CLUSTERS).read_text() == "create_main_cluster = true\n"
    assert (machine.things / "postgresql").exists()


@pytest.mark.parametrize("why", ["no network", "not root", "not Debian"])
@pytest.mark.parametrize("environment", [{}, {"CI": "true"}])
def test_what_cannot_be_had_is_told_loudly(
    machine: Machine, why: str, environment: dict[str, str]
) -> None:
    if why == "no network":
        machine.lacks("network")
    elif why == "not root":
        machine.has(id="1000")
    else:
        (machine.folder / "bin" / "apt-get").unlink()
    done = machine.see_to(**environment)
    assert ("apt-get" in machine.asked) is (why == "no network")
    said = done.stderr
    assert all(line.startswith("!! ") for line in said.splitlines())
    for word in (
        "no Chromium here",
        "no PostgreSQL here",
        "apt-get install chromium",
        "apt-get install postgresql",
        "https_proxy",
    ):
        assert word in said
    assert ("will fail" in said) is bool(environment)


def test_a_named_browser_is_not_replaced(machine: Machine) -> None:
    machine.has(postgresql="", cdn=str(machine.things / "works"))
    done = machine.see_to(HANSE_BROWSER="/opt/brave")
    assert "HANSE_BROWSER names /opt/brave" in done.stderr
    assert machine.asked == ""


def test_the_makefile_calls_it_before_the_tests() -> None:
    makefile = (SCRIPT.parents[1] / "Makefile").read_text("utf-8")
    recipe = makefile.split("\ntest:")[1].split("\n\n")[0]
    assert recipe.index("scripts/test-programs") < recipe.index("$(PYTEST)")
    assert os.access(SCRIPT, os.X_OK)
