"""Exchanges and news for tests of the journey."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from hanse.collaboration.journey.exchanges import State
from hanse.collaboration.journey.news import NewsState
from hanse.collaboration.web.models.exchanges import Exchange, ExchangeWish
from hanse.collaboration.web.models.news import NewsItem
from hanse.foundation.web.models.organisations import Organisation

DAY = date(2026, 6, 1)


def make_wish(organisation: Organisation, role: str = "host", **more: Any) -> ExchangeWish:
    """An open registration for this and the next year."""
    details = {
        "title": f"{organisation} {role}",
        "about": "What we do.",
        "themes": "timber, energy",
        "earliest": date(2026, 1, 1),
        "latest": date(2099, 12, 31),
        **more,
    }
    return ExchangeWish.objects.create(organisation=organisation, role=role, **details)


def make_exchange(host: Organisation, visitor: Organisation, **more: Any) -> Exchange:
    """An exchange that was held in June 2026, finalised and public unless said otherwise."""
    begins = more.pop("begins", DAY)
    details = {
        "title": f"{visitor} at {host}",
        "state": State.FINALISED,
        "begins": begins,
        "ends": begins + timedelta(days=4) if begins else None,
        "goals": "To learn.",
        "programme": "Visits.",
        "host_agreed": DAY,
        "visitor_agreed": DAY,
        "host_report": "It went well.",
        "visitor_report": "We learnt much.",
        "host_outcome": "contacts",
        "visitor_outcome": "learnt",
        "host_public": True,
        "visitor_public": True,
        **more,
    }
    return Exchange.objects.create(host=host, visitor=visitor, **details)


def make_news(title: str = "News", **more: Any) -> NewsItem:
    """A public item of the programme, published an hour ago unless said otherwise."""
    details = {
        "kind": "news",
        "summary": f"What {title} is about.",
        "state": NewsState.PUBLISHED,
        "published": timezone.now() - timedelta(hours=1),
        **more,
    }
    return NewsItem.objects.create(title=title, **details)
