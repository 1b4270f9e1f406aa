"""Whatever is sent to the site, it answers briefly, escapes what it repeats, and never fails."""

import re
from collections.abc import Iterator, Mapping
from itertools import cycle, islice
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client
from django.urls import resolve
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanse.observatory.web.api.service import document
from tests.observatory.web.api.conftest import throttles
from tests.site.crawling import Crawl, by_view, crawl, view_name
from tests.site.markup import Form
from tests.site.nasty import ENCODED, LARGEST, TEXTS, faults_of
from tests.site.world import World, make_world, of_people

pytestmark = pytest.mark.usefixtures("demo_edition", "db")

EVERYWHERE: Final = ("edition", "page")
"""Words that any page may be sent, whether its forms have them or not."""

TEXTS_A_WORD, SHARE = 3, 3
"""How many nasty texts each word is sent, and what share of all a page is sent in every word; the
next page is sent the next ones. With 40 and 1 everything is sent everywhere, which takes long."""


@pytest.fixture(autouse=True)
def as_often_as_needed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody is told to wait instead of being answered."""
    for throttle in throttles():
        monkeypatch.setattr(throttle, "num_requests", 10**9)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def answered(client: Client, address: str, *, what: str) -> list[str]:
    """What is wrong with the answer at an address."""
    return [f"{what}: {fault} at {address[:200]}" for fault in faults_of(client.get(address))]


# --- Addresses --------------------------------------------------------------------------------


def words_of(seen: Crawl) -> dict[str, tuple[str, dict[str, str]]]:
    """For each view: an address of it, and every word that addresses and forms give it."""
    known: dict[str, tuple[str, dict[str, str]]] = {}

    def note(view: str, address: str, words: Mapping[str, str]) -> None:
        path = urlsplit(address).path
        known.setdefault(view, (path, dict.fromkeys(EVERYWHERE, "1")))[1].update(words)

    for visit in seen.visits:
        if visit.view not in {"", "table_download"} and visit.answer.status_code == 200:
            note(visit.view, visit.address, dict(parse_qsl(urlsplit(visit.address).query, True)))
    for address, form in seen.forms:
        target = urljoin(address, form.action or urlsplit(address).path)
        if form.method == "get" and view_name(target):
            note(view_name(target), target, {each.name: each.value for each in form.controls})
    return known


def in_turn(texts: Mapping[str, str], start: int, count: int) -> Iterator[tuple[str, str]]:
    """`count` of the texts, beginning with another one where the last page ended."""
    return islice(cycle(texts.items()), start % len(texts), start % len(texts) + count)


def sampled(words: Mapping[str, str], start: int = 0) -> Iterator[tuple[str, str]]:
    """Nasty queries: a few texts in each word, and a share of the texts in all words at once.

    start: how many words were tried before, so that other pages are sent other texts.
    """
    names = sorted(words)
    for (what, value), one in zip(
        in_turn(ENCODED, start, TEXTS_A_WORD * len(names)), cycle(names), strict=False
    ):
        rest = urlencode({name: word for name, word in words.items() if name != one and word})
        yield f"{what} in {one}", f"{one}={value}&{rest}"
    if set(names) - set(EVERYWHERE):
        for what, value in in_turn(ENCODED, start, len(ENCODED) // SHARE):
            yield f"{what} in all words", "&".join(f"{name}={value[:1500]}" for name in names)


@pytest.mark.once
def test_no_word_of_an_address_breaks_a_page(world: World) -> None:
    faults, start = [], 0
    tried: set[str] = set()
    for role in ("visitor", "owner", "administrator"):
        client = world.client(role)
        known = words_of(crawl(client, world.starts, of_people if tried else by_view))
        for view in sorted(known.keys() - tried):
            path, words = known[view]
            for what, query in sampled(words, start):
                faults += answered(client, f"{path}?{query}", what=f"{view}, {what}")
            start += TEXTS_A_WORD * len(words)
        tried |= known.keys()
    assert not faults, "\n".join(faults)
    assert len(tried) > 50


@pytest.mark.once
def test_no_part_of_a_path_breaks_a_page(world: World) -> None:
    faults, start = [], 0
    tried: set[str] = set()
    for role in ("visitor", "owner", "administrator"):
        client = world.client(role)
        seen = crawl(client, world.starts, of_people if tried else by_view)
        views = {each.view: each.address for each in seen.visits if each.view}
        for view in sorted(views.keys() - tried):
            path = urlsplit(views[view]).path
            for part in (each for each in path.split("/") if unquote(each) in _given(path)):
                for what, value in in_turn(ENCODED, start, 2 * len(ENCODED) // SHARE):
                    odd = path.replace(f"/{part}", f"/{value[:9000]}", 1)
                    faults += answered(client, odd, what=f"{view}, {what}")
                start += 2 * len(ENCODED) // SHARE
        tried |= views.keys()
    assert not faults, "\n".join(faults)
    assert start > 500


def _given(path: str) -> set[str]:
    """The parts of a path that the view is given."""
    match = resolve(unquote(path))
    return {str(each) for each in (*match.args, *match.kwargs.values())}


@pytest.mark.parametrize(
    "address",
    [
        "/" + "a/" * 3000,
        "/" + "../" * 500,
        "/regions/" + "%2e%2e%2f" * 300,
        "//evil.example//regions/",
        "/regions//",
        "/%00/",
        "/./regions/",
        "/regions/AT13/" + "x" * 3000 + ".csv",
        "/static/" + "../" * 30 + "etc/passwd",
        "/static/%2e%2e/%2e%2e/settings.py",
        "/fr/" * 500,
        "/boundaries/" + "0" * 5000 + ".svg",
        "/api/v1/" + "a/" * 3000,
        "/regions/?" + "q=a&" * 900,
        "/regions/?" + "q=a&" * 5000,
        "/compare/regions/?" + "region=AT13&" * 900,
        "/compare/regions/?" + "&".join(f"region=X{n}" for n in range(900)),
        "/finder/?" + "&".join(f"w{n}=1" for n in range(900)),
        "/?" + "&" * 100_000,
        "/search/?q[]=a&q[b]=c&=d&q",
        "/atlas/?cuts=" + ",".join(map(str, range(1000))),
        "/api/v1/clusters?" + "region=AT13&" * 900,
    ],
    ids=lambda address: address[:40],
)
def test_no_odd_address_breaks_the_site(client: Client, address: str) -> None:
    assert answered(client, address, what="odd") == []


PATHS: Final = sorted(document()["paths"])


@pytest.mark.once
@pytest.mark.parametrize("path", PATHS)
def test_no_word_breaks_the_api(client: Client, path: str) -> None:
    parameters = document()["paths"][path]["get"]["parameters"]
    names = [each["name"] for each in parameters if each["in"] == "query"]
    own = {"code": "AT13", "region": "AT13", "scheme": "traded_local", "table": "clusters"}
    faults = []
    for what, query in sampled(dict.fromkeys(names or ["odd"], "")):
        address = re.sub(r"{(\w+)}", lambda name: own.get(name[1], "automotive"), path)
        faults += answered(client, f"{address}?{query}", what=what)
    for what, value in ENCODED.items() if "{" in path else ():
        odd = path
        for name in re.findall(r"{\w+}", path):
            odd = odd.replace(name, value[:100_000])
        faults += answered(client, odd, what=what)
    assert not faults, "\n".join(faults)


@pytest.mark.once
@pytest.mark.parametrize(
    "header", ["accept", "if-none-match", "range", "accept-language", "cookie"]
)
def test_no_header_breaks_the_site(client: Client, header: str) -> None:
    faults = []
    for what, value in ENCODED.items():
        for address in ("/about/", "/search/?q=wien", "/api/v1/regions", "/atlas/map.csv"):
            for text in (value[:5000], unquote(value, "latin-1")[:5000]):
                odd = Client(raise_request_exception=False, headers={header: text})
                faults += answered(odd, address, what=f"{header}: {what}")
    assert not faults, "\n".join(faults)


VIEWS: Final = (
    ("/search/", ("q", "kind")),
    ("/search/suggestions/", ("q",)),
    ("/atlas/", ("category", "indicator", "year", "level", "country", "classes", "cuts", "view")),
    ("/finder/", ("scheme", "stars", "size_from", "growth_to", "sort", "page")),
    ("/rankings/", ("scheme", "measure", "kind", "country", "year", "page")),
    ("/compare/regions/", ("region", "add", "year")),
    ("/compare/categories/", ("category", "add", "year")),
    ("/regions/", ("q", "country")),
    ("/regions/AT13/", ("year", "scheme", "sort", "page")),
    ("/organisations/", ("q", "kind", "country", "page")),
)


@pytest.mark.once
@settings(suppress_health_check=list(HealthCheck), max_examples=150)
@given(
    at=st.sampled_from(VIEWS),
    words=st.dictionaries(st.integers(0, 20), st.text() | st.integers().map(str), max_size=4),
    raw=st.binary(max_size=40),
)
def test_no_text_breaks_a_page(
    client: Client, at: tuple[str, tuple[str, ...]], words: dict[int, str], raw: bytes
) -> None:
    path, names = at
    query = "&".join(
        f"{names[place % len(names)]}={quote(text.encode('utf-8', 'surrogatepass'), safe='')}"
        for place, text in words.items()
    )
    assert answered(client, f"{path}?{query}&{names[0]}={quote(raw)}", what="generated") == []


# --- Forms ------------------------------------------------------------------------------------


def forms_of(world: World, role: str) -> dict[tuple[object, ...], tuple[str, Form]]:
    """Every form that is sent by POST which somebody in this role sees, and where it goes."""
    seen = crawl(world.client(role), world.starts, of_people)
    return {
        (view_name(target), form.shape): (target, form)
        for address, form in seen.forms
        if form.method == "post" and (target := urljoin(address, form.action or address))
    }


def sent(world: World, role: str, target: str, words: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the answer to a form; what it wrote is taken back."""
    cache.clear()
    with transaction.atomic():
        client = world.client(role)
        yield from faults_of(client.post(target, words))
        transaction.set_rollback(True)


