"""What steps need to be told, by name and in words."""

from types import MappingProxyType
from typing import Final

from hanse.foundation.sentences import gettext_noop as _

NEEDS: Final = MappingProxyType(
    {
        "answer": _("the answer"),
        "asked": _("what the cluster organisation is to bring"),
        "choice": _("your choice"),
        "ended_on": _("the day the visit ended"),
        "experts": _("the experts"),
        "ground": _("the rule of procedure that was broken"),
        "hours": _("how many hours the visit took"),
        "independence": _("that you have no conflict of interest"),
        "level": _("the level"),
        "meeting": _("the meeting"),
        "panel": _("the members of the panel"),
        "points": _("the points"),
        "reason": _("the reasons"),
        "recommendation": _("what the report recommends"),
        "signed_on": _("the day the contract was signed"),
        "text": _("the text"),
        "due_on": _("the day the self-assessment is due"),
        "until": _("the last day"),
        "visit_on": _("the day of the visit"),
    }
)
