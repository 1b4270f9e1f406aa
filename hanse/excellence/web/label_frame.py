"""What every page of a file shows: its state, whose turn it is, the parts there are, the way on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hanse.excellence.label.actors import Actor
from hanse.excellence.label.sight import Part, Progress, parts
from hanse.excellence.label.states import CLOSED, State
from hanse.excellence.label.turns import usual_way, whose_turn
from hanse.excellence.web.label_desk import Desk
from hanse.excellence.web.label_keeping import LabelDesk
from hanse.excellence.web.label_words import ACTOR_CHOICES, said, sentence_case
from hanse.excellence.web.models.labels import Application
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Organisation

TONES: Final[Mapping[State, str]] = {
    State.AWARDED: "good",
    State.REFUSED: "bad",
    State.INELIGIBLE: "bad",
    State.WITHDRAWN: "neutral",
    State.DEFERRED: "warn",
    State.APPEAL: "warn",
}
"""Colour of a state's badge; the others are under way."""

_TABS: Final[tuple[tuple[str, frozenset[Part], str | Promise], ...]] = (
    ("label_eligibility", frozenset({Part.ELIGIBILITY}), _("Eligibility")),
    ("label_experts", frozenset({Part.EXPERTS}), _("Experts")),
    ("label_assessment", frozenset({Part.ASSESSMENT}), _("Self-assessment")),
    ("label_scores", frozenset({Part.OWN_POINTS}), _("My points")),
    ("label_consensus", frozenset({Part.ALL_POINTS}), _("Points")),
    ("label_report", frozenset({Part.REPORT, Part.REPORT_SENT}), _("Report")),
    ("label_decision", frozenset({Part.BALLOT}), _("Decision")),
    ("label_appeal", frozenset({Part.APPEAL}), _("Appeal")),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the file as a link."""

    label: str | Promise
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """A state on the usual way: passed, the present one, or still to come."""

    label: str
    place: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Around every page of a file. turn: who is to act, "" where it is closed; by: until when."""

    application: Application
    state: str
    tone: str
    turn: str
    is_own_turn: bool
    by: date | None
    tabs: list[Tab]
    trail: list[tuple[str, str]]
    is_tied: bool


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file as the reader has it open: the desk, and the parts they see."""

    desk: Desk
    parts: frozenset[Part]
    own: bool

    @property
    def application(self) -> Application:
        """The application."""
        return self.desk.application

    def require(self, *wanted: Part) -> None:
        """Raise `Http404` unless the reader sees one of the parts `wanted`."""
        if self.parts.isdisjoint(wanted):
            raise Http404


def opened(request: HttpRequest, number: int) -> OpenFile:
    """The file of an address, today. Raises `Http404` for who has nothing to do with it."""
    person, on = person_of(request), timezone.localdate()
    application: Application = get_object_or_404(
        Application.objects.visible_to(person, on).select_related(
            "organisation", "renews", "benchmarking"
        ),
        pk=number,
    )
    desk = Desk(application, person, on)
    own = Organisation.objects.of(person).filter(pk=application.organisation_id).exists()
    seen = parts(desk.actors, progress_of(desk), own=own)
    if not seen:
        raise Http404
    return OpenFile(desk, seen, own)


def turned_away(request: HttpRequest, desk: Desk | LabelDesk, step: str) -> HttpResponseRedirect:
    """The answer to who tries a step that is not open to them now: back, with the reasons.

    Raises `PermissionDenied` for whom it is never open to.
    """
    refusals = desk.refusals(step)
    words = " ".join(said(each.sentence) for each in refusals)
    if any(each.kind == "role" for each in refusals):
        raise PermissionDenied(words)
    messages.error(request, words or _("This cannot be done now."))
    return redirect(desk.home)


def progress_of(desk: Desk) -> Progress:
    """How far the file is, as sight goes."""
    own = desk.number
    matter = desk.matter
    return Progress(
        state=desk.application.where,
        scored=bool(desk.criteria),
        all_in=bool(desk.team) and not desk.outstanding,
        report_sent=desk.application.reports.filter(sent__isnull=False).exists(),
        accepted=any(each.person_id == own and each.accepted for each in desk.team),
        voted=matter is not None
        and (
            matter.closed is not None or any(each.person_id == own for each in matter.votes.all())
        ),
    )


def frame(file: OpenFile, here: str) -> Frame:
    """The frame of a page. here: the name of the page."""
    application = file.application
    where = application.where
    done = _is_done(file.desk)
    actor = whose_turn(where, done=done)
    overview = Tab(_("Overview"), application.get_absolute_url(), here == "label_file")
    tabs = [
        Tab(label, reverse(name, args=[application.pk]), here == name)
        for name, needed, label in _TABS
        if not file.parts.isdisjoint(needed) and (here == name or _is_there(name, file.desk))
    ]
    return Frame(
        application=application,
        state=sentence_case(application.get_state_display()),
        tone=TONES.get(where, "info"),
        turn=sentence_case(ACTOR_CHOICES[actor]) if actor else "",
        is_own_turn=actor in file.desk.actors,
        by=deadline(file.desk) if where is State.APPEAL or not done else None,
        tabs=[overview, *tabs],
        trail=[
            (str(_("Labels")), reverse("labels")),
            (str(application.organisation), application.get_absolute_url()),
            (str(application.get_level_display()), ""),
        ],
        is_tied=Actor.SECRETARIAT not in file.desk.actors and not file.own,
    )


def _is_done(desk: Desk) -> bool:
    """Whether those whose turn it was in this state have done their part, or their time is over."""
    match desk.application.where:
        case State.EXPERTS_PROPOSED:
            return all(each.accepted for each in desk.team)
        case State.INDIVIDUAL_SCORING:
            return not desk.outstanding
        case State.FACTUAL_CHECK:
            return check_is_over(desk.application, desk.on)
        case State.APPEAL:
            return bool(desk.panel)
    return False


def check_is_over(application: Application, on: date) -> bool:
    """Whether the organisation has no more to say on the facts, or no more time to."""
    return application.check_closed or (
        application.check_by is not None and application.check_by < on
    )


def _is_there(page: str, desk: Desk) -> bool:
    """Whether there is anything on a page yet."""
    application = desk.application
    match page:
        case "label_assessment":
            return application.due_on is not None
        case "label_report":
            return desk.report is not None or "report_save" in desk.offered()
        case "label_decision":
            return desk.matter is not None
        case "label_appeal":
            return desk.appeal is not None or application.appeal_by is not None
        case "label_experts":
            return bool(desk.everybody) or "experts_propose" in desk.offered()
    return True


def deadline(desk: Desk) -> date | None:
    """Until when the present state lasts, where there is a limit."""
    application = desk.application
    match application.where:
        case State.EXPERTS_PROPOSED:
            return application.object_by
        case State.SELF_ASSESSMENT:
            return application.due_on
        case State.EVIDENCE_FROZEN | State.VISIT:
            return application.visit_on
        case State.FACTUAL_CHECK:
            return application.check_by
        case State.DEFERRED:
            return application.deferred_until
        case State.APPEAL:
            return desk.appeal.decide_by if desk.appeal else None
        case State.BOARD_DECISION:
            return desk.matter.meeting.held_on if desk.matter else None
    return None


def stages(application: Application) -> list[Stage]:
    """The usual way of the file, with where it stands; nothing for one that left that way."""
    way = usual_way(application.route)
    if application.where not in way:
        return []
    at = len(way) if application.where in CLOSED else way.index(application.where)
    places = ["passed" if i < at else "here" if i == at else "" for i in range(len(way))]
    words = dict(Application._meta.get_field("state").flatchoices)
    return [
        Stage(sentence_case(words[state.value]), place)
        for state, place in zip(way, places, strict=True)
    ]
