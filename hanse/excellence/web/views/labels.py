"""The door to labels: how they are earned, and for each reader what waits for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from hanse.excellence.criteria.scheme import LabelScheme
from hanse.excellence.label.states import State
from hanse.excellence.label.turns import TURN, whose_turn
from hanse.excellence.web.label_frame import TONES, check_is_over
from hanse.excellence.web.label_permits import is_officer, require_officer
from hanse.excellence.web.label_words import ACTOR_CHOICES, STATE_CHOICES, sentence_case
from hanse.excellence.web.models.label_board import Appeal, BoardMeeting
from hanse.excellence.web.models.labels import Application, Label, Level
from hanse.excellence.web.schemes import label_scheme
from hanse.excellence.web.views.label_board import upcoming
from hanse.foundation.roles import Role
from hanse.foundation.web.access import person_of
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind
from hanse.foundation.web.models.people import User
from hanse.foundation.web.tables import Cell, Column, Table, sorted_page

_PER_PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class OwnCluster:
    """A cluster organisation of the reader: labels it holds, and the application under way."""

    organisation: Organisation
    labels: list[Label]
    application: Application | None
    may_apply: bool


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file in a list: its state, whose turn it is."""

    application: Application
    state: str
    tone: str
    turn: str


@dataclass(frozen=True, slots=True)
class Home:
    """What waits for the reader."""

    scheme: LabelScheme
    clusters: list[OwnCluster] = field(default_factory=list)
    assigned: list[FileLine] = field(default_factory=list)
    meetings: list[BoardMeeting] = field(default_factory=list)
    appeals: list[Appeal] = field(default_factory=list)
    is_officer: bool = False
    waiting: int = 0
    holds_office: bool = False
    signed_in: bool = False


@require_GET
def labels(request: HttpRequest) -> HttpResponse:
    """How labels are earned; and what waits for the reader, by each of their offices."""
    scheme, person = label_scheme(timezone.localdate()), request.user
    page = _home_of(person, scheme) if isinstance(person, User) else Home(scheme)
    return render(request, "excellence/labels.html", {"page": page})


def _home_of(person: User, scheme: LabelScheme) -> Home:
    officer = is_officer(person)
    return Home(
        scheme=scheme,
        clusters=_clusters(person),
        assigned=_assigned(person),
        meetings=upcoming(person, timezone.localdate()),
        appeals=_appeals(person),
        is_officer=officer,
        waiting=_waiting(person) if officer else 0,
        holds_office=bool({Role.EXPERT, Role.OFFICER, Role.BOARD} & person.granted_roles),
        signed_in=True,
    )


class QueueForm(forms.Form):
    """Which files to list."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Under way")), ("all", _("All")), *STATE_CHOICES],
    )
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=[("", _("All levels")), *Level.choices]
    )
    q = forms.CharField(label=_("Organisation"), required=False, max_length=100)


@login_required
@require_GET
def label_queue(request: HttpRequest) -> HttpResponse:
    """All files before the secretariat, with whose turn it is and until when."""
    person = person_of(request)
    require_officer(person)
    form = QueueForm(request.GET)
    wanted: Mapping[str, str] = form.cleaned_data if form.is_valid() else {}
    found = Application.objects.visible_to(person).select_related("organisation")
    if not wanted.get("state"):
        found = found.open()
    elif wanted["state"] != "all":
        found = found.filter(state=wanted["state"])
    if wanted.get("level"):
        found = found.filter(level=wanted["level"])
    if wanted.get("q"):
        found = found.filter(organisation__name__icontains=wanted["q"])
    return render(
        request,
        "excellence/label_queue.html",
        {"form": form, "table": _queue_table(request, list(found))},
    )


_COLUMNS: Final = (
    Column("organisation", str(_("Organisation")), sortable=True),
    Column("level", str(_("Level")), sortable=True),
    Column("state", str(_("State")), sortable=True),
    Column("turn", str(_("To act")), sortable=True),
    Column("until", str(_("Until")), sortable=True),
    Column("submitted", str(_("Submitted")), sortable=True),
)


def _queue_table(request: HttpRequest, files: list[Application]) -> Table:
    seated = set(Appeal.objects.seated().values_list("application", flat=True))
    rows = [
        {
            "organisation": Cell(str(each.organisation), each.get_absolute_url()),
            "level": Cell(
                str(each.get_level_display()) + (f", {_('renewal')}" if each.is_renewal else "")
            ),
            "state": Cell(sentence_case(each.get_state_display())),
            "turn": Cell(_turn(each, seated=each.pk in seated)),
            "until": Cell(_iso(_until(each))),
            "submitted": Cell(_iso(each.submitted)),
        }
        for each in files
    ]
    return sorted_page(
        rows,
        request.GET,
        _COLUMNS,
        caption=str(_("Files")),
        sort="submitted",
        per_page=_PER_PAGE,
        empty=str(_("No file fits.")),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _until(application: Application) -> date | None:
    return {
        State.EXPERTS_PROPOSED: application.object_by,
        State.SELF_ASSESSMENT: application.due_on,
        State.EVIDENCE_FROZEN: application.visit_on,
        State.VISIT: application.visit_on,
        State.FACTUAL_CHECK: application.check_by,
        State.DEFERRED: application.deferred_until,
    }.get(application.where)


def _turn(application: Application, *, seated: bool = False) -> str:
    """Who is to act. seated: whether a panel hears its appeal."""
    over = application.where is State.FACTUAL_CHECK and check_is_over(
        application, timezone.localdate()
    )
    over = over or (seated and application.where is State.APPEAL)
    actor = whose_turn(application.where, done=over)
    return sentence_case(ACTOR_CHOICES[actor]) if actor else ""


def _clusters(person: User) -> list[OwnCluster]:
    organisations = list(
        Organisation.objects.of(person).filter(
            kind=OrganisationKind.CLUSTER, withdrawn__isnull=True
        )
    )
    edited = set(
        person.memberships.editors()
        .filter(organisation__in=organisations)
        .values_list("organisation", flat=True)
    )
    held: dict[int, list[Label]] = {}
    for label in Label.objects.held().filter(organisation__in=organisations):
        held.setdefault(label.organisation_id, []).append(label)
    under_way = {
        each.organisation_id: each
        for each in Application.objects.open().filter(organisation__in=organisations)
    }
    return [
        OwnCluster(each, held.get(each.pk, []), under_way.get(each.pk), each.pk in edited)
        for each in organisations
    ]


def _assigned(person: User) -> list[FileLine]:
    found = (
        Application.objects.visible_to(person)
        .open()
        .filter(pk__in=person.label_assignments.standing().values("application"))
        .select_related("organisation")
    )
    return [
        FileLine(
            each,
            sentence_case(each.get_state_display()),
            TONES.get(each.where, "info"),
            _turn(each),
        )
        for each in found
    ]


def _appeals(person: User) -> list[Appeal]:
    return list(
        Appeal.objects.open()
        .filter(pk__in=person.appeal_seats.values("appeal"))
        .select_related("application__organisation", "label__organisation")
    )


def _waiting(person: User) -> int:
    mine = [state for state, actor in TURN.items() if actor.value == "secretariat"]
    heard = Appeal.objects.seated().values("application")
    return (
        Application.objects.visible_to(person)
        .filter(state__in=mine)
        .exclude(state=State.APPEAL, pk__in=heard)
        .count()
    )
