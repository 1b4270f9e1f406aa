"""Addresses of the pages of missions."""

from django.urls import URLPattern, path, re_path

from hanse.collaboration.web.views import (
    mission_applications,
    mission_documents,
    mission_files,
    mission_outcomes,
    mission_participants,
    mission_places,
    mission_planning,
    mission_programme,
    mission_review,
    missions,
)

_AT = "collaboration/missions/<slug:slug>/"
_APPLICATION = f"{_AT}applications/<int:number>/"
_PLACE = f"{_AT}places/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("collaboration/missions/", missions.missions, name="missions"),
    re_path(
        r"^collaboration/missions\.(?P<form>csv|json)$",
        mission_files.mission_list_file,
        name="mission_list_file",
    ),
    path("collaboration/missions/new/", mission_planning.mission_new, name="mission_new"),
    path(_AT, missions.mission, name="mission"),
    path(f"{_AT}follow/", missions.mission_follow, name="mission_follow"),
    path(f"{_AT}edit/", mission_planning.mission_edit, name="mission_edit"),
    path(f"{_AT}call-off/", mission_planning.mission_call_off, name="mission_call_off"),
    path(f"{_AT}steps/<slug:step>/", mission_planning.mission_take, name="mission_take"),
    path(f"{_AT}partners/", mission_planning.mission_partners, name="mission_partners"),
    path(
        f"{_AT}partners/<int:number>/remove/",
        mission_planning.mission_partner_delete,
        name="mission_partner_delete",
    ),
    # Call, review, selection
    path(f"{_AT}apply/", mission_applications.mission_apply, name="mission_apply"),
    path(f"{_AT}review/", mission_review.mission_review, name="mission_review"),
    path(f"{_AT}review/tell/", mission_review.mission_tell, name="mission_tell"),
    path(f"{_AT}assessors/", mission_review.mission_assessors, name="mission_assessors"),
    path(_APPLICATION, mission_applications.mission_application, name="mission_application"),
    path(
        f"{_APPLICATION}edit/",
        mission_applications.mission_application_edit,
        name="mission_application_edit",
    ),
    path(f"{_APPLICATION}assess/", mission_review.mission_assess, name="mission_assess"),
    path(
        f"{_APPLICATION}<slug:step>/",
        mission_applications.mission_application_take,
        name="mission_application_take",
    ),
    # Participants
    path(
        f"{_AT}participants/",
        mission_participants.mission_participants,
        name="mission_participants",
    ),
    path(
        f"{_AT}participants.pdf",
        mission_documents.mission_participants_pdf,
        name="mission_participants_pdf",
    ),
    path(f"{_AT}badges.pdf", mission_documents.mission_badges_pdf, name="mission_badges_pdf"),
    path(_PLACE, mission_places.mission_place, name="mission_place"),
    path(f"{_PLACE}people/new/", mission_places.mission_delegate, name="mission_delegate_new"),
    path(
        f"{_PLACE}people/<int:delegate>/", mission_places.mission_delegate, name="mission_delegate"
    ),
    path(
        f"{_PLACE}people/<int:delegate>/remove/",
        mission_places.mission_delegate_delete,
        name="mission_delegate_delete",
    ),
    path(
        f"{_PLACE}answers/<slug:answer>/",
        mission_places.mission_place_answer,
        name="mission_place_answer",
    ),
    # Programme, travel notes, budget
    path(f"{_AT}programme/", mission_programme.mission_programme, name="mission_programme"),
    path(f"{_AT}budget/", mission_programme.mission_budget, name="mission_budget"),
    path(f"{_AT}rows/<slug:kind>/new/", mission_programme.mission_row, name="mission_row_new"),
    path(f"{_AT}rows/<slug:kind>/<int:number>/", mission_programme.mission_row, name="mission_row"),
    path(
        f"{_AT}rows/<slug:kind>/<int:number>/remove/",
        mission_programme.mission_row_delete,
        name="mission_row_delete",
    ),
    # Afterwards
    path(f"{_AT}outcomes/", mission_outcomes.mission_outcomes, name="mission_outcomes"),
    path(
        f"{_AT}outcomes/of/<int:number>/",
        mission_outcomes.mission_outcome_new,
        name="mission_outcome_new",
    ),
    path(
        f"{_AT}outcomes/<int:number>/<slug:answer>/",
        mission_outcomes.mission_outcome_answer,
        name="mission_outcome_answer",
    ),
    path(
        f"{_PLACE}after/<int:months>/",
        mission_outcomes.mission_follow_up,
        name="mission_follow_up",
    ),
    path(f"{_AT}report/", mission_documents.mission_report_page, name="mission_report"),
    path(f"{_AT}report.pdf", mission_documents.mission_report_pdf, name="mission_report_pdf"),
]
