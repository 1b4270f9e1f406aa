"""The five types of offers and needs, and what each asks its author to say."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hanse.foundation.sentences import gettext_noop as _

LONG: Final = 2000
SHORT: Final = 200


class OfferKind(StrEnum):
    """The types of partnering opportunities."""

    BUSINESS_OFFER = "business_offer"
    BUSINESS_REQUEST = "business_request"
    TECHNOLOGY_OFFER = "technology_offer"
    TECHNOLOGY_REQUEST = "technology_request"
    RESEARCH_REQUEST = "research_request"


NEEDS: Final = frozenset(
    {OfferKind.BUSINESS_REQUEST, OfferKind.TECHNOLOGY_REQUEST, OfferKind.RESEARCH_REQUEST}
)
"""Types that state a need."""

MEETS: Final = MappingProxyType(
    {
        OfferKind.BUSINESS_REQUEST: frozenset({OfferKind.BUSINESS_OFFER}),
        OfferKind.TECHNOLOGY_REQUEST: frozenset({OfferKind.TECHNOLOGY_OFFER}),
        OfferKind.RESEARCH_REQUEST: frozenset(
            {OfferKind.TECHNOLOGY_OFFER, OfferKind.RESEARCH_REQUEST}
        ),
    }
)
"""Type of a need -> the types that may meet it. Who seeks partners in research for like things is
a partner for research."""

KIND_WORDS: Final = MappingProxyType(
    {
        OfferKind.BUSINESS_OFFER: _("Business offer"),
        OfferKind.BUSINESS_REQUEST: _("Business request"),
        OfferKind.TECHNOLOGY_OFFER: _("Technology offer"),
        OfferKind.TECHNOLOGY_REQUEST: _("Technology request"),
        OfferKind.RESEARCH_REQUEST: _("Research request"),
    }
)

KIND_HELP: Final = MappingProxyType(
    {
        OfferKind.BUSINESS_OFFER: _("You offer goods, services or a way into a market."),
        OfferKind.BUSINESS_REQUEST: _("You seek a supplier, a customer or a partner in a market."),
        OfferKind.TECHNOLOGY_OFFER: _("You offer a technology or know-how that works."),
        OfferKind.TECHNOLOGY_REQUEST: _("You seek a technology that solves a problem of yours."),
        OfferKind.RESEARCH_REQUEST: _("You seek partners for a research project."),
    }
)


class Stage(StrEnum):
    """How far a technology has come."""

    CONCEPT = "concept"
    PROTOTYPE = "prototype"
    FIELD_TESTED = "field_tested"
    ON_THE_MARKET = "on_the_market"


STAGE_WORDS: Final = MappingProxyType(
    {
        Stage.CONCEPT: _("Concept"),
        Stage.PROTOTYPE: _("Prototype, tested in the laboratory"),
        Stage.FIELD_TESTED: _("Tested in the field"),
        Stage.ON_THE_MARKET: _("On the market"),
    }
)


@dataclass(frozen=True, slots=True)
class Section:
    """A question of a template: code, heading, what to write, whether an answer is asked for.

    most: characters. choices: whether the answer is a stage.
    """

    code: str
    title: str
    help: str
    required: bool = True
    most: int = LONG
    choices: bool = False

    @property
    def is_long(self) -> bool:
        """Whether it takes more than a line."""
        return self.most > SHORT


_PARTNER = Section(
    "partner",
    _("Partner sought"),
    _("Who, for which part of the work, and in what form: supply, licence, joint venture."),
)
_STAGE = Section("stage", _("Stage of development"), "", most=SHORT, choices=True)

TEMPLATES: Final = MappingProxyType(
    {
        OfferKind.BUSINESS_OFFER: (
            Section("about", _("What you offer"), _("Goods or services, and what they are for.")),
            Section("advantages", _("What is better about it"), _("Facts, not praise.")),
            Section("markets", _("Where it is sold now"), "", required=False),
            _PARTNER,
        ),
        OfferKind.BUSINESS_REQUEST: (
            Section("about", _("What you need"), _("And what you need it for.")),
            Section(
                "requirements",
                _("What it must meet"),
                _("Amounts, standards, dates."),
                required=False,
            ),
            _PARTNER,
        ),
        OfferKind.TECHNOLOGY_OFFER: (
            Section("about", _("The technology"), _("What it does and how it works.")),
            Section("advantages", _("What is new about it"), _("Compared with what is used now.")),
            _STAGE,
            Section(
                "rights",
                _("Rights"),
                _("Patents, licences, secret know-how."),
                required=False,
                most=SHORT,
            ),
            _PARTNER,
        ),
        OfferKind.TECHNOLOGY_REQUEST: (
            Section("about", _("The problem"), _("What is to be solved, and why it is hard.")),
            Section(
                "requirements",
                _("What a solution must meet"),
                _("Technical limits, standards, dates."),
            ),
            Section("tried", _("What was tried"), "", required=False),
            _PARTNER,
        ),
        OfferKind.RESEARCH_REQUEST: (
            Section("about", _("The research"), _("The question, and what is to come of it.")),
            Section("call", _("Call it is meant for"), "", required=False, most=SHORT),
            Section(
                "consortium",
                _("Who is in it already"),
                _("Countries and kinds of partners."),
                required=False,
            ),
            _PARTNER,
        ),
    }
)
"""Type -> its sections in order. The words are set by Hanse."""


def is_need(kind: str) -> bool:
    """Whether a type states a need. Raises `ValueError` for no type."""
    return OfferKind(kind) in NEEDS


def may_meet(need: str, offer: str) -> bool:
    """Whether something of type `offer` may meet a need of type `need`."""
    return OfferKind(offer) in MEETS.get(OfferKind(need), frozenset())
