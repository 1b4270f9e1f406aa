"""The fictitious news, calls and events of a demo."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Final

from hanse.collaboration.journey.news import Audience, NewsState
from hanse.collaboration.web.models.news import NewsItem, NewsKind, marked
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind

_PER_YEAR: Final = 6
_YEARS: Final = 5
_NEWS: Final = (
    ("Members of {name} share a test hall", "Eleven firms book it by the hour, and pay by use."),
    ("{name} and a partner finish their first project", "What worked, and what they would change."),
    ("Survey of members: where it pinches", "Skills come first, then energy, then export."),
    ("{name} opens its training to guests", "Places for people of other cluster organisations."),
)
_CALLS: Final = (
    ("Call for pilots in the circular use of materials", "Up to three firms and one cluster."),
    ("Call for joint strategies towards third countries", "At least three partners, as a test."),
    ("Vouchers for advice on digital tools", "For firms with fewer than 250 persons."),
    ("Call for exchanges of staff between clusters", "Travel and stay for up to a month."),
)
_EVENTS: Final = (
    ("Matchmaking day of cluster organisations", "Short meetings, agreed on beforehand."),
    ("Workshop on services that members pay for", "Five examples, and time for questions."),
    ("Annual meeting of cluster managers", "Two days, with visits to firms."),
    ("Online hour on measuring what clusters do", "With figures from the Observatory."),
)
_TEXT: Final = (
    "This text is made up, as is everything on a demo. It stands where the programme or an "
    "organisation would say what is offered, to whom, on what terms, and whom to ask."
)


def make_news(on: date, *, seed: int = 17) -> None:
    """News, calls and events of five years up to `on`, some to come, some not published yet."""
    random = Random(seed)  # noqa: S311 - a made-up world, the same every time
    clusters = list(
        Organisation.objects.filter(
            fictitious=True, kind=OrganisationKind.CLUSTER, withdrawn__isnull=True
        ).order_by("slug")
    )
    if not clusters:
        return
    made = [
        _item(kind, clusters, on - timedelta(days=365 * year + random.randrange(30, 364)), random)
        for year in range(_YEARS)
        for kind in (NewsKind.NEWS, NewsKind.CALL, NewsKind.EVENT)
        for _ in range(_PER_YEAR // 3)
    ]
    made += [
        _item(kind, clusters, on - timedelta(days=days), random)
        for days, kind in enumerate(
            (NewsKind.CALL, NewsKind.EVENT, NewsKind.CALL, NewsKind.EVENT, NewsKind.NEWS) * 2, 2
        )
    ]
    made += _particular(clusters, on, random)
    NewsItem.objects.bulk_create(made)


def _item(kind: NewsKind, clusters: Sequence[Organisation], day: date, random: Random) -> NewsItem:
    organisation = random.choice(clusters) if kind is NewsKind.NEWS else None
    texts = {NewsKind.NEWS: _NEWS, NewsKind.CALL: _CALLS, NewsKind.EVENT: _EVENTS}[kind]
    title, summary = random.choice(texts)
    host = random.choice(clusters)
    dates: dict[str, Any] = {}
    if kind is NewsKind.CALL:
        dates = {"deadline": day + timedelta(days=random.randrange(40, 90))}
    elif kind is NewsKind.EVENT:
        begins = day + timedelta(days=random.randrange(30, 80))
        dates = {
            "begins": begins,
            "ends": begins + timedelta(days=random.randrange(2)),
            "place": host.region_name,
            "country": host.country,
        }
    return NewsItem(
        kind=kind,
        title=title.format(name=organisation)[:200],
        summary=summary,
        text=_TEXT,
        organisation=organisation,
        state=NewsState.PUBLISHED,
        published=_moment(day, random),
        fictitious=True,
        **dates,
    )


def _particular(clusters: Sequence[Organisation], on: date, random: Random) -> list[NewsItem]:
    """Items for some readers only, and those that wait."""
    timber = next((each for each in clusters if "Alpine Timber" in each.name), clusters[0])
    common: dict[str, Any] = {"text": _TEXT, "fictitious": True}
    published = {"state": NewsState.PUBLISHED, "published": _moment(on, random)}
    return [
        NewsItem(
            kind=NewsKind.NEWS,
            title="The secretariat is closed between the years",
            summary="Questions are answered again from the first working day.",
            audience=Audience.MEMBERS,
            **published,
            **common,
        ),
        NewsItem(
            kind=NewsKind.CALL,
            title="Call for cluster organisations in Austria and Portugal",
            summary="For first projects after an exchange.",
            audience=Audience.CHOSEN,
            kinds=marked([OrganisationKind.CLUSTER]),
            countries=marked(["AT", "PT"]),
            deadline=on + timedelta(days=45),
            **published,
            **common,
        ),
        NewsItem(
            kind=NewsKind.EVENT,
            title="Open day in the sawmill of a member",
            summary="See how boards are sorted by camera.",
            organisation=timber,
            begins=on + timedelta(days=50),
            ends=on + timedelta(days=50),
            place=timber.region_name,
            country=timber.country,
            state=NewsState.SUBMITTED,
            **common,
        ),
        NewsItem(
            kind=NewsKind.NEWS,
            title="A draft about drying wood",
            summary="Not finished yet.",
            organisation=timber,
            state=NewsState.DRAFT,
            **common,
        ),
    ]


def _moment(day: date, random: Random) -> datetime:
    return datetime.combine(day, time(random.randrange(8, 12), random.randrange(60)), UTC)
