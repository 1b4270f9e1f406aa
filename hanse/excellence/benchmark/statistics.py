"""What is said of a peer group that may be shown: its number, middle and mean, never its ends."""

from dataclasses import dataclass

import numpy as np

from hanse.excellence.benchmark.percentiles import Values, quantile, rounded


@dataclass(frozen=True, slots=True)
class Summary:
    """Statistics of one indicator in one peer group, rounded to its step, the mean to a tenth.

    quartiles and median are None where they would lean on the smallest or largest answer, and for
    answers of yes or no, of which the mean says all there is to say.
    """

    n: int
    mean: float | None
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None


def summary(values: Values, *, step: float, yes_no: bool = False) -> Summary:
    """The statistics of a group's answers to one indicator, none of them missing."""
    mean = rounded(float(np.mean(values)), step / 10) if values.size else None
    if yes_no:
        return Summary(values.size, mean, None, None, None)
    low, middle, high = (rounded(quantile(values, share), step) for share in (0.25, 0.5, 0.75))
    return Summary(values.size, mean, low, middle, high)
