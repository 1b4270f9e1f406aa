"""The journey in words: kinds of evidence, generations, moves, and the texts of the rules."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hanse.collaboration.journey.changes import Move
from hanse.collaboration.journey.evidence import EvidenceKind
from hanse.foundation.sentences import gettext_noop as _

KIND_WORDS: Final[Mapping[EvidenceKind, str]] = MappingProxyType(
    {
        EvidenceKind.CONTACT: _("Contact"),
        EvidenceKind.MEETING: _("Meeting"),
        EvidenceKind.EXCHANGE: _("Exchange"),
        EvidenceKind.SHARED_PROJECT: _("Shared project"),
        EvidenceKind.AGREEMENT: _("Agreement"),
        EvidenceKind.CONSORTIUM: _("Consortium"),
    }
)

KIND_MEANINGS: Final[Mapping[EvidenceKind, str]] = MappingProxyType(
    {
        EvidenceKind.CONTACT: _("An expression of interest that was accepted."),
        EvidenceKind.MEETING: _("A meeting between the organisations."),
        EvidenceKind.EXCHANGE: _("A short stay of one organisation with another."),
        EvidenceKind.SHARED_PROJECT: _("Work on the same project, as both say."),
        EvidenceKind.AGREEMENT: _("An agreement that both signed, and activities under it."),
        EvidenceKind.CONSORTIUM: _("Membership in the same consortium."),
    }
)

GENERATION_WORDS: Final[Mapping[int, str]] = MappingProxyType(
    {
        0: _("No relation"),
        1: _("Networking"),
        2: _("Cooperation"),
        3: _("Strategic partnership"),
    }
)

MOVE_WORDS: Final[Mapping[Move, str]] = MappingProxyType(
    {
        Move.NEW: _("New"),
        Move.ROSE: _("Reached a higher generation"),
        Move.REVIVED: _("Active again"),
        Move.WENT_QUIET: _("Gone quiet"),
    }
)

RULE_WORDS: Final = frozenset(
    {
        _("The Hanse project: no published rule says when a generation is reached."),
        _("Somebody asked and somebody answered."),
        _("They sat at one table."),
        _("People of one stayed with the other for days."),
        _("They worked on the same thing."),
        _("They bound themselves in writing."),
        _("They share a strategy and its execution."),
        _("They have been in touch at least once."),
        _("A shared project or an agreement is on record."),
        _("Two exchanges and six months since the first show that the contact is kept up."),
        _("They belong to the same consortium."),
        _(
            "They belong to a consortium of at least three organisations from three countries, "
            "as calls for strategic partnerships ask."
        ),
        _(
            "Three pieces of joint work over at least three years are a partnership in fact, "
            "whatever it is called."
        ),
        _("It has been formed."),
        _("At least half of its pairs cooperate on other work, too."),
        _("It has at least three members and has run for a year."),
        _("At least three members from three countries have worked under it for a year."),
        _("Get in touch again"),
        _("Nothing has been recorded between them for three years."),
        _("Plan a short exchange"),
        _("They know each other, and nobody has stayed with the other yet."),
        _("Agree on a first project together"),
        _("They have visited each other; shared work is the next generation."),
        _("Put the cooperation in writing"),
        _("They work together without an agreement."),
        _("Look for partners in further countries and form a consortium"),
        _(
            "An agreement is on record; a strategic partnership takes at least three "
            "organisations from three countries."
        ),
        _("Bring a member from a third country into the consortium"),
        _(
            "Their consortium does not yet have three organisations from three countries, "
            "or three years of joint work."
        ),
        _("Review the joint strategy"),
        _("They are strategic partners; what is agreed should be looked at once a year."),
    }
)
"""Texts of `rules.toml`, so that they can be translated; a site's own rules show as written."""
