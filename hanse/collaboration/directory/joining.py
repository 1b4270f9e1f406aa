"""A firm's request to join a cluster organisation: its states, steps, and who may take each."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Request(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Side(StrEnum):
    """On whose side somebody stands: an editor of the firm, or of the cluster organisation."""

    FIRM = "firm"
    CLUSTER = "cluster"


@dataclass(frozen=True, slots=True)
class Step:
    """A step: from one state to another, and whose editors may take it."""

    code: str
    source: Request | None
    target: Request
    who: Side


STEPS: Final = (
    Step("cluster_join_ask", None, Request.ASKED, Side.FIRM),
    Step("cluster_join_withdraw", Request.ASKED, Request.WITHDRAWN, Side.FIRM),
    Step("cluster_join_accept", Request.ASKED, Request.ACCEPTED, Side.CLUSTER),
    Step("cluster_join_decline", Request.ASKED, Request.DECLINED, Side.CLUSTER),
)


def step(code: str, state: Request | None, side: Side) -> Step | None:
    """The step `code` from `state` by somebody on a side; None where there is no such step."""
    return next(
        (s for s in STEPS if (s.code, s.source, s.who) == (code, state, side)),
        None,
    )
