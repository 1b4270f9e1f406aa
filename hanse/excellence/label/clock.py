"""The calendar of labels: validity, reminders, grace, renewal, lapse, and time limits in days.

A day given as a limit still counts. Months are those of the calendar: a month from the last day of
a month leads to the last day of the next one that is asked for, and a day that a month does not
have falls back to its last. The day is an argument everywhere; nothing here looks at a clock.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

MONTHS_A_YEAR: Final = 12

Standing = Literal["valid", "grace", "over"]


@dataclass(frozen=True, slots=True)
class Validity:
    """How long a level is valid, in months: first, when renewed, and how long it may be renewed.

    from_assessment: whether the first term counts from the interview, not from the decision.
    from_old_end: whether a renewal counts on from the old end date, not from the decision.
    """

    first_months: int
    renewal_months: int
    grace_months: int
    from_assessment: bool = True
    from_old_end: bool = True


@dataclass(frozen=True, slots=True)
class Term:
    """From which day to which a label is valid, both counted in, and until when it is renewable."""

    valid_from: date
    valid_until: date
    grace_until: date

    def standing(self, on: date) -> Standing:
        """Where the label stands on a day, if nothing but time has touched it.

        "valid" also before it begins; "grace" while it has expired but may be renewed.
        """
        if on <= self.valid_until:
            return "valid"
        return "grace" if on <= self.grace_until else "over"


def last_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_later(day: date, months: int) -> date:
    """The day `months` after `day`, or before it when negative. Raises `OverflowError`.

    From the last day of a month it is the last day of a month: 29 February 2024 and 12 months give
    28 February 2025, 28 February 2025 and 36 months 29 February 2028.
    """
    index = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(index, MONTHS_A_YEAR)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError(f"{months} months from {day} lie outside the calendar.")
    length = monthrange(year, month + 1)[1]
    return date(year, month + 1, length if day == last_of_month(day) else min(day.day, length))


def first_term(assessed: date, awarded: date, validity: Validity) -> Term:
    """The term of a label awarded for the first time.

    assessed: the day of the interview or of the end of the visit. It is valid from the day of the
    award, and until the end of the month that lies `first_months` after the month of the
    interview, or of the award where the scheme counts from that.
    """
    begins = assessed if validity.from_assessment else awarded
    until = months_later(last_of_month(begins), validity.first_months)
    return _term(awarded, until, validity)


def renewed_term(before: Term, awarded: date, validity: Validity) -> Term:
    """The term of a renewal: counted on from the old end date, however early or late it comes.

    It is valid from the day of the award, so the days between expiry and a late award stay
    uncovered. Where the scheme counts from the decision, until the end of that month.
    """
    begins = before.valid_until if validity.from_old_end else last_of_month(awarded)
    until = months_later(begins, validity.renewal_months)
    return _term(awarded, until, validity)


def _term(awarded: date, until: date, validity: Validity) -> Term:
    return Term(awarded, until, months_later(until, validity.grace_months))


def renewable(term: Term, on: date, *, opens_months: int) -> bool:
    """Whether a renewal may be applied for: `opens_months` before expiry, to the end of grace."""
    return months_later(term.valid_until, -opens_months) <= on <= term.grace_until


# --- Time limits ------------------------------------------------------------------------------


def limit(begins: date, days: int) -> date:
    """The last day of a time limit of `days` that begins with an event on `begins`."""
    return begins + timedelta(days=days)


def dates_fit(due_on: date, visit_on: date, *, least_days: int, most_days: int) -> bool:
    """Whether the self-assessment is due early enough before the visit, and not too early."""
    return least_days <= (visit_on - due_on).days <= most_days


def in_window(first: date, second: date, *, least_months: int, most_months: int) -> bool:
    """Whether `second` lies between so many months after `first`, both ends counted in."""
    return months_later(first, least_months) <= second <= months_later(first, most_months)


# --- Reminders --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reminder:
    """A letter that is due: `months` before the end of validity, or of grace."""

    due: date
    about: Literal["expiry", "lapse"]
    months: int


def reminders(
    term: Term, *, expiry_months: Sequence[int], lapse_months: Sequence[int]
) -> tuple[Reminder, ...]:
    """All reminders of a term in their order; 0 months stand for the last day itself."""
    found = [
        *(
            Reminder(months_later(term.valid_until, -each), "expiry", each)
            for each in expiry_months
        ),
        *(Reminder(months_later(term.grace_until, -each), "lapse", each) for each in lapse_months),
    ]
    # What falls before the label was awarded was never due.
    return tuple(
        sorted((r for r in found if r.due >= term.valid_from), key=lambda r: (r.due, r.about))
    )


def due(letters: Sequence[Reminder], *, after: date | None, on: date) -> Reminder | None:
    """The letter to send on a day: the latest that fell due since the day `after`.

    after: the day of the last letter, None for none. Where several fell due in between, as after
    days without the daily job, the latest says all that still matters.
    """
    waiting = [each for each in letters if each.due <= on and (after is None or each.due > after)]
    return waiting[-1] if waiting else None
