"""Who meets whom in a mission: its requests read, pairs suggested to those with too few, chosen."""

from collections import Counter
from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone

from hanse.collaboration.matching.recommend import Recommendation, recommend
from hanse.collaboration.meetings.choosing import Asked, Chosen, choose, pairs_of
from hanse.collaboration.meetings.planning import away
from hanse.collaboration.web.meeting_facts import facts_of, plan_of
from hanse.collaboration.web.models.meetings import MeetingBar, MeetingRequest, RequestState
from hanse.collaboration.web.models.missions import Mission
from hanse.collaboration.web.partner_matching import index_and_reader, name_of, ties_of
from hanse.foundation.web.models.organisations import Organisation

_PATIENCE: float = 30.0
_EACH = 6
"""Meetings suggested to somebody who has too few requests."""


def choose_meetings(mission: Mission) -> Chosen:
    """The best choice of meetings from all that was asked for, within what each can attend.

    Raises `HanseError` as `select` does.
    """
    plan = plan_of(mission)
    facts = facts_of(mission)
    slots = len(facts.slots)
    names = {each.key: each.name for each in facts.attendees}
    capacities = {
        each.key: min(mission.meetings_each, each.delegates * (slots - len(away(facts, each))))
        for each in facts.attendees
    }
    asked = _asked(mission)
    apart = list(
        MeetingBar.objects.filter(participant__mission=mission).values_list(
            "participant_id", "other_id"
        )
    )
    pairs = pairs_of(asked)
    if plan.suggested:
        counted = Counter(key for pair in pairs for key in pair)
        short = [key for key in names if counted[key] < plan.floor]
        pairs = pairs_of(asked, _suggested(mission, short))
    return choose(names, capacities, pairs, apart, floor=plan.floor, seconds=_PATIENCE)


def suggestions(
    organisation: Organisation, others: Collection[int], most: int
) -> list[Recommendation]:
    """Those of `others`, organisations by key, that suit one, the best first, with why."""
    on = timezone.localdate()
    index, reader = index_and_reader(organisation, on)
    without = {party.key for party in index.parties if party.key not in others}
    return recommend(
        index,
        reader,
        on=on,
        ties=ties_of(organisation),
        without=without,
        most=most,
        name=name_of,
    )


def _asked(mission: Mission) -> list[Asked]:
    rows = MeetingRequest.objects.filter(
        Q(asker__mission=mission) & ~Q(state=RequestState.WITHDRAWN)
    )
    return [
        Asked(
            each.asker_id,
            each.asked_id,
            float(each.interest),
            None if each.state == RequestState.DECLINED else float(each.answer),
        )
        for each in rows
    ]


def _suggested(mission: Mission, short: list[int]) -> list[tuple[int, int]]:
    """Pairs of those with too few requests and others that suit them."""
    if not short:
        return []
    places = dict(mission.participants.taking_part().values_list("organisation_id", "pk"))
    found = []
    for each in mission.participants.filter(pk__in=short).select_related("organisation"):
        found += [
            (each.pk, places[one.party.key])
            for one in suggestions(each.organisation, places, _EACH)
            if one.party.key in places and places[one.party.key] != each.pk
        ]
    return found
