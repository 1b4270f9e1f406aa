"""Why a part of a recommendation comes to its value, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hanse.collaboration.matching.index import PROFILE, Index, cut_industries, field_codes
from hanse.collaboration.matching.parties import Party, Posting, Relatedness, Tie
from hanse.collaboration.matching.parts import PartOf
from hanse.collaboration.matching.templates import NEEDS
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _

Name = Callable[[str, str], str]
"""Kind and code -> what people call it."""

_MOST_NAMES: Final = 3


@dataclass(frozen=True, eq=False, slots=True)
class Told:
    """What reasons are told from. own_posting, text_row: for each party the pair that meets best.

    like: the reader's postings as rows of text.
    """

    index: Index
    reader: Party
    relatedness: Relatedness
    ties: Mapping[int, Tie]
    own_posting: NDArray[np.int64]
    text_row: NDArray[np.int64]
    like: Any

    def posting_of(self, at: int) -> int | None:
        """Key of the posting of a party that meets one of the reader's."""
        found = self.posting(at)
        return found.key if found else None

    def posting(self, at: int) -> Posting | None:
        """The same, as it stands; None for a profile or for nothing."""
        row = int(self.text_row[at])
        if row < 0 or self.index.posting[row] == PROFILE:
            return None
        return self.index.parties[at].postings[int(self.index.posting[row])]


def told(of: Told, part: PartOf, at: int, name: Name) -> Sentence:
    """The reason for a value above 0 of the party at a place."""
    party = of.index.parties[at]
    match part:
        case PartOf.NEED:
            return _need(of, at)
        case PartOf.RELATED:
            return _related(of, party, name)
        case PartOf.TARGETS:
            return _targets(of.reader, party, name)
        case PartOf.MEMBERS:
            return _members(of.reader, party, name)
        case PartOf.TIES:
            return of.ties[party.key].reason
        case PartOf.LABEL:
            return Sentence(
                _("It holds the label at the level {level}."), {"level": name("label", party.label)}
            )
        case PartOf.FRESH:
            return Sentence(
                _("It confirmed its profile or wrote an offer on {day}."), {"day": party.seen}
            )


def _need(of: Told, at: int) -> Sentence:
    own = of.reader.postings[int(of.own_posting[at])]
    row = int(of.text_row[at])
    words = of.index.texts.shared(of.like[[int(of.own_posting[at])], :], row)
    theirs = of.posting(at)
    values = {"own": own.title, "words": ", ".join(words)}
    if theirs is None:
        return Sentence(
            _("Your “{own}” may be met by what its profile says. Both speak of: {words}."), values
        )
    values["theirs"] = theirs.title
    if own.kind in NEEDS and theirs.kind in NEEDS:
        text = _("You both seek partners: “{own}” and “{theirs}”. Both speak of: {words}.")
    elif own.kind in NEEDS:
        text = _("Your need “{own}” meets its offer “{theirs}”. Both speak of: {words}.")
    else:
        text = _("Your offer “{own}” meets its need “{theirs}”. Both speak of: {words}.")
    return Sentence(text, values)


def _related(of: Told, party: Party, name: Name) -> Sentence:
    """The closest pair, as the value is that of the closest."""
    found: list[tuple[float, str, str, str]] = []
    own, theirs = of.reader.of_kind("category"), tuple(sorted(party.of_kind("category")))
    if own and theirs:
        near = of.relatedness.to(own, theirs)
        one, other = np.unravel_index(int(near.argmax()), near.shape)
        found.append(
            (float(near[one, other]), "category", sorted(own)[int(one)], theirs[int(other)])
        )
    for value, letters, _industries in of.index.industries:
        shared = sorted(cut_industries(of.reader, letters) & cut_industries(party, letters))
        if shared:
            found.append((value, "industry", shared[0], shared[0]))
    found += [
        (0.5, kind, code, code)
        for kind, code in sorted(field_codes(of.reader) & field_codes(party))
    ]
    value, kind, one_code, other_code = max(found, key=lambda each: each[0])
    if one_code == other_code:
        return Sentence(_("Both work in: {what}."), {"what": name(kind, one_code)})
    return Sentence(
        _(
            "Your {own} and its {theirs} are related: they are found in the same regions "
            "(proximity {value})."
        ),
        {
            "own": name(kind, one_code),
            "theirs": name(kind, other_code),
            "value": f"{value:.2f}",
        },
    )


def _targets(one: Party, other: Party, name: Name) -> Sentence:
    there = other.country in one.wanted_countries
    here = one.country in other.wanted_countries
    values = {"there": name("target", other.country), "here": name("target", one.country)}
    if there and here:
        return Sentence(_("You look to {there}, where it is, and it looks to {here}."), values)
    if there:
        return Sentence(_("You look to {there}, where it is."), values)
    if here:
        return Sentence(_("It looks to {here}, where you are."), values)
    shared = sorted(name("target", each) for each in one.wanted_countries & other.wanted_countries)
    return Sentence(_("Both look to: {countries}."), {"countries": ", ".join(shared[:_MOST_NAMES])})


def _members(one: Party, other: Party, name: Name) -> Sentence:
    sought = frozenset().union(*(each.partners for each in one.postings))
    if other.kind in sought:
        return Sentence(
            _("You seek organisations of its kind: {kind}."), {"kind": name("partner", other.kind)}
        )
    mine, theirs = sum(one.members.values()), sum(other.members.values())
    more = max(
        sorted(other.members),
        key=lambda kind: other.members[kind] / theirs - one.members.get(kind, 0) / mine,
    )
    return Sentence(
        _("Among its members {theirs} in 100 are of the kind {kind}, among yours {own}."),
        {
            "theirs": round(100 * other.members[more] / theirs),
            "own": round(100 * one.members.get(more, 0) / mine),
            "kind": name("member", more),
        },
    )
