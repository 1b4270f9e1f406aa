"""Templates, addresses and views agree: each is used, each leads somewhere, each is tried."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import allauth
import django
import pytest
from django.template.loader import get_template
from django.urls import URLResolver, get_resolver

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDERS: Final = sorted((ROOT / "hanse").glob("*/web/templates"))
TEMPLATES: Final = {
    path.relative_to(folder).as_posix(): path
    for folder in FOLDERS
    for path in sorted(folder.rglob("*"))
    if path.is_file()
}
SOURCES: Final = {
    path: path.read_text("utf-8")
    for pattern in ("*.py", "*.html", "*.txt")
    for path in sorted((ROOT / "hanse").rglob(pattern))
}
LIBRARIES: Final = [
    Path(allauth.__file__).parent / "templates",
    Path(django.__file__).parent / "contrib" / "admin" / "templates",
    Path(django.__file__).parent / "forms" / "templates",
]
OF_ALLAUTH: Final = {"429.html"}


def is_used(name: str, path: Path) -> bool:
    """Whether a view, a tag or a template names it, or a library asks for it."""
    quoted = f'"{name}"'
    if name in OF_ALLAUTH or any(quoted in text for at, text in SOURCES.items() if at != path):
        return True
    if "/mail/" in name:  # named by `notify` without folder and suffix
        return any(f'"{Path(name).stem}"' in text for text in SOURCES.values())
    return any((library / name).is_file() for library in LIBRARIES)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_used_and_sound(name: str) -> None:
    assert is_used(name, TEMPLATES[name]), "nothing shows it: delete it"
    get_template(name)


def test_an_unused_template_would_be_found(tmp_path: Path) -> None:
    assert len(TEMPLATES) > 100
    assert not is_used("foundation/nothing_shows_this.html", tmp_path)
    assert not is_used("account/no_such_page_of_the_library.html", tmp_path)


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """The name of every address, with its namespace."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from names(each, inner)
        elif each.name:
            yield f"{space}{each.name}"


NAMES: Final = frozenset(names(get_resolver()))
TAGGED: Final = re.compile(r"""{%\s*url\s+["']([^"']+)["']""")
REVERSED: Final = re.compile(r"""\b(?:reverse|reverse_lazy|redirect)\(\s*["']([a-z_:-]+)["']""")


def test_every_address_that_is_named_is_there() -> None:
    assert len(NAMES) > 100
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for path, text in SOURCES.items()
        for name in (*TAGGED.findall(text), *REVERSED.findall(text))
        if name not in NAMES
    }
    assert missing == set(), "such a link is left out in silence"


def test_no_two_addresses_have_one_name() -> None:
    found = [name for name in names(get_resolver()) if not name.startswith(("admin:", "api:"))]
    assert sorted(found) == sorted(set(found))


PARTS: Final = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")


def test_every_part_that_is_included_is_there() -> None:
    for path, text in SOURCES.items():
        for name in PARTS.findall(text):
            assert name in TEMPLATES or any((each / name).is_file() for each in LIBRARIES), path
