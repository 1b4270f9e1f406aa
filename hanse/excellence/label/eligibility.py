"""Who may apply: each rule of a scheme judged on what is known, and what is missing in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from hanse.excellence.criteria.answers import Answers
from hanse.excellence.criteria.points import proposed_points
from hanse.excellence.criteria.questionnaire import questionnaire
from hanse.excellence.criteria.scheme import LabelScheme, Level, Requirement
from hanse.excellence.label.clock import Term, in_window, months_later, renewable
from hanse.excellence.label.procedure import Procedure
from hanse.excellence.label.states import LabelState
from hanse.foundation.sentences import Sentence
from hanse.foundation.sentences import gettext_noop as _

Basis = Literal["field", "hanse"]


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of an organisation that applies.

    answers: of its latest benchmarking, in the codes of the scheme's questionnaire, about `year`.
    benchmarked: days of the interviews of confirmed benchmarkings. improvements: how many it
    described.
    """

    answers: Answers = field(default_factory=dict)
    year: int = 0
    benchmarked: Sequence[date] = ()
    improvements: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule judged. rule: in the scheme's own words and languages, or a sentence of ours.

    basis: who set it. met: None where what it reads is not known. wanting: what is missing; None
    where it is met.
    """

    code: str
    rule: Requirement | Sentence
    basis: Basis
    met: bool | None
    wanting: Sentence | None = None

    def __str__(self) -> str:
        return self.rule.text if isinstance(self.rule, Requirement) else str(self.rule)


def judge(
    scheme: LabelScheme,
    level: Level,
    procedure: Procedure,
    case: Case,
    on: date,
    *,
    renewal: bool,
) -> tuple[Judged, ...]:
    """Every rule for an application for `level`, or for its renewal, judged on a day."""
    found = [_requirement(each, scheme, case) for each in scheme.eligibility]
    if level.scored != "none":
        found.append(_recent(procedure.limits.benchmarking_months, case, on))
    if not renewal:
        if level.second_benchmarking_months:
            found.append(_second(*level.second_benchmarking_months, case))
        if level.improvements:
            found.append(_improvements(level.improvements, case))
        if level.thresholds:
            found.append(_no_red(scheme, level, case))
    return tuple(found)


def red_criteria(scheme: LabelScheme, level: Level, case: Case) -> tuple[str, ...] | None:
    """Criteria with a minimum where the answers propose fewer points; None without answers.

    A criterion for which the answers propose nothing is no red light.
    """
    if not case.answers:
        return None
    proposed = proposed_points(scheme, case.answers, year=case.year)
    return tuple(
        each.code
        for each in scheme.scored(level.code)
        if (points := proposed[each.code]) is not None
        and points < scheme.threshold(level.code, each)
    )


_NOT_ANSWERED: Final = Sentence(_("Not answered yet."))
_NOT_BENCHMARKED: Final = Sentence(_("No benchmarking is confirmed yet."))


def _requirement(requirement: Requirement, scheme: LabelScheme, case: Case) -> Judged:
    asked = questionnaire(scheme.questionnaire)
    found = requirement.drawn(asked, case.answers, year=case.year)
    if found is None:
        return Judged(requirement.code, requirement, "field", None, _NOT_ANSWERED)
    if requirement.measure == "share_true":
        wanting = _said(found >= requirement.at_least, _("The answer is no."))
    else:
        wanting = _said(
            found >= requirement.at_least,
            _("{needed} needed; {found} answered, {short} short."),
            needed=_plain(requirement.at_least),
            found=_plain(found),
            short=_plain(requirement.at_least - found),
        )
    return Judged(requirement.code, requirement, "field", wanting is None, wanting)


def _recent(months: int, case: Case, on: date) -> Judged:
    rule = Sentence(
        _("A certified expert confirmed a benchmarking within the past {months} months."),
        {"months": months},
    )
    earliest, latest = months_later(on, -months), max(case.benchmarked, default=None)
    if latest is None:
        return Judged("recent_benchmarking", rule, "hanse", False, _NOT_BENCHMARKED)
    wanting = _said(
        latest >= earliest,
        _("The latest benchmarking is of {latest}; it must be of {earliest} or later."),
        latest=latest,
        earliest=earliest,
    )
    return Judged("recent_benchmarking", rule, "hanse", wanting is None, wanting)


def _second(least: int, most: int, case: Case) -> Judged:
    """The latest benchmarking must lie in the window after some earlier one."""
    rule = Sentence(
        _("A second benchmarking took place {least} to {most} months after the first."),
        {"least": least, "most": most},
    )
    wanting = _out_of_window(sorted(case.benchmarked), least, most)
    return Judged("second_benchmarking", rule, "field", wanting is None, wanting)


def _out_of_window(days: Sequence[date], least: int, most: int) -> Sentence | None:
    if not days:
        return _NOT_BENCHMARKED
    earlier, latest = days[:-1], days[-1]
    if any(in_window(day, latest, least_months=least, most_months=most) for day in earlier):
        return None
    if earlier:
        first = earlier[-1]
        text = _(
            "The latest benchmarking is of {latest}; after that of {first} it had to be from "
            "{begins} to {ends}."
        )
    else:
        first = latest
        text = _("Only one benchmarking is confirmed. A second one counts from {begins} to {ends}.")
    begins, ends = months_later(first, least), months_later(first, most)
    return Sentence(text, {"latest": latest, "first": first, "begins": begins, "ends": ends})


def _improvements(needed: int, case: Case) -> Judged:
    rule = Sentence(
        _("{needed} improvements since the first benchmarking are described."), {"needed": needed}
    )
    wanting = _said(
        case.improvements >= needed,
        _("{needed} are needed; {found} described."),
        needed=needed,
        found=case.improvements,
    )
    return Judged("improvements", rule, "field", wanting is None, wanting)


def _no_red(scheme: LabelScheme, level: Level, case: Case) -> Judged:
    rule = Sentence(_("No light is red where the scheme asks for a minimum."))
    reds = red_criteria(scheme, level, case)
    if reds is None:
        return Judged("no_red", rule, "field", None, _NOT_ANSWERED)
    wanting = _said(
        not reds,
        _("Red lights on criteria with a minimum: {criteria}."),
        criteria=", ".join(reds),
    )
    return Judged("no_red", rule, "field", wanting is None, wanting)


# --- Which application the labels held lead to ------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """A label of the organisation: its number on the site, its level, state and term."""

    label: int
    level: str
    state: LabelState
    term: Term


@dataclass(frozen=True, slots=True)
class Way:
    """The way to a level: to be awarded it first, or to renew the label `renews`.

    wanting: why it is not open now; None where it is.
    """

    renews: int | None
    wanting: Sentence | None = None


def way_to(
    scheme: LabelScheme, level: Level, held: Sequence[Held], on: date, *, opens_months: int
) -> Way:
    """Whether labels that are held lead to an application for `level` now, and to which.

    opens_months: before expiry, from when on a renewal may be applied for. A label that has lapsed
    or was revoked counts for nothing.
    """
    order = [each.code for each in scheme.levels]
    standing = [
        each
        for each in held
        if each.state in {LabelState.ACTIVE, LabelState.GRACE, LabelState.SUSPENDED}
    ]
    own = next((each for each in standing if each.level == level.code), None)
    if own is not None:
        if own.state is LabelState.SUSPENDED:
            return Way(own.label, Sentence(_("The label is suspended.")))
        if not renewable(own.term, on, opens_months=opens_months):
            text = _("The label may be renewed from {begins} to {ends}.")
            begins = months_later(own.term.valid_until, -opens_months)
            return Way(own.label, Sentence(text, {"begins": begins, "ends": own.term.grace_until}))
        return Way(own.label)
    valid = [each for each in standing if each.state is not LabelState.SUSPENDED]
    place = order.index(level.code)
    if any(order.index(each.level) > place for each in valid):
        return Way(None, Sentence(_("A higher level is held already.")))
    if level.follows and not any(
        order.index(each.level) >= order.index(level.follows) for each in valid
    ):
        needed = Sentence(scheme.level(level.follows).name)
        return Way(
            None, Sentence(_("Only holders of {level} can apply for it."), {"level": needed})
        )
    return Way(None)


def _said(met: bool, text: str, **values: Any) -> Sentence | None:
    return None if met else Sentence(text, values)


def _plain(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
