"""The parts a recommendation is made of: what each measures, its weight, and what counts alone."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hanse.foundation.sentences import gettext_noop as _

MOST_WEIGHT: Final = 5
"""Readers weigh each part from 0 to this."""


class PartOf(StrEnum):
    """One part of a recommendation; each comes to a number from 0 to 1."""

    NEED = "need"
    RELATED = "related"
    TARGETS = "targets"
    MEMBERS = "members"
    TIES = "ties"
    LABEL = "label"
    FRESH = "fresh"


PART_WORDS: Final = MappingProxyType(
    {
        PartOf.NEED: (
            _("Need meets offer"),
            _(
                "How like the words of a need and of an offer are; less where both name their "
                "industries and technologies and have none in common."
            ),
        ),
        PartOf.RELATED: (
            _("Same or related industries"),
            _(
                "1 for the same category or class of industry; for others the share of regions in "
                "which the two categories are found together, as the Observatory measures it."
            ),
        ),
        PartOf.TARGETS: (
            _("Target countries"),
            _("Whether one lies where the other wants to go, or both want to go to the same."),
        ),
        PartOf.MEMBERS: (
            _("Complementary members"),
            _("How different the kinds of members are, or whether it is of the kind you seek."),
        ),
        PartOf.TIES: (
            _("Past ties"),
            _("What the two did together before, as recorded on this site."),
        ),
        PartOf.LABEL: (_("Label"), _("The label for its management that it holds now.")),
        PartOf.FRESH: (
            _("Freshness"),
            _("How lately it confirmed its profile or wrote an offer; halves in half a year."),
        ),
    }
)
"""Part -> its name and what it measures."""

WEIGHTS: Final[Mapping[PartOf, int]] = MappingProxyType(
    {
        PartOf.NEED: 5,
        PartOf.RELATED: 2,
        PartOf.TARGETS: 1,
        PartOf.MEMBERS: 1,
        PartOf.TIES: 1,
        PartOf.LABEL: 1,
        PartOf.FRESH: 1,
    }
)
"""Weights unless the reader chooses others. Set by Hanse."""

ALONE: Final[Mapping[PartOf, float]] = MappingProxyType(
    {PartOf.NEED: 0.3, PartOf.RELATED: 0.3, PartOf.TIES: 0.3}
)
"""Parts that are reason enough from this value on; nobody is recommended without one of them.
A label, a fresh profile, a wanted country or other kinds of members say nothing of what the two
could do together."""


def weights_from(given: Mapping[str, str]) -> dict[PartOf, int]:
    """Weights as an address gives them: `need=3&label=0`; what is missing or wrong is as usual.

    Where all are 0 the usual ones hold, as nothing could be put in order.
    """
    found = {}
    for part, usual in WEIGHTS.items():
        text = given.get(part.value, "")
        right = text.isascii() and text.isdigit() and len(text) == 1 and int(text) <= MOST_WEIGHT
        found[part] = int(text) if right else usual
    return found if any(found.values()) else dict(WEIGHTS)
