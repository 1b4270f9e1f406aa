"""Experts, points, board, appeal: what the rules promise, held against the actions."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from hanse.excellence.label.states import State
from hanse.excellence.web.actions import label_appeals as appeals
from hanse.excellence.web.actions import label_applications as applying
from hanse.excellence.web.actions import label_board as board
from hanse.excellence.web.actions import label_experts as staffing
from hanse.excellence.web.actions import label_reports as reporting
from hanse.excellence.web.actions import label_scores as scoring
from hanse.excellence.web.actions.label_ties import tie_declare
from hanse.excellence.web.label_expertise import proposal_for
from hanse.excellence.web.models.certificates import Certificate
from hanse.excellence.web.models.label_assessments import ScoreSheet
from hanse.excellence.web.models.label_board import BoardVote
from hanse.excellence.web.models.label_ties import SupportKind, TieKind
from hanse.excellence.web.models.labels import Application, Label
from hanse.foundation.web.models.audit import AuditEvent
from tests.excellence.web.clock import on_day
from tests.excellence.web.label_factories import (
    DAY,
    SCHEME,
    WORDS,
    Journey,
    LabelCast,
    make_expert,
    make_held_label,
    make_meeting,
)
from tests.foundation.web.factories import make_member, make_organisation, make_person

Capture = DjangoCaptureOnCommitCallbacks


@pytest.fixture
def gold(label_cast: LabelCast) -> Journey:
    """A gold file at its draft."""
    make_held_label(label_cast, "bronze", on=DAY - timedelta(days=300))
    return Journey(label_cast)


# --- Applying -----------------------------------------------------------------------------------


def test_labels_held_lead_to_the_next(label_cast: LabelCast) -> None:
    with pytest.raises(ValidationError, match="Only holders of Bronze"):
        Journey(label_cast, "silver")
    Journey(label_cast, "bronze")
    with pytest.raises(ValidationError, match="under way already"):
        Journey(label_cast, "bronze")


def test_only_an_editor_applies(label_cast: LabelCast) -> None:
    for person in (label_cast.member, label_cast.officer, label_cast.administrator):
        with pytest.raises(PermissionDenied):
            applying.application_start(
                by=person,
                organisation=label_cast.organisation,
                scheme=SCHEME,
                level="bronze",
                on=DAY,
            )
    assert not Application.objects.exists()


def test_the_secretariat_says_why_it_finds_otherwise(gold: Journey) -> None:
    gold.to(State.ELIGIBILITY_CHECK)
    with pytest.raises(ValidationError, match="Say why"):
        gold.do(applying.eligibility_mark, gold.cast.officer, marks={"staff": (False, " ")})
    gold.do(applying.eligibility_mark, gold.cast.officer, marks={"staff": (False, "Unpaid.")})
    with pytest.raises(ValidationError, match="every rule of eligibility first"):
        gold.do(applying.contract_record, gold.cast.officer, signed_on=gold.on)


def test_a_tied_officer_is_a_member_of_the_public_in_the_file(gold: Journey) -> None:
    gold.to(State.SUBMITTED)
    with pytest.raises(PermissionDenied):
        gold.do(applying.eligibility_begin, gold.cast.tied_officer)


# --- Experts ------------------------------------------------------------------------------------


def test_the_system_proposes_and_says_why(gold: Journey) -> None:
    cast = gold.to(State.CONTRACTED).cast
    funder = make_organisation("Ministry", kind="public")
    applying.support_state(
        by=cast.manager,
        organisation=cast.organisation,
        supporter=funder,
        kind=SupportKind.FUNDS,
    )
    make_member(funder, cast.other_foreign)
    cast.other_foreign.memberships.update(since="2020-01-01T00:00Z")
    tie_declare(
        by=cast.other_expert,
        organisation=cast.organisation,
        kind=TieKind.ADVISES,
        since=None,
        until=DAY - timedelta(days=100),
    )
    uncertified = make_expert("Uncertified", revoked=date(2026, 1, 1))
    found = proposal_for(gold.application, gold.on)
    assert found.proposal.experts == (cast.lead.pk, cast.second.pk)
    reasons = {v.expert: " ".join(map(str, v.reasons)) for v in found.proposal.verdicts}
    assert "Advised the cluster organisation for a fee" in reasons[cast.other_expert.pk]
    assert "Works for a funder" in reasons[cast.other_foreign.pk]
    assert uncertified.pk not in reasons
    assert "own country" in reasons[cast.lead.pk]
    for wrong in (cast.other_expert, cast.other_foreign, uncertified):
        with pytest.raises(ValidationError):
            gold.do(staffing.experts_propose, cast.officer, experts=[wrong, cast.second])
    assert gold.application.assignments.count() == 0


def test_gold_needs_one_national_and_one_foreign_expert(gold: Journey) -> None:
    cast = gold.to(State.CONTRACTED).cast
    for team in ([cast.lead, cast.other_expert], [cast.second, cast.other_foreign], [cast.lead]):
        with pytest.raises(ValidationError, match="not of the countries"):
            gold.do(staffing.experts_propose, cast.officer, experts=team)


def test_whoever_was_objected_to_is_not_proposed_again(gold: Journey) -> None:
    cast = gold.to(State.EXPERTS_PROPOSED).cast
    gold.do(staffing.experts_object, cast.manager, experts=[cast.lead], reason=WORDS)
    gold.application.refresh_from_db()
    assert gold.application.where is State.CONTRACTED
    found = proposal_for(gold.application, gold.on)
    assert cast.lead.pk not in found.proposal.experts
    assert cast.second.pk in found.proposal.experts
    reasons = {v.expert: [str(each) for each in v.reasons] for v in found.proposal.verdicts}
    assert reasons[cast.lead.pk] == ["The cluster organisation objected."]
    with pytest.raises(ValidationError, match="conflict of interest"):
        gold.do(staffing.experts_propose, cast.officer, experts=[cast.lead, cast.second])


def test_an_objection_comes_in_time_or_not_at_all(gold: Journey) -> None:
    cast = gold.to(State.EXPERTS_PROPOSED).cast
    assert gold.application.object_by == gold.on + timedelta(days=10)
    with pytest.raises(ValidationError, match="may still object"):
        gold.do(staffing.experts_settle, cast.officer)
    gold.on += timedelta(days=11)
    with pytest.raises(ValidationError, match="time for objections"):
        gold.do(staffing.experts_object, cast.manager, experts=[cast.lead], reason=WORDS)
    with pytest.raises(ValidationError, match="Not every expert has accepted"):
        gold.do(staffing.experts_settle, cast.officer)
    for expert in gold.experts:
        gold.do(staffing.expert_accept, expert, independence=True)
    gold.do(staffing.experts_settle, cast.officer)


def test_an_expert_whose_certificate_expires_or_who_gets_tied_cannot_accept(gold: Journey) -> None:
    cast = gold.to(State.EXPERTS_PROPOSED).cast
    Certificate.objects.filter(person=cast.lead).update(suspended=gold.on)
    with pytest.raises(ValidationError, match="no valid certificate"):
        gold.do(staffing.expert_accept, cast.lead, independence=True)
    tie_declare(
        by=cast.second,
        organisation=cast.organisation,
        kind=TieKind.COMPETES,
        since=None,
        until=None,
    )
    # Who is tied holds no office in the file any more.
    with pytest.raises(PermissionDenied):
        gold.do(staffing.expert_accept, cast.second, independence=True)


def test_bronze_is_assessed_by_whoever_held_the_interview(label_cast: LabelCast) -> None:
    journey = Journey(label_cast, "bronze").to(State.CONTRACTED)
    found = proposal_for(journey.application, journey.on)
    assert found.proposal.experts == (label_cast.lead.pk,)
    reasons = {v.expert: str(v.reasons[0]) for v in found.proposal.verdicts}
    assert reasons[label_cast.second.pk].startswith("Another expert holds the interview")


# --- Points -------------------------------------------------------------------------------------


def test_points_are_hidden_from_each_other_until_all_are_in(
    gold: Journey, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = gold.to(State.INDIVIDUAL_SCORING).cast
    on_day(monkeypatch, gold.on)
    criteria = SCHEME.scored("gold")
    secret = "A sentence only the lead expert knows."
    points = {each.code: (2, secret) for each in criteria}
    gold.do(scoring.scores_save, cast.lead, points=points)
    gold.do(scoring.scores_hand_in, cast.lead)
    pages = ("label_scores", "label_consensus", "label_file", "label_report", "label_experts")
    for person in (cast.second, cast.officer, cast.observer, cast.manager, cast.chair):
        client.force_login(person)
        for name in pages:
            answer = client.get(reverse(name, args=[gold.application.pk]))
            assert secret not in answer.content.decode()
    with pytest.raises(ValidationError, match="handed in already"):
        gold.do(scoring.scores_save, cast.lead, points=points)
    with pytest.raises(ValidationError, match="Not every expert has handed in"):
        gold.do(scoring.consensus_open, cast.lead)
    gold.do(scoring.scores_save, cast.second, points=dict.fromkeys(points, (3, "")))
    gold.do(scoring.scores_hand_in, cast.second)
    client.force_login(cast.second)
    text = client.get(reverse("label_consensus", args=[gold.application.pk])).content.decode()
    assert "Krippendorff" in text
    gold.do(scoring.consensus_open, cast.lead)
    settled = ScoreSheet.objects.get(is_settled=True)
    assert settled.scores.count() == 0


def test_settled_points_are_explained_and_agreed_and_both_records_stay(gold: Journey) -> None:
    cast = gold.to(State.INDIVIDUAL_SCORING).cast
    codes = [each.code for each in SCHEME.scored("gold")]
    gold.do(scoring.scores_save, cast.lead, points=dict.fromkeys(codes, (4, "")))
    second = {**dict.fromkeys(codes, (4, "")), codes[0]: (2, "")}
    gold.do(scoring.scores_save, cast.second, points=second)
    for expert in gold.experts:
        gold.do(scoring.scores_hand_in, expert)
    gold.do(scoring.consensus_open, cast.lead)
    gold.write()
    with pytest.raises(ValidationError, match="not settled on every criterion"):
        gold.do(reporting.report_send, cast.lead)
    gold.do(scoring.consensus_save, cast.lead, points={codes[0]: (3, "")})
    gold.do(scoring.consensus_agree, cast.second)
    with pytest.raises(ValidationError, match="Say why"):
        gold.do(reporting.report_send, cast.lead)
    gold.do(scoring.consensus_save, cast.lead, points={codes[0]: (3, WORDS)})
    with pytest.raises(ValidationError, match="Not every expert has agreed"):
        gold.do(reporting.report_send, cast.lead)
    gold.do(scoring.consensus_agree, cast.second)
    gold.do(reporting.report_send, cast.lead)
    own = ScoreSheet.objects.get(person=cast.second)
    assert own.scores.get(criterion=codes[0]).points == 2
    # A correction after the report is a new version; the one before stays.
    with pytest.raises(ValidationError, match="after the report is out"):
        gold.do(scoring.consensus_save, cast.lead, points={codes[0]: (2, "")})
    gold.do(scoring.consensus_save, cast.lead, points={codes[0]: (2, WORDS)})
    versions = ScoreSheet.objects.filter(is_settled=True).order_by("version")
    assert [each.scores.get(criterion=codes[0]).points for each in versions] == [3, 2]


# --- Factual check ------------------------------------------------------------------------------


def test_remarks_on_facts_are_answered_before_the_report_is_final(gold: Journey) -> None:
    cast = gold.to(State.FACTUAL_CHECK).cast
    remark = gold.do(reporting.factual_remark, cast.manager, text="We are 61, not 60.")
    with pytest.raises(ValidationError, match="may still remark"):
        gold.do(reporting.report_finish, cast.lead, recommendation="award")
    gold.do(reporting.factual_close, cast.manager)
    with pytest.raises(ValidationError, match="factual check is over"):
        gold.do(reporting.factual_remark, cast.manager, text="One more.")
    with pytest.raises(ValidationError, match="not answered"):
        gold.do(reporting.report_finish, cast.lead, recommendation="award")
    reporting.factual_answer(by=cast.lead, remark=remark, answer="Mended.", on=gold.on)
    with pytest.raises(ValidationError, match="answered already"):
        reporting.factual_answer(by=cast.lead, remark=remark, answer="Again.", on=gold.on)
    gold.do(reporting.report_finish, cast.lead, recommendation="award")


def test_a_report_that_was_sent_stays_and_changes_make_a_new_version(gold: Journey) -> None:
    gold.to(State.FACTUAL_CHECK)
    gold.write()
    gold.write()
    versions = gold.application.reports.order_by("version")
    assert [(each.version, each.sent is not None) for each in versions] == [(1, True), (2, False)]


# --- Board --------------------------------------------------------------------------------------


def test_a_quorum_a_majority_and_reasons(gold: Journey) -> None:
    cast = gold.to(State.BOARD_DECISION).cast
    for member in (cast.chair, cast.board):
        gold.do(board.board_vote, member, choice="award")
    with pytest.raises(ValidationError, match="Too few members"):
        gold.do(board.board_award, cast.chair, reason=WORDS)
    gold.do(board.board_vote, cast.third, choice="refuse")
    with pytest.raises(ValidationError, match="no majority to refuse"):
        gold.do(board.board_refuse, cast.chair, reason=WORDS)
    with pytest.raises(ValidationError, match="the reasons"):
        gold.do(board.board_award, cast.chair, reason="  ")
    with pytest.raises(PermissionDenied, match="chair of the meeting"):
        gold.do(board.board_award, cast.board, reason=WORDS)
    with pytest.raises(ValidationError, match="voted already"):
        gold.do(board.board_vote, cast.chair, choice="refuse")
    gold.do(board.board_award, cast.chair, reason=WORDS)
    assert Label.objects.filter(level="gold").exists()


def test_no_label_is_awarded_on_a_result_that_does_not_meet_the_scheme(
    label_cast: LabelCast,
) -> None:
    make_held_label(label_cast, "bronze", on=DAY - timedelta(days=300))
    journey = Journey(label_cast, full=False).to(State.BOARD_DECISION)
    journey.vote("award")
    with pytest.raises(ValidationError, match="does not meet the scheme"):
        journey.do(board.board_award, label_cast.chair, reason=WORDS)
    assert not Label.objects.filter(level="gold").exists()


def test_who_is_tied_or_assessed_or_stood_aside_does_not_vote(gold: Journey) -> None:
    gold.to(State.REPORT_FINAL)
    cast = gold.cast
    assessor = cast.lead
    assessor.role_grants.create(role="board", begins="2020-01-01T00:00Z")
    meeting = make_meeting(cast, gold.on, assessor)
    gold.do(board.board_put, cast.officer, meeting=meeting)
    with pytest.raises(PermissionDenied):
        gold.do(board.board_vote, cast.tied_board, choice="award")
    with pytest.raises(ValidationError, match="assessed the file"):
        gold.do(board.board_vote, type(assessor).objects.get(pk=assessor.pk), choice="award")
    gold.do(board.board_recuse, cast.third, reason="My sister works there.")
    with pytest.raises(ValidationError, match="stood aside"):
        gold.do(board.board_vote, cast.third, choice="award")
    assert not BoardVote.objects.exists()


def test_the_board_votes_on_the_day_of_its_meeting(gold: Journey) -> None:
    gold.to(State.REPORT_FINAL)
    meeting = make_meeting(gold.cast, gold.on + timedelta(days=14))
    gold.do(board.board_put, gold.cast.officer, meeting=meeting)
    with pytest.raises(ValidationError, match="meeting has not begun"):
        gold.do(board.board_vote, gold.cast.chair, choice="award")
    gold.on += timedelta(days=14)
    gold.do(board.board_vote, gold.cast.chair, choice="award")


def test_a_returned_report_goes_through_the_factual_check_again(gold: Journey) -> None:
    cast = gold.to(State.BOARD_DECISION).cast
    gold.vote("return")
    gold.do(board.board_return, cast.chair, reason="Criterion 1.1.0 is not explained.")
    gold.application.refresh_from_db()
    assert gold.application.where is State.FACTUAL_CHECK
    assert gold.application.check_by == gold.on + timedelta(days=14)
    assert not gold.application.check_closed
    gold.to(State.BOARD_DECISION)
    # Votes of the first meeting do not count at the second.
    with pytest.raises(ValidationError, match="Too few members"):
        gold.do(board.board_award, cast.chair, reason=WORDS)
    gold.to(State.AWARDED)


def test_a_deferred_file_comes_back(gold: Journey) -> None:
    cast = gold.to(State.DEFERRED).cast
    assert gold.application.deferred_until == gold.on + timedelta(days=90)
    gold.on += timedelta(days=60)
    meeting = make_meeting(cast, gold.on)
    gold.do(board.board_resume, cast.officer, meeting=meeting, reason="The strategy came.")
    gold.application.refresh_from_db()
    assert gold.application.deferred_until is None
    gold.to(State.AWARDED)


# --- Appeal -------------------------------------------------------------------------------------


def test_a_panel_of_people_who_neither_decided_nor_assessed(gold: Journey) -> None:
    cast = gold.to(State.APPEAL).cast
    independent = cast.panel_members
    for wrong in (cast.chair, cast.board, cast.lead, cast.tied_board, cast.officer):
        with pytest.raises(ValidationError, match="decided, assessed the file, or is tied"):
            gold.do(appeals.appeal_seat, cast.officer, panel=[*independent[:2], wrong])
    with pytest.raises(ValidationError, match="too few members"):
        gold.do(appeals.appeal_seat, cast.officer, panel=independent[:2])
    gold.do(appeals.appeal_seat, cast.officer, panel=independent)
    with pytest.raises(PermissionDenied):
        gold.do(appeals.appeal_vote, cast.chair, choice="dismiss")
    gold.do(appeals.appeal_vote, cast.panel, choice="dismiss")
    with pytest.raises(ValidationError, match="begun to vote"):
        gold.do(appeals.appeal_seat, cast.officer, panel=independent)
    with pytest.raises(ValidationError, match="Too few"):
        gold.do(appeals.appeal_dismiss, cast.panel, reason=WORDS)


def test_an_appeal_is_in_time_on_procedure_and_once(gold: Journey) -> None:
    cast = gold.to(State.REFUSED).cast
    assert gold.application.appeal_by == gold.on + timedelta(days=30)
    with pytest.raises(ValidationError, match="no such ground"):
        gold.do(appeals.appeal_lodge, cast.manager, ground="points", reason=WORDS)
    gold.on += timedelta(days=31)
    with pytest.raises(ValidationError, match="time for an appeal is over"):
        gold.appeal()
    gold.on -= timedelta(days=31)
    gold.appeal()
    gold.hear("dismiss")
    assert gold.application.where is State.REFUSED
    with pytest.raises(ValidationError, match="time for an appeal is over"):
        gold.appeal()


def test_an_upheld_appeal_has_the_board_decide_again(gold: Journey) -> None:
    gold.to(State.APPEAL).hear("decide_again")
    assert gold.application.where is State.REPORT_FINAL
    gold.to(State.AWARDED)


def test_an_upheld_appeal_has_others_assess_again(gold: Journey) -> None:
    cast = gold.to(State.APPEAL).cast
    before = gold.application.evidence.get()
    gold.hear("assess_again")
    assert (gold.application.where, gold.application.round) == (State.CONTRACTED, 2)
    found = proposal_for(gold.application, gold.on)
    assert set(found.proposal.experts) == {cast.other_expert.pk, cast.other_foreign.pk}
    with pytest.raises(ValidationError, match="conflict of interest"):
        gold.do(staffing.experts_propose, cast.officer, experts=[cast.lead, cast.second])
    # The evidence of the first round stays frozen; the second has rows of its own.
    first, second = gold.application.evidence.order_by("round")
    assert (first.pk, first.frozen, first.sha256) == (before.pk, before.frozen, before.sha256)
    assert (second.round, second.frozen, second.sha256) == (2, None, first.sha256)
    assert ScoreSheet.objects.filter(round=1).count() == 3


def test_an_appeal_against_ineligibility(label_cast: LabelCast) -> None:
    journey = Journey(label_cast, "bronze").to(State.APPEAL)
    assert journey.application.where is State.APPEAL


def test_eligibility_is_checked_again_after_an_appeal(label_cast: LabelCast) -> None:
    journey = Journey(label_cast, "bronze").to(State.INELIGIBLE)
    journey.appeal()
    with pytest.raises(ValidationError):
        journey.hear("decide_again")
    panel = journey.cast.panel_members
    for member in panel:
        journey.do(appeals.appeal_vote, member, choice="check_again")
    journey.do(appeals.appeal_check_again, journey.cast.panel, reason=WORDS)
    journey.application.refresh_from_db()
    assert journey.application.where is State.ELIGIBILITY_CHECK
    assert not journey.application.rule_marks.exists()


# --- What is told, and what is not --------------------------------------------------------------


def test_each_step_is_told_to_whom_the_table_names(
    gold: Journey, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        gold.to(State.SUBMITTED)
    (letter,) = mail.outbox
    assert letter.to == [gold.cast.officer.email]
    assert letter.subject == "Timber Cluster, Gold: Application submitted"
    assert f"/excellence/labels/files/{gold.application.pk}/" in str(letter.body)


def test_the_organisations_log_tells_nothing_of_votes_and_single_points(gold: Journey) -> None:
    gold.to(State.REFUSED)
    visible = AuditEvent.objects.visible_to(gold.cast.manager).values_list("action", flat=True)
    assert "board_refuse" in set(visible)
    hidden = {"board_vote", "scores_save", "scores_hand_in", "consensus_agree", "board_recuse"}
    assert not hidden & set(visible)


def test_two_officers_at_once_take_a_step_once(gold: Journey) -> None:
    """The second one has an old page before them: the row is read anew, and refuses."""
    gold.to(State.SUBMITTED)
    other = make_person("Other Officer", "officer")  # type: ignore[arg-type]
    other.role_grants.update(begins="2020-01-01T00:00Z")
    stale = Application.objects.get(pk=gold.application.pk)
    gold.do(applying.eligibility_begin, gold.cast.officer)
    with pytest.raises(ValidationError, match="eligibility check"):
        applying.eligibility_begin(by=other, application=stale, on=gold.on)
    assert gold.application.steps.filter(step="eligibility_begin").count() == 1
