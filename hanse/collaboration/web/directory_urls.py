"""Addresses of the directory: profiles, members, services, joining, and what firms find."""

from django.urls import URLPattern, path

from hanse.collaboration.web.views import (
    directory_firms,
    directory_joining,
    directory_members,
    directory_profiles,
    directory_services,
)

urlpatterns: list[URLPattern] = [
    path("collaboration/directory/<slug:slug>/", directory_profiles.profile, name="profile"),
    path(
        "collaboration/directory/<slug:slug>/edit/<slug:section>/",
        directory_profiles.profile_change,
        name="profile_change",
    ),
    path(
        "collaboration/directory/<slug:slug>/confirm/",
        directory_profiles.profile_confirm,
        name="profile_confirm",
    ),
    path(
        "collaboration/directory/<slug:slug>/publish/",
        directory_profiles.profile_publish,
        name="profile_publish",
    ),
    path(
        "collaboration/directory/<slug:slug>/validate/",
        directory_profiles.profile_validate,
        name="profile_validate",
    ),
    path(
        "collaboration/directory/<slug:slug>/members/",
        directory_members.cluster_members,
        name="cluster_members",
    ),
    path(
        "collaboration/directory/<slug:slug>/members/<int:number>/",
        directory_members.cluster_member_edit,
        name="cluster_member_change",
    ),
    path(
        "collaboration/directory/<slug:slug>/services/",
        directory_services.service_list,
        name="service_list",
    ),
    path(
        "collaboration/directory/<slug:slug>/services/<int:number>/",
        directory_services.service_change,
        name="service_change",
    ),
    path(
        "collaboration/directory/<slug:slug>/services/<int:number>/rate/",
        directory_services.service_rate,
        name="service_rate",
    ),
    path(
        "collaboration/directory/<slug:slug>/improvement/",
        directory_services.improvement,
        name="improvement",
    ),
    path(
        "collaboration/directory/<slug:slug>/join/",
        directory_joining.cluster_join,
        name="cluster_join",
    ),
    path(
        "collaboration/directory/<slug:slug>/requests/",
        directory_joining.cluster_requests,
        name="cluster_requests",
    ),
    path(
        "collaboration/directory/<slug:slug>/requests/<int:number>/",
        directory_joining.cluster_join_answer,
        name="cluster_join_answer",
    ),
    path("collaboration/for-firms/", directory_firms.for_firms, name="for_firms"),
]
