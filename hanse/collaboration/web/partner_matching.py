"""Organisations as recommendations compare them: read from the database once for each state of it.

Only what is published is compared: profiles, offers and needs, counts of members, labels. What an
organisation did together with others comes from evidence that it takes part in itself.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import polars as pl
from django.db.models import Count, Model
from django.http import Http404, HttpRequest
from django.utils import timezone

from hanse.collaboration.journey.evidence import Evidence, EvidenceKind
from hanse.collaboration.matching.index import Index, index_of
from hanse.collaboration.matching.parties import NOTHING_KNOWN, Party, Posting, Relatedness, Tie
from hanse.collaboration.matching.templates import OfferKind
from hanse.collaboration.web.evidence_sources import evidence
from hanse.collaboration.web.models.offers import Offer, OfferCode, OfferCodeKind
from hanse.collaboration.web.models.profiles import (
    ClusterMember,
    MemberKind,
    Profile,
    ProfileCode,
    ProfileText,
)
from hanse.collaboration.web.offer_words import CATEGORY_SCHEME, code_name
from hanse.excellence.label.states import LabelState
from hanse.excellence.web.models.labels import Label, Level
from hanse.foundation.geography import countries
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.table_marks import marks_of
from hanse.observatory.questions.category import proximities
from hanse.observatory.questions.lists import lists
from hanse.observatory.warehouse import Askable
from hanse.observatory.web.reading import reader_for

_ABOUT: Final = frozenset({"industry", "category", "emerging", "technology"})
_LEVELS: Final = list(Level.values)
_WATCHED: Final[tuple[tuple[type[Model], str], ...]] = (
    (Offer, "changed"),
    (Profile, "changed"),
    (Organisation, "changed"),
    (ProfileCode, "pk"),
    (ProfileText, "pk"),
    (OfferCode, "pk"),
    (ClusterMember, "pk"),
    (Label, "valid_until"),
)
_TIES: Final[Mapping[EvidenceKind, tuple[float, str]]] = {
    EvidenceKind.CONTACT: (0.4, _("You were in contact from {day}.")),
    EvidenceKind.MEETING: (0.5, _("You met on {day}.")),
    EvidenceKind.EXCHANGE: (0.7, _("You exchanged people from {day}.")),
    EvidenceKind.SHARED_PROJECT: (0.9, _("You cooperated from {day}.")),
    EvidenceKind.AGREEMENT: (1.0, _("You have an agreement with it, from {day}.")),
    EvidenceKind.CONSORTIUM: (1.0, _("You were in a consortium together from {day}.")),
}
"""Kind of evidence -> how strong a tie it shows, and its words. Values set by Hanse."""
_UNDATED: Final = _("You worked together before, on a day that is not recorded.")


@dataclass(frozen=True, eq=False, slots=True)
class Related:
    """The Observatory's relatedness, and the edition it is of; "" where nothing is published."""

    relatedness: Relatedness
    edition: str
    year: int


def index_and_reader(organisation: Organisation, on: date) -> tuple[Index, Party]:
    """The index of all that is published, and an organisation as it seeks partners.

    The latter by its profile, published or not, and its offers. Both are kept until something
    changes; one query where nothing has.
    """
    of = _version()
    return _index(of, on), _reader(of, organisation.pk, on)


def related_now(request: HttpRequest) -> Related:
    """Relatedness by the edition in use; nothing is related where there is none."""
    try:
        edition = reader_for(request)
    except Http404:
        return Related(NOTHING_KNOWN, "", 0)
    year = lists(edition).latest
    return Related(relatedness_of(edition, year), edition.id, year)


@lru_cache(maxsize=4)
def relatedness_of(edition: Askable, year: int) -> Relatedness:
    """How related the categories are by an edition in a year."""
    rows = proximities(edition, CATEGORY_SCHEME).filter(pl.col("year") == year)
    return Relatedness.of_pairs(
        {
            (one, other): value
            for one, other, value in rows.select(
                "category_a", "category_b", "proximity"
            ).iter_rows()
        }
    )


def ties_of(organisation: Organisation) -> dict[int, Tie]:
    """Other organisations -> the strongest thing recorded between them and this one."""
    found: dict[int, Tie] = {}
    for each in evidence():
        if organisation.pk not in each.parties:
            continue
        tie = _tie(each)
        for other in each.parties:
            if other != organisation.pk and (other not in found or tie.value > found[other].value):
                found[other] = tie
    return found


def name_of(kind: str, code: str) -> str:
    """What reasons call a code."""
    match kind:
        case "member":
            return str(dict(MemberKind.choices).get(code, code)).lower()
        case "label":
            return str(dict(Level.choices).get(code, code)).lower()
        case "target":
            return code_name(kind, _by_iso().get(code, code))
        case _:
            return code_name(kind, code)


# --- Within -----------------------------------------------------------------------------------


def _version() -> str:
    marks = marks_of([(model._default_manager.all(), last) for model, last in _WATCHED])
    return "|".join(f"{rows}/{last}" for rows, last in marks)


