"""`hanse timetable` from files to files: timetable, checks, reasons, repairs, selection."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hanse.cli.timetable import timetable
from hanse.collaboration.timetable.documents import document_of
from hanse.foundation.problems import HanseError
from tests.collaboration.timetable.small_problems import problem


def run(*words: str | Path, status: int = 0) -> str:
    answer = CliRunner().invoke(timetable, [str(word) for word in words])
    if isinstance(answer.exception, HanseError):
        raise answer.exception
    assert answer.exit_code == status, answer.output
    return answer.output


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A problem in which a break cannot be avoided."""
    path = tmp_path / "plan.json"
    asked = problem(["AB", "AC", "DE"], forbidden={"B": {1, 2, 3}, "C": {0, 1, 2}})
    path.write_text(json.dumps(document_of(asked)))
    return path


@pytest.fixture
def impossible(tmp_path: Path) -> Path:
    path = tmp_path / "impossible.json"
    path.write_text(json.dumps(document_of(problem(["AB", "AC", "AD"], slots=2))))
    return path


def test_a_timetable_is_found_proved_kept_and_checked(plan: Path, tmp_path: Path) -> None:
    out, agendas = tmp_path / "answer.json", tmp_path / "agendas.csv"
    told = run("solve", plan, "--out", out, "--agendas", agendas)
    assert "proved best" in told
    assert "3 meetings, 1 break, at most 1 for one; 0 moves" in told
    answer = json.loads(out.read_text())
    assert (answer["breaks"], answer["bound"], answer["proved_best"]) == (1, 1, True)
    assert {row["slot"] for row in answer["meetings"]} >= {"1", "4"}
    assert len(agendas.read_text().splitlines()) == 7
    assert "Every rule is kept." in run("check", plan, out)
    again = run("solve", plan, "--begin-with", out, "--out", tmp_path / "again.csv")
    assert "proved best" in again
    assert "Every rule is kept." in run("check", plan, tmp_path / "again.csv")


def test_a_broken_rule_is_told_and_ends_with_status_1(plan: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("meeting,slot\n1,2\n2,4\n")
    told = run("check", plan, bad, status=1)
    assert "forbidden slot: B cannot meet in slot 2" in told
    assert "meeting held: Meeting 3 (D - E) has no slot." in told


def test_the_reason_is_told_where_there_is_no_timetable(impossible: Path, plan: Path) -> None:
    for command in ("solve", "explain"):
        told = run(command, impossible, status=4)
        assert "These 3 requests cannot be met together." in told
        assert "  Meeting 2 (A - C) is to be held." in told
    assert "All requests can be met." in run("explain", plan)


def test_as_few_meetings_as_can_be_are_left_out(impossible: Path, tmp_path: Path) -> None:
    out = tmp_path / "answer.json"
    told = run("solve", impossible, "--leave-out", "--out", out)
    assert "Meetings left out: 1 of 3. No timetable leaves out fewer." in told
    assert "A has 3 meetings and time for 2." in told
    assert "2 meetings, 0 breaks" in told
    held = [row for row in json.loads(out.read_text())["meetings"] if row["slot"]]
    assert len(held) == 2
    with pytest.raises(HanseError, match="--begin-with"):
        run("solve", impossible, "--leave-out", "--begin-with", out)


def test_a_timetable_is_mended_and_each_is_told(plan: Path, tmp_path: Path) -> None:
    out, mended = tmp_path / "answer.json", tmp_path / "mended.csv"
    run("solve", plan, "--out", out)
    told = run("repair", plan, out, "--no-show", "D", "--meet", "A+E", "--out", mended)
    assert "E: Your meeting with D at" in told
    assert "E: New: you meet A at " in told
    assert "1 meeting lost, 0 changes for others" in told
    assert len(mended.read_text().splitlines()) == 5
    assert "B: No time was found for a meeting with E." in run("repair", plan, out, "--meet", "B+E")
    with pytest.raises(HanseError, match="There is no participant “X”"):
        run("repair", plan, out, "--no-show", "X")
    with pytest.raises(HanseError, match="There is no slot “9”"):
        run("repair", plan, out, "--late", "D@9")
    with pytest.raises(HanseError, match="Nothing happened"):
        run("repair", plan, out)


def test_who_meets_whom_becomes_meetings_of_a_problem(tmp_path: Path) -> None:
    people, pairs, out = (tmp_path / name for name in ("people.csv", "pairs.csv", "meetings.csv"))
    people.write_text("code,capacity\nA,1\nB,1\nC,1\n")
    pairs.write_text("one,other,interest_one,interest_other\nA,B,3,3\nA,C,1,0\n")
    told = run("select", people, pairs, "--out", out)
    assert "1 meeting of 2 pairs, interest 12 (proved best)." in told
    assert "C has 0: 1 participant could meet C; all of them have as many meetings" in told
    assert out.read_text() == "code,participants\n1,A|B\n"


@pytest.mark.skipif(os.name != "posix", reason="sends Ctrl-C as POSIX does")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_a_search_that_is_stopped_or_killed_keeps_its_best(tmp_path: Path, sign: int) -> None:
    people = [chr(ord("A") + at) for at in range(16)]
    pairs = [one + other for at, one in enumerate(people) for other in people[at + 1 :]]
    asked = problem(pairs, slots=17, morning=10, tables=8, fairness=1)
    plan, out = tmp_path / "plan.json", tmp_path / "answer.json"
    plan.write_text(json.dumps(document_of(asked)))
    words = ["timetable", "solve", str(plan), "--seconds", "600", "--out", str(out)]
    process = subprocess.Popen(
        [sys.executable, "-m", "hanse", *words], stdout=subprocess.PIPE, text=True
    )
    try:
        until = time.monotonic() + 60
        while not out.exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(sign)
        told, _ = process.communicate(timeout=60)
    finally:
        process.kill()
    assert out.exists(), told
    if sign == signal.SIGINT and process.returncode != 0:
        assert process.returncode == 3
        assert "found, not proved best" in told
    assert "breaks" in json.loads(out.read_text())
    assert run("check", plan, out).endswith("Every rule is kept.\n")
