"""The fictitious directory of a demo: profiles, firms and others, members, services, ratings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle
from random import Random
from typing import Final

import polars as pl

from hanse.collaboration.directory.code_lists import PRIORITIES, SERVICES, TECHNOLOGIES, code_list
from hanse.collaboration.directory.tiers import TierFacts, may_be_validated, tier_checks
from hanse.collaboration.web.models.directory_services import Service, ServiceRating
from hanse.collaboration.web.models.directory_tiers import TierDecision
from hanse.collaboration.web.models.profiles import (
    ClusterMember,
    CodeKind,
    MemberKind,
    Profile,
    ProfileCode,
    ProfileText,
    SizeClass,
    TierChoice,
)
from hanse.foundation.geography import regions
from hanse.foundation.web.countries import VINTAGE
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind
from hanse.observatory.schemes.loader import scheme

COUNTRIES: Final = (
    "AT", "BE", "BG", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT",
    "LT", "LV", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "NO", "CH",
)  # fmt: skip
ABROAD: Final = ("JP", "IN", "BR", "KR", "TN", "MA", "CL", "US", "CA")
COUNTS: Final = {
    OrganisationKind.FIRM: 40,
    OrganisationKind.RESEARCH: 10,
    OrganisationKind.PUBLIC: 8,
    OrganisationKind.PARTNER: 9,
}
"""Organisations made beside the cluster organisations that there are."""
_WORDS: Final = {
    OrganisationKind.CLUSTER: "Fictitious {what} Cluster {where}",
    OrganisationKind.FIRM: "Fictitious {what} Works {where}",
    OrganisationKind.RESEARCH: "Fictitious Institute of {what}, {where}",
    OrganisationKind.PUBLIC: "Fictitious Agency for {what}, {where}",
    OrganisationKind.PARTNER: "Fictitious {what} Association {where}",
}
_YEARS: Final = 5
_OF_CAST: Final = {
    "fictitious-alpine-timber-cluster": "forestry_and_wood",
    "fictitious-ria-boats-cluster": "water_transportation",
    "fictitious-tooth-and-gear-ltd": "production_technology",
}
"""What those of the demo's people do whose names do not say it in the words of the categories."""


def make_directory(on: date, *, seed: int = 5) -> None:
    """Profiles of all fictitious organisations, after making those that are missing.

    Peers of Excellence's demo get a region and a name that says what they do. Everything is
    fictitious; dates lie in the five years before `on`.
    """
    random = Random(seed)  # noqa: S311 - a made-up world, the same every time
    fields = _Fields()
    _place_peers(random, fields)
    _make_others(random, fields)
    found = Organisation.objects.filter(fictitious=True, profile=None).order_by("slug")
    placed = [
        (each, _OF_CAST.get(each.slug) or fields.of(each.name) or fields.any(random))
        for each in found
    ]
    profiles = Profile.objects.bulk_create(_profile(each, on, random) for each, _field in placed)
    ProfileText.objects.bulk_create(_texts(profiles, [field for _each, field in placed]))
    codes: list[ProfileCode] = []
    for profile, (organisation, field) in zip(profiles, placed, strict=True):
        codes += _codes(profile, organisation, field, random, fields)
    ProfileCode.objects.bulk_create(codes)
    everyone = [each for each, _field in placed]
    clusters = [each for each in everyone if each.kind == OrganisationKind.CLUSTER]
    firms = [each for each in everyone if each.kind == OrganisationKind.FIRM]
    _make_members(clusters, everyone, on, random)
    _make_tiers(profiles, on)
    _make_services(clusters, firms, on, random)


class _Fields:
    """Traded categories with the classes of industry in them, and names to call firms by."""

    def __init__(self) -> None:
        traded = scheme("traded_local")
        self.labels = {
            code: each.label for code, each in traded.categories.items() if each.kind == "traded"
        }
        self.industries = _members(traded.members)
        self.emerging = scheme("emerging").members.filter(pl.col("weight") >= 0.5)

    def any(self, random: Random) -> str:
        """One of the categories."""
        return random.choice(sorted(self.labels))

    def of(self, name: str) -> str:
        """The category that a name of ours was made from; "" for another name."""
        found = [code for code, label in self.labels.items() if label in name]
        return max(found, key=lambda code: len(self.labels[code]), default="")

    def emerging_of(self, industries: Iterable[str]) -> list[str]:
        """Emerging industries that hold one of `industries`."""
        held = self.emerging.filter(pl.col("industry").is_in(list(industries)))
        return sorted(set(held["category"]))


