"""Addresses of the API; they carry no language."""

from django.urls import URLPattern, URLResolver, path

from hanse.observatory.web.api.service import api, nowhere

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", api.urls),
    path("", nowhere),
    path("<path:rest>", nowhere),
]