def filled(form: Form) -> dict[str, str]:
    """A form as it comes, its empty fields filled with something harmless, and its first button."""
    usual = {"email": "a@example.org", "password": "a long enough phrase", "checkbox": "on"}
    words = {
        each.name: each.value or usual.get(each.kind, "1")
        for each in form.controls
        if each.kind != "submit"
    }
    buttons = {each.name: each.value for each in form.controls if each.kind == "submit"}
    return {**words, **dict(list(buttons.items())[:1])}


def test_no_form_is_broken_by_what_is_sent(world: World) -> None:
    tried: set[object] = set()
    faults, start = [], 0
    for role in ("visitor", "stranger", "member", "owner", "administrator"):
        forms = forms_of(world, role)
        for kind in sorted(forms.keys() - tried, key=str):
            target, form = forms[kind]
            for what, words in spoiled(form, start):
                found = sent(world, role, target, words)
                faults += [f"{kind[0]}, {what}: {fault}" for fault in found]
            start += TEXTS_A_WORD * len(form.controls)
        tried |= forms.keys()
    assert not faults, "\n".join(faults)
    assert len(tried) > 30


def spoiled(form: Form, start: int) -> Iterator[tuple[str, dict[str, str]]]:
    """A form with a few texts in each field, and a share of them in all fields, as in `sampled`."""
    words = filled(form)
    names = sorted(words)
    texts = in_turn(TEXTS, start, TEXTS_A_WORD * len(names))
    for (what, text), one in zip(texts, cycle(names), strict=False):
        yield f"{what} in {one}", words | {one: text}
    for what, text in in_turn(TEXTS, start, len(TEXTS) // SHARE) if names else ():
        yield f"{what} in all fields", dict.fromkeys(names, text[:20_000])


def test_no_method_and_no_body_breaks_an_address(world: World) -> None:
    seen = crawl(world.client("owner"), world.starts, of_people)
    bodies: dict[str, tuple[bytes, str]] = {
        "nothing": (b"", ""),
        "no form": (b"\x00\xff" * 100, "application/x-www-form-urlencoded"),
        "JSON": (b'{"a": [NaN, 1e999]}', "application/json"),
        "no JSON": (b"{" * 10_000, "application/json"),
        "cut off": (
            b"--x\r\nContent-Disposition: form-data; name=",
            "multipart/form-data; boundary=x",
        ),
        "no boundary": (b"--x--", "multipart/form-data"),
        "a file": (
            b'--x\r\nContent-Disposition: form-data; name="name"; filename="../../a\x00.html"\r\n'
            b"Content-Type: text/html\r\n\r\n<b id=zqx>\r\n--x--\r\n",
            "multipart/form-data; boundary=x",
        ),
        "odd letters": (b"name=%ff%fe&a", "application/x-www-form-urlencoded; charset=utf-7"),
        "many fields": (b"a=1&" * 3000, "application/x-www-form-urlencoded"),
        "too much": (b"name=" + b"x" * 5_000_000, "application/x-www-form-urlencoded"),
    }
    faults = []
    targets = {each.view: each.address for each in seen.visits if each.view}
    for view, address in targets.items():
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "HEAD", "BREW"):
            for what, (body, kind) in bodies.items():
                if method != "POST" and what != "JSON":
                    continue
                with transaction.atomic():
                    answer = world.client("owner").generic(method, address, body, kind)
                    faults += [f"{method} {what} to {view}: {f}" for f in faults_of(answer)]
                    transaction.set_rollback(True)
    assert not faults, "\n".join(faults)


