"""How complete a profile is: which parts are filled, of those that its kind of organisation has."""

from collections.abc import Collection
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from hanse.foundation.sentences import gettext_noop as _

PARTS: Final = MappingProxyType(
    {
        "text": _("A text in at least one language"),
        "second_language": _("A text in a second language"),
        "region": _("NUTS region"),
        "address": _("Address"),
        "website": _("Website"),
        "contact": _("A contact person with an e-mail address"),
        "legal_form": _("Legal form"),
        "founded_year": _("Year founded"),
        "staff": _("Staff of the management team"),
        "members": _("Members by type and size"),
        "industry": _("Industries"),
        "category": _("Cluster categories"),
        "technology": _("Technology fields"),
        "priority": _("Smart-specialisation priorities"),
        "service": _("Services"),
        "target": _("Target countries"),
    }
)
"""Part -> what people call it."""

_CLUSTER_ONLY: Final = frozenset({"staff", "members", "category"})
_NOT_OF_PARTNERS: Final = frozenset({"region", "priority"})
"""Abroad there are neither NUTS regions nor smart-specialisation priorities."""
_NOT_OF_FIRMS: Final = frozenset({"service", "priority"})


@dataclass(frozen=True, slots=True)
class Completeness:
    """share: of the parts asked for that are filled, 0 to 1. missing: codes in the list's order."""

    share: float
    missing: tuple[str, ...]

    @property
    def labels(self) -> list[str]:
        """What is missing, in English, to be translated."""
        return [PARTS[code] for code in self.missing]


def parts_of(kind: str) -> tuple[str, ...]:
    """The parts that an organisation of a kind is asked for.

    kind: `cluster`, `firm`, `research`, `public` or `partner`.
    """
    out: frozenset[str] = frozenset()
    if kind != "cluster":
        out |= _CLUSTER_ONLY
    if kind == "partner":
        out |= _NOT_OF_PARTNERS
    if kind == "firm":
        out |= _NOT_OF_FIRMS
    return tuple(code for code in PARTS if code not in out)


def completeness(kind: str, filled: Collection[str]) -> Completeness:
    """How complete a profile with `filled` parts is."""
    asked = parts_of(kind)
    missing = tuple(code for code in asked if code not in filled)
    return Completeness((len(asked) - len(missing)) / len(asked), missing)
