"""The guide to running the site names every setting, with what holds unless it is set."""

import re
from pathlib import Path
from typing import Final

import pytest

from hanse.site.environment import Environment

GUIDE: Final = (Path(__file__).parents[2] / "docs/guide/site.md").read_text("utf-8")
ACCOUNTS: Final = (Path(__file__).parents[2] / "docs/guide/accounts.md").read_text("utf-8")


def table(heading: str) -> dict[str, str]:
    """The first column of the table under `heading` -> its last."""
    part = GUIDE.partition(f"## {heading}\n")[2].partition("\n## ")[0].partition("Outside the")[0]
    rows = re.findall(r"^\| `([^`]+)`[^|]*\|.*\| ([^|]+) \|$", part, re.MULTILINE)
    return {name: default.strip("` ") for name, default in rows}


def variable(field: str) -> str:
    alias = Environment.model_fields[field].validation_alias
    return str(alias) if alias else f"HANSE_{field.upper()}"


def test_the_guide_has_every_setting_and_no_other() -> None:
    assert set(table("Every setting")) == {variable(field) for field in Environment.model_fields}


@pytest.mark.parametrize("field", Environment.model_fields)
def test_the_guide_says_what_holds_unless_set(field: str) -> None:
    default = Environment.model_fields[field].default
    told = table("Every setting")[variable(field)]
    if default in ("", None):
        assert told, "in words"
        return
    assert told == (str(default).lower() if isinstance(default, bool) else str(default))


def test_settings_named_elsewhere_exist() -> None:
    known = {variable(field) for field in Environment.model_fields}
    outside = {"HANSE_HOME", "HANSE_KEYS", "HANSE_EUROSTAT_ROOT", "HANSE_BROWSER"}
    named = set(re.findall(r"\bHANSE_[A-Z_]+\b", GUIDE + ACCOUNTS))
    assert named - known == outside


def test_commands_in_the_guide_exist() -> None:
    from hanse.cli.main import PARTS  # noqa: PLC0415 - beside its only use

    named = set(re.findall(r"(?:^|`)(?:/opt/hanse/.venv/bin/)?hanse ([a-z]+)", GUIDE, re.MULTILINE))
    assert {"serve", "migrate", "people", "check", "backup"} <= named
    assert named <= set(PARTS)
