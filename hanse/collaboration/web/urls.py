"""Addresses of the pages of Collaboration."""

from django.urls import URLPattern, path

from hanse.collaboration.web import (
    agreement_urls,
    consortium_urls,
    directory_urls,
    journey_urls,
    meeting_urls,
    mission_urls,
    search_urls,
)
from hanse.collaboration.web.views import (
    collaboration,
    interests,
    offer_writing,
    offers,
    partner_conduct,
    recommendations,
)

urlpatterns: list[URLPattern] = [
    path("collaboration/", collaboration.collaboration, name="collaboration"),
    # --- Directory
    *search_urls.urlpatterns,
    *directory_urls.urlpatterns,
    # --- Partner search
    path("collaboration/offers/", offers.offers, name="offers"),
    path("collaboration/offers/review/", offer_writing.offers_to_review, name="offers_to_review"),
    path("collaboration/offers/reports/", partner_conduct.partner_reports, name="partner_reports"),
    path(
        "collaboration/offers/reports/<int:number>/settle/",
        partner_conduct.partner_report_settle,
        name="partner_report_settle",
    ),
    path(
        "collaboration/offers/of/<slug:slug>/",
        offers.organisation_offers,
        name="organisation_offers",
    ),
    path(
        "collaboration/offers/of/<slug:slug>/new/<slug:kind>/",
        offer_writing.offer_create,
        name="offer_create",
    ),
    path("collaboration/offers/<int:number>/", offers.offer, name="offer"),
    path(
        "collaboration/offers/<int:number>/edit/", offer_writing.offer_change, name="offer_change"
    ),
    path(
        "collaboration/offers/<int:number>/review/", offer_writing.offer_review, name="offer_review"
    ),
    path("collaboration/offers/<int:number>/hold/", offer_writing.offer_hold, name="offer_hold"),
    path(
        "collaboration/offers/<int:number>/report/",
        partner_conduct.offer_report,
        name="offer_report",
    ),
    path(
        "collaboration/offers/<int:number>/<slug:step>/",
        offer_writing.offer_step,
        name="offer_step",
    ),
    path(
        "collaboration/offers/partners/<slug:slug>/",
        recommendations.recommendations,
        name="recommendations",
    ),
    path("collaboration/offers/interests/", interests.interests, name="interests"),
    path(
        "collaboration/offers/interests/to/<slug:slug>/",
        interests.interest_send,
        name="interest_send",
    ),
    path("collaboration/offers/interests/<int:number>/", interests.interest, name="interest"),
    path(
        "collaboration/offers/interests/<int:number>/message/",
        interests.message_send,
        name="message_send",
    ),
    path(
        "collaboration/offers/interests/<int:number>/<slug:step>/",
        interests.interest_step,
        name="interest_step",
    ),
    path(
        "collaboration/offers/messages/<int:number>/report/",
        partner_conduct.message_report,
        name="message_report",
    ),
    path("collaboration/offers/blocks/<slug:slug>/", partner_conduct.blocks, name="blocks"),
    path(
        "collaboration/offers/blocks/<slug:slug>/set/<slug:blocked>/",
        partner_conduct.block_set,
        name="block_set",
    ),
    path(
        "collaboration/offers/blocks/<int:number>/lift/",
        partner_conduct.block_lift,
        name="block_lift",
    ),
    # --- Agreements
    *agreement_urls.urlpatterns,
    # --- Consortia
    *consortium_urls.urlpatterns,
    # --- Missions and their meetings
    *mission_urls.urlpatterns,
    *meeting_urls.urlpatterns,
    # --- Journey
    *journey_urls.urlpatterns,
]
