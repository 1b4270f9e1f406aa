"""Places in a ranking, shared where figures are the same, and how they changed since a year."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where `code` stands: 1 is first.

    shared: whether another has the same figure. earlier: its place in the earlier year, None when
    it had none. ends: how many have a place at all.
    """

    code: str
    value: float
    place: int
    shared: bool
    earlier: int | None = None

    @property
    def gained(self) -> int | None:
        """Places gained since the earlier year, negative when lost; None without an earlier one."""
        return None if self.earlier is None else self.earlier - self.place


def places(
    values: Mapping[str, float | None], earlier: Mapping[str, float | None] | None = None
) -> list[Place]:
    """The ranking of `values`, largest first; equal ones share the smaller place: 1, 2, 2, 4.

    What has no value has no place. Equal ones stand in the order of their codes.
    """
    before = {each.code: each.place for each in places(earlier)} if earlier else {}
    known = sorted((-value, code) for code, value in values.items() if value is not None)
    ranked: list[Place] = []
    figures = [figure for figure, _ in known]
    first_at: dict[float, int] = {}
    for at, figure in enumerate(figures, 1):
        first_at.setdefault(figure, at)
    for figure, code in known:
        shared = figures.count(figure) > 1
        ranked.append(Place(code, -figure, first_at[figure], shared, before.get(code)))
    return ranked
