"""What the worker does for Excellence once a day."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from hanse.excellence.web import tasks
from hanse.foundation.web.models.audit import AuditEvent
from hanse.site.settings import DAILY_JOBS
from tests.excellence.factories import make_certificate
from tests.foundation.web.factories import make_person


@pytest.mark.django_db
def test_holders_are_reminded_and_labels_grow_older(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    today = timezone.localdate()
    person = make_person()
    make_certificate(person, issued=today - timedelta(days=900), expires=today + timedelta(days=30))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.certificates_remind.call()
        tasks.labels_age.call()
    assert [letter.to for letter in mail.outbox] == [[person.email]]
    done = set(AuditEvent.objects.values_list("action", flat=True))
    assert done >= {"certificates_remind", "labels_age"}


def test_they_are_done_every_day() -> None:
    assert {
        "hanse.excellence.web.tasks.labels_age",
        "hanse.excellence.web.tasks.certificates_remind",
    } <= set(DAILY_JOBS)
