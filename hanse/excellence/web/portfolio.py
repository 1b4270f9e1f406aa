"""What the secretariat sees of all benchmarkings: how many, how complete, how well compared."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from hanse.excellence.benchmark.indicators import Comparison
from hanse.excellence.benchmark.peers import Participant, traits_of
from hanse.excellence.web.models.benchmarking import Benchmarking, BenchmarkingState
from hanse.excellence.web.models.peer_releases import PeerRelease
from hanse.excellence.web.report_words import country_name, language, trait_words
from hanse.foundation.web.tables import Cell, Column, Row, Table


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The page. participants: those whose answers the next release would use."""

    states: Sequence[tuple[str, int]]
    participants: int
    current: PeerRelease | None
    releases: Sequence[PeerRelease]
    fields: Table
    countries: Table
    answered: Table
    reach: Table | None


def portfolio(
    taking_part: Sequence[Participant], comparison: Comparison, current: PeerRelease | None
) -> Portfolio:
    """The secretariat's page, in the reader's language."""
    counted = dict(
        Benchmarking.objects.order_by().values_list("state").annotate(number=Count("pk"))
    )
    return Portfolio(
        states=[(str(state.label), counted.get(state.value, 0)) for state in BenchmarkingState],
        participants=len(taking_part),
        current=current,
        releases=list(PeerRelease.objects.defer("content").select_related("made_by")[:10]),
        fields=_counted(
            _("Participants by technology field"),
            Counter(trait_words("field", each.field, comparison) for each in taking_part),
        ),
        countries=_counted(
            _("Participants by country"),
            Counter(country_name(each.country) for each in taking_part),
        ),
        answered=_answered(taking_part, comparison),
        reach=_reach(taking_part, comparison, current) if current else None,
    )


def _counted(caption: str, numbers: Counter[str]) -> Table:
    ordered = sorted(numbers.items(), key=lambda each: (-each[1], each[0]))
    rows: list[Row] = [{"name": Cell(name), "number": Cell(number)} for name, number in ordered]
    return Table(
        caption,
        [Column("name", _("Name")), Column("number", _("Participants"), "count")],
        rows,
        empty=_("Nobody has been benchmarked yet."),
    )


def _answered(taking_part: Sequence[Participant], comparison: Comparison) -> Table:
    rows: list[Row] = []
    for indicator in comparison.indicators:
        known = sum(indicator.value(each.answers) is not None for each in taking_part)
        share = known / len(taking_part) if taking_part else None
        rows.append(
            {
                "name": Cell(comparison.name(indicator, language())),
                "known": Cell(known),
                "share": Cell(share),
            }
        )
    return Table(
        _("How completely indicators are answered"),
        [
            Column("name", _("Indicator")),
            Column("known", _("Answers"), "count"),
            Column("share", _("Share of participants"), "percent", 0),
        ],
        rows,
    )


def _reach(
    taking_part: Sequence[Participant], comparison: Comparison, current: PeerRelease
) -> Table:
    """With whom participants are compared: the narrowest group that is shown, by indicator."""
    release = current.release
    kinds: Counter[str] = Counter()
    compared = 0
    for each in taking_part:
        traits = traits_of(each, year=current.on.year, ages=comparison.ages, sizes=comparison.sizes)
        for indicator in comparison.indicators:
            compared += 1
            ladder = comparison.ladders[indicator.ladder]
            found = next(
                (one for one in ladder.groups(traits) if release.shown(indicator, one.code)), None
            )
            kinds[_kind(found.traits if found else None)] += 1
    rows: list[Row] = [
        {"kind": Cell(kind), "number": Cell(number), "share": Cell(number / compared)}
        for kind, number in sorted(kinds.items(), key=lambda each: -each[1])
    ]
    return Table(
        _("With whom participants are compared"),
        [
            Column("kind", _("Peers share")),
            Column("number", _("Figures"), "count"),
            Column("share", _("Share"), "percent", 0),
        ],
        rows,
    )


def _kind(traits: Sequence[tuple[str, str]] | None) -> str:
    if traits is None:
        return _("no group can be shown")
    words = {
        "field": _("field"),
        "country": _("country"),
        "macro_region": _("macro-region"),
        "age": _("age"),
        "size": _("size"),
    }
    return ", ".join(words[trait] for trait, _value in traits) or _("nothing: all participants")
