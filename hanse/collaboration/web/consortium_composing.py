"""Composing from the directory: who may be asked, what they bring, how far they are apart."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Final

import numpy as np
import polars as pl
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from hanse.collaboration.consortia.calls import Call
from hanse.collaboration.consortia.composing.composer import (
    Composition,
    PartnerSet,
    compose,
    for_call,
)
from hanse.collaboration.consortia.composing.problem import Candidate, Problem, Wish
from hanse.collaboration.consortia.composing.reasons import Reason, ReasonKind
from hanse.collaboration.consortia.composing.relatedness import relatedness, tie_strength
from hanse.collaboration.web.evidence_sources import evidence
from hanse.collaboration.web.models.consortia import edited_by
from hanse.collaboration.web.models.profiles import CodeKind, Profile
from hanse.collaboration.web.offer_words import CATEGORY_SCHEME, code_name
from hanse.foundation.web.countries import country_names
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind
from hanse.foundation.web.models.people import Somebody
from hanse.observatory.questions.category import proximities
from hanse.observatory.questions.lists import lists
from hanse.observatory.warehouse import Reader
from hanse.observatory.web.reading import reader_for

CAPABILITIES: Final = (CodeKind.CATEGORY, CodeKind.EMERGING, CodeKind.TECHNOLOGY)
"""What a profile names that a partner can bring."""
SPECIALISED: Final = 1.0
"""Location quotient from which a region counts as specialised in a category."""
SECONDS: Final = 10.0

Proximity = dict[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Landscape:
    """What an edition says: categories that regions are specialised in, and their proximities."""

    specialised: dict[str, frozenset[str]]
    proximity: Proximity


_NOWHERE: Final = Landscape({}, {})


def capability(kind: str, code: str) -> str:
    """A capability as one word: `technology:photonics`."""
    return f"{kind}:{code}"


def capability_name(word: str) -> str:
    """What a capability is called."""
    kind, _colon, code = word.partition(":")
    return code_name(kind, code)


def kind_name(word: str) -> str:
    """What the kind of a capability is called."""
    return str(CodeKind(word.partition(":")[0]).label)


def landscape(request: HttpRequest) -> Landscape:
    """What the edition in use says; nothing where there is none."""
    try:
        reader = reader_for(request)
    except Http404:
        return _NOWHERE
    return _landscape(reader)


@cache
def _landscape(reader: Reader) -> Landscape:
    cells, year = reader.cells.clusters, lists(reader).latest
    if "location_quotient" not in cells.columns:
        return _NOWHERE
    strong: dict[str, set[str]] = {}
    for region, category, quotient in cells.rows(
        ["region", "category", "location_quotient"], scheme=CATEGORY_SCHEME, year=year
    ).iter_rows():
        if quotient is not None and quotient >= SPECIALISED:
            strong.setdefault(region, set()).add(category)
    near = {
        (one, other): float(value)
        for one, other, value in proximities(reader, CATEGORY_SCHEME)
        .filter(pl.col("year") == year)
        .select("category_a", "category_b", "proximity")
        .iter_rows()
    }
    return Landscape({region: frozenset(held) for region, held in strong.items()}, near)


def core_choices(person: Somebody) -> list[Organisation]:
    """Organisations that `person` acts for: one of them leads the consortium."""
    return list(edited_by(person).order_by("name", "pk"))


def candidates_for(
    person: Somebody, core: Sequence[Organisation], *, clusters_only: bool
) -> list[Organisation]:
    """Who may be asked: organisations with a published profile; made-up ones among themselves."""
    found = Organisation.objects.visible_to(person).filter(
        profile__published=True, fictitious=core[0].fictitious
    )
    if clusters_only:
        found = found.filter(kind=OrganisationKind.CLUSTER)
    return list(found.exclude(pk__in=[each.pk for each in core]).order_by("slug"))


def problem_of(
    core: Sequence[Organisation],
    candidates: Sequence[Organisation],
    wishes: Iterable[Wish],
    land: Landscape,
    *,
    fewest: int,
    most: int,
) -> Problem:
    """The task of composing; four queries and the evidence that is kept."""
    everyone = [*core, *candidates]
    named = _codes(everyone)
    listed = [
        Candidate(
            each.pk,
            each.country,
            frozenset(named.get(each.pk, ())),
            cluster=each.kind == OrganisationKind.CLUSTER,
        )
        for each in everyone
    ]
    return Problem(
        core=tuple(listed[: len(core)]),
        candidates=tuple(listed[len(core) :]),
        wishes=tuple(wishes),
        ties=_ties(everyone),
        relatedness=relatedness(
            [_portfolio(each, named.get(each.pk, ()), land) for each in everyone], land.proximity
        ),
        fewest=fewest,
        most=most,
    )


def composed(problem: Problem, call: Call | None) -> Composition:
    """Sets of partners for the problem, within what the call asks of the choice."""
    return compose(for_call(problem, call), seconds=SECONDS)


def reason_words(reason: Reason, names: dict[int, str]) -> str:
    """A reason in the reader's language. names: of organisations by key."""
    if reason.wish is not None:
        what = (
            country_names().get(reason.wish.code, reason.wish.code)
            if reason.wish.kind == "country"
            else capability_name(reason.wish.code)
        )
        if reason.kind is ReasonKind.ONLY:
            return _("The only one to bring: %(what)s.") % {"what": what}
        return _("Brings, as others do: %(what)s.") % {"what": what}
    other = names.get(reason.other or 0, "")
    match reason.kind:
        case ReasonKind.TIE:
            return _("Had to do with %(name)s before.") % {"name": other}
        case ReasonKind.RELATED:
            return _("The industries of its region are related to those of %(name)s.") % {
                "name": other
            }
        case ReasonKind.COUNTRY:
            return _("Adds a country that the call asks for.")
        case _:
            return _("The nearest that makes up the number of partners.")


