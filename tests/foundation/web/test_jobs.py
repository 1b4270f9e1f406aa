"""The queue: what is due every day is queued once, and no job is lost with its worker."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hanse.foundation.schedule import working_day
from hanse.foundation.web import jobs
from hanse.foundation.web.jobs import forget_finished, queue_daily, take_back, worker_name
from hanse.foundation.web.models.audit import AuditEvent
from hanse.foundation.web.models.consents import DataExport
from hanse.foundation.web.models.jobs import DailyJob
from hanse.foundation.web.tasks import make_export
from tests.foundation.web.factories import make_person

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 27, 11, tzinfo=UTC)
RETENTION = "hanse.foundation.web.tasks.retention"


@pytest.fixture(autouse=True)
def one_daily_job(settings: Settings) -> None:
    settings.DAILY_JOBS = [RETENTION]


def waiting() -> list[str]:
    return list(DBTaskResult.objects.ready().values_list("task_path", flat=True))


# --- Every day --------------------------------------------------------------------------------


def test_a_job_is_queued_once_a_day_however_often_one_looks() -> None:
    assert queue_daily(NOON) == [RETENTION]
    for minutes in (0, 1, 60, 14 * 60):
        assert queue_daily(NOON + timedelta(minutes=minutes)) == []
    assert waiting() == [RETENTION]


def test_the_next_day_it_is_queued_again() -> None:
    queue_daily(NOON)
    # Until three in the morning, Brussels time, it is still the same day's work.
    assert queue_daily(datetime(2026, 11, 28, 1, 59, tzinfo=UTC)) == []
    assert queue_daily(datetime(2026, 11, 28, 2, 0, tzinfo=UTC)) == [RETENTION]
    assert queue_daily(datetime(2026, 11, 28, 2, 1, tzinfo=UTC)) == []
    assert len(waiting()) == 2


def test_days_without_a_worker_are_not_made_up_for() -> None:
    queue_daily(NOON)
    assert queue_daily(NOON + timedelta(days=5)) == [RETENTION]
    assert len(waiting()) == 2


def test_a_worker_that_is_a_moment_late_queues_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers have looked before either has written."""
    found = working_day(timezone.localtime(NOON))
    looked = DailyJob.objects.none()
    monkeypatch.setattr(DailyJob.objects, "filter", lambda **_: looked)
    assert queue_daily(NOON) == [RETENTION]
    assert queue_daily(NOON) == []
    monkeypatch.undo()
    assert DailyJob.objects.get().day == found
    assert waiting() == [RETENTION]


def test_what_cannot_be_queued_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: str) -> Any:
        raise ImportError("gone")

    monkeypatch.setattr(jobs, "import_string", refuse)
    with pytest.raises(ImportError):
        queue_daily(NOON)
    monkeypatch.undo()
    assert not DailyJob.objects.exists()
    assert queue_daily(NOON) == [RETENTION]


def test_every_daily_job_of_the_site_is_one() -> None:
    from hanse.site.settings import DAILY_JOBS  # noqa: PLC0415 - not those of the fixture

    assert RETENTION in DAILY_JOBS
    assert len(set(DAILY_JOBS)) == len(DAILY_JOBS)
    for path in DAILY_JOBS:
        assert isinstance(import_string(path), Task), path


def work() -> None:
    """Do what is queued, as a worker, in this test's transaction."""
    with pytest.MonkeyPatch.context() as patch:
        # A worker gives up its connection between jobs, and the transaction would go with it.
        patch.setattr(db_worker, "close_old_connections", lambda: None)
        call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)


def test_a_worker_does_what_was_queued() -> None:
    queue_daily(NOON)
    work()
    assert AuditEvent.objects.filter(action="retention").count() == 1
    assert DBTaskResult.objects.successful().count() == 1


# --- Workers that are gone --------------------------------------------------------------------


def running(worker: str, started: datetime) -> DBTaskResult[Any, Any]:
    """A data export that `worker` has begun."""
    export = DataExport.objects.create(person=make_person("Somebody"))
    job = DBTaskResult.objects.get(pk=make_export.enqueue(export.pk).id)
    job.claim(worker)
    DBTaskResult.objects.filter(pk=job.pk).update(started_at=started)
    return job


def ended_process() -> int:
    """The number of a process that is gone."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_job_whose_worker_was_killed_is_done_by_the_next_one() -> None:
    machine = worker_name().partition("/")[0]
    job = running(f"{machine}/{ended_process()}/00000000", NOON)
    assert take_back(NOON) == 1
    job.refresh_from_db()
    assert job.status == TaskResultStatus.READY
    assert take_back(NOON) == 0
    work()
    job.refresh_from_db()
    assert job.status == TaskResultStatus.SUCCESSFUL, job.traceback
    assert DataExport.objects.get().made


@pytest.mark.parametrize(
    ("worker", "hours", "back"),
    [
        ("here", 0, 0),
        ("here", 1, 0),
        ("another/17/00000000", 1, 0),
        ("another/17/00000000", 3, 1),
        ("unheard-of", 1, 0),
        ("unheard-of", 3, 1),
    ],
)
def test_a_job_in_other_hands_is_left_there_for_two_hours(
    worker: str, hours: int, back: int
) -> None:
    running(worker_name() if worker == "here" else worker, NOON - timedelta(hours=hours))
    assert take_back(NOON) == back


def test_a_job_that_another_worker_took_back_and_began_is_not_taken_from_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = worker_name().partition("/")[0]
    job = running(f"{machine}/{ended_process()}/00000000", NOON - timedelta(minutes=5))

    def begun_again(_process: int) -> bool:
        job.refresh_from_db()
        job.claim(f"{machine}/{os.getpid()}/11111111")
        return False

    monkeypatch.setattr(jobs, "is_running", begun_again)
    assert take_back(NOON) == 0


def test_the_names_of_workers_are_their_own_and_short_enough() -> None:
    first, second = worker_name(), worker_name()
    assert first != second
    assert first.split("/")[1] == str(os.getpid())
    assert len(first) <= 64


def test_finished_jobs_are_forgotten_after_a_month() -> None:
    now = timezone.now()
    queue_daily(now)
    work()
    assert forget_finished(now + timedelta(days=29)) == 0
    assert forget_finished(now + timedelta(days=31)) == 1
    assert not DBTaskResult.objects.exists()
    assert DailyJob.objects.count() == (0 if now + timedelta(days=1) > NOON else 1)
