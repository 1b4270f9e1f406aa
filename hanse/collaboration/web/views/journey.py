"""Pages of the journey: from networking to partnership, for all, for one organisation, for two."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hanse.collaboration.journey.evidence import Evidence, EvidenceKind
from hanse.collaboration.journey.generations import (
    Reached,
    consortium_reached,
    next_step,
    number_of,
    reached,
)
from hanse.collaboration.journey.relations import Relation, pair_of, relations
from hanse.collaboration.journey.rules import GENERATIONS, JourneyRules, NextStep, journey_rules
from hanse.collaboration.journey.words import (
    GENERATION_WORDS,
    KIND_MEANINGS,
    KIND_WORDS,
)
from hanse.collaboration.web.evidence_sources import address_of, label_of
from hanse.collaboration.web.journey_onward import onward
from hanse.collaboration.web.journey_reading import (
    DASH,
    Whole,
    evidence_for,
    own_organisations,
    parties,
    sees_all,
    whole,
)
from hanse.collaboration.web.journey_tables import relation_address, relations_table
from hanse.collaboration.web.partner_permits import edits
from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.charts.line import Line, line_chart
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.tables import Table

_LATEST: Final = 8


@dataclass(frozen=True, slots=True)
class GenerationTile:
    """A generation: its number, name, and how many relations and consortia have got to it."""

    number: int
    name: str
    relations: int
    consortia: int


@dataclass(frozen=True, slots=True)
class LatestStep:
    """A generation that two organisations reached lately."""

    on: date
    names: str
    address: str
    generation: str
    reason: str


@dataclass(frozen=True, slots=True)
class ConsortiumRow:
    """A consortium with its generation and since when."""

    label: str
    address: str
    members: int
    countries: int
    generation: str
    on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in words: what it leads to and why."""

    generation: str
    reason: str


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A kind of evidence: what it is, what it weighs, why."""

    kind: str
    meaning: str
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class JourneyPage:
    """The main page of the journey. fictitious: some organisations on it are made up."""

    tiles: list[GenerationTile]
    chart: Chart | None
    latest: list[LatestStep]
    consortia: list[ConsortiumRow]
    rules: list[RuleRow]
    consortium_rules: list[RuleRow]
    weights: list[WeightRow]
    decided_by: str
    quiet_after_years: float
    may_see_changes: bool
    fictitious: bool


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """The journey of one organisation. private: it shows records that are not public."""

    organisation: Organisation
    table: Table
    tiles: list[GenerationTile]
    steps: list[tuple[str, str, str, str]]
    private: bool


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A record on a timeline."""

    record: Evidence
    kind: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class RelationPage:
    """What two organisations have had to do with each other.

    onward: where the reader takes the next step for one of them; "" for others.
    """

    one: Organisation
    other: Organisation
    relation: Relation | None
    generation: int
    generation_name: str
    reached: list[tuple[Reached, str, str]]
    next: tuple[str, str] | None
    onward: str
    timeline: list[TimelineEntry]
    private: bool


@require_GET
def journey(request: HttpRequest) -> HttpResponse:
    """How far relations have come, over the years, and by which rules."""
    today = timezone.localdate()
    of = whole(today)
    consortia = _consortia(of)
    page = JourneyPage(
        _tiles(of, [number for _row, number in consortia]),
        _chart(of),
        _latest(of),
        [row for row, _number in consortia],
        [
            RuleRow(_(GENERATION_WORDS[each.number]), _(way.reason))
            for each in of.rules.generation
            for way in each.way
        ],
        [
            RuleRow(_(GENERATION_WORDS[each.number]), _(way.reason))
            for each in of.rules.consortium
            for way in each.way
        ],
        [
            WeightRow(
                _(KIND_WORDS[each.kind]), _(KIND_MEANINGS[each.kind]), each.weight, _(each.reason)
            )
            for each in of.rules.weight
        ],
        _(of.rules.decided_by),
        of.rules.quiet_after_months / 12,
        sees_all(request.user),
        any(each.fictitious for each in of.parties.values()),
    )
    return render(request, "collaboration/journey.html", {"page": page})


@require_GET
def organisation_journey(request: HttpRequest, slug: str) -> HttpResponse:
    """With whom an organisation has got how far."""
    organisation = _organisation(request, slug)
    today = timezone.localdate()
    rules = journey_rules()
    known = [each for each in evidence_for(request.user) if organisation.pk in each.parties]
    of = _around(organisation, known, today, rules)
    pairs = list(of.related)
    suggested = []
    for pair in sorted(pairs, key=lambda each: -of.related[each].strength):
        step = next_step(of.related[pair], of.generation(pair), rules)
        if step is not None:
            other = of.parties[pair[0] if pair[1] == organisation.pk else pair[1]]
            suggested.append((other.name, relation_address(pair, of), _(step.text), _(step.reason)))
    page = OrganisationPage(
        organisation,
        relations_table(
            pairs, of, request.GET, caption=_("Relations on record"), about=organisation.pk
        ),
        _tiles(of, []),
        suggested[:_LATEST],
        any(not each.public for each in known),
    )
    return render(request, "collaboration/organisation_journey.html", {"page": page})


