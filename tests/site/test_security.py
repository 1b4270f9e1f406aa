"""What the site promises against attacks: policies, cookies, limits, sessions, redirects."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.core.internal import ratelimit
from django.core import mail
from django.core.cache import cache, caches
from django.core.cache.backends.filebased import FileBasedCache
from django.test import Client
from django.urls import reverse

from hanse.foundation.web.models.people import User
from hanse.observatory.warehouse import Edition
from hanse.observatory.web.api.service import AddressThrottle
from tests.foundation.web.factories import PASSWORD, Cast, give_second_factor, make_cast
from tests.foundation.web.test_signing_in import DETAILS, code_in, code_of, sign_in
from tests.site.crawling import body_of
from tests.site.headers import EXACTLY, header_faults

ROOT: Final = Path(__file__).resolve().parents[2]
TEMPLATES: Final = sorted((ROOT / "hanse").glob("*/web/templates/**/*.html"))


@pytest.fixture(autouse=True)
def no_limits_from_before() -> None:
    """Forget how often other tests came."""
    cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


# --- Policies ---------------------------------------------------------------------------------


@pytest.mark.urls("tests.foundation.web.test_pages")
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/gone/", 404),
        ("/nowhere/", 404),
        ("/refused/", 403),
        ("/odd/", 400),
        ("/often/", 429),
        ("/broken/", 500),
        ("/preferences/", 405),
        ("/invitations/nonsense/", 404),
        ("/accounts/login/", 200),
        ("/accounts/signup/", 200),
        ("/accounts/password/reset/", 200),
        ("/accounts/password/reset/key/x-y/", 200),
        ("/accounts/inactive/", 200),
        ("/accounts/3rdparty/login/cancelled/", 200),
        ("/accounts/3rdparty/login/error/", 401),
    ],
)
def test_pages_of_trouble_and_of_accounts_have_the_policies(
    db: None, address: str, status: int
) -> None:
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status
    assert list(header_faults(answer)) == []


def test_a_form_from_elsewhere_is_refused_with_the_policies(db: None) -> None:
    for address in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"):
        answer = Client(enforce_csrf_checks=True).post(address, {"login": "a"})
        assert answer.status_code == 403
        assert list(header_faults(answer)) == []


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/foundation/user/",
        "/admin/foundation/organisation/add/",
        "/admin/foundation/auditevent/",
        "/admin/nowhere/",
    ],
)
def test_the_administration_has_the_policies(client: Client, cast: Cast, address: str) -> None:
    client.force_login(cast.administrator)
    assert list(header_faults(client.get(address))) == []


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/",
        "/api/v1/openapi.json",
        "/api/v1/regions?format=csv",
        "/api/v1/nowhere",
        "/atlas/map.svg",
        "/atlas/map.csv",
        "/site.webmanifest",
        "/robots.txt",
        "/sitemap.xml",
        "/data/catalogue.jsonld",
    ],
)
def test_nothing_else_is_taken_for_another_type(
    client: Client, demo_edition: Edition, db: None, address: str
) -> None:
    answer = client.get(address)
    body_of(answer)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == EXACTLY["Referrer-Policy"]


INLINE: Final = re.compile(
    r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:|<script(?![^>]*\ssrc=)[^>]*>""",
    re.IGNORECASE,
)


def test_no_template_holds_inline_style_or_script() -> None:
    assert len(TEMPLATES) > 80
    found = {
        f"{path.relative_to(ROOT)}:{number}": line.strip()[:100]
        for path in TEMPLATES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if INLINE.search(line)
    }
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "<p style='color: red'>",
        '<p class="a" style = "x">',
        "<STYLE>",
        '<a onclick="x()">',
        '<a href="javascript:x()">',
        '<script type="module">',
        "<script>",
    ],
)
def test_the_search_for_inline_code_sees_it(line: str) -> None:
    assert INLINE.search(line)


def test_no_module_writes_inline_style_or_script() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "hanse").glob("*/web/**/*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"""<style\b|<script\b|['" ]style=\\?["']|\son[a-z]+=\\?["']""", line)
    ]
    assert found == []


# --- Cookies ----------------------------------------------------------------------------------

COOKIES: Final = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "hanse.site.settings"
import django
from hanse.site import settings as ours
ours.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from hanse.foundation.web.models.people import User
call_command("migrate", verbosity=0)
from allauth.account.models import EmailAddress
person = User.objects.create_user("a@example.org", "correct horse battery", name="A")
person.language, person.theme = "en-gb", "dark"
person.save()
EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
host = settings.ALLOWED_HOSTS[0]
secure = settings.ORIGIN.startswith("https")
client = Client(headers={"host": host})
plain = client.get("/about/")
client.get("/accounts/login/", secure=secure)
answer = client.post("/accounts/login/", {"login": "a@example.org",
                     "password": "correct horse battery"}, secure=secure)
