"""The board: meetings, agendas, and the decision page of a file."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hanse.excellence.label.actors import Actor
from hanse.excellence.label.sight import Part
from hanse.excellence.web.actions.label_board import board_meeting_call
from hanse.excellence.web.forms.label_board import MeetingForm
from hanse.excellence.web.label_desk import Desk
from hanse.excellence.web.label_frame import frame, opened
from hanse.excellence.web.label_keeping import LabelDesk
from hanse.excellence.web.label_permits import is_officer
from hanse.excellence.web.label_words import said
from hanse.excellence.web.models.label_board import (
    BoardMatter,
    BoardMeeting,
    Choice,
    PanelChoice,
    RevocationChoice,
)
from hanse.excellence.web.models.label_ties import PersonalTie
from hanse.foundation.roles import Role
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.people import User

_WORDS = {**dict(Choice.choices), **dict(RevocationChoice.choices), **dict(PanelChoice.choices)}


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member in one matter: how they voted, or why they did not."""

    name: str
    is_chair: bool
    word: str
    why: list[str]


@dataclass(frozen=True, slots=True)
class MatterPage:
    """A matter with its votes, as those see it who may."""

    matter: BoardMatter
    members: list[MemberLine]
    count: str
    outcome: str


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A matter on an agenda. address: "" for who must not see it."""

    title: str
    level: str
    what: str
    address: str
    outcome: str
    is_tied: bool
    has_voted: bool


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting and its agenda."""

    meeting: BoardMeeting
    members: list[User]
    lines: list[AgendaLine]
    is_past: bool


@login_required
@require_http_methods(["GET", "POST"])
def board_meetings(request: HttpRequest) -> HttpResponse:
    """Meetings one belongs to; all for the secretariat, which calls them here."""
    person, today = person_of(request), timezone.localdate()
    if not (is_officer(person) or person.has_role(Role.BOARD)):
        raise PermissionDenied(_("This page is for the board and the secretariat."))
    form = None
    if is_officer(person):
        form = MeetingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form is None:
            raise PermissionDenied(_("The secretariat calls meetings."))
        if form.is_valid():
            try:
                meeting = board_meeting_call(
                    by=person,
                    held_on=form.cleaned_data["held_on"],
                    place=form.cleaned_data["place"],
                    chair=form.cleaned_data["chair"],
                    members=list(form.cleaned_data["members"]),
                    on=today,
                )
            except ValidationError as problem:
                form.add_error(None, problem)
            else:
                messages.success(request, _("The meeting is called."))
                return redirect(meeting)
    meetings = BoardMeeting.objects.visible_to(person).select_related("chair")
    context = {
        "coming": list(meetings.filter(held_on__gte=today).order_by("held_on")),
        "past": list(meetings.filter(held_on__lt=today)[:50]),
        "form": form,
    }
    return render(request, "excellence/board_meetings.html", context)


@login_required
@require_GET
def board_meeting(request: HttpRequest, number: int) -> HttpResponse:
    """The agenda of a meeting, with what was decided."""
    person, today = person_of(request), timezone.localdate()
    meeting: BoardMeeting = get_object_or_404(
        BoardMeeting.objects.visible_to(person).select_related("chair"), pk=number
    )
    barred = PersonalTie.objects.barred(person, today)
    matters = meeting.matters.select_related(
        "application__organisation", "label__organisation"
    ).prefetch_related("votes")
    page = MeetingPage(
        meeting,
        list(meeting.members.order_by("name", "pk")),
        [_agenda_line(each, person, barred) for each in matters],
        meeting.held_on < today,
    )
    return render(request, "excellence/board_meeting.html", {"page": page})


@login_required
@require_GET
def label_decision(request: HttpRequest, number: int) -> HttpResponse:
    """Votes of the board on a file, for the board, the secretariat and an appeal panel."""
    file = opened(request, number)
    desk = file.desk
    file.require(Part.BALLOT)
    pages = [
        _matter_page(each, desk)
        for each in file.application.board_matters.select_related("meeting")
        .prefetch_related("votes__person", "recusals", "meeting__members")
        .order_by("-pk")
    ]
    context = {"frame": frame(file, "label_decision"), "matters": pages}
    return render(request, "excellence/label_decision.html", context)


@login_required
@require_GET
def label_appeal(request: HttpRequest, number: int) -> HttpResponse:
    """Appeals on a file: grounds, the panel where one may know it, and the outcome."""
    file = opened(request, number)
    file.require(Part.APPEAL)
    appeals = list(file.application.appeals.prefetch_related("seats__person").order_by("-pk"))
    if not appeals and Actor.MANAGER not in file.desk.actors and not file.own:
        raise Http404
    context = {
        "frame": frame(file, "label_appeal"),
        "appeals": appeals,
        "sees_panel": Part.PANEL_BALLOT in file.parts,
        "may_lodge": "appeal_lodge" in file.desk.offered()
        and not file.desk.refusals("appeal_lodge"),
    }
    return render(request, "excellence/label_appeal.html", context)


def matter_page(matter: BoardMatter, desk: LabelDesk) -> MatterPage:
    """The matter of a proposed revocation."""
    return _matter_page(matter, desk)


def _matter_page(matter: BoardMatter, desk: Desk | LabelDesk) -> MatterPage:
    votes = {each.person_id: each.choice for each in matter.votes.all()}
    recused = {each.person_id: each.reason for each in matter.recusals.all()}
    current = desk.matter is not None and desk.matter.pk == matter.pk and matter.closed is None
    members = []
    for person in matter.meeting.members.all():
        barred = desk.board_barred(person.pk) if current else None
        why = [said(each) for each in barred.said()] if barred else []
        if person.pk in recused:
            why = [recused[person.pk]]
        if person.pk in votes:
            word = str(_WORDS.get(votes[person.pk], votes[person.pk]))
        elif why:
            word = _("stands aside")
        else:
            word = _("has not voted")
        members.append(MemberLine(str(person), matter.meeting.chair_id == person.pk, word, why))
    return MatterPage(
        matter=matter,
        members=members,
        count=said(desk.board_count().said()) if current else "",
        outcome=str(_WORDS.get(matter.outcome, "")),
    )


def _agenda_line(matter: BoardMatter, person: User, barred: set[int]) -> AgendaLine:
    organisation = matter.organisation
    tied = organisation.pk in barred
    if matter.application is not None:
        level, address = (
            matter.application.get_level_display(),
            matter.application.get_absolute_url(),
        )
        what = _("renewal") if matter.application.is_renewal else _("application")
    else:
        assert matter.label is not None  # the database holds one of both
        level, address = matter.label.get_level_display(), matter.label.keeping_address
        what = _("revocation")
    return AgendaLine(
        title=str(organisation),
        level=str(level),
        what=what,
        address="" if tied else address,
        outcome=str(_WORDS.get(matter.outcome, "")) if matter.closed else "",
        is_tied=tied,
        has_voted=any(each.person_id == person.pk for each in matter.votes.all()),
    )


def upcoming(person: User, today: date) -> list[BoardMeeting]:
    """The coming meetings a member belongs to."""
    return list(person.board_meetings.filter(held_on__gte=today).order_by("held_on"))
