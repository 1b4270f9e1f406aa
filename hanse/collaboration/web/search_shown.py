"""What the page of the directory shows of an answer: facets, entries, what to widen, a map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.db.models import Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanse.collaboration.directory.freshness import State, freshness
from hanse.collaboration.search.index import Found, Index
from hanse.collaboration.web.models.profiles import CodeKind, Profile, ProfileCode
from hanse.collaboration.web.search_asked import Asked
from hanse.collaboration.web.search_documents import listed_organisations
from hanse.collaboration.web.search_names import (
    FACETS,
    IN_ORDER,
    code_name,
    is_part,
    offered_codes,
)
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind

_FIRST: Final = 6
_MOST: Final = 300
_SUMMARY: Final = 240
_CATEGORIES: Final = 3


@dataclass(frozen=True, slots=True)
class ValueShown:
    """A code of a facet: its name, how many there would be with it, and where it leads."""

    code: str
    name: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetShown:
    """A facet. more: address that shows it in full, "" where it is; of: how many codes it has."""

    code: str
    heading: str
    values: Sequence[ValueShown]
    of: int
    more: str
    opened: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that was chosen, and the address without it."""

    heading: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Widening:
    """A condition, and how many there would be without it."""

    name: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class EntryShown:
    """An organisation of the list. on_record: nobody here acts for it. language: of the summary."""

    organisation: Organisation
    address: str
    kind: str
    place: str
    summary: str
    language: str
    categories: Sequence[str]
    level: str
    level_code: str
    validated: bool
    on_record: bool
    state: str
    confirmed: date | None


def facets_shown(asked: Asked, found: Found) -> list[FacetShown]:
    """The facets that have something to choose, or something chosen."""
    shown = []
    for facet, heading in FACETS.items():
        counts, chosen = found.facets.get(facet, {}), asked.chosen.get(facet, ())
        offered = offered_codes(facet)
        codes = [
            code
            for code in {**counts, **dict.fromkeys(chosen)}
            if code in offered or code in chosen or any(is_part(facet, code, of) for of in chosen)
        ]
        if not chosen and all(counts[code] == found.total for code in codes):
            continue
        full = asked.more == facet
        order = {code: place for place, code in enumerate(IN_ORDER.get(facet, ()))}
        codes.sort(
            key=lambda code: (
                order.get(code, 0) if order else code not in chosen,
                0 if order else -counts.get(code, 0),
                code,
            )
        )
        cut = codes[:_MOST] if full or order else codes[: max(_FIRST, len(chosen))]
        shown.append(
            FacetShown(
                code=facet,
                heading=str(heading),
                values=[_value(asked, facet, code, counts.get(code, 0)) for code in cut],
                of=len(codes),
                more="" if len(cut) == len(codes) or full else _more(asked, facet),
                opened=full or bool(chosen),
            )
        )
    return shown


def chips(asked: Asked) -> list[Chip]:
    """What was chosen, each with the way to take it back."""
    found = [
        Chip(str(FACETS[facet]), code_name(facet, code), asked.toggled(facet, code).address)
        for facet in FACETS
        for code in asked.chosen.get(facet, ())
    ]
    if asked.words:
        found.insert(0, Chip(_("Words"), asked.words, asked.without("q").address))
    return found


def widenings(asked: Asked, index: Index, today: date) -> list[Widening]:
    """Conditions that can be given up so that something is found, the most helpful first."""
    found = []
    for facet in ("q", *(facet for facet in FACETS if asked.chosen.get(facet))):
        if facet == "q" and not asked.words:
            continue
        wider = asked.without(facet)
        count = index.total(wider.wanted(), today)
        if facet == "q":
            name = _("Without the words “%(words)s”") % {"words": asked.words}
        else:
            names = ", ".join(code_name(facet, code) for code in asked.chosen[facet])
            name = _("%(facet)s: any, not only %(names)s") % {
                "facet": FACETS[facet],
                "names": names,
            }
        if count:
            found.append(Widening(name, count, wider.address))
    return sorted(found, key=lambda each: -each.count)


def entries_shown(keys: Sequence[int], levels: Mapping[int, str], today: date) -> list[EntryShown]:
    """The organisations of a page, in the order of `keys`; none that left the directory since."""
    rows = listed_organisations().filter(pk__in=keys).select_related("profile", "on_record")
    # In the order of the codes alone, SQLite would read the categories of all profiles.
    categories = ProfileCode.objects.filter(kind=CodeKind.CATEGORY).order_by("profile", "code")
    rows = rows.prefetch_related("profile__texts", Prefetch("profile__codes", categories))
    by_key = {each.pk: each for each in rows}
    return [_entry(by_key[key], levels.get(key, ""), today) for key in keys if key in by_key]


def _entry(organisation: Organisation, level: str, today: date) -> EntryShown:
    profile: Profile | None = getattr(organisation, "profile", None)
    if profile is not None and not profile.published:
        profile = None
    language, summary = _summary(profile) if profile else ("", "")
    confirmed = profile.confirmed.date() if profile and profile.confirmed else None
    where = filter(None, (organisation.region_name, organisation.country_name))
    return EntryShown(
        organisation=organisation,
        address=(profile or organisation).get_absolute_url(),
        kind=organisation.get_kind_display(),
        place=", ".join(where),
        summary=summary or _cut(organisation.description),
        language=language,
        categories=[
            code_name("category", each.code) for each in (profile.codes.all() if profile else ())
        ][:_CATEGORIES],
        level=code_name("label", level) if level else "",
        level_code=level,
        validated=bool(
            profile
            and profile.tier == "validated"
            and organisation.kind == OrganisationKind.CLUSTER
        ),
        on_record=profile is None,
        state=freshness(confirmed, profile.active, today).state.value if profile else State.STALE,
        confirmed=confirmed,
    )


def _summary(profile: Profile) -> tuple[str, str]:
    """Language and beginning of the text in the reader's language, in English, or in any."""
    texts = {each.language: each.summary for each in profile.texts.all()}
    reader = (get_language() or "en")[:2]
    for language in (reader, "en", *texts):
        if texts.get(language):
            return ("" if language == reader else language), _cut(texts[language])
    return "", ""


def _cut(text: str) -> str:
    """The first words of a text."""
    if len(text) <= _SUMMARY:
        return text
    return f"{text[:_SUMMARY].rsplit(' ', 1)[0]} …"


def _value(asked: Asked, facet: str, code: str, count: int) -> ValueShown:
    chosen = code in asked.chosen.get(facet, ())
    return ValueShown(
        code, code_name(facet, code), count, asked.toggled(facet, code).address, chosen
    )


def _more(asked: Asked, facet: str) -> str:
    return replace(asked, more=facet).address
