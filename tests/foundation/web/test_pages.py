"""Pages of words, and the pages for what went wrong."""

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.urls import path
from pytest_django import DjangoAssertNumQueries

from hanse.site import urls as site_urls


def _raises(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def _slowly(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)


urlpatterns = [
    *site_urls.urlpatterns,
    path("gone/", _raises(Http404("Edition x has no region AT99."))),
    path("bare/", _raises(Http404("No User matches the given query."))),
    path("refused/", _raises(PermissionDenied("Only officers may do this."))),
    path("odd/", _raises(SuspiciousOperation())),
    path("broken/", _raises(RuntimeError("secret detail"))),
    path("often/", _slowly),
]
handler400, handler403 = site_urls.handler400, site_urls.handler403
handler404, handler500 = site_urls.handler404, site_urls.handler500


@pytest.mark.parametrize("page", ["about", "accessibility", "privacy"])
def test_pages_of_words_need_no_database(
    client: Client, page: str, django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with django_assert_num_queries(0):
        answer = client.get(f"/{page}/")
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1>") == 1


def test_contact_and_source_code_are_named_where_set(client: Client, db: None) -> None:
    assert "mailto:" not in client.get("/about/").content.decode()
    with override_settings(CONTACT="figures@example.org", SOURCE_CODE="https://example.org/code"):
        page = client.get("/about/").content.decode()
    assert 'href="mailto:figures@example.org"' in page
    assert 'href="https://example.org/code"' in page


def test_the_web_manifest_names_an_icon(client: Client, db: None) -> None:
    answer = client.get("/site.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    assert answer.json()["icons"][0]["src"].endswith("favicon.svg")


@pytest.mark.urls("tests.foundation.web.test_pages")
@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/gone/", 404, "Edition x has no region AT99."),
        ("/bare/", 404, "If you typed the address"),
        ("/nowhere/", 404, "If you typed the address"),
        ("/refused/", 403, "Only officers may do this."),
        ("/odd/", 400, "cannot be understood"),
        ("/often/", 429, "Wait a few minutes"),
        ("/broken/", 500, "The fault is ours"),
    ],
)
def test_each_trouble_has_its_page(db: None, address: str, status: int, said: str) -> None:
    client = Client(raise_request_exception=False)
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert said in page
    assert "secret detail" not in page
    assert re.search(r'<main id="main"', page)


@pytest.mark.urls("tests.foundation.web.test_pages")
def test_a_form_without_its_token_is_told_apart(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.org"})
    assert answer.status_code == 403
    assert "The form could not be accepted" in answer.content.decode()
