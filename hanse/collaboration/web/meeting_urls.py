"""Addresses of the pages of meetings in missions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
