"""Tables whose rows are added and never changed: the database itself refuses, whoever asks.

    class Meta:
        constraints = [AppendOnly(name="register_is_only_added_to")]

A trigger of SQLite or PostgreSQL raises on UPDATE and DELETE of a row. It stands in migrations as
any other constraint does.
"""

from typing import Any, Final

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table

_KINDS: Final = ("update", "delete")
_CREATE: Final = {
    "sqlite": (
        "CREATE TRIGGER %(name)s BEFORE %(kind)s ON %(table)s BEGIN "
        "SELECT RAISE(ABORT, '%(words)s'); END"
    ),
    "postgresql": (
        "CREATE TRIGGER %(name)s BEFORE %(kind)s ON %(table)s FOR EACH ROW "
        "EXECUTE FUNCTION %(name)s()"
    ),
}
_FUNCTION: Final = (
    "CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION '%(words)s' USING ERRCODE = 'integrity_constraint_violation'; END $$"
)
_DROP: Final = {
    "sqlite": "DROP TRIGGER IF EXISTS %(name)s",
    "postgresql": "DROP FUNCTION IF EXISTS %(name)s() CASCADE",
}
_WORDS: Final = "rows of this table are only added"


class AppendOnly(models.BaseConstraint):
    """Rows of the table can be added, and neither changed nor deleted."""

    def constraint_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Any:
        """Nothing inside CREATE TABLE; the triggers follow once the table is there."""
        assert model is not None
        assert schema_editor is not None
        for statement in self._statements(model, schema_editor):
            schema_editor.deferred_sql.append(statement)

    def create_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Any:
        """Make the triggers of a table that is there already."""
        assert model is not None
        assert schema_editor is not None
        first, *others = self._statements(model, schema_editor)
        schema_editor.deferred_sql.extend(others)
        return first

    def remove_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Any:
        """Take the triggers away."""
        assert model is not None
        assert schema_editor is not None
        drop = _DROP[schema_editor.connection.vendor]
        first, *others = (
            Statement(drop, name=schema_editor.quote_name(f"{self.name}_{kind}")) for kind in _KINDS
        )
        schema_editor.deferred_sql.extend(others)
        return first

    def validate(self, *_args: Any, **_kwargs: Any) -> None:
        """A row that is added breaks nothing."""

    def __eq__(self, other: object) -> bool:
        if isinstance(other, AppendOnly):
            return self.name == other.name
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.name)

    def _statements(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> list[Statement]:
        vendor = schema_editor.connection.vendor
        table = Table(model._meta.db_table, schema_editor.quote_name)
        statements = []
        for kind in _KINDS:
            name = schema_editor.quote_name(f"{self.name}_{kind}")
            if vendor == "postgresql":
                statements.append(Statement(_FUNCTION, name=name, words=_WORDS))
            statements.append(
                Statement(_CREATE[vendor], name=name, kind=kind.upper(), table=table, words=_WORDS)
            )
        return statements
