"""News, calls and events: states and steps, who reads what, and when a digest is due."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hanse.foundation.problems import HanseError
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _


class NewsState(StrEnum):
    """How far an item has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Writer(StrEnum):
    """What somebody is to one item."""

    EDITOR = "editor"
    """An editor of the organisation it is from."""
    OFFICER = "officer"
    """Of the secretariat, and no editor of that organisation."""


class Audience(StrEnum):
    """For whom an item is."""

    PUBLIC = "public"
    MEMBERS = "members"
    """Everybody with an account."""
    CHOSEN = "chosen"
    """People of organisations of some kinds or countries."""


class Often(StrEnum):
    """How often somebody gets a digest."""

    DAILY = "daily"
    WEEKLY = "weekly"


NEWS_STATE_WORDS: Final[Mapping[NewsState, str]] = MappingProxyType(
    {
        NewsState.DRAFT: _("draft"),
        NewsState.SUBMITTED: _("waits for review"),
        NewsState.RETURNED: _("returned for changes"),
        NewsState.PUBLISHED: _("published"),
        NewsState.WITHDRAWN: _("withdrawn"),
    }
)

_EVERY: Final = MappingProxyType({Often.DAILY: timedelta(days=1), Often.WEEKLY: timedelta(days=7)})


@dataclass(frozen=True, slots=True)
class NewsStep:
    """One row of the table; source None begins an item."""

    code: str
    source: NewsState | None
    target: NewsState
    who: Writer
    needs_reason: bool = False


_S = NewsState
_E, _O = Writer.EDITOR, Writer.OFFICER

NEWS_STEPS: Final = (
    *(NewsStep("news_write", None, _S.DRAFT, who) for who in Writer),
    *(NewsStep("news_change", each, each, _E) for each in (_S.DRAFT, _S.RETURNED)),
    *(NewsStep("news_change", each, each, _O)
      for each in (_S.DRAFT, _S.SUBMITTED, _S.PUBLISHED)),
    *(NewsStep("news_submit", each, _S.SUBMITTED, _E) for each in (_S.DRAFT, _S.RETURNED)),
    *(NewsStep("news_publish", each, _S.PUBLISHED, _O) for each in (_S.DRAFT, _S.SUBMITTED)),
    NewsStep("news_return", _S.SUBMITTED, _S.RETURNED, _O, needs_reason=True),
    *(NewsStep("news_withdraw", each, _S.WITHDRAWN, _E)
      for each in (_S.DRAFT, _S.SUBMITTED, _S.RETURNED, _S.PUBLISHED)),
    *(NewsStep("news_withdraw", each, _S.WITHDRAWN, _O)
      for each in (_S.DRAFT, _S.SUBMITTED, _S.PUBLISHED)),
)  # fmt: skip
"""What editors write is published by the secretariat alone, and then changed by it alone."""


class NewsRefusedError(HanseError):
    """A step that the table does not allow. by_role: whoever tried may never take it."""

    def __init__(self, code: str, reason: Sentence, *, by_role: bool = False) -> None:
        self.reason = reason
        self.by_role = by_role
        super().__init__(f"The step {code} is refused.", why=str(reason))


def news_offered(state: NewsState, writers: Collection[Writer]) -> tuple[str, ...]:
    """Codes of the steps that somebody can take from a state."""
    return tuple(
        dict.fromkeys(
            step.code for step in NEWS_STEPS if step.source == state and step.who in writers
        )
    )


def news_take(
    code: str, state: NewsState | None, writers: Collection[Writer], reason: str = ""
) -> NewsStep:
    """The row that applies. Raises `NewsRefusedError`, and `KeyError` for a step there is not."""
    rows = [step for step in NEWS_STEPS if step.code == code]
    if not rows:
        raise KeyError(code)
    mine = [row for row in rows if row.who in writers]
    if not mine:
        text = _("This step is for editors of the organisation or the secretariat.")
        raise NewsRefusedError(code, Sentence(text), by_role=True)
    here = next((row for row in mine if row.source == state), None)
    if here is None:
        words = NEWS_STATE_WORDS[state] if state else ""
        text = _("You cannot do this while the item is: {state}.")
        raise NewsRefusedError(code, Sentence(text, {"state": Sentence(words)}))
    if here.needs_reason and not reason.strip():
        raise NewsRefusedError(code, Sentence(_("Say why, so that the item can be mended.")))
    return here


def reads(
    audience: Audience,
    kinds: Collection[str],
    countries: Collection[str],
    *,
    signed_in: bool,
    organisations: Collection[tuple[str, str]],
) -> bool:
    """Whether a published item is for somebody.

    kinds, countries: of a chosen audience; empty for any. organisations: kind and country of each
    that the reader belongs to; one of them has to fit both.
    """
    if audience is Audience.PUBLIC:
        return True
    if audience is Audience.MEMBERS or not signed_in:
        return signed_in
    return any(
        (not kinds or kind in kinds) and (not countries or country in countries)
        for kind, country in organisations
    )


def digest_due(often: Often, last: date, on: date) -> bool:
    """Whether a digest is due on a day, when the last was sent, or asked for, on `last`."""
    return on - last >= _EVERY[often]
