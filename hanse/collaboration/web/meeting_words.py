"""Words about meetings: of states and changes, of what a timetable breaks, of times."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.meetings.agendas import Change, ChangeKind, Entry
from hanse.collaboration.timetable.model import Half, Slot
from hanse.foundation.sentences import Sentence

HALF_CHOICES: Final = [
    (Half.ANY.value, _("any time")),
    (Half.MORNING.value, _("in the morning")),
    (Half.AFTERNOON.value, _("in the afternoon")),
]
INTEREST_CHOICES: Final = [
    (1, _("of interest")),
    (2, _("important")),
    (3, _("the reason to come")),
]
VERSION_TONES: Final[Mapping[str, str]] = {
    "waiting": "info",
    "searching": "info",
    "ready": "good",
    "impossible": "bad",
    "none": "warn",
    "failed": "bad",
    "proposed": "info",
    "in_force": "good",
    "replaced": "neutral",
    "dropped": "neutral",
}


def said(sentence: Sentence) -> str:
    """A sentence in the reader's language, times and sentences within it too."""
    if not sentence.text:
        return ""
    values = {name: _value(value) for name, value in sentence.values.items()}
    return gettext(sentence.text).format_map(values)


def _value(value: Any) -> str:
    if isinstance(value, Sentence):
        return said(value)
    return slot_words(value) if isinstance(value, Slot) else str(value)


def slot_words(slot: Slot | None, zone: str = "", host_zone: str = "") -> str:
    """When a slot is: day and time. zone: by whose clocks, where others than `host_zone`'s."""
    if slot is None:
        return gettext("no time")
    if slot.day is None or slot.begins is None:
        return slot.code
    return moment_words(slot.day, slot.begins, zone, host_zone)


def moment_words(day: date, begins: time, zone: str = "", host_zone: str = "") -> str:
    """A day and a time of day, by the clocks of `zone` instead of those of `host_zone`."""
    moment = datetime.combine(day, begins)
    if zone and host_zone and zone != host_zone:
        moment = moment.replace(tzinfo=ZoneInfo(host_zone)).astimezone(ZoneInfo(zone))
    return f"{date_format(moment.date(), 'D j M')}, {time_format(moment.time(), 'H:i')}"


def change_words(change: Change, zone: str = "", host_zone: str = "") -> str:
    """What changes in somebody's agenda, in a sentence."""
    names = gettext(" and ").join(change.others)

    def when(entry: Entry | None) -> str:
        return slot_words(entry.slot if entry else None, zone, host_zone)

    def table(entry: Entry | None) -> str:
        return entry.table.code if entry and entry.table else ""

    values = {
        "others": names,
        "before": when(change.before),
        "after": when(change.after),
        "table": table(change.after),
    }
    match change.kind:
        case ChangeKind.NEW:
            words = gettext("New: you meet %(others)s, %(after)s, table %(table)s.")
            if not values["table"]:
                words = gettext("New: you meet %(others)s, %(after)s.")
        case ChangeKind.CANCELLED:
            words = gettext("Your meeting with %(others)s, %(before)s, is cancelled.")
        case ChangeKind.MOVED:
            words = gettext(
                "Your meeting with %(others)s moves from %(before)s to %(after)s, table %(table)s."
            )
            if not values["table"]:
                words = gettext("Your meeting with %(others)s moves from %(before)s to %(after)s.")
        case ChangeKind.TABLE:
            words = gettext("Your meeting with %(others)s, %(after)s, is at table %(table)s now.")
    return words % values
