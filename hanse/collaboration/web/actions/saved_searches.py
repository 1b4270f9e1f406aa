"""Keeping a search of the directory, changing and deleting it, and the mail of what is new."""

from datetime import date, datetime
from typing import Final

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.search.index import Wanted
from hanse.collaboration.web.models.profiles import Profile
from hanse.collaboration.web.models.saved_searches import (
    QUERY_LENGTH,
    Rhythm,
    SavedSearch,
)
from hanse.collaboration.web.search_asked import asked_of
from hanse.collaboration.web.search_documents import listed_organisations
from hanse.collaboration.web.search_index import directory_now
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.mail import notify
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.models.people import User

MOST_SEARCHES: Final = 50
"""Searches one person may keep."""
MOST_NAMED: Final = 20
"""Organisations that a mail names."""
_SALT: Final = "saved-search"


@action
def saved_search_create(*, by: User, name: str, query: str, rhythm: str) -> SavedSearch:
    """Keep a search. query: the words of the directory's address.

    Raises `ValidationError` when `by` has one of this name or too many, or it is too long.
    """
    own = SavedSearch.objects.visible_to(by)
    asked = asked_of(QueryDict(query))
    kept = asked.permanent.query
    if len(kept) > QUERY_LENGTH:
        raise ValidationError(_("These conditions are too long to be kept."))
    if own.count() >= MOST_SEARCHES:
        raise ValidationError(
            _("You keep %(most)s searches, which is as many as there can be: delete one first.")
            % {"most": MOST_SEARCHES}
        )
    if own.filter(name=name).exists():
        raise ValidationError(_("You have a search of this name: choose another."))
    search = SavedSearch.objects.create(owner=by, name=name, query=kept, rhythm=rhythm)
    record(search, {"rhythm": rhythm})
    return search


@action
def saved_search_change(*, by: User, search: SavedSearch, rhythm: str) -> SavedSearch:
    """Say how often mail is to come. What was there before is not told of later."""
    _check_own(by, search)
    before, search.rhythm = search.rhythm, Rhythm(rhythm).value
    if before == Rhythm.NEVER:
        search.looked = timezone.now()
    search.save(update_fields=["rhythm", "looked"])
    record(search, {"rhythm": [before, rhythm]})
    return search


@action
def saved_search_delete(*, by: User, search: SavedSearch) -> None:
    """Delete a search."""
    _check_own(by, search)
    record(search, {"rhythm": [search.rhythm, None]})
    search.delete()


@action
def saved_search_unsubscribe(*, by: User | None = None, search: SavedSearch) -> None:
    """Send no more mail of a search; whoever has the link of a mail may say so."""
    before, search.rhythm = search.rhythm, Rhythm.NEVER.value
    search.save(update_fields=["rhythm"])
    record(search, {"rhythm": [before, search.rhythm]})


@action
def saved_searches_digest(*, by: User | None = None, on: date) -> int:
    """Mail what is new in the searches that are due; how many mails. The daily job.

    Doing it twice sends nothing twice: what was looked through is not looked through again.
    """
    sent = 0
    searches = SavedSearch.objects.exclude(rhythm=Rhythm.NEVER).filter(owner__is_active=True)
    for search in searches.select_related("owner").order_by("pk"):
        if not search.is_due(on):
            continue
        now = timezone.now()
        found = new_in(search, on)
        if found:
            _tell(search, found)
            sent += 1
        search.looked = now
        search.save(update_fields=["looked"])
    record(None, {"sent": sent})
    return sent


def new_in(search: SavedSearch, on: date) -> list[Organisation]:
    """Organisations that a search finds and that came, or were confirmed, since it was looked at.

    In the order of their names.
    """
    keys = new_since(search.looked)
    if not keys:
        return []
    asked = asked_of(QueryDict(search.query))
    index = directory_now().index
    found = index.search(Wanted(asked.words, asked.chosen, limit=len(index.keys)), on)
    return list(listed_organisations().filter(pk__in=keys & set(found.keys)).order_by("name", "pk"))


def new_since(moment: datetime) -> set[int]:
    """Keys of organisations that came into the directory, or were confirmed, after a moment."""
    rows = Profile.history.filter(organisation_id=OuterRef("organisation_id"))
    before = rows.filter(history_date__lte=moment)
    published_since = Q(
        Exists(rows.filter(history_date__gt=moment, published=True)),
        Exists(before),
        ~Exists(before.filter(published=True)),
    )
    profiles = Profile.objects.filter(published=True).filter(
        Q(created__gt=moment) | Q(confirmed__gt=moment) | published_since
    )
    recorded = Organisation.objects.filter(on_record__isnull=False, created__gt=moment)
    return {
        *profiles.values_list("organisation", flat=True),
        *recorded.values_list("pk", flat=True),
    }


def unsubscribe_address(search: SavedSearch) -> str:
    """The address that ends the mail of a search without signing in."""
    return reverse("saved_search_unsubscribe", args=[signing.dumps(search.pk, salt=_SALT)])


def search_of_token(token: str) -> SavedSearch | None:
    """The search whose mail a link is to end; None for a link that is not ours, or too late."""
    try:
        number = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return SavedSearch.objects.filter(pk=number).first()


def _tell(search: SavedSearch, found: list[Organisation]) -> None:
    notify(
        search.owner.email,
        "saved_search",
        {
            "search": search,
            "named": found[:MOST_NAMED],
            "number": len(found),
            "more": max(0, len(found) - MOST_NAMED),
            "unsubscribe": unsubscribe_address(search),
        },
        language=search.owner.language,
        pillar="collaboration",
    )


def _check_own(by: User, search: SavedSearch) -> None:
    if not SavedSearch.objects.editable_by(by).filter(pk=search.pk).exists():
        raise PermissionDenied(_("This search belongs to somebody else."))
