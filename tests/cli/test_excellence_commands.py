"""`hanse verify`, `hanse excellence` and `hanse keys`: answers, words and exit codes."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hanse.cli.main import command_line
from hanse.excellence.credentials import key_files
from hanse.excellence.credentials.badges import badge_svg
from hanse.excellence.credentials.baking import bake_svg
from hanse.excellence.credentials.issuer import issuer_document
from hanse.excellence.register.chain import published
from hanse.foundation.problems import HanseError
from tests.excellence.credentials.samples import (
    ISSUER,
    as_file,
    key,
    signed_badge,
    signed_list,
)
from tests.excellence.credentials.test_baking import FACE
from tests.excellence.register.samples import ENTRIES


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wide enough that no sentence is broken."""
    monkeypatch.setenv("COLUMNS", "250")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a badge, its issuer's document, its lists, and a register."""
    (tmp_path / "badge.json").write_bytes(as_file(signed_badge()))
    svg = bake_svg(badge_svg(FACE, "square", None), signed_badge())
    (tmp_path / "badge.svg").write_bytes(svg)
    (tmp_path / "did.json").write_bytes(as_file(issuer_document(ISSUER, [key().public])))
    (tmp_path / "revocation.json").write_bytes(as_file(signed_list("revocation")))
    (tmp_path / "suspension.json").write_bytes(as_file(signed_list("suspension")))
    (tmp_path / "revoked.json").write_bytes(as_file(signed_list("revocation", (4711,))))
    (tmp_path / "register.json").write_text(json.dumps(published(ENTRIES, "https://x.example/")))
    return tmp_path


def run(*words: object, answer: str = "") -> tuple[int, str]:
    given = [str(each) for each in words]
    done = CliRunner().invoke(command_line(given), given, input=answer)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def verified(files: Path, name: str, *more: str) -> tuple[int, str]:
    lists = [str(files / each) for each in ("revocation.json", "suspension.json")]
    return run(
        "verify",
        files / name,
        *("--issuer", files / "did.json", "--list", lists[0], "--list", lists[1]),
        *more,
    )


def test_a_good_badge_ends_with_0(files: Path) -> None:
    for name in ("badge.json", "badge.svg"):
        code, said = verified(files, name, "--on", "2027-01-04")
        assert code == 0
        assert "Hanse label, gold, Fictitious Tïmber & Sons <Ltd>" in said
        assert "Issued by Fictitious Label Office" in said
        assert "As of 2027-01-04: Valid." in said


def test_a_bad_badge_ends_with_1_and_says_why(files: Path) -> None:
    code, said = verified(files, "badge.json", "--on", "2028-04-01")
    assert code == 1
    assert "It was valid until 2028-03-31." in said
    changed = (files / "badge.json").read_text("utf-8").replace("gold", "iron")
    (files / "changed.json").write_text(changed, "utf-8")
    code, said = verified(files, "changed.json", "--on", "2027-01-04")
    assert code == 1
    assert "changed after it was signed" in said
    code, said = run(
        *("verify", files / "badge.json", "--issuer", files / "did.json"),
        *("--list", files / "revoked.json", "--on", "2027-01-04"),
    )
    assert code == 1
    assert "says that it is revoked" in said


def test_what_cannot_be_checked_ends_with_3(files: Path) -> None:
    code, said = run("verify", files / "badge.json", "--on", "2027-01-04")
    assert code == 3
    assert "Not decided" in said
    code, said = run(
        "verify", files / "badge.json", "--key", key().public.multikey, "--on", "2027-01-04"
    )
    assert code == 3
    assert "the key you gave" in said


def test_words_that_mean_nothing_are_said(files: Path) -> None:
    badge = files / "badge.json"
    for words, said in (
        (["verify", files / "none.json"], "no file"),
        (["verify", badge, "--on", "tomorrow"], "no day"),
        (["verify", badge, "--key", "z123"], "no Ed25519"),
        (["verify", badge, "--issuer", badge], "no document of an issuer"),
        (["verify", badge, "--list", badge], "no status list"),
        (["excellence", "verify-register", files / "none.json"], "no file"),
        (["excellence", "verify-register", files / "badge.svg"], "as JSON"),
        (["excellence", "verify-register", badge], "no register"),
    ):
        with pytest.raises(HanseError, match=said):
            run(*words)


def test_nothing_of_it_needs_django_or_the_network(files: Path) -> None:
    program = (
        "import socket, sys\n"
        "def refuse(*_words, **_more): raise OSError('network')\n"
        "socket.socket.connect = refuse\n"
        "socket.getaddrinfo = refuse\n"
        "from hanse.cli.main import command_line\n"
        "try: command_line(sys.argv[1:])(sys.argv[1:])\n"
        "except SystemExit as end: code = end.code\n"
        "assert 'django' not in sys.modules\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [
            *(sys.executable, "-c", program, "verify", str(files / "badge.json")),
            *("--issuer", str(files / "did.json"), "--on", "2027-01-04"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (3, "")


# --- The register -----------------------------------------------------------------------------


def test_a_register_that_holds(files: Path) -> None:
    head = ENTRIES[-1].hash
    code, said = run("excellence", "verify-register", files / "register.json", "--head", head)
    assert code == 0
    assert "9 entries about 5 labels" in said
    assert head in said


def test_a_register_that_was_changed(files: Path) -> None:
    path = files / "register.json"
    path.write_text(path.read_text("utf-8").replace("papers outstanding", "none"), "utf-8")
    for words in (["verify-register", path], ["was-valid", path, "HL-2", "2026-01-01"]):
        with pytest.raises(HanseError, match="does not hold") as problem:
            run("excellence", *words)
        assert problem.value.where == "entry 4"


def test_a_day_of_a_label(files: Path) -> None:
    path = files / "register.json"
    assert run("excellence", "was-valid", path, "HL-2", "2026-01-01")[0] == 0
    code, said = run("excellence", "was-valid", path, "HL-2", "2025-10-05")
    assert code == 1
    assert "On 2025-10-05 it was suspended." in said
    with pytest.raises(HanseError, match="no label HL-5"):
        run("excellence", "was-valid", path, "HL-5", "2026-03-15", "--known-on", "2026-03-15")


# --- Keys -------------------------------------------------------------------------------------


def test_keys_are_listed_rotated_and_revoked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANSE_KEYS", str(tmp_path / "keys"))
    assert "No keys yet" in run("keys", "list")[1]
    key_files.signing_key(tmp_path / "keys", date(2026, 1, 1))
    assert "signs from today" in run("keys", "rotate")[1]
    assert "key-2026-01-01" in run("keys", "list")[1]
    with pytest.raises(HanseError, match="Nothing was changed"):
        CliRunner().invoke(
            command_line(["keys"]),
            ["keys", "revoke", "key-2026-01-01"],
            input="n\n",
            catch_exceptions=False,
        )
    assert "is revoked" in run("keys", "revoke", "key-2026-01-01", "--yes")[1]
    first, second = key_files.public_keys(tmp_path / "keys")
    assert (first.revoked is not None, second.revoked) == (True, None)
