"""Conflicts of interest: which ties keep a person from assessing or deciding about a cluster.

A tie is what a person said of themselves, or what the site knows: memberships, earlier files. Each
tie is judged by one rule, and each refusal names it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hanse.excellence.label.clock import MONTHS_A_YEAR, months_later
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _


class TieKind(StrEnum):
    """What binds a person to an organisation."""

    WORKS = "works"
    """Is or was employed by it, or sits or sat in one of its bodies."""
    HEADS = "heads"
    """Is or was its head."""
    ADVISES = "advises"
    """Advises or advised it for a fee."""
    GAP_ANALYSIS = "gap_analysis"
    """Gave it the gap analysis before an application."""
    COMPETES = "competes"
    """Competes with it, alone or for another organisation."""
    CLOSE = "close"
    """Is close to somebody who runs it: family, household, business partner."""


class Rule(StrEnum):
    """The rules by which a tie is a conflict."""

    HEADS = "heads"
    WORKS_FOR_CLUSTER = "works_for_cluster"
    WORKS_FOR_FUNDER = "works_for_funder"
    SUPPORTS_AND_CERTIFIES = "supports_and_certifies"
    ADVISES = "advises"
    GAP_ANALYSIS = "gap_analysis"
    COMPETES = "competes"
    CLOSE = "close"
    DECLARED = "declared"


RULES: Final = MappingProxyType(
    {
        Rule.HEADS: _("Heads the cluster organisation, or headed it within {years} years."),
        Rule.WORKS_FOR_CLUSTER: _(
            "Works for the cluster organisation, or worked for it within {years} years."
        ),
        Rule.WORKS_FOR_FUNDER: _(
            "Works for a funder of the cluster organisation, or worked for it within {years} years."
        ),
        Rule.SUPPORTS_AND_CERTIFIES: _(
            "Works for a body that both supports the cluster organisation and decides on labels."
        ),
        Rule.ADVISES: _(
            "Advised the cluster organisation for a fee within {years} years: who advises does not "
            "assess."
        ),
        Rule.GAP_ANALYSIS: _("Gave the cluster organisation its gap analysis."),
        Rule.COMPETES: _("Competes with the cluster organisation."),
        Rule.CLOSE: _("Is close to somebody who runs the cluster organisation."),
        Rule.DECLARED: _("Declared a conflict of interest in this file."),
    }
)
"""Each rule as the reason of a refusal. Public cases stand behind all but the last two."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What binds a person to an organisation. until: the last day, None while it lasts."""

    kind: TieKind
    organisation: int
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster organisation as conflicts see it.

    funders: organisations that pay for it. supporters: bodies that support it and also take part
    in labelling, such as a national programme. rivals: other cluster organisations of the same
    technology field in the same country, which compete with it for members and funds; set by Hanse.
    """

    organisation: int
    funders: frozenset[int] = frozenset()
    supporters: frozenset[int] = frozenset()
    rivals: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a person is refused. clear_from: the first day without it; None where that is not known,
    or never comes."""

    rule: Rule
    clear_from: date | None
    years: int

    def said(self) -> Sentence:
        """The reason in words."""
        return Sentence(RULES[self.rule], {"years": self.years})


def conflicts(
    ties: Iterable[Tie],
    cluster: Cluster,
    on: date,
    *,
    years: int = 3,
    declared: bool = False,
) -> tuple[Conflict, ...]:
    """Every conflict of a person with a cluster on a day, one for each rule, gravest first.

    ties: all of the person. years: how long past work and advice count. declared: whether the
    person said so for this file, which needs no other ground.
    """
    found: dict[Rule, Conflict] = {}
    for tie in ties:
        for rule in _rules(tie, cluster, on, years):
            clear = _clear(rule, tie.until, years)
            known = found.get(rule)
            # Of two ties under one rule the one that lasts longer counts.
            if known is None or (known.clear_from and (clear is None or clear > known.clear_from)):
                found[rule] = Conflict(rule, clear, years)
    if declared:
        found[Rule.DECLARED] = Conflict(Rule.DECLARED, None, years)
    return tuple(found[rule] for rule in Rule if rule in found)


_LASTING: Final = frozenset({Rule.GAP_ANALYSIS, Rule.DECLARED})
"""Rules under which no time heals."""

_WHILE_IT_LASTS: Final = frozenset({Rule.SUPPORTS_AND_CERTIFIES, Rule.COMPETES, Rule.CLOSE})
"""Rules under which the past does not count."""


def _rules(tie: Tie, cluster: Cluster, on: date, years: int) -> Collection[Rule]:
    begun = tie.since is None or tie.since <= on
    if not begun:
        return ()
    runs = tie.until is None or tie.until >= on
    recent = tie.until is None or on < months_later(tie.until, MONTHS_A_YEAR * years)
    work = tie.kind in {TieKind.WORKS, TieKind.HEADS}
    found = []
    if tie.organisation == cluster.organisation:
        if tie.kind is TieKind.HEADS and recent:
            found.append(Rule.HEADS)
        elif tie.kind is TieKind.WORKS and recent:
            found.append(Rule.WORKS_FOR_CLUSTER)
        elif tie.kind is TieKind.ADVISES and recent:
            found.append(Rule.ADVISES)
        elif tie.kind is TieKind.GAP_ANALYSIS:
            found.append(Rule.GAP_ANALYSIS)
        elif tie.kind is TieKind.COMPETES and runs:
            found.append(Rule.COMPETES)
        elif tie.kind is TieKind.CLOSE and runs:
            found.append(Rule.CLOSE)
    if work and recent and tie.organisation in cluster.funders:
        found.append(Rule.WORKS_FOR_FUNDER)
    if work and runs and tie.organisation in cluster.supporters:
        found.append(Rule.SUPPORTS_AND_CERTIFIES)
    if work and runs and tie.organisation in cluster.rivals:
        found.append(Rule.COMPETES)
    return found


def _clear(rule: Rule, until: date | None, years: int) -> date | None:
    """The first day on which a tie that ends with `until` is no conflict any more."""
    if until is None or rule in _LASTING:
        return None
    if rule in _WHILE_IT_LASTS:
        return until + timedelta(days=1)
    return months_later(until, MONTHS_A_YEAR * years)
