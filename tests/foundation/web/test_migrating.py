"""Many models made at once come out as if made one after the other."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
)
from django.db.migrations.state import ProjectState

from hanse.foundation.web.migrating import AtOnce

APP = "sketch"


def key(to: str, **more: Any) -> Any:
    """A reference that may be empty."""
    return models.ForeignKey(f"{APP}.{to}", models.CASCADE, null=True, **more)


def operations() -> list[Any]:
    """Two models that refer to each other, one that refers to many, rules and an index."""
    return [
        CreateModel("Harbour", [("id", models.BigAutoField(primary_key=True))]),
        CreateModel(
            "Ship",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("name", models.CharField(max_length=20)),
                ("home", key("harbour")),
                ("calls", models.ManyToManyField(f"{APP}.harbour", related_name="+")),
            ],
        ),
        AddField("Harbour", "flagship", key("ship", related_name="+")),
        AddIndex("Ship", models.Index(fields=["name", "home"], name="ships_by_name")),
        AddConstraint(
            "Ship", models.UniqueConstraint(fields=["name", "home"], name="one_ship_of_a_name")
        ),
        AddConstraint(
            "Harbour",
            models.CheckConstraint(condition=models.Q(id__gt=0), name="harbours_are_numbered"),
        ),
    ]


def applied(steps: Sequence[Any]) -> tuple[ProjectState, dict[str, Any]]:
    """The state after the steps, and what the database then has; removed again."""
    states = [ProjectState()]
    with connection.schema_editor() as editor:
        for step in steps:
            before, after = states[-1], states[-1].clone()
            step.state_forwards(APP, after)
            step.database_forwards(APP, editor, before, after)
            states.append(after)
    found = shape()
    with connection.schema_editor() as editor:
        for step, before, after in reversed(list(zip(steps, states[:-1], states[1:], strict=True))):
            step.database_backwards(APP, editor, after, before)
    assert shape() == {}
    return states[-1], found


def shape() -> dict[str, Any]:
    """Table -> its columns and rules, as the database tells them."""
    ask = connection.introspection
    found = {}
    with connection.cursor() as cursor:
        for table in ask.table_names(cursor):
            if not table.startswith(f"{APP}_"):
                continue
            described = ask.get_table_description(cursor, table)
            rules = ask.get_constraints(cursor, table).values()
            found[table] = (
                sorted((each.name, each.null_ok) for each in described),
                sorted((sorted(each["columns"] or ()), *map(str, _kind(each))) for each in rules),
            )
    return found


def _kind(rule: Any) -> tuple[Any, ...]:
    return rule["primary_key"], rule["unique"], rule["index"], rule["check"], rule["foreign_key"]


def test_tables_come_out_the_same(transactional_db: None) -> None:
    one_by_one, tables = applied(operations())
    at_once, same = applied([AtOnce(operations())])
    assert len(tables) == 3
    assert same == tables
    assert at_once.models == one_by_one.models


def test_only_what_is_made_here_can_be_changed_here() -> None:
    with pytest.raises(ValueError, match="created here"):
        AtOnce([AddField("Elsewhere", "flagship", key("ship"))])
    with pytest.raises(ValueError, match="Nothing but"):
        AtOnce([*operations(), AlterField("Ship", "name", models.TextField())])
