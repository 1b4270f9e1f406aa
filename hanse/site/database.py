"""The site's database: where it is, whether it can be reached, and its migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor

from hanse.foundation.problems import HanseError
from hanse.site.environment import site_folder
from hanse.site.turns import one_at_a_time

_LOCK: Final = 4_267_311
"""Any number, the same in every process: who holds it on PostgreSQL may migrate."""


def embedded() -> bool:
    """Whether the database is the SQLite file in the data folder, or another one."""
    return bool(connection.vendor == "sqlite")


def place() -> str:
    """Where the database is, in words without a password."""
    found = settings.DATABASES["default"]
    if embedded():
        return str(found["NAME"])
    host = found.get("HOST") or "this machine"
    return f"PostgreSQL database {found['NAME']} at {host}"


def pending() -> list[str]:
    """The migrations that the database lacks, such as `foundation.0002_daily`; in their order.

    Raises `HanseError` when the database cannot be reached, or is that of a newer Hanse.
    """
    with _problems():
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
        unknown = _unknown(executor)
        if unknown:
            raise HanseError(
                "The database was made by a newer Hanse than this one.",
                where=place(),
                why=f"It has {', '.join(unknown)}, which this version does not know.",
                remedy="Run the newer version, or restore the backup made before it.",
            )
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        return [f"{step.app_label}.{step.name}" for step, _ in plan]


def require_migrated() -> None:
    """Raise `HanseError` when the database lacks migrations."""
    if lacking := pending():
        raise HanseError(
            f"The database lacks {len(lacking)} migrations.",
            where=place(),
            why=", ".join(lacking),
            remedy="Run `hanse migrate`.",
        )


def migrate() -> list[str]:
    """Bring the database up to date, one process at a time; which migrations were applied.

    Raises `HanseError` when the database cannot be reached.
    """
    with _alone():
        lacking = pending()
        if lacking:
            with _problems():
                call_command("migrate", interactive=False, verbosity=0)
        return lacking


def has_table(name: str) -> bool:
    """Whether there is this table. Raises `HanseError` when the database cannot be reached."""
    with _problems():
        return name in connection.introspection.table_names()


def close() -> None:
    """Close this process's connections, before it is copied into others."""
    connections.close_all()


def _unknown(executor: MigrationExecutor) -> list[str]:
    """Applied migrations of our own apps that this code does not have."""
    ours = {label for label, _ in executor.loader.disk_migrations}
    replaced = {old for each in executor.loader.disk_migrations.values() for old in each.replaces}
    return sorted(
        f"{label}.{name}"
        for label, name in executor.loader.applied_migrations
        if label in ours
        and (label, name) not in executor.loader.disk_migrations
        and (label, name) not in replaced
    )


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time migrate."""
    if embedded():
        with one_at_a_time(site_folder() / "migrating.lock"):
            yield
        return
    with _problems(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@contextmanager
def _problems() -> Iterator[None]:
    """What the database refuses, in words."""
    try:
        yield
    except DatabaseError as error:
        raise HanseError(
            "The database cannot be used.",
            where=place(),
            why=str(error).strip().splitlines()[0],
            remedy="Check the folder and its permissions."
            if embedded()
            else "Check DATABASE_URL, and that PostgreSQL runs and lets this user in.",
        ) from error
    except InconsistentMigrationHistory as error:
        raise HanseError(
            "The database's migrations are not in their order.",
            where=place(),
            why=str(error),
            remedy="Restore the last backup, then run `hanse migrate`.",
        ) from error
