"""Programme, travel notes and budget of a mission, as its organisers write them."""

from collections.abc import Mapping
from typing import Any

from hanse.collaboration.web.actions.missions import require_revision
from hanse.collaboration.web.mission_permits import locked_mission, require_mission_step
from hanse.collaboration.web.models.mission_programme import (
    MissionBudgetLine,
    MissionItem,
    MissionNote,
)
from hanse.collaboration.web.models.missions import Mission
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User


@action
def mission_item_save(
    *,
    by: User,
    mission: Mission,
    details: Mapping[str, Any],
    number: int | None = None,
    seen: int = 0,
) -> MissionItem:
    """Add an item of the programme, or change one. number: its key. seen: its revision then."""
    found = locked_mission(mission)
    require_mission_step(by, "mission_item_save", found)
    item = MissionItem(mission=found) if number is None else found.items.get(pk=number)
    if number is not None:
        require_revision(item.revision, seen)
        item.revision += 1
    _filled(item, details)
    record(found, {"item": item.title}, organisation=found.organiser)
    return item


@action
def mission_item_remove(*, by: User, mission: Mission, number: int) -> None:
    """Take an item off the programme."""
    found = locked_mission(mission)
    require_mission_step(by, "mission_item_remove", found)
    item = found.items.get(pk=number)
    item.delete()
    record(found, {"item": [item.title, ""]}, organisation=found.organiser)


@action
def mission_note_save(
    *, by: User, mission: Mission, details: Mapping[str, Any], number: int | None = None
) -> MissionNote:
    """Add a travel note, or change one."""
    found = locked_mission(mission)
    require_mission_step(by, "mission_note_save", found)
    note = MissionNote(mission=found) if number is None else found.notes.get(pk=number)
    _filled(note, details)
    record(found, {"note": note.title}, organisation=found.organiser)
    return note


@action
def mission_note_remove(*, by: User, mission: Mission, number: int) -> None:
    """Remove a travel note."""
    found = locked_mission(mission)
    require_mission_step(by, "mission_note_remove", found)
    note = found.notes.get(pk=number)
    note.delete()
    record(found, {"note": [note.title, ""]}, organisation=found.organiser)


@action
def mission_budget_save(
    *, by: User, mission: Mission, details: Mapping[str, Any], number: int | None = None
) -> MissionBudgetLine:
    """Add a line of the budget, or change one."""
    found = locked_mission(mission)
    require_mission_step(by, "mission_budget_save", found)
    line = MissionBudgetLine(mission=found) if number is None else found.budget.get(pk=number)
    _filled(line, details)
    record(found, {"line": line.words}, organisation=found.organiser)
    return line


@action
def mission_budget_remove(*, by: User, mission: Mission, number: int) -> None:
    """Remove a line of the budget."""
    found = locked_mission(mission)
    require_mission_step(by, "mission_budget_remove", found)
    line = found.budget.get(pk=number)
    line.delete()
    record(found, {"line": [line.words, ""]}, organisation=found.organiser)


def _filled(row: MissionItem | MissionNote | MissionBudgetLine, details: Mapping[str, Any]) -> None:
    for name, value in details.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
