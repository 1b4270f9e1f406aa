"""The tables of states and steps of offers and of expressions of interest.

The states of offers follow the practice of partnering databases of the field; which step leads
where, and the conditions on interest, are set by Hanse.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hanse.collaboration.matching.steps import Part, Workflow, rows, staying
from hanse.foundation.sentences import gettext_noop as _


class OfferState(StrEnum):
    """Where an offer or a need stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    ON_HOLD = "on_hold"
    REJECTED = "rejected"
    EXPIRED = "expired"
    CLOSED = "closed"


class InterestState(StrEnum):
    """Where an expression of interest stands."""

    SENT = "sent"
    SEEN = "seen"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    IN_TALKS = "in_talks"
    AGREED = "agreed"
    """Both organisations said that they cooperate."""
    ENDED = "ended"


OFFER_STATE_WORDS: Final = MappingProxyType(
    {
        OfferState.DRAFT: _("draft"),
        OfferState.IN_REVIEW: _("in review"),
        OfferState.PUBLISHED: _("published"),
        OfferState.ON_HOLD: _("on hold"),
        OfferState.REJECTED: _("rejected"),
        OfferState.EXPIRED: _("expired"),
        OfferState.CLOSED: _("closed"),
    }
)

INTEREST_STATE_WORDS: Final = MappingProxyType(
    {
        InterestState.SENT: _("sent"),
        InterestState.SEEN: _("seen"),
        InterestState.ACCEPTED: _("accepted"),
        InterestState.DECLINED: _("declined"),
        InterestState.WITHDRAWN: _("withdrawn"),
        InterestState.IN_TALKS: _("in talks"),
        InterestState.AGREED: _("cooperation agreed by both"),
        InterestState.ENDED: _("ended"),
    }
)

_O, _I = OfferState, InterestState
_BOTH = (Part.SENDER, Part.RECEIVER)

WRITABLE: Final = frozenset({_O.DRAFT, _O.ON_HOLD})
"""States in which the words of an offer may be changed."""

OPEN_INTEREST: Final = frozenset({_I.SENT, _I.SEEN, _I.ACCEPTED, _I.IN_TALKS, _I.AGREED})
"""States in which an expression of interest has not come to its end."""

IN_CONTACT: Final = frozenset({_I.ACCEPTED, _I.IN_TALKS, _I.AGREED})
"""States that show that two organisations are in contact."""

OFFERS: Final[Workflow[OfferState]] = Workflow(
    "offer",
    (
        *rows("offer_create", (None,), _O.DRAFT, Part.EDITOR),
        *staying("offer_change", (_O.DRAFT, _O.ON_HOLD), Part.EDITOR),
        *rows("offer_submit", (_O.DRAFT, _O.ON_HOLD), _O.IN_REVIEW, Part.EDITOR),
        *rows("offer_take_back", (_O.IN_REVIEW,), _O.DRAFT, Part.EDITOR),
        # One review, three ends; `hanse.collaboration.matching.review` says which.
        *rows("offer_review", (_O.IN_REVIEW,), _O.PUBLISHED, Part.OFFICER),
        *rows("offer_review", (_O.IN_REVIEW,), _O.ON_HOLD, Part.OFFICER),
        *rows("offer_review", (_O.IN_REVIEW,), _O.REJECTED, Part.OFFICER),
        # What is published was reviewed: other words are reviewed again.
        *rows("offer_revise", (_O.PUBLISHED, _O.EXPIRED), _O.DRAFT, Part.EDITOR),
        *rows("offer_hold", (_O.PUBLISHED,), _O.ON_HOLD, Part.OFFICER),
        *rows(
            "offer_close",
            (_O.DRAFT, _O.IN_REVIEW, _O.ON_HOLD, _O.PUBLISHED, _O.EXPIRED),
            _O.CLOSED,
            Part.EDITOR,
        ),
        *rows("offer_expire", (_O.PUBLISHED,), _O.EXPIRED, Part.SYSTEM),
    ),
)

INTERESTS: Final[Workflow[InterestState]] = Workflow(
    "interest",
    (
        *rows("interest_send", (None,), _I.SENT, Part.SENDER),
        *rows("interest_see", (_I.SENT,), _I.SEEN, Part.RECEIVER),
        *rows("interest_accept", (_I.SENT, _I.SEEN), _I.ACCEPTED, Part.RECEIVER),
        *rows("interest_decline", (_I.SENT, _I.SEEN), _I.DECLINED, Part.RECEIVER),
        *rows("interest_withdraw", (_I.SENT, _I.SEEN), _I.WITHDRAWN, Part.SENDER),
        *rows("talks_begin", (_I.ACCEPTED,), _I.IN_TALKS, *_BOTH),
        *staying("cooperation_propose", (_I.IN_TALKS,), *_BOTH),
        *staying("cooperation_take_back", (_I.IN_TALKS,), *_BOTH),
        *rows("cooperation_confirm", (_I.IN_TALKS,), _I.AGREED, *_BOTH),
        *rows("interest_end", (_I.ACCEPTED, _I.IN_TALKS, _I.AGREED), _I.ENDED, *_BOTH),
        *staying("message_send", sorted(OPEN_INTEREST), *_BOTH),
    ),
)


@dataclass(frozen=True, slots=True)
class InterestFacts:
    """What the conditions ask of an expression of interest.

    said_by: the side that said that the two cooperate and waits for the other; None for neither.
    receiver_wrote: whether the receiver has written in the thread. blocked: whether either blocks
    the other.
    """

    state: InterestState
    said_by: Part | None = None
    receiver_wrote: bool = False
    blocked: bool = False


def interest_steps(facts: InterestFacts, side: Part | None) -> frozenset[str]:
    """Codes of the steps that an editor of one `side` may take now; of none for a third party.

    Cooperation is agreed by both: one side proposes, the other confirms. Before interest is
    accepted its sender writes once, and again when the receiver has answered. Between
    organisations of which one blocks the other there is nothing but an end.
    """
    if side is None:
        return frozenset()
    unmet = set()
    if facts.said_by is None:
        unmet |= {"cooperation_confirm", "cooperation_take_back"}
    elif facts.said_by is side:
        unmet |= {"cooperation_propose", "cooperation_confirm"}
    else:
        unmet |= {"cooperation_propose", "cooperation_take_back"}
    waiting = facts.state in (_I.SENT, _I.SEEN)
    if waiting and side is Part.SENDER and not facts.receiver_wrote:
        unmet.add("message_send")
    if facts.blocked:
        unmet |= INTERESTS.codes - {
            "interest_see",
            "interest_decline",
            "interest_withdraw",
            "interest_end",
        }
    return frozenset(each.code for each in INTERESTS.allowed(facts.state, {side})) - unmet
