"""Addresses of the foundation's pages."""

from django.urls import URLPattern, path

from hanse.foundation.web import views

urlpatterns: list[URLPattern] = [
    path("components/", views.components, name="components"),
]
