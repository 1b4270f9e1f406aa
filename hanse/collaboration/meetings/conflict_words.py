"""Why no timetable exists, in sentences that pages can translate, by codes that are kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from hanse.collaboration.timetable.conflicts import Conflict, Kind
from hanse.collaboration.timetable.model import Half, Problem
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _


def kept(conflict: Conflict, problem: Problem) -> dict[str, Any]:
    """A conflict as JSON keeps it."""
    return {
        "minimal": conflict.minimal,
        "smallest": conflict.smallest,
        "requests": [
            {
                "kind": each.kind.value,
                "meetings": [problem.meetings[at].code for at in each.meetings],
                "participants": [problem.participants[who].code for who in each.participants],
            }
            for each in conflict.requests
        ],
    }


def summary(content: Mapping[str, Any]) -> list[Sentence]:
    """How the list is to be read."""
    requests = content["requests"]
    if requests and requests[0]["kind"] == Kind.FAIRNESS:
        return [Sentence(_("Every meeting can be held, but not with breaks shared so evenly."))]
    if len(requests) == 1:
        return [Sentence(_("This request cannot be met at all."))]
    first = Sentence(_("These {count} requests cannot be met together."), {"count": len(requests)})
    if content["smallest"]:
        return [first, Sentence(_("No fewer requests conflict, so one of these has to give way."))]
    if content["minimal"]:
        return [
            first,
            Sentence(_("Without any one of them the others can; a shorter list may exist.")),
        ]
    return [first, Sentence(_("Time was too short to find out whether fewer conflict."))]


def sentences(content: Mapping[str, Any], problem: Problem) -> list[Sentence]:
    """What is asked for, request by request."""
    meetings = {meeting.code: at for at, meeting in enumerate(problem.meetings)}
    people = {each.code: at for at, each in enumerate(problem.participants)}
    return [
        _sentence(
            Kind(each["kind"]),
            [meetings[code] for code in each["meetings"]],
            [people[code] for code in each["participants"]],
            problem,
        )
        for each in content["requests"]
    ]


def _sentence(
    kind: Kind, meetings: Sequence[int], people: Sequence[int], problem: Problem
) -> Sentence:
    names = [
        " & ".join(str(problem.participants[who]) for who in problem.meetings[at].participants)
        for at in meetings
    ]
    match kind:
        case Kind.MEETING:
            return Sentence(_("{meeting} are to meet."), {"meeting": names[0]})
        case Kind.HALF:
            words = (
                _("{meeting} are to meet in the morning.")
                if problem.meetings[meetings[0]].half is Half.MORNING
                else _("{meeting} are to meet in the afternoon.")
            )
            return Sentence(words, {"meeting": names[0]})
        case Kind.FIXED:
            slot = problem.slots[problem.meetings[meetings[0]].fixed or 0]
            return Sentence(
                _("{meeting} are to meet at {slot}."), {"meeting": names[0], "slot": slot}
            )
        case Kind.FORBIDDEN:
            who = problem.participants[people[0]]
            free = len(problem.slots) - len(who.forbidden)
            return Sentence(
                _("{who} can meet in {free} of {all} slots only."),
                {"who": str(who), "free": free, "all": len(problem.slots)},
            )
        case Kind.PRECEDENCE:
            return Sentence(
                _("{second} has to come after {first}."), {"first": names[0], "second": names[1]}
            )
        case Kind.TABLES:
            return Sentence(_("There are {count} tables."), {"count": len(problem.tables)})
        case Kind.FAIRNESS:
            return Sentence(
                _("Nobody is to have more than {count} breaks more than another."),
                {"count": problem.fairness},
            )
