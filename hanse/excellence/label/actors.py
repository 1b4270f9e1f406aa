"""Who takes part in a file: manager, secretariat, experts, board, appeal; and who is barred."""

from collections.abc import Collection
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hanse.foundation.sentences import gettext_noop as _


class Actor(StrEnum):
    """What somebody is to one file."""

    MANAGER = "manager"
    """An editor of the organisation that applies."""
    SECRETARIAT = "secretariat"
    EXPERT = "expert"
    """One of the experts of the file."""
    LEAD_EXPERT = "lead_expert"
    """The expert who writes the report; an EXPERT of the file too."""
    OBSERVER = "observer"
    """An expert in training who looks on: reads the file, takes no step."""
    BOARD_MEMBER = "board_member"
    CHAIR = "chair"
    """The board member who presides over the meeting; a BOARD_MEMBER too."""
    APPEAL_MEMBER = "appeal_member"
    """A member of the panel that hears this appeal."""
    TRAINER = "trainer"
    READER = "reader"
    """Anybody: a reader of the register."""
    SYSTEM = "system"
    """The daily job, which lets time take its course."""


ACTOR_WORDS: Final = MappingProxyType(
    {
        Actor.MANAGER: _("manager of the cluster organisation"),
        Actor.SECRETARIAT: _("secretariat"),
        Actor.EXPERT: _("expert of the file"),
        Actor.LEAD_EXPERT: _("lead expert"),
        Actor.OBSERVER: _("observer"),
        Actor.BOARD_MEMBER: _("board member"),
        Actor.CHAIR: _("chair of the meeting"),
        Actor.APPEAL_MEMBER: _("member of the appeal panel"),
        Actor.TRAINER: _("trainer"),
        Actor.READER: _("reader of the register"),
        Actor.SYSTEM: _("the site itself, once a day"),
    }
)
"""Each actor in words, as in "may be taken by the ..."."""

_OFFICES: Final = frozenset(
    {
        Actor.SECRETARIAT,
        Actor.EXPERT,
        Actor.LEAD_EXPERT,
        Actor.OBSERVER,
        Actor.BOARD_MEMBER,
        Actor.CHAIR,
        Actor.APPEAL_MEMBER,
    }
)


def acting(actors: Collection[Actor], *, tied: bool) -> frozenset[Actor]:
    """What somebody may act as in a file, out of all that they are.

    actors: all that the person is to the file. tied: whether the person belongs, or belonged
    within the years that count, to the organisation. Who is tied holds no office in its file:
    an officer who edits a cluster organisation applies for it like any manager. Everybody is a
    reader.
    """
    left = frozenset(actors) - _OFFICES if tied else frozenset(actors)
    return left | {Actor.READER}
