"""What is known of a consortium, as rules of calls look at it."""

from collections.abc import Iterable

from django.utils import timezone

from hanse.collaboration.consortia.eligibility import ConsortiumFacts, PartnerFacts
from hanse.collaboration.consortia.states import Version
from hanse.collaboration.web.models.consortia import Consortium, ConsortiumCodeKind
from hanse.collaboration.web.models.profiles import Profile
from hanse.excellence.label.states import LabelState
from hanse.excellence.web.models.labels import Label
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind


def partner_facts(organisations: Iterable[Organisation]) -> tuple[PartnerFacts, ...]:
    """What rules ask of partners: two queries for all of them."""
    listed = list(organisations)
    keys = [each.pk for each in listed]
    published = set(
        Profile.objects.filter(organisation__in=keys, published=True).values_list(
            "organisation", flat=True
        )
    )
    today = timezone.localdate()
    held: dict[int, set[str]] = {}
    for organisation, level in Label.objects.filter(
        organisation__in=keys,
        state=LabelState.ACTIVE,
        valid_from__lte=today,
        valid_until__gte=today,
    ).values_list("organisation", "level"):
        held.setdefault(organisation, set()).add(level)
    return tuple(
        PartnerFacts(
            each.name,
            each.country,
            cluster=each.kind == OrganisationKind.CLUSTER,
            profile=each.pk in published,
            labels=frozenset(held.get(each.pk, ())),
        )
        for each in listed
    )


def consortium_facts(consortium: Consortium) -> ConsortiumFacts:
    """What is known of `consortium`: members, target countries, documents, days."""
    members = [
        each.organisation
        for each in consortium.members.belonging().select_related("organisation").order_by("pk")
    ]
    targets = frozenset(
        consortium.codes.filter(kind=ConsortiumCodeKind.TARGET).values_list("code", flat=True)
    )
    tasks = list(consortium.tasks.all())
    approved = consortium.strategies.filter(state=Version.APPROVED).first()
    indicators = approved.document.get("indicators", {}).get("rows", []) if approved else []
    return ConsortiumFacts(
        partners=partner_facts(members),
        targets=targets,
        documents={
            "partnership_agreement": consortium.agreement_signed is not None,
            "strategy": approved is not None,
            "roadmap": bool(tasks) and all(each.planned for each in tasks),
            "activities": any(each.country and each.country in targets for each in tasks),
            "scoreboard": any(row.get("target") for row in indicators),
        },
        days=consortium.days,
    )
