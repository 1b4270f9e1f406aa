"""What the page of an organisation in the directory shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hanse.collaboration.directory.completeness import PARTS, Completeness
from hanse.collaboration.directory.freshness import Freshness, State
from hanse.collaboration.directory.member_counts import LEAST, NOT_SAID, MemberCounts
from hanse.collaboration.directory.tiers import Outcome
from hanse.collaboration.web.directory_codes import code_label, labels
from hanse.collaboration.web.directory_facts import (
    checks_of,
    completeness_of,
    freshness_of,
    shown_counts,
)
from hanse.collaboration.web.directory_strength import Strength, strength
from hanse.collaboration.web.models.directory_services import Service
from hanse.collaboration.web.models.profiles import (
    ClusterMember,
    CodeKind,
    MemberKind,
    Profile,
    ProfileCode,
    SizeClass,
)
from hanse.excellence.web.label_words import said
from hanse.excellence.web.models.labels import Label
from hanse.foundation.web.languages import language_name
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind
from hanse.foundation.web.organisation_notes import Note, organisation_notes
from hanse.foundation.web.tables import Cell, Column, Row, Table

FRESHNESS_WORDS: Final = {
    State.FRESH: gettext_lazy("fresh"),
    State.AGEING: gettext_lazy("ageing"),
    State.STALE: gettext_lazy("stale"),
}
FRESHNESS_TONES: Final = {State.FRESH: "good", State.AGEING: "neutral", State.STALE: "warn"}
OUTCOME_WORDS: Final = {
    Outcome.MET: gettext_lazy("met"),
    Outcome.NOT_MET: gettext_lazy("not met"),
    Outcome.WAIVED: gettext_lazy("waived"),
}
OUTCOME_ICONS: Final = {
    Outcome.MET: "circle-check",
    Outcome.NOT_MET: "circle-x",
    Outcome.WAIVED: "circle-check",
}
SECTION_OF: Final = {
    "text": "texts", "second_language": "texts", "legal_form": "facts", "address": "facts",
    "founded_year": "facts", "staff": "facts", "industry": "industry", "category": "category",
    "technology": "technology", "priority": "priority", "service": "service", "target": "target",
}  # fmt: skip
"""Part of a profile -> the section it is edited in; the others are edited elsewhere."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check in words."""

    asks: str
    why: str
    outcome: str
    icon: str
    code: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text. language: its name; code: for the attribute `lang`."""

    code: str
    language: str
    summary: str


@dataclass(frozen=True, slots=True)
class Editing:
    """What its editors see. missing: label and address of each part that is not filled."""

    completeness: Completeness
    missing: list[tuple[str, str]]
    percent: int


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """The page. profile: None for an organisation that is only on record, or not filled yet."""

    organisation: Organisation
    profile: Profile | None
    notes: Sequence[Note]
    may_edit: bool
    may_decide: bool
    may_rate: bool
    text: Text | None
    other_texts: Sequence[Text]
    codes: Sequence[tuple[str, list[tuple[str, str]]]]
    services: Sequence[tuple[str, list[Service]]]
    service_codes: Sequence[tuple[str, str]]
    counts: MemberCounts | None
    members_table: Table | None
    named: Sequence[ClusterMember]
    least: int
    labels: Sequence[Label]
    checks: Sequence[CheckLine]
    freshness: Freshness | None
    freshness_words: str
    freshness_tone: str
    strength: Strength | None
    editing: Editing | None
    is_cluster: bool


def profile_page(
    organisation: Organisation,
    profile: Profile | None,
    *,
    on: date,
    may_edit: bool,
    may_decide: bool,
    may_rate: bool,
) -> ProfilePage:
    """The page as it stands on a day."""
    is_cluster = organisation.kind == OrganisationKind.CLUSTER
    members = (
        list(
            ClusterMember.objects.filter(cluster=organisation).current(on).select_related("member")
        )
        if is_cluster
        else []
    )
    texts = list(profile.texts.all()) if profile else []
    codes = list(profile.codes.all()) if profile else []
    by_type: dict[str, int] = {}
    for each in members:
        by_type[each.kind] = by_type.get(each.kind, 0) + 1
    first, others = _in_reading_order(
        [Text(e.language, language_name(e.language), e.summary) for e in texts]
    )
    counts = shown_counts(members) if members else None
    fresh = freshness_of(profile, on) if profile else None
    services = list(organisation.services.offered(on))
    categories = {each.code for each in codes if each.kind == CodeKind.CATEGORY}
    offered = {each.code for each in services}
    return ProfilePage(
        organisation=organisation,
        profile=profile,
        notes=organisation_notes(organisation),
        may_edit=may_edit,
        may_decide=may_decide and is_cluster,
        may_rate=may_rate,
        text=first,
        other_texts=others,
        codes=_by_kind([each for each in codes if each.kind != CodeKind.SERVICE]),
        services=_by_code(services),
        service_codes=labels(
            CodeKind.SERVICE,
            [e.code for e in codes if e.kind == CodeKind.SERVICE and e.code not in offered],
        ),
        counts=counts,
        members_table=_members_table(counts) if counts else None,
        named=[each for each in members if not each.objects_to_naming],
        least=LEAST,
        labels=list(Label.objects.held().of(organisation)),
        checks=check_lines(profile, on, by_type) if profile and is_cluster else (),
        freshness=fresh,
        freshness_words=str(FRESHNESS_WORDS[fresh.state]) if fresh else "",
        freshness_tone=FRESHNESS_TONES[fresh.state] if fresh else "neutral",
        strength=strength(organisation, categories),
        editing=_editing(profile, [e.code for e in (first, *others) if e], codes, len(members))
        if may_edit and profile
        else None,
        is_cluster=is_cluster,
    )


def _in_reading_order(texts: list[Text]) -> tuple[Text | None, list[Text]]:
    """The text in the reader's language, or in English, or the first; and the others."""
    reader = (get_language() or "en")[:2]
    for wanted in (reader, "en"):
        for each in texts:
            if each.code == wanted:
                return each, [other for other in texts if other is not each]
    return (texts[0], texts[1:]) if texts else (None, [])