@lru_cache(maxsize=2)
def _index(_of: str, on: date) -> Index:
    published = Profile.objects.filter(published=True, organisation__withdrawn=None)
    offering = Offer.objects.published().filter(ends__gte=on)
    keys = {*published.values_list("organisation_id", flat=True)}
    keys |= {*offering.values_list("organisation_id", flat=True)}
    return index_of(_parties(sorted(keys), on).values())


@lru_cache(maxsize=256)
def _reader(_of: str, key: int, on: date) -> Party:
    return _parties([key], on, unpublished=True)[key]


def _parties(keys: list[int], on: date, *, unpublished: bool = False) -> dict[int, Party]:
    """Organisations by key. unpublished: whether profiles count that are not published."""
    among = Organisation.objects.filter(pk__in=keys) if len(keys) < 100 else None
    profiles = Profile.objects.all() if unpublished else Profile.objects.filter(published=True)
    if among is not None:
        profiles = profiles.filter(organisation__in=among)
    confirmed: dict[int, Any] = dict(profiles.values_list("organisation_id", "confirmed"))
    codes: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for key, kind, code in ProfileCode.objects.filter(profile__in=profiles).values_list(
        "profile__organisation_id", "kind", "code"
    ):
        codes[key].add((kind, code))
    texts: dict[int, list[str]] = defaultdict(list)
    for key, text in ProfileText.objects.filter(profile__in=profiles).values_list(
        "profile__organisation_id", "summary"
    ):
        texts[key].append(text)
    members = _members(on, keys)
    labels = _labels(on)
    postings, written = _postings(on, keys)
    found = {}
    wanted = set(keys)
    rows = Organisation.objects.all() if among is None else among
    for key, name, kind, country, description in rows.values_list(
        "pk", "name", "kind", "country", "description"
    ):
        if key not in wanted:
            continue
        last = confirmed.get(key)
        days = [timezone.localdate(last)] if last else []
        days += [written[key]] if key in written else []
        found[key] = Party(
            key,
            name,
            kind,
            _iso(country),
            " ".join([description, *texts[key]]).strip(),
            frozenset(each for each in codes[key] if each[0] in _ABOUT),
            frozenset(_iso(code) for of, code in codes[key] if of == "target"),
            members.get(key, {}),
            labels.get(key, ""),
            max(days, default=None),
            postings.get(key, ()),
        )
    return found


def _members(on: date, keys: list[int]) -> dict[int, Mapping[str, int]]:
    """How many members of each kind; who they are is not asked."""
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    rows = ClusterMember.objects.current(on)
    if len(keys) < 100:
        rows = rows.filter(cluster__in=keys)
    for key, kind, count in (
        rows.order_by().values_list("cluster_id", "kind").annotate(count=Count("pk"))
    ):
        counted[key][kind] = count
    return {key: dict(each) for key, each in counted.items()}


def _labels(on: date) -> dict[int, str]:
    """The highest label each organisation holds."""
    found: dict[int, str] = {}
    held = Label.objects.filter(
        state=LabelState.ACTIVE, valid_from__lte=on, valid_until__gte=on
    ).values_list("organisation_id", "level")
    for key, level in held:
        if key not in found or _LEVELS.index(level) > _LEVELS.index(found[key]):
            found[key] = level
    return found


def _postings(on: date, keys: list[int]) -> tuple[dict[int, tuple[Posting, ...]], dict[int, date]]:
    """Published offers by organisation, and when each last published one."""
    made: dict[int, list[Posting]] = defaultdict(list)
    last: dict[int, date] = {}
    offers = Offer.objects.published().filter(ends__gte=on)
    if len(keys) < 100:
        offers = offers.filter(organisation__in=keys)
    for offer in offers.prefetch_related("codes").order_by("pk"):
        codes = [(each.kind, each.code) for each in offer.codes.all()]
        made[offer.organisation_id].append(
            Posting(
                offer.pk,
                OfferKind(offer.kind),
                offer.title,
                " ".join([offer.summary, *map(str, offer.answers.values())]),
                frozenset(each for each in codes if each[0] in _ABOUT),
                frozenset(_iso(code) for kind, code in codes if kind == OfferCodeKind.TARGET),
                frozenset(code for kind, code in codes if kind == OfferCodeKind.PARTNER),
            )
        )
        if offer.published:
            day = timezone.localdate(offer.published)
            last[offer.organisation_id] = max(day, last.get(offer.organisation_id, day))
    return {key: tuple(each) for key, each in made.items()}, last


def _tie(each: Evidence) -> Tie:
    value, words = _TIES[each.kind]
    if each.since is None:
        return Tie(value, Sentence(_UNDATED))
    return Tie(value, Sentence(words, {"day": each.since}))


def _iso(code: str) -> str:
    country = countries().get(code)
    return country.iso if country else code


@lru_cache(maxsize=1)
def _by_iso() -> dict[str, str]:
    return {country.iso: code for code, country in countries().items() if code != country.iso}
