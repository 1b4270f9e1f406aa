"""Agendas and table cards as PDF: tagged for PDF/UA-1, set by Typst; a page for each."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanse.collaboration.web.forms.meetings import slot_label
from hanse.collaboration.web.meeting_agenda import AgendaDay, agendas_of
from hanse.collaboration.web.meeting_facts import zone_of
from hanse.collaboration.web.models.meetings import MeetingState
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission
from hanse.excellence.web.issuing import typefaces

_SOURCE: Final = Path(__file__).resolve().parent / "documents" / "meetings.typ"


def agendas_pdf(mission: Mission, participants: Iterable[MissionParticipant], on: date) -> bytes:
    """The agendas of participants, a page for each, by their own clocks."""
    pages = []
    for each, days in agendas_of(mission, participants):
        zone = zone_of(each, mission)
        lead = each.organisation.country_name
        if zone != mission.time_zone:
            lead += " · " + _("Times are by the clocks of %(zone)s.") % {"zone": zone}
        pages.append(
            {
                "title": each.organisation.name,
                "lead": lead,
                "sections": [_day(day) for day in days],
            }
        )
    return _made(mission, _("Agenda"), pages, on)


def cards_pdf(mission: Mission, on: date) -> bytes:
    """A card for each table: who meets there when."""
    meetings = (
        mission.meetings.exclude(state=MeetingState.CANCELLED)
        .filter(slot__isnull=False, table__isnull=False)
        .select_related("slot")
        .prefetch_related("participants__organisation")
        .order_by("slot__begins")
    )
    rows: dict[int, list[list[str]]] = {}
    for meeting in meetings:
        if meeting.slot is None or meeting.table_id is None:
            continue
        names = sorted(each.organisation.name for each in meeting.participants.all())
        row = [slot_label(meeting.slot.begins, mission), "\n".join(names)]
        rows.setdefault(meeting.table_id, []).append(row)
    pages = [
        {
            "title": table.code,
            "lead": table.room,
            "sections": [
                {
                    "title": "",
                    "heads": [_("Time"), _("Meeting")],
                    "rows": rows.get(table.pk, []),
                }
            ],
        }
        for table in mission.meeting_tables.all()
    ]
    return _made(mission, _("Table card"), pages, on)


def _day(day: AgendaDay) -> dict[str, Any]:
    return {
        "title": day.day,
        "heads": [_("Time"), _("Meeting"), _("Where")],
        "rows": [
            [
                f"{line.begins} \N{EN DASH} {line.ends}",
                "\n".join(
                    f"{each.organisation.name}, {each.organisation.country_name}"
                    for each in line.others
                ),
                line.where,
            ]
            for line in day.lines
        ],
    }


def _made(mission: Mission, kicker: str, pages: list[dict[str, Any]], on: date) -> bytes:
    data = {
        "kicker": kicker,
        "title": mission.title,
        "pages": pages,
        "nothing": _("No meetings."),
        "language": (get_language() or "en").split("-")[0],
        "publisher": settings.PUBLISHER,
        "day": date_format(on),
        "date": [on.year, on.month, on.day],
        "notice": _("Fictitious organisations, made up to show how the site works.")
        if mission.fictitious
        else "",
    }
    moment = datetime.combine(on, time(), tzinfo=UTC)
    made = typst.compile(
        _SOURCE.read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        pdf_standards=["ua-1"],
        timestamp=int(moment.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst made several documents of one.")
    return made


@cache
def _fonts() -> typst.Fonts:
    folder = typefaces()
    return typst.Fonts(include_system_fonts=False, font_paths=[folder] if folder else [])
