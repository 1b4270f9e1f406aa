"""The embedded database under many writers: each waits for its turn, and none is turned away."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.processes import environment, run, script

PROCESSES: Final = 4
THREADS: Final = 5
WRITES: Final = 15

WRITER: Final = f"""
import sys, threading
from hanse.site.loading import load
load()
from django.db import connection, transaction
from hanse.foundation.web.actions.people import profile_change
from hanse.foundation.web.models.people import User

failed = []

def write(thread):
    email = f"writer-{{sys.argv[1]}}-{{thread}}@example.org"
    try:
        person = User.objects.create_user(email)
        for number in range({WRITES}):
            # As every action: it reads, writes, and leaves an event, all or nothing.
            profile_change(by=person, name=f"{{email}} {{number}}")
    except Exception as error:
        failed.append(repr(error))
    finally:
        connection.close()

threads = [threading.Thread(target=write, args=(each,)) for each in range({THREADS})]
for each in threads: each.start()
for each in threads: each.join()
sys.exit("; ".join(failed) if failed else 0)
"""


def test_twenty_writers_at_once_all_get_their_turn(tmp_path: Path) -> None:
    assert run(tmp_path, "migrate").returncode == 0
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(number)],
            env=environment(tmp_path),
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    for each in writers:
        _, said = each.communicate(timeout=120)
        assert each.returncode == 0, said
        assert "locked" not in said
    counted = script(
        tmp_path,
        "from django.db import connection\n"
        "from hanse.foundation.web.models.audit import AuditEvent\n"
        "from hanse.foundation.web.models.people import User\n"
        "print(User.objects.filter(name__endswith=' %s').count())\n"
        "print(AuditEvent.objects.filter(action='profile_change').count())\n"
        "with connection.cursor() as cursor:\n"
        "    for name in ('journal_mode', 'integrity_check'):\n"
        "        print(cursor.execute(f'PRAGMA {name}').fetchone()[0])\n" % (WRITES - 1),
    ).split()
    assert counted == [
        str(PROCESSES * THREADS),
        str(PROCESSES * THREADS * WRITES),
        "wal",
        "ok",
    ]


def test_readers_do_not_wait_for_a_writer(tmp_path: Path) -> None:
    assert run(tmp_path, "migrate").returncode == 0
    said = script(
        tmp_path,
        "import threading, time\n"
        "from django.db import connection, transaction\n"
        "from hanse.foundation.web.models.people import User\n"
        "begun, ended = threading.Event(), threading.Event()\n"
        "def write():\n"
        "    with transaction.atomic():\n"
        "        User.objects.create_user('slow@example.org')\n"
        "        begun.set()\n"
        "        ended.wait(30)\n"
        "    connection.close()\n"
        "writer = threading.Thread(target=write)\n"
        "writer.start()\n"
        "begun.wait(30)\n"
        "print(User.objects.count())\n"
        "ended.set()\n"
        "writer.join()\n"
        "print(User.objects.count())\n",
    )
    assert said.split() == ["0", "1"]
