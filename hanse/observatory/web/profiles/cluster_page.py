"""What the page of a regional cluster shows: every figure, its stars, what is inside and near."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import polars as pl
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanse.foundation.web.charts.chart import Chart
from hanse.foundation.web.charts.line import Line, Point, line_chart
from hanse.foundation.web.figures import Kind as Shape
from hanse.foundation.web.figures import shaped
from hanse.foundation.web.tables import Status, Table
from hanse.observatory.catalogue import CATALOGUE
from hanse.observatory.questions.category import category_coverage
from hanse.observatory.questions.cluster import (
    cluster_history,
    cluster_industries,
    clusters_of,
    known_counts,
    related_here,
)
from hanse.observatory.questions.lists import Kind, Place
from hanse.observatory.questions.region import peers
from hanse.observatory.ratings.explained import Judged, Threshold, explained, rule_in
from hanse.observatory.statuses import status_of
from hanse.observatory.tables import FLAGS
from hanse.observatory.warehouse import Reader
from hanse.observatory.web.asking import Choice, edition_choice, home_crumb, year_choice
from hanse.observatory.web.profiles.cluster_tables import (
    industries_table,
    peers_table,
    related_table,
)
from hanse.observatory.web.setting import Setting
from hanse.observatory.web.table_files import csv_link
from hanse.observatory.web.wording import (
    decimals_of,
    definition_of,
    kind_of,
    name_of,
    reason_words,
)

_CHARTED: Final = ("employment_persons", "location_quotient")
_FLAG_WORDS: Final[Mapping[str, str | Promise]] = {
    "b": gettext_lazy("break in the series"),
    "c": gettext_lazy("confidential"),
    "d": gettext_lazy("definition differs"),
    "e": gettext_lazy("estimated"),
    "f": gettext_lazy("forecast"),
    "i": gettext_lazy("filled in by Hanse"),
    "n": gettext_lazy("not significant"),
    "p": gettext_lazy("provisional"),
    "r": gettext_lazy("revised"),
    "s": gettext_lazy("Eurostat estimate"),
    "u": gettext_lazy("low reliability"),
    "z": gettext_lazy("not applicable"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of the cluster. of: how many clusters of the category have a place.

    inputs: what it is made from; flags: what the source says of it; points: its years.
    """

    code: str
    name: str
    value: float | None
    kind: Shape
    decimals: int | None
    status: Status
    definition: str
    place: int | None
    of: int
    inputs: str
    flags: str
    points: Sequence[Point]
    said: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of the rule, or its floor: whether it was met, and its conditions in words.

    A floor that asks for nothing has no conditions.
    """

    label: str
    met: bool | None
    conditions: Sequence[str]


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """What the page shows. reason: why it has no stars, or fewer than it might; "" for none.

    to_confirm: whether a number of the rule was not read in its own source.
    """

    reader: Reader
    category: Kind
    place: Place
    country: str
    scheme_title: str
    year: int
    of: int
    stars: int | None
    reason: str
    rule: str
    rule_address: str
    floor: Criterion
    criteria: Sequence[Criterion]
    to_confirm: bool
    trail: Sequence[tuple[str, str]]
    choices: Sequence[Choice]
    first: Sequence[Told]
    figures: Sequence[Told]
    charts: Sequence[Chart]
    downloads: Sequence[tuple[str, str]]
    industries: Table
    coverage: Sequence[tuple[str, float]]
    related: Table
    peers: Table
    region_address: str
    category_address: str
    atlas: str
    finder: str


def cluster_page(here: Setting, category: Kind, place: Place) -> ClusterPage:
    """The page of a category in a region."""
    of = (category.scheme, category.code)
    history = cluster_history(here.reader, *of, place.code)
    years = history.to_dicts()
    row = next((each for each in years if each["year"] == here.year), {})
    rating = here.reader.manifest["rating"]
    rule = rule_in(rating)
    ranked = [code for code in CATALOGUE if f"{code}_rank" in row]
    counts, cuts = known_counts(here.reader, *of, here.year, ranked, rule)
    floor, *criteria = explained(rule, row, cuts)
    figures = [
        _told(here, code, row, years, counts.get(code, 0))
        for code, entry in CATALOGUE.items()
        if code in here.lists.columns["clusters"] and not entry.is_rank
    ]
    by_code = {each.code: each for each in figures}
    coverage = category_coverage(here.reader, *of, here.year)
    alike = peers(here.reader, place.code, here.scheme, here.year)
    return ClusterPage(
        reader=here.reader,
        category=category,
        place=place,
        country=here.country_name(place.country) if place.country else "",
        scheme_title=here.lists.schemes[category.scheme],
        year=here.year,
        of=here.stars,
        stars=row.get("stars"),
        reason=reason_words(row.get("stars_reason")),
        rule=rating["label"],
        rule_address=definition_of(rating["code"], here.addresses),
        floor=_criterion(floor, counts),
        criteria=[_criterion(each, counts) for each in criteria],
        to_confirm=not all(
            threshold.confirmed for each in (floor, *criteria) for threshold in each.thresholds
        ),
        trail=_trail(here, category, place),
        choices=[year_choice(here), *edition_choice(here)],
        first=[
            by_code[code]
            for code in ("employment_persons", "location_quotient", "employment_growth_cagr")
            if code in by_code
        ],
        figures=figures,
        charts=[_chart(here, category, place, by_code[code]) for code in _CHARTED],
        downloads=csv_link(here, "cluster_table", *of, place.code, "years"),
        industries=industries_table(
            here,
            category,
            place,
            cluster_industries(here.reader, *of, place.code, here.year).to_dicts(),
        ),
        coverage=[(name_of(code), share) for code, share in coverage.items()],
        related=related_table(
            here, category, place, related_here(here.reader, *of, place.code, here.year).to_dicts()
        ),
        peers=peers_table(
            here,
            category,
            place,
            dict(alike.iter_rows()),
            clusters_of(here.reader, *of, alike["region"].to_list(), here.year).to_dicts(),
        ),
        region_address=here.addresses.region(place.code),
        category_address=here.addresses.category(*of),
        atlas=here.addresses.page(
            "atlas", scheme=category.scheme, category=category.code, year=here.year
        ),
        finder=here.addresses.page(
            "finder", scheme=category.scheme, category=category.code, year=here.year
        ),
    )


def cluster_tables(
    here: Setting, category: Kind, place: Place
) -> dict[str, Callable[[], pl.DataFrame]]:
    """The tables of the page by the name of their file."""
    of = (category.scheme, category.code, place.code)
    return {
        "years": partial(cluster_history, here.reader, *of),
        "industries": partial(cluster_industries, here.reader, *of, here.year),
        "related": partial(related_here, here.reader, *of, here.year, 50),
    }


def _trail(here: Setting, category: Kind, place: Place) -> list[tuple[str, str]]:
    trail = [home_crumb(), (_("Regions"), here.addresses.page("regions"))]
    if place.country:
        address = here.addresses.page("regions", country=place.country)
        trail.append((here.country_name(place.country), address))
    return [*trail, (place.name, here.addresses.region(place.code)), (category.label, "")]


def _told(
    here: Setting, code: str, row: Mapping[str, Any], years: Sequence[Mapping[str, Any]], of: int
) -> Told:
    entry = CATALOGUE[code]
    points: list[Point] = [(each["year"], each[code], status_of(code, each)) for each in years]
    known = [(year, value) for year, value, _status in points if value is not None]
    said = _("%(name)s has no figure in any year") % {"name": name_of(code)}
    if known:
        said = _("%(name)s from %(first)s in %(from)d to %(last)s in %(to)d") % {
            "name": name_of(code),
            "first": shaped(known[0][1], kind_of(code), decimals=decimals_of(code)),
            "from": known[0][0],
            "last": shaped(known[-1][1], kind_of(code), decimals=decimals_of(code)),
            "to": known[-1][0],
        }
    letters = "".join(
        dict.fromkeys("".join(row.get(f"{each}_flag") or "" for each in entry.inputs))
    )
    return Told(
        code=code,
        name=name_of(code),
        value=row.get(code),
        kind=kind_of(code),
        decimals=decimals_of(code),
        status=status_of(code, row),
        definition=definition_of(code, here.addresses),
        place=row.get(f"{code}_rank"),
        of=of,
        inputs=", ".join(name_of(each) for each in entry.inputs if each != code),
        flags="; ".join(_flag_words(letter) for letter in letters),
        points=points,
        said=said,
    )


def _flag_words(letter: str) -> str:
    """A flag of the source in words, as `tables.FLAGS` has them."""
    return str(_FLAG_WORDS.get(letter) or FLAGS.get(letter, letter))


def _criterion(judged: Judged, counts: Mapping[str, int]) -> Criterion:
    labels = {
        "Size": _("Size"),
        "Specialisation": _("Specialisation"),
        "Focus": _("Focus"),
        "Productivity": _("Productivity"),
        "Dynamism": _("Dynamism"),
        "Strong": _("Strong"),
        "Strong, top tenth": _("Strong, top tenth"),
        "Significant": _("Significant"),
        "Qualifying": _("Qualifying"),
    }
    return Criterion(
        label=labels.get(judged.label, judged.label) if judged.code else _("Floor"),
        met=judged.met,
        conditions=[
            _condition(each, counts)
            for each in judged.thresholds
            if each.kind != "at_least" or each.number > 0
        ],
    )


def _condition(threshold: Threshold, counts: Mapping[str, int]) -> str:
    """A condition in a sentence: what is needed, and what there is."""

    def said(value: float | None) -> str:
        if value is None:
            return _("not known")
        return shaped(value, kind_of(threshold.column), decimals=decimals_of(threshold.column))

    words = {
        "name": name_of(threshold.column),
        "figure": said(threshold.figure),
        "limit": said(threshold.cut_off),
        "share": shaped(threshold.number, "percent", decimals=0),
        "above": shaped(1 - threshold.number, "percent", decimals=0),
        "count": counts.get(threshold.column, 0),
    }
    if threshold.kind == "at_least":
        return _("%(name)s %(figure)s; at least %(limit)s is needed.") % words
    if threshold.kind == "top_share":
        return (
            _("%(name)s %(figure)s; %(limit)s is needed, the top %(share)s of %(count)d regions.")
            % words
        )
    if threshold.kind == "at_least_quantile":
        return (
            _("%(name)s %(figure)s; %(limit)s is needed, the top %(above)s of %(count)d regions.")
            % words
        )
    return (
        _("%(name)s %(figure)s; more than %(limit)s is needed, the top %(above)s of the regions.")
        % words
    )


def _chart(here: Setting, category: Kind, place: Place, figure: Told) -> Chart:
    return line_chart(
        [Line(place.name, figure.points)],
        title=figure.name,
        y_kind=figure.kind,
        y_label=_("Persons") if figure.kind == "count" else _("1 is the average of all regions"),
        guide=1.0 if figure.code == "location_quotient" else None,
        downloads=csv_link(
            here, "cluster_table", category.scheme, category.code, place.code, "years"
        ),
    )
