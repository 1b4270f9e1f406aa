"""Jobs of Collaboration that run in the background, most once a day; each can be done twice."""

from django.utils import timezone
from django_tasks import task

from hanse.collaboration.web.actions import (
    agreement_life,
    directory_profiles,
    mission_follows,
    mission_outcomes,
    news,
    offers,
    saved_searches,
)
from hanse.collaboration.web.meeting_solving import search


@task()
def offers_age() -> None:
    """Let offers expire, and remind their editors two weeks before."""
    offers.offers_age(on=timezone.localdate())


@task()
def agreements_age() -> None:
    """Let agreements come into force and expire, and remind their parties."""
    agreement_life.agreements_age(on=timezone.localdate())


@task()
def profiles_age() -> None:
    """Note which organisations were active, and ask editors to confirm entries that age."""
    today = timezone.localdate()
    directory_profiles.profiles_see_activity(on=today)
    directory_profiles.profiles_remind(on=today)


@task()
def news_digests_send() -> None:
    """Mail the digests of news that are due."""
    news.news_digests_send(now=timezone.now())


@task()
def saved_searches_digest() -> None:
    """Mail what is new in the searches that people keep."""
    saved_searches.saved_searches_digest(on=timezone.localdate())


@task()
def missions_follow_up() -> None:
    """Ask participants of missions that ended 3, 6 or 12 months ago what came of them."""
    mission_outcomes.missions_follow_up(on=timezone.localdate())


@task()
def missions_remind() -> None:
    """Remind followers of missions of cut-off dates a week before."""
    mission_follows.missions_remind(on=timezone.localdate())


@task()
def timetable_search(number: int) -> None:
    """Search for the timetable of meetings that `number` stands for, or go on with it."""
    search(number)
