"""Organisations of the directory as documents of its search: only what everybody may read."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from hanse.collaboration.directory.code_lists import PRIORITIES, SERVICES, TECHNOLOGIES, code_list
from hanse.collaboration.search.documents import Document, Place
from hanse.collaboration.web.models.profiles import CodeKind, ProfileCode, ProfileText
from hanse.collaboration.web.search_names import (
    ON_RECORD,
    code_name,
    codes_above,
    country_in_all_languages,
)
from hanse.foundation.web.countries import VINTAGE, region_name
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind
from hanse.observatory.search import english_names_of

_AT_ONCE: Final = 2000
_LISTS: Final = {
    CodeKind.TECHNOLOGY.value: TECHNOLOGIES,
    CodeKind.SERVICE.value: SERVICES,
    CodeKind.PRIORITY.value: PRIORITIES,
}
_COLUMNS: Final = (
    "pk",
    "kind",
    "name",
    "native_name",
    "country",
    "region",
    "description",
    "profile__pk",
    "profile__published",
    "profile__tier",
    "profile__confirmed",
    "profile__active",
)


def listed_organisations() -> QuerySet[Organisation]:
    """Those of the directory: they stand, and have a published profile or are on record."""
    return Organisation.objects.filter(
        Q(profile__published=True) | Q(on_record__isnull=False), withdrawn__isnull=True
    )


def documents(levels: Mapping[int, str]) -> Iterator[Document]:
    """Every organisation of the directory. levels: key -> level of the label valid today."""
    last = 0
    while True:
        found = listed_organisations().filter(pk__gt=last).order_by("pk")
        rows = list(found.values(*_COLUMNS)[:_AT_ONCE])
        if not rows:
            return
        yield from _made(rows, levels)
        last = rows[-1]["pk"]


def documents_of(keys: Collection[int], levels: Mapping[int, str]) -> Iterator[Document]:
    """Those of `keys` that are in the directory."""
    wanted = sorted(keys)
    for start in range(0, len(wanted), _AT_ONCE):
        found = listed_organisations().filter(pk__in=wanted[start : start + _AT_ONCE])
        yield from _made(list(found.order_by("pk").values(*_COLUMNS)), levels)


def _made(rows: Sequence[Mapping[str, Any]], levels: Mapping[int, str]) -> Iterator[Document]:
    profiles = [each["profile__pk"] for each in rows if each["profile__published"]]
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for profile, summary in ProfileText.objects.filter(profile__in=profiles).values_list(
        "profile", "summary"
    ):
        texts[profile].append(summary)
    codes: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for profile, kind, code in ProfileCode.objects.filter(profile__in=profiles).values_list(
        "profile", "kind", "code"
    ):
        codes[profile].append((kind, code))
    for row in rows:
        # What is not published is left out, whoever asks: one index serves all readers.
        of = int(row["profile__pk"] if row["profile__published"] else 0)
        yield _document(row, texts.get(of, []), codes.get(of, []), levels.get(row["pk"], ""))


def _document(
    row: Mapping[str, Any], texts: Sequence[str], codes: Sequence[tuple[str, str]], level: str
) -> Document:
    facets: dict[str, tuple[str, ...]] = {"kind": (row["kind"],), "country": (row["country"],)}
    if row["region"]:
        facets["region"] = codes_above("region", row["region"])
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for kind, code in codes:
        by_kind[kind] += codes_above(kind, code)
    facets |= {
        kind: tuple(of_kind) for kind, of_kind in by_kind.items() if kind != CodeKind.PRIORITY
    }
    published = bool(row["profile__published"])
    if not published:
        facets["tier"] = (ON_RECORD,)
    elif row["kind"] == OrganisationKind.CLUSTER:
        facets["tier"] = (row["profile__tier"],)
    if level:
        facets["label"] = (level,)
    confirmed = row["profile__confirmed"] if published else None
    return Document(
        key=row["pk"],
        names=tuple(filter(None, (row["name"], row["native_name"]))),
        texts=(
            (Place.WHERE, country_in_all_languages(row["country"])),
            (Place.WHERE, _region_words(row["region"])),
            *((Place.LABEL, _code_words(kind, code)) for kind, code in codes),
            *((Place.SUMMARY, text) for text in (row["description"], *texts)),
        ),
        facets=facets,
        confirmed=timezone.localdate(confirmed) if confirmed else None,
        active=row["profile__active"] if published else None,
    )


@cache
def _region_words(code: str) -> str:
    """Names of a region and of those it lies in, also in English, with its code."""
    if not code:
        return ""
    names = [region_name(each) for each in codes_above("region", code)]
    return " ".join([code, *names, *english_names_of(code, VINTAGE)])


@cache
def _code_words(kind: str, code: str) -> str:
    """What something named by code is called, with the heading it stands under."""
    if kind in _LISTS:
        known = code_list(_LISTS[kind])
        return f"{known.names[code]} {known.group_of(code).name}" if code in known.names else code
    if kind == CodeKind.TARGET:
        return country_in_all_languages(code)
    names = [code_name(kind, each) for each in codes_above(kind, code)]
    return " ".join([*names, *([code] if kind == CodeKind.INDUSTRY else [])])
