"""What a timetable leaves out and why, in sentences that pages can translate."""

from hanse.collaboration.timetable.leaving_out import LeftOut, Reason, time_of, why_left_out
from hanse.collaboration.timetable.model import Problem, Timetable
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _


def left_out_sentences(problem: Problem, timetable: Timetable, left: LeftOut) -> list[Sentence]:
    """How many are left out and whether fewer would do; then each meeting, with why."""
    if not left.meetings:
        return [Sentence(_("No meeting has to be left out."))]
    words = (
        _("Meetings left out: {count} of {all}. No timetable leaves out fewer.")
        if left.fewest
        else _("Meetings left out: {count} of {all}. Whether fewer would do is not proved.")
    )
    values = {"count": len(left.meetings), "all": len(problem.meetings)}
    return [
        Sentence(words, values),
        *(_why(problem, timetable, meeting) for meeting in left.meetings),
    ]


def _why(problem: Problem, timetable: Timetable, meeting: int) -> Sentence:
    reason, who = why_left_out(problem, timetable, meeting)
    people = problem.meetings[meeting].participants
    values: dict[str, object] = {
        "meeting": " & ".join(str(problem.participants[each]) for each in people)
    }
    match reason:
        case Reason.NEVER:
            return Sentence(_("{meeting}: no time suits all of them."), values)
        case Reason.TABLES:
            words = _("{meeting}: all tables are taken whenever they could meet.")
            return Sentence(words, values)
        case Reason.BUSY:
            words = _(
                "{meeting}: whenever they could meet, one of them meets somebody else or all "
                "tables are taken."
            )
            return Sentence(words, values)
        case Reason.RULES:
            words = _(
                "{meeting}: they could meet, but not in the order that is asked for or with "
                "breaks shared so evenly."
            )
            return Sentence(words, values)
        case Reason.FULL:
            assert who is not None
            values |= {
                "who": str(problem.participants[who]),
                "count": len(problem.meetings_of[who]),
                "room": time_of(problem, who),
            }
            words = _("{meeting}: {who} has {count} meetings and time for {room}.")
            return Sentence(words, values)
