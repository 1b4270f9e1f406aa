"""One at a time where each needs to see what the one before did, on either database."""

from django.db import connection

REGISTER = 0x68616E01
STATUS_LISTS = 0x68616E02
SCHEMES = 0x68616E03
"""What is waited for: numbers that mean something to us alone."""


def wait_for_turn(what: int) -> None:
    """Wait until nobody else is at `what`; the turn ends with the transaction.

    SQLite lets one writer in from the beginning of a transaction on; PostgreSQL is asked for a
    lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [what])
