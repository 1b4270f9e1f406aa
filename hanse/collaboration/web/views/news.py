"""Pages of news, calls and events: reading, writing, reviewing, following, digests, calendars."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hanse.collaboration.journey.calendar_files import Entry, calendar_file
from hanse.collaboration.journey.news import NewsState, news_offered
from hanse.collaboration.web.actions import news as acting
from hanse.collaboration.web.exchange_permits import edited_by
from hanse.collaboration.web.forms.news import (
    DigestForm,
    NewNewsItemForm,
    NewsFilterForm,
    NewsItemForm,
    ReturnForm,
    WithdrawForm,
)
from hanse.collaboration.web.models.news import CallFollow, NewsDigest, NewsItem, NewsKind
from hanse.foundation.roles import Role
from hanse.foundation.web.access import person_of
from hanse.foundation.web.attempts import attempt
from hanse.foundation.web.models.people import User

_PER_PAGE: Final = 20

NEWS_STEP_WORDS: Final[Mapping[str, str | Promise]] = {
    "news_submit": gettext_lazy("Hand in for review"),
    "news_publish": gettext_lazy("Publish"),
    "news_return": gettext_lazy("Return for changes"),
    "news_withdraw": gettext_lazy("Withdraw"),
}
_DONE: Final[Mapping[str, str | Promise]] = {
    "news_submit": gettext_lazy("It is handed in. The secretariat reviews it."),
    "news_publish": gettext_lazy("It is published."),
    "news_return": gettext_lazy("It is returned."),
    "news_withdraw": gettext_lazy("It is withdrawn."),
}
_FORMS: Final[Mapping[str, type[forms.Form]]] = {
    "news_return": ReturnForm,
    "news_withdraw": WithdrawForm,
}


@dataclass(frozen=True, slots=True)
class NewsPage:
    """The list. unfinished: what the reader can act on. followed: numbers of calls followed."""

    form: NewsFilterForm
    items: Page[NewsItem]
    words: str
    filtered: bool
    unfinished: list[NewsItem]
    followed: frozenset[int]
    may_write: bool


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One item, and what the reader may do with it."""

    item: NewsItem
    steps: list[tuple[str, str, str | Promise]]
    may_change: bool
    may_follow: bool
    follows: bool


@require_GET
def news(request: HttpRequest) -> HttpResponse:
    """What is new, open or to come, for this reader."""
    today = timezone.localdate()
    seen = NewsItem.objects.visible_to(request.user)
    published = seen.filter(state=NewsState.PUBLISHED)
    countries = published.exclude(country="").order_by().values_list("country", flat=True)
    form = NewsFilterForm(request.GET, countries=list(countries.distinct()))
    wanted = form.cleaned_data if form.is_valid() else {}
    shown = published if wanted.get("past") else published.standing(today)
    for name in ("kind", "country"):
        if wanted.get(name):
            shown = shown.filter(**{name: wanted[name]})
    if wanted.get("kind") == NewsKind.EVENT:
        shown = shown.order_by("begins", "pk")
    elif wanted.get("kind") == NewsKind.CALL:
        shown = shown.order_by("deadline", "pk")
    words = request.GET.copy()
    words.pop("page", None)
    reader = request.user if isinstance(request.user, User) else None
    own = edited_by(request.user)
    officer = reader is not None and reader.has_role(Role.OFFICER)
    unfinished: list[NewsItem] = []
    if own or officer:
        unfinished = list(
            NewsItem.objects.editable_by(request.user)
            .filter(state__in=[NewsState.DRAFT, NewsState.SUBMITTED, NewsState.RETURNED])
            .select_related("organisation")
            .order_by("-changed")[:_PER_PAGE]
        )
    page = NewsPage(
        form,
        Paginator(shown.select_related("organisation"), _PER_PAGE).get_page(
            request.GET.get("page")
        ),
        words.urlencode(),
        any(wanted.get(name) for name in ("kind", "country", "past")),
        unfinished,
        frozenset(
            CallFollow.objects.filter(person=reader).values_list("item", flat=True)
            if reader
            else ()
        ),
        bool(own) or officer,
    )
    return render(request, "collaboration/news.html", {"page": page})


