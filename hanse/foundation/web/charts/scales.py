"""Scales and ticks: pure arithmetic that holds for every finite number."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_DECADE_STEPS: Final = {1: (1.0,), 2: (1.0, 3.0), 3: (1.0, 2.0, 5.0)}
_SPARSER: Final = (1, 2, 4, 10, 20, 100)
_LENIENT: Final = 2.5
_FLAT: Final = 1e-9
_TINY: Final = 1e-290
_HUGE: Final = 1e290
_POWERS: Final = 300


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high` as 0 to 1, by ratio where `log`. step: between its finest ticks."""

    low: float
    high: float
    log: bool = False
    step: float = 0.0

    def share(self, value: float) -> float:
        """Where `value` lies between the ends; beyond them it is held at the end."""
        low, high, at = self.low, self.high, min(max(value, self.low), self.high)
        if self.log:
            low, high, at = math.log10(low), math.log10(high), math.log10(at)
        # Halves, because the difference of two great numbers may not be finite.
        return (at / 2 - low / 2) / (high / 2 - low / 2)

    def ticks(self, about: int) -> list[float]:
        """Round values inside the scale, some `about` of them."""
        if self.log:
            return [at for at in _log_ticks(self.low, self.high, about) if self._holds(at)]
        step = self.step or nice_step(self.low, self.high, about)
        many = (self.high / 2 - self.low / 2) / (step / 2)
        step *= next((each for each in _SPARSER if many / each < about + _LENIENT), _SPARSER[-1])
        return [at for at in _multiples(self.low, self.high, step) if self._holds(at)]

    def _holds(self, value: float) -> bool:
        slack = 0.0 if self.log else (self.high / 2 - self.low / 2) * _FLAT
        return self.low - slack <= value <= self.high + slack


def covering(
    values: Iterable[float | None], *, log: bool = False, zero: bool = False, about: int = 5
) -> Scale:
    """The scale from one round value to another that holds all `values`; 0 to 1 without any.

    log: by ratio, for values above zero; those at or below are left out. zero: holds zero too.
    """
    known = [each for each in values if each is not None and math.isfinite(each)]
    if log:
        known = [each for each in known if each > 0]
    elif zero:
        known.append(0.0)
    if not known:
        return Scale(1.0, 10.0, log=True) if log else Scale(0.0, 1.0)
    low, high = _apart(min(known), max(known), log=log)
    step = 0.0 if log else nice_step(low, high, about)
    ticks = _log_ticks(low, high, about) if log else _multiples(low, high, step)
    finite = [each for each in ticks if math.isfinite(each) and (each > 0 or not log)]
    return Scale(min([low, *finite]), max([high, *finite]), log, step)


def nice_step(low: float, high: float, about: int) -> float:
    """The round step, 1, 2, 2.5 or 5 times a power of ten, that gives some `about` ticks."""
    rough = (high / about - low / about) or _TINY
    power = math.floor(math.log10(rough))
    scale = 10.0**power
    return next((step * scale for step in _STEPS if step * scale >= rough * (1 - _FLAT)), rough)


def decimals_of(ticks: Sequence[float], *, most: int = 6) -> int:
    """How many decimals tell the ticks apart."""
    for places in range(most):
        if all(math.isclose(round(each, places), each, rel_tol=1e-6) for each in ticks if each):
            return places
    return most


def year_ticks(first: int, last: int, most: int) -> list[int]:
    """At most `most` years evenly apart, the last among them."""
    span = last - first
    step = next(
        (each for each in (1, 2, 5, 10, 20, 25, 50, 100) if span // each + 1 <= most),
        max(span // max(most - 1, 1), 1),
    )
    return sorted(range(last, first - 1, -step))


def _apart(low: float, high: float, *, log: bool) -> tuple[float, float]:
    low, high = (min(max(each, -_HUGE), _HUGE) for each in (low, high))
    if log:
        low, high = max(low, _TINY), max(high, _TINY)
        return (low / 1.5, high * 1.5) if high / low < 1 + _FLAT else (low, high)
    size = max(abs(low), abs(high))
    if high - low > size * _FLAT and high - low > _TINY:
        return low, high
    widen = size / 2 if size > _TINY else 1.0
    return low - widen, high + widen


def _multiples(low: float, high: float, step: float) -> list[float]:
    first = math.floor(low / step + _FLAT)
    last = math.ceil(high / step - _FLAT)
    return [round(at * step, 12 - math.floor(math.log10(step))) for at in range(first, last + 1)]


def _log_ticks(low: float, high: float, about: int) -> list[float]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    decades = max(last - first, 1)
    per_decade = min(max(round(about / decades), 1), 3)
    skip = max(math.ceil(decades / max(about, 1)), 1)
    steps = _DECADE_STEPS[per_decade]
    ticks = [
        step * 10.0**power
        for power in range(first - (first % skip), last + skip + 1, skip)
        if abs(power) < _POWERS
        for step in steps
    ]
    below = [each for each in ticks if each <= low * (1 + _FLAT)]
    above = [each for each in ticks if each >= high * (1 - _FLAT)]
    start = below[-1] if below else low
    end = above[0] if above else high
    return [each for each in ticks if start <= each <= end]