def wish_name(wish: Wish) -> str:
    """What a wish is called."""
    if wish.kind == "country":
        return country_names().get(wish.code, wish.code)
    return capability_name(wish.code)


def invitation_words(found: PartnerSet, key: int, names: dict[int, str]) -> str:
    """Why a partner is asked, for its invitation."""
    return " ".join(reason_words(each, names) for each in found.why[key])


def _codes(everyone: Sequence[Organisation]) -> dict[int, set[str]]:
    rows = Profile.objects.filter(
        organisation__in=[each.pk for each in everyone],
        published=True,
        codes__kind__in=CAPABILITIES,
    ).values_list("organisation", "codes__kind", "codes__code")
    named: dict[int, set[str]] = {}
    for organisation, kind, code in rows:
        named.setdefault(organisation, set()).add(capability(kind, code))
    return named


def _portfolio(
    organisation: Organisation, named: Collection[str], land: Landscape
) -> frozenset[str]:
    """Categories its region is specialised in; those its profile names where none are known."""
    region = organisation.region
    for code in (region, region[:4], region[:3]):
        if code in land.specialised:
            return land.specialised[code]
    prefix = f"{CodeKind.CATEGORY.value}:"
    return frozenset(word.removeprefix(prefix) for word in named if word.startswith(prefix))


def _ties(everyone: Sequence[Organisation]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """How much every two had to do with each other, by evidence that anybody may know."""
    place = {each.pk: at for at, each in enumerate(everyone)}
    pieces: Counter[tuple[int, int]] = Counter()
    for each in evidence():
        if each.public:
            here = [place[key] for key in each.parties if key in place]
            pieces.update(combinations(sorted(here), 2))
    ties = np.zeros((len(everyone), len(everyone)))
    for (one, other), count in pieces.items():
        ties[one, other] = ties[other, one] = tie_strength(count)
    return ties
