"""The worker: does the jobs that wait in the database, and sees to what is due every day.

Run as a process of its own: python -m hanse.site.worker [PID of the server it belongs to]
"""

import logging
import sys
import threading
import time
from typing import Final

from django.core.management import call_command
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from hanse.foundation.problems import HanseError
from hanse.site import database
from hanse.site.companion import end_with
from hanse.site.loading import load

_LOOK_SECONDS: Final = 60.0
_POLL_SECONDS: Final = 1.0

logger = logging.getLogger(__name__)


def work(*, server: int | None = None) -> None:
    """Do jobs until SIGINT or SIGTERM; the one being done is finished first.

    server: the process of the server it belongs to; it ends with that, and says only what is
    wrong. Raises `HanseError` when the database cannot be used or lacks migrations.
    """
    load()
    if server is not None:
        end_with(server)
        for handler in logging.getLogger().handlers:
            handler.setLevel(logging.WARNING)
    database.require_migrated()
    # Models can be loaded only now.
    from hanse.foundation.web import jobs  # noqa: PLC0415

    def look() -> None:
        while True:
            try:
                close_old_connections()
                jobs.take_back(timezone.now())
                jobs.queue_daily(timezone.now())
            except DatabaseError:
                logger.exception("What is due every day could not be queued; again in a minute.")
            time.sleep(_LOOK_SECONDS)

    threading.Thread(target=look, name="daily", daemon=True).start()
    call_command(
        "db_worker",
        queue_name="*",
        worker_id=jobs.worker_name(),
        interval=_POLL_SECONDS,
        startup_delay=False,
        reload=False,
        verbosity=1,
    )


if __name__ == "__main__":
    try:
        work(server=int(sys.argv[1]) if sys.argv[1:] else None)
    except HanseError as problem:
        sys.exit(str(problem))
