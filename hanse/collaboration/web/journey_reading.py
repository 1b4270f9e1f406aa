"""The journey as somebody may see it: organisations, relations, generations and networks, kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext

from hanse.collaboration.journey.drawing import Drawn, drawn
from hanse.collaboration.journey.evidence import Evidence
from hanse.collaboration.journey.generations import Reached, number_of, reached
from hanse.collaboration.journey.network import (
    Figures,
    GroupFigures,
    Network,
    YearFigures,
    by_group,
    figures,
    network,
    over_time,
)
from hanse.collaboration.journey.relations import Pair, Relation, pairs_of, relations
from hanse.collaboration.journey.rules import JourneyRules, journey_rules
from hanse.collaboration.web.evidence_sources import evidence, version
from hanse.collaboration.web.models.profiles import CodeKind, ProfileCode
from hanse.foundation.roles import Role
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User
from hanse.observatory.schemes.loader import scheme

DASH: Final = " \N{EN DASH} "
"""Stands between the names of two organisations."""


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation as pages of the journey name it. categories: codes of its profile."""

    key: int
    slug: str
    name: str
    kind: str
    country: str
    region: str
    fictitious: bool
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything on record by a day for one audience.

    parties: organisations with any evidence. since: key -> the year of its first record; without a
    known day there is no year. confidential: pairs with a record that is for its parties alone.
    """

    on: date
    rules: JourneyRules
    evidence: tuple[Evidence, ...]
    parties: Mapping[int, Party]
    since: Mapping[int, int]
    related: Mapping[Pair, Relation]
    steps: Mapping[Pair, tuple[Reached, ...]]
    confidential: int = 0

    @property
    def countries(self) -> dict[int, str]:
        """Key -> country."""
        return {key: each.country for key, each in self.parties.items()}

    def generation(self, pair: Pair) -> int:
        """The generation of a pair; 0 without a relation."""
        return number_of(self.steps.get(pair, ()))


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the network a page shows. year: its end; "" or None: no condition."""

    year: int
    country: str = ""
    category: str = ""
    kind: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A network with everything a page shows of it."""

    network: Network
    figures: Figures
    drawn: Drawn
    countries: list[GroupFigures]
    categories: list[GroupFigures]
    years: list[YearFigures]


def sees_all(person: Somebody) -> bool:
    """Whether `person` sees evidence that is not public, the confidential apart."""
    return isinstance(person, User) and (person.has_role(Role.OFFICER) or person.is_administrator)


def evidence_for(person: Somebody) -> list[Evidence]:
    """What `person` may know: public records and those of own organisations.

    Officers know all that is not for its parties alone.
    """
    own, officer = own_organisations(person), sees_all(person)
    return [
        each
        for each in evidence()
        if _is_for(each, officer=officer) or not own.isdisjoint(each.parties)
    ]


def own_organisations(person: Somebody) -> frozenset[int]:
    """Keys of the organisations `person` belongs to. One query for people signed in."""
    if not isinstance(person, User) or not person.is_active:
        return frozenset()
    return frozenset(Organisation.objects.of(person).values_list("pk", flat=True))


def whole(on: date, *, everything: bool = False) -> Whole:
    """What is on record by a day: for the public, or everything that officers may know."""
    return _whole(version(), on, everything)


def shown(of: Whole, asked: Asked) -> Shown:
    """A part of the network; kept for the version of its evidence."""
    return _shown(_Held(of), asked)


def parties(keys: Iterable[int]) -> dict[int, Party]:
    """Organisations by key, with the categories of published profiles. Two queries."""
    wanted = list(keys)
    categories: dict[int, list[str]] = {}
    for key, code in ProfileCode.objects.filter(
        profile__organisation__in=wanted, profile__published=True, kind=CodeKind.CATEGORY
    ).values_list("profile__organisation", "code"):
        categories.setdefault(key, []).append(code)
    rows = Organisation.objects.filter(pk__in=wanted).values_list(
        "pk", "slug", "name", "kind", "country", "region", "fictitious"
    )
    return {row[0]: Party(*row, tuple(sorted(categories.get(row[0], ())))) for row in rows}


@lru_cache(maxsize=1)
def _labels() -> Mapping[str, str]:
    return {code: each.label for code, each in scheme("traded_local").categories.items()}


def category_label(code: str) -> str:
    """The name of a cluster category; its code where it is not one of ours."""
    label = _labels().get(code)
    return gettext(label) if label else code


@lru_cache(maxsize=4)
def _whole(of: str, on: date, everything: bool) -> Whole:
    rules = journey_rules()
    known = tuple(each for each in evidence(of) if _is_for(each, officer=everything))
    found = parties({key for each in known for key in each.parties})
    related = relations(known, on, rules)
    countries = {key: each.country for key, each in found.items()}
    since: dict[int, int] = {}
    for each in known:
        if each.since is not None:
            for key in each.parties:
                since[key] = min(since.get(key, each.since.year), each.since.year)
    return Whole(
        on,
        rules,
        known,
        found,
        since,
        related,
        {pair: reached(each.evidence, on, countries, rules) for pair, each in related.items()},
        len({pair for each in evidence(of) if each.confidential for pair in pairs_of(each)}),
    )


def _is_for(each: Evidence, *, officer: bool) -> bool:
    """Whether a record is for everybody, or for officers where they ask."""
    return each.public or (officer and not each.confidential)


class _Held:
    """A `Whole` as the key of what is kept: two are the same where they are one object."""

    def __init__(self, of: Whole) -> None:
        self.of = of

    def __hash__(self) -> int:
        return id(self.of)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.of is self.of


@lru_cache(maxsize=32)
def _shown(held: _Held, asked: Asked) -> Shown:
    of = held.of
    now = asked.year >= of.on.year
    on = of.on if now else date(asked.year, 12, 31)
    chosen = {
        key: each
        for key, each in of.parties.items()
        if (not asked.country or each.country == asked.country)
        and (not asked.category or asked.category in each.categories)
        and (not asked.kind or each.kind == asked.kind)
    }
    # Of the past only what is dated; today also what nobody knows the day of.
    there = [key for key in chosen if now or of.since.get(key, asked.year + 1) <= asked.year]
    related = of.related if now else relations(of.evidence, on, of.rules, undated=False)
    made = network(there, related, quiet=asked.quiet)
    known = figures(made)
    first = min(of.since.values(), default=of.on.year)
    days = [date(year, 12, 31) for year in range(first, of.on.year)] + [of.on]
    return Shown(
        made,
        known,
        drawn(made, known),
        by_group(made, {key: [each.country] for key, each in chosen.items()}),
        by_group(made, {key: each.categories for key, each in chosen.items()}),
        over_time(
            {key: year for key, year in of.since.items() if key in chosen},
            of.evidence,
            days,
            of.rules,
        ),
    )
