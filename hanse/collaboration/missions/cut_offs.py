"""Cut-off dates of a call: what was handed in by one is reviewed while the call goes on."""

from collections.abc import Collection
from datetime import date


def next_cut_off(days: Collection[date], on: date) -> date | None:
    """The cut-off date that an application handed in on a day comes under; None after the last."""
    return min((day for day in days if day >= on), default=None)


def last_cut_off(days: Collection[date], on: date) -> date | None:
    """The last cut-off date that has passed: what was handed in by then is reviewed; or None."""
    return max((day for day in days if day < on), default=None)