def _members(table: pl.DataFrame) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for industry, category in table.select("industry", "category").iter_rows():
        found.setdefault(category, []).append(industry)
    return found


def _places(country: str) -> list[str]:
    """Regions of level 2 of a country."""
    return [
        code
        for code, region in regions(VINTAGE).items()
        if region.country == country and region.level == 2 and not region.extra_regio
    ]


def _named(kind: str, field: str, where: str, fields: _Fields) -> str:
    words = _WORDS[OrganisationKind(kind)]
    return words.format(what=fields.labels[field], where=where)[:200]


def _place_peers(random: Random, fields: _Fields) -> None:
    peers = list(
        Organisation.objects.filter(fictitious=True, slug__startswith="fictitious-peer-").order_by(
            "slug"
        )
    )
    names = regions(VINTAGE)
    for each in peers:
        places = _places(each.country)
        each.region = random.choice(places) if places else ""
        where = names[each.region].name if each.region else each.country
        each.name = _named(each.kind, fields.any(random), where, fields)
        each.website = f"https://{each.slug}.hanse.example/"
        each.contact_name = "Fictitious Contact"
        each.contact_email = f"{each.slug}@hanse.example"
    Organisation.objects.bulk_update(
        peers, ["region", "name", "website", "contact_name", "contact_email"]
    )


def _make_others(random: Random, fields: _Fields) -> None:
    names = regions(VINTAGE)
    made = []
    at_home, abroad = cycle(COUNTRIES), cycle(ABROAD)
    for kind, count in COUNTS.items():
        for number in range(1, count + 1):
            country = next(abroad if kind == OrganisationKind.PARTNER else at_home)
            places = _places(country)
            region = random.choice(places) if places else ""
            where = names[region].name if region else country
            slug = f"fictitious-{kind.value}-{number:04d}"
            made.append(
                Organisation(
                    slug=slug,
                    kind=kind,
                    name=_named(kind, fields.any(random), where, fields),
                    country=country,
                    region=region,
                    website=f"https://{slug}.hanse.example/",
                    contact_name="Fictitious Contact",
                    contact_email=f"{slug}@hanse.example",
                    fictitious=True,
                )
            )
    Organisation.objects.bulk_create(made)


def _profile(organisation: Organisation, on: date, random: Random) -> Profile:
    """Most are confirmed within half a year, some age, some are stale; all are published."""
    days = random.choices((random.randint(1, 170), random.randint(181, 360), 500), (7, 2, 1))[0]
    made = on - timedelta(days=random.randint(days, max(days, _YEARS * 365)))
    is_cluster = organisation.kind == OrganisationKind.CLUSTER
    return Profile(
        organisation=organisation,
        published=True,
        legal_form=random.choice(("Association", "Limited company", "Foundation", "Public body")),
        address=f"{random.randint(1, 99)} Fictitious Street",
        founded_year=on.year - random.randint(6, 30),
        staff_fte=random.choice(("0.40", "1.00", "2.50", "4.00", "7.50")) if is_cluster else None,
        recognised_by="Fictitious Cluster Programme"
        if is_cluster and random.random() < 0.1
        else "",
        confirmed=datetime.combine(on - timedelta(days=days), time(12), tzinfo=UTC),
        active=on - timedelta(days=random.randint(0, days)) if days < 500 else None,
        created=datetime.combine(made, time(9), tzinfo=UTC),
    )


def _texts(profiles: Sequence[Profile], fields: Sequence[str]) -> list[ProfileText]:
    labels = _Fields().labels
    made = []
    for profile, field in zip(profiles, fields, strict=True):
        kind, label = profile.organisation.get_kind_display().lower(), labels[field]
        made.append(
            ProfileText(
                profile=profile,
                language="en",
                summary=f"An invented {kind} in the field {label}, to show how the site works.",
            )
        )
        if profile.organisation.country in ("AT", "DE", "CH"):
            text = f"Eine erfundene Organisation im Bereich {label}, um die Seite zu zeigen."
            made.append(ProfileText(profile=profile, language="de", summary=text))
        if profile.organisation.country in ("FR", "BE"):
            text = f"Une organisation inventée du domaine {label}, pour montrer le site."
            made.append(ProfileText(profile=profile, language="fr", summary=text))
    return made


def _codes(
    profile: Profile, organisation: Organisation, field: str, random: Random, fields: _Fields
) -> list[ProfileCode]:
    inside = fields.industries[field]
    industries = random.sample(inside, min(len(inside), random.randint(1, 3)))
    named = {
        CodeKind.INDUSTRY: industries,
        CodeKind.EMERGING: fields.emerging_of(industries)[:2],
        CodeKind.TECHNOLOGY: random.sample(sorted(code_list(TECHNOLOGIES).names), 2),
        CodeKind.TARGET: random.sample((*ABROAD, "DE", "FR", "PL"), random.randint(1, 4)),
    }
    if organisation.kind != OrganisationKind.FIRM:
        named[CodeKind.PRIORITY] = random.sample(sorted(code_list(PRIORITIES).names), 2)
        named[CodeKind.SERVICE] = random.sample(
            sorted(code_list(SERVICES).names), random.randint(2, 5)
        )
    if organisation.kind == OrganisationKind.CLUSTER:
        named[CodeKind.CATEGORY] = [field]
    return [
        ProfileCode(profile=profile, kind=kind, code=code)
        for kind, codes in named.items()
        for code in codes
    ]


def _make_members(
    clusters: Sequence[Organisation], everyone: Sequence[Organisation], on: date, random: Random
) -> None:
    """Ten to forty members each; those of the directory in the same country among them."""
    near: dict[str, list[Organisation]] = {}
    for each in everyone:
        if each.kind in (OrganisationKind.FIRM, OrganisationKind.RESEARCH, OrganisationKind.PUBLIC):
            near.setdefault(each.country, []).append(each)
    made = []
    for cluster in clusters:
        known = near.get(cluster.country, [])[:4]
        for number in range(random.randint(10, 40)):
            member = known[number] if number < len(known) else None
            kind = member.kind if member else random.choices(MemberKind.values, (16, 2, 1, 1))[0]
            is_firm = kind == MemberKind.FIRM
            made.append(
                ClusterMember(
                    cluster=cluster,
                    member=member,
                    name=member.name if member else f"Fictitious Member {number + 1}",
                    kind=kind,
                    size=random.choices(SizeClass.values, (6, 5, 3, 1))[0] if is_firm else "",
                    objects_to_naming=member is None and random.random() < 0.15,
                    since=on - timedelta(days=random.randint(30, _YEARS * 365)),
                )
            )
    ClusterMember.objects.bulk_create(made)


def _make_tiers(profiles: Sequence[Profile], on: date) -> None:
    """Of three cluster organisations two were looked at, and validated where all checks passed."""
    clusters = [p for p in profiles if p.organisation.kind == OrganisationKind.CLUSTER]
    members: dict[int, Counter[str]] = {}
    for cluster, kind in ClusterMember.objects.current(on).values_list("cluster", "kind"):
        members.setdefault(cluster, Counter())[kind] += 1
    looked_at, decisions = [], []
    for at, each in enumerate(clusters):
        if at % 3 == 0:
            continue
        seen = on - timedelta(days=10 + at * 3 % 300)
        each.page_active = seen
        looked_at.append(each)
        checks = tier_checks(
            TierFacts(
                float(each.staff_fte or 0),
                each.organisation.website,
                seen,
                members.get(each.organisation_id),
                each.recognised_by,
            ),
            seen,
        )
        if may_be_validated(checks):
            each.tier = TierChoice.VALIDATED
            decisions.append(
                TierDecision(
                    organisation=each.organisation,
                    tier=TierChoice.VALIDATED,
                    on=seen,
                    checks={check.code: check.outcome.value for check in checks},
                    remark="Decided for the demo.",
                )
            )
    Profile.objects.bulk_update(looked_at, ["page_active", "tier"])
    TierDecision.objects.bulk_create(decisions)


def _make_services(
    clusters: Sequence[Organisation], firms: Sequence[Organisation], on: date, random: Random
) -> None:
    names = code_list(SERVICES).names
    prices = ("Free for members", "EUR 300 a day; members half", "At cost", "Included in the fee")
    made = Service.objects.bulk_create(
        Service(
            organisation=cluster,
            code=code,
            title=names[code],
            terms="Open to small and medium-sized firms of the region; ask two weeks ahead.",
            price_note=random.choice(prices),
        )
        for cluster in clusters
        for code in random.sample(sorted(names), 3)
    )
    ServiceRating.objects.bulk_create(
        ServiceRating(
            service=service,
            firm=firm,
            year=on.year - 1,
            **{
                question: random.choices((2, 3, 4, 5), (1, 2, 4, 3))[0]
                for question in ("useful", "quality", "timely", "overall")
            },
        )
        for service in made[::4]
        for firm in random.sample(list(firms), min(len(firms), random.randint(2, 8)))
    )
