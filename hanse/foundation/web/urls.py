"""Addresses of the foundation's pages."""

from django.urls import URLPattern, path

from hanse.foundation.web.views import (
    audit,
    components,
    me,
    members,
    organisations,
    pages,
    preferences,
)

_ORGANISATION = "organisations/<slug:slug>/"

urlpatterns: list[URLPattern] = [
    path("components/", components.components, name="components"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("site.webmanifest", pages.web_manifest, name="web_manifest"),
    # --- Oneself
    path("me/", me.me, name="me"),
    path("me/profile/", me.my_profile, name="my_profile"),
    path("me/consents/<slug:purpose>/", me.consent, name="consent"),
    path("me/export/", me.export_ask, name="export_ask"),
    path("me/export/<int:number>/", me.export_download, name="export_download"),
    path("me/erase/", me.erase, name="account_erase"),
    # --- Organisations
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new/", organisations.organisation_new, name="organisation_create"),
    path(_ORGANISATION, organisations.organisation_detail, name="organisation_detail"),
    path(f"{_ORGANISATION}edit/", organisations.organisation_edit, name="organisation_change"),
    path(
        f"{_ORGANISATION}standing/",
        organisations.organisation_standing,
        name="organisation_standing",
    ),
    path(f"{_ORGANISATION}log/", audit.organisation_log, name="organisation_log"),
    path(f"{_ORGANISATION}leave/", members.membership_leave, name="membership_leave"),
    path(f"{_ORGANISATION}members/", members.organisation_members, name="organisation_members"),
    path(
        f"{_ORGANISATION}members/<int:number>/change/",
        members.membership_change,
        name="membership_change",
    ),
    path(
        f"{_ORGANISATION}members/<int:number>/end/",
        members.membership_end,
        name="membership_end",
    ),
    path(
        f"{_ORGANISATION}invitations/<int:number>/revoke/",
        members.invitation_revoke,
        name="invitation_revoke",
    ),
    path(f"{_ORGANISATION}join/", members.join_request_make, name="join_request_make"),
    path(
        f"{_ORGANISATION}join/<int:number>/withdraw/",
        members.join_request_withdraw,
        name="join_request_withdraw",
    ),
    path(
        f"{_ORGANISATION}join/<int:number>/answer/",
        members.join_request_answer,
        name="join_request_answer",
    ),
    path("invitations/<str:token>/", members.invitation_accept, name="invitation_accept"),
    # --- The log
    path("audit/", audit.audit, name="audit"),
]
