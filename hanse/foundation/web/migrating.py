"""A migration that makes many models, at the cost of one."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import AddField
from django.db.migrations.operations.models import IndexOperation
from django.db.migrations.state import ProjectState

Schema = Any
"""Django's schema editor, which its type stubs leave open too."""


class AtOnce(Operation):
    """Operations that make new models, applied as one.

    After each operation Django draws all models anew that are tied to the one it is about, and in
    an application nearly all are: a hundred models took fourteen seconds. Here they are drawn once,
    after all. Nothing else may be among `operations` than models that are created, and fields,
    indexes and constraints of these. `makemigrations` does not write it: it is put round the
    operations of an initial migration by hand.
    """

    reversible = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        super().__init__()
        if not all(
            isinstance(each, CreateModel | AddField | IndexOperation) for each in operations
        ):
            raise ValueError("Nothing but models, fields, indexes and constraints is made at once.")
        self.operations = operations
        self._made = [each.name for each in operations if isinstance(each, CreateModel)]
        others = {
            each.model_name_lower
            for each in operations
            if isinstance(each, AddField | IndexOperation)
        }
        if not others <= {name.lower() for name in self._made}:
            raise ValueError("Only models that are created here can be changed here.")

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models to `state`, which draws them when somebody asks for them."""
        state.__dict__.pop("apps", None)
        for each in self.operations:
            each.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: Schema,
        from_state: ProjectState,  # noqa: ARG002 - Django's signature
        to_state: ProjectState,
    ) -> None:
        """Make the tables as they are in the end, with all fields, indexes and constraints."""
        for name in self._made:
            model = to_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: Schema,
        from_state: ProjectState,
        to_state: ProjectState,  # noqa: ARG002 - Django's signature
    ) -> None:
        """Remove the tables, the last first."""
        for name in reversed(self._made):
            model = from_state.apps.get_model(app_label, name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.delete_model(model)

    def describe(self) -> str:
        """What it does, in words."""
        return f"Create {len(self._made)} models at once"
