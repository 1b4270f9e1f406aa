"""Which action a step is, and which page it is taken on."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from hanse.excellence.web.actions import label_appeals as appeals
from hanse.excellence.web.actions import label_applications as applying
from hanse.excellence.web.actions import label_assessments as assessing
from hanse.excellence.web.actions import label_board as board
from hanse.excellence.web.actions import label_experts as staffing
from hanse.excellence.web.actions import label_reports as reporting
from hanse.excellence.web.actions import label_revocations as revoking
from hanse.excellence.web.actions import label_scores as scoring
from hanse.excellence.web.actions import labels

PAGES: Final[Mapping[str, str]] = {
    "application_change": "label_eligibility",
    "eligibility_mark": "label_eligibility",
    "experts_propose": "label_experts",
    "assessment_change": "label_assessment",
    "evidence_add": "label_assessment",
    "evidence_remove": "label_assessment",
    "scores_save": "label_scores",
    "consensus_save": "label_consensus",
    "report_save": "label_report",
    "factual_remark": "label_report",
    "factual_answer": "label_report",
}
"""Steps that are taken on a page of their own; the others ask for little or nothing."""

_APPLICATION: Final = (
    applying.application_submit,
    applying.application_withdraw,
    applying.eligibility_begin,
    applying.application_send_back,
    applying.eligibility_refuse,
    applying.contract_record,
    staffing.expert_accept,
    staffing.expert_decline,
    staffing.experts_recall,
    staffing.experts_object,
    staffing.experts_agree,
    staffing.experts_settle,
    staffing.expert_replace,
    staffing.assessment_void,
    assessing.visit_fix,
    assessing.visit_move,
    assessing.evidence_freeze,
    assessing.visit_open,
    assessing.visit_end,
    scoring.scores_hand_in,
    scoring.consensus_open,
    scoring.consensus_agree,
    reporting.report_send,
    reporting.factual_close,
    reporting.report_finish,
    board.board_put,
    board.board_move,
    board.board_recuse,
    board.board_vote,
    board.board_award,
    board.board_defer,
    board.board_refuse,
    board.board_return,
    board.board_resume,
    appeals.appeal_lodge,
    appeals.appeal_seat,
    appeals.appeal_vote,
    appeals.appeal_dismiss,
    appeals.appeal_decide_again,
    appeals.appeal_assess_again,
    appeals.appeal_check_again,
)
_LABEL: Final = (
    labels.label_suspend,
    labels.label_restore,
    revoking.revocation_propose,
    revoking.revocation_answer,
    revoking.revocation_recuse,
    revoking.revocation_vote,
    revoking.revocation_drop,
    revoking.label_revoke,
    revoking.revocation_appeal,
    revoking.revocation_appeal_seat,
    revoking.revocation_appeal_vote,
    revoking.revocation_appeal_dismiss,
    revoking.label_reinstate,
)

APPLICATION_STEPS: Final[Mapping[str, Callable[..., Any]]] = {
    each.__name__: each for each in _APPLICATION
}
"""Step of an application -> its action, for steps without a page of their own."""

LABEL_STEPS: Final[Mapping[str, Callable[..., Any]]] = {each.__name__: each for each in _LABEL}
"""Step of a label -> its action."""

MAIN: Final = frozenset(
    {
        "application_submit",
        "contract_record",
        "experts_propose",
        "expert_accept",
        "experts_agree",
        "experts_settle",
        "visit_fix",
        "evidence_freeze",
        "visit_open",
        "visit_end",
        "scores_save",
        "scores_hand_in",
        "consensus_open",
        "consensus_save",
        "consensus_agree",
        "report_send",
        "report_finish",
        "board_put",
        "board_resume",
        "board_vote",
        "board_award",
        "appeal_seat",
        "appeal_vote",
        "eligibility_begin",
        "eligibility_mark",
        "assessment_change",
        "factual_close",
        "application_change",
    }
)
"""Steps that lead a file on; the others stand beside them."""

GRAVE: Final = frozenset(
    {
        "application_withdraw",
        "assessment_void",
        "board_refuse",
        "eligibility_refuse",
        "label_revoke",
        "label_suspend",
        "revocation_propose",
    }
)
"""Steps whose button warns."""
