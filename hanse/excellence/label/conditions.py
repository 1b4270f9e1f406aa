"""Conditions of steps by name: what must hold, in words, and how it is read from the facts."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Protocol, TypeVar

from hanse.excellence.label.facts import Appealing, Ballot, FileFacts, LabelFacts
from hanse.excellence.label.workflow import Condition
from hanse.foundation.sentences import gettext_noop as _

AWARD: Final = "award"
REFUSE: Final = "refuse"
DEFER: Final = "defer"
RETURN: Final = "return"
REVOKE: Final = "revoke"
KEEP: Final = "keep"
DISMISS: Final = "dismiss"
DECIDE_AGAIN: Final = "decide_again"
ASSESS_AGAIN: Final = "assess_again"
CHECK_AGAIN: Final = "check_again"
REINSTATE: Final = "reinstate"


def _running(until: date | None, on: date) -> bool:
    return until is not None and on <= until


class _Contested(Protocol):
    """What facts of applications and of labels have alike."""

    @property
    def on(self) -> date: ...

    @property
    def ballot(self) -> Ballot: ...

    @property
    def appeal(self) -> Appealing: ...


C = TypeVar("C", bound=_Contested)


def _votes_and_appeals(_facts: type[C], choices: Mapping[str, str]) -> tuple[Condition[C], ...]:
    """Conditions on votes and appeals. choices: what can be carried -> what if it is not."""
    return (
        Condition("meeting_begun", _("The meeting has not begun."), lambda f: f.ballot.begun),
        Condition(
            "may_vote",
            _("You have stood aside, assessed the file, or are tied to the organisation."),
            lambda f: not f.ballot.own_barred,
        ),
        Condition("not_voted", _("You have voted already."), lambda f: not f.ballot.own_cast),
        Condition("quorum", _("Too few members have voted."), lambda f: f.ballot.quorum),
        *(_carried(_facts, choice, text) for choice, text in choices.items()),
        Condition(
            "appeal_in_time",
            _("The time for an appeal is over."),
            lambda f: _running(f.appeal.lodge_by, f.on),
        ),
        Condition(
            "not_appealed",
            _("This decision has been appealed against already."),
            lambda f: not f.appeal.lodged,
        ),
        Condition(
            "panel_complete",
            _("The panel has too few members."),
            lambda f: f.appeal.panel_short == 0,
        ),
        Condition(
            "panel_independent",
            _("A member of the panel decided, assessed the file, or is tied to the organisation."),
            lambda f: f.appeal.panel_partial == 0,
        ),
        Condition(
            "panel_seated", _("The panel is not seated yet."), lambda f: f.appeal.panel_seated
        ),
    )


def _carried(_facts: type[C], choice: str, text: str) -> Condition[C]:
    return Condition(f"{choice}_carried", text, lambda f: f.ballot.carried == choice)


APPLICATION_CONDITIONS: Final[tuple[Condition[FileFacts], ...]] = (
    Condition(
        "cluster_organisation",
        _("The organisation must be a cluster organisation that is not withdrawn."),
        lambda f: f.is_cluster,
    ),
    Condition(
        "none_open",
        _("The organisation has an application under way already; finish or withdraw it first."),
        lambda f: f.others_open == 0,
    ),
    Condition(
        "standing_fits",
        _("The labels the organisation holds do not lead to this application now."),
        lambda f: f.standing_fits,
    ),
    Condition(
        "statements_complete",
        _("Some statements on eligibility are still missing."),
        lambda f: f.statements_missing == 0,
    ),
    # --- Eligibility
    Condition(
        "all_checked",
        _("Check every rule of eligibility first."),
        lambda f: f.rules_unchecked == 0,
    ),
    Condition(
        "eligible", _("Some rules of eligibility are not met."), lambda f: f.rules_unmet == 0
    ),
    Condition("rule_unmet", _("Every rule of eligibility is met."), lambda f: f.rules_unmet > 0),
    # --- Experts
    Condition(
        "experts_certified",
        _("An expert has no valid certificate."),
        lambda f: f.experts_uncertified == 0,
    ),
    Condition(
        "experts_unconflicted",
        _("An expert has a conflict of interest."),
        lambda f: f.experts_conflicted == 0,
    ),
    Condition(
        "experts_mixed",
        _("The experts are not as many, or not of the countries, that the level asks for."),
        lambda f: f.mix_faults == 0,
    ),
    Condition(
        "own_answer_open",
        _("You have answered this proposal already."),
        lambda f: f.own_answer_open,
    ),
    Condition("own_certificate", _("You have no valid certificate."), lambda f: f.own_certified),
    Condition(
        "own_independence",
        _("You have a conflict of interest in this file."),
        lambda f: not f.own_conflicted,
    ),
    Condition(
        "experts_accepted",
        _("Not every expert has accepted yet."),
        lambda f: f.experts_unanswered == 0,
    ),
    Condition(
        "objection_time_runs",
        _("The time for objections to experts is over."),
        lambda f: _running(f.object_by, f.on),
    ),
    Condition(
        "objection_time_over",
        _("The cluster organisation may still object to the experts."),
        lambda f: f.object_by is not None and not _running(f.object_by, f.on),
    ),
    # --- Self-assessment and visit
    Condition(
        "dates_fit",
        _("The self-assessment must be due two to three weeks before the visit."),
        lambda f: f.dates_fit,
    ),
    Condition(
        "assessment_complete",
        _("Some criteria are not assessed yet."),
        lambda f: f.criteria_unassessed == 0,
    ),
    Condition(
        "claims_supported",
        _("Some points are claimed without a file of evidence."),
        lambda f: f.claims_unsupported == 0,
    ),
    Condition(
        "visit_day_come",
        _("The day of the visit has not come."),
        lambda f: f.visit_on is not None and f.visit_on <= f.on,
    ),
    Condition(
        "visit_long_enough",
        _("The visit was shorter than the level asks for."),
        lambda f: f.visit_hours >= f.visit_hours_needed,
    ),
    # --- Points
    Condition(
        "own_scores_open", _("Your points are handed in already."), lambda f: f.own_scores_open
    ),
    Condition(
        "own_scores_complete",
        _("You have not given points on every criterion."),
        lambda f: f.own_scores_missing == 0,
    ),
    Condition(
        "all_scores_in",
        _("Not every expert has handed in points."),
        lambda f: f.scores_outstanding == 0,
    ),
    Condition(
        "consensus_complete",
        _("The points are not settled on every criterion."),
        lambda f: f.consensus_missing == 0,
    ),
    Condition(
        "differences_explained",
        _("Say why, wherever the settled points are not those an expert gave."),
        lambda f: f.consensus_unexplained == 0,
    ),
    Condition(
        "own_agreement_open",
        _("You have agreed to the settled points already."),
        lambda f: f.own_agreement_open,
    ),
    Condition(
        "consensus_agreed",
        _("Not every expert has agreed to the settled points."),
        lambda f: f.consensus_unagreed == 0,
    ),
    # --- Report
    Condition(
        "benchmarked",
        _("No benchmarking confirmed by an expert of this file belongs to it yet."),
        lambda f: f.is_benchmarked,
    ),
    Condition("report_written", _("The report is not written yet."), lambda f: not f.report_empty),
    Condition(
        "factual_check_runs",
        _("The factual check is over."),
        lambda f: _running(f.check_by, f.on) and not f.check_closed,
    ),
    Condition(
        "factual_check_over",
        _("The cluster organisation may still remark on facts."),
        lambda f: f.check_closed or (f.check_by is not None and not _running(f.check_by, f.on)),
    ),
    Condition(
        "remarks_answered",
        _("Some remarks on facts are not answered."),
        lambda f: f.remarks_open == 0,
    ),
    # --- Board and appeal
    Condition(
        "scheme_met",
        _("The result does not meet the scheme: no label can be awarded on it."),
        lambda f: f.meets_scheme,
    ),
    Condition(
        "against_refusal",
        _("The appeal is not against a refusal by the board."),
        lambda f: f.appeal.against == "refused",
    ),
    Condition(
        "against_eligibility",
        _("The appeal is not against the check of eligibility."),
        lambda f: f.appeal.against == "ineligible",
    ),
    *_votes_and_appeals(
        FileFacts,
        {
            AWARD: _("There is no majority to award."),
            REFUSE: _("There is no majority to refuse."),
            DEFER: _("There is no majority to defer."),
            RETURN: _("There is no majority to return the report."),
            DISMISS: _("There is no majority to dismiss the appeal."),
            DECIDE_AGAIN: _("There is no majority to have the board decide again."),
            ASSESS_AGAIN: _("There is no majority to have the file assessed again."),
            CHECK_AGAIN: _("There is no majority to have eligibility checked again."),
        },
    ),
)

LABEL_CONDITIONS: Final[tuple[Condition[LabelFacts], ...]] = (
    Condition("first_awarded", _("The board has not awarded it."), lambda f: f.awarding == "first"),
    Condition("still_valid", _("Its validity is over."), lambda f: f.on <= f.valid_until),
    Condition("validity_over", _("It is still valid."), lambda f: f.on > f.valid_until),
    Condition(
        "grace_runs",
        _("It is still valid, or the time for its renewal is over."),
        lambda f: f.valid_until < f.on <= f.grace_until,
    ),
    Condition(
        "grace_over", _("The time for its renewal is not over."), lambda f: f.on > f.grace_until
    ),
    Condition(
        "renewal_awarded",
        _("The board has not awarded a renewal."),
        lambda f: f.awarding == "renewal",
    ),
    Condition(
        "visited_in_time",
        _("The visit for the renewal took place after the time for renewal was over."),
        lambda f: f.in_time,
    ),
    Condition(
        "higher_awarded",
        _("The board has not awarded a higher level."),
        lambda f: f.awarding == "higher",
    ),
    Condition("none_proposed", _("Its revocation is proposed already."), lambda f: not f.proposed),
    Condition("revocation_proposed", _("Its revocation is not proposed."), lambda f: f.proposed),
    Condition(
        "hearing_runs",
        _("The time to answer is over."),
        lambda f: _running(f.hearing_by, f.on) and not f.answered,
    ),
    Condition(
        "hearing_over",
        _("The holder may still answer."),
        lambda f: f.answered or (f.hearing_by is not None and not _running(f.hearing_by, f.on)),
    ),
    Condition(
        "appealed", _("There is no appeal to decide."), lambda f: f.appeal.against == "revoked"
    ),
    *_votes_and_appeals(
        LabelFacts,
        {
            REVOKE: _("There is no majority to revoke."),
            KEEP: _("There is no majority to keep the label."),
            DISMISS: _("There is no majority to dismiss the appeal."),
            REINSTATE: _("There is no majority to reinstate the label."),
        },
    ),
)
