"""What moved in the network since a day, and what followed each action; for officers."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hanse.collaboration.journey.changes import Change, Followed, Move, by_kind, changes, followed
from hanse.collaboration.journey.evidence import EvidenceKind
from hanse.collaboration.journey.months import after
from hanse.collaboration.journey.words import GENERATION_WORDS, KIND_WORDS, MOVE_WORDS
from hanse.collaboration.web.evidence_sources import address_of, label_of
from hanse.collaboration.web.forms.network import SinceForm
from hanse.collaboration.web.journey_reading import DASH, Whole, sees_all, whole
from hanse.collaboration.web.journey_tables import relation_address
from hanse.foundation.web.tables import Cell, Column, Table, sorted_page

_MONTHS: Final = 24
_PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """The page. counts: what became of relations, and of how many. confidential: pairs of
    organisations with an accepted interest that is for the two alone."""

    form: SinceForm
    since: date
    months: int
    counts: list[tuple[str, int]]
    moved: Table
    kinds: Table
    actions: Table
    confidential: int


@login_required
@require_GET
def journey_changes(request: HttpRequest) -> HttpResponse:
    """What moved and what followed, on all that officers may know, public or not."""
    if not sees_all(request.user):
        raise PermissionDenied(_("This is for the programme's secretariat."))
    today = timezone.localdate()
    form = SinceForm(request.GET)
    form.is_valid()
    since = form.cleaned_data.get("since") or after(today, -12)
    months = form.cleaned_data.get("months") or _MONTHS
    if form.is_valid():
        # What holds stands in the fields, whether somebody asked for it or not.
        form = SinceForm({"since": since, "months": months})
    of = whole(today, everything=True)
    moved = changes(of.evidence, min(since, today), today, of.countries, of.rules)
    listed = followed(of.evidence, months, today)
    page = ChangesPage(
        form,
        since,
        months,
        [(_(MOVE_WORDS[move]), sum(each.move is move for each in moved)) for move in Move],
        _moved(moved, of, request),
        _kinds(listed, months),
        _actions(listed, request),
        of.confidential,
    )
    return render(request, "collaboration/journey_changes.html", {"page": page})


def _moved(moved: list[Change], of: Whole, request: HttpRequest) -> Table:
    columns = [
        Column("pair", _("Organisations"), sortable=True),
        Column("move", _("What moved"), sortable=True),
        Column("before", _("Then")),
        Column("now", _("Now")),
    ]
    rows = [
        {
            "pair": Cell(
                DASH.join(of.parties[key].name for key in each.pair),
                relation_address(each.pair, of),
            ),
            "move": Cell(_(MOVE_WORDS[each.move])),
            "before": Cell(_(GENERATION_WORDS[each.before])),
            "now": Cell(_(GENERATION_WORDS[each.now])),
        }
        for each in moved
    ]
    return sorted_page(
        rows,
        request.GET,
        columns,
        caption=_("Relations that moved"),
        per_page=_PER_PAGE,
        empty=_("Nothing has moved since then."),
        name="moved",
    )


def _kinds(listed: list[Followed], months: int) -> Table:
    columns = [
        Column("kind", _("Action")),
        Column("actions", _("Of which the time is over"), "count"),
        Column("followed", _("Followed by anything"), "count"),
        Column("share", _("Share"), "percent"),
        *(Column(kind.value, _(KIND_WORDS[kind]), "count") for kind in EvidenceKind),
        Column("open", _("Time still runs"), "count"),
    ]
    rows = [
        {
            "kind": Cell(_(KIND_WORDS[each.kind])),
            "actions": Cell(float(each.actions)),
            "followed": Cell(float(each.followed)),
            "share": Cell(each.share, status="observed" if each.share is not None else "missing"),
            **{kind.value: Cell(float(each.next.get(kind, 0))) for kind in EvidenceKind},
            "open": Cell(float(each.open)),
        }
        for each in by_kind(listed)
    ]
    caption = _("What followed within %(months)d months, by kind of action") % {"months": months}
    return Table(caption, columns, rows, empty=_("No action is on record yet."), name="kinds")


def _actions(listed: list[Followed], request: HttpRequest) -> Table:
    columns = [
        Column("action", _("Action")),
        Column("kind", _("Kind")),
        Column("on", _("Began on")),
        Column("next", _("What its parties did next")),
    ]
    rows = [
        {
            "action": Cell(
                label_of(each.action), address_of(each.action) if each.action.public else ""
            ),
            "kind": Cell(_(KIND_WORDS[each.action.kind])),
            "on": Cell(date_format(each.action.since) if each.action.since else ""),
            "next": Cell(_next(each)),
        }
        for each in listed
    ]
    return sorted_page(
        rows,
        request.GET,
        columns,
        caption=_("Actions and what followed"),
        per_page=_PER_PAGE,
        empty=_("No action is on record yet."),
        name="actions",
    )


def _next(each: Followed) -> str:
    if not each.next:
        return _("nothing yet") if each.open else _("nothing on record")
    shown = [f"{_(KIND_WORDS[one.kind])}: {label_of(one)}" for one in each.next[:3]]
    more = len(each.next) - len(shown)
    if more:
        shown.append(_("and %(n)d more") % {"n": more})
    return "; ".join(shown)