@require_GET
def relation(request: HttpRequest, slug: str, other: str) -> HttpResponse:
    """The timeline of two organisations, their generation by which rule, and the next step."""
    one, two = _organisation(request, slug), _organisation(request, other)
    if one.pk == two.pk:
        raise Http404(_("A relation is between two organisations."))
    today = timezone.localdate()
    rules = journey_rules()
    pair = pair_of(one.pk, two.pk)
    known = [each for each in evidence_for(request.user) if set(pair) <= set(each.parties)]
    keys = {key for each in known for key in each.parties}
    own = own_organisations(request.user)
    countries = {key: each.country for key, each in parties(keys).items()}
    found = relations(known, today, rules).get(pair)
    steps = reached(found.evidence, today, countries, rules) if found else ()
    step = next_step(found, number_of(steps), rules) if found else None
    page = RelationPage(
        one,
        two,
        found,
        number_of(steps),
        _(GENERATION_WORDS[number_of(steps)]),
        [(each, _(GENERATION_WORDS[each.number]), _(each.reason)) for each in steps],
        (_(step.text), _(step.reason)) if step else None,
        _onward(request, step, found, one, two),
        [
            TimelineEntry(
                each,
                _(KIND_WORDS[each.kind]),
                label_of(each),
                # A private record has a page for its parties alone.
                address_of(each) if each.public or not own.isdisjoint(each.parties) else "",
            )
            for each in (found.evidence if found else ())
        ],
        any(not each.public for each in known),
    )
    return render(request, "collaboration/relation.html", {"page": page})


def _onward(
    request: HttpRequest,
    step: NextStep | None,
    found: Relation | None,
    one: Organisation,
    two: Organisation,
) -> str:
    """Where the reader takes the next step, as an editor of one of the two; "" for others."""
    if step is None or found is None:
        return ""
    for own, other in ((one, two), (two, one)):
        if edits(request.user, own):
            return onward(step.code, own, other, found.evidence)
    return ""


def _organisation(request: HttpRequest, slug: str) -> Organisation:
    """The organisation of an address. Raises `Http404` unless it stands."""
    seen = Organisation.objects.visible_to(request.user).filter(withdrawn__isnull=True)
    found: Organisation = get_object_or_404(seen, slug=slug)
    return found


def _around(
    organisation: Organisation, known: Sequence[Evidence], on: date, rules: JourneyRules
) -> Whole:
    """What is on record of one organisation, without the relations of the others."""
    found = parties({key for each in known for key in each.parties})
    countries = {key: each.country for key, each in found.items()}
    related = {
        pair: each for pair, each in relations(known, on, rules).items() if organisation.pk in pair
    }
    steps = {pair: reached(each.evidence, on, countries, rules) for pair, each in related.items()}
    return Whole(on, rules, tuple(known), found, {}, related, steps)


def _tiles(of: Whole, consortia: Sequence[int]) -> list[GenerationTile]:
    counted = Counter(number_of(each) for each in of.steps.values())
    formed = Counter(consortia)
    return [
        GenerationTile(number, _(GENERATION_WORDS[number]), counted[number], formed[number])
        for number in GENERATIONS
    ]


def _consortia(of: Whole) -> list[tuple[ConsortiumRow, int]]:
    """Consortia by generation, the furthest first."""
    countries = of.countries
    rows = []
    for each in of.evidence:
        if each.kind is not EvidenceKind.CONSORTIUM:
            continue
        steps = consortium_reached(each, of.related, of.on, countries, of.rules)
        top = steps[-1] if steps else None
        number = number_of(steps)
        row = ConsortiumRow(
            label_of(each),
            address_of(each),
            len(each.parties),
            len({countries[key] for key in each.parties}),
            _(GENERATION_WORDS[number]),
            top.on if top else None,
            _(top.reason) if top else "",
        )
        rows.append((row, number))
    return sorted(rows, key=lambda each: (-each[1], each[0].label))


def _latest(of: Whole) -> list[LatestStep]:
    dated = [
        (step.on, pair, step)
        for pair, steps in of.steps.items()
        for step in steps
        if step.on is not None and not step.implied
    ]
    dated.sort(key=lambda each: (each[0], each[1]), reverse=True)
    return [
        LatestStep(
            day,
            DASH.join(of.parties[key].name for key in pair),
            relation_address(pair, of),
            _(GENERATION_WORDS[step.number]),
            _(step.reason),
        )
        for day, pair, step in dated[:_LATEST]
    ]


def _chart(of: Whole) -> Chart | None:
    """Relations that had reached each generation by the end of each year."""
    days = [
        (step.number, step.on.year)
        for steps in of.steps.values()
        for step in steps
        if step.on is not None
    ]
    if not days:
        return None
    first = min(year for _number, year in days)
    counted = Counter(days)

    def by(year: int, number: int) -> float:
        return float(sum(n for (g, y), n in counted.items() if g == number and y <= year))

    lines = [
        Line(
            _(GENERATION_WORDS[number]),
            [(float(year), by(year, number), "observed") for year in range(first, of.on.year + 1)],
        )
        for number in GENERATIONS
    ]
    return line_chart(
        lines,
        title=_("Relations that have reached each generation"),
        y_kind="count",
        y_label=_("Pairs of organisations"),
        note=_("At the end of each year; this year so far. Records without a day are left out."),
        downloads=[(_("CSV of the network"), reverse("network_ties_csv"))],
    )
