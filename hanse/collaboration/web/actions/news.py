"""Writing, reviewing and publishing news; following calls; digests by mail."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.journey.news import (
    NewsRefusedError,
    NewsState,
    NewsStep,
    Often,
    Writer,
    digest_due,
    news_take,
)
from hanse.collaboration.web.exchange_permits import edited_by
from hanse.collaboration.web.models.news import (
    CallFollow,
    NewsDigest,
    NewsItem,
    NewsKind,
    marked,
)
from hanse.excellence.web.label_words import said
from hanse.foundation.roles import Role
from hanse.foundation.web.audit import action, differences, record
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import Somebody, User

DETAILS: Final = (
    "kind",
    "title",
    "summary",
    "text",
    "link",
    "audience",
    "begins",
    "ends",
    "deadline",
    "place",
    "country",
    "online",
)
DEADLINE_DAYS: Final = 14
"""A digest names calls one follows that close within so many days."""
_SALT: Final = "news-digest"
_MOST: Final = 40


def writers(person: Somebody, organisation: int | None) -> frozenset[Writer]:
    """What `person` is to items of an organisation; None for those of the programme.

    Who edits an organisation does not review what it writes.
    """
    if not isinstance(person, User) or not person.is_active:
        return frozenset()
    if organisation is not None and organisation in edited_by(person):
        return frozenset({Writer.EDITOR})
    return frozenset({Writer.OFFICER}) if person.has_role(Role.OFFICER) else frozenset()


# --- Items ------------------------------------------------------------------------------------


@action
def news_write(
    *, by: User, organisation: Organisation | None, details: Mapping[str, Any]
) -> NewsItem:
    """A new draft, of an organisation one edits, or of the programme. See `news_change`."""
    _take("news_write", None, writers(by, organisation.pk if organisation else None))
    item = NewsItem(organisation=organisation, author=by, fictitious=by.fictitious)
    _fill(item, details)
    record(item, {"title": item.title, "kind": item.kind})
    return item


@action
def news_change(*, by: User, item: NewsItem, details: Mapping[str, Any]) -> None:
    """Change an item. details: of `DETAILS`, with `kinds` and `countries` of its audience.

    Followers of a published call hear of a new deadline.
    """
    item = _locked(item)
    _take("news_change", NewsState(item.state), writers(by, item.organisation_id))
    before = {name: str(getattr(item, name)) for name in DETAILS}
    deadline = item.deadline
    _fill(item, details)
    after = {name: str(getattr(item, name)) for name in DETAILS}
    record(item, differences(before, after))
    if item.state == NewsState.PUBLISHED and item.deadline != deadline:
        _tell_followers(item)


@action
def news_submit(*, by: User, item: NewsItem) -> None:
    """Hand a draft in for review."""
    _move("news_submit", by, item)


@action
def news_publish(*, by: User, item: NewsItem, now: datetime) -> None:
    """Publish an item to its audience. The secretariat only."""
    _move("news_publish", by, item, now=now)


@action
def news_return(*, by: User, item: NewsItem, reason: str) -> None:
    """Return an item with a reason; its editors are told. The secretariat only."""
    _move("news_return", by, item, reason)


@action
def news_withdraw(*, by: User, item: NewsItem, reason: str = "") -> None:
    """Take an item back: nobody but its editors and the secretariat sees it any more."""
    _move("news_withdraw", by, item, reason)


# --- Following and digests --------------------------------------------------------------------


@action
def call_follow(*, by: User, item: NewsItem) -> None:
    """Follow a call that one can read. Raises `ValidationError` for another kind of item."""
    if item.kind != NewsKind.CALL:
        raise ValidationError(_("Only calls can be followed."))
    if not NewsItem.objects.visible_to(by).filter(pk=item.pk).exists():
        raise PermissionDenied(_("This call is not for you."))
    CallFollow.objects.get_or_create(item=item, person=by)
    record(item, {"follow": True}, organisation=item.organisation)


@action
def call_unfollow(*, by: User, item: NewsItem) -> None:
    """Follow a call no more."""
    CallFollow.objects.filter(item=item, person=by).delete()
    record(item, {"follow": False}, organisation=item.organisation)


@action
def news_digest_choose(*, by: User, often: str) -> None:
    """Get a digest daily or weekly from now on; "" for none."""
    if often:
        NewsDigest.objects.update_or_create(
            person=by,
            defaults={"often": Often(often)},
            create_defaults={"often": Often(often), "sent": timezone.now()},
        )
    else:
        NewsDigest.objects.filter(person=by).delete()
    record(None, {"often": often})


@action
def news_unsubscribe(*, by: User | None = None, token: str) -> None:
    """End the digest that `token` of a mail belongs to; whoever has the mail may.

    Raises `ValidationError` for a token that is none. Nothing happens the second time.
    """
    try:
        number = signing.loads(token, salt=_SALT)
    except signing.BadSignature as problem:
        raise ValidationError(_("This link is not whole. Copy all of it.")) from problem
    NewsDigest.objects.filter(person=number).delete()
    record(None, {"often": ""})


def digest_token(person: User) -> str:
    """What lets a mail's link end the digest of `person`, and nothing else."""
    return signing.dumps(person.pk, salt=_SALT)


