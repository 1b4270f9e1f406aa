"""Agreements of the reader's organisations: what waits, what is due, their calendar."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from hanse.collaboration.agreements.obligations import STANDING_WORDS, Standing, standing
from hanse.collaboration.agreements.states import CONCLUDED
from hanse.collaboration.web.agreement_calendar import calendar_address, calendar_of, owner_of
from hanse.collaboration.web.agreement_lines import lines, state_words
from hanse.collaboration.web.agreement_page import OBLIGATION_TONES
from hanse.collaboration.web.models.agreement_files import Obligation
from hanse.collaboration.web.models.agreements import Agreement, AgreementQuerySet
from hanse.collaboration.web.partial_date_field import in_words
from hanse.foundation.roles import Role
from hanse.foundation.web.access import person_of
from hanse.foundation.web.tables import Cell, Column, Table, sorted_page


@dataclass(frozen=True, slots=True)
class DueLine:
    """An obligation that is not met."""

    obligation: Obligation
    who: str
    due: str
    standing: str
    tone: str


@dataclass(frozen=True, slots=True)
class Mine:
    """The page. all: whether it shows all agreements run on this site, as officers see them."""

    table: Table
    due: list[DueLine]
    calendar: str
    all: bool
    may_create: bool


@login_required
@require_GET
def agreements_mine(request: HttpRequest) -> HttpResponse:
    """The agreements one takes part in, drafts too; for officers all that are run here."""
    person = person_of(request)
    officer = person.has_role(Role.OFFICER)
    found = Agreement.objects.filter(record_key__isnull=True)
    found = found if officer else found.of_editors(person)
    page = Mine(
        table=_table(request, found),
        due=_due(found),
        calendar=calendar_address(person),
        all=officer,
        may_create=officer or person.memberships.editors().exists(),
    )
    return render(request, "collaboration/agreements_mine.html", {"page": page})


@require_safe
def agreements_calendar(_request: HttpRequest, number: int, code: str) -> HttpResponse:
    """The calendar behind an address that one person was given."""
    person = owner_of(number, code)
    if person is None:
        raise Http404(_("There is no such calendar."))
    answer = HttpResponse(calendar_of(person), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="agreements.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _table(request: HttpRequest, found: AgreementQuerySet) -> Table:
    return sorted_page(
        [
            {
                "title": Cell(each.title, reverse("agreement_detail", args=[each.slug])),
                "parties": Cell("; ".join(each.names)),
                "state": Cell(state_words(each.state)),
                "ends": Cell(in_words(each.ends_on)),
            }
            for each in lines(found)
        ],
        request.GET,
        [
            Column("title", _("Agreement"), sortable=True),
            Column("parties", _("Parties")),
            Column("state", _("State"), sortable=True),
            Column("ends", _("Ends")),
        ],
        caption=_("Agreements"),
        empty=_("There is none yet."),
    )


def _due(found: AgreementQuerySet) -> list[DueLine]:
    today = timezone.localdate()
    rows = Obligation.objects.filter(
        agreement__in=found.filter(state__in=[each.value for each in CONCLUDED]),
        met_on__isnull=True,
    ).select_related("agreement", "party__organisation")
    made = []
    for each in rows:
        how = standing(each.due, met=False, on=today)
        if how in {Standing.SOON, Standing.OVERDUE}:
            made.append(
                DueLine(
                    each,
                    each.party.organisation.name if each.party else _("all parties"),
                    in_words(each.due),
                    _(STANDING_WORDS[how]),
                    OBLIGATION_TONES[how],
                )
            )
    return made
