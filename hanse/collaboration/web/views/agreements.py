"""Agreements and missions for everybody: list, map, line of time, files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hanse.collaboration.web.agreement_lines import (
    COLUMNS,
    MISSION_COLUMNS,
    Line,
    Wanted,
    chosen,
    line_row,
    mission_row,
    public_lines,
    state_words,
)
from hanse.collaboration.web.agreement_pictures import World, timeline_chart, world
from hanse.collaboration.web.forms.agreements import AgreementFilterForm
from hanse.collaboration.web.mission_words import figures_in_words, span_in_words
from hanse.collaboration.web.models.agreement_files import RecordedMission
from hanse.collaboration.web.partial_date_field import in_words
from hanse.collaboration.web.row_answers import row_file
from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.countries import country_names
from hanse.foundation.web.models.people import User
from hanse.foundation.web.tables import Cell, Column, Row, Table, sorted_page

_ROWS: Final = 25
_WORDS: Final = ("q", "state", "country", "partner", "year")


@dataclass(frozen=True, slots=True)
class AgreementsPage:
    """The page. found: how many there are. own: whether the reader may have agreements here."""

    form: AgreementFilterForm
    table: Table
    world: World | None
    chart: Chart | None
    found: int
    countries: int
    on_record: int
    fictitious: bool
    signed_in: bool


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Agreements by title, party, state, country and year, on a map and on a line of time."""
    every = public_lines()
    form = AgreementFilterForm(every, request.GET)
    found = chosen(every, _wanted(form))
    words = {name: request.GET[name] for name in _WORDS if request.GET.get(name)}
    others = {name: word for name, word in words.items() if name != "country"}
    page = AgreementsPage(
        form=form,
        table=_table(request, found, words),
        world=world(found, lambda code: f"?{urlencode({**others, 'country': code})}")
        if found
        else None,
        chart=timeline_chart(found, timezone.localdate()),
        found=len(found),
        countries=len({code for each in found for code in each.countries}),
        on_record=sum(each.on_record for each in found),
        fictitious=any(each.fictitious for each in found),
        signed_in=isinstance(request.user, User),
    )
    return render(request, "collaboration/agreements.html", {"page": page})


@require_safe
def agreements_file(request: HttpRequest, form: str) -> HttpResponse:
    """The agreements that the page shows, as CSV or JSON; names in English."""
    every = public_lines()
    found = chosen(every, _wanted(AgreementFilterForm(every, request.GET)))
    return row_file([line_row(each) for each in found], COLUMNS, "agreements", form)


@require_safe
def missions_on_record(request: HttpRequest) -> HttpResponse:
    """Missions that public sources name, with what is known of them."""
    names = country_names()
    table = sorted_page(
        [_mission(each, names) for each in _missions()],
        request.GET,
        [
            Column("title", _("Mission"), sortable=True),
            Column("when", _("When")),
            Column("where", _("Where"), sortable=True),
            Column("theme", _("Theme")),
            Column("figures", _("How many")),
            Column("source", _("Source")),
        ],
        caption=_("Missions on record"),
        per_page=50,
        downloads=[
            (form.upper(), reverse("missions_file", args=[form])) for form in ("csv", "json")
        ],
        empty=_("No missions are on record here."),
    )
    return render(request, "collaboration/missions_on_record.html", {"table": table})


@require_safe
def missions_file(_request: HttpRequest, form: str) -> HttpResponse:
    """Missions on record as CSV or JSON."""
    return row_file([mission_row(each) for each in _missions()], MISSION_COLUMNS, "missions", form)


def _missions() -> list[RecordedMission]:
    return list(RecordedMission.objects.select_related("agreement"))


def _mission(mission: RecordedMission, names: Mapping[str, str]) -> Row:
    where = ", ".join(filter(None, (mission.place, names.get(mission.country, ""))))
    title = mission.title if mission.held else f"{mission.title} ({_('planned')})"
    under = mission.agreement.get_absolute_url() if mission.agreement else ""
    return {
        "title": Cell(title, under),
        "when": Cell(span_in_words(mission.begins, mission.ends)),
        "where": Cell(where),
        "theme": Cell(mission.theme),
        "figures": Cell(figures_in_words(mission.figures)),
        "source": Cell(mission.source, mission.source_address),
    }


def _wanted(form: AgreementFilterForm) -> Wanted:
    form.is_valid()
    # A field that cannot be understood is left out; the form says so beside it.
    given: Mapping[str, Any] = form.cleaned_data
    return Wanted(
        words=given.get("q") or "",
        state=given.get("state") or "",
        country=given.get("country") or "",
        partner=given.get("partner") or "",
        year=given.get("year"),
    )


def _table(request: HttpRequest, found: Sequence[Line], words: Mapping[str, str]) -> Table:
    query = f"?{urlencode(words)}" if words else ""
    names = country_names()
    return sorted_page(
        [_row(each, names) for each in found],
        request.GET,
        [
            Column("title", _("Agreement"), sortable=True),
            Column("parties", _("Parties")),
            Column("countries", _("Countries"), sortable=True),
            Column("state", _("State"), sortable=True),
            Column("signed", _("Signed")),
            Column("ends", _("Ends")),
            Column("origin", _("From"), sortable=True),
        ],
        caption=_("Agreements"),
        per_page=_ROWS,
        downloads=[
            (form.upper(), f"{reverse('agreements_file', args=[form])}{query}")
            for form in ("csv", "json")
        ],
        empty=_("No agreement matches. Try fewer conditions."),
    )


def _row(line: Line, names: Mapping[str, str]) -> Row:
    return {
        "title": Cell(line.title, reverse("agreement_detail", args=[line.slug])),
        "parties": Cell("; ".join(line.names)),
        "countries": Cell(", ".join(names.get(code, code) for code in line.countries)),
        "state": Cell(state_words(line.state)),
        "signed": Cell(in_words(line.signed_on)),
        "ends": Cell(in_words(line.ends_on)),
        "origin": Cell(origin_words(line)),
    }


def origin_words(line: Line) -> str:
    """Where an agreement comes from: a public source, the demo, or its parties on this site."""
    if line.on_record:
        return _("public source")
    return _("made up") if line.fictitious else _("its parties")
