"""Sets of answers that nothing published tells apart: how they are made, split and retired.

Every published figure is computed from whole classes: a peer group is a union of classes, and its
figures do not depend on who in it gave which answer. So two answers of one class can be exchanged
without any figure of any group or release changing. Whatever is computed from figures, by
differences or by linear programming, cannot separate the members of a class (an equivalence class
in the sense of Samarati and Sweeney 1998). Each class satisfies the rules: enough members, nobody
dominant, answers that still differ when some are known. Unions of such classes satisfy them too.

Classes are made bottom up. The new answers of the narrowest peer group become a class where they
may; else they climb to the next wider group and join what was left over there. An answer is in one
class for as long as it is used, so no later release can tell it apart from the others. A class
loses members only all at once, or in two parts that are classes themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from hanse.excellence.benchmark.disclosure.rules import Rules, Scale, Values, objection
from hanse.excellence.benchmark.peers import Group


@dataclass(frozen=True, eq=False)
class AnswerClass:
    """Answers to tied indicators that are published together or not at all.

    groups: the peer groups they are counted in, the narrowest first. keys: names of the sets of
    answers; values: answers x indicators.
    """

    groups: tuple[Group, ...]
    keys: tuple[str, ...]
    values: Values

    def part(self, keys: Iterable[str]) -> "AnswerClass":
        """The part of the class with these keys."""
        wanted = set(keys)
        rows = [at for at, key in enumerate(self.keys) if key in wanted]
        return replace(self, keys=tuple(self.keys[at] for at in rows), values=self.values[rows])


@dataclass(frozen=True, eq=False)
class Kept:
    """What is remembered from release to release.

    classes: those in use. retired: keys of answers that were used once and are not used again.
    refused: keys of answers for which the widest group was refused because of what they say; that
    it was refused tells something, so others join them only in numbers that make a class.
    """

    classes: tuple[AnswerClass, ...] = ()
    retired: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Protection:
    """The rules for tied indicators: one scale for each."""

    scales: tuple[Scale, ...]
    rules: Rules

    def allows(self, values: Values) -> bool:
        """Whether these answers (answers x indicators) make a class."""
        return self.enough(len(values)) and not any(
            objection(column, scale, self.rules)
            for column, scale in zip(values.T, self.scales, strict=True)
        )

    def enough(self, number: int) -> bool:
        """Whether so many answers may be a class, whatever they say."""
        return number >= self.rules.threshold


def without_replaced(
    classes: Sequence[AnswerClass], current: frozenset[str], protection: Protection
) -> tuple[list[AnswerClass], frozenset[str]]:
    """Classes without answers that are no longer current, and the keys that were retired.

    A class of which nothing is current goes. Of others, the part that is not current goes where
    both parts make classes; else the class stays as it was, and its newer answers wait.
    """
    left: list[AnswerClass] = []
    retired: set[str] = set()
    for each in classes:
        stay = each.part(key for key in each.keys if key in current)
        go = each.part(key for key in each.keys if key not in current)
        if not go.keys:
            left.append(each)
        elif not stay.keys:
            retired |= set(go.keys)
        elif protection.allows(stay.values) and protection.allows(go.values):
            left.append(stay)
            retired |= set(go.keys)
        else:
            left.append(each)
    return left, frozenset(retired)


@dataclass(eq=False)
class _Pool:
    """Answers without a class at a peer group.

    few: too few so far. refused: sets that were enough and were refused because of what they say.
    """

    few: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)


def new_classes(
    keys: Sequence[str],
    values: Values,
    chains: Sequence[tuple[Group, ...]],
    before: frozenset[str],
    protection: Protection,
) -> tuple[list[AnswerClass], frozenset[str]]:
    """Classes of new answers, and the keys of those that the widest group refuses.

    chains: the peer groups of each answer, one for each step of the ladder, the narrowest first;
    a shorter chain begins further up. before: keys that were refused earlier. What a set was
    refused for tells something about it; so those who merely were too few are counted together
    with refused ones only where they are enough to be a class.
    """
    made: list[AnswerClass] = []
    pools: dict[Group, _Pool] = {}
    longest = max((len(chain) for chain in chains), default=0)
    for height in range(longest):
        for at, chain in enumerate(chains):
            # Chains are counted from the widest group, which all share.
            if len(chain) == longest - height:
                where = pools.setdefault(chain[0], _Pool())
                (where.refused if keys[at] in before else where.few).append(at)
        climbed: dict[Group, _Pool] = {}
        for group in sorted(pools, key=lambda each: each.code):
            pool = pools[group]
            found, rest = _settled(pool, values, protection)
            made += [_class(members, keys, values, chains, group) for members in found]
            if height == longest - 1:
                return made, frozenset(keys[at] for at in rest.refused)
            for part, name in ((rest.few, "few"), (rest.refused, "refused")):
                for at in part:
                    wider = chains[at][chains[at].index(group) + 1]
                    getattr(climbed.setdefault(wider, _Pool()), name).append(at)
        pools = climbed
    return made, frozenset()


def _settled(pool: _Pool, values: Values, protection: Protection) -> tuple[list[list[int]], _Pool]:
    """The classes that a pool's answers make, and what is left to climb."""
    few, refused = sorted(pool.few), sorted(pool.refused)
    if protection.enough(len(few)):
        together = sorted([*few, *refused])
        if protection.allows(values[together]):
            return [together], _Pool()
        return [], _Pool(refused=together)
    if refused and protection.allows(values[refused]):
        return [refused], _Pool(few=few)
    return [], _Pool(few, refused)


def _class(
    members: Sequence[int],
    keys: Sequence[str],
    values: Values,
    chains: Sequence[tuple[Group, ...]],
    group: Group,
) -> AnswerClass:
    chain = chains[members[0]]
    return AnswerClass(
        chain[chain.index(group) :],
        tuple(keys[at] for at in members),
        values[np.array(members, dtype=np.intp)],
    )


def groups_of(classes: Sequence[AnswerClass]) -> Mapping[Group, list[AnswerClass]]:
    """Each peer group with the classes that are counted in it."""
    found: dict[Group, list[AnswerClass]] = {}
    for each in classes:
        for group in each.groups:
            found.setdefault(group, []).append(each)
    return found
