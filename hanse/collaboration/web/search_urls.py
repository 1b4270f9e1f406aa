"""Addresses of the directory's search."""

from typing import Final

from django.urls import URLPattern, path

from hanse.collaboration.web.views import directory

urlpatterns: Final[list[URLPattern]] = [
    path("collaboration/directory/", directory.directory, name="directory"),
    path(
        "collaboration/directory/suggestions/",
        directory.directory_suggestions,
        name="directory_suggestions",
    ),
]
