"""Who may apply: each rule of a scheme's procedure judged, and what is missing in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from hanse.excellence.label.clock import in_window, months_later
from hanse.excellence.label.procedure import Rule, Statement
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _

Stated = float | int | str | None


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of an organisation that applies.

    statements: code -> what it stated, None for nothing yet. benchmarked: days of the interviews
    of confirmed benchmarkings. improvements: how many it described. reds: red lights, in the
    latest benchmarking, on criteria with a minimum; None where that is not known.
    """

    statements: Mapping[str, Stated] = field(default_factory=lambda: MappingProxyType({}))
    benchmarked: Sequence[date] = ()
    improvements: int = 0
    reds: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule judged. met: None where what it reads is not known. wanting: what is missing, in
    words; None where it is met."""

    rule: Rule
    met: bool | None
    wanting: Sentence | None = None


_NOT_STATED: Final = Sentence(_("Not stated yet."))


def judge(rules: Sequence[Rule], case: Case, on: date) -> tuple[Judged, ...]:
    """Each of `rules` judged on a day, in their order."""
    return tuple(_judge(rule, case, on) for rule in rules)


def missing_statements(statements: Sequence[Statement], case: Case) -> tuple[Statement, ...]:
    """Those of `statements` that the organisation has not made."""
    return tuple(each for each in statements if _is_blank(case.statements.get(each.code)))


def _judge(rule: Rule, case: Case, on: date) -> Judged:
    stated = {code: case.statements.get(code) for code in rule.statements}
    if any(_is_blank(value) for value in stated.values()):
        return Judged(rule, None, _NOT_STATED)
    wanting: Sentence | None
    match rule.kind:
        case "at_least":
            wanting = _at_least(rule, _number(stated[rule.statement]))
        case "share":
            wanting = _share(rule, _number(stated[rule.statement]), _number(stated[rule.whole]))
        case "kinds":
            present = sum(_number(stated[code]) > 0 for code in rule.of)
            wanting = _said(
                present >= rule.number,
                _("{needed} kinds are needed; {found} stated."),
                needed=_plain(rule.number),
                found=present,
            )
        case "present":
            wanting = None
        case "benchmarked":
            earliest = months_later(on, -rule.most_months)
            latest = max(case.benchmarked, default=None)
            wanting = _said(
                latest is not None and latest >= earliest,
                _("The latest benchmarking is of {latest}; it must be of {earliest} or later.")
                if latest
                else _("No benchmarking is confirmed yet."),
                latest=latest,
                earliest=earliest,
            )
        case "window":
            wanting = _window(rule, sorted(case.benchmarked))
        case "improvements":
            wanting = _said(
                case.improvements >= rule.number,
                _("{needed} are needed; {found} described."),
                needed=_plain(rule.number),
                found=case.improvements,
            )
        case "no_red":
            if case.reds is None:
                return Judged(
                    rule, None, Sentence(_("No confirmed benchmarking shows the lights yet."))
                )
            wanting = _said(
                case.reds == 0,
                _("Red lights on criteria with a minimum: {found}."),
                found=case.reds,
            )
    return Judged(rule, wanting is None, wanting)


def _at_least(rule: Rule, found: float) -> Sentence | None:
    return _said(
        found >= rule.number,
        _("{needed} needed; {found} stated, {short} short."),
        needed=_plain(rule.number),
        found=_plain(found),
        short=_plain(rule.number - found),
    )


def _share(rule: Rule, part: float, whole: float) -> Sentence | None:
    return _said(
        whole > 0 and part >= rule.number * whole,
        _("{needed} % needed; {found} % stated."),
        needed=_plain(100 * rule.number),
        found=_plain(100 * part / whole) if whole > 0 else 0,
    )


def _window(rule: Rule, days: Sequence[date]) -> Sentence | None:
    """The latest must lie in the window after some earlier one."""
    if not days:
        return Sentence(_("No benchmarking is confirmed yet."))
    earlier, latest = days[:-1], days[-1]
    least, most = rule.least_months, rule.most_months
    if any(in_window(day, latest, least_months=least, most_months=most) for day in earlier):
        return None
    if not earlier:
        text = _("Only one benchmarking is confirmed. A second one counts from {begins} to {ends}.")
        first = latest
    else:
        text = _(
            "The latest benchmarking is of {latest}; after that of {first} it had to be from "
            "{begins} to {ends}."
        )
        first = earlier[-1]
    return Sentence(
        text,
        {
            "latest": latest,
            "first": first,
            "begins": months_later(first, least),
            "ends": months_later(first, most),
        },
    )


def _said(met: bool, text: str, **values: Any) -> Sentence | None:
    return None if met else Sentence(text, values)


def _is_blank(value: Stated) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _number(value: Stated) -> float:
    return float(value or 0)


def _plain(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
