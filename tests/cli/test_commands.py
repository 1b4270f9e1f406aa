"""The command as a user meets it: what it prints, and how it refuses."""

import contextlib
import io
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from hanse.cli.main import PARTS, main
from hanse.observatory.exports.long_form import TIDY_LAYOUT, layout_of, long_form
from hanse.observatory.sources.formats import read
from hanse.observatory.tables import OBSERVATIONS, check_observations
from hanse.observatory.warehouse import Shelf
from tests.made_once import made_once
from tests.observatory.edition.test_build import EXTRACT
from tests.processes import environment, run

Run = subprocess.CompletedProcess[str]

_MAIN = "from hanse.cli.main import main; main()"

_START_OF_PYTHON = 1.5
"""Seconds a new process needs before it builds; only spreads the moments of the kill."""

RECIPE = """
name = "extract"
title = "An extract"
nuts = 2013
years = [2015, 2015]
schemes = ["traded_local"]
rating = "european_cluster_observatory"
fill_from = "division"
[[sources]]
path = "extract.csv"
format = "sbs_extract"
nuts = 2013
classification = "nace_rev2"
measures = { "" = { measure = "employment_persons" } }
licence = "CC BY 4.0"
attribution = "Source: Eurostat"
"""


def hanse(home: Path, *words: str, columns: int = 140) -> Run:
    """Run the command in this process, as `main` does, and take what it prints."""
    out, err = io.StringIO(), io.StringIO()
    environment = {"HANSE_HOME": str(home), "COLUMNS": str(columns), "NO_COLOR": "1"}
    status = 0
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["hanse", *words])
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
    return subprocess.CompletedProcess(words, status, out.getvalue(), err.getvalue())


