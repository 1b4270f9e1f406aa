"""Labels after the award: time, reminders, renewal, suspension, revocation; register and badge."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from hanse.excellence.label.states import LABELS, LabelState, State
from hanse.excellence.web.actions import label_revocations as revoking
from hanse.excellence.web.actions import labels as actions
from hanse.excellence.web.label_doors import LABEL_STEPS
from hanse.excellence.web.models.credentials import Credential
from hanse.excellence.web.models.labels import Application, Label
from hanse.excellence.web.models.register import RegisterEntry
from tests.excellence.web.clock import on_day
from tests.excellence.web.label_factories import (
    DAY,
    PEOPLE,
    WORDS,
    Journey,
    LabelCast,
    make_held_label,
    make_interview,
    make_meeting,
)

Capture = DjangoCaptureOnCommitCallbacks


@pytest.fixture
def label(label_cast: LabelCast) -> Label:
    return make_held_label(label_cast, valid_until=date(2028, 6, 30), grace_until=date(2029, 6, 30))


def entered(label: Label) -> list[str]:
    found = RegisterEntry.objects.filter(label=label).order_by("sequence")
    return list(found.values_list("event", flat=True))


def test_time_takes_its_course(label: Label) -> None:
    assert actions.labels_age(on=date(2028, 6, 30))["label_expire"] == 0
    assert actions.labels_age(on=date(2028, 7, 1))["label_expire"] == 1
    label.refresh_from_db()
    assert label.state == LabelState.GRACE
    assert actions.labels_age(on=date(2029, 6, 30))["label_lapse"] == 0
    assert actions.labels_age(on=date(2029, 7, 1))["label_lapse"] == 1
    label.refresh_from_db()
    assert label.state == LabelState.LAPSED
    assert entered(label) == ["awarded", "lapsed"]


def test_days_without_the_daily_job_are_made_up_for(label: Label) -> None:
    counts = actions.labels_age(on=date(2030, 1, 1))
    assert (counts["label_expire"], counts["label_lapse"]) == (1, 1)
    assert actions.labels_age(on=date(2030, 1, 2))["label_lapse"] == 0


def test_holders_are_reminded_once_for_each_date(
    label: Label, django_capture_on_commit_callbacks: Capture
) -> None:
    def run(on: date) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return actions.labels_age(on=on)["reminded"]

    assert run(date(2027, 12, 30)) == 0
    assert run(date(2027, 12, 31)) == 1
    assert run(date(2028, 1, 1)) == 0
    assert run(date(2028, 4, 2)) == 1
    assert [each.subject for each in mail.outbox] == [
        "Bronze label of Timber Cluster: valid until 30 June 2028"
    ] * 2
    assert mail.outbox[0].to == ["manager@example.org"]
    assert f"/excellence/labels/held/{label.number}/" in str(mail.outbox[0].body)


def test_a_renewal_under_way_needs_no_reminder(label_cast: LabelCast, label: Label) -> None:
    Journey(label_cast, "bronze", on=date(2028, 1, 15))
    assert actions.labels_age(on=date(2028, 4, 1))["reminded"] == 0


@pytest.mark.parametrize("begun", [date(2028, 2, 1), date(2029, 3, 1)])
def test_a_renewal_counts_on_from_the_old_end_date(
    label_cast: LabelCast, label: Label, begun: date
) -> None:
    actions.labels_age(on=begun)

    make_interview(label_cast.organisation, label_cast.lead, begun - timedelta(days=10))
    for person in (label_cast.lead, label_cast.second):
        person.certificates.update(expires=date(2035, 1, 1))
    journey = Journey(label_cast, "bronze", on=begun)
    assert journey.application.is_renewal
    journey.to(State.AWARDED)
    new = Label.objects.get(application=journey.application)
    assert new.valid_until == date(2031, 6, 30)
    assert new.valid_from == journey.on
    label.refresh_from_db()
    assert (label.state, label.successor) == (LabelState.RENEWED, new)
    assert entered(new) == ["renewed"]
    assert Credential.objects.filter(label=new).count() == 1


def test_a_renewal_visited_in_time_and_decided_late_still_renews(
    label_cast: LabelCast, label: Label
) -> None:

    begun = date(2029, 6, 1)
    actions.labels_age(on=begun)
    make_interview(label_cast.organisation, label_cast.lead, begun)
    label_cast.lead.certificates.update(expires=date(2035, 1, 1))
    journey = Journey(label_cast, "bronze", on=begun).to(State.BOARD_DECISION)
    journey.on = date(2029, 8, 1)
    actions.labels_age(on=journey.on)
    label.refresh_from_db()
    assert label.state == LabelState.LAPSED
    journey.to(State.AWARDED)
    label.refresh_from_db()
    assert label.state == LabelState.RENEWED


def test_suspended_and_restored(label_cast: LabelCast, label: Label) -> None:
    actions.label_suspend(
        by=label_cast.officer, label=label, reason=WORDS, until=DAY + timedelta(days=60), on=DAY
    )
    label.refresh_from_db()
    assert label.state == LabelState.SUSPENDED
    with pytest.raises(ValidationError, match="the reasons"):
        actions.label_restore(by=label_cast.officer, label=label, reason=" ", on=DAY)
    actions.label_restore(by=label_cast.officer, label=label, reason=WORDS, on=DAY)
    label.refresh_from_db()
    assert label.state == LabelState.ACTIVE
    assert entered(label) == ["awarded", "suspended", "reinstated"]
    assert WORDS not in str(list(RegisterEntry.objects.values()))


class Revoking:
    """A revocation from proposal to decision."""

    def __init__(self, cast: LabelCast, label: Label) -> None:
        self.cast, self.label, self.on = cast, label, DAY

    def propose(self) -> None:
        meeting = make_meeting(self.cast, self.on + timedelta(days=20))
        revoking.revocation_propose(
            by=self.cast.officer, label=self.label, meeting=meeting, reason=WORDS, on=self.on
        )

    def vote(self, choice: str) -> None:
        for member in (self.cast.chair, self.cast.board, self.cast.third):
            revoking.revocation_vote(by=member, label=self.label, choice=choice, on=self.on)

    def revoke(self) -> None:
        self.propose()
        self.on += timedelta(days=20)
        self.vote("revoke")
        revoking.label_revoke(by=self.cast.chair, label=self.label, reason=WORDS, on=self.on)
        self.label.refresh_from_db()


def test_a_label_is_revoked_after_its_holder_was_heard(label_cast: LabelCast, label: Label) -> None:
    case = Revoking(label_cast, label)
    early = make_meeting(label_cast, DAY + timedelta(days=14))
    with pytest.raises(ValidationError, match="until then the holder may answer"):
        revoking.revocation_propose(
            by=label_cast.officer, label=label, meeting=early, reason=WORDS, on=DAY
        )
    case.propose()
    with pytest.raises(ValidationError, match="may still answer"):
        case.vote("revoke")
    revoking.revocation_answer(by=label_cast.manager, label=label, text="No.", on=DAY)
    with pytest.raises(ValidationError, match="meeting has not begun"):
        case.vote("revoke")
    case.on += timedelta(days=20)
    case.vote("revoke")
    with pytest.raises(ValidationError, match="no majority to keep"):
        revoking.revocation_drop(by=label_cast.chair, label=label, reason=WORDS, on=case.on)
    revoking.label_revoke(by=label_cast.chair, label=label, reason=WORDS, on=case.on)
    label.refresh_from_db()
    assert label.state == LabelState.REVOKED
    assert entered(label) == ["awarded", "revoked"]
    assert not Credential.objects.standing().filter(label=label).exists()


def test_the_board_may_keep_a_label(label_cast: LabelCast, label: Label) -> None:
    case = Revoking(label_cast, label)
    case.propose()
    case.on += timedelta(days=20)
    case.vote("keep")
    revoking.revocation_drop(by=label_cast.chair, label=label, reason=WORDS, on=case.on)
    label.refresh_from_db()
    assert label.state == LabelState.ACTIVE
    assert entered(label) == ["awarded"]
    case.propose()


@pytest.mark.parametrize(("choice", "state"), [("dismiss", "revoked"), ("reinstate", "active")])
def test_an_appeal_against_revocation(
    label_cast: LabelCast, label: Label, choice: str, state: str
) -> None:
    case = Revoking(label_cast, label)
    case.revoke()
    cast = label_cast
    revoking.revocation_appeal(
        by=cast.manager, label=label, ground="hearing", reason=WORDS, on=case.on
    )
    for wrong in (cast.officer, cast.chair, cast.tied_board):
        with pytest.raises(ValidationError, match="decided, assessed the file, or is tied"):
            revoking.revocation_appeal_seat(
                by=cast.officer, label=label, panel=[cast.panel, cast.lead, wrong], on=case.on
            )
    revoking.revocation_appeal_seat(
        by=cast.officer, label=label, panel=cast.panel_members, on=case.on
    )
    for member in cast.panel_members:
        revoking.revocation_appeal_vote(by=member, label=label, choice=choice, on=case.on)
    close = revoking.revocation_appeal_dismiss if choice == "dismiss" else revoking.label_reinstate
    close(by=cast.panel, label=label, reason=WORDS, on=case.on)
    label.refresh_from_db()
    assert label.state == state
    with pytest.raises(ValidationError):
        revoking.revocation_appeal(
            by=cast.manager, label=label, ground="hearing", reason=WORDS, on=case.on
        )
    standing = Credential.objects.standing().filter(label=label).count()
    assert standing == (1 if choice == "reinstate" else 0)


# --- Pages, and role x step x state -------------------------------------------------------------

ALL = [code for code in LABELS.codes() if code in LABEL_STEPS]
SAID = {
    "reason": WORDS,
    "until": (DAY + timedelta(days=30)).isoformat(),
    "text": WORDS,
    "choice": "revoke",
    "ground": "hearing",
}


def test_every_step_somebody_takes_has_a_door() -> None:
    by_time_or_award = {"label_enter", "label_expire", "label_lapse", "label_renew"}
    assert set(LABELS.codes()) - set(LABEL_STEPS) == {*by_time_or_award, "label_succeed"}


@pytest.mark.once
@pytest.mark.parametrize("state", list(LabelState))
def test_no_step_of_a_label_is_taken_by_whom_the_table_does_not_name(
    label_cast: LabelCast,
    label: Label,
    state: LabelState,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = Revoking(label_cast, label)
    if state is LabelState.REVOKED:
        case.revoke()
    else:
        case.propose()
        case.on += timedelta(days=20)
        Label.objects.filter(pk=label.pk).update(state=state)
    on_day(monkeypatch, case.on)
    before, wrong = Label.objects.values().get(pk=label.pk), []
    steps = label.steps.count()
    for name in PEOPLE:
        person = label_cast.person(name)
        client.logout()
        if person:
            client.force_login(person)
        allowed = allowed_to(label_cast, label, name, state)
        for code in ALL:
            if code in allowed:
                continue
            answer = client.post(reverse("label_keep_step", args=[label.number, code]), SAID)
            back = answer.status_code == 302 and answer["Location"] == label.keeping_address
            fine = answer.status_code == 302 if person is None else answer.status_code in {403, 404}
            if not fine and not back:
                wrong.append((name, code, answer.status_code))
    assert not wrong, wrong
    assert Label.objects.values().get(pk=label.pk) == before
    assert label.steps.count() == steps


def allowed_to(cast: LabelCast, label: Label, name: str, state: LabelState) -> set[str]:
    offices = {
        "manager": {"manager"},
        "officer": {"secretariat"},
        "chair": {"board_member", "chair"},
        "board": {"board_member"},
    }.get(name, set())
    return {
        step.code for step in LABELS.steps if step.source is state and step.who.value in offices
    }


@pytest.mark.parametrize("name", PEOPLE)
def test_who_opens_the_page_of_a_label(
    label_cast: LabelCast,
    label: Label,
    client: Client,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    on_day(monkeypatch, DAY)
    person = label_cast.person(name)
    if person:
        client.force_login(person)
    answer = client.get(label.keeping_address)
    keepers = {"manager", "member", "tied_officer", "tied_board", "officer"}
    expected = 302 if person is None else 200 if name in keepers else 404
    assert answer.status_code == expected
    if name == "tied_officer":
        assert "Suspend" not in answer.content.decode()


def test_a_label_is_renewed_from_its_page(
    label_cast: LabelCast, label: Label, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(monkeypatch, date(2027, 9, 29))
    client.force_login(label_cast.manager)
    assert "Renew it" not in client.get(label.keeping_address).content.decode()
    on_day(monkeypatch, date(2027, 9, 30))
    text = client.get(label.keeping_address).content.decode()
    assert "Renew it" in text
    apply = reverse("label_apply", args=[label_cast.organisation.slug])
    assert apply in text
    answer = client.post(apply, {"level": "bronze"})
    assert answer.status_code == 302
    assert Application.objects.get(renews=label).is_renewal


def test_nobody_suspends_by_the_wrong_office(label_cast: LabelCast, label: Label) -> None:
    for person in (label_cast.manager, label_cast.chair, label_cast.tied_officer):
        with pytest.raises(PermissionDenied):
            actions.label_suspend(by=person, label=label, reason=WORDS, until=DAY, on=DAY)
