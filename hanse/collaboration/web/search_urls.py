"""Addresses of the directory's search."""

from typing import Final

from django.urls import URLPattern, path

from hanse.collaboration.web.views import directory, saved_searches

urlpatterns: Final[list[URLPattern]] = [
    path("collaboration/directory/", directory.directory, name="directory"),
    path(
        "collaboration/directory/suggestions/",
        directory.directory_suggestions,
        name="directory_suggestions",
    ),
    path("collaboration/searches/", saved_searches.saved_searches, name="saved_searches"),
    path(
        "collaboration/searches/new/",
        saved_searches.saved_search_create,
        name="saved_search_create",
    ),
    path(
        "collaboration/searches/<int:number>/",
        saved_searches.saved_search_change,
        name="saved_search_change",
    ),
    path(
        "collaboration/searches/<int:number>/delete/",
        saved_searches.saved_search_delete,
        name="saved_search_delete",
    ),
    path(
        "collaboration/searches/unsubscribe/<str:token>/",
        saved_searches.saved_search_unsubscribe,
        name="saved_search_unsubscribe",
    ),
]
