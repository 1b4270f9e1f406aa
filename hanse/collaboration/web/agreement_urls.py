"""Addresses of the pages of agreements and of missions on record."""

from django.urls import URLPattern, path, re_path

from hanse.collaboration.web.views import agreement_pages, agreements, agreements_own

urlpatterns: list[URLPattern] = [
    path("collaboration/agreements/", agreements.agreements, name="agreements"),
    re_path(
        r"^collaboration/agreements\.(?P<form>csv|json)$",
        agreements.agreements_file,
        name="agreements_file",
    ),
    path(
        "collaboration/agreements/missions/",
        agreements.missions_on_record,
        name="missions_on_record",
    ),
    re_path(
        r"^collaboration/agreements/missions\.(?P<form>csv|json)$",
        agreements.missions_file,
        name="missions_file",
    ),
    path(
        "collaboration/agreements/new/", agreement_pages.agreement_create, name="agreement_create"
    ),
    path("collaboration/agreements/mine/", agreements_own.agreements_mine, name="agreements_mine"),
    path(
        "collaboration/agreements/calendar/<int:number>/<str:code>/agreements.ics",
        agreements_own.agreements_calendar,
        name="agreements_calendar",
    ),
    path(
        "collaboration/agreements/<slug:slug>/",
        agreement_pages.agreement_detail,
        name="agreement_detail",
    ),
    path(
        "collaboration/agreements/<slug:slug>/edit/",
        agreement_pages.agreement_change,
        name="agreement_change",
    ),
    path(
        "collaboration/agreements/<slug:slug>/steps/<slug:step>/",
        agreement_pages.agreement_step,
        name="agreement_step",
    ),
    path(
        "collaboration/agreements/<slug:slug>/documents/<int:number>/",
        agreement_pages.agreement_document,
        name="agreement_document",
    ),
]