def _by_kind(codes: Sequence[ProfileCode]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (str(kind.label), labels(kind, [each.code for each in codes if each.kind == kind]))
        for kind in CodeKind
        if any(each.kind == kind for each in codes)
    ]


def _by_code(services: Sequence[Service]) -> list[tuple[str, list[Service]]]:
    found: dict[str, list[Service]] = {}
    for each in services:
        found.setdefault(each.code, []).append(each)
    return [(code_label(CodeKind.SERVICE, code), held) for code, held in found.items()]


def _members_table(counts: MemberCounts) -> Table:
    """Members by type and size; what is not shown has a row or a column of its own."""
    types = [*((each.value, str(each.label)) for each in MemberKind), (NOT_SAID, _("Not shown"))]
    sizes = [
        *((each.value, str(each.label)) for each in SizeClass),
        (NOT_SAID, _("Size not known or not shown")),
    ]
    used = [size for size, _label in sizes if any(size in of for of in counts.by_size.values())]
    rows: list[Row] = [
        {
            "type": Cell(label),
            **{f"size_{size}": Cell(counts.by_size[code].get(size, 0)) for size in used},
            "all": Cell(counts.by_type[code]),
        }
        for code, label in types
        if code in counts.by_type
    ]
    columns = [Column(f"size_{code}", label, "count") for code, label in sizes if code in used]
    return Table(
        caption=_("Members by type and size"),
        columns=[Column("type", _("Type")), *columns, Column("all", _("All"), "count")],
        rows=rows,
    )


def check_lines(
    profile: Profile, on: date, members: dict[str, int] | None = None
) -> list[CheckLine]:
    """The checks of the validated tier in words."""
    return [
        CheckLine(
            said(each.asks),
            said(each.why),
            str(OUTCOME_WORDS[each.outcome]),
            OUTCOME_ICONS[each.outcome],
            each.outcome.value,
        )
        for each in checks_of(profile, on, members)
    ]


def _editing(
    profile: Profile, languages: list[str], codes: list[ProfileCode], members: int
) -> Editing:
    slug = profile.organisation.slug
    found = completeness_of(profile, languages, codes, members)
    missing = []
    for code in found.missing:
        if code in SECTION_OF:
            address = reverse("profile_change", args=[slug, SECTION_OF[code]])
        elif code == "members":
            address = reverse("cluster_members", args=[slug])
        else:
            address = reverse("organisation_change", args=[slug])
        missing.append((str(gettext_lazy(PARTS[code])), address))
    return Editing(found, missing, round(found.share * 100))
