"""A file in memory that lives by the tables alone, for walks along random paths.

It does what a web layer does: gathers facts, asks the table, and keeps what the step changes. The
rules for experts, votes and panels are the package's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from hanse.excellence.criteria.scheme import scheme
from hanse.excellence.label.actors import Actor, acting
from hanse.excellence.label.board import Count, VotingRule, barred_from_board, counted
from hanse.excellence.label.clock import dates_fit, limit
from hanse.excellence.label.conflicts import Cluster, Tie, TieKind, conflicts
from hanse.excellence.label.facts import Appealing, Ballot, FileFacts
from hanse.excellence.label.procedure import places_of, procedure
from hanse.excellence.label.proposing import mix_faults
from hanse.excellence.label.states import APPLICATIONS, State
from hanse.excellence.label.workflow import Refusal, Route, Step, StepRefusedError

SCHEME: Final = scheme("hanse_label", "2026")
PROCEDURE: Final = procedure("hanse_label", "2026")
CLUSTER: Final = Cluster(1, funders=frozenset({2}))
CRITERIA: Final = ("1.1.0", "1.1.1")


@dataclass(frozen=True)
class Person:
    """Somebody with the offices they hold on the site, a country, ties and a certificate."""

    name: str
    offices: frozenset[Actor]
    country: str = "AT"
    ties: tuple[Tie, ...] = ()
    certified: bool = True


def _people(*names: str, office: Actor, **more: Any) -> list[Person]:
    return [Person(name, frozenset({office}), **more) for name in names]


OWN = Tie(TieKind.WORKS, 1)
PEOPLE: Final = {
    person.name: person
    for person in (
        *_people("manager", office=Actor.MANAGER, ties=(OWN,)),
        *_people("officer", office=Actor.SECRETARIAT),
        *_people("tied officer", office=Actor.SECRETARIAT, ties=(OWN,)),
        *_people("national", "second national", office=Actor.EXPERT),
        *_people("foreign", "second foreign", office=Actor.EXPERT, country="DE"),
        *_people("funded", office=Actor.EXPERT, ties=(Tie(TieKind.WORKS, 2),)),
        *_people("expired", office=Actor.EXPERT, country="DE", certified=False),
        *_people("chair", "member", "third", "fourth", office=Actor.BOARD_MEMBER),
        *_people("tied member", office=Actor.BOARD_MEMBER, ties=(OWN,)),
        *_people("judge", "juror", "jurist", office=Actor.APPEAL_MEMBER),
        *_people("reader", office=Actor.READER),
    )
}
EXPERTS: Final = tuple(n for n, p in PEOPLE.items() if Actor.EXPERT in p.offices)
BOARD: Final = tuple(n for n, p in PEOPLE.items() if Actor.BOARD_MEMBER in p.offices)


@dataclass
class File:
    """One application. log: every step as (code, person, source, target)."""

    route: Route
    level: str
    on: date
    state: State | None = None
    round: int = 1
    statements: int = 0
    unmet: int = 0
    checked: bool = False
    experts: list[str] = field(default_factory=list)
    accepted: set[str] = field(default_factory=set)
    former: set[str] = field(default_factory=set)
    object_by: date | None = None
    visit_on: date | None = None
    hours: float = 0.0
    assessed: set[str] = field(default_factory=set)
    evidence: dict[str, str] = field(default_factory=dict)
    frozen: dict[int, tuple[str, ...]] = field(default_factory=dict)
    own: dict[str, dict[str, int]] = field(default_factory=dict)
    handed_in: dict[tuple[int, str], tuple[int, ...]] = field(default_factory=dict)
    settled: dict[str, int] = field(default_factory=dict)
    agreed: set[str] = field(default_factory=set)
    benchmarked: bool = False
    report: str = ""
    check_by: date | None = None
    check_closed: bool = False
    remarks: int = 0
    meeting_on: date | None = None
    votes: dict[str, str] = field(default_factory=dict)
    recused: set[str] = field(default_factory=set)
    deciders: set[str] = field(default_factory=set)
    decided: State | None = None
    appeal_by: date | None = None
    appealed: bool = False
    panel: list[str] = field(default_factory=list)
    panel_votes: dict[str, str] = field(default_factory=dict)
    log: list[tuple[str, str, State | None, State]] = field(default_factory=list)

    # --- Who is who -----------------------------------------------------------------------------

    def tied(self, name: str) -> bool:
        """Whether a person is in conflict with the organisation."""
        return bool(conflicts(PEOPLE[name].ties, CLUSTER, self.on))

    def actors(self, name: str) -> frozenset[Actor]:
        """What a person may act as in this file."""
        person = PEOPLE[name]
        found = set(person.offices) - {Actor.EXPERT, Actor.APPEAL_MEMBER}
        if name in self.experts:
            found |= {Actor.EXPERT, *([Actor.LEAD_EXPERT] if name == self.experts[0] else [])}
        if name == "chair":
            found.add(Actor.CHAIR)
        if name in self.panel:
            found.add(Actor.APPEAL_MEMBER)
        return acting(found, tied=self.tied(name))

    def assessors(self) -> set[str]:
        """Everybody who is or was an expert of the file."""
        return {*self.experts, *self.former}

    # --- Facts ----------------------------------------------------------------------------------

    def count(self, *, panel: bool) -> Count:
        """The votes of the panel or of the board."""
        if panel:
            return counted(self.panel, (), self.panel_votes, VotingRule(3, 1.0))
        aside = {name for name in BOARD if self.barred(name)}
        return counted(BOARD, aside, self.votes, PROCEDURE.board.rule)

    def barred(self, name: str) -> bool:
        """Whether a board member must not vote."""
        tied = {each for each in BOARD if self.tied(each)}
        return bool(
            barred_from_board(name, tied=tied, assessors=self.assessors(), recused=self.recused)
        )

    def facts(self, name: str, given: Mapping[str, Any]) -> FileFacts:
        """What conditions ask, as one person sees it, with what they say now."""
        level = SCHEME.level(self.level)
        team = list(given.get("experts", self.experts))
        own = self.own.get(name, {})
        in_appeal = self.state in {State.APPEAL, State.REFUSED, State.INELIGIBLE}
        tally = self.count(panel=in_appeal)
        panel = list(given.get("panel", self.panel))
        partial = {*self.assessors(), *self.deciders}
        due_on, visit_on = given.get("due_on"), given.get("visit_on")
        fit = due_on is not None and visit_on is not None
        return FileFacts(
            on=self.on,
            is_cluster=True,
            standing_fits=True,
            statements_missing=max(2 - self.statements, 0),
            rules_unmet=self.unmet,
            rules_unchecked=0 if self.checked else 1,
            experts_uncertified=sum(not PEOPLE[each].certified for each in team),
            experts_conflicted=sum(self.tied(each) or each in self.former for each in team),
            mix_faults=len(
                mix_faults(
                    places_of(level),
                    "AT",
                    [PEOPLE[each].country for each in team],
                )
            ),
            experts_unanswered=len(set(self.experts) - self.accepted),
            object_by=self.object_by,
            own_answer_open=name in self.experts and name not in self.accepted,
            own_certified=PEOPLE[name].certified,
            own_conflicted=self.tied(name),
            dates_fit=fit and dates_fit(due_on, visit_on, least_days=14, most_days=21),  # type: ignore[arg-type]
            visit_on=self.visit_on,
            criteria_unassessed=len(set(CRITERIA) - self.assessed),
            claims_unsupported=len(self.assessed - set(self.evidence)),
            visit_hours=float(given.get("hours") or 0),
            visit_hours_needed=PROCEDURE.least_hours(level, renewal=False),
            own_scores_open=name in self.experts and (self.round, name) not in self.handed_in,
            own_scores_missing=len(set(CRITERIA) - set(own)),
            scores_outstanding=sum(
                (self.round, each) not in self.handed_in for each in self.experts
            ),
            consensus_missing=len(set(CRITERIA) - set(self.settled)),
            consensus_unagreed=len(set(self.experts[1:]) - self.agreed),
            own_agreement_open=name in self.experts[1:] and name not in self.agreed,
            is_benchmarked=self.benchmarked,
            report_empty=not self.report,
            check_by=self.check_by,
            check_closed=self.check_closed,
            remarks_open=self.remarks,
            meets_scheme=self.route is Route.INTERVIEW or sum(self.settled.values()) >= 4,
            ballot=Ballot(
                begun=self.meeting_on is not None and self.meeting_on <= self.on,
                quorum=tally.quorum,
                carried=tally.carried,
                own_barred=name not in self.panel if in_appeal else self.barred(name),
                own_cast=name in (self.panel_votes if in_appeal else self.votes),
            ),
            appeal=Appealing(
                lodge_by=self.appeal_by,
                lodged=self.appealed,
                against=self.decided.value if self.decided else "",
                panel_short=max(PROCEDURE.panel.members - len(set(panel)), 0),
                panel_partial=sum(each in partial or self.tied(each) for each in panel),
                panel_seated=bool(self.panel),
            ),
        )

    def refusals(
        self, code: str, name: str, given: Mapping[str, Any], facts: FileFacts | None = None
    ) -> tuple[Refusal, ...]:
        """Why a step is refused to a person now."""
        return APPLICATIONS.refusals(
            code,
            source=self.state,
            route=self.route,
            actors=self.actors(name),
            facts=facts or self.facts(name, given),
            given=given,
        )

    # --- Steps ----------------------------------------------------------------------------------

    def attempt(self, code: str, name: str, given: Mapping[str, Any]) -> Step[State] | None:
        """Take a step where the table allows it; None where it does not, with nothing changed."""
        try:
            step = APPLICATIONS.take(
                code,
                source=self.state,
                route=self.route,
                actors=self.actors(name),
                facts=self.facts(name, given),
                given=given,
            )
        except StepRefusedError:
            return None
        effect = getattr(self, f"_{code}", None)
        if effect is not None:
            effect(name, given)
        self.log.append((code, name, self.state, step.target))
        self.state = step.target
        return step

    def _application_change(self, name: str, given: Mapping[str, Any]) -> None:
        self.statements += 1

    def _eligibility_mark(self, name: str, given: Mapping[str, Any]) -> None:
        self.checked, self.unmet = True, given["unmet"]

    def _application_send_back(self, name: str, given: Mapping[str, Any]) -> None:
        self.checked = False

    def _eligibility_refuse(self, name: str, given: Mapping[str, Any]) -> None:
        self._decide(State.INELIGIBLE, {name})

    def _experts_propose(self, name: str, given: Mapping[str, Any]) -> None:
        self.experts, self.accepted = list(given["experts"]), set()
        self.object_by = limit(self.on, PROCEDURE.limits.objection_days)

    def _expert_accept(self, name: str, given: Mapping[str, Any]) -> None:
        self.accepted.add(name)

    def _expert_replace(self, name: str, given: Mapping[str, Any]) -> None:
        self.former |= set(self.experts) - set(given["experts"])
        self.experts = list(given["experts"])
        self.accepted &= set(self.experts)

    def _clear_experts(self, name: str, given: Mapping[str, Any]) -> None:
        self.experts, self.accepted = [], set()

    _expert_decline = _experts_object = _experts_recall = _clear_experts

    def _assessment_void(self, name: str, given: Mapping[str, Any]) -> None:
        self.former |= set(self.experts)
        self.experts, self.accepted = [], set()
        self.round += 1
        self.settled, self.agreed, self.report, self.own = {}, set(), "", {}
        self.check_closed, self.remarks = False, 0

    def _visit_fix(self, name: str, given: Mapping[str, Any]) -> None:
        self.visit_on = given["visit_on"]

    _visit_move = _visit_fix

    def _assessment_change(self, name: str, given: Mapping[str, Any]) -> None:
        self.assessed.add(given["criterion"])

    def _evidence_add(self, name: str, given: Mapping[str, Any]) -> None:
        self.evidence[given["criterion"]] = given["content"]

    def _evidence_remove(self, name: str, given: Mapping[str, Any]) -> None:
        self.evidence.pop(given["criterion"], None)

    def _evidence_freeze(self, name: str, given: Mapping[str, Any]) -> None:
        self.frozen[self.round] = tuple(sorted(self.evidence.values()))

    def _scores_save(self, name: str, given: Mapping[str, Any]) -> None:
        self.own.setdefault(name, {})[given["criterion"]] = given["points"]

    def _scores_hand_in(self, name: str, given: Mapping[str, Any]) -> None:
        self.handed_in[self.round, name] = tuple(self.own[name][each] for each in CRITERIA)

    def _consensus_save(self, name: str, given: Mapping[str, Any]) -> None:
        self.settled[given["criterion"]] = given["points"]
        self.agreed = set()

    def _consensus_agree(self, name: str, given: Mapping[str, Any]) -> None:
        self.agreed.add(name)

    def _report_save(self, name: str, given: Mapping[str, Any]) -> None:
        self.report, self.benchmarked = given["text"], True

    def _report_send(self, name: str, given: Mapping[str, Any]) -> None:
        self.check_by = limit(self.on, PROCEDURE.limits.factual_check_days)
        self.check_closed = False

    def _factual_remark(self, name: str, given: Mapping[str, Any]) -> None:
        self.remarks += 1

    def _factual_answer(self, name: str, given: Mapping[str, Any]) -> None:
        self.remarks = max(self.remarks - 1, 0)

    def _factual_close(self, name: str, given: Mapping[str, Any]) -> None:
        self.check_closed = True

    def _board_put(self, name: str, given: Mapping[str, Any]) -> None:
        self.meeting_on, self.votes, self.recused = given["meeting"], {}, set()

    _board_move = _board_resume = _board_put

    def _board_recuse(self, name: str, given: Mapping[str, Any]) -> None:
        self.recused.add(name)

    def _board_vote(self, name: str, given: Mapping[str, Any]) -> None:
        self.votes[name] = given["choice"]

    def _board_refuse(self, name: str, given: Mapping[str, Any]) -> None:
        self._decide(State.REFUSED, {name, *self.votes})

    def _board_return(self, name: str, given: Mapping[str, Any]) -> None:
        self._report_send(name, given)

    def _decide(self, state: State, deciders: set[str]) -> None:
        self.decided, self.deciders = state, deciders
        self.appeal_by = limit(self.on, PROCEDURE.limits.appeal_days)
        self.appealed, self.panel, self.panel_votes = False, [], {}

    def _appeal_lodge(self, name: str, given: Mapping[str, Any]) -> None:
        self.appealed = True

    def _appeal_seat(self, name: str, given: Mapping[str, Any]) -> None:
        self.panel, self.panel_votes = list(given["panel"]), {}

    def _appeal_vote(self, name: str, given: Mapping[str, Any]) -> None:
        self.panel_votes[name] = given["choice"]

    def _appeal_assess_again(self, name: str, given: Mapping[str, Any]) -> None:
        self._assessment_void(name, given)

    def _appeal_check_again(self, name: str, given: Mapping[str, Any]) -> None:
        self.checked = False

    def wait(self, days: int) -> None:
        """Let days pass."""
        self.on += timedelta(days=days)
