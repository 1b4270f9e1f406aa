"""Mails about meetings: requests, answers, and what changes in somebody's agenda."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from hanse.collaboration.meetings.agendas import Change
from hanse.collaboration.web.meeting_facts import zone_of
from hanse.collaboration.web.meeting_words import change_words
from hanse.collaboration.web.models.meetings import MeetingRequest
from hanse.collaboration.web.models.mission_participants import MissionDelegate, MissionParticipant
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.organisations import Membership
from hanse.foundation.web.models.people import User


def tell_asked(request: MeetingRequest) -> None:
    """That somebody wants to meet them, to those who act for the organisation."""
    mission = request.asked.mission
    words = {
        "mission": mission.title,
        "organisation": request.asker.organisation.name,
        "why": request.why,
        "address": reverse("mission_meetings", args=[mission.slug]),
    }
    for person in _people([request.asked]).get(request.asked.pk, []):
        _send(person, "meeting_request", words)


def tell_answered(request: MeetingRequest) -> None:
    """How a request was answered, to those who act for who asked."""
    mission = request.asker.mission
    words = {
        "mission": mission.title,
        "organisation": request.asked.organisation.name,
        "accepted": request.answer > 0,
        "address": reverse("mission_meetings", args=[mission.slug]),
    }
    for person in _people([request.asker]).get(request.asker.pk, []):
        _send(person, "meeting_answer", words)


def tell_agendas(
    mission: Mission, told: Mapping[int, list[Change]], *, first: bool, why: str = ""
) -> None:
    """What changes in agendas, to the people of each participant.

    told: key of a participant -> its changes. first: whether these are the first agendas.
    """
    participants = list(mission.participants.in_order().filter(pk__in=told))
    people = _people(participants)
    for each in participants:
        zone = zone_of(each, mission)
        for person in people.get(each.pk, []):
            with override(person.language or settings.LANGUAGE_CODE):
                lines = [change_words(one, zone, mission.time_zone) for one in told[each.pk]]
            words = {
                "mission": mission.title,
                "organisation": each.organisation.name,
                "lines": lines,
                "first": first,
                "why": why,
                "zone": zone if zone != mission.time_zone else "",
                "address": reverse("meeting_agenda", args=[mission.slug, each.pk]),
            }
            _send(person, "meeting_changes", words)


def _people(participants: Iterable[MissionParticipant]) -> dict[int, list[User]]:
    """Who is told for each place: those who act for it, and its delegates with an account."""
    places = {each.organisation_id: each.pk for each in participants}
    found: dict[int, dict[int, User]] = {key: {} for key in places.values()}
    editors = Membership.objects.editors().filter(organisation__in=places).select_related("person")
    for each in editors:
        found[places[each.organisation_id]][each.person_id] = each.person
    delegates = MissionDelegate.objects.filter(
        participant__in=places.values(), person__isnull=False, person__is_active=True
    ).select_related("person")
    for one in delegates:
        if one.person:
            found[one.participant_id][one.person.pk] = one.person
    return {key: list(people.values()) for key, people in found.items()}


def _send(person: User, letter: str, words: Mapping[str, Any]) -> None:
    notify(person.email, letter, words, language=person.language, pillar="collaboration")
