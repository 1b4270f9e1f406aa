"""Mails about missions: to those who apply, take part or are invited, and to organisers."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from hanse.collaboration.web.models.mission_applications import MissionApplication
from hanse.collaboration.web.models.mission_outcomes import MissionFollowUp, MissionOutcome
from hanse.collaboration.web.models.mission_participants import MissionParticipant
from hanse.collaboration.web.models.missions import Mission, MissionFollow
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.organisations import Membership


def tell_decided(application: MissionApplication) -> None:
    """How an application was decided, to the editors of the organisation."""
    words = {
        "title": application.mission.title,
        "organisation": application.organisation.name,
        "state": application.state,
        "remark": application.remark,
        "confirms": application.mission.confirms,
        "address": application.mission.get_absolute_url(),
    }
    _tell([application.organisation_id], "mission_decision", words)


def tell_place(place: MissionParticipant, what: str) -> None:
    """What became of a place: "invited", "moved_up", "taken_up" or "removed", to its editors."""
    words = {
        "title": place.mission.title,
        "organisation": place.organisation.name,
        "what": what,
        "confirms": place.mission.confirms,
        "address": place.mission.get_absolute_url(),
    }
    _tell([place.organisation_id], "mission_place", words)


def tell_organisers(about: MissionApplication | MissionParticipant, what: str) -> None:
    """What an organisation said, to those who act for the organiser.

    what: "applied", "application_withdrawn", "confirmed", "waiting" or "withdrawn".
    """
    words = {
        "title": about.mission.title,
        "organisation": about.organisation.name,
        "what": what,
        "address": about.mission.get_absolute_url(),
    }
    _tell([about.mission.organiser_id], "mission_told", words)


def tell_mission_news(mission: Mission, what: str) -> None:
    """That participants are published, agendas are out or it is called off, to all concerned.

    what: "publish", "issue" or "call_off"; the last one reaches everybody who applied or follows it
    as well.
    """
    words = {
        "title": mission.title,
        "what": what,
        "reason": mission.told_off,
        "address": mission.get_absolute_url(),
    }
    there = mission.participants.standing()
    if what != "call_off":
        there = mission.participants.taking_part()
    organisations = set(there.values_list("organisation", flat=True))
    if what == "call_off":
        applied = mission.applications.in_review().values_list("organisation", flat=True)
        organisations |= set(applied)
    told = _tell(organisations, "mission_news", words)
    if what == "call_off":
        tell_followers(mission, what, mission.follows.exclude(person__in=told))


def tell_followers(
    mission: Mission, what: str, follows: QuerySet[MissionFollow], *, day: date | None = None
) -> int:
    """What happens to a mission, to those of `follows` who can see it; how many were told.

    what: "changed", "closing" (on `day`), "call_off" or "end".
    """
    words = {
        "mission": mission,
        "what": what,
        "day": day,
        "address": mission.get_absolute_url(),
        "report": reverse("mission_report", args=[mission.slug]),
    }
    told = 0
    for each in follows.filter(person__is_active=True).select_related("person").order_by("pk"):
        person = each.person
        if Mission.objects.visible_to(person).filter(pk=mission.pk).exists():
            notify(
                person.email,
                "mission_followed",
                words,
                language=person.language,
                pillar="collaboration",
            )
            told += 1
    return told


def tell_follow_up(question: MissionFollowUp) -> None:
    """That a participant is asked what came of the mission."""
    mission = question.participant.mission
    words = {"title": mission.title, "months": question.months, "slug": mission.slug}
    _tell([question.participant.organisation_id], "mission_follow_up", words)


def tell_outcome(outcome: MissionOutcome) -> None:
    """That the other side states an outcome which has to be confirmed."""
    mission = outcome.stated_by.mission
    words = {
        "title": mission.title,
        "organisation": outcome.stated_by.organisation.name,
        "kind": outcome.kind,
        "slug": mission.slug,
    }
    _tell([outcome.other.organisation_id], "mission_outcome", words)


def _tell(organisations: Iterable[int], letter: str, words: Mapping[str, object]) -> set[int]:
    """Write to all who edit `organisations`; who that was."""
    people = {
        each.person.pk: each.person
        for each in Membership.objects.editors()
        .filter(organisation__in=list(organisations))
        .select_related("person")
    }
    for person in people.values():
        notify(person.email, letter, words, language=person.language, pillar="collaboration")
    return set(people)
