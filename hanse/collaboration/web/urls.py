"""Addresses of the pages of Collaboration."""

from django.urls import URLPattern, path

from hanse.collaboration.web.views import collaboration

urlpatterns: list[URLPattern] = [
    path("collaboration/", collaboration.collaboration, name="collaboration"),
    # --- Directory
    # --- Partner search
    # --- Agreements
    # --- Consortia
    # --- Journey
]
