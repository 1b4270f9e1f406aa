"""How the meetings of a mission are planned."""

from typing import ClassVar, Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hanse.collaboration.meetings.hours import USUAL
from hanse.collaboration.timetable.model import FAIRNESS
from hanse.collaboration.timetable.selection import FLOOR

SECONDS: Final = 60
MOST_MINUTES: Final = 60
"""Of walking from one room to another."""


class MeetingPlan(models.Model):
    """How the meetings of a mission are planned.

    fairness: the most breaks that one participant may have more than another. floor: meetings that
    everybody should have. seconds: how long a timetable is searched for. hours_begin, hours_end:
    working hours by local clocks, for people elsewhere. suggested: whether pairs that nobody asked
    for may fill the agendas of those with too few requests. other_room_minutes: of walking from one
    room to another; walks: where it is another number, rows of two rooms and minutes. revision:
    counts what changes on the board.
    """

    mission = models.OneToOneField(
        "collaboration.Mission",
        models.CASCADE,
        related_name="meeting_plan",
        verbose_name=_("mission"),
    )
    fairness = models.PositiveSmallIntegerField(
        _("breaks that one may have more than another"),
        default=FAIRNESS,
        validators=[MaxValueValidator(20)],
    )
    floor = models.PositiveSmallIntegerField(
        _("meetings that everybody should have"), default=FLOOR, validators=[MaxValueValidator(20)]
    )
    suggested = models.BooleanField(
        _("fill up with suggested meetings where somebody has too few requests"), default=True
    )
    seconds = models.PositiveSmallIntegerField(
        _("search for at most so many seconds"),
        default=SECONDS,
        validators=[MinValueValidator(2), MaxValueValidator(3600)],
    )
    hours_begin = models.TimeField(_("working hours begin"), default=USUAL.begins)
    hours_end = models.TimeField(_("working hours end"), default=USUAL.ends)
    other_room_minutes = models.PositiveSmallIntegerField(
        _("minutes of walking to another room"),
        default=1,
        validators=[MaxValueValidator(MOST_MINUTES)],
    )
    walks = models.JSONField(_("minutes of walking between rooms"), default=list, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)

    class Meta:
        verbose_name = _("plan of meetings")
        verbose_name_plural = _("plans of meetings")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(hours_end__gt=models.F("hours_begin")),
                name="working_hours_end_after_they_begin",
                violation_error_message=_("Working hours end before they begin."),
            )
        ]

    def __str__(self) -> str:
        return str(self.mission)
