"""The one table of states and steps of applications, and the one of labels.

No state is reached but by a row of these tables: who may take the step, on which conditions, with
what to be said, which time limit begins, and who is told. Rows that follow a public rule of the
field are marked so (`ours=False`); the others are set by Hanse.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, TypeVar

from hanse.excellence.label.actors import Actor
from hanse.excellence.label.conditions import APPLICATION_CONDITIONS, LABEL_CONDITIONS
from hanse.excellence.label.facts import FileFacts, LabelFacts
from hanse.excellence.label.needs import NEEDS
from hanse.excellence.label.workflow import EVERY_ROUTE, SCORED, Route, Step, Workflow
from hanse.foundation.sentences import gettext_noop as _

S = TypeVar("S", bound=StrEnum)


class State(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ELIGIBILITY_CHECK = "eligibility_check"
    INELIGIBLE = "ineligible"
    CONTRACTED = "contracted"
    EXPERTS_PROPOSED = "experts_proposed"
    EXPERTS_AGREED = "experts_agreed"
    SELF_ASSESSMENT = "self_assessment"
    EVIDENCE_FROZEN = "evidence_frozen"
    VISIT = "visit"
    INDIVIDUAL_SCORING = "individual_scoring"
    CONSENSUS = "consensus"
    FACTUAL_CHECK = "factual_check"
    REPORT_FINAL = "report_final"
    BOARD_DECISION = "board_decision"
    AWARDED = "awarded"
    DEFERRED = "deferred"
    REFUSED = "refused"
    APPEAL = "appeal"
    WITHDRAWN = "withdrawn"


class LabelState(StrEnum):
    """Where a label stands."""

    ACTIVE = "active"
    GRACE = "grace"
    RENEWED = "renewed"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


STATE_WORDS: Final = MappingProxyType(
    {
        State.DRAFT: _("draft"),
        State.SUBMITTED: _("submitted"),
        State.ELIGIBILITY_CHECK: _("eligibility check"),
        State.INELIGIBLE: _("not eligible"),
        State.CONTRACTED: _("contracted"),
        State.EXPERTS_PROPOSED: _("experts proposed"),
        State.EXPERTS_AGREED: _("experts agreed"),
        State.SELF_ASSESSMENT: _("self-assessment"),
        State.EVIDENCE_FROZEN: _("evidence frozen"),
        State.VISIT: _("visit"),
        State.INDIVIDUAL_SCORING: _("individual scoring"),
        State.CONSENSUS: _("consensus"),
        State.FACTUAL_CHECK: _("factual check"),
        State.REPORT_FINAL: _("report final"),
        State.BOARD_DECISION: _("board decision"),
        State.AWARDED: _("awarded"),
        State.DEFERRED: _("deferred"),
        State.REFUSED: _("refused"),
        State.APPEAL: _("appeal"),
        State.WITHDRAWN: _("withdrawn"),
    }
)

LABEL_STATE_WORDS: Final = MappingProxyType(
    {
        LabelState.ACTIVE: _("active"),
        LabelState.GRACE: _("expired, may be renewed"),
        LabelState.RENEWED: _("renewed or followed by a higher level"),
        LabelState.LAPSED: _("lapsed"),
        LabelState.SUSPENDED: _("suspended"),
        LabelState.REVOKED: _("revoked"),
    }
)

CLOSED: Final = frozenset({State.INELIGIBLE, State.AWARDED, State.REFUSED, State.WITHDRAWN})
"""States in which an application is not under way."""

HELD: Final = frozenset({LabelState.ACTIVE, LabelState.GRACE, LabelState.SUSPENDED})
"""States in which a label has not ended."""

_MANAGER, _SECRETARIAT, _SYSTEM = Actor.MANAGER, Actor.SECRETARIAT, Actor.SYSTEM
_EXPERT, _LEAD, _PANEL = Actor.EXPERT, Actor.LEAD_EXPERT, Actor.APPEAL_MEMBER
_MEMBER, _CHAIR = Actor.BOARD_MEMBER, Actor.CHAIR


def _row(
    code: str,
    source: S | None,
    target: S,
    who: Actor,
    conditions: str = "",
    needs: str = "",
    *,
    routes: frozenset[Route] = EVERY_ROUTE,
    starts: str = "",
    notice: tuple[Actor, ...] = (),
    ours: bool = True,
) -> Step[S]:
    """A row; names of conditions and needs stand in one text each, apart by blanks."""
    return Step(
        code, source, target, who, routes, tuple(conditions.split()), tuple(needs.split()),
        starts, notice, ours,
    )  # fmt: skip


def _within(
    code: str, states: tuple[S, ...], who: Actor, *words: str, **more: Any
) -> list[Step[S]]:
    """Rows of work that leaves the file in the state it is in."""
    return [_row(code, state, state, who, *words, **more) for state in states]


def _application_steps(s: type[State]) -> tuple[Step[State], ...]:
    """Applications. Bronze goes by interview, silver by audit, gold by joint audit."""
    interview, joint = frozenset({Route.INTERVIEW}), frozenset({Route.JOINT})
    staffed = (s.EXPERTS_AGREED, s.SELF_ASSESSMENT, s.EVIDENCE_FROZEN)
    open_to_manager = (
        s.DRAFT, s.SUBMITTED, s.ELIGIBILITY_CHECK, s.CONTRACTED, s.EXPERTS_PROPOSED, *staffed,
        s.VISIT, s.INDIVIDUAL_SCORING, s.CONSENSUS, s.FACTUAL_CHECK, s.REPORT_FINAL, s.DEFERRED,
    )  # fmt: skip
    mix = "experts_certified experts_unconflicted experts_mixed"
    settled = "consensus_complete differences_explained consensus_agreed"
    return (
        # --- Applying
        _row("application_start", None, s.DRAFT, _MANAGER,
             "cluster_organisation none_open standing_fits", "level"),
        *_within("application_change", (s.DRAFT,), _MANAGER),
        _row("application_submit", s.DRAFT, s.SUBMITTED, _MANAGER,
             "cluster_organisation standing_fits statements_complete",
             starts="eligibility", notice=(_SECRETARIAT,)),
        *(_row("application_withdraw", each, s.WITHDRAWN, _MANAGER,
               notice=(_SECRETARIAT, _EXPERT)) for each in open_to_manager),
        # --- Eligibility and contract
        _row("eligibility_begin", s.SUBMITTED, s.ELIGIBILITY_CHECK, _SECRETARIAT),
        *_within("eligibility_mark", (s.ELIGIBILITY_CHECK,), _SECRETARIAT),
        _row("application_send_back", s.ELIGIBILITY_CHECK, s.DRAFT, _SECRETARIAT, "", "reason",
             notice=(_MANAGER,)),
        _row("eligibility_refuse", s.ELIGIBILITY_CHECK, s.INELIGIBLE, _SECRETARIAT,
             "all_checked rule_unmet", "reason", starts="appeal", notice=(_MANAGER,), ours=False),
        _row("contract_record", s.ELIGIBILITY_CHECK, s.CONTRACTED, _SECRETARIAT,
             "all_checked eligible", "signed_on", notice=(_MANAGER,), ours=False),
        # --- Experts
        _row("experts_propose", s.CONTRACTED, s.EXPERTS_PROPOSED, _SECRETARIAT, mix, "experts",
             starts="objection", notice=(_EXPERT, _MANAGER), ours=False),
        *_within("expert_accept", (s.EXPERTS_PROPOSED, *staffed, s.VISIT), _EXPERT,
                 "own_answer_open own_certificate own_independence", "independence"),
        _row("experts_recall", s.EXPERTS_PROPOSED, s.CONTRACTED, _SECRETARIAT, "", "reason",
             notice=(_EXPERT, _MANAGER)),
        _row("expert_decline", s.EXPERTS_PROPOSED, s.CONTRACTED, _EXPERT, "", "reason",
             notice=(_SECRETARIAT,)),
        _row("experts_object", s.EXPERTS_PROPOSED, s.CONTRACTED, _MANAGER, "objection_time_runs",
             "reason", notice=(_SECRETARIAT,)),
        _row("experts_agree", s.EXPERTS_PROPOSED, s.EXPERTS_AGREED, _MANAGER, "experts_accepted",
             notice=(_SECRETARIAT, _EXPERT)),
        _row("experts_settle", s.EXPERTS_PROPOSED, s.EXPERTS_AGREED, _SECRETARIAT,
             "experts_accepted objection_time_over", notice=(_MANAGER, _EXPERT)),
        *_within("expert_replace", staffed, _SECRETARIAT, mix, "experts reason",
                 notice=(_MANAGER, _EXPERT)),
        *_within("expert_replace", (s.VISIT,), _SECRETARIAT, mix, "experts reason",
                 routes=interview, notice=(_MANAGER, _EXPERT)),
        *(_row("assessment_void", each, s.CONTRACTED, _SECRETARIAT, "", "reason",
               notice=(_MANAGER, _EXPERT))
          for each in (s.VISIT, s.INDIVIDUAL_SCORING, s.CONSENSUS, s.FACTUAL_CHECK)),
        # --- Self-assessment, evidence, visit
        _row("visit_fix", s.EXPERTS_AGREED, s.VISIT, _SECRETARIAT, "", "visit_on",
             routes=interview, notice=(_MANAGER, _EXPERT)),
        _row("visit_fix", s.EXPERTS_AGREED, s.SELF_ASSESSMENT, _SECRETARIAT, "dates_fit",
             "visit_on due_on", routes=SCORED, starts="self_assessment",
             notice=(_MANAGER, _EXPERT), ours=False),
        *_within("visit_move", (s.SELF_ASSESSMENT, s.EVIDENCE_FROZEN), _SECRETARIAT, "",
                 "visit_on reason", routes=SCORED, notice=(_MANAGER, _EXPERT)),
        *_within("visit_move", (s.VISIT,), _SECRETARIAT, "", "visit_on reason",
                 routes=interview, notice=(_MANAGER, _EXPERT)),
        *_within("assessment_change", (s.SELF_ASSESSMENT,), _MANAGER, routes=SCORED, ours=False),
        *_within("evidence_add", (s.SELF_ASSESSMENT,), _MANAGER, routes=SCORED, ours=False),
        *_within("evidence_remove", (s.SELF_ASSESSMENT,), _MANAGER, routes=SCORED),
        _row("evidence_freeze", s.SELF_ASSESSMENT, s.EVIDENCE_FROZEN, _MANAGER,
             "assessment_complete claims_supported", routes=SCORED,
             notice=(_SECRETARIAT, _EXPERT)),
        _row("visit_open", s.EVIDENCE_FROZEN, s.VISIT, _LEAD,
             "visit_day_come experts_accepted", routes=SCORED),
        _row("visit_end", s.VISIT, s.INDIVIDUAL_SCORING, _LEAD, "visit_long_enough",
             "ended_on hours", routes=SCORED, notice=(_EXPERT,), ours=False),
        # --- Points: first alone, then together
        *_within("scores_save", (s.INDIVIDUAL_SCORING,), _EXPERT, "own_scores_open", "points",
                 routes=SCORED),
        *_within("scores_hand_in", (s.INDIVIDUAL_SCORING,), _EXPERT,
                 "own_scores_open own_scores_complete", routes=SCORED, notice=(_LEAD,)),
        _row("consensus_open", s.INDIVIDUAL_SCORING, s.CONSENSUS, _LEAD, "all_scores_in",
             routes=SCORED, notice=(_EXPERT,)),
        *_within("consensus_save", (s.CONSENSUS, s.FACTUAL_CHECK), _LEAD, "", "points",
                 routes=SCORED),
        *_within("consensus_agree", (s.CONSENSUS, s.FACTUAL_CHECK), _EXPERT,
                 "consensus_complete own_agreement_open", routes=joint),
        # --- Report and factual check
        *_within("report_save", (s.VISIT,), _LEAD, "", "text", routes=interview),
        *_within("report_save", (s.CONSENSUS,), _LEAD, "", "text", routes=SCORED),
        *_within("report_save", (s.FACTUAL_CHECK,), _LEAD, "", "text"),
        _row("report_send", s.VISIT, s.FACTUAL_CHECK, _LEAD, "benchmarked report_written",
             routes=interview, starts="factual_check", notice=(_MANAGER,), ours=False),
        _row("report_send", s.CONSENSUS, s.FACTUAL_CHECK, _LEAD, f"{settled} report_written",
             routes=SCORED, starts="factual_check", notice=(_MANAGER,)),
        *_within("factual_remark", (s.FACTUAL_CHECK,), _MANAGER, "factual_check_runs", "text",
                 notice=(_LEAD,)),
        *_within("factual_answer", (s.FACTUAL_CHECK,), _LEAD, "", "answer"),
        *_within("factual_close", (s.FACTUAL_CHECK,), _MANAGER, "factual_check_runs",
                 notice=(_LEAD,)),
        _row("report_finish", s.FACTUAL_CHECK, s.REPORT_FINAL, _LEAD,
             "benchmarked factual_check_over remarks_answered report_written", "recommendation",
             routes=interview, notice=(_SECRETARIAT, _MANAGER)),
        _row("report_finish", s.FACTUAL_CHECK, s.REPORT_FINAL, _LEAD,
             f"factual_check_over remarks_answered report_written {settled}", "recommendation",
             routes=SCORED, notice=(_SECRETARIAT, _MANAGER), ours=False),
        # --- Board
        _row("board_put", s.REPORT_FINAL, s.BOARD_DECISION, _SECRETARIAT, "", "meeting",
             notice=(_MEMBER,), ours=False),
        *_within("board_move", (s.BOARD_DECISION,), _SECRETARIAT, "", "meeting reason",
                 notice=(_MEMBER,)),
        *_within("board_recuse", (s.BOARD_DECISION,), _MEMBER, "not_voted", "reason"),
        *_within("board_vote", (s.BOARD_DECISION,), _MEMBER,
                 "meeting_begun may_vote not_voted", "choice"),
        _row("board_award", s.BOARD_DECISION, s.AWARDED, _CHAIR,
             "quorum award_carried scheme_met", "reason", notice=(_MANAGER, _EXPERT), ours=False),
        _row("board_defer", s.BOARD_DECISION, s.DEFERRED, _CHAIR, "quorum defer_carried",
             "reason asked until", starts="deferral", notice=(_MANAGER, _LEAD)),
        _row("board_refuse", s.BOARD_DECISION, s.REFUSED, _CHAIR, "quorum refuse_carried",
             "reason", starts="appeal", notice=(_MANAGER, _EXPERT), ours=False),
        _row("board_return", s.BOARD_DECISION, s.FACTUAL_CHECK, _CHAIR, "quorum return_carried",
             "reason", starts="factual_check", notice=(_LEAD, _MANAGER)),
        _row("board_resume", s.DEFERRED, s.BOARD_DECISION, _SECRETARIAT, "", "meeting reason",
             notice=(_MEMBER, _MANAGER)),
        # --- Appeal
        *(_row("appeal_lodge", each, s.APPEAL, _MANAGER, "appeal_in_time not_appealed",
               "ground reason", starts="appeal_decision", notice=(_SECRETARIAT,))
          for each in (s.REFUSED, s.INELIGIBLE)),
        *_within("appeal_seat", (s.APPEAL,), _SECRETARIAT, "panel_complete panel_independent",
                 "panel", notice=(_PANEL, _MANAGER)),
        *_within("appeal_vote", (s.APPEAL,), _PANEL, "panel_seated may_vote not_voted", "choice"),
        _row("appeal_dismiss", s.APPEAL, s.REFUSED, _PANEL,
             "panel_seated quorum against_refusal dismiss_carried", "reason",
             notice=(_MANAGER, _SECRETARIAT)),
        _row("appeal_dismiss", s.APPEAL, s.INELIGIBLE, _PANEL,
             "panel_seated quorum against_eligibility dismiss_carried", "reason",
             notice=(_MANAGER, _SECRETARIAT)),
        _row("appeal_decide_again", s.APPEAL, s.REPORT_FINAL, _PANEL,
             "panel_seated quorum against_refusal decide_again_carried", "reason",
             notice=(_MANAGER, _SECRETARIAT)),
        _row("appeal_assess_again", s.APPEAL, s.CONTRACTED, _PANEL,
             "panel_seated quorum against_refusal assess_again_carried", "reason",
             notice=(_MANAGER, _SECRETARIAT)),
        _row("appeal_check_again", s.APPEAL, s.ELIGIBILITY_CHECK, _PANEL,
             "panel_seated quorum against_eligibility check_again_carried", "reason",
             notice=(_MANAGER, _SECRETARIAT)),
    )  # fmt: skip


def _label_steps(s: type[LabelState]) -> tuple[Step[LabelState], ...]:
    """Labels, from award to whatever ends them."""
    held = (s.ACTIVE, s.GRACE, s.SUSPENDED)
    reinstated = "panel_seated quorum appealed reinstate_carried"
    told = (_MANAGER, _SECRETARIAT)
    return (
        _row("label_enter", None, s.ACTIVE, _CHAIR, "first_awarded", ours=False),
        _row("label_expire", s.ACTIVE, s.GRACE, _SYSTEM, "validity_over", starts="grace",
             notice=told, ours=False),
        *(_row("label_lapse", each, s.LAPSED, _SYSTEM, "grace_over", notice=told, ours=False)
          for each in (s.GRACE, s.SUSPENDED)),
        *(_row("label_renew", each, s.RENEWED, _CHAIR, "renewal_awarded", ours=False)
          for each in (s.ACTIVE, s.GRACE)),
        _row("label_renew", s.LAPSED, s.RENEWED, _CHAIR, "renewal_awarded visited_in_time"),
        *(_row("label_succeed", each, s.RENEWED, _CHAIR, "higher_awarded")
          for each in (s.ACTIVE, s.GRACE)),
        # --- Suspension, for a time; by the secretariat, at once
        *(_row("label_suspend", each, s.SUSPENDED, _SECRETARIAT, "", "reason until",
               notice=(_MANAGER,)) for each in (s.ACTIVE, s.GRACE)),
        _row("label_restore", s.SUSPENDED, s.ACTIVE, _SECRETARIAT, "still_valid", "reason",
             notice=(_MANAGER,)),
        _row("label_restore", s.SUSPENDED, s.GRACE, _SECRETARIAT, "grace_runs", "reason",
             notice=(_MANAGER,)),
        # --- Revocation, for good; by the board, after a hearing
        *_within("revocation_propose", held, _SECRETARIAT, "none_proposed", "reason meeting",
                 starts="hearing", notice=(_MANAGER, _MEMBER)),
        *_within("revocation_answer", held, _MANAGER, "revocation_proposed hearing_runs", "text",
                 notice=(_SECRETARIAT,)),
        *_within("revocation_recuse", held, _MEMBER, "revocation_proposed not_voted", "reason"),
        *_within("revocation_vote", held, _MEMBER,
                 "revocation_proposed hearing_over meeting_begun may_vote not_voted", "choice"),
        *_within("revocation_drop", held, _CHAIR, "revocation_proposed quorum keep_carried",
                 "reason", notice=told),
        *(_row("label_revoke", each, s.REVOKED, _CHAIR,
               "revocation_proposed hearing_over quorum revoke_carried", "reason",
               starts="appeal", notice=told) for each in held),
        # --- Appeal against revocation
        *_within("revocation_appeal", (s.REVOKED,), _MANAGER, "appeal_in_time not_appealed",
                 "ground reason", starts="appeal_decision", notice=(_SECRETARIAT,)),
        *_within("revocation_appeal_seat", (s.REVOKED,), _SECRETARIAT,
                 "appealed panel_complete panel_independent", "panel", notice=(_PANEL, _MANAGER)),
        *_within("revocation_appeal_vote", (s.REVOKED,), _PANEL,
                 "appealed panel_seated may_vote not_voted", "choice"),
        *_within("revocation_appeal_dismiss", (s.REVOKED,), _PANEL,
                 "appealed panel_seated quorum dismiss_carried", "reason", notice=told),
        _row("label_reinstate", s.REVOKED, s.ACTIVE, _PANEL, f"{reinstated} still_valid",
             "reason", notice=told),
        _row("label_reinstate", s.REVOKED, s.GRACE, _PANEL, f"{reinstated} grace_runs",
             "reason", notice=told),
        _row("label_reinstate", s.REVOKED, s.LAPSED, _PANEL, f"{reinstated} grace_over",
             "reason", notice=told),
    )  # fmt: skip


APPLICATIONS: Final[Workflow[State, FileFacts]] = Workflow(
    "application", STATE_WORDS, _application_steps(State), APPLICATION_CONDITIONS, NEEDS
)
LABELS: Final[Workflow[LabelState, LabelFacts]] = Workflow(
    "label", LABEL_STATE_WORDS, _label_steps(LabelState), LABEL_CONDITIONS, NEEDS
)
