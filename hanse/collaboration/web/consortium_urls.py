"""Addresses of the pages of consortia."""

from django.urls import URLPattern, path

from hanse.collaboration.web.views import (
    composing,
    consortia,
    consortium_documents,
    consortium_members,
    consortium_plans,
    strategies,
)

_AT = "collaboration/consortia/<slug:slug>/"

urlpatterns: list[URLPattern] = [
    path("collaboration/consortia/", consortia.consortia, name="consortia"),
    path("collaboration/consortia/new/", consortia.consortium_new, name="consortium_new"),
    path(
        "collaboration/consortia/compose/", composing.consortium_compose, name="consortium_compose"
    ),
    path(_AT, consortia.consortium, name="consortium"),
    path(f"{_AT}consortium.pdf", consortium_documents.consortium_pdf, name="consortium_pdf"),
    path(f"{_AT}edit/", consortia.consortium_edit, name="consortium_edit"),
    path(f"{_AT}publish/", consortia.consortium_publish, name="consortium_publish"),
    path(f"{_AT}call/", consortia.consortium_call, name="consortium_call"),
    path(f"{_AT}steps/<slug:step>/", consortia.consortium_take, name="consortium_take"),
    # Members
    path(f"{_AT}members/", consortium_members.consortium_members, name="consortium_members"),
    path(
        f"{_AT}members/<int:number>/",
        consortium_members.consortium_member,
        name="consortium_member",
    ),
    path(
        f"{_AT}members/<int:number>/<slug:answer>/",
        consortium_members.consortium_answer,
        name="consortium_answer",
    ),
    # Work plan
    path(f"{_AT}plan/", consortium_plans.consortium_plan, name="consortium_plan"),
    path(f"{_AT}plan/tasks/new/", consortium_plans.consortium_task, name="consortium_task_new"),
    path(
        f"{_AT}plan/tasks/<int:number>/", consortium_plans.consortium_task, name="consortium_task"
    ),
    path(
        f"{_AT}plan/tasks/<int:number>/remove/",
        consortium_plans.consortium_task_delete,
        name="consortium_task_delete",
    ),
    path(
        f"{_AT}plan/milestones/new/",
        consortium_plans.consortium_milestone,
        name="consortium_milestone_new",
    ),
    path(
        f"{_AT}plan/milestones/<int:number>/",
        consortium_plans.consortium_milestone,
        name="consortium_milestone",
    ),
    path(
        f"{_AT}plan/milestones/<int:number>/remove/",
        consortium_plans.consortium_milestone_delete,
        name="consortium_milestone_delete",
    ),
    path(f"{_AT}plan/reach/", consortium_plans.consortium_reach, name="consortium_reach"),
    # Strategy
    path(f"{_AT}strategy/", strategies.consortium_strategy, name="consortium_strategy"),
    path(f"{_AT}strategy/new/", strategies.strategy_new, name="strategy_new"),
    path(f"{_AT}strategy/<int:number>/", strategies.strategy_version, name="strategy_version"),
    path(
        f"{_AT}strategy/<int:number>/strategy.pdf",
        consortium_documents.strategy_document,
        name="strategy_document",
    ),
    path(
        f"{_AT}strategy/<int:number>/steps/<slug:step>/",
        strategies.strategy_take,
        name="strategy_take",
    ),
    path(
        f"{_AT}strategy/<int:number>/<slug:section>/",
        strategies.strategy_section,
        name="strategy_section",
    ),
]
