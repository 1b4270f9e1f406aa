"""Addresses of the pages of missions."""

from django.urls import URLPattern, path

from hanse.collaboration.web.views import missions

_AT = "collaboration/missions/<slug:slug>/"

urlpatterns: list[URLPattern] = [
    path("collaboration/missions/", missions.missions, name="missions"),
    path(_AT, missions.mission, name="mission"),
]
