"""The Atom feed of what is public."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from hanse.collaboration.web.models.news import NewsItem, NewsKind

_MOST: Final = 50


class NewsFeed(Feed[NewsItem, str]):
    """News, calls and events for everybody, the latest first; of one kind where one is named."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, kind: str = "") -> str:  # noqa: ARG002 - Django's
        """The kind of an address. Raises `Http404` for one there is not."""
        if kind and kind not in NewsKind.values:
            raise Http404(_("There is no such kind of news."))
        return kind

    def title(self, obj: str) -> str:
        """What readers list it as."""
        return str(NewsKind(obj).label) if obj else _("News, calls and events")

    def subtitle(self, _obj: str) -> str:
        """What it holds."""
        return _("What is public, the latest first.")

    def link(self, obj: str) -> str:
        """The page it belongs to."""
        return f"{reverse('news')}?kind={obj}" if obj else reverse("news")

    def items(self, obj: str) -> Iterable[NewsItem]:
        """The latest public items."""
        found = NewsItem.objects.public().select_related("organisation").order_by("-published")
        return found.filter(kind=obj)[:_MOST] if obj else found[:_MOST]

    def item_title(self, item: NewsItem) -> str:
        """Its title."""
        return item.title

    def item_description(self, item: NewsItem) -> str:
        """Its sentence."""
        return item.summary

    def item_author_name(self, item: NewsItem | None) -> str | None:
        """The organisation it is from; none for the programme."""
        return str(item.organisation) if item and item.organisation else None

    def item_pubdate(self, item: NewsItem) -> datetime | None:
        """When it was published."""
        return item.published

    def item_updateddate(self, item: NewsItem) -> datetime | None:
        """When it changed last."""
        return item.changed

    def item_categories(self, item: NewsItem) -> Iterable[Any]:
        """Its kind."""
        return [item.kind]
