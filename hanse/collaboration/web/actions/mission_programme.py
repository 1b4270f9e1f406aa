"""Programme, travel notes and budget of a mission, as its organisers write them."""

from collections.abc import Mapping
from typing import Any, TypeVar

from hanse.collaboration.web.mission_permits import (
    locked_mission,
    require_mission_step,
    require_revision,
)
from hanse.collaboration.web.models.mission_programme import (
    MissionBudgetLine,
    MissionItem,
    MissionNote,
)
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User

Row = TypeVar("Row", MissionItem, MissionNote, MissionBudgetLine)


@action
def mission_item_save(
    *,
    by: User,
    mission: Mission,
    details: Mapping[str, Any],
    number: int | None = None,
    seen: int = 0,
) -> MissionItem:
    """Add an item of the programme, or change one. number: its key. seen: its revision then.

    Another revision now raises `ValidationError`, and nothing is written.
    """
    return _save(MissionItem, "item", by, mission, details, number, seen)


@action
def mission_item_remove(*, by: User, mission: Mission, number: int) -> None:
    """Take an item off the programme."""
    _remove(MissionItem, "item", by, mission, number)


@action
def mission_note_save(
    *,
    by: User,
    mission: Mission,
    details: Mapping[str, Any],
    number: int | None = None,
    seen: int = 0,
) -> MissionNote:
    """Add a travel note, or change one, likewise."""
    return _save(MissionNote, "note", by, mission, details, number, seen)


@action
def mission_note_remove(*, by: User, mission: Mission, number: int) -> None:
    """Remove a travel note."""
    _remove(MissionNote, "note", by, mission, number)


@action
def mission_budget_save(
    *,
    by: User,
    mission: Mission,
    details: Mapping[str, Any],
    number: int | None = None,
    seen: int = 0,
) -> MissionBudgetLine:
    """Add a line of the budget, or change one, likewise."""
    return _save(MissionBudgetLine, "budget", by, mission, details, number, seen)


@action
def mission_budget_remove(*, by: User, mission: Mission, number: int) -> None:
    """Remove a line of the budget."""
    _remove(MissionBudgetLine, "budget", by, mission, number)


def _save(
    model: type[Row],
    kind: str,
    by: User,
    mission: Mission,
    details: Mapping[str, Any],
    number: int | None,
    seen: int,
) -> Row:
    found = locked_mission(mission)
    require_mission_step(by, f"mission_{kind}_save", found)
    if number is None:
        row = model(mission=found)
    else:
        row = model._default_manager.get(mission=found, pk=number)
        require_revision(row.revision, seen)
        row.revision += 1
    for name, value in details.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    record(found, {kind: str(row)}, organisation=found.organiser)
    return row


def _remove(model: type[Row], kind: str, by: User, mission: Mission, number: int) -> None:
    found = locked_mission(mission)
    require_mission_step(by, f"mission_{kind}_remove", found)
    row = model._default_manager.get(mission=found, pk=number)
    row.delete()
    record(found, {kind: [str(row), ""]}, organisation=found.organiser)
