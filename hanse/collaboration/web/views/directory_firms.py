"""For firms: which cluster organisations serve an industry in a region, and with what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from hanse.collaboration.directory.serving import Candidate, Served, What, Where, serving
from hanse.collaboration.web.directory_codes import (
    categories_of,
    code_label,
    code_names,
    codes_above,
)
from hanse.collaboration.web.forms.directory_firms import FirmForm
from hanse.collaboration.web.models.directory_services import Service
from hanse.collaboration.web.models.profiles import CodeKind, Profile, ProfileCode
from hanse.foundation.geography import regions
from hanse.foundation.web.countries import VINTAGE, country_names, region_choices
from hanse.foundation.web.models.organisations import OrganisationKind

WHERE_WORDS: Final = {
    Where.REGION: gettext_lazy("In your region"),
    Where.NEIGHBOUR: gettext_lazy("In neighbouring regions"),
    Where.COUNTRY: gettext_lazy("Elsewhere in the country"),
}
_MOST: Final = 60


@dataclass(frozen=True, slots=True)
class ServedLine:
    """A cluster organisation that serves the firm, with the reason in words."""

    profile: Profile
    reason: str
    services: Sequence[Service]


@dataclass(frozen=True, slots=True)
class FirmsPage:
    """The page. groups: by where they are. more: how many are left out at the end."""

    form: FirmForm
    asked: bool
    region: str
    industry: str
    groups: Sequence[tuple[str, Sequence[ServedLine]]]
    total: int
    more: int
    regions: Sequence[tuple[str, str]]
    industries: Sequence[str]


@require_GET
def for_firms(request: HttpRequest) -> HttpResponse:
    """A firm says where it is and what it does."""
    asked = bool(request.GET.get("region") or request.GET.get("industry"))
    form = FirmForm(request.GET if asked else None)
    groups: list[tuple[str, Sequence[ServedLine]]] = []
    region = industry = ""
    found: list[Served] = []
    if asked and form.is_valid():
        region, industry = form.cleaned_data["region"], form.cleaned_data["industry"]
        found = _found(request, region, industry)
        groups = _groups(found[:_MOST])
    known = regions(VINTAGE)
    page = FirmsPage(
        form=form,
        asked=asked and form.is_valid(),
        region=known[region].name if region in known else country_names().get(region, region),
        industry=code_label(CodeKind.INDUSTRY, industry) if industry else "",
        groups=groups,
        total=len(found),
        more=max(len(found) - _MOST, 0),
        regions=region_choices(),
        industries=[code_label(CodeKind.INDUSTRY, code) for code in code_names(CodeKind.INDUSTRY)],
    )
    return render(request, "collaboration/for_firms.html", {"page": page})


def _found(request: HttpRequest, region: str, industry: str) -> list[Served]:
    """Those of the country, nearest first."""
    profiles = Profile.objects.visible_to(request.user).filter(
        published=True,
        organisation__kind=OrganisationKind.CLUSTER,
        organisation__country=region[:2],
        organisation__withdrawn__isnull=True,
    )
    codes: dict[int, dict[str, set[str]]] = {}
    named = ProfileCode.objects.filter(
        profile__in=profiles, kind__in=[CodeKind.INDUSTRY, CodeKind.CATEGORY]
    )
    for key, kind, code in named.values_list("profile", "kind", "code"):
        codes.setdefault(key, {}).setdefault(kind, set()).add(code)
    candidates = [
        Candidate(
            key,
            country,
            place,
            frozenset(codes.get(key, {}).get(CodeKind.INDUSTRY, ())),
            frozenset(codes.get(key, {}).get(CodeKind.CATEGORY, ())),
        )
        for key, country, place in profiles.values_list(
            "pk", "organisation__country", "organisation__region"
        )
    ]
    industries = {industry, *(code for each in candidates for code in each.industries)}
    above = {code: codes_above(code) for code in industries}
    return serving(region, industry, categories_of(industry), candidates, above)


def _groups(found: Sequence[Served]) -> list[tuple[str, Sequence[ServedLine]]]:
    today = timezone.localdate()
    offered = Service.objects.offered(today)
    profiles = (
        Profile.objects.select_related("organisation")
        .prefetch_related(
            Prefetch("organisation__services", queryset=offered, to_attr="offered_now")
        )
        .in_bulk([each.key for each in found])
    )
    groups: list[tuple[str, Sequence[ServedLine]]] = []
    for where, words in WHERE_WORDS.items():
        lines = [
            ServedLine(
                profiles[each.key],
                _reason(each),
                profiles[each.key].organisation.offered_now,  # type: ignore[attr-defined]
            )
            for each in found
            if each.where is where
        ]
        if lines:
            groups.append((str(words), lines))
    return groups


def _reason(each: Served) -> str:
    kind = CodeKind.INDUSTRY if each.what is What.INDUSTRY else CodeKind.CATEGORY
    label = code_label(kind, each.by)
    if each.what is What.INDUSTRY:
        return _("Its profile names the industry %(label)s.") % {"label": label}
    return _("Your industry belongs to its category %(label)s.") % {"label": label}
