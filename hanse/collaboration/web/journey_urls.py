"""Addresses of the pages of the journey: relations, network, exchanges."""

from django.urls import URLPattern, path

from hanse.collaboration.web.news_feed import NewsFeed
from hanse.collaboration.web.views import exchanges, journey, journey_changes, network, news

_EXCHANGE = "collaboration/exchanges/<int:number>/"
_NEWS = "collaboration/news/<int:number>/"
_WISH = "collaboration/exchanges/registrations/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("collaboration/journey/", journey.journey, name="journey"),
    path("collaboration/journey/changes/", journey_changes.journey_changes, name="journey_changes"),
    path("collaboration/journey/<slug:slug>/<slug:other>/", journey.relation, name="relation"),
    path(
        "organisations/<slug:slug>/journey/",
        journey.organisation_journey,
        name="organisation_journey",
    ),
    path("collaboration/network/", network.network, name="network"),
    path("collaboration/network/ties.csv", network.network_ties_csv, name="network_ties_csv"),
    path(
        "collaboration/network/organisations.csv",
        network.network_organisations_csv,
        name="network_organisations_csv",
    ),
    path("collaboration/network/network.graphml", network.network_graphml, name="network_graphml"),
    path("collaboration/exchanges/", exchanges.exchanges, name="exchanges"),
    path(
        "collaboration/exchanges/registrations/new/",
        exchanges.exchange_wish_create,
        name="exchange_wish_create",
    ),
    path(_WISH, exchanges.exchange_wish, name="exchange_wish"),
    path(f"{_WISH}change/", exchanges.exchange_wish_change, name="exchange_wish_change"),
    path(f"{_WISH}close/", exchanges.exchange_wish_close, name="exchange_wish_close"),
    path(f"{_WISH}propose/", exchanges.exchange_propose, name="exchange_propose"),
    path(_EXCHANGE, exchanges.exchange, name="exchange"),
    path(f"{_EXCHANGE}calendar.ics", exchanges.exchange_calendar, name="exchange_calendar"),
    path(f"{_EXCHANGE}<slug:step>/", exchanges.exchange_step, name="exchange_step"),
    path("collaboration/news/", news.news, name="news"),
    path("collaboration/news/new/", news.news_write, name="news_write"),
    path("collaboration/news/digest/", news.news_digest, name="news_digest"),
    path("collaboration/news/feed/", NewsFeed(), name="news_feed"),
    path("collaboration/news/feed/<slug:kind>/", NewsFeed(), name="news_kind_feed"),
    path("collaboration/news/calendar.ics", news.news_calendar, name="news_calendar"),
    path(
        "collaboration/news/unsubscribe/<str:token>/",
        news.news_unsubscribe,
        name="news_unsubscribe",
    ),
    path(_NEWS, news.news_item, name="news_item"),
    path(f"{_NEWS}change/", news.news_change, name="news_change"),
    path(f"{_NEWS}follow/", news.call_follow, name="call_follow"),
    path(f"{_NEWS}calendar.ics", news.news_item_calendar, name="news_item_calendar"),
    path(f"{_NEWS}<slug:step>/", news.news_step, name="news_step"),
]
