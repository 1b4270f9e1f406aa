"""Catalogues of translations: whole, sound, and one for each language that is offered."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client, override_settings
from django.utils.translation import get_language_info

import hanse
from hanse.observatory.warehouse import Edition
from hanse.site.languages import CATALOGUES, make_known, offered

UNION: Final = "bg cs da de el es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
PLACEHOLDER: Final = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
TAG: Final = re.compile(r"</?[a-z]+[^>]*>")
FILES: Final = sorted(CATALOGUES.glob("*/LC_MESSAGES/django.po"))


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def texts(either: str | Iterable[str]) -> list[str]:
    return [either] if isinstance(either, str) else list(either)


def signs(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text) + TAG.findall(text))


def faults(message: Message) -> Iterable[str]:
    originals, translations = texts(message.id or ""), texts(message.string or "")
    if message.fuzzy:
        yield "is a guess to be confirmed"
    if not all(translations):
        yield "is not translated"
        return
    allowed = {tuple(signs(original)) for original in originals}
    for translation in translations:
        if tuple(signs(translation)) not in allowed:
            yield f"has other placeholders or tags: {translation}"
        if translation[:1].isspace() != originals[0][:1].isspace():
            yield "begins with other white space"


def test_the_check_sees_faults() -> None:
    assert list(faults(Message("%(n)s regions", ""))) == ["is not translated"]
    assert list(faults(Message("%(n)s regions", "%(m)s Regionen")))
    assert list(faults(Message("<b>a</b>", "b")))
    assert not list(faults(Message("%(n)s regions", "%(n)s Regionen")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-3])
def test_a_catalogue_is_whole(path: Path) -> None:
    found = {
        str(message.id): list(faults(message))
        for message in catalogue(path)
        if message.id and any(True for _ in faults(message))
    }
    assert found == {}


def test_each_catalogue_is_offered_and_compiled() -> None:
    codes = {path.parts[-3] for path in FILES}
    assert {code for code, _ in offered()} == codes | {"en-gb"}
    for path in FILES:
        assert path.with_suffix(".mo").stat().st_mtime >= path.stat().st_mtime, "run `make check`"


@pytest.mark.parametrize("code", UNION.split())
def test_any_language_of_the_union_can_be_added(code: str) -> None:
    make_known()
    assert get_language_info(code)["name_local"]


@override_settings(LANGUAGES=[("en-gb", "English"), ("de", "Deutsch")])
@pytest.mark.usefixtures("db")
def test_the_language_of_the_address_shapes_numbers_and_days(
    client: Client, demo_edition: Edition
) -> None:
    english = client.get("/regions/AT13/").content.decode()
    german = client.get("/de/regions/AT13/").content.decode()
    total = demo_edition.query(
        "SELECT employment_persons FROM region_totals WHERE region = 'AT13' AND year = 2024"
    ).item()
    assert f"{total:,.0f}" in english
    assert f"{total:,.0f}".replace(",", ".") in german
    assert re.search(r">[0-9]+\.[0-9]%", english)
    assert not re.search(r">[0-9]+\.[0-9]\s*%", german)
    assert re.search(r">[0-9]+,[0-9]\s*%", german)
    assert ", 1 November 2026" in english
    assert ", 1. November 2026" in german
    # Years are no amounts.
    assert "2.024" not in german


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES if code != "en-gb"])
def test_the_interface_speaks_it(client: Client, demo_edition: object, db: None, code: str) -> None:
    page = client.get(f"/{code}/").content.decode()
    assert f'lang="{code}"' in page
    assert page != client.get("/").content.decode()


_PLURAL = re.compile(
    r"{% blocktranslate[^%]*%}(.*?){% plural %}(.*?){% endblocktranslate %}", re.DOTALL
)


def test_no_two_texts_share_their_singular_alone() -> None:
    """A catalogue finds a text by its singular, and would say the other's plural."""
    plurals: dict[str, set[str]] = {}
    for path in Path(hanse.__file__).parent.rglob("*.html"):
        for one, many in _PLURAL.findall(path.read_text("utf-8")):
            plurals.setdefault(" ".join(one.split()), set()).add(" ".join(many.split()))
    assert len(plurals) > 20
    assert {one: many for one, many in plurals.items() if len(many) > 1} == {}
