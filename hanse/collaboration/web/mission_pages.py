"""What pages of a mission share: its head and its tabs."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.urls import reverse

from hanse.collaboration.missions.states import REPORTED
from hanse.collaboration.web.mission_permits import MissionStandpoint, mission_standpoint
from hanse.collaboration.web.mission_words import STATE_TONES, TABS, TabWords
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.models.people import Somebody


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


def mission_frame(person: Somebody, mission: Mission, here: str) -> MissionFrame:
    """The head of a page. here: URL name of the part."""
    at = mission_standpoint(person, mission)
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
        case "assess":
            return at.assesses
        case "reported":
            return mission.state in REPORTED or at.organises
        case _:
            return at.organises
