"""Trainings, certificates, projects, schemes and keys, at both widths, light and dark."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from hanse.excellence.web.actions.credentials import credential_issue
from hanse.excellence.web.models.achievements import CertificateRequest, Education
from hanse.excellence.web.models.sessions import SessionDay, TrainingSession
from hanse.excellence.web.urls import urlpatterns
from hanse.foundation.reference import reference_path
from hanse.foundation.web.models.people import User
from tests.browser import WIDTHS, NewPage, sign_in
from tests.excellence.factories import make_certificate, make_label
from tests.excellence.web.training_factories import (
    enrol,
    make_case,
    make_held_session,
    make_project,
    make_session,
    make_trainer,
)
from tests.foundation.web.factories import make_cast
from tests.readable import troubles

pytestmark = pytest.mark.usefixtures("uploads")

HERE = {
    "excellence", "courses", "course", "training_session", "session_create", "session_change",
    "session_run", "certified_people", "certificate_requests", "my_certificates", "certificate",
    "calibrations", "calibration", "programme", "call_create", "call", "call_change",
    "project_create", "project", "project_change", "keys", "label_schemes",
}  # fmt: skip
BESIDE = {
    # tests/excellence/web/test_answering_journey.py
    "benchmarkings", "organisation_benchmarkings", "next_level", "benchmarking_detail",
    "benchmarking_withdraw", "benchmarking_answers", "benchmarking_interview",
    "benchmarking_sheet", "benchmarking_import", "benchmarking_check",
    # tests/excellence/web/test_benchmark_browser.py
    "benchmarking_report", "benchmark_statistics", "benchmark_portfolio",
    # tests/excellence/web/test_label_journeys.py
    "labels", "label_queue", "label_ties", "label_fairness", "board_meetings", "board_meeting",
    "label_apply", "label_keep", "label_keep_step", "label_file", "label_step",
    "label_eligibility", "label_experts", "label_assessment", "label_criterion", "label_scores",
    "label_consensus", "label_report", "label_decision", "label_appeal",
    # tests/excellence/web/test_register_browser.py
    "register", "register_entries", "register_statistics", "register_validity",
    "register_label", "verify",
}  # fmt: skip
"""Pages that other tests open in a browser."""
NO_PAGES = {
    # files
    "benchmarking_export", "benchmarking_report_pdf", "benchmark_statistics_file",
    "evidence_download", "register_labels_file", "register_entries_file",
    "register_statistics_file", "courses_calendar", "session_calendar", "training_material",
    # what only takes a form
    "benchmarking_submit", "benchmarking_take_back", "expert_assign", "benchmarking_return",
    "benchmarking_confirm", "benchmarking_note", "benchmark_release", "tie_end",
    "support_change", "evidence_change", "remark_answer", "session_enrol", "session_leave",
    "session_trainer", "session_day", "session_material", "session_exam", "participant_step",
    "field_project", "field_part", "session_step", "certificate_answer", "education_step",
    "certificate_ask", "certificate_step",
}  # fmt: skip


def test_no_page_of_excellence_is_left_out() -> None:
    assert {str(each.name) for each in urlpatterns} == HERE | BESIDE | NO_PAGES
    assert not HERE & BESIDE
    assert not (HERE | BESIDE) & NO_PAGES


def full() -> Iterator[tuple[User, list[str]]]:
    """Who opens which pages; something is on each."""
    cast, today = make_cast(), timezone.localdate()
    project = make_project()
    coming = make_session(project=project)
    SessionDay.objects.create(
        session=coming,
        module="tool-1",
        begins=timezone.now() + timedelta(days=7),
        ends=timezone.now() + timedelta(days=7, hours=4),
    )
    held = make_held_session(project=project)
    make_trainer(held)
    enrol(held, cast.stranger, hours={"tool-1": 4.0})
    enrol(coming, cast.member)
    certificate = make_certificate(cast.expert, issued=today - timedelta(days=30))
    credential_issue(by=None, certificate=certificate, on=today)
    credential_issue(by=None, label=make_label(cast.organisation, awarded=today), on=today)
    CertificateRequest.objects.create(person=cast.stranger, kind="benchmarking_expert")
    Education.objects.create(person=cast.expert, title="A course", hours=8, on=today)
    case = make_case()
    call = project.call

    def at(name: str, *args: object) -> str:
        return reverse(name, args=args)

    def of(session: TrainingSession) -> list[str]:
        return [at("training_session", session.pk)]

    yield cast.stranger, [at("my_certificates"), *of(coming), at("calibrations")]
    yield cast.member, of(coming)
    yield (
        cast.expert,
        [at("my_certificates"), at("calibration", case.pk), at("certificate", certificate.number)],
    )
    yield (
        cast.officer,
        [
            at("excellence"),
            at("courses"),
            at("course", "tool_training"),
            at("session_create"),
            at("session_change", coming.pk),
            at("session_run", coming.pk),
            at("session_run", held.pk),
            at("certified_people"),
            at("certificate_requests"),
            at("certificate", certificate.number),
            at("programme"),
            at("call_create"),
            at("call", call.code),
            at("call_change", call.code),
            at("project_create", call.code),
            at("project", call.code, project.pk),
            at("project_change", call.code, project.pk),
            f"{at('label_schemes')}?old=2026&new=2028",
        ],
    )
    yield cast.administrator, [at("keys"), "/me/"]


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_everybody_can_read_the_pages_of_trainings_projects_and_keys(
    new_page: NewPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
) -> None:
    home = tmp_path / "home"
    newer = home / "excellence" / "schemes" / "hanse_label" / "2028"
    shutil.copytree(reference_path("excellence/schemes/hanse_label/2026"), newer)
    text = (newer / "scheme.toml").read_text("utf-8")
    (newer / "scheme.toml").write_text(text.replace('n = "2026"', 'n = "2028"', 1), "utf-8")
    monkeypatch.setenv("HANSE_HOME", str(home))
    page = new_page(width)
    found: dict[str, list[str]] = {}
    for person, addresses in full():
        sign_in(page, person)
        for address in addresses:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, (address, answer.status)
            page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
            if amiss := troubles(page):
                found[f"{person.name}: {address}"] = amiss
    assert found == {}
