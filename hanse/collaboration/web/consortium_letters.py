"""Mails about consortia: to those who are invited, and to members when there is something to do."""

from collections.abc import Iterable, Mapping

from hanse.collaboration.web.models.consortia import Consortium, ConsortiumMember
from hanse.collaboration.web.models.strategies import StrategyVersion
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.organisations import Membership
from hanse.foundation.web.models.people import User


def tell_invited(place: ConsortiumMember) -> None:
    """That an organisation is invited, to its editors."""
    words = {
        "name": place.consortium.name,
        "organisation": place.organisation.name,
        "why": place.why,
        "address": place.consortium.get_absolute_url(),
    }
    _tell([place.organisation_id], "consortium_invitation", words)


def tell_answered(place: ConsortiumMember, *, accepted: bool) -> None:
    """How an invitation was answered, to those who act for the coordinator."""
    words = {
        "name": place.consortium.name,
        "organisation": place.organisation.name,
        "accepted": accepted,
        "address": place.consortium.get_absolute_url(),
    }
    coordinators = place.consortium.members.belonging().filter(role="coordinator")
    _tell(coordinators.values_list("organisation", flat=True), "consortium_answer", words)


def tell_strategy(version: StrategyVersion, what: str, *, besides: User) -> None:
    """What happened to a strategy, to those who act for members.

    what: "submitted", "sent_back" or "approved". besides: who did it and need not be told.
    """
    consortium: Consortium = version.consortium
    words = {
        "name": consortium.name,
        "number": version.number,
        "what": what,
        "remark": version.remark if what == "sent_back" else "",
        "address": version.get_absolute_url(),
    }
    members = consortium.members.belonging().values_list("organisation", flat=True)
    _tell(members, "strategy_news", words, besides=besides)


def _tell(
    organisations: Iterable[int],
    letter: str,
    words: Mapping[str, object],
    besides: User | None = None,
) -> None:
    people = {
        each.person.pk: each.person
        for each in Membership.objects.editors()
        .filter(organisation__in=list(organisations))
        .select_related("person")
    }
    for person in people.values():
        if besides is None or person.pk != besides.pk:
            notify(person.email, letter, words, language=person.language, pillar="collaboration")
