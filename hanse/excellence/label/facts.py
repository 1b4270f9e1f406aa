"""What the conditions of a step ask about a file: counts and dates, gathered by whoever asks."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """A vote as it stands for one person. begun: whether the day of the meeting has come.

    carried: the choice that has its majority, "" for none. own_barred: whether the person must not
    vote: tied, recused, or an assessor of the file. own_cast: whether they have voted.
    """

    begun: bool = False
    quorum: bool = False
    carried: str = ""
    own_barred: bool = True
    own_cast: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Appealing:
    """An appeal, or the chance of one. against: the state it contests, "" where there is none.

    lodge_by: None where nothing can be contested. panel_short: members wanting. panel_partial:
    members who decided, assessed or are tied.
    """

    lodge_by: date | None = None
    lodged: bool = False
    against: str = ""
    panel_short: int = 0
    panel_partial: int = 0
    panel_seated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """An application on a day, as conditions and one person see it.

    Counts are of what is wanting, so that 0 is good. What is not known counts as wanting.
    """

    on: date
    is_cluster: bool = False
    others_open: int = 0
    standing_fits: bool = False
    # Eligibility
    statements_missing: int = 1
    rules_unmet: int = 0
    rules_unchecked: int = 1
    # Experts. mix_faults: places not filled as the level asks.
    experts_uncertified: int = 0
    experts_conflicted: int = 0
    mix_faults: int = 1
    experts_unanswered: int = 1
    object_by: date | None = None
    own_answer_open: bool = False
    own_certified: bool = False
    own_conflicted: bool = True
    # Dates, self-assessment, evidence
    dates_fit: bool = False
    visit_on: date | None = None
    criteria_unassessed: int = 1
    claims_unsupported: int = 0
    visit_hours: float = 0.0
    visit_hours_needed: float = 0.0
    # Points
    own_scores_open: bool = False
    own_scores_missing: int = 1
    scores_outstanding: int = 1
    consensus_missing: int = 1
    consensus_unexplained: int = 0
    consensus_unagreed: int = 0
    own_agreement_open: bool = False
    # Report
    is_benchmarked: bool = False
    report_empty: bool = True
    check_by: date | None = None
    check_closed: bool = False
    remarks_open: int = 0
    # Board and appeal
    meets_scheme: bool = False
    ballot: Ballot = Ballot()
    appeal: Appealing = Appealing()


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFacts:
    """A label on a day, as conditions and one person see it.

    awarding: what the board has just awarded the holder: "renewal", "higher", "first" or "".
    in_time: whether the renewal's visit took place before the grace period ended. proposed:
    whether revocation is proposed. hearing_by: until when the holder may answer.
    """

    on: date
    valid_until: date
    grace_until: date
    awarding: str = ""
    in_time: bool = False
    proposed: bool = False
    hearing_by: date | None = None
    answered: bool = False
    ballot: Ballot = Ballot()
    appeal: Appealing = Appealing()
