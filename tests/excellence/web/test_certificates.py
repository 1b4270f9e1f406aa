"""Certificates: the way to them, issuing, renewing, stopping; the register; calibration."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from hanse.excellence.web.achievements import achievements_of
from hanse.excellence.web.actions import achievements, certificates
from hanse.excellence.web.models.achievements import (
    CalibrationAttempt,
    CertificateRequest,
    Education,
    ExamSitting,
)
from hanse.excellence.web.models.certificates import Certificate
from hanse.foundation.web.models.people import User
from tests.excellence.factories import make_benchmarking, make_certificate
from tests.excellence.web.training_factories import (
    WHOLE,
    enrol,
    make_case,
    make_held_session,
    make_officer,
    make_project,
)
from tests.foundation.web.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db
Capture = DjangoCaptureOnCommitCallbacks


def trained(person: User | None = None, **more: object) -> User:
    """Somebody who has shown all that a benchmarking expert needs."""
    session = make_held_session(**more)  # type: ignore[arg-type]
    enrolment = enrol(session, person, completed=session.ends, hours=WHOLE)
    ExamSitting.objects.create(
        enrolment=enrolment, on=session.ends, points={}, share=1, passed=True
    )
    CalibrationAttempt.objects.create(
        case=make_case(), person=enrolment.person, on=session.ends, scores={}, exact=1,
        within_one=1, bias=0, passed=True,
    )  # fmt: skip
    return enrolment.person


def test_from_training_to_a_signed_certificate(
    client: Client, django_capture_on_commit_callbacks: Capture
) -> None:
    person = trained()
    client.force_login(person)
    page = client.get(reverse("my_certificates")).content.decode()
    assert "Ask for this certificate" in page
    client.post(reverse("certificate_ask", args=["benchmarking_expert"]))
    request = CertificateRequest.objects.get()
    client.force_login(make_officer())
    assert str(person) in client.get(reverse("certificate_requests")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("certificate_answer", args=[request.pk]), {"issue": ""})
    made = Certificate.objects.get(person=person)
    today = timezone.localdate()
    assert made.number == f"BE-{today.year}-0001"
    assert made.issued == today
    assert mail.outbox[0].subject == f"Your certificate {made.number}"


def test_what_is_missing_is_named_and_nothing_is_issued() -> None:
    person = make_person()
    today = timezone.localdate()
    with pytest.raises(ValidationError) as refusal:
        certificates.certificate_ask(by=person, kind="benchmarking_expert", on=today)
    assert len(refusal.value.messages) == 3
    request = CertificateRequest.objects.create(person=person, kind="benchmarking_expert")
    with pytest.raises(ValidationError, match="Missing"):
        certificates.certificate_issue(by=make_officer(), request=request, on=today)
    assert not Certificate.objects.exists()


def test_nobody_decides_about_their_own() -> None:
    officer = trained(make_officer())
    today = timezone.localdate()
    request = certificates.certificate_ask(by=officer, kind="benchmarking_expert", on=today)
    with pytest.raises(PermissionDenied):
        certificates.certificate_issue(by=officer, request=request, on=today)
    with pytest.raises(PermissionDenied):
        certificates.certificate_issue(by=make_person(), request=request, on=today)


def test_a_request_is_refused_with_a_reason_and_answered_once() -> None:
    person, officer = trained(), make_officer()
    today = timezone.localdate()
    request = certificates.certificate_ask(by=person, kind="benchmarking_expert", on=today)
    with pytest.raises(ValidationError, match="You have asked"):
        certificates.certificate_ask(by=person, kind="benchmarking_expert", on=today)
    with pytest.raises(ValidationError, match="reason"):
        certificates.certificate_refuse(by=officer, request=request, reason="", on=today)
    certificates.certificate_refuse(by=officer, request=request, reason="Not yet.", on=today)
    with pytest.raises(ValidationError, match="answered already"):
        certificates.certificate_issue(by=officer, request=request, on=today)


def test_a_renewal_takes_interviews_and_education_and_counts_on() -> None:
    today = timezone.localdate()
    person, officer = make_person(), make_officer()
    issued = today - timedelta(days=3 * 365 - 60)
    old = make_certificate(person, issued=issued, expires=today + timedelta(days=60))
    with pytest.raises(ValidationError, match="Missing"):
        certificates.certificate_ask(by=person, kind=old.kind, on=today)
    Education.objects.create(
        person=person, title="Course", organiser="School", on=today, hours=12, confirmed=today
    )
    for _number in range(3):
        make_benchmarking(make_organisation(), expert=person, state="confirmed", interviewed=today)
    CalibrationAttempt.objects.create(
        case=make_case(), person=person, on=today, scores={}, exact=1, within_one=1, bias=0,
        passed=True,
    )  # fmt: skip
    request = certificates.certificate_ask(by=person, kind=old.kind, on=today)
    new = certificates.certificate_issue(by=officer, request=request, on=today)
    assert new.renews == old
    assert new.expires == old.expires.replace(year=old.expires.year + 3)


def test_a_certificate_that_holds_is_not_asked_for_again() -> None:
    person = trained()
    make_certificate(person, issued=timezone.localdate())
    with pytest.raises(ValidationError, match="not open yet"):
        certificates.certificate_ask(by=person, kind="benchmarking_expert", on=timezone.localdate())


def test_suspending_restoring_revoking(client: Client) -> None:
    person, officer = make_person(), make_officer()
    today = timezone.localdate()
    held = make_certificate(person, issued=today - timedelta(days=9))
    client.force_login(officer)

    def step(name: str, reason: str = "") -> str:
        address = reverse("certificate_step", args=[held.number, name])
        page = client.post(address, {"reason": reason}, follow=True).content.decode()
        held.refresh_from_db()
        return page

    assert "Give the reason." in step("suspend")
    step("suspend", "Complaint")
    assert not Certificate.objects.valid(today).filter(pk=held.pk).exists()
    step("restore")
    assert Certificate.objects.valid(today).filter(pk=held.pk).exists()
    step("revoke", "Forged")
    assert held.standing(today) == "revoked"
    assert "This certificate is revoked." in step("suspend", "Again")
    client.force_login(make_person())
    address = reverse("certificate_step", args=[held.number, "revoke"])
    assert client.post(address, {"reason": "x"}).status_code == 403
    assert client.post(reverse("certificate_step", args=[held.number, "eat"])).status_code == 404


def test_names_stand_in_the_register_only_where_their_holders_agreed(client: Client) -> None:
    person = make_person("Hidden Holder")
    held = make_certificate(person, issued=timezone.localdate())
    register, page = reverse("certified_people"), held.get_absolute_url()
    assert held.number in client.get(register).content.decode()
    for address in (register, page):
        assert "Hidden Holder" not in client.get(address).content.decode()
    client.force_login(make_person("Other"))
    assert client.post(reverse("certificate_step", args=[held.number, "show"])).status_code == 403
    client.force_login(person)
    client.post(reverse("certificate_step", args=[held.number, "show"]))
    client.logout()
    for address in (register, page):
        assert "Hidden Holder" in client.get(address).content.decode()


def test_the_register_lists_what_holds_today(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    today = timezone.localdate()
    made = [make_certificate(make_person(), issued=today) for _number in range(5)]
    gone = make_certificate(make_person(), issued=date(2015, 1, 1))
    with django_assert_max_num_queries(4):
        page = client.get(reverse("certified_people"), {"kind": "benchmarking_expert"})
    text = page.content.decode()
    assert all(each.number in text for each in made)
    assert gone.number not in text
    assert "expired" in client.get(gone.get_absolute_url()).content.decode()


def test_holders_are_reminded(django_capture_on_commit_callbacks: Capture) -> None:
    person = make_person()
    held = make_certificate(person, issued=date(2026, 1, 1), expires=date(2028, 12, 31))
    with django_capture_on_commit_callbacks(execute=True):
        assert certificates.certificates_remind(on=held.expires - timedelta(days=30)) == 1
        assert certificates.certificates_remind(on=held.expires - timedelta(days=29)) == 0
    assert mail.outbox[0].to == [person.email]
    assert "It ends in 30 days." in str(mail.outbox[0].body)


def test_education_counts_once_somebody_else_confirmed_it(client: Client) -> None:
    person, officer = make_person(), make_officer()
    client.force_login(person)
    words = {"title": "Course", "organiser": "School", "on": "2026-01-10", "hours": "7.5"}
    client.post(reverse("my_certificates"), words)
    education = Education.objects.get()
    assert achievements_of(person) == []
    with pytest.raises(PermissionDenied):
        achievements.education_answer(
            by=person, education=education, refusal="", on=timezone.localdate()
        )
    client.force_login(officer)
    client.post(reverse("education_step", args=[education.pk]), {"confirm": ""})
    assert [each.amount for each in achievements_of(person)] == [7.5]


# --- Calibration ------------------------------------------------------------------------------


def test_a_model_case_is_scored_once_and_compared(client: Client) -> None:
    person, case = make_person(), make_case()
    client.force_login(person)
    address = reverse("calibration", args=[case.pk])
    page = client.get(address).content.decode()
    assert "Compare with the reference" in page
    half = client.post(address, {"score-1.1.0": "2"}, follow=True).content.decode()
    assert "Score every criterion" in half
    scores = {f"score-{code}": str(points) for code, points in case.reference.items()}
    result = client.post(address, scores, follow=True).content.decode()
    assert "You agree with the reference" in result
    again = client.post(address, scores, follow=True).content.decode()
    assert "seen the reference" in again
    attempt = CalibrationAttempt.objects.get()
    assert attempt.passed
    assert not CalibrationAttempt.objects.visible_to(make_person()).exists()
    assert CalibrationAttempt.objects.visible_to(make_officer()).exists()


def test_the_reference_is_not_on_the_page_before(client: Client) -> None:
    case = make_case(reasons={"2.1": "Because the reference says so."})
    client.force_login(make_person())
    page = client.get(reverse("calibration", args=[case.pk])).content.decode()
    assert "Because the reference says so." not in page


@pytest.mark.parametrize("name", ["my_certificates", "certificate_requests", "calibrations"])
def test_pages_for_those_signed_in(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302
    client.force_login(make_person())
    assert client.get(reverse(name)).status_code == (403 if name == "certificate_requests" else 200)


def test_a_certificate_counts_for_the_project_that_trained_its_holder() -> None:
    project = make_project()
    person = trained(project=project)
    today = timezone.localdate()
    request = certificates.certificate_ask(by=person, kind="benchmarking_expert", on=today)
    made = certificates.certificate_issue(by=make_officer(), request=request, on=today)
    assert made.project == project
