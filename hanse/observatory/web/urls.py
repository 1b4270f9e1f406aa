"""Addresses of the Observatory's pages."""

from django.urls import URLPattern, path

from hanse.observatory.web.views import home

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
]