def well(run: Run) -> str:
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo of two countries, to be read only."""

    def make(home: Path) -> None:
        out = well(run(home, "demo", "--no-serve", "--region", "AT", "--region", "SI"))
        assert "The strongest traded clusters, 2024" in out
        assert "SYNTHETIC DATA" in out

    return made_once(tmp_path_factory, "demo-of-two", make)


@pytest.fixture
def extract_recipe(tmp_path: Path) -> Path:
    (tmp_path / "extract.csv").write_text(EXTRACT, encoding="utf-8")
    path = tmp_path / "extract.toml"
    path.write_text(RECIPE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "top", "--limit", "3"), ("Top clusters, 2024", "Stars", "SYNTHETIC DATA")),
        (("show", "region", "wien"), ("Wien (AT13), 2024", "SYNTHETIC DATA")),
        (("show", "category", "automotive", "--year", "2010"), ("Automotive, 2010", "AT")),
        (("show", "cluster", "AT13", "automotive"), ("Automotive in Wien", "2008", "2024")),
        (("show", "top", "--scheme", "emerging", "--country", "si"), ("SI", "emerging")),
        (("editions",), ("* demo-",)),
        (("verify",), ("every table is as it was published",)),
        (("publish", "demo"), ("is current",)),
    ],
)
def test_readable_answers(demo_home: Path, words: Sequence[str], said: Sequence[str]) -> None:
    out = well(hanse(demo_home, "observatory", *words))
    for part in said:
        assert part in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "region", "Atlantis"), "no region 'Atlantis'"),
        (("show", "region", "steiermark", "--year", "1990"), "no figures for 1990"),
        (("show", "category", "e"), "Choose one by its code"),
        (("show", "top", "--edition", "nothing"), "no edition nothing"),
        (("export", "nothing", "x.csv"), "no table nothing"),
        (("export", "clusters", "x.doc"), "format of x.doc is not known"),
        (("build", "nothing.toml"), "no recipe nothing.toml"),
        (("pull", "x", "--select", "geo"), "is not understood"),
    ],
)
def test_refusals_say_what_to_do(demo_home: Path, words: Sequence[str], said: str) -> None:
    run = hanse(demo_home, "observatory", *words)
    assert run.returncode == 1
    assert said in run.stderr
    assert "Try: " in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("ending", ["csv", "parquet", "sdmx.csv", "json"])
def test_every_table_of_figures_can_be_exported(
    demo_home: Path, tmp_path: Path, ending: str
) -> None:
    for table in ("clusters", "industries"):
        path = tmp_path / f"{table}.{ending}"
        well(hanse(demo_home, "observatory", "export", table, str(path)))
        assert path.stat().st_size > 1000


@pytest.mark.parametrize("ending", ["csv", "parquet", "sdmx.csv", "json"])
def test_exported_observations_are_read_back_unchanged(
    extract_recipe: Path, tmp_path: Path, ending: str
) -> None:
    well(hanse(tmp_path / "home", "observatory", "build", str(extract_recipe)))
    path = tmp_path / f"observations.{ending}"
    well(hanse(tmp_path / "home", "observatory", "export", "observations", str(path)))
    edition = Shelf(tmp_path / "home" / "editions").current()
    stored = pl.read_parquet(edition.parquet("observations"))
    stored = stored.with_columns(pl.col(name).cast(kind) for name, kind in OBSERVATIONS.items())
    statistical = ending in {"sdmx.csv", "json"}
    layout = layout_of(long_form(stored, where="edition")) if statistical else TIDY_LAYOUT
    reading = read(path, layout)
    assert reading.report.rejected == 0
    assert reading.table.equals(check_observations(stored, where="edition"))


def test_a_build_tells_what_was_read(extract_recipe: Path, tmp_path: Path) -> None:
    out = well(hanse(tmp_path / "home", "observatory", "build", str(extract_recipe)))
    assert "7 figures read, 5 accepted" in out
    assert "2 rejected" in out
    assert "spreadsheet damage" in out
    assert "flagged: definition differs (d) 2" in out
    again = well(hanse(tmp_path / "home", "observatory", "build", str(extract_recipe)))
    assert "was built before" in again


def test_a_build_from_data_that_were_never_pulled_says_how_to_pull(tmp_path: Path) -> None:
    run = hanse(tmp_path, "observatory", "build", "sbs_nuts2")
    assert run.returncode == 1
    assert "pull" in run.stderr


def test_a_changed_edition_is_noticed(extract_recipe: Path, tmp_path: Path) -> None:
    well(hanse(tmp_path / "home", "observatory", "build", str(extract_recipe)))
    edition = Shelf(tmp_path / "home" / "editions").current()
    edition.parquet("clusters").write_bytes(b"else")
    run = hanse(tmp_path / "home", "observatory", "verify")
    assert run.returncode == 1
    assert "clusters.parquet has changed" in run.stderr


def test_kill_9_during_a_build_leaves_the_last_edition(
    extract_recipe: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    well(hanse(home, "observatory", "build", str(extract_recipe)))
    before = Shelf(home / "editions").current()
    (tmp_path / "extract.csv").write_text(EXTRACT + "C29;AT21;7\n", encoding="utf-8")
    started = time.monotonic()
    well(hanse(tmp_path / "other", "observatory", "build", str(extract_recipe)))
    takes = time.monotonic() - started + _START_OF_PYTHON
    killed = 0
    for moment in range(1, 9):
        process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from hanse.cli.main import main; main()",
                "observatory",
                "build",
                str(extract_recipe),
            ],
            env={**os.environ, "HANSE_HOME": str(home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(takes * moment / 8)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        current = Shelf(home / "editions").current()
        assert current.verify() == []
        assert current.query("SELECT count(*) AS n FROM clusters")["n"].item() > 0
    assert killed > 0
    well(hanse(home, "observatory", "build", str(extract_recipe)))
    after = Shelf(home / "editions").current()
    assert after.id != before.id
    assert sorted(path.name for path in (home / "editions").iterdir()) == sorted(
        ["current", before.id, after.id]
    )


def test_doctor_finds_this_installation_well(tmp_path: Path) -> None:
    out = well(run(tmp_path, "doctor"))
    for subject in ("Reference list nuts", "Typeface and icons", "Boundaries", "Database", "Mail"):
        assert subject in out
    assert "hanse demo" in out
    assert not list(tmp_path.iterdir()), "looking makes nothing"


def test_doctor_says_when_the_data_folder_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    found = run(blocked / "home", "doctor")
    assert found.returncode == 1
    assert "Set HANSE_HOME" in found.stdout


def test_help_and_version() -> None:
    out = well(hanse(Path("/nowhere"), "--help"))
    for word in ("demo", "serve", "doctor", "observatory", "recipe", "edition"):
        assert word in out
    assert well(hanse(Path("/nowhere"), "--version")).startswith("hanse ")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("top", "--scheme", "clouds"), "has no scheme clouds"),
        (("region", "AT11", "--scheme", "clouds"), "has no scheme clouds"),
        (("top", "--kind", "round"), "has no kind round"),
        (("top", "--country", "XX"), "has no country XX"),
    ],
)
def test_a_word_the_edition_does_not_know_is_refused(
    demo_home: Path, words: tuple[str, ...], message: str
) -> None:
    run = hanse(demo_home, "observatory", "show", *words)
    assert run.returncode == 1
    assert message in run.stderr


def test_a_terminal_without_stars_gets_asterisks(demo_home: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _MAIN, "observatory", "show", "category", "automotive"],
        env={**os.environ, "HANSE_HOME": str(demo_home), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert b"*" in run.stdout
    assert b"Traceback" not in run.stderr


def test_a_folder_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    refused = hanse(tmp_path / "file", "demo", "--no-serve", "--region", "LU")
    assert refused.returncode == 1
    assert "Not a directory" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_lost_or_damaged_edition_is_named(demo_home: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "editions"
    shutil.copytree(demo_home / "editions", shelf)
    (shelf / "current").write_text("gone-2020\n", encoding="utf-8")
    assert (
        "gone-2020, the current one, is gone" in hanse(tmp_path, "observatory", "editions").stdout
    )
    assert "edition gone-2020 is gone" in hanse(tmp_path, "observatory", "show", "top").stderr
    (edition,) = Shelf(shelf).editions()
    (edition.folder / "manifest.json").write_text("{", encoding="utf-8")
    run = hanse(tmp_path, "observatory", "editions")
    assert run.returncode == 1
    assert "is damaged" in run.stderr


def test_ctrl_c_during_a_build_says_so_and_leaves_no_edition(tmp_path: Path) -> None:
    interrupting = (
        "import os, signal; from hanse.cli import main, work;"
        "work.build = lambda *a, **k: os.kill(os.getpid(), signal.SIGINT);"
        "signal.signal(signal.SIGINT, signal.default_int_handler); main.main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", interrupting, "demo", "--no-serve", "--region", "LU"],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 130
    assert "Stopped. The editions on the shelf are as they were." in run.stderr
    assert "Traceback" not in run.stderr
    assert not Shelf(tmp_path / "editions").editions()


@pytest.mark.parametrize("name", PARTS)
def test_each_part_is_there_and_does_what_its_summary_says(name: str) -> None:
    out = well(hanse(Path("/nowhere"), name, "--help", columns=200))
    assert PARTS[name].summary in out