@settings(suppress_health_check=list(HealthCheck), max_examples=120)
@given(
    words=st.fixed_dictionaries(
        {},
        optional={
            name: st.text(max_size=300)
            for name in (
                "kind",
                "name",
                "native_name",
                "country",
                "region",
                "website",
                "description",
                "contact_name",
                "contact_email",
                "contact_phone",
            )
        },
    )
)
def test_no_text_breaks_the_largest_form(world: World, words: dict[str, str]) -> None:
    given_well = {"kind": "firm", "name": "A", "country": "AT"}
    text = {name: each.encode("utf-8", "replace").decode() for name, each in words.items()}
    assert list(sent(world, "member", "/organisations/new/", given_well | text)) == []


def test_the_check_sees_what_is_wrong() -> None:
    def told(text: str, kind: str = "text/html", **more: Any) -> list[str]:
        return list(faults_of(HttpResponse(text, content_type=kind, **more)))

    assert told("<p>fine</p>") == []
    assert told("x", status=500) == ["status 500"]
    assert told("x" * (LARGEST + 1)) == [f"{LARGEST + 1} bytes"]
    for text in (each[:20_000] for each in TEXTS.values()):
        assert told(f'<input value="{escape(text)}"><p>{escape(text)}</p>') == []
    assert told(f"<p>{TEXTS['markup']}</p>") == ["what was sent became <b>"]
    assert told(f'<input value="{TEXTS["out of an attribute"]}">')[0].endswith("<input>")
    assert told(f"<title>{TEXTS['out of a text']}</title>") == ["what was sent became <b>"]
    assert told(f"<svg>{TEXTS['markup']}</svg>", "image/svg+xml") == ["what was sent became <b>"]
    assert told(Template(TEXTS["template"].replace("{% now %}", "")).render(Context())) == [
        "what was sent ran as a template"
    ]
    planted = HttpResponse("x")
    planted.set_cookie("planted", "1")
    assert list(faults_of(planted)) == ["a planted cookie"]
