"""The fictitious exchanges and news of a demo: five years of them, and some being prepared."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from hanse.collaboration.journey.exchanges import State
from hanse.collaboration.web.demo.news import make_news
from hanse.collaboration.web.models.exchanges import (
    Exchange,
    ExchangeStep,
    ExchangeWish,
    Outcome,
    WishRole,
)
from hanse.collaboration.web.models.profiles import CodeKind, ProfileCode
from hanse.foundation.web.models.organisations import Organisation, OrganisationKind
from hanse.observatory.schemes.loader import scheme

A_YEAR: Final = (8, 13, 18, 23, 29)
"""Exchanges of each of the five years, the earliest first."""
_NEAR: Final = 4.0
_WISHES: Final = 16
_GOALS: Final = (
    "See how the other side works with its members, and agree on one thing to try together.",
    "Find out which services members pay for, and bring two ideas home.",
    "Prepare a first project together, with a draft of its plan at the end.",
)
_PROGRAMME: Final = (
    "Day 1: the team and its members. Day 2: visits to two firms. Day 3: a workshop on {theme}. "
    "Last day: what we do next."
)
_REPORTS: Final = (
    "We saw four firms and their test hall. Two of our members now talk to two of theirs.",
    "The workshop on {theme} gave a list of six common problems. We meet again online.",
    "We learnt how they run their training. A project for next year is drafted.",
    "A good week. It is too early to say what comes of it.",
)
_STEPS: Final = ("propose", "agree", "plan", "fix", "report", "report")


def make_journey(on: date, *, seed: int = 11) -> None:
    """Exchanges between the fictitious cluster organisations that there are, and news, to `on`."""
    random = Random(seed)  # noqa: S311 - a made-up world, the same every time
    clusters = _by_theme()
    if len(clusters) < 2:
        return
    _make_exchanges(clusters, on, random)
    _make_wishes(clusters, on, random)
    make_news(on)


def _by_theme() -> list[tuple[Organisation, str]]:
    """Cluster organisations with a theme of their profile; those of one theme stand together."""
    labels = {code: each.label for code, each in scheme("traded_local").categories.items()}
    themes: dict[int, str] = {}
    for key, code in (
        ProfileCode.objects.filter(kind=CodeKind.CATEGORY, profile__organisation__fictitious=True)
        .order_by("pk")
        .values_list("profile__organisation", "code")
    ):
        themes.setdefault(key, labels.get(code, code))
    found = Organisation.objects.filter(
        fictitious=True, kind=OrganisationKind.CLUSTER, withdrawn__isnull=True
    ).order_by("slug")
    return sorted(
        ((each, themes.get(each.pk, "services to members")) for each in found),
        key=lambda each: (each[1], each[0].slug),
    )


def _make_exchanges(clusters: Sequence[tuple[Organisation, str]], on: date, random: Random) -> None:
    made: list[Exchange] = []
    for years_ago, count in zip(range(len(A_YEAR) - 1, -1, -1), A_YEAR, strict=True):
        for _ in range(count):
            begins = on - timedelta(days=365 * years_ago + random.randrange(12, 360))
            made.append(_held(clusters, begins, on, random))
    for state in (State.PROPOSED, State.AGREED, State.AGREED, State.PLANNED, State.PLANNED):
        begins = on + timedelta(days=random.randrange(20, 120))
        made.append(_prepared(*_pair(clusters, random), state, begins, on, random))
    ours = {each.name: (each, theme) for each, theme in clusters}
    timber = ours.get("Fictitious Alpine Timber Cluster")
    boats = ours.get("Fictitious Ria Boats Cluster")
    if timber and boats:
        # The organisations of the two editors of the demo, so that both sides can be tried.
        begins = on - timedelta(days=400)
        made.append(_finished(timber, boats, begins, random))
        soon = on + timedelta(days=30)
        made.append(_prepared(boats, timber, State.AGREED, soon, on, random))
    there = Exchange.objects.bulk_create(made)
    ExchangeStep.objects.bulk_create(step for each in there for step in _steps(each, on))


def _held(
    clusters: Sequence[tuple[Organisation, str]], begins: date, on: date, random: Random
) -> Exchange:
    exchange = _finished(*_pair(clusters, random), begins, random)
    if (on - begins).days < 60 and random.random() < 0.5:
        exchange.state = State.HELD
        exchange.visitor_report = exchange.visitor_outcome = ""
        exchange.visitor_public = False
    elif random.random() < 0.15:
        exchange.host_public = False
    return exchange


def _finished(
    host: tuple[Organisation, str],
    visitor: tuple[Organisation, str],
    begins: date,
    random: Random,
) -> Exchange:
    theme = host[1].lower()
    outcomes = [each.value for each in Outcome]
    return Exchange(
        host=host[0],
        visitor=visitor[0],
        state=State.FINALISED,
        begins=begins,
        ends=begins + timedelta(days=random.randrange(2, 12)),
        host_agreed=begins - timedelta(days=80),
        visitor_agreed=begins - timedelta(days=95),
        host_report=random.choice(_REPORTS).format(theme=theme),
        visitor_report=random.choice(_REPORTS).format(theme=theme),
        host_outcome=random.choice(outcomes),
        visitor_outcome=random.choice(outcomes),
        host_public=True,
        visitor_public=True,
        **_words(host, visitor, random),
    )


def _prepared(
    host: tuple[Organisation, str],
    visitor: tuple[Organisation, str],
    state: State,
    begins: date,
    on: date,
    random: Random,
) -> Exchange:
    words = _words(host, visitor, random)
    if state is State.PROPOSED:
        words |= {"goals": "", "programme": "", "message": "Shall we?"}
    planned = state is State.PLANNED
    return Exchange(
        host=host[0],
        visitor=visitor[0],
        state=state,
        begins=begins if planned else None,
        ends=begins + timedelta(days=4) if planned else None,
        host_agreed=None if state is State.PROPOSED else on - timedelta(days=9),
        visitor_agreed=on - timedelta(days=14),
        **words,
    )


def _words(
    host: tuple[Organisation, str], visitor: tuple[Organisation, str], random: Random
) -> dict[str, Any]:
    theme = host[1].lower()
    return {
        "title": f"{visitor[0].country} meets {host[0].country}: {theme}"[:200],
        "goals": random.choice(_GOALS),
        "programme": _PROGRAMME.format(theme=theme),
        "place": host[0].region_name or host[0].country_name,
    }


def _pair(
    clusters: Sequence[tuple[Organisation, str]], random: Random
) -> tuple[tuple[Organisation, str], tuple[Organisation, str]]:
    """A host and a visitor of two countries whose themes are near, mostly."""
    while True:
        at = random.randrange(len(clusters))
        step = round(random.gauss(0, _NEAR)) or 1
        if random.random() < 0.12:
            step = random.randrange(1, len(clusters))
        host, visitor = clusters[at], clusters[(at + step) % len(clusters)]
        if host[0].pk != visitor[0].pk and (
            host[0].country != visitor[0].country or len(clusters) < _NEAR
        ):
            return host, visitor


def _steps(exchange: Exchange, on: date) -> list[ExchangeStep]:
    reached = {
        State.PROPOSED: 1,
        State.AGREED: 2,
        State.PLANNED: 4,
        State.HELD: 5,
        State.FINALISED: 6,
    }[State(exchange.state)]
    first = exchange.visitor_agreed or on
    days = [first, exchange.host_agreed or first, on, on, on, on]
    if exchange.ends and exchange.ends < on and exchange.begins:
        days[2:] = [
            exchange.begins - timedelta(days=40),
            exchange.begins - timedelta(days=30),
            exchange.ends + timedelta(days=3),
            exchange.ends + timedelta(days=8),
        ]
    actors = ("visitor", "host", "visitor", "host", "host", "visitor")
    return [
        ExchangeStep(exchange=exchange, step=f"exchange_{code}", actor=actor, on=min(day, on))
        for code, actor, day in list(zip(_STEPS, actors, days, strict=True))[:reached]
    ]


def _make_wishes(clusters: Sequence[tuple[Organisation, str]], on: date, random: Random) -> None:
    chosen = random.sample(clusters, min(_WISHES, len(clusters)))
    own = {"Fictitious Alpine Timber Cluster", "Fictitious Ria Boats Cluster"}
    chosen += [each for each in clusters if each[0].name in own and each not in chosen]
    ExchangeWish.objects.bulk_create(
        ExchangeWish(
            organisation=organisation,
            role=WishRole.HOST if at % 2 else WishRole.VISIT,
            title=f"A week on {theme.lower()}"[:200],
            about=(
                f"Our members work in {theme.lower()}. We show and want to see how services are "
                "built, who pays for them, and what helps small firms most."
            ),
            themes=f"{theme}, services to members"[:300],
            countries=[],
            earliest=on + timedelta(days=random.randrange(10, 60)),
            latest=on + timedelta(days=random.randrange(120, 300)),
            days_least=3,
            days_most=random.choice((5, 7, 14, 31)),
        )
        for at, (organisation, theme) in enumerate(chosen)
    )
