"""What can be found: an organisation as the words and codes it is found by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Final


class Place(IntEnum):
    """Where a word stands, in rising order of what it earns."""

    SUMMARY = 1
    LABEL = 2
    """In the label of something the organisation named by code."""
    WHERE = 3
    """In the name of its country or region."""
    NAME = 4
    BEGINNING = 5
    """The first word of a name."""


WORTH: Final[Mapping[Place, float]] = {
    Place.SUMMARY: 0.4,
    Place.LABEL: 0.55,
    Place.WHERE: 0.6,
    Place.NAME: 0.95,
    Place.BEGINNING: 1.0,
}
"""What a word of the query earns that stands there."""


@dataclass(frozen=True, slots=True)
class Document:
    """An organisation to be found.

    key: of the organisation. names: the first is the one it is listed under. texts: what else it
    is found by. facets: facet -> codes, those above included. confirmed: the day its people last
    said that all of it holds, active: when it was last seen to do something; None for never.
    """

    key: int
    names: tuple[str, ...]
    texts: tuple[tuple[Place, str], ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    confirmed: date | None = None
    active: date | None = None
