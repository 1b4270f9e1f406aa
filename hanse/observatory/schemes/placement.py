"""What a scheme makes of data that stop at a coarser level: which codes are exact, which split."""

from collections.abc import Mapping
from dataclasses import dataclass

from hanse.foundation.sectors import Classification
from hanse.observatory.schemes.loader import Scheme


@dataclass(frozen=True, slots=True)
class Placement:
    """One code at a coarser level.

    shares: category -> the part of the code's value that it gets when no finer data exist,
    each leaf counting the same. exact: in every category all the leaves weigh the same, so
    the part is certain.
    """

    code: str
    shares: Mapping[str, float]
    exact: bool


def placements(scheme: Scheme, tree: Classification, level: str) -> tuple[Placement, ...]:
    """How the codes of `level` (a name in `tree.levels`) fall into the categories, in tree order.

    Where data stop at this level, the value of a code is split equally over its leaves
    (European Cluster Observatory 2007, "Data processing algorithms"). The result is an estimate
    unless the leaves weigh the same in a category. A code without a category has no shares.
    """
    weights: dict[str, dict[str, float]] = {}
    for leaf, category, weight in scheme.leaf_members(tree).iter_rows():
        weights.setdefault(leaf, {})[category] = weight
    number = tree.levels.index(level) + 1
    found: list[Placement] = []
    for code, item in tree.items.items():
        if item.level != number:
            continue
        leaves = [weights.get(leaf, {}) for leaf in tree.leaves_under(code)]
        categories = [c for c in scheme.categories if any(c in leaf for leaf in leaves)]
        found.append(
            Placement(
                code=code,
                shares={
                    c: sum(leaf.get(c, 0.0) for leaf in leaves) / len(leaves) for c in categories
                },
                exact=all(leaf == leaves[0] for leaf in leaves),
            )
        )
    return tuple(found)


def placement_table(scheme: Scheme, tree: Classification, level: str) -> str:
    """`placements` as a Markdown table: code, label, exact or split, and where it goes."""
    lines = [f"| {level.capitalize()} | Label | | Goes to |", "|---|---|---|---|"]
    for placement in placements(scheme, tree, level):
        goes = ", ".join(
            scheme.categories[category].label
            + ("" if placement.exact and share == 1 else f" {share:.1%}")
            for category, share in sorted(
                placement.shares.items(), key=lambda part: (-part[1], part[0])
            )
        )
        kind = "exact" if placement.exact else "split"
        label = tree.items[placement.code].label
        lines.append(f"| {placement.code} | {label} | {kind} | {goes or 'no category'} |")
    return "\n".join(lines) + "\n"
