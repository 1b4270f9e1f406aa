"""States, tabs and figures of missions in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hanse.collaboration.agreements.partial_dates import PartialDate
from hanse.collaboration.missions.states import (
    APPLICATION_WORDS,
    BEGUN,
    PLACE_WORDS,
    STATE_WORDS,
    ApplicationState,
    PlaceState,
    State,
)
from hanse.collaboration.web.partial_date_field import in_words

# The texts are marked where they stand; here they are only looked up.
STATE_CHOICES: Final = [(state.value, gettext_lazy(words)) for state, words in STATE_WORDS.items()]
APPLICATION_CHOICES: Final = [
    (state.value, gettext_lazy(words)) for state, words in APPLICATION_WORDS.items()
]
PLACE_NAMES: Final[Mapping[str, str | Promise]] = {
    state.value: gettext_lazy(words) for state, words in PLACE_WORDS.items()
}
STATE_TONES: Final[Mapping[str, str]] = {
    State.DRAFT: "neutral",
    State.CALL: "good",
    State.REVIEW: "info",
    State.SELECTED: "info",
    State.PROGRAMME: "info",
    State.TIMETABLE: "info",
    State.UNDER_WAY: "good",
    State.FOLLOW_UP: "info",
    State.CLOSED: "neutral",
    State.CALLED_OFF: "bad",
}
APPLICATION_TONES: Final[Mapping[str, str]] = {
    ApplicationState.DRAFT: "neutral",
    ApplicationState.SUBMITTED: "info",
    ApplicationState.SELECTED: "good",
    ApplicationState.RESERVE: "warn",
    ApplicationState.NOT_SELECTED: "neutral",
    ApplicationState.WITHDRAWN: "neutral",
}
PLACE_TONES: Final[Mapping[str, str]] = {
    PlaceState.INVITED: "info",
    PlaceState.CONFIRMED: "good",
    PlaceState.WAITING: "warn",
    PlaceState.WITHDRAWN: "neutral",
}
STEP_WORDS: Final[Mapping[str, str | Promise]] = {
    "mission_open": gettext_lazy("Open the call"),
    "mission_review": gettext_lazy("Begin the review"),
    "mission_select": gettext_lazy("Tell applicants what was decided"),
    "mission_publish": gettext_lazy("Publish participants to each other"),
    "mission_issue": gettext_lazy("Say that agendas are out"),
    "mission_begin": gettext_lazy("Say that it has begun"),
    "mission_end": gettext_lazy("Say that it is over"),
    "mission_close": gettext_lazy("Close it"),
}
"""Steps between states -> what their button says; calling off asks for a reason."""


@dataclass(frozen=True, slots=True)
class TabWords:
    """A part of a mission's pages. name: of its address. sight: who is shown it.

    sight: "all" who see the mission; "inside" those who take part or run it; "published" they once
    participants are published, organisers before; "taking" those who take part or run it, not
    partners; "agenda" these and the people who come; "run" organisers; "assess" they and assessors;
    "reported" all once it is over, organisers before. states: in which it is there.
    """

    name: str
    words: str | Promise
    sight: str
    states: frozenset[State] = frozenset(State)


_OPENED: Final = frozenset(State) - {State.DRAFT}
_MEETING: Final = frozenset(
    {State.PROGRAMME, State.TIMETABLE, State.UNDER_WAY, State.FOLLOW_UP, State.CLOSED}
)
_PLANNED: Final = _MEETING | {State.SELECTED}
_READ: Final = _MEETING - {State.PROGRAMME}
TABS: Final[tuple[TabWords, ...]] = (
    TabWords("mission", gettext_lazy("Mission"), "all"),
    TabWords("mission_programme", gettext_lazy("Programme"), "all"),
    TabWords("mission_review", gettext_lazy("Applications"), "assess"),
    TabWords("mission_participants", gettext_lazy("Participants"), "published", _OPENED),
    TabWords("mission_meetings", gettext_lazy("Meetings"), "taking", _MEETING),
    TabWords("mission_timetable", gettext_lazy("Timetable"), "run", _PLANNED),
    TabWords("mission_board", gettext_lazy("Board"), "run", _READ),
    TabWords("mission_agenda", gettext_lazy("Agenda"), "agenda", _READ),
    TabWords("mission_budget", gettext_lazy("Budget"), "run"),
    TabWords("mission_outcomes", gettext_lazy("Outcomes"), "inside", BEGUN),
    TabWords("mission_report", gettext_lazy("Report"), "reported", BEGUN),
)
"""The parts of a mission's pages, in order."""


def span_in_words(begins: PartialDate | None, ends: PartialDate | None) -> str:
    """From when to when; one day alone where it is the same."""
    if begins is None or ends is None or begins == ends:
        return in_words(begins or ends)
    return f"{in_words(begins)} \N{EN DASH} {in_words(ends)}"


def figures_in_words(figures: Sequence[Mapping[str, Any]]) -> str:
    """How many of what, each with its bound."""
    return ", ".join(_figure(each) for each in figures)


def _figure(figure: Mapping[str, Any]) -> str:
    number, what = int(figure["number"]), figure["what"]
    words = {
        "clusters": ngettext("%(number)s cluster", "%(number)s clusters", number),
        "clusters_europe": ngettext(
            "%(number)s cluster from Europe", "%(number)s clusters from Europe", number
        ),
        "clusters_elsewhere": ngettext(
            "%(number)s cluster from elsewhere", "%(number)s clusters from elsewhere", number
        ),
        "organisations": ngettext("%(number)s organisation", "%(number)s organisations", number),
        "meetings": ngettext("%(number)s meeting", "%(number)s meetings", number),
    }[what] % {"number": number}
    if figure.get("bound") == "at_least":
        return _("at least %(figure)s") % {"figure": words}
    if figure.get("bound") == "about":
        return _("about %(figure)s") % {"figure": words}
    return words
