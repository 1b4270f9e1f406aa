"""Every kind of page, at both widths, light and dark: readable by everybody, also by keyboard."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page

from hanse.foundation.cartography import boundaries
from hanse.foundation.web.actions.invitations import invitation_token
from hanse.observatory.warehouse import Edition
from tests.browser import WIDTHS, Faults, NewPage, confirm, sign_in
from tests.foundation.cartography.made_up_boundaries import written
from tests.foundation.web.factories import (
    PASSWORD,
    Cast,
    make_cast,
    make_invitation,
    make_join_request,
)
from tests.observatory.web.factories import make_saved_view
from tests.readable import keyboard_troubles, troubles

CLUSTER: Final = "traded_local/automotive"
TIMBER: Final = "/organisations/timber-cluster/"

OPEN: Final[Mapping[str, tuple[str, ...]]] = {
    "home": ("/",),
    "search": ("/search/", "/search/?q=medical", "/search/?q=zzzzzz"),
    "atlas": (
        "/atlas/",
        "/atlas/?indicator=location_quotient&country=AT",
        "/atlas/?view=tiles&indicator=employment_growth_cagr",
        "/atlas/?scheme=emerging&country=SI&view=tiles",
    ),
    "regions": ("/regions/", "/regions/?q=wien", "/regions/?q=zzzz"),
    "region": ("/regions/AT13/", "/regions/PT20/?year=2008", "/regions/SI04/?scheme=emerging"),
    "categories": ("/categories/", "/categories/?scheme=emerging"),
    "category": (f"/categories/{CLUSTER}/", "/categories/emerging/digital_industries/"),
    "cluster": (f"/clusters/{CLUSTER}/AT13/", "/clusters/emerging/blue_growth/PT20/"),
    "industry": ("/industries/C29/", "/industries/C2910/"),
    "compare_regions": (
        "/compare/regions/",
        "/compare/regions/?region=AT13&region=SI04&region=PT11",
        "/compare/regions/?region=AT13&add=%C3%B6sterreich",
    ),
    "compare_categories": (
        "/compare/categories/",
        "/compare/categories/?category=automotive&category=textiles",
    ),
    "finder": (
        "/finder/?stars=2&country=AT",
        "/finder/?stars=nine&lq_from=3&lq_to=1",
        "/finder/?size_from=999999999",
    ),
    "rankings": ("/rankings/", "/rankings/?of=categories", "/rankings/?of=countries&by=stars"),
    "emerging": ("/emerging/",),
    "methods": ("/methods/",),
    "method": ("/methods/location_quotient/", "/methods/us_cluster_mapping/"),
    "scheme": ("/methods/schemes/emerging/",),
    "data": ("/data/",),
    "edition": ("/data/demo/",),
    "api_guide": ("/data/api/",),
    "about": ("/about/",),
    "accessibility": ("/accessibility/",),
    "privacy": ("/privacy/",),
    "components": ("/components/",),
    "organisations": ("/organisations/", "/organisations/?name=zzzz"),
    "organisation_detail": (TIMBER,),
    "account_login": ("/accounts/login/",),
    "account_signup": ("/accounts/signup/",),
    "account_reset_password": ("/accounts/password/reset/",),
    "account_reset_password_done": ("/accounts/password/reset/done/",),
    "account_inactive": ("/accounts/inactive/",),
}
"""Pages for everybody by the name of their address, each in some of its states."""

OWN: Final[Mapping[str, tuple[str, ...]]] = {
    "me": ("/me/",),
    "my_profile": ("/me/profile/",),
    "account_email": ("/accounts/email/",),
    "account_change_password": ("/accounts/password/change/",),
    "account_logout": ("/accounts/logout/",),
    "account_reauthenticate": ("/accounts/reauthenticate/",),
    "mfa_index": ("/accounts/2fa/",),
    "mfa_list_webauthn": ("/accounts/2fa/webauthn/",),
    "mfa_view_recovery_codes": ("/accounts/2fa/recovery-codes/",),
    "mfa_reauthenticate": ("/accounts/2fa/reauthenticate/",),
    "usersessions_list": ("/accounts/sessions/",),
    "organisation_create": ("/organisations/new/",),
    "organisation_change": (f"{TIMBER}edit/",),
    "organisation_members": (f"{TIMBER}members/",),
    "organisation_log": (f"{TIMBER}log/",),
    "membership_leave": (f"{TIMBER}leave/",),
    "join_request_make": (f"{TIMBER}join/",),
    "invitation_accept": ("/invitations/{invitation}/",),
    "audit": ("/audit/", "/audit/?object=zzzz"),
    "saved_view_list": ("/saved/",),
    "saved_view_rename": ("/saved/{view}/",),
    "saved_view_delete": ("/saved/{view}/delete/",),
}
"""Pages of a person who is signed in: an administrator, who belongs to an organisation too."""

CONFIRMED: Final[Mapping[str, tuple[str, ...]]] = {
    "account_erase": ("/me/erase/",),
    "mfa_add_webauthn": ("/accounts/2fa/webauthn/add/",),
    "mfa_deactivate_totp": ("/accounts/2fa/totp/deactivate/",),
    "mfa_generate_recovery_codes": ("/accounts/2fa/recovery-codes/generate/",),
}
"""Pages that ask for the password once more before they open."""

FAULTS: Final = (400, 403, 404, 429, 500)

NO_PAGES: Final = frozenset(
    {
        "web_manifest", "robots", "sitemap", "catalogue_jsonld", "checksums", "boundaries",
        "map_svg", "map_png", "map_csv", "table_download", "region_table", "categories_table",
        "category_table", "cluster_table", "industry_table", "compare_regions_download",
        "compare_categories_download", "finder_download", "rankings_download",
        "emerging_download", "export_download", "search_suggestions",
        "compare_regions_suggestions", "compare_categories_suggestions",
    }
)  # fmt: skip
"""Files, and parts of pages."""

WRITES: Final = frozenset(
    {
        "preferences", "consent", "export_ask", "organisation_standing", "membership_change",
        "membership_end", "invitation_revoke", "join_request_withdraw", "join_request_answer",
        "saved_view_create",
    }
)  # fmt: skip
"""Addresses that only take a form and then lead on."""


def named(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from named(each.url_patterns)
        elif each.callback.__module__.startswith(
            ("hanse.foundation.web.views", "hanse.observatory.web.views")
        ):
            yield str(each.name)


def test_no_kind_of_page_is_left_out() -> None:
    tried = {*OPEN, *OWN, *CONFIRMED}
    assert set(named(get_resolver().url_patterns)) - NO_PAGES - WRITES - tried == set()


@pytest.fixture(autouse=True)
def outlines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder with boundaries of our own, so that maps have outlines."""
    monkeypatch.setenv("HANSE_HOME", str(tmp_path / "home"))
    boundaries.prepare(2021, 2, written(tmp_path))


