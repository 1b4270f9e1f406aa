"""The calendar of a participant's meetings: an address that opens it without signing in, iCalendar.

Calendars cannot sign in. The address holds the number of the account and a code that only this site
can make; it changes with the password, so a new password closes the old address.
"""

from datetime import UTC
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from hanse.collaboration.web.meeting_agenda import AgendaLine, agenda_days, agenda_place
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.models.people import User

_SALT = "hanse.collaboration.meetings.calendar"


def calendar_address(person: User, mission: Mission, participant: MissionParticipant) -> str:
    """The address of the calendar of a participant for `person`, for nobody else."""
    code = _code(person, participant.pk)
    path = reverse("meeting_calendar", args=[mission.slug, participant.pk, person.pk, code])
    return f"{settings.ORIGIN}{path}"


def calendar_reader(mission: Mission, place: int, number: int, code: str) -> MissionParticipant:
    """Whose calendar an address is. Raises `Http404` for a code that is not, or no more, right."""
    person = User.objects.filter(pk=number, is_active=True).first()
    if person is None or not constant_time_compare(code, _code(person, place)):
        raise Http404(_("There is no such calendar."))
    participant, _acts = agenda_place(person, mission, place)
    return participant


def meetings_calendar(mission: Mission, participant: MissionParticipant) -> bytes:
    """The meetings of a participant as a calendar (RFC 5545), in UTC, so right on every clock."""
    host = urlsplit(settings.ORIGIN).hostname or "localhost"
    calendar = Calendar()
    calendar.add("prodid", f"-//Hanse//{host}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", mission.title)
    address = reverse("meeting_agenda", args=[mission.slug, participant.pk])
    for day in agenda_days(mission, participant):
        for line in day.lines:
            calendar.add_component(_event(mission, line, host, f"{settings.ORIGIN}{address}"))
    return bytes(calendar.to_ical())


def _event(mission: Mission, line: AgendaLine, host: str, address: str) -> Event:
    event = Event()
    names = _(" and ").join(each.organisation.name for each in line.others)
    event.add("uid", f"meeting-{line.meeting.pk}@{host}")
    event.add("summary", _("Meeting with %(others)s") % {"others": names})
    event.add("dtstart", line.begins_at.astimezone(UTC))
    event.add("dtend", line.ends_at.astimezone(UTC))
    event.add("dtstamp", line.meeting.changed.astimezone(UTC))
    place = ", ".join(filter(None, [line.where, mission.city]))
    if place:
        event.add("location", line.address or place)
    event.add("url", address)
    return event


def _code(person: User, place: int) -> str:
    key = salted_hmac(_SALT, f"{person.pk}:{person.password}:{place}", algorithm="sha256")
    return key.hexdigest()[:40]
