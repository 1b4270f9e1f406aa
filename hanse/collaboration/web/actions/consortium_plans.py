"""The work plan of a consortium: tasks, milestones, and firms reached year by year."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from hanse.collaboration.web.consortium_permits import locked, require_step
from hanse.collaboration.web.models.consortia import (
    Consortium,
    ConsortiumMilestone,
    ConsortiumReach,
    ConsortiumTask,
)
from hanse.foundation.web.audit import action, record
from hanse.foundation.web.models.people import User


@action
def consortium_task_save(
    *, by: User, consortium: Consortium, task: ConsortiumTask | None, details: Mapping[str, Any]
) -> ConsortiumTask:
    """Add a task, or change `task`. Raises `ValidationError` for days the wrong way round.

    details: title, lead, begins, ends, country; the lead is a member.
    """
    found = locked(consortium)
    require_step(by, "consortium_task_save", found)
    task = task or ConsortiumTask(consortium=found)
    for name in ("title", "lead", "begins", "ends", "country"):
        setattr(task, name, details[name])
    if task.begins and task.ends and task.ends < task.begins:
        raise ValidationError({"ends": _("It ends before it begins.")})
    if task.lead and not found.members.belonging().filter(organisation=task.lead).exists():
        raise ValidationError({"lead": _("The lead has to be a member.")})
    task.full_clean()
    task.save()
    record(found, {"task": task.title})
    return task


@action
def consortium_task_remove(*, by: User, task: ConsortiumTask) -> None:
    """Take a task out of the work plan."""
    found = locked(task.consortium)
    require_step(by, "consortium_task_remove", found)
    record(found, {"task": task.title})
    task.delete()


@action
def consortium_milestone_save(
    *,
    by: User,
    consortium: Consortium,
    milestone: ConsortiumMilestone | None,
    details: Mapping[str, Any],
) -> ConsortiumMilestone:
    """Add a milestone, or change `milestone`; at 100 percent it is reached, on that day.

    details: title, due, progress.
    """
    found = locked(consortium)
    require_step(by, "consortium_milestone_save", found)
    milestone = milestone or ConsortiumMilestone(consortium=found)
    before = milestone.progress
    for name in ("title", "due", "progress"):
        setattr(milestone, name, details[name])
    if milestone.progress < 100:
        milestone.reached = None
    elif milestone.reached is None:
        milestone.reached = timezone.localdate()
    milestone.full_clean()
    milestone.save()
    record(found, {"milestone": milestone.title, "progress": [before, milestone.progress]})
    return milestone


@action
def consortium_milestone_remove(*, by: User, milestone: ConsortiumMilestone) -> None:
    """Take a milestone out of the work plan."""
    found = locked(milestone.consortium)
    require_step(by, "consortium_milestone_remove", found)
    record(found, {"milestone": milestone.title})
    milestone.delete()


@action
def consortium_reach_save(*, by: User, consortium: Consortium, year: int, smes: int) -> None:
    """Say how many small and medium-sized firms were reached in a year, in place of before."""
    found = locked(consortium)
    require_step(by, "consortium_reach_save", found)
    if not 2000 <= year <= timezone.localdate().year:
        raise ValidationError({"year": _("Give a year from 2000 to this one.")})
    ConsortiumReach.objects.update_or_create(consortium=found, year=year, defaults={"smes": smes})
    record(found, {"year": year, "smes": smes})
