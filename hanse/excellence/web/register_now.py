"""The register as it stands: kept by every process, which reads what was entered since."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Final

from django.conf import settings

from hanse.excellence.criteria.questionnaire import newest_questionnaire
from hanse.excellence.criteria.scheme import LabelScheme, scheme
from hanse.excellence.register.chain import GENESIS, Entry
from hanse.excellence.register.records import Record, records
from hanse.excellence.web.models.register import RegisterEntry
from hanse.foundation.problems import HanseError

FIELD_QUESTION: Final = "field"
"""The question whose options are the technology fields."""

_lock = Lock()


@dataclass(frozen=True, slots=True)
class Register:
    """All entries, and what they say of each label. head: the hash of the last one."""

    head: str
    entries: tuple[Entry, ...]
    records: Mapping[str, Record]


_NOTHING: Final = Register(GENESIS, (), {})
_kept = _NOTHING


def register() -> Register:
    """The register as it is now: one small query, and one for entries that are new."""
    global _kept
    last = RegisterEntry.objects.order_by("-sequence").values_list("hash", flat=True).first()
    head = last or GENESIS
    with _lock:
        if _kept.head != head:
            _kept = _with_what_follows(_kept) or _with_what_follows(_NOTHING) or _NOTHING
        return _kept


def _with_what_follows(known: Register) -> Register | None:
    """The register with the entries after those known; None where they do not follow these.

    Somebody may have added one in between; the head is that of what was read.
    """
    new = RegisterEntry.objects.filter(sequence__gt=len(known.entries)).entries()
    if not new or new[0].previous != known.head:
        return None
    return Register(new[-1].hash, (*known.entries, *new), records(new, before=known.records))


def field_name(code: str, language: str) -> str:
    """A technology field in a language; the code itself for one the questionnaire has not."""
    return field_names(language).get(code, code)


@lru_cache(maxsize=32)
def field_names(language: str) -> Mapping[str, str]:
    """Code -> name of every technology field of the newest questionnaire."""
    try:
        return dict(newest_questionnaire().question(FIELD_QUESTION).wording(language).options)
    except (HanseError, KeyError):
        return {}


def level_name(scheme_code: str, version: str, level: str, language: str) -> str:
    """The level of a scheme in a language; its code where the scheme is not here any more."""
    found = _scheme(scheme_code, version)
    try:
        return found.level(level).name_in(language) if found else level
    except HanseError:
        return level


def scheme_title(scheme_code: str, version: str, language: str) -> str:
    """The title of a scheme in a language; its code where it is not here any more."""
    found = _scheme(scheme_code, version)
    return found.title_in(language) if found else scheme_code


def register_origin() -> str:
    """The address of the register, as a published copy names it."""
    return f"{settings.ORIGIN}/register/"


def _scheme(code: str, version: str) -> LabelScheme | None:
    try:
        return scheme(code, version)
    except HanseError:
        return None
