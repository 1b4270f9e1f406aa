"""The rules of the house that no other tool checks: files, names, pages and versions agree."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from hanse.observatory.catalogue import CATALOGUE

ROOT = Path(__file__).resolve().parent.parent
BANNED_NAMES = {"utils", "helpers", "common", "misc", "manager", "base"}
LONGEST_MODULE = 400

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for home in ("hanse", "benchmarks", "tests", "data", "scripts")
    for path in (ROOT / home).rglob("*.py")
    if not ("migrations" in path.parts and path.stem[:1].isdigit())
)
OURS = [name for name in MODULES if not name.startswith("tests/")]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "docs/**/*.md", "data/**/*.md", "benchmarks/**/*.md", "recipes/**/*.md")
    for path in ROOT.glob(pattern)
)


def parsed(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text("utf-8"), filename=name)


def test_the_walk_finds_the_code_and_the_pages() -> None:
    assert "hanse/observatory/tables.py" in OURS
    assert "tests/test_house.py" in MODULES
    assert "README.md" in PAGES


# --- Modules ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_it_owns(name: str) -> None:
    module = parsed(name)
    empty_package = name.endswith("__init__.py") and not module.body
    if not (empty_package and name.startswith("tests/")):
        assert ast.get_docstring(module), f"{name} has no docstring"


@pytest.mark.parametrize("name", OURS)
def test_public_functions_and_classes_have_docstrings(name: str) -> None:
    silent = [
        f"{name}:{node.lineno} {node.name}"
        for node in parsed(name).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and node.name != "main"  # the module's docstring says what the program does
        and not ast.get_docstring(node)
    ]
    assert not silent


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [name for name in MODULES if BANNED_NAMES & set(Path(name).with_suffix("").parts)] == []


def test_no_module_outgrows_a_page_turn() -> None:
    too_long = {
        name: lines
        for name in OURS
        if (lines := len((ROOT / name).read_text("utf-8").splitlines())) > LONGEST_MODULE
    }
    assert too_long == {}, "make a folder of the same name"


def test_packages_export_nothing_again() -> None:
    again = [
        f"{name}:{node.lineno}"
        for name in OURS
        if name.endswith("__init__.py")
        for node in ast.walk(parsed(name))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hanse"))
        or (isinstance(node, ast.Import) and any(a.name.startswith("hanse") for a in node.names))
    ]
    assert again == []


def test_nothing_is_left_to_do_in_the_code() -> None:
    marks = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
    found = [
        f"{name}:{number}"
        for name in (*MODULES, *PAGES)
        for number, line in enumerate((ROOT / name).read_text("utf-8").splitlines(), 1)
        if marks.search(line)
    ]
    assert found == []


# --- Dependencies -----------------------------------------------------------------------------


def requirements() -> Iterator[tuple[str, str]]:
    """Each requirement of pyproject.toml with the table it stands in."""
    project = PYPROJECT["project"]
    for text in PYPROJECT["build-system"]["requires"]:
        yield "build-system", text
    for text in project["dependencies"]:
        yield "project", text
    for extra, texts in project.get("optional-dependencies", {}).items():
        yield from ((extra, text) for text in texts)
    for group, texts in PYPROJECT["dependency-groups"].items():
        yield from ((group, text) for text in texts)


def name_and_range(requirement: str) -> tuple[str, frozenset[str]]:
    found = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*([^;]*)(?:;.*)?", requirement)
    assert found, requirement
    bounds = frozenset(part.strip() for part in found[2].split(",") if part.strip())
    return found[1].lower().replace("_", "-"), bounds


def test_every_dependency_carries_a_sentence() -> None:
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    for table, requirement in requirements():
        sentence = re.compile(rf'"{re.escape(requirement)}"[\],]*\s*#\s+[A-Z`].*\.$')
        assert any(sentence.search(line) for line in lines), f"{table}: why {requirement}?"


def test_the_lock_file_knows_every_dependency() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    ours = next(package for package in lock["package"] if package["name"] == "hanse")
    locked = {
        (entry["name"], frozenset(filter(None, entry.get("specifier", "").split(","))))
        for entry in (
            *ours["metadata"]["requires-dist"],
            *(e for group in ours["metadata"]["requires-dev"].values() for e in group),
        )
    }
    wanted = {name_and_range(text) for table, text in requirements() if table != "build-system"}
    assert locked == wanted, "run `make lock`"
    assert ours["version"] == PYPROJECT["project"]["version"]


# --- Pages ------------------------------------------------------------------------------------

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The anchors a Markdown page offers, by the rule the usual renderers follow."""
    headings = HEADING.findall(without_code(page.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-") for text in headings}


def broken_links(page: Path) -> list[str]:
    broken = []
    for target in LINK.findall(without_code(page.read_text("utf-8"))):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (
            anchor and there.suffix == ".md" and anchor not in anchors(there)
        ):
            broken.append(target)
    return broken


@pytest.mark.parametrize("name", PAGES)
def test_links_between_pages_lead_somewhere(name: str) -> None:
    assert broken_links(ROOT / name) == []


def test_a_broken_link_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# What we do\n[good](#what-we-do) [web](https://example.org) [itself](page.md)\n"
        "[gone](nowhere.md) [no heading](page.md#elsewhere)\n"
        "```\n[code](not-a-link.md)\n```\n",
        "utf-8",
    )
    assert broken_links(page) == ["nowhere.md", "page.md#elsewhere"]


def test_make_commands_in_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    # At the start of a line or a code span, so that "to make sense" is no command.
    readme = (ROOT / "README.md").read_text("utf-8")
    named = set(re.findall(r"(?:^|`)[ $]*make ([a-z][a-z-]*)", readme, re.MULTILINE))
    assert {"demo", "test"} <= named
    assert named <= targets


def test_the_changelog_opens_with_this_version() -> None:
    page = ROOT / "CHANGELOG.md"
    versions = re.findall(r"^## \[?v?(\d+\.\d+\.\d+)", page.read_text("utf-8"), re.MULTILINE)
    assert versions[:1] == [PYPROJECT["project"]["version"]]


# --- Indicators -------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CATALOGUE)
def test_an_indicator_is_documented_and_tested(code: str) -> None:
    reference = (ROOT / "docs/reference/indicators.md").read_text("utf-8")
    assert f"\n## {code}\n" in reference
    # A rank is tested through the figure it ranks; naming the figure in a test is the least.
    word = re.compile(rf"\b{code.removesuffix('_rank')}\b")
    tests = (ROOT / "tests/observatory").rglob("test_*.py")
    assert any(word.search(path.read_text("utf-8")) for path in tests)
