"""The queue of background jobs: what is due every day, and jobs whose worker is gone.

The queue is machinery and leaves no events in the audit log; what the jobs do is in it.
"""

import logging
import os
import socket
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from hanse.foundation.processes import is_running
from hanse.foundation.schedule import working_day
from hanse.foundation.web.models.jobs import DailyJob

_LONGEST_JOB: Final = timedelta(hours=2)
"""A job of a worker elsewhere that has run so long is taken for abandoned."""
_KEPT: Final = timedelta(days=30)

logger = logging.getLogger(__name__)


def queue_daily(now: datetime) -> list[str]:
    """Put in the queue what is due for the day of `now` and is not there yet; what that was.

    Any number of workers may ask at once, and start and stop as they like: each job of
    `settings.DAILY_JOBS` is queued once a day. A day on which no worker runs is left out.
    """
    day = working_day(timezone.localtime(now))
    done = set(DailyJob.objects.filter(day=day).values_list("job", flat=True))
    return [job for job in settings.DAILY_JOBS if job not in done and _queue(job, day, now)]


def take_back(now: datetime) -> int:
    """Put jobs back in the queue whose worker was killed over them; how many.

    So every job must be one that can be done twice.
    """
    running = DBTaskResult.objects.running()
    back = 0
    for job in running.only("pk", "worker_ids", "started_at"):
        if _is_abandoned(job.worker_ids, job.started_at, now):
            # Only if nobody else has done so, and begun it again, since it was read.
            same = running.filter(pk=job.pk, started_at=job.started_at)
            back += same.update(status=TaskResultStatus.READY, started_at=None)
    if back:
        logger.warning("%s jobs of a worker that is gone are in the queue again.", back)
    return back


def forget_finished(now: datetime) -> int:
    """Delete what is told of jobs that ended long ago; how many."""
    DailyJob.objects.filter(queued__lt=now - _KEPT).delete()
    number, _ = DBTaskResult.objects.finished().filter(finished_at__lt=now - _KEPT).delete()
    return int(number)


def worker_name() -> str:
    """What the queue calls a worker in this process: unique, and telling where it runs."""
    return f"{_machine()}/{os.getpid()}/{os.urandom(4).hex()}"


def _queue(job: str, day: date, now: datetime) -> bool:
    try:
        with transaction.atomic():
            DailyJob.objects.create(job=job, day=day, queued=now)
            import_string(job).enqueue()
    except IntegrityError:  # Another worker was quicker.
        return False
    return True


def _is_abandoned(workers: Sequence[str], started: datetime | None, now: datetime) -> bool:
    if started is None or now - started > _LONGEST_JOB:
        return True
    machine, _, rest = (workers[-1] if workers else "").partition("/")
    process = rest.partition("/")[0]
    return machine == _machine() and process.isdigit() and not is_running(int(process))


def _machine() -> str:
    return socket.gethostname()[:32].replace("/", "-")
