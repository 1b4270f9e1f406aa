"""Addresses of the pages of meetings in missions."""

from typing import Final

from django.urls import URLPattern, path

from hanse.collaboration.web.views import (
    meeting_agendas,
    meeting_board,
    meeting_plans,
    meeting_requests,
    meeting_times,
    meeting_timetables,
)

_AT: Final = "collaboration/missions/<slug:slug>/"
_ASKING: Final = f"{_AT}meetings/<int:place>/"
_PLAN: Final = f"{_AT}timetable/"
_BOARD: Final = f"{_AT}board/"
_AGENDA: Final = f"{_AT}agenda/<int:place>/"

urlpatterns: list[URLPattern] = [
    # Requests
    path(f"{_AT}meetings/", meeting_requests.mission_meetings, name="mission_meetings"),
    path(_ASKING, meeting_requests.meeting_requests, name="meeting_requests"),
    path(f"{_ASKING}times/", meeting_times.meeting_times, name="meeting_times"),
    path(f"{_ASKING}ask/<int:other>/", meeting_requests.meeting_ask, name="meeting_ask"),
    path(f"{_ASKING}bar/<int:other>/", meeting_requests.meeting_bar, name="meeting_bar"),
    path(f"{_ASKING}answer/<int:number>/", meeting_requests.meeting_answer, name="meeting_answer"),
    path(
        f"{_ASKING}withdraw/<int:number>/",
        meeting_requests.meeting_withdraw,
        name="meeting_withdraw",
    ),
    # Timetable
    path(_PLAN, meeting_timetables.mission_timetable, name="mission_timetable"),
    path(f"{_PLAN}times/", meeting_plans.meeting_slots, name="meeting_slots"),
    path(f"{_PLAN}tables/", meeting_plans.meeting_tables, name="meeting_tables"),
    path(f"{_PLAN}rules/", meeting_plans.meeting_rules, name="meeting_rules"),
    path(f"{_PLAN}walking/", meeting_plans.meeting_walks, name="meeting_walks"),
    path(f"{_PLAN}meetings/", meeting_plans.meeting_list, name="meeting_list"),
    path(f"{_PLAN}meetings/<int:number>/", meeting_plans.meeting_change, name="meeting_change"),
    path(f"{_PLAN}search/", meeting_timetables.timetable_search, name="timetable_search"),
    path(f"{_PLAN}agendas.pdf", meeting_agendas.meeting_agendas_pdf, name="meeting_agendas_pdf"),
    path(f"{_PLAN}cards.pdf", meeting_agendas.meeting_cards_pdf, name="meeting_cards_pdf"),
    path(f"{_PLAN}<int:number>/", meeting_timetables.meeting_version, name="meeting_version"),
    path(
        f"{_PLAN}<int:number>/<slug:step>/",
        meeting_timetables.timetable_step,
        name="timetable_step",
    ),
    # Board
    path(_BOARD, meeting_board.mission_board, name="mission_board"),
    path(f"{_BOARD}times/", meeting_board.board_fill, name="board_fill"),
    path(f"{_BOARD}held/", meeting_board.board_close, name="board_close"),
    path(f"{_BOARD}meetings/<int:number>/", meeting_board.meeting_move, name="meeting_move"),
    path(
        f"{_BOARD}meetings/<int:number>/outcome/",
        meeting_board.meeting_outcome,
        name="meeting_outcome",
    ),
    path(
        f"{_BOARD}participants/<int:number>/",
        meeting_board.board_participant,
        name="board_participant",
    ),
    # Agendas
    path(f"{_AT}agenda/", meeting_agendas.mission_agenda, name="mission_agenda"),
    path(_AGENDA, meeting_agendas.meeting_agenda, name="meeting_agenda"),
    path(f"{_AGENDA}worker.js", meeting_agendas.agenda_worker, name="agenda_worker"),
    path(f"{_AGENDA}agenda.pdf", meeting_agendas.agenda_pdf, name="agenda_pdf"),
    path(
        f"{_AGENDA}feedback/<int:number>/",
        meeting_agendas.meeting_feedback,
        name="meeting_feedback",
    ),
    path(
        f"{_AGENDA}<int:number>/<slug:code>/agenda.ics",
        meeting_agendas.meeting_calendar,
        name="meeting_calendar",
    ),
]
