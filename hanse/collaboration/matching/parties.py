"""What is known of organisations that may be partners, as recommendations need it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from hanse.collaboration.matching.templates import OfferKind
from hanse.foundation.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Posting:
    """A published offer or need. codes: kind and code of what it is about.

    targets: countries it looks to. partners: kinds of organisation it seeks.
    """

    key: int
    kind: OfferKind
    title: str
    text: str
    codes: frozenset[tuple[str, str]] = frozenset()
    targets: frozenset[str] = frozenset()
    partners: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation. codes: kind (industry, category, emerging, technology) and code.

    country, targets: ISO codes. members: kind of member -> how many. label: "" or a level. seen:
    when it last confirmed its profile or wrote an offer; None where never.
    """

    key: int
    name: str
    kind: str
    country: str
    text: str = ""
    codes: frozenset[tuple[str, str]] = frozenset()
    targets: frozenset[str] = frozenset()
    members: Mapping[str, int] = field(default_factory=dict)
    label: str = ""
    seen: date | None = None
    postings: tuple[Posting, ...] = ()

    def of_kind(self, kind: str) -> frozenset[str]:
        """Its codes of a kind, those of its postings included."""
        every = self.codes.union(*(each.codes for each in self.postings))
        return frozenset(code for of, code in every if of == kind)

    @property
    def wanted_countries(self) -> frozenset[str]:
        """Where it wants to go, by its profile and its postings."""
        return self.targets.union(*(each.targets for each in self.postings))


@dataclass(frozen=True, slots=True)
class Tie:
    """What two organisations did before. value: from 0 to 1."""

    value: float
    reason: Sentence


@dataclass(frozen=True, eq=False, slots=True)
class Relatedness:
    """How often two categories are found in the same regions: `matrix`[i, j] from 0 to 1.

    What is not known is 0. A category is as related to itself as can be: 1.
    """

    categories: tuple[str, ...]
    matrix: NDArray[np.float64]

    @classmethod
    def of_pairs(cls, pairs: Mapping[tuple[str, str], float]) -> "Relatedness":
        """From pairs of categories, in either order."""
        known = sorted({each for pair in pairs for each in pair})
        place = {code: at for at, code in enumerate(known)}
        matrix = np.eye(len(known))
        for (one, other), value in pairs.items():
            matrix[place[one], place[other]] = matrix[place[other], place[one]] = value
        np.fill_diagonal(matrix, 1.0)
        return cls(tuple(known), matrix)

    def to(self, own: frozenset[str], others: tuple[str, ...]) -> NDArray[np.float64]:
        """Own categories x `others`: how related each pair is; own ones in alphabetical order."""
        place = {code: at for at, code in enumerate(self.categories)}
        found = np.zeros((len(own), len(others)))
        for row, one in enumerate(sorted(own)):
            for column, other in enumerate(others):
                if one == other:
                    found[row, column] = 1.0
                elif one in place and other in place:
                    found[row, column] = self.matrix[place[one], place[other]]
        return found


NOTHING_KNOWN = Relatedness((), np.zeros((0, 0)))
"""For a site without figures: only the same category is related."""
