"""What pages of a mission share: its head, its tabs, and what two who write at once are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Model
from django.forms import BaseForm, ChoiceField, Field, ModelChoiceField
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanse.collaboration.missions.states import PUBLISHED, REPORTED
from hanse.collaboration.web.mission_permits import MissionStandpoint, mission_standpoint
from hanse.collaboration.web.mission_words import STATE_TONES, TABS, TabWords
from hanse.collaboration.web.models.missions import Mission
from hanse.collaboration.web.offer_words import category_names
from hanse.foundation.web.models.people import Somebody

ADDED_ANEW: Final = gettext_lazy(
    "Somebody else removed this meanwhile. Save, and it is added anew."
)
_RIVAL: Final = "rival"
"""What templates ask of a field of a form: what somebody else saved in it."""


@dataclass(frozen=True, slots=True)
class MissionTab:
    """One part of a mission's pages."""

    label: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class MissionFrame:
    """The head of a mission's pages. at: what the reader is to it."""

    mission: Mission
    at: MissionStandpoint
    tone: str
    tabs: list[MissionTab]


def visible_mission(person: Somebody, slug: str) -> Mission:
    """The mission of an address. Raises `Http404` unless `person` may see it."""
    found: Mission = get_object_or_404(
        Mission.objects.visible_to(person).select_related("organiser"), slug=slug
    )
    return found


def run_mission(person: Somebody, slug: str) -> Mission:
    """The same for pages of organisers. Raises `Http404` for others."""
    found: Mission = get_object_or_404(
        Mission.objects.run_by(person).select_related("organiser"), slug=slug
    )
    return found


def mission_frame(
    person: Somebody, mission: Mission, here: str, at: MissionStandpoint | None = None
) -> MissionFrame:
    """The head of a page. here: URL name of the part. at: what the reader is, where known."""
    at = at or mission_standpoint(person, mission)
    tabs = [
        MissionTab(str(each.words), reverse(each.name, args=[mission.slug]), each.name == here)
        for each in TABS
        if mission.state in each.states and shows(each, mission, at)
    ]
    return MissionFrame(mission, at, STATE_TONES[mission.state], tabs if len(tabs) > 1 else [])


def shows(tab: TabWords, mission: Mission, at: MissionStandpoint) -> bool:
    """Whether somebody who is `at` is shown a part."""
    match tab.sight:
        case "all":
            return True
        case "inside":
            return at.inside
        case "published":
            return sees_participants(mission, at)
        case "taking":
            return at.organises or bool(at.taking_part)
        case "agenda":
            return at.organises or at.comes or bool(at.taking_part)
        case "assess":
            return at.assesses
        case "reported":
            return mission.state in REPORTED or at.organises
        case _:
            return at.organises


def sees_participants(mission: Mission, at: MissionStandpoint) -> bool:
    """Whether somebody reads who takes part: participants once they are published to each other."""
    return at.organises or (at.inside and mission.state in PUBLISHED)


def sector_names(codes: list[str]) -> list[str]:
    """Names of cluster categories, in their order."""
    names = category_names()
    return sorted(names.get(code, code) for code in codes)


def show_rivals(form: BaseForm, theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> None:
    """Put what somebody else saved below the fields of a form that say something else.

    theirs, mine: field -> value.
    """
    for name, value in theirs.items():
        if name in mine and mine[name] != value:
            setattr(form[name], _RIVAL, _in_words(form.fields[name], value) or _("nothing"))


def show_rival_row(form: BaseForm, now: Model, mine: Mapping[str, Any]) -> None:
    """The same, of a row as it is now."""
    show_rivals(form, {name: getattr(now, name) for name in mine}, mine)


def _in_words(field: Field, value: Any) -> str:
    """What a value is called in a form."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j M Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j M Y")
    if isinstance(field, ModelChoiceField):
        return str(field.label_from_instance(value)) if value else ""
    names = dict(field.widget.choices) if isinstance(field, ChoiceField) else {}
    if isinstance(value, list):
        return ", ".join(str(names.get(each, each)) for each in value)
    return str(names.get(value, "" if value is None else value))


def number_of(text: str, otherwise: int) -> int:
    """A whole number that came with a form."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise
