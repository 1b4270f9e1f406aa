"""What the rules of the directory are told of an organisation, read from the database."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from hanse.collaboration.directory.completeness import Completeness, completeness
from hanse.collaboration.directory.freshness import Freshness, freshness
from hanse.collaboration.directory.member_counts import MemberCounts, MemberFact, member_counts
from hanse.collaboration.directory.tiers import Check, TierFacts, tier_checks
from hanse.collaboration.web.models.profiles import ClusterMember, Profile, ProfileCode
from hanse.foundation.web.models.organisations import Organisation


def members_by_type(organisation: Organisation, on: date) -> dict[str, int]:
    """Type -> how many members a cluster organisation has on a day, those not named included."""
    kinds = ClusterMember.objects.filter(cluster=organisation).current(on)
    return dict(Counter(kinds.order_by().values_list("kind", flat=True)))


def checks_of(profile: Profile, on: date, members: Mapping[str, int] | None = None) -> list[Check]:
    """The checks of the validated tier as they stand; members: by type, where known already."""
    counted = members_by_type(profile.organisation, on) if members is None else members
    staff = profile.staff_fte
    facts = TierFacts(
        None if staff is None else float(staff),
        profile.organisation.website,
        profile.page_active,
        counted,
        profile.recognised_by,
    )
    return list(tier_checks(facts, on))


def freshness_of(profile: Profile, on: date) -> Freshness:
    """How fresh an entry is."""
    confirmed = profile.confirmed.date() if profile.confirmed else None
    return freshness(confirmed, profile.active, on)


def completeness_of(
    profile: Profile, languages: Collection[str], codes: Collection[ProfileCode], members: int
) -> Completeness:
    """How complete a profile is. languages: of its texts. members: how many it has."""
    organisation = profile.organisation
    given = {
        "text": len(languages) >= 1,
        "second_language": len(languages) >= 2,
        "region": bool(organisation.region),
        "address": bool(profile.address),
        "website": bool(organisation.website),
        "contact": bool(organisation.contact_name and organisation.contact_email),
        "legal_form": bool(profile.legal_form),
        "founded_year": profile.founded_year is not None,
        "staff": profile.staff_fte is not None,
        "members": members > 0,
    }
    filled = {code for code, is_given in given.items() if is_given}
    return completeness(organisation.kind, filled | {each.kind for each in codes})


def shown_counts(members: Collection[ClusterMember]) -> MemberCounts:
    """Counts of members that everybody may see."""
    return member_counts(
        MemberFact(each.kind, each.size, named=not each.objects_to_naming) for each in members
    )