@require_GET
def news_item(request: HttpRequest, number: int) -> HttpResponse:
    """One item."""
    item = _item(request, number)
    who = acting.writers(request.user, item.organisation_id)
    offered = news_offered(NewsState(item.state), who)
    reader = request.user if isinstance(request.user, User) else None
    follows = reader is not None and item.follows.filter(person=reader).exists()
    page = ItemPage(
        item,
        [
            (code, code.removeprefix("news_"), words)
            for code, words in NEWS_STEP_WORDS.items()
            if code in offered
        ],
        "news_change" in offered,
        item.kind == NewsKind.CALL and item.state == NewsState.PUBLISHED,
        follows,
    )
    return render(request, "collaboration/news_item.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def news_write(request: HttpRequest) -> HttpResponse:
    """Write an item."""
    person = person_of(request)
    own, officer = sorted(edited_by(person)), person.has_role(Role.OFFICER)
    if not own and not officer:
        raise PermissionDenied(_("Editors of organisations and the secretariat write news."))
    form = NewNewsItemForm(
        request.POST or None,
        own=own,
        officer=officer,
        initial={"kind": request.GET.get("kind", NewsKind.NEWS)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            item = acting.news_write(
                by=person,
                organisation=form.cleaned_data.get("organisation"),
                details=form.cleaned_data,
            )
        except ValidationError as problem:
            form.add_error(None, ValidationError(problem.messages))
        else:
            messages.success(request, _("The draft is saved. Read it once more, then go on."))
            return redirect(item)
    return render(request, "collaboration/news_form.html", {"form": form, "item": None})


@login_required
@require_http_methods(["GET", "POST"])
def news_change(request: HttpRequest, number: int) -> HttpResponse:
    """Change an item."""
    item = _item(request, number)
    who = acting.writers(request.user, item.organisation_id)
    if "news_change" not in news_offered(NewsState(item.state), who):
        raise PermissionDenied(_("You cannot change this item now."))
    form = NewsItemForm(request.POST or None, instance=item)
    if request.method == "POST" and form.is_valid():
        done = _("Your changes are saved.")
        if attempt(request, done, acting.news_change, item=item, details=form.cleaned_data):
            return redirect(item)
    return render(request, "collaboration/news_form.html", {"form": form, "item": item})


@login_required
@require_http_methods(["GET", "POST"])
def news_step(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Hand in, publish, return or withdraw an item."""
    item = _item(request, number)
    code = f"news_{step}"
    if code not in NEWS_STEP_WORDS:
        raise Http404(_("There is no such step."))
    if not acting.writers(request.user, item.organisation_id):
        raise PermissionDenied(_("This is for its editors and the secretariat."))
    act: Callable[..., None] = getattr(acting, code)
    given: dict[str, Any] = {"now": timezone.now()} if code == "news_publish" else {}
    if code in _FORMS:
        form = _FORMS[code](request.POST or None)
        if request.method != "POST" or not form.is_valid():
            words = {"form": form, "item": item, "words": NEWS_STEP_WORDS[code]}
            return render(request, "collaboration/news_step.html", words)
        given = form.cleaned_data
    elif request.method != "POST":
        return redirect(item)
    attempt(request, str(_DONE[code]), act, item=item, **given)
    return redirect(item)


@login_required
@require_POST
def call_follow(request: HttpRequest, number: int) -> HttpResponse:
    """Follow a call, or follow it no more."""
    item = _item(request, number)
    if request.POST.get("follow"):
        attempt(request, _("You follow this call."), acting.call_follow, item=item)
    else:
        attempt(request, _("You follow this call no more."), acting.call_unfollow, item=item)
    return redirect(item)


@login_required
@require_http_methods(["GET", "POST"])
def news_digest(request: HttpRequest) -> HttpResponse:
    """How often new items come by mail."""
    person = person_of(request)
    now = NewsDigest.objects.filter(person=person).first()
    form = DigestForm(request.POST or None, initial={"often": now.often if now else ""})
    if request.method == "POST" and form.is_valid():
        attempt(
            request,
            _("Your choice is kept."),
            acting.news_digest_choose,
            often=form.cleaned_data["often"],
        )
        return redirect("news")
    return render(request, "collaboration/news_digest.html", {"form": form})


@require_http_methods(["GET", "POST"])
def news_unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End a digest from the link of a mail, without signing in; asked first, as programs follow
    links, too."""
    done = False
    if request.method == "POST":
        try:
            acting.news_unsubscribe(token=token)
        except ValidationError as problem:
            raise Http404(" ".join(problem.messages)) from problem
        done = True
    return render(request, "collaboration/news_unsubscribe.html", {"done": done})


@require_GET
def news_calendar(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Public events and deadlines to come as a calendar file, to be subscribed to."""
    today = timezone.localdate()
    found = NewsItem.objects.public().dated().standing(today).order_by("pk")
    return _calendar(_("Events and deadlines"), found, "news.ics")


@require_GET
def news_item_calendar(request: HttpRequest, number: int) -> HttpResponse:
    """One event or deadline as a calendar file."""
    item = _item(request, number)
    if item.last_day is None:
        raise Http404(_("This item has no day."))
    return _calendar(item.title, [item], f"news-{item.pk}.ics")


def _calendar(title: str, items: Iterable[NewsItem], name: str) -> HttpResponse:
    body = calendar_file(
        title,
        urlsplit(settings.ORIGIN).hostname or "localhost",
        [_entry(item) for item in items],
    )
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _entry(item: NewsItem) -> Entry:
    last = item.last_day
    assert last is not None
    is_call = item.kind == NewsKind.CALL
    return Entry(
        f"news-{item.pk}",
        _("Deadline: %(title)s") % {"title": item.title} if is_call else item.title,
        last if is_call else (item.begins or last),
        last,
        item.changed,
        f"{settings.ORIGIN}{item.get_absolute_url()}",
        item.place,
        item.summary,
    )


def _item(request: HttpRequest, number: int) -> NewsItem:
    """The item of an address. Raises `Http404` unless the reader may see it."""
    seen = NewsItem.objects.visible_to(request.user).select_related("organisation")
    found: NewsItem = get_object_or_404(seen, pk=number)
    return found
