"""Answers of the directory: organisations with published profiles or on record, and facets."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import override
from ninja import Query, Router, Schema
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from hanse.collaboration.directory.freshness import freshness
from hanse.collaboration.search.index import LONGEST_QUERY, Wanted
from hanse.collaboration.web.models.profiles import CodeKind, Profile
from hanse.collaboration.web.search_documents import listed_organisations
from hanse.collaboration.web.search_index import Now, directory_now
from hanse.collaboration.web.search_names import FACETS, ON_RECORD
from hanse.excellence.web.register_tables import as_csv
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind
from hanse.observatory.web.api.answers import (
    check_words,
    json_answer,
    kept,
    page_links,
    tag_of,
    unchanged,
)
from hanse.observatory.web.api.asked import Codes
from hanse.observatory.web.api.negotiation import MEDIA_TYPES, chosen_format

router = Router(tags=["directory"])

MOST_ROWS: Final = 1000
_FARTHEST: Final = 100_000_000
_CODES: Final = tuple(kind.value for kind in CodeKind)
_COLUMNS: Final = (
    "slug",
    "kind",
    "name",
    "native_name",
    "country",
    "country_name",
    "region",
    "region_name",
    "website",
    "summary",
    *_CODES,
    "label",
    "tier",
    "freshness",
    "confirmed",
    "on_record",
    "source",
    "fictitious",
    "page",
)
"""Columns of the CSV; several codes are joined by a space."""


class OrganisationsAsked(Schema):
    """Which organisations. Several codes of one word: any of them will do."""

    q: Annotated[str, Field(max_length=LONGEST_QUERY)] = Field(
        "", description="Words of names, texts, places and labels; mistakes are forgiven."
    )
    kind: Codes = Field([], description="Kinds, such as cluster or firm.")
    country: Codes = Field([], description="Countries as in NUTS, such as AT or EL.")
    region: Codes = Field([], description="NUTS regions of levels 1 to 3, with all within.")
    category: Codes = Field([], description="Cluster categories, such as automotive.")
    emerging: Codes = Field([], description="Emerging industries.")
    industry: Codes = Field([], description="NACE codes, such as C29, with all within.")
    technology: Codes = Field([], description="Technology fields.")
    service: Codes = Field([], description="Services.")
    target: Codes = Field([], description="Target countries.")
    label: Codes = Field([], description="Levels of a label valid today.")
    tier: Codes = Field([], description="provisional, validated or on_record.")
    freshness: Codes = Field([], description="fresh, ageing or stale.")
    sort: Literal["relevance", "name", "freshness"] = Field(
        "relevance", description="What comes first: what fits the words best, names, the freshest."
    )
    format: Literal["json", "csv"] | SkipJsonSchema[None] = Field(
        None, description="Goes before the Accept header."
    )
    limit: int = Field(100, ge=1, le=MOST_ROWS, description="Most rows of an answer.")
    offset: int = Field(0, ge=0, le=_FARTHEST, description="Rows to leave out before the first.")


class OrganisationShape(Schema):
    """An organisation as the directory shows it to everybody."""

    slug: str
    kind: str
    name: str
    native_name: str
    country: str = Field(description="Code as in NUTS.")
    country_name: str
    region: str
    region_name: str
    website: str
    summaries: dict[str, str] = Field(description="Language -> what it says of itself.")
    industry: list[str]
    category: list[str]
    emerging: list[str]
    technology: list[str]
    priority: list[str]
    service: list[str]
    target: list[str]
    label: str = Field(description="The highest level of its labels that are valid today.")
    tier: str
    freshness: str
    confirmed: str | None = Field(description="The day it was last confirmed.")
    on_record: bool = Field(description="Named by a public source, not a member of this site.")
    source: str
    fictitious: bool = Field(description="Made up, to show how the site works.")
    page: str = Field(description="Address of its page.")


class OrganisationPage(Schema):
    """Organisations, and how many there would be with each code of each facet."""

    total: int
    limit: int
    offset: int
    next: str | None = Field(description="Address of the next rows; null after the last.")
    previous: str | None
    exact: bool = Field(description="Whether each has every word asked for, or else some.")
    meant: dict[str, list[str]] = Field(
        description="Word that nobody has -> words that were looked for instead."
    )
    facets: dict[str, dict[str, int]]
    items: list[OrganisationShape]


@router.get("/organisations", response=OrganisationPage, summary="Organisations of the directory")
def organisations(request: HttpRequest, question: Query[OrganisationsAsked]) -> Any:
    """Published profiles and organisations on record, by words and codes; in JSON with facets."""
    check_words(request, question)
    now, today = directory_now(), timezone.localdate()
    form = chosen_format(request, question.format, ("json", "csv"))
    version = hashlib.sha256(f"{now.version}{today}".encode()).hexdigest()[:24]
    tag = tag_of(request, version, form)
    response: HttpResponseBase | None = unchanged(request, tag)
    if response is not None:
        return kept(response, tag=tag, named=False)
    chosen = {facet: getattr(question, facet) for facet in FACETS}
    wanted = Wanted(question.q, chosen, question.sort, question.offset, question.limit)
    found = now.index.search(wanted, today)
    rows = rows_of(found.keys, now)
    if form == "csv":
        content = as_csv([_flat(row) for row in rows], _COLUMNS)
        response = HttpResponse(content, content_type=f"{MEDIA_TYPES['csv']}; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="organisations.csv"'
        return kept(response, tag=tag, named=False)
    links = page_links(request, question.limit, question.offset, found.total)
    content_of = {
        "total": found.total,
        "limit": question.limit,
        "offset": question.offset,
        "next": links.get("next"),
        "previous": links.get("prev"),
        "exact": found.exact,
        "meant": found.meant,
        "facets": found.facets,
        "items": rows,
    }
    answer = json_answer(request, content_of, edition=version, named=False)
    answer["Link"] = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in links.items())
    return answer


def rows_of(keys: Sequence[int], now: Now) -> list[dict[str, Any]]:
    """Organisations in the order of `keys`; none that left the directory since."""
    found = listed_organisations().filter(pk__in=keys).select_related("profile", "on_record")
    by_key = {each.pk: each for each in found.prefetch_related("profile__texts", "profile__codes")}
    return [_row(by_key[key], now.levels.get(key, "")) for key in keys if key in by_key]


def _row(organisation: Organisation, level: str) -> dict[str, Any]:
    profile: Profile | None = getattr(organisation, "profile", None)
    if profile is not None and not profile.published:
        profile = None  # what is not published is nobody's to have
    record = getattr(organisation, "on_record", None)
    named = [(each.kind, each.code) for each in profile.codes.all()] if profile else []
    confirmed = timezone.localdate(profile.confirmed) if profile and profile.confirmed else None
    state = freshness(confirmed, profile.active if profile else None, timezone.localdate()).state
    tier = ON_RECORD if profile is None else ""
    if profile is not None and organisation.kind == OrganisationKind.CLUSTER:
        tier = profile.tier
    with override(settings.LANGUAGE_CODE):
        page = f"{settings.ORIGIN}{organisation.get_absolute_url()}"
    return {
        "slug": organisation.slug,
        "kind": organisation.kind,
        "name": organisation.name,
        "native_name": organisation.native_name,
        "country": organisation.country,
        "country_name": organisation.country_name,
        "region": organisation.region,
        "region_name": organisation.region_name,
        "website": organisation.website,
        "summaries": {e.language: e.summary for e in profile.texts.all()} if profile else {},
        **{kind: [code for of, code in named if of == kind] for kind in _CODES},
        "label": level,
        "tier": tier,
        "freshness": state.value,
        "confirmed": confirmed.isoformat() if confirmed else None,
        "on_record": profile is None,
        "source": record.source if record else "",
        "fictitious": organisation.fictitious,
        "page": page,
    }


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as CSV has it: one text, in English where there is one; codes in one cell."""
    texts = row["summaries"]
    flat = {**row, "summary": texts.get("en") or next(iter(texts.values()), "")}
    return {
        name: " ".join(value) if isinstance(value, list) else value for name, value in flat.items()
    }
