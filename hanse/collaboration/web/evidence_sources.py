"""Where evidence of relations comes from: the records of every part of Collaboration, read once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.urls import translate_url
from django.utils.translation import get_language, gettext, override

from hanse.collaboration.journey.evidence import Evidence
from hanse.collaboration.journey.relations import Pair, pairs_of
from hanse.collaboration.web.models.agreement_files import AgreementActivity
from hanse.collaboration.web.models.agreements import Agreement, AgreementParty
from hanse.collaboration.web.models.consortia import Consortium, ConsortiumMember
from hanse.collaboration.web.models.exchanges import Exchange
from hanse.collaboration.web.models.interests import Interest
from hanse.collaboration.web.models.meetings import MissionMeeting
from hanse.collaboration.web.models.mission_outcomes import MissionOutcome
from hanse.collaboration.web.models.profiles import Profile, ProfileCode
from hanse.foundation.web.models.organisations import Organisation
from hanse.foundation.web.table_marks import marks_of

_EPOCH: Final = "journey-epoch"


@dataclass(frozen=True, slots=True)
class Source:
    """One part's evidence, and the models whose changes make it out of date."""

    evidence: Callable[[], Iterator[Evidence]]
    watched: tuple[type[Model], ...]


SOURCES: Final[tuple[Source, ...]] = (
    Source(lambda: Interest.objects.all().evidence(), (Interest,)),
    Source(
        lambda: Agreement.objects.all().evidence(),
        (
            Agreement,
            AgreementParty,
            AgreementActivity,
            AgreementActivity.organisations.through,
        ),
    ),
    Source(lambda: Consortium.objects.all().evidence(), (Consortium, ConsortiumMember)),
    Source(lambda: MissionOutcome.objects.all().evidence(), (MissionOutcome,)),
    Source(lambda: MissionMeeting.objects.all().evidence(), (MissionMeeting,)),
    Source(lambda: Exchange.objects.all().evidence(), (Exchange,)),
)


def version() -> str:
    """Changes whenever a record, organisation or profile does. One query.

    Seen are the number of rows and the last time of change, of tables without one the last key: a
    bulk update that leaves no time of change is not.
    """
    # Emptying the site's cache makes every process read anew.
    parts = [str(cache.get_or_set(_EPOCH, lambda: uuid4().hex, None))]
    watched: dict[type[Model], None] = dict.fromkeys((Organisation, Profile, ProfileCode))
    watched |= dict.fromkeys(model for source in SOURCES for model in source.watched)
    asked = [
        (model._default_manager.all(), "changed" if _has_changed(model) else "pk")
        for model in watched
    ]
    parts += [f"{rows}/{last}" for rows, last in marks_of(asked)]
    return "|".join(parts)


def evidence(of: str | None = None) -> tuple[Evidence, ...]:
    """All evidence, public or not, between organisations that stand; kept for its version.

    of: the version, where it is at hand. Who may see what is for the caller to sort out.
    """
    return _evidence(of or version())


def label_of(each: Evidence) -> str:
    """What a record is called, in the reader's language where the words are ours."""
    return gettext(each.label) if each.label else ""


def address_of(each: Evidence) -> str:
    """The page of a record in the reader's language; "" for none."""
    if not each.address:
        return ""
    language = get_language() or settings.LANGUAGE_CODE
    # An address is found only in the language it was made in.
    with override(settings.LANGUAGE_CODE):
        return translate_url(each.address, language)


def known_pairs() -> frozenset[Pair]:
    """Every two organisations with any evidence between them."""
    return _pairs(version())


@lru_cache(maxsize=2)
def _evidence(_version: str) -> tuple[Evidence, ...]:
    standing = set(Organisation.objects.filter(withdrawn__isnull=True).values_list("pk", flat=True))
    listed = []
    # Kept for readers of every language: words and addresses are turned where they are shown.
    with override(settings.LANGUAGE_CODE):
        for source in SOURCES:
            for each in source.evidence():
                parties = tuple(key for key in dict.fromkeys(each.parties) if key in standing)
                if len(parties) > 1:
                    listed.append(each if parties == each.parties else _among(each, parties))
    return tuple(listed)


@lru_cache(maxsize=2)
def _pairs(of: str) -> frozenset[Pair]:
    return frozenset(pair for each in _evidence(of) for pair in pairs_of(each))


def _among(each: Evidence, parties: tuple[int, ...]) -> Evidence:
    """The same record without the parties that are withdrawn."""
    return replace(each, parties=parties)


def _has_changed(model: type[Model]) -> bool:
    try:
        model._meta.get_field("changed")
    except FieldDoesNotExist:
        return False
    return True
