"""What a mission came to, in figures, and what of it may be shown to everybody."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

LEAST_AMOUNTS: Final = 3
"""So many pairs have to tell an amount before their sum is shown: it would else betray one."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of questions. months: after the mission."""

    months: int
    asked: int
    answered: int

    @property
    def share(self) -> float | None:
        """The share of those asked who answered; None where nobody was."""
        return self.answered / self.asked if self.asked else None


def shown_mean(stars: Collection[int]) -> float | None:
    """The mean of what sides thought of their meetings; None while fewer than three said so."""
    return sum(stars) / len(stars) if len(stars) >= LEAST_AMOUNTS else None


def shown_sum(amounts: Collection[Decimal]) -> Decimal | None:
    """The sum of amounts told; None while fewer than `LEAST_AMOUNTS` are told."""
    return sum(amounts, Decimal(0)) if len(amounts) >= LEAST_AMOUNTS else None


def rounds(questions: Iterable[tuple[int, bool]]) -> list[Round]:
    """How each round went, earliest first. questions: months, and whether it was answered."""
    asked: dict[int, list[bool]] = {}
    for months, answered in questions:
        asked.setdefault(months, []).append(answered)
    return [Round(months, len(each), sum(each)) for months, each in sorted(asked.items())]


def most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Names with their counts, the largest first, then by name."""
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))
