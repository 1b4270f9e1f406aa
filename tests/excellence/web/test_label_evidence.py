"""Evidence: kept by hash and time, frozen, handed to those involved alone; and what is refused."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from hanse.excellence.label.states import State
from hanse.excellence.web.actions import label_assessments as actions
from hanse.excellence.web.models.label_files import EvidenceFile
from hanse.foundation.web.models.audit import AuditEvent
from tests.excellence.web.clock import on_day
from tests.excellence.web.label_factories import (
    DAY,
    PDF,
    PEOPLE,
    SCHEME,
    Journey,
    LabelCast,
    make_held_label,
    upload,
)


@pytest.fixture
def journey(label_cast: LabelCast, monkeypatch: pytest.MonkeyPatch) -> Journey:
    """A silver file in self-assessment, on its day."""
    make_held_label(label_cast, "bronze", on=DAY - timedelta(days=300))
    found = Journey(label_cast, "silver").to(State.SELF_ASSESSMENT)
    on_day(monkeypatch, found.on)
    return found


def page(journey: Journey) -> str:
    return reverse("label_assessment", args=[journey.application.pk])


def send(client: Client, journey: Journey, name: str, content: bytes, *criteria: str) -> str:
    """Upload a file as the manager; what the page then says."""
    client.force_login(journey.cast.manager)
    data = {"file": upload(name, content), "criteria": list(criteria or ("1.1.0",))}
    return client.post(page(journey), data, follow=True).content.decode()


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "")
        packed.writestr("word/document.xml", "")
        packed.writestr("word/zeros", bytes(40 * 1024 * 1024))
    return buffer.getvalue()


def test_a_file_is_kept_with_its_hash_out_of_reach(
    journey: Journey, client: Client, uploads: Path
) -> None:
    said = send(client, journey, "Protokoll 2025.pdf", PDF, "1.1.0", "1.1.1")
    kept = EvidenceFile.objects.get()
    assert kept.sha256 in said
    assert (kept.name, kept.kind, kept.size) == ("Protokoll 2025.pdf", "pdf", len(PDF))
    assert kept.criteria == ["1.1.0", "1.1.1"]
    # Where it lies says nothing of whose it is, and no address leads there.
    assert "Protokoll" not in str(kept.file.name)
    assert (uploads / str(kept.file.name)).read_bytes() == PDF
    assert client.get(f"/{kept.file.name}").status_code == 404
    assert client.get(f"/uploads/{kept.file.name}").status_code == 404
    event = AuditEvent.objects.get(action="evidence_add")
    assert event.changes["sha256"] == kept.sha256
    assert "Protokoll" not in event.object_label


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("program.exe", b"MZ\x90\x00", "This kind of file is not taken"),
        ("page.pdf", b"<html><script>alert(1)</script>", "This kind of file is not taken"),
        ("photo.pdf", b"\x89PNG\r\n\x1a\n0000", "the content is PNG"),
        ("report.pdf.exe", PDF, "the content is PDF"),
        ("bomb.docx", bomb(), "far more than it is"),
    ],
)
def test_what_is_not_taken(
    journey: Journey, client: Client, uploads: Path, name: str, content: bytes, said: str
) -> None:
    assert said in send(client, journey, name, content)
    assert not EvidenceFile.objects.exists()
    assert not [each for each in uploads.rglob("*") if each.is_file()]


def test_a_file_that_is_too_large(
    journey: Journey, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "hanse.excellence.label.evidence.inspected.__kwdefaults__", {"most_bytes": 1024 * 1024}
    )
    assert "larger than 1 MB" in send(client, journey, "big.pdf", PDF.ljust(1024 * 1024 + 1))
    assert not EvidenceFile.objects.exists()


def test_names_cannot_lead_anywhere_else(journey: Journey, client: Client, uploads: Path) -> None:
    send(client, journey, "../../../etc/cron.d/evil.pdf", PDF)
    kept = EvidenceFile.objects.get()
    assert kept.name == "evil.pdf"
    assert [each for each in uploads.rglob("*") if each.is_file()] == [
        uploads / str(kept.file.name)
    ]
    answer = client.get(reverse("evidence_download", args=[journey.application.pk, kept.pk]))
    answer.close()
    assert answer["Content-Disposition"] == 'attachment; filename="evil.pdf"'


def test_a_download_is_never_opened_in_the_sites_name(journey: Journey, client: Client) -> None:
    send(client, journey, "notes.txt", b"Name;Members\n")
    kept = EvidenceFile.objects.get()
    answer = client.get(reverse("evidence_download", args=[journey.application.pk, kept.pk]))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Type"] == "text/plain"
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer) == b"Name;Members\n"
    answer.close()


@pytest.mark.parametrize("name", PEOPLE)
def test_only_those_involved_get_a_file(journey: Journey, client: Client, name: str) -> None:
    send(client, journey, "minutes.pdf", PDF)
    kept = EvidenceFile.objects.get()
    client.logout()
    person = journey.cast.person(name)
    if person:
        client.force_login(person)
    answer = client.get(reverse("evidence_download", args=[journey.application.pk, kept.pk]))
    involved = {
        "manager", "member", "tied_officer", "tied_board", "officer", "lead", "observer"
    }  # fmt: skip
    answer.close()
    expected = 302 if person is None else 200 if name in involved else 404
    assert answer.status_code == expected


def test_a_file_of_another_application_is_not_reached_through_ones_own(
    journey: Journey, client: Client
) -> None:
    send(client, journey, "minutes.pdf", PDF)
    kept = EvidenceFile.objects.get()
    client.force_login(journey.cast.manager)
    other = journey.application.pk + 1
    assert client.get(reverse("evidence_download", args=[other, kept.pk])).status_code == 404


def test_the_same_file_is_kept_once(journey: Journey, client: Client) -> None:
    send(client, journey, "minutes.pdf", PDF)
    assert "there already, as minutes.pdf" in send(client, journey, "again.pdf", PDF)
    assert EvidenceFile.objects.count() == 1


def test_criteria_must_be_those_of_the_level(journey: Journey) -> None:
    for criteria in ([], ["9.9"], ["1.1.0", "5.3"]):  # 5.3 is for gold alone
        with pytest.raises(ValidationError, match="which criteria"):
            journey.do(actions.evidence_add, journey.cast.manager, file=upload(), criteria=criteria)


def test_a_file_is_taken_out_or_assigned_anew_before_it_is_frozen(
    journey: Journey, client: Client, uploads: Path
) -> None:
    send(client, journey, "minutes.pdf", PDF)
    kept = EvidenceFile.objects.get()
    change = reverse("evidence_change", args=[journey.application.pk, kept.pk])
    client.post(change, {"criteria": ["1.1.2"]})
    kept.refresh_from_db()
    assert kept.criteria == ["1.1.2"]
    client.post(change, {"remove": "1"})
    kept.refresh_from_db()
    assert kept.removed is not None
    assert not [each for each in uploads.rglob("*") if each.is_file()]
    assert AuditEvent.objects.filter(action="evidence_remove").exists()


def test_frozen_evidence_never_changes(journey: Journey, client: Client) -> None:
    journey.to(State.EVIDENCE_FROZEN)
    kept = EvidenceFile.objects.get()
    assert kept.frozen is not None
    cast = journey.cast
    client.force_login(cast.manager)
    change = reverse("evidence_change", args=[journey.application.pk, kept.pk])
    said = client.post(change, {"remove": "1"}, follow=True).content.decode()
    assert "cannot be done while the file is: evidence frozen" in said
    with pytest.raises(ValidationError):
        actions.evidence_remove(by=cast.manager, evidence=kept, on=journey.on)
    with pytest.raises(ValidationError):
        actions.evidence_assign(by=cast.manager, evidence=kept, criteria=["1.1.0"], on=journey.on)
    kept.name = "another.pdf"
    with pytest.raises(TypeError, match="never changes"):
        kept.save()


def test_only_what_was_handed_in_is_frozen(journey: Journey, uploads: Path) -> None:
    manager = journey.cast.manager
    for each in SCHEME.scored("silver"):
        journey.do(actions.assessment_change, manager, criterion=each.code, points=0, words="")
    journey.do(actions.evidence_add, manager, file=upload(), criteria=["1.1.0"])
    kept = EvidenceFile.objects.get()
    (uploads / str(kept.file.name)).write_bytes(PDF + b"changed behind our back")
    with pytest.raises(ValidationError, match="not as you handed it in"):
        journey.do(actions.evidence_freeze, manager)
    assert EvidenceFile.objects.filter(frozen__isnull=False).count() == 0


def test_experts_cannot_add_evidence(journey: Journey) -> None:
    with pytest.raises(PermissionDenied):
        journey.do(actions.evidence_add, journey.cast.lead, file=upload(), criteria=["1.1.0"])