client.post("/preferences/", {"theme": "dark", "next": "/"}, secure=secure)
page = client.get("/about/", secure=secure)
print(json.dumps({
    "plain": [plain.status_code, plain.get("Location", "")],
    "hsts": page.get("Strict-Transport-Security", ""),
    "cookies": {name: {key: each[key] for key in ("secure", "httponly", "samesite", "domain")}
                for name, each in client.cookies.items() if each.value},
}))
"""


def told_by(tmp_path: Path, **environment: str) -> Any:
    """What a site with this environment does with cookies and plain http."""
    done = subprocess.run(
        [sys.executable, "-c", COOKIES],
        cwd=ROOT,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith(("HANSE_", "DATABASE_"))},
            "HANSE_HOME": str(tmp_path),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_over_https_cookies_are_secure_and_http_leads_there(tmp_path: Path) -> None:
    told = told_by(tmp_path, HANSE_ORIGIN="https://hanse.example")
    assert told["plain"] == [301, "https://hanse.example/about/"]
    assert "max-age=31536000" in told["hsts"]
    assert "includeSubDomains" in told["hsts"]
    cookies = told["cookies"]
    assert {"sessionid", "csrftoken", "theme", "django_language"} <= cookies.keys()
    for name, cookie in cookies.items():
        assert cookie == {"secure": True, "httponly": True, "samesite": "Lax", "domain": ""}, name


def test_on_ones_own_machine_cookies_work_without_https(tmp_path: Path) -> None:
    told = told_by(tmp_path, HANSE_ORIGIN="http://localhost:8000")
    assert told["plain"][0] == 200
    assert told["hsts"] == ""
    for name, cookie in told["cookies"].items():
        assert cookie == {"secure": "", "httponly": True, "samesite": "Lax", "domain": ""}, name


# --- Limits -----------------------------------------------------------------------------------


def until_refused(client: Client, address: str, *, most: int, **words: str) -> int:
    """How many times a form is taken before the answer is to wait; it fails after `most`."""
    for number in range(most):
        answer = client.post(address, {each: word.format(n=number) for each, word in words.items()})
        said = answer.content.decode()
        if answer.status_code == 429 or "Too many failed login attempts" in said:
            return number
    pytest.fail(f"{address} was never refused")


def test_passwords_cannot_be_guessed_for_one_person_or_from_one_place(cast: Cast) -> None:
    login = "/accounts/login/"
    assert until_refused(Client(), login, most=10, login=cast.owner.email, password="no {n}") <= 5
    # Another browser, from another place: the person is protected all the same.
    there = Client(REMOTE_ADDR="203.0.113.7")
    assert "Too many" in sign_in(there, cast.owner.email).content.decode()
    assert sign_in(there, cast.member.email)["Location"] == "/me/"
    tried = until_refused(
        Client(REMOTE_ADDR="203.0.113.9"), login, most=40, login="{n}@example.org", password="no"
    )
    assert tried <= 30


def test_a_made_up_header_does_not_make_another_place(cast: Cast) -> None:
    for number in range(40):
        answer = Client(headers={"x-forwarded-for": f"203.0.113.{number}"}).post(
            "/accounts/login/", {"login": f"{number}@example.org", "password": "no"}
        )
        if answer.status_code == 429 or "Too many" in answer.content.decode():
            return
    pytest.fail("guessing was never refused")


def test_letters_are_not_sent_without_end(cast: Cast) -> None:
    reset = "/accounts/password/reset/"
    assert until_refused(Client(), reset, most=10, email=cast.owner.email) <= 5
    assert len(mail.outbox) <= 5
    assert until_refused(Client(REMOTE_ADDR="203.0.113.8"), reset, most=40, email="{n}@x.eu") <= 20


def test_accounts_are_not_made_without_end(db: None) -> None:
    words = {**DETAILS, "email": "new{n}@example.org", "password1": "a long enough phrase"}
    assert until_refused(Client(), "/accounts/signup/", most=40, **words) <= 20
    assert User.objects.count() <= 20


def test_codes_of_a_second_factor_cannot_be_guessed(client: Client, cast: Cast) -> None:
    sign_in(client, cast.administrator.email)
    address = "/accounts/2fa/authenticate/"
    for number in range(10):
        answer = client.post(address, {"code": f"00000{number}"})
        if answer.status_code != 200 or "Too many" in answer.content.decode():
            break
    else:
        pytest.fail("codes can be guessed without end")
    assert number <= 5
    assert client.get("/me/").status_code == 302


def test_the_code_in_a_letter_cannot_be_guessed(client: Client, db: None) -> None:
    client.post("/accounts/signup/", DETAILS)
    right = code_in(str(mail.outbox[0].body))
    for _number in range(5):
        client.post("/accounts/confirm-email/", {"code": "WRONG1"})
    client.post("/accounts/confirm-email/", {"code": right})
    assert client.get("/me/").status_code == 302


def test_limits_are_counted_for_all_processes_together() -> None:
    assert ratelimit.cache is AddressThrottle.cache is cache
    assert isinstance(caches["default"], FileBasedCache)


# --- Sessions ---------------------------------------------------------------------------------


def test_signing_in_makes_a_new_session_and_a_new_token(cast: Cast) -> None:
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies["sessionid"] = str(session.session_key)
    before, token = session.session_key, client.cookies["csrftoken"].value
    sign_in(client, cast.member.email)
    assert client.cookies["sessionid"].value != before
    assert client.cookies["csrftoken"].value != token
    thief = Client()
    thief.cookies["sessionid"] = str(before)
    assert thief.get("/me/").status_code == 302


def test_a_session_made_up_by_another_is_not_taken(cast: Cast) -> None:
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    sign_in(client, cast.member.email)
    assert client.cookies["sessionid"].value != "a" * 32


def test_a_second_factor_comes_before_the_session(client: Client, cast: Cast) -> None:
    secret = give_second_factor(cast.member)
    sign_in(client, cast.member.email)
    waiting = client.cookies["sessionid"].value
    assert client.get("/me/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert client.get("/me/").status_code == 200
    assert client.cookies["sessionid"].value != waiting


def test_a_new_password_ends_all_other_sessions(cast: Cast) -> None:
    here, there = Client(), Client()
    for each in (here, there):
        sign_in(each, cast.member.email)
    new = "another long phrase"
    here.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert there.get("/me/").status_code == 302


def test_signing_out_ends_the_session_for_whoever_copied_it(cast: Cast) -> None:
    client, copy = Client(), Client()
    sign_in(client, cast.member.email)
    copy.cookies["sessionid"] = client.cookies["sessionid"].value
    assert copy.get("/me/").status_code == 200
    client.post("/accounts/logout/")
    assert copy.get("/me/").status_code == 302


def test_pages_of_a_person_are_not_kept_by_others(client: Client, cast: Cast) -> None:
    client.force_login(cast.owner)
    for address in ("/me/", reverse("organisation_members", args=[cast.organisation.slug])):
        answer = client.get(address)
        assert "Cookie" in answer.get("Vary", "")
        assert "public" not in answer.get("Cache-Control", "")


# --- Redirects --------------------------------------------------------------------------------

OUTSIDE: Final = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    r"/\evil.example/",
    r"\\evil.example/",
    "https:evil.example",
    "https:///evil.example",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "javascript:alert(1)",
    " https://evil.example/",
    "\thttps://evil.example/",
    "ht\ntps://evil.example/",
    "%2F%2Fevil.example",
    "data:text/html,x",
)


@pytest.mark.parametrize("following", OUTSIDE)
def test_nobody_is_sent_away(client: Client, cast: Cast, following: str) -> None:
    words = {"next": following}
    sent = {
        "sign in": client.post(
            "/accounts/login/",
            {"login": cast.member.email, "password": PASSWORD, **words},
        ),
        "signed in": client.get("/accounts/login/", words),
        "sign up, signed in": client.get("/accounts/signup/", words),
        "confirm": client.post("/accounts/reauthenticate/", {"password": PASSWORD, **words}),
        "theme": client.post("/preferences/", {"theme": "dark", **words}),
        "language": client.post("/preferences/", {"language": "en-gb", **words}),
        "sign out": client.post("/accounts/logout/", words),
        "administration": client.get("/admin/login/", words),
    }
    for what, answer in sent.items():
        assert answer.status_code == 302, what
        assert landing(answer["Location"]) == "http://testserver", f"{what}: {answer['Location']}"


def landing(location: str) -> str:
    """Where a browser goes: to which back slashes are slashes and line breaks nothing."""
    read = re.sub(r"[\t\r\n]", "", location.strip()).replace("\\", "/")
    read = re.sub(r"^(\w+:)?/{2,}", r"\1//", read)
    parts = urlsplit(urljoin("http://testserver/accounts/login/", read))
    return f"{parts.scheme}://{parts.netloc}"


def test_the_check_of_redirects_sees_where_they_lead() -> None:
    inside = {location for location in OUTSIDE if landing(location) == "http://testserver"}
    assert inside == {"%2F%2Fevil.example"}


@pytest.mark.parametrize("following", OUTSIDE)
def test_no_page_links_to_where_an_address_says(client: Client, db: None, following: str) -> None:
    for address in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"):
        page = client.get(address, {"next": following}).content.decode()
        assert not re.search(r"""(?:href|action|src)=["']\s*[^"'/?#][^"']*evil""", page)
        assert 'href="//evil' not in page


def test_a_way_inside_is_kept(client: Client, cast: Cast) -> None:
    answer = client.post(
        "/accounts/login/",
        {"login": cast.member.email, "password": PASSWORD, "next": "/finder/?stars=2"},
    )
    assert answer["Location"] == "/finder/?stars=2"
