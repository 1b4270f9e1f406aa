"""Addresses of the foundation's pages."""

from django.urls import URLPattern, path

from hanse.foundation.web.views import components, pages, preferences

urlpatterns: list[URLPattern] = [
    path("components/", components.components, name="components"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("site.webmanifest", pages.web_manifest, name="web_manifest"),
]