@action
def news_digests_send(*, by: User | None = None, now: datetime) -> int:
    """Send every digest that is due; how many went. The second time on a day none does."""
    on = timezone.localdate(now)
    sent = 0
    waiting = NewsDigest.objects.filter(person__is_active=True).values_list("pk", flat=True)
    for number in waiting:
        with transaction.atomic():
            # Held, so that two workers do not send it twice.
            digest = (
                NewsDigest.objects.select_for_update(of=("self",))
                .select_related("person")
                .filter(pk=number)
                .first()
            )
            if digest is None or not digest_due(
                Often(digest.often), timezone.localdate(digest.sent), on
            ):
                continue
            sent += _send(digest, now, on)
            digest.sent = now
            digest.save(update_fields=["sent"])
    record(None, {"sent": sent})
    return sent


# --- What they share --------------------------------------------------------------------------


def _send(digest: NewsDigest, now: datetime, on: date) -> int:
    """Mail what is new, and calls one follows that close soon; 1 where there was anything."""
    person = digest.person
    meant = NewsItem.objects.filter(NewsItem.objects.meant_for(person))
    fresh = list(
        meant.filter(published__gt=digest.sent, published__lte=now)
        .standing(on)
        .select_related("organisation")
        .order_by("kind", "-published")[:_MOST]
    )
    closing = list(
        meant.filter(
            follows__person=person,
            deadline__range=(on, on + timedelta(days=DEADLINE_DAYS)),
        ).order_by("deadline")
    )
    if not fresh and not closing:
        return 0
    notify(
        person.email,
        "news_digest",
        {
            "items": fresh,
            "closing": closing,
            "news": reverse("news"),
            "unsubscribe": reverse("news_unsubscribe", args=[digest_token(person)]),
        },
        language=person.language,
        pillar="collaboration",
    )
    return 1


def _move(
    code: str, by: User, item: NewsItem, reason: str = "", now: datetime | None = None
) -> None:
    item = _locked(item)
    row = _take(code, NewsState(item.state), writers(by, item.organisation_id), reason)
    item.state = row.target
    item.reason = reason
    if row.target is NewsState.PUBLISHED:
        item.published = item.published or now
    item.full_clean(exclude=["author"])
    item.save()
    record(item, {"state": item.state})
    if item.organisation is not None and row.who is Writer.OFFICER:
        _tell_editors(item)


def _locked(item: NewsItem) -> NewsItem:
    return NewsItem.objects.select_for_update(of=("self",)).get(pk=item.pk)


def _take(code: str, state: NewsState | None, who: frozenset[Writer], reason: str = "") -> NewsStep:
    try:
        return news_take(code, state, who, reason)
    except NewsRefusedError as refused:
        words = said(refused.reason)
        if refused.by_role:
            raise PermissionDenied(words) from refused
        raise ValidationError(words) from refused


def _fill(item: NewsItem, details: Mapping[str, Any]) -> None:
    for name in DETAILS:
        setattr(item, name, details[name])
    chosen = details["audience"] == "chosen"
    item.kinds = marked(details["kinds"]) if chosen else ""
    item.countries = marked(details["countries"]) if chosen else ""
    if item.kind != NewsKind.CALL:
        item.deadline = None
    if item.kind != NewsKind.EVENT:
        item.begins = item.ends = None
    elif item.ends is None:
        item.ends = item.begins
    item.full_clean(exclude=["author"])
    item.save()


def _tell_editors(item: NewsItem) -> None:
    assert item.organisation is not None
    for each in item.organisation.memberships.editors().select_related("person"):
        notify(
            each.person.email,
            "news_reviewed",
            {"item": item, "link": item.get_absolute_url()},
            language=each.person.language,
            pillar="collaboration",
        )


def _tell_followers(item: NewsItem) -> None:
    for each in item.follows.filter(person__is_active=True).select_related("person"):
        if not NewsItem.objects.visible_to(each.person).filter(pk=item.pk).exists():
            continue
        notify(
            each.person.email,
            "call_changed",
            {"item": item, "link": item.get_absolute_url()},
            language=each.person.language,
            pillar="collaboration",
        )
