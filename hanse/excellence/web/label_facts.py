"""What the conditions of steps ask about an application, gathered from the desk of one person."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from hanse.excellence.criteria.points import result
from hanse.excellence.label.clock import dates_fit
from hanse.excellence.label.facts import Appealing, Ballot, FileFacts
from hanse.excellence.label.procedure import places_of
from hanse.excellence.label.proposing import mix_faults
from hanse.excellence.label.states import State
from hanse.excellence.web.label_expertise import certified_people, country_of
from hanse.excellence.web.label_ties import conflicts_with
from hanse.excellence.web.models.label_assessments import points_of
from hanse.foundation.web.models.organisations import OrganisationKind

if TYPE_CHECKING:
    from hanse.excellence.web.label_desk import Desk

Given = Mapping[str, Any]

_APPEALABLE: Final = frozenset({State.REFUSED, State.INELIGIBLE, State.APPEAL})


def file_facts(desk: "Desk", given: Given | None = None) -> FileFacts:
    """What conditions ask. given: what is said with the step; None to leave that open."""
    application = desk.application
    where = application.where
    more: dict[str, Any] = {}
    if where in {State.DRAFT, State.SUBMITTED, State.ELIGIBILITY_CHECK}:
        more |= desk.eligibility.facts()
    if where is State.SELF_ASSESSMENT:
        more |= _assessment_facts(desk)
    if where in {State.INDIVIDUAL_SCORING, State.CONSENSUS, State.FACTUAL_CHECK}:
        more |= _score_facts(desk)
    if where in {State.VISIT, State.CONSENSUS, State.FACTUAL_CHECK, State.BOARD_DECISION}:
        more |= _report_facts(desk)
    return FileFacts(
        on=desk.on,
        is_cluster=(
            application.organisation.kind == OrganisationKind.CLUSTER
            and application.organisation.withdrawn is None
        ),
        object_by=application.object_by,
        visit_on=application.visit_on,
        check_by=application.check_by,
        check_closed=application.check_closed,
        ballot=_ballot(desk),
        appeal=_appealing(desk, given),
        **_expert_facts(desk, given),
        **_visit_facts(desk, given),
        **more,
    )


def _expert_facts(desk: "Desk", given: Given | None) -> dict[str, Any]:
    own = desk.number
    mine = next((each for each in desk.team if each.person_id == own), None)
    found: dict[str, Any] = {
        "mix_faults": 0,
        "experts_unanswered": sum(each.accepted is None for each in desk.team),
        "own_answer_open": mine is not None and mine.accepted is None,
    }
    if mine is not None and mine.accepted is None:
        found["own_certified"] = own in certified_people([own], desk.on)
        found["own_conflicted"] = desk.is_tied(own)
    if given is None or "experts" not in given:
        return found
    people = list(given["experts"] or ())
    numbers = [each.pk for each in people]
    certified = certified_people(numbers, desk.on)
    tied = conflicts_with(desk.application, numbers, desk.on)
    staying = {each.person_id for each in desk.team}
    return {
        **found,
        "experts_uncertified": sum(each not in certified for each in numbers),
        "experts_conflicted": sum(
            bool(tied[each]) or each in desk.former - staying for each in numbers
        ),
        "mix_faults": len(
            mix_faults(
                places_of(desk.application.aim),
                desk.application.organisation.country,
                [country_of(each) for each in people],
            )
        ),
    }


def _visit_facts(desk: "Desk", given: Given | None) -> dict[str, Any]:
    application = desk.application
    needed = application.procedure.least_hours(application.aim, renewal=application.is_renewal)
    if given is None:
        return {"dates_fit": True, "visit_hours": needed, "visit_hours_needed": needed}
    due_on, visit_on = given.get("due_on"), given.get("visit_on")
    least, most = application.procedure.due_days(application.aim)
    return {
        "dates_fit": due_on is not None
        and visit_on is not None
        and dates_fit(due_on, visit_on, least_days=least, most_days=most),
        "visit_hours": float(given.get("hours") or 0.0),
        "visit_hours_needed": needed,
    }


def _assessment_facts(desk: "Desk") -> dict[str, Any]:
    supported = {code for each in desk.evidence for code in each.criteria}
    claimed = {code for code, each in desk.self_scores.items() if each.points}
    return {
        "criteria_unassessed": sum(each.code not in desk.self_scores for each in desk.criteria),
        "claims_unsupported": len(claimed - supported),
    }


def _score_facts(desk: "Desk") -> dict[str, Any]:
    own = desk.number
    sheet, codes = desk.sheets.get(own), [each.code for each in desk.criteria]
    in_team = any(each.person_id == own for each in desk.team)
    agreed = {each.person_id for each in desk.settled.agreements.all()} if desk.settled else set()
    others = [each.person_id for each in desk.team if not each.is_lead]
    own_points, settled = points_of(sheet), desk.settled_points
    return {
        "own_scores_open": in_team and (sheet is None or sheet.handed_in is None),
        "own_scores_missing": sum(code not in own_points for code in codes),
        "scores_outstanding": len(desk.outstanding),
        "consensus_missing": sum(code not in settled for code in codes),
        "consensus_unexplained": len(desk.unexplained),
        "consensus_unagreed": sum(each not in agreed for each in others),
        "own_agreement_open": own in others and own not in agreed,
    }


def _report_facts(desk: "Desk") -> dict[str, Any]:
    application = desk.application
    return {
        "is_benchmarked": desk.interview is not None,
        "report_empty": desk.report is None or not desk.report.summary.strip(),
        "remarks_open": sum(each.answered is None for each in desk.remarks),
        "meets_scheme": result(application.rules, application.level, desk.settled_points).meets,
    }


def _ballot(desk: "Desk") -> Ballot:
    own, where = desk.number, desk.application.where
    if where is State.APPEAL and desk.appeal is not None:
        count = desk.panel_count()
        seat = next((each for each in desk.appeal.seats.all() if each.person_id == own), None)
        return Ballot(
            begun=True,
            quorum=count.quorum,
            carried=count.carried,
            own_barred=seat is None,
            own_cast=seat is not None and bool(seat.choice),
        )
    if where is not State.BOARD_DECISION or desk.matter is None:
        return Ballot()
    count = desk.board_count()
    return Ballot(
        begun=desk.matter.meeting.held_on <= desk.on,
        quorum=count.quorum,
        carried=count.carried,
        own_barred=own not in desk.board_members or desk.board_barred(own) is not None,
        own_cast=any(each.person_id == own for each in desk.matter.votes.all()),
    )


def _appealing(desk: "Desk", given: Given | None) -> Appealing:
    application = desk.application
    if application.where not in _APPEALABLE:
        return Appealing()
    appeal = desk.appeal
    running = appeal is not None and appeal.decided is None
    panel = [each.pk for each in (given or {}).get("panel") or ()]
    needed = application.procedure.panel.members
    return Appealing(
        lodge_by=application.appeal_by,
        # A decision takes one appeal; with it the time to lodge is taken away.
        lodged=application.appeal_by is None,
        against=appeal.against if appeal is not None and running else "",
        panel_short=max(needed - len(set(panel)), 0) if given is not None else 0,
        panel_partial=sum(desk.panel_barred(each) is not None for each in panel),
        panel_seated=bool(desk.panel),
    )