def full_cast() -> tuple[Cast, dict[str, object]]:
    """The cast with something on every page, and what stands in addresses."""
    cast = make_cast()
    make_join_request(cast.organisation, cast.stranger, message="Let me in")
    invitation = make_invitation(cast.organisation, "guest@example.org")
    cast.organisation.memberships.create(person=cast.administrator, kind="editor")
    RecoveryCodes.activate(cast.administrator)
    view = make_saved_view(cast.administrator)
    return cast, {"view": view.pk, "invitation": invitation_token(invitation)}


def addresses(pages: Mapping[str, tuple[str, ...]], words: dict[str, object]) -> Iterator[str]:
    for states in pages.values():
        for each in states:
            yield each.format(**words)


def opened(page: Page, address: str, status: int = 200) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status, f"{address}: {answer.status}"


def seen(page: Page, address: str) -> dict[str, list[str]]:
    """What is amiss on a page, with what is folded in it laid open."""
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    found = troubles(page)
    return {address: found} if found else {}


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_everybody_can_read_every_open_page(
    new_page: NewPage, demo_edition: Edition, width: int
) -> None:
    make_cast()
    page = new_page(width)
    found: dict[str, list[str]] = {}
    for address in addresses(OPEN, {"edition": demo_edition.id}):
        opened(page, address)
        found |= seen(page, address)
    assert found == {}


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_everybody_can_read_the_pages_of_an_account(new_page: NewPage, width: int) -> None:
    cast, words = full_cast()
    page = new_page(width)
    sign_in(page, cast.administrator)
    found: dict[str, list[str]] = {}
    for address in addresses(OWN, words):
        opened(page, address)
        found |= seen(page, address)
    confirm(page, PASSWORD)
    for address in addresses(CONFIRMED, words):
        opened(page, address)
        assert page.url.endswith(address)
        found |= seen(page, address)
    assert found == {}


@pytest.mark.browser
@pytest.mark.urls("tests.site.urls_with_faults")
@pytest.mark.parametrize("width", WIDTHS)
def test_everybody_can_read_what_went_wrong(new_page: NewPage, faults: Faults, width: int) -> None:
    faults.forgive("/faults/")
    page = new_page(width)
    found: dict[str, list[str]] = {}
    for status in FAULTS:
        opened(page, f"/faults/{status}/", status)
        found |= seen(page, str(status))
    opened(page, "/faults/form/", 403)
    found |= seen(page, "form")
    faults.forgive("/regions/XX99/")
    opened(page, "/regions/XX99/", 404)
    found |= seen(page, "no region")
    assert found == {}


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_walked_by_keyboard_alone(
    new_page: NewPage, demo_edition: Edition, width: int
) -> None:
    cast, words = full_cast()
    page = new_page(width)
    found: dict[str, list[str]] = {}

    def walk(address: str) -> None:
        opened(page, address)
        met = keyboard_troubles(page)
        if met:
            found[address] = met

    for states in OPEN.values():
        walk(states[0])
    sign_in(page, cast.administrator)
    for states in OWN.values():
        walk(states[0].format(**words))
    assert found == {}
