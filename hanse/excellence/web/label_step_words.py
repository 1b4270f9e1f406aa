"""Steps of labels in words: as a button says what to do, and as a timeline says what was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class StepWords:
    """do: on a button. done: in a timeline and a mail. help: what follows from it, "" for none."""

    do: Text
    done: Text
    help: Text = ""


W = StepWords

STEP_WORDS: Final[Mapping[str, StepWords]] = MappingProxyType(
    {
        # --- Applying
        "application_start": W(_("Apply"), _("Application begun")),
        "application_change": W(_("Complete the application"), _("Application changed")),
        "application_submit": W(
            _("Submit the application"),
            _("Application submitted"),
            _("The secretariat then checks eligibility. You can withdraw it as long as the board "
              "has not got it."),
        ),
        "application_withdraw": W(
            _("Withdraw the application"),
            _("Application withdrawn"),
            _("That ends it for good. You can apply anew at any time."),
        ),
        # --- Eligibility and contract
        "eligibility_begin": W(_("Begin the check of eligibility"), _("Eligibility check begun")),
        "eligibility_mark": W(_("Check the rules"), _("Rules of eligibility checked")),
        "application_send_back": W(
            _("Give it back to be completed"),
            _("Application given back to be completed"),
            _("The cluster organisation reads your reasons, completes it and submits it again."),
        ),
        "eligibility_refuse": W(
            _("Find not eligible"),
            _("Found not eligible"),
            _("The cluster organisation reads your reasons and may appeal."),
        ),
        "contract_record": W(
            _("Record the contract"),
            _("Eligible; contract signed"),
            _("Experts can be proposed from then on."),
        ),
        # --- Experts
        "experts_propose": W(_("Propose experts"), _("Experts proposed")),
        "expert_accept": W(
            _("Accept the file"),
            _("Expert accepted"),
            _("You declare that you have no conflict of interest."),
        ),
        "expert_decline": W(
            _("Decline the file"),
            _("Expert declined"),
            _("The secretariat then proposes others."),
        ),
        "experts_recall": W(_("Recall the proposal"), _("Proposal of experts recalled")),
        "experts_object": W(
            _("Object to an expert"),
            _("Cluster organisation objected to the experts"),
            _("The secretariat then proposes others; say whom you object to, and why."),
        ),
        "experts_agree": W(_("Agree to the experts"), _("Experts agreed")),
        "experts_settle": W(
            _("Go on with these experts"),
            _("Experts agreed: no objection came in time"),
        ),
        "expert_replace": W(_("Replace an expert"), _("Expert replaced")),
        "assessment_void": W(
            _("Declare the assessment void"),
            _("Assessment void: begins anew with other experts"),
            _("All that was given so far is kept, and counts no more. Other experts begin anew."),
        ),
        # --- Self-assessment, evidence, visit
        "visit_fix": W(_("Fix the dates"), _("Dates fixed")),
        "visit_move": W(_("Move the visit"), _("Visit moved")),
        "assessment_change": W(_("Assess yourself"), _("Self-assessment changed")),
        "evidence_add": W(_("Add the file"), _("Evidence added")),
        "evidence_remove": W(_("Take out"), _("Evidence taken out")),
        "evidence_freeze": W(
            _("Hand in and freeze"),
            _("Self-assessment handed in; evidence frozen"),
            _("Nothing can be changed, added or taken out from then on."),
        ),
        "visit_open": W(_("Begin the visit"), _("Visit begun")),
        "visit_end": W(_("Record the visit"), _("Visit held")),
        # --- Points
        "scores_save": W(_("Give points"), _("Points noted")),
        "scores_hand_in": W(
            _("Hand in my points"),
            _("Points handed in"),
            _("They stay as they are. The other experts see them once all have handed in."),
        ),
        "consensus_open": W(_("Settle the points"), _("All points in; consensus begun")),
        "consensus_save": W(_("Settle what is open"), _("Points settled")),
        "consensus_agree": W(_("Agree to the settled points"), _("Settled points agreed to")),
        # --- Report and factual check
        "report_save": W(_("Write the report"), _("Report written")),
        "report_send": W(
            _("Send the report for the factual check"),
            _("Report sent for the factual check"),
            _("The cluster organisation reads it and may remark on facts."),
        ),
        "factual_remark": W(_("Read the report, remark on facts"), _("Remark on a fact")),
        "factual_answer": W(_("Answer"), _("Remark answered")),
        "factual_close": W(
            _("No further remarks"),
            _("Factual check closed"),
            _("The experts then finish the report."),
        ),
        "report_finish": W(
            _("Finish the report"),
            _("Report final"),
            _("The secretariat then puts it before the board."),
        ),
        # --- Board
        "board_put": W(_("Put before the board"), _("Put before the board")),
        "board_move": W(
            _("Move to another meeting"),
            _("Moved to another meeting"),
            _("Votes given so far do not count there."),
        ),
        "board_recuse": W(
            _("Stand aside"),
            _("Member stood aside"),
            _("You do not vote on this file, and do not see how others voted."),
        ),
        "board_vote": W(_("Vote"), _("Member voted")),
        "board_award": W(
            _("Award the label"),
            _("Label awarded"),
            _("The label is entered into the public register, and a signed badge is issued."),
        ),
        "board_defer": W(_("Defer"), _("Decision deferred")),
        "board_refuse": W(
            _("Refuse"),
            _("Label refused"),
            _("The cluster organisation reads the reasons and may appeal."),
        ),
        "board_return": W(
            _("Return the report"),
            _("Report returned to the experts"),
            _("The experts mend it, and the cluster organisation checks the facts again."),
        ),
        "board_resume": W(_("Put before the board again"), _("Put before the board again")),
        # --- Appeal
        "appeal_lodge": W(
            _("Appeal"),
            _("Appeal lodged"),
            _("An appeal is about procedure, not about the judgement of points."),
        ),
        "appeal_seat": W(_("Seat the panel"), _("Appeal panel seated")),
        "appeal_vote": W(_("Vote"), _("Member of the panel voted")),
        "appeal_dismiss": W(_("Dismiss the appeal"), _("Appeal dismissed")),
        "appeal_decide_again": W(
            _("Uphold: the board decides again"), _("Appeal upheld: the board decides again")
        ),
        "appeal_assess_again": W(
            _("Uphold: other experts assess again"),
            _("Appeal upheld: other experts assess again"),
        ),
        "appeal_check_again": W(
            _("Uphold: eligibility is checked again"),
            _("Appeal upheld: eligibility is checked again"),
        ),
        # --- Labels
        "label_enter": W(_("Award"), _("Label awarded")),
        "label_expire": W(_("Expire"), _("Validity over; it may still be renewed")),
        "label_lapse": W(_("Lapse"), _("Label lapsed")),
        "label_renew": W(_("Renew"), _("Label renewed")),
        "label_succeed": W(_("Follow"), _("Followed by a higher level")),
        "label_suspend": W(
            _("Suspend the label"),
            _("Label suspended"),
            _("The register and the badge show it at once."),
        ),
        "label_restore": W(_("Lift the suspension"), _("Suspension lifted")),
        "revocation_propose": W(
            _("Propose to revoke"),
            _("Revocation proposed"),
            _("The holder is heard before the board votes."),
        ),
        "revocation_answer": W(_("Answer"), _("Holder answered")),
        "revocation_recuse": W(_("Stand aside"), _("Member stood aside")),
        "revocation_vote": W(_("Vote"), _("Member voted")),
        "revocation_drop": W(_("Keep the label"), _("Label kept: revocation not decided")),
        "label_revoke": W(
            _("Revoke the label"),
            _("Label revoked"),
            _("The register and the badge show it at once. The holder may appeal."),
        ),
        "revocation_appeal": W(_("Appeal"), _("Appeal lodged")),
        "revocation_appeal_seat": W(_("Seat the panel"), _("Appeal panel seated")),
        "revocation_appeal_vote": W(_("Vote"), _("Member of the panel voted")),
        "revocation_appeal_dismiss": W(_("Dismiss the appeal"), _("Appeal dismissed")),
        "label_reinstate": W(_("Reinstate the label"), _("Appeal upheld: label reinstated")),
    }
)  # fmt: skip
"""Code of a step -> its words."""
